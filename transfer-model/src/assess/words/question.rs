//! The question that a missing fact asks, in the words of who can answer it. Each names what the answer turns on and
//! which key of the register is not there.

use super::{Words, one_of};
use crate::assess::cause::Question;
use crate::law::Condition;

impl Words<'_> {
    /// The question that a missing fact asks.
    pub fn question(&self, question: Question) -> String {
        match question {
            Question::Sector(party) => {
                format!("in which sector is {}? The law's answer differs by sector", self.party(party))
            }
            Question::Certified(party, scheme) => {
                format!(
                    "is {} entered in the {}? Its certifications are not recorded",
                    self.party(party),
                    self.scheme(scheme)
                )
            }
            Question::Parts(party, scheme) => {
                format!("for which parts of the {} is {} entered?", self.scheme(scheme), self.party(party))
            }
            Question::Since(party, scheme) => {
                format!("since when is {} entered in the {}?", self.party(party), self.scheme(scheme))
            }
            Question::Covers(party, scheme) => format!(
                "does the entry of {} in the {} cover these data (staff data, other data)?",
                self.party(party),
                self.scheme(scheme)
            ),
            Question::Renewed(party, scheme, due) => format!(
                "was the entry of {} in the {} renewed? It was due on {due} and has not been looked up since",
                self.party(party),
                self.scheme(scheme)
            ),
            Question::Modules(ix) => format!("which modules does `{}` have?", self.instrument(ix)),
            Question::Signed(ix) => {
                format!("when was `{}` signed? The set was repealed since", self.instrument(ix))
            }
            Question::Outer(ix) => {
                format!("which contract is `{}` part of, and when was that signed?", self.instrument(ix))
            }
            Question::Base(ix) => {
                format!("which set of clauses or rules does `{}` amend?", self.instrument(ix))
            }
            Question::Authority(ix) => format!("which authority approved `{}`?", self.instrument(ix)),
            Question::PublicBody(party) => format!("is {} a public body?", self.party(party)),
            Question::Flag(flag) => flag.question().to_owned(),
            Question::Judge(_) => {
                "the transfer is systematic; does the ground still fit? Authorities and courts differ"
                    .to_owned()
            }
            Question::Rule(rule) => {
                let asks = self.book.rule(rule).conditions.iter().find_map(|condition| match condition {
                    Condition::Question(ask)
                    | Condition::ListIncomplete(ask)
                    | Condition::ControlledByExporter(ask)
                    | Condition::ImporterUnderRegime(ask) => Some(ask.clone()),
                    _ => None,
                });
                asks.unwrap_or_else(|| "does the mechanism fit the facts?".to_owned())
            }
            Question::Safeguards(power, place) => format!(
                "which measures protect the data in {} against {}? `safeguards` is not recorded",
                self.place(place),
                self.power(power)
            ),
            Question::Country(party) => format!("in which country is {}?", self.party(party)),
            Question::Location => {
                "where are the data stored or seen? A place is recorded as unknown".to_owned()
            }
            Question::Personal => "is this personal data? It is recorded as disputed".to_owned(),
            Question::Volume(party) => format!(
                "how many people's data does {} send abroad in this calendar year? `volume` is not recorded for each of its flows",
                self.party(party)
            ),
            Question::Consent(need) => need.question().to_owned(),
            Question::Disclosed => "were the people told of the transfer? `shown` is not recorded".to_owned(),
            Question::Item(rule, at) => {
                format!("was the person told {}? `shown.items` is not recorded", self.item(rule, at))
            }
            Question::Comparable(place) => format!(
                "does {} give comparable protection? The exporter must judge that itself, and no assessment is recorded",
                self.place(place)
            ),
            // Beside an entry in a scheme it is the word of the importer that is asked for, not a contract.
            Question::Paper(rule) if self.of_scheme(rule) => format!(
                "has the importer, beside its entry, declared what {} asks? No such document is recorded",
                one_of(&self.serves(rule), '`')
            ),
            Question::Paper(rule) => format!(
                "is there a contract between the parties that serves as {}?",
                one_of(&self.serves(rule), '`')
            ),
            Question::People => "where are the people whose data go? `subjects` is not recorded".to_owned(),
            Question::Localisation(at) => {
                let row = self.book.pack().localisations.get(at);
                let places = row.map(|row| self.places(&row.places)).unwrap_or_default();
                if row.is_some_and(|row| row.citizens_of.is_empty()) {
                    format!("where are the data first recorded? They, or a copy, must be kept in {places}")
                } else {
                    format!(
                        "where are the data first recorded, and of which state are the people citizens? Data of citizens of {places} must be recorded there first"
                    )
                }
            }
            Question::Owners(at, party) => {
                let title = self.restriction_begins(at);
                format!(
                    "who owns {}? {title} turns on the share that countries of concern hold",
                    self.party(party)
                )
            }
            Question::Numbers(at, party) => {
                let title = self.restriction_begins(at);
                format!(
                    "how many people's data of these kinds does {} give the recipient in this calendar year? {title} turns on it, and `volume` is not recorded for each of its flows",
                    self.party(party)
                )
            }
            Question::Brokerage(at) => {
                let title = self.restriction_begins(at);
                format!("are the data given for consideration, or by a data broker? {title} turns on it")
            }
        }
    }
}
