//! Columns by the many names people give them. A head row is the first row in which enough names are known.

mod names;

use self::names::NAMES;
use super::draft::fold;
use super::grid::{Row, Sheet};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The recipient's name.
    Name,
    /// The recipient's legal entity, where the name is a brand.
    Entity,
    /// What for.
    Purpose,
    /// Which data.
    Data,
    /// Whose data.
    Subjects,
    /// Where data are processed.
    Location,
    /// Where the recipient is established.
    Country,
    /// The recipient's address.
    Address,
    /// What the transfer relies on.
    Mechanism,
    /// Whether there is a transfer.
    Transfer,
    /// What the recipient is.
    Role,
    /// The activity the row is about.
    Activity,
    /// The lawful basis.
    Basis,
    /// A contract with a processor.
    Contract,
    /// Who exports.
    Exporter,
    /// Where the exporter is.
    ExporterCountry,
    /// The state of an entry in a list.
    Status,
    /// The framework of an entry in a list.
    Framework,
    /// The data an entry covers.
    Covered,
    /// First day of an entry.
    Since,
    /// When an entry must be renewed.
    NextDue,
    /// Other companies of an entry.
    Affiliates,
    /// The parent company.
    Parent,
    /// What the publisher of the list is.
    OwnRole,
    /// On what the use of the recipient turns.
    Condition,
    /// The state of the contract with the recipient.
    ContractState,
    /// Whether the contract has standard contractual clauses.
    Clauses,
    /// Certificates and schemes of the recipient.
    Certificates,
    /// Where the people are.
    SubjectsIn,
    /// The state of the assessment of the destination.
    Assessment,
    /// The system that data come from.
    System,
    /// Whether the destination is adequate.
    Adequate,
    /// The derogation relied on.
    Derogation,
    /// Whether there are sensitive data, and which.
    Sensitive,
    /// The condition under which special categories are processed.
    SpecialCondition,
    /// The day on which an entry was looked up.
    CheckedOn,
}

/// The columns of a table, by what they hold.
#[derive(Debug)]
pub struct Head {
    /// Where the head row stands among the rows.
    pub at: usize,
    columns: Vec<(Column, usize, String)>,
}

impl Head {
    /// The first row with at least that many columns known, among the first fifty.
    pub fn find(sheet: &Sheet, least: usize) -> Option<Self> {
        sheet.rows.iter().take(50).enumerate().find_map(|(at, row)| {
            let mut columns = Vec::new();
            for (column, text) in &row.cells {
                // Heads carry numbers and notes: `8 Names of third countries …`, `Location¹`.
                let folded: String = unaccented(&fold(text));
                let folded = folded.trim_start_matches(|c: char| c.is_ascii_digit());
                if let Some((known, _)) = NAMES.iter().find(|(_, names)| names.contains(&folded)) {
                    columns.push((*known, *column, text.trim().to_owned()));
                }
            }
            let mut kinds: Vec<Column> = columns.iter().map(|(known, ..)| *known).collect();
            kinds.sort_unstable();
            kinds.dedup();
            (kinds.len() >= least).then_some(Self { at, columns })
        })
    }

    /// Whether there is such a column.
    pub fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(known, ..)| *known == column)
    }

    /// The own names of the columns of this kind.
    pub fn names(&self, column: Column) -> impl Iterator<Item = &str> {
        self.columns.iter().filter(move |(known, ..)| *known == column).map(|(_, _, name)| name.as_str())
    }

    /// Whether a column of this kind has that word in its own name.
    pub fn is_named(&self, column: Column, word: &str) -> bool {
        self.columns.iter().any(|(known, _, name)| *known == column && fold(name).contains(word))
    }

    /// The cell of a row under a column that says something, with the column's own name.
    pub fn cell<'a>(&'a self, row: &'a Row, column: Column) -> Option<(&'a str, &'a str)> {
        self.columns
            .iter()
            .filter(|(known, ..)| *known == column)
            .map(|(_, at, name)| (row.cell(*at), name.as_str()))
            .find(|(text, _)| !text.is_empty() && !matches!(*text, "-" | "–" | "—"))
    }

    /// The cells of a row under columns of this kind as one, each on a line, with the names of their columns.
    pub fn joined(&self, row: &Row, column: Column) -> Option<(String, String)> {
        let (mut texts, mut names): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for (text, name) in self.cells(row, column) {
            texts.push(text);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        (!texts.is_empty()).then(|| (texts.join("\n"), names.join(", ")))
    }

    /// Every cell of a row under columns of this kind.
    pub fn cells<'a>(&'a self, row: &'a Row, column: Column) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.columns
            .iter()
            .filter(move |(known, ..)| *known == column)
            .map(|(_, at, name)| (row.cell(*at), name.as_str()))
            .filter(|(text, _)| !text.is_empty() && !matches!(*text, "-" | "–" | "—"))
    }

    /// Whether a row says nothing but what it is about.
    pub fn says_only(&self, row: &Row, column: Column) -> bool {
        let of = |at: usize| self.columns.iter().any(|(known, place, _)| *known == column && *place == at);
        row.cells.iter().all(|(at, _)| of(*at))
    }

    /// The rows below the head.
    pub fn rows<'a>(&self, sheet: &'a Sheet) -> impl Iterator<Item = &'a Row> + use<'a> {
        sheet.rows.iter().skip(self.at.saturating_add(1))
    }
}

fn unaccented(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'é' | 'è' | 'ê' => 'e',
            'à' | 'â' | 'ä' => 'a',
            'ô' | 'ö' => 'o',
            'ü' | 'û' => 'u',
            'ç' => 'c',
            c => c,
        })
        .filter(char::is_ascii)
        .collect()
}
