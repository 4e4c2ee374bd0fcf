//! `transfer law verify`: rows from memory or not verified since a day, oldest first; then the faults of the data, which
//! make the run fail.

use serde::Serialize;

use super::Pack;
use super::row::{RowOut, every_row};
use crate::args::{AsOf, LawVerify, ListFormat};
use crate::env::{Env, Out};
use crate::outcome::Outcome;
use crate::render::human::plural;

#[derive(Serialize)]
struct VerifyOut<'a> {
    schema: &'static str,
    rows: Vec<RowOut<'a>>,
    faults: Vec<FaultOut>,
}

#[derive(Serialize)]
struct FaultOut {
    file: String,
    line: u32,
    row: String,
    message: String,
}

/// Runs it.
pub(super) fn run(args: &LawVerify, pack: Pack<'_>, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let book = pack.book;
    let before = match args.before {
        Some(AsOf::Day(day)) => day,
        Some(AsOf::Today) => env.today(),
        None => env.today().plus_days(-365),
    };
    let mut rows = every_row(pack);
    // A rule for several words is one row.
    rows.sort_by_key(|row| (row.id, row.kind));
    rows.dedup_by_key(|row| (row.id, row.kind));
    let (all, limit) = (rows.len(), before.to_string());
    rows.retain(|row| row.confidence == "memory" || row.verified < limit);
    rows.sort_by(|a, b| (&a.verified, &a.file, a.line).cmp(&(&b.verified, &b.file, b.line)));
    let faults = jurisdictions::lint(book);
    let text = match args.format {
        ListFormat::Json => {
            let faults = faults.iter().map(|f| FaultOut {
                file: pack.home.path(&f.file),
                line: f.line,
                row: f.row.clone(),
                message: f.message.clone(),
            });
            let mut text = serde_json::to_string_pretty(&VerifyOut {
                schema: "transfer-law-verify/1",
                rows,
                faults: faults.collect(),
            })
            .unwrap_or_default();
            text.push('\n');
            text
        }
        ListFormat::Human => {
            let mut text = String::new();
            for row in &rows {
                let why = if row.confidence == "memory" { "from memory" } else { "not verified since" };
                text.push_str(&format!(
                    "{}  {why}  {}:{}  {} ({})\n",
                    row.verified, row.file, row.line, row.id, row.citation
                ));
            }
            for fault in &faults {
                text.push_str(&format!(
                    "fault  {}:{}  {}  {}\n",
                    pack.home.path(&fault.file),
                    fault.line,
                    fault.row,
                    fault.message
                ));
            }
            text.push_str(&format!(
                "{} of {all} rows are from memory or were last verified before {before}; {}\n",
                rows.len(),
                plural(faults.len(), "fault")
            ));
            text
        }
    };
    out.answer(&text);
    if faults.is_empty() { Outcome::Clean } else { Outcome::Findings }
}
