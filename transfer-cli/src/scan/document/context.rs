//! Whether what stands before a block says that data leave the country: its heading, or a block or two. Looked at only
//! where a block asks, since most do not.

use crate::scan::automaton::Ends;
use crate::scan::fold::Folded;
use crate::scan::lexicon::Lexicon;
use crate::scan::sentence::{self, Look};
use crate::scan::view::Block;

/// How many blocks after one that speaks of transfers its context reaches.
const CONTEXT: usize = 2;

/// Whether a block says that data leave the country; where nobody asks, it is not found out.
#[derive(Debug, Default)]
pub(super) enum Said {
    #[default]
    No,
    Yes,
    Perhaps(Block),
}

/// What was said before a block.
#[derive(Debug, Default)]
pub(super) struct Context {
    /// The heading says it.
    pub(super) heading: bool,
    before: [Said; CONTEXT],
}

impl Context {
    /// A heading, which says it or not; where it does not, what was said before it is another matter.
    pub(super) fn head(&mut self, said: bool) {
        self.heading = said;
        if !said {
            self.before = <[Said; CONTEXT]>::default();
        }
    }

    /// Items of a list do not push out what introduced them.
    pub(super) fn step(&mut self, said: Said, item: bool) {
        if item && matches!(said, Said::No) {
            return;
        }
        self.before.rotate_right(1);
        if let Some(first) = self.before.first_mut() {
            *first = said;
        }
    }

    /// Whether the heading or a block before may say it.
    pub(super) fn possible(&self) -> bool {
        self.heading || self.before.iter().any(|said| !matches!(said, Said::No))
    }

    /// Whether a block before says it.
    pub(super) fn says(&mut self, lexicon: &Lexicon, text: &str, ends: &mut Ends) -> bool {
        for said in &mut self.before {
            if let Said::Perhaps(block) = said {
                let folded = Folded::new(text, block);
                let (_, holds) = lexicon.holds(&folded.text, std::iter::once(0..folded.text.len()), ends);
                let look = Look { lexicon, holds: &holds };
                *said = if sentence::abroad(look, &folded.text) { Said::Yes } else { Said::No };
            }
        }
        self.before.iter().any(|said| matches!(said, Said::Yes))
    }
}
