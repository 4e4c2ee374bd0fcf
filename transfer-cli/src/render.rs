//! Output: one file a format. Nothing here decides anything; texts from registers are made safe for where
//! they go.

pub mod csv;
pub mod derivation;
pub mod exchange;
pub mod flows;
mod head;
pub mod human;
pub mod json;
pub mod markdown;
pub mod paths;
pub mod picture;
pub mod problems;
pub mod reach;
pub mod table;
pub mod text;
