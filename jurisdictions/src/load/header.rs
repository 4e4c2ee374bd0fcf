//! What every row says of itself: when it is law, where that can be checked, how sure that is. A row without a citation
//! and a source is refused.

use transfer_model::diag::{Problem, ProblemCode};
use transfer_model::law::{Confidence, Header, Memory};
use transfer_model::read::Table;
use transfer_model::source::{SourceId, Spanned};

use super::Loader;

impl Loader<'_> {
    pub(super) fn header(&mut self, source: SourceId, t: &mut Table<'_>, named: bool) -> Option<Header> {
        let id = if named || t.has("id") {
            t.need_text("id")
        } else {
            Some(Spanned::new(String::new(), t.span()))
        };
        let period = t.period();
        let citation = t.need_text("citation");
        let listed = t.texts("source");
        if listed.as_ref().is_none_or(Vec::is_empty) {
            t.missing("source");
        }
        let verified = t.need_day("verified");
        let confidence = t.need_word("confidence", &Confidence::WORDS);
        let cells = t.words("memory", &[("since", 0u8), ("until", 1), ("scope", 2)]).unwrap_or_default();
        let cell = |cell: u8| cells.iter().any(|c| c.value == cell);
        let memory = Memory { since: cell(0), until: cell(1), scope: cell(2) };
        let ended_by = t.text("ended_by");
        if let (Some(ended), None) = (&ended_by, period.end()) {
            let message = "`ended_by` without `until`";
            t.problem(Problem::new(ProblemCode::Contradiction, ended.span, message));
        }
        let note = t.text("note");
        let id = id?;
        if !id.value.is_empty()
            && let Some(first) = self.ids.insert(id.value.clone(), id.span)
        {
            let problem =
                Problem::new(ProblemCode::DuplicateId, id.span, format!("a second row `{}`", id.value));
            t.problem(problem.other(first, "the first is here"));
        }
        let line = self.sources.get(source).map_or(0, |text| text.position(id.span.start).line);
        let file = self.sources.iter().position(|(known, _)| known == source).unwrap_or(0);
        Some(Header {
            id: id.value,
            period,
            citation: citation?.value,
            sources: listed.unwrap_or_default().into_iter().map(|s| s.value).collect(),
            verified: verified?.value,
            confidence: confidence?.value,
            memory,
            ended_by: ended_by.map(|e| e.value),
            note: note.map(|n| n.value),
            file: u16::try_from(file).unwrap_or(u16::MAX),
            line: u32::try_from(line).unwrap_or(u32::MAX),
        })
    }
}
