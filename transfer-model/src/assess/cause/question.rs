//! The facts that may be missing, each as the question to ask.

use crate::day::Day;
use crate::index::{InstrumentIx, PartyIx, PlaceIx, PowerIx, RuleIx, SchemeIx};
use crate::law::{ConsentNeed, Flag};

/// A fact that is missing, as a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// In which sector is the party?
    Sector(PartyIx),
    /// Is the party entered in the scheme?
    Certified(PartyIx, SchemeIx),
    /// In which parts?
    Parts(PartyIx, SchemeIx),
    /// Since when?
    Since(PartyIx, SchemeIx),
    /// For which data?
    Covers(PartyIx, SchemeIx),
    /// Was the entry renewed after this day?
    Renewed(PartyIx, SchemeIx, Day),
    /// Which modules does the set have?
    Modules(InstrumentIx),
    /// When was it signed?
    Signed(InstrumentIx),
    /// Whose authority approved it?
    Authority(InstrumentIx),
    /// Which contract is it part of?
    Outer(InstrumentIx),
    /// Which instrument does it amend?
    Base(InstrumentIx),
    /// Is the party a public body?
    PublicBody(PartyIx),
    /// Is the flag so?
    Flag(Flag),
    /// The flag is so: does the ground still fit?
    Judge(Flag),
    /// What the rule itself asks.
    Rule(RuleIx),
    /// Which measures protect the data against this law?
    Safeguards(PowerIx, PlaceIx),
    /// Where is the party?
    Country(PartyIx),
    /// Where are the data?
    Location,
    /// Is it personal data?
    Personal,
    /// How many people's data does the exporter send abroad in the year?
    Volume(PartyIx),
    /// Has the consent this trait?
    Consent(ConsentNeed),
    /// Was the transfer disclosed?
    Disclosed,
    /// Was this shown to the person? By position in the rule's condition.
    Item(RuleIx, usize),
    /// Is protection in the place comparable?
    Comparable(PlaceIx),
    /// Is there a contract that serves?
    Paper(RuleIx),
    /// Where are the people?
    People,
    /// Where were the data first recorded, and whose are they?
    Localisation(usize),
    /// Who owns the party?
    Owners(usize, PartyIx),
    /// How many people's data of the kinds of a restriction does the exporter give the recipient?
    Numbers(usize, PartyIx),
    /// Are the data given for consideration?
    Brokerage(usize),
}
