//! A table as text for people, CSV or Markdown. Cells are made safe for where they go; on a terminal long ones are
//! cut, since what is written elsewhere has them whole.

use tabled::builder::Builder;
use tabled::settings::Style;

use super::text::{clean, short};
use super::{csv, markdown};

/// Longest cell shown on a terminal, in characters.
const WIDEST: usize = 60;

/// For people; cut on a terminal only.
pub fn human(head: &[&str], rows: &[Vec<String>], terminal: bool) -> String {
    let mut table = Builder::default();
    table.push_record(head.iter().copied());
    for row in rows {
        table.push_record(row.iter().map(|cell| {
            let cell = if cell.is_empty() { "-" } else { cell.as_str() };
            if terminal { short(&clean(cell), WIDEST) } else { clean(cell) }
        }));
    }
    let mut table = table.build();
    table.with(Style::psql());
    // The last column is not filled up to its width: lines end where their text ends.
    let mut text = String::new();
    for line in table.to_string().lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// For spreadsheets.
pub fn comma(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    let head: Vec<String> = head.iter().map(|cell| cell.replace(['-', ' '], "_")).collect();
    for row in std::iter::once(&head).chain(rows) {
        // A cell may have several lines; other control characters are shown and not sent.
        let whole = |cell: &String| cell.split('\n').map(clean).collect::<Vec<_>>().join("\n");
        let cells: Vec<String> = row.iter().map(|cell| csv::cell(&whole(cell))).collect();
        text.push_str(&format!("{}\r\n", cells.join(",")));
    }
    text
}

/// For wikis.
pub fn marked(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(head.len()));
    for row in rows {
        let cell = |cell: &String| if cell.is_empty() { "-".to_owned() } else { markdown::escape(cell) };
        let cells: Vec<String> = row.iter().map(cell).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}
