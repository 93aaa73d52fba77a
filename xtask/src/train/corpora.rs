//! Labelled corpora in columns, put back into running text.

use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use copydesk::desk::entities::tagger::labels::Kind;

/// A text and its names, in bytes.
#[derive(Debug, Default, Clone)]
pub struct Labelled {
    pub copy: String,
    pub names: Vec<(Range<usize>, Kind)>,
}

/// A corpus that may train what ships.
pub struct Corpus {
    pub name: &'static str,
    pub licence: &'static str,
    pub files: &'static [&'static str],
    /// Which column has the word; the label stands in the next one.
    pub word: usize,
    /// What begins a line between two documents; an empty line, where it is empty.
    pub document: &'static str,
    /// Whether names of other things are labelled.
    pub others: bool,
}

pub const CORPORA: &[Corpus] = &[
    Corpus {
        name: "WikiGold",
        licence: "CC BY 4.0",
        files: &["wikigold/wikigold.conll.txt"],
        word: 0,
        document: "-DOCSTART-",
        others: true,
    },
    Corpus {
        name: "Universal NER, English Web Treebank, dev and test",
        licence: "CC BY-SA 4.0",
        files: &["uner_ewt/en_ewt-ud-dev.iob2", "uner_ewt/en_ewt-ud-test.iob2"],
        word: 1,
        document: "# newdoc",
        others: false,
    },
    Corpus {
        name: "Universal NER, English PUD",
        licence: "CC BY-SA 4.0",
        files: &["uner_pud/en_pud.conll"],
        word: 0,
        document: "",
        others: false,
    },
    Corpus {
        name: "Broad Twitter Corpus",
        licence: "CC BY 4.0",
        files: &[
            "broad_twitter/a.conll",
            "broad_twitter/b.conll",
            "broad_twitter/e.conll",
            "broad_twitter/f.conll",
            "broad_twitter/g.conll",
            "broad_twitter/h.conll",
        ],
        word: 0,
        document: "",
        others: false,
    },
];

/// The kind that a label means.
fn kind(label: &str) -> Option<Kind> {
    Some(match label {
        "PER" => Kind::Person,
        "ORG" => Kind::Organisation,
        "LOC" => Kind::Place,
        "MISC" | "OTH" | "LOCderiv" | "ORGderiv" | "PERderiv" | "OTHderiv" => Kind::Other,
        _ => return None,
    })
}

impl Corpus {
    /// Reads its files in a folder of corpora.
    ///
    /// # Errors
    /// Where one of them cannot be read.
    pub fn read(&self, folder: &Path) -> Result<Vec<Labelled>> {
        let mut all = Vec::new();
        for file in self.files {
            let path = folder.join(file);
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            let mut open = Text::default();
            for line in text.lines() {
                let between = match self.document {
                    "" => line.trim().is_empty(),
                    mark => line.starts_with(mark),
                };
                if between {
                    all.push(std::mem::take(&mut open).end());
                    continue;
                }
                if line.starts_with("# ") {
                    continue;
                }
                let mut cells = line.split(['\t', ' ']).filter(|cell| !cell.is_empty()).skip(self.word);
                match (cells.next(), cells.next()) {
                    (Some(word), Some(label)) => open.add(word, label),
                    _ => open.kind = None, // between two sentences
                }
            }
            all.push(open.end());
        }
        all.retain(|labelled| !labelled.copy.is_empty());
        Ok(all)
    }
}

#[derive(Default)]
struct Text {
    labelled: Labelled,
    /// The kind of the name that the next word may go on.
    kind: Option<Kind>,
    quoted: bool,
}

impl Text {
    fn add(&mut self, word: &str, label: &str) {
        let copy = &mut self.labelled.copy;
        let quote = matches!(word, "\"" | "``" | "''");
        let closes = quote && self.quoted;
        let tight = copy.is_empty()
            || closes
            || copy.ends_with(['(', '[', '$', '\u{1}'])
            || word.starts_with('\'')
            || matches!(word, "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "n't" | "...");
        if copy.ends_with('\u{1}') {
            copy.pop();
        }
        if !tight {
            copy.push(' ');
        }
        let start = copy.len();
        match word {
            "-LRB-" => copy.push('('),
            "-RRB-" => copy.push(')'),
            "``" | "''" => copy.push('"'),
            word => copy.push_str(word),
        }
        let end = copy.len();
        if quote {
            self.quoted = !self.quoted;
            if self.quoted {
                copy.push('\u{1}');
            }
        }
        let (mark, name) = label.split_once('-').unwrap_or(("", label));
        let kind = kind(name);
        match (kind, self.kind, self.labelled.names.last_mut()) {
            (Some(kind), Some(open), Some((range, _))) if kind == open && mark != "B" => range.end = end,
            (Some(kind), ..) => self.labelled.names.push((start..end, kind)),
            _ => {}
        }
        self.kind = kind;
    }
}

impl Text {
    fn end(mut self) -> Labelled {
        if self.labelled.copy.ends_with('\u{1}') {
            self.labelled.copy.pop();
        }
        self.labelled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_text_and_labels_ranges() {
        let mut text = Text::default();
        for (word, label) in [
            ("``", "O"),
            ("Ann", "B-PER"),
            ("Lee", "I-PER"),
            (",", "O"),
            ("Oslo", "B-LOC"),
            ("''", "O"),
            (".", "O"),
        ] {
            text.add(word, label);
        }
        let Labelled { copy, names } = text.labelled;
        assert_eq!(copy, "\"Ann Lee, Oslo\".");
        let found: Vec<_> = names.iter().map(|(range, kind)| (&copy[range.clone()], *kind)).collect();
        assert_eq!(found, [("Ann Lee", Kind::Person), ("Oslo", Kind::Place)]);
    }
}
