//! Files of evidence: held against what the register records of them, and recorded without another change.

use std::fs;
use std::path::Path;

use transfer_tests::transfer;

use super::{DATA, folder, party};

fn with_evidence(evidence: &str) -> String {
    format!(
        "{DATA}as_of = 2026-01-01\n{}{}# the contract\n[[instrument]]\nid = \"p\"   # its id\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nsigned = 2025-01-01 # by both\n{evidence}\
         \n[[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\nmechanism = [\"p\"]\n",
        party("a", "group", "IE", ""),
        party("b", "processor", "FR", "")
    )
    .replacen("[[data]]\nid = \"d\"\nname = \"D\"\nas_of = 2026-01-01\n", "as_of = 2026-01-01\n[[data]]\nid = \"d\"\nname = \"D\"\n", 1)
}

fn evidence_findings(folder: &Path) -> (u8, Vec<(String, String)>) {
    let run = transfer(&["check", folder.to_str().unwrap(), "--format", "json"]);
    if run.status == 2 {
        return (2, vec![(String::new(), run.message)]);
    }
    let document: serde_json::Value = serde_json::from_str(&run.answer).unwrap();
    let findings = document.get("findings").unwrap().as_array().unwrap();
    let text = |finding: &serde_json::Value, key: &str| {
        finding.get(key).unwrap().as_str().unwrap_or_default().to_owned()
    };
    let found = findings
        .iter()
        .filter(|finding| text(finding, "code").starts_with("evidence-"))
        .map(|finding| (text(finding, "code"), text(finding, "message")));
    (run.status, found.collect())
}

#[test]
fn files_of_evidence_are_held_against_the_register() {
    let sum = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; // of `hello`
    let home = folder("held");
    let outside = folder("outside");
    fs::write(outside.join("secret.pdf"), "hello").unwrap();
    fs::write(home.join("a.pdf"), "hello").unwrap();
    fs::create_dir(home.join("sub")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.join("secret.pdf"), home.join("link.pdf")).unwrap();
        std::os::unix::fs::symlink("a.pdf", home.join("inner.pdf")).unwrap();
    }
    for (evidence, code, says) in [
        (format!("{{ file = \"a.pdf\", sha256 = \"{sum}\" }}"), "", ""),
        (format!("{{ file = \"a.pdf\", sha256 = \"{}\" }}", sum.to_uppercase()), "", ""),
        ("{ file = \"a.pdf\" }".to_owned(), "", ""),
        (format!("{{ file = \"a.pdf\", sha256 = \"{}\" }}", "0".repeat(64)), "evidence-altered", "differs"),
        ("{ file = \"a.pdf\", sha256 = \"…\" }".to_owned(), "evidence-altered", "differs"),
        ("{ file = \"b.pdf\" }".to_owned(), "evidence-missing", "is not there"),
        ("{ file = \"sub\" }".to_owned(), "evidence-missing", "no regular file"),
        #[cfg(unix)]
        ("{ file = \"link.pdf\" }".to_owned(), "evidence-missing", "leads out"),
        #[cfg(unix)]
        (format!("{{ file = \"inner.pdf\", sha256 = \"{sum}\" }}"), "", ""),
    ] {
        fs::write(home.join("r.toml"), with_evidence(&format!("evidence = {evidence}\n"))).unwrap();
        let (status, found) = evidence_findings(&home);
        assert!(status < 2, "{evidence}: {found:?}");
        let codes: Vec<&str> = found.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(codes.concat(), code, "{evidence}: {found:?}");
        assert!(found.iter().all(|(_, message)| message.contains(says)), "{evidence}: {found:?}");
    }
    for path in ["/etc/passwd", "../outside/secret.pdf", "sub/../../x", "\\\\server\\x", "C:x", ""] {
        let evidence = format!("evidence = {{ file = '{path}' }}\n");
        fs::write(home.join("r.toml"), with_evidence(&evidence)).unwrap();
        let (status, found) = evidence_findings(&home);
        assert_eq!(status, 2, "{path}: {found:?}");
        assert!(found.iter().all(|(_, message)| message.contains("`file`")), "{path}: {found:?}");
    }
}

#[test]
fn adding_evidence_changes_one_line() {
    let home = folder("add");
    fs::create_dir(home.join("sub")).unwrap();
    fs::write(home.join("sub/ä b.pdf"), "hello").unwrap();
    fs::write(folder("beside").join("x.pdf"), "hello").unwrap();
    let file = home.join("sub/ä b.pdf");
    let line = "evidence = { file = \"sub/ä b.pdf\", sha256 = \"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\" }";
    let add = |file: &Path, id: &str| {
        transfer(&["evidence", "add", home.to_str().unwrap(), "--instrument", id, file.to_str().unwrap()])
    };
    for (before, after) in [
        (with_evidence(""), with_evidence(&format!("{line}\n"))),
        (with_evidence("").replace('\n', "\r\n"), with_evidence(&format!("{line}\n")).replace('\n', "\r\n")),
        (
            format!("\u{feff}{}", with_evidence("")),
            format!("\u{feff}{}", with_evidence(&format!("{line}\n"))),
        ),
        (
            with_evidence("evidence = { file = \"old.pdf\" } # kept\n"),
            with_evidence(&format!("{line} # kept\n")),
        ),
    ] {
        fs::write(home.join("r.toml"), &before).unwrap();
        let run = add(&file, "p");
        assert_eq!((run.status, run.message.as_str()), (0, ""), "{before}");
        assert!(run.answer.contains(line), "{}", run.answer);
        assert_eq!(fs::read_to_string(home.join("r.toml")).unwrap(), after);
        assert_eq!(evidence_findings(&home), (0, Vec::new()));
        // Again: nothing changes any more.
        assert_eq!(add(&file, "p").status, 0);
        assert_eq!(fs::read_to_string(home.join("r.toml")).unwrap(), after);
    }
    let whole = with_evidence("");
    for (text, file, id) in [
        (whole.clone(), home.join("../beside/x.pdf"), "p"),
        (whole.clone(), home.join("nothing.pdf"), "p"),
        (whole.clone(), home.join("sub"), "p"),
        (whole.clone(), home.join("r.toml"), "p"),
        (whole.clone(), file.clone(), "q"),
        (with_evidence("[instrument.evidence]\nfile = \"old.pdf\"\n"), file, "p"),
        (format!("{whole}x = 1\n"), home.join("sub/ä b.pdf"), "p"),
    ] {
        fs::write(home.join("r.toml"), &text).unwrap();
        let run = add(&file, id);
        assert_eq!(run.status, 2, "{} {id}: {}", file.display(), run.answer);
        assert!(run.message.starts_with("error"), "{}", run.message);
        assert_eq!(fs::read_to_string(home.join("r.toml")).unwrap(), text, "nothing is written");
    }
    let names: Vec<_> = fs::read_dir(&home).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

/// Entries in schemes, assessments and notices may have a file too; what is wrong with one is told once for each flow that
/// relies on it, and of no flow where none does.
#[test]
fn whatever_is_recorded_may_have_a_file() {
    let home = folder("kinds");
    fs::write(home.join("a.pdf"), "hello").unwrap();
    let entry = |scheme: &str, since: &str, file: &str| {
        format!(
            "{{ scheme = \"{scheme}\", parts = [\"eu-us\"], covers = [\"non-hr\"], since = {since}, evidence = {{ file = \"{file}\" }} }}"
        )
    };
    let text = format!(
        "{}{}[[tia]]\nid = \"t\"\nflows = [\"f\", \"g\"]\ncountry = \"US\"\ndate = 2025-03-01\nconclusion = \"sufficient\"\n\
         evidence = {{ file = \"tia.pdf\" }}\n\
         [[tia]]\nid = \"later\"\nflows = [\"f\"]\ncountry = \"US\"\ndate = 2026-03-01\nconclusion = \"sufficient\"\n\
         evidence = {{ file = \"later.pdf\" }}\n\
         [[notice]]\nid = \"n\"\nof = [\"a\"]\nevidence = {{ file = \"a.pdf\", sha256 = \"00\" }}\n",
        with_evidence("").replace("mechanism = [\"p\"]", "mechanism = [\"dpf\"]"),
        "[[flow]]\nid = \"g\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\nmechanism = [\"p\"]\n",
    );
    let entries = format!(
        "certifications = [{}, {}]",
        entry("privacy-shield", "2017-01-01", "shield.pdf"),
        entry("dpf", "2023-09-01", "dpf.pdf")
    );
    let text = text.replace("country = \"FR\"\n", &format!("country = \"US\"\n{entries}\n"));
    fs::write(home.join("r.toml"), &text).unwrap();
    let run = transfer(&["check", home.to_str().unwrap(), "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.answer).unwrap();
    let text_of = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or("-").to_owned();
    let found: Vec<String> = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| text_of(finding, "code").starts_with("evidence-"))
        .map(|finding| {
            format!(
                "{} {} {}",
                text_of(finding, "flow"),
                text_of(finding, "code"),
                text_of(finding, "message")
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "- evidence-altered the file named as evidence of `n`, `a.pdf`, is not the one recorded: its SHA-256 digest differs",
            "- evidence-missing the file named as evidence of the entry of b Ltd in the Privacy Shield, `shield.pdf`, is not there",
            "- evidence-missing the file named as evidence of `later`, `later.pdf`, is not there",
            "f evidence-missing the file named as evidence of the entry of b Ltd in the Data Privacy Framework, `dpf.pdf`, is not there",
            "f evidence-missing the file named as evidence of `t`, `tia.pdf`, is not there",
            "g evidence-missing the file named as evidence of `t`, `tia.pdf`, is not there",
        ]
    );
    let path = home.to_str().unwrap();
    let told = transfer(&["evidence", "check", path]);
    assert_eq!(told.status, 1);
    assert_eq!(
        told.answer,
        "p: no evidence recorded\nb, privacy-shield: `shield.pdf` not there\nb, dpf: `dpf.pdf` not there\n\
         t: `tia.pdf` not there\nlater: `later.pdf` not there\nn: `a.pdf` not the file recorded\n"
    );
    for (kind, id) in [("--tia", "t"), ("--notice", "n"), ("--entry", "b:dpf")] {
        let run = transfer(&["evidence", "add", path, kind, id, home.join("a.pdf").to_str().unwrap()]);
        assert_eq!((run.status, run.message.as_str()), (0, ""));
    }
    let told = transfer(&["evidence", "check", path]).answer;
    assert!(told.contains("t: `a.pdf` as recorded\n") && told.contains("n: `a.pdf` as recorded\n"), "{told}");
    assert!(
        told.contains("b, privacy-shield: `shield.pdf` not there\nb, dpf: `a.pdf` as recorded\n"),
        "{told}"
    );
    let wrong =
        transfer(&["evidence", "add", path, "--entry", "b:dfp", home.join("a.pdf").to_str().unwrap()]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.message.contains("no entry is named `b:dfp`; did you mean `b:dpf`?"), "{}", wrong.message);
    // Of two entries in one scheme neither is taken.
    let twice = text.replace("scheme = \"privacy-shield\"", "scheme = \"dpf\"");
    fs::write(home.join("r.toml"), &twice).unwrap();
    let wrong =
        transfer(&["evidence", "add", path, "--entry", "b:dpf", home.join("a.pdf").to_str().unwrap()]);
    assert!(wrong.status == 2 && wrong.message.contains("more than one entry"), "{}", wrong.message);
    assert_eq!(fs::read_to_string(home.join("r.toml")).unwrap(), twice);
    fs::write(home.join("r.toml"), &text).unwrap();
    let wrong = transfer(&["evidence", "add", path, "--tia", "u", home.join("a.pdf").to_str().unwrap()]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.message.contains("no assessment has the id `u`; did you mean `t`?"), "{}", wrong.message);
}
