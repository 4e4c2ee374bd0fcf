//! The law as a whole: what changed between two days, and which kinds of mechanism each regime knows.

pub(crate) mod changes;
pub(crate) mod matrix;
pub(crate) mod touched;
