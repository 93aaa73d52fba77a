//! What the user's `names.tsv` says of names wins over rules and tagger.

use super::organisations;
use super::people;
use super::sheet::{Sheet, What};
use crate::record::EntityKind;

/// Lets go of what others made of the ruled names, and claims them for what the user says they are.
///
/// A name counts where it is written with a capital. A ruling that it is no entity leaves longer names that have it within them; what it
/// is called a person, organisation or place is that wherever it stands.
pub fn apply(sheet: &mut Sheet<'_>, introductions: &mut super::introductions::Introductions) {
    let ruled = find(sheet);
    if ruled.is_empty() {
        return;
    }
    let mut keep = vec![true; sheet.claims.len()];
    for (first, last, kind) in &ruled {
        for claim in (*first..=*last).filter_map(|at| sheet.claim_at(at)) {
            let whole = sheet.claims[claim].first >= *first && sheet.claims[claim].last <= *last;
            if (kind.is_some() || whole) && sheet.is_open(sheet.claims[claim].first) {
                keep[claim] = false;
            }
        }
    }
    introductions.renumber(&sheet.retain(&keep));
    for (first, last, kind) in ruled {
        match kind {
            Some(EntityKind::Person) if (first..=last).all(|at| sheet.is_free(at)) => {
                people::claim(sheet, first, last);
            }
            Some(EntityKind::Organisation) => organisations::claim_named(sheet, first, last),
            Some(EntityKind::Place) => {
                let place = sheet.place_name(first, last);
                sheet.claim(first, last, What::Place(place));
            }
            _ => {}
        }
    }
}

/// Where ruled names stand, the longest from the left.
fn find(sheet: &Sheet<'_>) -> Vec<(usize, usize, Option<EntityKind>)> {
    let rulings = &sheet.story.authority.rulings;
    let mut found = Vec::new();
    let mut at = 0;
    while rulings.longest() > 0 && at < sheet.tokens.len() {
        let end = (at + rulings.longest()).min(sheet.tokens.len());
        let capital = sheet.tokens[at].is_capital() && sheet.is_open(at);
        let ruled = (at..end)
            .rev()
            .filter(|last| capital && joins(sheet, at, *last))
            .find_map(|last| rulings.of(sheet.tokens.folded(at, last)).map(|kind| (at, last, kind)));
        match ruled {
            Some(ruled) => {
                found.push(ruled);
                at = ruled.1 + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether the words may be one name: nothing between them but an ampersand.
fn joins(sheet: &Sheet<'_>, first: usize, last: usize) -> bool {
    let one = |at: usize| {
        let token = &sheet.tokens[at];
        (token.is_word() || token.is_punct('&')) && !token.starts_paragraph()
    };
    sheet.tokens[last].is_word() && (first + 1..=last).all(one)
}

#[cfg(test)]
mod tests {
    use crate::authority::{Authority, OverrideFile};
    use crate::desk::entities::testing::read_with;
    use crate::record::EntityKind;

    #[test]
    fn a_users_ruling_wins() {
        let text = "name\ttype\nParis\tnone\nQuorvex\tplace\nJohn Doe\torganisation\n".to_owned();
        let authority = Authority::load(&[OverrideFile { path: "names.tsv".into(), text }]).unwrap();
        let body =
            "John Doe said Paris and Quorvex Corp. agreed. Paris University did not. He lives in Kenya.";
        let found = read_with(&authority, body);
        let named = |text: &str| {
            found
                .iter()
                .find(|entity| entity.mentions.iter().any(|m| m.text == text))
                .map(|entity| entity.kind)
        };
        assert_eq!(named("Paris"), None);
        assert_eq!(named("Paris University"), Some(EntityKind::Organisation));
        assert_eq!(named("Quorvex"), Some(EntityKind::Place));
        assert_eq!(named("John Doe"), Some(EntityKind::Organisation));
        assert_eq!(named("Kenya"), Some(EntityKind::Place), "what nobody ruled about stays");
    }

    #[test]
    fn an_ampersand_is_part_of_a_name_and_known_names_keep_their_links() {
        let text = "name\ttype\nVarn & Doe\tnone\nWorld Health Organization\torganisation\n".to_owned();
        let authority = Authority::load(&[OverrideFile { path: "names.tsv".into(), text }]).unwrap();
        let found =
            read_with(&authority, "Lawyers Varn & Doe advised the World Health Organization on Monday.");
        let names: Vec<_> = found.iter().map(|entity| entity.name.as_str()).collect();
        assert_eq!(names, ["World Health Organization"]);
        assert!(found[0].links.contains_key("copydesk"), "{found:?}");
    }
}
