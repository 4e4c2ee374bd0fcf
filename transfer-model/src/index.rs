//! Numbers that stand for things: small typed indexes, so that the engine compares four bytes and not texts,
//! and a party's number can never be taken for a flow's.

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub struct $name(u32);

        impl $name {
            /// From a position in the list of such things.
            pub fn new(position: usize) -> Self {
                Self(u32::try_from(position).unwrap_or(u32::MAX))
            }

            /// The position in the list of such things.
            pub fn position(self) -> usize {
                usize::try_from(self.0).unwrap_or(usize::MAX)
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
}
