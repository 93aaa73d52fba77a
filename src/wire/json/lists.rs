//! Fields that classify an item or name others: subjects, keywords, associations.

use super::draft::Draft;
use super::parts::media;
use super::value::{MEMBERS, Value};
use crate::dispatch::{Association, Envelope, Subject};
use crate::wire::markup;

/// Adds the subjects of a value to `list`.
pub(super) fn subjects(list: &mut Vec<Subject>, value: &Value<'_>, scheme: Option<&str>) {
    subject(value, scheme).into_iter().for_each(|subject| Envelope::subject(list, subject));
}

/// Subjects of a member: a code, a name or an object of both. `pre:a+b` stands for several (Fingerpost).
fn subject(value: &Value<'_>, scheme: Option<&str>) -> Vec<Subject> {
    // AP lists what its vocabulary has above a subject, and what follows from it; that says nothing of the copy.
    let rels = value.any(&["rels"]).map(Value::each).unwrap_or_default();
    let is = |rel: &Value<'_>, name: &str| rel.text().is_some_and(|rel| rel == name);
    if !rels.is_empty() && rels.iter().all(|rel| is(rel, "ancestor") || is(rel, "inferred")) {
        return Vec::new();
    }
    // The categories of AP's wires are those of ANPA 1312.
    let category = rels.iter().any(|rel| is(rel, "category")).then_some("a1312cat");
    let name = value.get("name").and_then(Value::text);
    let code =
        value.text_of(&["qcode", "code", "literal"]).filter(|code| Some(*code) != name || category.is_some());
    let uri = value.get("uri").and_then(Value::text);
    let scheme = value.get("scheme").and_then(Value::text).or(category).or(scheme);
    let Some(code) = code.or(uri) else {
        let subject =
            Subject { scheme: scheme.map(str::to_owned), code: None, name: name.map(str::to_owned) };
        return name.map(|_| subject).into_iter().collect();
    };
    let (scheme, codes) = match uri.filter(|uri| uri.ends_with(code)).or(Some(code)).and_then(split) {
        Some((own, codes)) => (Some(own), codes),
        None => (scheme, code),
    };
    let codes = codes.split('+').map(str::trim).filter(|code| !code.is_empty());
    let one = |code: &str| Subject {
        scheme: scheme.map(str::to_owned),
        code: Some(code.to_owned()),
        name: name.map(str::to_owned),
    };
    codes.map(one).collect()
}

/// Scheme and code of `medtop:20000394` and `http://cv.iptc.org/newscodes/mediatopic/20000822`.
fn split(code: &str) -> Option<(&str, &str)> {
    let address = code.contains("://");
    let (scheme, code) =
        if address { code.trim_end_matches('/').rsplit_once('/')? } else { code.split_once(':')? };
    (!scheme.is_empty() && !code.is_empty()).then_some((scheme, code))
}

/// Keywords: a list, `a+b` (Fingerpost), or `{"words": […]}` around one.
pub(super) fn keywords(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for value in value.any(&["words", "keyword"]).unwrap_or(value).each() {
        let Some(text) = value.text_of(&["name", "value", "literal"]) else { continue };
        for word in text.split('+').take(MEMBERS) {
            let word = draft.line(word);
            if draft.envelope.keywords.len() < MEMBERS {
                Envelope::add(&mut draft.envelope.keywords, &word);
            }
        }
    }
}

/// Other items: a list of them, or an object that names how each is related (ninjs 1).
pub(super) fn associations(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    match value {
        Value::Object(fields) if value.any(&["uri", "href", "urn", "guid"]).is_none() => {
            for (rel, value) in fields.iter().take(MEMBERS) {
                // A gallery is a list under one name.
                value.each().iter().for_each(|value| associate(draft, value, Some(rel)));
            }
        }
        value => value.each().iter().for_each(|value| associate(draft, value, None)),
    }
}

/// Keeps what an item says of another.
pub(super) fn associate(draft: &mut Draft<'_, '_>, value: &Value<'_>, rel: Option<&str>) {
    let limits = draft.limits;
    let line = |value: &Value<'_>| {
        let text = value.each().first()?.text_of(&["value", "name"])?;
        Some(markup::line(text, limits)).filter(|line| !line.is_empty())
    };
    let own = value.text_of(&["rel", "name", "role"]).filter(|_| value.text().is_none());
    let kind = value.get("type").and_then(Value::text).unwrap_or_default().to_ascii_lowercase();
    let id = value.text_of(&["uri", "guid", "urn", "href", "url", "id"]);
    draft.associate(Association {
        rel: own.filter(|own| !own.is_empty()).or(rel).map(str::to_owned),
        kind: media(&kind),
        // Behind the question mark AP puts what a session needs.
        id: id.map(|id| id.split('?').next().unwrap_or(id).to_owned()),
        headline: value.any(&["headline", "headlines", "title"]).and_then(line),
        caption: value
            .any(&["caption", "descriptiontext", "descriptions", "descriptioncaption", "descriptionhtml"])
            .and_then(line),
    });
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;
    use crate::wire::Limits;

    fn subjects(text: &str) -> Vec<(String, String, String)> {
        let (values, _) = parse(text, &Limits::default()).unwrap();
        let all = values[0].each().iter().flat_map(|value| subject(value, Some("own")));
        let text = |text: Option<String>| text.unwrap_or_default();
        all.map(|subject| (text(subject.scheme), text(subject.code), text(subject.name))).collect()
    }

    #[test]
    fn subjects_of_all_dialects() {
        for (text, wanted) in [
            (r#"[{"code":"01000000","name":"arts"}]"#, vec![("own", "01000000", "arts")]),
            (r#"[{"qcode":"medtop:2000","name":"Bahn"}]"#, vec![("medtop", "2000", "Bahn")]),
            (r#"[{"code":"N2:ENV","name":null}]"#, vec![("N2", "ENV", "")]),
            (
                r#"["iptccat:a+b","news"]"#,
                vec![("iptccat", "a", ""), ("iptccat", "b", ""), ("own", "news", "")],
            ),
            (
                r#"[{"uri":"http://cv.example.org/mt/2000","name":"Sport"}]"#,
                vec![("http://cv.example.org/mt", "2000", "Sport")],
            ),
            (r#"[{"name":"Innenriks","literal":"Innenriks"}]"#, vec![("own", "", "Innenriks")]),
            (r#"[{"rels":["category"],"code":"s","name":"s"}]"#, vec![("a1312cat", "s", "s")]),
            (r#"[{"rels":["ancestor"],"code":"5","name":"Sports"}]"#, vec![]),
            (r#"[null,{},""]"#, vec![]),
        ] {
            let wanted: Vec<_> =
                wanted.into_iter().map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())).collect();
            assert_eq!(subjects(text), wanted, "{text}");
        }
    }
}
