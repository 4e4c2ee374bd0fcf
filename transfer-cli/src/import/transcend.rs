//! Business entities of a Transcend configuration: the organisation's own companies, each with where its
//! headquarters are. They are parties and nothing else; what flows between them the file does not say.

use serde_json::Value as Json;

use super::draft::{Draft, Entry, Ids, Read, fault};
use super::places::Gazetteer;
use super::tree::{get, text};
use super::{Options, Source, parts, tree};
use crate::facts::Value;

/// The key of the list.
const LIST: &str = "business-entities";

/// Whether the tree is such a configuration.
pub fn is_theirs(tree: &Json) -> bool {
    get(tree, LIST).is_some_and(Json::is_array)
}

/// Reads the entities.
///
/// # Errors
///
/// What is wrong with the file.
pub fn read(file: &Source, options: &Options<'_>) -> Read {
    let tree = tree::read(file)?;
    let Some(entities) = get(&tree, LIST).and_then(Json::as_array) else {
        return Err(vec![fault(&file.name, format!("no list `{LIST}`"))]);
    };
    let places = Gazetteer::new(options.book);
    let mut draft = Draft::default();
    let mut ids = Ids::default();
    let mut problems = Vec::new();
    parts::head(&mut draft, "Business entities imported from Transcend", &file.name);
    for (at, entity) in entities.iter().enumerate() {
        let origin = format!("{}, `{LIST}`, row {}", file.name, at.saturating_add(1));
        let said = |key: &str| get(entity, key).map(text).filter(|text| !text.trim().is_empty());
        let Some(name) = said("title") else {
            problems.push(fault(&origin, "no `title`"));
            continue;
        };
        let (id, new) = ids.of("party", &name);
        if !new {
            problems.push(fault(&origin, format!("a second entity `{name}`")));
            continue;
        }
        let mut entry = Entry::new("party", &origin);
        entry.set("id", Value::text(&id));
        let about =
            said("description").map_or_else(String::new, |about| format!(": {}", parts::one_line(&about)));
        entry.note("name", Value::text(&name), format!("title{about}"));
        entry.note("kind", Value::text("group"), LIST);
        // The part of a state says more than the state, where the law knows it.
        let place = ["headquarterSubDivision", "headquarterCountry"].into_iter().find_map(|key| {
            let words = said(key)?;
            let found = places.all(&words);
            (!found.places.is_empty()).then(|| (words, key.to_owned(), found))
        });
        let written = place.or_else(|| {
            let words = said("headquarterCountry")?;
            let found = places.all(&words);
            Some((words, "headquarterCountry".to_owned(), found))
        });
        if !parts::country(&mut entry, written.as_ref()) {
            draft.ask_country(&id, format!("{origin}: in which country is {name} established?"));
        }
        draft.entries.push(entry);
    }
    draft.ask("Which data do these companies pass to whom? The file does not say; no flow was made.");
    if problems.is_empty() { Ok(draft) } else { Err(problems) }
}
