//! Any bytes are read as a register, or refused with problems that can be drawn; what reads can be assessed.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use transfer_fuzz::{LAW, assert_told, explain, files};
use transfer_model::register::read;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some(files) = files(bytes) else { return Corpus::Reject };
    match read(files, &LAW) {
        Ok(register) => explain(&register),
        Err((sources, found)) => assert_told(&sources, &found),
    }
    Corpus::Keep
});
