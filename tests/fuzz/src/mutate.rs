//! Changes that keep a text close to what reads: one word or day is put for another, a line is left out or
//! repeated. Bytes changed at random seldom read.

use std::sync::LazyLock;

/// The words of the register format.
pub static WORDS: LazyLock<Vec<String>> =
    LazyLock::new(|| include_str!("../read.dict").lines().filter_map(plain).map(str::to_owned).collect());

/// Changes the text in place; gives its new size. What cannot be changed stays as it is.
pub fn in_place(data: &mut [u8], size: usize, most: usize, seed: u32, words: &[String]) -> usize {
    let changed = std::str::from_utf8(&data[..size]).ok().and_then(|text| change(text, seed, words));
    match changed {
        Some(text) if text.len() <= most => {
            data[..text.len()].copy_from_slice(text.as_bytes());
            text.len()
        }
        _ => size,
    }
}

/// Days around which the law changes.
const DAYS: [&str; 10] = [
    "2015-10-06",
    "2016-08-01",
    "2018-05-25",
    "2020-07-16",
    "2021-01-01",
    "2021-06-27",
    "2022-12-27",
    "2023-07-10",
    "2024-09-15",
    "2025-12-27",
];

/// The text with one to three changes of a word, a day or a line.
fn change(text: &str, seed: u32, known: &[String]) -> Option<String> {
    let mut state = u64::from(seed) | 1 << 40;
    let mut below = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % most.max(1)
    };
    let mut text = text.to_owned();
    for _ in 0..=below(2) {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let words = quoted(&text);
        let kind = below(8);
        text = if kind == 0 {
            let at = below(lines.len());
            lines.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, line)| *line).collect()
        } else if kind == 1 {
            let (from, to) = (*lines.get(below(lines.len()))?, below(lines.len()));
            lines.iter().enumerate().flat_map(|(n, line)| [*line, if n == to { from } else { "" }]).collect()
        } else if kind == 2 {
            let days: Vec<usize> =
                text.match_indices('-').map(|(at, _)| at).filter(|at| is_day(&text, *at)).collect();
            let at = days.get(below(days.len()))?.checked_sub(4)?;
            format!("{}{}{}", text.get(..at)?, DAYS[below(DAYS.len())], text.get(at + 10..)?)
        } else {
            let (start, end) = *words.get(below(words.len()))?;
            let other = if kind % 2 == 0 {
                known.get(below(known.len()))?.as_str()
            } else {
                let (start, end) = *words.get(below(words.len()))?;
                text.get(start..end)?
            };
            format!("{}{other}{}", text.get(..start)?, text.get(end..)?)
        };
    }
    Some(text)
}

/// Where the texts in quotes stand.
pub fn quoted(text: &str) -> Vec<(usize, usize)> {
    let marks: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    marks.chunks_exact(2).map(|pair| (pair[0] + 1, pair[1])).collect()
}

/// Whether the year of a day ends here.
fn is_day(text: &str, at: usize) -> bool {
    let shape = |b: &[u8]| {
        b.iter().enumerate().all(|(n, b)| if n == 4 || n == 7 { *b == b'-' } else { b.is_ascii_digit() })
    };
    at >= 4 && text.as_bytes().get(at - 4..at + 6).is_some_and(shape)
}

/// A line of the dictionary that is a plain word.
fn plain(line: &str) -> Option<&str> {
    line.strip_prefix('"')?.strip_suffix('"').filter(|word| !word.contains(['\\', '[', ' ']))
}
