//! The texts of a register cut into parts, and the parts read on several threads: each becomes tables of the
//! register at once, and its tree is dropped. The result does not depend on the number of threads, since parts
//! are put together in their order. A text that cannot be cut is read as a whole.

use std::collections::BTreeSet;

use super::names::{Named, Names};
use super::parts::Parts;
use super::reader::Reader;
use crate::diag::{Problems, Turn};
use crate::law::LawBook;
use crate::read::cut::{Held, Line, Part, SIZE, cut};
use crate::read::{
    Entries, Faults, Node, PartReader, Table, Value, is_json_lines, json, lines, parse, part_of_lines,
    refusal,
};
use crate::register::digest;
use crate::source::{Source, SourceId, Sources, Span};
use crate::spread;

/// The lists of tables of a register.
const LISTS: [&str; 9] =
    ["party", "data", "instrument", "flow", "tia", "notice", "responsible", "waiver", "duty"];

/// With fewer parts a second thread costs more than it saves.
const FEW: usize = 8;

/// Fewer bytes than a flow has.
const LEAST: usize = 128;

/// Something to be read.
struct Task<'s> {
    id: SourceId,
    what: What<'s>,
}

enum What<'s> {
    /// Tables of lists, in TOML.
    Lists(&'s str, Part),
    /// Other tables, in TOML.
    Other(&'s str, Part),
    /// Lines with tables of lists.
    Lines(&'s str, Part),
    /// A line with another table.
    Line(&'s str, Part),
    /// A text as a whole.
    Whole(Entries<'s>),
}

/// Reads texts; what is given may be built from only if there are no problems.
pub(super) fn read_all(sources: &Sources, law: &LawBook, threads: usize) -> (Parts, Problems) {
    let mut whole = BTreeSet::new();
    loop {
        match attempt(sources, law, threads, &whole) {
            Ok(done) => return done,
            // Each time there are fewer texts that may turn out not to be cut rightly.
            Err(stuck) => whole.extend(stuck),
        }
    }
}

/// Reads texts, some of them as a whole; gives those that cannot be cut, if there are any.
fn attempt(
    sources: &Sources,
    law: &LawBook,
    threads: usize,
    whole: &BTreeSet<SourceId>,
) -> Result<(Parts, Problems), BTreeSet<SourceId>> {
    let mut problems = Problems::default();
    let mut names = Names::new(law);
    let mut stuck = BTreeSet::new();
    let mut tasks = Vec::new();
    for (id, source) in sources.iter() {
        problems.turn(Turn { source: id, ..Turn::default() });
        if is_json_lines(source.name()) {
            survey(id, source, &mut names, &mut problems, &mut tasks);
        } else if whole.contains(&id) {
            let entries = parse(id, source, &mut problems);
            names.collect(id, &entries, &mut problems);
            tasks.push(Task { id, what: What::Whole(entries) });
        } else if let Some(problem) = refusal(id, source) {
            problems.push(problem);
        } else if !plan(id, source, &mut names, &mut problems, &mut tasks) {
            stuck.insert(id);
        }
    }
    if !stuck.is_empty() {
        return Err(stuck);
    }
    let mut reader = Reader { law, names: &names, out: Parts::default() };
    // A list that grows step by step would for a while be there twice. Tables without content reserve nothing.
    let size = sources.iter().fold(0usize, |sum, (_, source)| sum.saturating_add(source.text().len()));
    reader.out.flows.reserve_exact(names.count(Named::Flow).min(size.div_euclid(LEAST)));
    let mut keys = BTreeSet::new();
    let work = |parts: &mut PartReader, task: &Task<'_>| lists(task, law, &names, parts);
    // A few parts are read as fast by one.
    let threads = if tasks.len() < FEW { 1 } else { threads };
    spread::in_order(threads, &tasks, PartReader::default, work, |task, done| {
        let fits = match (&task.what, done) {
            (What::Lists(..) | What::Lines(..), Some((parts, found))) => {
                reader.out.absorb(parts);
                problems.absorb(found);
                true
            }
            (What::Lists(..) | What::Lines(..), None) => false,
            (What::Other(text, part), _) => other(task.id, text, *part, &mut keys, &names)
                .map(|entries| alone(&mut reader, task.id, &entries, false, &mut problems))
                .is_some(),
            (What::Line(text, part), _) => {
                let entries = part_of_lines(cut_of(text, *part), part.start, false);
                alone(&mut reader, task.id, &entries, true, &mut problems);
                true
            }
            (What::Whole(entries), _) => {
                alone(&mut reader, task.id, entries, false, &mut problems);
                true
            }
        };
        if !fits {
            stuck.insert(task.id);
        }
    });
    let out = reader.out;
    if !stuck.is_empty() {
        return Err(stuck);
    }
    names.mend(&mut problems);
    Ok((out, problems))
}

/// Cuts a TOML text and collects its ids; says whether it can be cut.
fn plan<'s>(
    id: SourceId,
    source: &'s Source,
    names: &mut Names<'s>,
    problems: &mut Problems,
    tasks: &mut Vec<Task<'s>>,
) -> bool {
    let text = source.text();
    let mut open = None;
    let parts = cut(text, &LISTS, |line, start| match line {
        Line::Header(list) => {
            open = LISTS.get(list).copied().and_then(Named::of);
            if let Some(named) = open {
                names.table(named, id, start);
            }
        }
        Line::Id(written, at) => {
            if let Some(named) = open {
                // The quotes belong to the place.
                let span = Span::new(id, at..at.saturating_add(written.len()).saturating_add(2));
                names.id(named, written.into(), span, problems);
            }
        }
    });
    let Some(parts) = parts else { return false };
    tasks.extend(parts.into_iter().map(|part| {
        let what = if part.held == Held::Lists { What::Lists(text, part) } else { What::Other(text, part) };
        Task { id, what }
    }));
    true
}

/// Collects the ids of a text in JSON Lines, and notes its faults; lines without faults become parts.
fn survey<'s>(
    id: SourceId,
    source: &'s Source,
    names: &mut Names<'s>,
    problems: &mut Problems,
    tasks: &mut Vec<Task<'s>>,
) {
    let text = source.text();
    let mut found = Problems::default();
    let mut faults = Faults::new(id, problems);
    let mut open: Option<Part> = None;
    let close = |open: &mut Option<Part>, tasks: &mut Vec<Task<'s>>| {
        tasks.extend(open.take().map(|part| Task { id, what: What::Lines(text, part) }));
    };
    for (start, line) in lines(text, 0) {
        let end = start.saturating_add(line.len());
        match json::line(line, start) {
            Err(fault) => {
                close(&mut open, tasks);
                faults.push(fault);
            }
            Ok(entry) if LISTS.contains(&entry.key.as_ref()) => {
                let part = open.get_or_insert(Part { start, end, held: Held::Lists });
                part.end = end;
                if part.end.saturating_sub(part.start) >= SIZE {
                    close(&mut open, tasks);
                }
                if let Some(named) = Named::of(&entry.key) {
                    names.table(named, id, start);
                    if let Some((name, span)) = written_id(id, entry.node) {
                        names.id(named, name, span, &mut found);
                    }
                }
            }
            Ok(_) => {
                close(&mut open, tasks);
                let part = Part { start, end, held: Held::Other };
                tasks.push(Task { id, what: What::Line(text, part) });
            }
        }
    }
    close(&mut open, tasks);
    faults.finish();
    problems.absorb(found);
}

/// The id of a table, where it is a text, and its place.
fn written_id(source: SourceId, node: Node<'_>) -> Option<(std::borrow::Cow<'_, str>, Span)> {
    let Value::Table(table) = node.value else { return None };
    let id = table.get("id")?;
    let (Value::Text(text) | Value::Dated(text, _)) = &id.value else { return None };
    Some((text.clone(), Span { source, start: id.start, end: id.end }))
}

/// The text of a part.
fn cut_of(text: &str, part: Part) -> &str {
    text.get(part.start..part.end).unwrap_or("")
}

/// Reads a part with tables of lists; none if it is no such part, or was not cut rightly.
fn lists(
    task: &Task<'_>,
    law: &LawBook,
    names: &Names<'_>,
    parts: &mut PartReader,
) -> Option<(Parts, Problems)> {
    let (entries, json) = match &task.what {
        What::Lists(text, part) => {
            let entries = parts.read(cut_of(text, *part), part.start)?;
            if !names.agree(task.id, part.start, part.end, &entries) {
                return None;
            }
            (entries, false)
        }
        What::Lines(text, part) => (part_of_lines(cut_of(text, *part), part.start, true), true),
        What::Other(..) | What::Line(..) | What::Whole(_) => return None,
    };
    let mut problems = Problems::default();
    let mut reader = Reader { law, names, out: Parts::default() };
    alone(&mut reader, task.id, &entries, json, &mut problems);
    Some((reader.out, problems))
}

/// A part with other tables than lists; none if it was not cut rightly or has what another part has.
fn other<'s>(
    id: SourceId,
    text: &'s str,
    part: Part,
    keys: &mut BTreeSet<(SourceId, String)>,
    names: &Names<'_>,
) -> Option<Entries<'s>> {
    let entries = PartReader::default().read(cut_of(text, part), part.start)?;
    let apart = entries.iter().all(|entry| {
        !LISTS.contains(&entry.key.as_ref()) && keys.insert((id, entry.key.as_ref().to_owned()))
    });
    (apart && names.agree(id, part.start, part.end, &entries)).then_some(entries)
}

/// Reads a tree.
fn alone(reader: &mut Reader<'_>, id: SourceId, entries: &Entries<'_>, json: bool, problems: &mut Problems) {
    reader.file(id, &mut Table::root(id, entries, problems).in_json(json));
    digest::tables(entries, &mut reader.out.digests);
}
