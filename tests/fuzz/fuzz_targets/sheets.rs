//! Any bytes are imported as a sheet: lists of sub-processors, records of processing, the list of the Data Privacy
//! Framework, a register of our own; as what they look like, and as what somebody says they are.

#![no_main]

use libfuzzer_sys::fuzz_target;
use transfer_cli::args::ImportFormat;
use transfer_fuzz::imports::import;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let format = match kind {
        b'd' => ImportFormat::DpfList,
        b'r' => ImportFormat::Records,
        b's' => ImportFormat::Subprocessors,
        b'c' => ImportFormat::CisoAssistant,
        b'o' => ImportFormat::Csv,
        _ => ImportFormat::Auto,
    };
    import("sheet.csv", bytes, format);
});
