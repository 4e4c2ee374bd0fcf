//! Any bytes are read as a register, or refused with problems that can be drawn; what reads can be assessed.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use transfer_cli::env::Out;
use transfer_cli::render::problems;
use transfer_fuzz::{LAW, assert_inside, explain, files};
use transfer_model::register::read;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some(files) = files(bytes) else { return Corpus::Reject };
    match read(files, &LAW) {
        Ok(register) => explain(&register),
        Err((sources, found)) => {
            assert!(!found.is_empty(), "refused without a reason");
            for problem in &found {
                assert!(!problem.message.is_empty());
                for span in problem.span.iter().chain(problem.other.iter().map(|(span, _)| span)) {
                    assert_inside(&sources, *span);
                }
            }
            let (mut answer, mut message) = (Vec::new(), Vec::new());
            problems::print(&sources, &found, &mut Out::plain(&mut answer, &mut message));
            assert!(answer.is_empty());
            let message = String::from_utf8(message).expect("messages are text");
            assert!(!message.contains('\u{1b}'), "a control character reached the terminal");
        }
    }
    Corpus::Keep
});
