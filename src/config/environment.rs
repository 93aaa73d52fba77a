//! The environment: a variable for each key, `COPYDESK_KAFKA_GROUP_ID` for `kafka.group_id`, over the file.

use super::file::Setting;
use super::finding::{Finding, Origin, nearest};
use super::keys::{Kind, PREFIX, keys};

/// Variables of this prefix are for the tests and the build.
const OTHERS: &[&str] = &["COPYDESK_TEST_", "COPYDESK_REQUIRE_", "COPYDESK_REVISION"];

/// Reads the variables of this program among `variables`; `secrets` are those that properties refer to.
pub fn read(
    variables: impl IntoIterator<Item = (String, String)>,
    secrets: &[String],
    findings: &mut Vec<Finding>,
) -> Vec<Setting> {
    let mut settings = Vec::new();
    for (name, text) in variables {
        let foreign = !name.starts_with(PREFIX) || OTHERS.iter().any(|prefix| name.starts_with(prefix));
        if foreign || secrets.contains(&name) {
            continue;
        }
        let origin = Origin::Env(name.clone());
        match keys().iter().find(|key| key.variable().as_deref() == Some(&name)) {
            Some(key) => match value(&key.kind, &text) {
                Some(value) => settings.push(Setting { key, property: None, value, origin }),
                None => {
                    let message = format!("is {text:?}; set {}", key.kind.wanted());
                    findings.push(Finding::fault(origin, &key.path, message));
                }
            },
            None => findings.push(Finding::warning(origin, "", unknown(&name))),
        }
    }
    settings.sort_by(|a, b| a.key.path.cmp(&b.key.path));
    settings
}

fn value(kind: &Kind, text: &str) -> Option<toml::Value> {
    Some(match kind {
        Kind::Text | Kind::Choice(_) => text.into(),
        Kind::Number => text.trim().parse::<i64>().ok()?.into(),
        Kind::Flag => text.trim().parse::<bool>().ok()?.into(),
        Kind::List => {
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect::<Vec<_>>().into()
        }
        Kind::Properties => return None,
    })
}

fn unknown(name: &str) -> String {
    let tables = ["COPYDESK_KAFKA_PROPERTIES", "COPYDESK_KAFKA_CONSUMER", "COPYDESK_KAFKA_PRODUCER"];
    if tables.iter().any(|table| name.starts_with(table)) {
        return "has no effect: librdkafka properties are set in the file, their secrets with { env = \"…\" }"
            .into();
    }
    let known: Vec<_> = keys().iter().filter_map(|key| key.variable()).collect();
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("has no effect: there is no such key; did you mean {near}?"),
        None => "has no effect: there is no such key".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, text: &str, setting: Option<&str>, finding: Option<&str>) {
        let mut findings = Vec::new();
        let variables = [(name.to_owned(), text.to_owned()), ("HOME".into(), "/".into())];
        let settings = read(variables, &["COPYDESK_SASL".into()], &mut findings);
        let got = settings.first().map(|s| format!("{} = {}", s.key.path, s.value));
        assert_eq!(got.as_deref(), setting, "{name}");
        let got = findings.first().map(|f| format!("{:?} {f}", f.severity));
        match (&got, finding) {
            (None, None) => {}
            (Some(got), Some(want)) => assert!(got.contains(want), "{got} does not contain {want}"),
            _ => panic!("{name}: {got:?}, wanted {finding:?}"),
        }
    }

    #[test]
    fn every_kind_of_key_can_be_set() {
        check("COPYDESK_KAFKA_GROUP_ID", "g", Some("kafka.group_id = \"g\""), None);
        check("COPYDESK_DELIVERY", "at_least_once", Some("delivery = \"at_least_once\""), None);
        let list = Some("kafka.source_topics = [\"a\", \"b\"]");
        check("COPYDESK_KAFKA_SOURCE_TOPICS", "a, b,", list, None);
        check("COPYDESK_RUN_WORKERS", "4", Some("run.workers = 4"), None);
        check("COPYDESK_DESK_STRICT_NINJS", "true", Some("desk.strict_ninjs = true"), None);
        check("COPYDESK_DESK_FILTERS_LANGUAGES", "en", Some("desk.filters.languages = [\"en\"]"), None);
    }

    #[test]
    fn what_is_wrong_is_said() {
        check("COPYDESK_RUN_WORKERS", "four", None, Some("Fault COPYDESK_RUN_WORKERS: run.workers: is"));
        check("COPYDESK_KAFKA_GRUOP_ID", "g", None, Some("did you mean COPYDESK_KAFKA_GROUP_ID?"));
        check("COPYDESK_KAFKA_PROPERTIES_LINGER_MS", "5", None, Some("Warning"));
    }

    #[test]
    fn what_is_for_others_is_left_alone() {
        check("COPYDESK_TEST_BOOTSTRAP", "x", None, None);
        check("COPYDESK_REQUIRE_KAFKA", "1", None, None);
        check("COPYDESK_SASL", "a secret of the file", None, None);
    }
}
