//! A text becomes blocks: runs of running text, each a list of ranges of the source, so that whatever is found
//! can be shown where it stands. Markdown and plain text are cut by lines, HTML by its block tags.

use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain text or Markdown.
    Text,
    /// HTML.
    Html,
}

/// A run of text without a break.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// Where its text stands in the source, in order.
    pub pieces: Vec<Range<usize>>,
    /// Whether it is a heading.
    pub heading: bool,
    /// Whether it is an item of a list or a row of a table.
    pub item: bool,
    /// Whether it is a row of a table.
    pub row: bool,
}

impl Block {
    /// The range from its first to its last byte.
    pub fn extent(&self) -> Range<usize> {
        let start = self.pieces.first().map_or(0, |piece| piece.start);
        start..self.pieces.last().map_or(start, |piece| piece.end)
    }
}

/// The kind of a text: by the name of its file, else by its beginning.
pub fn kind(name: &str, text: &str) -> Kind {
    let name = name.to_ascii_lowercase();
    if [".html", ".htm", ".xhtml"].iter().any(|end| name.ends_with(end)) {
        return Kind::Html;
    }
    if [".md", ".markdown", ".txt", ".text"].iter().any(|end| name.ends_with(end)) {
        return Kind::Text;
    }
    let head: String = text.trim_start().chars().take(64).collect::<String>().to_ascii_lowercase();
    let html = ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.starts_with(tag));
    if html { Kind::Html } else { Kind::Text }
}

/// The blocks of a text.
pub fn blocks(text: &str, kind: Kind) -> Vec<Block> {
    match kind {
        Kind::Text => lines(text),
        Kind::Html => html(text),
    }
}

/// Lines at least this long may be the first part of a sentence wrapped by an editor.
const WRAPPED: usize = 48;
/// Lines longer than this are paragraphs of their own.
const PARAGRAPH: usize = 160;

fn lines(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    // Whether the sentence of the last block goes on below a blank line, as in texts taken from pages of print.
    let mut torn = false;
    let mut gap = true;
    let mut at = 0usize;
    for line in text.split_inclusive('\n') {
        let start = at;
        at = at.saturating_add(line.len());
        let body = line.trim();
        if body.is_empty() || body.bytes().all(|b| matches!(b, b'-' | b'=' | b'_' | b'*' | b' ')) {
            // A line of marks right below a line makes that a heading, though it has a number or asks.
            if !gap
                && underlines(body)
                && let Some(last) = blocks
                    .last_mut()
                    .filter(|last| last.pieces.len() == 1 && last.extent().len() <= PARAGRAPH)
            {
                last.heading = true;
                last.item = false;
            }
            torn = body.is_empty() && !gap && open;
            open = false;
            gap = true;
            continue;
        }
        let indent = line.len().saturating_sub(line.trim_start().len());
        let range = start.saturating_add(indent)..start.saturating_add(indent).saturating_add(body.len());
        let item = is_item(body);
        let heading = is_heading(body) || (gap && !item && is_title(body));
        gap = false;
        let long = body.len() > PARAGRAPH;
        let goes_on = torn && body.starts_with(char::is_lowercase);
        torn = false;
        if (open || goes_on)
            && !item
            && !heading
            && !long
            && let Some(last) = blocks.last_mut()
        {
            last.pieces.push(range);
        } else {
            blocks.push(Block { pieces: vec![range], heading, item, row: body.starts_with('|') });
        }
        open = !heading && !long && body.len() >= WRAPPED && !body.starts_with('|') && !ends(body);
    }
    blocks
}

/// Whether a line of marks is the underlining of a heading.
fn underlines(marks: &str) -> bool {
    marks.len() > 2 && (marks.bytes().all(|b| b == b'-') || marks.bytes().all(|b| b == b'='))
}

/// Whether a line closes its sentence.
fn ends(line: &str) -> bool {
    line.trim_end_matches(['*', '_', '"', ')', '”', '’']).ends_with(['.', '!', '?', ':', ';'])
}

fn is_item(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('*' | '-' | '+' | '•' | '●' | '▪' | '◦' | '–' | '·' | '○' | '■') => {
            line.chars().nth(1).is_some_and(char::is_whitespace) || !line.starts_with(['*', '-', '+', '–'])
        }
        Some('|' | '>') => true,
        Some('(') => {
            let inner: String = chars.by_ref().take_while(|c| *c != ')').take(5).collect();
            !inner.is_empty() && inner.len() < 5 && inner.chars().all(char::is_alphanumeric)
        }
        Some(c) if c.is_ascii_digit() => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '\\');
            let lead = line.len().saturating_sub(rest.len());
            // "49 Abs. 1" at the beginning of a wrapped line is no number of a list.
            let marked = line.get(..lead).is_some_and(|lead| lead.contains('.')) || rest.starts_with(')');
            lead > 1 && lead < 9 && marked && rest.starts_with([' ', ')', '\t'])
        }
        _ => false,
    }
}

fn is_heading(line: &str) -> bool {
    if line.starts_with('#') {
        return true;
    }
    if !line.starts_with("**") || !line.ends_with("**") {
        return false;
    }
    let bare = line.trim_matches(['*', '_', ' ', '#']);
    let short = bare.chars().count() <= 90;
    short && !bare.contains("**") && !bare.ends_with(['.', ';', ','])
}

/// Whether a line after a blank one reads like a title: short, and no sentence.
fn is_title(line: &str) -> bool {
    line.len() <= 60
        && line.starts_with(|c: char| c.is_uppercase())
        && !line.ends_with(['.', ',', ';', ':', '!', '?'])
        && line.chars().any(char::is_lowercase)
}

/// Tags inside a line; every other tag ends a block.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "img",
];
/// Tags whose text is not shown.
const HIDDEN: &[&str] = &["script", "style", "template", "noscript", "head", "select", "svg", "iframe"];

#[derive(Debug)]
enum Event {
    Open(String, bool),
    Close(String),
    Text(Range<usize>),
}

fn html(text: &str) -> Vec<Block> {
    let mut name = String::new();
    let mut emitter = CallbackEmitter::new(move |event: CallbackEvent<'_>, span: Span<usize>| match event {
        CallbackEvent::OpenStartTag { name: tag } => {
            name = String::from_utf8_lossy(tag).into_owned();
            None
        }
        CallbackEvent::CloseStartTag { self_closing } => {
            Some(Event::Open(std::mem::take(&mut name), self_closing))
        }
        CallbackEvent::EndTag { name: tag } => Some(Event::Close(String::from_utf8_lossy(tag).into_owned())),
        CallbackEvent::String { .. } => Some(Event::Text(span.start..span.end)),
        _ => None,
    });
    emitter.naively_switch_states(true);
    let mut made = Pages::default();
    for event in Tokenizer::new_with_emitter(text, emitter).flatten() {
        made.take(event, text);
    }
    made.flush(text);
    made.blocks
}

/// Blocks in the making.
#[derive(Debug, Default)]
struct Pages {
    blocks: Vec<Block>,
    block: Block,
    hidden: Option<String>,
    depth: usize,
    heading: bool,
    item: bool,
    /// Where the blocks of the row begin that is open.
    row: Option<usize>,
}

/// Longest row of a table that is read as one: a longer one may lay out a page.
const ROW: usize = 2_000;

impl Pages {
    fn take(&mut self, event: Event, text: &str) {
        match event {
            Event::Open(tag, closed) => {
                if let Some(hidden) = &self.hidden {
                    if *hidden == tag && !closed {
                        self.depth = self.depth.saturating_add(1);
                    }
                    return;
                }
                if HIDDEN.contains(&tag.as_str()) && !closed {
                    self.flush(text);
                    self.hidden = Some(tag);
                    self.depth = 1;
                    self.row = None;
                    return;
                }
                if INLINE.contains(&tag.as_str()) {
                    return;
                }
                self.flush(text);
                if tag == "tr" {
                    self.join_row();
                    self.row = Some(self.blocks.len());
                }
                match tag.as_str() {
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "th" => self.heading = true,
                    "li" | "td" | "dd" | "tr" => self.item = true,
                    _ => {}
                }
            }
            Event::Close(tag) => {
                if let Some(hidden) = &self.hidden {
                    // A head that is never closed ends where the body begins, which closes nothing: `body`.
                    if *hidden == tag {
                        self.depth = self.depth.saturating_sub(1);
                        if self.depth == 0 {
                            self.hidden = None;
                        }
                    }
                    return;
                }
                if INLINE.contains(&tag.as_str()) {
                    return;
                }
                self.flush(text);
                self.heading = false;
                if matches!(tag.as_str(), "tr" | "tbody" | "table") {
                    self.join_row();
                }
                if matches!(tag.as_str(), "li" | "td" | "dd" | "tr") {
                    self.item = false;
                }
            }
            Event::Text(range) => {
                if self.hidden.is_none()
                    && text.is_char_boundary(range.start)
                    && text.is_char_boundary(range.end)
                {
                    self.block.pieces.push(range);
                }
            }
        }
    }

    fn flush(&mut self, text: &str) {
        let block = std::mem::take(&mut self.block);
        // What stands between two tags is often a line break and nothing else.
        let blank =
            |piece: &Range<usize>| text.get(piece.clone()).is_none_or(|words| words.trim().is_empty());
        if !block.pieces.iter().all(blank) {
            let head = text.get(block.extent()).unwrap_or("").trim_start();
            // A paragraph may begin as the item of a list does: "(a) ...".
            let item = self.item || !self.heading && is_item(head.split('\n').next().unwrap_or(""));
            self.blocks.push(Block { heading: self.heading, item, ..block });
        }
    }

    /// The cells of a row become one block, from the first to the last, as in a row of Markdown.
    fn join_row(&mut self) {
        let Some(start) = self.row.take() else { return };
        let cells = self.blocks.get(start..).unwrap_or_default();
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return };
        let range = first.extent().start..last.extent().end;
        if cells.len() < 2 || range.len() > ROW || cells.iter().any(|cell| cell.heading) {
            return;
        }
        self.blocks.truncate(start);
        self.blocks.push(Block { pieces: vec![range], heading: false, item: true, row: true });
    }
}
