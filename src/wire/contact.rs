//! How the staff is reached: e-mail addresses and telephone numbers, which are for the desks that receive a feed and for nobody else.

use crate::dispatch::{Envelope, MOST};

/// Whether a text holds an e-mail address.
pub fn has_mail(text: &str) -> bool {
    memchr::memchr(b'@', text.as_bytes()).is_some() && text.split(is_divider).any(is_mail)
}

/// Tells a line to editors: a note, and an advisory of those of its sentences that name no contact, since the desk may quote
/// from advisories. `public` says whether the format lets the note be published.
pub fn tell(text: &str, public: bool, envelope: &mut Envelope) {
    if envelope.notes.len() >= MOST {
        return;
    }
    if !is_private(text) {
        envelope.note(text, public);
        return Envelope::add(&mut envelope.advisories, text);
    }
    envelope.note(text, false);
    let mut from = 0;
    let mut public = String::new();
    let ends = memchr::memchr2_iter(b'\n', b'.', text.as_bytes()).map(|at| at + 1).chain([text.len()]);
    for end in ends {
        // Not within a number or an address.
        if text[end..].starts_with(|c: char| !c.is_whitespace()) {
            continue;
        }
        let sentence = &text[from..end];
        from = end;
        // Neighbours stay together: `5. März` is no end of a sentence.
        if !is_private(sentence) {
            public.push_str(sentence);
        } else {
            Envelope::add(&mut envelope.advisories, &std::mem::take(&mut public));
        }
    }
    Envelope::add(&mut envelope.advisories, &public);
}

/// Tells a line that stands in the copy: an advisory, or where it names a contact as [`tell`] does.
pub fn tell_editors(line: &str, envelope: &mut Envelope) {
    match is_private(line) {
        true => tell(line, false, envelope),
        false => Envelope::add(&mut envelope.advisories, line),
    }
}

/// Whether a text is nothing but addresses, numbers and what divides them: NTB ends stories with `jane.roe@ntb.no / john.doe@ntb.no`.
pub fn is_contacts(text: &str) -> bool {
    has_mail(text)
        && text.split(is_divider).filter(|word| !word.is_empty()).all(|word| is_mail(word) || is_number(word))
}

/// Whether a text says how somebody is reached.
pub fn is_private(text: &str) -> bool {
    has_mail(text) || has_phone(text) || announces_phone(text) || has_local_phone(text)
}

/// `555-0100`: three figures and four, as American desks write the number in their own city.
fn has_local_phone(text: &str) -> bool {
    let figure = |c: char| c.is_ascii_digit();
    text.match_indices('-').any(|(at, _)| {
        let (before, behind) = (&text[..at], &text[at + 1..]);
        let head = before.trim_end_matches(figure);
        before.len() - head.len() == 3
            && behind.bytes().take_while(u8::is_ascii_digit).count() == 4
            && !head.ends_with(|c: char| c.is_alphanumeric() || "-/.,".contains(c))
            && !behind[4..].starts_with(|c: char| c.is_alphanumeric() || "-/".contains(c))
    })
}

/// A number behind a sign or word that announces one: `+49 30 5550 0`, `Tel. (030) 5550-31`, `phone: 555-0100`.
pub fn announces_phone(text: &str) -> bool {
    let figures = |rest: &str| {
        let number = rest.trim_start_matches([' ', ':', '.']);
        let end =
            number.find(|c: char| !(c.is_ascii_digit() || " -/()+".contains(c))).unwrap_or(number.len());
        number[..end].bytes().filter(u8::is_ascii_digit).count() >= 7
    };
    let international = text.match_indices('+').any(|(at, sign)| {
        let rest = &text[at + sign.len()..];
        rest.starts_with(|c: char| c.is_ascii_digit()) && figures(rest)
    });
    let words = ["Tel.", "Tel:", "tel.", "Telefon", "phone", "Phone", "Mobil"];
    let behind = |word: &&str| text.match_indices(word).any(|(at, word)| figures(&text[at + word.len()..]));
    international || words.iter().any(behind)
}

/// Eight figures or more with nothing but blanks and strokes between; a date has no more than that with its strokes.
fn has_phone(text: &str) -> bool {
    let (mut figures, mut dated) = (0, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '0'..='9' => figures += 1,
            ' ' | '-' | '\u{a0}' | '(' | ')' | '+' => {}
            // A time or a day: 17:32, 30.01.2031.
            ':' | '.' | ',' | '/'
                if figures > 0 && figures < 8 && chars.peek().is_some_and(char::is_ascii_digit) =>
            {
                dated = true;
            }
            _ => {
                if figures >= 8 && !dated {
                    return true;
                }
                (figures, dated) = (0, false);
            }
        }
    }
    figures >= 8 && !dated
}

/// A byline without addresses; the line as it was written is then a private note.
pub fn named(text: &str, envelope: &mut Envelope) -> String {
    let (name, private) = without_mail(text);
    if private {
        envelope.note(text, false);
    }
    name
}

/// A text without its addresses, and whether there were any.
pub fn without_mail(text: &str) -> (String, bool) {
    if !has_mail(text) {
        return (text.to_owned(), false);
    }
    let kept: Vec<_> = text.split_whitespace().filter(|word| !word.split(is_divider).any(is_mail)).collect();
    (kept.join(" ").trim_end_matches([' ', ',', ';', '/', '-', '(', ':']).to_owned(), true)
}

fn is_divider(c: char) -> bool {
    !(c.is_alphanumeric() || "@._%+-".contains(c))
}

/// `local@domain.tld`; not `@name` of a network.
fn is_mail(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let Some((name, domain)) = word.split_once('@') else { return false };
    let sign = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    !name.is_empty() && name.chars().all(sign) && domain.contains('.') && domain.chars().all(sign)
}

fn is_number(word: &str) -> bool {
    word.len() > 1 && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_are_told() {
        let mut envelope = Envelope::default();
        tell(
            "Embargoed to 0001 Friday. Call Jane on 020 7000 0000.\nWrite to a.b@wire.example.",
            true,
            &mut envelope,
        );
        assert_eq!(envelope.advisories, ["Embargoed to 0001 Friday."]);
        assert!(!envelope.notes[0].public);
        tell("New: the mayor", true, &mut envelope);
        assert_eq!(envelope.advisories[1], "New: the mayor");
        assert!(envelope.notes[1].public);
        tell("Sperrfrist: 5. M\u{e4}rz 2031, 11.00 Uhr MEZ. Tel. 030 5550 1234", true, &mut envelope);
        assert_eq!(envelope.advisories[2], "Sperrfrist: 5. M\u{e4}rz 2031, 11.00 Uhr MEZ. Tel.");
        tell("Call 212-555-0100 or 555-0100.", true, &mut envelope);
        assert_eq!((envelope.advisories.len(), envelope.notes[3].public), (3, false));
    }

    #[test]
    fn addresses() {
        for (text, mail, only) in [
            ("jane.roe@wire.example/john.doe@wire.example", true, true),
            ("jane@wire.example, +47 22 00 00 00", true, true),
            ("Write to <jane@wire.example> at once.", true, false),
            ("Write to \"jane@wire.example\"!", true, false),
            ("[jane@wire.example]", true, true),
            ("Follow @janeroe on the net", false, false),
            ("he paid $5 @ the door", false, false),
            ("22 00 00 00", false, false),
            ("", false, false),
        ] {
            assert_eq!((has_mail(text), is_contacts(text)), (mail, only), "{text}");
        }
        for (text, phone) in [
            ("Call 33 00 00 00.", true),
            ("+45 33-00-00-00", true),
            ("33000000", true),
            ("Desk 2, 33 00 00 00", true),
            ("Redaktion 1: 33000000", true),
            ("on 30.01.2031 at 17:32", false),
            ("from 2019 to 2031", false),
            ("12 of 30", false),
        ] {
            assert_eq!(has_phone(text), phone, "{text}");
        }
        for (text, phone) in [
            ("call 555-0100.", true),
            ("555-0100", true),
            ("A330-2000", false),
            ("2031-0100", false),
            ("12-0100", false),
            ("100-20000", false),
        ] {
            assert_eq!(has_local_phone(text), phone, "{text}");
        }
        assert_eq!(without_mail("Jane Roe, jane@wire.example"), ("Jane Roe".into(), true));
        assert_eq!(without_mail("Jane Roe (jane@wire.example)"), ("Jane Roe".into(), true));
        assert_eq!(without_mail("Jane Roe"), ("Jane Roe".into(), false));
    }
}
