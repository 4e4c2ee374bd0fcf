//! `transfer what-if`: assesses the register as it is and as assumed, on one day, and prints the difference. A
//! question: it ends with status 0 whatever breaks.

mod words;

use transfer_model::assume::{Assumption, Worlds};

use super::lookup::Lookup;
use crate::args::{WhatIf, WhatIfFormat};
use crate::env::{Env, Out};
use crate::input;
use crate::outcome::Outcome;
use crate::render::what_if;

/// Runs it.
pub fn run(args: &WhatIf, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(mut loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    let mut lookup = Lookup::new(&loaded);
    let assumptions = words::read(args, &mut lookup);
    if !lookup.sound(out) {
        return Outcome::Broken;
    }
    let day = assumptions.iter().map(Assumption::day).fold(loaded.day, Ord::max);
    if day != loaded.day {
        (loaded.day, loaded.by_clock) = (day, false);
    }
    let worlds = Worlds::new(&loaded.register, &loaded.book, loaded.day, assumptions);
    let text = match args.format {
        WhatIfFormat::Human => what_if::human(&loaded, &worlds),
        WhatIfFormat::Json => what_if::json(&loaded, &worlds),
        WhatIfFormat::Markdown => what_if::markdown(&loaded, &worlds),
    };
    out.answer(&text);
    Outcome::Clean
}
