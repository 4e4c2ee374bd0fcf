//! The table of flows and verdicts at the end of an assessment for people.

use transfer_model::assess::{FlowResult, Verdict};
use transfer_model::index::{FlowIx, MechanismIx, RegimeIx};
use transfer_model::spread;

use super::columns::Columns;
use super::text::{brief_into, until};
use crate::input::Loaded;

const HEAD: [&str; 6] = ["flow", "route", "regime", "verdict", "mechanism", "stands until"];

/// So many flows are written at a time.
const SHARE: usize = 512;

/// What the table shows of a flow: little, since all are kept until it is written.
pub(super) struct Line {
    flow: FlowIx,
    verdict: Verdict,
    /// Whether no regime makes the flow what it is.
    beyond_regimes: bool,
    regimes: Box<[(RegimeIx, Verdict, Option<MechanismIx>)]>,
    until: Option<Box<str>>,
}

impl Line {
    fn of(result: &FlowResult) -> Self {
        let regimes = result.regimes.iter();
        Self {
            flow: result.flow,
            verdict: result.verdict,
            beyond_regimes: result.beyond_regimes(),
            regimes: regimes
                .map(|regime| (regime.binding.regime, regime.verdict, regime.mechanism()))
                .collect(),
            until: result.next.map(|_| until(result).into()),
        }
    }
}

/// As wide as the head.
pub(super) fn columns() -> Columns<6> {
    Columns::new(HEAD)
}

/// What the table shows of some flows, and how wide that is.
pub(super) fn lines(loaded: &Loaded, flows: &[FlowResult]) -> (Vec<Line>, Columns<6>) {
    let (mut row, mut columns) = (Row::new(loaded), columns());
    let lines: Vec<Line> = flows.iter().map(Line::of).collect();
    for line in &lines {
        row.each(line, |row| columns.measure(row));
    }
    (lines, columns)
}

/// Hands the table on in pieces, with a line feed at its end.
pub(super) fn table(loaded: &Loaded, lines: &[Line], columns: Columns<6>, out: &mut dyn FnMut(&str)) {
    if lines.is_empty() {
        out("No flow is active on this day.\n");
        return;
    }
    let mut head = String::new();
    columns.head(HEAD, &mut head);
    out(&head);
    let shares: Vec<&[Line]> = lines.chunks(SHARE).collect();
    let written = |row: &mut Row<'_>, share: &&[Line]| {
        let mut text = String::new();
        share.iter().for_each(|line| row.each(line, |row| columns.row(row, &mut text)));
        text
    };
    spread::in_order(spread::threads(), &shares, || Row::new(loaded), written, |_, text| out(&text));
}

/// The cells of a row that are made and not found.
struct Row<'a> {
    loaded: &'a Loaded,
    id: String,
    route: String,
}

impl<'a> Row<'a> {
    const fn new(loaded: &'a Loaded) -> Self {
        Self { loaded, id: String::new(), route: String::new() }
    }

    /// The rows of a flow: its own where a verdict stands beside those of the regimes, then one a regime.
    fn each(&mut self, line: &Line, mut row: impl FnMut([&str; 6])) {
        self.begin(line.flow);
        let (mut id, mut route) = (self.id.as_str(), self.route.as_str());
        let mut until = line.until.as_deref().unwrap_or("-");
        if line.regimes.is_empty() || line.beyond_regimes {
            row([id, route, "-", line.verdict.name(), "-", until]);
            (id, route, until) = ("", "", "");
        }
        for (regime, verdict, carrier) in &line.regimes {
            let book = &self.loaded.book;
            let mechanism = carrier.map_or("-", |mechanism| book.mechanism(mechanism).id.as_str());
            let name = book.regime(*regime).header.id.as_str();
            row([id, route, name, verdict.name(), mechanism, until]);
            (id, route, until) = ("", "", "");
        }
    }

    /// The id and the route of a flow.
    fn begin(&mut self, flow: FlowIx) {
        let (register, book) = (&self.loaded.register, &self.loaded.book);
        let flow = register.flow(flow);
        self.id.clear();
        brief_into(&flow.id, 32, &mut self.id);
        if flow.optional.is_some() {
            self.id.push_str(" (optional)");
        }
        let country = |party| {
            let place = register.party(party).country.value;
            place.map_or("?", |place| book.place(place).code.as_str())
        };
        let context = flow.context.map(|context| book.place(context.value).code.as_str());
        let from = context.unwrap_or_else(|| country(flow.from.value));
        self.route.clear();
        brief_into(&register.party(flow.from.value).id, 24, &mut self.route);
        for part in [" (", from, ") > "] {
            self.route.push_str(part);
        }
        brief_into(&register.party(flow.to.value).id, 24, &mut self.route);
        for part in [" (", country(flow.to.value), ")"] {
            self.route.push_str(part);
        }
    }
}
