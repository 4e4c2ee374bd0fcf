//! The commands, one file each.

pub mod check;
pub mod completions;
pub mod diff;
pub mod diff_list;
pub mod evidence;
pub mod explain;
pub mod export;
pub mod flows;
pub mod fmt;
pub mod import;
pub mod init;
pub mod law;
pub mod lock;
mod lookup;
pub mod man;
mod named;
pub mod notice;
pub mod paths;
pub mod plan;
pub mod reach;
pub mod report;
pub mod scan;
pub mod schema;
pub mod tia;
pub mod timeline;
pub mod what_if;
pub mod who;
