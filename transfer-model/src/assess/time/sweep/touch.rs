//! Which flows a day can concern, and how.

use crate::assess::time::Scope;
use crate::assess::time::calendar::{Calendar, Concern};
use crate::assess::time::source::{Entry, Source};
use crate::index::FlowIx;

/// What falls on a day.
#[derive(Default)]
pub(super) struct Falls {
    /// For everyone.
    pub(super) everyone: Option<Touch>,
    /// For some flows, by exporter.
    pub(super) some: Vec<(FlowIx, Touch)>,
}

/// How a day can concern a flow.
#[derive(Clone, Copy)]
pub(super) struct Touch {
    pub(super) concern: Concern,
    /// Whether by the law alone, and by no fact of the register.
    pub(super) law: bool,
}

impl Touch {
    /// By a fact of the register.
    pub(super) const FACT: Self =
        Self { concern: Concern { own: Scope::ALL, carried: Scope::ALL, bound: false }, law: false };

    pub(super) fn of(entries: &[Entry], flow: FlowIx, calendar: &Calendar<'_>) -> Option<Self> {
        entries.iter().map(|entry| Self::by(entry, Some(flow), calendar)).reduce(Self::with)
    }

    /// By what falls on a day for a flow, or for everyone.
    pub(super) fn by(entry: &Entry, flow: Option<FlowIx>, calendar: &Calendar<'_>) -> Self {
        let concern = calendar.concerns(entry.source, flow);
        Self { concern, law: !matches!(entry.source, Source::Fact(..)) }
    }

    /// With another beside it.
    pub(super) fn with(mut self, other: Self) -> Self {
        self.concern.own.add(other.concern.own);
        self.concern.carried.add(other.concern.carried);
        self.concern.bound |= other.concern.bound;
        self.law &= other.law;
        self
    }
}
