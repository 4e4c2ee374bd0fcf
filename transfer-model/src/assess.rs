//! Assesses each flow under each regime that binds it on a day, in the order of the analysis: which regimes
//! bind, whether the transfer is restricted, what each claim is worth, what the destination's law does to it,
//! what is banned. Knows the law only as rows, and nothing of files or printing.

mod ban;
mod bind;
mod carried_at;
mod cause;
mod cell;
mod claim;
mod condition;
mod contradiction;
mod crossing;
mod deadline;
mod derive;
mod destination;
mod engine;
mod evidence;
mod fetch;
mod findings;
mod local;
mod lookup;
mod meant;
mod notes;
mod onward;
mod overlay;
mod own;
mod ownership;
mod papers;
mod public;
mod responsible;
mod result;
mod row;
mod scheme;
mod sender;
mod survey;
mod tia;
mod time;
mod transaction;
mod verdict;
mod volume;
mod words;

pub use bind::{Basis, Binding};
pub use cause::{Cause, Detail, Question};
pub(crate) use condition::annexes_of;
pub use contradiction::Contradiction;
pub use derive::{Step, derive};
pub(crate) use destination::effective;
pub use destination::{Evaluation, evaluate};
pub use engine::Engine;
pub(crate) use findings::results_with;
pub use findings::{results, verdicts};
pub use papers::{ClaimAt, Evidence, EvidenceState, Gone, Omission, PaperCause};
pub use responsible::{Responsibility, responsible};
pub use result::{Carrier, ClaimResult, FlowResult, FlowVerdicts, RegimeResult};
pub use row::Row;
pub use survey::{Assessment, Share, Survey, assess, assess_day, assess_with};
pub(crate) use tia::kind_asked;
pub use tia::{Due, Flaw, Group, Limit, Need};
pub use time::{
    Change, ChangeCause, ChangeText, Fact, FlowHistory, How, LawChange, Map, NextChange, RegimeHistory,
    Source, Subject, Touched, TouchedFlow, timeline, touched,
};
pub use verdict::{Status, Verdict};
pub use words::Words;
