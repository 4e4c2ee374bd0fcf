//! The law pack: which law restricts transfers of personal data where and when, what makes them lawful, and
//! where each fact can be checked.
//!
//! ```text
//! data/*.toml ──load──► LawPack ──(build time)──► bytes in the binary ──embedded──► LawBook
//!       └──────────────── the same texts, with an overlay folder ──overlaid──────────┘
//! ```
//!
//! The data and how to write it are described in `data/README.md`. Coverage: the European Union and EEA (Directive
//! 95/46/EC, GDPR, Regulation 2018/1725), the United Kingdom, Switzerland, 34 export laws of other places, and the
//! United States as a destination and by its rules of national security. The crate knows nothing of registers.

mod lint;
mod load;

pub use lint::{Fault, lint};
pub use load::{LoadError, load};
use transfer_model::law::{LawBook, LawPack};

/// Version of the law pack in the binary: the year and month of its last review.
pub const VERSION: &str = env!("LAW_VERSION");

static PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack.bin"));

/// The texts of the law pack: names relative to the data folder, and contents.
pub static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The law pack cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The bytes in the binary are not a law pack; the build is broken.
    #[error("the law pack in this binary cannot be read")]
    Damaged,
    /// The texts have faults.
    #[error(transparent)]
    Texts(#[from] LoadError),
}

/// The law pack in the binary.
///
/// # Errors
///
/// [`PackError::Damaged`] if the binary was built wrongly.
pub fn embedded() -> Result<LawBook, PackError> {
    let pack: LawPack = postcard::from_bytes(PACK).map_err(|_| PackError::Damaged)?;
    Ok(LawBook::new(pack))
}

/// What the names of added texts begin with, so that none is taken for one of the pack.
pub const OVERLAY: &str = "overlay/";

/// The law pack in the binary with an organisation's own rows added: texts with their names.
///
/// # Errors
///
/// Every fault of the added texts, and of the whole that they make.
pub fn overlaid(overlay: Vec<(String, String)>) -> Result<LawBook, PackError> {
    let mut files: Vec<(String, String)> =
        FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    files.extend(overlay.into_iter().map(|(name, text)| (format!("{OVERLAY}{name}"), text)));
    let mut pack = load(files)?;
    // What is added may say which version it is; that of the pack stays what it was.
    if pack.version != VERSION {
        let own = std::mem::replace(&mut pack.version, VERSION.to_owned());
        pack.overlays.push(own);
    }
    Ok(LawBook::new(pack))
}
