//! The commands, one file each.

pub mod check;
pub mod explain;
pub mod export;
pub mod flows;
pub mod init;
pub mod law;
mod lookup;
pub mod paths;
pub mod reach;
pub mod who;
