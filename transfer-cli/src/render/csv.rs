//! An assessment for spreadsheets: one row for each flow and regime. Cells that a spreadsheet would take for a
//! formula are made texts.

use std::collections::BTreeMap;

use transfer_model::assess::{Assessment, Verdict, Words};
use transfer_model::finding::Finding;

use crate::input::Loaded;

const HEAD: [&str; 17] = [
    "flow",
    "from",
    "from_country",
    "to",
    "to_country",
    "optional",
    "verdict",
    "next_change",
    "next_verdict",
    "regime",
    "basis",
    "regime_verdict",
    "mechanism",
    "row",
    "claims",
    "findings",
    "waived",
];

/// The table, with a head.
pub fn assessment(loaded: &Loaded, assessment: &Assessment) -> String {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let register = &loaded.register;
    let mut of_flow: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
    for finding in &assessment.findings {
        of_flow.entry(finding.flow).or_default().push(finding);
    }
    let place = |party| {
        let place = register.party(party).country.value;
        place.map_or("unknown", |place| loaded.book.place(place).code.as_str())
    };
    let mut text = record(&HEAD.map(str::to_owned));
    for result in &assessment.flows {
        let flow = register.flow(result.flow);
        let head = [
            flow.id.clone(),
            register.party(flow.from.value).id.clone(),
            place(flow.from.value).to_owned(),
            register.party(flow.to.value).id.clone(),
            place(flow.to.value).to_owned(),
            flow.optional.clone().unwrap_or_default(),
            result.verdict.name().to_owned(),
            result.next.map(|next| next.day.to_string()).unwrap_or_default(),
            result.next.map_or("", |next| next.verdict.map_or("over", Verdict::name)).to_owned(),
        ];
        // All codes, and those of findings that are waived.
        let findings = |regime: Option<transfer_model::index::RegimeIx>| {
            [false, true].map(|waived| {
                let here = of_flow.get(&Some(result.flow)).into_iter().flatten();
                let here = here.filter(|f| f.regime == regime || f.regime.is_none());
                let here = here.filter(|f| !waived || f.waived.is_some());
                let mut codes: Vec<&str> = here.map(|f| f.code.name()).collect();
                codes.sort_unstable();
                codes.dedup();
                codes.join(" ")
            })
        };
        if result.regimes.is_empty() || result.beyond_regimes() {
            let mut cells = head.to_vec();
            cells.extend(std::iter::repeat_n(String::new(), 6));
            cells.extend(findings(None));
            text.push_str(&record(&cells));
        }
        for regime in &result.regimes {
            let claims: Vec<String> = regime
                .claims
                .iter()
                .map(|claim| format!("{}: {}", words.tag(result.flow, claim.tag), claim.status.name()))
                .collect();
            let mut cells = head.to_vec();
            cells.push(words.regime(regime.binding.regime).to_owned());
            cells.push(regime.binding.basis.name().to_owned());
            cells.push(regime.verdict.name().to_owned());
            cells.push(regime.mechanism().map(|by| loaded.book.mechanism(by).id.clone()).unwrap_or_default());
            cells
                .push(regime.rule().map(|rule| loaded.book.rule(rule).header.id.clone()).unwrap_or_default());
            cells.push(claims.join("; "));
            cells.extend(findings(Some(regime.binding.regime)));
            text.push_str(&record(&cells));
        }
    }
    text
}

pub(crate) fn record(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| self::cell(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell quoted where needed (RFC 4180), and never a formula.
pub fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
        assert_eq!(cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(cell("a, b"), "\"a, b\"");
        assert_eq!(cell("Acme"), "Acme");
    }
}
