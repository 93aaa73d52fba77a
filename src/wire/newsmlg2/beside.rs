//! Items beside the texts of a message: pictures, graphics, films.

use rustc_hash::FxHashMap;

use super::super::Item;
use super::super::xml::Node;
use super::values;
use crate::dispatch::Association;

/// The items beside the texts, each with the number of texts before it.
#[derive(Default)]
pub(super) struct Pictures(Vec<(Association, usize)>);

impl Pictures {
    pub fn add(&mut self, item: Node<'_>, texts_before: usize) {
        self.0.push((association(item), texts_before));
    }

    /// Gives each picture to the texts that link to it or show its caption, else to the text before it: agencies put the
    /// pictures behind their text (TT).
    pub fn settle(self, items: &mut [Item]) {
        let mut taken = vec![false; self.0.len()];
        {
            let by = |key: fn(&Association) -> Option<&str>| -> FxHashMap<&str, usize> {
                let rows = self.0.iter().enumerate();
                rows.filter_map(|(at, (picture, _))| Some((key(picture)?, at))).collect()
            };
            let (ids, captions) =
                (by(|picture| picture.id.as_deref()), by(|picture| picture.caption.as_deref()));
            for dispatch in items.iter_mut().flatten() {
                for shown in &mut dispatch.envelope.associations {
                    let named = shown.id.as_deref().and_then(|id| ids.get(id));
                    let caption = shown.caption.as_deref().filter(|_| shown.id.is_none());
                    if let Some(at) = named.or_else(|| captions.get(caption?)) {
                        taken[*at] = true;
                        fill(shown, &self.0[*at].0);
                    }
                }
            }
        }
        for ((picture, before), taken) in self.0.into_iter().zip(taken) {
            let nearest = items.get_mut(before.saturating_sub(1));
            if let Some(Ok(dispatch)) = nearest.filter(|_| !taken) {
                dispatch.envelope.associate(picture);
            }
        }
    }
}

/// Tells of a picture that a text names only.
fn fill(shown: &mut Association, picture: &Association) {
    let Association { rel, kind, id, headline, caption } = std::mem::take(shown);
    *shown = Association {
        rel: rel.or_else(|| picture.rel.clone()),
        kind: kind.or(picture.kind),
        id: id.or_else(|| picture.id.clone()),
        headline: headline.or_else(|| picture.headline.clone()),
        caption: caption.or_else(|| picture.caption.clone()),
    };
}

fn association(item: Node<'_>) -> Association {
    let caption = || {
        let mut texts = item.find("contentMeta")?.all("description");
        texts.find(|text| values::role(*text, "role") == "caption").and_then(Node::text)
    };
    let kind = values::kind(item);
    Association {
        rel: kind.map(|kind| if kind == "picture" { "photo" } else { kind }.to_owned()),
        kind,
        id: item.filled("guid").map(|guid| guid.trim().to_owned()),
        headline: item.text_of("contentMeta/headline"),
        caption: caption().or_else(|| item.text_of("contentMeta/description")),
    }
}
