//! What the tests of the binary share: a folder of its own for each case, and a run with bounds on time and memory.

#![allow(dead_code, reason = "each of the two targets uses a part")]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A register of one flow, right in every respect.
pub(crate) const RIGHT: &str = r#"[register]
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
country = "US"

[[data]]
id = "contact"
name = "Contact details"

[[instrument]]
id = "paper"
kind = "eu-scc-2021-914"
modules = [2]
parties = ["acme", "host"]
signed = 2023-01-01

[[flow]]
id = "hosting"
from = "acme"
to = "host"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["paper"]
"#;

/// What is at a path: the bytes of a file, or a word for what is none. Links are not followed.
pub(crate) type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// A folder for one case, removed after it.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("transfer-hostile-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path.canonicalize().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Everything in it.
    pub(crate) fn tree(&self) -> Tree {
        let mut found = Tree::new();
        gather(&self.0, &mut found);
        found
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn gather(folder: &Path, found: &mut Tree) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(data) = fs::symlink_metadata(&path) else { continue };
        if data.is_dir() {
            found.insert(path.clone(), b"a folder".to_vec());
            gather(&path, found);
        } else if data.is_file() && data.len() < 1 << 20 {
            match fs::read(&path) {
                Ok(bytes) => found.insert(path, bytes),
                // A killed command's temporary file may go between the list and the look.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => panic!("{}: {error}", path.display()),
            };
        } else if data.is_file() {
            found.insert(path, format!("a file of {} bytes", data.len()).into_bytes());
        } else {
            found.insert(path, b"neither".to_vec());
        }
    }
}

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Run {
    /// Its exit status; none: a signal ended it, or time did.
    pub(crate) status: Option<i32>,
    pub(crate) answer: Vec<u8>,
    pub(crate) message: String,
}

/// The binary, by way of a shell that sets its bounds.
pub(crate) fn bounded(bounds: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{bounds}\nexec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_transfer")]);
    command.env("RUST_BACKTRACE", "0").env("TZ", "UTC").stdin(Stdio::null());
    command
}

/// Runs it to its end, which must come within five minutes however busy the machine is.
pub(crate) fn finish(command: &mut Command) -> Run {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let answer = std::thread::spawn(move || read(&mut out));
    let message = std::thread::spawn(move || read(&mut err));
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if start.elapsed() > Duration::from_mins(5) {
            child.kill().unwrap();
            child.wait().unwrap();
            break None;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let message = String::from_utf8(message.join().unwrap()).unwrap();
    Run { status, answer: answer.join().unwrap(), message }
}

fn read(pipe: &mut dyn std::io::Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    pipe.read_to_end(&mut bytes).unwrap();
    bytes
}

/// Most seconds of a processor that a run may take, unoptimised, and most memory that it may ask for, in KiB.
#[cfg(target_os = "linux")]
pub(crate) const BOUNDS: &str = "ulimit -t 60; ulimit -v 3000000";
#[cfg(not(target_os = "linux"))]
pub(crate) const BOUNDS: &str = "ulimit -t 60";

/// Runs the command in a folder.
pub(crate) fn transfer(folder: &Folder, arguments: &[impl AsRef<OsStr>]) -> Run {
    finish(bounded(BOUNDS).args(arguments).current_dir(&folder.0))
}
