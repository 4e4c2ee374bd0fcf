//! The draft of what a party must tell and record of its transfers, as Markdown.

use std::collections::{BTreeMap, BTreeSet};

use transfer_model::assess::{Assessment, Basis, Carrier, Engine, FlowResult, RegimeResult, Words};
use transfer_model::index::{DataIx, FlowIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RuleIx};
use transfer_model::law::{Class, Paper, PlaceKind};
use transfer_model::register::{Flow, TagUse};

use super::markdown::escape;
use crate::input::Loaded;

/// What carries data to one place: the mechanism and its rule, to whom, on which documents.
#[derive(Debug, Default)]
struct Way {
    recipients: BTreeSet<PartyIx>,
    instruments: BTreeSet<usize>,
}

/// What stands, and what is open, of one party's transfers under one law.
#[derive(Debug, Default)]
struct Told {
    ways: BTreeMap<(PlaceIx, MechanismIx, RuleIx), Way>,
    open: BTreeSet<String>,
}

/// Whether a law that binds the party asks it to tell or record transfers that it makes.
pub fn is_asked(loaded: &Loaded, assessment: &Assessment, party: PartyIx) -> bool {
    let papers =
        [Paper::TellMechanism, Paper::TellDestination, Paper::RecordController, Paper::RecordProcessor];
    let from = |result: &&FlowResult| loaded.register.flow(result.flow).from.value == party;
    assessment
        .flows
        .iter()
        .filter(from)
        .any(|result| bound(result).any(|law| asked(loaded, law.binding.regime, &papers).is_some()))
}

/// The draft for one party.
pub fn draft(loaded: &Loaded, assessment: &Assessment, party: PartyIx) -> String {
    let register = &loaded.register;
    let name = escape(&register.party(party).name);
    let mut text = format!(
        "# {name}: draft of what must be told and recorded of its transfers\n\n\
         Made from the facts of the register {}, by the law of {} (law pack {}). A draft, not legal advice: it holds \
         what is recorded and nothing else. Lines that begin with \"Open:\" are questions to answer before use.\n",
        escape(&register.name),
        assessment.as_of,
        escape(&loaded.book.pack().title())
    );
    let mine =
        || assessment.flows.iter().filter(move |result| register.flow(result.flow).from.value == party);
    let mut laws: Vec<RegimeIx> = mine().flat_map(bound).map(|law| law.binding.regime).collect();
    laws.sort_by_key(|law| &loaded.book.regime(*law).header.id);
    laws.dedup();
    if !is_asked(loaded, assessment, party) {
        text.push_str("\nNo law of the pack binds it to tell or record a transfer on this day.\n");
    }
    let engine = Engine::new(register, &loaded.book, loaded.day);
    for law in laws {
        text.push_str(&people(loaded, &engine, law, mine()));
        text.push_str(&record(loaded, &engine, law, mine()));
    }
    text
}

/// A destination by the name of its country: people are told the country, and a part of it beside.
fn country(loaded: &Loaded, place: PlaceIx) -> String {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let row = loaded.book.place(place);
    let state = row.part_of.filter(|_| matches!(row.kind, PlaceKind::Subdivision | PlaceKind::Zone));
    let named = state.map_or_else(
        || words.place(place),
        |state| format!("{} ({})", words.place(state), words.place(place)),
    );
    escape(&named)
}

/// Results under laws that bind the exporter itself; a law that came with the data asks it for no notice.
fn bound(result: &FlowResult) -> impl Iterator<Item = &RegimeResult> {
    result.regimes.iter().filter(|regime| regime.binding.basis != Basis::Carried)
}

/// The section for people.
fn people<'a>(
    loaded: &Loaded,
    engine: &Engine<'_>,
    law: RegimeIx,
    flows: impl Iterator<Item = &'a FlowResult>,
) -> String {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let Some(asked) = asked(loaded, law, &[Paper::TellMechanism, Paper::TellDestination]) else {
        return String::new();
    };
    let mut told = Told::default();
    for result in flows {
        let flow = loaded.register.flow(result.flow);
        if flow.roles.value.exporter_is_controller() {
            for regime in bound(result).filter(|regime| regime.binding.regime == law) {
                gather(loaded, engine, (result.flow, flow), regime, &mut told);
            }
        }
    }
    let mut text = format!("\n## For people, under {} ({asked})\n\n", escape(&loaded.book.regime(law).name));
    if told.ways.is_empty() && told.open.is_empty() {
        text.push_str("No transfer of its own leaves the area in which this law lets data move freely.\n");
        return text;
    }
    for ((place, mechanism, rule), way) in &told.ways {
        let row = loaded.book.mechanism(*mechanism);
        let recipients: Vec<String> =
            way.recipients.iter().map(|party| escape(words.party(*party))).collect();
        text.push_str(&format!(
            "- **{}**: personal data go to {}; this rests on: {} ({}).",
            country(loaded, *place),
            recipients.join(", "),
            escape(&row.name),
            escape(&loaded.book.rule(*rule).header.citation)
        ));
        let copy = match row.class {
            Class::Adequacy | Class::Scheme => " This is a decision that protection there is adequate.",
            Class::Clauses | Class::Amendment | Class::Approved | Class::Unrecorded | Class::Paper => {
                " It is an appropriate safeguard; there is no reliance on an adequacy decision."
            }
            Class::Derogation => " It is an exception for specific situations.",
            Class::Filing | Class::Overlay | Class::None => "",
        };
        text.push_str(copy);
        text.push('\n');
        if matches!(row.class, Class::Clauses | Class::Amendment | Class::Approved) {
            let documents: Vec<String> = way
                .instruments
                .iter()
                .filter_map(|at| loaded.register.instruments.get(*at))
                .map(|instrument| escape(&format!("`{}`", instrument.id)))
                .collect();
            text.push_str(&format!(
                "  - Open: how can people get a copy of {}, or where is it available?\n",
                if documents.is_empty() { "the document".to_owned() } else { documents.join(", ") }
            ));
        }
    }
    for open in &told.open {
        text.push_str(&format!("- Open: {open}\n"));
    }
    text
}

/// Adds what one flow contributes.
fn gather(
    loaded: &Loaded,
    engine: &Engine<'_>,
    (ix, flow): (FlowIx, &Flow),
    regime: &RegimeResult,
    told: &mut Told,
) {
    let id = escape(&flow.id);
    for (place, verdict) in abroad(regime) {
        let Some(place) = place else {
            told.open.insert(format!("to which country do the data of flow `{id}` go?"));
            continue;
        };
        if !verdict.stands() {
            told.open.insert(format!(
                "flow `{id}` to {} is {} on this day; mend it before a notice speaks of it",
                country(loaded, place),
                verdict.name()
            ));
            continue;
        }
        for (_, carrier) in engine.carried_at(ix, regime.binding.regime, place) {
            let way = told.ways.entry((place, carrier.mechanism, carrier.rule)).or_default();
            way.recipients.extend(recipients(loaded, flow, place));
            let documents = regime.claims.iter().filter(|claim| claim.status.carries()).filter_map(|claim| {
                match flow.mechanism.get(claim.tag)?.names {
                    TagUse::Instrument(ix)
                        if loaded.register.instrument(ix).kind.value == carrier.mechanism =>
                    {
                        Some(ix.position())
                    }
                    TagUse::Instrument(_) | TagUse::Bare(_) | TagUse::Other(_) => None,
                }
            });
            way.instruments.extend(documents);
        }
    }
}

/// Who gets the data in the place: the importer where it is, keeps or sees them there; others who see them there.
fn recipients(loaded: &Loaded, flow: &Flow, place: PlaceIx) -> BTreeSet<PartyIx> {
    let seen = flow.accessed_from.iter().flatten().filter(|access| access.place.value == Some(place));
    let mut found: BTreeSet<PartyIx> =
        seen.map(|access| access.by.map_or(flow.to.value, |by| by.value)).collect();
    let seat = loaded.register.party(flow.to.value).country.value == Some(place);
    let kept = flow.locations.iter().flatten().any(|location| location.value == Some(place));
    if seat || kept || found.is_empty() {
        found.insert(flow.to.value);
    }
    found
}

/// Places to which the law restricts the flow.
fn abroad(regime: &RegimeResult) -> impl Iterator<Item = (Option<PlaceIx>, transfer_model::assess::Verdict)> {
    regime.by_place.iter().copied().filter(|(place, _)| !regime.free.iter().any(|(free, _)| free == place))
}

/// The section for the record of processing.
fn record<'a>(
    loaded: &Loaded,
    engine: &Engine<'_>,
    law: RegimeIx,
    flows: impl Iterator<Item = &'a FlowResult>,
) -> String {
    let register = &loaded.register;
    let words = Words { register, book: &loaded.book };
    let Some(asked) = asked(loaded, law, &[Paper::RecordController, Paper::RecordProcessor]) else {
        return String::new();
    };
    let mut rows = String::new();
    for result in flows {
        let flow = register.flow(result.flow);
        for regime in bound(result).filter(|regime| regime.binding.regime == law) {
            for (place, verdict) in abroad(regime) {
                let told =
                    place.map_or_else(|| "Open: which country?".to_owned(), |place| country(loaded, place));
                let data: Vec<String> =
                    flow.data.iter().map(|data| escape(&register.datum(data.value).name)).collect();
                let capacity =
                    if flow.roles.value.exporter_is_controller() { "controller" } else { "processor" };
                rows.push_str(&format!(
                    "| {} | {capacity} | {} | {} | {told} | {} |\n",
                    escape(&flow.id),
                    data.join(", "),
                    escape(words.party(flow.to.value)),
                    match place.filter(|_| verdict.stands()) {
                        Some(place) => {
                            safeguard(loaded, flow, &engine.carried_at(result.flow, law, place))
                        }
                        None => format!("Open: {} on this day", verdict.name()),
                    }
                ));
            }
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "\n## For the record of processing, under {} ({asked})\n\n\
         | flow | as | data | recipient | third country | safeguard and document |\n| --- | --- | --- | --- | --- | --- |\n{rows}",
        escape(&loaded.book.regime(law).name)
    )
}

/// What carries a flow to a place, with the documents and files that show it.
fn safeguard(loaded: &Loaded, flow: &Flow, carriers: &[(DataIx, Carrier)]) -> String {
    let mut parts: BTreeSet<String> = BTreeSet::new();
    for (_, carrier) in carriers {
        let mechanism = loaded.book.mechanism(carrier.mechanism);
        let mut part = escape(&mechanism.name);
        let documents = flow.mechanism.iter().filter_map(|tag| match tag.names {
            TagUse::Instrument(ix) => Some(loaded.register.instrument(ix)),
            TagUse::Bare(_) | TagUse::Other(_) => None,
        });
        for instrument in documents.filter(|known| known.kind.value == carrier.mechanism) {
            let file = instrument.evidence.as_ref().map_or_else(
                || "Open: which file shows it?".to_owned(),
                |evidence| escape(&format!("file `{}`", evidence.file.value)),
            );
            part.push_str(&format!("; document {}, {file}", escape(&format!("`{}`", instrument.id))));
        }
        parts.insert(part);
    }
    parts.into_iter().collect::<Vec<_>>().join("; ")
}

/// The citations of what the law asks of these papers on the day; none where it asks nothing.
fn asked(loaded: &Loaded, law: RegimeIx, papers: &[Paper]) -> Option<String> {
    let rows = loaded.book.pack().paper_duties.iter();
    let mut citations: Vec<&str> = rows
        .filter(|row| {
            papers.contains(&row.paper) && row.regimes.contains(&law) && row.header.period.holds(loaded.day)
        })
        .map(|row| row.header.citation.as_str())
        .collect();
    // A citation that another begins with says nothing more.
    let all = citations.clone();
    citations.retain(|one| !all.iter().any(|other| other != one && other.starts_with(one)));
    citations.dedup();
    (!citations.is_empty()).then(|| escape(&citations.join("; ")))
}
