//! Linked data in terms of the Data Privacy Vocabulary, as Turtle or JSON-LD: each node with an exporter and an
//! importer is a flow. Nothing is fetched: a context that is elsewhere is not followed.

use std::collections::BTreeMap;

use oxjsonld::JsonLdParser;
use oxrdf::{NamedOrBlankNode, Term, Triple};
use oxttl::TurtleParser;
use transfer_model::diag::Problem;
use transfer_model::law::Role;
use transfer_model::register::PartyKind;

use super::draft::{Draft, Entry, Ids, Read, fault};
use super::grid::{Budget, csv, too_large};
use super::places::{Found, Gazetteer};
use super::{Options, Source, parts};
use crate::facts::Value;
use crate::facts::dpv::{DCT, DPV, GDPR, LOC, RDFS, SKOS, mechanism};

/// Most bytes of a graph: its triples take many times its text.
const MOST: usize = 16 * 1024 * 1024;

/// Objects of a node, by property; nodes by what they are called.
type Nodes = BTreeMap<String, BTreeMap<String, Vec<Object>>>;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Object {
    Node(String),
    Words(String),
}

/// Reads a graph.
///
/// # Errors
///
/// What is wrong with its syntax, and where; that it describes no transfer.
pub fn read(file: &Source, options: &Options<'_>) -> Read {
    let nodes = nodes(file)?;
    let places = Gazetteer::new(options.book);
    let mut reader = Reader {
        file: &file.name,
        nodes: &nodes,
        places: &places,
        options,
        draft: Draft::default(),
        ids: Ids::default(),
        parties: BTreeMap::new(),
        data: BTreeMap::new(),
    };
    parts::head(&mut reader.draft, "Transfers imported from linked data", &file.name);
    let mut flows = 0usize;
    for (name, node) in &nodes {
        if has(node, "hasDataImporter") || has(node, "hasDataExporter") {
            reader.flow(name, node);
            flows = flows.saturating_add(1);
        }
    }
    if flows == 0 {
        return Err(vec![
            fault(&file.name, "no node has dpv:hasDataExporter or dpv:hasDataImporter")
                .help("each transfer must be a node that names its exporter and its importer"),
        ]);
    }
    parts::ask_categories(&mut reader.draft);
    Ok(reader.draft)
}

fn has(node: &BTreeMap<String, Vec<Object>>, property: &str) -> bool {
    node.contains_key(&format!("{DPV}{property}"))
}

fn nodes(file: &Source) -> Result<Nodes, Vec<Problem>> {
    if file.bytes.len() > MOST {
        return Err(vec![too_large(&file.name, &format!("more than {} MiB", MOST.div_euclid(1024 * 1024)))]);
    }
    let text = csv::decode(&file.name, &file.bytes).map_err(|problem| vec![problem])?;
    let mut nodes = Nodes::new();
    let mut budget = Budget::default();
    let mut add = |triple: Triple| -> Result<(), Vec<Problem>> {
        let subject = name(&triple.subject);
        let object = match triple.object {
            Term::NamedNode(node) => Object::Node(node.into_string()),
            Term::BlankNode(node) => Object::Node(format!("_:{}", node.as_str())),
            Term::Literal(words) => Object::Words(words.value().to_owned()),
        };
        budget.cell(1, 0, subject.len()).map_err(|why| vec![too_large(&file.name, &why)])?;
        let objects = nodes.entry(subject).or_default().entry(triple.predicate.into_string()).or_default();
        if !objects.contains(&object) {
            objects.push(object);
        }
        Ok(())
    };
    if text.trim_start().starts_with(['{', '[']) {
        for quad in JsonLdParser::new().for_slice(text.as_bytes()) {
            let quad = quad.map_err(|error| {
                let problem = fault(&file.name, format!("not JSON-LD that can be read: {error}"));
                vec![problem.help("a context that is elsewhere is not fetched; put it into the file")]
            })?;
            add(Triple::new(quad.subject, quad.predicate, quad.object))?;
        }
    } else {
        for triple in TurtleParser::new().for_slice(text.as_bytes()) {
            add(triple.map_err(|error| {
                vec![fault(&file.name, format!("not Turtle that can be read: {error}"))]
            })?)?;
        }
    }
    Ok(nodes)
}

fn name(subject: &NamedOrBlankNode) -> String {
    match subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => format!("_:{}", node.as_str()),
    }
}

struct Reader<'a> {
    file: &'a str,
    nodes: &'a Nodes,
    places: &'a Gazetteer<'a>,
    options: &'a Options<'a>,
    draft: Draft,
    ids: Ids,
    parties: BTreeMap<String, String>,
    data: BTreeMap<String, String>,
}

impl Reader<'_> {
    fn objects(&self, node: &str, vocabulary: &str, property: &str) -> Vec<Object> {
        let found = self.nodes.get(node).and_then(|node| node.get(&format!("{vocabulary}{property}")));
        found.cloned().unwrap_or_default()
    }

    fn words(&self, node: &str, properties: &[(&str, &str)]) -> Option<String> {
        properties.iter().find_map(|(vocabulary, property)| {
            self.objects(node, vocabulary, property).into_iter().find_map(|object| match object {
                Object::Words(words) if !words.trim().is_empty() => Some(words),
                Object::Words(_) | Object::Node(_) => None,
            })
        })
    }

    /// What a node is called.
    fn label(&self, node: &str) -> String {
        let names =
            [(SKOS, "prefLabel"), (RDFS, "label"), (DPV, "hasName"), (DCT, "title"), (DCT, "identifier")];
        self.words(node, &names).unwrap_or_else(|| {
            let tail = node.rsplit(['#', '/', ':']).next().unwrap_or(node);
            if node.starts_with("_:") { "unnamed".to_owned() } else { tail.to_owned() }
        })
    }

    fn id(&mut self, table: &str, node: &str, label: &str) -> String {
        let own = self
            .words(node, &[(DCT, "identifier")])
            .filter(|id| id.len() <= 128 && !id.contains(|c: char| c.is_whitespace() || c.is_control()));
        match own {
            Some(id) if self.ids.claim(table, &id) => id,
            _ => self.ids.fresh(table, label),
        }
    }

    /// A place of the vocabulary, of our own, or by its label.
    fn place(&self, object: &Object) -> Result<String, String> {
        match object {
            Object::Words(words) => self.places.one(words).ok_or_else(|| words.clone()),
            Object::Node(node) => {
                let code = node.strip_prefix(LOC).map(str::to_owned);
                let code = code.or_else(|| self.words(node, &[(SKOS, "notation")]));
                let code = code.and_then(|code| {
                    let place = self.options.book.place_of(&code)?;
                    Some(self.options.book.place(place).code.clone())
                });
                code.or_else(|| self.places.one(&self.label(node))).ok_or_else(|| self.label(node))
            }
        }
    }

    fn found(&self, node: &str, properties: &[&str]) -> Option<(String, String, Found)> {
        let property = properties.iter().find(|property| !self.objects(node, DPV, property).is_empty())?;
        let objects = self.objects(node, DPV, property);
        let mut found = Found::default();
        let mut words = Vec::new();
        for object in &objects {
            match self.place(object) {
                Ok(code) => {
                    words.push(code.clone());
                    found.places.push(code);
                }
                Err(unclear) => {
                    words.push(unclear.clone());
                    found.unclear.push(unclear);
                }
            }
        }
        found.places.sort();
        Some((words.join(", "), format!("dpv:{property}"), found))
    }

    fn party(&mut self, object: &Object) -> String {
        let (key, label) = match object {
            Object::Node(node) => (node.clone(), self.label(node)),
            Object::Words(words) => (format!("\"{words}"), words.clone()),
        };
        if let Some(id) = self.parties.get(&key) {
            return id.clone();
        }
        let id = self.id("party", &key, &label);
        let mut entry = Entry::new("party", format!("{}, node {key}", self.file));
        entry.set("id", Value::text(&id));
        entry.set("name", Value::text(&label));
        let kind = self
            .words(&key, &[(DCT, "type")])
            .filter(|kind| PartyKind::Group.name() == kind || PARTY_KINDS.contains(&kind.as_str()));
        match kind {
            Some(kind) => entry.set("kind", Value::Text(kind)),
            None => entry.note("kind", Value::text("vendor"), "not stated; put what it is to you"),
        }
        let country = self.found(&key, &["hasLocation", "hasCountry", "hasJurisdiction"]);
        if !parts::country(&mut entry, country.as_ref()) {
            self.draft.ask(format!("{}: in which country is {label} established?", self.file));
        }
        self.draft.entries.push(entry);
        self.parties.insert(key, id.clone());
        id
    }

    fn data(&mut self, object: &Object) -> String {
        let (key, label) = match object {
            Object::Node(node) => (node.clone(), self.label(node)),
            Object::Words(words) => (format!("\"{words}"), words.clone()),
        };
        if let Some(id) = self.data.get(&key) {
            return id.clone();
        }
        let id = self.id("data", &key, &label);
        let mut entry = Entry::new("data", format!("{}, node {key}", self.file));
        entry.set("id", Value::text(&id));
        entry.set("name", Value::text(&label));
        self.draft.entries.push(entry);
        self.data.insert(key, id.clone());
        id
    }

    fn flow(&mut self, name: &str, _node: &BTreeMap<String, Vec<Object>>) {
        let origin = format!("{}, node {name}", self.file);
        let label = self.label(name);
        let end = |reader: &mut Self, property: &str, what: &str| match reader
            .objects(name, DPV, property)
            .first()
        {
            Some(object) => reader.party(object),
            None => {
                parts::owner(&mut reader.draft, &mut reader.ids, reader.options, "group", what, reader.file)
            }
        };
        let from = end(self, "hasDataExporter", "the exporter that the graph does not name");
        let to = end(self, "hasDataImporter", "the importer that the graph does not name");
        let mut entry = Entry::new("flow", &origin);
        let id = self.id("flow", name, &label);
        entry.set("id", Value::text(id));
        entry.set("from", Value::text(from));
        entry.set("to", Value::text(&to));
        self.roles(&mut entry, name, &origin);
        let mut data = Vec::new();
        for property in ["hasPersonalData", "hasData"] {
            for object in self.objects(name, DPV, property) {
                data.push(self.data(&object));
            }
        }
        if data.is_empty() {
            data = parts::data(&mut self.draft, &mut self.ids, &[], &origin);
        }
        data.dedup();
        entry.set("data", Value::texts(data));
        let labels = |property: &str| -> Vec<String> {
            let objects = self.objects(name, DPV, property).into_iter();
            objects
                .map(|object| match object {
                    Object::Node(node) => self.label(&node),
                    Object::Words(words) => words,
                })
                .collect()
        };
        let (groups, purposes) = (labels("hasDataSubject"), labels("hasPurpose"));
        if !groups.is_empty() {
            let groups =
                groups.into_iter().map(|group| Value::Table(vec![("group".to_owned(), Value::Text(group))]));
            entry.set("subjects", Value::List(groups.collect()));
        }
        if !purposes.is_empty() {
            entry.set("purposes", Value::texts(purposes));
        }
        let places = self.found(name, &["hasLocation", "hasThirdCountry"]);
        parts::locations(&mut entry, &mut self.draft, places.as_ref(), &label);
        let claims = self.claims(name);
        if !claims.is_empty() {
            entry.note("mechanism", Value::List(claims), "dpv:hasLegalBasis, dct:conformsTo");
        }
        self.draft.entries.push(entry);
    }

    fn roles(&mut self, entry: &mut Entry, name: &str, origin: &str) {
        let known = self
            .words(name, &[(DCT, "type")])
            .filter(|word| Role::WORDS.iter().any(|(role, _)| role == word));
        if let Some(word) = known {
            entry.note("roles", Value::Text(word), "dct:type");
            return;
        }
        let side = |property| self.objects(name, DPV, property).first().cloned();
        let (exporter, importer) = (side("hasDataExporter"), side("hasDataImporter"));
        let among = |property: &str, who: &Option<Object>| {
            who.as_ref().is_some_and(|who| self.objects(name, DPV, property).contains(who))
        };
        let roles = if among("hasDataProcessor", &importer) {
            if among("hasDataProcessor", &exporter) {
                "processor-to-processor"
            } else {
                "controller-to-processor"
            }
        } else if among("hasDataController", &importer) {
            "controller-to-controller"
        } else {
            entry.note("roles", Value::text("controller-to-controller"), "assumption: not stated");
            self.draft
                .ask(format!("{origin}: is the importer a processor or a controller? `roles` is assumed."));
            return;
        };
        entry.note("roles", Value::text(roles), "dpv:hasDataController, dpv:hasDataProcessor");
    }

    /// Mechanisms: the register's own words where they stand there, else what the provisions say.
    fn claims(&self, name: &str) -> Vec<Value> {
        let mut claims: Vec<Value> = Vec::new();
        let mut add = |claim: Value| {
            if !claims.contains(&claim) {
                claims.push(claim);
            }
        };
        let own: Vec<String> = self
            .objects(name, DCT, "conformsTo")
            .into_iter()
            .filter_map(|object| match object {
                Object::Words(word) => Some(word),
                Object::Node(node) => self.words(&node, &[(DCT, "identifier")]),
            })
            .filter(|word| self.options.book.mechanism_of(word).is_some())
            .collect();
        for word in &own {
            // The papers themselves are not in the graph: clauses without their paper are clauses claimed.
            add(Value::text(match word.as_str() {
                word if word.starts_with("eu-scc-20") && word != "eu-scc-2021-915" => "scc",
                "bcr-c" | "bcr-p" => "bcr",
                word => word,
            }));
        }
        if own.is_empty() {
            for property in ["hasLegalBasis", "hasTechnicalOrganisationalMeasure", "hasOrganisationalMeasure"]
            {
                for object in self.objects(name, DPV, property) {
                    let Object::Node(node) = object else { continue };
                    let terms = std::iter::once(node.clone()).chain(self.types(&node));
                    for term in terms {
                        if let Some(word) = term.strip_prefix(GDPR).and_then(mechanism) {
                            add(Value::text(word));
                        }
                    }
                }
            }
        }
        claims
    }

    fn types(&self, node: &str) -> Vec<String> {
        let types = self.nodes.get(node).and_then(|node| node.get(crate::facts::dpv::RDF_TYPE));
        let types = types.into_iter().flatten();
        types
            .filter_map(|object| if let Object::Node(node) = object { Some(node.clone()) } else { None })
            .collect()
    }
}

/// Kinds of party, as the register has them.
const PARTY_KINDS: [&str; 9] = [
    "processor",
    "subprocessor",
    "vendor",
    "partner",
    "customer",
    "authority",
    "individuals",
    "international-organisation",
    "eu-institution",
];
