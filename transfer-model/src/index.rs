//! Numbers that stand for things: small typed indexes, so that the engine compares four bytes and not texts,
//! and a party's number can never be taken for a flow's. None of them is zero, so that one that may be missing takes no
//! more room.

use std::num::NonZeroU32;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub struct $name(NonZeroU32);

        impl $name {
            /// From a position in the list of such things.
            pub fn new(position: usize) -> Self {
                let next = u32::try_from(position).unwrap_or(u32::MAX).saturating_add(1);
                Self(NonZeroU32::new(next).unwrap_or(NonZeroU32::MAX))
            }

            /// The position in the list of such things.
            pub fn position(self) -> usize {
                usize::try_from(self.0.get().saturating_sub(1)).unwrap_or(usize::MAX)
            }
        }
    )*};
}

index! {
    /// A place or an area of the law pack.
    PlaceIx;
    /// A regime of the law pack.
    RegimeIx;
    /// A mechanism, or a thing claimed to be one, of the law pack.
    MechanismIx;
    /// A rule of the law pack.
    RuleIx;
    /// A certification scheme of the law pack.
    SchemeIx;
    /// A power of a destination's law, of the law pack.
    PowerIx;
    /// A word of one of the law pack's vocabularies.
    WordIx;
    /// A party of a register.
    PartyIx;
    /// A data category of a register.
    DataIx;
    /// An instrument of a register.
    InstrumentIx;
    /// A flow of a register.
    FlowIx;
    /// A claim of a flow.
    TagIx;
    /// A row of one of the lists of the law pack, or of a register.
    RowIx;
}
