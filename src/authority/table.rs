//! The tab-separated tables of `data/` and of `authority.dir`: a header line, then one row a line.
//!
//! Lines that begin with `#` and blank lines are skipped; `-` or nothing stands for an absent value;
//! several values in one cell are separated by `|`.

use rustc_hash::FxHashMap;

use super::{AuthorityError, OverrideFile};

/// A row of a table, with where it stands.
pub(super) struct Row<'a> {
    file: &'a str,
    /// From 1.
    line: usize,
    columns: &'a [&'a str],
    cells: Vec<&'a str>,
}

/// The rows of `text`. Its first line must name `columns`, in this order.
pub(super) fn rows<'a>(
    file: &'a str,
    text: &'a str,
    columns: &'a [&'a str],
) -> Result<Vec<Row<'a>>, AuthorityError> {
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim_end_matches('\r')))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let header: Vec<&str> = lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
    if header != columns {
        return Err(AuthorityError {
            file: file.to_owned(),
            message: format!(
                "the first line must name the columns, separated by tabs: {}",
                columns.join(" ")
            ),
        });
    }
    lines
        .map(|(line, text)| {
            let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
            let row = Row { file, line, columns, cells };
            if row.cells.len() == columns.len() {
                return Ok(row);
            }
            Err(row.error(format!(
                "{} cells where {} are wanted; separate them by one tab each and write - for an absent value",
                row.cells.len(),
                columns.len(),
            )))
        })
        .collect()
}

/// The rows of the built-in table, then those of the user's table of the same name.
pub(super) fn with_overrides<'a>(
    file: &'a str,
    builtin: &'a str,
    overrides: &'a [OverrideFile],
    columns: &'a [&'a str],
) -> Result<[Vec<Row<'a>>; 2], AuthorityError> {
    let users = overrides.iter().find(|o| o.path == file);
    Ok([rows(file, builtin, columns)?, users.map_or(Ok(Vec::new()), |o| rows(&o.path, &o.text, columns))?])
}

/// The user's entries replace those of the same id where they stand; new ones come first, so that a name
/// of the user's is taken before a namesake.
pub(super) fn merge<T>(builtin: Vec<T>, users: Vec<T>, id: impl Fn(&T) -> &String) -> Vec<T> {
    if users.is_empty() {
        return builtin;
    }
    let mut users: FxHashMap<String, (usize, T)> =
        users.into_iter().enumerate().map(|(at, row)| (id(&row).clone(), (at, row))).collect();
    let known: Vec<T> =
        builtin.into_iter().map(|row| users.remove(id(&row)).map_or(row, |(_, own)| own)).collect();
    let mut list: Vec<(usize, T)> = users.into_values().collect();
    list.sort_by_key(|(at, _)| *at);
    list.into_iter().map(|(_, row)| row).chain(known).collect()
}

/// A fault unless no two rows have the same value in this column.
pub(super) fn distinct(rows: &[Row<'_>], column: usize) -> Result<(), AuthorityError> {
    let mut seen = FxHashMap::default();
    for row in rows {
        let value = row.required(column)?;
        if let Some(line) = seen.insert(value, row.line) {
            let name = row.columns[column];
            return Err(
                row.error(format!("`{name}` is {value:?}, which line {line} has too; give each its own"))
            );
        }
    }
    Ok(())
}

impl<'a> Row<'a> {
    /// A fault of this row.
    pub fn error(&self, message: impl std::fmt::Display) -> AuthorityError {
        AuthorityError { file: self.file.to_owned(), message: format!("line {}: {message}", self.line) }
    }

    /// The cell of a column, `None` when it is absent.
    pub fn optional(&self, column: usize) -> Option<&'a str> {
        self.cells.get(column).copied().filter(|cell| !cell.is_empty() && *cell != "-")
    }

    /// The cell of a column that must not be absent.
    pub fn required(&self, column: usize) -> Result<&'a str, AuthorityError> {
        self.optional(column)
            .ok_or_else(|| self.error(format!("`{}` is absent; give a value", self.columns[column])))
    }

    /// The values of a cell of several.
    pub fn list(&self, column: usize) -> Vec<String> {
        self.optional(column)
            .into_iter()
            .flat_map(|cell| cell.split('|'))
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// An ISO 3166-1 alpha-2 code, or none.
    pub fn country(&self, column: usize) -> Result<Option<String>, AuthorityError> {
        match self.optional(column) {
            None => Ok(None),
            Some(code) if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) => {
                Ok(Some(code.to_owned()))
            }
            Some(code) => Err(self.error(format!(
                "`{}` is {code:?}; write two capitals of ISO 3166-1, or - for none",
                self.columns[column]
            ))),
        }
    }

    /// A stable id: lower-case letters, digits and hyphens.
    pub fn id(&self, column: usize) -> Result<&'a str, AuthorityError> {
        let id = self.required(column)?;
        if id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            return Ok(id);
        }
        Err(self.error(format!(
            "`{}` is {id:?}; write lower-case letters, digits and hyphens",
            self.columns[column]
        )))
    }

    /// A year, or none.
    pub fn year(&self, column: usize) -> Result<Option<i16>, AuthorityError> {
        self.optional(column)
            .map(|cell| {
                cell.parse().map_err(|_| {
                    self.error(format!("`{}` is {cell:?}; write a year, or - for none", self.columns[column]))
                })
            })
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[&str] = &["id", "name", "country"];

    fn fault(text: &str) -> String {
        let found = rows("x.tsv", text, COLUMNS).and_then(|rows| {
            rows.iter().try_for_each(|row| {
                row.id(0)?;
                row.required(1)?;
                row.country(2).map(|_| ())
            })
        });
        found.expect_err("a fault").to_string()
    }

    #[test]
    fn faults_name_the_line_and_the_mend() {
        for (text, wanted) in [
            ("", "x.tsv: the first line must name the columns, separated by tabs: id name country"),
            ("id\tname\n", "x.tsv: the first line must name the columns, separated by tabs: id name country"),
            (
                "id\tname\tcountry\nab\tAb\n",
                "x.tsv: line 2: 2 cells where 3 are wanted; separate them by one tab each and write - for an absent value",
            ),
            ("# c\nid\tname\tcountry\n\nab\t-\tKE\n", "x.tsv: line 4: `name` is absent; give a value"),
            (
                "id\tname\tcountry\nab\tAb\tKenya\n",
                "x.tsv: line 2: `country` is \"Kenya\"; write two capitals of ISO 3166-1, or - for none",
            ),
            (
                "id\tname\tcountry\nA b\tAb\tKE\n",
                "x.tsv: line 2: `id` is \"A b\"; write lower-case letters, digits and hyphens",
            ),
        ] {
            assert_eq!(fault(text), wanted);
        }
    }

    #[test]
    fn absent_values_lists_and_comments() {
        let rows = rows("x.tsv", "# said why\nid\tname\tcountry\r\nab\tA | B|\t-\r\n", COLUMNS).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].list(1), ["A", "B"]);
        assert_eq!(rows[0].country(2), Ok(None));
    }
}
