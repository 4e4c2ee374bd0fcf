//! Texts to [`Register`]: first the ids of every table, then the tables themselves with each reference
//! resolved where it is read. Every fault is reported; nothing is built from a faulty register.

mod names;
mod references;

use std::collections::BTreeMap;

use self::names::Names;
use super::digest::digest;
use super::model::{
    Access, AccessPlace, Certification, Data, Derogation, Duty, Evidence, Filing, Flow, Instrument,
    InstrumentState, Notice, NoticeClaim, Owner, Party, Personal, Polarity, Policy, Register, Responsible,
    Sanctioned, Shown, Subjects, Subprocessors, Tag, TagUse, Tia, TiaKind, Volume, Waiver,
};
use super::words::{
    ACCESS, ANNEXES, AUTHORISATIONS, CONCLUSIONS, COVERS, PARTY_KINDS, PERSONAL, POLARITIES, REVIEWS,
    SAFEGUARDS, SPECIAL, STATES, STATUSES, TIA_KINDS,
};
use crate::day::{Day, Period};
use crate::diag::{Problem, ProblemCode, Problems};
use crate::finding::{Code, Severity};
use crate::index::{FlowIx, InstrumentIx, MechanismIx, PartyIx};
use crate::law::{Flag, LawBook, Role};
use crate::read::{Table, parse, shorten, unknown_word};
use crate::source::{Source, Sources, Span, Spanned};

/// The texts of a register: names relative to its folder, and contents.
pub type Files = Vec<(String, String)>;

/// Reads a register.
///
/// # Errors
///
/// The texts, and every problem found in them, in the order of their places: what is not TOML, unknown keys
/// and words, dangling references, ids used twice, reversed dates, missing keys.
pub fn read(mut files: Files, law: &LawBook) -> Result<Register, (Sources, Vec<Problem>)> {
    files.sort();
    let mut sources = Sources::default();
    for (name, text) in files {
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        sources.add(Source::new(name, text));
    }
    let mut problems = Problems::default();
    let built = {
        let tables: Vec<_> =
            sources.iter().map(|(id, source)| (id, parse(id, source, &mut problems))).collect();
        let mut names = Names::new(law);
        for (id, table) in &tables {
            names.collect(*id, table, &mut problems);
        }
        let mut reader = Reader { law, names: &names, out: Parts::default() };
        for (id, table) in &tables {
            reader.file(&mut Table::root(*id, table, &mut problems));
        }
        let mut out = reader.out;
        out.digest = digest(tables.iter().map(|(_, table)| table));
        out
    };
    // A text that could not be parsed may well have the table.
    if !built.has_head && !problems.any(ProblemCode::Syntax) {
        let names: Vec<&str> = sources.iter().map(|(_, source)| source.name()).take(5).collect();
        problems.push(
            Problem::unreadable(format!("no `[register]` table in {}", names.join(", ")))
                .help("one file must have `[register]` with a `name`"),
        );
    }
    if let [first, second, ..] = built.registers.as_slice() {
        problems.push(
            Problem::new(ProblemCode::DuplicateId, second.span, "a second `[register]` table")
                .other(first.span, "the first is here")
                .help("a folder is one register: keep one `[register]`"),
        );
    }
    let head = built.registers.into_iter().next();
    let Some(head) = head.filter(|_| problems.is_empty()) else {
        let found = without_echoes(problems.into_sorted(), &sources);
        return Err((sources, found));
    };
    Ok(Register {
        sources,
        name: head.name,
        as_of: head.as_of,
        review: head.review,
        reviewed: head.reviewed,
        span: head.span,
        digest: built.digest,
        policy: built.policy,
        lints: built.lints,
        parties: built.parties,
        data: built.data,
        instruments: built.instruments,
        flows: built.flows,
        tias: built.tias,
        notices: built.notices,
        responsible: built.responsible,
        waivers: built.waivers,
        duties: built.duties,
    })
}

/// Leaves out what only follows from a fault of syntax: other problems of the table in which it stands.
fn without_echoes(problems: Vec<Problem>, sources: &Sources) -> Vec<Problem> {
    let table = |span: Span| {
        let source = sources.get(span.source)?;
        let before =
            source.text().get(..source.line_start(source.position(span.start).line.saturating_add(1)))?;
        let mut end = before.len();
        let header = before.split_inclusive('\n').rev().find_map(|line| {
            end = end.saturating_sub(line.len());
            line.trim_start().starts_with('[').then_some(end)
        });
        Some((span.source, header.unwrap_or(0)))
    };
    let broken: std::collections::BTreeSet<_> = problems
        .iter()
        .filter(|problem| problem.code == ProblemCode::Syntax)
        .filter_map(|problem| table(problem.span?))
        .collect();
    if broken.is_empty() {
        return problems;
    }
    let echo = |problem: &Problem| {
        problem.code != ProblemCode::Syntax
            && problem.span.and_then(table).is_some_and(|table| broken.contains(&table))
    };
    problems.into_iter().filter(|problem| !echo(problem)).collect()
}

struct Head {
    name: String,
    as_of: Option<Day>,
    review: Option<Spanned<String>>,
    reviewed: Option<Spanned<Day>>,
    span: Span,
}

#[derive(Default)]
struct Parts {
    has_head: bool,
    registers: Vec<Head>,
    digest: String,
    policy: Policy,
    lints: BTreeMap<Code, Severity>,
    parties: Vec<Party>,
    data: Vec<Data>,
    instruments: Vec<Instrument>,
    flows: Vec<Flow>,
    tias: Vec<Tia>,
    notices: Vec<Notice>,
    responsible: Vec<Responsible>,
    waivers: Vec<Waiver>,
    duties: Vec<Duty>,
}

struct Reader<'a> {
    law: &'a LawBook,
    names: &'a Names<'a>,
    out: Parts,
}

impl Reader<'_> {
    fn file(&mut self, t: &mut Table<'_>) {
        self.out.has_head |= t.has("register");
        let heads = t.table("register", "`[register]`", Self::head);
        self.out.registers.extend(heads.flatten());
        t.table("policy", "`[policy]`", |t| self.policy(t));
        if let Some(levels) = t.pairs("lints") {
            for (code, level) in levels {
                self.level(t, &code, &level);
            }
        }
        t.tables("party", "a party", |t| {
            let party = self.party(t);
            self.out.parties.extend(party);
            Some(())
        });
        t.tables("data", "a data category", |t| {
            let data = self.data(t);
            self.out.data.extend(data);
            Some(())
        });
        t.tables("instrument", "an instrument", |t| {
            let instrument = self.instrument(t);
            self.out.instruments.extend(instrument);
            Some(())
        });
        t.tables("flow", "a flow", |t| {
            let flow = self.flow(t);
            self.out.flows.extend(flow);
            Some(())
        });
        t.tables("tia", "an assessment", |t| {
            let tia = self.tia(t);
            self.out.tias.extend(tia);
            Some(())
        });
        t.tables("notice", "a notice", |t| {
            let notice = self.notice(t);
            self.out.notices.extend(notice);
            Some(())
        });
        t.tables("responsible", "a row of `[[responsible]]`", |t| {
            let row = self.responsible(t);
            self.out.responsible.extend(row);
            Some(())
        });
        t.tables("waiver", "a waiver", |t| {
            let waiver = self.waiver(t);
            self.out.waivers.extend(waiver);
            Some(())
        });
        t.tables("duty", "a duty", |t| {
            let duty = self.duty(t);
            self.out.duties.extend(duty);
            Some(())
        });
        t.finish();
    }

    fn head(t: &mut Table<'_>) -> Option<Head> {
        let name = t.need_text("name");
        let as_of = t.day("as_of");
        let review = t.word("review", &REVIEWS);
        let reviewed = t.day("reviewed");
        let span = name.as_ref().map_or(t.span(), |name| name.span);
        t.finish();
        Some(Head {
            name: name?.value,
            as_of: as_of.map(|d| d.value),
            review: review.map(|r| r.map(str::to_owned)),
            reviewed,
            span,
        })
    }

    fn policy(&mut self, t: &mut Table<'_>) {
        let policy = Policy {
            sanctions: t.texts("sanctions").unwrap_or_default(),
            sanctioned: t
                .tables("sanctioned", "a sanctioned place", |t| {
                    let place = self.need_place(t, "place");
                    let by = t.text("by");
                    let period = t.period();
                    t.finish();
                    Some(Sanctioned { place: place?, by: by.map(|b| b.value).unwrap_or_default(), period })
                })
                .unwrap_or_default(),
            forbid: t
                .texts("forbid")
                .unwrap_or_default()
                .into_iter()
                .filter_map(|text| self.mechanism(t, &text))
                .collect(),
            tia_max_age: months_of(t, "tia_max_age"),
            horizon: months_of(t, "horizon"),
        };
        t.finish();
        // Two files may each hold a part of the house rules.
        self.out.policy.sanctions.extend(policy.sanctions);
        self.out.policy.sanctioned.extend(policy.sanctioned);
        self.out.policy.forbid.extend(policy.forbid);
        once(t, "tia_max_age", &mut self.out.policy.tia_max_age, policy.tia_max_age);
        once(t, "horizon", &mut self.out.policy.horizon, policy.horizon);
    }

    fn level(&mut self, t: &mut Table<'_>, code: &Spanned<String>, level: &Spanned<String>) {
        let found = Code::parse(&code.value);
        if found.is_none() {
            t.problem(unknown_word(code, "finding", Code::ALL.iter().map(|code| code.name())));
        }
        let severity = Severity::WORDS.iter().find(|(word, _)| *word == level.value).map(|(_, level)| *level);
        if severity.is_none() {
            t.problem(
                unknown_word(level, "level", Severity::WORDS.iter().map(|(word, _)| *word))
                    .help("levels are error, warning and note; there is no way to switch a finding off"),
            );
        }
        if let (Some(code), Some(severity)) = (found, severity)
            && self.out.lints.insert(code, severity).is_some_and(|before| before != severity)
        {
            let message = format!("`{}` has another level elsewhere in the register", code.name());
            t.problem(Problem::new(ProblemCode::Contradiction, level.span, message));
        }
    }

    fn party(&mut self, t: &mut Table<'_>) -> Option<Party> {
        let id = t.need_text("id");
        let name = t.need_text("name");
        let kind = t.need_word("kind", &PARTY_KINDS);
        let country = if t.has("country") {
            t.text("country").and_then(|text| self.place_or_unknown(t, &text))
        } else {
            let _ = t.need_text("country");
            None
        };
        let branches = self.places(t, "branches").unwrap_or_default();
        let mut owners = t
            .tables("owners", "an owner", |t| {
                let party = self.need_party(t, "party");
                let share = t.percent("share");
                let period = t.period();
                t.finish();
                Some(Owner { party: party?, share: share.map(|s| s.value), period })
            })
            .unwrap_or_default();
        if let Some(parent) = t.text("parent")
            && let Some(party) = self.party_ref(t, &parent)
        {
            owners.push(Owner { party, share: Some(10_000), period: Period::ALWAYS });
        }
        let sector = t.text("sector").and_then(|text| {
            let found = self.law.sector_of(&text.value);
            if found.is_none() {
                t.problem(unknown_word(
                    &text,
                    "sector",
                    self.law.pack().vocabulary.sectors.iter().map(String::as_str),
                ));
            }
            found.map(|sector| Spanned::new(sector, text.span))
        });
        let targets = self.places(t, "targets").unwrap_or_default();
        let representative = t
            .pairs("representative")
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(place, party)| {
                let found = self.place(t, &place);
                let party = self.party_ref(t, &party);
                Some((found?, party?))
            })
            .collect();
        let exposure = t
            .texts("exposure")
            .map(|texts| texts.into_iter().filter_map(|text| self.power(t, &text)).collect());
        let certifications = t.tables("certifications", "a certification", |t| self.certification(t));
        t.finish();
        let id = id?;
        Some(Party {
            span: id.span,
            id: id.value,
            name: name?.value,
            kind: kind?.value,
            country: country?,
            branches,
            owners,
            sector,
            targets,
            representative,
            exposure,
            certifications,
        })
    }

    fn certification(&mut self, t: &mut Table<'_>) -> Option<Certification> {
        let scheme = t.need_text("scheme");
        let found = scheme.as_ref().and_then(|text| {
            let found = self.law.scheme_of(&text.value);
            if found.is_none() {
                t.problem(unknown_word(
                    text,
                    "scheme",
                    self.law.pack().schemes.iter().map(|s| s.id.as_str()),
                ));
            }
            found
        });
        let parts = t.texts("parts").map(|texts| {
            let known = found.map(|scheme| self.law.scheme(scheme).parts.as_slice()).unwrap_or_default();
            let mut parts = Vec::new();
            for text in texts {
                match known.iter().position(|part| *part == text.value) {
                    Some(part) => parts.push(u8::try_from(part).unwrap_or(u8::MAX)),
                    None if found.is_some() => {
                        t.problem(unknown_word(
                            &text,
                            "part of this scheme",
                            known.iter().map(String::as_str),
                        ));
                    }
                    None => {}
                }
            }
            parts
        });
        let covers = t.words("covers", &COVERS);
        let covers_hr = covers.as_ref().map(|covers| covers.iter().any(|c| c.value));
        let covers_other = covers.as_ref().map(|covers| covers.iter().any(|c| !c.value));
        let period = t.period();
        let status = t.word("status", &STATUSES);
        let next_due = t.day("next_due");
        let checked_on = t.day("checked_on");
        let covered = self.parties(t, "covered").unwrap_or_default();
        let span = scheme.as_ref().map_or(t.span(), |scheme| scheme.span);
        t.finish();
        Some(Certification {
            span,
            scheme: found?,
            parts,
            hr: covers_hr,
            non_hr: covers_other,
            since: period.start(),
            until: period.end(),
            status: status.map(|s| s.value),
            next_due: next_due.map(|d| d.value),
            checked_on: checked_on.map(|d| d.value),
            covered,
        })
    }

    fn data(&mut self, t: &mut Table<'_>) -> Option<Data> {
        let id = t.need_text("id");
        let name = t.need_text("name");
        let hr = t.flag("hr").is_some_and(|f| f.value);
        let special = t.words("special", &SPECIAL).unwrap_or_default().into_iter().map(|s| s.value).collect();
        let criminal = t.flag("criminal").is_some_and(|f| f.value);
        let children = t.flag("children").is_some_and(|f| f.value);
        let sensitive = self.regimes(t, "sensitive");
        let mut kinds = Vec::new();
        for text in t.texts("kinds").unwrap_or_default() {
            if let Some(kind) = self.law.data_kind_of(&text.value) {
                kinds.push(kind);
            } else {
                let known = self.law.pack().vocabulary.data_kinds.iter().map(String::as_str);
                t.problem(unknown_word(&text, "kind of data", known));
            }
        }
        let personal = t.word("personal", &PERSONAL);
        t.finish();
        let id = id?;
        Some(Data {
            span: id.span,
            personal: personal.unwrap_or(Spanned::new(Personal::Yes, id.span)),
            id: id.value,
            name: name?.value,
            hr,
            special,
            criminal,
            children,
            sensitive,
            kinds,
        })
    }

    fn instrument(&mut self, t: &mut Table<'_>) -> Option<Instrument> {
        let id = t.need_text("id");
        let kind = t.need_text("kind").and_then(|text| {
            let kind = self.law.mechanism_of(&text.value);
            if let Some(kind) = kind.filter(|kind| self.law.mechanism(*kind).class.is_instrument()) {
                return Some(Spanned::new(kind, text.span));
            }
            let words =
                self.law.pack().mechanisms.iter().filter(|m| m.class.is_instrument()).map(|m| m.id.as_str());
            t.problem(self.named(&text, "kind of instrument", words, true));
            None
        });
        let modules = t.numbers("modules", 1, 4).map(|numbers| {
            numbers.into_iter().filter_map(|n| u8::try_from(n.value).ok()).collect::<Vec<_>>()
        });
        let both = self.parties(t, "parties");
        let exporters = self.parties(t, "exporters");
        let importers = self.parties(t, "importers");
        if both.is_none() && (exporters.is_none() || importers.is_none()) {
            t.missing("parties");
        }
        let side = |one: Option<Vec<Spanned<PartyIx>>>| -> Vec<PartyIx> {
            both.iter().flatten().chain(one.iter().flatten()).map(|p| p.value).collect()
        };
        let (exporters, importers) = (side(exporters), side(importers));
        let joined = t
            .day_pairs("joined")
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(party, day)| Some((self.party_ref(t, &party)?.value, day.value)))
            .collect();
        let signed = t.day("signed");
        let effective = t.day("effective");
        let until = t.day("until");
        if let (Some(start), Some(end)) = (effective.or(signed), until)
            && end.value < start.value
        {
            t.problem(
                Problem::new(
                    ProblemCode::DatesReversed,
                    end.span,
                    format!("`until` ({}) is before the instrument begins ({})", end.value, start.value),
                )
                .other(start.span, "begins here"),
            );
        }
        let approved = t.day("approved");
        if let (Some(approved), Some(end)) = (approved, until)
            && end.value < approved.value
        {
            let message = format!("`until` ({}) is before `approved` ({})", end.value, approved.value);
            t.problem(
                Problem::new(ProblemCode::DatesReversed, end.span, message)
                    .other(approved.span, "approved here"),
            );
        }
        let authority = t.text("authority").and_then(|text| match text.value.as_str() {
            "EU" | "EDPS" => Some(Spanned::new(Err(text.value.clone()), text.span)),
            _ => self.place(t, &text).map(|place| place.map(Ok)),
        });
        let written = t.word("state", &STATES);
        let state_span = written.map_or(id.as_ref().map_or(t.span(), |id| id.span), |state| state.span);
        let state = written.map_or_else(
            || {
                if signed.is_some() || approved.is_some() {
                    InstrumentState::Executed
                } else {
                    InstrumentState::Unsigned
                }
            },
            |state| state.value,
        );
        let incorporated_by = t.text("incorporated_by").and_then(|text| self.instrument_ref(t, &text));
        let amends = t.text("amends").and_then(|text| self.instrument_ref(t, &text));
        let annexes = Self::annexes(t);
        let governing_law = t.text("governing_law").and_then(|text| self.place(t, &text));
        let subprocessors = t.table("subprocessors", "`subprocessors`", |t| {
            let found = Subprocessors {
                authorisation: t.word("authorisation", &AUTHORISATIONS).map(|a| a.value),
                notice_days: t.number("notice_days", 3650).and_then(|n| u32::try_from(n.value).ok()),
                listed: self.parties(t, "listed"),
            };
            t.finish();
            found
        });
        let filings = t
            .tables("filings", "a filing", |t| {
                let with = t.need_text("with");
                let filed = t.day("filed");
                let span = t.span();
                t.finish();
                Some(Filing { with: with?.value, filed: filed.map(|d| d.value), span })
            })
            .unwrap_or_default();
        let serves = t
            .texts("serves")
            .unwrap_or_default()
            .into_iter()
            .filter_map(|text| self.mechanism(t, &text))
            .collect();
        let processing_changed = t.day("processing_changed");
        let evidence = t
            .table("evidence", "`evidence`", |t| {
                let file = t.need_text("file");
                let sha256 = t.text("sha256");
                if let Some(problem) = file.as_ref().and_then(evidence_path) {
                    t.problem(problem);
                }
                t.finish();
                Some(Evidence { file: file?, sha256 })
            })
            .flatten();
        t.finish();
        let id = id?;
        Some(Instrument {
            span: id.span,
            id: id.value,
            kind: kind?,
            modules,
            exporters,
            importers,
            joined,
            signed,
            effective,
            until,
            approved,
            authority,
            state,
            state_span,
            incorporated_by,
            amends,
            annexes,
            governing_law,
            subprocessors,
            filings,
            serves,
            processing_changed,
            evidence,
        })
    }

    fn annexes(t: &mut Table<'_>) -> Option<Spanned<Vec<String>>> {
        let texts = t.texts("annexes")?;
        let span = texts.first().map_or(t.span(), |text| text.span);
        let mut annexes = Vec::new();
        for text in texts {
            if ANNEXES.contains(&text.value.as_str()) {
                annexes.push(text.value);
            } else {
                t.problem(unknown_word(&text, "annex", ANNEXES.into_iter()));
            }
        }
        Some(Spanned::new(annexes, span))
    }

    fn flow(&mut self, t: &mut Table<'_>) -> Option<Flow> {
        let id = t.need_text("id");
        let from = self.need_party(t, "from");
        let to = self.need_party(t, "to");
        let context = t.text("context").and_then(|text| self.place(t, &text));
        let roles = t.need_word("roles", &Role::WORDS);
        let data = if t.has("data") {
            self.data_list(t, "data")
        } else {
            let _ = t.texts("data");
            t.missing("data");
            None
        };
        let subjects = t
            .tables("subjects", "an entry of `subjects`", |t| {
                let group = t.text("group");
                let places = self.places(t, "in").unwrap_or_default();
                let citizens_of = self.places(t, "citizens_of").unwrap_or_default();
                t.finish();
                Some(Subjects { group: group.map(|g| g.value).unwrap_or_default(), places, citizens_of })
            })
            .unwrap_or_default();
        let first_recorded = self.places(t, "first_recorded").unwrap_or_default();
        let volume = t
            .tables("volume", "an entry of `volume`", |t| {
                let data = self.data_list(t, "data").unwrap_or_default();
                let people = t.need_number("people", u64::MAX);
                let year = t.number("year", 9999);
                t.finish();
                Some(Volume {
                    data: data.into_iter().map(|d| d.value).collect(),
                    people: people?.value,
                    year: year.and_then(|y| i16::try_from(y.value).ok()),
                })
            })
            .unwrap_or_default();
        let purposes = t.texts("purposes").unwrap_or_default();
        let known_purposes = purposes.iter().filter_map(|p| self.law.purpose_of(&p.value)).collect();
        let basis = t.texts("basis").unwrap_or_default();
        let access = t.word("access", &ACCESS).map_or(Access::Processing, |a| a.value);
        let locations = t
            .texts("locations")
            .map(|texts| texts.into_iter().filter_map(|text| self.place_or_unknown(t, &text)).collect());
        let accessed_from = self.accessed_from(t);
        let period = t.period();
        let returned = t.day("returned");
        if let (Some(returned), Some(since)) = (returned, period.start())
            && returned.value < since
        {
            let message = format!("`returned` ({}) is before `since` ({since})", returned.value);
            t.problem(Problem::new(ProblemCode::DatesReversed, returned.span, message));
        }
        let optional = t.text("optional");
        let importer_subject_to = self.regimes(t, "importer_subject_to");
        let mechanism = self.tags(t);
        let safeguards_span = t.key_span("safeguards");
        let safeguards = t
            .words("safeguards", &SAFEGUARDS)
            .map(|words| Spanned::new(words.into_iter().map(|w| w.value).collect(), safeguards_span));
        let derogation_span = t.key_span("derogation");
        let derogation = t
            .table("derogation", "`derogation`", |t| {
                let mut flags = BTreeMap::new();
                for (word, flag) in Flag::WORDS {
                    if let Some(value) = t.flag(word) {
                        flags.insert(flag, value.value);
                    }
                }
                t.finish();
                Derogation { span: derogation_span, flags }
            })
            .unwrap_or_default();
        let shown = t.table("shown", "`shown`", |t| {
            let shown = Shown {
                disclosed: t.flag("disclosed").map(|f| f.value),
                items: t.texts("items").map(|items| items.into_iter().map(|i| i.value).collect()),
                separate_consent: t.flag("separate_consent").map(|f| f.value),
                freely_given: t.flag("freely_given").map(|f| f.value),
            };
            t.finish();
            shown
        });
        t.finish();
        let id = id?;
        Some(Flow {
            span: id.span,
            id: id.value,
            from: from?,
            to: to?,
            context,
            roles: roles?,
            data: data?,
            subjects,
            first_recorded,
            volume,
            purposes,
            known_purposes,
            basis,
            access,
            locations,
            accessed_from,
            period,
            returned: returned.map(|d| d.value),
            optional: optional.map(|o| o.value),
            importer_subject_to,
            mechanism,
            safeguards,
            derogation,
            shown,
        })
    }

    fn accessed_from(&mut self, t: &mut Table<'_>) -> Option<Vec<AccessPlace>> {
        let mut bare = Vec::new();
        let mut found: Vec<Result<usize, AccessPlace>> = Vec::new();
        let entries = t.entries(
            "accessed_from",
            "an entry of `accessed_from`",
            |text| {
                bare.push(text);
                Ok(bare.len().saturating_sub(1))
            },
            |t| {
                let place = t.need_text("place").and_then(|text| self.place_or_unknown(t, &text));
                let by = t.text("by").and_then(|text| self.party_ref(t, &text));
                t.finish();
                Some(Err(AccessPlace { place: place?, by }))
            },
        )?;
        found.extend(entries);
        let mut all = Vec::new();
        for entry in found {
            match entry {
                Ok(at) => {
                    if let Some(place) =
                        bare.get(at).cloned().and_then(|text| self.place_or_unknown(t, &text))
                    {
                        all.push(AccessPlace { place, by: None });
                    }
                }
                Err(place) => all.push(place),
            }
        }
        Some(all)
    }

    fn tags(&mut self, t: &mut Table<'_>) -> Vec<Tag> {
        let entries = t
            .entries(
                "mechanism",
                "an entry of `mechanism`",
                |text| (text, None, None, Period::ALWAYS),
                |t| {
                    let uses = t.need_text("use");
                    let text = t.text("text");
                    let data =
                        self.data_list(t, "data").map(|list| list.into_iter().map(|d| d.value).collect());
                    let period = t.period();
                    t.finish();
                    Some((uses?, text, data, period))
                },
            )
            .unwrap_or_default();
        entries
            .into_iter()
            .filter_map(|(uses, text, data, period)| {
                let names = self.tag_use(t, &uses, text)?;
                Some(Tag { span: uses.span, names, data, period })
            })
            .collect()
    }

    fn tag_use(
        &mut self,
        t: &mut Table<'_>,
        uses: &Spanned<String>,
        text: Option<Spanned<String>>,
    ) -> Option<TagUse> {
        if uses.value == "other" {
            return Some(TagUse::Other(text.map(|text| text.value).unwrap_or_default()));
        }
        let instruments = self.names.by_kind.get("instrument")?;
        if let Some((number, _)) = instruments.get(&uses.value) {
            return Some(TagUse::Instrument(InstrumentIx::new(*number)));
        }
        if let Some(mechanism) = self.law.mechanism_of(&uses.value) {
            return Some(TagUse::Bare(mechanism));
        }
        let words: Vec<&str> =
            instruments.keys().map(String::as_str).chain(self.law.mechanism_words()).collect();
        t.problem(self.named(uses, "instrument of this register or mechanism", words.into_iter(), false));
        None
    }

    fn tia(&mut self, t: &mut Table<'_>) -> Option<Tia> {
        let id = t.need_text("id");
        let kind = t.word("kind", &TIA_KINDS).map_or(TiaKind::Tia, |k| k.value);
        let flows = if t.has("flows") {
            t.texts("flows").map(|texts| {
                texts
                    .into_iter()
                    .filter_map(|text| self.names.find("flow", &text, t).map(FlowIx::new))
                    .collect::<Vec<_>>()
            })
        } else {
            let _ = t.texts("flows");
            t.missing("flows");
            None
        };
        let regimes = self.regimes(t, "regimes").into_iter().map(|r| r.value).collect();
        let country = self.need_place(t, "country");
        let date = t.need_day("date");
        let conclusion = t.need_word("conclusion", &CONCLUSIONS);
        let measures = t.words("measures", &SAFEGUARDS).unwrap_or_default();
        let approved_by = t.text("approved_by").map(|a| a.value);
        t.finish();
        let id = id?;
        Some(Tia {
            span: id.span,
            id: id.value,
            kind,
            flows: flows?,
            regimes,
            country: country?.value,
            date: date?,
            conclusion: conclusion?,
            measures,
            approved_by,
        })
    }

    fn notice(&mut self, t: &mut Table<'_>) -> Option<Notice> {
        let id = t.need_text("id");
        let of = self.parties(t, "of").unwrap_or_default();
        let names = t.texts("names").unwrap_or_default();
        let published = t.day("published");
        let until = t.day("until");
        if let (Some(start), Some(end)) = (published, until)
            && end.value < start.value
        {
            let message = format!("`until` ({}) is before `published` ({})", end.value, start.value);
            t.problem(
                Problem::new(ProblemCode::DatesReversed, end.span, message)
                    .other(start.span, "published here"),
            );
        }
        let destinations = self.places(t, "destinations");
        let claims = t.tables("claims", "a claim of a notice", |t| {
            let mechanism = t.need_text("mechanism");
            let span = mechanism.as_ref().map_or(t.span(), |m| m.span);
            let mechanism = mechanism.and_then(|text| self.mechanism(t, &text));
            let part = t.text("part");
            if let (Some(part), Some(mechanism)) = (&part, &mechanism) {
                self.scheme_part(t, mechanism.value, part);
            }
            let polarity = t.word("polarity", &POLARITIES).map_or(Polarity::Asserted, |p| p.value);
            let to = self.places(t, "to").unwrap_or_default();
            let section = t.text("section");
            t.finish();
            Some(NoticeClaim {
                span,
                mechanism: mechanism?.value,
                part: part.map(|p| p.value),
                polarity,
                to,
                section: section.map(|s| s.value),
            })
        });
        t.finish();
        let id = id?;
        Some(Notice {
            span: id.span,
            id: id.value,
            of,
            names,
            published,
            until: until.map(|d| d.value),
            destinations,
            claims,
        })
    }

    /// Reports a part that the scheme does not have.
    fn scheme_part(&self, t: &mut Table<'_>, mechanism: MechanismIx, part: &Spanned<String>) {
        let scheme = self.law.scheme_of(&self.law.mechanism(mechanism).id);
        let parts = scheme.map(|scheme| self.law.scheme(scheme).parts.as_slice()).unwrap_or_default();
        if !parts.contains(&part.value) {
            t.problem(unknown_word(part, "part of this scheme", parts.iter().map(String::as_str)));
        }
    }

    fn responsible(&mut self, t: &mut Table<'_>) -> Option<Responsible> {
        let span = t.span();
        if !t.has("subjects_in") {
            t.missing("subjects_in");
        }
        let subjects_in = self.places(t, "subjects_in");
        let party = self.need_party(t, "party");
        let governing_law = t.text("governing_law").and_then(|text| self.place(t, &text));
        let courts = t.text("courts").map(|c| c.value);
        t.finish();
        Some(Responsible { span, subjects_in: subjects_in?, party: party?, governing_law, courts })
    }

    fn waiver(&mut self, t: &mut Table<'_>) -> Option<Waiver> {
        let flow = t.text("flow").and_then(|text| {
            self.names.find("flow", &text, t).map(|f| Spanned::new(FlowIx::new(f), text.span))
        });
        let finding = t.need_text("finding").and_then(|text| {
            let code = Code::parse(&text.value);
            if code.is_none() {
                t.problem(unknown_word(&text, "finding", Code::ALL.iter().map(|code| code.name())));
            }
            code.map(|code| Spanned::new(code, text.span))
        });
        let reason = t.need_text("reason");
        let approved_by = t.need_text("approved_by");
        let since = t.day("since");
        let until = t.need_day("until");
        if let (Some(since), Some(until)) = (since, until)
            && until.value < since.value
        {
            let message = format!("`until` ({}) is before `since` ({})", until.value, since.value);
            t.problem(
                Problem::new(ProblemCode::DatesReversed, until.span, message)
                    .other(since.span, "begins here"),
            );
        }
        let span = finding.map_or(t.span(), |f| f.span);
        t.finish();
        Some(Waiver {
            span,
            flow,
            finding: finding?,
            reason: reason?.value,
            approved_by: approved_by?.value,
            since: since.map(|d| d.value),
            until: until?,
        })
    }

    fn duty(&mut self, t: &mut Table<'_>) -> Option<Duty> {
        let id = t.need_text("id");
        let party = t.text("party").and_then(|text| self.party_ref(t, &text));
        let kind = t.need_text("kind");
        let due = t.need_day("due");
        let done = t.day("done");
        t.finish();
        let id = id?;
        Some(Duty {
            span: id.span,
            id: id.value,
            party,
            kind: kind?.value,
            due: due?,
            done: done.map(|d| d.value),
        })
    }
}

/// What is wrong with the path of a file of evidence: it must stay inside the register's folder on any system.
fn evidence_path(file: &Spanned<String>) -> Option<Problem> {
    let path = file.value.as_str();
    let drive = path.as_bytes().get(1) == Some(&b':');
    let message = if path.is_empty() || path.contains('\0') {
        "`file` names no file"
    } else if path.starts_with(['/', '\\']) || drive {
        "`file` is an absolute path; evidence lies inside the register's folder"
    } else if path.split(['/', '\\']).any(|part| part == "..") {
        "`file` leads out of the register's folder"
    } else {
        return None;
    };
    let help = "copy the file into the register's folder and name it from there, with `/` between folders";
    Some(Problem::new(ProblemCode::Contradiction, file.span, message).help(help))
}

/// A number of months, written with its unit.
fn months_of(t: &mut Table<'_>, key: &'static str) -> Option<Spanned<u32>> {
    let text = t.text(key)?;
    let found = months(&text.value);
    if found.is_none() {
        let what = format!("`{}` is not an age", shorten(&text.value));
        let problem = Problem::new(ProblemCode::UnknownWord, text.span, what);
        t.problem(problem.help("write a number of months or years, such as \"12 months\""));
    }
    found.map(|months| Spanned::new(months, text.span))
}

/// Takes a value that may stand in one file only, or in several alike.
fn once(t: &mut Table<'_>, key: &str, known: &mut Option<Spanned<u32>>, new: Option<Spanned<u32>>) {
    let Some(new) = new else { return };
    if let Some(first) = known.filter(|first| first.value != new.value) {
        let what = format!("another `{key}` than before");
        let problem = Problem::new(ProblemCode::Contradiction, new.span, what);
        t.problem(problem.other(first.span, "the first is here"));
    }
    *known = Some(new);
}

/// Reads `12 months` or `2 years` as months.
fn months(text: &str) -> Option<u32> {
    let (number, unit) = text.trim().split_once(' ')?;
    let number: u32 = number.parse().ok()?;
    match unit.trim() {
        "month" | "months" => Some(number),
        "year" | "years" => number.checked_mul(12),
        _ => None,
    }
    .filter(|months| *months > 0 && *months <= 1200)
}

#[cfg(test)]
mod tests {
    use super::months;

    #[test]
    fn ages_are_months_or_years() {
        assert_eq!(months("12 months"), Some(12));
        assert_eq!(months("2 years"), Some(24));
        assert_eq!(months("1 month"), Some(1));
        assert_eq!(months("0 months"), None);
        assert_eq!(months("a year"), None);
        assert_eq!(months("12"), None);
    }
}
