//! The difference for pull requests and wikis. Text from the register cannot make markup.

use transfer_model::assume::{Change, Worlds};

use super::{assumed, beside, by, counts, ends, head, notes, of, reasons, stays, title, under};
use crate::input::Loaded;
use crate::render::markdown::escape;

/// For wikis.
pub(crate) fn markdown(loaded: &Loaded, worlds: &Worlds) -> String {
    let mut text = format!("# {}\n\n", escape(&title(loaded)));
    for line in assumed(loaded, worlds) {
        text.push_str(&format!("- Assumed: {}.\n", escape(&line)));
    }
    for note in notes(worlds) {
        text.push_str(&format!("- Note: {}.\n", escape(note)));
    }
    text.push_str(&format!(
        "\n| world | flows |\n| --- | --- |\n| as things are | {} |\n| as assumed | {} |\n",
        counts(worlds, true),
        counts(worlds, false)
    ));
    for change in Change::ALL.into_iter().filter(|change| *change != Change::Stays) {
        let count = of(worlds, change).count();
        if count == 0 {
            continue;
        }
        text.push_str(&format!("\n## {}\n\n", head(change, count)));
        for (at, told) in of(worlds, change) {
            let id = escape(&loaded.register.flow(told.change.flow).id);
            text.push_str(&format!("- **{id}**, {}\n", escape(&ends(loaded, told))));
            if worlds.assumed.len() > 1 {
                text.push_str(&format!("  - by: {}\n", escape(&by(loaded, worlds, told).join("; "))));
            }
            for regime in told.change.regimes.iter().filter(|regime| regime.before != regime.after) {
                text.push_str(&format!("  - {}\n", escape(&under(loaded, worlds, at, told, regime))));
                for line in reasons(loaded, worlds, told, Some(regime)) {
                    text.push_str(&format!("    - {}\n", escape(&line)));
                }
            }
            if let Some(line) = beside(told) {
                text.push_str(&format!("  - {}\n", escape(&line)));
            }
            for line in reasons(loaded, worlds, told, None) {
                text.push_str(&format!("  - {}\n", escape(&line)));
            }
        }
    }
    let stays = stays(loaded, worlds);
    if !stays.is_empty() {
        text.push_str(&format!("\n## {}\n\n", head(Change::Stays, of(worlds, Change::Stays).count())));
        for (what, flows) in stays {
            text.push_str(&format!("- {}: {}\n", escape(&what), escape(&flows.join(", "))));
        }
    }
    text
}
