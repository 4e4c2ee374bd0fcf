//! What is to be said under one regime: each thing once and at its gravest, with what is to be noted of the rows of the
//! law that a verdict rests on.

use super::cause::{Cause, Detail, Question};
use super::engine::Engine;
use super::result::Raised;
use super::row::Row;
use super::verdict::Verdict;
use crate::day::When;
use crate::finding::Severity;
use crate::index::{RegimeIx, RuleIx, TagIx};
use crate::law::Confidence;

/// Collects what is to be said under one regime, each thing once and at its gravest.
pub(super) struct Notes<'n> {
    pub(super) regime: RegimeIx,
    pub(super) raised: &'n mut Vec<Raised>,
    pub(super) rows: Vec<Row>,
}

impl Notes<'_> {
    pub(super) fn add(&mut self, severity: Severity, tag: Option<usize>, cause: Cause) {
        self.add_under(severity, tag, None, cause);
    }

    pub(super) fn add_under(
        &mut self,
        severity: Severity,
        tag: Option<usize>,
        rule: Option<RuleIx>,
        cause: Cause,
    ) {
        let detail = Detail { tag: tag.map(TagIx::new), rule, cause };
        let regime = Some(self.regime);
        match self.raised.iter_mut().find(|r| r.regime == regime && r.detail == detail) {
            Some(known) => known.severity = known.severity.min(severity),
            None => self.raised.push(Raised { regime, severity, detail }),
        }
    }

    pub(super) fn row(&mut self, row: Row) {
        if !self.rows.contains(&row) {
            self.rows.push(row);
        }
    }
}

impl Engine<'_> {
    /// What is to be noted of the sources of a verdict: of the row that decides whether it was verified before the day,
    /// of all rows noted so far whether what they say here is from memory.
    pub(super) fn source_notes(&self, decides: Option<Row>, verdict: Verdict, notes: &mut Notes<'_>) {
        if let Some(row) = decides
            && row.of(self.view.book).2 < self.view.day
        {
            notes.add(Severity::Note, None, Cause::Horizon(row));
        }
        let rows = std::mem::take(&mut notes.rows);
        for row in rows {
            if self.unconfirmed(row, verdict.stands()) {
                notes.add(Severity::Warning, None, Cause::Unverified(row));
            }
        }
    }

    /// The row of the law that a cause rests on.
    pub(super) fn row_of(&self, cause: Cause, regime: RegimeIx) -> Option<Row> {
        match cause {
            Cause::RuleEnded(rule)
            | Cause::RuleNotYet(rule)
            | Cause::Sector(rule, _)
            | Cause::NotEligible(rule, _)
            | Cause::Purpose(rule, _)
            | Cause::NotPublicBody(rule, _)
            | Cause::UnderRegime(rule, _)
            | Cause::WrongRoles(_, rule, _)
            | Cause::Misused(rule, _)
            | Cause::NotPublished(rule)
            | Cause::NotClaimed(rule, _)
            | Cause::Scope(rule)
            | Cause::Volume(rule, ..)
            | Cause::FilingLate(rule, _)
            | Cause::FilingOverdue(rule, _)
            | Cause::ConsentLacks(rule, _)
            | Cause::NotDisclosed(rule)
            | Cause::ItemMissing(rule, _)
            | Cause::Missing(Question::Rule(rule)) => Some(Row::Rule(rule)),
            Cause::Defeated(power, _) | Cause::Missing(Question::Safeguards(power, _)) => {
                let defeats = &self.view.book.power(power).defeats;
                let at = defeats
                    .iter()
                    .position(|d| d.regimes.contains(&regime) && d.period.holds(self.view.day))?;
                Some(Row::Defeat(power, at))
            }
            Cause::NotAMechanism(Some(mechanism)) => {
                let rows = &self.view.book.pack().non_mechanisms;
                let found = rows.iter().position(|row| {
                    row.mechanism == mechanism && (row.regimes.is_empty() || row.regimes.contains(&regime))
                })?;
                Some(Row::NonMechanism(found))
            }
            _ => None,
        }
    }

    /// Whether the cell of the row that decides is from memory.
    pub(super) fn unconfirmed(&self, row: Row, stands: bool) -> bool {
        match row {
            Row::Rule(rule) => {
                let header = &self.view.book.rule(rule).header;
                header.confidence == Confidence::Memory
                    || header.memory.scope
                    || match header.period.at(self.view.day) {
                        When::Before => header.memory.since,
                        When::After => header.memory.until,
                        When::During => false,
                    } && !stands
            }
            Row::Defeat(power, at) => {
                let defeats = &self.view.book.power(power).defeats;
                defeats.get(at).is_some_and(|defeat| defeat.confidence == Confidence::Memory)
            }
            Row::NonMechanism(at) => {
                let rows = &self.view.book.pack().non_mechanisms;
                rows.get(at).is_some_and(|row| row.header.confidence == Confidence::Memory)
            }
            // The scope of a ban is whom it exempts: where the ban applies, no exemption decided.
            Row::Localisation(_) | Row::Restriction(_) | Row::Sanction(_) => {
                row.confidence(self.view.book) == Confidence::Memory
            }
            Row::Territory(_) | Row::Free(_) => false,
        }
    }
}
