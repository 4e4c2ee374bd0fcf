//! A scan, one file an output format. All of them show the same documents and decide nothing.

pub mod csv;
pub mod draft;
pub mod human;
pub mod json;
pub mod markdown;
pub mod sarif;

use transfer_model::assess::Status;
use transfer_model::day::Day;

use crate::scan::hold::{Held, Verdict};
use crate::scan::{Claim, Polarity};

/// A scanned text.
#[derive(Debug)]
pub struct Document {
    /// Its path, as named.
    pub file: String,
    /// Its day.
    pub published: Option<Day>,
    /// A date it prints that could be two days.
    pub doubtful: Option<String>,
    /// Its claims.
    pub items: Vec<Item>,
}

/// A claim with what it is worth.
#[derive(Debug)]
pub struct Item {
    /// The claim.
    pub claim: Claim,
    /// What it is worth.
    pub verdict: Verdict,
    /// The words.
    pub quote: String,
    /// First byte and the byte after the last, in the file's UTF-8 text, its mark counted.
    pub span: (usize, usize),
    /// Line and column after the last character.
    pub end: (usize, usize),
}

impl Item {
    /// The day and the law that speak against the claim.
    fn telling(&self, as_of: Day, published: Option<Day>) -> (&Held, Day) {
        let bad = |held: &Held| matches!(held.status, Status::Ended | Status::NotYet);
        match (&self.verdict.published, published) {
            (Some(then), Some(day)) if bad(then) => (then, day),
            _ => (&self.verdict.as_of, as_of),
        }
    }
}

/// The name of a mechanism for people.
fn name(claim: &Claim) -> String {
    let part = match claim.part.as_deref() {
        Some("eu-us") => "EU-US ",
        Some("swiss-us") => "Swiss-US ",
        Some("uk-extension") => "UK Extension of the ",
        _ => "",
    };
    let what = match claim.mechanism.as_str() {
        "privacy-shield" => "Privacy Shield",
        "safe-harbor" => "Safe Harbor",
        "dpf" => "Data Privacy Framework",
        "adequacy" => "adequacy decisions",
        "scc" => "standard contractual clauses",
        "bcr" => "binding corporate rules",
        "uk-idta" => "UK International Data Transfer Agreement",
        "uk-addendum" => "UK Addendum",
        "art-49-consent" => "consent to the transfer",
        "art-49-contract" => "necessity for a contract",
        "art-49-other" => "derogations",
        "cbpr" => "Cross-Border Privacy Rules",
        "ipv" => "International Privacy Verification",
        "unspecified" => "safeguards that it does not name",
        other => other.strip_prefix("other-regime:").unwrap_or(other),
    };
    format!("{part}{what}")
}

/// What is to be said of a claim, in a sentence.
fn sentence(item: &Item, as_of: Day, published: Option<Day>) -> String {
    let what = name(&item.claim);
    let claimed = match item.claim.polarity {
        Polarity::Asserted => "claims",
        Polarity::Disclaimed => "disclaims",
        Polarity::Historical => "speaks of the former",
        Polarity::Conditional => "falls back on",
        Polarity::Planned => "plans to use",
    };
    let article = match item.claim.mechanism.as_str() {
        "privacy-shield" | "safe-harbor" | "dpf" | "uk-idta" | "uk-addendum" | "cbpr" => "the ",
        _ => "",
    };
    let article = if item.claim.polarity == Polarity::Historical { "" } else { article };
    let (held, day) = item.telling(as_of, published);
    let then = published.is_some_and(|published| published == day);
    let ended = match (held.status, held.date) {
        (Status::Ended, Some(end)) if then => format!(" {} after it ended ({end})", apart(end, day)),
        (Status::Ended, Some(end)) => format!(", ended {end}, {} ago", apart(end, day)),
        (Status::Ended, None) => ", ended".to_owned(),
        (Status::NotYet, Some(begin)) if then => {
            format!(" {} before it was in force ({begin})", apart(day, begin))
        }
        (Status::NotYet, Some(begin)) => format!(", not in force before {begin}"),
        (Status::NotYet, None) => ", not in force".to_owned(),
        (Status::NotAMechanism, _) => ", which is no transfer mechanism".to_owned(),
        (Status::OtherRegime, _) => ", a mechanism of another law".to_owned(),
        (Status::OutOfScope, _) => ", which does not cover the destination".to_owned(),
        (Status::ConditionsUnmet, _) => ", whose conditions are not met".to_owned(),
        (Status::Unrecorded | Status::Unknown | Status::Holds | Status::OpenDuties, _) => String::new(),
    };
    let claimed = if then && item.claim.polarity == Polarity::Asserted { "claimed" } else { claimed };
    format!("{claimed} {article}{what}{ended}")
}

/// The time between two days in words.
fn apart(from: Day, to: Day) -> String {
    const NUMBERS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let count = |number: u32, unit: &str| {
        let word = usize::try_from(number).ok().and_then(|at| NUMBERS.get(at).copied());
        let plural = if number == 1 { "" } else { "s" };
        word.map_or_else(|| format!("{number} {unit}{plural}"), |word| format!("{word} {unit}{plural}"))
    };
    let days = u32::try_from(to.days_since(from)).unwrap_or(0);
    if days == 0 {
        return "the day".to_owned();
    }
    let mut months = 0u32;
    while months < 1_200 && from.plus_months(months.saturating_add(1)) <= to {
        months = months.saturating_add(1);
    }
    match months {
        0 => count(days, "day"),
        1..24 => count(months, "month"),
        _ => count(months.div_euclid(12), "year"),
    }
}

/// The word of a status, or a dash.
fn word(held: Option<&Held>) -> &'static str {
    held.map_or("-", |held| held.status.name())
}

/// The quotation on one line.
fn line(quote: &str, most: usize) -> String {
    let words: Vec<&str> = quote.split_whitespace().collect();
    super::text::short(&super::text::clean(&words.join(" ")), most)
}
