//! The commands, one file each.

pub mod check;
pub mod completions;
pub mod explain;
pub mod fmt;
pub mod init;
pub mod law;
pub mod man;
pub mod schema;
pub mod who;
