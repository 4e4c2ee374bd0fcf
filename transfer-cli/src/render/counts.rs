//! How many flows have which verdict, and the word of a verdict read back.

use transfer_model::assess::Verdict;

use super::text::clean;

/// The verdicts that some flows have with how many, from worst to best, as a sentence lists them.
pub(super) fn counts(count: impl Fn(Verdict) -> usize) -> Vec<String> {
    let all = Verdict::ALL.into_iter().rev().map(|verdict| (verdict, count(verdict)));
    all.filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| format!("{count} {}", verdict.name()))
        .collect()
}

/// The verdict of a word.
///
/// # Errors
///
/// That it is none, in a sentence.
pub(super) fn verdict(word: &str) -> Result<Verdict, String> {
    let known = Verdict::ALL.into_iter().find(|verdict| verdict.name() == word);
    known.ok_or_else(|| format!("`{}` is no verdict", clean(word)))
}
