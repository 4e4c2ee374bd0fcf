//! `transfer law matrix`: which kinds of mechanism each regime knows on a day.

use std::collections::BTreeMap;

use serde::Serialize;
use tabled::builder::Builder;
use tabled::settings::Style;
use transfer_model::day::Day;
use transfer_model::index::{MechanismIx, RegimeIx};
use transfer_model::law::{Condition, Kind, LawBook, Part, Rule};

use crate::args::{AsOf, LawMatrix, MatrixFormat};
use crate::env::{Env, Out};
use crate::outcome::Outcome;
use crate::render::csv::record;
use crate::render::markdown::escape;
use crate::render::text::clean;

/// What a regime makes of a kind of mechanism; the better of several rows counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    No,
    Later,
    Limited,
    Yes,
}

impl Use {
    const fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Later => "later",
            Self::Limited => "limited",
            Self::Yes => "yes",
        }
    }
}

#[derive(Serialize)]
struct Row<'a> {
    regime: &'a str,
    kinds: BTreeMap<&'static str, &'static str>,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: String,
    law: &'a str,
    overlays: &'a [String],
    regimes: Vec<Row<'a>>,
}

/// Runs it.
pub(super) fn run(args: &LawMatrix, book: &LawBook, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let day = match args.as_of {
        Some(AsOf::Day(day)) => day,
        Some(AsOf::Today) | None => env.today(),
    };
    let regimes: Vec<RegimeIx> = book
        .regimes()
        .iter()
        .copied()
        .filter(|regime| book.regime(*regime).header.period.holds(day))
        .collect();
    let rows: Vec<Row<'_>> = regimes
        .into_iter()
        .map(|regime| Row {
            regime: &book.regime(regime).header.id,
            kinds: Kind::WORDS
                .iter()
                .map(|(name, kind)| (*name, of(book, regime, *kind, day).name()))
                .collect(),
        })
        .collect();
    let cells = |row: &Row<'_>| {
        let mut cells = vec![row.regime.to_owned()];
        cells.extend(
            Kind::WORDS.iter().map(|(name, _)| row.kinds.get(name).copied().unwrap_or("no").to_owned()),
        );
        cells
    };
    let head: Vec<String> = std::iter::once("regime")
        .chain(Kind::WORDS.iter().map(|(name, _)| *name))
        .map(str::to_owned)
        .collect();
    let text = match args.format {
        MatrixFormat::Json => {
            let document = Document {
                schema: "transfer-law-matrix/1",
                as_of: day.to_string(),
                law: &book.pack().version,
                overlays: &book.pack().overlays,
                regimes: rows,
            };
            let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
            text.push('\n');
            text
        }
        MatrixFormat::Csv => {
            let mut text = record(&head);
            for row in &rows {
                text.push_str(&record(&cells(row)));
            }
            text
        }
        MatrixFormat::Markdown => {
            let line = |cells: &[String]| {
                let cells: Vec<String> = cells.iter().map(|cell| escape(cell)).collect();
                format!("| {} |\n", cells.join(" | "))
            };
            let mut text = line(&head);
            text.push_str(&format!("|{}\n", " --- |".repeat(head.len())));
            for row in &rows {
                text.push_str(&line(&cells(row)));
            }
            text.push_str(&format!("\n{}\n", legend(book, day)));
            text
        }
        MatrixFormat::Human => {
            let mut table = Builder::default();
            table.push_record(std::iter::once("regime").chain(HEADS));
            for row in &rows {
                table.push_record(cells(row).iter().map(|cell| match cell.as_str() {
                    "no" => "-".to_owned(),
                    other => clean(other),
                }));
            }
            let mut table = table.build();
            table.with(Style::psql());
            format!("{table}\n\n{KEY}\n{}\n", legend(book, day))
        }
    };
    out.answer(&text);
    Outcome::Clean
}

/// Short heads, in the order of the kinds.
const HEADS: [&str; 12] =
    ["adq", "scc", "bcr", "cert", "cons", "contr", "auth", "assess", "notif", "acc", "local", "derog"];

const KEY: &str = "adq adequacy list, scc clauses, bcr corporate rules, cert certification, cons consent, contr contract with the person,\n\
                   auth approval by an authority, assess assessment, notif notice, acc accountability, local kept at home, derog exceptions";

fn legend(book: &LawBook, day: Day) -> String {
    format!(
        "yes: a route or duty on {day}; limited: needs an approval, is a duty beside a route, an empty list or a question; \
         later: from a later day; law pack {}",
        clean(&book.pack().title())
    )
}

/// What the regime makes of mechanisms of that kind on the day.
fn of(book: &LawBook, regime: RegimeIx, kind: Kind, day: Day) -> Use {
    let pack = book.pack();
    let mut best = Use::No;
    for rule in pack.rules.iter().filter(|rule| rule.regimes.contains(&regime)) {
        if kind_of(book, rule) != Some(kind) {
            continue;
        }
        let found = if rule.header.period.since > day {
            Use::Later
        } else if !rule.header.period.holds(day) {
            Use::No
        } else if rule.is_route() && !limited(rule) {
            Use::Yes
        } else {
            Use::Limited
        };
        best = best.max(found);
    }
    if kind == Kind::LocalisationBan {
        for row in pack.localisations.iter().filter(|row| row.regime == regime) {
            let found = if row.header.period.since > day {
                Use::Later
            } else if row.header.period.holds(day) {
                if row.when.is_empty() { Use::Yes } else { Use::Limited }
            } else {
                Use::No
            };
            best = best.max(found);
        }
    }
    best
}

/// The kind of a rule: that of the word that its id begins with, where there is one, else that of the mechanism.
fn kind_of(book: &LawBook, rule: &Rule) -> Option<Kind> {
    let own = |ix: MechanismIx| book.mechanism(ix).kind;
    let mut id = rule.header.id.as_str();
    loop {
        if let Some(kind) = book.mechanism_of(id).and_then(own) {
            return Some(kind);
        }
        let Some((shorter, _)) = id.rsplit_once('-') else { return own(rule.mechanism) };
        id = shorter;
    }
}

/// Whether a route is open only after an approval, is an empty list, or only asks.
fn limited(rule: &Rule) -> bool {
    matches!(rule.part, Part::CarveOut)
        || rule.conditions.iter().any(|condition| match condition {
            Condition::Approved | Condition::ApprovedIn(_) | Condition::Question(_) => true,
            Condition::AdequateUnder { regimes, .. } => regimes.is_empty(),
            _ => false,
        })
}
