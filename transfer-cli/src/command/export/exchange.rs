//! The forms of `transfer export` that are not pictures.

use transfer_model::assess::assess;

use crate::args::{Export, ExportFormat};
use crate::env::Out;
use crate::input::Loaded;
use crate::render::exchange::{dpv, record, regulator, sheets, subprocessors};

/// Whether the form is one of these, and no picture.
pub(super) const fn is_exchange(format: ExportFormat) -> bool {
    !matches!(format, ExportFormat::Dot | ExportFormat::Mermaid | ExportFormat::Graphml | ExportFormat::Svg)
}

/// The form's bytes; none after an error that was said.
pub(super) fn form(args: &Export, loaded: &Loaded, out: &mut Out<'_>) -> Option<Vec<u8>> {
    let whole = matches!(args.format, ExportFormat::Csv | ExportFormat::Xlsx);
    if whole && !args.flows.is_empty() {
        out.message(
            "error: sheets hold the whole register, so that nothing is lost on the way back; leave --flow out\n",
        );
        return None;
    }
    match args.format {
        ExportFormat::Csv => return Some(sheets::csv(&loaded.register).into_bytes()),
        ExportFormat::Xlsx => return workbook(loaded, out),
        _ => {}
    }
    let mut assessment = assess(&loaded.register, &loaded.book, loaded.day);
    if !args.flows.is_empty() {
        assessment.flows.retain(|flow| args.flows.contains(&loaded.register.flow(flow.flow).id));
    }
    let graph = |graph: std::io::Result<Vec<u8>>, out: &mut Out<'_>| match graph {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            out.message(&format!("error: the graph cannot be written: {error}\n"));
            None
        }
    };
    let text = match args.format {
        ExportFormat::Article30Ico | ExportFormat::Article30Cnil => {
            let left = record::left_out(loaded, &assessment);
            if left > 0 {
                out.message(&format!(
                    "note: {left} flows do not leave a company of the group (`kind = \"group\"`) and are not in the record\n"
                ));
            }
            let ico = args.format == ExportFormat::Article30Ico;
            if ico { record::ico(loaded, &assessment) } else { record::cnil(loaded, &assessment) }
        }
        ExportFormat::DpvTtl => return graph(dpv::turtle(loaded, &assessment), out),
        ExportFormat::DpvJsonld => return graph(dpv::json_ld(loaded, &assessment), out),
        ExportFormat::SubprocessorsMd => subprocessors::markdown(loaded, &assessment),
        ExportFormat::SubprocessorsJson => subprocessors::json(loaded, &assessment),
        _ => regulator::markdown(loaded, &assessment),
    };
    Some(text.into_bytes())
}

#[cfg(feature = "office")]
fn workbook(loaded: &Loaded, out: &mut Out<'_>) -> Option<Vec<u8>> {
    match crate::render::exchange::workbook::workbook(&loaded.register) {
        Ok(bytes) => Some(bytes),
        Err(why) => {
            let why = crate::render::text::clean(&why);
            out.message(&format!("error: no workbook can hold this register: {why}\n"));
            None
        }
    }
}

#[cfg(not(feature = "office"))]
fn workbook(_: &Loaded, out: &mut Out<'_>) -> Option<Vec<u8>> {
    out.message("error: this program was built without workbooks; use --format csv\n");
    None
}
