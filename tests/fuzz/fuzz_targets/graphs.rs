//! Any bytes are imported as linked data, Turtle or JSON-LD.

#![no_main]

use libfuzzer_sys::fuzz_target;
use transfer_cli::args::ImportFormat;
use transfer_fuzz::imports::import;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let name = if *kind == b'j' { "graph.jsonld" } else { "graph.ttl" };
    import(name, bytes, ImportFormat::Dpv);
});
