//! One record, dead letter or spike for a person to read.
//!
//! Works on JSON rather than on [`crate::record::Record`], so that what a topic holds can be printed
//! as well as what was just edited.

mod paper;

use std::io::{self, Write};

use serde_json::Value;

pub use paper::{Ink, Paper, Run, Style, run, safe};

/// Prints `value`, a record as it is published or a line of `copydesk enrich`.
///
/// # Errors
/// Only those of `out`.
pub fn record(out: &mut impl Write, value: &Value, style: Style) -> io::Result<()> {
    let paper = &mut Paper::new(out, style);
    let desk = &value["copydesk"];
    if let Some(code) = desk["dead_letter"]["code"].as_str() {
        paper.title(Ink::Bad, &whence(&desk["source"]), "dead letter")?;
        let message = desk["dead_letter"]["message"].as_str().unwrap_or_default();
        paper.field("dead letter", &[run(Ink::Bad, code), run(Ink::Plain, message)])?;
        return paper.blank();
    }
    let spiked = desk["spiked"].as_str();
    let format = str_of(&desk["source"]["format"]);
    let aside = if spiked.is_some() { "spiked" } else { format };
    let title = Some(whence(&desk["source"])).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| str_of(&value["uri"]).to_owned());
    paper.title(Ink::Strong, &title, aside)?;
    if let Some(reason) = spiked {
        paper.field("spiked", &[run(Ink::Doubt, reason)])?;
    }
    let opening = opening(value, style.width);
    if !opening.is_empty() {
        paper.text(&opening)?;
    }
    // A date without a place locates nothing.
    let placed = !str_of(&value["located"]).is_empty() || list(&desk["dateline"]["places"]).next().is_some();
    paper.field(if placed { "located" } else { "dated" }, &located(value))?;
    paper.field("credit", &credit(value))?;
    paper.field("byline", &byline(value))?;
    paper.field("desk", &contributors(desk))?;
    paper.field("update", &update(value))?;
    paper.field("embargo", &embargo(value))?;
    for (label, kind, plain) in GROUPS {
        paper.field(label, &entities(value, kind, plain))?;
    }
    for warning in list(&desk["warnings"]) {
        let code = run(Ink::Doubt, str_of(&warning["code"]));
        paper.field("warning", &[code, run(Ink::Plain, str_of(&warning["detail"]))])?;
    }
    paper.blank()
}

/// Label, `copydesk.entities` type, and the array of the ninjs core that strict records have instead.
const GROUPS: [(&str, &str, &str); 5] = [
    ("people", "person", "people"),
    ("organisations", "organisation", "organisations"),
    ("places", "place", "places"),
    ("events", "event", "events"),
    ("demonyms", "demonym", ""),
];

/// The source's file and line, else its key, else its position.
fn whence(source: &Value) -> String {
    let item = source["item"].as_u64().map_or(String::new(), |n| format!("#{n}"));
    let name = match (source["file"].as_str(), source["line"].as_u64()) {
        (Some(file), Some(line)) => format!("{file}:{line}"),
        (Some(file), None) => file.to_owned(),
        (None, Some(line)) => format!("line {line}"),
        (None, None) => match (source["key"].as_str(), source["topic"].as_str()) {
            (Some(key), _) => key.to_owned(),
            (None, Some(topic)) => format!("{topic}/{}/{}", source["partition"], source["offset"]),
            (None, None) => String::new(),
        },
    };
    name + &item
}

/// The headline, else the first words of the story itself.
fn opening(value: &Value, width: usize) -> Vec<Run> {
    let headline = str_of(&value["headlines"][0]["value"]);
    if !headline.is_empty() {
        return vec![run(Ink::Strong, headline)];
    }
    let body = str_of(&value["bodies"][0]["value"]);
    let mut furniture: Vec<_> = list(&value["copydesk"]["furniture"])
        .filter_map(|piece| Some((piece["start"].as_u64()?, piece["end"].as_u64()?)))
        .collect();
    furniture.sort_unstable();
    let mut pieces = furniture.into_iter().peekable();
    let story = body.chars().zip(0u64..).filter_map(move |(c, at)| {
        while pieces.next_if(|&(_, end)| end <= at).is_some() {}
        let within = pieces.peek().is_some_and(|&(start, _)| start <= at);
        (!within).then_some(c)
    });
    // Two lines: enough to know the story again.
    let room = 2 * width.saturating_sub(4);
    let mut words = story.take(room + 1).collect::<String>();
    if words.chars().count() > room {
        words.truncate(words.rfind(char::is_whitespace).unwrap_or(0));
        words.push('…');
    }
    let mut runs = Vec::new();
    push(&mut runs, Ink::Strong, words.trim());
    runs
}

/// Places and date of the dateline in the house's form, then as it was sent.
fn located(value: &Value) -> Vec<Run> {
    let dateline = &value["copydesk"]["dateline"];
    let mut runs = Vec::new();
    push(&mut runs, Ink::Good, str_of(&value["located"]));
    if let Some(date) = dateline["date"].as_str() {
        add(&mut runs, Ink::Plain, &day(date));
    }
    for place in list(&dateline["places"]) {
        let mut facts = vec![str_of(&place["kind"]).to_owned()];
        if let (Some(lat), Some(lon)) = (place["lat"].as_f64(), place["lon"].as_f64()) {
            facts.push(format!("{lat:.2} {lon:.2}"));
        }
        add(&mut runs, Ink::Faint, &facts.join(" "));
    }
    if let Some(raw) = dateline["raw"].as_str() {
        add(&mut runs, Ink::Faint, &format!("“{raw}”"));
    }
    runs
}

/// `2026-03-01` → `1 March 2026`, `--03-01` → `1 March`.
fn day(iso: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let read = || {
        let (year, rest) = match iso.strip_prefix("--") {
            Some(rest) => ("", rest),
            None => iso.split_once('-')?,
        };
        let (month, day) = rest.split_once('-')?;
        let month = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
        let day: u8 = day.parse().ok()?;
        Some(format!("{day} {month} {year}").trim_end().to_owned())
    };
    read().unwrap_or_else(|| iso.to_owned())
}

fn credit(value: &Value) -> Vec<Run> {
    let mut names: Vec<_> = list(&value["copydesk"]["credit"]["agencies"])
        .map(|agency| match str_of(&agency["role"]) {
            "source" => str_of(&agency["name"]).to_owned(),
            role => format!("{} ({role})", str_of(&agency["name"])),
        })
        .collect();
    if names.is_empty() {
        names = list(&value["infoSources"]).map(|source| str_of(&source["name"]).to_owned()).collect();
    }
    let mut runs = Vec::new();
    push(&mut runs, Ink::Good, &names.join(", "));
    if let Some(raw) = value["copydesk"]["credit"]["raw"].as_str() {
        add(&mut runs, Ink::Faint, &format!("“{raw}”"));
    }
    runs
}

fn byline(value: &Value) -> Vec<Run> {
    let people: Vec<_> = list(&value["copydesk"]["credit"]["bylines"])
        .map(|byline| {
            let place = byline["place"].as_str().map(|place| format!("in {place}"));
            let title = [&byline["title"], &byline["affiliation"]].map(|v| v.as_str().map(str::to_owned));
            let facts: Vec<_> = title.into_iter().chain([place]).flatten().collect();
            with_facts(str_of(&byline["name"]), &facts)
        })
        .collect();
    let mut runs = Vec::new();
    push(&mut runs, Ink::Plain, &people.join(", "));
    if runs.is_empty() {
        push(&mut runs, Ink::Plain, str_of(&value["by"]));
    }
    runs
}

fn contributors(desk: &Value) -> Vec<Run> {
    let people: Vec<_> = list(&desk["credit"]["contributors"])
        .map(|person| {
            let role = str_of(&person["role"]).replace('-', " ");
            let place = person["place"].as_str().map_or(String::new(), |place| format!(" in {place}"));
            with_facts(str_of(&person["name"]), &[role + &place])
        })
        .collect();
    let mut runs = Vec::new();
    push(&mut runs, Ink::Plain, &people.join(", "));
    runs
}

/// Everything that makes this more than a first version: status, kind, number, note.
fn update(value: &Value) -> Vec<Run> {
    let update = &value["copydesk"]["update"];
    let mut runs = Vec::new();
    if let Some(status @ ("withheld" | "canceled")) = value["pubStatus"].as_str() {
        runs.push(run(Ink::Bad, status));
    }
    match str_of(&update["kind"]) {
        "" | "new" => {}
        kind => runs.push(run(Ink::Doubt, kind)),
    }
    for (name, number) in [("version", &update["sequence"]), ("take", &update["take"])] {
        if let Some(number) = number.as_u64() {
            runs.push(run(Ink::Plain, format!("{name} {number}")));
        }
    }
    if let Some(note) = update["note"].as_str() {
        runs.push(run(Ink::Faint, format!("“{note}”")));
    }
    runs
}

fn embargo(value: &Value) -> Vec<Run> {
    let embargo = &value["copydesk"]["update"]["embargo"];
    let until = value["embargoedUntil"].as_str().or(embargo["until"].as_str());
    let mut runs = Vec::new();
    match until {
        Some(until) => runs.push(run(Ink::Bad, format!("until {until}"))),
        None if embargo.is_object() => runs.push(run(Ink::Bad, "until nobody knows when")),
        None => {}
    }
    if let Some(raw) = embargo["raw"].as_str() {
        runs.push(run(Ink::Faint, format!("“{raw}”")));
    }
    runs
}

/// `Amina Otieno ×3 (Kenyan Finance Minister), …`
fn entities(value: &Value, kind: &str, plain: &str) -> Vec<Run> {
    let desk = &value["copydesk"];
    if !desk.is_object() {
        let names: Vec<_> = list(&value[plain]).map(|thing| str_of(&thing["name"])).collect();
        let mut runs = Vec::new();
        push(&mut runs, Ink::Plain, &names.join(", "));
        return runs;
    }
    let mut runs = Vec::new();
    let mut found = list(&desk["entities"]).filter(|entity| entity["type"] == kind).peekable();
    while let Some(entity) = found.next() {
        let mut facts = Vec::new();
        match list(&entity["mentions"]).count() {
            0 | 1 => {}
            count => facts.push(format!("×{count}")),
        }
        let roles: Vec<_> = list(&entity["roles"]).map(str_of).collect();
        if !roles.is_empty() {
            facts.push(format!("({})", roles.join("; ")));
        }
        let place = &entity["place"];
        match (place["region"].as_str(), place["country"].as_str()) {
            (Some(region), Some(country)) => facts.push(format!("[{region}, {country}]")),
            (None, Some(country)) => facts.push(format!("[{country}]")),
            _ => {}
        }
        let comma = if found.peek().is_some() { "," } else { "" };
        let name = str_of(&entity["name"]);
        if facts.is_empty() {
            runs.push(run(Ink::Plain, format!("{name}{comma}")));
        } else {
            runs.push(run(Ink::Plain, name));
            runs.push(run(Ink::Faint, facts.join(" ") + comma));
        }
    }
    runs
}

fn with_facts(name: &str, facts: &[String]) -> String {
    if facts.is_empty() { name.to_owned() } else { format!("{name} ({})", facts.join(", ")) }
}

fn push(runs: &mut Vec<Run>, ink: Ink, text: &str) {
    if !text.is_empty() {
        runs.push(run(ink, text));
    }
}

/// One fact more, set apart by a dot.
fn add(runs: &mut Vec<Run>, ink: Ink, text: &str) {
    if runs.is_empty() {
        push(runs, ink, text);
    } else {
        push(runs, ink, &format!("· {text}"));
    }
}

fn str_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests;
