//! `cargo xtask authority` builds `data/places.bin`, see docs/authority.md; `cargo xtask chaos` runs the fault suite at
//! length, see docs/delivery.md; `cargo xtask identifiers` checks `data/identifiers.tsv`; `cargo xtask train` fits the tagger's model, see
//! data/model/README.md; `cargo xtask training` checks the labels of `data/training/`.

mod authority;
mod chaos;
mod classes;
mod identifiers;
mod train;
mod training;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("authority") => authority::build(),
        Some("chaos") => chaos::run(arguments),
        Some("classes") => classes::build(),
        Some("identifiers") => identifiers::check(),
        Some("train") => train::run(&arguments.collect::<Vec<_>>()),
        Some("training") => training::run(),
        Some(other) => {
            bail!("there is no verb `{other}`: use authority, chaos, classes, identifiers, train or training")
        }
        None => bail!(
            "name a verb: `cargo xtask authority` builds the gazetteer, `cargo xtask chaos` runs the fault suite, \
             `cargo xtask identifiers` checks the identifiers of organisations, \
             `cargo xtask train` fits the tagger's model, `cargo xtask training` checks the training copy"
        ),
    }
}
