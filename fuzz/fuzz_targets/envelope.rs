//! Any line as an NDJSON envelope: an envelope or a reject, never a panic.
#![no_main]

use copydesk::wire::envelope::Envelope;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|line: &[u8]| {
    if let Err(reject) = Envelope::parse(line) {
        assert_eq!(reject.code, "wire.envelope");
    }
});
