//! One relation written for several engines: what is broken upstream reaches the flows downstream, and no verdict
//! there is better.
//!
//! ```text
//! broken(to, kind, own)        <- hop(case, from, to, kind, own), own >= unsupported
//! broken(to, kind, verdict)    <- broken(from, kind, verdict), hop(case, from, to, kind, own)
//! verdict(case, max(own, any)) <- hop(case, from, to, kind, own), broken(from, kind, any) where there is one
//! ```
//!
//! A case is a flow under a law that restricts it; a kind is a law with a data item; a hop takes a case's data item
//! from its exporter to its importer. A case gets the worst of its hops.

pub mod cedar;
pub mod datalog;
pub mod facts;
pub mod graph;
pub mod rego;
pub mod sql;

use transfer_model::assess::Verdict;

pub use facts::{Facts, Hop};

/// What stops an engine.
pub type Stopped = Box<dyn std::error::Error>;

/// An engine that was given the facts.
pub trait Relation: Sized {
    /// What it is called.
    const NAME: &'static str;

    /// Gives it the facts.
    fn load(facts: &Facts) -> Result<Self, Stopped>;

    /// The verdict of each case.
    fn answer(&mut self) -> Result<Vec<Verdict>, Stopped>;
}

/// A verdict as a number, for engines that know only such; the worse is the greater.
fn grade(verdict: Verdict) -> u8 {
    let at = Verdict::ALL.iter().position(|known| *known == verdict);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

/// The verdict of a number.
fn verdict(grade: u8) -> Result<Verdict, Stopped> {
    Ok(*Verdict::ALL.get(usize::from(grade)).ok_or("no such verdict")?)
}

/// Verdicts by case, the worst of what is told of each.
#[derive(Debug)]
struct Worst(Vec<Verdict>);

impl Worst {
    fn of(cases: usize) -> Self {
        Self(vec![Verdict::NotRestricted; cases])
    }

    fn tell(&mut self, case: u32, verdict: Verdict) {
        if let Some(known) = usize::try_from(case).ok().and_then(|at| self.0.get_mut(at)) {
            *known = (*known).max(verdict);
        }
    }
}
