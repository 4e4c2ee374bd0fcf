//! A register as linked data in terms of the Data Privacy Vocabulary 2: each flow a process that transfers, its
//! exporter, importer, data, purposes, places and the provisions of the GDPR it rests on that day. What the vocabulary
//! has no term for stands in words (`dct:`), so that nothing is said in a term that means something else.

use std::collections::BTreeSet;
use std::io;

use oxjsonld::JsonLdSerializer;
use oxrdf::{GraphNameRef, Literal, NamedNode, Quad, Term, Triple};
use oxttl::TurtleSerializer;
use transfer_model::assess::{Assessment, RegimeResult, Words};
use transfer_model::day::Day;
use transfer_model::index::{MechanismIx, PlaceIx, RuleIx};
use transfer_model::law::PlaceKind;
use transfer_model::register::TagUse;

use super::view::{View, views};
use crate::facts::dpv::{DCT, DPV, EU, GDPR, LOC, RDF_TYPE, SKOS, TIME, TOOLS, XSD_DATE, provision};
use crate::input::Loaded;

const PREFIXES: [(&str, &str); 7] = [
    ("dct", DCT),
    ("dpv", DPV),
    ("eu-gdpr", GDPR),
    ("legal-eu", EU),
    ("loc", LOC),
    ("skos", SKOS),
    ("time", TIME),
];

/// The graph in Turtle.
///
/// # Errors
///
/// None that a graph made here can have; the serialiser's.
pub fn turtle(loaded: &Loaded, assessment: &Assessment) -> io::Result<Vec<u8>> {
    let mut serializer = TurtleSerializer::new();
    for (name, iri) in PREFIXES {
        serializer = serializer.with_prefix(name, iri).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(Vec::new());
    for triple in graph(loaded, assessment) {
        writer.serialize_triple(&triple)?;
    }
    sorted_head(writer.finish()?)
}

/// The serialiser lists the prefixes in an order of its own each time; by name they are always the same.
fn sorted_head(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let text = String::from_utf8(bytes).map_err(io::Error::other)?;
    let mut head: Vec<&str> =
        text.split_inclusive('\n').take_while(|line| line.starts_with("@prefix ")).collect();
    let size = head.iter().map(|line| line.len()).sum();
    head.sort_unstable();
    let body = text.get(size..).unwrap_or("");
    Ok(format!("{}\n{body}", head.concat()).into_bytes())
}

/// The graph in JSON-LD.
///
/// # Errors
///
/// None that a graph made here can have; the serialiser's.
pub fn json_ld(loaded: &Loaded, assessment: &Assessment) -> io::Result<Vec<u8>> {
    let mut serializer = JsonLdSerializer::new();
    for (name, iri) in PREFIXES {
        serializer = serializer.with_prefix(name, iri).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(Vec::new());
    for triple in graph(loaded, assessment) {
        let quad = Quad::new(triple.subject, triple.predicate, triple.object, GraphNameRef::DefaultGraph);
        writer.serialize_quad(&quad)?;
    }
    let mut bytes = writer.finish()?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A node of the register.
fn node(kind: &str, id: &str) -> NamedNode {
    let mut iri = format!("urn:transfer:{kind}:");
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            iri.push(char::from(byte));
        } else {
            iri.push_str(&format!("%{byte:02X}"));
        }
    }
    NamedNode::new_unchecked(iri)
}

fn term(vocabulary: &str, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{vocabulary}{name}"))
}

struct Graph<'a> {
    loaded: &'a Loaded,
    triples: Vec<Triple>,
    /// Places without an ISO code, described once.
    places: Vec<PlaceIx>,
    /// Mechanisms described.
    mechanisms: Vec<MechanismIx>,
    /// Rows of the law described: decisions on adequacy.
    decisions: Vec<(RuleIx, PlaceIx)>,
}

impl Graph<'_> {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNode, object: impl Into<Term>) {
        let triple = Triple::new(subject.clone(), predicate, object);
        // Two claims may rest on one provision.
        if !self.triples.iter().rev().take(64).any(|known| *known == triple) {
            self.triples.push(triple);
        }
    }

    fn is(&mut self, subject: &NamedNode, class: NamedNode) {
        self.add(subject, NamedNode::new_unchecked(RDF_TYPE), class);
    }

    fn words(&mut self, subject: &NamedNode, property: NamedNode, words: &str) {
        self.add(subject, property, Literal::new_simple_literal(words));
    }

    fn id(&mut self, subject: &NamedNode, id: &str) {
        self.words(subject, term(DCT, "identifier"), id);
    }

    fn label(&mut self, subject: &NamedNode, label: &str) {
        self.words(subject, term(SKOS, "prefLabel"), label);
    }

    /// A place: the vocabulary's where it has an ISO code, else one of the register's own.
    fn place(&mut self, place: PlaceIx) -> NamedNode {
        let found = self.loaded.book.place(place);
        let iso = match found.kind {
            PlaceKind::Country | PlaceKind::Territory => found.code.len() == 2,
            PlaceKind::Area => matches!(found.code.as_str(), "EU" | "EEA"),
            PlaceKind::Subdivision => found.code.starts_with("US-"),
            PlaceKind::Zone | PlaceKind::Organisation => false,
        };
        if iso {
            return term(LOC, &found.code);
        }
        let own = node("place", &found.code);
        if !self.places.contains(&place) {
            self.places.push(place);
            self.is(&own, term(DPV, "Location"));
            self.words(&own, term(SKOS, "notation"), &found.code);
            self.label(&own, &found.name);
        }
        own
    }
}

fn graph(loaded: &Loaded, assessment: &Assessment) -> Vec<Triple> {
    let mut graph = Graph {
        loaded,
        triples: Vec::new(),
        places: Vec::new(),
        mechanisms: Vec::new(),
        decisions: Vec::new(),
    };
    let register = &loaded.register;
    let record = node("register", &register.name);
    graph.is(&record, term(DPV, "DataTransferRecord"));
    graph.words(&record, term(DCT, "title"), &register.name);
    graph.add(&record, term(DCT, "date"), day(assessment.as_of));
    for party in &register.parties {
        let it = node("party", &party.id);
        graph.is(&it, term(DPV, "LegalEntity"));
        graph.id(&it, &party.id);
        graph.label(&it, &party.name);
        graph.words(&it, term(DCT, "type"), party.kind.name());
        if let Some(place) = party.country.value {
            let place = graph.place(place);
            graph.add(&it, term(DPV, "hasLocation"), place);
        }
    }
    for data in &register.data {
        let it = node("data", &data.id);
        let special = !data.special.is_empty();
        graph.is(&it, term(DPV, if special { "SpecialCategoryPersonalData" } else { "PersonalData" }));
        graph.id(&it, &data.id);
        graph.label(&it, &data.name);
    }
    for instrument in &register.instruments {
        let it = node("instrument", &instrument.id);
        let mechanism = &loaded.book.mechanism(instrument.kind.value).id;
        let tool =
            provision(mechanism).and_then(|provision| TOOLS.iter().find(|(known, _)| *known == provision));
        match tool {
            Some((_, tool)) => graph.is(&it, term(GDPR, tool)),
            None => graph.is(&it, term(DPV, "SafeguardForDataTransfer")),
        }
        graph.id(&it, &instrument.id);
        graph.words(&it, term(DCT, "type"), mechanism);
        if let Some(signed) = instrument.signed {
            graph.add(&it, term(DCT, "date"), day(signed.value));
        }
    }
    for view in views(loaded, assessment) {
        graph.add(&record, term(DCT, "hasPart"), node("flow", &view.flow.id));
        flow(&mut graph, &view);
    }
    for tia in &register.tias {
        let it = node("tia", &tia.id);
        graph.is(&it, term(DPV, "DataTransferImpactAssessment"));
        graph.id(&it, &tia.id);
        graph.add(&it, term(DCT, "date"), day(tia.date.value));
        for ix in &tia.flows {
            graph.add(&it, term(DCT, "subject"), node("flow", &register.flow(*ix).id));
        }
    }
    for notice in &register.notices {
        let it = node("notice", &notice.id);
        graph.is(&it, term(DPV, "DataTransferNotice"));
        graph.id(&it, &notice.id);
        if let Some(published) = notice.published {
            graph.add(&it, term(DCT, "issued"), day(published.value));
        }
        for party in &notice.of {
            graph.add(&it, term(DCT, "publisher"), node("party", &register.party(party.value).id));
        }
    }
    graph.triples
}

/// A day.
fn day(day: Day) -> Literal {
    Literal::new_typed_literal(day.to_string(), NamedNode::new_unchecked(XSD_DATE))
}

/// The decisions on adequacy that carry a flow, each with its days: what the Union has decided of a country.
fn decisions(graph: &mut Graph<'_>, it: &NamedNode, view: &View<'_>) {
    let book = &graph.loaded.book;
    let words = Words { register: &graph.loaded.register, book };
    let union = |regime: &&RegimeResult| matches!(words.regime(regime.binding.regime), "eu-gdpr" | "eui");
    for regime in view.result.regimes.iter().filter(union) {
        let Some(carrier) = regime.carrier else { continue };
        if provision(&book.mechanism(carrier.mechanism).id) != Some("A45-3") {
            continue;
        }
        let rule = book.rule(carrier.rule);
        let decided = |place: &PlaceIx| {
            book.place(*place).code.len() == 2 && (rule.places.is_empty() || rule.places.contains(place))
        };
        for place in regime.by_place.iter().filter_map(|(place, _)| *place).filter(decided) {
            let decision = term(EU, &format!("Adequacy-EU-{}", book.place(place).code));
            graph.add(it, term(DPV, "hasApplicableLaw"), decision.clone());
            if graph.decisions.contains(&(carrier.rule, place)) {
                continue;
            }
            graph.decisions.push((carrier.rule, place));
            graph.words(&decision, term(DCT, "bibliographicCitation"), &rule.header.citation);
            let interval = node("interval", &rule.header.id);
            graph.add(&decision, term(DCT, "temporal"), interval.clone());
            graph.is(&interval, term(TIME, "ProperInterval"));
            let period = rule.header.period;
            for (property, at) in [("hasBeginning", period.start()), ("hasEnd", period.end())] {
                let Some(at) = at else { continue };
                let instant = node("instant", &at.to_string());
                graph.is(&instant, term(TIME, "Instant"));
                graph.add(&instant, term(TIME, "inXSDDate"), day(at));
                graph.add(&interval, term(TIME, property), instant);
            }
        }
    }
}

fn flow(graph: &mut Graph<'_>, view: &View<'_>) {
    let register = &view.loaded.register;
    let flow = view.flow;
    let it = node("flow", &flow.id);
    let (from, to) = (register.party(flow.from.value), register.party(flow.to.value));
    let crosses =
        from.country.value.is_some() && to.country.value.is_some() && from.country.value != to.country.value;
    graph.is(&it, term(DPV, "Process"));
    graph.id(&it, &flow.id);
    graph.add(
        &it,
        term(DPV, "hasProcessing"),
        term(DPV, if crosses { "CrossBorderTransfer" } else { "Transfer" }),
    );
    let (exporter, importer) = (node("party", &from.id), node("party", &to.id));
    graph.add(&it, term(DPV, "hasDataExporter"), exporter.clone());
    graph.add(&it, term(DPV, "hasDataImporter"), importer.clone());
    graph.add(&it, term(DPV, "hasRecipient"), importer.clone());
    let roles = flow.roles.value.name();
    if roles.starts_with("controller-") {
        graph.add(&it, term(DPV, "hasDataController"), exporter);
    }
    if roles.ends_with("-to-processor") {
        graph.add(&it, term(DPV, "hasDataProcessor"), importer);
    }
    graph.words(&it, term(DCT, "type"), roles);
    for data in &flow.data {
        graph.add(&it, term(DPV, "hasPersonalData"), node("data", &register.datum(data.value).id));
    }
    for purpose in view.purposes() {
        let node = node("purpose", purpose);
        graph.is(&node, term(DPV, "Purpose"));
        graph.label(&node, purpose);
        graph.add(&it, term(DPV, "hasPurpose"), node);
    }
    for group in view.subjects() {
        let node = node("subjects", group);
        graph.is(&node, term(DPV, "DataSubject"));
        graph.label(&node, group);
        graph.add(&it, term(DPV, "hasDataSubject"), node);
    }
    for place in flow.locations.iter().flatten().filter_map(|place| place.value) {
        let place = graph.place(place);
        graph.add(&it, term(DPV, "hasLocation"), place);
    }
    let mut abroad: Vec<PlaceIx> = view
        .result
        .regimes
        .iter()
        .flat_map(|regime| &regime.by_place)
        .filter(|(_, verdict)| *verdict != transfer_model::assess::Verdict::NotRestricted)
        .filter_map(|(place, _)| *place)
        .collect();
    abroad.sort_unstable();
    abroad.dedup();
    for place in abroad {
        let place = graph.place(place);
        graph.add(&it, term(DPV, "hasThirdCountry"), place);
    }
    for measure in view.safeguards() {
        let node = node("measure", measure);
        graph.is(&node, term(GDPR, "SupplementaryMeasure"));
        graph.label(&node, measure);
        graph.add(&it, term(DPV, "hasTechnicalOrganisationalMeasure"), node);
    }
    decisions(graph, &it, view);
    bases(graph, &it, view);
    for tag in &flow.mechanism {
        match &tag.names {
            TagUse::Instrument(ix) => {
                let instrument = register.instrument(*ix);
                claims(graph, &it, instrument.kind.value);
                let paper = node("instrument", &instrument.id);
                graph.add(&it, term(DPV, "hasTechnicalOrganisationalMeasure"), paper);
            }
            TagUse::Bare(mechanism) => claims(graph, &it, *mechanism),
            TagUse::Other(text) => graph.words(&it, term(DCT, "description"), text),
        }
    }
}

/// The provisions of the Union's law that the flow rests on that day; a claim that fails is no legal basis.
fn bases(graph: &mut Graph<'_>, flow: &NamedNode, view: &View<'_>) {
    let book = &graph.loaded.book;
    let words = Words { register: &graph.loaded.register, book };
    let of_union = |regime: &&RegimeResult| matches!(words.regime(regime.binding.regime), "eu-gdpr" | "eui");
    let carrying = view.result.regimes.iter().filter(of_union).flat_map(RegimeResult::mechanisms);
    let provisions: BTreeSet<&str> =
        carrying.filter_map(|(_, mechanism)| provision(&book.mechanism(mechanism).id)).collect();
    for provision in provisions {
        graph.add(flow, term(DPV, "hasLegalBasis"), term(GDPR, provision));
    }
}

/// What is claimed for a flow, by the register's word.
fn claims(graph: &mut Graph<'_>, flow: &NamedNode, mechanism: MechanismIx) {
    let book = &graph.loaded.book;
    let id = &book.mechanism(mechanism).id;
    let it = node("mechanism", id);
    if !graph.mechanisms.contains(&mechanism) {
        graph.mechanisms.push(mechanism);
        graph.id(&it, id);
        graph.label(&it, &book.mechanism(mechanism).name);
    }
    graph.add(flow, term(DCT, "conformsTo"), it);
}
