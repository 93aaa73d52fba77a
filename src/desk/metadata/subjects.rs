//! Subjects, categories and genres for the ninjs core.

use crate::authority::Subjects;
use crate::dispatch;
use crate::record::{Genre, Subject};

/// Most subjects of one record: Reuters codes some items with hundreds.
const MOST: usize = 200;

/// The subjects as published: a Media Topic where the agency's code has one.
pub fn publish(said: &[dispatch::Subject], subjects: &Subjects) -> Vec<Subject> {
    let mut published: Vec<Subject> = Vec::new();
    for subject in said {
        let one = one(subject, subjects);
        if published.len() < MOST && one != Subject::default() && !published.contains(&one) {
            published.push(one);
        }
    }
    published
}

fn one(subject: &dispatch::Subject, subjects: &Subjects) -> Subject {
    let Some(code) = &subject.code else {
        return Subject { name: subject.name.clone(), ..Subject::default() };
    };
    let scheme = subjects.scheme(subject.scheme.as_deref(), code);
    let topic = scheme.as_ref().and_then(|scheme| subjects.topic(scheme, code));
    let named = topic.as_ref().map(|topic| topic.name.clone()).filter(|name| !name.is_empty());
    Subject {
        name: subject.name.clone().or(named),
        uri: topic.map(|topic| topic.uri()),
        literal: Some(match scheme {
            Some(scheme) => format!("{scheme}:{code}"),
            None => code.clone(),
        }),
    }
}

/// The genres as published.
pub fn genres(said: &[dispatch::Subject]) -> Vec<Genre> {
    let one = |genre: &dispatch::Subject| Genre {
        name: genre.name.clone(),
        literal: genre.code.as_ref().map(|code| match &genre.scheme {
            Some(scheme) => format!("{scheme}:{code}"),
            None => code.clone(),
        }),
    };
    said.iter().map(one).filter(|genre| *genre != Genre::default()).take(MOST).collect()
}
