//! The keys of the register format, declared: for each table its keys, what they take, whether they must be
//! there and what they mean. Editors get their schema from here. The reader asks for its keys one by one; a
//! test holds both together, key by key and type by type.

mod tables;

pub use tables::ROOT;

use super::words::{
    ACCESS, ANNEXES, AUTHORISATIONS, CONCLUSIONS, COVERS, PARTY_KINDS, PERSONAL, POLARITIES, REVIEWS,
    SAFEGUARDS, SPECIAL, STATES, STATUSES, TIA_KINDS,
};
use crate::finding::{Code, Severity, entry};
use crate::law::{LawBook, Mechanism, Place, Role};

/// A table of the register format.
#[derive(Debug)]
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
    /// One of these groups of keys must be there whole; none: no such rule.
    pub one_of: &'static [&'static [&'static str]],
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub value: Value,
    /// Whether it must be there.
    pub need: bool,
    /// What it means, and what its absence means.
    pub doc: &'static str,
}

/// What a key takes.
#[derive(Debug, Clone, Copy)]
pub enum Value {
    /// Any text.
    Text,
    /// A text that says something.
    Said,
    /// An id: no blanks, not too long.
    Id,
    /// True or false.
    Flag,
    /// A day, as a TOML local date.
    Day,
    /// A share in per cent.
    Share,
    /// A number of months or years, as a text.
    Age,
    /// A whole number.
    Number {
        /// The least.
        least: u64,
        /// The most.
        most: u64,
    },
    /// A word of a vocabulary.
    Word(Words),
    /// A list.
    List(&'static Self),
    /// A table.
    Table(&'static Shape),
    /// A word, or a table that says more.
    Either(Words, &'static Shape),
    /// A table whose keys are words of a vocabulary.
    Pairs(Words, &'static Self),
}

/// A vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Words {
    /// How often a register is reviewed.
    Reviews,
    /// Kinds of party.
    PartyKinds,
    /// States of a certification.
    Statuses,
    /// What a certification covers.
    Covers,
    /// Whether data are personal.
    Personal,
    /// Special categories of data.
    Special,
    /// States of an instrument.
    States,
    /// Annexes of clauses.
    Annexes,
    /// How sub-processors are authorised.
    Authorisations,
    /// Roles of exporter and importer.
    Roles,
    /// Ways in which data are reached.
    Access,
    /// Safeguards and supplementary measures.
    Safeguards,
    /// Kinds of assessment.
    TiaKinds,
    /// Conclusions of an assessment.
    Conclusions,
    /// How a notice speaks of a mechanism.
    Polarities,
    /// Codes of findings.
    Findings,
    /// Levels of findings.
    Levels,
    /// Places of the law pack.
    Places,
    /// Places, or `unknown`.
    PlacesOrUnknown,
    /// Authorities that approve: places, `EU` and `EDPS`.
    Authorities,
    /// Regimes of the law pack.
    Regimes,
    /// Mechanisms of the law pack.
    Mechanisms,
    /// Kinds of instrument of the law pack.
    InstrumentKinds,
    /// Schemes of the law pack.
    Schemes,
    /// Parts of all schemes.
    Parts,
    /// Powers of destinations in the law pack.
    Powers,
    /// Sectors the law pack reads.
    Sectors,
    /// Kinds of data the law pack reads.
    DataKinds,
    /// What a flow may claim: mechanisms, ids of instruments, `other`.
    Claims,
    /// Purposes: those that the pack reads, or any words.
    Purposes,
    /// Authorities with a list of sanctions in the pack, or any other.
    Sanctioners,
    /// Ids of parties.
    PartyIds,
    /// Ids of data categories.
    DataIds,
    /// Ids of instruments.
    InstrumentIds,
    /// Ids of flows.
    FlowIds,
}

/// A word with what it stands for, where that is not plain.
pub type Meant = (String, Option<String>);

impl Words {
    /// The name of the vocabulary.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reviews => "review",
            Self::PartyKinds => "party-kind",
            Self::Statuses => "certification-status",
            Self::Covers => "covers",
            Self::Personal => "personal",
            Self::Special => "special",
            Self::States => "instrument-state",
            Self::Annexes => "annex",
            Self::Authorisations => "authorisation",
            Self::Roles => "roles",
            Self::Access => "access",
            Self::Safeguards => "safeguard",
            Self::TiaKinds => "tia-kind",
            Self::Conclusions => "conclusion",
            Self::Polarities => "polarity",
            Self::Findings => "finding",
            Self::Levels => "level",
            Self::Places => "place",
            Self::PlacesOrUnknown => "place-or-unknown",
            Self::Authorities => "authority",
            Self::Regimes => "regime",
            Self::Mechanisms => "mechanism",
            Self::InstrumentKinds => "instrument-kind",
            Self::Schemes => "scheme",
            Self::Parts => "scheme-part",
            Self::Powers => "power",
            Self::Sectors => "sector",
            Self::DataKinds => "data-kind",
            Self::Claims => "claimed",
            Self::Purposes => "purpose",
            Self::Sanctioners => "sanctioner",
            Self::PartyIds => "party-id",
            Self::DataIds => "data-id",
            Self::InstrumentIds => "instrument-id",
            Self::FlowIds => "flow-id",
        }
    }

    /// Whether other words than the known ones are refused.
    pub const fn is_closed(self) -> bool {
        !matches!(
            self,
            Self::Claims
                | Self::Purposes
                | Self::Sanctioners
                | Self::PartyIds
                | Self::DataIds
                | Self::InstrumentIds
                | Self::FlowIds
        )
    }

    /// The vocabulary that this one widens, and by which words.
    pub const fn wider(self) -> Option<(Self, &'static [&'static str])> {
        match self {
            Self::PlacesOrUnknown => Some((Self::Places, &["unknown"])),
            Self::Authorities => Some((Self::Places, &["EU", "EDPS"])),
            Self::Claims => Some((Self::Mechanisms, &["other"])),
            _ => None,
        }
    }

    /// The known words, in an order that people expect.
    pub fn known(self, law: &LawBook) -> Vec<Meant> {
        let pack = law.pack();
        match self {
            Self::Reviews => firsts(&REVIEWS),
            Self::PartyKinds => firsts(&PARTY_KINDS),
            Self::Statuses => firsts(&STATUSES),
            Self::Covers => firsts(&COVERS),
            Self::Personal => firsts(&PERSONAL),
            Self::Special => firsts(&SPECIAL),
            Self::States => firsts(&STATES),
            Self::Annexes => plain(ANNEXES),
            Self::Authorisations => firsts(&AUTHORISATIONS),
            Self::Roles => firsts(&Role::WORDS),
            Self::Access => firsts(&ACCESS),
            Self::Safeguards => firsts(&SAFEGUARDS),
            Self::TiaKinds => firsts(&TIA_KINDS),
            Self::Conclusions => firsts(&CONCLUSIONS),
            Self::Polarities => firsts(&POLARITIES),
            Self::Findings => Code::ALL
                .iter()
                .map(|code| (code.name().to_owned(), Some(entry(*code).meaning.to_owned())))
                .collect(),
            Self::Levels => firsts(&Severity::WORDS),
            Self::Places => places(law),
            Self::Regimes => {
                pack.regimes.iter().map(|r| (r.header.id.clone(), Some(r.title.clone()))).collect()
            }
            Self::Mechanisms => mechanisms(law, |_| true),
            Self::InstrumentKinds => mechanisms(law, Mechanism::is_document),
            Self::Schemes => pack.schemes.iter().map(|s| (s.id.clone(), Some(s.name.clone()))).collect(),
            Self::Parts => {
                let mut parts: Vec<String> =
                    pack.schemes.iter().flat_map(|scheme| scheme.parts.iter().cloned()).collect();
                parts.sort_unstable();
                parts.dedup();
                plain(parts)
            }
            Self::Powers => pack.powers.iter().map(|p| (p.header.id.clone(), Some(p.name.clone()))).collect(),
            Self::Sectors => plain(pack.vocabulary.sectors.iter().cloned()),
            Self::DataKinds => plain(pack.vocabulary.data_kinds.iter().cloned()),
            Self::Purposes => plain(pack.vocabulary.purposes.iter().cloned()),
            Self::Sanctioners => {
                let mut all: Vec<String> = pack.sanctions.iter().map(|s| s.authority.clone()).collect();
                all.sort_unstable();
                all.dedup();
                plain(all)
            }
            Self::PlacesOrUnknown | Self::Authorities | Self::Claims => self
                .wider()
                .map(|(words, more)| {
                    words.known(law).into_iter().chain(plain(more.iter().copied())).collect()
                })
                .unwrap_or_default(),
            Self::PartyIds | Self::DataIds | Self::InstrumentIds | Self::FlowIds => Vec::new(),
        }
    }
}

fn plain<T: Into<String>>(words: impl IntoIterator<Item = T>) -> Vec<Meant> {
    words.into_iter().map(|word| (word.into(), None)).collect()
}

fn firsts<T>(words: &[(&str, T)]) -> Vec<Meant> {
    plain(words.iter().map(|(word, _)| *word))
}

fn places(law: &LawBook) -> Vec<Meant> {
    let named = law
        .place_codes()
        .map(|code| (code.to_owned(), law.place_of(code).map(|ix| law.place(ix).name.clone())));
    let parts = law.pack().places.iter().flat_map(Place::part_codes);
    named.chain(plain(parts)).collect()
}

fn mechanisms(law: &LawBook, of: impl Fn(&Mechanism) -> bool) -> Vec<Meant> {
    law.mechanism_words()
        .filter_map(|word| {
            let mechanism = law.mechanism(law.mechanism_of(word)?);
            of(mechanism).then(|| (word.to_owned(), Some(mechanism.name.clone())))
        })
        .collect()
}
