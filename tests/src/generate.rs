//! Registers of any size, shaped as groups have them: a hub company with subsidiaries, suppliers that many
//! flows go to, chains of sub-processors, a few circles, several laws, some facts unknown.

use std::fmt::Write as _;

const COUNTRIES: [&str; 16] =
    ["DE", "FR", "IE", "NL", "ES", "NO", "GB", "CH", "US", "US", "US", "IN", "CA", "JP", "BR", "SG"];

/// A small, repeatable source of numbers.
#[derive(Debug, Clone)]
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

/// The text of a register with that many flows; the same number gives the same text.
pub fn register(flows: usize) -> String {
    let mut numbers = Numbers(42);
    // The same shape at every size: as many flows to a party.
    let parties = (flows / 10).max(20);
    let group = (parties / 5).max(3);
    let instruments = (parties / 2).max(5);
    let mut text = String::from("[register]\nname = \"Generated\"\nas_of = 2024-06-01\n\n");
    for at in 0..parties {
        party(&mut text, at, group, &mut numbers);
    }
    for (id, more) in
        [("contact", ""), ("staff", "hr = true\n"), ("health", "special = [\"health\"]\n"), ("logs", "")]
    {
        writeln!(text, "[[data]]\nid = \"{id}\"\nname = \"{id}\"\n{more}").ok();
    }
    for at in 0..instruments {
        let (from, to) = (at % group, group + at % (parties - group));
        writeln!(
            text,
            "[[instrument]]\nid = \"scc-{at}\"\nkind = \"eu-scc-2021-914\"\nmodules = [1, 2, 3]\nparties = [\"p{from}\", \"p{to}\"]\nsigned = 2022-0{}-15\ngoverning_law = \"IE\"\nannexes = [\"I\", \"II\"]\n",
            1 + at % 9
        )
        .ok();
        if at % 3 == 0 {
            writeln!(
                text,
                "[[instrument]]\nid = \"add-{at}\"\nkind = \"uk-addendum\"\nparties = [\"p{from}\", \"p{to}\"]\nsigned = 2022-10-01\namends = \"scc-{at}\"\n"
            )
            .ok();
        }
    }
    for at in 0..flows {
        flow(&mut text, at, parties, group, instruments, &mut numbers);
    }
    for at in (0..flows).step_by(20) {
        writeln!(
            text,
            "[[tia]]\nid = \"tia-{at}\"\nflows = [\"f{at}\"]\ncountry = \"US\"\ndate = 2024-01-10\nconclusion = \"sufficient\"\n"
        )
        .ok();
    }
    text
}

fn party(text: &mut String, at: usize, group: usize, numbers: &mut Numbers) {
    let kind = match at {
        at if at < group => "group",
        at if at % 7 == 0 => "vendor",
        at if at % 11 == 0 => "customer",
        _ => "processor",
    };
    let country = COUNTRIES[numbers.below(COUNTRIES.len())];
    writeln!(
        text,
        "[[party]]\nid = \"p{at}\"\nname = \"Party number {at}\"\nkind = \"{kind}\"\ncountry = \"{country}\""
    )
    .ok();
    if !at.is_multiple_of(4) {
        text.push_str("sector = \"commercial\"\n");
    }
    if at > 0 && at < group {
        writeln!(text, "parent = \"p{}\"", (at - 1) / 4).ok();
    }
    if country == "US" && at.is_multiple_of(2) {
        text.push_str(
            "exposure = [\"us-fisa-702\"]\ncertifications = [{ scheme = \"dpf\", parts = [\"eu-us\", \"uk-extension\"], since = 2023-09-01, covers = [\"hr\", \"non-hr\"], status = \"active\", checked_on = 2024-03-01 }]\n",
        );
    }
    if at.is_multiple_of(9) {
        text.push_str("targets = [\"EU\", \"GB\"]\n");
    }
    text.push('\n');
}

fn flow(
    text: &mut String,
    at: usize,
    parties: usize,
    group: usize,
    instruments: usize,
    numbers: &mut Numbers,
) {
    // A tenth stay inside the group, and so make circles; a fifth go on from a supplier to the next.
    let (from, to) = match at % 10 {
        0 => (numbers.below(group), numbers.below(group)),
        1 | 2 => (group + numbers.below(parties - group), group + numbers.below(parties - group)),
        _ => (at % instruments % group, group + at % instruments % (parties - group)),
    };
    let roles = if from < group { "controller-to-processor" } else { "processor-to-processor" };
    let data = ["[\"contact\"]", "[\"contact\", \"logs\"]", "[\"staff\"]", "[\"health\"]"][numbers.below(4)];
    let claims = match numbers.below(6) {
        0 => "[\"dpf\"]".to_owned(),
        1 => format!("[\"dpf\", \"scc-{}\"]", at % instruments),
        2 | 3 => format!("[\"scc-{}\"]", at % instruments),
        4 => "[\"privacy-shield\", \"ipv\"]".to_owned(),
        _ => "[\"adequacy\"]".to_owned(),
    };
    writeln!(
        text,
        "[[flow]]\nid = \"f{at}\"\nfrom = \"p{from}\"\nto = \"p{to}\"\nroles = \"{roles}\"\ndata = {data}\nsubjects = [{{ group = \"customers\", in = [\"EU\", \"GB\"] }}]\npurposes = [\"service delivery\"]\naccess = \"processing\"\nmechanism = {claims}\nsafeguards = [\"encrypted-in-transit\", \"encrypted-at-rest\"]\nsince = 2021-0{}-01\n",
        1 + at % 9
    )
    .ok();
}
