//! Registers of any size as somebody keeps them who means them to hold: each flow claims what its law and its
//! destination ask, papers are signed by those who use them, assessments are made. About one flow in six fails.
//! Beside `generate`, whose claims are drawn by lot, so that most of its flows fail.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Where companies of the group are.
const GROUP: [&str; 12] = ["DE", "IE", "GB", "FR", "NL", "GB", "CH", "US", "ES", "SE", "JP", "BR"];

/// Where suppliers are.
const SUPPLIERS: [&str; 16] =
    ["US", "IE", "US", "DE", "US", "GB", "IN", "US", "NL", "US", "CA", "US", "CH", "FR", "US", "SG"];

/// How many companies share their data and the paper between them.
const DIVISION: usize = 20;

/// The text of a register with that many flows; the same number gives the same text.
pub fn register(flows: usize) -> String {
    let shape = Shape::new(flows);
    let mut text = String::from("[register]\nname = \"Kept\"\nas_of = 2026-09-01\n\n");
    for at in 0..shape.group {
        company(&mut text, at);
    }
    for at in 0..shape.suppliers {
        supplier(&mut text, at);
    }
    for at in 0..shape.group.div_ceil(DIVISION) {
        division(&mut text, at, shape.group);
    }
    for at in 0..shape.pairs {
        paper(&mut text, &shape, at);
    }
    let mut assessed = BTreeMap::new();
    for at in 0..flows {
        flow(&mut text, &shape, at, &mut assessed);
    }
    for ((kind, pair), (country, flows)) in assessed {
        writeln!(
            text,
            "[[tia]]\nid = \"tia-{kind}-{pair}\"\nflows = [{}]\ncountry = \"{country}\"\ndate = 2026-02-10\nconclusion = \"sufficient\"\n",
            flows.join(", ")
        )
        .ok();
    }
    text
}

/// How many there are of each kind.
#[derive(Debug, Clone, Copy)]
struct Shape {
    group: usize,
    suppliers: usize,
    pairs: usize,
}

/// Who exports to whom by one contract, and who works for that importer.
#[derive(Debug, Clone, Copy)]
struct Pair {
    company: usize,
    supplier: usize,
    sub: usize,
}

impl Shape {
    /// The same at every size: as many flows to a party and to a contract.
    fn new(flows: usize) -> Self {
        let parties = (flows / 10).max(20);
        let group = (parties / 5).max(4);
        Self { group, suppliers: parties - group, pairs: (parties / 2).max(10) }
    }

    fn pair(self, at: usize) -> Pair {
        let supplier = at % self.suppliers;
        // Sub-processors are few, so that many chains end with the same ones.
        Pair { company: at % self.group, supplier, sub: (supplier * 3 / 4 + 5) % self.suppliers }
    }
}

fn country_of_company(at: usize) -> &'static str {
    GROUP[at % GROUP.len()]
}

fn country_of_supplier(at: usize) -> &'static str {
    SUPPLIERS[at % SUPPLIERS.len()]
}

/// Every other supplier in the United States is in the framework.
fn certified(at: usize) -> bool {
    country_of_supplier(at) == "US" && !(at / 2).is_multiple_of(2)
}

fn company(text: &mut String, at: usize) {
    writeln!(
        text,
        "[[party]]\nid = \"c{at}\"\nname = \"Company {at}\"\nkind = \"group\"\ncountry = \"{}\"\nsector = \"commercial\"",
        country_of_company(at)
    )
    .ok();
    if at > 0 {
        writeln!(text, "parent = \"c{}\"", (at - 1) / 4).ok();
    }
    text.push('\n');
}

fn supplier(text: &mut String, at: usize) {
    writeln!(
        text,
        "[[party]]\nid = \"s{at}\"\nname = \"Supplier {at}\"\nkind = \"processor\"\ncountry = \"{}\"\nsector = \"commercial\"",
        country_of_supplier(at)
    )
    .ok();
    if certified(at) {
        text.push_str(
            "certifications = [{ scheme = \"dpf\", parts = [\"eu-us\", \"uk-extension\", \"swiss-us\"], since = 2023-09-01, covers = [\"hr\", \"non-hr\"], status = \"active\", checked_on = 2026-08-01 }]\n",
        );
    }
    text.push('\n');
}

/// What a division holds, and the contract between its companies.
fn division(text: &mut String, at: usize, group: usize) {
    for (id, more) in
        [("contact", ""), ("staff", "hr = true\n"), ("health", "special = [\"health\"]\n"), ("logs", "")]
    {
        writeln!(text, "[[data]]\nid = \"{id}-{at}\"\nname = \"{id} of division {at}\"\n{more}").ok();
    }
    let parties: Vec<String> =
        (at * DIVISION..((at + 1) * DIVISION).min(group)).map(|at| format!("\"c{at}\"")).collect();
    let parties = parties.join(", ");
    for (id, kind, more) in [
        (
            "intra",
            "eu-scc-2021-914",
            "modules = [1, 2]\ngoverning_law = \"IE\"\nannexes = [\"I\", \"II\"]\n".to_owned(),
        ),
        ("intra-uk", "uk-addendum", format!("amends = \"intra-{at}\"\n")),
        ("intra-ch", "swiss-amendments", format!("amends = \"intra-{at}\"\n")),
        ("intra-br", "br-scc", String::new()),
        ("intra-jp", "jp-equivalent-contract", String::new()),
    ] {
        writeln!(
            text,
            "[[instrument]]\nid = \"{id}-{at}\"\nkind = \"{kind}\"\nparties = [{parties}]\nsigned = 2025-03-03\n{more}"
        )
        .ok();
    }
}

/// What every set of clauses with a processor says.
const SET: &str = "governing_law = \"IE\"\nannexes = [\"I\", \"II\", \"III\"]\nsubprocessors = { authorisation = \"general\", notice_days = 30 }\n";

/// The papers between a company and a supplier, and between that one and its sub-processor.
fn paper(text: &mut String, shape: &Shape, at: usize) {
    let pair = shape.pair(at);
    let mut sign = |id: String, kind: &str, parties: String, more: &str| {
        writeln!(
            text,
            "[[instrument]]\nid = \"{id}\"\nkind = \"{kind}\"\nparties = [{parties}]\nsigned = 2025-0{}-15\n{more}",
            1 + at % 9
        )
        .ok();
    };
    let parties = format!("\"c{}\", \"s{}\"", pair.company, pair.supplier);
    match (country_of_company(pair.company), route(country_of_company(pair.company), pair.supplier)) {
        ("GB", Route::Paper) => sign(format!("p{at}"), "uk-idta", parties, ""),
        ("BR", Route::Paper) => sign(format!("p{at}"), "br-scc", parties, ""),
        ("JP", Route::Paper) => sign(format!("p{at}"), "jp-equivalent-contract", parties, ""),
        ("CH", Route::Paper) => {
            sign(format!("p{at}"), "eu-scc-2021-914", parties.clone(), &format!("modules = [2]\n{SET}"));
            sign(format!("p{at}-ch"), "swiss-amendments", parties, &format!("amends = \"p{at}\"\n"));
        }
        (_, Route::Paper) => {
            sign(format!("p{at}"), "eu-scc-2021-914", parties, &format!("modules = [2]\n{SET}"));
        }
        _ => {}
    }
    let parties = format!("\"s{}\", \"s{}\"", pair.supplier, pair.sub);
    sign(format!("o{at}"), "eu-scc-2021-914", parties.clone(), &format!("modules = [3]\n{SET}"));
    sign(format!("o{at}-uk"), "uk-addendum", parties.clone(), &format!("amends = \"o{at}\"\n"));
    sign(format!("o{at}-ch"), "swiss-amendments", parties, &format!("amends = \"o{at}\"\n"));
}

/// What a law asks for a supplier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Route {
    Nothing,
    Adequacy,
    Framework,
    Paper,
}

const EEA: [&str; 7] = ["DE", "IE", "FR", "NL", "ES", "SE", "NO"];

fn route(from: &str, supplier: usize) -> Route {
    let to = country_of_supplier(supplier);
    let framework = certified(supplier) && (EEA.contains(&from) || from == "GB" || from == "CH");
    match from {
        "US" => Route::Nothing,
        _ if from == to || EEA.contains(&from) && EEA.contains(&to) => Route::Nothing,
        _ if framework => Route::Framework,
        "JP" if to == "GB" || EEA.contains(&to) => Route::Adequacy,
        "BR" if EEA.contains(&to) => Route::Adequacy,
        "GB" if ["CH", "CA"].contains(&to) || EEA.contains(&to) => Route::Adequacy,
        "CH" if ["GB", "CA"].contains(&to) || EEA.contains(&to) => Route::Adequacy,
        _ if EEA.contains(&from) && ["GB", "CH", "CA"].contains(&to) => Route::Adequacy,
        _ => Route::Paper,
    }
}

type Assessed = BTreeMap<(&'static str, usize), (&'static str, Vec<String>)>;

fn flow(text: &mut String, shape: &Shape, at: usize, assessed: &mut Assessed) {
    let number = at / 10 * 7 + at % 10;
    let number = if at % 10 < 7 { number % shape.pairs } else { at / 10 % shape.pairs };
    let pair = shape.pair(number);
    let place = country_of_company(pair.company);
    // Two flows in seven are at fault, each in one of five ways; where nothing is asked, no harm is done.
    let fault = (at % 7 < 2).then_some(at / 7 % 5);
    let mut assess = |kind, key, country| {
        if fault != Some(0) {
            assessed.entry((kind, key)).or_insert_with(|| (country, Vec::new())).1.push(format!("\"f{at}\""));
        }
    };
    let (from, to, roles, division, claims) = match at % 10 {
        // To suppliers.
        0..7 => {
            let route = route(place, pair.supplier);
            let claims = match route {
                Route::Nothing => String::new(),
                Route::Adequacy => "\"adequacy\"".to_owned(),
                Route::Framework => "\"dpf\"".to_owned(),
                Route::Paper => {
                    assess("p", number, country_of_supplier(pair.supplier));
                    format!("\"p{number}\"")
                }
            };
            let (from, to) = (format!("c{}", pair.company), format!("s{}", pair.supplier));
            (from, to, "controller-to-processor", pair.company / DIVISION, claims)
        }
        // From suppliers to their sub-processors.
        7 | 8 => {
            assess("o", number, country_of_supplier(pair.sub));
            let (from, to) = (format!("s{}", pair.supplier), format!("s{}", pair.sub));
            (from, to, "processor-to-processor", pair.company / DIVISION, format!("\"o{number}\""))
        }
        // Inside a division.
        _ => {
            let division = pair.company / DIVISION;
            let to = (division * DIVISION + (pair.company * 7 + 3) % DIVISION).min(shape.group - 1);
            assess("i", to, country_of_company(to));
            let paper = match place {
                "BR" => "intra-br",
                "JP" => "intra-jp",
                _ => "intra",
            };
            let claims = format!("\"{paper}-{division}\"");
            (format!("c{}", pair.company), format!("c{to}"), "controller-to-controller", division, claims)
        }
    };
    let claims = match fault {
        Some(1) => "\"privacy-shield\", \"ipv\"".to_owned(),
        Some(2) => "\"unspecified\"".to_owned(),
        Some(3) => format!("\"o{}\"", (number + 1) % shape.pairs),
        Some(4) => "\"art-49-consent\"".to_owned(),
        _ => claims,
    };
    let data = match at % 4 {
        0 => format!("\"contact-{division}\", \"logs-{division}\""),
        1 => format!("\"staff-{division}\""),
        2 => format!("\"health-{division}\""),
        _ => format!("\"contact-{division}\""),
    };
    writeln!(
        text,
        "[[flow]]\nid = \"f{at}\"\nfrom = \"{from}\"\nto = \"{to}\"\nroles = \"{roles}\"\ndata = [{data}]\nsubjects = [{{ group = \"customers\", in = [\"{place}\"] }}]\npurposes = [\"service delivery\"]\naccess = \"processing\"\nmechanism = [{claims}]\nsafeguards = [\"encrypted-in-transit\", \"encrypted-at-rest\"]\nshown = {{ disclosed = true }}\nsince = 2025-0{}-01\n",
        1 + at % 9
    )
    .ok();
}
