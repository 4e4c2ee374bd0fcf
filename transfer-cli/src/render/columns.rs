//! Columns for people, as `tabled` draws them in its `psql` style but for blanks at ends of lines, for tables too long to be held whole: rows are first
//! measured, then written.

use unicode_width::UnicodeWidthStr as _;

use super::text::is_plain;

/// How wide each column is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns<const N: usize>([usize; N]);

impl<const N: usize> Columns<N> {
    /// As wide as the head.
    pub(super) fn new(head: [&str; N]) -> Self {
        Self(head.map(width))
    }

    /// Makes room for a row.
    pub(super) fn measure(&mut self, row: [&str; N]) {
        for (most, cell) in self.0.iter_mut().zip(row) {
            *most = (*most).max(width(cell));
        }
    }

    /// Makes room for what others have measured.
    pub(super) fn join(&mut self, other: &Self) {
        for (most, other) in self.0.iter_mut().zip(other.0) {
            *most = (*most).max(other);
        }
    }

    /// Writes a row, with a line feed.
    pub(super) fn row(&self, row: [&str; N], out: &mut String) {
        for (at, (most, cell)) in self.0.iter().zip(row).enumerate() {
            out.push_str(if at == 0 { " " } else { "| " });
            out.push_str(cell);
            let rest = most.saturating_sub(width(cell)).saturating_add(1);
            out.extend(std::iter::repeat_n(' ', rest));
        }
        // Lines end where their text ends.
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }

    /// Writes the head, with the line below it.
    pub(super) fn head(&self, head: [&str; N], out: &mut String) {
        self.row(head, out);
        for (at, most) in self.0.iter().enumerate() {
            if at > 0 {
                out.push('+');
            }
            out.extend(std::iter::repeat_n('-', most.saturating_add(2)));
        }
        out.push('\n');
    }
}

fn width(cell: &str) -> usize {
    if is_plain(cell) { cell.len() } else { cell.width() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tabled::builder::Builder;
    use tabled::settings::Style;

    use super::Columns;
    use crate::render::text::clean;

    proptest! {
        #[test]
        fn columns_are_those_of_the_library(
            rows in proptest::collection::vec(["[ -~\u{e9}\u{4e00}\u{301}\u{1f1eb}\t\u{2026}]{0,12}", "[a-z]{0,20}", ".{0,5}"], 0..5)
        ) {
            let head = ["flow", "route", "stands until"];
            let rows: Vec<[String; 3]> = rows.iter().map(|row| row.clone().map(|cell| clean(&cell))).collect();
            let mut table = Builder::default();
            table.push_record(head);
            let mut columns = Columns::new(head);
            for row in &rows {
                table.push_record(row);
                columns.measure(row.each_ref().map(String::as_str));
            }
            let mut written = String::new();
            columns.head(head, &mut written);
            for row in &rows {
                columns.row(row.each_ref().map(String::as_str), &mut written);
            }
            let mut table = table.build();
            table.with(Style::psql());
            let mut drawn = String::new();
            for line in table.to_string().lines() {
                drawn.push_str(line.trim_end_matches(' '));
                drawn.push('\n');
            }
            prop_assert_eq!(written, drawn);
        }
    }
}
