//! How a verb ends: the one classifier of exit codes.

use std::process::ExitCode;

/// The exit codes; a second signal ends with 128 and its number instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    /// Failed while running.
    Failed = 1,
    /// Bad usage or configuration; clap's own usage errors end so too.
    Usage = 2,
    /// The environment: broker, file, port, permission.
    Environment = 3,
    /// A comparison found differences.
    Different = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a verb cannot do its work.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    pub exit: Exit,
    /// One sentence naming the file, key or offset, and what to do. Empty: all is said already.
    pub message: String,
}

impl Failure {
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Failure { exit, message: message.into() }
    }

    /// Says it on standard error and gives the exit code.
    pub fn report(self) -> ExitCode {
        if !self.message.is_empty() {
            eprintln!("copydesk: {}", self.message);
        }
        self.exit.into()
    }
}

impl From<crate::kafka::Fault> for Failure {
    fn from(fault: crate::kafka::Fault) -> Self {
        Failure::new(fault.exit.into(), fault.message)
    }
}
