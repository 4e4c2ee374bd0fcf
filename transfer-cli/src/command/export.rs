//! `transfer export`: a register in another form. Pictures show the flows active on the day with their
//! verdicts; what a form cannot show well is said on the side, never left out in silence.

mod picture;
mod record;

use std::path::{Path, PathBuf};

use transfer_model::assess::{Assessment, assess};

use super::named;
use crate::args::{Export, ExportFormat};
use crate::env::{Env, Out};
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::exchange::record::Authority;
use crate::render::exchange::{dpv, regulator, sheets, subprocessors};
use crate::render::picture::{dot, graphml};
use crate::render::text::clean;

/// Runs it. The verdicts are shown and do not decide the exit status: that is `transfer check`.
pub fn run(args: &Export, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    for id in &args.flows {
        if named::flow(id, &loaded.register, out).is_none() {
            return Outcome::Broken;
        }
    }
    if args.of.is_some() && !is_of_one(args.format) {
        out.message(
            "error: --of goes with records (article30-…) and pages of sub-processors (subprocessors-…)\n",
        );
        return Outcome::Broken;
    }
    let Some(bytes) = form(args, &loaded, out) else { return Outcome::Broken };
    match &args.out {
        None => out.bytes(&bytes),
        Some(path) => {
            if let Err(why) = write(args, path, &bytes, env) {
                out.message(&format!("error: cannot write `{}`: {why}\n", clean(&path.to_string_lossy())));
                return Outcome::Broken;
            }
        }
    }
    Outcome::Clean
}

/// Whether the form can be that of one party.
const fn is_of_one(format: ExportFormat) -> bool {
    matches!(
        format,
        ExportFormat::Article30Ico
            | ExportFormat::Article30Cnil
            | ExportFormat::SubprocessorsMd
            | ExportFormat::SubprocessorsJson
    )
}

/// The form's bytes; none after an error that was said.
fn form(args: &Export, loaded: &Loaded, out: &mut Out<'_>) -> Option<Vec<u8>> {
    let of = match &args.of {
        Some(id) => Some(named::party(id, &loaded.register, out)?),
        None => None,
    };
    let assessed = || chosen(args, loaded, assess(&loaded.register, &loaded.book, loaded.day));
    let text = match args.format {
        ExportFormat::Dot => dot::write(&picture::of(args, loaded)),
        ExportFormat::Graphml => graphml::write(&picture::of(args, loaded)),
        ExportFormat::Mermaid => picture::mermaid(&picture::of(args, loaded), out),
        ExportFormat::Svg => picture::svg(picture::of(args, loaded), out)?,
        ExportFormat::Csv if is_whole(args, out) => sheets::csv(&loaded.register),
        ExportFormat::Xlsx if is_whole(args, out) => return workbook(loaded, out),
        ExportFormat::Csv | ExportFormat::Xlsx => return None,
        ExportFormat::Article30Ico => record::article_30(loaded, &assessed(), Authority::Ico, of, out),
        ExportFormat::Article30Cnil => record::article_30(loaded, &assessed(), Authority::Cnil, of, out),
        ExportFormat::DpvTtl => return graph(dpv::turtle(loaded, &assessed()), out),
        ExportFormat::DpvJsonld => return graph(dpv::json_ld(loaded, &assessed()), out),
        ExportFormat::RegulatorMd => regulator::markdown(loaded, &assessed()),
        ExportFormat::SubprocessorsMd => subprocessors::markdown(loaded, &assessed(), of),
        ExportFormat::SubprocessorsJson => subprocessors::json(loaded, &assessed(), of),
    };
    Some(text.into_bytes())
}

/// An assessment with the flows that were chosen, or with all.
fn chosen(args: &Export, loaded: &Loaded, mut assessment: Assessment) -> Assessment {
    if !args.flows.is_empty() {
        assessment.flows.retain(|flow| args.flows.contains(&loaded.register.flow(flow.flow).id));
    }
    assessment
}

/// Whether no flow was chosen, as sheets ask; else it is said.
fn is_whole(args: &Export, out: &mut Out<'_>) -> bool {
    if !args.flows.is_empty() {
        out.message(
            "error: sheets hold the whole register, so that nothing is lost on the way back; leave --flow out\n",
        );
    }
    args.flows.is_empty()
}

/// Linked data, or why they cannot be written.
fn graph(graph: std::io::Result<Vec<u8>>, out: &mut Out<'_>) -> Option<Vec<u8>> {
    graph.map_err(|error| out.message(&format!("error: the graph cannot be written: {error}\n"))).ok()
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

/// Writes the file, unless that would write over the register or the law that was read, or add to one that is
/// a folder.
fn write(args: &Export, path: &Path, bytes: &[u8], env: &dyn Env) -> Result<(), String> {
    let defaults = [PathBuf::from("transfer.toml"), PathBuf::from("transfers")];
    let read = args.input.register.iter().chain(&args.input.law).chain(&defaults);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = env.real(folder).ok();
    let part = input::is_register_file(path);
    for read in read.filter_map(|read| env.real(read).ok()) {
        if env.real(path).is_ok_and(|real| real == read) || (part && folder.as_ref() == Some(&read)) {
            return Err("it is a file of the register or of the law".to_owned());
        }
    }
    env.replace(path, bytes).map_err(|error| error.to_string())
}
