//! `transfer law`: the law pack, dated.

mod diff;
mod matrix;

use serde::Serialize;
use tabled::builder::Builder;
use tabled::settings::Style;
use transfer_model::day::Day;
use transfer_model::index::{MechanismIx, PlaceIx, RegimeIx};
use transfer_model::law::{Condition, DayView, Header, LawBook, Part, Regime, Rule};
use transfer_model::suggest::nearest;

use crate::args::{AsOf, Law, LawCommand, LawList, LawShow, LawVerify, ListFormat};
use crate::env::{Env, Out};
use crate::input;
use crate::outcome::Outcome;
use crate::render::text::clean;

/// Runs it.
pub fn run(args: &Law, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(book) = input::law(args.law.as_deref(), env, out) else { return Outcome::Broken };
    match &args.command {
        LawCommand::List(list) => self::list(list, &book, env, out),
        LawCommand::Show(show) => self::show(show, &book, env, out),
        LawCommand::Diff(args) => diff::run(args, &book, env, out),
        LawCommand::Matrix(args) => matrix::run(args, &book, env, out),
        LawCommand::Verify(verify) => self::verify(verify, &book, env, out),
    }
}

#[derive(Serialize)]
struct RowOut<'a> {
    id: &'a str,
    kind: &'static str,
    mechanism: Option<&'a str>,
    regimes: Vec<&'a str>,
    places: Vec<&'a str>,
    conditions: Vec<&'static str>,
    since: Option<String>,
    until: Option<String>,
    citation: &'a str,
    ended_by: Option<&'a str>,
    source: &'a [String],
    verified: String,
    confidence: &'static str,
    note: Option<&'a str>,
    file: &'a str,
    line: u32,
    /// What counts as a transfer, the assessment by its local name, the penalty ceiling: of regimes.
    transfer: Option<&'a str>,
    assessment: Option<&'a str>,
    penalty: Option<&'a str>,
}

fn list(args: &LawList, book: &LawBook, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let day = match args.as_of {
        Some(AsOf::Day(day)) => day,
        Some(AsOf::Today) | None => env.today(),
    };
    let unknown = |out: &mut Out<'_>, kind: &str, word: &str, known: Option<&str>| {
        let help = known.map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
        out.message(&format!("error: `{word}` is not a known {kind}{help}\n"));
        Outcome::Broken
    };
    let regime = match &args.regime {
        None => None,
        Some(word) => {
            let found = book.regime_of(word);
            if found.is_none() {
                let known = nearest(word, book.pack().regimes.iter().map(|r| r.header.id.as_str()));
                return unknown(out, "regime", word, known);
            }
            found
        }
    };
    let mechanism = match &args.mechanism {
        None => None,
        Some(word) => match book.mechanism_of(word) {
            Some(ix) => Some(ix),
            None => return unknown(out, "mechanism", word, nearest(word, book.mechanism_words())),
        },
    };
    let place = match &args.place {
        None => None,
        Some(word) => match book.place_of(word) {
            Some(ix) => Some(ix),
            None => return unknown(out, "place", word, nearest(word, book.place_codes())),
        },
    };
    let view = DayView::new(book, day);
    let rows: Vec<&Rule> = book
        .pack()
        .rules
        .iter()
        .filter(|rule| args.all || rule.header.period.holds(day))
        .filter(|rule| wanted(rule, regime, mechanism, place, &view))
        .collect();
    let text = match args.format {
        ListFormat::Json => json(&rows.iter().map(|rule| rule_out(book, rule)).collect::<Vec<_>>()),
        ListFormat::Human => human_list(book, &rows, day, args.all),
    };
    out.answer(&text);
    Outcome::Clean
}

fn wanted(
    rule: &Rule,
    regime: Option<RegimeIx>,
    mechanism: Option<MechanismIx>,
    place: Option<PlaceIx>,
    view: &DayView<'_>,
) -> bool {
    regime.is_none_or(|regime| rule.regimes.contains(&regime))
        && mechanism.is_none_or(|mechanism| rule.mechanism == mechanism)
        && place.is_none_or(|place| {
            let importers = rule.conditions.iter().filter_map(|condition| match condition {
                Condition::ImporterIn(places) => Some(places),
                _ => None,
            });
            let named: Vec<PlaceIx> = rule.places.iter().chain(importers.flatten()).copied().collect();
            view.within(place, &view.book.expand(&named, view.day))
        })
}

fn human_list(book: &LawBook, rows: &[&Rule], day: Day, all: bool) -> String {
    let mut table = Builder::default();
    table.push_record(["row", "mechanism", "regimes", "since", "until", "confidence"]);
    let mut sorted: Vec<&&Rule> = rows.iter().collect();
    sorted
        .sort_by_key(|rule| (&book.mechanism(rule.mechanism).id, rule.header.period.since, &rule.header.id));
    for rule in sorted {
        let regimes: Vec<&str> = rule.regimes.iter().map(|r| book.regime(*r).header.id.as_str()).collect();
        table.push_record([
            rule.header.id.as_str(),
            book.mechanism(rule.mechanism).id.as_str(),
            regimes.join(", ").as_str(),
            bound(rule.header.period.start()).as_str(),
            bound(rule.header.period.end()).as_str(),
            rule.header.confidence.name(),
        ]);
    }
    let mut table = table.build();
    table.with(Style::psql());
    let pack = book.pack();
    let when = if all { "on any day".to_owned() } else { format!("in force on {day}") };
    let count = match rows.len() {
        1 => "1 rule".to_owned(),
        more => format!("{more} rules"),
    };
    format!("{table}\n\n{count} {when}; law pack {}\n", clean(&pack.title()))
}

fn bound(day: Option<Day>) -> String {
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}

fn rule_out<'a>(book: &'a LawBook, rule: &'a Rule) -> RowOut<'a> {
    let kind = match rule.part {
        Part::Route { .. } => "rule",
        Part::Overlay { .. } => "overlay",
        Part::CarveOut => "carve-out",
    };
    let mut row = header_out(book, kind, &rule.header);
    row.mechanism = Some(&book.mechanism(rule.mechanism).id);
    row.regimes = rule.regimes.iter().map(|r| book.regime(*r).header.id.as_str()).collect();
    row.places = rule.places.iter().map(|p| book.place(*p).code.as_str()).collect();
    row.conditions = rule.conditions.iter().map(Condition::name).collect();
    row
}

fn header_out<'a>(book: &'a LawBook, kind: &'static str, header: &'a Header) -> RowOut<'a> {
    RowOut {
        id: &header.id,
        kind,
        mechanism: None,
        regimes: Vec::new(),
        places: Vec::new(),
        conditions: Vec::new(),
        since: header.period.start().map(|day| day.to_string()),
        until: header.period.end().map(|day| day.to_string()),
        citation: &header.citation,
        ended_by: header.ended_by.as_deref(),
        source: &header.sources,
        verified: header.verified.to_string(),
        confidence: header.confidence.name(),
        note: header.note.as_deref(),
        file: book.pack().files.get(usize::from(header.file)).map_or("", String::as_str),
        line: header.line,
        transfer: None,
        assessment: None,
        penalty: None,
    }
}

fn regime_out<'a>(book: &'a LawBook, regime: &'a Regime) -> RowOut<'a> {
    let mut row = header_out(book, "regime", &regime.header);
    row.transfer = regime.transfer.as_deref();
    row.assessment = regime.assessment.as_deref();
    row.penalty = regime.penalty.as_deref();
    row
}

fn json(rows: &[RowOut<'_>]) -> String {
    let mut text = serde_json::to_string_pretty(rows).unwrap_or_default();
    text.push('\n');
    text
}

/// Every row of the pack, of whatever kind.
fn every_row(book: &LawBook) -> Vec<RowOut<'_>> {
    let pack = book.pack();
    let plain = |kind: &'static str| move |header| header_out(book, kind, header);
    let mut rows: Vec<RowOut<'_>> = Vec::new();
    rows.extend(pack.rules.iter().map(|row| rule_out(book, row)));
    rows.extend(pack.regimes.iter().map(|row| regime_out(book, row)));
    rows.extend(pack.non_mechanisms.iter().map(|row| {
        let mut found = header_out(book, "non-mechanism", &row.header);
        found.mechanism = Some(&book.mechanism(row.mechanism).id);
        found.note = Some(&row.reason);
        found.regimes = names(book, &row.regimes);
        found
    }));
    rows.extend(pack.memberships.iter().map(|row| {
        let mut found = header_out(book, "membership", &row.header);
        found.places = codes(book, &row.places);
        found
    }));
    rows.extend(pack.no_export_laws.iter().map(|row| {
        let mut found = header_out(book, "no-export-law", &row.header);
        found.places = codes(book, &row.places);
        found
    }));
    rows.extend(pack.paper_duties.iter().map(|row| {
        let mut found = header_out(book, "paper-duty", &row.header);
        found.regimes = names(book, &row.regimes);
        found
    }));
    rows.extend(pack.provisions.iter().map(|row| {
        let mut found = header_out(book, "provision", &row.header);
        found.regimes = names(book, std::slice::from_ref(&row.regime));
        found
    }));
    rows.extend(pack.territories.iter().map(|row| &row.header).map(plain("territory")));
    rows.extend(pack.free_areas.iter().map(|row| &row.header).map(plain("free-area")));
    rows.extend(pack.powers.iter().map(|row| &row.header).map(plain("power")));
    rows.extend(pack.events.iter().map(|row| &row.header).map(plain("event")));
    rows.extend(pack.sanctions.iter().map(|row| &row.header).map(plain("sanction")));
    rows.extend(pack.profiles.iter().map(|row| &row.header).map(plain("profile")));
    rows.extend(pack.assessments.iter().map(|row| &row.header).map(plain("assessment")));
    rows.extend(pack.localisations.iter().map(|row| &row.header).map(plain("localisation")));
    rows.extend(pack.restrictions.iter().map(|row| &row.header).map(plain("restriction")));
    rows
}

fn names<'a>(book: &'a LawBook, regimes: &[RegimeIx]) -> Vec<&'a str> {
    regimes.iter().map(|regime| book.regime(*regime).header.id.as_str()).collect()
}

fn codes<'a>(book: &'a LawBook, places: &[PlaceIx]) -> Vec<&'a str> {
    places.iter().map(|place| book.place(*place).code.as_str()).collect()
}

/// What is called so, and of a mechanism and of a regime what belongs to it too.
fn rows_of<'a>(book: &'a LawBook, id: &str) -> Vec<RowOut<'a>> {
    let pack = book.pack();
    let (mechanism, regime) = (book.mechanism_of(id), book.regime_of(id));
    let word = mechanism.map(|mechanism| book.mechanism(mechanism).id.as_str());
    let ground: Vec<&str> = pack
        .territories
        .iter()
        .filter(|row| Some(row.regime) == regime)
        .map(|row| &row.header)
        .chain(
            pack.free_areas
                .iter()
                .filter(|row| regime.is_some_and(|regime| row.regimes.contains(&regime)))
                .map(|row| &row.header),
        )
        .chain(pack.localisations.iter().filter(|row| Some(row.regime) == regime).map(|row| &row.header))
        .chain(pack.provisions.iter().filter(|row| Some(row.regime) == regime).map(|row| &row.header))
        .map(|header| header.id.as_str())
        .collect();
    let ruled = ["rule", "overlay", "carve-out"];
    let mut rows = every_row(book);
    rows.retain(|row| {
        row.id == id
            || word.is_some() && row.mechanism == word
            || regime.is_some() && ruled.contains(&row.kind) && row.regimes.contains(&id)
            || regime.is_some() && ground.contains(&row.id)
    });
    rows
}

/// A row or a regime, as `transfer law show` prints it; none where nothing is called so.
pub fn shown(book: &LawBook, id: &str) -> Option<String> {
    let rows = rows_of(book, id);
    (!rows.is_empty()).then(|| human_rows(rows))
}

fn human_rows(mut rows: Vec<RowOut<'_>>) -> String {
    in_order(&mut rows);
    rows.iter().map(human_row).collect::<Vec<_>>().join("\n")
}

fn in_order(rows: &mut [RowOut<'_>]) {
    rows.sort_by(|a, b| (a.kind, &a.since, a.id).cmp(&(b.kind, &b.since, b.id)));
}

fn show(args: &LawShow, book: &LawBook, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let id = args.id.as_str();
    let mut rows = rows_of(book, id);
    if rows.is_empty() {
        let all = every_row(book);
        let known: Vec<&str> = all.iter().map(|row| row.id).chain(book.mechanism_words()).collect();
        let help = nearest(id, known).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
        out.message(&format!("error: nothing in the law pack is called `{id}`{help}\n"));
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
        ListFormat::Json => {
            in_order(&mut rows);
            json(&rows)
        }
        ListFormat::Human => human_rows(rows),
    };
    out.answer(&text);
    Outcome::Clean
}

fn human_row(row: &RowOut<'_>) -> String {
    let mut text = format!("{} ({})\n", row.id, row.kind);
    let mut line = |label: &str, value: String| {
        if !value.is_empty() {
            text.push_str(&format!("  {label:<11}{value}\n"));
        }
    };
    line("mechanism", row.mechanism.unwrap_or_default().to_owned());
    line("regimes", row.regimes.join(", "));
    line("places", row.places.join(", "));
    line("conditions", row.conditions.join(", "));
    line("since", row.since.clone().unwrap_or_default());
    line("until", row.until.clone().unwrap_or_default());
    line("law", row.citation.to_owned());
    line("ended by", row.ended_by.unwrap_or_default().to_owned());
    line("transfer", row.transfer.unwrap_or_default().to_owned());
    line("assessment", row.assessment.unwrap_or_default().to_owned());
    line("penalty", row.penalty.unwrap_or_default().to_owned());
    line("note", row.note.unwrap_or_default().to_owned());
    line("source", row.source.join("\n             "));
    line("verified", format!("{} ({})", row.verified, row.confidence));
    line("row", format!("{}:{}", row.file, row.line));
    text
}

#[derive(Serialize)]
struct VerifyOut<'a> {
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

/// Rows from memory or not verified since a day, oldest first; then the faults of the data, which make the
/// run fail.
fn verify(args: &LawVerify, book: &LawBook, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let before = match args.before {
        Some(AsOf::Day(day)) => day,
        Some(AsOf::Today) => env.today(),
        None => env.today().plus_days(-365),
    };
    let mut rows = every_row(book);
    // A rule for several words is one row.
    rows.sort_by_key(|row| (row.id, row.kind));
    rows.dedup_by_key(|row| (row.id, row.kind));
    let (all, limit) = (rows.len(), before.to_string());
    rows.retain(|row| row.confidence == "memory" || row.verified < limit);
    rows.sort_by(|a, b| (&a.verified, a.file, a.line).cmp(&(&b.verified, b.file, b.line)));
    let faults = jurisdictions::lint(book);
    let text = match args.format {
        ListFormat::Json => {
            let faults = faults.iter().map(|f| FaultOut {
                file: f.file.clone(),
                line: f.line,
                row: f.row.clone(),
                message: f.message.clone(),
            });
            let mut text = serde_json::to_string_pretty(&VerifyOut { rows, faults: faults.collect() })
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
                    fault.file, fault.line, fault.row, fault.message
                ));
            }
            text.push_str(&format!(
                "{} of {all} rows are from memory or were last verified before {before}; {} faults\n",
                rows.len(),
                faults.len()
            ));
            text
        }
    };
    out.answer(&text);
    if faults.is_empty() { Outcome::Clean } else { Outcome::Findings }
}
