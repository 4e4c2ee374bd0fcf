//! A register or an overlay on disk becomes texts; a faulty one becomes messages. Every file is looked at
//! before it is read: its kind, its size, and that it lies inside the folder named.

use std::io;
use std::path::{Path, PathBuf};

use jurisdictions::PackError;
use transfer_model::day::Day;
use transfer_model::diag::Problem;
use transfer_model::law::LawBook;
use transfer_model::read::{MAX_FILE, is_json_lines};
use transfer_model::register::{Files, Register, read};
use transfer_model::source::Sources;

use crate::args::{AsOf, Input};
use crate::env::{Env, Kind, Out};
use crate::home::Home;
use crate::render::problems;
use crate::render::text::clean;

/// A register and the law to hold it against.
#[derive(Debug)]
pub struct Loaded {
    /// The folder it lies in, where evidence lies too.
    pub folder: PathBuf,
    /// The register.
    pub register: Register,
    /// The law pack.
    pub book: LawBook,
    /// The day.
    pub day: Day,
    /// Whether the day is today for want of another.
    pub by_clock: bool,
    /// Where its files lie.
    pub home: Home,
}

/// Largest number of files of a folder.
const MAX_FILES: usize = 10_000;

/// Largest sum of the files of a folder, in bytes.
const MAX_FOLDER: u64 = 2 * 1024 * 1024 * 1024;

/// What a register on standard input is called.
pub const STANDARD: &str = "<stdin>";

/// Whether the path stands for standard input. Commands that write to the register take none.
pub fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The text on standard input, bounded like a file.
fn standard(env: &dyn Env, out: &mut Out<'_>) -> Option<String> {
    let bytes = env.input(MAX_FILE).map_err(|error| unread(STANDARD, &error));
    match bytes.and_then(|bytes| text(STANDARD, bytes)) {
        Ok(text) => Some(text),
        Err(fault) => {
            problems::print(&Sources::default(), &[fault], out);
            None
        }
    }
}

/// Reads what the arguments name; on faults prints every one and gives none.
pub fn load(input: &Input, env: &dyn Env, out: &mut Out<'_>) -> Option<Loaded> {
    load_and_tell(input, env, out, |_, _, _| String::new())
}

/// The same; faults of the register are also answered in a form of the caller's.
pub fn load_and_tell(
    input: &Input,
    env: &dyn Env,
    out: &mut Out<'_>,
    form: impl Fn(&Home, &Sources, &[Problem]) -> String,
) -> Option<Loaded> {
    let book = law(input.law.as_deref(), env, out)?;
    let named = named(input, env, out)?;
    understand(input, book, named, env, out, form)
}

/// Reads what two arguments name; of both, or of the one that both name, prints every fault.
pub fn load_two(old: &Input, new: &Input, env: &dyn Env, out: &mut Out<'_>) -> Option<(Loaded, Loaded)> {
    if old.register != new.register {
        let (old, new) = (load(old, env, out), load(new, env, out));
        return Some((old?, new?));
    }
    // Standard input can be read once.
    let named = named(old, env, out)?;
    let mut side = |input: &Input, named| {
        let book = law(input.law.as_deref(), env, out)?;
        understand(input, book, named, env, out, |_, _, _| String::new())
    };
    let before = side(old, named.clone());
    // The same faults need not be told twice.
    if before.is_none() && old.law == new.law {
        return None;
    }
    let after = side(new, named);
    Some((before?, after?))
}

/// The texts of the register named, or of the one that lies here.
fn named(input: &Input, env: &dyn Env, out: &mut Out<'_>) -> Option<(PathBuf, Files)> {
    if input.register.as_deref().is_some_and(is_standard) {
        // What lies beside such a register lies in the current folder.
        Some((PathBuf::from(STANDARD), vec![(STANDARD.to_owned(), standard(env, out)?)]))
    } else {
        find(input.register.as_deref(), env, out)
    }
}

/// What the texts of a register say, held against a law pack.
fn understand(
    input: &Input,
    book: LawBook,
    (path, files): (PathBuf, Files),
    env: &dyn Env,
    out: &mut Out<'_>,
    form: impl Fn(&Home, &Sources, &[Problem]) -> String,
) -> Option<Loaded> {
    match read(files, &book) {
        Ok(register) => {
            let (day, by_clock) = match (input.as_of, register.as_of) {
                (Some(AsOf::Day(day)), _) | (None, Some(day)) => (day, false),
                (Some(AsOf::Today), _) => (env.today(), false),
                (None, None) => (env.today(), true),
            };
            let folder = if matches!(env.kind(&path), Ok(Kind::Folder)) {
                path.clone()
            } else {
                path.parent().filter(|home| !home.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
            };
            Some(Loaded { home: Home::of(&path, env), folder, register, book, day, by_clock })
        }
        Err((sources, faults)) => {
            let home = Home::of(&path, env);
            problems::print_of(&home, &sources, &faults, out);
            out.answer(&form(&home, &sources, &faults));
            None
        }
    }
}

/// The register named, or the one that lies here, and its texts; on faults prints every one and gives none.
pub fn find(register: Option<&Path>, env: &dyn Env, out: &mut Out<'_>) -> Option<(PathBuf, Files)> {
    let path = register.map_or_else(
        || {
            let file = PathBuf::from("transfer.toml");
            if env.kind(&file).is_ok() { file } else { PathBuf::from("transfers") }
        },
        Path::to_path_buf,
    );
    if register.is_none() && env.kind(&path).is_err() {
        let fault = Problem::unreadable("there is neither `transfer.toml` nor a folder `transfers` here")
            .help("name the register: `transfer check PATH`, or begin one with `transfer init`");
        problems::print(&Sources::default(), &[fault], out);
        return None;
    }
    match register_texts(&path, env) {
        Ok(files) => Some((path, files)),
        Err(faults) => {
            problems::print(&Sources::default(), &faults, out);
            None
        }
    }
}

/// The law pack in the binary, with the rows of a folder where one is named.
pub fn law(overlay: Option<&Path>, env: &dyn Env, out: &mut Out<'_>) -> Option<LawBook> {
    let found = match overlay {
        None => jurisdictions::embedded(),
        Some(path) if env.kind(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) => {
            let fault =
                Problem::unreadable(format!("--law: there is no file or folder `{}`", path.display()))
                    .help("name a folder of law rows: they are added to the law pack");
            problems::print(&Sources::default(), &[fault], out);
            return None;
        }
        Some(path) => match texts(path, env) {
            Ok(files) => jurisdictions::overlaid(files).map(|book| book.named(&title(path, env))),
            Err(faults) => {
                problems::print(&Sources::default(), &faults, out);
                return None;
            }
        },
    };
    match found {
        Ok(book) => Some(book),
        Err(PackError::Texts(error)) => {
            let home = overlay.map_or_else(Home::default, |path| Home::of_overlay(path, env));
            problems::print_of(&home, &error.sources, &error.problems, out);
            None
        }
        Err(error @ PackError::Damaged) => {
            problems::print(&Sources::default(), &[Problem::unreadable(error.to_string())], out);
            None
        }
    }
}

/// What rows added to the law pack are called after: their folder, or their file.
fn title(path: &Path, env: &dyn Env) -> String {
    let named = path.file_name().map(std::ffi::OsStr::to_owned);
    let named = named.or_else(|| env.real(path).ok()?.file_name().map(std::ffi::OsStr::to_owned));
    named.map_or_else(|| "an overlay".to_owned(), |name| clean(&name.to_string_lossy()))
}

/// The texts of a register: of a file, or of the `*.toml` and `*.jsonl` files of a folder.
///
/// # Errors
///
/// Every file that cannot be read, and why.
pub fn register_texts(path: &Path, env: &dyn Env) -> Result<Files, Vec<Problem>> {
    texts_of(path, Of::Register, env)
}

/// The texts of an overlay: of a file, or of the `*.toml` files of a folder.
fn texts(path: &Path, env: &dyn Env) -> Result<Files, Vec<Problem>> {
    texts_of(path, Of::Law, env)
}

/// What texts are of.
#[derive(Debug, Clone, Copy)]
enum Of {
    Register,
    Law,
}

impl Of {
    fn has(self, path: &Path) -> bool {
        match self {
            Self::Register => is_register_file(path),
            Self::Law => is_toml_file(path),
        }
    }

    /// What to do about a folder without any.
    const fn help(self) -> &'static str {
        match self {
            Self::Register => {
                "a register is one file, or a folder with its files at the top: TOML, or JSON Lines (`*.jsonl`)"
            }
            Self::Law => "--law takes a file of law rows, or a folder with such `*.toml` files at the top",
        }
    }
}

fn texts_of(path: &Path, of: Of, env: &dyn Env) -> Result<Files, Vec<Problem>> {
    match env.kind(path) {
        Ok(Kind::Folder) => folder(path, of, env),
        Ok(kind) => {
            let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
            file(path, &name, kind, env)
                .map(|text| vec![(name.into_owned(), text)])
                .map_err(|fault| vec![fault])
        }
        Err(error) => Err(vec![missing(path, &error)]),
    }
}

fn folder(path: &Path, of: Of, env: &dyn Env) -> Result<Files, Vec<Problem>> {
    let shown = path.display();
    let fail = |error: io::Error| {
        vec![Problem::unreadable(format!("cannot read the folder `{shown}`: {}", why(&error)))]
    };
    let home = env.real(path).map_err(fail)?;
    let entries = env.entries(path).map_err(fail)?;
    let mut files = Files::new();
    let mut faults = Vec::new();
    let mut total = 0u64;
    let named = entries.into_iter().filter(|entry| of.has(entry));
    for entry in named {
        let name = entry.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let inside = env.real(&entry).map(|real| real.starts_with(&home));
        let text = match (inside, env.kind(&entry)) {
            (Ok(false), _) => Err(Problem::unreadable(format!(
                "`{name}` is a link that leads out of the register's folder"
            ))
            .help("copy the file into the folder; a register stands on its own")),
            (Ok(true), Ok(kind)) => {
                if let Kind::File(size) = kind {
                    total = total.saturating_add(size);
                }
                file(&entry, &name, kind, env)
            }
            (Err(error), _) | (_, Err(error)) => Err(missing(&entry, &error)),
        };
        match text {
            Ok(text) => files.push((name, text)),
            Err(fault) => faults.push(fault),
        }
        if files.len() > MAX_FILES || total > MAX_FOLDER {
            faults.push(Problem::unreadable(format!("the folder `{shown}` is too large for a register")));
            break;
        }
    }
    if files.is_empty() && faults.is_empty() {
        let fault = Problem::unreadable(format!("the folder `{shown}` has no `*.toml` file"));
        faults.push(fault.help(of.help()));
    }
    if faults.is_empty() { Ok(files) } else { Err(faults) }
}

/// `A.TOML` counts too, so that no file is passed over for its writing. Files whose names begin with a dot are not part of a folder register, as in a shell's `*.toml`.
fn is_toml_file(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    !hidden && path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// Whether a file of that name, in the folder of a register, is part of the register.
pub fn is_register_file(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    is_toml_file(path) || (is_json_lines(&name) && !name.starts_with('.'))
}

fn file(path: &Path, name: &str, kind: Kind, env: &dyn Env) -> Result<String, Problem> {
    match kind {
        Kind::Folder => {
            return Err(Problem::unreadable(format!("`{name}` is a folder; a file is expected here"))
                .help("files of a register lie at the top of its folder"));
        }
        Kind::Other => return Err(Problem::unreadable(format!("`{name}` is not a regular file"))),
        Kind::File(size) if size > MAX_FILE => return Err(too_large(name, size)),
        Kind::File(_) => {}
    }
    text(name, env.bytes(path, MAX_FILE).map_err(|error| unread(name, &error))?)
}

fn unread(name: &str, error: &io::Error) -> Problem {
    Problem::unreadable(format!("cannot read `{name}`: {}", why(error)))
}

fn text(name: &str, bytes: Vec<u8>) -> Result<String, Problem> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_FILE {
        return Err(too_large(name, MAX_FILE.saturating_add(1)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line =
            error.as_bytes().iter().take(good).filter(|byte| **byte == b'\n').count().saturating_add(1);
        let utf16 = matches!(error.as_bytes(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        let help = if utf16 { "it looks like UTF-16; save it as UTF-8" } else { "save it as UTF-8" };
        Problem::unreadable(format!("`{name}` is not UTF-8 text (first wrong byte on line {line})"))
            .help(help)
    })
}

fn too_large(name: &str, size: u64) -> Problem {
    let mib = |bytes: u64| bytes.div_euclid(1024 * 1024);
    let (has, most) = (mib(size), mib(MAX_FILE));
    let has = if has == most { format!("more than {most} MiB") } else { format!("{has} MiB") };
    Problem::unreadable(format!("`{name}` has {has}; at most {most} MiB are read of one file"))
        .help("split the register into several files of one folder")
}

fn missing(path: &Path, error: &io::Error) -> Problem {
    let shown = path.display();
    if error.kind() == io::ErrorKind::NotFound {
        Problem::unreadable(format!("there is no file or folder `{shown}`"))
            .help("name the register: `transfer check PATH`")
    } else {
        Problem::unreadable(format!("cannot read `{shown}`: {}", why(error)))
    }
}

fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::is_register_file;

    #[test]
    fn files_of_a_folder_are_those_with_the_ending() {
        for (name, is) in [
            ("a.toml", true),
            ("A.TOML", true),
            (".a.toml", false),
            ("a.toml.bak", false),
            ("toml", false),
            ("a.jsonl", true),
            ("A.JSONL", true),
            (".a.jsonl", false),
            ("a.json", false),
            ("jsonl", false),
        ] {
            assert_eq!(is_register_file(Path::new(name)), is, "{name}");
        }
    }
}
