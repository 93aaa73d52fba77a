//! The models of the other languages: each learns from what is labelled in it, and from the English copy how names stand among other words.
//!
//! What the tagger weighs is half words and half what the rules and tables say of them. The latter means the same in every language, so that
//! a language with little labelled copy of its own is read far better with the English than without.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Result, bail};
use copydesk::desk::Desk;

use super::corpora::Corpus;
use super::crf::Weights;
use super::{Card, PLAN, Weighed, own_copy, packed, study, write};

/// What a language's model learns from besides English.
struct School {
    language: &'static str,
    name: &'static str,
    /// data/training has a folder of it.
    own: bool,
    corpora: &'static [Corpus],
}

const SCHOOLS: &[School] = &[
    School { language: "fr", name: "French", own: true, corpora: &[] },
    School { language: "es", name: "Spanish", own: true, corpora: &[] },
    School {
        language: "de",
        name: "German",
        own: false,
        corpora: &[Corpus {
            name: "GermEval 2014, test",
            licence: "CC BY 4.0",
            files: &["germeval2014_de/NER-de-test.tsv"],
            word: 1,
            document: "#",
            others: true,
        }],
    },
];

/// What English copy counts beside a corpus of the language.
const ENGLISH_WEIGHT: f32 = 0.1;
/// What our own copy in the language counts: there is little of it, and it alone is written as wires write.
const OWN_WEIGHT: f32 = 8.0;

/// Fits the models of these languages, of all where none is named.
pub fn train(desk: &Desk, folder: &Path, english: &[Weighed], languages: &[String]) -> Result<()> {
    if let Some(unknown) = languages.iter().find(|tag| SCHOOLS.iter().all(|school| school.language != **tag))
    {
        bail!("there is nothing to learn `{unknown}` from");
    }
    let mut sources = String::new();
    for school in SCHOOLS {
        let mut card = Card::default();
        let mut own = Vec::new();
        for corpus in school.corpora {
            let labelled = corpus.read(folder)?;
            card.add(corpus.name, corpus.licence, &labelled);
            let lessons =
                labelled.iter().flat_map(|one| study(desk, school.language, one, corpus.others, 1.0));
            own.extend(lessons);
        }
        if school.own {
            let copy = own_copy(school.language)?;
            card.add(&format!("data/training/{}", school.language), "ours", &copy);
            own.extend(copy.iter().flat_map(|one| study(desk, school.language, one, true, OWN_WEIGHT)));
        }
        let _ = writeln!(sources, "| **{}** | | | | |\n{}", school.name, card.sources.trim_end());
        if languages.is_empty() || languages.iter().any(|tag| tag == school.language) {
            let lighter = english.iter().map(|(lesson, weight)| (lesson.clone(), weight * ENGLISH_WEIGHT));
            let lessons: Vec<Weighed> = lighter.chain(own).collect();
            let model = packed(&Weights::fit(&lessons, PLAN))?;
            write(&format!("{}.bin", school.language), &model)?;
            println!(
                "{}: {} stretches learnt, {} KB written",
                school.name,
                lessons.len(),
                model.len() / 1024
            );
        }
    }
    write("LANGUAGES.md", include_str!("languages.md").replace("SOURCES\n", &sources).as_bytes())
}
