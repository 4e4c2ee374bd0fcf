//! A register in other people's formats, and in sheets that people edit and give back.

pub mod sheets;
#[cfg(feature = "office")]
pub mod workbook;
