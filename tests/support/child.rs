//! Child processes that never outlive the tests, however these end.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Kills a process when this one is gone.
///
/// A shell waits at a pipe that we hold. A leash that is dropped says so by a line; when the tests die,
/// of a panic or of SIGKILL, the pipe just ends, and the shell kills the process and removes its folder.
pub struct Leash(Child);

const WATCH: &str = r#"read -r _ || { kill -9 "$0"; [ -z "$1" ] || { sleep 1; rm -rf "$1"; }; }"#;

impl Leash {
    /// `folder` is removed too, where it is given.
    pub fn on(child: &Child, folder: Option<&Path>) -> Leash {
        let mut shell = Command::new("sh");
        shell.args(["-c", WATCH, &child.id().to_string()]);
        shell.arg(folder.unwrap_or(Path::new("")));
        shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // A group of its own: Ctrl-C at the tests must not end the one that cleans up behind them.
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        Leash(shell.spawn().expect("sh starts"))
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        if let Some(mut stdin) = self.0.stdin.take() {
            let _ = stdin.write_all(b"\n");
        }
        let _ = self.0.wait();
    }
}

/// Sends a signal by name: `TERM`, `STOP`, `CONT`.
pub fn signal(child: &Child, name: &str) {
    let pid = child.id().to_string();
    let status = Command::new("sh").args(["-c", r#"kill -s "$0" "$1""#, name, &pid]).status();
    assert!(status.is_ok_and(|s| s.success()), "SIG{name} cannot be sent to {pid}");
}

/// Waits for the end of a child, `None` when it does not come within `limit`.
pub fn wait(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("a child of ours can be waited for") {
            return Some(status);
        }
        if started.elapsed() > limit {
            return None;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Asks `done` until it says yes. `what` names it when `limit`, which only guards against hanging, is over.
pub fn until(what: &str, limit: Duration, mut done: impl FnMut() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(started.elapsed() < limit, "still waiting after {limit:?}: {what}");
        std::thread::sleep(Duration::from_millis(25));
    }
}
