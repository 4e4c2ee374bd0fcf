//! `transfer law show`: a row, or all that belongs to a mechanism or a regime.

use super::Pack;
use super::row::{every_row, human_rows, json, rows_of};
use crate::args::{AsOf, LawShow, ListFormat};
use crate::command::named::meant;
use crate::env::{Env, Out};
use crate::outcome::Outcome;
use crate::render::text::clean;

/// Runs it.
pub(super) fn run(args: &LawShow, pack: Pack<'_>, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let book = pack.book;
    let id = args.id.as_str();
    let mut rows = rows_of(pack, id);
    if rows.is_empty() {
        let all = every_row(pack);
        let known: Vec<&str> = all.iter().map(|row| row.id).chain(book.mechanism_words()).collect();
        let help = meant(id, known);
        out.message(&format!("error: nothing in the law pack is called `{}`{help}\n", clean(id)));
        return Outcome::Broken;
    }
    let day = args.as_of.map(|as_of| match as_of {
        AsOf::Day(day) => day,
        AsOf::Today => env.today(),
    });
    if let Some(day) = day {
        // Days written as ISO 8601 sort as days do.
        let day = day.to_string();
        rows.retain(|row| {
            row.since.as_ref().is_none_or(|since| *since <= day)
                && row.until.as_ref().is_none_or(|until| day <= *until)
        });
        if rows.is_empty() && args.format == ListFormat::Human {
            out.answer(&format!("no row of `{id}` is in force on {day}\n"));
            return Outcome::Clean;
        }
    }
    let text = match args.format {
        ListFormat::Json => json(&rows),
        ListFormat::Human => human_rows(&rows),
    };
    out.answer(&text);
    Outcome::Clean
}
