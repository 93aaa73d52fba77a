//! The Postal Service's names as a wire spells them. The table was in capitals once and has only the first letter of each
//! word large: `Mc Lean`, `Shaw A F B`, `Hastings On Hudson`.

/// Where no rule helps.
const WHOLE: [(&str, &str); 12] = [
    ("Blmgtn", "Bloomington"),
    ("Fe Warren Afb", "F.E. Warren Air Force Base"),
    ("Glendale Luke Afb", "Luke Air Force Base"),
    ("J B P H H", "Joint Base Pearl Harbor-Hickam"),
    ("Jber", "Joint Base Elmendorf-Richardson"),
    ("M C B H Kaneohe Bay", "Marine Corps Base Hawaii"),
    ("Pointe A La Hache", "Pointe a la Hache"),
    ("Bois D Arc", "Bois d'Arc"),
    ("Point Mugu Nawc", "Point Mugu"),
    ("Port Hueneme Cbc Base", "Port Hueneme"),
    ("Sam Norwood", "Samnorwood"),
    ("U S A F Academy", "Air Force Academy"),
];

/// Short forms of the Postal Service, where a name begins with them.
const HEADS: [(&str, &str); 7] = [
    ("E", "East"),
    ("Ft", "Fort"),
    ("Mt", "Mount"),
    ("N", "North"),
    ("S", "South"),
    ("St", "Saint"),
    ("W", "West"),
];

/// Short forms of the Postal Service behind the first word.
const TAILS: [(&str, &str); 11] = [
    ("Afb", "Air Force Base"),
    ("Bch", "Beach"),
    ("Hts", "Heights"),
    ("Jct", "Junction"),
    ("Natl", "National"),
    ("Pk", "Park"),
    ("Spgs", "Springs"),
    ("Sta", "Station"),
    ("Ter", "Terrace"),
    ("Twp", "Township"),
    ("Vly", "Valley"),
];

/// Small within a name.
const SMALL: [&str; 11] = ["and", "at", "au", "aux", "by", "de", "del", "des", "du", "in", "of"];

/// The name of a post office in wire spelling.
pub fn spelled(office: &str) -> String {
    if let Some((_, name)) = WHOLE.iter().find(|(whole, _)| *whole == office) {
        return (*name).to_owned();
    }
    let office = office.replace(" A F B", " Afb");
    let words: Vec<&str> = office.split_whitespace().collect();
    let mut name = String::with_capacity(office.len());
    for (at, word) in words.iter().enumerate() {
        let (first, last) = (at == 0, at + 1 == words.len());
        let table: &[(&str, &str)] = if first { &HEADS } else { &TAILS };
        let long = table.iter().find(|(short, _)| short == word && !(first && last));
        let lower = word.to_lowercase();
        match (long, *word) {
            (Some((_, long)), _) => name.push_str(long),
            (None, "Mc" | "Mac") if !last => {
                name.push_str(word);
                continue;
            }
            (None, "O" | "D") if !last => {
                name.push_str(word);
                name.push('\'');
                continue;
            }
            (None, "The") if !first => name.push_str("the"),
            // Rivers' towns: `Hastings-on-Hudson`.
            (None, "On") if !first && !last => {
                name.truncate(name.trim_end().len());
                name.push_str("-on-");
                continue;
            }
            (None, _) if !first && !last && SMALL.contains(&lower.as_str()) => name.push_str(&lower),
            (None, _) => capitals(word, &mut name),
        }
        if !last {
            name.push(' ');
        }
    }
    name
}

/// Writes a word with the large letters inside it: `Mcchord`, `Melcher-dallas`.
fn capitals(word: &str, name: &mut String) {
    let clan = word.strip_prefix("Mc").is_some_and(|rest| rest.len() > 2);
    let mut large = false;
    for (at, c) in word.char_indices() {
        if large || (clan && at == 2) {
            name.extend(c.to_uppercase());
        } else {
            name.push(c);
        }
        large = c == '-';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_post_offices_are_spelled_as_wires_do() {
        for (office, name) in [
            ("Chicken", "Chicken"),
            ("Mc Lean", "McLean"),
            ("East Mc Keesport", "East McKeesport"),
            ("Mcchord Afb", "McChord Air Force Base"),
            ("Shaw A F B", "Shaw Air Force Base"),
            ("Mac Arthur", "MacArthur"),
            ("Macon", "Macon"),
            ("Port O Connor", "Port O'Connor"),
            ("Round O", "Round O"),
            ("D Lo", "D'Lo"),
            ("Mary D", "Mary D"),
            ("Mt Baldy", "Mount Baldy"),
            ("N Kingstown", "North Kingstown"),
            ("Apache Jct", "Apache Junction"),
            ("Hastings On Hudson", "Hastings-on-Hudson"),
            ("Mouth Of Wilson", "Mouth of Wilson"),
            ("Howey In The Hills", "Howey in the Hills"),
            ("The Plains", "The Plains"),
            ("Portage Des Sioux", "Portage des Sioux"),
            ("De Soto", "De Soto"),
            ("Melcher-dallas", "Melcher-Dallas"),
        ] {
            assert_eq!(spelled(office), name, "{office:?}");
        }
    }
}
