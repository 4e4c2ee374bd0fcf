//! What a recipient is to the exporter: by the column of roles, the column it stands in, or the contract with a processor.

use super::row::{Line, Recipient};
use crate::import::columns::{Column, Head};
use crate::import::draft::fold;
use crate::import::grid::Row;
use crate::import::{claims, parts};

/// What a recipient is to the exporter.
pub(super) struct Standing {
    /// Whether it processes the data for the exporter.
    pub(super) processor: bool,
    /// By which column; why it is assumed.
    pub(super) note: String,
    /// Whether nothing says it.
    pub(super) assumed: bool,
}

/// What a recipient is, by the column of roles, the column it stands in, or the contract with a processor.
pub(super) fn standing(line: &Line<'_>, named: Option<&Recipient>) -> Standing {
    let told = |processor, note: &str| Standing { processor, note: note.to_owned(), assumed: false };
    let column = named.map_or("", |named| named.column.as_str());
    if let Some((role, name)) = line.head.cell(line.row, Column::Role) {
        let role = fold(role);
        if role.contains("processor") {
            return told(true, name);
        }
        if role.contains("controller") {
            return told(false, name);
        }
    }
    if is_of_processors(column) {
        let contract = contract(line.head, line.row).map(|(text, name)| parts::said(name, text));
        return told(true, contract.as_deref().unwrap_or("the column of processors"));
    }
    let apart = named.is_some() && line.head.names(Column::Name).any(is_of_processors);
    if let (Some((text, name)), false) = (contract(line.head, line.row), apart) {
        return told(true, &parts::said(name, text));
    }
    let note = if apart {
        format!("assumption: in the column \"{column}\", apart from that of processors")
    } else {
        "assumption: not stated, and no contract with a processor is named".to_owned()
    };
    Standing { processor: false, note, assumed: true }
}

/// The contract with a processor that a row names; `N/A` and `None` name none.
pub(super) fn contract<'a>(head: &'a Head, row: &'a Row) -> Option<(&'a str, &'a str)> {
    head.cell(row, Column::Contract).filter(|(text, _)| !claims::is_nothing(text))
}

/// Whether a column is headed as one of processors.
pub(super) fn is_of_processors(column: &str) -> bool {
    let folded = fold(column);
    folded.contains("processor") || folded.contains("soustraitant")
}
