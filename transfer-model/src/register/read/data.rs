//! `[[data]]`.

use super::Reader;
use crate::read::{Table, unknown_word};
use crate::register::model::{Data, Personal};
use crate::register::words::{PERSONAL, SPECIAL};
use crate::source::Spanned;

impl Reader<'_> {
    pub(super) fn data(&mut self, t: &mut Table<'_>) -> Option<Data> {
        let id = t.need_text("id");
        let name = t.need_text("name");
        let hr = t.flag("hr").is_some_and(|f| f.value);
        let special = t.words("special", &SPECIAL).unwrap_or_default().into_iter().map(|s| s.value).collect();
        let criminal = t.flag("criminal").is_some_and(|f| f.value);
        let children = t.flag("children").is_some_and(|f| f.value);
        let sensitive = self.regimes(t, "sensitive");
        let kinds = t.each("kinds", |t, text| {
            let kind = self.law.data_kind_of(text.value);
            if kind.is_none() {
                let known = self.law.pack().vocabulary.data_kinds.iter().map(String::as_str);
                t.problem(unknown_word(&text, "kind of data", known));
            }
            kind
        });
        let personal = t.word("personal", &PERSONAL);
        t.finish();
        let id = id?;
        Some(Data {
            span: id.span,
            personal: personal.unwrap_or(Spanned::new(Personal::Yes, id.span)),
            id: id.value,
            name: name?.value,
            hr,
            special,
            criminal,
            children,
            sensitive,
            kinds: kinds.unwrap_or_default(),
        })
    }
}
