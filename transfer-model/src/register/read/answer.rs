//! Who answers for what and until when: `[[responsible]]`, `[[waiver]]`, `[[duty]]`.

use super::Reader;
use super::names::Named;
use crate::diag::{Problem, ProblemCode};
use crate::finding::Code;
use crate::index::FlowIx;
use crate::read::{Table, unknown_word};
use crate::register::model::{Duty, Responsible, Waiver};
use crate::source::Spanned;

impl Reader<'_> {
    pub(super) fn responsible(&mut self, t: &mut Table<'_>) -> Option<Responsible> {
        let span = t.span();
        if !t.has("subjects_in") {
            t.missing("subjects_in");
        }
        let subjects_in = self.places(t, "subjects_in");
        let party = self.need_party(t, "party");
        let governing_law = t.said("governing_law").and_then(|text| self.place(t, text));
        let courts = t.text("courts").map(|c| c.value);
        t.finish();
        Some(Responsible { span, subjects_in: subjects_in?, party: party?, governing_law, courts })
    }

    pub(super) fn waiver(&mut self, t: &mut Table<'_>) -> Option<Waiver> {
        let flow = t.said("flow").and_then(|text| {
            self.names.find(Named::Flow, text, t).map(|f| Spanned::new(FlowIx::new(f), text.span))
        });
        let finding = t.need_said("finding").and_then(|text| {
            let code = Code::parse(text.value);
            if code.is_none() {
                t.problem(unknown_word(&text, "finding", Code::ALL.iter().map(|code| code.name())));
            }
            code.map(|code| Spanned::new(code, text.span))
        });
        let reason = t.need_text("reason");
        let approved_by = t.need_text("approved_by");
        let since = t.day("since");
        let until = t.need_day("until");
        if let (Some(since), Some(until)) = (since, until)
            && until.value < since.value
        {
            let message = format!("`until` ({}) is before `since` ({})", until.value, since.value);
            t.problem(
                Problem::new(ProblemCode::DatesReversed, until.span, message)
                    .other(since.span, "begins here"),
            );
        }
        let span = finding.map_or(t.span(), |f| f.span);
        t.finish();
        Some(Waiver {
            span,
            flow,
            finding: finding?,
            reason: reason?.value,
            approved_by: approved_by?.value,
            since: since.map(|d| d.value),
            until: until?,
        })
    }

    pub(super) fn duty(&mut self, t: &mut Table<'_>) -> Option<Duty> {
        let id = t.need_text("id");
        let party = t.said("party").and_then(|text| self.party_ref(t, text));
        let kind = t.need_text("kind");
        let due = t.need_day("due");
        let done = t.day("done");
        t.finish();
        let id = id?;
        Some(Duty {
            span: id.span,
            id: id.value,
            party,
            kind: kind?.value,
            due: due?,
            done: done.map(|d| d.value),
        })
    }
}
