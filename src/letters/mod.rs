//! Dead letters: what lies in a dead-letter topic, and how it comes back.
//!
//! The topic is its own ledger. A letter stays as the stage wrote it; a redrive writes a [`receipt`] behind the
//! letters it sent, in the transaction that sent them. So whoever reads the topic knows which letters are still
//! open, whatever filters earlier redrives had and however they ended, and nothing else keeps a state.

pub mod choice;
pub mod letter;
pub mod now;
pub mod receipt;
pub mod redrive;
mod sender;
pub mod survey;

pub use choice::Choice;
pub use letter::{Letter, Origin};
pub use receipt::Ranges;
pub use survey::Survey;
