//! The lines that come out: blank lines where they belong, and comments at the ends of lines in their columns.

use std::collections::BTreeMap;

use super::tree::Comment;

#[derive(Debug, Default)]
struct Line {
    code: String,
    comment: Option<Comment>,
}

impl Line {
    fn is_blank(&self) -> bool {
        self.code.is_empty() && self.comment.is_none()
    }

    fn is_comment(&self) -> bool {
        self.code.trim_start().starts_with('#')
    }

    /// Characters of its last row: a text may go over several.
    fn width(&self) -> usize {
        self.code.rsplit('\n').next().unwrap_or("").chars().count()
    }
}

/// Lines as they are made; the last may be open.
#[derive(Debug, Default)]
pub(super) struct Lines {
    done: Vec<Line>,
    open: Option<String>,
}

impl Lines {
    /// Adds to the open line.
    pub(super) fn push(&mut self, text: &str) {
        self.open.get_or_insert_default().push_str(text);
    }

    /// Begins a line at a depth.
    pub(super) fn indent(&mut self, depth: usize) {
        self.open = Some("  ".repeat(depth));
    }

    /// Width of the open line.
    pub(super) fn width(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.rsplit('\n').next().unwrap_or("").chars().count())
    }

    /// Whether a line is open.
    pub(super) const fn is_begun(&self) -> bool {
        self.open.is_some()
    }

    /// Ends the open line.
    pub(super) fn end(&mut self, comment: Option<&Comment>) {
        if let Some(code) = self.open.take() {
            self.done.push(Line { code, comment: comment.cloned() });
        }
    }

    /// A comment on a line of its own.
    pub(super) fn comment(&mut self, depth: usize, text: &str) {
        self.done.push(Line { code: format!("{}{text}", "  ".repeat(depth)), comment: None });
    }

    /// Leaves no line open: what follows begins its own.
    pub(super) fn reopen(&mut self) {
        self.open = None;
    }

    /// A blank line, one at most.
    pub(super) fn blank(&mut self) {
        if self.done.last().is_some_and(|last| !last.is_blank()) {
            self.done.push(Line::default());
        }
    }

    /// Makes room before a header and the comment right above it.
    pub(super) fn header(&mut self) {
        let comments = self.done.iter().rev().take_while(|line| line.is_comment()).count();
        let at = self.done.len().saturating_sub(comments);
        if at > 0 && self.done.get(at.saturating_sub(1)).is_some_and(|line| !line.is_blank()) {
            self.done.insert(at, Line::default());
        }
    }

    /// The text, with comments that stood in one column of a paragraph kept in one.
    pub(super) fn finish(mut self, newline: &str) -> String {
        while self.done.last().is_some_and(Line::is_blank) {
            self.done.pop();
        }
        let columns = self.columns();
        let mut text = String::new();
        for (line, column) in self.done.iter().zip(columns) {
            text.push_str(&line.code);
            if let (Some(comment), Some(column)) = (&line.comment, column) {
                text.push_str(&" ".repeat(column.saturating_sub(line.width())));
                text.push_str(&comment.text);
            }
            text.push_str(newline);
        }
        text
    }

    fn columns(&self) -> Vec<Option<usize>> {
        /// A comment with more blanks before it was put there.
        const LOOSE: usize = 2;
        let mut paragraph = 0usize;
        let mut keys = Vec::with_capacity(self.done.len());
        // By paragraph and column: how many comments, and the first column free for all of them.
        let mut groups: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
        for line in &self.done {
            if line.is_blank() {
                paragraph = paragraph.saturating_add(1);
            }
            let key = line.comment.as_ref().map(|comment| (paragraph, comment.column));
            if let Some(key) = key {
                let (count, free) = groups.entry(key).or_insert((0, 0));
                *count = count.saturating_add(1);
                *free = (*free).max(line.width().saturating_add(1));
            }
            keys.push(key);
        }
        let column = |line: &Line, key: (usize, usize)| {
            let comment = line.comment.as_ref()?;
            let (count, free) = groups.get(&key).copied()?;
            Some(if comment.column > 0 && (count > 1 || comment.gap > LOOSE) {
                comment.column.max(free)
            } else {
                line.width().saturating_add(comment.gap.max(1))
            })
        };
        self.done.iter().zip(keys).map(|(line, key)| column(line, key?)).collect()
    }
}
