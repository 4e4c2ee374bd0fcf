//! The tables of Markdown and HTML pages, with the heading each stands under.

use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use transfer_model::diag::Problem;

use super::super::draft::fault;
use super::{Budget, Row, Sheet, too_large};

/// Reads the tables of a Markdown page, HTML tables in it among them.
///
/// # Errors
///
/// A bound that is broken, or a page without tables.
pub fn markdown(file: &str, text: &str) -> Result<Vec<Sheet>, Vec<Problem>> {
    let mut tables = Tables::default();
    let mut html = String::new();
    let mut in_cell = false;
    let mut heading = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => tables.heading = heading.take().unwrap_or_default(),
            Event::Start(Tag::Table(_)) => tables.open(),
            Event::End(TagEnd::Table) => tables.close(),
            Event::Start(Tag::TableHead | Tag::TableRow) => tables.row(),
            Event::Start(Tag::TableCell) => {
                in_cell = true;
                tables.cell(1, 1);
            }
            Event::End(TagEnd::TableCell) => {
                in_cell = false;
                tables.end_cell();
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                } else if in_cell {
                    tables.text(&words);
                }
            }
            Event::InlineHtml(tag) if in_cell && tag.to_ascii_lowercase().starts_with("<br") => {
                tables.text("\n");
            }
            Event::Html(words) => html.push_str(&words),
            Event::SoftBreak | Event::HardBreak if in_cell => tables.text("\n"),
            _ => {}
        }
        tables.within(file)?;
    }
    tables.html(file, &html)?;
    tables.sheets(file)
}

/// Reads the tables of an HTML page.
///
/// # Errors
///
/// A bound that is broken, or a page without tables.
pub fn html(file: &str, text: &str) -> Result<Vec<Sheet>, Vec<Problem>> {
    let mut tables = Tables::default();
    tables.html(file, text)?;
    tables.sheets(file)
}

/// Tables while they are read.
#[derive(Default)]
struct Tables {
    done: Vec<Sheet>,
    heading: String,
    table: Option<Sheet>,
    /// Column of the next cell.
    column: usize,
    /// Cells of earlier rows that reach into later ones: column, rows left, text.
    hanging: Vec<(usize, usize, String)>,
    cell: Option<(String, usize, usize)>,
    budget: Budget,
    broken: Option<String>,
}

impl Tables {
    fn open(&mut self) {
        self.close();
        self.table = Some(Sheet { heading: self.heading.trim().to_owned(), ..Sheet::default() });
    }

    fn close(&mut self) {
        self.end_cell();
        self.hanging.clear();
        if let Some(mut table) = self.table.take() {
            table.rows.retain(|row| !row.cells.is_empty());
            if table.rows.len() > 1 {
                self.done.push(table);
            }
        }
    }

    fn row(&mut self) {
        self.end_cell();
        self.column = 0;
        if let Some(table) = &mut self.table {
            let at = table.rows.len().saturating_add(1);
            table.rows.push(Row { at, cells: Vec::new() });
        }
    }

    fn cell(&mut self, columns: usize, rows: usize) {
        self.end_cell();
        self.hang();
        self.cell = Some((String::new(), columns, rows));
    }

    /// Puts the cells of earlier rows that reach into this place.
    fn hang(&mut self) {
        while let Some(at) =
            self.hanging.iter().position(|(column, rows, _)| *column == self.column && *rows > 0)
        {
            let Some((column, rows, text)) = self.hanging.get_mut(at) else { break };
            *rows = rows.saturating_sub(1);
            let (column, text) = (*column, text.clone());
            self.put(column, text);
            self.column = self.column.saturating_add(1);
        }
    }

    fn put(&mut self, column: usize, text: String) {
        let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) else { return };
        if let Err(why) = self.budget.cell(row.at, column, text.len()) {
            self.broken.get_or_insert(why);
            return;
        }
        row.push(column, text);
    }

    fn text(&mut self, words: &str) {
        if let Some((text, ..)) = &mut self.cell {
            text.push_str(words);
        }
    }

    fn end_cell(&mut self) {
        let Some((text, columns, rows)) = self.cell.take() else { return };
        let text = tidy(&text);
        for _ in 0..columns.clamp(1, 50) {
            self.put(self.column, text.clone());
            if rows > 1 && self.hanging.len() < 1_000 {
                self.hanging.push((self.column, rows.saturating_sub(1).min(10_000), text.clone()));
            }
            self.column = self.column.saturating_add(1);
        }
        self.hang();
    }

    fn within(&self, file: &str) -> Result<(), Vec<Problem>> {
        self.broken.as_ref().map_or(Ok(()), |why| Err(vec![too_large(file, why)]))
    }

    fn html(&mut self, file: &str, text: &str) -> Result<(), Vec<Problem>> {
        let mut depth = 0usize;
        let mut skipped: Option<Vec<u8>> = None;
        let mut heading: Option<String> = None;
        for token in Tokenizer::new(text) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) if skipped.is_none() => {
                    let span = |name: &[u8]| {
                        let value = tag.attributes.get(name).map(|value| value.value.0.clone());
                        let value = value.and_then(|value| String::from_utf8(value).ok());
                        value.and_then(|value| value.trim().parse::<usize>().ok()).unwrap_or(1).max(1)
                    };
                    match tag.name.0.as_slice() {
                        b"script" | b"style" | b"sup" | b"template" if !tag.self_closing => {
                            skipped = Some(tag.name.0.clone());
                        }
                        b"table" => {
                            depth = depth.saturating_add(1);
                            if depth == 1 {
                                self.open();
                            }
                        }
                        b"tr" if depth == 1 => self.row(),
                        b"td" | b"th" if depth == 1 => self.cell(span(b"colspan"), span(b"rowspan")),
                        b"br" | b"li" | b"p" | b"div" => self.text("\n"),
                        [b'h', b'1'..=b'6'] if depth == 0 => heading = Some(String::new()),
                        _ => {}
                    }
                }
                Token::EndTag(tag) => {
                    if skipped.as_ref() == Some(&tag.name.0) {
                        skipped = None;
                        continue;
                    }
                    match tag.name.0.as_slice() {
                        b"table" => {
                            depth = depth.saturating_sub(1);
                            if depth == 0 {
                                self.close();
                            }
                        }
                        b"td" | b"th" if depth == 1 => self.end_cell(),
                        [b'h', b'1'..=b'6'] if depth == 0 => {
                            self.heading = tidy(&heading.take().unwrap_or_default());
                        }
                        _ => {}
                    }
                }
                Token::String(words) if skipped.is_none() => {
                    let words = String::from_utf8_lossy(&words.value.0);
                    if let Some(heading) = &mut heading {
                        heading.push_str(&words);
                    } else {
                        self.text(&words.replace(['\n', '\r'], " "));
                    }
                }
                _ => {}
            }
            self.within(file)?;
        }
        self.close();
        Ok(())
    }

    fn sheets(mut self, file: &str) -> Result<Vec<Sheet>, Vec<Problem>> {
        self.close();
        self.within(file)?;
        if self.done.is_empty() {
            return Err(vec![
                fault(file, "no table was found in the page")
                    .help("the list must stand in a table; or save it as CSV with a head row"),
            ]);
        }
        let many = self.done.len() > 1;
        for (at, sheet) in self.done.iter_mut().enumerate() {
            sheet.name = if many { format!("table {}", at.saturating_add(1)) } else { String::new() };
        }
        Ok(self.done)
    }
}

/// Lines without blanks around them, empty ones left out.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{html, markdown};

    fn cells(sheets: &[super::Sheet]) -> Vec<Vec<String>> {
        let rows = sheets.iter().flat_map(|sheet| &sheet.rows);
        rows.map(|row| row.cells.iter().map(|(_, cell)| cell.clone()).collect()).collect()
    }

    #[test]
    fn markdown_tables_give_their_words() {
        let page = "# Vendors\n\n| Name | Place |\n| --- | --- |\n| [A \\| B](https://x.example)[^1] | US<br>**Ireland** |\n\n[^1]: note\n";
        let sheets = markdown("f", page).unwrap();
        assert_eq!(sheets[0].heading, "Vendors");
        assert_eq!(cells(&sheets), [["Name", "Place"], ["A | B", "US\nIreland"]]);
    }

    #[test]
    fn html_tables_are_squared() {
        let page = "<h2>List &amp; more</h2><table><tr><th>N<th>P<tr><td rowspan=2>A<sup>1</sup></td><td>US<br>IE</td></tr><tr><td>DE</table><script>x<table></script>";
        let sheets = html("f", page).unwrap();
        assert_eq!(sheets[0].heading, "List & more");
        assert_eq!(cells(&sheets), [["N", "P"], ["A", "US\nIE"], ["A", "DE"]]);
        assert!(html("f", "<p>nothing").is_err());
    }
}
