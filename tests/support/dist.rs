//! Apache Kafka's jars, fetched by Maven once and kept in `target/kafka-dist`.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::child;

const POM: &str = include_str!("../kafka-dist/pom.xml");

/// How long Maven may take: a network that answers nothing must not hang the tests.
const FETCH_LIMIT: Duration = Duration::from_secs(300);

/// The folder with the jars of the pinned pom; `Err` says why there is none.
pub fn jars() -> Result<PathBuf, String> {
    require_java()?;
    let mut hash = DefaultHasher::new();
    POM.hash(&mut hash);
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("kafka-dist");
    let jars = home.join(format!("{:016x}", hash.finish()));
    if !jars.is_dir() {
        fetch(&home, &jars)?;
    }
    Ok(jars)
}

fn require_java() -> Result<(), String> {
    let out =
        Command::new("java").arg("-version").output().map_err(|e| format!("java does not start ({e})"))?;
    // `openjdk version "17.0.15" 2025-04-15`, on standard error.
    let text = String::from_utf8_lossy(&out.stderr).into_owned();
    let release = text.split('"').nth(1).unwrap_or_default();
    match release.split(['.', '-']).next().unwrap_or_default().parse::<u32>() {
        Ok(major) if major >= 17 => Ok(()),
        _ => Err(format!("Apache Kafka 4 needs Java 17 or later, java is {release:?}")),
    }
}

/// Fetches into a folder of this process and moves it into place, so that nobody ever sees half of the jars
/// and of two test binaries that fetch at once one wins.
fn fetch(home: &Path, jars: &Path) -> Result<(), String> {
    let part = home.join(format!("part-{}", std::process::id()));
    let result = fs::create_dir_all(&part)
        .map_err(|e| format!("{}: {e}", part.display()))
        .and_then(|()| run_maven(&part, &home.join("maven.log")));
    if result.is_ok() && fs::rename(&part, jars).is_err() && !jars.is_dir() {
        return Err(format!("{} cannot be moved to {}", part.display(), jars.display()));
    }
    let _ = fs::remove_dir_all(&part);
    result
}

fn run_maven(target: &Path, log: &Path) -> Result<(), String> {
    let failed = |e: std::io::Error| format!("mvn does not start ({e})");
    let file = fs::File::create(log).map_err(failed)?;
    let mut maven = Command::new("mvn")
        .args(["-B", "-q", "-f", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kafka-dist/pom.xml")])
        .args(["dependency:copy-dependencies", "-DincludeScope=runtime"])
        .arg(format!("-DoutputDirectory={}", target.display()))
        .stdin(Stdio::null())
        .stderr(file.try_clone().map_err(failed)?)
        .stdout(file)
        .spawn()
        .map_err(failed)?;
    let status = child::wait(&mut maven, FETCH_LIMIT);
    if status.is_none() {
        let _ = maven.kill();
        let _ = maven.wait();
        return Err(format!("Maven did not fetch Apache Kafka within {} s", FETCH_LIMIT.as_secs()));
    }
    let is_broker = |file: fs::DirEntry| file.file_name().to_string_lossy().starts_with("kafka_2.13-");
    if status.is_some_and(|s| s.success()) && fs::read_dir(target).map_err(failed)?.flatten().any(is_broker) {
        return Ok(());
    }
    let text = fs::read_to_string(log).unwrap_or_default();
    let why = text.lines().find(|line| line.contains("ERROR")).unwrap_or("it said nothing");
    Err(format!("Maven could not fetch Apache Kafka: {why}"))
}
