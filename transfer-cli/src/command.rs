//! The commands, one file each.

pub mod check;
pub mod diff_list;
pub mod explain;
pub mod export;
pub mod flows;
pub mod import;
pub mod init;
pub mod law;
mod lookup;
pub mod paths;
pub mod reach;
pub mod who;
