//! The table of flows and verdicts at the end of an assessment for people.

use transfer_model::assess::{Assessment, FlowResult};
use transfer_model::spread;

use super::columns::Columns;
use super::text::{brief_into, until};
use crate::input::Loaded;

const HEAD: [&str; 6] = ["flow", "route", "regime", "verdict", "mechanism", "stands until"];

/// So many flows are written at a time.
const SHARE: usize = 512;

/// Hands the table on in pieces, with a line feed at its end.
pub(super) fn table(loaded: &Loaded, assessment: &Assessment, out: &mut dyn FnMut(&str)) {
    if assessment.flows.is_empty() {
        out("No flow is active on this day.\n");
        return;
    }
    let mut columns = Columns::new(HEAD);
    let shares: Vec<&[FlowResult]> = assessment.flows.chunks(SHARE).collect();
    let threads = spread::threads();
    let measured = |row: &mut Row<'_>, share: &&[FlowResult]| {
        let mut columns = Columns::new(HEAD);
        share.iter().for_each(|result| row.each(result, |row| columns.measure(row)));
        columns
    };
    let written = |row: &mut Row<'_>, share: &&[FlowResult], columns: &Columns<6>| {
        let mut text = String::new();
        share.iter().for_each(|result| row.each(result, |row| columns.row(row, &mut text)));
        text
    };
    let row = || Row::new(loaded);
    spread::in_order(threads, &shares, row, measured, |_, other| columns.join(&other));
    let mut head = String::new();
    columns.head(HEAD, &mut head);
    out(&head);
    spread::in_order(threads, &shares, row, |row, share| written(row, share, &columns), |_, text| out(&text));
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
    fn each(&mut self, result: &FlowResult, mut row: impl FnMut([&str; 6])) {
        self.begin(result);
        let (mut id, mut route, until) = (self.id.as_str(), self.route.as_str(), until(result));
        let mut until = until.as_str();
        if result.regimes.is_empty() || result.beyond_regimes() {
            row([id, route, "-", result.verdict.name(), "-", until]);
            (id, route, until) = ("", "", "");
        }
        for regime in &result.regimes {
            let book = &self.loaded.book;
            let carrier = regime.mechanism();
            let mechanism = carrier.map_or("-", |mechanism| book.mechanism(mechanism).id.as_str());
            let name = book.regime(regime.binding.regime).header.id.as_str();
            row([id, route, name, regime.verdict.name(), mechanism, until]);
            (id, route, until) = ("", "", "");
        }
    }

    /// The id and the route of a flow.
    fn begin(&mut self, result: &FlowResult) {
        let (register, book) = (&self.loaded.register, &self.loaded.book);
        let flow = register.flow(result.flow);
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
