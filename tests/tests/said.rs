//! What another's file says is taken, or it is asked: nothing it says is dropped and then denied, and no question says what
//! is not so.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail, and this one writes files"
)]

use std::fs;
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook};
use transfer_tests::transfer;

/// The register made of a file, its questions at its end; it must be one that `check` reads.
fn imported(name: &str, bytes: impl AsRef<[u8]>, more: &[&str]) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("said-{name}"));
    fs::write(&path, bytes).unwrap();
    let mut arguments = vec!["import", path.to_str().unwrap()];
    arguments.extend(more);
    let run = transfer(&arguments);
    assert_eq!(run.status, 0, "{}", run.message);
    assert_eq!(run.answer, transfer(&arguments).answer);
    let made = folder.join(format!("said-{name}.toml"));
    fs::write(&made, &run.answer).unwrap();
    let check = transfer(&["check", made.to_str().unwrap(), "--as-of", "2026-11-30"]);
    assert_ne!(check.status, 2, "{}", check.message);
    fs::remove_file(made).unwrap();
    fs::remove_file(path).unwrap();
    run.answer.replace("said-", "")
}

/// The table whose id this is, without its comments.
fn table(made: &str, id: &str) -> String {
    let found = made.split("\n\n").find(|table| table.contains(&format!("\nid = \"{id}\"\n")));
    let found = found.unwrap_or_else(|| panic!("no {id} in:\n{made}"));
    let line = |line: &str| line.split("  # ").next().unwrap().to_owned();
    found.lines().filter(|line| !line.starts_with('#')).map(line).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn assert_has(made: &str, parts: &[&str]) {
    for part in parts {
        assert!(made.contains(part), "{part} is not in:\n{made}");
    }
}

#[track_caller]
fn assert_lacks(made: &str, parts: &[&str]) {
    for part in parts {
        assert!(!made.contains(part), "{part} is in:\n{made}");
    }
}

const CNIL: &str = "Nom de l’activité;Catégories de personnes concernées;Catégories de données collectées;Des données sensibles sont-elles traitées ?;Destinataires internes;Organismes externes;Sous-traitants;Transferts des données hors UE\n";

#[test]
fn a_row_marked_sensitive_is_marked_or_asked_for() {
    let rows = "Santé;patients;dossier médical;Oui;;;HostUS;Oui - États-Unis (clauses contractuelles types)\n\
        Suivi;patients;données de santé, nom;Oui;;;HostUS;Inde\n\
        Culte;membres;fichier;Oui : convictions religieuses;;;HostUS;Inde\n\
        Deux;membres;carte, badge;Oui (santé);;;HostUS;Inde\n\
        Paie;salariés;identité;Non;;;HostUS;Inde\n";
    let made = imported("sensitive.csv", format!("{CNIL}{rows}"), &[]);
    assert_has(
        &made,
        &[
            "sensitive.csv, row 2: the row is marked as sensitive (\"Des données sensibles sont-elles traitées ?: Oui\"): which special category (`special = [...]`) or criminal data (`criminal = true`) is \"dossier médical\"?",
            "sensitive.csv, row 5: the row is marked as sensitive (\"Des données sensibles sont-elles traitées ?: Oui (santé)\"): which of \"carte\", \"badge\"",
            "Which of the data categories are staff data (`hr = true`)? The source does not mark them.",
        ],
    );
    assert_has(&table(&made, "données-de-santé"), &["special = [\"health\"]"]);
    assert_has(&table(&made, "fichier"), &["special = [\"religion\"]"]);
    for plain in ["dossier-médical", "nom", "carte", "badge", "identité"] {
        assert_lacks(&table(&made, plain), &["special"]);
    }
    assert_lacks(
        &made,
        &["row 3: the row is marked", "row 4: the row", "row 6: the row", "what of \"clauses"],
    );
}

fn ico(rows: &[(u32, [&str; 6])]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let head = [
        "Business function",
        "Purpose of processing",
        "Categories of personal data",
        "Categories of recipients",
        "Link to contract with processor",
        "Names of third countries or international organisations that personal data are transferred to (if applicable)",
        "Article 9 condition for processing special category data",
    ];
    for (column, name) in (0u16..).zip(head) {
        sheet.write_string(8, column, name).unwrap();
    }
    sheet.merge_range(9, 0, 11, 0, "HR", &Format::new()).unwrap();
    for (row, cells) in rows {
        for (column, cell) in (1u16..).zip(cells) {
            if !cell.is_empty() {
                sheet.write_string(*row, column, *cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_condition_of_article_9_marks_a_row_and_an_empty_row_of_a_merged_cell_is_none() {
    let made = imported(
        "ico.xlsx",
        ico(&[
            (9, ["Payroll", "Names", "ADP", "contract 7", "India", ""]),
            (11, ["Sickness", "Absences", "Bupa", "", "US", "(h) health or social care"]),
            (12, ["Audit", "Ledger", "Auditors", "", "Not applicable", "N/A"]),
        ]),
        &[],
    );
    assert_has(
        &made,
        &[
            "row 12: the row is marked as sensitive (\"Article 9 condition for processing special category data: (h) health or social care\"): which special category (`special = [...]`) or criminal data (`criminal = true`) is \"Absences\"?",
            "are there special categories (`special = [...]`) in rows that are not marked? The source does not say.",
            "no flow was made of 1 of the rows",
        ],
    );
    // The condition tells why, not what.
    assert_lacks(&made, &["special = [\"", "row 10: the row", "row 13: the row"]);
    let made = imported("ico-two.xlsx", ico(&[(9, ["Payroll", "Names", "ADP", "c", "India", ""])]), &[]);
    assert_lacks(&made, &["no flow was made"]);
    assert_has(&made, &["or special categories (`special = [...]`)? The source does not mark them."]);
}

#[test]
fn each_recipient_of_a_row_has_its_own_role() {
    let rows = "Paie;salariés;identité;Non;RH;URSSAF;ADP;Oui : États-Unis, Inde\n\
        Double;clients;contact;Non;;;ADP, Zoho;Inde\n\
        Base;clients;contact;Non;;;Neon, LLC;Inde\n\
        Vide;clients;contact;Non;;Néant;Sans objet;Inde\n";
    let made = imported("roles.csv", format!("{CNIL}{rows}"), &[]);
    assert_has(&table(&made, "urssaf"), &["name = \"URSSAF\"", "kind = \"vendor\""]);
    assert_has(&table(&made, "adp"), &["name = \"ADP\"", "kind = \"processor\""]);
    assert_has(
        &table(&made, "paie-to-urssaf"),
        &["roles = \"controller-to-controller\"", "[\"US\", \"IN\"]"],
    );
    assert_has(&table(&made, "paie-to-adp"), &["roles = \"controller-to-processor\"", "[\"US\", \"IN\"]"]);
    assert_has(
        &made,
        &[
            "which of \"URSSAF; ADP\" receives the data in which of Oui : États-Unis, Inde? A flow was made to each, to all of them.",
            "row 2: is URSSAF a processor or a controller?",
            "assumption: in the column \"Organismes externes\", apart from that of processors",
            "row 3: \"ADP, Zoho\" was read as 2 recipients (ADP; Zoho): is each one of its own?",
            "id = \"double-to-zoho\"",
            "name = \"Neon, LLC\"",
            "row 5: who receives the data? The row names no recipient.",
        ],
    );
    assert_lacks(&made, &["\"URSSAF; ADP\"\n", "Sans objet"]);
}

const DPF: &str = "organisation,participant status,framework,covered data,original certification date,next certification due,other covered U.S. entities and subsidiaries,checked_on\n\
    \"Databricks, Inc.\",Active,EU-U.S. DPF,\"HR, Non-HR\",2023-09-01,2026-12-01,\"Neon, LLC; MosaicML, Inc.\",2026-11-01\n\
    \"Neon, LLC\",Active,EU-U.S. DPF,Non-HR,2023-09-01,2026-12-01,,11/2/2026\n";

#[test]
fn a_list_of_participants_says_when_it_was_looked_up_and_whom_else_it_covers() {
    let made = imported("dpf.csv", DPF, &[]);
    assert_has(&table(&made, "databricks-inc"), &["checked_on = 2026-11-01", "covered = [\"neon-llc\"]"]);
    assert_has(&table(&made, "neon-llc"), &["checked_on = 2026-11-02"]);
    assert_has(
        &made,
        &["row 2: the entry of Databricks, Inc. also covers MosaicML, Inc., which has no row of its own"],
    );
    assert_lacks(&made, &["On which day"]);
    let partly = DPF.replace("11/2/2026", "");
    assert_has(&imported("dpf-partly.csv", &partly, &[]), &["On which day was the list looked up?"]);
    let told = imported("dpf-told.csv", partly, &["--checked-on", "2026-11-20"]);
    assert_has(&table(&told, "databricks-inc"), &["checked_on = 2026-11-01"]);
    assert_has(&table(&told, "neon-llc"), &["checked_on = 2026-11-20"]);
}

#[test]
fn clauses_that_need_action_leave_a_question() {
    let list = "| Sub-processor | Purpose | DPA status | SCCs |\n|---|---|---|---|\n\
        | OpenAI | Inference | incorporated | incorporated |\n\
        | Foo | Inference | unknown | action required |\n\
        | Bar | Inference | executed | No |\n";
    let made = imported("clauses.md", list, &[]);
    assert_has(
        &made,
        &[
            "row 3: Foo: \"SCCs: action required\" does not say that clauses are in place, and none were recorded: are they signed, and which?",
        ],
    );
    assert_lacks(&made, &["OpenAI: \"SCCs", "Bar: \"SCCs"]);
    assert_lacks(&table(&made, "vendor-to-foo"), &["mechanism"]);
}

#[test]
fn roles_and_places_that_a_list_leaves_open_are_asked_in_plain_words() {
    let list = r#"[{"name":"OpenRouter","role":"processor","purpose":"routing","data":"prompts","location":"United States"},
        {"name":"DigitalOcean","role":"vendor","purpose":"hosting","data":"all","location":"unknown"}]"#;
    let made = imported("roles.json", list, &[]);
    assert_has(&table(&made, "digitalocean"), &["kind = \"vendor\""]);
    assert_has(&table(&made, "vendor-to-digitalocean"), &["roles = \"processor-to-controller\""]);
    assert_has(
        &made,
        &[
            "role: vendor; assumption: not called a processor",
            "DigitalOcean: \"role: vendor\" does not say whether it processes data for others",
            "DigitalOcean: \"unknown\" names no place known here: in which countries are the data processed?",
        ],
    );
    assert_lacks(&made, &["read as nothing"]);
}

#[test]
fn regions_of_clouds_are_places_as_their_owners_show_them() {
    let list = "| Subprocessor | Purpose | Location |\n|---|---|---|\n\
        | Azure | LLM | Switzerland North (CH customers), Sweden Central (EU customers) |\n\
        | Other | LLM | North Europe |\n";
    let made = imported("regions.md", list, &[]);
    assert_has(&table(&made, "vendor-to-azure"), &["locations = [\"CH\", \"SE\"]"]);
    assert_has(&made, &["was read as CH, SE; what of \"CH customers\", \"EU customers\"?"]);
    // In words, part of the world as likely as a region.
    assert_has(&table(&made, "vendor-to-other"), &["locations = [\"unknown\"]"]);
}

#[test]
fn what_is_open_in_our_own_page_is_no_mechanism_when_it_comes_back() {
    let page = "| Sub-processor | Purpose | Location | Transfer mechanism |\n| --- | --- | --- | --- |\n\
        | Desk | Support | India | EU standard contractual clauses (EU) 2021/914 (igdta) (under the GDPR, the UK GDPR); open: invalid (under the LGPD) |\n\
        | Calls | Support | India | open: unsupported |\n";
    let made = imported("page.md", page, &[]);
    assert_has(&table(&made, "vendor-to-desk"), &["mechanism = [\"scc\"]"]);
    assert_lacks(&table(&made, "vendor-to-calls"), &["mechanism"]);
    assert_has(&made, &["Calls: \"Transfer mechanism: open: unsupported\" is marked as not settled"]);
}

#[test]
fn only_what_binds_a_vendor_to_us_gives_a_day_to_object_by() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = |name: &str| folder.join(format!("said-{name}")).to_str().unwrap().to_owned();
    let (old, new, register) = (path("old.csv"), path("new.csv"), path("vendors.toml"));
    fs::write(&old, "Sub-processor,Location\nAWS,Ireland\n").unwrap();
    fs::write(&new, "Sub-processor,Location\nAWS,US\n").unwrap();
    let text = |kind: &str, more: &str| {
        format!(
            "[register]\nname = \"V\"\nas_of = 2026-11-30\n\
             [[party]]\nid = \"us\"\nname = \"Us\"\nkind = \"{kind}\"\ncountry = \"NL\"\n\
             [[party]]\nid = \"host\"\nname = \"Host\"\nkind = \"processor\"\ncountry = \"IE\"\n\
             [[party]]\nid = \"parent\"\nname = \"Parent\"\nkind = \"subprocessor\"\ncountry = \"US\"\n\
             [[data]]\nid = \"d\"\nname = \"D\"\n\
             [[instrument]]\nid = \"scc-parent\"\nkind = \"eu-scc-2021-914\"\nmodules = [3]\nparties = [\"host\", \"parent\"]\nsigned = 2022-12-01\nsubprocessors = {{ authorisation = \"general\", notice_days = 30 }}\n\
             [[flow]]\nid = \"hosting\"\nfrom = \"us\"\nto = \"host\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\n{more}"
        )
    };
    let dpa = |parties: &str, days: &str| {
        format!("[[instrument]]\nid = \"dpa-host\"\nkind = \"dpa\"\n{parties}\nsigned = 2022-12-01\n{days}")
    };
    let (both, days) = (
        "parties = [\"us\", \"host\"]",
        "subprocessors = { authorisation = \"general\", notice_days = 10 }\n",
    );
    for (kind, more, said) in [
        (
            "group",
            String::new(),
            "until when to object: not known; no instrument of the register binds `host` to us; give --notice-days\n",
        ),
        (
            "group",
            dpa(both, ""),
            "until when to object: not known; `dpa-host` binds `host` to us and records no `subprocessors.notice_days`; give --notice-days\n",
        ),
        ("group", dpa(both, days), "object by 2026-11-30 (dpa-host: 10 days from 2026-11-20)\n"),
        (
            "group",
            dpa("exporters = [\"us\"]\nimporters = [\"host\"]", days),
            "object by 2026-11-30 (dpa-host: 10 days from 2026-11-20)\n",
        ),
        (
            "group",
            dpa("exporters = [\"host\"]\nimporters = [\"us\"]", days),
            "until when to object: not known; no instrument of the register binds `host` to us; give --notice-days\n",
        ),
        // A register without a group: we are who sends the vendor data.
        ("processor", dpa(both, days), "object by 2026-11-30 (dpa-host: 10 days from 2026-11-20)\n"),
    ] {
        fs::write(&register, text(kind, &more)).unwrap();
        let run = transfer(&[
            "diff-list",
            &old,
            &new,
            "--register",
            &register,
            "--of",
            "host",
            "--received",
            "2026-11-20",
        ]);
        assert_eq!(run.status, 1, "{}", run.message);
        assert!(run.answer.ends_with(said), "{kind} {more}: {}", run.answer);
        assert!(!run.answer.contains("scc-parent"), "{}", run.answer);
    }
    for path in [old, new, register] {
        fs::remove_file(path).unwrap();
    }
}
