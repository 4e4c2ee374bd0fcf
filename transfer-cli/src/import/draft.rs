//! What an importer has found: tables of a register to be, each fact with where it came from, and the
//! questions that the source leaves open.

use std::collections::{BTreeMap, BTreeSet};

use transfer_model::diag::Problem;

use crate::facts::Value;

/// A fact and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: Value,
    /// Said beside it: the column and its words, or why the value is what it is.
    pub note: Option<String>,
}

/// A table to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name: `party`, `flow`.
    pub table: String,
    /// Where it came from: the file, and the row or node.
    pub origin: String,
    /// Its facts.
    pub fields: Vec<Field>,
}

impl Entry {
    /// An empty table.
    pub fn new(table: &str, origin: impl Into<String>) -> Self {
        Self { table: table.to_owned(), origin: origin.into(), fields: Vec::new() }
    }

    /// Adds a fact.
    pub fn set(&mut self, key: &str, value: Value) {
        self.fields.push(Field { key: key.to_owned(), value, note: None });
    }

    /// Adds a fact with what is said beside it.
    pub fn note(&mut self, key: &str, value: Value, note: impl Into<String>) {
        self.fields.push(Field { key: key.to_owned(), value, note: Some(note.into()) });
    }

    /// A fact.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.fields.iter().find(|field| field.key == key).map(|field| &field.value)
    }

    /// A fact to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Field> {
        self.fields.iter_mut().find(|field| field.key == key)
    }

    /// Its id; empty where the table has none.
    pub fn id(&self) -> &str {
        self.get("id").and_then(Value::as_text).unwrap_or("")
    }
}

/// How the facts of a draft stand to those of a register they are merged into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stance {
    /// The source knows some facts: it fills what is not known and contradicts nothing in silence.
    #[default]
    Fills,
    /// The source is the register in another form: what it says replaces what was there.
    Restates,
}

/// What an importer has found.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The tables.
    pub entries: Vec<Entry>,
    /// Questions, each with where it arose.
    pub questions: Vec<String>,
    /// The same, to find them in.
    pub asked: BTreeSet<String>,
    /// Questions that ask for the country of a party, by its id.
    pub countries: Vec<(String, String)>,
    /// How it is merged.
    pub stance: Stance,
    /// Whether a merge fills only the parties that the register has.
    pub only_known: bool,
    /// Names of parties that the certifications of others, by name, say they cover.
    pub covers: Vec<(String, String)>,
}

impl Draft {
    /// Asks a question, once.
    pub fn ask(&mut self, question: impl Into<String>) {
        let question = question.into();
        if self.asked.insert(question.clone()) {
            self.questions.push(question);
        }
    }

    /// Adds what another file says. The same party or data category stands once; flows are kept apart.
    pub fn absorb(&mut self, other: Self) {
        let first = self.entries.is_empty();
        let name = |entry: &Entry| (entry.table.clone(), entry.id().to_owned());
        let mut known: BTreeSet<(String, String)> = self.entries.iter().map(name).collect();
        let mut next: BTreeMap<String, usize> = BTreeMap::new();
        self.stance = other.stance;
        self.only_known |= other.only_known;
        self.covers.extend(other.covers);
        self.countries.extend(other.countries);
        for question in other.questions {
            self.ask(question);
        }
        for mut entry in other.entries {
            let id = entry.id().to_owned();
            if self.stance == Stance::Fills && !first {
                if known.contains(&name(&entry)) && entry.table != "flow" {
                    continue;
                }
                let number = next.entry(id.clone()).or_insert(2);
                let mut fresh = (entry.table.clone(), id.clone());
                while known.contains(&fresh) && entry.table == "flow" {
                    fresh.1 = format!("{id}-{number}");
                    *number = number.saturating_add(1);
                }
                if let Some(field) = entry.get_mut("id") {
                    field.value = Value::Text(fresh.1);
                }
            }
            known.insert(name(&entry));
            self.entries.push(entry);
        }
    }

    /// Asks for the country of a party; a register that has it need not be asked.
    pub fn ask_country(&mut self, party: &str, question: impl Into<String>) {
        let question = question.into();
        self.countries.push((party.to_owned(), question.clone()));
        self.ask(question);
    }

    /// The table with this id.
    pub fn find(&mut self, table: &str, id: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.table == table && entry.id() == id)
    }

    /// Whether there is a table of this name.
    pub fn has(&self, table: &str) -> bool {
        self.entries.iter().any(|entry| entry.table == table)
    }
}

/// What an importer gives: a draft, or everything that is wrong with the file.
pub type Read = Result<Draft, Vec<Problem>>;

/// One fault of a source: where, and what.
pub fn fault(place: &str, message: impl std::fmt::Display) -> Problem {
    Problem::unreadable(format!("{place}: {message}"))
}

/// Ids made from names, each only once.
#[derive(Debug, Default)]
pub struct Ids {
    /// By table and folded name: the id given.
    given: BTreeMap<(String, String), String>,
    /// Ids taken, by table.
    taken: BTreeSet<(String, String)>,
    /// The next number for ids made from the same words, so that the thousandth does not try all before it.
    next: BTreeMap<(String, String), usize>,
}

impl Ids {
    /// The id for a name, and whether it is new. The same name, written alike, has the same id.
    pub fn of(&mut self, table: &str, name: &str) -> (String, bool) {
        let folded = (table.to_owned(), fold(name));
        if let Some(id) = self.given.get(&folded) {
            return (id.clone(), false);
        }
        let id = self.fresh(table, name);
        self.given.insert(folded, id.clone());
        (id, true)
    }

    /// Takes an id as it is; whether it was free.
    pub fn claim(&mut self, table: &str, id: &str) -> bool {
        self.given.insert((table.to_owned(), fold(id)), id.to_owned());
        self.taken.insert((table.to_owned(), id.to_owned()))
    }

    /// An id that no other name of the table has.
    pub fn fresh(&mut self, table: &str, name: &str) -> String {
        let base = slug(name);
        let mut id = base.clone();
        let number = self.next.entry((table.to_owned(), base.clone())).or_insert(2);
        while self.taken.contains(&(table.to_owned(), id.clone())) {
            id = format!("{base}-{number}");
            *number = number.saturating_add(1);
        }
        self.taken.insert((table.to_owned(), id.clone()));
        id
    }
}

/// A name without what people write differently: capitals, blanks, punctuation.
pub fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// An id from a name: small letters and digits, joined by hyphens.
pub fn slug(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if id.len().saturating_add(c.len_utf8()) > 60 {
                break;
            }
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') && !matches!(c, '\'' | '’') {
            // `S.A.` is one word, `user.email` is two.
            let last = id.rsplit('-').next().unwrap_or("");
            if c != '.' || last.chars().count() > 1 {
                id.push('-');
            }
        }
    }
    let id = id.trim_end_matches('-').to_owned();
    if id.is_empty() { "unnamed".to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::{Ids, slug};

    #[test]
    fn ids_are_plain_and_given_once() {
        assert_eq!(slug("Amazon Web Services, Inc. (AWS)"), "amazon-web-services-inc-aws");
        assert_eq!(slug("Société Générale S.A."), "société-générale-sa");
        assert_eq!(slug("user.contact.email"), "user-contact-email");
        assert_eq!(slug("***"), "unnamed");
        let mut ids = Ids::default();
        assert_eq!(ids.of("party", "Acme, Inc."), ("acme-inc".to_owned(), true));
        assert_eq!(ids.of("party", "ACME Inc"), ("acme-inc".to_owned(), false));
        assert_eq!(ids.of("party", "Acme-Inc!s"), ("acme-inc-s".to_owned(), true));
        assert_eq!(ids.fresh("party", "acme inc"), "acme-inc-2");
        assert_eq!(ids.of("data", "Acme, Inc."), ("acme-inc".to_owned(), true));
    }
}
