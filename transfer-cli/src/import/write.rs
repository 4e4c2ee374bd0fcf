//! A draft as a register's TOML: a comment above each table says where it came from, one beside a fact which
//! column or node said it, and the open questions stand at the end.

use super::draft::{Draft, Entry};
use crate::facts::{layout, text};

/// A register's text, and for each table the line it begins on with where it came from.
#[derive(Debug)]
pub struct Written {
    /// The text.
    pub text: String,
    /// First line of each table, counted from one, and its origin; in order.
    pub origins: Vec<(usize, String)>,
}

impl Written {
    /// Where the table on this line came from.
    pub fn origin(&self, line: usize) -> Option<&str> {
        let after = self.origins.partition_point(|(start, _)| *start <= line);
        self.origins.get(after.checked_sub(1)?).map(|(_, origin)| origin.as_str())
    }
}

/// The whole register.
pub fn register(draft: &Draft, head: &str) -> Written {
    let mut written = Written { text: text::comment(head), origins: Vec::new() };
    let mut lines = count(&written.text);
    let mut entries: Vec<&Entry> = draft.entries.iter().collect();
    entries.sort_by_key(|entry| layout::rank(&entry.table));
    for entry in entries {
        let table = format!("\n{}", self::entry(entry));
        written.origins.push((lines.saturating_add(2), entry.origin.clone()));
        lines = lines.saturating_add(count(&table));
        written.text.push_str(&table);
    }
    written.text.push_str(&questions(draft));
    written
}

fn count(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// One table with its comments.
pub fn entry(entry: &Entry) -> String {
    let header = text::key(&entry.table);
    let header =
        if layout::is_single(&entry.table) { format!("[{header}]") } else { format!("[[{header}]]") };
    let mut written = if entry.origin.is_empty() { String::new() } else { text::comment(&entry.origin) };
    written.push_str(&header);
    written.push('\n');
    for field in &entry.fields {
        let line = format!("{} = {}", text::key(&field.key), text::block(&field.value));
        match &field.note {
            Some(note) if line.contains('\n') => {
                written.push_str(&text::comment(note));
                written.push_str(&line);
                written.push('\n');
            }
            Some(note) => {
                let note = note.lines().collect::<Vec<_>>().join(" ");
                written.push_str(&format!("{line}  {}", text::comment(&note)));
            }
            None => {
                written.push_str(&line);
                written.push('\n');
            }
        }
    }
    written
}

/// The open questions as comments.
pub fn questions(draft: &Draft) -> String {
    if draft.questions.is_empty() {
        return String::new();
    }
    let mut written = String::from("\n# Questions: what the source does not say and the register needs.\n");
    for (at, question) in draft.questions.iter().enumerate() {
        let question = question.lines().collect::<Vec<_>>().join(" ");
        written.push_str(&text::comment(&format!("{}. {question}", at.saturating_add(1))));
    }
    written
}
