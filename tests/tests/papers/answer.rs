//! Who answers: representatives by the law of the day, those responsible for each residence, and duties through their
//! day.

use std::fs;

use transfer_model::law::LawBook;
use transfer_tests::transfer;

use super::{DATA, folder, party, told};

fn count(text: &str, day: &str, start: &str, book: &LawBook) -> usize {
    told(text, day, book).iter().filter(|line| line.starts_with(start)).count()
}

#[test]
fn representatives_are_asked_for_by_the_law_of_the_day() {
    let book = jurisdictions::embedded().unwrap();
    let agent = |country: &str| party("r", "vendor", country, "");
    let named = |place: &str| {
        let keys = format!("targets = [\"EU\"]\nrepresentative = {{ {place} = \"r\" }}");
        party("a", "group", "GB", &keys)
    };
    for (a, agent, day, expected) in [
        (party("a", "group", "US", "targets = [\"EU\"]"), String::new(), "2018-05-24", ""),
        (party("a", "group", "US", "targets = [\"EU\"]"), String::new(), "2018-05-25", "warning eu-gdpr"),
        (party("a", "group", "US", "targets = [\"NO\"]"), String::new(), "2018-07-19", ""),
        (party("a", "group", "US", "targets = [\"NO\"]"), String::new(), "2018-07-20", "warning eu-gdpr"),
        (party("a", "group", "IE", "targets = [\"GB\"]"), String::new(), "2020-12-31", ""),
        (party("a", "group", "IE", "targets = [\"GB\"]"), String::new(), "2021-01-01", "warning uk-gdpr"),
        (party("a", "group", "GB", "targets = [\"EU\"]"), String::new(), "2020-12-31", ""),
        (party("a", "group", "GB", "targets = [\"EU\"]"), String::new(), "2021-01-01", "warning eu-gdpr"),
        (party("a", "group", "IE", "targets = [\"CH\"]"), String::new(), "2023-08-31", ""),
        (party("a", "group", "IE", "targets = [\"CH\"]"), String::new(), "2023-09-01", "note ch-fadp"),
        (
            party("a", "group", "GB", "branches = [\"NL\"]\ntargets = [\"EU\"]"),
            String::new(),
            "2026-01-01",
            "",
        ),
        (party("a", "authority", "GB", "targets = [\"EU\"]"), String::new(), "2026-01-01", ""),
        (
            party("a", "group", "GB", "sector = \"public-body\"\ntargets = [\"EU\"]"),
            String::new(),
            "2026-01-01",
            "",
        ),
        (party("a", "group", "unknown", "targets = [\"EU\"]"), String::new(), "2026-01-01", ""),
        (named("EU"), agent("FR"), "2026-01-01", ""),
        (named("DE"), agent("DE"), "2026-01-01", ""),
        (named("EU"), agent("unknown"), "2026-01-01", ""),
        (named("EU"), agent("GB"), "2026-01-01", "warning eu-gdpr"),
        (
            party("a", "group", "US", "targets = [\"EU\", \"GB\"]\nrepresentative = { EU = \"r\" }"),
            agent("FR"),
            "2026-01-01",
            "warning uk-gdpr",
        ),
    ] {
        let found = told(&format!("{a}{agent}"), day, &book);
        let short: Vec<String> = found
            .iter()
            .map(|line| line.split(':').next().unwrap_or_default().replace("representative-missing ", ""))
            .collect();
        assert_eq!(short.join(", "), expected, "{a}{agent} on {day}: {found:#?}");
    }
}

#[test]
fn somebody_answers_for_every_residence() {
    let book = jurisdictions::embedded().unwrap();
    let row = |places: &str, party: &str| {
        format!("[[responsible]]\nsubjects_in = [{places}]\nparty = \"{party}\"\n")
    };
    for (rows, expected) in [
        (String::new(), 0),
        (row("\"IE\"", "a"), 2),
        (row("\"IE\", \"CH\"", "a"), 1),
        (row("\"EU\", \"CH\"", "a"), 0),
        (row("\"world\"", "a"), 0),
        (row("\"world\"", "a") + &row("\"CH\"", "b"), 0),
        (row("\"world\"", "a") + &row("\"world\"", "b"), 1),
        (row("\"world\", \"CH\"", "a") + &row("\"CH\"", "a"), 0),
    ] {
        let text = format!(
            "{}{}{rows}[[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\n\
             subjects = [{{ group = \"g\", in = [\"CH\", \"IE\"] }}]\n",
            party("a", "group", "IE", "targets = [\"EU\"]"),
            party("b", "processor", "IE", "targets = [\"IN\"]"),
        );
        let found = count(&text, "2021-01-01", "warning responsible-missing", &book);
        assert_eq!(found, expected, "{rows}: {:#?}", told(&text, "2021-01-01", &book));
    }
}

#[test]
fn rows_that_do_not_agree_are_all_given() {
    let folder = folder("who");
    let row = |party: &str, courts: &str| {
        format!(
            "[[responsible]]\nsubjects_in = [\"EU\"]\nparty = \"{party}\"\ngoverning_law = \"IE\"\ncourts = \"{courts}\"\n"
        )
    };
    let companies = format!("{}{}", party("a", "group", "IE", ""), party("b", "group", "IE", ""));
    let world = "[[responsible]]\nsubjects_in = [\"world\"]\nparty = \"b\"\ncourts = \"Boston\"\n";
    for (one, other, gap) in [
        (row("a", "Dublin"), row("b", "Dublin"), Some("who answers")),
        (row("a", "Cork"), row("a", "Dublin"), Some("the courts")),
        (row("a", "Cork"), row("b", "Dublin"), Some("who answers and the courts")),
        (row("a", "Cork"), row("a", "Cork"), None),
    ] {
        let mut answers = Vec::new();
        for (first, second) in [(&one, &other), (&other, &one)] {
            let path = folder.join("transfer.toml");
            fs::write(&path, format!("{DATA}{companies}{first}{world}{second}")).unwrap();
            let run = transfer(&["who", path.to_str().unwrap(), "--residence", "DE"]);
            assert_eq!((run.status, run.message.as_str()), (0, ""));
            answers.push(run.answer);
        }
        assert_eq!(answers[0], answers[1]);
        let told = format!("gap: DE: rows of `[[responsible]]` do not agree on {}", gap.unwrap_or(""));
        assert_eq!(answers[0].contains(&told), gap.is_some(), "{}", answers[0]);
        let rows = answers[0].lines().filter(|line| line.starts_with(" DE")).count();
        assert_eq!(rows, if gap.is_some() { 2 } else { 1 }, "{}", answers[0]);
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn answers_in_each_format_say_the_gaps_and_are_escaped() {
    let folder = folder("who-formats");
    let path = folder.join("transfer.toml");
    let party = party("a", "group", "IE", "").replacen("name = \"a Ltd\"", "name = \"=A|B\"", 1);
    let row = "[[responsible]]\nsubjects_in = [\"EU\"]\nparty = \"a\"\ngoverning_law = \"IE\"\n";
    fs::write(&path, format!("{DATA}{party}{row}")).unwrap();
    let run = |format: &str| {
        let run = transfer(&["who", path.to_str().unwrap(), "--residence", "DE", "--format", format]);
        assert_eq!(run.status, 0, "{}", run.message);
        (run.answer, run.message)
    };
    let gap = "gap: DE: no courts are named\n";
    let (text, beside) = run("human");
    assert!(
        text.contains(" DE        | =A|B        | IE            | -      | -") && text.contains(gap),
        "{text}"
    );
    assert_eq!(beside, "");
    let (text, beside) = run("csv");
    assert_eq!(text, "residence,who_answers,governing_law,courts,representative\r\nDE,'=A|B,IE,,\r\n");
    assert!(beside.contains(gap), "{beside}");
    let (text, beside) = run("markdown");
    assert!(text.contains("| DE | =A\\|B | IE | - | - |\n\n- gap: DE:"), "{text}");
    assert_eq!(beside, "");
    let (text, _) = run("json");
    assert!(text.contains("\"name\": \"=A|B\""), "{text}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn duties_and_reviews_are_good_through_their_day() {
    let book = jurisdictions::embedded().unwrap();
    let duty = |kind: &str, due: &str, done: &str| {
        format!("[[duty]]\nid = \"x\"\nkind = \"{kind}\"\ndue = {due}\n{done}\n")
    };
    for (kind, due, done, day, expected) in [
        // Seven days from a request of 2026-10-05, a year from a certificate of 2025-10-12.
        ("evidence-request", "2026-10-12", "", "2026-10-12", 0),
        ("evidence-request", "2026-10-12", "", "2026-10-13", 1),
        ("yearly-certification", "2026-10-12", "", "2026-10-12", 0),
        ("yearly-certification", "2026-10-12", "", "2026-10-13", 1),
        // A due day that is a Saturday is no other day.
        ("evidence-request", "2026-10-10", "", "2026-10-11", 1),
        ("evidence-request", "2026-10-12", "done = 2026-10-09", "2026-10-13", 0),
        ("evidence-request", "2026-10-12", "done = 2026-10-14", "2026-10-13", 1),
        ("evidence-request", "2026-10-12", "done = 2026-10-14", "2026-10-14", 0),
    ] {
        let found = told(&duty(kind, due, done), day, &book);
        assert_eq!(found.len(), expected, "{kind} {due} {done} on {day}: {found:?}");
    }
}
