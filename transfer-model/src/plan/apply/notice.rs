//! The step that publishes a notice anew.

use super::Doing;
use crate::plan::step::Terms;
use crate::register::{NoticeClaim, Polarity};
use crate::source::Spanned;

impl Doing<'_> {
    /// Publishes a notice anew. Claims keep their positions: what is taken out becomes something of the past.
    pub(super) fn update(&mut self, at: usize, terms: &Terms) {
        let author = self.register.notices.get(at).and_then(|notice| notice.of.first());
        let author = author.map(|party| self.register.party(party.value).name.clone());
        let Some(notice) = self.register.notices.get_mut(at) else { return };
        let span = notice.span;
        for withdrawn in &terms.withdrawn {
            let claim = notice.claims.as_mut().and_then(|claims| claims.get_mut(withdrawn.claim));
            let Some(claim) = claim else { continue };
            claim.to.retain(|to| withdrawn.place.is_some_and(|place| to.value != place));
            if claim.to.is_empty() {
                claim.polarity = Polarity::Historical;
            }
        }
        for mechanism in &terms.mechanisms {
            notice.claims.get_or_insert_default().push(NoticeClaim {
                span,
                mechanism: *mechanism,
                part: None,
                polarity: Polarity::Asserted,
                to: Vec::new(),
                section: None,
            });
        }
        if !terms.places.is_empty() {
            let places = terms.places.iter().map(|place| Spanned::new(*place, span));
            notice.destinations.get_or_insert_default().extend(places);
        }
        for name in &terms.names {
            if let (Some(name), Some(author)) = (notice.names.get_mut(*name), &author) {
                name.value.clone_from(author);
            }
        }
    }
}
