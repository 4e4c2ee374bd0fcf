//! A scan for spreadsheets: one row for each claim.

use super::Document;
use crate::render::csv::cell;

const HEAD: &str = "file,published,mechanism,part,polarity,destination,line,column,section,status_on_published,\
                    status_as_of,level,code,citation,quote\r\n";

/// The table, with a head.
pub fn documents(documents: &[Document]) -> String {
    let mut text = HEAD.to_owned();
    for document in documents {
        for item in &document.items {
            let claim = &item.claim;
            let held = &item.verdict.as_of;
            let cells = [
                document.file.clone(),
                document.published.map(|day| day.to_string()).unwrap_or_default(),
                claim.mechanism.clone(),
                claim.part.clone().unwrap_or_default(),
                claim.polarity.name().to_owned(),
                claim.destination.join(" "),
                claim.line.to_string(),
                claim.column.to_string(),
                claim.section.clone().unwrap_or_default(),
                item.verdict.published.as_ref().map_or("", |held| held.status.name()).to_owned(),
                held.status.name().to_owned(),
                item.verdict.severity.map_or("", transfer_model::finding::Severity::name).to_owned(),
                item.verdict.code.map_or("", transfer_model::finding::Code::name).to_owned(),
                held.citation.clone().unwrap_or_default(),
                super::line(&item.quote, 500),
            ];
            let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
    }
    text
}
