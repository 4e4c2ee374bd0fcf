//! Who is a public body: whose sector says so, and an authority or institution by what it is.

use super::cause::{Cause, Detail, Question};
use super::engine::Engine;
use super::result::Raised;
use crate::finding::Severity;
use crate::index::{PartyIx, RegimeIx, RuleIx, WordIx};
use crate::law::{PlaceKind, Vocabulary};
use crate::register::{Flow, PartyKind};

impl Engine<'_> {
    /// The sector of a party; that of an authority needs no record.
    pub(super) fn sector_of(&self, party: PartyIx) -> Option<WordIx> {
        let who = self.register.party(party);
        let public = || self.view.book.sector_of(Vocabulary::PUBLIC_BODY).filter(|_| is_authority(who.kind));
        who.sector.map(|sector| sector.value).or_else(public)
    }

    /// Adds what stands in the way where a rule is open to public bodies only.
    pub(super) fn public_body(&self, party: PartyIx, rule: RuleIx, causes: &mut Vec<Cause>) {
        let who = self.register.party(party);
        let organisation =
            who.country.value.is_some_and(|c| self.view.book.place(c).kind == PlaceKind::Organisation);
        if organisation || is_authority(who.kind) || who.kind == PartyKind::InternationalOrganisation {
            return;
        }
        match who.sector {
            Some(sector) if self.view.book.is_public(sector.value) => {}
            Some(_) => causes.push(Cause::NotPublicBody(rule, party)),
            None => causes.push(Cause::Missing(Question::PublicBody(party))),
        }
    }

    /// Notes where a public body exports for a purpose that another law than the regime governs.
    pub(super) fn asides(&self, flow: &Flow, regime: RegimeIx, raised: &mut Vec<Raised>) {
        for (at, aside) in self.view.book.regime(regime).asides.iter().enumerate() {
            if flow.known_purposes.iter().any(|p| aside.purposes.contains(p))
                && self.is_public(flow.from.value)
            {
                let detail = Detail { tag: None, rule: None, cause: Cause::Aside(regime, at) };
                raised.push(Raised { regime: Some(regime), severity: Severity::Note, detail });
            }
        }
    }

    /// Whether it may exercise public powers.
    pub(super) fn is_public(&self, party: PartyIx) -> bool {
        let who = self.register.party(party);
        is_authority(who.kind) || who.sector.is_some_and(|sector| self.view.book.is_public(sector.value))
    }
}

const fn is_authority(kind: PartyKind) -> bool {
    matches!(kind, PartyKind::Authority | PartyKind::EuInstitution)
}
