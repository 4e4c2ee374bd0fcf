//! Which kinds of mechanism each regime knows on a day. For programs `transfer-law-matrix/1`.

use std::collections::BTreeMap;

use serde::Serialize;
use transfer_model::day::Day;
use transfer_model::index::RegimeIx;
use transfer_model::law::{Kind, LawBook};
use transfer_model::overview::Use;

use crate::render::csv::record;
use crate::render::head::document;
use crate::render::table;
use crate::render::text::clean;

/// Short heads, in the order of the kinds.
const HEADS: [&str; Kind::WORDS.len()] =
    ["adq", "scc", "bcr", "cert", "cons", "contr", "auth", "assess", "notif", "acc", "local", "derog"];

const KEY: &str = "adq adequacy list, scc clauses, bcr corporate rules, cert certification, cons consent, contr contract with the person,\n\
                   auth approval by an authority, assess assessment, notif notice, acc accountability, local kept at home, derog exceptions";

/// What each regime knows, and on which day.
pub(crate) struct Answer<'a> {
    pub(crate) book: &'a LawBook,
    pub(crate) day: Day,
    pub(crate) kinds: &'a [(RegimeIx, Vec<Use>)],
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: String,
    law: &'a str,
    overlays: &'a [String],
    regimes: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    regime: &'a str,
    kinds: BTreeMap<&'static str, &'static str>,
}

impl Answer<'_> {
    /// For people: short heads, and a dash for what a regime does not know.
    pub(crate) fn human(&self) -> String {
        let head: Vec<&str> = std::iter::once("regime").chain(HEADS).collect();
        let short = |word: &str| if word == Use::No.name() { String::new() } else { word.to_owned() };
        let table = table::human(&head, &self.rows(short), false);
        format!("{table}\n{KEY}\n{}\n", clean(&self.legend()))
    }

    /// For wikis.
    pub(crate) fn markdown(&self) -> String {
        let table = table::marked(&head(), &self.rows(str::to_owned));
        format!("{table}\n{}\n", clean(&self.legend()))
    }

    /// For spreadsheets; heads are the words of the law pack.
    pub(crate) fn csv(&self) -> String {
        let head: Vec<String> = head().into_iter().map(str::to_owned).collect();
        std::iter::once(head).chain(self.rows(str::to_owned)).map(|cells| record(&cells)).collect()
    }

    /// For programs.
    pub(crate) fn json(&self) -> String {
        let pack = self.book.pack();
        let rows = self.kinds.iter().map(|(regime, uses)| Row {
            regime: &self.book.regime(*regime).header.id,
            kinds: Kind::WORDS.iter().zip(uses).map(|((word, _), made)| (*word, made.name())).collect(),
        });
        document(&Document {
            schema: "transfer-law-matrix/1",
            as_of: self.day.to_string(),
            law: &pack.version,
            overlays: &pack.overlays,
            regimes: rows.collect(),
        })
    }

    fn rows(&self, word: impl Fn(&str) -> String) -> Vec<Vec<String>> {
        let row = |(regime, uses): &(RegimeIx, Vec<Use>)| {
            let name = self.book.regime(*regime).header.id.clone();
            std::iter::once(name).chain(uses.iter().map(|made| word(made.name()))).collect()
        };
        self.kinds.iter().map(row).collect()
    }

    fn legend(&self) -> String {
        format!(
            "yes: a route or duty on {}; limited: needs an approval, is a duty beside a route, an empty list or a question; \
             later: from a later day; law pack {}",
            self.day,
            self.book.pack().title()
        )
    }
}

fn head() -> Vec<&'static str> {
    std::iter::once("regime").chain(Kind::WORDS.iter().map(|(word, _)| *word)).collect()
}
