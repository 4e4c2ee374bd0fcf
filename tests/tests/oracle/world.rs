//! Random registers made for onward transfers: few parties, many circles and diamonds, every sort of paper. A world
//! writes itself as one register, or as a register with one of its flows alone.

use std::fmt::Write as _;

/// A small, repeatable source of numbers.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    /// True one time in `times`.
    pub(crate) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Party {
    pub(crate) kind: &'static str,
    pub(crate) country: &'static str,
    pub(crate) more: &'static str,
}

/// Days are written as in a register; empty: none.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    pub(crate) kind: &'static str,
    pub(crate) modules: &'static [u8],
    pub(crate) parties: Vec<usize>,
    pub(crate) joined: Option<(usize, &'static str)>,
    pub(crate) signed: &'static str,
    pub(crate) state: &'static str,
    pub(crate) amends: Option<usize>,
}

impl Paper {
    /// Whether the party is bound by it on the day.
    pub(crate) fn has(&self, party: usize, day: &str) -> bool {
        self.parties.contains(&party) || self.joined.is_some_and(|(who, since)| who == party && since <= day)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    Word(&'static str),
    Paper(usize),
}

#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub(crate) names: Names,
    /// Only for this data item.
    pub(crate) only: Option<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct Flow {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Another party that sees the data from its own country.
    pub(crate) by: Option<usize>,
    pub(crate) roles: &'static str,
    pub(crate) data: Vec<usize>,
    pub(crate) subjects: &'static [(&'static str, &'static [&'static str])],
    pub(crate) since: &'static str,
    pub(crate) until: &'static str,
    pub(crate) returned: &'static str,
    pub(crate) claims: Vec<Claim>,
    /// Day of the assessment of each of its destinations; empty: none.
    pub(crate) assessed: &'static str,
    /// Whether what a derogation asks is shown.
    pub(crate) shown: bool,
}

impl Flow {
    /// Who receives the data.
    pub(crate) fn recipients(&self) -> Vec<usize> {
        std::iter::once(self.to).chain(self.by).collect()
    }
}

#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) as_of: &'static str,
    pub(crate) policy: &'static str,
    pub(crate) parties: Vec<Party>,
    /// Whether each data item is about staff.
    pub(crate) data: Vec<bool>,
    pub(crate) papers: Vec<Paper>,
    pub(crate) flows: Vec<Flow>,
}

/// Branches that let a flow alone be asked what each law would say of it.
pub(crate) const CONTEXTS: [&str; 3] = ["DE", "GB", "CH"];

const ROLES: [&str; 5] = [
    "controller-to-controller",
    "controller-to-processor",
    "processor-to-processor",
    "processor-to-controller",
    "joint-controllers",
];

type SubjectsList = &'static [(&'static str, &'static [&'static str])];

const SUBJECTS: [SubjectsList; 8] = [
    &[("customers", &["DE"])],
    &[("customers", &["EU"])],
    &[("customers", &["FR"])],
    &[("customers", &["US"])],
    &[("customers", &["GB", "FR"])],
    &[("customers", &["DE"]), ("staff", &["US"])],
    &[("staff", &["GB"])],
    &[("customers", &[])],
];

pub(crate) fn world(seed: u64) -> World {
    let mut n = Numbers::new(seed);
    let n = &mut n;
    let as_of = n.pick(&["2025-06-01", "2025-06-01", "2025-06-01", "2023-12-01", "2022-06-01"]);
    let policy = match n.below(12) {
        0 => "[policy]\nforbid = [\"art-49-consent\"]\n",
        1 => "[policy]\nforbid = [\"uk-idta\", \"eu-scc-2021-914\"]\n",
        2 => "[policy]\nsanctioned = [{ place = \"PK\", by = \"un\", since = 2006-10-14 }]\n",
        _ => "",
    };
    let size = 2 + n.below(11);
    let parties: Vec<Party> = (0..size).map(|_| party(n)).collect();
    let data = (0..=n.below(3)).map(|_| n.one_in(3)).collect();
    let mut world = World { as_of, policy, parties, data, papers: Vec::new(), flows: Vec::new() };
    let rules = Paper {
        kind: "bcr-c",
        modules: &[],
        parties: (0..size).filter(|_| n.one_in(2)).collect(),
        joined: None,
        signed: "2020-01-15",
        state: "",
        amends: None,
    };
    if rules.parties.len() > 1 {
        world.papers.push(rules);
    }
    let mut reached = vec![n.below(size)];
    for _ in 0..=n.below(14) {
        let flow = flow(&mut world, &reached, n);
        reached.push(flow.to);
        reached.extend(flow.by);
        world.flows.push(flow);
    }
    world
}

fn party(n: &mut Numbers) -> Party {
    let country =
        n.pick(&["DE", "FR", "GB", "CH", "US", "US", "US", "US", "US", "PK", "PK", "AD", "unknown"]);
    let kind = n.pick(&["vendor", "vendor", "vendor", "group", "processor", "subprocessor", "individuals"]);
    let kind = if kind == "individuals" && !n.one_in(3) { "customer" } else { kind };
    let more = match country {
        "US" => n.pick(&[
            "exposure = []\n",
            "exposure = []\n",
            "",
            "exposure = [\"us-fisa-702\"]\n",
            "exposure = []\ntargets = [\"EU\"]\n",
            "exposure = []\ntargets = [\"EU\", \"GB\", \"CH\"]\n",
            "exposure = []\ncertifications = [{ scheme = \"dpf\", parts = [\"eu-us\"], since = 2023-09-01, covers = [\"hr\", \"non-hr\"], status = \"active\" }]\n",
            "exposure = []\ncertifications = [{ scheme = \"dpf\", parts = [\"eu-us\", \"uk-extension\", \"swiss-us\"], since = 2023-09-01, covers = [\"hr\", \"non-hr\"], status = \"active\" }]\n",
            "exposure = []\ncertifications = [{ scheme = \"dpf\", parts = [\"eu-us\"], since = 2023-09-01, covers = [\"non-hr\"], status = \"lapsed\", checked_on = 2025-01-01 }]\n",
            "exposure = []\ncertifications = []\n",
        ]),
        "AD" => n.pick(&["", "sector = \"commercial\"\n"]),
        "PK" if n.one_in(5) => "targets = [\"EU\"]\n",
        _ => "",
    };
    Party { kind, country, more }
}

fn flow(world: &mut World, reached: &[usize], n: &mut Numbers) -> Flow {
    let size = world.parties.len();
    let from = if n.one_in(5) { n.below(size) } else { n.pick(reached) };
    let to = if n.one_in(3) { n.pick(reached) } else { n.below(size) };
    let roles = ROLES[n.pick(&[0, 0, 0, 0, 1, 1, 2, 2, 3, 4])];
    let by = n.below(size);
    // Collection, publication and return to a controller are no transfers, which would hide that of the other party.
    let people = [from, to, by].iter().any(|party| world.parties[*party].kind == "individuals");
    let plain = !people && roles != "processor-to-controller";
    let by = (n.one_in(8) && by != from && by != to && plain).then_some(by);
    let mut data: Vec<usize> = (0..world.data.len()).filter(|_| !n.one_in(3)).collect();
    if data.is_empty() {
        data.push(n.below(world.data.len()));
    }
    let subjects: SubjectsList = if n.one_in(3) { n.pick(&SUBJECTS) } else { &[] };
    let since = n.pick(&["", "", "", "", "2022-09-01", "2025-03-01", "2025-07-01"]);
    let until =
        if n.one_in(4) { n.pick(&["2023-03-31", "2023-09-30", "2024-12-31", "2025-05-31"]) } else { "" };
    let until = if since > until { "" } else { until };
    let returned = if !until.is_empty() && n.one_in(2) {
        *["2023-06-30", "2025-01-31", "2025-06-01", "2025-06-02"]
            .iter()
            .filter(|day| **day >= until)
            .nth(n.below(2))
            .unwrap_or(&"")
    } else {
        ""
    };
    let mut claims = Vec::new();
    for _ in 0..n.pick(&[0, 1, 1, 1, 2, 2, 3]) {
        let names = claim(world, from, to, by, roles, n);
        let only = (data.len() > 1 && n.one_in(6)).then(|| n.pick(&data));
        if claims.iter().all(|other: &Claim| other.names != names) {
            claims.push(Claim { names, only });
        }
    }
    let assessed = n.pick(&["2021-10-15", "2025-03-01", "2024-10-01", "2024-10-01", "2024-10-01", ""]);
    Flow {
        from,
        to,
        by,
        roles,
        data,
        subjects,
        since,
        until,
        returned,
        claims,
        assessed,
        shown: !n.one_in(4),
    }
}

fn claim(
    world: &mut World,
    from: usize,
    to: usize,
    by: Option<usize>,
    roles: &'static str,
    n: &mut Numbers,
) -> Names {
    match n.below(24) {
        0 => Names::Word("adequacy"),
        1 | 2 => Names::Word("dpf"),
        3 => Names::Word(n.pick(&["ipv", "iso-27001", "privacy-shield"])),
        4 => Names::Word(n.pick(&["art-49-consent", "art-49-claims", "art-49-contract"])),
        5 => Names::Word(n.pick(&["unspecified", "scc", "bcr"])),
        6 if world.papers.first().is_some_and(|paper| paper.kind == "bcr-c") => Names::Paper(0),
        7 | 8 if !world.papers.is_empty() => Names::Paper(n.below(world.papers.len())),
        at => {
            let kind = match at {
                6..=10 => "onward-contract",
                11 => "dpa",
                12 | 13 => "uk-idta",
                _ => "eu-scc-2021-914",
            };
            paper(world, kind, (from, to, by), roles, n)
        }
    }
}

fn paper(
    world: &mut World,
    kind: &'static str,
    (from, to, by): (usize, usize, Option<usize>),
    roles: &'static str,
    n: &mut Numbers,
) -> Names {
    let mut parties = vec![from];
    parties.extend([to].into_iter().chain(by));
    if n.one_in(8) {
        parties.push(n.below(world.parties.len()));
    }
    // Without the exporter it may still be the importer's with whom that lets in.
    let without = n.one_in(if by.is_some() { 4 } else { 12 });
    if without {
        parties.remove(0);
    }
    parties.sort_unstable();
    parties.dedup();
    if parties.len() < 2 {
        let other = (parties[0] + 1) % world.parties.len();
        parties.push(other);
    }
    let modules: &'static [u8] = match (kind, roles) {
        ("eu-scc-2021-914", _) if n.one_in(8) => n.pick(&[&[1][..], &[2], &[3], &[1, 2, 3]]),
        ("eu-scc-2021-914", _) if without => n.pick(&[&[1][..], &[2], &[3], &[3], &[1, 2]]),
        ("eu-scc-2021-914", "controller-to-controller" | "joint-controllers") => &[1],
        ("eu-scc-2021-914", "controller-to-processor") => n.pick(&[&[2][..], &[2, 3]]),
        ("eu-scc-2021-914", "processor-to-processor") => &[3],
        ("eu-scc-2021-914", _) => &[4],
        _ => &[],
    };
    let other = n.below(world.parties.len());
    let joined = (n.one_in(3) && !parties.contains(&other))
        .then(|| (other, n.pick(&["2022-03-01", "2024-06-01", "2025-06-02"])));
    let (signed, state) = match n.below(12) {
        0 => ("", ""),
        1 => ("", "unconfirmed"),
        2 => ("2025-06-02", ""),
        3 => ("2025-06-01", ""),
        _ => ("2022-04-01", ""),
    };
    let at = world.papers.len();
    let made = Paper { kind, modules, parties, joined, signed, state, amends: None };
    if kind == "eu-scc-2021-914" {
        for amendment in ["uk-addendum", "swiss-amendments"] {
            if n.one_in(3) {
                let mut more = made.clone();
                (more.kind, more.modules, more.amends) = (amendment, &[], Some(at));
                if world.papers.len() == at {
                    world.papers.push(made.clone());
                }
                world.papers.push(more);
            }
        }
    }
    if world.papers.len() == at {
        world.papers.push(made);
    }
    Names::Paper(at)
}

impl World {
    /// Whether a territory where the data go is banned.
    pub(crate) fn sanctioned(&self, flow: &Flow) -> bool {
        self.policy.contains("sanctioned")
            && flow.recipients().iter().any(|party| self.parties[*party].country == "PK")
    }

    /// Whether the flow claims what the house does not use.
    pub(crate) fn forbidden(&self, flow: &Flow) -> bool {
        flow.claims.iter().any(|claim| {
            let kind = match claim.names {
                Names::Word(word) => word,
                Names::Paper(at) => self.papers[at].kind,
            };
            self.policy.contains(&format!("\"{kind}\""))
        })
    }

    /// The whole register; parties and flows in the order of `mix`.
    pub(crate) fn text(&self, mix: Option<&mut Numbers>) -> String {
        let mut tables: Vec<String> = Vec::new();
        for (at, party) in self.parties.iter().enumerate() {
            tables.push(party_text(&format!("p{at}"), party, ""));
        }
        for (at, hr) in self.data.iter().enumerate() {
            tables.push(data_text(&format!("d{at}"), *hr));
        }
        for (at, paper) in self.papers.iter().enumerate() {
            let ids: Vec<String> = paper.parties.iter().map(|party| format!("p{party}")).collect();
            let joined = paper.joined.map(|(who, day)| (format!("p{who}"), day));
            tables.push(paper_text(at, paper, &ids, joined));
        }
        for (at, flow) in self.flows.iter().enumerate() {
            let data: Vec<String> = flow.data.iter().map(|item| format!("d{item}")).collect();
            let claims: Vec<String> = flow.claims.iter().map(claim_text).collect();
            let by = flow.by.map(|by| (format!("p{by}"), self.parties[by].country));
            let (from, to) = (format!("p{}", flow.from), format!("p{}", flow.to));
            let mut text = flow_text(&format!("f{at}"), &from, &to, flow, &data, &claims);
            if let Some((by, place)) = by {
                writeln!(text, "accessed_from = [{{ place = \"{place}\", by = \"{by}\" }}]").unwrap();
            }
            for (key, day) in [("since", flow.since), ("until", flow.until), ("returned", flow.returned)] {
                if !day.is_empty() {
                    writeln!(text, "{key} = {day}").unwrap();
                }
            }
            tables.push(text);
            let mut countries: Vec<&str> =
                flow.recipients().iter().map(|party| self.parties[*party].country).collect();
            countries.dedup();
            for (number, country) in countries.into_iter().enumerate() {
                if let Some(text) = tia_text(&format!("t{at}-{number}"), &format!("\"f{at}\""), country, flow)
                {
                    tables.push(text);
                }
            }
        }
        if let Some(n) = mix {
            for at in (1..tables.len()).rev() {
                tables.swap(at, n.below(at + 1));
            }
        }
        format!("[register]\nname = \"made\"\n{}\n{}", self.policy, tables.concat())
    }

    /// The flow alone, for one data item and one recipient: as it is, and as a branch in each of the contexts would
    /// make it, with and without its claims. Each copy has a data item of its own, so that none is upstream of another.
    /// A paper of the importer with whom that lets in stands as one of the exporter's.
    pub(crate) fn alone(&self, flow: usize, item: usize, recipient: usize, day: &str) -> String {
        let flow = &self.flows[flow];
        let hr = self.data[item];
        let name = |party: usize| match party {
            party if party == flow.from => "x",
            party if party == recipient => "y",
            _ => "o",
        };
        let mut text = "[register]\nname = \"alone\"\n".to_owned();
        let branches = format!("branches = {:?}\n", self.branches(flow.from));
        text.push_str(&party_text("x", &self.parties[flow.from], &branches));
        if recipient != flow.from {
            text.push_str(&party_text("y", &self.parties[recipient], ""));
        }
        for id in ["o", "q"] {
            text.push_str(&party_text(id, &Party { kind: "vendor", country: "PK", more: "" }, ""));
        }
        let named = |claim: &&Claim| claim.only.is_none_or(|only| only == item);
        let claims: Vec<&Claim> = flow.claims.iter().filter(named).collect();
        // The papers claimed, the sets that they amend, and all that amend those.
        let set = |at: usize| self.papers[at].amends.unwrap_or(at);
        let used = |at: &usize| {
            claims
                .iter()
                .any(|claim| matches!(claim.names, Names::Paper(claimed) if set(claimed) == set(*at)))
        };
        let papers: Vec<usize> = (0..self.papers.len()).filter(used).collect();
        // Numbered anew, so that like flows make like texts.
        let number = |paper: usize| papers.iter().position(|at| *at == paper).unwrap();
        for at in &papers {
            let paper = &self.papers[*at];
            let passed = recipient != flow.to && !paper.has(flow.from, day) && paper.has(flow.to, day);
            let name = |party: usize| match party {
                party if passed && party == flow.to => "x",
                party if passed && party == flow.from => "o",
                party => name(party),
            };
            let mut ids: Vec<String> = paper.parties.iter().map(|party| name(*party).to_owned()).collect();
            ids.sort_unstable();
            ids.dedup();
            if ids.len() < 2 {
                ids.push("o".to_owned());
                ids.dedup();
            }
            if ids.len() < 2 {
                ids.push("q".to_owned());
            }
            let joined = paper.joined.map(|(who, day)| (name(who).to_owned(), day));
            let joined = joined.filter(|(who, _)| who != "o");
            let modules = if passed { as_between(flow.roles, paper.modules) } else { paper.modules };
            let paper = Paper { amends: paper.amends.map(number), modules, ..paper.clone() };
            text.push_str(&paper_text(number(*at), &paper, &ids, joined));
        }
        let claims: Vec<String> = claims
            .iter()
            .map(|claim| match claim.names {
                Names::Word(word) => format!("\"{word}\""),
                Names::Paper(paper) => format!("\"i{}\"", number(paper)),
            })
            .collect();
        let to = name(recipient);
        let mut ids = Vec::new();
        let copies = [""].into_iter().chain(CONTEXTS).map(|context| (context, &claims[..]));
        let bare = CONTEXTS.into_iter().map(|context| (context, &[][..]));
        for (at, (context, claims)) in copies.chain(bare).enumerate() {
            text.push_str(&data_text(&format!("d{at}"), hr));
            text.push_str(&flow_text(&format!("f{at}"), "x", to, flow, &[format!("d{at}")], claims));
            if !context.is_empty() {
                writeln!(text, "context = \"{context}\"").unwrap();
            }
            ids.push(format!("\"f{at}\""));
        }
        let country = self.parties[recipient].country;
        text.push_str(&tia_text("t", &ids.join(", "), country, flow).unwrap_or_default());
        text
    }

    fn branches(&self, party: usize) -> Vec<&'static str> {
        let country = self.parties[party].country;
        CONTEXTS.into_iter().filter(|context| *context != country).collect()
    }
}

fn party_text(id: &str, party: &Party, branches: &str) -> String {
    format!(
        "[[party]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"{}\"\ncountry = \"{}\"\n{}{branches}\n",
        party.kind, party.country, party.more
    )
}

fn data_text(id: &str, hr: bool) -> String {
    format!("[[data]]\nid = \"{id}\"\nname = \"{id}\"\nhr = {hr}\n\n")
}

fn paper_text(at: usize, paper: &Paper, ids: &[String], joined: Option<(String, &str)>) -> String {
    let mut text = format!("[[instrument]]\nid = \"i{at}\"\nkind = \"{}\"\nparties = {ids:?}\n", paper.kind);
    if paper.kind == "eu-scc-2021-914" {
        writeln!(text, "modules = {:?}\ngoverning_law = \"IE\"", paper.modules).unwrap();
    }
    if let Some((who, day)) = joined {
        writeln!(text, "joined = {{ {who} = {day} }}").unwrap();
    }
    if paper.kind == "bcr-c" {
        writeln!(text, "approved = {}\nauthority = \"IE\"", paper.signed).unwrap();
    } else if !paper.signed.is_empty() {
        writeln!(text, "signed = {}", paper.signed).unwrap();
    }
    if !paper.state.is_empty() {
        writeln!(text, "state = \"{}\"", paper.state).unwrap();
    }
    if let Some(set) = paper.amends {
        writeln!(text, "amends = \"i{set}\"").unwrap();
    }
    text.push('\n');
    text
}

fn claim_text(claim: &Claim) -> String {
    let name = match claim.names {
        Names::Word(word) => format!("\"{word}\""),
        Names::Paper(at) => format!("\"i{at}\""),
    };
    match claim.only {
        Some(item) => format!("{{ use = {name}, data = [\"d{item}\"] }}"),
        None => name,
    }
}

fn flow_text(id: &str, from: &str, to: &str, flow: &Flow, data: &[String], claims: &[String]) -> String {
    let mut text = format!(
        "[[flow]]\nid = \"{id}\"\nfrom = \"{from}\"\nto = \"{to}\"\nroles = \"{}\"\ndata = {data:?}\nmechanism = [{}]\nsafeguards = []\n",
        flow.roles,
        claims.join(", ")
    );
    if !flow.subjects.is_empty() {
        let subjects: Vec<String> = flow
            .subjects
            .iter()
            .map(|(group, places)| match places {
                [] => format!("{{ group = \"{group}\" }}"),
                places => format!("{{ group = \"{group}\", in = {places:?} }}"),
            })
            .collect();
        writeln!(text, "subjects = [{}]", subjects.join(", ")).unwrap();
    }
    writeln!(
        text,
        "derogation = {{ occasional = true, necessary = true, explicit = {0}, informed_of_risks = {0} }}",
        flow.shown
    )
    .unwrap();
    text
}

fn tia_text(id: &str, flows: &str, country: &str, flow: &Flow) -> Option<String> {
    (!flow.assessed.is_empty() && country != "unknown").then(|| {
        format!(
            "\n[[tia]]\nid = \"{id}\"\nflows = [{flows}]\ncountry = \"{country}\"\ndate = {}\nconclusion = \"sufficient\"\n\n",
            flow.assessed
        )
    })
}

/// The modules of a set between an importer and whom it lets in, as those of one that the exporter signs: right where the
/// set is right for a processor with its sub-processor, or for a controller with anybody.
fn as_between(roles: &str, modules: &'static [u8]) -> &'static [u8] {
    let (fit, needed): (&[u8], &'static [u8]) = match roles {
        "controller-to-processor" => (&[3], &[2]),
        "processor-to-processor" => (&[3], &[3]),
        "processor-to-controller" => (&[1, 2], &[4]),
        _ => (&[1, 2], &[1]),
    };
    match modules {
        [] => modules,
        have if have.iter().any(|module| fit.contains(module)) => needed,
        _ if needed == [1] => &[4],
        _ => &[1],
    }
}
