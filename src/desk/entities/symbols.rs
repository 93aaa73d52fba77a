//! Stock exchange codes behind a company's name: `<IBM.N>`, `(NYSE: IBM)`, `(TSX: RY; NYSE: RY)`, `(7203.T)`, `[0700.HK]`, `ISIN DE0007164600`.
//!
//! Only forms that nothing else has are read: `(AP)`, `(R-Texas)` and `<A0123>` are none. A code is no name itself: the words of its
//! brackets are closed to all other rules. It belongs to the name directly before it, and makes that name an organisation's.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::{memchr3_iter, memmem};
use rustc_hash::{FxHashMap, FxHashSet};

use super::sheet::{Sheet, What};
use super::tokens::Case;
use super::words::Class;
use crate::record::{Symbol, SymbolType};

/// Codes, and the last word of the name before them.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    pub name: usize,
    pub symbols: Vec<Symbol>,
}

/// Longest text between brackets that is looked at, in bytes: two or three listings.
const LONGEST: usize = 120;
/// Most words of an apposition between a name and its code.
const LONGEST_APPOSITION: usize = 8;
/// Most listings of one body: a list of all shares of a market is no story about them.
const MOST: usize = 500;

/// Finds the codes and closes their words.
pub fn close(sheet: &mut Sheet<'_>) {
    let body = sheet.tokens.body;
    let markup = body.contains("</");
    let mut found: Vec<(Range<usize>, Vec<Symbol>)> = Vec::new();
    let mut end = 0;
    for open in memchr3_iter(b'(', b'<', b'[', body.as_bytes()) {
        if open < end || found.len() >= MOST {
            continue;
        }
        let Some((inner, close)) = bracketed(body, open) else { continue };
        let symbols = match body.as_bytes()[open] {
            b'<' if markup => Vec::new(),
            b'<' => angled(inner).into_iter().collect(),
            _ => parts(inner),
        };
        if !symbols.is_empty() || is_instrument(inner) {
            found.push((open..close, symbols));
            end = close;
        }
    }
    for at in memmem::find_iter(body.as_bytes(), "ISIN").take(MOST) {
        if found.iter().all(|(range, _)| !range.contains(&at))
            && let Some((symbol, length)) = isin_at(&body[at..])
        {
            found.push((at..at + length, vec![symbol]));
        }
    }
    let mut before: Option<(usize, usize)> = None;
    for (range, symbols) in found {
        let words = sheet.words_of(&range);
        // `X (NYSE: AG) (TSX: AG)`
        let name = before.filter(|(end, _)| *end == words.start).map(|(_, name)| name);
        let name = name.or_else(|| name_before(sheet, words.start)).filter(|_| !symbols.is_empty());
        before = name.map(|name| (words.end, name));
        sheet.close_words(words);
        sheet.listings.extend(name.map(|name| Listing { name, symbols }));
    }
}

/// An index or a currency of Reuters: `.DJI`, `JPY=`. Nobody's code, and no name.
fn is_instrument(inner: &str) -> bool {
    let letters = inner.strip_prefix('.').or(inner.strip_suffix('='));
    letters.is_some_and(|code| {
        !code.is_empty() && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    })
}

/// The text between this bracket and its partner, and where it ends.
fn bracketed(body: &str, open: usize) -> Option<(&str, usize)> {
    let partner = match body.as_bytes().get(open)? {
        b'(' => b')',
        b'<' => b'>',
        _ => b']',
    };
    let rest = &body.as_bytes()[open + 1..];
    let close = memchr::memchr(partner, &rest[..rest.len().min(LONGEST)])?;
    let inner = body.get(open + 1..open + 1 + close)?;
    Some((inner.trim(), open + close + 2))
}

/// The last word of the name before the codes: over a comma, the `!` of a name or a closing quotation mark; over `, Inc.` and
/// `, a GE company`.
fn name_before(sheet: &Sheet<'_>, first: usize) -> Option<usize> {
    let tokens = &sheet.tokens;
    let mut at = first.checked_sub(1)?;
    if matches!(tokens[at].case, Case::Punct('!' | ',' | '"' | '”' | '’' | '\'' | '/' | '(')) {
        at = at.checked_sub(1)?;
    }
    if tokens[at].is(Class::LEGAL) && at > 1 && tokens[at - 1].is_punct(',') && tokens[at - 2].is_capital() {
        at -= 2;
    }
    if tokens[at].case == Case::Lower {
        at = before_apposition(sheet, at).unwrap_or(at);
    }
    let token = &tokens[at];
    let near = tokens.get(first).is_none_or(|next| !next.starts_paragraph());
    let named = token.is_capital() || token.is(Class::LEGAL) || token.case == Case::Number;
    (near && named && token.is_word() && sheet.is_free(at)).then_some(at)
}

/// The word before the comma of `, a GE company` that ends at `last`.
fn before_apposition(sheet: &Sheet<'_>, last: usize) -> Option<usize> {
    let tokens = &sheet.tokens;
    let comma = (last.saturating_sub(LONGEST_APPOSITION)..last).rfind(|at| !tokens[*at].is_word())?;
    let article = matches!(tokens.folded(comma + 1, comma + 1), "a" | "an" | "the");
    (article && tokens[comma].is_punct(',')).then(|| comma.checked_sub(1)).flatten()
}

/// `IBM.N`, `IBM` (as in 1987), `DE0007164600` between angle brackets.
fn angled(inner: &str) -> Option<Symbol> {
    if is_isin(inner) {
        return Some(symbol(None, SymbolType::Isin, inner));
    }
    if let Some(ric) = ric(inner) {
        return Some(ric);
    }
    // Tags that stand alone in copy whose markup was stripped by halves.
    let tag = matches!(
        inner,
        "P" | "BR" | "HR" | "PRE" | "TABLE" | "TR" | "TD" | "END" | "TAB" | "QC" | "QL" | "QR"
    );
    let ticker = (1..=5).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_uppercase());
    (ticker && !tag).then(|| symbol(None, SymbolType::Ticker, inner))
}

/// The listings between round or square brackets; none when nothing there says that it is a code.
fn parts(inner: &str) -> Vec<Symbol> {
    // Nearly all brackets hold words.
    let coded = inner.bytes().any(|byte| matches!(byte, b':' | b'.'))
        || ["ISIN", "WKN"].iter().any(|key| inner.starts_with(key));
    if !coded || !inner.bytes().any(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) {
        return Vec::new();
    }
    // `IBM.N: Quote, Profile, Research`
    if let Some((code, _)) = inner.split_once(": Quote").or(inner.split_once(" - news")) {
        return ric(code.trim()).into_iter().collect();
    }
    let mut symbols = Vec::new();
    let mut exchange = None;
    for part in inner.split([';', ',', '|']).flat_map(|part| part.split(" and ")) {
        let part = part.trim();
        match keyed(part) {
            Some((key, code)) => {
                symbols.push(code);
                exchange = Some(key);
            }
            None => match ric(part) {
                Some(code) => symbols.push(code),
                // `NYSE: BRK.A, BRK.B`: of the exchange before; else words that say more of it.
                None => match exchange.flatten() {
                    Some(exchange) if is_ticker(part) => {
                        symbols.push(symbol(Some(exchange), SymbolType::Ticker, part));
                    }
                    _ if symbols.is_empty() => return symbols,
                    _ => {}
                },
            },
        }
    }
    symbols
}

/// `NYSE: IBM`, `WKN 716460`: the exchange, where it is one, and the code.
fn keyed(part: &str) -> Option<(Option<&'static str>, Symbol)> {
    let (key, code) = part.split_once(':').or_else(|| part.split_once(' '))?;
    let (key, code) = (key.trim(), code.trim().trim_matches(['"', '“', '”']));
    let colon = part.contains(':');
    match key {
        "ISIN" if is_isin(code) => Some((None, symbol(None, SymbolType::Isin, code))),
        "WKN" if code.len() == 6 && is_plain(code) => Some((None, symbol(None, SymbolType::Wkn, code))),
        // `NYSE/LSE: X`: the first of several.
        _ if colon && is_ticker(code) => {
            let folded = key.to_lowercase();
            let exchange = EXCHANGES.spellings.get(folded.as_str());
            let exchange = exchange.or_else(|| EXCHANGES.spellings.get(folded.split('/').next()?.trim()));
            let exchange = *exchange?;
            Some((Some(exchange), symbol(Some(exchange), SymbolType::Ticker, code)))
        }
        _ => None,
    }
}

/// `IBM.N`, `7203.T`, `BRKa.N`, `SIEGn.DE`, `VOWG_p.DE`: a code and the suffix of its exchange.
fn ric(text: &str) -> Option<Symbol> {
    let (code, suffix) = text.rsplit_once('.')?;
    // `U.N`, `L.A`: abbreviations that lost a period.
    let abbreviation = code.len() == 1
        && matches!(text, "U.S" | "U.N" | "U.K" | "L.A" | "D.C" | "P.O" | "P.M" | "A.M" | "E.U" | "N.Y");
    // A class of shares stands small behind the code.
    let (body, class) =
        code.split_at(code.find(|c: char| c == '_' || c.is_ascii_lowercase()).unwrap_or(code.len()));
    let letters = class.strip_prefix('_').unwrap_or(class);
    let classed = class.is_empty()
        || body.len() > 1
            && (1..=2).contains(&letters.len())
            && letters.bytes().all(|byte| byte.is_ascii_lowercase());
    let code = classed
        && (1..=8).contains(&body.len())
        && body.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
        // `1.F`: no number with a decimal point; codes of digits have four or more.
        && (body.bytes().any(|byte| byte.is_ascii_uppercase()) || body.len() >= 3);
    let exchange = *EXCHANGES.suffixes.get(suffix)?;
    (code && !abbreviation).then(|| symbol(Some(exchange), SymbolType::Ric, text))
}

/// `ISIN DE0007164600`, `ISIN: …`, and its length.
fn isin_at(text: &str) -> Option<(Symbol, usize)> {
    let rest = text.strip_prefix("ISIN")?;
    let rest = rest.strip_prefix(':').unwrap_or(rest).trim_start_matches([' ', '\u{a0}']);
    let code = rest.get(..12).filter(|code| is_isin(code))?;
    Some((symbol(None, SymbolType::Isin, code), text.len() - rest.len() + 12))
}

/// Two letters, nine letters or digits, and the check digit that ISO 6166 wants.
fn is_isin(code: &str) -> bool {
    let bytes = code.as_bytes();
    if bytes.len() != 12
        || !bytes[..2].iter().all(u8::is_ascii_uppercase)
        || !bytes[11].is_ascii_digit()
        || !is_plain(code)
    {
        return false;
    }
    // Letters count as two digits (A is 10); from the right every second digit is doubled.
    let mut digits = Vec::with_capacity(24);
    for byte in bytes {
        let value = if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' + 10 };
        if value > 9 {
            digits.push(value / 10);
        }
        digits.push(value % 10);
    }
    let doubled = |(at, digit): (usize, &u8)| {
        let digit = u32::from(*digit) * if at % 2 == 1 { 2 } else { 1 };
        digit / 10 + digit % 10
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

fn is_plain(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// What stands behind `NYSE:`: `IBM`, `BRK.A`, `BP.`, `700`, `RDS-A`.
fn is_ticker(code: &str) -> bool {
    (1..=12).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'/'))
        && code.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && code.bytes().filter(u8::is_ascii_lowercase).count() <= 1
}

fn symbol(exchange: Option<&'static str>, symbol_type: SymbolType, code: &str) -> Symbol {
    Symbol { exchange, symbol_type, symbol: code.to_owned() }
}

/// data/exchanges.tsv by what copy writes.
struct Exchanges {
    spellings: FxHashMap<String, &'static str>,
    suffixes: FxHashMap<&'static str, &'static str>,
}

static EXCHANGES: LazyLock<Exchanges> = LazyLock::new(|| {
    let mut exchanges = Exchanges { spellings: FxHashMap::default(), suffixes: FxHashMap::default() };
    let table = include_str!("../../../data/exchanges.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let mut fields = line.split('\t');
        let (Some(name), Some(spellings), Some(suffixes)) = (fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        for spelling in spellings.split('|') {
            exchanges.spellings.insert(spelling.to_lowercase(), name);
        }
        for suffix in suffixes.split('|').filter(|suffix| *suffix != "-") {
            exchanges.suffixes.insert(suffix, name);
        }
    }
    exchanges
});

/// Makes organisations of the names before the codes, whatever they were taken for.
pub fn claim_named(sheet: &mut Sheet<'_>) {
    let mut alone: FxHashSet<u64> = FxHashSet::default();
    for index in 0..sheet.listings.len() {
        let name = sheet.listings[index].name;
        match sheet.claim_at(name) {
            Some(claim) => {
                if !matches!(sheet.claims[claim].what, What::Organisation(_))
                    && !sheet.in_dateline_claim(name)
                {
                    sheet.claims[claim].what = What::Organisation(None);
                    sheet.honorifics.remove(&claim);
                    let one = sheet.claims[claim].first == sheet.claims[claim].last;
                    // `Baker Hughes` is no baker.
                    if let Some(role) = sheet.roles.remove(&claim).filter(|role| one && role.trade)
                        && sheet.tokens[role.last].case == Case::Title
                    {
                        sheet.extend(claim, role.last, name);
                    }
                }
            }
            None => {
                if let Some(first) = opening(sheet, name) {
                    sheet.claim(first, name, What::Organisation(None));
                    if first == name {
                        alone.insert(sheet.tokens[name].hash);
                    }
                }
            }
        }
    }
    // Elsewhere the same word stands without its code.
    for at in 0..if alone.is_empty() { 0 } else { sheet.tokens.len() } {
        let token = sheet.tokens[at];
        if alone.contains(&token.hash) && token.is_capital() && !token.is_weak() && sheet.is_free(at) {
            sheet.claim(at, at, What::Organisation(None));
        }
    }
}

/// The first word of the unclaimed capitals that end at `last`.
fn opening(sheet: &Sheet<'_>, last: usize) -> Option<usize> {
    let mut first = last;
    while first > 0
        && last - first < 8
        && sheet.is_free(first - 1)
        && sheet.tokens.word_before(first).is_some()
    {
        let token = &sheet.tokens[first - 1];
        // A title ends the name from the left, and the first word of a sentence that is an ordinary one.
        if !token.is_capital()
            || token.is_function()
            || token.possessive()
            || token.is(Class::TITLE)
            || token.is(Class::CALENDAR)
            || token.starts_sentence() && token.is(Class::COMMON) && !token.shouted()
        {
            break;
        }
        first -= 1;
    }
    let named = (first..=last).any(|at| sheet.tokens[at].is_capital());
    (sheet.is_free(last) && named).then_some(first)
}

#[cfg(test)]
#[path = "symbols_tests.rs"]
mod tests;
