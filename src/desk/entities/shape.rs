//! How a word is written: its capitals, small letters and digits.

use super::tokens::Case;

#[derive(Default)]
pub struct Shape {
    upper: usize,
    lower: usize,
    digits: usize,
    first_upper: bool,
}

impl Shape {
    pub fn add(&mut self, c: char) {
        if c.is_uppercase() {
            self.first_upper |= self.upper + self.lower + self.digits == 0;
            self.upper += 1;
        } else if c.is_numeric() {
            self.digits += 1;
        } else if c != '&' {
            self.lower += 1;
        }
    }

    pub fn only_digits(&self) -> bool {
        self.upper + self.lower == 0
    }

    pub fn case(&self) -> Case {
        match (self.upper, self.lower, self.digits) {
            (0, 0, _) => Case::Number,
            (0, _, 0) => Case::Lower,
            (0, _, _) => Case::Number,
            (1, 0, 0) => Case::Initial,
            (_, 0, _) => Case::Upper,
            _ if self.first_upper => Case::Title,
            _ => Case::Mixed,
        }
    }
}
