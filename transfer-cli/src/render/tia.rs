//! The assessment of a destination as a paper: for flows that one assessment may serve, the steps that each law
//! asks for, filled from the register and from the law pack alone. What neither knows stays an open question; no
//! sentence is made up to fill it.

pub mod due;
mod law;
mod local;
mod tool;
mod transfer;

use std::collections::BTreeMap;

use transfer_model::assess::{Assessment, Due, Engine, Flaw, Group, Limit, Need, RegimeResult, Words};
use transfer_model::index::{FlowIx, MechanismIx, PlaceIx, RegimeIx};
use transfer_model::law::{Aspect, Frame, Header, Topic};
use transfer_model::register::Tia;

use super::paper::{Block, Cell, Paper, Run, Table, cell, cut, plain, strong};
use crate::input::Loaded;

/// The paper of a group of flows.
pub fn paper(loaded: &Loaded, engine: &Engine<'_>, assessment: &Assessment, group: &Group) -> Paper {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let mut sheet = Sheet {
        loaded,
        engine,
        assessment,
        words,
        group,
        flows: group.flows(),
        regimes: group.regimes(),
        blocks: Vec::new(),
        open: Vec::new(),
        told: BTreeMap::new(),
        aspects: BTreeMap::new(),
        part: 0,
        step: 0,
    };
    sheet.summary();
    sheet.frames();
    sheet.findings();
    sheet.questions();
    sheet.sign();
    Paper { title: title(loaded, group), foot: foot(loaded, assessment), blocks: sheet.blocks }
}

/// What the paper is called.
fn title(loaded: &Loaded, group: &Group) -> String {
    let party = |ix| cut(&loaded.register.party(ix).name);
    let place = loaded.book.place(group.place);
    format!(
        "Assessment of {} ({}) for transfers from {} to {}",
        place.in_words(),
        place.code,
        party(group.exporter),
        party(group.recipient)
    )
}

/// A name for the paper's file: destination, recipient and exporter, in letters that any system takes.
pub fn file_name(loaded: &Loaded, group: &Group) -> String {
    let party = |ix| plain_letters(&loaded.register.party(ix).id);
    let place = plain_letters(&loaded.book.place(group.place).code);
    format!("tia-{place}-{}-from-{}", party(group.recipient), party(group.exporter))
}

fn plain_letters(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars().take(40) {
        if c.is_ascii_alphanumeric() {
            safe.push(c.to_ascii_lowercase());
        } else if !safe.ends_with('-') {
            safe.push('-');
        }
    }
    let safe = safe.trim_matches('-');
    if safe.is_empty() { "x".to_owned() } else { safe.to_owned() }
}

/// What stands on each page.
pub fn foot(loaded: &Loaded, assessment: &Assessment) -> Vec<String> {
    let pack = loaded.book.pack();
    vec![
        format!("Register: {}, digest {}", cut(&loaded.register.name), loaded.register.digest),
        format!(
            "Law pack: {}, verified to {}, digest {}",
            cut(&pack.title()),
            assessment.verified_to,
            pack.digest
        ),
        format!("Assessed as of {}", loaded.day),
    ]
}

/// A paper while it is written.
struct Sheet<'a> {
    loaded: &'a Loaded,
    engine: &'a Engine<'a>,
    assessment: &'a Assessment,
    words: Words<'a>,
    group: &'a Group,
    flows: Vec<FlowIx>,
    regimes: Vec<RegimeIx>,
    blocks: Vec<Block>,
    /// Questions asked so far.
    open: Vec<String>,
    /// Where a topic was told.
    told: BTreeMap<Topic, String>,
    /// Where the facts of an aspect of the destination were told.
    aspects: BTreeMap<Aspect, String>,
    part: usize,
    step: usize,
}

impl<'a> Sheet<'a> {
    fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading(level, text.into()));
    }

    fn text(&mut self, runs: Vec<Run>) {
        self.blocks.push(Block::Text(runs));
    }

    fn table(&mut self, caption: &str, head: &[&str], rows: Vec<Vec<Cell>>) {
        self.blocks.push(Block::Table(Table {
            caption: caption.to_owned(),
            head: head.iter().map(|name| (*name).to_owned()).collect(),
            rows,
        }));
    }

    /// Two columns: what, and what is known of it.
    fn facts(&mut self, caption: &str, rows: Vec<(&str, Cell)>) {
        let rows = rows.into_iter().map(|(name, value)| vec![cell(name), value]).collect();
        self.table(caption, &["fact", "as recorded"], rows);
    }

    /// A question, which is told again at the end.
    fn ask(&mut self, question: impl Into<String>) -> Run {
        let question = question.into();
        if !self.open.contains(&question) {
            self.open.push(question.clone());
        }
        Run::Open(question)
    }

    fn asked(&mut self, question: impl Into<String>) -> Cell {
        vec![self.ask(question)]
    }

    fn flow_id(&self, flow: FlowIx) -> String {
        cut(&self.loaded.register.flow(flow).id)
    }

    fn place(&self, place: Option<PlaceIx>) -> String {
        place.map_or_else(
            || "not known".to_owned(),
            |place| {
                let place = self.loaded.book.place(place);
                format!("{} ({})", place.name, place.code)
            },
        )
    }

    fn mechanism(&self, ix: MechanismIx) -> &'a str {
        &self.loaded.book.mechanism(ix).id
    }

    fn law_name(&self, regime: RegimeIx) -> &'a str {
        &self.loaded.book.regime(regime).name
    }

    /// A row of the law: what to cite, when it was read, and whether it is confirmed.
    fn source(header: &Header) -> Cell {
        let mut runs = vec![plain(format!("{} (read {})", header.citation, header.verified))];
        runs.extend(unconfirmed(header));
        runs
    }

    /// The same, with what lawyers are told of the row.
    fn noted(header: &Header) -> Cell {
        let mut runs = Self::source(header);
        runs.extend(header.note.as_ref().map(|note| plain(format!("Note: {note}"))));
        runs
    }

    fn summary(&mut self) {
        self.heading(2, "Result");
        let rows = self.group.rows.clone();
        let mut table = Vec::new();
        for due in &rows {
            let result = self.assessment.flows.iter().find(|result| result.flow == due.flow);
            let regime = result.and_then(|r| r.regimes.iter().find(|r| r.binding.regime == due.regime));
            let carried = regime.and_then(RegimeResult::mechanism);
            let here = regime.and_then(|r| r.by_place.iter().find(|(place, _)| *place == due.place));
            let verdict = here.map_or("-", |(_, verdict)| verdict.name());
            table.push(vec![
                cell(self.flow_id(due.flow)),
                cell(self.law_name(due.regime)),
                vec![strong(verdict)],
                cell(carried.map_or("nothing", |ix| self.mechanism(ix))),
                vec![strong(format!("{}:", due.need.name())), plain(due.need.why())],
                self.state(due),
            ]);
        }
        self.table(
            "The flows, law by law",
            &["flow", "law", "verdict here", "carried by", "assessment needed", "assessment recorded"],
            table,
        );
        self.text(vec![plain(
            "Filled from the register and the law pack named above, and from nothing else. Open questions are marked; a person answers them. This is not legal advice.",
        )]);
    }

    /// An assessment by its id, with the data it is made for where it is not for all.
    fn named(&self, tia: &Tia) -> String {
        let Some(data) = &tia.data else { return cut(&tia.id) };
        let data: Vec<&str> = data.iter().map(|item| self.loaded.register.datum(*item).id.as_str()).collect();
        let data = if data.is_empty() { "no data".to_owned() } else { data.join(", ") };
        cut(&format!("{} (for {data})", tia.id))
    }

    /// The assessments recorded, and what is wrong with them.
    fn state(&self, due: &Due) -> Cell {
        let mut runs = Vec::new();
        for tia in due.tias.iter().filter_map(|at| self.loaded.register.tias.get(*at)) {
            runs.push(plain(format!(
                "{} of {}: {}",
                self.named(tia),
                tia.date.value,
                tia.conclusion.value.name()
            )));
        }
        for flaw in &due.flaws {
            runs.push(Run::Mark(flaw.name().to_owned()));
            let why = flaw_words(self.loaded, *flaw);
            if !why.is_empty() {
                runs.push(plain(why));
            }
        }
        if runs.is_empty() {
            runs.push(plain(if due.need == Need::Needed { "in date" } else { "-" }));
        }
        runs
    }

    /// What each law asks, step by step.
    fn frames(&mut self) {
        let mut seen: Vec<usize> = Vec::new();
        for regime in self.regimes.clone() {
            let tools: Vec<MechanismIx> =
                self.group.rows.iter().filter(|r| r.regime == regime).flat_map(|r| r.tools.clone()).collect();
            let frames = self.engine.frames(regime, &tools);
            if frames.is_empty() {
                self.part += 1;
                let title = format!("{}. Assessment under {}", self.part, self.law_name(regime));
                self.heading(2, title);
                self.local(regime);
                if self.told.is_empty() {
                    self.step = 0;
                    self.told.insert(Topic::Transfer, self.part.to_string());
                    for topic in [Topic::Transfer, Topic::Tool, Topic::Law, Topic::Measures, Topic::Review] {
                        self.topic(topic, &[]);
                    }
                }
            }
            for at in frames {
                if !seen.contains(&at)
                    && let Some(frame) = self.loaded.book.pack().assessments.get(at)
                {
                    seen.push(at);
                    self.frame(frame);
                }
            }
            if !self.engine.frames(regime, &tools).is_empty() && self.has_duties(regime) {
                self.part += 1;
                let title = format!("{}. What else {} asks", self.part, self.law_name(regime));
                self.heading(2, title);
                self.asked_by(regime);
            }
        }
    }

    fn frame(&mut self, frame: &Frame) {
        self.part += 1;
        self.step = 0;
        let laws: Vec<&str> =
            self.regimes.iter().filter(|r| frame.regimes.contains(r)).map(|r| self.law_name(*r)).collect();
        self.heading(2, format!("{}. {}", self.part, frame.title));
        let mut runs = vec![plain(format!("Under {}.", laws.join(", ")))];
        runs.extend(Self::noted(&frame.header));
        self.text(runs);
        for step in &frame.steps {
            self.step += 1;
            let number = format!("{}.{}", self.part, self.step);
            self.heading(3, format!("{number} {}", step.text));
            if let Some(citation) = &step.citation {
                self.text(vec![plain(citation)]);
            }
            let known = self.told.get(&step.topic).cloned();
            match known {
                Some(earlier) if step.topic != Topic::Profile && step.topic != Topic::Judgement => {
                    self.text(vec![plain(format!("The facts stand under {earlier}."))]);
                }
                _ => {
                    self.topic(step.topic, &step.aspects);
                    self.told.entry(step.topic).or_insert(number);
                }
            }
            if !step.asks.is_empty() {
                let asks = step.asks.iter().map(|ask| self.asked(ask.clone())).collect();
                self.blocks.push(Block::List(asks));
            }
        }
    }

    fn topic(&mut self, topic: Topic, aspects: &[Aspect]) {
        match topic {
            Topic::Transfer => self.transfer(),
            Topic::Data => self.data(),
            Topic::Onward => self.onward(),
            Topic::Notice => self.notice(),
            Topic::Tool => self.tool(),
            Topic::Exceptions => self.exceptions(),
            Topic::Formal => self.formal(),
            Topic::Review => self.review(),
            Topic::Law => self.powers(),
            Topic::Profile => self.profile(aspects),
            Topic::Measures => self.measures(),
            Topic::Practice | Topic::Judgement => {}
        }
    }

    /// What the assessment of the register says of these flows, with its remedy.
    fn findings(&mut self) {
        let mine = |flow: Option<FlowIx>| flow.is_some_and(|flow| self.flows.contains(&flow));
        let told: Vec<_> = self
            .assessment
            .findings
            .iter()
            .filter(|finding| mine(finding.flow))
            .filter(|finding| finding.severity != transfer_model::finding::Severity::Note)
            .collect();
        if told.is_empty() {
            return;
        }
        let rows = told
            .into_iter()
            .map(|finding| {
                let flow = finding.flow.map_or_else(String::new, |flow| self.flow_id(flow));
                let law = finding.regime.map_or("", |regime| self.law_name(regime));
                vec![
                    cell(flow),
                    cell(law),
                    vec![strong(format!("{}:", finding.severity.name())), plain(finding.code.name())],
                    cell(self.words.message(finding)),
                    cell(self.words.remedy(finding)),
                ]
            })
            .collect();
        self.heading(2, "Findings on these flows");
        self.table(
            "Findings at error and warning level",
            &["flow", "law", "finding", "what", "remedy"],
            rows,
        );
    }

    fn questions(&mut self) {
        self.heading(2, format!("Open questions: {}", self.open.len()));
        if self.open.is_empty() {
            self.text(vec![plain("None.")]);
        } else {
            let list = self.open.iter().map(|question| vec![plain(question)]).collect();
            self.blocks.push(Block::List(list));
        }
    }

    fn sign(&mut self) {
        self.heading(2, "Conclusion and signatures");
        for choice in [
            "☐ sufficient",
            "☐ sufficient-with-measures, namely:",
            "☐ insufficient: the transfer is not made, or ends",
        ] {
            self.text(cell(choice));
        }
        self.blocks.push(Block::Sign(vec![
            "Prepared".to_owned(),
            "Reviewed (data protection officer)".to_owned(),
            "Approved".to_owned(),
        ]));
    }
}

/// Marks of what is not confirmed in a row.
fn unconfirmed(header: &Header) -> Vec<Run> {
    use transfer_model::law::Confidence;
    let mut marks = Vec::new();
    match header.confidence {
        Confidence::Memory => marks.push(Run::Mark("unverified".to_owned())),
        Confidence::CheckedSecond => marks.push(Run::Mark("secondary source".to_owned())),
        Confidence::Checked => {}
    }
    let memory = header.memory;
    for (cell, is) in [("start", memory.since), ("end", memory.until), ("scope", memory.scope)] {
        if is {
            marks.push(Run::Mark(format!("{cell} unverified")));
        }
    }
    marks
}

/// What is wrong with an assessment, in words.
pub fn flaw_words(loaded: &Loaded, flaw: Flaw) -> String {
    let words = Words { register: &loaded.register, book: &loaded.book };
    match flaw {
        Flaw::Missing => String::new(),
        Flaw::NoneMade => "it is stated that none was made".to_owned(),
        Flaw::Insufficient => "it found that protection is not sufficient".to_owned(),
        Flaw::TooOld(day, Limit::House) => format!("older than the house allows since {day}"),
        Flaw::TooOld(day, Limit::Law) => format!("older than the law allows since {day}"),
        Flaw::Overtaken(event) => loaded.book.pack().events.get(event).map_or_else(String::new, |event| {
            let day = event.header.period.start().map_or_else(String::new, |day| format!(", {day}"));
            format!("{} ({}{day})", event.text.trim_end_matches('.'), event.header.citation)
        }),
        Flaw::Changed(day) => format!("the processing changed on {day}"),
        Flaw::Contradicted(cause) => words.cause_text(cause),
    }
}
