//! Many plain words searched at once, whatever their case. Built in a fraction of a millisecond, since every run
//! builds it, and walked without a branch, since every byte of every text goes through it.

use std::collections::VecDeque;

/// Places of a row of the table: what ends there, then a next state for each class of bytes.
const ROW: usize = 1 << SHIFT;
const SHIFT: u32 = 6;
/// In a next state: whether words end there, so that most bytes need no second look.
const ENDS: u16 = 1 << 15;

/// An automaton over the words it was built from.
#[derive(Debug)]
pub(super) struct Automaton {
    /// By byte: its place in a row. Bytes that stand in no word share the place 1.
    classes: [u8; 256],
    /// By state: a row.
    table: Vec<u16>,
    /// The words that end together, by position; the first is none.
    words: Vec<Vec<u16>>,
}

impl Automaton {
    /// Builds it.
    ///
    /// # Errors
    ///
    /// More words than it can hold.
    pub(super) fn new(words: &[&str]) -> Result<Self, String> {
        let full = |_| "too many words to search for".to_owned();
        let mut classes = [1u8; 256];
        let mut used = 2u8;
        for byte in words.iter().flat_map(|word| word.bytes()) {
            let small = byte.to_ascii_lowercase();
            if classes.get(usize::from(small)) == Some(&1) {
                for byte in [small, small.to_ascii_uppercase()] {
                    if let Some(class) = classes.get_mut(usize::from(byte)) {
                        *class = used;
                    }
                }
                used = used.saturating_add(1);
            }
        }
        if usize::from(used) > ROW {
            return Err("the words to search for have too many letters".to_owned());
        }
        let mut made = Self { classes, table: vec![0; ROW], words: vec![Vec::new()] };
        // A trie, in which 0 stands for no state; the root is 0 too, and no edge leads to it.
        let mut own: Vec<(u16, u16)> = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            let mut state = 0u16;
            for byte in word.bytes() {
                let edge = made.edge(state, byte);
                state = match made.table.get(edge).copied().unwrap_or(0) {
                    0 => {
                        let new = u16::try_from(made.table.len() >> SHIFT).map_err(full)?;
                        if new >= ENDS {
                            return Err("too many words to search for".to_owned());
                        }
                        made.table.resize(made.table.len().saturating_add(ROW), 0);
                        if let Some(edge) = made.table.get_mut(edge) {
                            *edge = new;
                        }
                        new
                    }
                    there => there,
                };
            }
            own.push((state, u16::try_from(at).map_err(full)?));
        }
        own.sort_unstable();
        made.close(&own, usize::from(used))?;
        Ok(made)
    }

    #[inline]
    fn edge(&self, state: u16, byte: u8) -> usize {
        let class = self.classes.get(usize::from(byte)).copied().map_or(1, usize::from);
        usize::from(state & !ENDS) << SHIFT | class
    }

    /// Fills the edges that the trie lacks with those of the longest end that is a beginning, and gives each state
    /// the words that end there.
    fn close(&mut self, own: &[(u16, u16)], used: usize) -> Result<(), String> {
        let mut fails = vec![0u16; self.table.len() >> SHIFT];
        let mut queue = VecDeque::from([0u16]);
        while let Some(state) = queue.pop_front() {
            let fail = fails.get(usize::from(state)).copied().unwrap_or(0);
            let (row, back) = (usize::from(state) << SHIFT, usize::from(fail) << SHIFT);
            for class in 1..used {
                let there = self.table.get(row | class).copied().unwrap_or(0);
                let back = if state == 0 { 0 } else { self.table.get(back | class).copied().unwrap_or(0) };
                if there == 0 {
                    if let Some(edge) = self.table.get_mut(row | class) {
                        *edge = back;
                    }
                } else {
                    if let Some(fail) = fails.get_mut(usize::from(there)) {
                        *fail = back;
                    }
                    queue.push_back(there);
                }
            }
            let first = own.partition_point(|(at, _)| *at < state);
            let here = own.get(first..).unwrap_or_default().iter().take_while(|(at, _)| *at == state);
            let here: Vec<u16> = here.map(|(_, word)| *word).collect();
            // The words of a shorter end come with it; where there are no others, they are the same entry.
            let inherited = if state == 0 { 0 } else { self.table.get(back).copied().unwrap_or(0) };
            let end = if here.is_empty() {
                inherited
            } else {
                let more = self.words.get(usize::from(inherited)).cloned().unwrap_or_default();
                self.words.push([here, more].concat());
                u16::try_from(self.words.len().saturating_sub(1)).map_err(|_| "too many words".to_owned())?
            };
            if let Some(place) = self.table.get_mut(row) {
                *place = end;
            }
        }
        let ends: Vec<bool> = self.table.iter().step_by(ROW).map(|end| *end != 0).collect();
        for row in self.table.chunks_mut(ROW) {
            for next in row.iter_mut().take(used).skip(1) {
                if ends.get(usize::from(*next)) == Some(&true) {
                    *next |= ENDS;
                }
            }
        }
        Ok(())
    }

    /// By entry: the marks of its words, put together.
    pub(super) fn marks(&self, of: impl Fn(usize) -> u16) -> Vec<u16> {
        let put = |words: &Vec<u16>| words.iter().fold(0, |all, word| all | of(usize::from(*word)));
        self.words.iter().map(put).collect()
    }

    /// Puts marks in the place of words: then a state ends in the marks of its words.
    pub(super) fn marked(mut self, of: impl Fn(usize) -> u16) -> Self {
        let marks = self.marks(of);
        for place in self.table.iter_mut().step_by(ROW) {
            *place = marks.get(usize::from(*place)).copied().unwrap_or(0);
        }
        self
    }

    /// Takes some words out of the entries.
    pub(super) fn keep(&mut self, kept: impl Fn(u16) -> Option<u16>) {
        for words in &mut self.words {
            *words = words.iter().filter_map(|word| kept(*word)).collect();
        }
    }

    /// The start.
    pub(super) const START: u16 = 0;

    /// The state after a byte.
    #[inline]
    pub(super) fn step(&self, state: u16, byte: u8) -> u16 {
        self.table.get(self.edge(state, byte)).copied().unwrap_or(0)
    }

    /// The entry that ends in a state, or its marks; 0 for none.
    #[inline]
    pub(super) fn end(&self, state: u16) -> u16 {
        if state & ENDS == 0 {
            return 0;
        }
        self.table.get(usize::from(state & !ENDS) << SHIFT).copied().unwrap_or(0)
    }

    /// The words of an entry.
    pub(super) fn words(&self, end: u16) -> &[u16] {
        self.words.get(usize::from(end)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_where_it_ends() {
        let words = ["she", "he", "hers", "his", "s.h"];
        let automaton = Automaton::new(&words).unwrap();
        let mut state = Automaton::START;
        let mut found = Vec::new();
        for (at, byte) in "uSHErs his s.h\u{e9}he".bytes().enumerate() {
            state = automaton.step(state, byte);
            let ended = automaton.words(automaton.end(state));
            found.extend(ended.iter().map(|word| (at, words[usize::from(*word)])));
        }
        let all = [(3, "she"), (3, "he"), (5, "hers"), (9, "his"), (13, "s.h"), (17, "he")];
        assert_eq!(found, all);
    }
}
