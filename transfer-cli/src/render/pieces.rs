//! Answers handed on in pieces while they are made, so that a large one takes little memory and few writes.

/// Pieces of about this many bytes.
const PIECE: usize = 64 * 1024;

/// Gathers text and hands it on piece by piece.
pub(super) struct Pieces<'o> {
    text: String,
    out: &'o mut dyn FnMut(&str),
}

impl<'o> Pieces<'o> {
    /// Hands pieces on to `out`.
    pub(super) fn new(out: &'o mut dyn FnMut(&str)) -> Self {
        Self { text: String::new(), out }
    }

    pub(super) fn add(&mut self, text: &str) {
        self.text.push_str(text);
        if self.text.len() >= PIECE {
            (self.out)(&self.text);
            self.text.clear();
        }
    }

    /// Hands on what is left.
    pub(super) fn end(self) {
        (self.out)(&self.text);
    }
}
