//! Broken input: whatever the register is, the command ends with a clear message and status 2, never with a
//! panic, a hang or half an answer.
//!
//! - `tests/invalid` holds one fault a file. Lines `# at LINE:COLUMN CODE` at its top say where each problem
//!   must be reported (`-`: no place), in order and without others. After a fault of syntax more may follow
//!   from it, but only of syntax, and only later in the file.
//! - Files that are not reported that way yet stand in [`PENDING`] with what is wrong; a file that is mended must
//!   be taken off the list.
//! - The other tests need a file system (or one that lies), size or time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::string_slice,
    clippy::expect_used,
    reason = "a test that cannot go on should fail"
)]

use std::cell::Cell;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use clap::Parser as _;
use transfer_cli::args::Args;
use transfer_cli::env::{Env, Kind, Out, System};
use transfer_model::day::Day;
use transfer_tests::{Run, material, transfer};

/// Faults that are not reported as they should be yet, and what happens instead.
const PENDING: &[(&str, &str)] = &[];

/// A register of one flow, right in every respect.
const RIGHT: &str = r#"[register]
name = "Right"
as_of = 2024-01-01

[[party]]
id = "acme"
name = "Acme"
kind = "group"
country = "DE"

[[party]]
id = "host"
name = "Host"
kind = "processor"
country = "GB"

[[data]]
id = "contact"
name = "Contact details"

[[flow]]
id = "hosting"
from = "acme"
to = "host"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["adequacy"]
"#;

/// The head of a register, three lines.
const HEAD: &str = "[register]\nname = \"Broken\"\nas_of = 2024-01-01\n";

/// Longest message that a person may be given, whatever the input.
const LONGEST: usize = 256 * 1024;

// ------------------------------------------------------------------------------------------ means

/// A folder for one test, removed after it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("transfer-broken-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Does the work on a thread of its own (with the small stack that threads have) and fails if it takes longer.
fn within<T: Send + 'static>(seconds: u64, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (send, receive) = mpsc::channel();
    let worker = thread::spawn(move || send.send(work()));
    match receive.recv_timeout(Duration::from_secs(seconds)) {
        Ok(done) => done,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("not done after {seconds} seconds"),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            worker.join().map_or_else(|panic| std::panic::resume_unwind(panic), |_| panic!("nothing sent"))
        }
    }
}

/// Checks a register within ten seconds.
fn check(path: &Path) -> Run {
    let path = path.to_str().unwrap().to_owned();
    within(10, move || transfer(&["check", &path]))
}

/// Checks a register by way of another file system.
fn check_by(env: &dyn Env, path: &str) -> Run {
    let args = Args::parse_from(["transfer", "check", path]);
    let (mut answer, mut message) = (Vec::new(), Vec::new());
    let outcome = transfer_cli::run(&args, env, &mut Out::plain(&mut answer, &mut message));
    Run {
        status: outcome.status(),
        answer: String::from_utf8(answer).unwrap(),
        message: String::from_utf8(message).unwrap(),
    }
}

/// What every refusal has in common; gives the message.
#[track_caller]
fn refused(run: &Run, parts: &[&str]) -> String {
    let shown: String = run.message.chars().take(2000).collect();
    assert_eq!(run.status, 2, "{shown}");
    assert_eq!(run.answer, "", "an answer to broken input");
    for part in parts {
        assert!(run.message.contains(part), "no `{part}` in:\n{shown}");
    }
    let safe = |c: char| c == '\n' || !c.is_control();
    assert!(run.message.chars().all(safe), "a control character in:\n{shown:?}");
    assert!(run.message.len() <= LONGEST, "a message of {} bytes:\n{shown}", run.message.len());
    assert!(run.message.contains("nothing was assessed\n"), "the end is missing:\n{shown}");
    run.message.clone()
}

#[track_caller]
fn assessed(run: &Run) {
    assert!(run.status < 2, "{}", run.message);
    assert!(!run.answer.is_empty());
}

/// The problems of a message: their places (`LINE:COLUMN`, or `-`) and codes.
fn problems(message: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in message.lines() {
        if let Some(code) = line.strip_prefix("error[").and_then(|rest| rest.split(']').next()) {
            found.push(("-".to_owned(), code.to_owned()));
            open = true;
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && open
        {
            let mut parts = place.rsplitn(3, ':');
            let (column, line) = (parts.next().unwrap(), parts.next().unwrap());
            found.last_mut().unwrap().0 = format!("{line}:{column}");
            open = false;
        }
    }
    found
}

/// The problems that a file of `tests/invalid` says it has.
fn expected(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("# at "));
    lines
        .map(|line| {
            let (place, code) = line.split_once(' ').unwrap();
            (place.to_owned(), code.to_owned())
        })
        .collect()
}

fn place(text: &str) -> (u32, u32) {
    text.split_once(':').map_or((0, 0), |(line, column)| (line.parse().unwrap(), column.parse().unwrap()))
}

/// What is wrong with the report of a faulty file; none: it is right.
fn wrong(name: &str, text: &str, run: &Run) -> Option<String> {
    let (want, got) = (expected(text), problems(&run.message));
    assert!(!want.is_empty(), "{name} does not say where its fault is");
    if run.status != 2 {
        return Some(format!("status {}", run.status));
    }
    if !run.answer.is_empty() {
        return Some("an answer".to_owned());
    }
    if want.iter().any(|(place, _)| place != "-") && !run.message.contains(&format!("--> invalid/{name}:")) {
        return Some("the file is not named".to_owned());
    }
    let syntax = want[0].1 == "syntax";
    let follows =
        |extra: &(String, String)| syntax && extra.1 == "syntax" && place(&extra.0) > place(&want[0].0);
    let (first, rest) = got.split_at(want.len().min(got.len()));
    (first != want || !rest.iter().all(follows)).then(|| format!("want {want:?}\n    got {got:?}"))
}

// ------------------------------------------------------------------------------------------ one fault a file

#[test]
fn every_fault_is_reported_at_its_place() {
    let mut paths: Vec<_> =
        fs::read_dir(material("invalid")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 45, "{} files", paths.len());
    let mut faults = String::new();
    let mut seen = Vec::new();
    for path in &paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        seen.push(stem.to_owned());
        let run = transfer(&["check", path.to_str().unwrap()]);
        let wrong = wrong(name, &fs::read_to_string(path).unwrap(), &run);
        match (wrong, PENDING.iter().any(|(pending, _)| *pending == stem)) {
            (None, false) => insta::assert_snapshot!(stem, refused(&run, &[])),
            (None, true) => writeln!(faults, "{name} is mended: take it off PENDING").unwrap(),
            (Some(wrong), false) => writeln!(faults, "{name}: {wrong}").unwrap(),
            (Some(_), true) => {}
        }
    }
    for (pending, _) in PENDING {
        assert!(seen.iter().any(|stem| stem == pending), "no file for the pending {pending}");
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn a_right_register_is_assessed() {
    let folder = Folder::new();
    assessed(&check(&folder.put("right.toml", RIGHT)));
}

// ------------------------------------------------------------------------------------------ texts

#[test]
fn what_is_not_utf_8_is_refused_with_its_line() {
    let folder = Folder::new();
    let path = folder.put("latin.toml", b"[register]\nname = \"x\"\n# Soci\xe9t\xe9\n");
    refused(&check(&path), &["`latin.toml` is not UTF-8", "line 3", "save it as UTF-8"]);
    let path = folder.put("binary.toml", [0xffu8; 4096]);
    refused(&check(&path), &["`binary.toml` is not UTF-8", "line 1"]);
}

#[test]
fn utf_16_is_recognised() {
    let folder = Folder::new();
    let text = format!("\u{feff}{RIGHT}");
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    refused(&check(&folder.put("little.toml", little)), &["`little.toml`", "UTF-16", "save it as UTF-8"]);
    refused(&check(&folder.put("big.toml", big)), &["`big.toml`", "UTF-16", "save it as UTF-8"]);
}

#[test]
fn utf_16_without_its_mark_is_refused() {
    let folder = Folder::new();
    let bytes: Vec<u8> = RIGHT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(&check(&folder.put("wide.toml", bytes)), &["wide.toml:1:"]);
}

#[test]
fn a_byte_order_mark_changes_nothing() {
    let folder = Folder::new();
    let plain = check(&folder.put("register.toml", RIGHT));
    let marked = check(&folder.put("register.toml", format!("\u{feff}{RIGHT}")));
    assessed(&marked);
    assert_eq!(plain.answer, marked.answer);
    let faulty = "\u{feff}nonsense = 1\n[register]\nname = \"x\"\n";
    let message = refused(&check(&folder.put("register.toml", faulty)), &["register.toml:1:1"]);
    assert!(!message.contains('\u{feff}'));
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let folder = Folder::new();
    let plain = check(&folder.put("register.toml", RIGHT));
    let windows = check(&folder.put("register.toml", RIGHT.replace('\n', "\r\n")));
    assessed(&windows);
    assert_eq!(plain.answer, windows.answer);
    let faulty = RIGHT.replace("\"group\"", "\"grup\"");
    let plain = refused(&check(&folder.put("register.toml", &faulty)), &["register.toml:8:8"]);
    let windows = check(&folder.put("register.toml", faulty.replace('\n', "\r\n")));
    assert_eq!(plain, refused(&windows, &[]));
}

#[test]
fn columns_count_characters_and_not_bytes() {
    let folder = Folder::new();
    let text = format!("policy = {{ \"é日本\" = 1, tia_max_age = \"nie\" }}\n{HEAD}");
    refused(&check(&folder.put("wide.toml", text)), &["wide.toml:1:12", "wide.toml:1:37"]);
}

#[test]
fn nothing_at_all_is_no_register() {
    let folder = Folder::new();
    for text in ["", "\n", "\u{feff}", "# only a comment", "   \t\r\n\r\n"] {
        refused(&check(&folder.put("empty.toml", text)), &["no `[register]` table"]);
    }
}

#[test]
fn a_file_without_a_register_is_named() {
    let folder = Folder::new();
    refused(&check(&folder.put("empty.toml", "")), &["empty.toml"]);
}

// ------------------------------------------------------------------------------------------ paths

#[test]
fn a_path_that_is_not_there_is_named() {
    let folder = Folder::new();
    let path = folder.path("nowhere.toml");
    refused(&check(&path), &["there is no file or folder", "nowhere.toml", "transfer check PATH"]);
    let path = folder.put("file.toml", RIGHT).join("below.toml");
    refused(&check(&path), &["cannot read", "below.toml"]);
    let law = folder.path("nowhere");
    let right = folder.put("right.toml", RIGHT);
    let run = transfer(&["check", right.to_str().unwrap(), "--law", law.to_str().unwrap()]);
    refused(&run, &["there is no file or folder", "nowhere"]);
}

#[test]
fn a_register_left_out_and_not_there_names_both_places() {
    let args = Args::parse_from(["transfer", "check"]);
    let (mut answer, mut message) = (Vec::new(), Vec::new());
    let outcome = transfer_cli::run(&args, &Pretend::default(), &mut Out::plain(&mut answer, &mut message));
    assert_eq!(outcome.status(), 2);
    let message = String::from_utf8(message).unwrap();
    assert!(message.contains("`transfer.toml`") && message.contains("`transfers`"), "{message}");
}

#[test]
fn a_folder_without_registers_is_refused() {
    let folder = Folder::new();
    refused(&check(&folder.0), &["has no `*.toml` file"]);
    folder.put("notes.txt", "x");
    folder.put("register.toml.bak", RIGHT);
    fs::create_dir(folder.path("below")).unwrap();
    folder.put("below/register.toml", RIGHT);
    refused(&check(&folder.0), &["has no `*.toml` file"]);
}

#[test]
fn a_folder_named_as_a_file_is_refused() {
    let folder = Folder::new();
    folder.put("register.toml", RIGHT);
    fs::create_dir(folder.path("x.toml")).unwrap();
    refused(&check(&folder.0), &["`x.toml` is a folder"]);
}

#[test]
fn every_file_that_cannot_be_read_is_named() {
    let folder = Folder::new();
    folder.put("a.toml", [0xff]);
    folder.put("b.toml", [0xfe]);
    fs::create_dir(folder.path("c.toml")).unwrap();
    refused(&check(&folder.0), &["`a.toml`", "`b.toml`", "`c.toml`", "3 problems"]);
}

#[test]
fn problems_of_a_folder_name_their_files() {
    let folder = Folder::new();
    let (register, rest) = RIGHT.split_at(RIGHT.find("[[data]]").unwrap());
    folder.put("a.toml", register.replace("\"DE\"", "\"Germany\""));
    folder.put("b.toml", rest.replace("from = \"acme\"", "from = \"amce\""));
    refused(&check(&folder.0), &["a.toml:9:11", "b.toml:7:8", "2 problems"]);
    folder.put("a.toml", register);
    folder.put("b.toml", rest);
    assessed(&check(&folder.0));
}

#[test]
fn a_folder_holds_one_register() {
    let folder = Folder::new();
    folder.put("a.toml", RIGHT);
    folder.put("b.toml", "# second\n[register]\nname = \"Second\"\n");
    refused(&check(&folder.0), &["a second `[register]`", "b.toml:3:8", "a.toml:2:8", "1 problem;"]);
}

#[test]
fn an_id_used_in_two_files_shows_both() {
    let folder = Folder::new();
    folder.put("a.toml", RIGHT);
    folder.put("b.toml", "\n[[data]]\nid = \"contact\"\nname = \"Again\"\n");
    refused(&check(&folder.0), &["b.toml:3:6", "a.toml:18:6", "the first is here", "1 problem;"]);
}

/// A name with a colour code, a character that turns the text and a line break, where the file system has such.
fn put_unsafe_name(folder: &Folder, bytes: &[u8]) -> Option<PathBuf> {
    let path = folder.path("a\u{1b}[31m\u{202e}b\nc.toml");
    fs::write(&path, bytes).is_ok().then_some(path)
}

#[test]
fn names_of_files_reach_the_terminal_safely() {
    let folder = Folder::new();
    let Some(path) = put_unsafe_name(&folder, &[0xff]) else { return };
    let message = refused(&check(&path), &["is not UTF-8", "\\u{1b}[31m\\u{202e}b\\u{a}c.toml"]);
    assert!(!message.contains('\u{202e}'), "{message:?}");
}

#[test]
fn names_of_files_with_problems_reach_the_terminal_safely() {
    let folder = Folder::new();
    let Some(path) = put_unsafe_name(&folder, b"[register]\nname = 1\n") else { return };
    let message = refused(&check(&path), &["takes a text"]);
    assert!(!message.contains('\u{202e}'), "{message:?}");
}

#[test]
fn a_faulty_overlay_is_refused() {
    let folder = Folder::new();
    let right = folder.put("right.toml", RIGHT);
    fs::create_dir(folder.path("law")).unwrap();
    folder.put("law/rows.toml", "[[adequacy]]\nid = \"x\"\nnonsense = 1\n");
    let law = folder.path("law");
    let arguments = ["check", right.to_str().unwrap(), "--law", law.to_str().unwrap()];
    refused(&transfer(&arguments), &["rows.toml:"]);
    folder.put("law/rows.toml", [0xff]);
    refused(&transfer(&arguments), &["`rows.toml` is not UTF-8"]);
}

#[test]
fn an_unknown_flow_is_refused() {
    let folder = Folder::new();
    let path = folder.put("right.toml", RIGHT);
    let run = transfer(&["check", path.to_str().unwrap(), "--flow", "hostign"]);
    assert_eq!((run.status, run.answer.as_str()), (2, ""));
    assert!(run.message.contains("did you mean `hosting`?"), "{}", run.message);
}

// ------------------------------------------------------------------------------------------ links, pipes, rights

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::{File, Folder, RIGHT, assessed, check, fs, refused};

    #[test]
    fn a_link_out_of_the_folder_is_refused() {
        let (outside, folder) = (Folder::new(), Folder::new());
        folder.put("register.toml", RIGHT);
        let secret = outside.put("secret.toml", "password = \"hunter2\"\n");
        symlink(secret, folder.path("link.toml")).unwrap();
        let message = refused(&check(&folder.0), &["`link.toml` is a link that leads out", "1 problem;"]);
        assert!(!message.contains("hunter2"));
    }

    #[test]
    fn a_link_through_a_folder_with_the_same_beginning_is_refused() {
        let folder = Folder::new();
        fs::create_dir(folder.path("reg")).unwrap();
        fs::create_dir(folder.path("registers")).unwrap();
        folder.put("reg/register.toml", RIGHT);
        folder.put("registers/other.toml", "");
        symlink("../registers/other.toml", folder.path("reg/link.toml")).unwrap();
        refused(&check(&folder.path("reg")), &["`link.toml` is a link that leads out"]);
    }

    #[test]
    fn a_link_inside_the_folder_is_read() {
        let folder = Folder::new();
        folder.put("register.txt", RIGHT);
        symlink("register.txt", folder.path("register.toml")).unwrap();
        assessed(&check(&folder.0));
        // A register that is itself a link, to a file or to a folder, is what it leads to.
        let links = Folder::new();
        symlink(folder.path("register.txt"), links.path("file")).unwrap();
        assessed(&check(&links.path("file")));
        symlink(&folder.0, links.path("folder")).unwrap();
        assessed(&check(&links.path("folder")));
    }

    #[test]
    fn links_that_lead_nowhere_or_round_are_refused() {
        let folder = Folder::new();
        folder.put("register.toml", RIGHT);
        symlink("gone.toml", folder.path("dangling.toml")).unwrap();
        symlink("b.toml", folder.path("a.toml")).unwrap();
        symlink("a.toml", folder.path("b.toml")).unwrap();
        symlink("self.toml", folder.path("self.toml")).unwrap();
        let parts = ["dangling.toml", "a.toml", "b.toml", "self.toml", "4 problems"];
        refused(&check(&folder.0), &parts);
        refused(&check(&folder.path("self.toml")), &["cannot read", "self.toml"]);
        refused(&check(&folder.path("dangling.toml")), &["there is no file", "dangling.toml"]);
    }

    #[test]
    fn a_folder_that_holds_itself_is_refused() {
        let folder = Folder::new();
        folder.put("register.toml", RIGHT);
        symlink(".", folder.path("again.toml")).unwrap();
        refused(&check(&folder.0), &["`again.toml` is a folder"]);
    }

    #[test]
    fn a_file_without_the_right_to_read_it_is_refused() {
        let folder = Folder::new();
        let path = folder.put("register.toml", RIGHT);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        if File::open(&path).is_ok() {
            // Root reads all the same; `a_file_system_that_refuses_is_reported` stands in for it.
            println!("skipped: this user may read every file");
            return;
        }
        refused(&check(&path), &["cannot read `register.toml`: permission denied"]);
        refused(&check(&folder.0), &["cannot read `register.toml`: permission denied"]);
        fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o000)).unwrap();
        let run = check(&folder.0);
        fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700)).unwrap();
        refused(&run, &["cannot read the folder", "permission denied"]);
    }

    #[test]
    fn a_pipe_is_refused_and_not_waited_for() {
        let folder = Folder::new();
        let path = folder.path("pipe.toml");
        match Command::new("mkfifo").arg(&path).status() {
            Ok(status) if status.success() => {}
            _ => {
                println!("skipped: no mkfifo here");
                return;
            }
        }
        refused(&check(&path), &["`pipe.toml` is not a regular file"]);
        folder.put("register.toml", RIGHT);
        refused(&check(&folder.0), &["`pipe.toml` is not a regular file"]);
    }

    #[test]
    fn sockets_and_devices_are_refused() {
        let folder = Folder::new();
        let path = folder.path("socket.toml");
        let _socket = UnixListener::bind(&path).unwrap();
        refused(&check(&path), &["`socket.toml` is not a regular file"]);
        refused(&check("/dev/zero".as_ref()), &["`zero` is not a regular file"]);
    }
}

// ------------------------------------------------------------------------------------------ size

/// The system, with a count of the bytes read through it.
#[derive(Default)]
struct Counting(Cell<u64>);

impl Env for Counting {
    fn today(&self) -> Day {
        System.today()
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        System.kind(path)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        System.real(path)
    }

    fn entries(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        System.entries(path)
    }

    fn bytes(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let bytes = System.bytes(path, most)?;
        self.0.set(self.0.get() + u64::try_from(bytes.len()).unwrap());
        Ok(bytes)
    }

    fn create(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        panic!("nothing is written")
    }
}

/// A file system that is not there: one folder `register` of so many files, each of which claims a size, and
/// holds other bytes.
#[derive(Default)]
struct Pretend {
    files: usize,
    size: u64,
    text: Vec<u8>,
    refuses: bool,
    read: Cell<usize>,
}

impl Env for Pretend {
    fn today(&self) -> Day {
        Day::MIN
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        if path.ends_with("register") {
            Ok(Kind::Folder)
        } else if path.starts_with("register") {
            Ok(Kind::File(self.size))
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn entries(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        Ok((0..self.files).map(|n| path.join(format!("{n:06}.toml"))).collect())
    }

    fn bytes(&self, _: &Path, _: u64) -> io::Result<Vec<u8>> {
        self.read.set(self.read.get() + 1);
        if self.refuses { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(self.text.clone()) }
    }

    fn create(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        panic!("nothing is written")
    }
}

const MIB: u64 = 1024 * 1024;

#[test]
fn a_file_too_large_is_refused_without_reading_it() {
    let folder = Folder::new();
    let sparse = folder.path("sparse.toml");
    File::create(&sparse).unwrap().set_len(100_000_000).unwrap();
    let comments = folder.path("comments.toml");
    let mut file = io::BufWriter::new(File::create(&comments).unwrap());
    file.write_all(RIGHT.as_bytes()).unwrap();
    for _ in 0..700_000 {
        file.write_all(&[b'#'; 99]).unwrap();
        file.write_all(b"\n").unwrap();
    }
    file.into_inner().unwrap();
    let env = Counting::default();
    refused(
        &check_by(&env, sparse.to_str().unwrap()),
        &["`sparse.toml` has 95 MiB", "at most 64 MiB", "split"],
    );
    refused(&check_by(&env, comments.to_str().unwrap()), &["`comments.toml` has 66 MiB", "at most 64 MiB"]);
    refused(&check_by(&env, folder.0.to_str().unwrap()), &["`sparse.toml`", "`comments.toml`", "2 problems"]);
    assert_eq!(env.0.get(), 0, "bytes were read of a file too large");
}

#[test]
fn a_large_file_is_read() {
    let folder = Folder::new();
    let line = format!("# {}\n", "x".repeat(97));
    let text = format!("{RIGHT}{}", line.repeat(400_000));
    let path = folder.put("comments.toml", text).to_str().unwrap().to_owned();
    // Some seconds in a build for tests, hours if the work grew with the square: the bound tells these apart on a busy
    // machine too.
    assessed(&within(60, move || transfer(&["check", &path])));
}

#[test]
fn a_file_that_grows_while_it_is_read_is_refused() {
    let most = usize::try_from(64 * MIB).unwrap();
    let env = Pretend { files: 1, size: 100, text: vec![b'#'; most + 1], ..Pretend::default() };
    refused(&check_by(&env, "register/000000.toml"), &["at most 64 MiB"]);
}

#[test]
fn a_file_just_too_large_is_told_from_one_that_is_not() {
    let env = Pretend { files: 1, size: 64 * MIB + 1, ..Pretend::default() };
    let message = refused(&check_by(&env, "register/000000.toml"), &["at most 64 MiB"]);
    assert!(!message.contains("has 64 MiB;"), "{message}");
}

#[test]
fn a_folder_too_large_is_refused_early() {
    let text = b"# nothing\n".to_vec();
    let env = Pretend { files: 1_000_000, size: 10, text: text.clone(), ..Pretend::default() };
    refused(&check_by(&env, "register"), &["the folder `register` is too large"]);
    assert!(env.read.get() <= 10_001, "{} files were read", env.read.get());
    let env = Pretend { files: 100, size: 60 * MIB, text, ..Pretend::default() };
    refused(&check_by(&env, "register"), &["the folder `register` is too large"]);
    assert!(env.read.get() <= 36, "{} files were read", env.read.get());
}

#[test]
fn a_file_system_that_refuses_is_reported() {
    let env = Pretend { files: 2, size: 10, refuses: true, ..Pretend::default() };
    let file = "cannot read `000000.toml`: permission denied";
    refused(&check_by(&env, "register/000000.toml"), &[file]);
    refused(
        &check_by(&env, "register"),
        &[file, "cannot read `000001.toml`: permission denied", "2 problems"],
    );
}

#[test]
#[cfg(target_os = "linux")]
fn memory_is_bounded_by_the_size_of_the_input() {
    fn peak() -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }
    let folder = Folder::new();
    let mut deep = HEAD.to_owned();
    for n in 0..24_000 {
        writeln!(deep, "k{n}{} = 1", ".a".repeat(78)).unwrap();
    }
    for (name, text) in [("deep.toml", deep), ("wrong.toml", "=\n".repeat(2_000_000))] {
        let path = folder.put(name, text).to_str().unwrap().to_owned();
        refused(&within(60, move || transfer(&["check", &path])), &[name]);
        assert!(peak() < 600, "{name}: {} MB", peak());
    }
}

// ------------------------------------------------------------------------------------------ depth

#[test]
fn deep_nesting_is_refused() {
    let folder = Folder::new();
    let (deep, deeper) = (10_000, 500_000);
    let texts = [
        format!("{HEAD}[policy]\nsanctions = {}{}\n", "[".repeat(deep), "]".repeat(deep)),
        format!("{HEAD}[policy]\nsanctions = {}\n", "[".repeat(deep)),
        format!("{HEAD}[policy]\nsanctions = {}\n", "[".repeat(deeper)),
        format!("{HEAD}\npolicy = {}1{}\n", "{a = ".repeat(deep), "}".repeat(deep)),
        format!("{HEAD}\npolicy = {}\n", "{a = ".repeat(deep)),
        format!("{HEAD}[policy]\nsanctioned = {}\n", "[{a = ".repeat(deep)),
    ];
    for (n, text) in texts.into_iter().enumerate() {
        let name = format!("deep-{n}.toml");
        refused(&check(&folder.put(&name, text)), &["recurs", &format!("{name}:5:")]);
    }
}

/// Keys of many parts, in their three shapes; each on the fifth line.
fn deep_keys(parts: usize) -> [String; 5] {
    let key = vec!["a"; parts].join(".");
    [
        format!("{HEAD}\n{key} = 1\n"),
        format!("{HEAD}\n[{key}]\nb = 1\n"),
        format!("{HEAD}\n[[{key}]]\nb = 1\n"),
        format!("{HEAD}[policy]\ntia_max_age = {{ {key} = 1 }}\n"),
        format!("{HEAD}[policy]\n{key} = 1\n"),
    ]
}

#[test]
fn texts_that_would_fill_the_memory_are_refused_unread() {
    let folder = Folder::new();
    let lists = format!("{HEAD}z = [{}]\n", "{a=1},".repeat(400_000));
    for (name, text) in [
        ("lists.toml", lists),
        ("tables.toml", format!("{HEAD}{}", "[[flow]]\n".repeat(300_000))),
        ("equals.toml", "=\n".repeat(1_000_000)),
        ("blanks.toml", format!("{HEAD}k{} = 1\n", " .a".repeat(800_000))),
    ] {
        refused(&check(&folder.put(name, text)), &["the file was not read", name]);
    }
}

#[test]
fn deep_keys_are_refused_on_their_line() {
    let folder = Folder::new();
    for (n, text) in deep_keys(10_000).into_iter().enumerate() {
        let name = format!("deep-{n}.toml");
        let message = refused(&check(&folder.put(&name, text)), &["at most 32 are read"]);
        assert!(!message.contains(":1:1"), "{message}");
    }
}

#[test]
fn circles_of_owners_and_papers_end() {
    let folder = Folder::new();
    let text = RIGHT
        .replace("country = \"DE\"", "country = \"DE\"\nparent = \"host\"")
        .replace("country = \"GB\"", "country = \"GB\"\nparent = \"acme\"")
        .replace("\"adequacy\"]", "\"one\", \"two\", \"three\"]");
    let paper = |id: &str, more: &str| {
        format!(
            "\n[[instrument]]\nid = \"{id}\"\nkind = \"uk-addendum\"\nparties = [\"acme\", \"host\"]\n{more}\n"
        )
    };
    let papers = [
        paper("one", "amends = \"two\"\nincorporated_by = \"two\"\nstate = \"incorporated\""),
        paper("two", "amends = \"one\"\nincorporated_by = \"one\"\nstate = \"incorporated\""),
        paper("three", "amends = \"three\"\nincorporated_by = \"three\"\nstate = \"incorporated\""),
    ];
    assessed(&check(&folder.put("circle.toml", format!("{text}{}", papers.concat()))));
}

#[test]
fn the_ends_of_the_calendar_are_days() {
    let folder = Folder::new();
    for day in ["0000-01-01", "9999-12-31"] {
        let since = format!("since = {day}\nuntil = {day}\nreturned = {day}\nmechanism");
        let text = RIGHT.replace("2024-01-01", day).replace("mechanism", &since);
        let text = format!(
            "{text}\n[policy]\ntia_max_age = \"100 years\"\n\n[[tia]]\nid = \"tia\"\nflows = [\"hosting\"]\n\
             country = \"GB\"\ndate = {day}\nconclusion = \"sufficient\"\n\n[[waiver]]\nfinding = \"tia-missing\"\n\
             reason = \"none\"\napproved_by = \"nobody\"\nuntil = {day}\n\n[[duty]]\nid = \"duty\"\nkind = \"any\"\n\
             due = {day}\n"
        );
        assessed(&check(&folder.put("end.toml", text)));
    }
}

// ------------------------------------------------------------------------------------------ many problems

/// A register with that many parties, all with the id of the first if `same`; each of six lines.
fn parties(count: usize, id: impl Fn(usize) -> String, country: &str) -> String {
    let mut text = HEAD.to_owned();
    for n in 0..count {
        let id = id(n);
        write!(text, "\n[[party]]\nid = \"{id}\"\nname = \"n\"\nkind = \"group\"\ncountry = \"{country}\"\n")
            .unwrap();
    }
    text
}

#[test]
fn thousands_of_duplicates_give_a_bounded_message() {
    let folder = Folder::new();
    let text = parties(5001, |_| "same".to_owned(), "DE");
    let message = refused(&check(&folder.put("same.toml", text)), &["same.toml:12:6", "5000 problems"]);
    assert!(message.contains("… and 4800 more\n"), "{}", &message[message.len() - 200..]);
}

#[test]
fn a_duplicate_far_from_the_first_is_shown_at_its_own_line() {
    let folder = Folder::new();
    let text = parties(201, |n| format!("p{}", n.rem_euclid(200)), "DE");
    // The last of 201 tables of six lines, three lines of head and a blank one before them.
    refused(&check(&folder.put("far.toml", text)), &["far.toml:1206:6", "the first is here", "1 problem;"]);
}

#[test]
fn two_hundred_problems_are_all_shown() {
    let folder = Folder::new();
    let id = |n: usize| format!("p{n}");
    let message = refused(&check(&folder.put("many.toml", parties(200, id, "XY"))), &["200 problems"]);
    assert_eq!(problems(&message).len(), 200);
    assert!(!message.contains("more\n"));
    let message = refused(&check(&folder.put("many.toml", parties(201, id, "XY"))), &["201 problems"]);
    assert_eq!(problems(&message).len(), 200);
    assert!(message.contains("… and 1 more\n"));
}

#[test]
fn thousands_of_misspelt_words_are_reported_fast() {
    let folder = Folder::new();
    let text = parties(5000, |n| format!("p{n}"), "Germania");
    refused(&check(&folder.put("words.toml", text)), &["5000 problems"]);
}

#[test]
fn thousands_of_dangling_references_are_reported_fast() {
    let folder = Folder::new();
    let mut text = parties(3000, |n| format!("party-number-{n}"), "DE");
    for n in 0..3000 {
        write!(text, "\n[[responsible]]\nsubjects_in = [\"DE\"]\nparty = \"party-numbre-{n}\"\n").unwrap();
    }
    refused(&check(&folder.put("dangling.toml", text)), &["3000 problems", "did you mean"]);
}

#[test]
fn problems_of_syntax_left_out_are_counted() {
    let folder = Folder::new();
    let text = format!("{HEAD}{}", "x = \n".repeat(1000));
    let message = refused(&check(&folder.put("syntax.toml", text)), &["syntax.toml:4:"]);
    assert!(message.contains("more"), "{}", &message[message.len() - 200..]);
}

#[test]
fn a_long_line_gives_a_short_message() {
    let folder = Folder::new();
    let long = "x".repeat(1_000_000);
    let texts = [
        format!("register = {{ nmae = \"{long}\", name = \"x\" }}\n"),
        format!("register = {{ name = 1, review = \"{long}\" }}\n"),
        format!("register = {{ name = \"{long}\", review = 1 \n"),
        format!("{HEAD}[[party]]\nid = \"{long}\"\nname = \"x\"\nkind = \"{long}\"\ncountry = \"{long}\"\n"),
        format!("{HEAD}[policy]\nforbid = [{}]\n", "\"dpff\", ".repeat(5_000)),
    ];
    for (n, text) in texts.into_iter().enumerate() {
        let name = format!("long-{n}.toml");
        refused(&check(&folder.put(&name, text)), &[&format!("{name}:")]);
    }
}

#[test]
fn the_column_on_a_long_line_is_right() {
    let folder = Folder::new();
    let text = format!("register = {{ name = \"{}\", review = \"never\" }}\n", "x".repeat(1_000_000));
    refused(&check(&folder.put("long.toml", text)), &["long.toml:1:1000034"]);
}

#[test]
fn a_long_key_gives_a_short_message() {
    let folder = Folder::new();
    refused(
        &check(&folder.put("key.toml", format!("{HEAD}{} = 1\n", "y".repeat(1_000_000)))),
        &["key.toml:4:1"],
    );
}
