//! The words that tell how a mechanism is spoken of: relied on, given up, planned, only if something else fails. A kind of
//! cue is one line here, and a list of this name in each language.

use super::pattern::Many;

macro_rules! cues {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The words of polarity.
        #[derive(Debug)]
        pub struct Cues {
            $($(#[$doc])* pub $name: Many,)*
        }

        impl Cues {
            /// Their names in the lexicon.
            pub(super) const WORDS: &[&str] = &[$(stringify!($name)),*];

            /// Each with the patterns that are found by its name.
            pub(super) fn new(mut find: impl FnMut(&str) -> Result<Many, String>) -> Result<Self, String> {
                Ok(Self { $($name: find(stringify!($name))?,)* })
            }

            /// All of them.
            #[cfg(test)]
            pub(super) fn all(&self) -> impl Iterator<Item = &Many> {
                [$(&self.$name),*].into_iter()
            }
        }
    };
}

cues! {
    /// Not relied on.
    disclaimed,
    /// No longer good.
    historical,
    /// Only if something else fails.
    conditional,
    /// Later.
    planned,
    /// Relied on.
    asserted,
    /// What a condition speaks of, where it names no mechanism.
    referent,
    /// A decision that is not there, which only says when something else is used.
    trigger,
    /// In reserve.
    fallback,
    /// No longer good for anybody.
    void,
    /// What stands after is the old.
    replaces,
    /// What stands before is the old.
    replaced,
    /// A certification that stands.
    completed,
    /// What was named before is meant.
    pronoun,
    /// Where clauses end.
    boundary,
    /// What follows the title of a definition.
    definition,
    /// The head of a sentence that says what a quoted term means.
    defines,
    /// The head of a clause that concedes something of what is named after it.
    concession,
    /// What was named before is still followed.
    resumed,
    /// The author's own past.
    past,
    /// What goes on beside a past.
    goes_on,
    /// Between a ground and the article under which it stands.
    citing,
}
