//! The commands, one file each.

pub mod check;
pub mod explain;
pub mod init;
pub mod law;
pub mod scan;
pub mod who;
