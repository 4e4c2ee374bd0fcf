//! The commands, one file each.

pub mod check;
pub mod evidence;
pub mod explain;
pub mod export;
pub mod init;
pub mod law;
pub mod notice;
pub mod who;
