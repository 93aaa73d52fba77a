//! How G2 writes names, codes and kinds.

use std::borrow::Cow;

use super::super::xml::Node;

/// Where else the code of an attribute may stand: G2 allows a full URI for each QCode (2.11 and later; AFP writes them), and a
/// concept without a code has its literal.
const OTHERWISE: &[(&str, &[&str])] = &[
    ("qcode", &["uri", "literal"]),
    ("role", &["roleuri"]),
    ("rel", &["reluri"]),
    ("type", &["typeuri"]),
    ("pubconstraint", &["pubconstrainturi"]),
];

/// Schemes of IPTC by their names in URIs (`http://cv.iptc.org/newscodes/signal/…`), and their usual aliases.
const ALIASES: &[(&str, &str)] = &[
    ("signal", "sig"),
    ("pubstatusg2", "stat"),
    ("ninature", "ninat"),
    ("newsprovider", "nprov"),
    ("mediatopic", "medtop"),
    ("subjectcode", "subj"),
    ("cpnature", "cpnat"),
];

/// A name of a concept: its text in English or without a language, else the first, else its literal or its own text.
pub(super) fn name(node: Node<'_>) -> Option<String> {
    let spoken = |node: &Node<'_>| node.attr("lang").is_none_or(|lang| lang.starts_with("en"));
    let display = |node: &Node<'_>| node.attr("role").is_none_or(|role| !role.ends_with("mnemonic"));
    let names = || node.all("name").filter(display);
    let named = names().find(spoken).or_else(|| names().next()).and_then(Node::text);
    let literal = || node.filled("literal").map(|value| value.trim().to_owned());
    let own = || if node.children().next().is_none() { node.text() } else { None };
    named.or_else(literal).or_else(own)
}

/// As [`name`], else the code behind the colon of its qcode: `nprov:dpa`.
pub(super) fn name_or_code(node: Node<'_>) -> Option<String> {
    name(node).or_else(|| code(node).map(|(_, code)| code))
}

/// The code of a concept: its QCode, or the last two parts of its URI as one, `sig:update`.
pub(super) fn qcode(node: Node<'_>) -> Option<Cow<'_, str>> {
    if let Some(qcode) = node.filled("qcode") {
        return Some(qcode);
    }
    let uri = node.filled("uri")?;
    let mut parts = uri.trim().trim_end_matches('/').rsplit(['/', '#']);
    let (code, scheme) = (parts.next()?, parts.next().unwrap_or_default());
    let alias = ALIASES.iter().find(|(name, _)| *name == scheme).map_or(scheme, |(_, alias)| alias);
    Some(if alias.is_empty() { code.to_owned() } else { format!("{alias}:{code}") }.into())
}

/// Scheme and code of its qcode; of one without a scheme that is empty.
pub(super) fn code(node: Node<'_>) -> Option<(String, String)> {
    let qcode = qcode(node)?;
    let (scheme, code) = qcode.trim().split_once(':').unwrap_or(("", qcode.trim()));
    (!code.is_empty()).then(|| (scheme.to_owned(), code.to_owned()))
}

/// What stands behind the colon of an attribute: `irel:seeAlso` is `seeAlso`; or behind the last stroke of the URI in its place.
pub(super) fn term(node: Node<'_>, attribute: &str) -> String {
    if let Some(value) = node.filled(attribute) {
        return value.trim().rsplit(':').next().unwrap_or_default().to_owned();
    }
    let others = OTHERWISE.iter().find(|(name, _)| *name == attribute).map_or(&[][..], |(_, others)| others);
    let value = others.iter().find_map(|other| node.filled(other)).unwrap_or_default();
    value.trim().trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or_default().to_owned()
}

/// As [`term`], in small letters, to be compared.
pub(super) fn role(node: Node<'_>, attribute: &str) -> String {
    term(node, attribute).to_ascii_lowercase()
}

/// Whether a name is a login of the staff (dpa): `nickel.valeria`.
pub(super) fn is_login(name: &str) -> bool {
    let sign = |c: char| c.is_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '@');
    name.contains(['.', '_', '@']) && name.chars().all(sign)
}

/// Item classes of IPTC's nature of news items that are no text.
const BESIDE: &[(&str, &str)] = &[
    ("picture", "picture"),
    ("photo", "picture"),
    ("graphic", "graphic"),
    ("animated", "graphic"),
    ("video", "video"),
    ("audio", "audio"),
];

/// Media types of content that is kept elsewhere.
const MEDIA: &[(&str, &str)] = &[("image/", "picture"), ("video/", "video"), ("audio/", "audio")];

/// The ninjs type of an item that is no text: by its class, or by its media where it names no class.
pub(super) fn kind(item: Node<'_>) -> Option<&'static str> {
    match item.find("itemMeta/itemClass") {
        Some(field) => class(field),
        None => {
            let mut contents = item.find("contentSet")?.children();
            let media = contents.next().filter(|first| first.is("remoteContent"))?.attr("contenttype")?;
            let only = contents.all(|other| other.is("remoteContent"));
            MEDIA.iter().find(|(name, _)| only && media.starts_with(name)).map(|(_, kind)| *kind)
        }
    }
}

/// The ninjs type that an `itemClass` names, unless it is that of a text.
pub(super) fn class(class: Node<'_>) -> Option<&'static str> {
    let class = role(class, "qcode");
    BESIDE.iter().find(|(name, _)| *name == class).map(|(_, kind)| *kind)
}

/// Whether an item is copy; what does not say is, too.
pub(super) fn is_text(item: Node<'_>) -> bool {
    kind(item).is_none()
}

/// Whether a label says that something is a test: `ANSA TEST FROM XAWES`, `red-address:TEST`.
pub(super) fn says_test(label: &str) -> bool {
    label.split(|c: char| !c.is_alphanumeric()).any(|word| word == "TEST")
}

#[cfg(test)]
#[path = "values_tests.rs"]
mod tests;
