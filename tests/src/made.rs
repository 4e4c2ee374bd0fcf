//! Random registers for properties: few parties and flows, places under many laws, claims of every sort, circles of
//! transfers, facts that are missing. A register is kept as tables, so that a property can change one thing of it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use transfer_model::day::Day;
use transfer_model::law::LawBook;
use transfer_model::register::{Register, read};

/// The law pack.
pub static BOOK: LazyLock<LawBook> = LazyLock::new(|| jurisdictions::embedded().unwrap());

/// A table of a register: its kind, its keys in some order.
pub type Table = (&'static str, Vec<(String, String)>);

/// A random register, and the day on which it is asked about.
#[derive(Clone)]
pub struct Made {
    /// The house rules; empty, or a whole table.
    pub policy: &'static str,
    /// Everything else.
    pub tables: Vec<Table>,
    /// The day.
    pub day: &'static str,
}

/// As a register without what all registers have, to be read where a property fails.
impl fmt::Debug for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = self.clone();
        told.tables.retain(|(kind, _)| !matches!(*kind, "data" | "instrument"));
        write!(f, "as of {}:\n{}", self.day, told.text())
    }
}

/// How many parties a register has.
pub const PARTIES: usize = 5;

/// How many flows.
pub const FLOWS: usize = 5;

const PLACES: [&str; 28] = [
    "DE", "FR", "NO", "GB", "GB", "CH", "US", "US", "US", "CA", "JP", "IN", "GI", "BR", "KR", "JE", "EU",
    "CN", "unknown", "RU", "TR", "SA", "AE-DIFC", "MX", "AU", "SG", "VN", "CA-QC",
];

/// Claims of every sort; those after `consent` are instruments of the register, or limited to some data or time.
pub const CLAIMS: [&str; 32] = [
    "\"adequacy\"",
    "\"dpf\"",
    "\"privacy-shield\"",
    "\"safe-harbor\"",
    "\"scc\"",
    "\"bcr\"",
    "\"unspecified\"",
    "\"art-49-contract\"",
    "\"art-49-consent\"",
    "\"art-49-compelling\"",
    "\"art-49-claims\"",
    "\"ipv\"",
    "\"iso-27701\"",
    "\"dpa\"",
    "\"cn-exempt-contract\"",
    "\"consent\"",
    "\"set-2010\"",
    "\"set-2021\"",
    "\"set-open\"",
    "\"idta\"",
    "\"addendum\"",
    "\"swiss\"",
    "\"bcr-eu\"",
    "\"passing-on\"",
    "\"terms\"",
    "\"br-set\"",
    "\"cn-set\"",
    "\"unseen\"",
    "\"unsigned\"",
    "{ use = \"set-2021\", data = [\"d0\"] }",
    "{ use = \"bcr-eu\", since = 2024-01-01 }",
    "{ use = \"other\", text = \"our own code\" }",
];

/// Claims of what is no mechanism of any law.
pub const NONE: [&str; 8] =
    ["ipv", "iso-27001", "soc-2", "csa-star", "trust-seal", "iso-27701", "eu-hosted", "convention-108"];

/// Days on which, or on the eve of which, law changed.
pub const DAYS: [&str; 20] = [
    "2003-01-01",
    "2012-06-01",
    "2016-09-01",
    "2018-05-24",
    "2018-05-25",
    "2018-07-19",
    "2020-07-15",
    "2020-07-16",
    "2020-12-31",
    "2021-01-01",
    "2021-06-28",
    "2022-12-28",
    "2023-07-10",
    "2023-10-12",
    "2024-09-15",
    "2025-06-01",
    "2025-06-01",
    "2026-11-22",
    "2026-11-22",
    "2026-11-22",
];

/// Instruments that bind all parties.
const PAPERS: [&str; 14] = [
    "id = \"set-2010\"\nkind = \"eu-scc-2010-87\"\nsigned = 2015-01-01",
    "id = \"set-2021\"\nkind = \"eu-scc-2021-914\"\nmodules = [1, 2, 3]\nsigned = 2021-10-01\ngoverning_law = \"IE\"\nannexes = [\"I\", \"II\", \"III\"]",
    "id = \"set-open\"\nkind = \"eu-scc-2021-914\"\nmodules = [1, 2, 3]\nsigned = 2022-10-01\nannexes = [\"I\"]",
    "id = \"idta\"\nkind = \"uk-idta\"\nsigned = 2022-10-01",
    "id = \"addendum\"\nkind = \"uk-addendum\"\namends = \"set-2021\"\nsigned = 2022-10-01",
    "id = \"swiss\"\nkind = \"swiss-amendments\"\namends = \"set-2021\"\nsigned = 2022-10-01",
    "id = \"bcr-eu\"\nkind = \"bcr-c\"\napproved = 2015-01-01\nauthority = \"IE\"",
    "id = \"passing-on\"\nkind = \"onward-contract\"\nsigned = 2022-10-01",
    "id = \"terms\"\nkind = \"dpa\"\nsigned = 2022-10-01\nserves = [\"ca-accountability\", \"jp-equivalent-contract\", \"au-reasonable-steps\"]",
    "id = \"br-set\"\nkind = \"br-scc\"\nsigned = 2025-03-01",
    "id = \"cn-set\"\nkind = \"cn-scc\"\nsigned = 2024-05-01\neffective = 2024-06-01\nfilings = [{ with = \"cac\", filed = 2024-06-05 }]",
    "id = \"unseen\"\nkind = \"eu-scc-2021-914\"\nstate = \"unconfirmed\"",
    "id = \"unsigned\"\nkind = \"eu-scc-2021-914\"\nmodules = [1, 2, 3]\nstate = \"unsigned\"",
    "id = \"annex\"\nkind = \"uk-bcr-addendum\"\namends = \"bcr-eu\"\nsigned = 2023-10-01",
];

const POLICIES: [&str; 8] = [
    "",
    "",
    "",
    "",
    "",
    "[policy]\nforbid = [\"art-49-consent\", \"uk-idta\"]\n",
    "[policy]\nsanctioned = [{ place = \"RU\", by = \"un\", since = 2006-10-14 }, { place = \"IN\", by = \"un\", since = 2026-01-01 }]\n",
    "[policy]\nsanctions = [\"un\", \"nobody\"]\ntia_max_age = \"24 months\"\n",
];

/// Keys that a flow may have besides; of one key the first counts.
const MORE: [&str; 26] = [
    "locations = [\"US\"]",
    "locations = [\"DE\", \"IN\"]",
    "accessed_from = [\"IN\"]",
    "accessed_from = []",
    "accessed_from = [{ place = \"US\", by = \"p1\" }]",
    "accessed_from = [{ place = \"GB\", by = \"p2\" }, \"US\"]",
    "safeguards = []",
    "safeguards = [\"exporter-holds-keys\"]",
    "safeguards = [\"encrypted-in-transit\", \"encrypted-at-rest\"]",
    "derogation = { occasional = true, necessary = true, explicit = true, informed_of_risks = true }",
    "derogation = { occasional = false }",
    "subjects = [{ group = \"x\", in = [\"DE\", \"GB\"] }]",
    "subjects = [{ group = \"x\", in = [\"US\"], citizens_of = [\"RU\"] }]",
    "context = \"GB\"",
    "since = 2022-03-01",
    "since = 2024-09-01",
    "until = 2024-12-31",
    "until = 2023-12-31\nreturned = 2024-01-31",
    "first_recorded = [\"RU\"]",
    "volume = [{ people = 2000000, year = 2026 }]",
    "volume = [{ people = 50, year = 2025 }]",
    "shown = { disclosed = true, items = [\"country\", \"recipient\", \"contact\", \"foreign-law\", \"measures\"], separate_consent = true, freely_given = true }",
    "purposes = [\"research\"]",
    "importer_subject_to = [\"eu-gdpr\"]",
    "access = \"storage\"",
    "access = \"transit\"",
];

fn keys(text: &str) -> Vec<(String, String)> {
    let pair = |line: &str| line.split_once(" = ").map(|(key, value)| (key.to_owned(), value.to_owned()));
    text.lines().filter_map(pair).collect()
}

fn party(at: usize) -> impl Strategy<Value = Table> {
    let kinds = select(vec![
        "group",
        "group",
        "processor",
        "processor",
        "vendor",
        "vendor",
        "customer",
        "individuals",
        "eu-institution",
        "authority",
        "international-organisation",
    ]);
    let sector =
        select(vec!["", "commercial", "commercial", "bank", "public-body", "critical-infrastructure"]);
    let cert = select(vec![
        "",
        "[]",
        "[{ scheme = \"dpf\", parts = [\"eu-us\", \"uk-extension\", \"swiss-us\"], since = 2023-08-01, covers = [\"hr\", \"non-hr\"] }]",
        "[{ scheme = \"dpf\", parts = [\"eu-us\"], since = 2023-08-01, covers = [\"non-hr\"], status = \"active\" }]",
        "[{ scheme = \"privacy-shield\", parts = [\"eu-us\"], since = 2016-10-01, covers = [\"non-hr\"] }]",
        "[{ scheme = \"safe-harbor\", parts = [\"eu-us\"], since = 2002-10-01 }]",
    ]);
    let exposure = select(vec!["", "[]", "[\"us-fisa-702\"]"]);
    let parent = prop::option::weighted(0.2, 0..PARTIES);
    (kinds, select(PLACES.to_vec()), sector, cert, exposure, any::<bool>(), parent).prop_map(
        move |(kind, place, sector, cert, exposure, targets, parent)| {
            let mut table = keys(&format!(
                "id = \"p{at}\"\nname = \"Party {at}\"\nkind = \"{kind}\"\ncountry = \"{place}\""
            ));
            let parent = parent.filter(|parent| *parent != at).map(|parent| format!("\"p{parent}\""));
            for (key, value) in [
                ("sector", if sector.is_empty() { String::new() } else { format!("\"{sector}\"") }),
                ("certifications", cert.to_owned()),
                ("exposure", exposure.to_owned()),
                ("targets", if targets { "[\"EU\", \"CH\"]".to_owned() } else { String::new() }),
                ("parent", parent.unwrap_or_default()),
            ] {
                if !value.is_empty() {
                    table.push((key.to_owned(), value));
                }
            }
            ("party", table)
        },
    )
}

fn flow(at: usize) -> impl Strategy<Value = Table> {
    let roles = select(vec![
        "controller-to-controller",
        "controller-to-controller",
        "controller-to-processor",
        "controller-to-processor",
        "processor-to-processor",
        "processor-to-controller",
        "joint-controllers",
    ]);
    let claims = prop::collection::vec(select(CLAIMS.to_vec()), 0..5);
    let data =
        select(vec!["[\"d0\"]", "[\"d1\"]", "[\"d0\", \"d1\"]", "[\"d0\", \"d2\"]", "[\"d1\", \"d3\"]"]);
    (0..PARTIES, 0..PARTIES, roles, subsequence(MORE.to_vec(), 0..5).prop_shuffle(), claims, data).prop_map(
        move |(from, to, roles, more, claims, data)| {
            let mut seen = BTreeSet::new();
            let used = |claim: &str| claim.split('"').nth(1).unwrap_or_default().to_owned();
            let claims: Vec<&str> = claims.into_iter().filter(|claim| seen.insert(used(claim))).collect();
            let mut table = keys(&format!(
                "id = \"f{at}\"\nfrom = \"p{from}\"\nto = \"p{to}\"\nroles = \"{roles}\"\ndata = {data}\nmechanism = [{}]",
                claims.join(", ")
            ));
            // Several keys of one choice go together, and none stands twice.
            for text in more {
                let new = keys(text);
                let dates = |list: &[(String, String)]| list.iter().any(|(k, _)| k == "since" || k == "until");
                let clash = new.iter().any(|(key, _)| table.iter().any(|(known, _)| known == key));
                let clash = clash || (dates(&new) && dates(&table));
                if !clash {
                    table.extend(new);
                }
            }
            ("flow", table)
        },
    )
}

/// Any register.
pub fn made() -> impl Strategy<Value = Made> {
    let parties = (party(0), party(1), party(2), party(3), party(4));
    let flows = (flow(0), flow(1), flow(2), flow(3), flow(4));
    let tia = prop::option::of((
        select(vec!["sufficient", "sufficient", "insufficient", "none", "sufficient-with-measures"]),
        select(vec!["US", "IN", "world"]),
        select(vec!["2021-01-01", "2024-11-01", "2026-01-10"]),
        select(vec!["", "", "\ndata = [\"d0\"]", "\ndata = [\"d1\", \"d3\"]", "\ndata = []"]),
    ));
    (parties, flows, tia, select(POLICIES.to_vec()), select(DAYS.to_vec())).prop_map(
        |((a, b, c, d, e), (f, g, h, i, j), tia, policy, day)| {
            let mut tables = vec![a, b, c, d, e, f, g, h, i, j];
            for more in ["", "hr = true", "special = [\"health\"]", "personal = \"disputed\""] {
                let at = tables.iter().filter(|(kind, _)| *kind == "data").count();
                tables.push(("data", keys(&format!("id = \"d{at}\"\nname = \"Data {at}\"\n{more}"))));
            }
            for paper in PAPERS {
                let all: Vec<String> = (0..PARTIES).map(|at| format!("\"p{at}\"")).collect();
                tables.push(("instrument", keys(&format!("{paper}\nparties = [{}]", all.join(", ")))));
            }
            if let Some((conclusion, country, date, data)) = tia {
                let text = format!("id = \"t\"\nflows = [\"f0\", \"f1\", \"f3\"]\ncountry = \"{}\"\ndate = {date}\nconclusion = \"{conclusion}\"\nmeasures = [\"exporter-holds-keys\"]{data}",
                    if country == "world" { "RU" } else { country });
                tables.push(("tia", keys(&text)));
            }
            Made { policy, tables, day }
        },
    )
}

impl Made {
    /// The register as text: in one file, or its tables dealt to two.
    pub fn files(&self, split: bool) -> Vec<(String, String)> {
        let mut first = String::from("[register]\nname = \"made\"\n");
        first.push_str(self.policy);
        let mut second = String::new();
        for (at, (kind, keys)) in self.tables.iter().enumerate() {
            let text = if split && at % 2 == 1 { &mut second } else { &mut first };
            text.push_str(&format!("[[{kind}]]\n"));
            for (key, value) in keys {
                text.push_str(&format!("{key} = {value}\n"));
            }
        }
        vec![("a.toml".to_owned(), first), ("b.toml".to_owned(), second)]
    }

    /// The register as one text.
    pub fn text(&self) -> String {
        self.files(false).swap_remove(0).1
    }

    /// The register read.
    ///
    /// # Panics
    ///
    /// If it has a fault.
    pub fn register(&self) -> Register {
        read(self.files(false), &BOOK).unwrap_or_else(|(_, problems)| panic!("{problems:?}\n{}", self.text()))
    }

    /// The day asked about.
    pub fn day(&self) -> Day {
        Day::parse(self.day).unwrap()
    }

    /// The value of a key of a flow.
    pub fn flow_mut(&mut self, key: &str, at: usize) -> &mut String {
        let (_, keys) = self.tables.iter_mut().filter(|(kind, _)| *kind == "flow").nth(at).unwrap();
        &mut keys.iter_mut().find(|(k, _)| k == key).unwrap().1
    }

    /// The value of a key of a flow, where it has it.
    pub fn flow(&self, key: &str, at: usize) -> Option<&str> {
        let (_, keys) = self.tables.iter().filter(|(kind, _)| *kind == "flow").nth(at).unwrap();
        keys.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
    }

    /// The claims of a flow, each as written.
    pub fn claims(&self, at: usize) -> Vec<String> {
        let value = self.flow("mechanism", at).unwrap_or("[]");
        let (mut claims, mut depth) = (vec![String::new()], 0_usize);
        for sign in value[1..value.len() - 1].chars() {
            depth = match sign {
                '{' | '[' => depth + 1,
                '}' | ']' => depth - 1,
                _ => depth,
            };
            if sign == ',' && depth == 0 {
                claims.push(String::new());
            } else if let Some(last) = claims.last_mut() {
                last.push(sign);
            }
        }
        claims.into_iter().map(|claim| claim.trim().to_owned()).filter(|claim| !claim.is_empty()).collect()
    }

    /// Sets the claims of a flow.
    pub fn claim(&mut self, at: usize, claims: &[String]) {
        *self.flow_mut("mechanism", at) = format!("[{}]", claims.join(", "));
    }
}

/// What a claim names.
pub fn used(claim: &str) -> &str {
    claim.split('"').nth(1).unwrap_or_default()
}
