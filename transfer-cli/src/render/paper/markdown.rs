//! A paper as Markdown. Text cannot make markup; a table cell is one line.

use super::{Block, Paper, Run};
use crate::render::markdown::escape;

/// The paper.
pub fn write(paper: &Paper) -> String {
    let mut text = format!("# {}\n\n", flat(&paper.title));
    for foot in &paper.foot {
        text.push_str(&format!("- {}\n", line(foot)));
    }
    for block in &paper.blocks {
        text.push('\n');
        match block {
            Block::Heading(level, title) => {
                let marks = "#".repeat(usize::from(*level));
                text.push_str(&format!("{marks} {}\n", flat(title)));
            }
            Block::Text(runs) => text.push_str(&format!("{}\n", joined(runs, line))),
            Block::List(items) => {
                for item in items {
                    text.push_str(&format!("- {}\n", joined(item, line)));
                }
            }
            Block::Table(table) => {
                let head: Vec<String> = table.head.iter().map(|name| flat(name)).collect();
                text.push_str(&format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(head.len())));
                for row in &table.rows {
                    let cells: Vec<String> = row.iter().map(|cell| joined(cell, flat)).collect();
                    text.push_str(&format!("| {} |\n", cells.join(" | ")));
                }
            }
            Block::Sign(roles) => {
                text.push_str("| signed for | name | date | signature |\n| --- | --- | --- | --- |\n");
                for role in roles {
                    text.push_str(&format!("| {} |  |  |  |\n", line(role)));
                }
            }
        }
    }
    text.push_str(&format!("\n---\n\n{}\n", line(&paper.foot.join(" · "))));
    text
}

fn joined(runs: &[Run], line: fn(&str) -> String) -> String {
    let parts: Vec<String> = runs
        .iter()
        .map(|run| match run {
            Run::Plain(text) => line(text),
            Run::Strong(text) => format!("**{}**", line(text)),
            Run::Open(text) => format!("**OPEN:** {}", line(text)),
            Run::Mark(text) => format!("**({})**", line(text)),
        })
        .collect();
    parts.join(" ")
}

/// In one line: whatever breaks lines is shown as an escape by the cleaning of the text.
fn flat(text: &str) -> String {
    escape(text)
}

/// The same where a block begins: a text never begins one of its own.
fn line(text: &str) -> String {
    let safe = flat(text);
    let block = safe.starts_with(['-', '+', '>', '=']) || safe.starts_with(|c: char| c.is_ascii_digit());
    let number = block && safe.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')']);
    match safe.chars().next() {
        Some('-' | '+' | '=') => format!("\\{safe}"),
        Some(_) if number => {
            let digits =
                safe.len().saturating_sub(safe.trim_start_matches(|c: char| c.is_ascii_digit()).len());
            let (head, tail) = safe.split_at(digits);
            format!("{head}\\{tail}")
        }
        Some(_) | None => safe,
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_text_begins_no_block() {
        assert_eq!(line("- a"), "\\- a");
        assert_eq!(line("12. a"), "12\\. a");
        assert_eq!(line("2021-10-01"), "2021-10-01");
        assert_eq!(line("a\nb"), "a\\\\u{a}b");
    }
}
