//! What is wrong with an input text: problems that stop the run, each with its place. What is wrong with a
//! transfer is a finding, not a problem.

use crate::source::{SourceId, Span};

/// Codes of problems that stop a run (exit status 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemCode {
    /// The text is not TOML.
    Syntax,
    /// A key the format does not have.
    UnknownKey,
    /// A word, id, country or date that is not known.
    UnknownWord,
    /// A value of another kind than the key takes.
    WrongType,
    /// A key that must be there is not.
    MissingKey,
    /// An id that no table has.
    UnknownReference,
    /// Two tables with one id.
    DuplicateId,
    /// A period that ends before it begins.
    DatesReversed,
    /// Values that cannot stand together.
    Contradiction,
    /// The file cannot be read at all.
    Unreadable,
}

impl ProblemCode {
    /// All, as the enumeration lists them.
    pub const ALL: [Self; 10] = [
        Self::Syntax,
        Self::UnknownKey,
        Self::UnknownWord,
        Self::WrongType,
        Self::MissingKey,
        Self::UnknownReference,
        Self::DuplicateId,
        Self::DatesReversed,
        Self::Contradiction,
        Self::Unreadable,
    ];

    /// What it means, and what mends it.
    pub const fn explained(self) -> (&'static str, &'static str) {
        match self {
            Self::Syntax => (
                "The text is not TOML from this place on.",
                "Correct what stands there: a quote, a bracket, a date.",
            ),
            Self::UnknownKey => (
                "The format has no such key in this table. A key that was passed over could hide a fact.",
                "Write the key that was meant, or take it out.",
            ),
            Self::UnknownWord => (
                "The word, place, day or id is none that the register, the format or the law pack knows.",
                "Write the word that was meant; a rule that is missing can be added with --law.",
            ),
            Self::WrongType => (
                "The key takes another kind of value: a text, a number, a day, a list or a table.",
                "Write the value as the message says.",
            ),
            Self::MissingKey => ("The table lacks a key without which it says nothing.", "Add the key."),
            Self::UnknownReference => {
                ("An id is named that no table has.", "Write the id that was meant, or add the table.")
            }
            Self::DuplicateId => ("Two tables have one id.", "Give each its own id."),
            Self::DatesReversed => ("A period ends before it begins.", "Correct one of the days."),
            Self::Contradiction => (
                "Values of the register cannot stand together, so that one of them is wrong.",
                "Correct the one that is wrong.",
            ),
            Self::Unreadable => (
                "The file or folder cannot be read, or is no register.",
                "Name the register, and see that it can be read.",
            ),
        }
    }

    /// The code as shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::UnknownKey => "unknown-key",
            Self::UnknownWord => "unknown-word",
            Self::WrongType => "wrong-type",
            Self::MissingKey => "missing-key",
            Self::UnknownReference => "unknown-reference",
            Self::DuplicateId => "duplicate-id",
            Self::DatesReversed => "dates-reversed",
            Self::Contradiction => "contradiction",
            Self::Unreadable => "unreadable",
        }
    }
}

/// One problem of an input text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind.
    pub code: ProblemCode,
    /// One sentence, lower case, no full stop.
    pub message: String,
    /// Where; none where no text could be read.
    pub span: Option<Span>,
    /// A second place that matters, with its label.
    pub other: Option<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl Problem {
    /// A problem at a place.
    pub fn new(code: ProblemCode, span: Span, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), span: Some(span), other: None, help: None }
    }

    /// A problem of a whole file.
    pub fn unreadable(message: impl Into<String>) -> Self {
        Self { code: ProblemCode::Unreadable, message: message.into(), span: None, other: None, help: None }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn other(mut self, span: Span, label: impl Into<String>) -> Self {
        self.other = Some((span, label.into()));
        self
    }
}

/// When in the reading of an input a problem is noted: of problems beyond the most that are kept, the later ones
/// are left out, however many threads read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Turn {
    /// Syntax, then ids, then tables, then the whole.
    pub(crate) step: u8,
    /// The text.
    pub(crate) source: SourceId,
    /// The kind of table.
    pub(crate) section: u8,
}

/// A reference that leads nowhere: what it should name, and its text.
type Dangling = (&'static str, String);

#[derive(Debug)]
struct Noted {
    turn: Turn,
    problem: Problem,
    dangling: Option<Dangling>,
}

/// Collects problems, so that one run reports them all.
#[derive(Debug, Default)]
pub struct Problems {
    turn: Turn,
    all: Vec<Noted>,
    more: usize,
}

/// Most problems kept of one input; the others are counted.
const MOST: usize = 10_000;

impl Problems {
    /// Notes one.
    pub fn push(&mut self, problem: Problem) {
        self.note(problem, None);
    }

    /// Notes a reference that leads nowhere; what was meant is looked for at the end.
    pub(crate) fn push_dangling(&mut self, problem: Problem, kind: &'static str, text: &str) {
        self.note(problem, Some((kind, text.to_owned())));
    }

    fn note(&mut self, problem: Problem, dangling: Option<Dangling>) {
        self.all.push(Noted { turn: self.turn, problem, dangling });
        if self.all.len() >= MOST.saturating_mul(2) {
            self.settle();
        }
    }

    /// Says whose turn it is from now on.
    pub(crate) fn turn(&mut self, turn: Turn) {
        self.turn = turn;
    }

    /// Notes the problems that another reader found.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.more = self.more.saturating_add(other.more);
        self.all.extend(other.all);
        if self.all.len() >= MOST.saturating_mul(2) {
            self.settle();
        }
    }

    /// Puts them in turn and keeps the first.
    fn settle(&mut self) {
        self.all.sort_by_key(|noted| noted.turn);
        self.more = self.more.saturating_add(self.all.len().saturating_sub(MOST));
        self.all.truncate(MOST);
    }

    /// Helps with the first references that lead nowhere.
    pub(crate) fn mend(&mut self, most: usize, help: impl Fn(&'static str, &str) -> Option<String>) {
        self.settle();
        let dangling =
            self.all.iter_mut().filter_map(|noted| Some((&mut noted.problem, noted.dangling.take()?)));
        for (problem, (kind, text)) in dangling.take(most) {
            problem.help = help(kind, &text);
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether there is one of this kind.
    pub fn any(&self, code: ProblemCode) -> bool {
        self.all.iter().any(|noted| noted.problem.code == code)
    }

    /// All, in the order of their places.
    pub fn into_sorted(mut self) -> Vec<Problem> {
        self.settle();
        let mut all: Vec<Problem> = self.all.into_iter().map(|noted| noted.problem).collect();
        all.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
        all.dedup();
        if self.more > 0 {
            all.push(Problem::unreadable(format!("{} more problems were counted and not kept", self.more)));
        }
        all
    }
}
