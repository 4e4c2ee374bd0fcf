//! Verdicts over time. Every day that can matter to a flow is known from the law and the register; between two
//! such days nothing changes, so assessing on those days gives the exact history of a register.

mod calendar;
mod cause;
mod scope;
mod source;
mod sweep;
mod touched;
mod words;

pub use cause::ChangeCause;
pub(super) use scope::Scope;
pub use source::{Fact, Map, Source, Subject};
pub(super) use sweep::{Ahead, End, ahead};
pub use sweep::{Change, FlowHistory, NextChange, RegimeHistory, timeline};
pub use touched::{How, LawChange, Touched, TouchedFlow, touched};
pub use words::ChangeText;
