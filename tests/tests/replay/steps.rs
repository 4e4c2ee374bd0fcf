//! From steps to a verdict: statuses by the published order, the worst over cells, and what steps say that a verdict
//! is no better than.

use serde_json::Value;
use transfer_model::day::Day;

use super::facts::{Texts, check};
use super::rows;

/// From best to worst.
const VERDICTS: [&str; 7] =
    ["not-restricted", "valid", "conditional", "undetermined", "unsupported", "invalid", "prohibited"];

fn badness(verdict: &str) -> usize {
    VERDICTS.iter().position(|known| *known == verdict).unwrap_or_else(|| panic!("no verdict: {verdict}"))
}

fn worse(a: &'static str, b: &str) -> &'static str {
    VERDICTS[badness(a).max(badness(b))]
}

/// How claims of one regime, data item and place combine: the first of these that occurs decides.
pub(crate) fn combined(statuses: &[&str]) -> &'static str {
    let has = |any: &[&str]| statuses.iter().any(|status| any.contains(status));
    if has(&["holds"]) {
        "valid"
    } else if has(&["open-duties"]) {
        "conditional"
    } else if has(&["unknown", "unrecorded"]) {
        "undetermined"
    } else if has(&["ended", "not-yet", "out-of-scope", "conditions-unmet"]) {
        "invalid"
    } else {
        "unsupported"
    }
}

/// What a step says between ``(word ` `` and `` `) ``.
fn said<'t>(text: &'t str, word: &str) -> Vec<&'t str> {
    let open = format!("({word} `");
    text.split(open.as_str()).skip(1).filter_map(|rest| Some(rest.split_once("`)")?.0)).collect()
}

/// What a step is, by its place and words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Binds,
    Reaches,
    Claim(usize),
    Cell,
    Effect,
    Conclusion,
    Other,
}

/// Whether a claim is made on the day: its own dates.
fn made(written: &toml::Value, at: usize, day: Day) -> bool {
    let Some(table) = written.get("mechanism").and_then(|list| list.get(at)?.as_table()) else { return true };
    let date = |key: &str| table.get(key).and_then(|value| Day::parse(&value.to_string()));
    date("since").is_none_or(|since| since <= day) && date("until").is_none_or(|until| day <= until)
}

/// What does not come out again of a flow under a regime.
pub(crate) fn replay(
    flow: &Value,
    regime: &Value,
    written: &toml::Value,
    texts: Texts<'_>,
    day: Day,
) -> Vec<String> {
    let mut faults = Vec::new();
    let because = regime["because"].as_array().unwrap();
    let claims = regime["claims"].as_array().unwrap();
    let carried = regime["basis"] == "carried";
    let mut next = 0;
    let mut kinds = Vec::new();
    for (at, step) in because.iter().enumerate() {
        let text = step["step"].as_str().unwrap();
        let kind = if at == 0 {
            Kind::Binds
        } else if at + 1 == because.len() {
            Kind::Conclusion
        } else if text.starts_with("the data reach ") {
            Kind::Reaches
        } else if text.starts_with("for `") && !said(text, "status").is_empty() {
            Kind::Cell
        } else if !said(text, "verdict").is_empty() {
            Kind::Effect
        } else if !said(text, "status").is_empty() {
            next += 1;
            Kind::Claim(next - 1)
        } else {
            Kind::Other
        };
        kinds.push((kind, step, text));
    }
    let listed: Vec<&str> = claims.iter().map(|claim| claim["status"].as_str().unwrap()).collect();
    let told: Vec<&str> = kinds
        .iter()
        .filter(|(kind, ..)| matches!(kind, Kind::Claim(_)))
        .map(|(.., text)| said(text, "status")[0])
        .collect();
    if listed != told {
        faults.push(format!("claims {listed:?}, steps {told:?}"));
        return faults;
    }
    // Which of the flow's claims each of those listed is: those with no data there are left out, in order.
    let names: Vec<String> = names(written);
    let mut positions = Vec::new();
    for claim in claims {
        let from = positions.last().map_or(0, |last| last + 1);
        let found = (from..names.len()).find(|at| claim["claim"] == names[*at].as_str());
        let Some(found) = found else {
            faults.push(format!("{} is no claim of the flow", claim["claim"]));
            return faults;
        };
        positions.push(found);
    }
    let cells: Vec<&str> = kinds
        .iter()
        .filter(|(kind, ..)| *kind == Kind::Cell)
        .map(|(.., text)| combined(&said(text, "status")))
        .collect();
    let mut verdict = "not-restricted";
    if !carried && kinds.iter().any(|(kind, ..)| *kind == Kind::Reaches) {
        let counted = listed.iter().enumerate().filter(|(at, _)| made(written, positions[*at], day));
        let counted: Vec<&str> = counted.map(|(_, status)| *status).collect();
        if cells.is_empty() {
            verdict = combined(&counted);
        }
    }
    for cell in cells {
        verdict = worse(verdict, cell);
    }
    for (.., text) in kinds.iter().filter(|(kind, ..)| *kind == Kind::Effect) {
        for effect in said(text, "verdict") {
            verdict = worse(verdict, effect);
        }
    }
    if regime["verdict"] != verdict {
        faults.push(format!("{} replayed as {verdict}", regime["verdict"]));
    }
    for by in ["by_data", "by_place"] {
        let all = regime[by].as_object().unwrap().values();
        let worst = all.fold("not-restricted", |worst, verdict| worse(worst, verdict.as_str().unwrap()));
        if worst != verdict {
            faults.push(format!("{by}: the worst is {worst}, not {verdict}"));
        }
    }
    let conclusion = because[because.len() - 1]["step"].as_str().unwrap();
    if !conclusion.starts_with(&format!("`{verdict}`: ")) {
        faults.push(format!("the conclusion is {conclusion}"));
    }
    for (kind, step, _) in &kinds {
        faults.extend(check(*kind, flow, regime, step, texts));
    }
    faults.extend(rows::check(&kinds, regime, &names, &positions, day));
    faults
}

/// What each claim of the flow names.
fn names(written: &toml::Value) -> Vec<String> {
    let list = written.get("mechanism").and_then(toml::Value::as_array);
    let name = |claim: &toml::Value| {
        claim.as_str().or_else(|| claim.get("use")?.as_str()).unwrap_or_default().to_owned()
    };
    list.into_iter().flatten().map(name).collect()
}
