//! Steps that change parties: entries in schemes, and who represents them.

use super::Doing;
use crate::index::{PartyIx, PlaceIx, SchemeIx};
use crate::plan::step::Step;
use crate::register::{Certification, CertificationStatus, Party, PartyKind, TagUse};
use crate::source::Spanned;

impl Doing<'_> {
    /// Enters a party in a scheme, which the flows then claim.
    pub(super) fn certify(&mut self, step: &Step, party: PartyIx, scheme: SchemeIx) {
        let (terms, day) = (&step.terms, self.day);
        if let Some(party) = self.register.parties.get_mut(party.position()) {
            let entry = Certification {
                span: party.span,
                scheme,
                parts: Some(terms.parts.iter().copied().collect()),
                hr: Some(terms.staff),
                non_hr: Some(terms.other),
                since: Some(day),
                until: None,
                status: Some(CertificationStatus::Active),
                next_due: None,
                checked_on: Some(day),
                covered: Vec::new(),
                evidence: None,
            };
            party.certifications.get_or_insert_default().push(entry);
        }
        for mechanism in &terms.mechanisms {
            self.claim(step, &TagUse::Bare(*mechanism));
        }
    }

    /// Names a representative: a company of its own there.
    pub(super) fn represent(&mut self, party: PartyIx, place: PlaceIx) {
        let who = PartyIx::new(self.register.parties.len());
        let Some(named) = self.register.parties.get_mut(party.position()) else { return };
        let span = named.span;
        named.representative.push((Spanned::new(place, span), Spanned::new(who, span)));
        self.register.parties.push(Party {
            span,
            id: format!("plan-representative-{}", who.position()),
            name: "Representative".to_owned(),
            kind: PartyKind::Vendor,
            country: Spanned::new(Some(place), span),
            branches: Vec::new(),
            owners: Vec::new(),
            sector: None,
            targets: Vec::new(),
            representative: Vec::new(),
            exposure: None,
            certifications: None,
        });
    }
}
