//! What others read: records for an authority and pages of sub-processors say what each transfer rests on that day, or
//! that it is open; a claim that does not hold is named as a safeguard nowhere.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail, and this one writes files"
)]

use transfer_cli::import::grid::Row;
use transfer_cli::import::grid::csv::read;
use transfer_tests::folder::Folder;
use transfer_tests::{Run, transfer};

const GROUP: &str = r#"
[register]
name = "Published | group"
as_of = 2026-11-30

[policy]
forbid = ["art-49-consent"]

[[party]]
id = "nl"
name = "Acme B.V."
kind = "group"
country = "NL"

[[party]]
id = "uk"
name = "Acme Ltd"
kind = "group"
country = "GB"

[[party]]
id = "ch"
name = "Acme AG"
kind = "group"
country = "CH"
targets = ["GB"]

[[party]]
id = "crm"
name = "CloudCRM, Inc."
kind = "processor"
country = "US"
sector = "commercial"
exposure = []
certifications = [
  { scheme = "privacy-shield", parts = ["eu-us"], since = 2016-11-01, covers = ["non-hr"] },
  { scheme = "dpf", parts = ["eu-us", "uk-extension"], since = 2023-10-12, covers = ["non-hr"], status = "active" },
]

[[party]]
id = "in"
name = "Desk Pvt Ltd"
kind = "processor"
country = "IN"

[[party]]
id = "rs"
name = "Call d.o.o."
kind = "processor"
country = "RS"

[[party]]
id = "ae"
name = "=Reseller"
kind = "vendor"
country = "AE-DIFC"

[[data]]
id = "contact"
name = "Contact, names"

[[data]]
id = "staff"
name = "Staff file"
hr = true

[[instrument]]
id = "old-set"
kind = "eu-scc-2010-87"
parties = ["nl", "crm"]
signed = 2016-03-01

[[instrument]]
id = "unsigned-set"
kind = "eu-scc-2021-914"
modules = [2]
parties = ["nl", "in"]
state = "unsigned"

[[instrument]]
id = "wrong-set"
kind = "eu-scc-2021-914"
modules = [1]
parties = ["nl", "rs"]
signed = 2025-02-01
governing_law = "NL"

[[flow]]
id = "crm"
from = "nl"
to = "crm"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["dpf", "privacy-shield", "old-set"]

[[flow]]
id = "crm-staff"
from = "nl"
to = "crm"
roles = "controller-to-processor"
data = ["contact", "staff"]
mechanism = ["dpf"]

[[flow]]
id = "crm-ch"
from = "ch"
to = "crm"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["dpf"]

[[flow]]
id = "desk"
from = "nl"
to = "in"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["unsigned-set"]

[[flow]]
id = "calls"
from = "nl"
to = "rs"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["wrong-set"]

[[flow]]
id = "resale"
from = "uk"
to = "ae"
roles = "controller-to-controller"
data = ["contact"]
mechanism = ["art-49-consent"]
derogation = { explicit = true, informed_of_risks = true, occasional = true }

[[flow]]
id = "uk-nl"
from = "uk"
to = "nl"
roles = "controller-to-controller"
data = ["contact"]

[[flow]]
id = "desk-crm"
from = "in"
to = "crm"
roles = "processor-to-processor"
data = ["contact"]
"#;

fn export(format: &str, more: &[&str]) -> Run {
    let folder = Folder::new("published");
    let path = folder.file("transfer.toml", GROUP);
    let mut arguments = vec!["export", path.as_str(), "--format", format];
    arguments.extend(more);
    let run = transfer(&arguments);
    let again = transfer(&arguments);
    assert_eq!((&run.answer, &run.message), (&again.answer, &again.message));
    run
}

const FORMS: [&str; 4] = ["article30-ico", "article30-cnil", "subprocessors-md", "subprocessors-json"];

#[test]
fn what_does_not_hold_is_named_nowhere() {
    for format in FORMS {
        let run = export(format, &[]);
        assert_eq!(run.status, 0, "{}", run.message);
        for dead in [
            "Privacy Shield",
            "2010/87",
            "old-set",
            "unsigned-set",
            "wrong-set",
            "2021/914",
            "Derogation",
            "rogation :",
            "not recorded",
        ] {
            assert!(!run.answer.contains(dead), "{format} names {dead}:\n{}", run.answer);
        }
    }
}

#[test]
fn records_and_pages_line_by_line() {
    for format in FORMS {
        let run = export(format, &[]);
        insta::assert_snapshot!(
            format!("published_{}", format.replace('-', "_")),
            format!("{}\n{}", run.answer, run.message)
        );
    }
}

#[test]
fn a_claim_that_fails_is_no_legal_basis_in_linked_data() {
    let graph = export("dpv-ttl", &[]).answer;
    let of = |flow: &str| {
        let subject = format!("<urn:transfer:flow:{flow}> ");
        let nodes = graph.split(" .\n").filter(|node| node.starts_with(&subject));
        nodes.collect::<Vec<_>>().join("\n")
    };
    assert!(of("crm").contains("dpv:hasLegalBasis eu-gdpr:A45-3"), "{}", of("crm"));
    for flow in ["crm", "desk", "calls", "resale"] {
        for dead in ["A46", "A49"] {
            assert!(!of(flow).contains(dead), "{}", of(flow));
        }
    }
    // What was claimed stays told as such, so that nothing is lost on the way back.
    assert!(of("desk").contains("eu-scc-2021-914"), "{}", of("desk"));
}

/// The rows of a table, each its cells that say something.
fn rows(run: &Run) -> Vec<String> {
    let sheet = read("record.csv", run.answer.as_bytes()).unwrap();
    let row = |row: &Row| row.cells.iter().map(|(_, cell)| cell.as_str()).collect::<Vec<_>>().join("|");
    sheet.rows.iter().skip(1).map(row).collect()
}

#[test]
fn a_record_holds_whom_its_law_binds_and_says_whom_not() {
    let run = export("article30-ico", &[]);
    let told = rows(&run);
    assert_eq!(
        told,
        [
            "crm-ch|Contact, names|CloudCRM, Inc.|United States|Data Privacy Framework|United States|Acme AG|Switzerland|controller",
            "resale|Contact, names|'=Reseller|Dubai International Financial Centre|open: prohibited|Dubai International Financial Centre|Acme Ltd|United Kingdom|controller",
            "uk-nl|Contact, names|Acme B.V.|Netherlands|Adequacy decision|Netherlands|Acme Ltd|United Kingdom|controller",
        ]
    );
    assert_eq!(
        run.message,
        "note: 1 flow does not leave a company of the group (`kind = \"group\"`) and is not in the record\n\
         note: the UK GDPR does not bind the exporter of 4 flows, left out of the record: nl\n  \
         = help: --of PARTY gives the record of one party all the same\n\
         note: in the record, though not established where the UK GDPR applies: ch\n"
    );
    let cnil = rows(&export("article30-cnil", &[]));
    assert!(cnil.iter().all(|row| row.ends_with("Acme B.V.|Pays-Bas|responsable du traitement")), "{cnil:?}");
    assert!(cnil[0].contains("Oui : Serbie|ouvert : non valable|"), "{cnil:?}");
    assert!(cnil[1].contains("Oui : États-Unis|Cadre de protection des données (Data Privacy Framework)|"));
}

#[test]
fn one_party_has_its_own_record_and_page() {
    let of = export("article30-ico", &["--of", "nl"]);
    assert!(rows(&of).iter().all(|row| row.contains("|Acme B.V.|Netherlands|")), "{}", of.answer);
    assert_eq!(of.message, "note: in the record, though not established where the UK GDPR applies: nl\n");
    let processor = rows(&export("article30-cnil", &["--of", "in"]));
    assert_eq!(processor.len(), 1);
    assert!(processor[0].ends_with("Desk Pvt Ltd|Inde|sous-traitant"), "{processor:?}");
    let page = export("subprocessors-md", &["--of", "ch"]);
    assert!(page.answer.starts_with("# Sub-processors of Acme AG\n"), "{}", page.answer);
    assert_eq!(page.answer.lines().filter(|line| line.starts_with("| ")).count(), 3);
    let wrong = export("article30-ico", &["--of", "nll"]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.message.contains("did you mean `nl`"), "{}", wrong.message);
    let picture = export("dot", &["--of", "nl"]);
    assert_eq!((picture.status, picture.answer.as_str()), (2, ""));
}
