//! The record of processing activities (Article 30 GDPR and UK GDPR) in the columns of the templates that the
//! ICO and the CNIL publish: one row for each flow that leaves a company of the group which the authority's law
//! binds, the rows of one exporter together. Columns that the register knows nothing of stay empty. Which places are
//! abroad, and what the transfer rests on, is what the assessment says.

use std::collections::BTreeSet;

use transfer_model::assess::{Assessment, Basis, RegimeResult};
use transfer_model::index::{PartyIx, RegimeIx};
use transfer_model::register::PartyKind;

use super::french::{self, French};
use super::ground::{English, Grounds, Tongue};
use super::view::{View, views};
use crate::input::Loaded;
use crate::render::csv;

/// The ICO's columns.
pub const ICO: [&str; 30] = [
    "Business function",
    "Purpose of processing",
    "Name and contact details of joint controller (if applicable)",
    "Categories of individuals",
    "Categories of personal data",
    "Categories of recipients",
    "Link to contract with processor",
    "Names of third countries or international organisations that personal data are transferred to (if applicable)",
    "Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)",
    "Retention schedule (if possible)",
    "General description of technical and organisational security measures (if possible)",
    "Article 6 lawful basis for processing personal data",
    "Article 9 condition for processing special category data",
    "Legitimate interests for the processing (if applicable)",
    "Link to record of legitimate interests assessment (if applicable)",
    "Rights available to individuals",
    "Existence of automated decision-making, including profiling (if applicable)",
    "The source of the personal data (if applicable)",
    "Link to record of consent",
    "Location of personal data",
    "Data Protection Impact Assessment required?",
    "Data Protection Impact Assessment progress",
    "Link to Data Protection Impact Assessment",
    "Has a personal data breach occurred?",
    "Link to record of personal data breach",
    "Data Protection Act 2018 Schedule 1 Condition for processing",
    "GDPR Article 6 lawful basis for processing",
    "Link to retention and erasure policy document",
    "Is personal data retained and erased in accordance with the policy document?",
    "Reasons for not adhering to policy document (if applicable)",
];

/// The headings of the CNIL's sheet.
pub const CNIL: [&str; 14] = [
    "Nom de l'activité",
    "Date de création de la fiche",
    "Date de dernière mise à jour de la fiche",
    "Nom du responsable conjoint du traitement",
    "Nom du logiciel ou de l'application",
    "Objectifs poursuivis",
    "Catégories de personnes concernées",
    "Catégories de données collectées",
    "Des données sensibles sont-elles traitées ?",
    "Durées de conservation des catégories de données",
    "Destinataires internes",
    "Organismes externes",
    "Sous-traitants",
    "Transferts des données hors UE",
];

/// Two more of the CNIL's headings.
const CNIL_MORE: [&str; 2] = ["Garanties", "Mesures de sécurité"];

/// Columns that the templates lack, since they are those of one controller: whose row it is.
const WHOSE: [&str; 3] = ["Exporter", "Exporter country", "Acts as"];
const WHOSE_FRENCH: [&str; 3] = ["Exportateur", "Pays de l'exportateur", "Qualité de l'exportateur"];

/// Whose form it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// The Information Commissioner's.
    Ico,
    /// The Commission nationale de l'informatique et des libertés'.
    Cnil,
}

/// A record: which flows are in it, and which are not.
#[derive(Debug)]
pub struct Record<'a> {
    loaded: &'a Loaded,
    authority: Authority,
    /// The authority's laws that are in force that day.
    laws: Vec<RegimeIx>,
    rows: Vec<View<'a>>,
    /// How many active flows do not leave a company of the group.
    pub foreign: usize,
    /// Companies of the group whose flows are left out, since the authority's law does not bind them.
    pub unbound: Vec<&'a str>,
    /// How many flows those are.
    pub unbound_flows: usize,
    /// Exporters in the record that the law binds only for whom they target, or not at all.
    pub abroad: Vec<&'a str>,
}

impl<'a> Record<'a> {
    /// The record of the group, or of one party.
    pub fn new(
        loaded: &'a Loaded,
        assessment: &'a Assessment,
        authority: Authority,
        of: Option<PartyIx>,
    ) -> Self {
        let mut record = Self {
            loaded,
            authority,
            laws: laws(loaded, authority),
            rows: Vec::new(),
            foreign: 0,
            unbound: Vec::new(),
            unbound_flows: 0,
            abroad: Vec::new(),
        };
        let id = |view: &View<'a>| loaded.register.party(view.flow.from.value).id.as_str();
        let (mut unbound, mut abroad) = (BTreeSet::new(), BTreeSet::new());
        for view in views(loaded, assessment) {
            let party = view.flow.from.value;
            let own =
                of.map_or_else(|| loaded.register.party(party).kind == PartyKind::Group, |of| party == of);
            if !own {
                record.foreign = record.foreign.saturating_add(1);
                continue;
            }
            let bound = || view.result.regimes.iter().filter(|regime| record.binds(regime));
            if of.is_none() && bound().next().is_none() {
                record.unbound_flows = record.unbound_flows.saturating_add(1);
                unbound.insert(id(&view));
                continue;
            }
            if bound().all(|regime| regime.binding.basis != Basis::Established) {
                abroad.insert(id(&view));
            }
            record.rows.push(view);
        }
        record.rows.sort_by_key(id);
        record.unbound = unbound.into_iter().collect();
        record.abroad = abroad.into_iter().collect();
        record
    }

    /// The law's name.
    pub fn law(&self) -> &'a str {
        self.laws.first().map_or("its law", |law| self.loaded.book.regime(*law).name.as_str())
    }

    /// Whether the law binds the exporter itself; one that came with the data asks it for no record.
    fn binds(&self, regime: &RegimeResult) -> bool {
        regime.binding.basis != Basis::Carried && self.laws.contains(&regime.binding.regime)
    }

    /// Which laws a row speaks of: the authority's; those that bind the flow, where that is none of them.
    fn keeps(&self, view: &View<'_>) -> impl Fn(&RegimeResult) -> bool + Copy + '_ {
        let own = view.result.regimes.iter().any(|regime| self.binds(regime));
        move |regime| !own || self.binds(regime)
    }

    /// The table.
    pub fn table(&self) -> String {
        let (head, whose): (Vec<&str>, _) = match self.authority {
            Authority::Ico => (ICO.to_vec(), WHOSE),
            Authority::Cnil => (CNIL.iter().chain(&CNIL_MORE).copied().collect(), WHOSE_FRENCH),
        };
        let mut text = line(head.iter().chain(&whose));
        for view in &self.rows {
            let row = match self.authority {
                Authority::Ico => self.ico(view),
                Authority::Cnil => self.cnil(view),
            };
            text.push_str(&line(&row));
        }
        text
    }

    fn grounds(&self, view: &View<'_>, tongue: &impl Tongue) -> String {
        let mut grounds = Grounds::default();
        grounds.add(view, self.keeps(view));
        join(grounds.words(self.loaded, tongue))
    }

    fn ico(&self, view: &View<'_>) -> Vec<String> {
        let abroad = view.restricted(self.keeps(view)).into_iter().map(|place| view.place(place));
        let mut row = vec![
            view.flow.id.clone(),
            join(view.purposes()),
            joint(view).to_owned(),
            join(view.subjects()),
            join(view.data()),
            view.name(view.flow.to.value).to_owned(),
            contract(view),
            join(abroad.collect::<BTreeSet<_>>()),
            self.grounds(view, &English),
            String::new(),
            join(view.safeguards()),
            basis(view),
        ];
        row.resize(19, String::new());
        row.push(locations(view));
        row.resize(ICO.len(), String::new());
        let from = view.flow.from.value;
        row.extend([view.name(from), view.country(from), capacity(view).0].map(str::to_owned));
        row
    }

    fn cnil(&self, view: &View<'_>) -> Vec<String> {
        let register = &view.loaded.register;
        let sensitive = view
            .flow
            .data
            .iter()
            .map(|data| register.datum(data.value))
            .any(|data| !data.special.is_empty() || data.criminal);
        let to = view.name(view.flow.to.value).to_owned();
        let internal = register.party(view.flow.to.value).kind == PartyKind::Group;
        let processor = to_processor(view);
        let only = |when: bool| if when { to.clone() } else { String::new() };
        let places = view.restricted(self.keeps(view)).into_iter();
        let abroad: BTreeSet<&str> = places.map(|place| french::place(self.loaded, place)).collect();
        let abroad = if abroad.is_empty() { "Non".to_owned() } else { format!("Oui : {}", join(abroad)) };
        let from = view.flow.from.value;
        vec![
            view.flow.id.clone(),
            String::new(),
            String::new(),
            joint(view).to_owned(),
            String::new(),
            join(view.purposes()),
            join(view.subjects()),
            join(view.data()),
            if sensitive { "Oui" } else { "Non" }.to_owned(),
            String::new(),
            only(internal && !processor),
            only(!internal && !processor),
            only(processor),
            abroad,
            self.grounds(view, &French),
            join(view.safeguards().into_iter().map(french::measure)),
            view.name(from).to_owned(),
            french::place(self.loaded, register.party(from).country.value).to_owned(),
            capacity(view).1.to_owned(),
        ]
    }
}

/// The laws an authority watches over on the day: until the Kingdom had its own, that of the Union.
fn laws(loaded: &Loaded, authority: Authority) -> Vec<RegimeIx> {
    let book = &loaded.book;
    let in_force =
        |word: &str| book.regime_of(word).filter(|law| book.regime(*law).header.period.holds(loaded.day));
    let kingdom = in_force("uk-gdpr").filter(|_| authority == Authority::Ico);
    match kingdom {
        Some(law) => vec![law],
        None => ["eu-gdpr", "eu-dpd"].into_iter().filter_map(in_force).collect(),
    }
}

/// As what the exporter acts, in English and in French.
fn capacity(view: &View<'_>) -> (&'static str, &'static str) {
    let roles = view.flow.roles.value;
    if roles.name() == "joint-controllers" {
        ("joint controller", "responsable conjoint")
    } else if roles.exporter_is_controller() {
        ("controller", "responsable du traitement")
    } else {
        ("processor", "sous-traitant")
    }
}

fn line<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| csv::cell(cell.as_ref())).collect();
    format!("{}\r\n", cells.join(","))
}

fn join<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
    words.into_iter().map(|word| word.as_ref().to_owned()).collect::<Vec<_>>().join("; ")
}

fn to_processor(view: &View<'_>) -> bool {
    matches!(view.flow.roles.value.name(), "controller-to-processor" | "processor-to-processor")
}

fn joint<'a>(view: &View<'a>) -> &'a str {
    if view.flow.roles.value.name() == "joint-controllers" { view.name(view.flow.to.value) } else { "" }
}

/// The papers that show the contract.
fn contract(view: &View<'_>) -> String {
    let files = view.instruments().filter_map(|instrument| instrument.evidence.as_ref());
    if to_processor(view) { join(files.map(|evidence| evidence.file.value.clone())) } else { String::new() }
}

fn basis(view: &View<'_>) -> String {
    join(view.flow.basis.iter().map(|basis| basis.value.clone()))
}

fn locations(view: &View<'_>) -> String {
    match &view.flow.locations {
        Some(places) => join(places.iter().map(|place| view.place(place.value))),
        None => view.country(view.flow.to.value).to_owned(),
    }
}
