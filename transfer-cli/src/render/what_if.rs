//! The answer of `transfer what-if`: what breaks, what falls back to what, what mends, what stays. For people here;
//! for wikis and for programs below.

mod json;
mod markdown;

use std::collections::BTreeMap;

use transfer_model::assess::{Basis, RegimeResult, Verdict, Words};
use transfer_model::assume::{Assumption, Change, RegimeChange, Side, Told, Worlds};
use transfer_model::finding::{Code, Finding};

use super::head::law_line;
use super::text::clean;
use crate::input::Loaded;

pub(crate) use self::json::json;
pub(crate) use self::markdown::markdown;

/// For people.
pub(crate) fn human(loaded: &Loaded, worlds: &Worlds) -> String {
    let mut lines = vec![title(loaded)];
    lines.extend(assumed(loaded, worlds).into_iter().map(|line| format!("assumed: {line}")));
    lines.extend(notes(worlds).into_iter().map(|note| format!("note: {note}")));
    lines.push(String::new());
    lines.push(format!("as things are: {}", counts(worlds, true)));
    lines.push(format!("as assumed:    {}", counts(worlds, false)));
    for change in Change::ALL.into_iter().filter(|change| *change != Change::Stays) {
        let count = of(worlds, change).count();
        if count > 0 {
            lines.extend([String::new(), head(change, count)]);
        }
        for (at, told) in of(worlds, change) {
            flow(loaded, worlds, at, told, &mut lines);
        }
    }
    let stays = stays(loaded, worlds);
    if !stays.is_empty() {
        lines.extend([String::new(), head(Change::Stays, of(worlds, Change::Stays).count())]);
        lines.extend(stays.into_iter().map(|(what, flows)| format!("  {what}: {}", flows.join(", "))));
    }
    // Each line by itself: a name with a line end in it makes no line.
    let mut text: String = lines.iter().map(|line| clean(line) + "\n").collect();
    text.push_str(&format!("\n{}", law_line(loaded, &worlds.before)));
    text
}

fn flow(loaded: &Loaded, worlds: &Worlds, at: usize, told: &Told, lines: &mut Vec<String>) {
    let id = &loaded.register.flow(told.change.flow).id;
    lines.push(format!("  {id}: {}", ends(loaded, told)));
    if worlds.assumed.len() > 1 {
        lines.push(format!("    by: {}", by(loaded, worlds, told).join("; ")));
    }
    for regime in told.change.regimes.iter().filter(|regime| regime.before != regime.after) {
        lines.push(format!("    {}", under(loaded, worlds, at, told, regime)));
        let why = reasons(loaded, worlds, told, Some(regime));
        lines.extend(why.into_iter().map(|line| format!("      {line}")));
    }
    lines.extend(beside(told).map(|line| format!("    {line}")));
    let why = reasons(loaded, worlds, told, None);
    lines.extend(why.into_iter().map(|line| format!("      {line}")));
}

/// The change of a flow that no regime makes: a ban on it as a whole, or an exporter whose law is not known.
fn beside(told: &Told) -> Option<String> {
    let mut regimes = told.change.regimes.iter();
    let (was, is) = (told.change.before.verdict, told.change.after.verdict);
    let made = regimes.any(|regime| regime.after.map_or(Verdict::NotRestricted, |side| side.verdict) == is);
    (was != is && !made).then(|| format!("as a whole: {} → {}", was.name(), is.name()))
}

fn title(loaded: &Loaded) -> String {
    format!("{} on {}: the world as assumed against the unchanged world", loaded.register.name, loaded.day)
}

/// So many of what an assumption changes are named to people.
const MOST_TOUCHED: usize = 8;

/// What is assumed, and what it changes.
fn assumed(loaded: &Loaded, worlds: &Worlds) -> Vec<String> {
    if worlds.assumed.is_empty() {
        return vec![
            "nothing; name what changes with --end, --lapse, --sign, --move, --sell or --join".to_owned(),
        ];
    }
    let line = |(assumption, touched): &(Assumption, Vec<String>)| {
        let text = assumption.text(&loaded.register, &loaded.book);
        if touched.is_empty() {
            format!("{text} (it is so already: nothing changes)")
        } else if let Some((shown, left)) =
            touched.split_at_checked(MOST_TOUCHED).filter(|(_, left)| left.len() > 1)
        {
            format!("{text} (changes {} and {} more: see `--format json`)", shown.join(", "), left.len())
        } else {
            format!("{text} (changes {})", touched.join(", "))
        }
    };
    worlds.assumed.iter().map(line).collect()
}

/// What is not assumed although somebody might think so.
fn notes(worlds: &Worlds) -> Vec<&'static str> {
    let mut notes = Vec::new();
    let any = |kind: &str| worlds.assumed.iter().any(|(assumption, _)| assumption.kind() == kind);
    if any("end") {
        notes.push(
            "only the rules named end; what the reasons say of the destination's law, and so of assessments (TIA) and clauses, is not assumed",
        );
    }
    if any("move") {
        notes.push("the seat moves; where data are stored or seen from stays as recorded");
    }
    if any("join") {
        notes.push("the area's laws bind the new member; its own export law, if it has one, stays");
    }
    notes
}

/// Flows of one kind of change, with their positions.
fn of(worlds: &Worlds, change: Change) -> impl Iterator<Item = (usize, &Told)> {
    worlds.flows.iter().enumerate().filter(move |(_, told)| told.change.change == change)
}

fn head(change: Change, count: usize) -> String {
    let what = match change {
        Change::Breaks => "breaks",
        Change::Worse => "gets worse",
        Change::FallsBack => "falls back",
        Change::Mends => "mends",
        Change::Better => "gets better",
        Change::Stays => "stays",
    };
    format!("{what}: {count} {}", if count == 1 { "flow" } else { "flows" })
}

/// How many flows have which verdict.
fn counts(worlds: &Worlds, before: bool) -> String {
    let all = if before { &worlds.before } else { &worlds.after };
    let mut told = super::counts::counts(|verdict| all.count(verdict));
    if all.inactive > 0 {
        told.push(format!("{} not active", all.inactive));
    }
    if told.is_empty() { "no flow".to_owned() } else { told.join(", ") }
}

/// Names of the two ends.
fn ends(loaded: &Loaded, told: &Told) -> String {
    let register = &loaded.register;
    let flow = register.flow(told.change.flow);
    format!("{} → {}", register.party(flow.from.value).name, register.party(flow.to.value).name)
}

/// The assumptions that count for a flow.
fn by(loaded: &Loaded, worlds: &Worlds, told: &Told) -> Vec<String> {
    let named = told.by.iter().filter_map(|at| worlds.assumed.get(*at));
    named.map(|(assumption, _)| assumption.text(&loaded.register, &loaded.book)).collect()
}

/// A flow under a regime in both worlds, in a line.
fn under(loaded: &Loaded, worlds: &Worlds, at: usize, told: &Told, regime: &RegimeChange) -> String {
    let came = result(worlds, at, regime).filter(|found| found.binding.basis == Basis::Carried);
    let via = came.map_or_else(String::new, |found| {
        let via: Vec<&str> =
            found.binding.via.iter().map(|flow| loaded.register.flow(*flow).id.as_str()).collect();
        format!(", carried by {}", via.join(", "))
    });
    let law = &loaded.book.regime(regime.regime).header.id;
    let before = shown(loaded, told, regime.before);
    let after = shown(loaded, told, regime.after);
    let carried = regime.before.is_some_and(|side| side.mechanism.is_some());
    // What came broken from upstream is not mended by a claim of the flow's own.
    let mut own = told.because.iter().filter(|found| found.regime == Some(regime.regime));
    let fallback = match regime.change {
        Change::Breaks if carried && !own.any(|found| found.code == Code::UpstreamBroken) => {
            "; no fallback holds"
        }
        Change::FallsBack => " (fallback)",
        Change::Breaks | Change::Worse | Change::Mends | Change::Better | Change::Stays => "",
    };
    format!("{law}{via}: {before} → {after}{fallback}")
}

/// A verdict with what carries it.
fn shown(loaded: &Loaded, told: &Told, side: Option<Side>) -> String {
    let Some(side) = side else { return "does not bind".to_owned() };
    let words = Words { register: &loaded.register, book: &loaded.book };
    let Some(mechanism) = side.mechanism else { return side.verdict.name().to_owned() };
    let mechanism = &loaded.book.mechanism(mechanism).id;
    let claim = side.claim.map(|tag| words.tag(told.change.flow, tag)).filter(|claim| claim != mechanism);
    match claim {
        Some(claim) => format!("{} ({mechanism}: {claim})", side.verdict.name()),
        None => format!("{} ({mechanism})", side.verdict.name()),
    }
}

/// A flow under a regime as assumed, or as it was where the regime binds no more.
fn result<'w>(worlds: &'w Worlds, at: usize, regime: &RegimeChange) -> Option<&'w RegimeResult> {
    let all = [worlds.after.flows.get(at), worlds.before.flows.get(at)];
    all.into_iter()
        .flatten()
        .flat_map(|flow| &flow.regimes)
        .find(|found| found.binding.regime == regime.regime)
}

/// Why, under one regime, or beside all.
fn reasons(loaded: &Loaded, worlds: &Worlds, told: &Told, regime: Option<&RegimeChange>) -> Vec<String> {
    let shown = |finding: &&Finding| {
        let differs =
            |found: &RegimeChange| found.before != found.after && Some(found.regime) == finding.regime;
        regime.map_or_else(
            || !told.change.regimes.iter().any(differs),
            |regime| finding.regime == Some(regime.regime),
        )
    };
    let is = Words { register: &worlds.register, book: &worlds.book };
    let was = Words { register: &loaded.register, book: &loaded.book };
    let now = told
        .because
        .iter()
        .filter(shown)
        .map(|found| format!("{}: {}", found.code.name(), is.message(found)));
    let gone = told.resolved.iter().filter(shown);
    let gone = gone.map(|found| format!("no more {}: {}", found.code.name(), was.message(found)));
    // Beside all laws, what several say in the same words is said once.
    let mut said: Vec<String> = Vec::new();
    for reason in now.chain(gone) {
        if !said.contains(&reason) {
            said.push(reason);
        }
    }
    said
}

/// Flows that stay, by what they stand on.
fn stays<'w>(loaded: &'w Loaded, worlds: &'w Worlds) -> Vec<(String, Vec<&'w str>)> {
    let mut groups: BTreeMap<(Verdict, String), Vec<&str>> = BTreeMap::new();
    for (_, told) in of(worlds, Change::Stays) {
        let side = told.change.after;
        let by = side.mechanism.map_or_else(String::new, |by| format!(" ({})", loaded.book.mechanism(by).id));
        let what = format!("{}{by}", side.verdict.name());
        groups.entry((side.verdict, what)).or_default().push(&loaded.register.flow(told.change.flow).id);
    }
    groups.into_iter().rev().map(|((_, what), flows)| (what, flows)).collect()
}
