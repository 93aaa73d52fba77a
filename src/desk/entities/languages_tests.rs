//! Names in French, Spanish and German copy, as the desk reads it.

use super::testing::{first_person, names_of, read_in};
use crate::record::EntityKind::{self, Organisation, Person, Place};

fn assert_read(kind: EntityKind, rows: &[(&str, &str, &str)]) {
    for (language, body, expected) in rows {
        assert_eq!(names_of(read_in(language, body), kind), *expected, "in: {body}");
    }
}

#[test]
fn words_that_open_sentences_are_no_names() {
    assert_read(
        Person,
        &[
            ("fr", "Selon M. Zorvane, rien n'est décidé. Aujourd'hui, tout va.", "Zorvane"),
            ("es", "Según Zorvino Pérez, no hay acuerdo. Don Zorvino calla.", "Zorvino Pérez | Zorvino"),
            ("de", "Laut Jan Zorvan ist die Lage ruhig. Der Hafen bleibt zu.", "Jan Zorvan"),
        ],
    );
    for (language, body) in [
        ("fr", "Le port est fermé. Les bateaux attendent. Selon la police, la mer monte."),
        ("es", "El puerto sigue cerrado. Según la policía, los barcos esperan."),
        (
            "de",
            "Der Hafen bleibt geschlossen. Nach Angaben der Polizei warten die Schiffe auf besseres Wetter.",
        ),
    ] {
        assert_eq!(read_in(language, body), [], "in: {body}");
    }
}

#[test]
fn titles_stand_outside_the_name_and_are_roles() {
    for (language, body, name, role) in [
        (
            "fr",
            "Le ministre de l'Intérieur Gérald Zorvane a parlé.",
            "Gérald Zorvane",
            "ministre de l'Intérieur",
        ),
        ("es", "La ministra de Hacienda, Ana Zorvino, habló.", "Ana Zorvino", "ministra de Hacienda"),
        ("es", "Habló con el presidente ruso Ivan Zorvin en Oslo.", "Ivan Zorvin", "presidente ruso"),
        ("de", "Das sagte Bundesfinanzminister Jan Zorvan in Oslo.", "Jan Zorvan", "Bundesfinanzminister"),
        ("de", "Das sagte der SPD-Vorsitzende Jan Zorvan in Oslo.", "Jan Zorvan", "SPD-Vorsitzende"),
    ] {
        assert_eq!(first_person(read_in(language, body)), format!("{name}: {role}"), "{body}");
    }
}

#[test]
fn bare_names_and_genitives_belong_to_the_full_name() {
    for (language, body) in [
        ("fr", "Gérald Payan est venu. M. Payan n'a rien dit."),
        ("es", "Ana Zorvino llegó tarde. La reunión con Zorvino fue breve."),
        ("de", "Angela Zorvan kam spät. Zorvans Sprecher schwieg."),
    ] {
        let people: Vec<_> = read_in(language, body).into_iter().filter(|one| one.kind == Person).collect();
        assert!(people.len() == 1 && people[0].mentions.len() == 2, "{people:?} in: {body}");
    }
}

#[test]
fn places_have_their_names_in_the_language() {
    assert_read(
        Place,
        &[
            (
                "fr",
                "Il va de Londres à Moscou, puis en Côte d'Ivoire et en Haïti.",
                "Londres | Moscou | Côte d'Ivoire | Haïti",
            ),
            ("fr", "Le président d'Haïti est à N'Djamena.", "Haïti | N'Djamena"),
            ("es", "Viajó de Londres a Nueva York.", "Londres | Nueva York"),
            (
                "de",
                "Er reiste von Kiew nach Mailand. Portugals Defizit steigt.",
                "Kiew | Mailand | Portugals",
            ),
        ],
    );
}

#[test]
fn organisations_end_where_their_form_ends() {
    assert_read(
        Organisation,
        &[
            ("fr", "Le Parlement européen a voté.", "Parlement européen"),
            (
                "fr",
                "Il dirige la Banque zorvienne de développement à Oslo.",
                "Banque zorvienne de développement",
            ),
            ("es", "El Banco Central de Zorvia subió los tipos.", "Banco Central de Zorvia"),
            ("de", "Die Universität Hamburg und die Zorvan AG schweigen.", "Universität Hamburg | Zorvan AG"),
        ],
    );
    let found = read_in("fr", "L'Union européenne et l'ONU négocient.");
    let links: Vec<_> = found.iter().filter_map(|entity| entity.links.get("copydesk")).collect();
    assert_eq!(links, ["eu", "un"]);
}
