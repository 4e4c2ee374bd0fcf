//! Papers as one HTML page that stands on its own: no script, no link, a style that prints well.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Block, Paper, Run};
use crate::render::hash::base64;
use crate::render::text::clean;

/// The style of papers; also that of the report they are part of.
const STYLE: &str = include_str!("paper.css");

/// The style, for pages that papers are part of.
pub const fn style() -> &'static str {
    STYLE
}

/// Style that prints a foot on every page, with its number.
pub fn footed(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| literal(line)).collect();
    format!(
        "@page {{ @bottom-left {{ content: \"{}\"; white-space: pre; font: 7pt sans-serif; color: #444c56; }} @bottom-right {{ content: \"Page \" counter(page) \" of \" counter(pages); font: 7pt sans-serif; color: #444c56; }} }}\n",
        lines.join("\\a ")
    )
}

/// A text inside a string of CSS inside a page: whatever could end one or the other is escaped.
fn literal(text: &str) -> String {
    let mut safe = String::new();
    for c in clean(&crate::render::text::short(text, 150)).chars() {
        if c.is_alphanumeric() || matches!(c, ' ' | '.' | ',' | ':' | '-') {
            safe.push(c);
        } else {
            safe.push_str(&format!("\\{:x} ", u32::from(c)));
        }
    }
    safe
}

/// The papers, one after the other.
pub fn write(papers: &[Paper]) -> String {
    let title = match papers {
        [paper] => paper.title.clone(),
        _ => "Assessments of destinations".to_owned(),
    };
    let foot = papers.first().map_or_else(String::new, |paper| footed(&paper.foot));
    let style = format!("{STYLE}{foot}");
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&style)
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (clean(&title)) }
                style { (PreEscaped(&style)) }
            }
            body {
                main {
                    @for paper in papers { (article(paper)) }
                }
            }
        }
    };
    format!("{}\n", page.into_string())
}

fn article(paper: &Paper) -> Markup {
    html! {
        article {
            h1 { (clean(&paper.title)) }
            ul.facts { @for foot in &paper.foot { li { (clean(foot)) } } }
            @for block in &paper.blocks { (part(block)) }
        }
    }
}

fn part(block: &Block) -> Markup {
    match block {
        Block::Heading(2, title) => html! { h2 { (clean(title)) } },
        Block::Heading(3, title) => html! { h3 { (clean(title)) } },
        Block::Heading(_, title) => html! { h4 { (clean(title)) } },
        Block::Text(runs) => html! { p { (pieces(runs)) } },
        Block::List(items) => html! { ul { @for item in items { li { (pieces(item)) } } } },
        Block::Table(table) => html! {
            div.scroll tabindex="0" role="region" aria-label=(clean(&table.caption)) {
                table {
                    caption { (clean(&table.caption)) }
                    thead { tr { @for name in &table.head { th scope="col" { (clean(name)) } } } }
                    tbody {
                        @for row in &table.rows {
                            tr { @for cell in row {
                                @if is_whole(cell) { td.whole { (pieces(cell)) } } @else { td { (pieces(cell)) } }
                            } }
                        }
                    }
                }
            }
        },
        Block::Sign(roles) => html! {
            table.sign {
                caption { "Signatures" }
                thead { tr { th scope="col" { "Signed for" } th scope="col" { "Name" } th scope="col" { "Date" } th scope="col" { "Signature" } } }
                tbody { @for role in roles { tr { th scope="row" { (clean(role)) } td {} td {} td {} } } }
            }
        },
    }
}

/// Whether a cell has short words only, such as verdicts and days: a column is wide enough for them, and none is broken.
fn is_whole(cell: &[Run]) -> bool {
    /// The longest verdict has 14 characters.
    const MOST: usize = 16;
    let words = |run: &Run| run.words().split_whitespace().all(|word| word.chars().count() <= MOST);
    cell.iter().all(words)
}

fn pieces(runs: &[Run]) -> Markup {
    html! {
        @for (at, run) in runs.iter().enumerate() {
            @if at > 0 { " " }
            @match run {
                Run::Plain(text) => (clean(text)),
                Run::Strong(text) => strong { (clean(text)) },
                Run::Open(text) => span.open { strong { "Open: " } (clean(text)) },
                Run::Mark(text) => span.mark { (clean(text)) },
            }
        }
    }
}
