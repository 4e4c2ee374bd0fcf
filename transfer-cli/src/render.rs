//! Output: one file a format. Nothing here decides anything; texts from registers are made safe for where
//! they go.

pub mod human;
pub mod json;
pub mod problems;
pub mod text;
