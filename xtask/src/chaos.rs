//! `cargo xtask chaos [--seed N] [--rounds N] [--dispatches N] [--members N] [--steps N] [--protocol P]`: the fault suite at
//! length. `P` is `sticky`, `range` or `consumer`.
//!
//! First the simulated crowd of instances, for millions of steps; then everything in `tests/chaos.rs`, the long form with
//! it: so many dispatches on nine partitions, three instances, three brokers, and a fault in each round.

use std::process::Command;

use anyhow::{Context, Result, bail};

/// An option, the variable that it sets for the tests, and its default.
const OPTIONS: [(&str, &str, Option<&str>); 6] = [
    ("--seed", "COPYDESK_TEST_SEED", None),
    ("--rounds", "COPYDESK_TEST_ROUNDS", Some("100")),
    ("--dispatches", "COPYDESK_TEST_DISPATCHES", Some("100000")),
    ("--members", "COPYDESK_TEST_MEMBERS", Some("12")),
    ("--steps", "COPYDESK_TEST_STEPS", Some("20000000")),
    ("--protocol", "COPYDESK_TEST_PROTOCOL", None),
];

pub fn run(arguments: impl Iterator<Item = String>) -> Result<()> {
    let mut arguments = arguments;
    let mut settings: Vec<(&str, String)> = vec![("COPYDESK_REQUIRE_KAFKA", "1".into())];
    for (_, variable, default) in OPTIONS {
        settings.extend(default.map(|value| (variable, value.to_owned())));
    }
    while let Some(name) = arguments.next() {
        let Some((option, variable, _)) = OPTIONS.iter().find(|(option, ..)| *option == name) else {
            bail!("there is no option `{name}`: use {}", OPTIONS.map(|(option, ..)| option).join(", "));
        };
        let value = arguments.next().with_context(|| format!("{name} needs a value"))?;
        let fits = match *option {
            "--protocol" => ["sticky", "range", "consumer"].contains(&value.as_str()),
            _ => value.parse::<u64>().is_ok(),
        };
        if !fits {
            bail!("{name} {value}: use a number, for --protocol one of sticky, range, consumer");
        }
        settings.push((variable, value));
    }
    cargo(&["--lib", "kafka::simulation::crowd", "--", "--nocapture"], &settings)?;
    cargo(&["--test", "chaos", "--", "--include-ignored", "--nocapture"], &settings)
}

fn cargo(arguments: &[&str], settings: &[(&str, String)]) -> Result<()> {
    let mut test = Command::new("cargo");
    test.args(["test", "--release", "--package", "copydesk"]).args(arguments);
    // A later setting goes over an earlier one: the caller's over the default.
    test.envs(settings.iter().map(|(name, value)| (*name, value.as_str())));
    let status = test.status().context("cargo does not start")?;
    if !status.success() {
        bail!("`cargo test {}` failed; the seeds are above", arguments.join(" "));
    }
    Ok(())
}
