//! The rows of the law, a turn for each kind of table: where laws bind, what makes a transfer lawful under them, what they
//! ask of papers, and what happened to them. Their conditions are read elsewhere.

use transfer_model::index::MechanismIx;
use transfer_model::law::{
    Abroad, Aspect, Effect, Event, Extent, Frame, FreeArea, Home, Membership, NoExportLaw, NonMechanism,
    Paper, PaperDuty, Part, Profile, Provision, Rule, Sanction, Step, Subject, Territory, Topic,
};
use transfer_model::read::Table;
use transfer_model::source::SourceId;

use super::Loader;
use super::resolve::texts;

impl Loader<'_> {
    pub(super) fn rows(&mut self, source: SourceId, t: &mut Table<'_>) {
        // Read already; named here so that the check for unknown keys knows them.
        for known in
            ["pack", "place", "parts", "area", "vocabulary", "scheme", "mechanism", "regime", "power"]
        {
            t.know(known);
        }
        t.tables("membership", "a membership", |t| {
            let area = t.need_text("area").and_then(|text| self.place_named(t, &text));
            let places = self.places(t, "places");
            let header = self.header(source, t, false);
            t.finish();
            self.pack.memberships.push(Membership { header: header?, area: area?, places });
            Some(())
        });
        t.tables("home", "a row of `[[home]]`", |t| {
            let place = t.need_text("place").and_then(|text| self.place_named(t, &text));
            let parts = self.parts_of_any(t, "parts");
            let mechanisms = self.mechanisms(t, "mechanisms");
            t.finish();
            self.pack.homes.push(Home { place: place?, parts, mechanisms });
            Some(())
        });
        t.tables("territory", "a territory", |t| {
            let regime = t.need_text("regime").and_then(|text| self.regime_named(t, &text));
            let places = self.places(t, "places");
            let targeting = t.flag("targeting").is_some_and(|f| f.value);
            let header = self.header(source, t, true);
            t.finish();
            self.pack.territories.push(Territory { header: header?, regime: regime?, places, targeting });
            Some(())
        });
        t.tables("free-area", "a free area", |t| {
            let regimes = self.regimes(t, "regimes");
            let places = self.places(t, "places");
            let exporters_in = self.places(t, "exporters_in");
            let header = self.header(source, t, true);
            t.finish();
            self.pack.free_areas.push(FreeArea { header: header?, regimes, places, exporters_in });
            Some(())
        });
        t.tables("abroad", "a row of `[[abroad]]`", |t| {
            let regimes = self.regimes(t, "regimes");
            let places = self.places(t, "places");
            let header = self.header(source, t, true);
            t.finish();
            self.pack.abroad.push(Abroad { header: header?, regimes, places });
            Some(())
        });
        t.tables("no-export-law", "a row of `[[no-export-law]]`", |t| {
            let places = self.places(t, "places");
            let header = self.header(source, t, true);
            t.finish();
            self.pack.no_export_laws.push(NoExportLaw { header: header?, places });
            Some(())
        });
        for part in ["rule", "overlay", "carve-out"] {
            t.tables(part, "a rule", |t| {
                let rows = self.rule(source, part, t);
                self.pack.rules.extend(rows);
                Some(())
            });
        }
        t.tables("localisation", "a duty to keep data at home", |t| {
            let row = self.localisation(source, t);
            self.pack.localisations.extend(row);
            Some(())
        });
        t.tables("restriction", "a restriction", |t| {
            let row = self.restriction(source, t);
            self.pack.restrictions.extend(row);
            Some(())
        });
        t.tables("non-mechanism", "a row of `[[non-mechanism]]`", |t| {
            let mechanism = t.need_text("mechanism").and_then(|text| self.mechanism_named(t, &text));
            let regimes = self.regimes(t, "regimes");
            let reason = t.need_text("reason");
            let header = self.header(source, t, true);
            t.finish();
            self.pack.non_mechanisms.push(NonMechanism {
                header: header?,
                mechanism: mechanism?,
                regimes,
                reason: reason?.value,
            });
            Some(())
        });
        t.tables("paper-duty", "a row of `[[paper-duty]]`", |t| {
            let paper = t.need_word("paper", &Paper::WORDS);
            let regimes = self.regimes(t, "regimes");
            let except = self.mechanisms(t, "except");
            let only_where = t.text("only_where").map(|text| text.value);
            let unless = t.text("unless").map(|text| text.value);
            let header = self.header(source, t, true);
            t.finish();
            let (header, paper) = (header?, paper?.value);
            self.pack.paper_duties.push(PaperDuty { header, paper, regimes, except, only_where, unless });
            Some(())
        });
        t.tables("provision", "a provision", |t| {
            let regime = t.need_text("regime").and_then(|text| self.regime_named(t, &text));
            let subject = t.need_word("subject", &Subject::WORDS);
            let header = self.header(source, t, true);
            t.finish();
            self.pack.provisions.push(Provision {
                header: header?,
                regime: regime?,
                subject: subject?.value,
            });
            Some(())
        });
        t.tables("event", "an event", |t| {
            let row = self.event(source, t);
            self.pack.events.extend(row);
            Some(())
        });
        t.tables("sanction", "a sanction", |t| {
            let authority = t.need_text("authority");
            let places = self.places(t, "places");
            let extent = t.need_word("extent", &Extent::WORDS);
            let programme = t.need_text("programme");
            let header = self.header(source, t, true);
            t.finish();
            self.pack.sanctions.push(Sanction {
                header: header?,
                authority: authority?.value,
                places,
                extent: extent?.value,
                programme: programme?.value,
            });
            Some(())
        });
        t.tables("profile", "a row of `[[profile]]`", |t| {
            let row = self.profile(source, t);
            self.pack.profiles.extend(row);
            Some(())
        });
        t.tables("assessment", "a row of `[[assessment]]`", |t| {
            let row = self.frame(source, t);
            self.pack.assessments.extend(row);
            Some(())
        });
        t.finish();
    }

    /// A rule; one for each mechanism that it is about.
    fn rule(&mut self, source: SourceId, part: &'static str, t: &mut Table<'_>) -> Vec<Rule> {
        let mut mechanisms: Vec<MechanismIx> = Vec::new();
        if part == "carve-out" {
            mechanisms.extend(self.mechanisms.get("carve-out"));
        } else {
            mechanisms.extend(t.need_text("mechanism").and_then(|text| self.mechanism_named(t, &text)));
            mechanisms.extend(self.mechanisms(t, "also_for"));
        }
        if !t.has("regimes") {
            t.missing("regimes");
        }
        let regimes = self.regimes(t, "regimes");
        let places = self.places(t, "places");
        let safe_from = t.day("safe_from").map(|day| day.value);
        let part = match part {
            "overlay" => Part::Overlay {
                on: self.mechanisms(t, "on"),
                not_on: self.mechanisms(t, "not_on"),
                when: t.tables("when", "a condition", |t| self.condition(t)).unwrap_or_default(),
                defeats: t.flag("defeats").is_some_and(|f| f.value),
            },
            "carve-out" => Part::CarveOut,
            _ => Part::Route { unclaimed: t.flag("unclaimed").is_some_and(|f| f.value) },
        };
        let conditions = t.tables("conditions", "a condition", |t| self.condition(t)).unwrap_or_default();
        let header = self.header(source, t, true);
        t.finish();
        let Some(header) = header else { return Vec::new() };
        let rule = |mechanism| Rule {
            header: header.clone(),
            mechanism,
            regimes: regimes.clone(),
            places: places.clone(),
            conditions: conditions.clone(),
            safe_from,
            part: part.clone(),
        };
        mechanisms.into_iter().map(rule).collect()
    }

    fn event(&mut self, source: SourceId, t: &mut Table<'_>) -> Option<Event> {
        let regimes = self.regimes(t, "regimes");
        let places = self.places(t, "places");
        let mechanisms = self.mechanisms(t, "mechanisms");
        let powers = self.powers(t);
        let effect = t.need_word("effect", &Effect::WORDS);
        let text = t.need_text("text");
        let header = self.header(source, t, true);
        t.finish();
        Some(Event {
            header: header?,
            regimes,
            places,
            mechanisms,
            powers,
            effect: effect?.value,
            text: text?.value,
        })
    }

    fn profile(&mut self, source: SourceId, t: &mut Table<'_>) -> Option<Profile> {
        let places = self.places(t, "places");
        let powers = self.powers(t);
        let regimes = self.regimes(t, "regimes");
        let aspect = t.need_word("aspect", &Aspect::WORDS);
        let text = t.need_text("text");
        let header = self.header(source, t, true);
        t.finish();
        Some(Profile { header: header?, places, powers, regimes, aspect: aspect?.value, text: text?.value })
    }

    fn frame(&mut self, source: SourceId, t: &mut Table<'_>) -> Option<Frame> {
        let regimes = self.regimes(t, "regimes");
        let mechanisms = self.mechanisms(t, "mechanisms");
        let title = t.need_text("title");
        let steps = t
            .tables("steps", "an entry of `steps`", |t| {
                let topic = t.need_word("topic", &Topic::WORDS);
                let text = t.need_text("text");
                let citation = t.text("citation").map(|text| text.value);
                let aspects = t.words("aspects", &Aspect::WORDS).unwrap_or_default();
                let asks = texts(t, "asks");
                t.finish();
                let aspects = aspects.into_iter().map(|aspect| aspect.value).collect();
                Some(Step { topic: topic?.value, text: text?.value, citation, aspects, asks })
            })
            .unwrap_or_default();
        let header = self.header(source, t, true);
        t.finish();
        Some(Frame { header: header?, regimes, mechanisms, title: title?.value, steps })
    }
}
