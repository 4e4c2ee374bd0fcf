//! The destination's law against an Article 46 style tool: a power known to reach the importer, the recorded
//! assessment, what overtook it (CJEU C-311/18; EDPB Recommendations 01/2020).

use std::cmp::Ordering;

use super::cause::{Cause, Question};
use super::cell::Cell;
use super::engine::Engine;
use crate::day::Day;
use crate::index::PlaceIx;
use crate::law::{Effect, Event, Role};
use crate::register::{Access, Conclusion, Flow, Safeguard, Tia};

impl Engine<'_> {
    /// Pushes what the destination's law, or the lack of an assessment, does to the tool. First match wins.
    pub(super) fn destination(&self, cell: &Cell, causes: &mut Vec<Cause>) {
        let flow = self.register.flow(cell.flow);
        let tia = self.latest_tia(cell);
        let sufficient = tia.filter(|(_, tia)| {
            matches!(tia.conclusion.value, Conclusion::Sufficient | Conclusion::SufficientWithMeasures)
        });
        let defeating = self.defeating(cell);
        if let Some(power) = defeating {
            match &flow.safeguards {
                None => {
                    causes.push(Cause::Missing(Question::Safeguards(power, cell.place)));
                }
                Some(measures) if !measures.value.iter().any(|m| effective(*m, flow.access)) => {
                    causes.push(Cause::Defeated(power, cell.place));
                    if let Some((at, _)) = sufficient {
                        causes.push(Cause::TiaAgainstLaw(at, power));
                    }
                    for measure in measures.value.iter().filter(|m| m.is_technical()) {
                        causes.push(Cause::Ineffective(power, *measure));
                    }
                    return;
                }
                Some(_) => {}
            }
        }
        let Some((at, tia)) = tia else {
            causes.push(match self.latest_for(cell, |tia| tia.data.is_some()) {
                Some((at, _)) => Cause::TiaForOthers(at, cell.place),
                None => Cause::TiaMissing(cell.place),
            });
            self.ask_exposure(cell, causes);
            return;
        };
        match tia.conclusion.value {
            Conclusion::Insufficient => {
                causes.push(Cause::TiaInsufficient(at));
                return;
            }
            Conclusion::None => {
                causes.push(Cause::TiaNone(at));
                return;
            }
            Conclusion::Sufficient | Conclusion::SufficientWithMeasures => {}
        }
        let before = causes.len();
        if let Some(months) = self.register.policy.tia_max_age {
            let last = tia.date.value.plus_months(months.value);
            if self.view.day > last {
                causes.push(Cause::TiaOld(at, last.next()));
            }
        }
        if let Some(event) = self.overtaken(tia, cell) {
            causes.push(Cause::TiaOvertaken(at, event));
        }
        for measure in &tia.measures {
            if !has_measure(flow, measure.value) {
                causes.push(Cause::TiaMeasure(at, measure.value));
            }
        }
        if causes.len() > before {
            self.ask_exposure(cell, causes);
        }
    }

    /// Asks which laws reach the importer, where that is not recorded.
    fn ask_exposure(&self, cell: &Cell, causes: &mut Vec<Cause>) {
        if self.register.party(cell.recipient).exposure.is_none() {
            causes.push(Cause::ExposureUnknown(cell.recipient, cell.place));
        }
    }

    /// The latest assessment made by the day for this flow, regime, data item and place.
    pub(super) fn latest_tia(&self, cell: &Cell) -> Option<(usize, &Tia)> {
        self.latest_for(cell, |tia| tia.is_about(cell.data))
    }

    fn latest_for(&self, cell: &Cell, wanted: impl Fn(&Tia) -> bool) -> Option<(usize, &Tia)> {
        self.lookup
            .tias(cell.flow)
            .iter()
            .filter_map(|at| Some((*at, self.register.tias.get(*at)?)))
            .filter(|(_, tia)| tia.date.value <= self.view.day)
            .filter(|(_, tia)| tia.regimes.is_empty() || tia.regimes.contains(&cell.regime))
            .filter(|(_, tia)| wanted(tia))
            .filter(|(_, tia)| self.covers_place(tia.country, cell.place))
            .max_by(|(_, a), (_, b)| later(a, b))
    }

    fn covers_place(&self, assessed: PlaceIx, place: PlaceIx) -> bool {
        let set = self.view.expand(&[assessed]);
        self.view.within(place, &set)
    }

    /// A power known to reach the importer that defeats tools of the regime on the day.
    fn defeating(&self, cell: &Cell) -> Option<crate::index::PowerIx> {
        let known = self.register.party(cell.recipient).exposure.as_deref()?;
        known.iter().map(|power| power.value).find(|power| {
            self.view
                .book
                .power(*power)
                .defeats
                .iter()
                .any(|defeat| defeat.regimes.contains(&cell.regime) && defeat.period.holds(self.view.day))
        })
    }

    /// A law event since the assessment that puts it out of date.
    fn overtaken(&self, tia: &Tia, cell: &Cell) -> Option<usize> {
        self.view.book.pack().events.iter().position(|event| self.overtakes(event, tia, cell))
    }

    /// Whether a law event puts an assessment out of date by the day.
    pub(super) fn overtakes(&self, event: &Event, tia: &Tia, cell: &Cell) -> bool {
        let exposure = self.register.party(cell.recipient).exposure.as_deref();
        let day = event.header.period.start().unwrap_or(Day::MIN);
        let here = event.places.is_empty() || {
            let set = self.view.expand(&event.places);
            self.view.within(cell.place, &set)
        };
        // A power that is looked at and not there is not concerned; one that is not known may be.
        let reaches = event.powers.is_empty()
            || exposure.is_none_or(|known| known.iter().any(|p| event.powers.contains(&p.value)));
        event.effect == Effect::OvertakesAssessments
            && here
            && reaches
            && (event.regimes.is_empty() || event.regimes.contains(&cell.regime))
            && tia.date.value < day
            && day <= self.view.day
    }
}

/// Which of two assessments counts: the later; of one day the stricter, in whatever order they are written.
pub(super) fn later(a: &Tia, b: &Tia) -> Ordering {
    let strict = |tia: &Tia| match tia.conclusion.value {
        // Where another is recorded for the day, one was made.
        Conclusion::None => 0,
        Conclusion::Sufficient => 1,
        Conclusion::SufficientWithMeasures => 2,
        Conclusion::Insufficient => 3,
    };
    let weight = |tia: &Tia| (tia.date.value, strict(tia), tia.measures.len());
    weight(a).cmp(&weight(b)).then_with(|| a.id.cmp(&b.id))
}

/// What a measure is worth against access by the destination's authorities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evaluation {
    /// The use case of Annex 2 by which it is judged; none: a contractual or organisational measure.
    pub use_case: Option<u8>,
    /// Whether it keeps the data out of reach.
    pub effective: bool,
}

/// Judges a measure of a flow by the use cases of EDPB Recommendations 01/2020, Annex 2.
pub fn evaluate(measure: Safeguard, access: Access, roles: Role) -> Evaluation {
    let use_case = match measure {
        Safeguard::Pseudonymised => Some(2),
        Safeguard::ProtectedRecipient => Some(4),
        Safeguard::SplitProcessing => Some(5),
        _ if !measure.is_technical() => None,
        _ => Some(match access {
            Access::Storage => 1,
            Access::Transit => 3,
            Access::RemoteAccess | Access::Support => 7,
            Access::Processing if roles.to_processor() => 6,
            Access::Processing => 7,
        }),
    };
    Evaluation { use_case, effective: effective(measure, access) }
}

/// Whether the measure keeps the data out of reach of a power, the importer working with them in this way
/// (EDPB Recommendations 01/2020, Annex 2, use cases 1 to 7).
pub(crate) fn effective(measure: Safeguard, access: Access) -> bool {
    match access {
        Access::Storage => matches!(
            measure,
            Safeguard::ExporterHoldsKeys
                | Safeguard::TrustedPartyHoldsKeys
                | Safeguard::EndToEndEncrypted
                | Safeguard::Pseudonymised
                | Safeguard::SplitProcessing
                | Safeguard::ProtectedRecipient
        ),
        Access::Transit => matches!(
            measure,
            Safeguard::EncryptedInTransit
                | Safeguard::EndToEndEncrypted
                | Safeguard::ExporterHoldsKeys
                | Safeguard::TrustedPartyHoldsKeys
        ),
        Access::Processing | Access::RemoteAccess | Access::Support => {
            matches!(
                measure,
                Safeguard::Pseudonymised | Safeguard::SplitProcessing | Safeguard::ProtectedRecipient
            )
        }
    }
}

impl Safeguard {
    /// Whether people count on it to keep data out of reach, rightly or not.
    const fn is_technical(self) -> bool {
        matches!(
            self,
            Self::EncryptedInTransit
                | Self::EncryptedAtRest
                | Self::ExporterHoldsKeys
                | Self::TrustedPartyHoldsKeys
                | Self::ImporterHoldsKeys
                | Self::EndToEndEncrypted
                | Self::Minimised
        )
    }
}

pub(super) fn has_measure(flow: &Flow, measure: Safeguard) -> bool {
    flow.safeguards.as_ref().is_some_and(|have| have.value.contains(&measure))
}
