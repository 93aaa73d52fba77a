//! Press releases in NITF: who only passes on what others pay for.

/// Names of the release wires as `distributor`, `byline` and copyright of their feeds have them, in lower case without blanks
/// and signs: PR Newswire and CNW (NITF feeds of their own), Business Wire, GlobeNewswire and Marketwired, AsiaNet, news aktuell.
const WIRES: &[&str] = &[
    "prnewswire",
    "cnwgroup",
    "cnw",
    "canadanewswire",
    "canadanewswiregroup",
    "businesswire",
    "globenewswire",
    "marketwire",
    "marketwired",
    "asianet",
    "newsaktuell",
    "ots",
    "accesswire",
    "prweb",
    "medianet",
    "ntbpressemelding",
    "ntbkommunikasjon",
    "einpresswire",
    "newsfilecorp",
];

/// Whether `name` is that of a release wire.
pub(in crate::wire) fn is_wire(name: &str) -> bool {
    let bare: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    WIRES.contains(&bare.as_str())
}

/// Whether a kind of document is that of releases.
pub(in crate::wire) fn is_kind(kind: &str) -> bool {
    let bare: String = kind.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    matches!(
        bare.as_str(),
        "pressrelease"
            | "pressreleases"
            | "newsrelease"
            | "pressmeddelande"
            | "pressemelding"
            | "pressemeddelelse"
            | "pressemitteilung"
    )
}
