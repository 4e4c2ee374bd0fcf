//! What the register knows of the flows themselves: who, what, whose, where, and where the data go next.

use transfer_model::index::{FlowIx, PartyIx};
use transfer_model::register::Personal;

use super::Sheet;
use crate::render::paper::{Cell, Run, cell, cut, plain, strong};

impl Sheet<'_> {
    /// The circumstances of each flow.
    pub(super) fn transfer(&mut self) {
        for flow in self.flows.clone() {
            self.circumstances(flow);
        }
        self.data();
        self.onward();
    }

    fn circumstances(&mut self, ix: FlowIx) {
        let register = &self.loaded.register;
        let flow = register.flow(ix);
        let exporter = self.party(flow.from.value);
        let acts = flow.context.map(|context| self.place(Some(context.value)));
        let recipient = self.recipient();
        let seen: Vec<String> = flow
            .accessed_from
            .iter()
            .flatten()
            .map(|access| {
                let by =
                    access.by.map_or("its own staff".to_owned(), |by| cut(&register.party(by.value).name));
                format!("{} by {by}", self.place(access.place.value))
            })
            .collect();
        let stored: Vec<String> =
            flow.locations.iter().flatten().map(|place| self.place(place.value)).collect();
        let purposes: Vec<String> = flow.purposes.iter().map(|purpose| cut(&purpose.value)).collect();
        let basis: Vec<String> = flow.basis.iter().map(|basis| cut(&basis.value)).collect();
        let id = self.flow_id(ix);
        let mut rows = vec![("exporter", cell(exporter))];
        rows.extend(acts.map(|acts| ("acts in", cell(acts))));
        if flow.to.value != self.group.recipient {
            rows.push(("importer", cell(self.party(flow.to.value))));
        }
        rows.push(("recipient", recipient));
        rows.push(("roles", cell(flow.roles.value.name())));
        rows.push(("how the data are worked with", cell(flow.access.name())));
        rows.push((
            "stored or processed in",
            match &flow.locations {
                None => vec![plain("not recorded: taken as the importer's country")],
                Some(_) if stored.is_empty() => cell("nowhere"),
                Some(_) => cell(stored.join("; ")),
            },
        ));
        rows.push((
            "seen from",
            match &flow.accessed_from {
                None => self.asked(format!("From where, and by whom, are the data of `{id}` seen?")),
                Some(list) if list.is_empty() => cell("nowhere else"),
                Some(_) => cell(seen.join("; ")),
            },
        ));
        rows.push((
            "purposes",
            if purposes.is_empty() {
                self.asked(format!("For which purposes does `{id}` take place?"))
            } else {
                cell(purposes.join("; "))
            },
        ));
        if !basis.is_empty() {
            rows.push(("lawful basis", cell(basis.join("; "))));
        }
        let since = flow.period.start().map(|day| day.to_string());
        let until = flow.period.end().map(|day| day.to_string());
        rows.push((
            "since",
            match since {
                Some(day) => cell(day),
                None => self.asked(format!("Since when does `{id}` take place?")),
            },
        ));
        rows.push(("until", cell(until.as_deref().unwrap_or("no end recorded"))));
        rows.extend(flow.returned.map(|day| ("data returned", cell(day.to_string()))));
        rows.extend(flow.optional.as_ref().map(|on| ("optional", cell(on))));
        self.facts(&format!("Flow {id}"), rows);
    }

    pub(super) fn party(&self, ix: PartyIx) -> String {
        let party = self.loaded.register.party(ix);
        format!("{}, {}, {}", cut(&party.name), party.kind.name(), self.place(party.country.value))
    }

    /// Who receives, of what sector, and who owns it.
    fn recipient(&mut self) -> Cell {
        let register = &self.loaded.register;
        let ix = self.group.recipient;
        let party = register.party(ix);
        let mut runs = vec![plain(self.party(ix))];
        runs.push(match party.sector {
            Some(sector) => plain(format!("sector {}", self.loaded.book.sector(sector.value))),
            None => self.ask(format!("In which sector is {}?", cut(&party.name))),
        });
        let owners: Vec<String> = self
            .engine
            .graph
            .owners(ix)
            .iter()
            .filter(|owner| **owner != ix)
            .map(|owner| self.party(*owner))
            .collect();
        if !owners.is_empty() {
            runs.push(plain(format!("controlled by {}", owners.join("; "))));
        }
        runs
    }

    /// The data, whose they are, and how many people.
    pub(super) fn data(&mut self) {
        let mut rows = Vec::new();
        for ix in self.flows.clone() {
            let flow = self.loaded.register.flow(ix);
            let id = self.flow_id(ix);
            let data = listed(flow.data.iter().map(|data| self.datum(data.value)).collect());
            let people = if flow.subjects.is_empty() {
                self.asked(format!("Whose data does `{id}` carry, and where do they live?"))
            } else {
                let people = flow.subjects.iter().map(|subjects| {
                    let places: Vec<&str> = subjects
                        .places
                        .iter()
                        .map(|place| self.loaded.book.place(place.value).code.as_str())
                        .collect();
                    let places =
                        if places.is_empty() { "place not recorded".to_owned() } else { places.join(", ") };
                    cell(format!("{} ({places})", cut(&subjects.group)))
                });
                listed(people.collect())
            };
            let volume = if flow.volume.is_empty() {
                self.asked(format!("How many people's data does `{id}` carry in a year?"))
            } else {
                let volume = flow.volume.iter().map(|volume| {
                    let year = volume.year.map_or_else(String::new, |year| format!(" in {year}"));
                    cell(format!("{} people{year}", volume.people))
                });
                listed(volume.collect())
            };
            rows.push(vec![cell(id), data, people, volume]);
        }
        self.table("Data and people", &["flow", "data", "people", "how many"], rows);
    }

    fn datum(&self, ix: transfer_model::index::DataIx) -> Vec<Run> {
        let data = self.loaded.register.datum(ix);
        let mut marks: Vec<String> = data.special.iter().map(|special| special.name().to_owned()).collect();
        for (word, is) in
            [("staff data", data.hr), ("criminal convictions", data.criminal), ("children", data.children)]
        {
            if is {
                marks.push(word.to_owned());
            }
        }
        match data.personal.value {
            Personal::Yes => {}
            Personal::No => marks.push("not personal".to_owned()),
            Personal::Disputed => marks.push("disputed whether personal".to_owned()),
        }
        let mut runs = cell(cut(&data.name));
        if !marks.is_empty() {
            runs.push(strong(format!("({})", marks.join(", "))));
        }
        runs
    }

    /// By which flows the recipient passes the data on.
    pub(super) fn onward(&mut self) {
        let mut rows = Vec::new();
        let mut seen: Vec<FlowIx> = Vec::new();
        for from in self.flows.clone() {
            for next in self.engine.onward_from(from, self.group.recipient) {
                if seen.contains(&next) {
                    continue;
                }
                seen.push(next);
                let verdict = self.assessment.flows.iter().find(|result| result.flow == next);
                rows.push(vec![
                    cell(self.flow_id(next)),
                    cell(self.party(self.loaded.register.flow(next).to.value)),
                    vec![strong(verdict.map_or("-", |result| result.verdict.name()))],
                ]);
            }
        }
        if rows.is_empty() {
            let question = format!(
                "Does {} pass the data on? No onward flow is recorded.",
                cut(&self.loaded.register.party(self.group.recipient).name)
            );
            let run = self.ask(question);
            self.text(vec![run]);
        } else {
            self.table("Onward transfers of these data", &["flow", "to", "verdict"], rows);
        }
    }

    /// Whether people were told of the destination and the safeguard.
    pub(super) fn notice(&mut self) {
        let mut rows = Vec::new();
        for ix in self.flows.clone() {
            let id = self.flow_id(ix);
            let told = self.loaded.register.flow(ix).shown.as_ref().and_then(|shown| shown.disclosed);
            let told = match told {
                Some(true) => cell("recorded as disclosed"),
                Some(false) => vec![strong("recorded as not disclosed")],
                None => {
                    self.asked(format!("Are people told to which state and by which safeguard `{id}` goes?"))
                }
            };
            rows.push(vec![cell(id), told]);
        }
        self.table("What people are told", &["flow", "disclosed"], rows);
    }
}

/// Items one after the other, divided by semicolons.
fn listed(items: Vec<Cell>) -> Cell {
    let last = items.len().saturating_sub(1);
    let mut all = Cell::new();
    for (at, mut item) in items.into_iter().enumerate() {
        if let Some(Run::Plain(text) | Run::Strong(text)) = item.last_mut()
            && at < last
        {
            text.push(';');
        }
        all.extend(item);
    }
    all
}
