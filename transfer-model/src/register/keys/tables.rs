//! The tables of the register format and their keys, in the order in which people write them.

use super::{Key, Shape, Value, Words};

const fn key(name: &'static str, value: Value, doc: &'static str) -> Key {
    Key { name, value, need: false, doc }
}

const fn need(name: &'static str, value: Value, doc: &'static str) -> Key {
    Key { name, value, need: true, doc }
}

const fn shape(name: &'static str, doc: &'static str, keys: &'static [Key]) -> Shape {
    Shape { name, doc, keys, one_of: &[] }
}

const PLACE: Value = Value::Word(Words::Places);
const PLACES: Value = Value::List(&PLACE);
const PLACES_OR_UNKNOWN: Value = Value::List(&Value::Word(Words::PlacesOrUnknown));
const PARTY_ID: Value = Value::Word(Words::PartyIds);
const PARTY_IDS: Value = Value::List(&PARTY_ID);
const DATA_IDS: Value = Value::List(&Value::Word(Words::DataIds));
const REGIMES: Value = Value::List(&Value::Word(Words::Regimes));
const MECHANISMS: Value = Value::List(&Value::Word(Words::Mechanisms));
const MEASURES: Value = Value::List(&Value::Word(Words::Safeguards));
const TEXTS: Value = Value::List(&Value::Text);

const SINCE: Key = key("since", Value::Day, "First day, included. Absent: always.");
const UNTIL: Key = key("until", Value::Day, "Last day, included. Absent: open.");

/// A file of a register.
pub static ROOT: Shape = shape(
    "file",
    "A register of transfers of personal data, or one file of a folder that is read as one register.",
    &[
        key("register", Value::Table(&REGISTER), "The head of the register; one file of a folder has it."),
        key("policy", Value::Table(&POLICY), "House rules, stricter than the law."),
        key("plan", Value::Table(&PLAN), "How a plan to mend flows is reckoned."),
        key(
            "lints",
            Value::Pairs(Words::Findings, &Value::Word(Words::Levels)),
            "Levels of findings. There is no way to switch one off.",
        ),
        key("party", Value::List(&Value::Table(&PARTY)), "Legal entities and populations."),
        key("data", Value::List(&Value::Table(&DATA)), "Categories of data."),
        key("instrument", Value::List(&Value::Table(&INSTRUMENT)), "Executed documents."),
        key(
            "flow",
            Value::List(&Value::Table(&FLOW)),
            "Personal data made available by one party to another.",
        ),
        key("tia", Value::List(&Value::Table(&TIA)), "Assessments of a destination's law and practice."),
        key("notice", Value::List(&Value::Table(&NOTICE)), "Published privacy policies."),
        key("responsible", Value::List(&Value::Table(&RESPONSIBLE)), "Who answers, by where people live."),
        key("waiver", Value::List(&Value::Table(&WAIVER)), "Risks accepted by a person, until a day."),
        key("duty", Value::List(&Value::Table(&DUTY)), "Dated obligations."),
    ],
);

static REGISTER: Shape = shape(
    "register",
    "The head of the register.",
    &[
        need("name", Value::Said, "Whose register it is."),
        key("as_of", Value::Day, "The day the register describes. Absent: today; `--as-of` overrides it."),
        key("review", Value::Word(Words::Reviews), "How often it is reviewed."),
        key("reviewed", Value::Day, "The day of the last review."),
    ],
);

static POLICY: Shape = shape(
    "policy",
    "House rules, stricter than the law.",
    &[
        key(
            "sanctions",
            Value::List(&Value::Word(Words::Sanctioners)),
            "Authorities whose territory lists in the law pack apply.",
        ),
        key(
            "sanctioned",
            Value::List(&Value::Table(&SANCTIONED)),
            "Further places that may not receive data.",
        ),
        key("forbid", MECHANISMS, "Mechanisms that the house does not use."),
        key("tia_max_age", Value::Age, "Assessments older than this are out of date, such as \"12 months\"."),
        key(
            "horizon",
            Value::Age,
            "How far ahead the end of what a flow stands on is told, such as \"6 months\".",
        ),
    ],
);

static PLAN: Shape = shape(
    "plan",
    "How a plan to mend flows is reckoned.",
    &[key(
        "costs",
        Value::Table(&COSTS),
        "What each kind of step costs, in any unit. Absent: the usual effort.",
    )],
);

const COST: Value = Value::Number { least: 0, most: 1_000_000 };

static COSTS: Shape = shape(
    "costs",
    "What each kind of step of a plan costs.",
    &[
        key("rely", COST, "Claiming a contract that is recorded."),
        key("drop", COST, "No longer claiming what the house forbids."),
        key("sign", COST, "Signing new clauses."),
        key("execute", COST, "Signing a document that is drafted or over."),
        key("bind", COST, "Having a party join a document."),
        key("module", COST, "Adding a module to a document."),
        key("amend", COST, "Signing an addendum or amendment."),
        key("certify", COST, "Having the importer enter a scheme."),
        key("assess", COST, "Assessing a destination's law and practice."),
        key("annex", COST, "Filling in annexes."),
        key("measure", COST, "Putting a protective measure in place."),
        key("record", COST, "Recording data first where the law wants them."),
        key("authorise", COST, "Authorising a sub-processor."),
        key("file", COST, "Filing a document with an authority."),
        key("ground", COST, "Claiming a ground of the law that needs no document."),
        key("consent", COST, "Asking the people concerned for their consent."),
        key("tell", COST, "Telling people of the transfer."),
        key("represent", COST, "Naming a representative."),
        key("update", COST, "Publishing a notice anew."),
        key("stop", COST, "Stopping a flow; always the last resort."),
    ],
);

static SANCTIONED: Shape = shape(
    "sanctioned",
    "A place that may not receive data.",
    &[need("place", PLACE, "The place."), key("by", Value::Text, "Who forbids it."), SINCE, UNTIL],
);

static PARTY: Shape = shape(
    "party",
    "A legal entity or a population. A branch is no party of its own.",
    &[
        need("id", Value::Id, "Its id, named by flows."),
        need("name", Value::Said, "Its name."),
        need(
            "kind",
            Value::Word(Words::PartyKinds),
            "What it is to the group; a flow's `roles` decide the law.",
        ),
        need(
            "country",
            Value::Word(Words::PlacesOrUnknown),
            "Where it is established (for a population: lives): ISO 3166-1, ISO 3166-2, a place of the law pack, or \"unknown\".",
        ),
        key("branches", PLACES, "Further establishments of the same legal entity."),
        key("parent", PARTY_ID, "Its only owner."),
        key("owners", Value::List(&Value::Table(&OWNER)), "Its owners, with their shares."),
        key(
            "sector",
            Value::Word(Words::Sectors),
            "Its sector, where the scope of a mechanism turns on it. Absent: not known.",
        ),
        key("targets", PLACES, "Markets it offers to or monitors from abroad: their law may bind it too."),
        key("representative", Value::Pairs(Words::Places, &PARTY_ID), "Its representative in a place."),
        key(
            "exposure",
            Value::List(&Value::Word(Words::Powers)),
            "Laws of its country known to reach it. Absent: not known; []: looked at, none.",
        ),
        key(
            "certifications",
            Value::List(&Value::Table(&CERTIFICATION)),
            "Its entries in schemes. Absent: not known; []: looked at, none.",
        ),
    ],
);

static OWNER: Shape = shape(
    "owner",
    "An owner of a party.",
    &[
        need("party", PARTY_ID, "The owner."),
        key("share", Value::Share, "Its share in per cent, two decimals at most."),
        SINCE,
        UNTIL,
    ],
);

static CERTIFICATION: Shape = shape(
    "certification",
    "An entry in a scheme.",
    &[
        need("scheme", Value::Word(Words::Schemes), "The scheme."),
        key("parts", Value::List(&Value::Word(Words::Parts)), "Parts of the scheme. Absent: not known."),
        key(
            "covers",
            Value::List(&Value::Word(Words::Covers)),
            "Staff data, other data or both. Absent: not known.",
        ),
        SINCE,
        UNTIL,
        key("status", Value::Word(Words::Statuses), "What the public list says."),
        key("next_due", Value::Day, "When the next certification is due."),
        key("checked_on", Value::Day, "The day on which the list was looked at."),
        key("covered", PARTY_IDS, "Other entities that the entry covers."),
        key(
            "evidence",
            Value::Table(&EVIDENCE),
            "The file that proves it, such as the page of the public list.",
        ),
    ],
);

static DATA: Shape = shape(
    "data",
    "A category of data.",
    &[
        need("id", Value::Id, "Its id, named by flows."),
        need("name", Value::Said, "Its name."),
        key("hr", Value::Flag, "Whether it is data of own staff. Absent: no."),
        key("special", Value::List(&Value::Word(Words::Special)), "Special categories in it. Absent: none."),
        key("criminal", Value::Flag, "Whether it tells of offences or convictions. Absent: no."),
        key("children", Value::Flag, "Whether it is about children. Absent: no."),
        key("sensitive", REGIMES, "Regimes whose own wider notion of sensitive data it meets."),
        key(
            "kinds",
            Value::List(&Value::Word(Words::DataKinds)),
            "Kinds of data that rules of the law pack read.",
        ),
        key("personal", Value::Word(Words::Personal), "Whether it is personal data. Absent: yes."),
    ],
);

static INSTRUMENT: Shape = Shape {
    name: "instrument",
    doc: "An executed document: clauses, an approval, a contract.",
    one_of: &[&["parties"], &["exporters", "importers"]],
    keys: &[
        need("id", Value::Id, "Its id, named by flows; no word for a mechanism."),
        need("kind", Value::Word(Words::InstrumentKinds), "What it is."),
        key(
            "modules",
            Value::List(&Value::Number { least: 1, most: 4 }),
            "Modules of (EU) 2021/914 that were signed.",
        ),
        key("parties", PARTY_IDS, "All who are bound, each both ways."),
        key("exporters", PARTY_IDS, "Who is bound as exporter."),
        key("importers", PARTY_IDS, "Who is bound as importer."),
        key("joined", Value::Pairs(Words::PartyIds, &Value::Day), "Who joined later, and when."),
        key("signed", Value::Day, "The day of signature."),
        key("effective", Value::Day, "The day from which it binds, where not that of signature."),
        key("until", Value::Day, "Its last day."),
        key("approved", Value::Day, "The day of approval, where approval is needed."),
        key(
            "authority",
            Value::Word(Words::Authorities),
            "The country of the approving authority, `EU` or `EDPS`.",
        ),
        key(
            "state",
            Value::Word(Words::States),
            "Absent: executed where it is signed or approved, else unsigned.",
        ),
        key(
            "incorporated_by",
            Value::Word(Words::InstrumentIds),
            "The document that takes it in by reference.",
        ),
        key(
            "amends",
            Value::Word(Words::InstrumentIds),
            "The set that an addendum amends. Absent: the only one.",
        ),
        key("annexes", Value::List(&Value::Word(Words::Annexes)), "Annexes that are filled in."),
        key("governing_law", PLACE, "The law it names."),
        key("subprocessors", Value::Table(&SUBPROCESSORS), "What it says of sub-processors."),
        key("filings", Value::List(&Value::Table(&FILING)), "Where it was filed."),
        key("serves", MECHANISMS, "Mechanisms without a form of their own that a person states it meets."),
        key(
            "processing_changed",
            Value::Day,
            "Since when the processing is no longer what it was. Absent: unchanged.",
        ),
        key("evidence", Value::Table(&EVIDENCE), "The file that proves it."),
    ],
};

static SUBPROCESSORS: Shape = shape(
    "subprocessors",
    "What an instrument says of sub-processors.",
    &[
        key("authorisation", Value::Word(Words::Authorisations), "General or specific."),
        key("notice_days", Value::Number { least: 0, most: 3650 }, "Days of notice before a change."),
        key("listed", PARTY_IDS, "Who is listed."),
    ],
);

static FILING: Shape = shape(
    "filing",
    "A filing with an authority.",
    &[need("with", Value::Said, "The authority."), key("filed", Value::Day, "The day. Absent: not filed.")],
);

static EVIDENCE: Shape = shape(
    "evidence",
    "A file that proves what the register says.",
    &[
        need("file", Value::Said, "Its path, from the register's folder."),
        key("sha256", Value::Text, "Its SHA-256 in hexadecimal."),
    ],
);

static FLOW: Shape = shape(
    "flow",
    "Personal data made available by one party to another: sent, stored abroad, or seen from abroad.",
    &[
        need("id", Value::Id, "Its id."),
        need("from", PARTY_ID, "The exporter."),
        need("to", PARTY_ID, "The importer."),
        key("context", PLACE, "The branch of the exporter that acts; it replaces the exporter's country."),
        need("roles", Value::Word(Words::Roles), "Exporter to importer, under data protection law."),
        need("data", DATA_IDS, "The categories of data."),
        key("subjects", Value::List(&Value::Table(&SUBJECTS)), "Whom the data are about."),
        key("first_recorded", PLACES, "Where the data are first stored, for rules of localisation."),
        key("volume", Value::List(&Value::Table(&VOLUME)), "How many people, for thresholds."),
        key("purposes", Value::List(&Value::Word(Words::Purposes)), "What for."),
        key("basis", TEXTS, "The legal bases of the processing."),
        key("access", Value::Word(Words::Access), "Absent: processing, that is work on clear data."),
        key(
            "locations",
            PLACES_OR_UNKNOWN,
            "Where the data are stored or processed. Absent: the importer's country.",
        ),
        key(
            "accessed_from",
            Value::List(&Value::Either(Words::PlacesOrUnknown, &ACCESS_PLACE)),
            "From where the data are seen. A bare place is the importer's own staff; with `by`, another party. Absent: nowhere else.",
        ),
        SINCE,
        UNTIL,
        key("returned", Value::Day, "When the importer no longer holds the data."),
        key("optional", Value::Text, "When the flow happens at all; it is assessed all the same."),
        key("importer_subject_to", REGIMES, "Regimes that bind the importer itself for this processing."),
        key(
            "mechanism",
            Value::List(&Value::Either(Words::Claims, &CLAIM)),
            "What the flow relies on, primary first: a mechanism, or the id of an instrument. Absent: nothing.",
        ),
        key("safeguards", MEASURES, "Supplementary measures. Absent: not known; []: looked at, none."),
        key("derogation", Value::Table(&DEROGATION), "Facts on which a derogation turns."),
        key("shown", Value::Table(&SHOWN), "What the people were told and asked."),
    ],
);

static SUBJECTS: Shape = shape(
    "subjects",
    "People whom the data are about.",
    &[
        key("group", Value::Text, "Who they are, such as \"customers\"."),
        key("in", PLACES, "Where they are."),
        key("citizens_of", PLACES, "Whose citizens they are, where a regime asks it."),
    ],
);

static VOLUME: Shape = shape(
    "volume",
    "How many people a flow is about.",
    &[
        key("data", DATA_IDS, "Of which data. Absent: all."),
        need("people", Value::Number { least: 0, most: u64::MAX }, "How many people."),
        key("year", Value::Number { least: 0, most: 9999 }, "In which year."),
    ],
);

static ACCESS_PLACE: Shape = shape(
    "access-place",
    "A place from which data are seen.",
    &[
        need("place", Value::Word(Words::PlacesOrUnknown), "The place."),
        key("by", PARTY_ID, "Who sees them; this is a transfer to that party too."),
    ],
);

static CLAIM: Shape = shape(
    "claim",
    "A claim limited to some data or some time, or none of the known ones.",
    &[
        need("use", Value::Word(Words::Claims), "A mechanism, the id of an instrument, or \"other\"."),
        key("text", Value::Text, "With \"other\": the words used."),
        key("data", DATA_IDS, "For these data only."),
        SINCE,
        UNTIL,
    ],
);

static DEROGATION: Shape = shape(
    "derogation",
    "Facts on which a derogation turns. Absent: not known.",
    &[
        key("occasional", Value::Flag, "The transfer is only occasional."),
        key("necessary", Value::Flag, "It is necessary for its purpose."),
        key("explicit", Value::Flag, "The consent was explicit."),
        key("informed_of_risks", Value::Flag, "People were told of the risks before they consented."),
        key("public_power", Value::Flag, "The exporter exercises public powers here."),
        key("repetitive", Value::Flag, "The transfer is repeated."),
        key(
            "number_limited",
            Value::Flag,
            "It is limited to part of the data or a limited number of people.",
        ),
        key("authority_notified", Value::Flag, "The authority was told."),
        key(
            "subject_informed",
            Value::Flag,
            "The people were told of the transfer and the interest pursued.",
        ),
        key("recorded", Value::Flag, "The assessment is on record."),
    ],
);

static SHOWN: Shape = shape(
    "shown",
    "What the people were told and asked, where a regime turns on it.",
    &[
        key("disclosed", Value::Flag, "They were told of the transfer."),
        key("items", TEXTS, "What of it, such as \"country\" or \"recipient\"."),
        key("separate_consent", Value::Flag, "They were asked separately."),
        key("freely_given", Value::Flag, "They could refuse."),
    ],
);

static TIA: Shape = shape(
    "tia",
    "The recorded assessment of a destination's law and practice for given flows.",
    &[
        need("id", Value::Id, "Its id."),
        key("kind", Value::Word(Words::TiaKinds), "Absent: tia."),
        need("flows", Value::List(&Value::Word(Words::FlowIds)), "The flows it is about."),
        key("regimes", REGIMES, "The regimes it is made for. Absent: all."),
        key("data", DATA_IDS, "The data it is made for. Absent: all that the flows carry."),
        need("country", PLACE, "The destination."),
        need("date", Value::Day, "Its day."),
        need("conclusion", Value::Word(Words::Conclusions), "`none` states that no assessment was made."),
        key("measures", MEASURES, "Measures on which the conclusion rests."),
        key("approved_by", Value::Text, "Who approved it."),
        key("evidence", Value::Table(&EVIDENCE), "The file of the assessment."),
    ],
);

static NOTICE: Shape = shape(
    "notice",
    "A published privacy policy.",
    &[
        need("id", Value::Id, "Its id."),
        key("of", PARTY_IDS, "Whose notice it is."),
        key("names", TEXTS, "Entities that it calls the controller."),
        key("published", Value::Day, "Its day."),
        key("until", Value::Day, "Its last day."),
        key("destinations", PLACES, "Destinations that it names."),
        key("claims", Value::List(&Value::Table(&NOTICE_CLAIM)), "What it says of mechanisms."),
        key("evidence", Value::Table(&EVIDENCE), "A copy of it as published."),
    ],
);

static NOTICE_CLAIM: Shape = shape(
    "notice-claim",
    "What a notice says of a mechanism.",
    &[
        need("mechanism", Value::Word(Words::Mechanisms), "The mechanism."),
        key("part", Value::Word(Words::Parts), "The part of the scheme."),
        key("polarity", Value::Word(Words::Polarities), "Absent: asserted."),
        key("to", PLACES, "For these destinations."),
        key("section", Value::Text, "Where in the notice."),
    ],
);

static RESPONSIBLE: Shape = shape(
    "responsible",
    "Who answers to people who live somewhere.",
    &[
        need("subjects_in", PLACES, "Where the people live; the most specific place wins."),
        need("party", PARTY_ID, "Who answers."),
        key("governing_law", PLACE, "Under which law."),
        key("courts", Value::Text, "Before which courts."),
    ],
);

static WAIVER: Shape = shape(
    "waiver",
    "A risk accepted by a person. It changes no verdict, only the exit status.",
    &[
        key("flow", Value::Word(Words::FlowIds), "The flow. Absent: all."),
        need("finding", Value::Word(Words::Findings), "The finding."),
        need("reason", Value::Said, "Why."),
        need("approved_by", Value::Said, "By whom."),
        key("since", Value::Day, "From when."),
        need("until", Value::Day, "Last day, at most twelve months ahead."),
    ],
);

static DUTY: Shape = shape(
    "duty",
    "A dated obligation.",
    &[
        need("id", Value::Id, "Its id."),
        key("party", PARTY_ID, "Whose."),
        need("kind", Value::Said, "What is to be done."),
        need("due", Value::Day, "Until when, included."),
        key("done", Value::Day, "When it was done. Absent: not done."),
    ],
);
