//! The program with faults built in: the same sources with the feature `sabotage`, built when a test first asks.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Where it is.
pub fn sabotaged() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_copydesk"));
        let folder = program.parent().expect("a program lies in a folder");
        let release = folder.ends_with("release");
        let target = folder.parent().expect("of a target folder");
        // Beside the program and under a name of its own: everything but this package is built already.
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--bin", "copydesk-sabotaged", "--features", "sabotage"]);
        build.arg("--manifest-path").arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        build.arg("--target-dir").arg(target);
        if release {
            build.arg("--release");
        }
        let built = build.status().expect("cargo starts");
        assert!(built.success(), "the sabotaged program cannot be built");
        program.with_file_name("copydesk-sabotaged")
    })
}
