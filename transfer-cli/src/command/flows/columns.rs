//! Which columns the table of flows has, and by which it is sorted.

use crate::args::{Flows, TableFormat};
use crate::command::lookup::Lookup;
use crate::render::flows::Column;

/// Other words for some of them.
const ALSO: [(&str, &str); 10] = [
    ("flow", "id"),
    ("regime", "regimes"),
    ("country", "places"),
    ("countries", "places"),
    ("mechanisms", "mechanism"),
    ("claim", "claims"),
    ("finding", "findings"),
    ("purpose", "purposes"),
    ("subject", "subjects"),
    ("tias", "tia"),
];

/// What each condition asks about, so that its answer is shown.
fn asked(args: &Flows) -> [(bool, &'static str); 17] {
    [
        (!args.country.is_empty(), "places"),
        (!args.not_country.is_empty(), "places"),
        (!args.outside.is_empty(), "places"),
        (!args.access.is_empty(), "seen-from"),
        (!args.special.is_empty(), "special"),
        (!args.subjects.is_empty(), "subjects"),
        (!args.purpose.is_empty(), "purposes"),
        (args.optional, "optional"),
        (!args.via.is_empty(), "via"),
        (args.inactive, "state"),
        (!args.regime.is_empty(), "regimes"),
        (!args.mechanism.is_empty(), "claims"),
        (!args.not_mechanism.is_empty(), "claims"),
        (!args.claim.is_empty(), "claims"),
        (!args.carried_by.is_empty(), "claims"),
        (args.with_contract || args.without_contract, "claims"),
        (!args.finding.is_empty(), "findings"),
    ]
}

const USUAL: [&str; 5] = ["id", "route", "data", "verdict", "mechanism"];

/// The columns asked for, else the usual ones.
pub(super) fn chosen(args: &Flows, lookup: &mut Lookup<'_>) -> Vec<Column> {
    if args.columns.is_empty() && args.format != TableFormat::Csv {
        let asked = asked(args);
        let wanted = |name: &str| USUAL.contains(&name) || asked.contains(&(true, name));
        return Column::all().filter(|column| wanted(column.name)).collect();
    }
    if args.columns.is_empty() {
        return Column::all().collect();
    }
    let mut columns = Vec::new();
    for word in &args.columns {
        if word == "all" {
            columns.extend(Column::all());
        } else {
            columns.extend(named("--columns", word, lookup));
        }
    }
    columns
}

/// Columns to sort by, each with whether its order is turned.
pub(super) fn order(args: &Flows, lookup: &mut Lookup<'_>) -> Vec<(Column, bool)> {
    let mut order = Vec::new();
    for word in &args.sort {
        let name = word.strip_prefix('-');
        order.extend(named("--sort", name.unwrap_or(word), lookup).map(|column| (column, name.is_some())));
    }
    order
}

fn named(option: &str, word: &str, lookup: &mut Lookup<'_>) -> Option<Column> {
    // The head of the CSV has underscores.
    let known: Vec<(&'static str, &'static str)> =
        Column::all().map(|column| (column.name, column.name)).chain(ALSO).collect();
    let name = lookup.one_of(option, &[word.trim().replace('_', "-")], "column", &known).first().copied()?;
    Column::all().find(|column| column.name == name)
}
