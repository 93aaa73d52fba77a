//! How G2 writes names, codes and kinds.

use super::super::xml::Node;

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

/// Scheme and code of its qcode; of one without a scheme that is empty.
pub(super) fn code(node: Node<'_>) -> Option<(String, String)> {
    let qcode = node.filled("qcode")?;
    let (scheme, code) = qcode.trim().split_once(':').unwrap_or(("", qcode.trim()));
    (!code.is_empty()).then(|| (scheme.to_owned(), code.to_owned()))
}

/// What stands behind the colon of an attribute: `irel:seeAlso` is `seeAlso`.
pub(super) fn term(node: Node<'_>, attribute: &str) -> String {
    let value = node.attr(attribute).unwrap_or_default();
    value.trim().rsplit(':').next().unwrap_or_default().to_owned()
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

/// The ninjs type of an item that is no text.
pub(super) fn kind(item: Node<'_>) -> Option<&'static str> {
    class(item.find("itemMeta/itemClass")?)
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
