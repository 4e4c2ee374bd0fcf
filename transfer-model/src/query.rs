//! Questions about how data travel: every path from one party to another, and everywhere they end up. One flow
//! follows another by the test that carries duties onward in the assessment, so that both tell one story.

mod gap;
mod paths;
mod reach;
mod travel;

pub use gap::closing;
pub use paths::{Hop, Path, Paths, Search, paths};
pub use reach::{Found, Start, Ways};
pub use travel::{Leg, Travel};
