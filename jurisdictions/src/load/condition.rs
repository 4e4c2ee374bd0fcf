//! Conditions of rules that ask of places, parties, documents and grounds: each kind with its keys. Those that laws
//! outside Europe need besides are read in `world`; the two lists together are all there are.

use transfer_model::day::Day;
use transfer_model::index::WordIx;
use transfer_model::law::{Approval, Beside, Body, Condition, Continues, Flag, Module, Role, SectorTest};
use transfer_model::read::{Table, unknown_word};

use super::Loader;
use super::resolve::texts;
use super::world::WORLD;

/// The kinds of condition that are read here.
const HERE: [&str; 19] = [
    "importer-in",
    "importer-sector",
    "exporter-sector",
    "purpose",
    "not-yet-published",
    "certified",
    "roles",
    "modules",
    "signed-by",
    "unchanged-from",
    "amended-by",
    "approved",
    "approved-in",
    "governing-law",
    "importer-outside-regime",
    "public-bodies",
    "derogation",
    "assessment",
    "question",
];

/// The closed list of kinds of condition.
pub(crate) fn kinds() -> impl Iterator<Item = &'static str> + Clone {
    HERE.into_iter().chain(WORLD)
}

impl Loader<'_> {
    pub(super) fn condition(&mut self, t: &mut Table<'_>) -> Option<Condition> {
        let kind = t.need_text("kind")?;
        if WORLD.contains(&kind.value.as_str()) {
            let found = self.condition_of_the_world(&kind, t);
            t.finish();
            return found;
        }
        let found = match kind.value.as_str() {
            "importer-in" => Some(Condition::ImporterIn(self.places(t, "places"))),
            "importer-sector" => Some(Condition::ImporterSector(self.sector_test(t))),
            "exporter-sector" => Some(Condition::ExporterSector(self.sector_test(t))),
            "purpose" => {
                let any = self.purposes(t, "any");
                let none = self.purposes(t, "none");
                Some(Condition::Purpose { any, none })
            }
            "not-yet-published" => {
                let purposes = self.purposes(t, "purposes");
                let until = t.need_day("until");
                until.map(|until| Condition::NotYetPublished { purposes, until: until.value })
            }
            "certified" => self.certified(t),
            "roles" => Some(Condition::Roles(roles(t, "any"))),
            "modules" => {
                let modules = t.tables("modules", "a module", |t| {
                    let module = t.number("module", 9);
                    let roles = roles(t, "roles");
                    let annexes = texts(t, "annexes");
                    let specific_annexes = texts(t, "specific_annexes");
                    let parts = texts(t, "parts");
                    t.finish();
                    Some(Module {
                        module: u8::try_from(module?.value).ok()?,
                        roles,
                        annexes,
                        specific_annexes,
                        parts,
                    })
                });
                Some(Condition::Modules(modules.unwrap_or_default()))
            }
            "signed-by" => t.need_day("last").map(|day| Condition::SignedBy(day.value)),
            "unchanged-from" => t.need_day("day").map(|day| Condition::UnchangedFrom(day.value)),
            "amended-by" => {
                let text = t.need_text("instrument");
                text.and_then(|text| self.mechanism_named(t, &text)).map(Condition::AmendedBy)
            }
            "approved" => Some(Condition::Approved),
            "approved-in" => {
                let places = self.places(t, "places");
                let adequate = t.flag("adequate").is_some_and(|f| f.value);
                let bodies = t.words("bodies", &Body::WORDS).unwrap_or_default();
                let bodies = bodies.into_iter().map(|body| body.value).collect();
                let or_amended_by = t.text("or_amended_by").and_then(|text| self.mechanism_named(t, &text));
                let amendable = self.places(t, "amendable");
                Some(Condition::ApprovedIn(Approval { places, adequate, bodies, or_amended_by, amendable }))
            }
            "governing-law" => {
                let places = self.places(t, "places");
                let modules = t.numbers("modules", 0, 9).unwrap_or_default();
                let exporter_adds = self.places(t, "exporter_adds");
                let modules = modules.into_iter().filter_map(|n| u8::try_from(n.value).ok()).collect();
                Some(Condition::GoverningLaw { places, modules, exporter_adds })
            }
            "importer-outside-regime" => Some(Condition::ImporterOutsideRegime),
            "public-bodies" => Some(Condition::PublicBodies),
            "derogation" => {
                let mut flags = |key| {
                    let found = t.words(key, &Flag::WORDS).unwrap_or_default();
                    found.into_iter().map(|f| f.value).collect()
                };
                Some(Condition::Derogation {
                    needs: flags("needs"),
                    bars: flags("bars"),
                    judged: flags("judged"),
                })
            }
            "assessment" => {
                let since = t.day("since").map_or(Day::MIN, |day| day.value);
                let by = t.text("by").map(|by| by.value);
                Some(Condition::Assessment { since, by })
            }
            "question" => t.need_text("ask").map(|ask| Condition::Question(ask.value)),
            _ => {
                t.problem(unknown_word(&kind, "kind of condition", kinds()));
                return None;
            }
        };
        t.finish();
        found
    }

    fn certified(&mut self, t: &mut Table<'_>) -> Option<Condition> {
        let scheme = t.need_text("scheme").and_then(|text| self.scheme_named(t, &text));
        let part = t.text("part").and_then(|text| self.part_named(t, scheme?, &text));
        let continues = t
            .tables("continues", "an entry of `continues`", |t| {
                let scheme = t.need_text("scheme").and_then(|text| self.scheme_named(t, &text));
                let part = t.need_text("part").and_then(|text| self.part_named(t, scheme?, &text));
                let open_on = t.need_day("open_on");
                t.finish();
                Some(Continues { scheme: scheme?, part: part?, open_on: open_on?.value })
            })
            .unwrap_or_default();
        let beside = t
            .tables("beside", "an entry of `beside`", |t| {
                let scheme = t.need_text("scheme").and_then(|text| self.scheme_named(t, &text));
                let part = t.need_text("part").and_then(|text| self.part_named(t, scheme?, &text));
                let open_on = t.day("open_on").map(|day| day.value);
                t.finish();
                Some(Beside { scheme: scheme?, part: part?, open_on })
            })
            .unwrap_or_default();
        Some(Condition::Certified { scheme: scheme?, part, continues, beside })
    }

    fn sector_test(&self, t: &mut Table<'_>) -> SectorTest {
        let any = Self::words(t, "any", &self.pack.vocabulary.sectors);
        let none = Self::words(t, "none", &self.pack.vocabulary.sectors);
        let unknown = t.word("unknown", &[("met", true), ("ask", false)]);
        SectorTest { any, none, unknown_met: unknown.is_some_and(|u| u.value) }
    }

    fn purposes(&self, t: &mut Table<'_>, key: &'static str) -> Vec<WordIx> {
        Self::words(t, key, &self.pack.vocabulary.purposes)
    }
}

fn roles(t: &mut Table<'_>, key: &'static str) -> Vec<Role> {
    t.words(key, &Role::WORDS).unwrap_or_default().into_iter().map(|r| r.value).collect()
}
