//! What the law says of a flow taken alone: the facts that the oracle starts from.

use std::collections::BTreeMap;
use std::rc::Rc;

use transfer_model::assess::{Basis, Carrier, RegimeResult, Status, Verdict, assess};
use transfer_model::day::Day;
use transfer_model::law::LawBook;
use transfer_model::register::read;

use super::world::{CONTEXTS, World};

/// A flow alone under one regime.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub(crate) verdict: Verdict,
    /// What carries it.
    pub(crate) carrier: Option<String>,
    /// What each of its claims is worth.
    pub(crate) claims: Vec<Worth>,
}

/// What a claim is worth.
#[derive(Debug, Clone)]
pub(crate) struct Worth {
    pub(crate) tag: usize,
    pub(crate) status: Status,
    pub(crate) carrier: Option<String>,
}

/// A flow alone, on one day, for one data item and one recipient.
#[derive(Debug)]
pub(crate) struct Alone {
    /// Under the laws that bind its exporter.
    pub(crate) own: BTreeMap<String, (Basis, Fact)>,
    /// The least its verdict can be where a law of its exporter is not known.
    pub(crate) floor: Verdict,
    /// Under each regime, as if its exporter were established there: with its claims, and without any.
    pub(crate) there: BTreeMap<String, (Fact, Fact)>,
}

/// Flows alone, each asked once.
pub(crate) struct Asked<'a> {
    book: &'a LawBook,
    known: BTreeMap<(String, String), Rc<Alone>>,
    /// The same for the world at hand, by flow, data item, recipient and day.
    here: BTreeMap<(usize, usize, usize, String), Rc<Alone>>,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(book: &'a LawBook) -> Self {
        Self { book, known: BTreeMap::new(), here: BTreeMap::new() }
    }

    pub(crate) fn alone(
        &mut self,
        world: &World,
        flow: usize,
        item: usize,
        recipient: usize,
        day: &str,
    ) -> Rc<Alone> {
        let here = (flow, item, recipient, day.to_owned());
        if let Some(known) = self.here.get(&here) {
            return Rc::clone(known);
        }
        let key = (world.alone(flow, item, recipient, day), day.to_owned());
        let answer = match self.known.get(&key) {
            Some(known) => Rc::clone(known),
            None => Rc::new(self.ask(&key.0, day)),
        };
        self.known.insert(key, Rc::clone(&answer));
        self.here.insert(here, Rc::clone(&answer));
        answer
    }

    /// Turns to another world.
    pub(crate) fn turn(&mut self) {
        self.here.clear();
    }

    fn ask(&self, text: &str, day: &str) -> Alone {
        let register = read(vec![("alone.toml".to_owned(), text.to_owned())], self.book)
            .unwrap_or_else(|(_, problems)| panic!("{problems:?}\n{text}"));
        let found = assess(&register, self.book, Day::parse(day).unwrap());
        let name = |result: &RegimeResult| self.book.regime(result.binding.regime).header.id.clone();
        let id = |carrier: Option<Carrier>| carrier.map(|c| self.book.mechanism(c.mechanism).id.clone());
        let fact = |result: &RegimeResult| Fact {
            verdict: result.verdict,
            carrier: id(result.carrier),
            claims: result
                .claims
                .iter()
                .map(|claim| Worth { tag: claim.tag, status: claim.status, carrier: id(claim.carrier) })
                .collect(),
        };
        let flow = |at: usize| {
            found.flows.iter().find(|result| register.flow(result.flow).id == format!("f{at}")).unwrap()
        };
        let own = flow(0);
        let worst = own.regimes.iter().map(|result| result.verdict).max().unwrap_or(Verdict::NotRestricted);
        let mut there = BTreeMap::new();
        for at in 1..=CONTEXTS.len() {
            let bare = flow(at + CONTEXTS.len());
            for (result, bare) in flow(at).regimes.iter().zip(&bare.regimes) {
                if result.binding.basis == Basis::Established {
                    there.insert(name(result), (fact(result), fact(bare)));
                }
            }
        }
        Alone {
            own: own
                .regimes
                .iter()
                .map(|result| (name(result), (result.binding.basis, fact(result))))
                .collect(),
            floor: if own.verdict > worst { own.verdict } else { Verdict::NotRestricted },
            there,
        }
    }
}
