//! Tables of cells, whatever they were read from: CSV files, workbooks, tables of Markdown and HTML pages. The
//! bounds on what is read are here, so that no file can fill the memory.

pub mod csv;
pub mod page;
#[cfg(feature = "office")]
pub mod xlsx;

use transfer_model::diag::Problem;

/// Most bytes of a file.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Most rows of a sheet.
pub const MOST_ROWS: usize = 250_000;
/// Most columns of a sheet.
pub const MOST_COLUMNS: usize = 1_024;
/// Most cells of a file.
pub const MOST_CELLS: usize = 3_000_000;
/// Most bytes of all cells of a file.
pub const MOST_TEXT: usize = 256 * 1024 * 1024;

/// One table of a file.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// What it is called in messages: `sheet "Template"`, `table 2`; empty where the file is the table.
    pub name: String,
    /// The rows that have a cell, in order.
    pub rows: Vec<Row>,
    /// Cells that hold a formula; the values last computed were taken.
    pub formulas: Vec<String>,
    /// The heading the table stands under, for pages.
    pub heading: String,
}

impl Sheet {
    /// Where a row is, for messages.
    pub fn place(&self, file: &str, row: &Row) -> String {
        let sheet = if self.name.is_empty() { String::new() } else { format!(", {}", self.name) };
        format!("{file}{sheet}, row {}", row.at)
    }
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its number in the source, from one.
    pub at: usize,
    /// Its cells that are not empty, each with its column, in order.
    pub cells: Vec<(usize, String)>,
}

impl Row {
    /// A cell's text without blanks around it; empty where there is none.
    pub fn cell(&self, column: usize) -> &str {
        let found = self.cells.binary_search_by_key(&column, |(at, _)| *at).ok();
        found.and_then(|at| self.cells.get(at)).map_or("", |(_, cell)| cell.trim())
    }

    /// Adds a cell after those that are there; an empty one is none.
    pub fn push(&mut self, column: usize, text: String) {
        if !text.trim().is_empty() {
            self.cells.push((column, text));
        }
    }
}

/// What has been read of a file so far, held against the bounds.
#[derive(Debug, Default)]
pub struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    /// Counts a cell.
    ///
    /// # Errors
    ///
    /// Which bound it breaks.
    pub fn cell(&mut self, row: usize, column: usize, bytes: usize) -> Result<(), String> {
        self.cells = self.cells.saturating_add(1);
        self.text = self.text.saturating_add(bytes);
        if row > MOST_ROWS {
            return Err(format!("more than {MOST_ROWS} rows"));
        }
        if column >= MOST_COLUMNS {
            return Err(format!("more than {MOST_COLUMNS} columns (row {row})"));
        }
        if self.cells > MOST_CELLS {
            return Err(format!("more than {MOST_CELLS} cells (row {row})"));
        }
        if self.text > MOST_TEXT {
            return Err(format!("more than {} MiB of text (row {row})", MOST_TEXT.div_euclid(1024 * 1024)));
        }
        Ok(())
    }
}

/// A file that breaks a bound.
pub fn too_large(file: &str, why: &str) -> Problem {
    Problem::unreadable(format!("{file}: {why}; nothing was read"))
        .help("split the file, or take away the rows that are empty or not of the register")
}

/// A column's letters, as spreadsheets show them.
pub fn letters(column: usize) -> String {
    let mut letters = String::new();
    let mut rest = column.saturating_add(1);
    while rest > 0 {
        let digit = rest.saturating_sub(1).rem_euclid(26);
        letters.insert(0, u8::try_from(digit).map_or('?', |digit| char::from(b'A'.saturating_add(digit))));
        rest = rest.saturating_sub(1).div_euclid(26);
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
