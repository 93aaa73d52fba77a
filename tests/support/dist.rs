//! Apache Kafka's jars, fetched by Maven once and kept in `target/kafka-dist`.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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
    let said = |e: std::io::Error| format!("{}: {e}", part.display());
    fs::create_dir_all(&part).map_err(said)?;
    let pom = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kafka-dist/pom.xml");
    let log_path = home.join("maven.log");
    let log = fs::File::create(&log_path).map_err(said)?;
    let mut maven = Command::new("mvn")
        .args(["-B", "-q", "-f", pom, "dependency:copy-dependencies", "-DincludeScope=runtime"])
        .arg(format!("-DoutputDirectory={}", part.display()))
        .stdin(Stdio::null())
        .stderr(log.try_clone().map_err(said)?)
        .stdout(log)
        .spawn()
        .map_err(|e| format!("mvn does not start ({e})"))?;
    let started = Instant::now();
    let status = loop {
        match maven.try_wait().map_err(said)? {
            Some(status) => break status,
            None if started.elapsed() > FETCH_LIMIT => {
                let _ = maven.kill();
                break maven.wait().map_err(said)?;
            }
            None => std::thread::sleep(Duration::from_millis(100)),
        }
    };
    let have_broker = fs::read_dir(&part).map_err(said)?.flatten().any(|file| {
        let name = file.file_name();
        name.to_string_lossy().starts_with("kafka_2.13-")
    });
    if status.success() && have_broker {
        if fs::rename(&part, jars).is_err() && !jars.is_dir() {
            return Err(format!("{} cannot be moved to {}", part.display(), jars.display()));
        }
        return Ok(());
    }
    let _ = fs::remove_dir_all(&part);
    let text = fs::read_to_string(&log_path).unwrap_or_default();
    let why = text.lines().find(|l| l.contains("ERROR")).unwrap_or("it said nothing");
    Err(format!("Maven could not fetch Apache Kafka: {why}"))
}
