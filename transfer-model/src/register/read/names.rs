//! The ids of a register: collected before the tables are read, so that every reference can be resolved where
//! it stands, whatever the order of tables and files.

use std::collections::BTreeMap;

use toml::de::DeTable;

use crate::diag::{Problem, ProblemCode, Problems};
use crate::law::LawBook;
use crate::read::{Table, shorten};
use crate::source::{Span, Spanned, is_hidden};

/// The ids of a register, by kind of table, numbered as the tables will be.
pub(super) struct Names<'a> {
    law: &'a LawBook,
    pub(super) by_kind: BTreeMap<&'static str, BTreeMap<String, (usize, Span)>>,
    count: BTreeMap<&'static str, usize>,
    /// How many references were compared with all ids so far.
    compared: std::cell::Cell<usize>,
}

/// Comparing every dangling reference with every id would take too long in a large broken register.
const MOST_COMPARED: usize = 50;

const NAMED: [&str; 7] = ["party", "data", "instrument", "flow", "tia", "notice", "duty"];
const LONGEST_ID: usize = 128;

impl<'a> Names<'a> {
    pub(super) fn new(law: &'a LawBook) -> Self {
        let by_kind = NAMED.iter().map(|kind| (*kind, BTreeMap::new())).collect();
        Self { law, by_kind, count: BTreeMap::new(), compared: std::cell::Cell::new(0) }
    }

    pub(super) fn collect(
        &mut self,
        source: crate::source::SourceId,
        root: &DeTable<'_>,
        problems: &mut Problems,
    ) {
        for kind in NAMED {
            let Some(items) = root.get(kind).and_then(|value| value.get_ref().as_array()) else { continue };
            for item in items {
                let count = self.count.entry(kind).or_insert(0);
                let number = *count;
                *count = count.saturating_add(1);
                let Some(id) = item.get_ref().as_table().and_then(|table| table.get("id")) else { continue };
                let Some(text) = id.get_ref().as_str() else { continue };
                let span = Span::new(source, id.span());
                self.check(kind, text, span, problems);
                let ids = self.by_kind.entry(kind).or_default();
                if let Some((_, first)) = ids.get(text) {
                    problems.push(
                        Problem::new(
                            ProblemCode::DuplicateId,
                            span,
                            format!("a second {kind} with the id `{}`", shorten(text)),
                        )
                        .other(*first, "the first is here")
                        .help("ids name one thing each; rename one of them"),
                    );
                } else {
                    ids.insert(text.to_owned(), (number, span));
                }
            }
        }
    }

    fn check(&self, kind: &str, id: &str, span: Span, problems: &mut Problems) {
        let bad = id.chars().find(|c| c.is_control() || c.is_whitespace() || is_hidden(*c));
        if bad.is_some() || id.len() > LONGEST_ID {
            problems.push(
                Problem::new(ProblemCode::UnknownWord, span, format!("`{}` cannot be an id", shorten(id)))
                    .help(format!(
                        "an id has no blanks or invisible characters and at most {LONGEST_ID} bytes"
                    )),
            );
        }
        if kind == "instrument" && self.law.mechanism_of(id).is_some() {
            problems.push(
                Problem::new(
                    ProblemCode::DuplicateId,
                    span,
                    format!("the instrument id `{id}` is a word of the vocabulary of mechanisms"),
                )
                .help("give the document a name of its own, such as `scc-hosting`"),
            );
        }
    }

    pub(super) fn find(
        &self,
        kind: &'static str,
        text: &Spanned<String>,
        problems: &mut Table<'_>,
    ) -> Option<usize> {
        let ids = self.by_kind.get(kind)?;
        if let Some((number, _)) = ids.get(&text.value) {
            return Some(*number);
        }
        let mut problem = Problem::new(
            ProblemCode::UnknownReference,
            text.span,
            format!("no {kind} has the id `{}`", shorten(&text.value)),
        );
        let compared = self.compared.get();
        self.compared.set(compared.saturating_add(1));
        if compared < MOST_COMPARED
            && let Some(meant) = crate::suggest::nearest(&text.value, ids.keys().map(String::as_str))
        {
            problem = problem.help(format!("did you mean `{meant}`?"));
        }
        problems.problem(problem);
        None
    }
}
