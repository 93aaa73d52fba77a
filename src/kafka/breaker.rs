//! The circuit breaker: a bad deploy, or a feed gone mad, must not drain into the dead-letter topic. Pure.
//!
//! It weighs each dispatch in source order, before its outcome is sent. When too many of the last ones were
//! rejected it opens, and nothing that is not committed by then ever is: so no stretch as long as the window
//! puts more than the share into the dead-letter topic. It never closes by itself, for the next window
//! would be drained just so; a person mends the cause and starts the stage again.

use std::collections::{BTreeMap, VecDeque};

/// The code of an open breaker.
pub const OPEN: &str = "kafka.breaker_open";
/// A window that is not full counts as this many dispatches at least: else the first bad one after a start,
/// or a handful in a quiet hour, would be all that was seen and so too large a share.
pub const LEAST: usize = 100;

/// What became of a dispatch: the code that it was rejected with, or `None`.
pub type Verdict = Option<&'static str>;

/// The last dispatches, and whether too many were rejected.
#[derive(Debug)]
pub struct Breaker {
    /// Dispatches that are looked back on; 0: never opens.
    window: usize,
    percent: usize,
    last: VecDeque<Verdict>,
    rejected: usize,
    /// For each dispatch that was weighed since the last commit, the one that it pushed out: what is undone is
    /// weighed again, and counts once. In at_least_once a commit may leave behind what is still on its way: undone
    /// later, that counts twice.
    pushed_out: Vec<Option<Verdict>>,
    open: Option<String>,
}

impl Breaker {
    /// Opens when `percent` of the last `window` dispatches were rejected.
    pub fn new(window: usize, percent: usize) -> Self {
        let (last, pushed_out) = (VecDeque::new(), Vec::new());
        Breaker { window, percent, last, rejected: 0, pushed_out, open: None }
    }

    /// Weighs what is to be sent next.
    ///
    /// # Errors
    /// It must not be sent: the breaker is open, for this reason.
    pub fn weigh(&mut self, verdicts: impl IntoIterator<Item = Verdict>) -> Result<(), String> {
        if self.window == 0 {
            return Ok(());
        }
        for verdict in verdicts {
            self.push(verdict);
        }
        let base = self.last.len().max(LEAST.min(self.window));
        if self.rejected * 100 >= self.percent * base {
            self.open.get_or_insert_with(|| describe(&self.last, self.rejected));
        }
        self.open.clone().map_or(Ok(()), Err)
    }

    /// Why it has opened; `None` while it has not.
    pub fn why(&self) -> Option<&str> {
        self.open.as_deref()
    }

    /// What was weighed so far is committed.
    pub fn settle(&mut self) {
        self.pushed_out.clear();
    }

    /// What was weighed since the last commit is undone, and comes again.
    pub fn undo(&mut self) {
        while let Some(pushed_out) = self.pushed_out.pop() {
            let undone = self.last.pop_back().flatten();
            self.rejected -= usize::from(undone.is_some());
            if let Some(verdict) = pushed_out {
                self.rejected += usize::from(verdict.is_some());
                self.last.push_front(verdict);
            }
        }
    }

    fn push(&mut self, verdict: Verdict) {
        let pushed_out = if self.last.len() == self.window { self.last.pop_front() } else { None };
        self.rejected -= usize::from(pushed_out.flatten().is_some());
        self.rejected += usize::from(verdict.is_some());
        self.last.push_back(verdict);
        self.pushed_out.push(pushed_out);
    }
}

/// What happened, with the codes that came most often.
fn describe(last: &VecDeque<Verdict>, rejected: usize) -> String {
    const SHOWN: usize = 3;
    let mut counts = BTreeMap::<&str, usize>::new();
    last.iter().flatten().for_each(|code| *counts.entry(code).or_default() += 1);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let shown: Vec<_> = counts.iter().take(SHOWN).map(|(code, count)| format!("{code} {count}")).collect();
    let more = if counts.len() > SHOWN { ", …" } else { "" };
    format!("{rejected} of the last {} dispatches were rejected ({}{more})", last.len(), shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weighs one dispatch for each letter: `.` good, else rejected. The place of the one that opened it.
    fn feed(breaker: &mut Breaker, dispatches: &str) -> Option<usize> {
        dispatches.chars().position(|c| {
            let verdict = (c != '.').then_some(if c == 'e' { "wire.empty" } else { "wire.not_text" });
            breaker.weigh([verdict]).is_err()
        })
    }

    #[test]
    fn opens_at_the_share_and_not_before() {
        let good = |n: usize| ".".repeat(n);
        let bad = |n: usize| "e".repeat(n);
        let table: &[(usize, usize, String, Option<usize>)] = &[
            // Nothing but bad ones from the start: the window counts as a hundred.
            (1_000, 50, bad(200), Some(49)),
            (1_000, 100, bad(200), Some(99)),
            (1_000, 1, bad(200), Some(0)),
            // A smaller window counts as itself.
            (10, 50, bad(20), Some(4)),
            (1, 100, ".e".into(), Some(1)),
            // The share is of what was seen until the window is full.
            (1_000, 50, good(300) + &bad(400), Some(599)),
            (1_000, 50, good(5_000) + &bad(600), Some(5_499)),
            // Old ones do not count.
            (100, 50, (bad(49) + &good(51)).repeat(9), None),
            (100, 50, (bad(49) + &good(100)).repeat(9), None),
            (1_000, 50, (good(999) + "e").repeat(20), None),
            (1_000, 50, "e.".repeat(49), None),
            (1_000, 50, "e.".repeat(51), Some(98)),
            // Off.
            (0, 1, bad(5_000), None),
        ];
        for (window, percent, dispatches, want) in table {
            let mut breaker = Breaker::new(*window, *percent);
            let got = feed(&mut breaker, dispatches);
            assert_eq!(got, *want, "window {window}, {percent} %, {} dispatches", dispatches.len());
            assert_eq!(breaker.why().is_some(), want.is_some());
        }
    }

    /// A broker that fails makes the same dispatches come again and again: they count once.
    #[test]
    fn what_is_undone_counts_once() {
        let mut breaker = Breaker::new(100, 50);
        assert_eq!(feed(&mut breaker, &".".repeat(95)), None);
        breaker.settle();
        for _ in 0..20 {
            assert_eq!(feed(&mut breaker, &"e".repeat(30)), None);
            breaker.undo();
        }
        assert_eq!((breaker.last.len(), breaker.rejected), (95, 0));
        assert!(breaker.last.iter().all(Option::is_none));
        assert_eq!(feed(&mut breaker, &"e".repeat(30)), None);
        breaker.settle();
        breaker.undo();
        assert_eq!((breaker.last.len(), breaker.rejected), (100, 30), "what is committed stays");
        assert_eq!(feed(&mut breaker, &"e".repeat(30)), Some(19));
    }

    #[test]
    fn stays_open_and_says_why() {
        let mut breaker = Breaker::new(10, 50);
        assert_eq!(feed(&mut breaker, "..bebe"), None);
        assert_eq!(feed(&mut breaker, "b"), Some(0));
        breaker.undo();
        let why = breaker.weigh([None]).expect_err("open for good");
        assert_eq!(why, "5 of the last 7 dispatches were rejected (wire.not_text 3, wire.empty 2)");
    }

    /// All outcomes of a message are sent, or none is.
    #[test]
    fn the_items_of_a_message_count_each_and_go_together() {
        let mut breaker = Breaker::new(4, 75);
        assert!(breaker.weigh([Some("wire.empty"), None, Some("wire.empty")]).is_ok());
        let why = breaker.weigh([Some("wire.empty"), None]).err();
        assert_eq!(why, None, "the one that opens it is out of the window again");
        assert!(breaker.weigh([Some("wire.empty"), Some("wire.empty")]).is_err());
    }
}
