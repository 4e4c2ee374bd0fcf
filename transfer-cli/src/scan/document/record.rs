//! Tables of two columns, each a record of one recipient: a line says where it is, another what is relied on.

use super::place::cells;
use crate::scan::fold::Folded;
use crate::scan::lexicon::{Holds, Lexicon};
use crate::scan::view::Block;

/// Most lines of a record that are looked at.
const LINES: usize = 16;

/// Cells of a line: what it is about, and that.
const CELLS: usize = 2;

/// The countries that the lines of the record before one name, the nearest first.
pub(super) fn record(lexicon: &Lexicon, text: &str, blocks: &[Block], position: usize) -> Vec<String> {
    let Some(mut below) = blocks.get(position).filter(|block| line(text, block)) else { return Vec::new() };
    let before = blocks.get(..position).unwrap_or_default();
    for block in before.iter().rev().take(LINES) {
        // Another record may stand right above this.
        let apart = text
            .get(block.extent().end..below.extent().start)
            .is_none_or(|gap| gap.matches('\n').count() > 1 || gap.contains("--"));
        if apart || !line(text, block) {
            break;
        }
        let found = cells(lexicon, &Folded::new(text, block), &Holds::ANY);
        if !found.is_empty() {
            return found.into_iter().collect();
        }
        below = block;
    }
    Vec::new()
}

/// Whether a block is a line of such a table.
fn line(text: &str, block: &Block) -> bool {
    let raw = text.get(block.extent()).unwrap_or("").trim().trim_matches('|');
    block.row && raw.split('|').count() == CELLS
}
