//! Any bytes are imported as YAML or JSON: lists of sub-processors, and Fides manifests.

#![no_main]

use libfuzzer_sys::fuzz_target;
use transfer_cli::args::ImportFormat;
use transfer_fuzz::imports::import;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let format = if *kind == b'f' { ImportFormat::Fides } else { ImportFormat::Auto };
    import("tree.yaml", bytes, format);
});
