//! Which tables a register has and in which order their keys are shown. A key that is not listed is kept all
//! the same, after the others.

/// The tables and their keys.
const TABLES: [(&str, &[&str]); 13] = [
    ("register", &["name", "as_of", "review", "reviewed"]),
    ("policy", &["sanctions", "sanctioned", "forbid", "tia_max_age"]),
    ("lints", &[]),
    ("plan", &["costs"]),
    (
        "party",
        &[
            "id",
            "name",
            "kind",
            "country",
            "branches",
            "parent",
            "owners",
            "sector",
            "targets",
            "representative",
            "exposure",
            "certifications",
        ],
    ),
    ("data", &["id", "name", "hr", "special", "criminal", "children", "sensitive", "personal"]),
    (
        "instrument",
        &[
            "id",
            "kind",
            "modules",
            "parties",
            "exporters",
            "importers",
            "joined",
            "signed",
            "effective",
            "until",
            "approved",
            "authority",
            "state",
            "incorporated_by",
            "amends",
            "annexes",
            "governing_law",
            "subprocessors",
            "filings",
            "serves",
            "processing_changed",
            "evidence",
        ],
    ),
    (
        "flow",
        &[
            "id",
            "from",
            "to",
            "context",
            "roles",
            "data",
            "subjects",
            "first_recorded",
            "volume",
            "purposes",
            "basis",
            "access",
            "locations",
            "accessed_from",
            "since",
            "until",
            "returned",
            "optional",
            "importer_subject_to",
            "mechanism",
            "safeguards",
            "derogation",
            "shown",
        ],
    ),
    (
        "tia",
        &[
            "id",
            "kind",
            "flows",
            "regimes",
            "data",
            "country",
            "date",
            "conclusion",
            "measures",
            "approved_by",
            "evidence",
        ],
    ),
    ("notice", &["id", "of", "names", "published", "until", "destinations", "claims", "evidence"]),
    ("responsible", &["subjects_in", "party", "governing_law", "courts"]),
    ("waiver", &["flow", "finding", "reason", "approved_by", "since", "until"]),
    ("duty", &["id", "party", "kind", "due", "done"]),
];

/// Keys that hold lists of words or texts.
const LISTS: [&str; 31] = [
    "accessed_from",
    "annexes",
    "basis",
    "branches",
    "covered",
    "covers",
    "data",
    "destinations",
    "exporters",
    "exposure",
    "first_recorded",
    "flows",
    "forbid",
    "importer_subject_to",
    "importers",
    "items",
    "listed",
    "locations",
    "measures",
    "mechanism",
    "modules",
    "names",
    "of",
    "parties",
    "purposes",
    "regimes",
    "safeguards",
    "sanctions",
    "serves",
    "special",
    "targets",
];

/// Further lists, whose names say less.
const MORE_LISTS: [&str; 3] = ["parts", "sensitive", "subjects_in"];

/// Keys that hold free text, so that what looks like a number is text all the same.
const TEXTS: [&str; 16] = [
    "approved_by",
    "authority",
    "courts",
    "evidence.file",
    "evidence.sha256",
    "flow",
    "from",
    "id",
    "kind",
    "name",
    "optional",
    "parent",
    "party",
    "reason",
    "tia_max_age",
    "to",
];

/// Keys that hold a table of a fixed shape: each of its keys has a column of its own.
const SPREAD: [&str; 4] = ["derogation", "evidence", "shown", "subprocessors"];

/// The names of the tables, in order.
pub fn tables() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|(name, _)| *name)
}

/// The keys of a table, in order.
pub fn keys(table: &str) -> &'static [&'static str] {
    TABLES.iter().find(|(name, _)| *name == table).map_or(&[], |(_, keys)| keys)
}

/// Where a table stands among the others.
pub fn rank(table: &str) -> (usize, String) {
    TABLES
        .iter()
        .position(|(name, _)| *name == table)
        .map_or_else(|| (TABLES.len(), table.to_owned()), |at| (at, String::new()))
}

/// Where a key stands among the others of its table; `a.b` stands with `a`.
pub fn key_rank(table: &str, key: &str) -> (usize, String) {
    let known = keys(table);
    let top = key.split_once('.').map_or(key, |(top, _)| top);
    (known.iter().position(|name| *name == top).unwrap_or(known.len()), key.to_owned())
}

/// The keys of tables within tables, in the order in which people write them.
const INNER: [&str; 32] = [
    "use",
    "mechanism",
    "scheme",
    "part",
    "parts",
    "polarity",
    "place",
    "party",
    "group",
    "in",
    "citizens_of",
    "with",
    "filed",
    "file",
    "sha256",
    "text",
    "data",
    "people",
    "year",
    "share",
    "since",
    "until",
    "by",
    "covers",
    "status",
    "next_due",
    "checked_on",
    "covered",
    "to",
    "section",
    "authorisation",
    "notice_days",
];

/// Where a key stands in a table within a table.
pub fn inner_rank(key: &str) -> (usize, &str) {
    (INNER.iter().position(|name| *name == key).unwrap_or(INNER.len()), key)
}

/// Whether a table stands once (`[register]`) and not as an entry of a list (`[[party]]`).
pub fn is_single(table: &str) -> bool {
    matches!(table, "register" | "policy" | "lints" | "plan")
}

/// Whether the key holds a list of texts (or, for `modules`, of numbers).
pub fn is_list(key: &str) -> bool {
    let last = key.rsplit_once('.').map_or(key, |(_, last)| last);
    LISTS.contains(&last) || MORE_LISTS.contains(&last)
}

/// Whether the key holds free text.
pub fn is_text(key: &str) -> bool {
    TEXTS.contains(&key)
}

/// Whether each key of the table under this key has a column.
pub fn is_spread(key: &str) -> bool {
    SPREAD.contains(&key)
}
