//! Registers that read are assessed and explained. Bytes changed at random seldom read: one word or day of the
//! text is put for another, a line is left out or repeated, and only what still reads is kept.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};
use transfer_fuzz::mutate::{WORDS, in_place};
use transfer_fuzz::{LAW, explain, files};
use transfer_model::register::read;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some(Ok(register)) = files(bytes).map(|files| read(files, &LAW)) else { return Corpus::Reject };
    explain(&register);
    Corpus::Keep
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    in_place(data, size, max_size, seed, &WORDS)
});
