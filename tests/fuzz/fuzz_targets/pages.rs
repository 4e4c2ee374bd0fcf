//! Any bytes are imported as a page with tables, Markdown or HTML.

#![no_main]

use libfuzzer_sys::fuzz_target;
use transfer_cli::args::ImportFormat;
use transfer_fuzz::imports::import;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let name = if *kind == b'h' { "page.html" } else { "page.md" };
    import(name, bytes, ImportFormat::Auto);
});
