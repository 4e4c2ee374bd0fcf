//! Any text is tidied: what was TOML says the same with all its comments, and a second run changes nothing.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;
use transfer_cli::tidy::tidy;
use transfer_fuzz::{LAW, files};
use transfer_model::register::read;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(bytes) else { return Corpus::Reject };
    let tidied = tidy(text);
    let Ok(meaning) = toml::from_str::<toml::Table>(text) else { return Corpus::Keep };
    let after = tidied.expect("TOML can be followed");
    // Not a number is not equal to itself; its text is.
    let again = toml::from_str::<toml::Table>(&after).expect("what is tidied is TOML");
    assert_eq!(format!("{again:?}"), format!("{meaning:?}"));
    assert_eq!(comments(&after), comments(text));
    assert_eq!(tidy(&after).as_deref(), Some(after.as_str()), "not settled");
    let digest = |text: &str| {
        let files = files(text.as_bytes())?;
        read(files, &LAW).ok().map(|register| register.digest)
    };
    if let Some(before) = digest(text) {
        assert_eq!(digest(&after), Some(before));
    }
    Corpus::Keep
});

fn comments(text: &str) -> Vec<&str> {
    Source::new(text)
        .lex()
        .filter(|token| token.kind() == TokenKind::Comment)
        .map(|token| text[token.span().start()..token.span().end()].trim_end())
        .collect()
}
