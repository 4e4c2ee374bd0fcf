//! A register on standard input: read as one file, bounded like one; what lies beside it lies in the current folder.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on should fail")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const REGISTER: &str = r#"
[register]
name = "Piped"
as_of = 2026-06-01

[[party]]
id = "acme"
name = "Acme"
kind = "group"
country = "DE"

[[party]]
id = "swiss"
name = "Swiss"
kind = "processor"
country = "CH"

[[data]]
id = "contact"
name = "Contact details"

[[instrument]]
id = "dpa-swiss"
kind = "dpa"
parties = ["acme", "swiss"]
signed = 2024-01-01
evidence = { file = "contract.pdf" }

[[flow]]
id = "hosting"
from = "acme"
to = "swiss"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["adequacy", "dpa-swiss"]
"#;

/// Status, answer and message of a run in a folder with this on standard input.
fn piped(folder: &Path, arguments: &[&str], text: &[u8]) -> (i32, String, String) {
    let mut run = Command::new(env!("CARGO_BIN_EXE_transfer"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever refuses the arguments does not read.
    let _ = run.stdin.take().unwrap().write_all(text);
    let done = run.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

#[test]
fn a_register_may_come_by_a_pipe() {
    let folder = std::env::temp_dir().join(format!("transfer-standard-input-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();

    let (status, answer, message) = piped(&folder, &["check", "-", "--format", "json"], REGISTER.as_bytes());
    assert_eq!(status, 0, "{message}");
    assert!(answer.contains("\"hosting\"") && answer.contains("\"<stdin>\""), "{answer}");
    assert!(
        answer.contains("\"evidence-missing\""),
        "evidence is looked for in the current folder: {answer}"
    );
    fs::write(folder.join("contract.pdf"), "signed").unwrap();
    let (_, answer, _) = piped(&folder, &["check", "-", "--format", "json"], REGISTER.as_bytes());
    assert!(!answer.contains("\"evidence-missing\""), "{answer}");

    let (status, answer, message) = piped(&folder, &["flows", "-"], REGISTER.as_bytes());
    assert!(status == 0 && answer.contains("hosting"), "{answer}{message}");

    // Both sides of a comparison may be the one register, which can be read once.
    for arguments in [
        &["diff", "-", "--old-as-of", "2023-06-01", "--new-as-of", "2026-06-01"][..],
        &["diff", "-", "-", "--old-as-of", "2023-06-01", "--new-as-of", "2026-06-01"],
    ] {
        let (status, answer, message) = piped(&folder, arguments, REGISTER.as_bytes());
        assert!(status == 0 && answer.starts_with("Piped on 2026-06-01"), "{answer}{message}");
    }
    let law = ["law", "diff", "--from", "2024-01-14", "--to", "2024-01-15", "--register", "-"];
    let (status, answer, message) = piped(&folder, &law, REGISTER.as_bytes());
    assert!(status == 0 && answer.contains("stays valid, for information: hosting"), "{answer}{message}");
    let (_, answer, _) = piped(&folder, &["check", "-", "--format", "sarif"], REGISTER.as_bytes());
    assert!(answer.contains("\"uri\": \"%3Cstdin%3E\""), "{answer}");

    let broken = REGISTER.replace("to = \"swiss\"", "to = \"swis\"");
    let (status, _, message) = piped(&folder, &["check", "-"], broken.as_bytes());
    assert!(status == 2 && message.contains("<stdin>:32:6"), "{message}");
    let (status, _, message) = piped(&folder, &["diff", "-", "-"], broken.as_bytes());
    assert!(status == 2 && message.matches("<stdin>:32:6").count() == 1, "each fault once: {message}");
    let (status, _, message) = piped(&folder, &["check", "-"], b"\xff");
    assert!(status == 2 && message.contains("`<stdin>` is not UTF-8 text"), "{message}");
    let (status, _, message) = piped(&folder, &["check", "-"], b"");
    assert_eq!(status, 2, "{message}");

    // What would be written back has no file.
    for arguments in [
        &["fmt", "-"][..],
        &["evidence", "add", "-", "--instrument", "dpa-swiss", "contract.pdf"],
        &["import", "contract.pdf", "--into", "-"],
    ] {
        let (status, _, message) = piped(&folder, arguments, REGISTER.as_bytes());
        assert_eq!(status, 2, "{arguments:?}: {message}");
    }
    let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["contract.pdf"]);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_text_to_scan() {
    let folder = std::env::temp_dir().join(format!("transfer-scan-in-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let text = b"Last updated: 1 June 2021. We rely on the EU-U.S. Privacy Shield.\n";
    let (status, answer, message) = piped(&folder, &["scan", "-", "--as-of", "2026-11-22"], text);
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(status, 1, "{message}");
    assert!(answer.contains("--> <stdin>:1:"), "{answer}");
}
