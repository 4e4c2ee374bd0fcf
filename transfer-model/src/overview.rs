//! The law as a whole, without a register: which kinds of mechanism each regime knows on a day, and what changed between
//! two days. Both read the rows of the pack; neither judges a flow.

mod changes;
mod kinds;

pub use changes::{Change, Section, Turn, changes};
pub use kinds::{Use, kinds};
