//! The one door to the outside: files, clock, terminal. Everything else takes it as an argument, so that a run
//! can be repeated with the same bytes.

#![expect(clippy::disallowed_methods, reason = "this module is the door")]

use std::fs::{self, File};
use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use transfer_model::day::Day;

/// What a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file of that many bytes.
    File(u64),
    /// A folder.
    Folder,
    /// Something else: a pipe, a device, a socket.
    Other,
}

/// The outside world.
pub trait Env {
    /// The day on which the command runs.
    fn today(&self) -> Day;
    /// What a path is, links followed.
    ///
    /// # Errors
    ///
    /// The system's, if it is not there or cannot be looked at.
    fn kind(&self, path: &Path) -> io::Result<Kind>;
    /// The real path, links followed.
    ///
    /// # Errors
    ///
    /// The system's.
    fn real(&self, path: &Path) -> io::Result<PathBuf>;
    /// The entries of a folder, sorted.
    ///
    /// # Errors
    ///
    /// The system's.
    fn entries(&self, path: &Path) -> io::Result<Vec<PathBuf>>;
    /// The bytes of a file, `most` at most and one more to tell that there are more.
    ///
    /// # Errors
    ///
    /// The system's.
    fn bytes(&self, path: &Path, most: u64) -> io::Result<Vec<u8>>;
    /// The bytes on standard input, `most` at most and one more to tell that there are more.
    ///
    /// # Errors
    ///
    /// The system's; `Unsupported` where there is none.
    fn input(&self, most: u64) -> io::Result<Vec<u8>> {
        let _ = most;
        Err(io::ErrorKind::Unsupported.into())
    }
    /// Hands the bytes of a file to `take`, piece by piece, so that its size takes no memory.
    ///
    /// # Errors
    ///
    /// The system's.
    fn stream(&self, path: &Path, take: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        self.bytes(path, u64::MAX).map(|bytes| take(&bytes))
    }
    /// Writes a file that is not there yet, whole or not at all, its folder made where needed.
    ///
    /// # Errors
    ///
    /// The system's; `AlreadyExists` if the file is there. A world that is only read refuses.
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let _ = (path, bytes);
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }
    /// Makes a folder, those above it too, unless it is there.
    ///
    /// # Errors
    ///
    /// The system's. A world that is only read refuses.
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let _ = path;
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }
    /// Writes a file, new or in the place of another, whole or not at all; its folder must be there. The rights
    /// of a file that was there are kept; a link is replaced, not followed, so that no other file changes.
    ///
    /// # Errors
    ///
    /// The system's; `InvalidInput` if the name is taken by something that is no file. A world that is only
    /// read refuses.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let _ = (path, bytes);
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }
    /// Writes a folder of files, new or in the place of another, whole or not at all: into a folder beside it, which
    /// then takes its name. Names of files have slashes; what was there is gone afterwards.
    ///
    /// # Errors
    ///
    /// The system's. A world that is only read refuses.
    fn replace_folder(&self, folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
        let _ = (folder, files);
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }
}

/// Bytes of a file read at once.
const PIECE: usize = 64 * 1024;

/// The system this process runs on.
#[derive(Debug, Clone, Copy)]
pub struct System;

impl Env for System {
    fn today(&self) -> Day {
        Day::from_date(jiff::Zoned::now().date())
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        let data = fs::metadata(path)?;
        Ok(if data.is_dir() {
            Kind::Folder
        } else if data.is_file() {
            Kind::File(data.len())
        } else {
            Kind::Other
        })
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn entries(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(path)? {
            found.push(entry?.path());
        }
        found.sort();
        Ok(found)
    }

    fn bytes(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn input(&self, most: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        io::stdin().lock().take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn stream(&self, path: &Path, take: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        let mut file = io::BufReader::with_capacity(PIECE, open(path)?);
        loop {
            let piece = match file.fill_buf() {
                Ok(piece) => piece,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if piece.is_empty() {
                return Ok(());
            }
            take(piece);
            let read = piece.len();
            file.consume(read);
        }
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        // Another process may write the same name: each has a temporary file of its own, and the link below
        // fails if the name is taken.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (temporary, mut file) = aside(folder, &name, "", |path| File::create_new(path))?;
        let written = file
            .write_all(bytes)
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::hard_link(&temporary, path));
        let removed = fs::remove_file(&temporary);
        written.and(removed)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        // A rename over a device or a pipe would put a file in its place.
        let before = match fs::metadata(path) {
            Ok(data) if !data.is_file() => {
                let text = "it is there and is not a regular file";
                return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
            }
            Ok(data) => Some(data.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let Some(name) = path.file_name() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it names no file"));
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let (temporary, mut file) =
            aside(folder, &name.to_string_lossy(), "", |path| File::create_new(path))?;
        let written = file
            .write_all(bytes)
            .and_then(|()| before.map_or(Ok(()), |rights| fs::set_permissions(&temporary, rights)))
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::rename(&temporary, path));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    fn replace_folder(&self, folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
        // A link is followed: its folder is replaced, and the link stays.
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        let Some(name) = folder.file_name() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it names no folder"));
        };
        let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(above)?;
        let (new, ()) = aside(above, &name.to_string_lossy(), "new.", |path| fs::create_dir(path))?;
        let written = write_all(&new, files).and_then(|()| {
            if fs::symlink_metadata(&folder).is_ok() {
                swap(&new, &folder)?;
                // What was there is called `new` now.
                fs::remove_dir_all(&new)
            } else {
                fs::rename(&new, &folder)
            }
        });
        if written.is_err() {
            let _ = fs::remove_dir_all(&new);
        }
        written
    }
}

/// Opens a file to read it. A pipe or a device would be waited for, perhaps for ever.
fn open(path: &Path) -> io::Result<File> {
    if fs::metadata(path)?.is_file() {
        File::open(path)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"))
    }
}

/// Makes something new beside a file or folder, under a name of this process. A name that is taken is not ours, even
/// if a process of the same number, killed while it wrote, has left it: it is neither written nor removed.
fn aside<T>(
    folder: &Path,
    name: &str,
    what: &str,
    make: impl Fn(&Path) -> io::Result<T>,
) -> io::Result<(PathBuf, T)> {
    let own = std::process::id();
    let mut number = 0u32;
    loop {
        let more = if number == 0 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!(".{name}.{what}{own}{more}"));
        match make(&path) {
            Ok(made) => return Ok((path, made)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1000 => {
                number = number.saturating_add(1);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Exchanges the names of two folders in one step, where the system can: a process killed then leaves the one whole or
/// the other. Elsewhere in three.
fn swap(new: &Path, folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, folder, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    let name = new.file_name().unwrap_or_default().to_string_lossy();
    let old = new.with_file_name(format!("{name}.old"));
    fs::rename(folder, &old)?;
    if let Err(error) = fs::rename(new, folder) {
        // What was there comes back.
        let _ = fs::rename(&old, folder);
        return Err(error);
    }
    fs::rename(&old, new)
}

fn write_all(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)?;
        }
        let mut file = File::create_new(&path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    Ok(())
}

/// Where output goes: answers and messages apart.
pub struct Out<'a> {
    answer: Box<dyn Write + 'a>,
    message: Box<dyn Write + 'a>,
    /// Whether answers may be coloured.
    pub colour: bool,
    /// Whether answers go to a terminal.
    pub terminal: bool,
    progress: Option<ProgressBar>,
    /// Why a part of the answer did not arrive.
    lost: Option<io::Error>,
}

impl std::fmt::Debug for Out<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Out")
            .field("colour", &self.colour)
            .field("terminal", &self.terminal)
            .finish_non_exhaustive()
    }
}

impl<'a> Out<'a> {
    /// Standard output and standard error; colour only on a terminal, unless `NO_COLOR` is set.
    pub fn standard() -> Self {
        let stdout = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
        Self {
            answer: Box::new(io::BufWriter::new(io::stdout().lock())),
            message: Box::new(io::stderr()),
            colour: stdout,
            terminal: io::stdout().is_terminal(),
            // Drawn on standard error, and only where that is a terminal.
            progress: Some(ProgressBar::new_spinner()),
            lost: None,
        }
    }

    /// Plain output into two writers.
    pub fn plain(answer: &'a mut dyn Write, message: &'a mut dyn Write) -> Self {
        Self {
            answer: Box::new(answer),
            message: Box::new(message),
            colour: false,
            terminal: false,
            progress: None,
            lost: None,
        }
    }

    /// Writes a part of the answer. A reader that has gone away is no error; any other is kept for [`Out::lost`].
    pub fn answer(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Writes a part of the answer that need not be text.
    pub fn bytes(&mut self, bytes: &[u8]) {
        if let Err(error) = self.answer.write_all(bytes).and_then(|()| self.answer.flush())
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.lost.get_or_insert(error);
        }
    }

    /// Why a part of the answer did not arrive: a full disk, for example. An answer cut off must not pass for whole.
    pub const fn lost(&self) -> Option<&io::Error> {
        self.lost.as_ref()
    }

    /// Says on a terminal what is being done; silent elsewhere. Each step takes the place of the one before.
    pub fn progress(&mut self, step: &str) {
        if let Some(bar) = &self.progress {
            bar.set_message(step.to_owned());
            bar.tick();
        }
    }

    /// Takes away what [`Out::progress`] said.
    pub fn quiet(&mut self) {
        if let Some(bar) = &self.progress {
            bar.finish_and_clear();
        }
    }

    /// Writes a message to the side.
    pub fn message(&mut self, text: &str) {
        let _ = self.message.write_all(text.as_bytes());
        let _ = self.message.flush();
    }
}
