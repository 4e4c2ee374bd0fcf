//! The assumptions of the command line looked up in a register and its law. Every fault is told in one run.

use transfer_model::assume::{Assumption, Ended};
use transfer_model::day::Day;
use transfer_model::index::{InstrumentIx, PartyIx, PlaceIx, SchemeIx};
use transfer_model::law::{Class, PlaceKind};
use transfer_model::register::PartyKind;

use crate::args::WhatIf;
use crate::command::lookup::{Lookup, Where};
use crate::render::text::clean;

/// Reads all.
pub(super) fn read(args: &WhatIf, lookup: &mut Lookup<'_>) -> Vec<Assumption> {
    let mut found = Vec::new();
    found.extend(args.end.iter().filter_map(|text| end(text, lookup)));
    found.extend(args.lapse.iter().filter_map(|text| lapse(text, lookup)));
    found.extend(args.sign.iter().filter_map(|text| sign(text, lookup)));
    found.extend(args.move_to.iter().filter_map(|text| move_to(text, lookup)));
    found.extend(args.sell.iter().filter_map(|text| sell(text, lookup)));
    found.extend(args.join.iter().filter_map(|text| join(text, lookup)));
    let mut moved: Vec<PartyIx> = Vec::new();
    for assumption in &found {
        if let Assumption::Move { party, .. } = assumption {
            if moved.contains(party) {
                let id = clean(&lookup.loaded.register.party(*party).id);
                lookup.fault(format!("--move: `{id}` is moved twice"));
            }
            moved.push(*party);
        }
    }
    found
}

/// The words before `@`, and the day after it; without one, the day of the register.
fn dated<'t>(option: &str, text: &'t str, lookup: &mut Lookup<'_>) -> (&'t str, Option<Day>) {
    let Some((rest, day)) = text.rsplit_once('@') else { return (text, Some(lookup.loaded.day)) };
    let found = Day::parse(day);
    if found.is_none() {
        lookup.fault(format!(
            "{option}: `{}` is not a day: write YYYY-MM-DD, such as {option} {}@2027-03-01",
            clean(day),
            clean(rest)
        ));
    }
    (rest, found)
}

/// Two words with a sign between them.
fn two<'t>(
    option: &str,
    form: &str,
    text: &'t str,
    sign: char,
    lookup: &mut Lookup<'_>,
) -> Option<(&'t str, &'t str)> {
    let found = text.split_once(sign).filter(|(left, right)| !left.is_empty() && !right.is_empty());
    if found.is_none() {
        lookup.fault(format!("{option}: `{}` cannot be read: write {form}", clean(text)));
    }
    found
}

fn party(option: &str, word: &str, lookup: &mut Lookup<'_>) -> Option<PartyIx> {
    lookup.party(option, &[word.to_owned()]).first().copied()
}

fn place(option: &str, word: &str, lookup: &mut Lookup<'_>) -> Option<Where> {
    lookup.place(option, &[word.to_owned()]).first().copied()
}

fn end(text: &str, lookup: &mut Lookup<'_>) -> Option<Assumption> {
    const OPTION: &str = "--end";
    let (word, day) = dated(OPTION, text, lookup);
    let book = &lookup.loaded.book;
    let row = |id: &str| book.pack().rules.iter().any(|rule| rule.header.id == id);
    let (name, law) = word.split_once('/').map_or((word, None), |(name, law)| (name, Some(law)));
    let regime = law.map(|law| lookup.regime(OPTION, &[law.to_owned()]).first().copied());
    let mechanism = book.mechanism_of(name);
    let what = match mechanism {
        Some(mechanism) => {
            if book.mechanism(mechanism).class == Class::Unrecorded {
                let fault = unrecorded(name, lookup);
                lookup.fault(fault);
                return None;
            }
            let rules = book.pack().rules.iter().filter(|rule| rule.mechanism == mechanism);
            let mut laws = rules.flat_map(|rule| rule.regimes.iter().copied());
            if !laws.any(|known| regime.flatten().is_none_or(|regime| known == regime)) {
                let law = law.filter(|_| regime.flatten().is_some());
                let law = law.map_or_else(String::new, |law| format!(" under `{}`", clean(law)));
                lookup.fault(format!(
                    "{OPTION}: the law pack has no rule of `{}`{law} that could end",
                    clean(name)
                ));
            }
            Ended::Mechanism(mechanism, regime.flatten())
        }
        None if law.is_none() && row(name) => Ended::Row(name.to_owned()),
        None => {
            if lookup.loaded.register.instruments.iter().any(|paper| paper.id == name) {
                lookup.fault(format!(
                    "{OPTION}: `{}` is an instrument of the register; only mechanisms and rows of the law pack end",
                    clean(name)
                ));
            } else if law.is_some() && row(name) {
                lookup.fault(format!("{OPTION}: a row ends for all its regimes; write `{}`", clean(name)));
            } else if law.is_some() {
                lookup.unknown(OPTION, name, "mechanism", book.mechanism_words());
            } else {
                let rows = book.pack().rules.iter().map(|rule| rule.header.id.as_str());
                // A mechanism is meant sooner than a row of the same likeness.
                let meant = transfer_model::suggest::nearest(name, book.mechanism_words());
                let known: Vec<&str> =
                    if meant.is_some() { meant.into_iter().collect() } else { rows.collect() };
                lookup.unknown(OPTION, name, "mechanism or row of the law pack", known);
            }
            return None;
        }
    };
    Some(Assumption::End { what, day: day? })
}

/// A claim without its document is no mechanism that ends; the documents of its name are.
fn unrecorded(word: &str, lookup: &Lookup<'_>) -> String {
    let book = &lookup.loaded.book;
    let of_name = |id: &str| id.split('-').any(|part| part == word);
    let papers = lookup.loaded.register.instruments.iter();
    let mut recorded: Vec<&str> = papers.map(|paper| book.mechanism(paper.kind.value).id.as_str()).collect();
    recorded.retain(|id| of_name(id));
    let mut kinds = recorded;
    if kinds.is_empty() {
        let known = book.pack().mechanisms.iter().filter(|row| row.class.is_instrument());
        kinds = known.map(|row| row.id.as_str()).filter(|id| of_name(id)).collect();
    }
    kinds.sort_unstable();
    kinds.dedup();
    let help =
        if kinds.is_empty() { String::new() } else { format!("; name what ends: `{}`", kinds.join("`, `")) };
    format!("--end: `{}` is the word of a claim whose document is not recorded{help}", clean(word))
}

fn lapse(text: &str, lookup: &mut Lookup<'_>) -> Option<Assumption> {
    const OPTION: &str = "--lapse";
    let (text, day) = dated(OPTION, text, lookup);
    let (who, word) = two(OPTION, "PARTY:SCHEME@DAY", text, ':', lookup)?;
    let book = &lookup.loaded.book;
    let party = party(OPTION, who, lookup);
    let scheme = book.scheme_of(word);
    if scheme.is_none() {
        lookup.unknown(OPTION, word, "scheme", book.pack().schemes.iter().map(|scheme| scheme.id.as_str()));
    }
    let (party, scheme) = (party?, scheme?);
    if !entered(party, scheme, lookup) {
        lookup.fault(format!(
            "{OPTION}: no entry of `{}` in `{}` is recorded that could lapse",
            clean(who),
            clean(word)
        ));
    }
    Some(Assumption::Lapse { party, scheme, day: day? })
}

/// Whether an entry of the party's, or another's that names it, is recorded in the scheme or one that counts for it.
fn entered(party: PartyIx, scheme: SchemeIx, lookup: &Lookup<'_>) -> bool {
    let schemes = transfer_model::assume::counting_for(&lookup.loaded.book, scheme);
    let all = lookup.loaded.register.parties.iter().enumerate();
    let mut entries = all.flat_map(|(at, holder)| {
        holder.certifications.iter().flatten().map(move |entry| (PartyIx::new(at), entry))
    });
    entries.any(|(holder, entry)| {
        let named = holder == party || entry.covered.iter().any(|covered| covered.value == party);
        named && schemes.contains(&entry.scheme)
    })
}

fn sign(text: &str, lookup: &mut Lookup<'_>) -> Option<Assumption> {
    const OPTION: &str = "--sign";
    let (word, day) = dated(OPTION, text, lookup);
    let papers = &lookup.loaded.register.instruments;
    let Some(at) = papers.iter().position(|paper| paper.id == word) else {
        lookup.unknown(OPTION, word, "instrument", papers.iter().map(|paper| paper.id.as_str()));
        return None;
    };
    Some(Assumption::Sign { instrument: InstrumentIx::new(at), day: day? })
}

fn move_to(text: &str, lookup: &mut Lookup<'_>) -> Option<Assumption> {
    const OPTION: &str = "--move";
    let (text, day) = dated(OPTION, text, lookup);
    let (who, to) = two(OPTION, "PARTY=COUNTRY@DAY", text, '=', lookup)?;
    let party = party(OPTION, who, lookup);
    let place = match place(OPTION, to, lookup)? {
        Where::Unknown => None,
        Where::Place(place) => Some(place),
    };
    let people =
        party.is_some_and(|party| lookup.loaded.register.party(party).kind == PartyKind::Individuals);
    if let Some(place) = place.filter(|_| !people) {
        country(OPTION, place, lookup);
    }
    Some(Assumption::Move { party: party?, place, day: day? })
}

/// Tells that an area is no seat and no member.
fn country(option: &str, place: PlaceIx, lookup: &mut Lookup<'_>) {
    let place = lookup.loaded.book.place(place);
    if place.kind == PlaceKind::Area {
        lookup.fault(format!("{option}: `{}` is an area; name a country", place.code));
    }
}

fn sell(text: &str, lookup: &mut Lookup<'_>) -> Option<Assumption> {
    const OPTION: &str = "--sell";
    let (text, day) = dated(OPTION, text, lookup);
    let (who, to) = two(OPTION, "PARTY=OWNER@DAY", text, '=', lookup)?;
    let (party, owner) = (party(OPTION, who, lookup), party(OPTION, to, lookup));
    if party.is_some() && party == owner {
        lookup.fault(format!("{OPTION}: `{}` cannot be sold to itself", clean(who)));
    }
    Some(Assumption::Sell { party: party?, owner: owner?, day: day? })
}

fn join(text: &str, lookup: &mut Lookup<'_>) -> Option<Assumption> {
    const OPTION: &str = "--join";
    let (text, day) = dated(OPTION, text, lookup);
    let (who, to) = two(OPTION, "COUNTRY=AREA@DAY", text, '=', lookup)?;
    let known = |found: Option<Where>, word: &str, lookup: &mut Lookup<'_>| match found? {
        Where::Place(place) => Some(place),
        Where::Unknown => {
            lookup.fault(format!("{OPTION}: `{}` is no place", clean(word)));
            None
        }
    };
    let found = place(OPTION, who, lookup);
    let place_of = known(found, who, lookup);
    if let Some(place) = place_of {
        country(OPTION, place, lookup);
    }
    let found = place(OPTION, to, lookup);
    let area = known(found, to, lookup)?;
    let book = &lookup.loaded.book;
    let has_members = book.pack().memberships.iter().any(|row| row.area == area);
    if book.place(area).kind != PlaceKind::Area || !has_members {
        lookup.fault(format!("{OPTION}: `{}` is no area that a country can join", clean(to)));
    }
    Some(Assumption::Join { place: place_of?, area, day: day? })
}
