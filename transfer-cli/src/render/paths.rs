//! The answer of `transfer paths`: each path with its hops; at the first that does not stand, what closes the
//! gap. For programs `transfer-paths/1`.

use std::collections::BTreeSet;

use serde::Serialize;
use transfer_model::assess::{Assessment, FlowResult, Words};
use transfer_model::index::PartyIx;
use transfer_model::query::{Hop, Leg, Path, Paths, Travel, closing};

use super::carried::{Carried, carriers};
use super::head::{Head, document, head, law_line};
use super::table;
use super::text::{clean, short};
use crate::input::Loaded;
use crate::render::markdown::escape;

/// What was found, and what is needed to tell it.
pub(crate) struct Answer<'a> {
    pub(crate) loaded: &'a Loaded,
    pub(crate) assessment: &'a Assessment,
    pub(crate) travel: &'a Travel<'a>,
    pub(crate) found: &'a Paths,
    /// How many were found, also those not printed.
    pub(crate) all: usize,
    /// How many of these have a hop that does not stand.
    pub(crate) open: usize,
    pub(crate) longest: usize,
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    summary: Summary,
    paths: Vec<PathOut<'a>>,
}

#[derive(Serialize)]
struct Summary {
    found: usize,
    shown: usize,
    uncovered: usize,
    max_length: usize,
    longer: bool,
    complete_to: Option<usize>,
}

#[derive(Serialize)]
struct PathOut<'a> {
    from: &'a str,
    to: &'a str,
    data: Vec<&'a str>,
    verdict: &'static str,
    goes_on: bool,
    hops: Vec<HopOut<'a>>,
    gap: Option<Gap<'a>>,
}

#[derive(Serialize)]
struct HopOut<'a> {
    flow: &'a str,
    from: &'a str,
    to: &'a str,
    optional: Option<&'a str>,
    over_since: Option<String>,
    verdict: &'static str,
    mechanisms: Vec<&'a str>,
}

#[derive(Serialize)]
struct Gap<'a> {
    flow: &'a str,
    closes: Vec<Remedy<'a>>,
}

#[derive(Serialize)]
struct Remedy<'a> {
    code: &'static str,
    regime: Option<&'a str>,
    message: String,
    remedy: String,
}

impl<'a> Answer<'a> {
    fn leg(&self, hop: &Hop) -> Option<&'a Leg<'a>> {
        self.travel.legs().get(hop.leg)
    }

    fn party(&self, ix: PartyIx) -> &'a str {
        &self.loaded.register.party(ix).id
    }

    fn begins(&self, path: &Path) -> &'a str {
        let first = path.hops.first().and_then(|hop| self.leg(hop));
        first.map_or("", |leg| self.party(self.travel.flow(leg).from.value))
    }

    fn ends(&self, path: &Path) -> &'a str {
        path.hops.last().map_or("", |hop| self.party(hop.to))
    }

    fn data(&self, path: &Path) -> Vec<&'a str> {
        path.data.iter().map(|data| self.loaded.register.datum(*data).id.as_str()).collect()
    }

    fn mechanisms(&self, result: &FlowResult) -> Vec<&'a str> {
        let all = result.regimes.iter().flat_map(carriers);
        let mut ids: Vec<&str> = all.map(|ix| self.loaded.book.mechanism(ix).id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn gap(&self, path: &Path) -> Option<Gap<'a>> {
        let leg = path.hops.iter().filter_map(|hop| self.leg(hop)).find(|leg| !leg.verdict().stands())?;
        let words = Words { register: &self.loaded.register, book: &self.loaded.book };
        let flow = self.travel.flow(leg);
        let mut closes: Vec<Remedy<'a>> = closing(leg.flow(), &self.assessment.findings, words)
            .into_iter()
            .map(|(finding, remedy)| Remedy {
                code: finding.code.name(),
                regime: finding.regime.map(|regime| words.regime(regime)),
                message: words.message(finding),
                remedy,
            })
            .collect();
        if leg.held {
            closes.push(Remedy {
                code: "upstream-broken",
                regime: None,
                message: format!("the flow is over and the importer still holds the data; it ended as {}", leg.verdict().name()),
                remedy: format!(
                    "see `transfer explain REGISTER --flow {} --as-of {}`, or have the data returned and record `returned`",
                    flow.id, flow.period.until
                ),
            });
        }
        Some(Gap { flow: &flow.id, closes })
    }

    /// What the answer leaves out, one line each.
    pub(crate) fn limits(&self) -> String {
        let mut text = String::new();
        let left = self.all.saturating_sub(self.found.found.len());
        if left > 0 {
            text.push_str(&format!("{left} more {} left out; --limit prints more\n", paths(left)));
        }
        if let Some(most) = self.found.cut_after {
            let complete = match most {
                0 => "paths of any length may be missing".to_owned(),
                1 => "all paths of 1 hop are counted, longer ones may be missing".to_owned(),
                most => format!("all paths of up to {most} hops are counted, longer ones may be missing"),
            };
            text.push_str(&format!(
                "the search was cut: {complete}; narrow it with --from, --to, --data or --max-length\n"
            ));
        }
        if self.found.longer {
            text.push_str(&format!(
                "there may be longer paths; only those of up to {} hops are searched (--max-length)\n",
                self.longest
            ));
        }
        text
    }

    fn summary(&self) -> String {
        format!(
            "{} on {}: {}{} {}, {} with a hop that does not stand\n",
            clean(&self.loaded.register.name),
            self.loaded.day,
            if self.found.cut_after.is_some() { "at least " } else { "" },
            self.all,
            paths(self.all),
            self.open
        )
    }

    fn none(&self) -> String {
        format!(
            "No path: the data cannot travel so ({} on {}).\n",
            clean(&self.loaded.register.name),
            self.loaded.day
        )
    }

    fn hop(&self, hop: &Hop) -> Option<[String; 7]> {
        let leg = self.leg(hop)?;
        let flow = self.travel.flow(leg);
        let mut id = flow.id.clone();
        if flow.optional.is_some() {
            id.push_str(" (optional)");
        }
        if leg.held {
            id.push_str(&format!(" (over since {}, data still held)", flow.period.until.next()));
        }
        let carried = Carried::of(&leg.result, self.travel.engine);
        Some([
            self.party(flow.from.value).to_owned(),
            self.party(hop.to).to_owned(),
            flow.id.clone(),
            id,
            format!("{}{}", leg.verdict().name(), carried.sentence()),
            leg.verdict().name().to_owned(),
            carried.cells().join(", "),
        ])
    }

    /// For people.
    pub(crate) fn human(&self) -> String {
        let mut text = String::new();
        let mut told = BTreeSet::new();
        for (at, path) in self.found.found.iter().enumerate() {
            text.push_str(&format!(
                "{}. {} to {}: {} ({})\n",
                at.saturating_add(1),
                clean(self.begins(path)),
                clean(self.ends(path)),
                path.worst.name(),
                short(&clean(&self.data(path).join(", ")), 60)
            ));
            for [from, to, _, id, told, ..] in path.hops.iter().filter_map(|hop| self.hop(hop)) {
                text.push_str(&format!(
                    "   {} > {}  {}: {}\n",
                    clean(&from),
                    clean(&to),
                    clean(&id),
                    clean(&told)
                ));
            }
            if path.goes_on {
                text.push_str("   ... and further\n");
            }
            if let Some(gap) = self.gap(path) {
                // Many paths share their first gap; what closes it is told once.
                if !told.insert(gap.flow) {
                    text.push_str(&format!("   gap: {}, as above\n\n", clean(gap.flow)));
                    continue;
                }
                for close in &gap.closes {
                    text.push_str(&format!(
                        "   gap: {} [{}]: {}\n        remedy: {}\n",
                        clean(gap.flow),
                        close.code,
                        clean(&close.message),
                        clean(&close.remedy)
                    ));
                }
            }
            text.push('\n');
        }
        text.push_str(&if self.all == 0 { self.none() } else { self.summary() });
        text.push_str(&self.limits());
        text.push_str(&law_line(self.loaded, self.assessment));
        text
    }

    /// For spreadsheets: one row for each hop.
    pub(crate) fn csv(&self) -> String {
        let head =
            ["path", "path-verdict", "data", "hop", "flow", "from", "to", "verdict", "mechanisms", "closes"];
        let mut rows = Vec::new();
        for (at, path) in self.found.found.iter().enumerate() {
            let gap = self.gap(path);
            for (step, hop) in path.hops.iter().enumerate() {
                let Some([from, to, flow, _, _, verdict, by]) = self.hop(hop) else { continue };
                let closes = gap.as_ref().filter(|gap| gap.flow == flow).map(|gap| {
                    gap.closes.iter().map(|close| close.remedy.as_str()).collect::<Vec<_>>().join("; ")
                });
                rows.push(vec![
                    at.saturating_add(1).to_string(),
                    path.worst.name().to_owned(),
                    self.data(path).join(", "),
                    step.saturating_add(1).to_string(),
                    flow,
                    from,
                    to,
                    verdict,
                    by,
                    closes.unwrap_or_default(),
                ]);
            }
        }
        table::comma(&head, &rows)
    }

    /// For wikis.
    pub(crate) fn markdown(&self) -> String {
        let mut text = escape(if self.all == 0 { self.none() } else { self.summary() }.trim_end());
        text.push_str("\n\n");
        for (at, path) in self.found.found.iter().enumerate() {
            let (from, to) = (escape(self.begins(path)), escape(self.ends(path)));
            text.push_str(&format!(
                "{}. **{}**: {from} to {to} ({})\n",
                at.saturating_add(1),
                path.worst.name(),
                escape(&self.data(path).join(", "))
            ));
            for [from, to, _, id, told, ..] in path.hops.iter().filter_map(|hop| self.hop(hop)) {
                let line = format!("{from} to {to}, {id}: {told}");
                text.push_str(&format!("   - {}\n", escape(&line)));
            }
            for close in self.gap(path).into_iter().flat_map(|gap| gap.closes) {
                text.push_str(&format!(
                    "   - gap: {}. Remedy: {}.\n",
                    escape(&close.message),
                    escape(&close.remedy)
                ));
            }
        }
        for line in self.limits().lines() {
            text.push_str(&format!("\n{}\n", escape(line)));
        }
        text
    }

    /// For programs.
    pub(crate) fn json(&self) -> String {
        let hop = |hop: &Hop| {
            let leg = self.leg(hop)?;
            let flow = self.travel.flow(leg);
            Some(HopOut {
                flow: &flow.id,
                from: self.party(flow.from.value),
                to: self.party(hop.to),
                optional: flow.optional.as_deref(),
                over_since: leg.held.then(|| flow.period.until.next().to_string()),
                verdict: leg.verdict().name(),
                mechanisms: self.mechanisms(&leg.result),
            })
        };
        let found = &self.found.found;
        document(&Document {
            head: head("transfer-paths/1", self.loaded, self.assessment),
            summary: Summary {
                found: self.all,
                shown: found.len(),
                uncovered: self.open,
                max_length: self.longest,
                longer: self.found.longer,
                complete_to: self.found.cut_after,
            },
            paths: found
                .iter()
                .map(|path| PathOut {
                    from: self.begins(path),
                    to: self.ends(path),
                    data: self.data(path),
                    verdict: path.worst.name(),
                    goes_on: path.goes_on,
                    hops: path.hops.iter().filter_map(hop).collect(),
                    gap: self.gap(path),
                })
                .collect(),
        })
    }
}

fn paths(count: usize) -> &'static str {
    if count == 1 { "path" } else { "paths" }
}
