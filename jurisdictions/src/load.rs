//! Texts to a law pack: first what rows can name (places, words, schemes, regimes, mechanisms, powers), then
//! the rows with each name resolved. Every fault is reported with its place.

// The build script reads this file too, from where the modules would be looked for elsewhere.
#[path = "load/condition.rs"]
pub(crate) mod condition;
#[path = "load/header.rs"]
mod header;
#[path = "load/law.rs"]
mod law;
#[path = "load/names.rs"]
mod names;
#[path = "load/resolve.rs"]
mod resolve;
#[path = "load/rows.rs"]
mod rows;
#[path = "load/world.rs"]
mod world;

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use transfer_model::diag::{Problem, Problems};
use transfer_model::index::{MechanismIx, PlaceIx};
use transfer_model::law::{LawPack, PlaceSet};
use transfer_model::read::{Table, parse};
use transfer_model::source::{Source, SourceId, Sources, Span};

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

struct Loader<'a> {
    sources: &'a Sources,
    pack: LawPack,
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
}
