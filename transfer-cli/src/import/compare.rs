//! Two versions of a vendor's list: who was added, removed, moved, renamed. A list says names, not identities:
//! a renaming is read from names alike, or from one row that does what the one gone did where it did it.

use std::collections::{BTreeMap, BTreeSet};

use super::company::stem;
use super::draft::fold;
use super::listing::Listed;

/// One recipient of a list, its rows taken together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipient {
    /// The name.
    pub name: String,
    /// Where it stands in the list.
    pub origin: String,
    /// Where it processes data, or where it is.
    pub places: BTreeSet<String>,
    /// What it does.
    pub purposes: BTreeSet<String>,
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// New in the list.
    Added(Recipient),
    /// No longer in the list.
    Removed(Recipient),
    /// In other places than before.
    Moved(Recipient, Recipient),
    /// Under another name; perhaps in other places, too.
    Renamed(Recipient, Recipient),
}

impl Change {
    /// The word for it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Added(_) => "added",
            Self::Removed(_) => "removed",
            Self::Moved(..) => "moved",
            Self::Renamed(..) => "renamed",
        }
    }

    /// Before and after.
    pub const fn sides(&self) -> (Option<&Recipient>, Option<&Recipient>) {
        match self {
            Self::Added(new) => (None, Some(new)),
            Self::Removed(old) => (Some(old), None),
            Self::Moved(old, new) | Self::Renamed(old, new) => (Some(old), Some(new)),
        }
    }
}

/// What differs, by name.
pub fn changes(old: &[Listed], new: &[Listed]) -> Vec<Change> {
    let (old, new) = (recipients(old), recipients(new));
    let mut changes = Vec::new();
    let mut gone: Vec<&Recipient> = Vec::new();
    for (key, before) in &old {
        match new.get(key) {
            Some(after) if after.places != before.places => {
                changes.push(Change::Moved(before.clone(), after.clone()));
            }
            Some(_) => {}
            None => gone.push(before),
        }
    }
    let mut come: Vec<&Recipient> =
        new.iter().filter(|(key, _)| !old.contains_key(*key)).map(|(_, after)| after).collect();
    for before in gone {
        let alike: Vec<usize> =
            come.iter().enumerate().filter(|(_, after)| is_alike(before, after)).map(|(at, _)| at).collect();
        match alike.as_slice() {
            [one] => {
                let after = come.remove(*one);
                changes.push(Change::Renamed(before.clone(), after.clone()));
            }
            _ => changes.push(Change::Removed(before.clone())),
        }
    }
    changes.extend(come.into_iter().map(|after| Change::Added(after.clone())));
    changes.sort_by_key(|change| {
        let (before, after) = change.sides();
        (change.word(), fold(&after.or(before).map(|one| one.name.clone()).unwrap_or_default()))
    });
    changes
}

fn recipients(rows: &[Listed]) -> BTreeMap<String, Recipient> {
    let mut found: BTreeMap<String, Recipient> = BTreeMap::new();
    for row in rows {
        let one = found.entry(fold(&row.name)).or_insert_with(|| Recipient {
            name: row.name.clone(),
            origin: row.origin.clone(),
            ..Recipient::default()
        });
        // Where data are processed, else where the recipient is: what the list says of places.
        if let Some((_, _, places)) = row.location.as_ref().or(row.country.as_ref()) {
            one.places.extend(places.places.iter().cloned());
            one.places.extend(places.unclear.iter().map(|words| format!("\"{words}\"")));
        }
        one.purposes.extend(row.purposes.iter().map(|purpose| purpose.to_lowercase()));
    }
    found
}

/// Names alike, but for the form of company; or the same work in the same places.
fn is_alike(before: &Recipient, after: &Recipient) -> bool {
    let (a, b) = (stem(&before.name), stem(&after.name));
    let names = a == b || (a.len().min(b.len()) >= 4 && (a.starts_with(&b) || b.starts_with(&a)));
    let work = !before.purposes.is_empty()
        && !before.places.is_empty()
        && before.purposes == after.purposes
        && before.places == after.places;
    names || work
}
