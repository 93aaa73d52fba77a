//! Which records a reader of the desk wants, by what they say. Unlike `desk.filters` it is no setting of the desk:
//! a record is the same whoever chose it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Filters;
use crate::record::Record;

/// A choice among records; the default takes all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choice {
    /// Agency codes; a record is taken when it credits one of them.
    pub agencies: Vec<String>,
    /// Names of wire formats.
    pub formats: Vec<String>,
    /// Primary language subtags.
    pub languages: Vec<String>,
    /// Each must hold.
    pub fields: Vec<Field>,
}

/// What a field of the record must say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Names joined by dots, `copydesk.update.kind`; of a list any element may have it.
    pub path: String,
    pub value: String,
}

impl std::str::FromStr for Field {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((path, value)) if !path.is_empty() => {
                Ok(Field { path: path.to_owned(), value: value.to_owned() })
            }
            _ => Err(format!(
                "{text} is no field and value: write it as copydesk.update.kind=kill, with the names of `copydesk schema record`"
            )),
        }
    }
}

impl Choice {
    /// Whether everything is taken, also what could not be edited.
    pub fn is_all(&self) -> bool {
        *self == Choice::default()
    }

    pub fn takes(&self, record: &Record) -> bool {
        let filters = Filters { agencies: self.agencies.clone(), languages: self.languages.clone() };
        let format = record.copydesk.source.format;
        let format = self.formats.is_empty() || self.formats.iter().any(|name| Some(name.as_str()) == format);
        format && filters.pass(record) && self.has_fields(record)
    }

    /// As [`takes`](Self::takes), of a record as it was published, by whatever version.
    pub fn takes_published(&self, record: &Value) -> bool {
        let says = |path, wanted: &[String]| {
            wanted.is_empty() || wanted.iter().any(|value| holds(record, Some(path), value))
        };
        let language = record["language"].as_str().and_then(|tag| tag.split('-').next());
        let language =
            self.languages.is_empty() || self.languages.iter().any(|tag| language == Some(tag.as_str()));
        says("copydesk.credit.agencies.code", &self.agencies)
            && says("copydesk.source.format", &self.formats)
            && language
            && self.fields.iter().all(|field| holds(record, Some(&field.path), &field.value))
    }

    fn has_fields(&self, record: &Record) -> bool {
        if self.fields.is_empty() {
            return true;
        }
        // A record that cannot be written as JSON becomes a dead letter where it is published.
        let value = serde_json::to_value(record).unwrap_or_default();
        self.fields.iter().all(|field| holds(&value, Some(&field.path), &field.value))
    }
}

fn holds(value: &Value, path: Option<&str>, wanted: &str) -> bool {
    match (value, path) {
        (Value::Array(all), path) => all.iter().any(|one| holds(one, path, wanted)),
        (Value::Object(fields), Some(path)) => {
            let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
            fields.get(name).is_some_and(|value| holds(value, rest, wanted))
        }
        (Value::String(text), None) => text == wanted,
        (Value::Number(number), None) => number.to_string() == wanted,
        (Value::Bool(flag), None) => wanted == if *flag { "true" } else { "false" },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;
    use crate::desk::{Desk, Incoming, Outcome, Settings};
    use std::sync::Arc;

    #[test]
    fn records_are_chosen_by_what_they_say() {
        let authority = Authority::builtin().expect("the data built in is right");
        let desk = Desk::new(Arc::new(authority), Settings::default());
        let text = b"NAIROBI, Kenya (AP) - The transport minister, Amina Otieno, said on Friday that the \
            ferry would sail again once the harbour had been dredged.";
        let incoming = Incoming { payload: Some(text), ..Incoming::default() };
        let outcome = desk.process(&incoming).remove(0);
        let Outcome::Publish(published) = outcome else { panic!("{outcome:?}") };
        let choice = |agencies: &[&str], formats: &[&str], languages: &[&str], fields: &[&str]| {
            let owned = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect();
            Choice {
                agencies: owned(agencies),
                formats: owned(formats),
                languages: owned(languages),
                fields: fields.iter().map(|field| field.parse().expect("a field")).collect(),
            }
        };
        for (choice, want) in [
            (Choice::default(), true),
            (choice(&["AFP", "AP"], &["text"], &["en"], &[]), true),
            (choice(&["AFP"], &[], &[], &[]), false),
            (choice(&[], &["nitf"], &[], &[]), false),
            (choice(&[], &[], &["fr"], &[]), false),
            (choice(&[], &[], &[], &["copydesk.dateline.places.country=KE", "type=text"]), true),
            (choice(&[], &[], &[], &["copydesk.dateline.places.country=KE", "type=picture"]), false),
            (choice(&[], &[], &[], &["copydesk.dateline=KE"]), false),
            (choice(&[], &[], &[], &["no.such.field=KE"]), false),
        ] {
            assert_eq!(choice.takes(&published.record), want, "{choice:?}");
            let published = serde_json::to_value(&published.record).expect("JSON");
            assert_eq!(choice.takes_published(&published), want, "{choice:?}");
        }
    }

    #[test]
    fn a_field_has_a_name_and_a_value() {
        for text in ["", "=kill", "copydesk.update.kind"] {
            assert!(text.parse::<Field>().is_err(), "{text}");
        }
        let field: Field = "slugline=A=B".parse().expect("good");
        assert_eq!((&*field.path, &*field.value), ("slugline", "A=B"));
    }
}
