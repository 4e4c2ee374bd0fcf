//! Texts to a law pack: first what rows can name (places, words, schemes, regimes, mechanisms, powers), then
//! the rows with each name resolved. Every fault is reported with its place.

#[path = "load/world.rs"]
mod world;

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use transfer_model::day::Day;
use transfer_model::diag::{Problem, ProblemCode, Problems};
use transfer_model::index::{MechanismIx, PlaceIx, PowerIx, RegimeIx, SchemeIx, WordIx};
use transfer_model::law::{
    Approval, Aspect, Beside, Class, Condition, Confidence, Continues, Defeat, Effect, Event, Extent, Flag,
    Frame, FreeArea, Header, Kind, LawPack, Mechanism, Membership, Memory, Module, NoExportLaw, NonMechanism,
    Onward, Paper, PaperDuty, Part, Place, PlaceKind, PlaceSet, Power, Profile, Provision, Regime, Role,
    Rule, Sanction, Scheme, SectorTest, Step as Ask, Subject, Territory, Topic,
};
use transfer_model::read::{Table, parse, unknown_word};
use transfer_model::source::{Source, SourceId, Sources, Span, Spanned};

/// The problems of faulty law texts, with the texts.
#[derive(Debug, thiserror::Error)]
#[error("the law pack has {} problems", problems.len())]
pub struct LoadError {
    /// The texts.
    pub sources: Sources,
    /// What is wrong, in the order of places.
    pub problems: Vec<Problem>,
}

/// Reads a law pack from texts: names relative to the data folder, and contents.
///
/// # Errors
///
/// Every fault of the texts: what is not TOML, unknown keys and words, missing citations and sources, ids used
/// twice, reversed periods.
pub fn load(mut files: Vec<(String, String)>) -> Result<LawPack, LoadError> {
    // What is added stands after what is there, so that the second of two is the added one.
    files.sort_by(|(a, x), (b, y)| (a.starts_with("overlay/"), a, x).cmp(&(b.starts_with("overlay/"), b, y)));
    let mut hash = Sha256::new();
    let mut sources = Sources::default();
    for (name, text) in files {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(text.as_bytes());
        hash.update([0]);
        sources.add(Source::new(name, text));
    }
    let mut problems = Problems::default();
    let pack = {
        let tables: Vec<_> =
            sources.iter().map(|(id, source)| (id, parse(id, source, &mut problems))).collect();
        let mut loader = Loader::new(&sources);
        loader.pack.digest = format!("sha256:{}", transfer_model::hex(&hash.finalize()));
        for step in [Step::Names, Step::Parts, Step::Regimes, Step::Powers, Step::Rows] {
            for (id, table) in &tables {
                loader.file(*id, step, &mut Table::root(*id, table, &mut problems));
            }
        }
        loader.pack
    };
    if pack.places.len() > PlaceSet::CAPACITY {
        problems.push(Problem::unreadable(format!("more than {} places", PlaceSet::CAPACITY)));
    }
    if problems.is_empty() { Ok(pack) } else { Err(LoadError { sources, problems: problems.into_sorted() }) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Places, words, schemes, mechanisms.
    Names,
    /// What places are part of, and where schemes are open.
    Parts,
    /// Regimes, whose names rows use.
    Regimes,
    /// Powers, whose names events use.
    Powers,
    /// Everything else.
    Rows,
}

pub(crate) struct Loader<'a> {
    sources: &'a Sources,
    pub(crate) pack: LawPack,
    places: BTreeMap<String, PlaceIx>,
    mechanisms: BTreeMap<String, MechanismIx>,
    ids: BTreeMap<String, Span>,
}

impl<'a> Loader<'a> {
    fn new(sources: &'a Sources) -> Self {
        let files = sources.iter().map(|(_, source)| source.name().to_owned()).collect();
        let pack = LawPack { files, ..LawPack::default() };
        Self { sources, pack, places: BTreeMap::new(), mechanisms: BTreeMap::new(), ids: BTreeMap::new() }
    }

    fn file(&mut self, source: SourceId, step: Step, t: &mut Table<'_>) {
        match step {
            Step::Names => self.names(t),
            Step::Parts => self.parts(t),
            Step::Regimes => {
                t.tables("regime", "a regime", |t| {
                    let row = self.regime(source, t);
                    self.pack.regimes.extend(row);
                    Some(())
                });
            }
            Step::Powers => {
                t.tables("power", "a power", |t| {
                    let row = self.power(source, t);
                    self.pack.powers.extend(row);
                    Some(())
                });
            }
            Step::Rows => self.rows(source, t),
        }
    }

    fn names(&mut self, t: &mut Table<'_>) {
        t.table("pack", "`[pack]`", |t| {
            if let Some(version) = t.need_text("version") {
                self.pack.version = version.value;
            }
            t.finish();
        });
        t.tables("place", "a place", |t| {
            let code = t.need_text("code");
            let name = t.need_text("name");
            let kind = t.need_word("kind", &PLACE_KINDS);
            let _ = t.text("part_of");
            let aliases = t.texts("aliases").unwrap_or_default();
            t.finish();
            let (code, name, kind) = (code?, name?, kind?);
            self.place(t, &code, name.value, kind.value, aliases);
            Some(())
        });
        t.tables("area", "an area", |t| {
            let code = t.need_text("code");
            let name = t.need_text("name");
            t.finish();
            let (code, name) = (code?, name?);
            self.place(t, &code, name.value, PlaceKind::Area, Vec::new());
            Some(())
        });
        t.tables("vocabulary", "a vocabulary", |t| {
            let list = t.need_word("list", &[("sector", 0u8), ("purpose", 1), ("data-kind", 2)]);
            let words = t.texts("words").unwrap_or_default();
            t.finish();
            let list = match list?.value {
                0 => &mut self.pack.vocabulary.sectors,
                1 => &mut self.pack.vocabulary.purposes,
                _ => &mut self.pack.vocabulary.data_kinds,
            };
            for word in words {
                if !list.contains(&word.value) {
                    list.push(word.value);
                }
            }
            Some(())
        });
        t.tables("scheme", "a scheme", |t| {
            let id = t.need_text("id");
            let name = t.need_text("name");
            let parts = t.texts("parts").unwrap_or_default();
            let covers = t.texts("covers").unwrap_or_default();
            let _ = t.texts("open_to");
            t.finish();
            self.pack.schemes.push(Scheme {
                id: id?.value,
                name: name?.value,
                parts: parts.into_iter().map(|p| p.value).collect(),
                covers: !covers.is_empty(),
                open_to: Vec::new(),
            });
            Some(())
        });
        t.tables("mechanism", "a mechanism", |t| {
            let id = t.need_text("id");
            let name = t.need_text("name");
            let class = t.need_word("class", &Class::WORDS);
            let also = texts(t, "also");
            let onward = t.word("onward", &Onward::WORDS).map_or(Onward::Nothing, |o| o.value);
            let onward_citation = t.text("onward_citation").map(|text| text.value);
            let free_form = t.flag("free_form").is_some_and(|f| f.value);
            let for_outside_controllers = t.flag("for_outside_controllers").is_some_and(|f| f.value);
            let kind = t.word("kind", &Kind::WORDS).map(|kind| kind.value);
            t.finish();
            let (id, name, class) = (id?, name?, class?);
            let ix = MechanismIx::new(self.pack.mechanisms.len());
            if self.mechanisms.insert(id.value.clone(), ix).is_some() {
                let message = format!("a second mechanism `{}`", id.value);
                t.problem(Problem::new(ProblemCode::DuplicateId, id.span, message));
            }
            self.pack.mechanisms.push(Mechanism {
                id: id.value,
                name: name.value,
                class: class.value,
                onward,
                onward_citation,
                also,
                free_form,
                for_outside_controllers,
                kind,
            });
            Some(())
        });
    }

    fn place(
        &mut self,
        t: &mut Table<'_>,
        code: &Spanned<String>,
        name: String,
        kind: PlaceKind,
        aliases: Vec<Spanned<String>>,
    ) {
        let ix = PlaceIx::new(self.pack.places.len());
        for word in std::iter::once(code).chain(&aliases) {
            if self.places.insert(word.value.clone(), ix).is_some() {
                let message = format!("a second place `{}`", word.value);
                t.problem(Problem::new(ProblemCode::DuplicateId, word.span, message));
            }
        }
        let aliases = aliases.into_iter().map(|alias| alias.value).collect();
        self.pack.places.push(Place {
            code: code.value.clone(),
            name,
            kind,
            part_of: None,
            aliases,
            parts: String::new(),
        });
    }

    fn parts(&mut self, t: &mut Table<'_>) {
        t.tables("place", "a place", |t| {
            let code = t.text("code")?;
            let part_of = t.text("part_of")?;
            let whole = self.place_named(t, &part_of)?;
            let part = *self.places.get(&code.value)?;
            if self.chain(whole).any(|place| place == part) {
                let message = format!("`{}` would be a part of itself", code.value);
                t.problem(Problem::new(ProblemCode::Contradiction, part_of.span, message));
                return None;
            }
            if let Some(place) = self.pack.places.get_mut(part.position()) {
                place.part_of = Some(whole);
            }
            Some(())
        });
        t.tables("scheme", "a scheme", |t| {
            let id = t.text("id")?;
            let open_to = self.places(t, "open_to");
            let scheme = self.pack.schemes.iter_mut().find(|scheme| scheme.id == id.value)?;
            scheme.open_to.extend(open_to);
            Some(())
        });
        t.tables("parts", "codes of parts", |t| {
            let of = t.need_text("of").and_then(|text| self.place_named(t, &text));
            let codes = t.need_text("codes");
            t.finish();
            let (of, codes) = (of?, codes?);
            let place = self.pack.places.get_mut(of.position())?;
            for part in codes.value.split_whitespace() {
                let code = format!("{}-{part}", place.code);
                if self.places.contains_key(&code) || place.parts.split(' ').any(|known| known == part) {
                    let message = format!("a second place `{code}`");
                    t.problem(Problem::new(ProblemCode::DuplicateId, codes.span, message));
                }
                if !place.parts.is_empty() {
                    place.parts.push(' ');
                }
                place.parts.push_str(part);
            }
            Some(())
        });
    }

    /// A place and what it is part of, upwards.
    fn chain(&self, place: PlaceIx) -> impl Iterator<Item = PlaceIx> + '_ {
        std::iter::successors(Some(place), |place| self.pack.places.get(place.position())?.part_of)
    }

    fn rows(&mut self, source: SourceId, t: &mut Table<'_>) {
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
            let named = t.texts("except").unwrap_or_default();
            let except = named.iter().filter_map(|text| self.mechanism_named(t, text)).collect();
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

    pub(crate) fn header(&mut self, source: SourceId, t: &mut Table<'_>, named: bool) -> Option<Header> {
        let id = if named || t.has("id") {
            t.need_text("id")
        } else {
            Some(Spanned::new(String::new(), t.span()))
        };
        let period = t.period();
        let citation = t.need_text("citation");
        let listed = t.texts("source");
        if listed.as_ref().is_none_or(Vec::is_empty) {
            t.missing("source");
        }
        let verified = t.need_day("verified");
        let confidence = t.need_word("confidence", &Confidence::WORDS);
        let cells = t.words("memory", &[("since", 0u8), ("until", 1), ("scope", 2)]).unwrap_or_default();
        let cell = |cell: u8| cells.iter().any(|c| c.value == cell);
        let memory = Memory { since: cell(0), until: cell(1), scope: cell(2) };
        let ended_by = t.text("ended_by");
        if let (Some(ended), None) = (&ended_by, period.end()) {
            let message = "`ended_by` without `until`";
            t.problem(Problem::new(ProblemCode::Contradiction, ended.span, message));
        }
        let note = t.text("note");
        let id = id?;
        if !id.value.is_empty()
            && let Some(first) = self.ids.insert(id.value.clone(), id.span)
        {
            let problem =
                Problem::new(ProblemCode::DuplicateId, id.span, format!("a second row `{}`", id.value));
            t.problem(problem.other(first, "the first is here"));
        }
        let line = self.sources.get(source).map_or(0, |text| text.position(id.span.start).line);
        let file = self.sources.iter().position(|(known, _)| known == source).unwrap_or(0);
        Some(Header {
            id: id.value,
            period,
            citation: citation?.value,
            sources: listed.unwrap_or_default().into_iter().map(|s| s.value).collect(),
            verified: verified?.value,
            confidence: confidence?.value,
            memory,
            ended_by: ended_by.map(|e| e.value),
            note: note.map(|n| n.value),
            file: u16::try_from(file).unwrap_or(u16::MAX),
            line: u32::try_from(line).unwrap_or(u32::MAX),
        })
    }

    fn regime(&mut self, source: SourceId, t: &mut Table<'_>) -> Option<Regime> {
        let name = t.need_text("name");
        let title = t.need_text("title");
        let same_entity_free = t.flag("same_entity_free").is_some_and(|f| f.value);
        let processor_return_free = t.flag("processor_return_free").is_some_and(|f| f.value);
        let exporters = t.word("exporters", &[("eu-institution", true), ("any", false)]);
        let mut line = |key| t.text(key).map(|text| text.value);
        let (transfer, assessment, penalty) = (line("transfer"), line("assessment"), line("penalty"));
        let header = self.header(source, t, true);
        t.finish();
        Some(Regime {
            header: header?,
            name: name?.value,
            title: title?.value,
            same_entity_free,
            processor_return_free,
            institutions_only: exporters.is_some_and(|e| e.value),
            transfer,
            assessment,
            penalty,
        })
    }

    fn power(&mut self, source: SourceId, t: &mut Table<'_>) -> Option<Power> {
        let name = t.need_text("title");
        let places = self.places(t, "places");
        let through_control = t.flag("through_control").is_some_and(|flag| flag.value);
        let defeats = t
            .tables("defeats", "an entry of `defeats`", |t| {
                let regimes = self.regimes(t, "regimes");
                let period = t.period();
                let citation = t.need_text("citation");
                let _ = t.texts("source");
                let verified = t.need_day("verified");
                let confidence = t.need_word("confidence", &Confidence::WORDS);
                t.finish();
                Some(Defeat {
                    regimes,
                    period,
                    citation: citation?.value,
                    verified: verified?.value,
                    confidence: confidence?.value,
                })
            })
            .unwrap_or_default();
        let header = self.header(source, t, true);
        t.finish();
        Some(Power { header: header?, name: name?.value, places, through_control, defeats })
    }

    fn event(&mut self, source: SourceId, t: &mut Table<'_>) -> Option<Event> {
        let regimes = self.regimes(t, "regimes");
        let places = self.places(t, "places");
        let mechanisms = self.mechanisms(t, "mechanisms");
        let powers = t
            .texts("powers")
            .unwrap_or_default()
            .into_iter()
            .filter_map(|text| self.power_named(t, &text))
            .collect();
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
        let mechanisms = t.texts("mechanisms").unwrap_or_default();
        let mechanisms = mechanisms.into_iter().filter_map(|text| self.mechanism_named(t, &text)).collect();
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
                Some(Ask { topic: topic?.value, text: text?.value, citation, aspects, asks })
            })
            .unwrap_or_default();
        let header = self.header(source, t, true);
        t.finish();
        Some(Frame { header: header?, regimes, mechanisms, title: title?.value, steps })
    }

    fn powers(&self, t: &mut Table<'_>) -> Vec<PowerIx> {
        let texts = t.texts("powers").unwrap_or_default();
        texts.into_iter().filter_map(|text| self.power_named(t, &text)).collect()
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

    pub(crate) fn condition(&mut self, t: &mut Table<'_>) -> Option<Condition> {
        let kind = t.need_text("kind")?;
        if world::WORLD.contains(&kind.value.as_str()) {
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
                    t.finish();
                    Some(Module {
                        module: u8::try_from(module?.value).ok()?,
                        roles,
                        annexes,
                        specific_annexes,
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
                let bodies = texts(t, "bodies");
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
                t.problem(unknown_word(&kind, "kind of condition", KINDS.into_iter()));
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

    pub(crate) fn words(t: &mut Table<'_>, key: &'static str, known: &[String]) -> Vec<WordIx> {
        let mut found = Vec::new();
        for text in t.texts(key).unwrap_or_default() {
            match known.iter().position(|word| *word == text.value) {
                Some(at) => found.push(WordIx::new(at)),
                None => {
                    t.problem(unknown_word(
                        &text,
                        "word of the vocabulary",
                        known.iter().map(String::as_str),
                    ));
                }
            }
        }
        found
    }

    fn place_named(&self, t: &mut Table<'_>, text: &Spanned<String>) -> Option<PlaceIx> {
        let found = self.places.get(&text.value).copied();
        if found.is_none() {
            t.problem(unknown_word(text, "place", self.places.keys().map(String::as_str)));
        }
        found
    }

    pub(crate) fn mechanisms(&self, t: &mut Table<'_>, key: &'static str) -> Vec<MechanismIx> {
        let texts = t.texts(key).unwrap_or_default();
        texts.into_iter().filter_map(|text| self.mechanism_named(t, &text)).collect()
    }

    pub(crate) fn places(&self, t: &mut Table<'_>, key: &'static str) -> Vec<PlaceIx> {
        let texts = t.texts(key).unwrap_or_default();
        texts.into_iter().filter_map(|text| self.place_named(t, &text)).collect()
    }

    fn mechanism_named(&self, t: &mut Table<'_>, text: &Spanned<String>) -> Option<MechanismIx> {
        let found = self.mechanisms.get(&text.value).copied();
        if found.is_none() {
            t.problem(unknown_word(text, "mechanism", self.mechanisms.keys().map(String::as_str)));
        }
        found
    }

    pub(crate) fn regime_named(&self, t: &mut Table<'_>, text: &Spanned<String>) -> Option<RegimeIx> {
        let found = self.pack.regimes.iter().position(|r| r.header.id == text.value);
        if found.is_none() {
            let known = self.pack.regimes.iter().map(|r| r.header.id.as_str());
            t.problem(unknown_word(text, "regime", known));
        }
        found.map(RegimeIx::new)
    }

    pub(crate) fn regimes(&self, t: &mut Table<'_>, key: &'static str) -> Vec<RegimeIx> {
        let texts = t.texts(key).unwrap_or_default();
        texts.into_iter().filter_map(|text| self.regime_named(t, &text)).collect()
    }

    fn power_named(&self, t: &mut Table<'_>, text: &Spanned<String>) -> Option<PowerIx> {
        let found = self.pack.powers.iter().position(|p| p.header.id == text.value);
        if found.is_none() {
            let known = self.pack.powers.iter().map(|p| p.header.id.as_str());
            t.problem(unknown_word(text, "power", known));
        }
        found.map(PowerIx::new)
    }

    fn scheme_named(&self, t: &mut Table<'_>, text: &Spanned<String>) -> Option<SchemeIx> {
        let found = self.pack.schemes.iter().position(|s| s.id == text.value);
        if found.is_none() {
            t.problem(unknown_word(text, "scheme", self.pack.schemes.iter().map(|s| s.id.as_str())));
        }
        found.map(SchemeIx::new)
    }

    fn part_named(&self, t: &mut Table<'_>, scheme: SchemeIx, text: &Spanned<String>) -> Option<u8> {
        let parts = &self.pack.schemes.get(scheme.position())?.parts;
        let found = parts.iter().position(|part| *part == text.value);
        if found.is_none() {
            t.problem(unknown_word(text, "part of the scheme", parts.iter().map(String::as_str)));
        }
        found.and_then(|at| u8::try_from(at).ok())
    }
}

const PLACE_KINDS: [(&str, PlaceKind); 5] = [
    ("country", PlaceKind::Country),
    ("territory", PlaceKind::Territory),
    ("subdivision", PlaceKind::Subdivision),
    ("zone", PlaceKind::Zone),
    ("organisation", PlaceKind::Organisation),
];

/// The closed list of kinds of condition.
pub(crate) const KINDS: [&str; 39] = [
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
    "adequate-under",
    "not-adequate",
    "list-incomplete",
    "volume",
    "filed",
    "consent",
    "shown",
    "comparable",
    "assessed",
    "contract",
    "data",
    "approval-age",
    "both-in",
    "same-group",
    "people-outside",
    "access",
    "out-of-reach",
    "exporter-outside",
    "place-outside",
    "basis",
    "question",
];

fn roles(t: &mut Table<'_>, key: &'static str) -> Vec<Role> {
    t.words(key, &Role::WORDS).unwrap_or_default().into_iter().map(|r| r.value).collect()
}

pub(crate) fn texts(t: &mut Table<'_>, key: &'static str) -> Vec<String> {
    t.texts(key).unwrap_or_default().into_iter().map(|s| s.value).collect()
}
