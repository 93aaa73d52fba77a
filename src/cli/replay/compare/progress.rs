//! How far a comparison is, on a terminal.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};

use crate::replay::compare::{Progress, Step};

pub struct Bar {
    bar: ProgressBar,
    step: Option<Step>,
}

impl Bar {
    /// On a terminal; elsewhere nothing is shown.
    pub fn new() -> Bar {
        if !io::stderr().is_terminal() {
            return Bar { bar: ProgressBar::hidden(), step: None };
        }
        let style = ProgressStyle::with_template("{msg:12} {bar:30} {percent}%, {per_sec}, {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        Bar { bar: ProgressBar::new(0).with_style(style), step: None }
    }

    pub fn show(&mut self, progress: Progress) {
        if self.step != Some(progress.step) {
            self.step = Some(progress.step);
            self.bar.reset();
            self.bar.set_message(match progress.step {
                Step::Old => "old side",
                Step::New => "new side",
                Step::Differences => "differences",
            });
        }
        self.bar.set_length(progress.total);
        self.bar.set_position(progress.done);
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
