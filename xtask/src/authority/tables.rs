//! The hand-made tables of `data/`: tab-separated, a head line, `#` begins a comment line.

use std::path::Path;

use anyhow::{Context, Result, ensure};

/// The rows of a table; every row is filled up to `columns` fields.
pub fn read(file: &Path, columns: &[&str]) -> Result<Vec<Row>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut lines =
        text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    let (_, head) = lines.next().with_context(|| format!("{} is empty", file.display()))?;
    ensure!(
        head.split('\t').eq(columns.iter().copied()),
        "{}: the head line must be: {}",
        file.display(),
        columns.join(", ")
    );
    lines
        .map(|(number, line)| {
            let mut fields: Vec<String> = line.split('\t').map(|field| field.trim().to_owned()).collect();
            ensure!(
                fields.len() <= columns.len(),
                "{}:{}: {} fields, at most {} are expected",
                file.display(),
                number + 1,
                fields.len(),
                columns.len()
            );
            fields.resize(columns.len(), String::new());
            Ok(Row { place: format!("{}:{}", file.display(), number + 1), fields })
        })
        .collect()
}

/// A row; the fields in the order of the columns, those left out empty.
pub struct Row {
    /// `file:line`, for messages.
    pub place: String,
    fields: Vec<String>,
}

impl Row {
    pub fn get(&self, column: usize) -> &str {
        &self.fields[column]
    }

    /// The values of a field of several, separated by `|`.
    pub fn list(&self, column: usize) -> impl Iterator<Item = &str> {
        self.fields[column].split('|').map(str::trim).filter(|value| !value.is_empty())
    }

    pub fn number(&self, column: usize) -> Result<f64> {
        self.fields[column]
            .parse()
            .with_context(|| format!("{}: `{}` is no number", self.place, self.fields[column]))
    }
}
