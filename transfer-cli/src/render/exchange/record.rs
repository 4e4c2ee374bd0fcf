//! The record of processing activities (Article 30 GDPR and UK GDPR) in the columns of the templates that the
//! ICO and the CNIL publish: one row for each flow that leaves a company of the group. Columns that the
//! register knows nothing of stay empty. Which places are abroad is what the assessment says.

use transfer_model::assess::Assessment;
use transfer_model::register::PartyKind;

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

/// Export laws of the Union and the Kingdom.
const UNION: [&str; 3] = ["eu-gdpr", "eu-dpd", "eui"];
const KINGDOM: [&str; 3] = ["uk-gdpr", "eu-gdpr", "eu-dpd"];

/// The record in the ICO's columns.
pub fn ico(loaded: &Loaded, assessment: &Assessment) -> String {
    table(ICO.to_vec(), rows(loaded, assessment).map(|view| ico_row(&view)))
}

/// The record in the CNIL's headings.
pub fn cnil(loaded: &Loaded, assessment: &Assessment) -> String {
    let head = CNIL.iter().chain(&CNIL_MORE).copied().collect();
    table(head, rows(loaded, assessment).map(|view| cnil_row(&view)))
}

/// How many active flows are no processing of the group's own, and left out.
pub fn left_out(loaded: &Loaded, assessment: &Assessment) -> usize {
    assessment.flows.len().saturating_sub(rows(loaded, assessment).count())
}

/// The flows that leave a company of the group.
fn rows<'a>(loaded: &'a Loaded, assessment: &'a Assessment) -> impl Iterator<Item = View<'a>> {
    let own = |view: &View<'_>| loaded.register.party(view.flow.from.value).kind == PartyKind::Group;
    views(loaded, assessment).into_iter().filter(move |view| own(view))
}

fn table(head: Vec<&str>, rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| {
        format!("{}\r\n", cells.iter().map(|cell| csv::cell(cell)).collect::<Vec<_>>().join(","))
    };
    let mut text = line(head.into_iter().map(str::to_owned).collect());
    for row in rows {
        text.push_str(&line(row));
    }
    text
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

fn ico_row(view: &View<'_>) -> Vec<String> {
    let mut row = vec![
        view.flow.id.clone(),
        join(view.purposes()),
        joint(view).to_owned(),
        join(view.subjects()),
        join(view.data()),
        view.name(view.flow.to.value).to_owned(),
        contract(view),
        join(view.restricted(&KINGDOM)),
        join(view.claims()),
        String::new(),
        join(view.safeguards()),
        basis(view),
    ];
    row.resize(19, String::new());
    row.push(locations(view));
    row.resize(ICO.len(), String::new());
    row
}

fn cnil_row(view: &View<'_>) -> Vec<String> {
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
    let abroad = view.restricted(&UNION);
    let abroad = if abroad.is_empty() { "Non".to_owned() } else { format!("Oui : {}", join(abroad)) };
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
        join(view.claims()),
        join(view.safeguards()),
    ]
}
