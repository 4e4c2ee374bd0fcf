//! Output: one file a format. Nothing here decides anything; texts from registers are made safe for where
//! they go.

pub mod csv;
pub mod derivation;
pub mod human;
pub mod json;
pub mod markdown;
pub mod notice;
pub mod picture;
pub mod problems;
pub mod text;
