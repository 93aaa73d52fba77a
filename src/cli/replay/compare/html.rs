//! The report of a comparison as one self-contained page: no script, nothing fetched.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::sample::unwritable;
use super::text;
use crate::cli::Failure;
use crate::cli::page::{self, escape};
use crate::replay::compare::report::{Example, Field, Report, Side};

const STYLE: &str = include_str!("page.css");

/// The file of `--html`.
pub struct Page {
    path: PathBuf,
    out: BufWriter<File>,
}

impl Page {
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let file = File::create(path).map_err(|error| unwritable(path, &error))?;
        Ok(Page { path: path.to_owned(), out: BufWriter::new(file) })
    }

    pub fn write(&mut self, report: &Report) -> Result<(), Failure> {
        write(&mut self.out, report)
            .and_then(|()| self.out.flush())
            .map_err(|error| unwritable(&self.path, &error))
    }
}

fn write(out: &mut impl Write, report: &Report) -> io::Result<()> {
    page::begin(out, "copydesk replay compare", STYLE)?;
    let new = if report.shadow { "edited now" } else { &report.new.topic };
    writeln!(out, "<h1>{} against {}</h1>", escape(&report.old.topic), escape(new))?;
    counts(out, report)?;
    writeln!(
        out,
        "<table class=sides><tr><th></th><th>topic</th><th>records</th><th>repeated</th><th>without source</th></tr>"
    )?;
    side(out, "old", &report.old)?;
    side(out, "new", &report.new)?;
    writeln!(out, "</table>")?;
    for note in text::notes(report) {
        writeln!(out, "<p>{}</p>", escape(&note))?;
    }
    if !report.fields.is_empty() {
        writeln!(out, "<h2>Fields</h2>")?;
        let most = report.fields.iter().map(|field| field.records).max().unwrap_or(1).max(1);
        for (number, one) in report.fields.iter().enumerate() {
            field(out, one, most, number == 0)?;
        }
    }
    let ignored: Vec<_> =
        report.ignored.iter().map(|path| format!("<code>{}</code>", escape(path))).collect();
    writeln!(out, "<p class=small>Not compared: {}</p>", ignored.join(", "))?;
    page::end(out)
}

fn counts(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let Report { same, different, only_old, only_new, .. } = report;
    let counts =
        [("the same", same), ("different", different), ("only old", only_old), ("only new", only_new)];
    write!(out, "<dl class=counts>")?;
    for (name, count) in counts {
        let class = if *count > 0 && name != "the same" { " class=differs" } else { "" };
        write!(out, "<div{class}><dd>{count}</dd><dt>{name}</dt></div>")?;
    }
    writeln!(out, "</dl>")
}

fn side(out: &mut impl Write, name: &str, side: &Side) -> io::Result<()> {
    let Side { topic, records, repeats, foreign } = side;
    let topic = escape(topic);
    writeln!(
        out,
        "<tr><th>{name}</th><td>{topic}</td><td>{records}</td><td>{repeats}</td><td>{foreign}</td></tr>"
    )
}

/// A bar of the histogram, which opens to the examples.
fn field(out: &mut impl Write, field: &Field, most: u64, open: bool) -> io::Result<()> {
    let Field { field, records, differences, examples } = field;
    let name = escape(field);
    let open = if open { " open" } else { "" };
    let width = (*records as f64 / most as f64 * 100.0).max(0.5);
    write!(
        out,
        "<details{open}><summary><code>{name}</code><span class=bar><span style=\"width:{width:.1}%\"></span></span>\
         <b>{records}</b></summary>"
    )?;
    writeln!(out, "<p class=small>{differences} differences in {records} records. The commonest:</p>")?;
    writeln!(
        out,
        "<table class=examples><tr><th>times</th><th>old</th><th>new</th><th>first seen</th></tr>"
    )?;
    examples.iter().try_for_each(|one| example(out, one))?;
    writeln!(out, "</table></details>")
}

fn example(out: &mut impl Write, example: &Example) -> io::Result<()> {
    let (source, path) = (escape(&example.source), escape(&example.difference.path));
    let (old, new) = (value(&example.difference.old), value(&example.difference.new));
    let count = example.count;
    writeln!(
        out,
        "<tr><td>{count}</td><td class=old>{old}</td><td class=new>{new}</td>\
         <td><code>{source}</code><br><small>{path}</small></td></tr>"
    )
}

fn value(value: &Option<Value>) -> String {
    match value {
        None => "<i>nothing</i>".into(),
        Some(Value::String(text)) => escape(text),
        Some(other @ (Value::Object(_) | Value::Array(_))) => {
            format!("<code>{}</code>", escape(&format!("{other:#}")))
        }
        Some(other) => escape(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::compare::difference::Difference;
    use serde_json::json;

    #[test]
    fn values_are_escaped_and_the_page_fetches_nothing() {
        let evil = "<script>alert(1)</script>";
        let difference = Difference {
            field: evil.into(),
            path: evil.into(),
            old: Some(json!(evil)),
            new: Some(json!({ "value": [evil] })),
        };
        let example = Example { count: 7, source: evil.into(), difference };
        let field = Field { field: evil.into(), records: 5, differences: 7, examples: vec![example] };
        let side = Side { topic: evil.into(), ..Side::default() };
        let report = Report {
            old: side.clone(),
            new: side,
            different: 5,
            fields: vec![field],
            ignored: vec![evil.into()],
            ..Report::default()
        };
        let mut page = Vec::new();
        write(&mut page, &report).expect("a page");
        let page = String::from_utf8(page).expect("UTF-8");
        assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("url("), "{page}");
        assert_eq!(page.matches("&lt;script&gt;").count(), 10, "{page}");
    }
}
