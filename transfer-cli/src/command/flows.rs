//! `transfer flows`: the flows that meet conditions, as a table or as JSON.

mod columns;
mod criteria;
mod means;

use transfer_model::assess::{Engine, assess};
use transfer_model::query::{Start, Travel};

use self::criteria::Criteria;
use super::lookup::Lookup;
use crate::args::{Flows, TableFormat};
use crate::env::{Env, Out};
use crate::input;
use crate::outcome::Outcome;
use crate::render::flows::{self, Column, Row};
use crate::render::table;

/// Runs it.
pub fn run(args: &Flows, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    let mut lookup = Lookup::new(&loaded);
    let columns = columns::chosen(args, &mut lookup);
    let order = columns::order(args, &mut lookup);
    let assessment = assess(&loaded.register, &loaded.book, loaded.day);
    let engine = Engine::new(&loaded.register, &loaded.book, loaded.day);
    let through = |start: &Start| criteria::came_through(&Travel::new(&engine, &assessment), start);
    let criteria = Criteria::new(args, &mut lookup, &through);
    if !lookup.sound(out) {
        return Outcome::Broken;
    }
    let all = flows::rows(&engine, &assessment);
    let mut rows: Vec<&Row<'_>> = all.iter().filter(|row| criteria.keeps(row, &engine)).collect();
    sort(&mut rows, &order, &engine);
    let head: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| columns.iter().map(|column| column.cell(row, &engine)).collect()).collect();
    let text = match args.format {
        TableFormat::Human => flows::human(&loaded, &assessment, &rows, &head, &cells, out.terminal),
        TableFormat::Csv => table::comma(&head, &cells),
        TableFormat::Markdown => flows::markdown(&loaded, &assessment, &rows, &head, &cells),
        TableFormat::Json => flows::json(&loaded, &engine, &assessment, &rows),
    };
    out.answer(&text);
    if rows.is_empty() && args.format == TableFormat::Csv {
        out.message(&flows::nothing(&loaded, &assessment));
    }
    Outcome::Clean
}

fn sort(rows: &mut [&Row<'_>], order: &[(Column, bool)], engine: &Engine<'_>) {
    // The sort keeps what is equal in place, so the last column is sorted by first.
    for (column, turned) in order.iter().rev() {
        if *turned {
            rows.sort_by_cached_key(|row| std::cmp::Reverse(column.key(row, engine)));
        } else {
            rows.sort_by_cached_key(|row| column.key(row, engine));
        }
    }
}
