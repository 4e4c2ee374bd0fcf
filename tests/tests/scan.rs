//! `transfer scan` from outside: files in, formats and exit status out; hostile texts; the law's days.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::as_conversions,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::print_stdout,
    reason = "a test that cannot go on should fail; it writes and times"
)]

use std::path::{Path, PathBuf};

use serde_json::Value;
use transfer_cli::scan::{lexicon, scan, view};
use transfer_tests::{Run, material, transfer};

fn run(file: &Path, more: &[&str]) -> Run {
    let mut arguments = vec!["scan", file.to_str().unwrap()];
    arguments.extend(more);
    transfer(&arguments)
}

fn json(file: &Path, more: &[&str]) -> Value {
    let run = run(file, &[more, &["--format", "json"]].concat());
    assert!(run.status < 2, "{}", run.message);
    serde_json::from_str(&run.answer).unwrap()
}

/// A folder of this test alone.
fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("transfer-scan-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn policy(name: &str) -> PathBuf {
    material("policies").join(name)
}

/// The answer with the folder of the checkout taken out.
fn shown(text: &str) -> String {
    text.replace(material("policies").to_str().unwrap(), "policies")
}

#[test]
fn every_format_of_a_policy() {
    for format in ["human", "json", "csv", "markdown", "sarif"] {
        let run = run(&policy("website.md"), &["--as-of", "2026-11-22", "--format", format]);
        assert_eq!(run.status, 1, "{}", run.message);
        insta::assert_snapshot!(format!("website_{format}"), shown(&run.answer));
    }
    let draft = run(&policy("website.md"), &["--as-of", "2026-11-22", "--draft"]);
    insta::assert_snapshot!("website_draft", shown(&draft.answer));
}

#[test]
fn html_is_read_by_its_text_and_shown_in_its_source() {
    let file = policy("page.html");
    let source = std::fs::read_to_string(&file).unwrap();
    let document = json(&file, &["--as-of", "2026-11-22"]);
    let claims = document["documents"][0]["claims"].as_array().unwrap();
    assert_eq!(document["documents"][0]["published"], "2021-03-01");
    let names: Vec<&str> = claims.iter().map(|claim| claim["mechanism"].as_str().unwrap()).collect();
    assert_eq!(names, ["privacy-shield", "privacy-shield", "scc"]);
    for claim in claims {
        let span = &claim["text_span"];
        let at = |end: usize| usize::try_from(span[end].as_u64().unwrap()).unwrap();
        assert_eq!(&source[at(0)..at(1)], claim["quote"].as_str().unwrap());
        let line = source[..at(0)].matches('\n').count() + 1;
        assert_eq!(claim["line"], line);
        let start = source[..at(0)].rfind('\n').map_or(0, |newline| newline + 1);
        assert_eq!(claim["column"], source[start..at(0)].chars().count() + 1);
    }
}

/// A page says what the same words say in Markdown: what stands between two tags is no paragraph, a paragraph may begin
/// as an item does, and the cells of a row belong together.
#[test]
fn a_page_says_what_its_words_say() {
    let lexicon = lexicon::embedded().unwrap();
    let said = |page: &str| -> Vec<String> {
        let found = scan(lexicon, page, view::Kind::Html);
        let word = |claim: &transfer_cli::scan::Claim| {
            format!("{} {} {}", claim.mechanism, claim.polarity.name(), claim.destination.join(","))
        };
        found.claims.iter().map(word).collect()
    };
    assert_eq!(
        said(
            "<p>When we transfer data outside the EEA we put appropriate safeguards in place:</p>\n\
             <p>the standard contractual clauses.</p>\n"
        ),
        ["scc asserted "]
    );
    assert_eq!(
        said(
            "<p>If Acme has not adopted another solution for transfers to third countries, then:</p>\n\
             <p>(a) the standard contractual clauses apply.</p>\n"
        ),
        ["scc conditional "]
    );
    assert_eq!(
        said(
            "<table>\n<tr>\n<td>Support</td>\n<td>Morocco and Tunisia</td>\n\
             <td>Standard contractual clauses</td>\n</tr>\n</table>\n"
        ),
        ["scc asserted MA,TN"]
    );
}

/// The country named in the sentence before is also that of the clauses that stand beside a scheme, and that of a line
/// of a record the country of its other lines, and of no other record.
#[test]
fn a_country_named_nearby_is_that_of_the_claim() {
    let lexicon = lexicon::embedded().unwrap();
    let to = |text: &str| -> Vec<String> {
        let claims = scan(lexicon, text, view::Kind::Text).claims;
        claims
            .iter()
            .filter(|claim| claim.mechanism == "scc")
            .map(|claim| claim.destination.join(","))
            .collect()
    };
    assert_eq!(
        to(
            "Some suppliers work in the United States and get data there. They have joined the EU-US Privacy Shield \
            or have signed standard contractual clauses."
        ),
        ["US"]
    );
    assert_eq!(
        to(
            "| | |\n| --- | --- |\n| Supplier | Acme |\n| Place | India |\n| Transfer under | Standard contractual \
            clauses |\n\n\n| | |\n| --- | --- |\n| Supplier | Lion |\n| Transfer under | Standard contractual \
            clauses |\n"
        ),
        ["IN", ""]
    );
}

#[test]
fn a_claim_follows_the_law_by_the_day() {
    let at = |published: &str, as_of: &str, part: &str| {
        let document = json(&policy("shield.txt"), &["--published", published, "--as-of", as_of]);
        let claims = document["documents"][0]["claims"].as_array().unwrap().clone();
        let claim = claims.iter().find(|claim| claim["part"] == part).unwrap().clone();
        let word = |key: &str| claim[key].as_str().unwrap_or("-").to_owned();
        [word("status_on_published"), word("status_as_of"), word("code")].join(" ")
    };
    assert_eq!(at("2016-07-31", "2016-08-01", "eu-us"), "not-yet unknown mechanism-not-yet-in-force");
    assert_eq!(at("2020-07-15", "2020-07-16", "eu-us"), "unknown ended notice-claims-ended-mechanism");
    assert_eq!(at("2020-07-16", "2020-09-07", "swiss-us"), "unknown unknown fact-missing");
    assert_eq!(at("2020-09-07", "2020-09-08", "swiss-us"), "unknown ended notice-claims-ended-mechanism");
    let clean = run(&policy("shield.txt"), &["--published", "2019-01-01", "--as-of", "2020-07-15"]);
    assert_eq!(clean.status, 0);
    assert_eq!(run(&policy("shield.txt"), &["--as-of", "2020-07-16"]).status, 1);
}

#[test]
fn without_a_date_nothing_is_said_of_it() {
    let document = json(&policy("shield.txt"), &["--as-of", "2020-07-16"]);
    assert_eq!(document["documents"][0]["published"], Value::Null);
    assert_eq!(document["documents"][0]["claims"][0]["status_on_published"], Value::Null);
}

#[test]
fn drafts_are_valid_registers() {
    let draft = run(&material("policies"), &["--draft", "--as-of", "2026-11-22"]);
    assert!(draft.status < 2, "{}", draft.message);
    let folder = folder("draft");
    let file = folder.join("transfer.toml");
    std::fs::write(&file, format!("[register]\nname = \"draft\"\n\n{}", draft.answer)).unwrap();
    let check = transfer(&["check", file.to_str().unwrap()]);
    assert!(check.status < 2, "{}\n{}", check.message, draft.answer);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_cannot_be_read_is_named_and_nothing_else_printed() {
    let folder = folder("broken");
    let (pdf, program, good) = (folder.join("a.pdf"), folder.join("b.bin"), folder.join("c.md"));
    std::fs::write(&pdf, b"%PDF-1.7").unwrap();
    std::fs::write(&program, b"\x7fELF\0\0\0").unwrap();
    std::fs::write(&good, "We use the Privacy Shield.").unwrap();
    let paths = [&pdf, &program, &good, &folder.join("none")].map(|path| path.to_str().unwrap().to_owned());
    let mut arguments = vec!["scan"];
    arguments.extend(paths.iter().map(String::as_str));
    let run = transfer(&arguments);
    assert_eq!(run.status, 2);
    assert_eq!(run.answer, "");
    for name in ["a.pdf", "b.bin", "none"] {
        assert!(run.message.contains(name), "{}", run.message);
    }
    // Of a folder, the policies at its top.
    let of_folder = transfer(&["scan", folder.to_str().unwrap(), "--as-of", "2021-01-01"]);
    assert_eq!(of_folder.status, 1);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_order_of_files_is_kept() {
    let files = ["website.md", "page.html", "shield.txt"].map(policy);
    let mut arguments = vec!["scan"];
    for _ in 0..20 {
        arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
    }
    arguments.extend(["--as-of", "2026-11-22", "--format", "json"]);
    let first = transfer(&arguments);
    assert_eq!(first.answer, transfer(&arguments).answer);
    let document: Value = serde_json::from_str(&first.answer).unwrap();
    let ends: Vec<bool> = document["documents"]
        .as_array()
        .unwrap()
        .iter()
        .zip(files.iter().cycle())
        .map(|(document, file)| document["file"] == file.to_str().unwrap())
        .collect();
    assert!(ends.iter().all(|same| *same) && ends.len() == 60);
}

#[test]
fn the_date_is_the_last_change() {
    let lexicon = lexicon::embedded().unwrap();
    for (text, day) in [
        ("Last updated: March 1, 2021", Some("2021-03-01")),
        ("Effective date: 1 February 2020. Last updated 3 March 2021.", Some("2021-03-03")),
        ("_Effective 16-OCT-2023_", Some("2023-10-16")),
        ("Stand: 1. März 2021", Some("2021-03-01")),
        ("Zuletzt aktualisiert am 24.12.2022", Some("2022-12-24")),
        ("Dernière mise à jour le 1er août 2019", Some("2019-08-01")),
        ("Dernière mise à jour de vos règles le 03/04/2021", Some("2021-04-03")),
        ("Last updated: 2021-03-01", Some("2021-03-01")),
        ("Last updated: 27/04/2026", Some("2026-04-27")),
        ("Last updated: 04/27/2026", Some("2026-04-27")),
        ("Last updated: 03/04/2021", None),
        ("Reviewed on 24/04/2026 and last updated on 03/04/2026", Some("2026-04-03")),
        ("Last updated: 31 February 2021", None),
        ("Last modified on 03/04/2021.\n\nLast updated: 5 May 2021", Some("2021-05-05")),
        ("Last modified on 03/04/2021.\n\nLast updated: 5 May 2020", None),
        (
            "Last updated March 2022.\n\nThe US Notice speaks of state privacy laws that are in effect as of January 15, 2021.",
            None,
        ),
        ("Last updated March 2021", None),
        ("This policy went into effect on May 5th, 2018", Some("2018-05-05")),
        ("# Privacy policy\n\nJune 30, 2020\n\nWe care.", Some("2020-06-30")),
        ("We were founded on June 30, 2010 in a garage.", None),
        (
            "The General Data Protection Regulation (GDPR) went into effect on May 25, 2018. We are ready.",
            None,
        ),
        ("Effective January 1, 2020, the California Consumer Privacy Act gives you rights.", None),
        (
            "As approved by Commission decision 2010/87/EU of 5 February 2010, in the version of that day.",
            None,
        ),
        ("Effective as of July 1, 2021. Published on June 3, 2021.", Some("2021-06-03")),
        ("Effective as of December 22,2020", Some("2020-12-22")),
        ("_Effective January 12, 2026[Older version](https://example.org/old)_", Some("2026-01-12")),
        ("Last updated 11-21-25", Some("2025-11-21")),
        ("Last Updated: May, 4 2022", Some("2022-05-04")),
        ("This policy applies from 24/08/2024.", Some("2024-08-24")),
        ("Diese Bestimmungen gelten ab 10.08.2024.", Some("2024-08-10")),
        ("Gültig ab 13. November 2023", Some("2023-11-13")),
        ("Date de mise à jour de la présente politique : 12 juin 2024", Some("2024-06-12")),
        ("Cette charte a été mise à jour pour la dernière fois le 1er avril 2021.", Some("2021-04-01")),
        (
            "This version applies as from May 5, 2021. It replaces the version of March 1, 2021.",
            Some("2021-05-05"),
        ),
        (
            "This policy is effective as of October 3, 2023. We updated our August 31, 2023 privacy policy.",
            Some("2023-10-03"),
        ),
        ("Revised July 27, 2023 (summary and previous version)", Some("2023-07-27")),
        (
            "We care for your data, always.\n\nOther terms: Acme Ads Addendum for processors (dated 1 July 2023)",
            None,
        ),
        ("As of 21 September 2022 or the effective date of the agreement, the terms apply.", None),
        ("La loi du 6 janvier 1978 modifiée par la loi du 6 août 2004 vous protège.", None),
        ("Última actualización: 12 de junio de 2024", Some("2024-06-12")),
        ("Ultimo aggiornamento: 12 giugno 2024", Some("2024-06-12")),
        ("Laatst bijgewerkt op 12 juni 2024", Some("2024-06-12")),
        ("Privacy\n\nWed 8 Jul 2026 11.40 CEST\n\nWe care.", Some("2026-07-08")),
        ("Last updated: November 8 , 2022", Some("2022-11-08")),
        ("Status: April 16, 2025", Some("2025-04-16")),
        ("Under Code Section 22575(b) (as amended effective January 1, 2014) you may ask.", None),
        ("The Addendum to the Clauses (version B.1.0, in force 21 March 2022) applies.", None),
        ("The clauses were approved by decision 2010/87/EC, dated 5 February 2010.", None),
        ("As of June 30, 2020, we have never received a warrant.", None),
        ("The export of data is incomplete as of June 8, 2018.", None),
        ("Our customer accounts (as of 1 October 2021)", Some("2021-10-01")),
        (
            "The old policy applies until September 29, 2020. As of September 30, 2020, this policy applies.",
            Some("2020-09-30"),
        ),
        ("Policy last updated: Feburary 3, 2021", Some("2021-02-03")),
        ("Updated September/4, 2021 by the board", Some("2021-09-04")),
        ("Last updated: June 18. 2021", Some("2021-06-18")),
        ("Effective Date: 10.19.2021", Some("2021-10-19")),
        ("Last updated: 10.9.2021", Some("2021-09-10")),
        ("A notice: these changes take effect on May 6, 2022.\n\nEffective May 1, 2021", Some("2021-05-01")),
        ("These changes take effect on May 6, 2022.", Some("2022-05-06")),
        (
            "We care.\n\n**Change log:**\n\n* _March 4, 2022:_ one more supplier.\n* _May 1, 2021:_ first version.",
            Some("2022-03-04"),
        ),
        (
            "This policy was published on 1 May 2021.\n\nVersion history\n\n| No | Change | Date |\n| --- | --- | --- |\n| 2 | Document updated | 13.6.2021 |\n| 3 | Document updated | 14.1.2022 |",
            Some("2022-01-14"),
        ),
        (
            "Last updated: June 1, 2022\n\nRevision history\n\n* July 3, 2021: a correction.",
            Some("2022-06-01"),
        ),
        (
            "Änderungshistorie\n\n* 1. Mai 2021: erste Fassung\n* 4. März 2022: ein Dienst mehr",
            Some("2022-03-04"),
        ),
        (
            "Historique des versions\n\n* 1er mai 2021 : version initiale\n* 4 mars 2022 : un service de plus",
            Some("2022-03-04"),
        ),
    ] {
        let found = scan(lexicon, text, view::Kind::Text).published.map(|day| day.to_string());
        assert_eq!(found.as_deref(), day, "{text}");
    }
    // Far from the top: a line that is a date is the document's only if it is the one such line at the end.
    let long = "We care for your data, always.\n\n".repeat(60);
    for (end, day) in [
        (
            "Terms, Version 8.0\n\n_30 May 2024_\n\n*   [1 July 2023](a)\n*   [1 May 2022](b)",
            Some("2024-05-30"),
        ),
        ("30 May 2024\n\n1 July 2023", None),
        ("Zürich, 29. April 2021", Some("2021-04-29")),
        ("See the Acme Addendum for processors (effective 1 January 2023).", None),
    ] {
        let found = scan(lexicon, &format!("{long}{end}"), view::Kind::Text).published;
        assert_eq!(found.map(|day| day.to_string()).as_deref(), day, "{end}");
    }
    let doubtful = scan(lexicon, "Last updated: 03/04/2021", view::Kind::Text).doubtful;
    assert_eq!(doubtful.as_deref(), Some("03/04/2021"));
}

#[test]
fn hostile_texts_end_soon_and_in_order() {
    let lexicon = lexicon::embedded().unwrap();
    let many = |part: &str| part.repeat(300_000 / part.len());
    for text in [
        many("["),
        many("]("),
        many("<a "),
        many("&"),
        many("privacy shield "),
        many("you consent to "),
        many("transfer outside the EEA with safeguards, if it is invalidated "),
        many("EU-US "),
        many("|"),
        many("\u{200b}\u{301}"),
        many("İß\u{1f600}"),
        many("- \n"),
        many("We rely on SCCs. "),
        many("Last updated: 1/1/2020 "),
        format!("{}privacy shield", many("a")),
        "---\n".to_owned() + &many("x\n"),
        // What looks back at the block before, or at the lines of a record, does so once.
        format!(
            "Data go abroad, to {}.\n\n{}",
            many("Peru, India and "),
            many("Writing to us is your agreement to that transfer. ")
        ),
        format!(
            "| Supplier | {} |\n| Transfer under | {} |\n",
            many("Acme. "),
            many("Standard contractual clauses. ")
        ),
        many("An adequacy decision is there for the third country. These include Israel, "),
        many("Change log\n\n* May 1, 2021: more\n\n"),
    ] {
        for kind in [view::Kind::Text, view::Kind::Html] {
            let start = std::time::Instant::now();
            let found = scan(lexicon, &text, kind);
            for claim in &found.claims {
                assert!(text.get(claim.span.clone()).is_some(), "span in the middle of a character");
            }
            let seconds = start.elapsed().as_secs();
            assert!(seconds < 60, "{seconds} s for {:?}", text.get(..20));
        }
    }
}

/// A whole document on one line: what is said of transfers at its beginning is no context for what it says of security
/// at its end.
#[test]
fn a_document_on_one_line_is_more_than_one_matter() {
    let lexicon = lexicon::embedded().unwrap();
    let filler = "We like our readers and we write to them every week about gardens. ".repeat(120);
    let text = format!(
        "Your data may be sent to other countries. {filler}We take reasonable precautions to protect the information. \
         {filler}Your data may be sent to other countries. We take reasonable precautions to protect your data there."
    );
    let found = scan(lexicon, &text, view::Kind::Text);
    let quotes: Vec<&str> = found.claims.iter().map(|claim| &text[claim.span.clone()]).collect();
    assert_eq!(quotes, ["We take reasonable precautions to protect your data there."]);
}

/// A quotation may begin after any space, and spaces take up to three bytes.
#[test]
fn quotations_begin_and_end_between_characters() {
    let lexicon = lexicon::embedded().unwrap();
    for space in [" ", "\u{a0}", "\u{2003}"] {
        let words = format!("{space}and{space}so{space}on").repeat(90);
        let text = format!("We{space}say{words}, and use{space}the EU-US Privacy Shield{words}.");
        let claims = scan(lexicon, &text, view::Kind::Text).claims;
        assert_eq!(claims.len(), 1);
        let quote = text.get(claims[0].span.clone()).unwrap();
        assert!(quote.contains("Privacy Shield") && quote.len() < 600, "{quote}");
    }
}

/// The five documents that the registers model, where they are at hand: which claims, on which lines. No words of
/// theirs are kept here.
#[test]
fn the_source_documents() {
    // `TRANSFER_SOURCES` names a folder with `seeds` and `policies`.
    let Some(seeds) = std::env::var_os("TRANSFER_SOURCES").map(|folder| Path::new(&folder).join("seeds"))
    else {
        println!("no source documents here: nothing was compared");
        return;
    };
    for (name, file) in [
        ("egress", "000_8f81c3d403207ee3.txt"),
        ("egress_partners", "001_5ba5c0c6601b664a.txt"),
        ("impero", "002_ec946ff7e36b4c34.txt"),
        ("deskpro", "003_36ceea2b2b595982.txt"),
        ("insidesales", "004_571b6b09d2e1a80b.txt"),
    ] {
        let document = json(&seeds.join(file), &["--as-of", "2026-11-22"]);
        let document = &document["documents"][0];
        let mut text = format!("published {}\n", document["published"]);
        for claim in document["claims"].as_array().unwrap() {
            let word = |key: &str| claim[key].as_str().unwrap_or("-").to_owned();
            text.push_str(&format!(
                "{}:{} {} {} {} {} | {} | {} | {}\n",
                claim["line"],
                claim["column"],
                word("mechanism"),
                word("part"),
                word("polarity"),
                claim["destination"],
                word("status_on_published"),
                word("status_as_of"),
                word("code"),
            ));
        }
        insta::assert_snapshot!(format!("source_{name}"), text);
    }
}

#[test]
fn a_faulty_lexicon_is_refused() {
    let good = lexicon::TEXTS;
    assert!(lexicon::Lexicon::new(&good).is_ok());
    for (from, to) in [
        ("[parts]\neu-us", "[parts]\neu-mars"),
        ("kind = \"scheme\"", "kind = \"plan\""),
        ("asserted = ['", "boasted = ['"),
        ("forms = ['\\bidtas?\\b']", "forms = ['\\bIDTA\\b']"),
        ("never = [\"diesel\"]", "never = [\"petrol\"]"),
        ("scheme = [\"shield\"", "ship = [\"shield\""),
        ("forms = ['\\bidtas?\\b']", "forms = ['(']"),
    ] {
        let text = good[0].1.replacen(from, to, 1);
        assert_ne!(text, good[0].1, "{from}");
        assert!(lexicon::Lexicon::new(&[(good[0].0, &text), good[1], good[2]]).is_err(), "{to}");
    }
}

/// Run with `cargo test --release -p transfer-tests --test scan -- --ignored --nocapture`; with `TRANSFER_SOURCES`,
/// on the labelled policies there. Where other work runs beside it, count instructions instead: `valgrind
/// --tool=callgrind target/release/transfer scan FILE` on a file and on ten copies of it; the difference, by byte, is
/// what a byte costs.
#[test]
#[ignore = "takes a release build and a quiet machine"]
fn speed() {
    let start = std::time::Instant::now();
    let lexicon = lexicon::embedded().unwrap();
    println!("the lexicon takes {} ms", start.elapsed().as_millis());
    let ours = ["website.md", "long.md"].map(policy).to_vec();
    let labelled = std::env::var_os("TRANSFER_SOURCES").map(|folder| Path::new(&folder).join("policies"));
    let labelled = labelled.and_then(|folder| std::fs::read_dir(folder).ok()).map(|entries| {
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    });
    for files in [Some(ours), labelled].into_iter().flatten() {
        let texts: Vec<String> = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
        let once = texts.join("\n\n");
        let text = once.repeat(20_000_000 / once.len() + 1);
        // The best of a few, since other work slows some of them.
        let fastest = (0..4).map(|_| {
            let start = std::time::Instant::now();
            let claims = scan(lexicon, &text, view::Kind::Text).claims.len();
            let speed = text.len() as f64 / 1e6 / start.elapsed().as_secs_f64();
            println!("{claims} claims, {speed:.1} MB/s on one core");
            speed
        });
        assert!(fastest.fold(0.0, f64::max) > 50.0);
    }
}

#[test]
fn the_counts_are_of_what_is_told() {
    for file in ["website.md", "shield.txt", "long.md", "page.html"] {
        let text = run(&policy(file), &["--as-of", "2026-11-22"]).answer;
        let last = text.lines().last().unwrap();
        for noun in ["error", "warning"] {
            let blocks = text.lines().filter(|line| line.starts_with(&format!("{noun}["))).count();
            let told = match blocks {
                0 => format!(" 0 {noun}s"),
                1 => format!(" 1 {noun} on "),
                more => format!(" {more} {noun}s on "),
            };
            assert!(last.contains(&told), "{last}: {told}");
        }
        assert_eq!(json(&policy(file), &["--as-of", "2026-11-22"])["as_of"], "2026-11-22");
    }
}
