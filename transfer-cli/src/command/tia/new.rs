//! `transfer tia --new`: a `[[tia]]` at the end of a file of the register. Nothing that stands there changes; what
//! is written is read again first.

use std::path::{Path, PathBuf};

use transfer_model::assess::{Engine, Group};
use transfer_model::read::is_json_lines;
use transfer_model::register::{Files, TiaKind, read};

use crate::args::Tia;
use crate::env::{Env, Kind, Out};
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::problems;
use crate::render::text::clean;

/// Runs it.
pub(super) fn run(
    args: &Tia,
    loaded: &Loaded,
    engine: &Engine<'_>,
    groups: &[Group],
    env: &dyn Env,
    out: &mut Out<'_>,
) -> Outcome {
    let Some((path, files)) = input::find(args.input.register.as_deref(), env, out) else {
        return Outcome::Broken;
    };
    let Some(name) = home_of(loaded) else {
        out.message("error: the register has no TOML file to append to; nothing was written\n");
        return Outcome::Broken;
    };
    let Some(before) = files.iter().find(|(file, _)| *file == name).map(|(_, text)| text.clone()) else {
        out.message("error: the register was changed in the meantime; nothing was written\n");
        return Outcome::Broken;
    };
    let line_end = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let mut after = before.clone();
    if !after.is_empty() && !after.ends_with('\n') {
        after.push_str(line_end);
    }
    let mut ids: Vec<String> = loaded.register.tias.iter().map(|tia| tia.id.clone()).collect();
    let conclusion = args.conclusion.as_deref().unwrap_or("none");
    let papers = by_kind(engine, groups);
    for (kind, group) in &papers {
        let id = free_id(&super::file_name(loaded, group), &mut ids);
        for line in stub(args, loaded, (*kind, group), &id, conclusion) {
            after.push_str(&line);
            after.push_str(line_end);
        }
    }
    let texts: Files = files
        .into_iter()
        .map(|(file, text)| if file == name { (file, after.clone()) } else { (file, text) })
        .collect();
    if let Err((sources, faults)) = read(texts, &loaded.book) {
        problems::print_of(&loaded.home, &sources, &faults, out);
        out.message("error: the register would not read with the new assessment; nothing was written\n");
        return Outcome::Broken;
    }
    let file = file_of(&path, &name, env);
    if let Err(why) = write(&file, &before, &after, env) {
        out.message(&format!("error: cannot write `{}`: {why}\n", clean(&file.to_string_lossy())));
        return Outcome::Broken;
    }
    let many = if papers.len() == 1 { "an assessment" } else { "assessments" };
    out.answer(&format!("appended {many} ({}) to {}\n", papers.len(), clean(&loaded.home.path(&name))));
    if conclusion == "none" {
        out.message("note: `conclusion = \"none\"` says that no assessment was made, and flows that need one do not stand until it says otherwise\n");
    }
    Outcome::Clean
}

/// The file for assessments: that of the last one recorded, else that of the flows, else any; lines of JSON are
/// left to the machine that writes them.
fn home_of(loaded: &Loaded) -> Option<String> {
    let register = &loaded.register;
    let (tia, flow) = (register.tias.last().map(|tia| tia.span), register.flows.last().map(|flow| flow.span));
    let recorded = [tia, flow].into_iter().flatten().map(|span| register.sources.locate(span).file);
    let all = register.sources.iter().map(|(_, source)| source.name().to_owned());
    recorded.chain(all).find(|name| !is_json_lines(name))
}

fn free_id(name: &str, ids: &mut Vec<String>) -> String {
    let mut id = name.to_owned();
    let mut number = 1usize;
    while ids.contains(&id) {
        number = number.saturating_add(1);
        id = format!("{name}-{number}");
    }
    ids.push(id.clone());
    id
}

/// A law may ask for an assessment of its own kind, and counts no other: one for each kind.
fn by_kind(engine: &Engine<'_>, groups: &[Group]) -> Vec<(TiaKind, Group)> {
    let mut papers: Vec<(TiaKind, Group)> = Vec::new();
    for group in groups {
        let first = papers.len();
        for row in &group.rows {
            let kind = engine.kind_due(row);
            let mut known = papers.iter_mut().skip(first);
            match known.find(|(of, _)| *of == kind) {
                Some((_, paper)) => paper.rows.push(row.clone()),
                None => papers.push((kind, Group { rows: vec![row.clone()], ..*group })),
            }
        }
    }
    papers
}

fn stub(
    args: &Tia,
    loaded: &Loaded,
    (kind, group): (TiaKind, &Group),
    id: &str,
    conclusion: &str,
) -> Vec<String> {
    let register = &loaded.register;
    let text = |value: &str| quoted(value);
    let flows: Vec<String> = group.flows().iter().map(|flow| text(&register.flow(*flow).id)).collect();
    let laws: Vec<String> =
        group.regimes().iter().map(|law| text(&loaded.book.regime(*law).header.id)).collect();
    let mut lines = vec![
        String::new(),
        "[[tia]]".to_owned(),
        format!("id = {}", text(id)),
        format!("kind = \"{}\"", kind.name()),
        format!("flows = [{}]", flows.join(", ")),
        format!("regimes = [{}]", laws.join(", ")),
        format!("country = {}", text(&loaded.book.place(group.place).code)),
        format!("date = {}", loaded.day),
    ];
    lines.push(if conclusion == "none" {
        "conclusion = \"none\"  # no assessment was made yet; then: sufficient, sufficient-with-measures, insufficient".to_owned()
    } else {
        format!("conclusion = {}", text(conclusion))
    });
    lines.push("measures = []".to_owned());
    match &args.approved_by {
        Some(who) => lines.push(format!("approved_by = {}", text(who))),
        None => lines.push("# approved_by = \"\"".to_owned()),
    }
    lines
}

/// A TOML string on one line, every character that could end or hide it escaped.
fn quoted(text: &str) -> String {
    let mut safe = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => safe.push_str("\\\""),
            '\\' => safe.push_str("\\\\"),
            c if c.is_control() || transfer_model::source::is_hidden(c) => {
                safe.push_str(&format!("\\U{:08X}", u32::from(c)));
            }
            c => safe.push(c),
        }
    }
    safe.push('"');
    safe
}

fn file_of(path: &Path, name: &str, env: &dyn Env) -> PathBuf {
    match env.kind(path) {
        Ok(Kind::Folder) => path.join(name),
        _ => path.to_path_buf(),
    }
}

/// Writes the file behind the name, through a link of the same folder, unless it was changed in the meantime.
fn write(file: &Path, before: &str, after: &str, env: &dyn Env) -> Result<(), String> {
    let real = env.real(file).map_err(|error| error.to_string())?;
    let most = u64::try_from(before.len()).unwrap_or(u64::MAX);
    let now = env.bytes(&real, most).map_err(|error| error.to_string())?;
    if now != before.as_bytes() {
        return Err("it was changed in the meantime".to_owned());
    }
    env.replace(&real, after.as_bytes()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_string_stays_one_string() {
        assert_eq!(quoted("a\"b\\c\n\u{202e}"), "\"a\\\"b\\\\c\\U0000000A\\U0000202E\"");
    }
}
