//! Standard output of the verbs that print one text.

use std::io::{ErrorKind, Write};

use super::{Exit, Failure};

/// Prints `text`. A reader that has left (`copydesk list codes | head`) is no fault.
pub fn print(text: &str) -> Result<Exit, Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(Exit::Done),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Exit::Done),
        Err(error) => {
            Err(Failure::new(Exit::Environment, format!("standard output cannot be written: {error}")))
        }
    }
}

/// Rows in aligned columns; the last column is not padded.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<_> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(&format!("{cell:width$}  "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_aligned_without_trailing_blanks() {
        let rows = [["é", "long one", "x"], ["abc", "b", ""]].map(|row| row.map(String::from).to_vec());
        assert_eq!(super::table(&rows), "é    long one  x\nabc  b\n");
    }
}
