//! What rows can name: places and areas, words of vocabularies, schemes, mechanisms. Read before all rows, so that a row
//! may name what a later file declares.

use transfer_model::diag::{Problem, ProblemCode};
use transfer_model::index::{MechanismIx, PlaceIx};
use transfer_model::law::{Class, Kind, Mechanism, Onward, Place, PlaceKind, Scheme};
use transfer_model::read::Table;
use transfer_model::source::Spanned;

use super::Loader;
use super::resolve::texts;

const PLACE_KINDS: [(&str, PlaceKind); 5] = [
    ("country", PlaceKind::Country),
    ("territory", PlaceKind::Territory),
    ("subdivision", PlaceKind::Subdivision),
    ("zone", PlaceKind::Zone),
    ("organisation", PlaceKind::Organisation),
];

/// The lists of words that a pack declares.
#[derive(Debug, Clone, Copy)]
enum List {
    Sectors,
    Purposes,
    DataKinds,
}

const LISTS: [(&str, List); 3] =
    [("sector", List::Sectors), ("purpose", List::Purposes), ("data-kind", List::DataKinds)];

impl Loader<'_> {
    pub(super) fn names(&mut self, t: &mut Table<'_>) {
        t.table("pack", "`[pack]`", |t| {
            if let Some(version) = t.need_text("version") {
                self.pack.version = version.value;
            }
            t.finish();
        });
        t.tables("place", "a place", |t| {
            let code = t.need_text("code");
            let name = t.need_text("name");
            let kind = t.need_word("kind", &PLACE_KINDS);
            let _ = t.text("part_of");
            let aliases = t.texts("aliases").unwrap_or_default();
            t.finish();
            let (code, name, kind) = (code?, name?, kind?);
            self.place(t, &code, name.value, kind.value, aliases);
            Some(())
        });
        t.tables("area", "an area", |t| {
            let code = t.need_text("code");
            let name = t.need_text("name");
            t.finish();
            let (code, name) = (code?, name?);
            self.place(t, &code, name.value, PlaceKind::Area, Vec::new());
            Some(())
        });
        t.tables("vocabulary", "a vocabulary", |t| {
            let list = t.need_word("list", &LISTS);
            let words = t.texts("words").unwrap_or_default();
            t.finish();
            let vocabulary = &mut self.pack.vocabulary;
            let list = match list?.value {
                List::Sectors => &mut vocabulary.sectors,
                List::Purposes => &mut vocabulary.purposes,
                List::DataKinds => &mut vocabulary.data_kinds,
            };
            for word in words {
                if !list.contains(&word.value) {
                    list.push(word.value);
                }
            }
            Some(())
        });
        t.tables("scheme", "a scheme", |t| {
            let id = t.need_text("id");
            let name = t.need_text("name");
            let parts = t.texts("parts").unwrap_or_default();
            let covers = t.texts("covers").unwrap_or_default();
            let _ = t.texts("open_to");
            t.finish();
            self.pack.schemes.push(Scheme {
                id: id?.value,
                name: name?.value,
                parts: parts.into_iter().map(|p| p.value).collect(),
                covers: !covers.is_empty(),
                open_to: Vec::new(),
            });
            Some(())
        });
        t.tables("mechanism", "a mechanism", |t| {
            let id = t.need_text("id");
            let name = t.need_text("name");
            let class = t.need_word("class", &Class::WORDS);
            let also = texts(t, "also");
            let onward = t.word("onward", &Onward::WORDS).map_or(Onward::Nothing, |o| o.value);
            let onward_citation = t.text("onward_citation").map(|text| text.value);
            let mut is = |key| t.flag(key).is_some_and(|flag| flag.value);
            let free_form = is("free_form");
            let for_outside_controllers = is("for_outside_controllers");
            let by_decision = is("by_decision");
            let passes_on = is("passes_on");
            let onward_in_any_role = is("onward_in_any_role");
            let exception_of_clauses = is("exception_of_clauses");
            let on_safeguards = is("on_safeguards");
            let kind = t.word("kind", &Kind::WORDS).map(|kind| kind.value);
            t.finish();
            let (id, name, class) = (id?, name?, class?);
            let ix = MechanismIx::new(self.pack.mechanisms.len());
            if self.mechanisms.insert(id.value.clone(), ix).is_some() {
                let message = format!("a second mechanism `{}`", id.value);
                t.problem(Problem::new(ProblemCode::DuplicateId, id.span, message));
            }
            self.pack.mechanisms.push(Mechanism {
                id: id.value,
                name: name.value,
                class: class.value,
                onward,
                onward_citation,
                also,
                free_form,
                for_outside_controllers,
                by_decision,
                passes_on,
                onward_in_any_role,
                exception_of_clauses,
                on_safeguards,
                kind,
            });
            Some(())
        });
    }

    fn place(
        &mut self,
        t: &mut Table<'_>,
        code: &Spanned<String>,
        name: String,
        kind: PlaceKind,
        aliases: Vec<Spanned<String>>,
    ) {
        let ix = PlaceIx::new(self.pack.places.len());
        for word in std::iter::once(code).chain(&aliases) {
            if self.places.insert(word.value.clone(), ix).is_some() {
                let message = format!("a second place `{}`", word.value);
                t.problem(Problem::new(ProblemCode::DuplicateId, word.span, message));
            }
        }
        let aliases = aliases.into_iter().map(|alias| alias.value).collect();
        self.pack.places.push(Place {
            code: code.value.clone(),
            name,
            kind,
            part_of: None,
            aliases,
            parts: String::new(),
        });
    }

    pub(super) fn parts(&mut self, t: &mut Table<'_>) {
        t.tables("place", "a place", |t| {
            let code = t.text("code")?;
            let part_of = t.text("part_of")?;
            let whole = self.place_named(t, &part_of)?;
            let part = *self.places.get(&code.value)?;
            if self.chain(whole).any(|place| place == part) {
                let message = format!("`{}` would be a part of itself", code.value);
                t.problem(Problem::new(ProblemCode::Contradiction, part_of.span, message));
                return None;
            }
            if let Some(place) = self.pack.places.get_mut(part.position()) {
                place.part_of = Some(whole);
            }
            Some(())
        });
        t.tables("scheme", "a scheme", |t| {
            let id = t.text("id")?;
            let open_to = self.places(t, "open_to");
            let scheme = self.pack.schemes.iter_mut().find(|scheme| scheme.id == id.value)?;
            scheme.open_to.extend(open_to);
            Some(())
        });
        t.tables("parts", "codes of parts", |t| {
            let of = t.need_text("of").and_then(|text| self.place_named(t, &text));
            let codes = t.need_text("codes");
            t.finish();
            let (of, codes) = (of?, codes?);
            let place = self.pack.places.get_mut(of.position())?;
            for part in codes.value.split_whitespace() {
                let code = format!("{}-{part}", place.code);
                if self.places.contains_key(&code) || place.parts.split(' ').any(|known| known == part) {
                    let message = format!("a second place `{code}`");
                    t.problem(Problem::new(ProblemCode::DuplicateId, codes.span, message));
                }
                if !place.parts.is_empty() {
                    place.parts.push(' ');
                }
                place.parts.push_str(part);
            }
            Some(())
        });
    }

    /// A place and what it is part of, upwards.
    fn chain(&self, place: PlaceIx) -> impl Iterator<Item = PlaceIx> + '_ {
        std::iter::successors(Some(place), |place| self.pack.places.get(place.position())?.part_of)
    }
}
