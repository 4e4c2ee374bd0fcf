//! File systems that count what is read of them, or lie.

use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};

use transfer_cli::env::{Env, Kind, System};
use transfer_model::day::Day;

/// The system, with a count of the bytes read through it.
#[derive(Default)]
pub(super) struct Counting(pub(super) Cell<u64>);

impl Env for Counting {
    fn today(&self) -> Day {
        System.today()
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        System.kind(path)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        System.real(path)
    }

    fn entries(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        System.entries(path)
    }

    fn bytes(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let bytes = System.bytes(path, most)?;
        self.0.set(self.0.get() + u64::try_from(bytes.len()).unwrap());
        Ok(bytes)
    }

    fn create(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        panic!("nothing is written")
    }
}

/// A file system that is not there: one folder `register` of so many files, each of which claims a size, and
/// holds other bytes.
#[derive(Default)]
pub(super) struct Pretend {
    pub(super) files: usize,
    pub(super) size: u64,
    pub(super) text: Vec<u8>,
    pub(super) refuses: bool,
    pub(super) read: Cell<usize>,
}

impl Env for Pretend {
    fn today(&self) -> Day {
        Day::MIN
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        if path.ends_with("register") {
            Ok(Kind::Folder)
        } else if path.starts_with("register") {
            Ok(Kind::File(self.size))
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn entries(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        Ok((0..self.files).map(|n| path.join(format!("{n:06}.toml"))).collect())
    }

    fn bytes(&self, _: &Path, _: u64) -> io::Result<Vec<u8>> {
        self.read.set(self.read.get() + 1);
        if self.refuses { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(self.text.clone()) }
    }

    fn create(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        panic!("nothing is written")
    }
}
