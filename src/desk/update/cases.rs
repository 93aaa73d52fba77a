//! Runs the cases of `src/desk/cases/updates.txt`; the README beside it says how they are written.

use crate::authority::Authority;
use crate::desk::Sent;
use crate::desk::copy;
use crate::desk::metadata::Told;
use crate::desk::publish::embargo_unread;
use crate::desk::publish::pub_status;
use crate::desk::text::Text;
use crate::desk::why::Why;
use crate::record::label;

/// 10 March 2021, noon.
const SENT: Sent = Sent { timestamp_ms: Some(1_615_377_600_000) };

#[test]
fn cases() {
    let authority = Authority::builtin().expect("the data built in");
    let mut wrong = Vec::new();
    for line in include_str!("../cases/updates.txt").lines() {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let columns: Vec<&str> = line.split(" ¦ ").collect();
        let [text, expected @ ..] = columns.as_slice() else { panic!("no columns: {line}") };
        assert_eq!(expected.len(), 4, "five columns: {line}");
        let text = text.replace("\\n", "\n");
        let copy = copy::read(&Text::new(&text), &Told::nothing(), None, &authority, SENT, &Why::deaf());
        let embargo = copy.update.embargo.as_ref().map(|e| e.until.as_deref().unwrap_or("unresolved"));
        let warned = embargo_unread(&copy.update).is_some();
        assert_eq!(warned, embargo == Some("unresolved"), "the warning: {line}");
        let found = [
            label(&copy.update.kind),
            label(&pub_status(&copy.update)),
            embargo.unwrap_or("-").to_owned(),
            copy.dateline.map_or("-".to_owned(), |dateline| dateline.raw),
        ];
        if found != *expected {
            wrong.push(format!("{text}\n    found {found:?}\n    not   {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}
