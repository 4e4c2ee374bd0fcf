//! What a file of evidence shows, by the words of the register.

use transfer_model::law::LawBook;
use transfer_model::register::{Evidence, Evidenced, Register};
use transfer_model::source::Span;

/// What a file shows.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The table it stands in; of an entry in a scheme, `entry`.
    pub table: &'static str,
    /// Its id; of an entry its party's.
    pub id: &'a str,
    /// The scheme of an entry.
    pub scheme: Option<&'a str>,
    /// Where it is written.
    pub span: Span,
}

impl<'a> Shown<'a> {
    /// What a file of the register shows.
    pub fn of(register: &'a Register, book: &'a LawBook, of: Evidenced) -> Option<Self> {
        let plain = |table, id, span| Self { table, id, scheme: None, span };
        let place = |at: u32| usize::try_from(at).ok();
        Some(match of {
            Evidenced::Instrument(ix) => {
                let known = register.instrument(ix);
                plain("instrument", known.id.as_str(), known.span)
            }
            Evidenced::Tia(at) => {
                let known = register.tias.get(place(at)?)?;
                plain("tia", known.id.as_str(), known.span)
            }
            Evidenced::Notice(at) => {
                let known = register.notices.get(place(at)?)?;
                plain("notice", known.id.as_str(), known.span)
            }
            Evidenced::Entry(party, at) => {
                let party = register.party(party);
                let entry = party.certifications.as_ref()?.get(place(at)?)?;
                let scheme = Some(book.scheme(entry.scheme).id.as_str());
                Self { table: "entry", id: &party.id, scheme, span: entry.span }
            }
        })
    }

    /// Its id; of an entry its party's and its scheme, with that between them.
    pub fn name(&self, between: &str) -> String {
        self.scheme.map_or_else(|| self.id.to_owned(), |scheme| format!("{}{between}{scheme}", self.id))
    }

    /// What people call it.
    pub fn called(&self) -> &'static str {
        if self.table == "tia" { "assessment" } else { self.table }
    }
}

/// Files that show something else than a document, which has its own line in every list: entries in schemes, assessments,
/// notices.
pub fn beside<'a>(
    register: &'a Register,
    book: &'a LawBook,
) -> impl Iterator<Item = (Shown<'a>, &'a Evidence)> {
    let other = register.evidenced().filter(|(of, _)| !matches!(of, Evidenced::Instrument(_)));
    other.filter_map(|(of, file)| Some((Shown::of(register, book, of)?, file?)))
}
