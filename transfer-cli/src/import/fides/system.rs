//! A system of a manifest as flows: what the organisation passes to it, and what systems pass to each other.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::{Reader, roles};
use crate::facts::Value;
use crate::import::draft::{Entry, fold};
use crate::import::tree::{get, text, texts};
use crate::import::{claims, parts, places};

/// What the declarations of a system say, together.
#[derive(Default)]
struct Declared {
    data: Vec<String>,
    purposes: Vec<String>,
    groups: Vec<String>,
    bases: Vec<String>,
}

impl Declared {
    /// What is no data of it, on the flow.
    fn set(self, entry: &mut Entry) {
        if !self.groups.is_empty() {
            let group = |group| Value::Table(vec![("group".to_owned(), Value::Text(group))]);
            entry.set("subjects", Value::List(self.groups.into_iter().map(group).collect()));
        }
        if !self.purposes.is_empty() {
            entry.set("purposes", Value::texts(self.purposes));
        }
        if !self.bases.is_empty() {
            entry.set("basis", Value::texts(self.bases));
        }
    }
}

impl Reader<'_> {
    pub(super) fn system(&mut self, system: &Json, own: &str, keys: &BTreeMap<String, String>) {
        let Some(key) = get(system, "fides_key").and_then(Json::as_str) else { return };
        let Some(party) = keys.get(key).cloned() else { return };
        let origin = self.origin(key);
        if get(system, "processes_personal_data").and_then(Json::as_bool) == Some(false) {
            self.draft.ask(format!(
                "{origin}: no flow was made: processes_personal_data is false; does no personal data reach it?"
            ));
            return;
        }
        self.about(system, &origin);
        let declared = self.declared(system, &origin);
        let data = parts::data(&mut self.draft, &mut self.ids, &declared.data, &origin);
        let mut entry = Entry::new("flow", &origin);
        entry.set("id", Value::text(self.ids.fresh("flow", &format!("to {key}"))));
        entry.set("from", Value::text(own));
        entry.set("to", Value::text(&party));
        self.in_roles(&mut entry, system, &origin);
        entry.set("data", Value::texts(data));
        declared.set(&mut entry);
        claimed(&mut entry, system);
        self.abroad(&mut entry, system, key, &origin);
        self.draft.entries.push(entry);
        self.egress(system, key, &party, keys, &origin);
    }

    /// Asks about what a register has no word for: an exemption, a joint controller.
    fn about(&mut self, system: &Json, origin: &str) {
        if get(system, "exempt_from_privacy_regulations").and_then(Json::as_bool) == Some(true) {
            let reason = get(system, "reason_for_exemption").map(text).unwrap_or_default();
            self.draft.ask(format!(
                "{origin}: exempt_from_privacy_regulations is true ({reason}): from which laws? It is assessed all the same."
            ));
        }
        let joint = ["joint_controller_info", "joint_controller"]
            .into_iter()
            .find_map(|name| get(system, name))
            .map(text)
            .filter(|joint| !joint.trim().is_empty());
        if let Some(joint) = joint {
            self.draft.ask(format!(
                "{origin}: which data go to the joint controller ({})?",
                parts::one_line(&joint)
            ));
        }
    }

    /// What the declarations of a system say, together; asks for special categories and third parties.
    fn declared(&mut self, system: &Json, origin: &str) -> Declared {
        let mut declared = Declared::default();
        let all = get(system, "privacy_declarations").and_then(Json::as_array);
        for declaration in all.into_iter().flatten() {
            add(&mut declared.data, texts(get(declaration, "data_categories")));
            add(&mut declared.purposes, texts(get(declaration, "data_use")));
            add(&mut declared.groups, texts(get(declaration, "data_subjects")));
            let bases = texts(get(declaration, "legal_basis_for_processing"));
            add(&mut declared.bases, bases.iter().map(|basis| lawful(basis)).collect());
            if get(declaration, "processes_special_category_data").and_then(Json::as_bool) == Some(true) {
                let name = get(declaration, "name").map(text).unwrap_or_default();
                self.draft.ask(format!("{origin}: which special categories does \"{name}\" process? The manifest says only that it does."));
            }
            let third = get(declaration, "third_parties").map(text).filter(|third| !third.trim().is_empty());
            if third.is_some()
                || get(declaration, "data_shared_with_third_parties").and_then(Json::as_bool) == Some(true)
            {
                let shared = texts(get(declaration, "shared_categories")).join(", ");
                self.draft.ask(format!(
                    "{origin}: who and where are {}, and what is passed on to them ({})? No flow to them was made.",
                    third.map_or_else(|| "the third parties".to_owned(), |third| parts::one_line(&third)),
                    if shared.is_empty() { "not stated".to_owned() } else { shared }
                ));
            }
        }
        declared
    }

    fn in_roles(&mut self, entry: &mut Entry, system: &Json, origin: &str) {
        let (roles, key_of_roles) = roles(system);
        let known = match roles.as_slice() {
            [one] => match one.as_str() {
                "processor" => Some(("controller-to-processor", "Processor")),
                "subprocessor" => Some(("processor-to-processor", "Sub-Processor")),
                "controller" => Some(("controller-to-controller", "Controller")),
                _ => None,
            },
            _ => None,
        };
        if let Some((roles, role)) = known {
            entry.note("roles", Value::text(roles), format!("{key_of_roles}: {role}"));
            return;
        }
        entry.note(
            "roles",
            Value::text("controller-to-processor"),
            "assumption: a system that the organisation uses; `responsibility` does not say one role",
        );
        self.draft.ask(format!("{origin}: is the party behind the system a processor or a controller?"));
    }

    /// Where the data go, where the system says so; asks where it says only that they go abroad.
    fn abroad(&mut self, entry: &mut Entry, system: &Json, key: &str, origin: &str) {
        let third = texts(get(system, "third_country_transfers"));
        if !third.is_empty() {
            let words = third.join("; ");
            // ISO codes of three letters are what the older manifests use.
            let codes = third.iter().map(|code| places::two(code).unwrap_or(code));
            let found = self.places.all(&codes.collect::<Vec<_>>().join("; "));
            let said = (words, "third_country_transfers".to_owned(), found);
            parts::locations(entry, &mut self.draft, Some(&said), key);
        } else if get(system, "does_international_transfers").and_then(Json::as_bool) == Some(true) {
            entry.note(
                "locations",
                Value::texts(["unknown"]),
                "does_international_transfers: true; the country is not named",
            );
            self.draft.ask(format!("{origin}: to which countries do its international transfers go?"));
        }
    }

    /// Flows from this system to others, and to it from those that do not name it.
    fn egress(
        &mut self,
        system: &Json,
        key: &str,
        party: &str,
        keys: &BTreeMap<String, String>,
        origin: &str,
    ) {
        let ends = |name: &str| -> Vec<&Json> {
            let all = get(system, name).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
            all.iter()
                .filter(|end| get(end, "type").and_then(Json::as_str).is_none_or(|kind| kind == "system"))
                .collect()
        };
        for target in ends("egress") {
            let Some(to) = get(target, "fides_key").and_then(Json::as_str) else { continue };
            let Some(other) = keys.get(to) else {
                self.draft.ask(format!(
                    "{origin}: data go to `{to}`, which the manifest does not describe: who is it?"
                ));
                continue;
            };
            let ends = (key, party, to, other.as_str());
            self.passed_on(ends, target, &format!("{origin}, egress"));
        }
        for source in ends("ingress") {
            let Some(from) = get(source, "fides_key").and_then(Json::as_str) else { continue };
            let Some(other) = keys.get(from) else {
                self.draft.ask(format!(
                    "{origin}: data come from `{from}`, which the manifest does not describe: who is it?"
                ));
                continue;
            };
            let ends = (from, other.as_str(), key, party);
            self.passed_on(ends, source, &format!("{origin}, ingress"));
        }
    }

    /// One flow between systems; both may tell of it.
    fn passed_on(&mut self, ends: (&str, &str, &str, &str), told: &Json, origin: &str) {
        let (key, party, to, other) = ends;
        if other == party || !self.passed.insert((key.to_owned(), to.to_owned())) {
            return;
        }
        let categories = texts(get(told, "data_categories"));
        let data = parts::data(&mut self.draft, &mut self.ids, &categories, origin);
        let mut entry = Entry::new("flow", origin);
        entry.set("id", Value::text(self.ids.fresh("flow", &format!("{key} to {to}"))));
        entry.set("from", Value::text(party));
        entry.set("to", Value::text(other));
        entry.note("roles", Value::text("processor-to-processor"), "assumption: not stated");
        entry.set("data", Value::texts(data));
        self.draft.ask(format!("{origin}: in which roles do `{key}` and `{to}` pass data on? The manifest does not say; `roles` is assumed."));
        self.draft.entries.push(entry);
    }
}

/// What the system relies on for transfers.
fn claimed(entry: &mut Entry, system: &Json) {
    let mut mechanisms = texts(get(system, "legal_basis_for_transfers"));
    if mechanisms.is_empty() {
        mechanisms = texts(get(system, "third_country_safeguards"));
    }
    let claims: Vec<Value> = mechanisms.iter().flat_map(|text| claims::claims(text)).collect();
    if !claims.is_empty() {
        let said = parts::said("legal_basis_for_transfers", &mechanisms.join(", "));
        entry.note("mechanism", Value::List(claims), said);
    }
}

fn add(list: &mut Vec<String>, more: Vec<String>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

fn lawful(text: &str) -> String {
    match fold(text).as_str() {
        "consent" => "consent",
        "contract" => "contract",
        "legalobligation" | "legalobligations" => "legal-obligation",
        "vitalinterests" | "vitalinterest" => "vital-interests",
        "publicinterest" | "publicinterests" => "public-task",
        "legitimateinterests" | "legitimateinterest" => "legitimate-interests",
        _ => text,
    }
    .to_owned()
}
