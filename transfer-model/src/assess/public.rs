//! Who is a public body: whose sector says so, and an authority or institution by what it is.

use super::cause::{Cause, Question};
use super::engine::Engine;
use crate::index::{PartyIx, RuleIx, WordIx};
use crate::law::{PlaceKind, Vocabulary};
use crate::register::PartyKind;

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

    /// Whether it may exercise public powers.
    pub(super) fn is_public(&self, party: PartyIx) -> bool {
        let who = self.register.party(party);
        is_authority(who.kind) || who.sector.is_some_and(|sector| self.view.book.is_public(sector.value))
    }
}

const fn is_authority(kind: PartyKind) -> bool {
    matches!(kind, PartyKind::Authority | PartyKind::EuInstitution)
}
