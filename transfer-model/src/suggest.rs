//! The nearest right word, for "did you mean".

/// The candidate closest to `word`, if any is close enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A word longer than this is no misspelling of anything, and comparing it would cost too much.
    if word.len() > 64 {
        return None;
    }
    let lower = word.to_lowercase();
    let parts = parted(&lower);
    // The longest word that stands whole in what was written: `dpf` in `dpf-eu-us`.
    let mut held: Option<&str> = None;
    let length = lower.chars().count();
    let mut best: Option<((usize, bool, usize), &str)> = None;
    for candidate in candidates {
        let theirs = candidate.chars().count();
        let allowed = match theirs.max(length) {
            0..=2 => 1,
            3..=5 => 2,
            longest => longest.div_euclid(3),
        };
        let other = candidate.to_lowercase();
        // Only the beginning of a longer word may have been written, or some of its parts (`gdpr` of `eu-gdpr`), or a
        // code with a letter too many.
        let beginning = length >= 3 && theirs > length && other.starts_with(&lower);
        let begun = beginning || theirs > length && length >= 2 && parted(&other).contains(&parts);
        if theirs >= 3 && theirs < length && parts.contains(&parted(&other)) {
            held = held.filter(|known| known.len() >= candidate.len()).or(Some(candidate));
        }
        // Words whose lengths differ more than that cannot be close; comparing them would only cost time.
        if theirs.abs_diff(length) > allowed && !begun {
            continue;
        }
        let distance = if begun { 1 } else { strsim::damerau_levenshtein(&lower, &other) };
        let rank = (distance, !(beginning || lower.starts_with(&other)), theirs.abs_diff(length));
        if (begun || distance <= allowed) && best.is_none_or(|known| (rank, candidate) < known) {
            best = Some((rank, candidate));
        }
    }
    best.map(|(_, candidate)| candidate).or(held)
}

/// A word with a dash at each end and between its parts, so that whole parts are found in it.
fn parted(word: &str) -> String {
    format!("-{}-", word.replace([' ', '_', '.'], "-"))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_word_that_was_meant() {
        let words = ["privacy-shield", "safe-harbor", "dpf", "adequacy", "SA", "US", "encrypted-at-rest"];
        assert_eq!(nearest("privacy-sheild", words), Some("privacy-shield"));
        assert_eq!(nearest("Adequacy", words), Some("adequacy"));
        assert_eq!(nearest("dfp", words), Some("dpf"));
        assert_eq!(nearest("USA", words), Some("US"));
        assert_eq!(nearest("encrypted", words), Some("encrypted-at-rest"));
        assert_eq!(nearest("zzzzzzzz", words), None);
    }

    #[test]
    fn finds_a_word_by_its_parts() {
        let laws = ["br-lgpd", "eu-gdpr", "eui", "uk-gdpr", "us-fisa-215", "us-fisa-702"];
        assert_eq!(nearest("gdpr", laws), Some("eu-gdpr"));
        assert_eq!(nearest("LGPD", laws), Some("br-lgpd"));
        assert_eq!(nearest("uk", laws), Some("uk-gdpr"));
        assert_eq!(nearest("FISA 702", laws), Some("us-fisa-702"));
        // A near word is meant sooner than one that is held; a part of a part is neither.
        let words = ["dpf", "adequacy", "scc", "scc-uk"];
        assert_eq!(nearest("dpf-eu-us", words), Some("dpf"));
        assert_eq!(nearest("adequacy_decision", words), Some("adequacy"));
        assert_eq!(nearest("scc-us", words), Some("scc-uk"));
        assert_eq!(nearest("dpfinder-list", words), None);
    }
}
