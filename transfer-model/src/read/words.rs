//! Words of closed lists: looked up, and where one is not known, the nearest right one named.

use crate::diag::{Problem, ProblemCode, Problems};
use crate::source::Spanned;
use crate::suggest::nearest;

/// Looks a text up in a closed list of words; an unknown one is a problem with the nearest right word.
pub fn word<T: Copy>(
    text: &Spanned<impl AsRef<str>>,
    key: &str,
    words: &[(&str, T)],
    problems: &mut Problems,
) -> Option<T> {
    if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value.as_ref()) {
        return Some(*value);
    }
    problems.push(unknown_word(text, &format!("word for `{key}`"), words.iter().map(|(word, _)| *word)));
    None
}

/// The problem of a word that is not in a list.
pub fn unknown_word<'a>(
    text: &Spanned<impl AsRef<str>>,
    what: &str,
    words: impl Iterator<Item = &'a str> + Clone,
) -> Problem {
    let shown = shorten(text.value.as_ref());
    let problem =
        Problem::new(ProblemCode::UnknownWord, text.span, format!("`{shown}` is not a known {what}"));
    let mut help = nearest(text.value.as_ref(), words.clone())
        .map_or_else(String::new, |meant| format!("did you mean `{meant}`?"));
    let few: Vec<_> = words.take(LISTED.saturating_add(1)).collect();
    if !few.is_empty() && few.len() <= LISTED {
        if !help.is_empty() {
            help.push(' ');
        }
        help.push_str("known: ");
        help.push_str(&few.join(", "));
    }
    if help.is_empty() { problem } else { problem.help(help) }
}

/// Lists of words up to this length are shown whole.
const LISTED: usize = 16;

/// A text cut to a length that a message can hold.
pub fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
