//! Files that show what a register says: what each is evidence of, and every one that is named.

use super::Register;
use crate::index::{InstrumentIx, PartyIx};
use crate::source::{Span, Spanned};

/// A file that shows a fact.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Path inside the register's folder.
    pub file: Spanned<String>,
    /// Its digest.
    pub sha256: Option<Spanned<String>>,
}

/// What a file is evidence of. Positions are those of the register's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidenced {
    /// A document.
    Instrument(InstrumentIx),
    /// An entry of a party in a scheme.
    Entry(PartyIx, u32),
    /// An assessment of a destination.
    Tia(u32),
    /// A published notice.
    Notice(u32),
}

impl Register {
    /// Everything that may have a file of evidence, with the file where one is named: documents, entries in schemes,
    /// assessments, notices.
    pub fn evidenced(&self) -> impl Iterator<Item = (Evidenced, Option<&Evidence>)> {
        let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let documents = self.instruments.iter().enumerate();
        let documents = documents
            .map(|(at, known)| (Evidenced::Instrument(InstrumentIx::new(at)), known.evidence.as_ref()));
        let entries = self.parties.iter().enumerate().flat_map(move |(party, known)| {
            let entries = known.certifications.iter().flatten().enumerate();
            entries.map(move |(at, entry)| {
                (Evidenced::Entry(PartyIx::new(party), small(at)), entry.evidence.as_deref())
            })
        });
        let tias = self.tias.iter().enumerate();
        let tias = tias.map(move |(at, known)| (Evidenced::Tia(small(at)), known.evidence.as_deref()));
        let notices = self.notices.iter().enumerate();
        let notices =
            notices.map(move |(at, known)| (Evidenced::Notice(small(at)), known.evidence.as_deref()));
        documents.chain(entries).chain(tias).chain(notices)
    }

    /// The file named as evidence of it.
    pub fn evidence_of(&self, of: Evidenced) -> Option<&Evidence> {
        let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        match of {
            Evidenced::Instrument(ix) => self.instruments.get(ix.position())?.evidence.as_ref(),
            Evidenced::Entry(party, at) => {
                let entries = self.parties.get(party.position())?.certifications.as_ref()?;
                entries.get(place(at))?.evidence.as_deref()
            }
            Evidenced::Tia(at) => self.tias.get(place(at))?.evidence.as_deref(),
            Evidenced::Notice(at) => self.notices.get(place(at))?.evidence.as_deref(),
        }
    }

    /// Where that file is named.
    pub fn evidence_span(&self, of: Evidenced) -> Span {
        self.evidence_of(of).map_or(self.span, |evidence| evidence.file.span)
    }
}
