//! The laws themselves and the powers of states over data: read before the rows that name them.

use transfer_model::law::{Aside, Confidence, Defeat, Power, Regime};
use transfer_model::read::Table;
use transfer_model::source::SourceId;

use super::Loader;

impl Loader<'_> {
    pub(super) fn regime(&mut self, source: SourceId, t: &mut Table<'_>) -> Option<Regime> {
        let name = t.need_text("name");
        let title = t.need_text("title");
        let same_entity_free = t.flag("same_entity_free").is_some_and(|f| f.value);
        let processor_return_free = t.flag("processor_return_free").is_some_and(|f| f.value);
        let exporters = t.word("exporters", &[("eu-institution", true), ("any", false)]);
        let asides = t
            .tables("aside", "an entry of `aside`", |t| {
                let purposes = Self::words(t, "purposes", &self.pack.vocabulary.purposes);
                let (law, citation) = (t.need_text("law"), t.need_text("citation"));
                t.finish();
                Some(Aside { purposes, law: law?.value, citation: citation?.value })
            })
            .unwrap_or_default();
        let mut line = |key| t.text(key).map(|text| text.value);
        let (transfer, assessment, penalty) = (line("transfer"), line("assessment"), line("penalty"));
        let header = self.header(source, t, true);
        t.finish();
        Some(Regime {
            header: header?,
            name: name?.value,
            title: title?.value,
            same_entity_free,
            processor_return_free,
            institutions_only: exporters.is_some_and(|e| e.value),
            asides,
            transfer,
            assessment,
            penalty,
        })
    }

    pub(super) fn power(&mut self, source: SourceId, t: &mut Table<'_>) -> Option<Power> {
        let name = t.need_text("title");
        let places = self.places(t, "places");
        let through_control = t.flag("through_control").is_some_and(|flag| flag.value);
        let defeats = t
            .tables("defeats", "an entry of `defeats`", |t| {
                let regimes = self.regimes(t, "regimes");
                let period = t.period();
                let citation = t.need_text("citation");
                let _ = t.texts("source");
                let verified = t.need_day("verified");
                let confidence = t.need_word("confidence", &Confidence::WORDS);
                t.finish();
                Some(Defeat {
                    regimes,
                    period,
                    citation: citation?.value,
                    verified: verified?.value,
                    confidence: confidence?.value,
                })
            })
            .unwrap_or_default();
        let header = self.header(source, t, true);
        t.finish();
        Some(Power { header: header?, name: name?.value, places, through_control, defeats })
    }
}
