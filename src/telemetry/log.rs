//! The log on standard error. Dispatch bodies and secrets never get there (invariant 10): events log
//! codes and offsets.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Log, LogFormat};

/// Starts the log; a second start in one process is without effect. librdkafka's own messages come under
/// the target `librdkafka`. The error says what is wrong with `log.level`.
pub fn start(log: &Log) -> Result<(), String> {
    let filter = filter(&log.level)?;
    let json = match log.format {
        LogFormat::Json => true,
        LogFormat::Text => false,
        LogFormat::Auto => !std::io::stderr().is_terminal(),
    };
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let _ = if json {
        builder.json().flatten_event(true).with_current_span(false).finish().try_init()
    } else {
        builder.with_ansi(std::io::stderr().is_terminal()).finish().try_init()
    };
    Ok(())
}

/// Reads a filter such as `info` or `copydesk=debug,librdkafka=warn`.
pub fn filter(level: &str) -> Result<EnvFilter, String> {
    EnvFilter::builder().parse(level).map_err(|error| {
        format!(
            "`{level}` is no log filter ({error}); write a level, `info`, or `copydesk=debug,librdkafka=warn`"
        )
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn filters_are_levels_or_targets_with_levels() {
        for good in ["info", "copydesk=debug,librdkafka=warn", "off", "warn,copydesk=trace"] {
            assert!(super::filter(good).is_ok(), "{good}");
        }
        for bad in ["copydesk=loud", "info,=,"] {
            assert!(super::filter(bad).is_err(), "{bad}");
        }
    }
}
