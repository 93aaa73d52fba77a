//! The program with faults built in; see `src/kafka/sabotage.rs`. Nothing but `tests/chaos.rs` builds it.

fn main() -> std::process::ExitCode {
    copydesk::cli::main()
}
