//! The nearest right word, for "did you mean".

/// The candidate closest to `word`, if any is close enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A word longer than this is no misspelling of anything, and comparing it would cost too much.
    if word.len() > 64 {
        return None;
    }
    let lower = word.to_lowercase();
    let parts = parted(&lower);
    let length = lower.chars().count();
    let mut best: Option<((usize, bool, usize), &str)> = None;
    for candidate in candidates {
        let theirs = candidate.chars().count();
        let allowed = match theirs.max(length) {
            0..=2 => 1,
            3..=5 => 2,
            longest => longest.div_euclid(3),
        };
        // Words whose lengths differ more than that cannot be close; comparing them would only cost time.
        let longer = length >= 2 && theirs > length;
        if theirs.abs_diff(length) > allowed && !longer {
            continue;
        }
        let other = candidate.to_lowercase();
        // Only the beginning of a longer word may have been written, or some of its parts (`gdpr` of `eu-gdpr`), or a
        // code with a letter too many.
        let beginning = longer && length >= 3 && other.starts_with(&lower);
        let begun = beginning || longer && other.contains(BETWEEN) && parted(&other).contains(&parts);
        if theirs.abs_diff(length) > allowed && !begun {
            continue;
        }
        let distance = if begun { 1 } else { strsim::damerau_levenshtein(&lower, &other) };
        let rank = (distance, !(beginning || lower.starts_with(&other)), theirs.abs_diff(length));
        if (begun || distance <= allowed) && best.is_none_or(|known| (rank, candidate) < known) {
            best = Some((rank, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// What stands between the parts of a word.
const BETWEEN: [char; 4] = ['-', ' ', '_', '.'];

/// A word with a dash at each end and between its parts, so that whole parts are found in it.
fn parted(word: &str) -> String {
    format!("-{}-", word.replace(BETWEEN, "-"))
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
        // A part of a part is none; and `host-labs` is another company than `host`.
        assert_eq!(nearest("pr", ["eu-gdpr"]), None);
        assert_eq!(nearest("host-labs", ["host", "ex"]), None);
    }
}
