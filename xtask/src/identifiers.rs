//! `cargo xtask identifiers` checks `data/identifiers.tsv` against the package that most of its Wikidata items were read in, and
//! proposes others. It writes nothing: a proposal enters the table when somebody has looked at it, since a name and a country do
//! not tell a company from its brand.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use copydesk::authority::{Authority, Organisation, fold};
use serde::Deserialize;

const PACKAGE: &str = "name-suggestion-index@8.0.20260918";
/// Shorter names are initials, which many bear.
const SHORTEST: usize = 4;
/// Where a place's entry has names, besides those of whose it is.
const TAGS: [&str; 7] =
    ["name", "name:en", "official_name", "official_name:en", "short_name", "short_name:en", "alt_name"];

/// The last words of companies' names that say nothing of which is meant.
const FORMS: [&str; 13] =
    ["inc", "corp", "corporation", "company", "co", "group", "plc", "ltd", "limited", "ag", "se", "sa", "nv"];

#[derive(Deserialize)]
struct Items {
    wikidata: BTreeMap<String, Item>,
}

#[derive(Deserialize, Default)]
struct Item {
    #[serde(default)]
    label: String,
    #[serde(default)]
    description: String,
}

#[derive(Deserialize)]
struct Index {
    nsi: BTreeMap<String, Category>,
}

#[derive(Deserialize)]
struct Category {
    #[serde(default)]
    items: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(default)]
    tags: BTreeMap<String, String>,
    #[serde(default)]
    match_names: Vec<String>,
}

/// Folded names, and the items that bear each.
type Names = HashMap<String, BTreeSet<String>>;

/// Fetches the package, and prints what does not hold and what is new.
pub fn check() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let dist = fetch(&root.join("target/xtask-sources/node"))?;
    let items: Items = read(&dist.join("wikidata/wikidata.json"))?;
    let names = names(&items, &read(&dist.join("json/nsi.json"))?);
    let authority = Authority::load(&[])?;
    let mut wrong = 0;
    for (id, item) in table(&root)? {
        let organisation = authority.organisations.iter().find(|organisation| organisation.id == id);
        let held = organisation.is_some_and(|organisation| candidates(&names, organisation).contains(&item));
        if !held {
            wrong += 1;
            println!("wrong\t{id}\t{item}\tthe package gives this item none of its names");
        }
    }
    for organisation in authority.organisations.iter() {
        let has = organisation.identifiers.iter().any(|identifier| identifier.scheme == "wikidata");
        let found = candidates(&names, organisation);
        if let (false, Some(item), 1) = (has, found.first(), found.len()) {
            let Item { label, description } = &items.wikidata[item];
            println!("proposed\t{}\t{item}\t{label}: {description}", organisation.id);
        }
    }
    ensure!(wrong == 0, "{wrong} rows of data/identifiers.tsv do not hold: see above");
    Ok(())
}

fn fetch(folder: &Path) -> Result<std::path::PathBuf> {
    let dist = folder.join("node_modules/name-suggestion-index/dist");
    if !dist.is_dir() {
        let status = Command::new("npm")
            .args(["install", "--silent", "--no-save", "--no-package-lock", "--ignore-scripts", "--prefix"])
            .arg(folder)
            .arg(PACKAGE)
            .status()
            .context("cannot start npm: install it")?;
        ensure!(status.success(), "npm could not install {PACKAGE}: see its message above");
    }
    Ok(dist)
}

fn read<T: for<'a> Deserialize<'a>>(file: &Path) -> Result<T> {
    let text = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

/// The rows that say they come from the package.
fn table(root: &Path) -> Result<Vec<(String, String)>> {
    let text = std::fs::read_to_string(root.join("data/identifiers.tsv"))?;
    let rows = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let ours = rows.filter(|cells| cells.get(3) == Some(&"nsi"));
    Ok(ours.map(|cells| (cells[0].to_owned(), cells[2].to_owned())).collect())
}

/// The label of each item, and the names in the tags of places that belong to it.
fn names(items: &Items, index: &Index) -> Names {
    let mut names = Names::new();
    let mut enter = |name: &str, item: &str| {
        if items.wikidata.contains_key(item) {
            names.entry(bare(name)).or_default().insert(item.to_owned());
        }
    };
    for (item, Item { label, .. }) in &items.wikidata {
        enter(label, item);
    }
    for entry in index.nsi.values().flat_map(|category| &category.items) {
        for whose in ["brand", "operator", "network", "flag", "subject", "owner"] {
            let Some(item) = entry.tags.get(&format!("{whose}:wikidata")) else { continue };
            let own = [format!("{whose}:en"), format!("{whose}:short")];
            let own = own.iter().map(String::as_str).chain([whose]);
            for tag in TAGS.iter().copied().chain(own) {
                let value = entry.tags.get(tag).into_iter().flat_map(|value| value.split(';'));
                value.for_each(|name| enter(name, item));
            }
            entry.match_names.iter().for_each(|name| enter(name, item));
        }
    }
    names.remove("");
    names
}

/// The items that bear its name, or an alias that is no short one.
fn candidates(names: &Names, organisation: &Organisation) -> BTreeSet<String> {
    let long = |name: &&String| name.len() > SHORTEST || **name == organisation.name;
    let of = |name: &String| names.get(&bare(name)).into_iter().flatten().cloned();
    organisation.names().filter(long).flat_map(of).collect()
}

/// Folded, without article and company form: `Amazon` is Amazon Inc.
fn bare(name: &str) -> String {
    let folded = fold(name);
    let mut bare = folded.strip_prefix("the ").unwrap_or(&folded);
    while let Some(shorter) = FORMS.iter().find_map(|form| bare.strip_suffix(form)?.strip_suffix(' ')) {
        bare = shorter.trim_end();
    }
    bare.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_tags_are_names_of_an_item() {
        let items: Items = serde_json::from_str(
            r#"{"wikidata":{"Q1":{"label":"Quorvex Group"},"Q2":{"label":"Lake Bank","description":"bank"}}}"#,
        )
        .unwrap();
        let index: Index = serde_json::from_str(
            r#"{"nsi":{"brands/shop/x":{"items":[{"tags":{"brand":"Quorvex","brand:wikidata":"Q1","name":"Quorvex; Quorvex Shop"}},
                {"tags":{"operator":"Elsewhere","operator:wikidata":"Q9"}}]}}}"#,
        )
        .unwrap();
        let names = names(&items, &index);
        assert!(names[&bare("The Quorvex Group")].contains("Q1"));
        assert!(names["quorvex shop"].contains("Q1"));
        assert!(names["lake bank"].contains("Q2"));
        assert!(names[&bare("Lake Bank Corp.")].contains("Q2"));
        assert!(!names.contains_key("elsewhere"), "an item that the package does not describe");
    }
}
