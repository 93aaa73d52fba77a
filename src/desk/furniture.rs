//! What of the body is not the story: the ranges that the other rooms found, in order.

use std::ops::Range;

use crate::record::FurnitureKind;

/// A stretch of furniture, in bytes of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub kind: FurnitureKind,
    pub range: Range<usize>,
}
