//! Many plain words searched at once, whatever their case. Built in a fraction of a millisecond, since every run
//! builds it, and walked without a branch and in four places at once, since every byte of every text goes through it.

use std::collections::VecDeque;

/// Places of a row of the table: what ends there, then a next state for each class of bytes.
const ROW: usize = 1 << SHIFT;
const SHIFT: u32 = 6;
/// In a next state: whether words end there, so that most bytes need no second look.
const ENDS: u16 = 1 << 15;

/// Letters by how often texts have them.
const FREQUENT: &str = " etaoinsrhldcumpfgwyvb";

/// Walks side by side through one text: each step waits for the one before it, and a processor can wait for several.
const LANES: usize = 4;

/// Where words end in a text, by walk: the place in the walk and the state. Kept from text to text for its memory.
#[derive(Debug, Default)]
pub(super) struct Ends([Vec<(u32, u16)>; LANES]);

/// An automaton over the words it was built from.
#[derive(Debug)]
pub(super) struct Automaton {
    /// By byte: its place in a row. Bytes that stand in no word share the place 1.
    classes: [u8; 256],
    /// By state: a row.
    table: Vec<u16>,
    /// The words that end together, by position; the first is none.
    words: Vec<Vec<usize>>,
    /// Bytes of the longest word: a walk that begins so far before a place is then where one from the start would be.
    longest: usize,
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
        // The most frequent first: their places lie close together, and a row of the table in fewer lines of the cache.
        for byte in FREQUENT.bytes().chain(words.iter().flat_map(|word| word.bytes())) {
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
        let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
        let mut made = Self { classes, table: vec![0; ROW], words: vec![Vec::new()], longest };
        // A trie, in which 0 stands for no state; the root is 0 too, and no edge leads to it.
        let mut own: Vec<(u16, usize)> = Vec::with_capacity(words.len());
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
            own.push((state, at));
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
    fn close(&mut self, own: &[(u16, usize)], used: usize) -> Result<(), String> {
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
            let here: Vec<usize> = here.map(|(_, word)| *word).collect();
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
        self.entries(|words| words.iter().fold(0, |all, word| all | of(*word)))
    }

    /// Puts marks in the place of words: then a state ends in the marks of its words.
    pub(super) fn marked(mut self, of: impl Fn(usize) -> u16) -> Self {
        let marks = self.marks(of);
        for place in self.table.iter_mut().step_by(ROW) {
            *place = marks.get(usize::from(*place)).copied().unwrap_or(0);
        }
        self
    }

    /// Something for each entry, by the words that end in it.
    pub(super) fn entries<T>(&self, of: impl Fn(&[usize]) -> T) -> Vec<T> {
        self.words.iter().map(|words| of(words)).collect()
    }

    /// The state after a byte.
    #[inline]
    fn step(&self, state: u16, byte: u8) -> u16 {
        self.table.get(self.edge(state, byte)).copied().unwrap_or(0)
    }

    /// The entry that ends in a state, or its marks; 0 for none.
    #[inline]
    fn end(&self, state: u16) -> u16 {
        self.table.get(usize::from(state & !ENDS) << SHIFT).copied().unwrap_or(0)
    }

    /// Where the walks begin and how long each is: each begins a longest word before the last ends, so that none is
    /// lost between them. What lies in two walks is found twice.
    fn lanes(&self, length: usize) -> ([usize; LANES], usize) {
        let more = LANES.saturating_sub(1);
        let shared = length.saturating_add(self.longest.saturating_mul(more));
        let walk = shared.div_euclid(LANES).saturating_add(1).min(length);
        let room = length.saturating_sub(walk);
        let mut starts = [0; LANES];
        for (at, start) in starts.iter_mut().enumerate() {
            *start = room.saturating_mul(at).div_euclid(more);
        }
        (starts, walk)
    }

    /// Calls with each byte of the walks: its place in the walk and the state of each after it.
    #[inline]
    fn walk(
        &self,
        text: &[u8],
        starts: [usize; LANES],
        walk: usize,
        mut each: impl FnMut(u32, [u16; LANES]),
    ) {
        let [a, b, c, d] =
            starts.map(|start| text.get(start..start.saturating_add(walk)).unwrap_or_default());
        let mut states = [0u16; LANES];
        let mut at = 0u32;
        for (((a, b), c), d) in a.iter().zip(b).zip(c).zip(d) {
            for (state, byte) in states.iter_mut().zip([*a, *b, *c, *d]) {
                *state = self.step(*state, byte);
            }
            each(at, states);
            at = at.wrapping_add(1);
        }
    }

    /// The marks of all words of a text.
    pub(super) fn marks_in(&self, text: &[u8]) -> u16 {
        let (starts, walk) = self.lanes(text.len());
        let mut all = 0;
        self.walk(text, starts, walk, |_, states| {
            for state in states {
                all |= self.end(state);
            }
        });
        all
    }

    /// Calls with each place of a text where words end, and their entry; in order within each walk.
    pub(super) fn ends_in(&self, text: &[u8], found: &mut Ends, mut each: impl FnMut(usize, u16)) {
        let (starts, walk) = self.lanes(text.len());
        for lane in &mut found.0 {
            if lane.len() <= walk {
                lane.resize(walk.saturating_add(1), (0, 0));
            }
        }
        // Each place is written down, and kept where words end.
        let mut kept = [0usize; LANES];
        self.walk(text, starts, walk, |at, states| {
            for ((lane, kept), state) in found.0.iter_mut().zip(&mut kept).zip(states) {
                if let Some(place) = lane.get_mut(*kept) {
                    *place = (at, state);
                }
                *kept = kept.wrapping_add(usize::from(state >= ENDS));
            }
        });
        for ((lane, kept), start) in found.0.iter().zip(kept).zip(starts) {
            for (at, state) in lane.get(..kept).unwrap_or_default() {
                each(start.saturating_add(usize::try_from(*at).unwrap_or(usize::MAX)), self.end(*state));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 5] = ["she", "he", "hers", "his", "s.h"];

    fn found(text: &str) -> Vec<(usize, &'static str)> {
        let automaton = Automaton::new(&WORDS).unwrap();
        let mut found = Vec::new();
        automaton.ends_in(text.as_bytes(), &mut Ends::default(), |at, entry| {
            found.extend(automaton.words[usize::from(entry)].iter().map(|word| (at, WORDS[*word])));
        });
        found.sort_unstable_by_key(|(at, word)| (*at, std::cmp::Reverse(word.len())));
        found.dedup();
        found
    }

    #[test]
    fn every_word_is_found_where_it_ends() {
        let all = [(3, "she"), (3, "he"), (5, "hers"), (9, "his"), (13, "s.h"), (17, "he")];
        assert_eq!(found("uSHErs his s.h\u{e9}he"), all);
    }

    #[test]
    fn no_word_is_lost_between_walks() {
        for length in 0..70 {
            for at in 0..length {
                let text = format!("{}hers{}", ".".repeat(at), ".".repeat(length - at));
                let he = at.saturating_add(1);
                assert_eq!(found(&text), [(he, "he"), (he.saturating_add(2), "hers")]);
                let marked = Automaton::new(&WORDS).unwrap().marked(|word| 1 << word);
                assert_eq!(marked.marks_in(text.as_bytes()), 0b110);
            }
        }
    }
}
