//! What a flow is said to rely on: documents of the register, words of the vocabulary, or something else.

use super::Reader;
use super::names::Named;
use crate::day::Period;
use crate::index::InstrumentIx;
use crate::read::Table;
use crate::register::model::{Tag, TagUse};
use crate::source::Spanned;

impl Reader<'_> {
    pub(super) fn tags(&self, t: &mut Table<'_>) -> Vec<Tag> {
        let tags = t.entries(
            "mechanism",
            "an entry of `mechanism`",
            |t, text| {
                let names = self.tag_use(t, text, None)?;
                Some(Tag { span: text.span, names, data: None, period: Period::ALWAYS })
            },
            |t| {
                let uses = t.need_said("use");
                let text = t.text("text");
                let data = self.data_list(t, "data").map(|list| list.into_iter().map(|d| d.value).collect());
                let period = t.period();
                t.finish();
                let uses = uses?;
                let names = self.tag_use(t, uses, text)?;
                Some(Tag { span: uses.span, names, data, period })
            },
        );
        tags.unwrap_or_default()
    }

    fn tag_use(
        &self,
        t: &mut Table<'_>,
        uses: Spanned<&str>,
        text: Option<Spanned<String>>,
    ) -> Option<TagUse> {
        if uses.value == "other" {
            return Some(TagUse::Other(text.map(|text| text.value).unwrap_or_default()));
        }
        if let Some(number) = self.names.number(Named::Instrument, uses.value) {
            return Some(TagUse::Instrument(InstrumentIx::new(number)));
        }
        if let Some(mechanism) = self.law.mechanism_of(uses.value) {
            return Some(TagUse::Bare(mechanism));
        }
        let words: Vec<&str> = self.names.ids(Named::Instrument).chain(self.law.mechanism_words()).collect();
        t.problem(self.named(uses, "instrument of this register or mechanism", words.into_iter(), false));
        None
    }
}
