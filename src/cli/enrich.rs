//! `copydesk enrich`: dispatches in, records out as NDJSON; no Kafka.

use std::process::ExitCode;

/// Dispatches in, records out as NDJSON.
#[derive(clap::Args)]
pub struct Args {
    files: Vec<std::path::PathBuf>,
}

pub fn run(args: Args) -> ExitCode {
    let authority = crate::authority::Authority::builtin().expect("the data built in is right");
    let desk = crate::desk::Desk::new(std::sync::Arc::new(authority), Default::default());
    for file in args.files {
        let bytes = std::fs::read(&file).expect("readable");
        let incoming = crate::desk::Incoming { payload: Some(&bytes), ..Default::default() };
        for outcome in desk.process(&incoming) {
            if let crate::desk::Outcome::Publish(p) = outcome {
                println!("{}", serde_json::to_string(&p.record).expect("records serialize"));
            }
        }
    }
    ExitCode::SUCCESS
}
