//! The explanation as one self-contained page: no script, nothing fetched.

use std::io::{self, Write};

use serde_json::Value;

use super::map::{self, Dot};
use crate::cli::page::{self, escape};
use crate::desk::why::{Candidate, Question, Quote};
use crate::record::{EntityKind, label};

const STYLE: &str = include_str!("page.css");

pub fn begin(out: &mut impl Write) -> io::Result<()> {
    page::begin(out, "copydesk explain", STYLE)
}

pub fn dispatch(out: &mut impl Write, record: &Value, questions: &[Question]) -> io::Result<()> {
    let desk = &record["copydesk"];
    let title = record["headlines"][0]["value"].as_str().or(desk["source"]["file"].as_str());
    writeln!(out, "<article><h1>{}</h1>", escape(title.unwrap_or("A dispatch")))?;
    if let Some(code) = desk["dead_letter"]["code"].as_str() {
        let message = desk["dead_letter"]["message"].as_str().unwrap_or_default();
        return writeln!(out, "<p class=bad><b>{}</b> {}</p></article>", escape(code), escape(message));
    }
    write!(out, "<dl class=facts>")?;
    let credits =
        list(&desk["credit"]["agencies"]).map(|a| str_of(&a["name"])).collect::<Vec<_>>().join(", ");
    let facts = [
        ("Located", str_of(&record["located"])),
        ("Date", str_of(&desk["dateline"]["date"])),
        ("Credit", &credits),
        ("By", str_of(&record["by"])),
        ("Status", str_of(&record["pubStatus"])),
        ("Update", str_of(&desk["update"]["kind"])),
        ("Language", str_of(&record["language"])),
    ];
    for (label, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        write!(out, "<div><dt>{label}</dt><dd>{}</dd></div>", escape(value))?;
    }
    writeln!(
        out,
        "</dl>{}{}<div class=sheet><section class=copy>{}</section><aside>",
        pointing(desk),
        legend(desk),
        copy(record)
    )?;
    writeln!(out, "{}", map::svg(&dots(desk)))?;
    for warning in list(&desk["warnings"]) {
        let (code, detail) = (escape(str_of(&warning["code"])), escape(str_of(&warning["detail"])));
        writeln!(out, "<p class=doubt><b>{code}</b> {detail}</p>")?;
    }
    writeln!(out, "</aside></div>")?;
    entities(out, desk)?;
    if !questions.is_empty() {
        writeln!(out, "<h2>Why</h2>")?;
        questions.iter().try_for_each(|question| ask(out, question))?;
    }
    writeln!(out, "</article>")
}

/// The body with its furniture and its entities marked.
fn copy(record: &Value) -> String {
    let desk = &record["copydesk"];
    let body: Vec<char> = str_of(&record["bodies"][0]["value"]).chars().collect();
    let span = |v: &Value| Some(v["start"].as_u64()? as usize..(v["end"].as_u64()? as usize).min(body.len()));
    let furniture: Vec<_> =
        list(&desk["furniture"]).filter_map(|f| Some((span(f)?, str_of(&f["kind"])))).collect();
    let mentions: Vec<_> = list(&desk["entities"])
        .flat_map(|entity| list(&entity["mentions"]).map(move |mention| (entity, mention)))
        .filter_map(|(entity, mention)| Some((span(mention)?, entity)))
        .collect();
    let mut cuts: Vec<usize> = furniture
        .iter()
        .map(|(range, _)| range)
        .chain(mentions.iter().map(|(range, _)| range))
        .flat_map(|range| [range.start, range.end])
        .chain([0, body.len()])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut html = String::new();
    for cut in cuts.windows(2) {
        let text = escape(&body[cut[0]..cut[1]].iter().collect::<String>());
        let inside = |range: &std::ops::Range<usize>| range.start <= cut[0] && cut[1] <= range.end;
        let marked = match mentions.iter().find(|(range, _)| inside(range)) {
            Some((_, entity)) => {
                let (kind, name) = (escape(str_of(&entity["type"])), escape(str_of(&entity["name"])));
                let id = escape(str_of(&entity["id"]));
                format!("<mark class=\"{kind} {id}\" title=\"{name} ({kind})\">{text}</mark>")
            }
            None => text,
        };
        match furniture.iter().find(|(range, _)| inside(range)) {
            Some((_, kind)) => {
                let kind = escape(kind);
                html.push_str(&format!("<span class=\"furniture\" title=\"{kind}\">{marked}</span>"));
            }
            None => html.push_str(&marked),
        }
    }
    html
}

/// Which tint is which kind, of the kinds that the dispatch has.
fn legend(desk: &Value) -> String {
    let kinds = EntityKind::ALL.iter().map(label).filter_map(|kind| {
        let count = list(&desk["entities"]).filter(|entity| entity["type"] == kind.as_str()).count();
        (count > 0).then(|| format!("<li><mark class={kind}>{kind}</mark> {count}</li>"))
    });
    let kinds: String = kinds.collect();
    let furniture =
        list(&desk["furniture"]).next().map_or("", |_| "<li><span class=furniture>furniture</span></li>");
    format!("<ul class=legend>{kinds}{furniture}</ul>")
}

/// Pointing at a mention marks all mentions of its entity: a rule each, as the page has no script.
fn pointing(desk: &Value) -> String {
    let ids = list(&desk["entities"]).take(MOST_POINTED).map(|entity| escape(str_of(&entity["id"])));
    let rules: String =
        ids.map(|id| format!("article:has(.{id}:hover) .{id}{{outline:2px solid var(--ink)}}")).collect();
    format!("<style>{rules}</style>")
}

/// Most entities whose mentions can be pointed at: browsers look at every rule.
const MOST_POINTED: usize = 300;

/// The entities, those that the story is about first.
fn entities(out: &mut impl Write, desk: &Value) -> io::Result<()> {
    let mut entities: Vec<&Value> = list(&desk["entities"]).collect();
    if entities.is_empty() {
        return Ok(());
    }
    entities.sort_by(|a, b| salience(b).total_cmp(&salience(a)));
    writeln!(
        out,
        "<table class=entities><thead><tr><th>Entity<th>Salience<th>Mentions<th>Identifiers<th>Where</tr></thead><tbody>"
    )?;
    let most = entities.first().map_or(1.0, |entity| salience(entity)).max(f64::MIN_POSITIVE);
    for entity in entities {
        let (kind, name) = (escape(str_of(&entity["type"])), escape(str_of(&entity["name"])));
        let id = escape(str_of(&entity["id"]));
        let roles = list(&entity["roles"]).filter_map(Value::as_str).collect::<Vec<_>>().join("; ");
        let links = entity["links"].as_object().into_iter().flatten();
        let links = links.map(|(scheme, id)| link(scheme, str_of(id)));
        let symbols = list(&entity["symbols"]).map(|symbol| {
            let code = [str_of(&symbol["exchange"]), str_of(&symbol["symbol"])].join(" ");
            format!("<small>{}</small>", escape(code.trim()))
        });
        let identifiers = links.chain(symbols).collect::<String>();
        let (share, width) = (salience(entity), 100.0 * salience(entity) / most);
        writeln!(
            out,
            "<tr><td><mark class=\"{kind} {id}\">{name}</mark><small>{}</small></td>\
             <td class=number>{share:.3}<i class=bar style=\"width:{width:.0}%\"></i></td><td class=number>{}</td><td>{identifiers}</td><td>{}</td></tr>",
            escape(&roles),
            list(&entity["mentions"]).count(),
            whereabouts(&entity["place"]),
        )?;
    }
    writeln!(out, "</tbody></table>")
}

fn salience(entity: &Value) -> f64 {
    entity["salience"].as_f64().unwrap_or_default()
}

/// Region, country and coordinates of a place.
fn whereabouts(place: &Value) -> String {
    let code = [&place["region_code"], &place["country"], &place["country_name"]].map(str_of);
    let code = escape(code.into_iter().find(|code| !code.is_empty()).unwrap_or_default());
    match (place["lat"].as_f64(), place["lon"].as_f64()) {
        (Some(lat), Some(lon)) => format!("{code}<small>{lat:.2}, {lon:.2}</small>"),
        _ => code,
    }
}

/// An identifier, as a link where its register has pages.
fn link(scheme: &str, id: &str) -> String {
    let page = match scheme {
        "geonames" => "https://www.geonames.org/",
        "wikidata" => "https://www.wikidata.org/wiki/",
        "sec-cik" => "https://www.sec.gov/edgar/browse/?CIK=",
        _ => "",
    };
    let (scheme, id) = (escape(scheme), escape(id));
    if page.is_empty() {
        return format!("<small>{scheme}:{id}</small>");
    }
    format!("<a href=\"{page}{id}\" rel=noreferrer><small>{scheme}:{id}</small></a>")
}

fn dots(desk: &Value) -> Vec<Dot> {
    let dateline = list(&desk["dateline"]["places"]).map(|place| (true, &place["name"], place));
    let named = list(&desk["entities"])
        .filter(|entity| entity["type"] == "place")
        .map(|entity| (false, &entity["name"], &entity["place"]));
    let mut dots: Vec<Dot> = Vec::new();
    for (dateline, name, place) in dateline.chain(named) {
        let (Some(lat), Some(lon)) = (place["lat"].as_f64(), place["lon"].as_f64()) else { continue };
        // The dateline's own place is usually named in the story again.
        if !dots.iter().any(|dot| dot.lat == lat && dot.lon == lon) {
            dots.push(Dot { name: str_of(name).to_owned(), lat, lon, dateline });
        }
    }
    dots
}

fn ask(out: &mut impl Write, question: &Question) -> io::Result<()> {
    let field = label(&question.field);
    let open = if question.candidates.is_empty() { "" } else { " class=open" };
    write!(out, "<details{open}><summary><code>{field}</code> ")?;
    match &question.answer {
        Some(answer) => {
            let sure = answer.confidence.map_or(String::new(), |c| format!(" {c:.2}"));
            let (value, quote) = (escape(&answer.value), quoted(&answer.text));
            let (rule, because) = (escape(answer.rule), escape(&answer.because));
            write!(out, "<b>{value}</b> <i>{rule}{sure}</i> {quote} {because}")?;
        }
        None => write!(out, "<span class=doubt>none: every candidate was refused</span>")?,
    }
    writeln!(out, "</summary>")?;
    if !question.candidates.is_empty() {
        writeln!(out, "<table>")?;
        question.candidates.iter().try_for_each(|candidate| weighed(out, candidate))?;
        writeln!(out, "</table>")?;
    }
    writeln!(out, "</details>")
}

fn weighed(out: &mut impl Write, candidate: &Candidate) -> io::Result<()> {
    let class = if candidate.rule.is_some() || candidate.score.is_some() { "good" } else { "bad" };
    let score = candidate.score.map_or(String::new(), |score| format!("{score:.2}"));
    writeln!(
        out,
        "<tr class={class}><td>{}</td><td>{}</td><td>{score}</td><td>{}</td><td>{}</td></tr>",
        escape(&candidate.value),
        escape(candidate.rule.unwrap_or_default()),
        quoted(&candidate.text),
        escape(&candidate.because),
    )
}

fn quoted(quote: &Quote) -> String {
    if quote.text.is_empty() { String::new() } else { format!("<q>{}</q>", escape(&quote.text)) }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn str_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_keep_the_text_and_escape_it() {
        let record = serde_json::json!({
            "bodies": [{ "value": "ZÜRICH (XYZ) - A <b>bank</b> & Zürich." }],
            "copydesk": {
                "furniture": [{ "kind": "dateline", "start": 0, "end": 14 }],
                "entities": [{ "id": "e1", "type": "place", "name": "Zurich", "mentions": [
                    { "start": 0, "end": 6 }, { "start": 31, "end": 37 }
                ] }],
            },
        });
        let html = copy(&record);
        assert!(html.starts_with(
            "<span class=\"furniture\" title=\"dateline\"><mark class=\"place e1\" title=\"Zurich (place)\">ZÜRICH</mark></span>"
        ));
        assert!(html.contains(
            "A &lt;b&gt;bank&lt;/b&gt; &amp; <mark class=\"place e1\" title=\"Zurich (place)\">Zürich</mark>."
        ));
    }

    #[test]
    fn a_page_fetches_nothing() {
        let mut page = Vec::new();
        begin(&mut page).unwrap();
        dispatch(&mut page, &serde_json::json!({ "headlines": [{ "value": "<script>x</script>" }] }), &[])
            .unwrap();
        page::end(&mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("url("), "{page}");
        assert!(page.contains("&lt;script&gt;x"));
    }
}
