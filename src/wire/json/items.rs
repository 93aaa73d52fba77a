//! Which objects of a message are items: envelopes, lists, packages, and pictures that belong to a text.

use super::value::{Key, Value};
use super::{codes, parts};
use crate::wire::{Limits, Reject, reject};

/// An item and what belongs to it.
#[derive(Clone)]
pub(super) struct Found<'v> {
    pub item: &'v Value<'v>,
    /// The outermost object around it: clients put the fetched story beside AP's answer.
    pub around: Option<&'v Value<'v>>,
    /// Pictures and videos beside the message's only text.
    pub beside: Vec<&'v Value<'v>>,
}

/// Fields that only an item has.
pub(super) const ITEM_KEYS: &[&str] = &[
    "headline",
    "headlines",
    "body",
    "bodies",
    "bodytext",
    "bodyhtml",
    "bodyhtml5",
    "bodyxhtml",
    "bodyxhtmlrich",
    "bodynitf",
    "articlehtml",
    "descriptiontext",
    "descriptionhtml",
    "descriptions",
    "headlineextended",
    "versioncreated",
];

/// Fields that hold items: AP (`data`, `item`, `items`), dpa (`entries`), Reuters Connect (`data`, `item`, `search`), the BBC and
/// Superdesk (`item`, `_items`), search engines (`hits`, `_source`), queues (`payload`, `message`).
const ENVELOPES: &[&str] = &[
    "data",
    "item",
    "items",
    "entries",
    "results",
    "newsitems",
    "search",
    "hits",
    "source",
    "payload",
    "message",
    "content",
    "articles",
    "stories",
];

/// Most envelopes one inside of another.
const DEEPEST: usize = 8;

/// The items of a message, in order.
///
/// # Errors
/// `wire.no_item` where there is none, `wire.too_many_items` over the limit.
pub(super) fn find<'v>(values: &'v [Value<'v>], limits: &Limits) -> Result<Vec<Found<'v>>, Reject> {
    let mut found = Vec::new();
    for value in values {
        collect(value, None, DEEPEST, limits.max_items, &mut found);
    }
    limits.items(found.len())?;
    if found.is_empty() {
        return Err(reject("wire.no_item", "the JSON holds no item with a headline or text".into()));
    }
    Ok(join_media(found))
}

fn collect<'v>(
    value: &'v Value<'v>,
    around: Option<&'v Value<'v>>,
    left: usize,
    most: usize,
    found: &mut Vec<Found<'v>>,
) {
    if left == 0 || found.len() > most {
        return;
    }
    if let Value::Array(values) = value {
        values.iter().for_each(|value| collect(value, around, left - 1, most, found));
        return;
    }
    if is_item(value) {
        match package(value) {
            Some(texts) => {
                found.extend(texts.into_iter().map(|item| Found { item, around, beside: Vec::new() }))
            }
            None => found.push(Found { item: value, around, beside: Vec::new() }),
        }
        return;
    }
    let inner = ENVELOPES.iter().filter_map(|name| value.get(name));
    for inner in inner.filter(|inner| matches!(inner, Value::Array(_) | Value::Object(_))) {
        collect(inner, around.or(Some(value)), left - 1, most, found);
    }
}

/// Whether an object is an item. A kill or hold may be one without headline or text.
fn is_item(value: &Value<'_>) -> bool {
    let says = |(key, value): &(_, Value<'_>)| {
        let key: &std::borrow::Cow<'_, str> = key;
        // An object under `body` is an envelope's.
        Key::of(key).is_some_and(|key| ITEM_KEYS.contains(&key.as_str()))
            && !matches!(value, Value::Object(_))
    };
    let named = || value.any(&["uri", "guid", "itemid"]).is_some();
    let stops = || {
        let fields =
            ["pubstatus", "status", "state", "signals", "signal"].iter().filter_map(|name| value.get(name));
        fields.flat_map(Value::each).any(codes::stops)
    };
    value.fields().iter().any(says) || (named() && stops())
}

/// The texts of a package that has none of its own (ninjs `composite`, Superdesk packages).
fn package<'v>(item: &'v Value<'v>) -> Option<Vec<&'v Value<'v>>> {
    let kind = item.get("type")?.text()?;
    if !["composite", "package"].contains(&kind) || item.any(&ITEM_KEYS[2..11]).is_some() {
        return None;
    }
    let members = item.get("associations")?;
    let members: Vec<&Value<'_>> = match members {
        Value::Object(fields) => fields.iter().map(|(_, value)| value).collect(),
        members => members.each().iter().collect(),
    };
    let whole = |value: &&Value<'_>| !is_media(value) && value.any(&ITEM_KEYS[2..11]).is_some();
    let texts: Vec<_> = members.into_iter().filter(whole).collect();
    (!texts.is_empty()).then_some(texts)
}

fn is_media(item: &Value<'_>) -> bool {
    let kind =
        item.get("type").and_then(Value::text).and_then(|kind| parts::media(&kind.to_ascii_lowercase()));
    kind.is_some_and(|kind| kind != "text")
}

/// Gives pictures to the text that they came with. Beside several texts nothing tells whose they are.
fn join_media(mut found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    let texts = found.iter().filter(|found| !is_media(found.item)).count();
    if texts != 1 || found.len() == 1 {
        return found;
    }
    let beside = found.iter().filter(|found| is_media(found.item)).map(|found| found.item).collect();
    found.retain(|found| !is_media(found.item));
    found[0].beside = beside;
    found
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    fn headlines(text: &str) -> Result<Vec<(String, usize)>, &'static str> {
        let limits = Limits { max_items: 3, ..Limits::default() };
        let (values, _) = parse(text, &limits).unwrap();
        let found = find(&values, &limits).map_err(|reject| reject.code)?;
        let headline =
            |item: &Value<'_>| item.get("headline").and_then(Value::text).unwrap_or_default().to_owned();
        Ok(found.iter().map(|found| (headline(found.item), found.beside.len())).collect())
    }

    #[test]
    fn envelopes_lists_and_packages() {
        let one = |name: &str| (name.to_owned(), 0);
        for (text, wanted) in [
            (r#"{"headline":"a"}"#, vec![one("a")]),
            (r#"{"data":{"meta":{},"item":{"headline":"a"}},"nitf":{}}"#, vec![one("a")]),
            (r#"[{"headline":"a"},{"headline":"b"}]"#, vec![one("a"), one("b")]),
            (
                r#"{"data":{"items":[{"meta":{},"item":{"headline":"a"}},{"item":{"headline":"b"}}]}}"#,
                vec![one("a"), one("b")],
            ),
            (r#"{"hits":{"hits":[{"_source":{"headline":"a"}}]}}"#, vec![one("a")]),
            (r#"{"headline":"a"} {"headline":"b"}"#, vec![one("a"), one("b")]),
            (r#"[{"type":"picture","headline":"p"},{"type":"text","headline":"a"}]"#, vec![("a".into(), 1)]),
            (r#"[{"type":"picture","headline":"p"}]"#, vec![one("p")]),
            (
                r#"{"type":"composite","headline":"p","associations":{"main":{"headline":"a","body_text":"x"},"pic":{"type":"picture","headline":"q"}}}"#,
                vec![one("a")],
            ),
        ] {
            assert_eq!(headlines(text), Ok(wanted), "{text}");
        }
    }

    #[test]
    fn what_holds_no_item() {
        assert_eq!(headlines(r#"{"data":null,"errors":[{"message":"gone"}]}"#), Err("wire.no_item"));
        assert_eq!(
            headlines(
                r#"{"data":{"data":{"data":{"data":{"data":{"data":{"data":{"data":{"headline":"a"}}}}}}}}}"#
            ),
            Err("wire.no_item")
        );
        let many = format!("[{}]", [r#"{"headline":"a"}"#; 4].join(","));
        assert_eq!(headlines(&many), Err("wire.too_many_items"));
    }
}
