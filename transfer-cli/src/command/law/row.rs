//! Rows of the law pack, of whatever kind, as they are shown.

use serde::Serialize;
use transfer_model::index::{PlaceIx, RegimeIx};
use transfer_model::law::{Condition, Header, LawBook, Part, Regime, Rule};

use super::{Pack, condition};
use crate::render::markdown;

/// A row of the pack, of whatever kind.
#[derive(Debug, Serialize)]
pub(in crate::command) struct RowOut<'a> {
    pub(super) id: &'a str,
    pub(super) kind: &'static str,
    pub(super) mechanism: Option<&'a str>,
    pub(super) regimes: Vec<&'a str>,
    pub(super) places: Vec<&'a str>,
    pub(super) conditions: Vec<&'static str>,
    /// The same with what they ask for.
    pub(super) conditions_in_words: Vec<String>,
    pub(super) since: Option<String>,
    pub(super) until: Option<String>,
    pub(super) citation: &'a str,
    pub(super) ended_by: Option<&'a str>,
    pub(super) source: &'a [String],
    pub(super) verified: String,
    pub(super) confidence: &'static str,
    pub(super) note: Option<&'a str>,
    pub(super) file: String,
    pub(super) line: u32,
    /// What counts as a transfer, the assessment by its local name, the penalty ceiling: of regimes.
    pub(super) transfer: Option<&'a str>,
    pub(super) assessment: Option<&'a str>,
    pub(super) penalty: Option<&'a str>,
}

pub(super) fn rule_out<'a>(pack: Pack<'a>, rule: &'a Rule) -> RowOut<'a> {
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

pub(super) fn json(rows: &[RowOut<'_>]) -> String {
    let mut text = serde_json::to_string_pretty(rows).unwrap_or_default();
    text.push('\n');
    text
}

/// Every row of the pack, of whatever kind.
pub(super) fn every_row(all: Pack<'_>) -> Vec<RowOut<'_>> {
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
    rows.extend(pack.abroad.iter().map(|row| {
        let mut found = header_out(all, "abroad", &row.header);
        found.places = codes(book, &row.places);
        found.regimes = names(book, &row.regimes);
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

pub(super) fn names<'a>(book: &'a LawBook, regimes: &[RegimeIx]) -> Vec<&'a str> {
    regimes.iter().map(|regime| book.regime(*regime).header.id.as_str()).collect()
}

pub(super) fn codes<'a>(book: &'a LawBook, places: &[PlaceIx]) -> Vec<&'a str> {
    places.iter().map(|place| book.place(*place).code.as_str()).collect()
}

/// What is called so, and of a mechanism and of a regime what belongs to it too; in order.
pub(in crate::command) fn rows_of<'a>(all: Pack<'a>, id: &str) -> Vec<RowOut<'a>> {
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
        .chain(
            pack.abroad
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
pub(in crate::command) fn human_rows(rows: &[RowOut<'_>]) -> String {
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
pub(in crate::command) fn marked_rows(rows: &[RowOut<'_>]) -> String {
    let told = rows.iter().map(|row| {
        let lines = row
            .lines()
            .into_iter()
            .map(|(label, lines)| format!("- {label}: {}\n", markdown::escape(&lines.join("; "))));
        format!("## {} ({})\n\n{}", markdown::escape(row.id), row.kind, lines.collect::<String>())
    });
    told.collect::<Vec<_>>().join("\n")
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
