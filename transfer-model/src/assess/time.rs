//! Verdicts over time. Every day that can matter to a flow is known from the law and the register; between two
//! such days nothing changes, so assessing on those days gives the exact history of a register.

mod calendar;
mod cause;
mod scope;
mod sweep;
mod words;

pub use calendar::{Fact, Map, Source, Subject};
pub use cause::ChangeCause;
pub(super) use scope::Scope;
pub(super) use sweep::{Ahead, End, ahead};
pub use sweep::{Change, FlowHistory, NextChange, RegimeHistory, timeline};
pub use words::ChangeText;
