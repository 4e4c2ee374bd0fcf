//! The forms of `transfer export` that are not pictures.

use transfer_model::assess::{Assessment, assess};
use transfer_model::index::PartyIx;

use crate::args::{Export, ExportFormat};
use crate::env::Out;
use crate::input::Loaded;
use crate::render::exchange::record::{Authority, Record};
use crate::render::exchange::{dpv, regulator, sheets, subprocessors};
use crate::render::text::clean;

/// Whether the form is one of these, and no picture.
pub(super) const fn is_exchange(format: ExportFormat) -> bool {
    !matches!(format, ExportFormat::Dot | ExportFormat::Mermaid | ExportFormat::Graphml | ExportFormat::Svg)
}

/// Whether the form can be that of one party.
pub(super) const fn is_of_one(format: ExportFormat) -> bool {
    matches!(
        format,
        ExportFormat::Article30Ico
            | ExportFormat::Article30Cnil
            | ExportFormat::SubprocessorsMd
            | ExportFormat::SubprocessorsJson
    )
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
    let of = match &args.of {
        Some(id) => Some(super::party(id, loaded, out)?),
        None => None,
    };
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
        ExportFormat::Article30Ico => article_30(loaded, &assessment, Authority::Ico, of, out),
        ExportFormat::Article30Cnil => article_30(loaded, &assessment, Authority::Cnil, of, out),
        ExportFormat::DpvTtl => return graph(dpv::turtle(loaded, &assessment), out),
        ExportFormat::DpvJsonld => return graph(dpv::json_ld(loaded, &assessment), out),
        ExportFormat::SubprocessorsMd => subprocessors::markdown(loaded, &assessment, of),
        ExportFormat::SubprocessorsJson => subprocessors::json(loaded, &assessment, of),
        _ => regulator::markdown(loaded, &assessment),
    };
    Some(text.into_bytes())
}

/// The record, with what is not in it said on the side.
fn article_30(
    loaded: &Loaded,
    assessment: &Assessment,
    authority: Authority,
    of: Option<PartyIx>,
    out: &mut Out<'_>,
) -> String {
    let record = Record::new(loaded, assessment, authority, of);
    let flows = |number: usize, one: &str, more: &str| match number {
        1 => format!("1 flow {one}"),
        _ => format!("{number} flows {more}"),
    };
    if record.foreign > 0 && of.is_none() {
        out.message(&format!(
            "note: {} of the group (`kind = \"group\"`) and {} not in the record\n",
            flows(record.foreign, "does not leave a company", "do not leave a company"),
            if record.foreign == 1 { "is" } else { "are" }
        ));
    }
    let law = clean(record.law());
    if record.unbound_flows > 0 {
        out.message(&format!(
            "note: {law} does not bind the exporter of {}, left out of the record: {}\n  = help: --of PARTY gives the record of one party all the same\n",
            flows(record.unbound_flows, "", "").trim_end(),
            clean(&record.unbound.join(", "))
        ));
    }
    if !record.abroad.is_empty() {
        out.message(&format!(
            "note: in the record, though not established where {law} applies: {}\n",
            clean(&record.abroad.join(", "))
        ));
    }
    record.table()
}

#[cfg(feature = "office")]
fn workbook(loaded: &Loaded, out: &mut Out<'_>) -> Option<Vec<u8>> {
    match crate::render::exchange::workbook::workbook(&loaded.register) {
        Ok(bytes) => Some(bytes),
        Err(why) => {
            let why = clean(&why);
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
