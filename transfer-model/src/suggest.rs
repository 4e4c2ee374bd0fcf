//! The nearest right word, for "did you mean".

/// The candidate closest to `word`, if any is close enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A word longer than this is no misspelling of anything, and comparing it would cost too much.
    if word.len() > 64 {
        return None;
    }
    let lower = word.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
        let allowed = match candidate.chars().count().max(lower.chars().count()) {
            0..=2 => 1,
            3..=5 => 2,
            n => n.div_euclid(3),
        };
        let nearer = best.is_none_or(|(least, name)| (distance, candidate) < (least, name));
        if distance <= allowed && nearer {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_word_that_was_meant() {
        let words = ["privacy-shield", "safe-harbor", "dpf", "adequacy"];
        assert_eq!(nearest("privacy-sheild", words), Some("privacy-shield"));
        assert_eq!(nearest("Adequacy", words), Some("adequacy"));
        assert_eq!(nearest("dfp", words), Some("dpf"));
        assert_eq!(nearest("zzzzzzzz", words), None);
    }
}
