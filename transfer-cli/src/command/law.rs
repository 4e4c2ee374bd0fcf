//! `transfer law`: the law pack, dated.

mod condition;
mod diff;
mod matrix;

use serde::Serialize;
use transfer_model::day::Day;
use transfer_model::index::{MechanismIx, PlaceIx, RegimeIx};
use transfer_model::law::{Condition, DayView, Header, LawBook, Part, Regime, Rule};
use transfer_model::suggest::nearest;

use crate::args::{AsOf, Law, LawCommand, LawList, LawShow, LawVerify, ListFormat, TableFormat};
use crate::env::{Env, Out};
use crate::home::Home;
use crate::input;
use crate::outcome::Outcome;
use crate::render::human::plural;
use crate::render::text::clean;
use crate::render::{markdown, table};

/// Runs it.
pub fn run(args: &Law, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(book) = input::law(args.law.as_deref(), env, out) else { return Outcome::Broken };
    let home = args.law.as_deref().map_or_else(Home::default, |path| Home::of_overlay(path, env));
    let pack = Pack { book: &book, home: &home };
    match &args.command {
        LawCommand::List(list) => self::list(list, pack, env, out),
        LawCommand::Show(show) => self::show(show, pack, env, out),
        LawCommand::Diff(args) => diff::run(args, &book, env, out),
        LawCommand::Matrix(args) => matrix::run(args, &book, env, out),
        LawCommand::Verify(verify) => self::verify(verify, pack, env, out),
    }
}

/// A law pack, and where the rows added to it lie.
#[derive(Debug, Clone, Copy)]
pub struct Pack<'a> {
    /// The rows.
    pub book: &'a LawBook,
    /// Where added ones lie.
    pub home: &'a Home,
}

/// A row of the pack, of whatever kind.
#[derive(Debug, Serialize)]
pub struct RowOut<'a> {
    id: &'a str,
    kind: &'static str,
    mechanism: Option<&'a str>,
    regimes: Vec<&'a str>,
    places: Vec<&'a str>,
    conditions: Vec<&'static str>,
    /// The same with what they ask for.
    conditions_in_words: Vec<String>,
    since: Option<String>,
    until: Option<String>,
    citation: &'a str,
    ended_by: Option<&'a str>,
    source: &'a [String],
    verified: String,
    confidence: &'static str,
    note: Option<&'a str>,
    file: String,
    line: u32,
    /// What counts as a transfer, the assessment by its local name, the penalty ceiling: of regimes.
    transfer: Option<&'a str>,
    assessment: Option<&'a str>,
    penalty: Option<&'a str>,
}

fn list(args: &LawList, pack: Pack<'_>, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let book = pack.book;
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
        TableFormat::Json => json(&rows.iter().map(|rule| rule_out(pack, rule)).collect::<Vec<_>>()),
        TableFormat::Human => human_list(book, &rows, day, args.all, out.terminal),
        TableFormat::Csv => table::comma(&LIST, &listed(book, &rows)),
        TableFormat::Markdown => {
            let counts = markdown::escape(&counted(book, &rows, day, args.all));
            format!("{}\n{counts}\n", table::marked(&LIST, &listed(book, &rows)))
        }
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
        && place.is_none_or(|place| view.within(place, &view.book.expand(&named(rule), view.day)))
}

/// Columns of the list of rules.
const LIST: [&str; 8] = ["row", "mechanism", "regimes", "places", "since", "until", "confidence", "citation"];

/// The rules as rows of a table, by mechanism and day.
fn listed(book: &LawBook, rows: &[&Rule]) -> Vec<Vec<String>> {
    let mut sorted: Vec<&&Rule> = rows.iter().collect();
    sorted
        .sort_by_key(|rule| (&book.mechanism(rule.mechanism).id, rule.header.period.since, &rule.header.id));
    let row = |rule: &&Rule| {
        let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        vec![
            rule.header.id.clone(),
            book.mechanism(rule.mechanism).id.clone(),
            names(book, &rule.regimes).join(", "),
            codes(book, &named(rule)).join(" "),
            day(rule.header.period.start()),
            day(rule.header.period.end()),
            rule.header.confidence.name().to_owned(),
            rule.header.citation.clone(),
        ]
    };
    sorted.into_iter().map(row).collect()
}

/// The places that a rule names: those it covers, else those in which the importer is to be.
fn named(rule: &Rule) -> Vec<PlaceIx> {
    let importers = rule.conditions.iter().filter_map(|condition| match condition {
        Condition::ImporterIn(places) => Some(places),
        _ => None,
    });
    let mut all: Vec<PlaceIx> = Vec::new();
    for place in rule.places.iter().chain(importers.flatten()) {
        if !all.contains(place) {
            all.push(*place);
        }
    }
    all
}

fn human_list(book: &LawBook, rows: &[&Rule], day: Day, all: bool, terminal: bool) -> String {
    let table = table::human(&LIST, &listed(book, rows), terminal);
    format!("{table}\n{}\n", counted(book, rows, day, all))
}

fn counted(book: &LawBook, rows: &[&Rule], day: Day, all: bool) -> String {
    let when = if all { "on any day".to_owned() } else { format!("in force on {day}") };
    format!("{} {when}; law pack {}", plural(rows.len(), "rule"), clean(&book.pack().title()))
}

fn rule_out<'a>(pack: Pack<'a>, rule: &'a Rule) -> RowOut<'a> {
    let book = pack.book;
    let kind = match rule.part {
        Part::Route { .. } => "rule",
        Part::Overlay { .. } => "overlay",
        Part::CarveOut => "carve-out",
    };
    let mut row = header_out(pack, kind, &rule.header);
    row.mechanism = Some(&book.mechanism(rule.mechanism).id);
    row.regimes = rule.regimes.iter().map(|r| book.regime(*r).header.id.as_str()).collect();
    row.places = rule.places.iter().map(|p| book.place(*p).code.as_str()).collect();
    row.conditions = rule.conditions.iter().map(Condition::name).collect();
    row.conditions_in_words = rule.conditions.iter().map(|c| condition::told(book, c)).collect();
    row
}

fn header_out<'a>(pack: Pack<'a>, kind: &'static str, header: &'a Header) -> RowOut<'a> {
    RowOut {
        id: &header.id,
        kind,
        mechanism: None,
        regimes: Vec::new(),
        places: Vec::new(),
        conditions: Vec::new(),
        conditions_in_words: Vec::new(),
        since: header.period.start().map(|day| day.to_string()),
        until: header.period.end().map(|day| day.to_string()),
        citation: &header.citation,
        ended_by: header.ended_by.as_deref(),
        source: &header.sources,
        verified: header.verified.to_string(),
        confidence: header.confidence.name(),
        note: header.note.as_deref(),
        file: pack
            .book
            .pack()
            .files
            .get(usize::from(header.file))
            .map_or_else(String::new, |file| pack.home.path(file)),
        line: header.line,
        transfer: None,
        assessment: None,
        penalty: None,
    }
}

fn regime_out<'a>(pack: Pack<'a>, regime: &'a Regime) -> RowOut<'a> {
    let mut row = header_out(pack, "regime", &regime.header);
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
fn every_row(all: Pack<'_>) -> Vec<RowOut<'_>> {
    let (book, pack) = (all.book, all.book.pack());
    let plain = |kind: &'static str| move |header| header_out(all, kind, header);
    let mut rows: Vec<RowOut<'_>> = Vec::new();
    rows.extend(pack.rules.iter().map(|row| rule_out(all, row)));
    rows.extend(pack.regimes.iter().map(|row| regime_out(all, row)));
    rows.extend(pack.non_mechanisms.iter().map(|row| {
        let mut found = header_out(all, "non-mechanism", &row.header);
        found.mechanism = Some(&book.mechanism(row.mechanism).id);
        found.note = Some(&row.reason);
        found.regimes = names(book, &row.regimes);
        found
    }));
    rows.extend(pack.memberships.iter().map(|row| {
        let mut found = header_out(all, "membership", &row.header);
        found.places = codes(book, &row.places);
        found
    }));
    rows.extend(pack.no_export_laws.iter().map(|row| {
        let mut found = header_out(all, "no-export-law", &row.header);
        found.places = codes(book, &row.places);
        found
    }));
    rows.extend(pack.paper_duties.iter().map(|row| {
        let mut found = header_out(all, "paper-duty", &row.header);
        found.regimes = names(book, &row.regimes);
        found
    }));
    rows.extend(pack.provisions.iter().map(|row| {
        let mut found = header_out(all, "provision", &row.header);
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

/// What is called so, and of a mechanism and of a regime what belongs to it too; in order.
pub fn rows_of<'a>(all: Pack<'a>, id: &str) -> Vec<RowOut<'a>> {
    let (book, pack) = (all.book, all.book.pack());
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
    let mut rows = every_row(all);
    rows.retain(|row| {
        row.id == id
            || word.is_some() && row.mechanism == word
            || regime.is_some() && ruled.contains(&row.kind) && row.regimes.contains(&id)
            || regime.is_some() && ground.contains(&row.id)
    });
    rows.sort_by(|a, b| (a.kind, &a.since, a.id).cmp(&(b.kind, &b.since, b.id)));
    rows
}

/// Rows for people.
pub fn human_rows(rows: &[RowOut<'_>]) -> String {
    let told = rows.iter().map(|row| {
        let lines = row
            .lines()
            .into_iter()
            .map(|(label, lines)| format!("  {label:<11}{}\n", lines.join("\n             ")));
        format!("{} ({})\n{}", row.id, row.kind, lines.collect::<String>())
    });
    told.collect::<Vec<_>>().join("\n")
}

/// Rows for wikis.
pub fn marked_rows(rows: &[RowOut<'_>]) -> String {
    let told = rows.iter().map(|row| {
        let lines = row
            .lines()
            .into_iter()
            .map(|(label, lines)| format!("- {label}: {}\n", markdown::escape(&lines.join("; "))));
        format!("## {} ({})\n\n{}", markdown::escape(row.id), row.kind, lines.collect::<String>())
    });
    told.collect::<Vec<_>>().join("\n")
}

fn show(args: &LawShow, pack: Pack<'_>, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let book = pack.book;
    let id = args.id.as_str();
    let mut rows = rows_of(pack, id);
    if rows.is_empty() {
        let all = every_row(pack);
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
        ListFormat::Json => json(&rows),
        ListFormat::Human => human_rows(&rows),
    };
    out.answer(&text);
    Outcome::Clean
}

impl RowOut<'_> {
    /// What is known of the row, under a label each; a label may have several lines.
    fn lines(&self) -> Vec<(&'static str, Vec<String>)> {
        let mut all = Vec::new();
        let mut line = |label: &'static str, value: String| {
            if !value.is_empty() {
                all.push((label, vec![value]));
            }
        };
        line("mechanism", self.mechanism.unwrap_or_default().to_owned());
        line("regimes", self.regimes.join(", "));
        line("places", self.places.join(", "));
        line("conditions", self.conditions_in_words.join("; "));
        line("since", self.since.clone().unwrap_or_default());
        line("until", self.until.clone().unwrap_or_default());
        line("law", self.citation.to_owned());
        line("ended by", self.ended_by.unwrap_or_default().to_owned());
        line("transfer", self.transfer.unwrap_or_default().to_owned());
        line("assessment", self.assessment.unwrap_or_default().to_owned());
        line("penalty", self.penalty.unwrap_or_default().to_owned());
        line("note", self.note.unwrap_or_default().to_owned());
        if !self.source.is_empty() {
            all.push(("source", self.source.to_vec()));
        }
        all.push(("verified", vec![format!("{} ({})", self.verified, self.confidence)]));
        all.push(("row", vec![format!("{}:{}", self.file, self.line)]));
        all
    }
}

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

/// Rows from memory or not verified since a day, oldest first; then the faults of the data, which make the
/// run fail.
fn verify(args: &LawVerify, pack: Pack<'_>, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
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
