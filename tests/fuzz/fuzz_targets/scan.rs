//! Any bytes are scanned for claims, as text and as HTML: each stands where it says, and is held against the law.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use transfer_cli::scan::decode::decode;
use transfer_cli::scan::hold::Holder;
use transfer_cli::scan::view::Kind;
use transfer_cli::scan::{lexicon, scan};
use transfer_fuzz::LAW;
use transfer_model::day::Day;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(decoded) = decode(bytes) else { return Corpus::Reject };
    let text = &decoded.text;
    let lexicon = lexicon::embedded().expect("the lexicon is sound");
    let day = Day::parse("2026-01-01").expect("a day");
    for kind in [Kind::Text, Kind::Html] {
        let found = scan(lexicon, text, kind);
        let mut holder = Holder::new(&LAW);
        for claim in found.claims.iter().take(4) {
            let before = text.get(..claim.span.start).expect("a span of whole characters");
            assert!(text.get(claim.span.clone()).is_some_and(|quote| !quote.is_empty()));
            assert_eq!(before.matches('\n').count() + 1, claim.line);
            holder.verdict(claim, found.published, day);
        }
    }
    Corpus::Keep
});
