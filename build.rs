//! Lists the agency files of `data/agencies/`, so that adding an agency is adding a file.
#![allow(clippy::disallowed_methods)] // A build script hears from cargo by the environment.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=data/agencies");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let folder = Path::new(&root).join("data/agencies");
    let mut files: Vec<String> = fs::read_dir(&folder)
        .expect("data/agencies is part of the source")
        .map(|entry| entry.expect("data/agencies can be read").file_name())
        .filter_map(|name| name.into_string().ok())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    files.sort();
    let mut list = String::from("&[\n");
    for file in &files {
        // Found from the manifest when it is compiled: a checkout may move with its target folder.
        let path = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?})", format!("/data/agencies/{file}"));
        let _ = writeln!(list, "    (\"agencies/{file}\", include_str!({path})),");
    }
    list.push_str("]\n");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("agency_files.rs"), list).expect("OUT_DIR can be written");
}
