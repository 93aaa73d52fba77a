//! What an agency sent, in one spelling for all wire formats.

/// A decoded dispatch: the text and what its envelope said about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dispatch {
    /// Name of the format, a row of [`crate::wire::FORMATS`].
    pub format: &'static str,
    /// Charset the bytes were decoded with (WHATWG name, lower case).
    pub charset: &'static str,
    /// The text; CRLF is LF, nothing else is changed.
    pub body: String,
    /// Dateline and credit where they stood in a header, outside the body.
    pub header: Option<Header>,
    /// What decoding had to mend or doubt.
    pub warnings: Vec<crate::record::Warning>,
}

/// `PLACE, COUNTRY | AGENCY | text`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The place part as written: `United Nations, United States`.
    pub dateline: String,
    /// The credit part as written: `AFP`.
    pub credit: String,
}
