//! Output: one file a format. Nothing here decides anything; texts from registers are made safe for where
//! they go.

mod columns;
pub mod csv;
pub mod derivation;
pub mod diff;
mod drawing;
pub mod exchange;
mod fast_json;
pub mod flows;
pub mod github;
pub mod hash;
mod head;
pub mod html;
pub mod human;
pub mod json;
pub mod junit;
pub mod lock;
pub mod mark;
pub mod markdown;
pub mod notice;
pub mod paper;
pub mod paths;
pub mod picture;
pub mod plan;
pub mod problems;
pub mod reach;
pub mod report;
pub mod sarif;
pub mod scan;
pub mod schema;
pub mod table;
pub mod text;
pub mod tia;
pub mod timeline;
mod verdicts;
pub mod what_if;
mod words;
