//! `transfer scan`: finds claims in published texts, holds them against the law by date, exits by result.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use transfer_model::day::Day;
use transfer_model::diag::Problem;
use transfer_model::finding::Severity;
use transfer_model::source::Sources;

use crate::args::{AsOf, Scan, ScanFormat};
use crate::env::{Env, Kind, Out};
use crate::input;
use crate::outcome::Outcome;
use crate::render::problems;
use crate::render::scan::{self as render, Document, Item};
use crate::scan::decode::{MAX_FILE, decode};
use crate::scan::hold::Holder;
use crate::scan::{Scan as Found, lexicon, scan, view};

/// Most files of one run.
const MAX_FILES: usize = 20_000;
/// Bytes read before they are scanned.
const BATCH: usize = 64 * 1024 * 1024;
/// Files of a folder that are policies.
const ENDINGS: [&str; 7] = ["md", "markdown", "txt", "text", "html", "htm", "xhtml"];

/// Runs it.
pub fn run(args: &Scan, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(book) = input::law(args.law.as_deref(), env, out) else { return Outcome::Broken };
    let lexicon = match lexicon::embedded() {
        Ok(lexicon) => lexicon,
        Err(error) => {
            problems::print(&Sources::default(), &[Problem::unreadable(error.to_string())], out);
            return Outcome::Broken;
        }
    };
    let mut faults = Vec::new();
    let mut files = Vec::new();
    for path in &args.files {
        match gather(path, env) {
            Ok(more) => files.extend(more),
            Err(fault) => faults.push(fault),
        }
    }
    if files.len() > MAX_FILES {
        faults.push(Problem::unreadable(format!("more than {MAX_FILES} files are named")));
        files.truncate(MAX_FILES);
    }
    let as_of = match args.as_of {
        Some(AsOf::Day(day)) => day,
        Some(AsOf::Today) | None => env.today(),
    };
    let mut holder = Holder::new(&book);
    let mut documents = Vec::new();
    let mut batch: Vec<(String, Text)> = Vec::new();
    let mut size = 0usize;
    for path in files {
        match text(&path, env) {
            Ok(text) => {
                size = size.saturating_add(text.body.len());
                let standard = input::is_standard(&path);
                let name = if standard { input::STANDARD.to_owned() } else { path.display().to_string() };
                batch.push((name, text));
            }
            Err(fault) => faults.push(fault),
        }
        if size >= BATCH {
            hold(&mut documents, std::mem::take(&mut batch), lexicon, &mut holder, args, as_of);
            size = 0;
        }
    }
    hold(&mut documents, batch, lexicon, &mut holder, args, as_of);
    if !faults.is_empty() {
        problems::print(&Sources::default(), &faults, out);
        return Outcome::Broken;
    }
    let text = if args.draft {
        render::draft::notices(&documents, &book)
    } else {
        match args.format {
            ScanFormat::Human => render::human::documents(&documents, as_of, out.colour),
            ScanFormat::Json => render::json::documents(&documents, as_of),
            ScanFormat::Csv => render::csv::documents(&documents),
            ScanFormat::Markdown => render::markdown::documents(&documents, as_of),
            ScanFormat::Sarif => render::sarif::documents(&documents, as_of),
        }
    };
    out.answer(&text);
    let failed = documents
        .iter()
        .flat_map(|document| &document.items)
        .any(|item| item.verdict.severity == Some(Severity::Error));
    if failed { Outcome::Findings } else { Outcome::Clean }
}

/// A text and the bytes of its mark.
#[derive(Debug)]
struct Text {
    body: String,
    mark: usize,
}

/// The files that a path names: itself, or the policies at the top of a folder.
fn gather(path: &Path, env: &dyn Env) -> Result<Vec<PathBuf>, Problem> {
    let shown = path.display();
    if input::is_standard(path) {
        return Ok(vec![path.to_owned()]);
    }
    match env.kind(path) {
        Ok(Kind::File(_)) => Ok(vec![path.to_owned()]),
        Ok(Kind::Other) => Err(Problem::unreadable(format!("`{shown}` is not a regular file"))),
        Ok(Kind::Folder) => {
            let entries = env
                .entries(path)
                .map_err(|error| Problem::unreadable(format!("cannot read the folder `{shown}`: {error}")))?;
            let files: Vec<PathBuf> = entries.into_iter().filter(|entry| is_policy(entry, env)).collect();
            if files.is_empty() {
                return Err(Problem::unreadable(format!("the folder `{shown}` has no text to scan"))
                    .help(format!("files at its top that end in .{} are read", ENDINGS.join(", ."))));
            }
            Ok(files)
        }
        Err(error) => Err(Problem::unreadable(format!("cannot read `{shown}`: {error}"))),
    }
}

fn is_policy(path: &Path, env: &dyn Env) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    !hidden
        && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
        && matches!(env.kind(path), Ok(Kind::File(_)))
}

fn text(path: &Path, env: &dyn Env) -> Result<Text, Problem> {
    let shown = path.display();
    let large = || {
        let most = MAX_FILE.div_euclid(1024 * 1024);
        Problem::unreadable(format!("`{shown}` has more than {most} MiB; no policy is that long"))
    };
    let standard = input::is_standard(path);
    if !standard && matches!(env.kind(path), Ok(Kind::File(size)) if size > MAX_FILE) {
        return Err(large());
    }
    let bytes = if standard { env.input(MAX_FILE) } else { env.bytes(path, MAX_FILE) }
        .map_err(|error| Problem::unreadable(format!("cannot read `{shown}`: {error}")))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_FILE {
        return Err(large());
    }
    let decoded =
        decode(&bytes).map_err(|error| Problem::unreadable(format!("cannot read `{shown}`: {error}")))?;
    Ok(Text { body: decoded.text, mark: decoded.mark })
}

/// Scans a batch on all cores and holds what was found, in the order of the files.
fn hold(
    documents: &mut Vec<Document>,
    batch: Vec<(String, Text)>,
    lexicon: &lexicon::Lexicon,
    holder: &mut Holder<'_>,
    args: &Scan,
    as_of: Day,
) {
    let found = in_parallel(&batch, lexicon);
    for ((file, text), found) in batch.into_iter().zip(found) {
        let published = args.published.or(found.published);
        let items = found
            .claims
            .into_iter()
            .map(|claim| {
                let verdict = holder.verdict(&claim, published, as_of);
                let quote = text.body.get(claim.span.clone()).unwrap_or("").to_owned();
                let ends = claim.span.clone();
                let last = text.body.get(..ends.end).unwrap_or("");
                let line = claim.line.saturating_add(quote.matches('\n').count());
                let start = last.rfind('\n').map_or(0, |newline| newline.saturating_add(1));
                let column = last.get(start..).map_or(1, |tail| tail.chars().count().saturating_add(1));
                let span = (ends.start.saturating_add(text.mark), ends.end.saturating_add(text.mark));
                Item { claim, verdict, quote, span, end: (line, column) }
            })
            .collect();
        let doubtful = found.doubtful.filter(|_| published.is_none());
        documents.push(Document { file, published, doubtful, items });
    }
}

fn in_parallel(batch: &[(String, Text)], lexicon: &lexicon::Lexicon) -> Vec<Found> {
    let slots: Vec<Mutex<Found>> = batch.iter().map(|_| Mutex::new(Found::default())).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some((file, text)), Some(slot)) = (batch.get(at), slots.get(at)) else { return };
            let found = scan(lexicon, &text.body, view::kind(file, &text.body));
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = found;
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(batch.len());
    if threads < 2 {
        work();
    } else {
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(work);
            }
        });
    }
    slots.into_iter().map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}
