//! `transfer diff-list`: two versions of a vendor's list of sub-processors, which flows of a register the
//! changes touch, and until when to object. The exit status is that of a comparison: 1 where they differ.

use serde::Serialize;
use transfer_model::day::Day;
use transfer_model::index::PartyIx;
use transfer_model::register::{Instrument, PartyKind, Register};
use transfer_model::source::Sources;

use super::import::source;
use super::named;
use crate::args::{DiffList, Input, ListFormat};
use crate::env::{Env, Out};
use crate::import::company::stem;
use crate::import::compare::{Change, Recipient, changes};
use crate::import::listing;
use crate::import::places::Gazetteer;
use crate::input;
use crate::outcome::Outcome;
use crate::render::problems;
use crate::render::text::clean;

#[derive(Debug, Serialize)]
struct Answer {
    schema: &'static str,
    changes: Vec<Row>,
    /// Flows to the vendor: its new sub-processors work on their data.
    vendor_flows: Option<Vec<String>>,
    deadlines: Vec<Deadline>,
    /// Why there is no deadline.
    #[serde(skip)]
    no_period: String,
}

#[derive(Debug, Serialize)]
struct Row {
    change: &'static str,
    before: Option<Side>,
    after: Option<Side>,
    parties: Vec<String>,
    flows: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Side {
    name: String,
    places: Vec<String>,
    row: String,
}

#[derive(Debug, Serialize)]
struct Deadline {
    by: String,
    notice_days: u32,
    received: Option<String>,
    object_by: Option<String>,
}

/// Runs it.
pub fn run(args: &DiffList, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(book) = input::law(args.law.as_deref(), env, out) else { return Outcome::Broken };
    let places = Gazetteer::new(&book);
    let mut faults = Vec::new();
    let mut lists = Vec::new();
    for path in [&args.old, &args.new] {
        match source(path, env).map_err(|fault| vec![fault]).and_then(|file| listing::read(&file, &places)) {
            Ok(list) => lists.push(list.rows),
            Err(found) => faults.extend(found),
        }
    }
    let [old, new] = lists.as_slice() else {
        problems::print_as(&Sources::default(), &faults, "nothing was compared", out);
        return Outcome::Broken;
    };
    let loaded = match &args.register {
        None => None,
        Some(register) => {
            let input = Input { register: Some(register.clone()), as_of: None, law: args.law.clone() };
            let Some(loaded) = input::load(&input, env, out) else { return Outcome::Broken };
            Some(loaded)
        }
    };
    let register = loaded.as_ref().map(|loaded| &loaded.register);
    let vendor = match (args.of.as_deref(), register) {
        (None, _) => None,
        (Some(_), None) => {
            out.message("error: --of names a party of a register; give the register with --register\n");
            return Outcome::Broken;
        }
        (Some(id), Some(register)) => {
            let Some(party) = named::party(id, register, out) else { return Outcome::Broken };
            Some(party)
        }
    };
    let found = changes(old, new);
    let binding = register.zip(vendor).map_or_else(Vec::new, |(register, vendor)| binding(register, vendor));
    let answer = Answer {
        schema: "transfer-list-changes/1",
        changes: found.iter().map(|change| row(change, register, vendor)).collect(),
        vendor_flows: register
            .zip(vendor)
            .map(|(register, vendor)| flows(register, |flow| flow.to.value == vendor)),
        deadlines: deadlines(args, &binding),
        no_period: silence(args, register, vendor, &binding),
    };
    let text = match args.format {
        ListFormat::Json => {
            let mut text = serde_json::to_string_pretty(&answer).unwrap_or_default();
            text.push('\n');
            text
        }
        ListFormat::Human => human(&answer),
    };
    out.answer(&text);
    if found.is_empty() { Outcome::Clean } else { Outcome::Findings }
}

fn flows(register: &Register, keep: impl Fn(&transfer_model::register::Flow) -> bool) -> Vec<String> {
    let mut ids: Vec<String> =
        register.flows.iter().filter(|flow| keep(flow)).map(|flow| flow.id.clone()).collect();
    ids.sort();
    ids
}

fn row(change: &Change, register: Option<&Register>, vendor: Option<PartyIx>) -> Row {
    let side = |one: &Recipient| Side {
        name: one.name.clone(),
        places: one.places.iter().cloned().collect(),
        row: one.origin.clone(),
    };
    let (before, after) = change.sides();
    let stems: Vec<String> = [before, after].into_iter().flatten().map(|one| stem(&one.name)).collect();
    let mut parties = Vec::new();
    let mut touched = Vec::new();
    if let Some(register) = register {
        for (at, party) in register.parties.iter().enumerate() {
            if stems.contains(&stem(&party.name)) {
                let ix = PartyIx::new(at);
                parties.push(party.id.clone());
                touched.extend(flows(register, |flow| {
                    flow.to.value == ix && vendor.is_none_or(|vendor| flow.from.value == vendor)
                }));
            }
        }
    }
    Row { change: change.word(), before: before.map(side), after: after.map(side), parties, flows: touched }
}

/// Until when to object: by the notice that is given, or by each instrument that says so and binds the vendor to us.
fn deadlines(args: &DiffList, binding: &[&Instrument]) -> Vec<Deadline> {
    let deadline = |by: String, days: u32| Deadline {
        by,
        notice_days: days,
        received: args.received.map(|day| day.to_string()),
        object_by: args
            .received
            .map(|day: Day| day.plus_days(i32::try_from(days).unwrap_or(i32::MAX)).to_string()),
    };
    if let Some(days) = args.notice_days {
        return vec![deadline("--notice-days".to_owned(), days)];
    }
    let told = binding.iter().filter_map(|instrument| {
        let days = instrument.subprocessors.as_ref()?.notice_days?;
        Some(deadline(instrument.id.clone(), days))
    });
    told.collect()
}

/// The instruments that bind the vendor to us as the one who receives our data: one that it has with its own
/// sub-processors says nothing of what it owes us. We are the companies of the group; where the register has none,
/// those who send data to the vendor.
fn binding(register: &Register, vendor: PartyIx) -> Vec<&Instrument> {
    let ours = |party: &PartyIx| register.party(*party).kind == PartyKind::Group;
    let has_group = register.parties.iter().any(|party| party.kind == PartyKind::Group);
    let sends = |party: &PartyIx| {
        register.flows.iter().any(|flow| flow.from.value == *party && flow.to.value == vendor)
    };
    let us = |party: &&PartyIx| **party != vendor && if has_group { ours(party) } else { sends(party) };
    let binds = |instrument: &&Instrument| {
        let joined = || instrument.joined.iter().map(|(party, _)| party);
        let receives = instrument.importers.contains(&vendor) || joined().any(|party| *party == vendor);
        receives && instrument.exporters.iter().chain(joined()).any(|party| us(&party))
    };
    register.instruments.iter().filter(binds).collect()
}

/// Why it is not known until when to object.
fn silence(
    args: &DiffList,
    register: Option<&Register>,
    vendor: Option<PartyIx>,
    binding: &[&Instrument],
) -> String {
    let (Some(register), Some(vendor), None) = (register, vendor, args.notice_days) else {
        return "give --notice-days, or --register and --of where an instrument records `subprocessors.notice_days`"
            .to_owned();
    };
    let id = &register.party(vendor).id;
    let ids: Vec<String> = binding.iter().map(|instrument| format!("`{}`", clean(&instrument.id))).collect();
    match ids.as_slice() {
        [] => format!("no instrument of the register binds `{}` to us; give --notice-days", clean(id)),
        [one] => format!(
            "{one} binds `{}` to us and records no `subprocessors.notice_days`; give --notice-days",
            clean(id)
        ),
        _ => format!(
            "{} bind `{}` to us and record no `subprocessors.notice_days`; give --notice-days",
            ids.join(", "),
            clean(id)
        ),
    }
}

fn human(answer: &Answer) -> String {
    if answer.changes.is_empty() {
        return "no sub-processor was added, removed, moved or renamed\n".to_owned();
    }
    let mut text = String::new();
    let places = |side: &Side| {
        if side.places.is_empty() { "place not stated".to_owned() } else { clean(&side.places.join(", ")) }
    };
    for row in &answer.changes {
        let words = match (&row.before, &row.after) {
            (Some(before), Some(after)) if row.change == "moved" => {
                format!("{}: {} -> {}", clean(&after.name), places(before), places(after))
            }
            (Some(before), Some(after)) => {
                let moved = if before.places == after.places {
                    places(after)
                } else {
                    format!("{} -> {}", places(before), places(after))
                };
                format!("{} -> {} ({moved})", clean(&before.name), clean(&after.name))
            }
            (one, other) => one
                .as_ref()
                .or(other.as_ref())
                .map_or_else(String::new, |side| format!("{} ({})", clean(&side.name), places(side))),
        };
        text.push_str(&format!("{:<8} {words}\n", row.change));
        for (label, ids) in [("party", &row.parties), ("flow", &row.flows)] {
            for id in ids {
                text.push_str(&format!("           {label} {}\n", clean(id)));
            }
        }
    }
    if let Some(flows) = &answer.vendor_flows {
        let flows = if flows.is_empty() { "none".to_owned() } else { clean(&flows.join(", ")) };
        text.push_str(&format!("flows to the vendor: {flows}\n"));
    }
    if answer.deadlines.is_empty() {
        text.push_str(&format!("until when to object: not known; {}\n", answer.no_period));
    }
    for deadline in &answer.deadlines {
        let by = clean(&deadline.by);
        let days = deadline.notice_days;
        match (&deadline.object_by, &deadline.received) {
            (Some(day), Some(received)) => {
                text.push_str(&format!("object by {day} ({by}: {days} days from {received})\n"));
            }
            _ => text.push_str(&format!(
                "object within {days} days of the notice ({by}); give --received for the day\n"
            )),
        }
    }
    text
}
