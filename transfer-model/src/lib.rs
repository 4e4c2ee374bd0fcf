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
//!
//! This crate knows no jurisdiction (the pack does), reads no file and prints nothing.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that cannot go on should fail"))]

pub mod assess;
pub mod compare;
pub mod day;
pub mod diag;
pub mod finding;
pub mod graph;
pub mod index;
pub mod law;
pub mod query;
pub mod read;
pub mod register;
pub mod source;
pub mod suggest;

pub use register::hex;
