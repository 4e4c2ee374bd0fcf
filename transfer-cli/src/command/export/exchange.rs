//! The forms of `transfer export` that are not pictures.

use crate::args::{Export, ExportFormat};
use crate::env::Out;
use crate::input::Loaded;
use crate::render::exchange::sheets;

/// The form's bytes; `Some(None)` after an error that was said; none where the form is a picture.
pub(super) fn form(args: &Export, loaded: &Loaded, out: &mut Out<'_>) -> Option<Option<Vec<u8>>> {
    let whole = matches!(args.format, ExportFormat::Csv | ExportFormat::Xlsx);
    if whole && !args.flows.is_empty() {
        out.message("error: sheets hold the whole register, so that nothing is lost on the way back; leave --flow out\n");
        return Some(None);
    }
    let text = match args.format {
        ExportFormat::Csv => sheets::csv(&loaded.register),
        ExportFormat::Xlsx => return Some(workbook(loaded, out)),
        _ => return None,
    };
    Some(Some(text.into_bytes()))
}

#[cfg(feature = "office")]
fn workbook(loaded: &Loaded, out: &mut Out<'_>) -> Option<Vec<u8>> {
    match crate::render::exchange::workbook::workbook(&loaded.register) {
        Ok(bytes) => Some(bytes),
        Err(why) => {
            out.message(&format!(
                "error: no workbook can hold this register: {}\n",
                crate::render::text::clean(&why)
            ));
            None
        }
    }
}

#[cfg(not(feature = "office"))]
fn workbook(_: &Loaded, out: &mut Out<'_>) -> Option<Vec<u8>> {
    out.message("error: this program was built without workbooks; use --format csv\n");
    None
}
