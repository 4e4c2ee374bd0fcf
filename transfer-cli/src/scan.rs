//! Finds claims about transfers in published policy texts: text in, claims out. Knows phrases, and neither files
//! nor law; what a claim is worth on a day is asked elsewhere.
//!
//! ```text
//! bytes ─decode─► text ─view─► blocks ─fold─► words and sentences ─sentence─► mentions ─document─► claims
//! ```

mod automaton;
pub mod claim;
pub mod date;
pub mod decode;
mod document;
pub mod fold;
pub mod hold;
pub mod lexicon;
mod needs;
mod sentence;
pub mod view;

pub use claim::{Claim, Polarity, Scan};
pub use document::scan;
