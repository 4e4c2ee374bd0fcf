//! What the JSON of every query begins with: of which register, by which law, on which day.

use serde::Serialize;
use transfer_model::assess::Assessment;

use super::fast_json::{Layout, write};
use super::json::LawHead;
use super::text::clean;
use crate::input::Loaded;

#[derive(Debug, Serialize)]
pub(super) struct Head<'a> {
    schema: &'static str,
    register: RegisterHead<'a>,
    law: LawHead<'a>,
    as_of: String,
}

#[derive(Debug, Serialize)]
struct RegisterHead<'a> {
    name: &'a str,
    digest: &'a str,
}

pub(super) fn head<'a>(schema: &'static str, loaded: &'a Loaded, assessment: &Assessment) -> Head<'a> {
    let pack = loaded.book.pack();
    Head {
        schema,
        register: RegisterHead { name: &loaded.register.name, digest: &loaded.register.digest },
        law: LawHead::of(pack, assessment.verified_to),
        as_of: loaded.day.to_string(),
    }
}

/// The document, with a line end.
pub(super) fn document<T: Serialize>(document: &T) -> String {
    let mut text = String::new();
    write(document, Layout::Pretty(0), &mut text);
    text.push('\n');
    text
}

/// By which law, and whether the day was given.
pub(super) fn law_line(loaded: &Loaded, assessment: &Assessment) -> String {
    let pack = loaded.book.pack();
    let clock = if loaded.by_clock {
        format!("; no day was given: assessed as of today, {}", loaded.day)
    } else {
        String::new()
    };
    format!("law pack {}, verified to {}{clock}\n", clean(&pack.title()), assessment.verified_to)
}
