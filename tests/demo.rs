//! `copydesk demo`, as somebody who has just cloned the repository runs it.

use std::process::{Command, Output};

fn demo(args: &[&str]) -> Output {
    // Standard output is a pipe here, no terminal: the demonstration ends with the last outcome.
    Command::new(env!("CARGO_BIN_EXE_copydesk")).arg("demo").args(args).output().expect("the binary starts")
}

#[test]
fn every_sample_comes_out() {
    let output = demo(&[]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}\n{text}", String::from_utf8_lossy(&output.stderr));
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/config/samples");
    let mut count = 1; // the tombstone, which is no file
    for entry in std::fs::read_dir(folder).expect(folder) {
        let name = entry.expect(folder).file_name().into_string().expect("plain names");
        // A message of several items comes out as `name#0`, `name#1`.
        let titles = [format!("── {name} ──"), format!("── {name}#0 ──")];
        let shown: usize = titles.iter().map(|title| text.matches(title).count()).sum();
        assert_eq!(shown, 1, "{name} must come out once:\n{text}");
        count += 1;
    }
    assert!(text.contains(&format!("\n{count} dispatches in ")), "{text}");
    for said in ["/metrics", "/readyz", "mock cluster", "keeps nothing", "5 MiB", "wire.empty", "tombstone"] {
        assert!(text.contains(said), "the output does not say {said:?}:\n{text}");
    }
}

#[test]
fn own_files_run_through_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let files: Vec<_> = (0..40).map(|n| path(&format!("own-{n}.txt"))).collect();
    for file in &files {
        std::fs::write(file, "TROMSO, Norway (AP) — The harbor froze.\n").expect(file);
    }
    // Larger than limits.max_dispatch_bytes, and than what the window lets out at once.
    std::fs::write(&files[20], "x".repeat(3 << 20)).expect("large");
    let mut args = vec!["--once"];
    args.extend(files.iter().map(String::as_str));
    let output = demo(&args);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}\n{text}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("39 published, 1 dead-lettered, 0 spiked"), "{text}");
}

#[test]
fn a_file_that_cannot_be_read_is_named_before_anything_starts() {
    let output = demo(&["no/such/dispatch.txt"]);
    assert_eq!(output.status.code(), Some(3));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("no/such/dispatch.txt") && text.lines().count() == 1, "{text}");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_port_in_use_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("its address").to_string();
    let output = demo(&["--listen", &address]);
    assert_eq!(output.status.code(), Some(3));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains(&address), "{text}");
}
