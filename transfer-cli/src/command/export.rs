//! `transfer export`: a register in another form. Pictures show the flows active on the day with their
//! verdicts; what a form cannot show well is said on the side, never left out in silence.

mod exchange;

use std::path::{Path, PathBuf};

use transfer_model::assess::assess_day;
use transfer_model::index::PartyIx;
use transfer_model::suggest::nearest;

use crate::args::{Export, ExportFormat};
use crate::env::{Env, Out};
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::picture::{Picture, Size, dot, graphml, mermaid, svg};
use crate::render::text::clean;

/// Runs it. The verdicts are shown and do not decide the exit status: that is `transfer check`.
pub fn run(args: &Export, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    for id in &args.flows {
        if !loaded.register.flows.iter().any(|flow| flow.id == *id) {
            let ids = loaded.register.flows.iter().map(|flow| flow.id.as_str());
            let help =
                nearest(id, ids).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
            out.message(&format!("error: no flow has the id `{}`{help}\n", clean(id)));
            return Outcome::Broken;
        }
    }
    if args.of.is_some() && !exchange::is_of_one(args.format) {
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

/// The party of an id; none after an error that was said.
fn party(id: &str, loaded: &Loaded, out: &mut Out<'_>) -> Option<PartyIx> {
    let parties = &loaded.register.parties;
    let found = parties.iter().position(|party| party.id == id).map(PartyIx::new);
    if found.is_none() {
        let ids = parties.iter().map(|party| party.id.as_str());
        let help = nearest(id, ids).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
        out.message(&format!("error: no party has the id `{}`{help}\n", clean(id)));
    }
    found
}

fn form(args: &Export, loaded: &Loaded, out: &mut Out<'_>) -> Option<Vec<u8>> {
    if exchange::is_exchange(args.format) {
        return exchange::form(args, loaded, out);
    }
    picture(args, loaded, out).map(String::into_bytes)
}

fn picture(args: &Export, loaded: &Loaded, out: &mut Out<'_>) -> Option<String> {
    let picture = || {
        let mut assessment = assess_day(&loaded.register, &loaded.book, loaded.day);
        if !args.flows.is_empty() {
            assessment.flows.retain(|flow| args.flows.contains(&loaded.register.flow(flow.flow).id));
        }
        Picture::new(loaded, &assessment, !args.flows.is_empty())
    };
    match args.format {
        ExportFormat::Dot => Some(dot::write(&picture())),
        ExportFormat::Graphml => Some(graphml::write(&picture())),
        ExportFormat::Mermaid => {
            let picture = picture();
            let text = mermaid::write(&picture);
            if picture.arrows.len() > mermaid::MOST_ARROWS || text.len() > mermaid::MOST_BYTES {
                out.message(&format!(
                    "warning: Mermaid as it is set up by default draws at most {} arrows and {} characters; this picture has {} and {}\n  = help: choose flows with --flow, or use --format svg\n",
                    mermaid::MOST_ARROWS,
                    mermaid::MOST_BYTES,
                    picture.arrows.len(),
                    text.len()
                ));
            }
            Some(text)
        }
        ExportFormat::Svg => {
            let picture = picture();
            let (parties, arrows) = (picture.parties.len(), picture.arrows.len());
            match picture.sized() {
                Size::Whole(picture) => Some(svg::draw(&picture, "transfer-picture")),
                Size::Countries(picture) => {
                    out.message(&format!(
                        "warning: {parties} parties and {arrows} arrows are too many for a picture that can be read; it shows countries instead\n  = help: above {} parties or {} arrows choose flows with --flow, or use --format graphml\n",
                        Picture::MOST_PARTIES,
                        Picture::MOST_ARROWS
                    ));
                    Some(svg::draw(&picture, "transfer-picture"))
                }
                Size::TooLarge => {
                    out.message(&format!(
                        "error: {parties} parties and {arrows} arrows are too many for a picture, even by country\n  = help: a picture has at most {} parties and {} arrows: choose flows with --flow, or use --format graphml\n",
                        Picture::MOST_PARTIES,
                        Picture::MOST_ARROWS
                    ));
                    None
                }
            }
        }
        // The other forms are no pictures.
        _ => None,
    }
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
