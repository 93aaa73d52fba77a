//! Under which of its names an organisation is published: `Wal-Mart` in copy of 1998, `Walmart` today.

use crate::authority::{Organisation, fold, is_capitals};

/// The names, folded, of an organisation that had others before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    current: Vec<String>,
    /// Each form, and the former name that it is of.
    former: Vec<(String, String)>,
}

impl InForce {
    /// None where there is nothing to choose.
    pub fn of(organisation: &Organisation) -> Option<Box<InForce>> {
        if organisation.former.is_empty() {
            return None;
        }
        // Initials outlive the names that they are of: `GSK` was GlaxoSmithKline's short form too.
        let current = organisation.current_names().filter(|name| !is_capitals(name));
        let former = organisation.former.iter().flat_map(|former| {
            let forms = std::iter::once(&former.name).chain(&former.aliases);
            forms.map(|form| (bare(&fold(form)).to_owned(), former.name.clone()))
        });
        Some(Box::new(InForce {
            current: current.map(|name| bare(&fold(name)).to_owned()).collect(),
            former: former.collect(),
        }))
    }

    /// The former name that a text has, if it has none of today. Its forms are folded and in text order.
    pub fn former<'a>(&self, forms: impl Iterator<Item = &'a str>) -> Option<&str> {
        let mut found = None;
        for form in forms {
            let form = bare(form);
            if self.current.iter().any(|name| name == form) {
                return None;
            }
            if found.is_none() {
                found = self.former.iter().find(|(former, _)| former == form);
            }
        }
        found.map(|(_, name)| name.as_str())
    }
}

fn bare(folded: &str) -> &str {
    folded.strip_prefix("the ").unwrap_or(folded)
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::read;

    #[test]
    fn a_text_of_its_time_keeps_the_name() {
        for (body, name, id) in [
            (
                "Facebook shares fell 3 percent on Monday. Facebook declined to comment.",
                "Facebook",
                "facebook",
            ),
            ("Facebook Inc. said on Monday it would hire.", "Facebook", "facebook"),
            (
                "The Washington Redskins lost again on Sunday. The Redskins have won two games.",
                "Washington Redskins",
                "washington-redskins",
            ),
            ("Wal-Mart Stores Inc. will open 40 shops, Wal-Mart said.", "Wal-Mart", "walmart"),
            ("GlaxoSmithKline bought a plant in Kenya. GSK paid cash.", "GlaxoSmithKline", "glaxosmithkline"),
        ] {
            let found = read(body);
            let one = found.iter().find(|e| e.links.get("copydesk").is_some_and(|known| known == id));
            assert_eq!(one.map(|e| e.name.as_str()), Some(name), "{found:?}");
        }
    }

    #[test]
    fn the_name_of_today_wins_where_a_text_has_it() {
        for (body, name) in [
            (
                "Meta Platforms, formerly Facebook, fell 3 percent. Facebook has three billion users.",
                "Meta Platforms",
            ),
            ("Facebook changed its name to Meta Platforms on Thursday.", "Meta Platforms"),
            ("The Washington Commanders, once the Washington Redskins, lost again.", "Washington Commanders"),
            ("GSK shares rose 2 percent in London on Monday.", "GSK"),
        ] {
            let found = read(body);
            assert!(found.iter().any(|e| e.name == name && e.links.contains_key("copydesk")), "{found:?}");
        }
    }

    #[test]
    fn successors_that_are_others_have_ids_of_their_own() {
        let ids = |body: &str| -> Vec<String> {
            read(body).into_iter().filter_map(|mut e| e.links.remove("copydesk")).collect()
        };
        assert_eq!(ids("Fiat Chrysler recalled 500 cars on Monday."), ["fiat-chrysler"]);
        assert_eq!(ids("Stellantis recalled 500 cars on Monday."), ["stellantis"]);
        assert_eq!(ids("Citicorp posted a loss on Monday."), ["citicorp"]);
    }

    #[test]
    fn open_identifiers_are_published() {
        let found = read("The United Nations and Microsoft Corp. signed the deal on Monday.");
        let links =
            |name: &str| found.iter().find(|e| e.name == name).map(|e| e.links.clone()).unwrap_or_default();
        assert_eq!(links("United Nations").get("wikidata").map(String::as_str), Some("Q1065"));
        assert_eq!(links("Microsoft").get("wikidata").map(String::as_str), Some("Q2283"));
        assert_eq!(links("Microsoft").get("sec-cik").map(String::as_str), Some("0000789019"));
    }
}
