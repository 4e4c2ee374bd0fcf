//! `transfer law show` on a day: the rows in force then, on both sides of the edge.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on should fail")]

use transfer_tests::transfer;

fn rows(day: &str) -> Vec<String> {
    let run = transfer(&["law", "show", "privacy-shield", "--as-of", day, "--format", "json"]);
    assert_eq!(run.status, 0, "{}", run.message);
    let rows: serde_json::Value = serde_json::from_str(&run.answer).unwrap();
    let of_the_union = |row: &&serde_json::Value| {
        row["kind"] == "rule" && row["regimes"].as_array().unwrap().contains(&"eu-gdpr".into())
    };
    rows.as_array()
        .unwrap()
        .iter()
        .filter(of_the_union)
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn only_rows_in_force_that_day() {
    assert_eq!(rows("2020-07-15").len(), 1);
    assert!(rows("2020-07-16").is_empty());
    let run = transfer(&["law", "show", "eu-dpf", "--as-of", "2023-07-09"]);
    assert_eq!(run.answer, "no row of `eu-dpf` is in force on 2023-07-09\n");
    assert!(transfer(&["law", "show", "eu-dpf", "--as-of", "2023-07-10"]).answer.contains("2023-07-10"));
}
