//! Registers of personal-data transfers, the graph they make, and the assessment of every flow by the law of a
//! day.
//!
//! ```text
//! texts ──read──► Register ──► TransferGraph ──┐
//!                                              ├─ bind ─ restrict ─ claims ─ destination ─ bans ─► Assessment
//! LawPack ──index──► LawBook ──at a day──► DayView                                                  │
//!                                                                            derivations, findings ◄┘
//! ```
//!
//! 1. [`register::read()`] turns texts into a [`register::Register`], or into every problem found in them.
//! 2. [`graph::TransferGraph`] has parties as nodes, flows and ownership as edges.
//! 3. [`law::LawBook`] holds the rows of a law pack; [`law::DayView`] is the law as it stood on one day.
//! 4. [`assess::assess`] says for each flow and regime what the verdict is, and why.
//! 5. [`query`] says how data travel along the flows: every path, and everywhere they end up.
//! 6. [`plan`] says which steps mend what does not stand.
//! 7. [`assume`] changes register and law in memory, and holds two assessments against each other.
//! 8. [`compare`] puts what differs between two assessments down to register, law or calendar.
//! 9. [`overview`] says of the law alone what each regime knows, and what changed between two days; [`assess::touched()`]
//!    what of it touches a register.
//!
//! # Beyond one machine
//!
//! One flow needs another's answer only where data travel from the one to the other. So the work splits in two:
//!
//! - By its own laws ([`assess::Engine::assess_flow`]) each flow is assessed alone, in any order, anywhere. It reads the
//!   law pack, its own row, and the rows that it names: parties with their owners and entries, data, instruments,
//!   assessments; where a law counts people, the other flows of its exporter.
//! - What is carried onward stays inside the weakly connected part of the graph in which it arises: the parties that
//!   flows join (with those who have access for another, and those who own one), whatever the direction. Parts assessed
//!   apart give together what the whole gives (`tests/tests/properties/parts.rs` holds it on random registers).
//!
//! An existing engine can therefore run the parts, and none is built here. With Spark or with `DataFusion` and Ballista:
//! number the parts once over the pairs (exporter, importer), (exporter, who has access) and (owner, owned), by
//! `connectedComponents` of `GraphFrames` or by a join that takes the smallest number of any neighbour, repeated until
//! nothing changes; partition the flows by that number, several small parts to a partition; hand every partition the
//! small tables whole (a broadcast: law pack, parties, data, instruments; an assessment keeps those of its flows that
//! are in the part); and call [`assess::assess`] on each as a function from a partition's rows to rows of flow, regime
//! and verdict. Flows are concatenated in the order of ids. What is about the register and no flow (papers, duties,
//! reviews, parties that nothing names) is told once, from the whole.
//!
//! A part is not cut: a group with one hub is one part, and is bounded by one machine's memory. What gains are many
//! registers side by side, and suppliers whose customers have nothing to do with each other.
//!
//! This crate knows no jurisdiction (the pack does), reads no file and prints nothing.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that cannot go on should fail"))]

pub mod assess;
pub mod assume;
pub mod compare;
pub mod day;
pub mod diag;
pub mod finding;
pub mod graph;
pub mod index;
pub mod law;
pub mod overview;
pub mod plan;
pub mod query;
pub mod read;
pub mod register;
pub mod source;
pub mod spread;
pub mod suggest;

pub use register::hex;
