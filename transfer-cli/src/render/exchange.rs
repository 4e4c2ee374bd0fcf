//! A register in other people's formats, and in sheets that people edit and give back.

pub mod dpv;
mod french;
mod ground;
pub mod record;
pub mod regulator;
pub mod sheets;
pub mod subprocessors;
mod view;
#[cfg(feature = "office")]
pub mod workbook;
