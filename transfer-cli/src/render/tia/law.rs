//! What the law pack knows of the destination, held against what the register knows of the recipient: powers,
//! facts of each aspect, and what each measure is worth against them.

use transfer_model::assess::evaluate;
use transfer_model::law::{Aspect, Effect};

use super::{Sheet, unconfirmed};
use crate::render::paper::{Cell, Run, cell, cut, plain, strong};

impl Sheet<'_> {
    /// The powers of the destination, whether each reaches the recipient, and what it does to the tools.
    pub(super) fn powers(&mut self) {
        let mut powers = self.engine.powers_at(self.group.place);
        let known = self.loaded.register.party(self.group.recipient).exposure.as_deref().unwrap_or_default();
        // Those that matter most first: known to reach the recipient, then able to defeat a tool.
        powers.sort_by_key(|ix| {
            let reaches = known.iter().any(|power| power.value == *ix);
            (!reaches, self.loaded.book.power(*ix).defeats.is_empty())
        });
        let place = self.place(Some(self.group.place));
        let recipient = cut(&self.loaded.register.party(self.group.recipient).name);
        if powers.is_empty() {
            let run = self.ask(format!(
                "Which laws of {place} give authorities access to data held by {recipient}? The law pack has no power of that place on {}.",
                self.loaded.day
            ));
            self.text(vec![run]);
        }
        let mut rows = Vec::new();
        for ix in powers {
            let power = self.loaded.book.power(ix);
            let exposure = self.loaded.register.party(self.group.recipient).exposure.as_deref();
            let reaches = match exposure.map(|known| known.iter().any(|p| p.value == ix)) {
                Some(true) => vec![strong("yes"), plain("(recorded)")],
                Some(false) if exposure.is_some_and(<[_]>::is_empty) => {
                    vec![strong("no"), plain("(recorded: looked at, none reaches it)")]
                }
                Some(false) => cell("not recorded as reaching it"),
                None => self.asked(format!("Does {} reach {recipient}?", power.name)),
            };
            let mut defeats: Cell = Vec::new();
            for regime in self.regimes.clone() {
                if let Some(defeat) = self.engine.defeat(ix, regime) {
                    defeats.push(strong("yes"));
                    defeats.push(plain(format!("under {}: {}", self.law_name(regime), defeat.citation)));
                    if defeat.confidence == transfer_model::law::Confidence::Memory {
                        defeats.push(Run::Mark("unverified".to_owned()));
                    }
                }
            }
            if defeats.is_empty() {
                defeats.push(plain("not by itself on this day"));
            }
            let since = power.header.period.start().map_or("not known".to_owned(), |day| day.to_string());
            rows.push(vec![
                vec![strong(&power.name), plain(format!("({})", power.header.id))],
                cell(since),
                reaches,
                defeats,
                Self::source(&power.header),
            ]);
        }
        if !rows.is_empty() {
            let head = ["power", "since", "reaches the recipient", "defeats a tool in the clear", "source"];
            self.table(&format!("Powers of {place} on {}", self.loaded.day), &head, rows);
        }
        self.profile(&Aspect::WORDS.map(|(_, aspect)| aspect));
        self.events();
    }

    /// Facts about the destination of these aspects, each told once.
    pub(super) fn profile(&mut self, aspects: &[Aspect]) {
        let number = match self.step {
            0 => self.part.to_string(),
            step => format!("{}.{step}", self.part),
        };
        let mut earlier: Vec<String> = Vec::new();
        let mut fresh: Vec<Aspect> = Vec::new();
        for aspect in aspects {
            match self.aspects.get(aspect) {
                Some(at) => earlier.push(format!("{}: under {at}", aspect.title().to_lowercase())),
                None => fresh.push(*aspect),
            }
        }
        let mut known: Vec<_> = self
            .engine
            .profiles_at(self.group.place, &self.regimes)
            .into_iter()
            .filter_map(|at| self.loaded.book.pack().profiles.get(at))
            .filter(|row| fresh.contains(&row.aspect))
            .collect();
        known.sort_by_key(|row| (row.aspect, row.header.period.since));
        let mut rows = Vec::new();
        for row in known {
            self.aspects.entry(row.aspect).or_insert_with(|| number.clone());
            let since = row.header.period.start().map_or("-".to_owned(), |day| day.to_string());
            rows.push(vec![cell(row.aspect.title()), cell(&row.text), cell(since), Self::noted(&row.header)]);
        }
        if !earlier.is_empty() {
            self.text(vec![plain(format!("Facts of the law pack on {}.", earlier.join("; ")))]);
        }
        if !rows.is_empty() {
            self.table("Facts of the law pack", &["aspect", "fact", "since", "source"], rows);
        }
        let place = self.place(Some(self.group.place));
        let missing = fresh.into_iter().filter(|aspect| !self.aspects.contains_key(aspect));
        let questions: Vec<String> = missing
            .map(|aspect| {
                format!(
                    "{} in {place}: what is known? The law pack has no such fact on {}.",
                    aspect.title(),
                    self.loaded.day
                )
            })
            .collect();
        if !questions.is_empty() {
            let asked = questions.into_iter().map(|question| self.asked(question)).collect();
            self.blocks.push(crate::render::paper::Block::List(asked));
        }
    }

    /// Events that put assessments of this place out of date, up to the day.
    fn events(&mut self) {
        let mut rows = Vec::new();
        for event in &self.loaded.book.pack().events {
            let begun = event.header.period.since <= self.loaded.day;
            let here = event.places.is_empty() || event.places.contains(&self.group.place);
            let mine = event.regimes.is_empty() || event.regimes.iter().any(|r| self.regimes.contains(r));
            if begun && here && mine && event.effect == Effect::OvertakesAssessments {
                let day = event.header.period.start().map_or("-".to_owned(), |day| day.to_string());
                rows.push(vec![cell(day), cell(&event.text), Self::source(&event.header)]);
            }
        }
        if !rows.is_empty() {
            let caption = "Events that put earlier assessments of this place out of date";
            self.table(caption, &["day", "event", "source"], rows);
        }
    }

    /// The measures of each flow, judged by the use cases of Annex 2.
    pub(super) fn measures(&mut self) {
        let mut rows = Vec::new();
        for ix in self.flows.clone() {
            let flow = self.loaded.register.flow(ix);
            let id = self.flow_id(ix);
            match &flow.safeguards {
                None => {
                    let asked = self.asked(format!("Which measures protect the data of `{id}`?"));
                    rows.push(vec![cell(id), asked, cell("-"), cell("-")]);
                }
                Some(have) if have.value.is_empty() => {
                    rows.push(vec![cell(id), cell("none (recorded)"), cell("-"), cell("-")]);
                }
                Some(have) => {
                    for measure in &have.value {
                        let found = evaluate(*measure, flow.access, flow.roles.value);
                        rows.push(vec![
                            cell(&id),
                            cell(measure.name()),
                            cell(use_case(found.use_case)),
                            if found.effective {
                                vec![strong("yes"), plain("if every condition of the use case is met")]
                            } else if found.use_case.is_none() {
                                vec![
                                    strong("no"),
                                    plain("not alone: it does not bind the authorities of the destination"),
                                ]
                            } else {
                                vec![
                                    strong("no"),
                                    plain(format!(
                                        "not where the data are worked with as {}",
                                        flow.access.name()
                                    )),
                                ]
                            },
                        ]);
                    }
                }
            }
        }
        self.table(
            "Supplementary measures against access in the destination",
            &[
                "flow",
                "measure",
                "use case of Annex 2, Recommendations 01/2020",
                "keeps the data out of reach",
            ],
            rows,
        );
        self.against_powers();
    }

    /// What a power known to defeat the tools does to these flows, and what an assessment counts on.
    fn against_powers(&mut self) {
        let mut list = Vec::new();
        for due in &self.group.rows {
            if let Some(power) = due.defeated_by {
                list.push(vec![plain(format!(
                    "{}, {}: {} is recorded as reaching the recipient and no effective measure is recorded: the tool does not hold.",
                    self.flow_id(due.flow),
                    self.law_name(due.regime),
                    self.loaded.book.power(power).name
                ))]);
            }
        }
        let mut lacking = Vec::new();
        for due in &self.group.rows {
            let flow = self.loaded.register.flow(due.flow);
            let recorded = due.tias.iter().filter_map(|at| self.loaded.register.tias.get(*at));
            for (tia, measure) in
                recorded.flat_map(|tia| tia.measures.iter().map(move |measure| (tia, measure)))
            {
                let has = flow.safeguards.as_ref().is_some_and(|have| have.value.contains(&measure.value));
                let line = format!(
                    "{}: the assessment {} counts on {}, which the flow does not record.",
                    self.flow_id(due.flow),
                    cut(&tia.id),
                    measure.value.name()
                );
                if !has && !lacking.contains(&line) {
                    lacking.push(line);
                }
            }
        }
        list.extend(lacking.into_iter().map(cell));
        if !list.is_empty() {
            self.blocks.push(crate::render::paper::Block::List(list));
        }
        let marks: Vec<Run> = self
            .engine
            .powers_at(self.group.place)
            .into_iter()
            .flat_map(|ix| unconfirmed(&self.loaded.book.power(ix).header))
            .filter(|mark| *mark == Run::Mark("unverified".to_owned()))
            .take(1)
            .collect();
        if !marks.is_empty() {
            let mut runs = vec![plain("Powers above that are marked as unverified were read in no source:")];
            runs.push(self.ask("Are the powers marked as unverified in force, and what do they reach?"));
            self.text(runs);
        }
    }
}

/// A use case in words.
fn use_case(number: Option<u8>) -> &'static str {
    match number {
        Some(1) => "1: storage that needs no access to clear data, keys outside the destination",
        Some(2) => "2: pseudonymised data, the key with the exporter",
        Some(3) => "3: encryption while the data pass through",
        Some(4) => "4: a recipient whom the destination's law protects",
        Some(5) => "5: split processing",
        Some(6) => "6: a processor that needs clear data; no effective measure known",
        Some(7) => "7: remote access or business use of clear data; no effective measure known",
        Some(_) | None => "none: contractual or organisational",
    }
}
