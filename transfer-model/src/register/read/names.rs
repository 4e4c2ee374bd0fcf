//! The ids of a register: collected before the tables are read, so that every reference can be resolved where
//! it stands, whatever the order of tables and files.

use std::borrow::Cow;

use indexmap::IndexMap;

use crate::diag::{Problem, ProblemCode, Problems, Turn};
use crate::law::LawBook;
use crate::read::{Entries, Node, Table, Value, shorten};
use crate::source::{SourceId, Span, Spanned, is_hidden};

/// The step of reading in which ids are collected.
const IDS: u8 = 1;

/// Comparing every dangling reference with every id would take too long in a large broken register.
const MOST_COMPARED: usize = 50;

const LONGEST_ID: usize = 128;

/// Kinds of table that have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Party,
    Data,
    Instrument,
    Flow,
    Tia,
    Notice,
    Duty,
}

impl Named {
    pub(super) const ALL: [(Self, &'static str); 7] = [
        (Self::Party, "party"),
        (Self::Data, "data"),
        (Self::Instrument, "instrument"),
        (Self::Flow, "flow"),
        (Self::Tia, "tia"),
        (Self::Notice, "notice"),
        (Self::Duty, "duty"),
    ];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The kind of that name.
    pub(super) fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// A table of a list with ids: where it begins, and where its id stands if it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    source: SourceId,
    start: u32,
    id: Option<u32>,
}

#[derive(Debug, Default)]
struct Kind<'s> {
    ids: IndexMap<Cow<'s, str>, (u32, Span)>,
    slots: Vec<Slot>,
}

/// The ids of a register, by kind of table, numbered as the tables will be.
pub(super) struct Names<'s> {
    law: &'s LawBook,
    kinds: [Kind<'s>; 7],
}

impl<'s> Names<'s> {
    pub(super) fn new(law: &'s LawBook) -> Self {
        Self { law, kinds: Default::default() }
    }

    fn kind(&self, named: Named) -> Option<&Kind<'s>> {
        let at = Named::ALL.iter().position(|(kind, _)| *kind == named)?;
        self.kinds.get(at)
    }

    fn kind_mut(&mut self, named: Named) -> Option<(usize, &mut Kind<'s>)> {
        let at = Named::ALL.iter().position(|(kind, _)| *kind == named)?;
        self.kinds.get_mut(at).map(|kind| (at, kind))
    }

    /// A table of that kind follows.
    pub(super) fn table(&mut self, named: Named, source: SourceId, start: usize) {
        if let Some((_, kind)) = self.kind_mut(named) {
            let start = u32::try_from(start).unwrap_or(u32::MAX);
            kind.slots.push(Slot { source, start, id: None });
        }
    }

    /// The table has this id.
    pub(super) fn id(&mut self, named: Named, id: Cow<'s, str>, span: Span, problems: &mut Problems) {
        let law = self.law;
        let Some((at, kind)) = self.kind_mut(named) else { return };
        let section = u8::try_from(at).unwrap_or(u8::MAX);
        problems.turn(Turn { step: IDS, source: span.source, section });
        check(law, named, &id, span, problems);
        let number = u32::try_from(kind.slots.len().saturating_sub(1)).unwrap_or(u32::MAX);
        if let Some(slot) = kind.slots.last_mut() {
            slot.id = Some(span.start);
        }
        if let Some((_, first)) = kind.ids.get(&id) {
            let message = format!("a second {} with the id `{}`", named.name(), shorten(&id));
            problems.push(
                Problem::new(ProblemCode::DuplicateId, span, message)
                    .other(*first, "the first is here")
                    .help("ids name one thing each; rename one of them"),
            );
        } else {
            kind.ids.insert(id, (number, span));
        }
    }

    /// The ids of a tree.
    pub(super) fn collect(&mut self, source: SourceId, root: &Entries<'s>, problems: &mut Problems) {
        for (named, name) in Named::ALL {
            let Some(Node { value: Value::List(items), .. }) = root.get(name) else { continue };
            for item in items {
                self.table(named, source, crate::source::to_usize(item.start));
                let Some((id, node)) = id_of(item) else { continue };
                let span = Span { source, start: node.start, end: node.end };
                self.id(named, id.clone(), span, problems);
            }
        }
    }

    /// Whether the tables of a part of a text are those that were collected of it.
    pub(super) fn agree(&self, source: SourceId, start: usize, end: usize, root: &Entries<'_>) -> bool {
        let before =
            |slot: &Slot, at: usize| (slot.source, crate::source::to_usize(slot.start)) < (source, at);
        self.kinds.iter().zip(Named::ALL).all(|(kind, (_, name))| {
            let first = kind.slots.partition_point(|slot| before(slot, start));
            let last = kind.slots.partition_point(|slot| before(slot, end));
            let known = kind.slots.get(first..last).unwrap_or_default();
            let items = match root.get(name) {
                Some(Node { value: Value::List(items), .. }) => items.as_slice(),
                Some(_) => return false,
                None => &[],
            };
            let same = |(slot, item): (&Slot, &Node<'_>)| slot.id == id_of(item).map(|(_, node)| node.start);
            known.len() == items.len() && known.iter().zip(items).all(same)
        })
    }

    /// The number of the table with that id.
    pub(super) fn number(&self, named: Named, id: &str) -> Option<usize> {
        let (number, _) = self.kind(named)?.ids.get(id)?;
        Some(crate::source::to_usize(*number))
    }

    /// All ids of a kind.
    pub(super) fn ids(&self, named: Named) -> impl Iterator<Item = &str> + Clone {
        self.kind(named).into_iter().flat_map(|kind| kind.ids.keys().map(AsRef::as_ref))
    }

    /// The number of tables of a kind.
    pub(super) fn count(&self, named: Named) -> usize {
        self.kind(named).map_or(0, |kind| kind.slots.len())
    }

    /// The number of the table that a reference names; a problem if there is none.
    pub(super) fn find(&self, named: Named, text: Spanned<&str>, t: &mut Table<'_>) -> Option<usize> {
        let found = self.number(named, text.value);
        if found.is_none() {
            let item = if named == Named::Data { " item" } else { "" };
            let message = format!("no {}{item} has the id `{}`", named.name(), shorten(text.value));
            let problem = Problem::new(ProblemCode::UnknownReference, text.span, message);
            t.dangling(problem, named.name(), text.value);
        }
        found
    }

    /// Names the nearest right ids for references that lead nowhere.
    pub(super) fn mend(&self, problems: &mut Problems) {
        problems.mend(MOST_COMPARED, |kind, text| {
            let meant = crate::suggest::nearest(text, self.ids(Named::of(kind)?))?;
            Some(format!("did you mean `{meant}`?"))
        });
    }
}

/// The id of a table, where it is a text, and its place.
fn id_of<'t, 's>(item: &'t Node<'s>) -> Option<(&'t Cow<'s, str>, &'t Node<'s>)> {
    let Value::Table(table) = &item.value else { return None };
    let node = table.get("id")?;
    let (Value::Text(id) | Value::Dated(id, _)) = &node.value else { return None };
    Some((id, node))
}

fn check(law: &LawBook, named: Named, id: &str, span: Span, problems: &mut Problems) {
    let bad = id.chars().any(|c| c.is_control() || c.is_whitespace() || is_hidden(c));
    if bad || id.len() > LONGEST_ID {
        problems.push(
            Problem::new(ProblemCode::UnknownWord, span, format!("`{}` cannot be an id", shorten(id)))
                .help(format!("an id has no blanks or invisible characters and at most {LONGEST_ID} bytes")),
        );
    }
    if named == Named::Instrument && law.mechanism_of(id).is_some() {
        problems.push(
            Problem::new(
                ProblemCode::DuplicateId,
                span,
                format!("the instrument id `{id}` is a word of the vocabulary of mechanisms"),
            )
            .help("give the document a name of its own, such as `scc-hosting`"),
        );
    }
}
