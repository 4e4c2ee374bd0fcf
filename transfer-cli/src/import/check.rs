//! A draft read as the register that it becomes: the words that are not known are told where the source has them, since
//! people know the file they gave and not the text made of it.

use transfer_model::diag::{Problem, ProblemCode};
use transfer_model::law::LawBook;
use transfer_model::register::read;

use super::draft::Draft;
use super::write::{self, Written};

/// The register made of a draft, under a head of comments.
///
/// # Errors
///
/// All that keeps it from being read, each where it came from.
pub fn register(draft: &Draft, head: &str, book: &LawBook) -> Result<Written, Vec<Problem>> {
    let written = write::register(draft, head);
    match read(vec![("register.toml".to_owned(), written.text.clone())], book) {
        Ok(_) => Ok(written),
        Err((sources, faults)) => Err(faults
            .into_iter()
            .map(|problem| {
                let origin = problem.span.and_then(|span| {
                    let source = sources.get(span.source)?;
                    written.origin(source.position(span.start).line)
                });
                let message = format!("{}: {}", origin.unwrap_or("the register made"), problem.message);
                Problem { message, span: None, other: None, ..problem }
            })
            .collect()),
    }
}

/// Words that are not known in what could be read of a source with other faults. What is missing, or not found, may be
/// so for want of what could not be read, and is not told.
pub fn words(draft: &Draft, book: &LawBook) -> Vec<Problem> {
    let mut faults = register(draft, "", book).err().unwrap_or_default();
    faults.retain(|problem| !matches!(problem.code, ProblemCode::MissingKey | ProblemCode::UnknownReference));
    faults.into_iter().map(unreadable).collect()
}

/// A fault of the source, whatever it is a fault of in the register made.
pub fn unreadable(problem: Problem) -> Problem {
    let named = Problem::unreadable(problem.message);
    problem.help.map_or(named.clone(), |help| named.help(help))
}
