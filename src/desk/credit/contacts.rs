//! Staff contacts in the trailer: telephone numbers and addresses that are not for publication. Those of a press
//! release are: it is sent so that somebody may call.

use std::ops::Range;

use super::Cited;
use super::endmarks::{initials, is_end};
use super::signoff::{LINES, LONGEST};
use super::trailer;
use crate::authority::AgencyKind;
use crate::desk::text::digits;

/// What says that all below it is not for publication (dpa, STT, Ritzau, NTB, AFP, EFE), in small letters.
const PRIVATE: &[&str] = &[
    "not for publication",
    "not for broadcast or publication",
    "die folgenden informationen sind nicht zur veröffentlichung",
    "nicht zur veröffentlichung",
    "ne pas publier",
    "à ne pas publier",
    "pas pour publication",
    "no publicar",
    "no para publicación",
    "non pubblicare",
    "non per la pubblicazione",
    "não publicar",
    "niet voor publicatie",
    "ikke til publisering",
    "ikke til offentliggørelse",
    "ej för publicering",
    "ei julkaistavaksi",
];

/// What of the tail of `text` is private: whole lines with their break, or a bracket at the end of one. `release` says
/// whether the copy is a press release; it is asked only where the answer matters.
pub fn private(text: &str, release: impl FnOnce() -> bool) -> Vec<Range<usize>> {
    let from = text.ceil_char_boundary(text.len().saturating_sub(LONGEST));
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut end = text.len();
    if let Some(block) = block(text, from) {
        end = block.start;
        ranges.push(block);
    }
    let blocks = ranges.len();
    for _ in 0..LINES {
        let trimmed = text[..end].trim_end().len();
        let start = text[..trimmed].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..trimmed].trim();
        if line.is_empty() || text.len() - start > LONGEST {
            break;
        }
        if let Some(open) = bracketed(&text[start..trimmed]) {
            ranges.push(start + open..trimmed);
            end = start + open;
            if open > 0 {
                continue;
            }
        } else if start == 0 {
            break;
        } else if contact(line) {
            ranges.push(start..end);
        } else if !short_tail(line) {
            break;
        }
        end = start;
        if start == 0 {
            break;
        }
    }
    if ranges.len() > blocks && release() {
        ranges.truncate(blocks);
    }
    ranges.reverse();
    ranges
}

/// A block that is said to be private, up to the initials below it.
fn block(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        let bare = line.trim().trim_start_matches(['#', '*', '(', '-', '=', ' ']);
        let private = at > 0 && bare.len() < 120 && {
            let lower = bare.to_lowercase();
            PRIVATE.iter().any(|p| lower.starts_with(p))
        };
        if private {
            let rest = &text[at..];
            // The initials and end marks below it are public.
            let mut end = rest.len();
            loop {
                let trimmed = rest[..end].trim_end().len();
                let start = rest[..trimmed].rfind('\n').map_or(0, |at| at + 1);
                let last = rest[start..trimmed].trim();
                if start == 0 || !(initials(last) || is_end(last)) {
                    break;
                }
                end = start;
            }
            return (rest.lines().count() <= 2 * LINES).then_some(at..at + end);
        }
        at += line.len();
    }
    None
}

/// Where `((jane.roe@example.com; +1 555 010 0199))` begins at the end of a line (Reuters).
fn bracketed(line: &str) -> Option<usize> {
    let inner = line.trim_end().strip_suffix("))")?;
    let open = inner.rfind("((")?;
    contact(&inner[open + 2..]).then_some(open)
}

/// Whether the copy is a press release: a wire for them is credited, or its tail is built as theirs.
pub fn press_release(cited: &[Cited<'_>], text: &str) -> bool {
    cited.iter().any(|agency| agency.kind == AgencyKind::PressRelease) || trailer::release(text)
}

/// A line of a trailer that is no story: an end mark, initials, a label.
fn short_tail(line: &str) -> bool {
    line.len() <= 60
        && (is_end(line)
            || initials(line)
            || line.ends_with(':')
            || line.starts_with(['#', '*', '_', '-', '(']))
}

/// Words that stand before a contact in a trailer, in the wires' languages.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "tel", "phone", "telephone", "telefon", "e-mail", "email", "mail", "contact", "contacts", "kontakt", "fax", "mobile",
    "newsroom", "desk", "newsdesk", "redaktion", "autor", "autorin", "call", "tlf", "puh", "puhelin", "tél", "téléphone",
    "teléfono", "telefono", "telefone", "mobil", "cell", "cellulare", "rédaction", "redacción", "redazione",
    "redação", "redactie", "toimitus", "vaktsjef", "desken", "ansprechpartner", "redaktør", "redaktör", "whatsapp", "messaging", "durchwahl", "correo", "courriel", "sähköposti", "epost", "e-post", "telefoon",
    "matkapuhelin", "gsm", "nyhetssjef", "jourhavende", "vakthavende", "chefvom", "cvd",
];

/// A telephone number or e-mail address with little else on the line. A sentence is story, whatever it holds.
pub fn contact(line: &str) -> bool {
    if line.len() > 200 {
        return false;
    }
    let digits = digits(line.as_bytes());
    if digits < 7 && !line.contains('@') {
        return false;
    }
    let mail = line.split([' ', '<', '>', ',', ';', '(', ')', '|', '/', ':']).any(|w| {
        w.split_once('@').is_some_and(|(user, host)| {
            let host = host.trim_end_matches('.');
            !user.is_empty() && host.contains('.') && host.is_ascii()
        })
    });
    let words = line.split_whitespace().count();
    let lower = line.to_lowercase();
    let label = || lower.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| LABELS.contains(&word));
    let sentence = line.ends_with(['.', '!', '?', '"', '”']);
    if mail {
        // `Write to help@example.com to give.` is for readers.
        let first = lower
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .find(|w| !w.is_empty())
            .unwrap_or_default();
        return words <= 14 && (!sentence || words <= 4 || LABELS.contains(&first) && words <= 8);
    }
    // `+49 30 …`, and not a time or an amount that grew (`+0:01:23`, `+1.5`) nor the last column of a table (`+12`).
    let abroad = || {
        line.match_indices('+').any(|(at, _)| {
            let number = &line[at + 1..];
            let end = number.find(|c: char| !(c.is_ascii_digit() || " -()/".contains(c)));
            let first = number.split(' ').next().unwrap_or_default();
            let own = line[..at].ends_with([' ', '(']) || at == 0;
            own && number.starts_with(|c: char| c.is_ascii_digit())
                && !first.contains(['.', ':', ','])
                && number[..end.unwrap_or(number.len())].bytes().filter(u8::is_ascii_digit).count() >= 7
        })
    };
    !sentence && digits >= 7 && words <= 14 && (label() || abroad())
}

#[cfg(test)]
mod tests {
    use crate::authority::Authority;
    use crate::desk::copy::private;
    use crate::desk::metadata::Told;

    #[test]
    fn only_contacts_in_the_trailer_are_private() {
        let authority = Authority::builtin().expect("the data built in");
        for (text, kept) in [
            (
                "A ferry sank.\nends\nContact: Jane Roe, +1 555 010 0199\njane.roe@example.com\n",
                "A ferry sank.\nends\n",
            ),
            ("A ferry sank.\nasl/tib\nTel: 0555 010 0199", "A ferry sank.\nasl/tib\n"),
            ("Eine Fähre sank.\nRedaktion: Hans Roe, Tel. 030 5550 0199", "Eine Fähre sank.\n"),
            ("Un bac a coulé.\nTél : 01 55 50 01 99", "Un bac a coulé.\n"),
            ("Un ferry se hundió.\nTeléfono: 915 550 199", "Un ferry se hundió.\n"),
            ("Una nave è affondata.\nRedazione, tel. 06 5550 0199", "Una nave è affondata.\n"),
            ("Een veerboot zonk.\nTelefoon: 020 555 0199", "Een veerboot zonk.\n"),
            ("En ferge sank.\njane.roe@example.no / john.doe@example.no", "En ferge sank.\n"),
            ("En færge sank.\n/ritzau/\nVakthavende: tlf 33 55 01 99", "En færge sank.\n/ritzau/\n"),
            ("Lautta upposi.\nMatti Roe, puh. 09 555 0199", "Lautta upposi.\n"),
            ("En färja sjönk.\nMobil 070-555 01 99", "En färja sjönk.\n"),
            (
                "A ferry sank. (Reporting by Jane Roe) ((jane.roe@example.com; +1 646 555 0100))",
                "A ferry sank. (Reporting by Jane Roe) ",
            ),
            (
                "Eine Fähre sank.\n\nDie folgenden Informationen sind nicht zur Veröffentlichung bestimmt\n- Autor: Hans Roe, <roe@example.de>\n- Rückruf erbeten, gern spät.\ndpa abc xyz",
                "Eine Fähre sank.\n\ndpa abc xyz",
            ),
            ("Lautta upposi.\nEI JULKAISTAVAKSI: soittakaa kapteenille.\n", "Lautta upposi.\n"),
            // A press release wants to be called.
            (
                "LIMA, March 1 /PRNewswire/ -- Generic Gears has a gear.\nContact: Jane Roe, +1 555 010 0199",
                "",
            ),
            ("Generic Gears has a gear.\nMedia Contact:\nJane Roe\njane.roe@example.com", ""),
            ("LIMA, March 1 (AP) — Generic Gears has a gear.\nInvestor Relations\n+1 555 010 0199", ""),
            // Ordinary copy that speaks of investors.
            (
                "A bank failed.\nInvestors sold on Tuesday.\nJane Roe, +1 555 010 0199",
                "A bank failed.\nInvestors sold on Tuesday.\n",
            ),
            (
                "A bank failed.\nInvestor relations were not its strength, the regulator said on Tuesday.\nJane Roe, +1 555 010 0199",
                "A bank failed.\nInvestor relations were not its strength, the regulator said on Tuesday.\n",
            ),
            ("A ferry sank.\nJane Roe, +49 (30) 5550199", "A ferry sank.\n"),
            ("Un bac a coulé.\nJeanne Roe (+33) 1 55 50 01 99", "Un bac a coulé.\n"),
            // Tables of sport and of markets.
            ("Scores:\nJane Roe (Australia) 72-74-71-70—287 +3", ""),
            ("Table:\n1. Example Town 38 26 6 6 88-43 +45 84", ""),
            ("Markets:\nEXM 500 4,180 +12", ""),
            // The story is never cut.
            (
                "A ferry sank. Call the port on 555 010 0199 for news of relatives and of luggage left aboard the ship.",
                "",
            ),
            (
                "Write to help@example.com to give.\nThe fund was opened on Tuesday by the mayor of the town.",
                "",
            ),
            ("A fund was opened on Tuesday.\nWrite to help@example.com to give.", ""),
            ("Jane Roe said the paper was not for publication.\nIt was published on Tuesday.", ""),
            ("jane.roe@example.com", ""),
            ("A ferry sank.\nHotel revenue rose to 1,234,567 in 2023.", ""),
            ("A ferry sank.\nHotel revenue 1,234,567 in 2023", ""),
            ("SILVER\nExample and Handy 668.50 (660.50)", ""),
            ("Results:\n1. Roe 4:12:03.11\n2. Doe 4:13:26.11 +0:01:23", ""),
        ] {
            let mut left = text.to_owned();
            for cut in private(text, &Told::nothing(), &authority).into_iter().rev() {
                left.replace_range(cut, "");
            }
            assert_eq!(left, if kept.is_empty() { text } else { kept });
        }
    }
}
