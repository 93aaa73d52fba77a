//! The sheet that [`super::record`] writes on: colour or none, and lines that fit the width.

use std::io::{self, IsTerminal, Write};

/// How to print for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// ANSI colours.
    pub colour: bool,
    /// Columns of a line.
    pub width: usize,
}

impl Style {
    /// Plain text of 100 columns.
    pub const PLAIN: Style = Style { colour: false, width: 100 };

    /// The style for standard output: its width, and colour when it is a terminal that
    /// shows colour and nobody asked for none (<https://no-color.org>).
    #[allow(clippy::disallowed_methods)] // Conventions of the terminal, not settings of the program.
    pub fn of_stdout() -> Style {
        let terminal = io::stdout().is_terminal();
        Style::choose(
            terminal,
            std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
            std::env::var_os("TERM").is_some_and(|term| term == "dumb"),
            terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)),
        )
    }

    fn choose(terminal: bool, no_color: bool, dumb: bool, columns: Option<usize>) -> Style {
        // Beyond 120 columns a line is hard to read; below 40 there is no room beside the labels.
        let width = columns.filter(|_| terminal).unwrap_or(Style::PLAIN.width);
        Style { colour: terminal && !no_color && !dumb, width: width.clamp(40, 120) }
    }
}

/// What a word means to the reader; the colour follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Plain,
    Strong,
    Faint,
    Good,
    Doubt,
    Bad,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Ink::Plain => "",
            Ink::Strong => "1",
            Ink::Faint => "2",
            Ink::Good => "32",
            Ink::Doubt => "33",
            Ink::Bad => "1;31",
        }
    }
}

/// A run of text in one ink; runs are set apart by one space.
#[derive(Debug, Clone)]
pub struct Run {
    ink: Ink,
    text: String,
}

/// A run of `text`, made safe for a terminal.
pub fn run(ink: Ink, text: impl AsRef<str>) -> Run {
    Run { ink, text: safe(text.as_ref()) }
}

/// Copy from a wire may hold escape sequences and characters that turn the line round: a terminal
/// must not obey them.
pub fn safe(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Columns before the value of a field.
const MARGIN: usize = 16;

/// A sheet of paper: knows the style, and writes lines that fit.
pub struct Paper<'a, W: Write> {
    out: &'a mut W,
    pub style: Style,
}

impl<'a, W: Write> Paper<'a, W> {
    pub fn new(out: &'a mut W, style: Style) -> Self {
        Paper { out, style }
    }

    /// A rule across the page with a title in it.
    pub fn title(&mut self, ink: Ink, title: &str, aside: &str) -> io::Result<()> {
        let (title, aside) = (safe(title), safe(aside));
        let aside = if aside.is_empty() { "──".to_owned() } else { format!("{aside} ──") };
        let used = 3 + title.chars().count() + 2 + aside.chars().count();
        let fill = "─".repeat(self.style.width.saturating_sub(used).max(2));
        self.paint(Ink::Faint, "── ")?;
        self.paint(ink, &title)?;
        self.paint(Ink::Faint, &format!(" {fill} {aside}"))?;
        writeln!(self.out)
    }

    /// Text over the whole width, indented by two.
    pub fn text(&mut self, runs: &[Run]) -> io::Result<()> {
        write!(self.out, "  ")?;
        self.flow(2, runs)
    }

    /// A label and its value; nothing when there is no value.
    pub fn field(&mut self, label: &str, runs: &[Run]) -> io::Result<()> {
        if runs.is_empty() {
            return Ok(());
        }
        self.paint(Ink::Faint, &format!("  {label:<width$}", width = MARGIN - 2))?;
        self.flow(MARGIN, runs)
    }

    pub fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// Writes words from column `indent` on, breaking lines at spaces.
    fn flow(&mut self, indent: usize, runs: &[Run]) -> io::Result<()> {
        let mut column = indent;
        // Words of one ink on one line are painted in one go.
        let mut stretch = String::new();
        for run in runs {
            for word in run.text.split_whitespace() {
                let length = word.chars().count();
                if column > indent && column + 1 + length > self.style.width {
                    self.paint(run.ink, &std::mem::take(&mut stretch))?;
                    write!(self.out, "\n{:indent$}", "")?;
                    column = indent;
                }
                if column > indent {
                    stretch.push(' ');
                    column += 1;
                }
                stretch.push_str(word);
                column += length;
            }
            self.paint(run.ink, &std::mem::take(&mut stretch))?;
        }
        writeln!(self.out)
    }

    fn paint(&mut self, ink: Ink, text: &str) -> io::Result<()> {
        if self.style.colour && ink != Ink::Plain && !text.is_empty() {
            write!(self.out, "\x1b[{}m{text}\x1b[0m", ink.code())
        } else {
            write!(self.out, "{text}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_only_where_it_is_wanted() {
        let cases = [
            (true, false, false, true),
            (true, true, false, false),
            (true, false, true, false),
            (false, false, false, false),
        ];
        for (terminal, no_color, dumb, colour) in cases {
            let style = Style::choose(terminal, no_color, dumb, Some(90));
            assert_eq!(style.colour, colour, "{terminal} {no_color} {dumb}");
        }
        assert_eq!(Style::choose(true, false, false, Some(300)).width, 120);
        assert_eq!(Style::choose(true, false, false, Some(5)).width, 40);
        assert_eq!(Style::choose(false, false, false, Some(60)).width, 100);
    }

    #[test]
    fn lines_fit_and_lose_no_word() {
        for width in [40, 63, 120] {
            let style = Style { colour: false, width };
            let mut out = Vec::new();
            let words = "Adaeze Okonkwo-Bright of Übersee said köln ".repeat(9);
            Paper::new(&mut out, style)
                .field("people", &[run(Ink::Strong, &words), run(Ink::Faint, "×3")])
                .unwrap();
            let text = String::from_utf8(out).unwrap();
            assert!(text.lines().all(|line| line.chars().count() <= width), "{text}");
            let read: Vec<_> = text.split_whitespace().skip(1).collect();
            let sent: Vec<_> = words.split_whitespace().chain(["×3"]).collect();
            assert_eq!(read, sent);
        }
    }

    #[test]
    fn a_terminal_obeys_nothing_from_the_wire() {
        let mut out = Vec::new();
        let style = Style { colour: true, width: 80 };
        Paper::new(&mut out, style).text(&[run(Ink::Plain, "a\x1b[2Jb \u{9b}31m \u{202e}c")]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains(['\x1b', '\u{9b}', '\u{202e}']), "{text:?}");
    }
}
