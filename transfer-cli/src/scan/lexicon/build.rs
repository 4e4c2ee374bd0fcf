//! Texts of all languages to one lexicon: their patterns joined, since policies mix languages, and collected with the
//! words that they need.

use std::collections::BTreeMap;

use super::cues::Cues;
use super::group::GROUPS;
use super::pattern::{Collector, Many, sets};
use super::signs::Signs;
use super::text::{DatesText, Text};
use super::{DateWords, Lexicon, OtherRegime, Row};
use crate::scan::automaton::Automaton;

/// How the decades begin in which a policy can have been written.
const DECADES: [&str; 5] = ["199", "200", "201", "202", "203"];

/// # Errors
///
/// A pattern that is none, or that needs no word where `strict` asks for one; a row that names a context which no text
/// gives.
pub(super) fn build(texts: &[Text], strict: bool) -> Result<Lexicon, String> {
    let collector = &mut Collector::new(strict);
    let (words, sign_of) = triggers(texts);
    let sign = |word: usize| sign_of.get(word).map_or(0, |sign| sign.0);
    let triggers = Automaton::new(&words)?.marked(sign);
    let (names, rows) = names(texts, collector)?;
    let frames = frames(texts, &rows, collector)?;
    let (forms, part_of) = keyed(texts.iter().map(|t| &t.parts));
    let parts = collector.many(&forms)?;
    let (forms, place_of) = keyed(texts.iter().map(|t| &t.places));
    let bounded: Vec<String> = forms.iter().map(|form| format!("\\b(?:{form})\\b")).collect();
    let places = collector.many(&bounded)?;
    let cues = Cues::new(|name| collector.many(&named(texts.iter().map(|t| &t.polarity), name)))?;
    let (regimes, any_regime) = regimes(texts, collector)?;
    let languages = texts
        .iter()
        .map(|text| Ok((text.language.clone(), collector.many(&text.stopwords)?, text.dates.day_first)))
        .collect::<Result<Vec<_>, String>>()?;
    let dates = dates(texts, collector)?;
    let mut near = |name: &str| collector.many(&named(texts.iter().map(|t| &t.places_cues), name));
    let (origin, destination, listed) = (near("origin")?, near("destination")?, near("listed")?);
    let all = collector.automaton(&words)?;
    let marks = all.marks(sign);
    let ended = all.entries(|entry| sets(entry.iter().filter_map(|word| word.checked_sub(words.len()))));
    Ok(Lexicon {
        words: all,
        marks,
        ended,
        triggers,
        names,
        rows,
        frames,
        parts,
        part_of,
        cues,
        regimes,
        any_regime,
        places,
        place_of,
        origin,
        destination,
        listed,
        dates,
        languages,
    })
}

/// The words that tell whether a block is worth reading, and of what each is a sign.
fn triggers(texts: &[Text]) -> (Vec<&str>, Vec<Signs>) {
    let (mut words, mut signs) = (Vec::new(), Vec::new());
    for (kind, list) in texts.iter().flat_map(|text| &text.triggers) {
        let sign =
            Signs::WORDS.iter().find(|(word, _)| word == kind).map(|(_, sign)| *sign).unwrap_or_default();
        words.extend(list.iter().map(String::as_str));
        signs.extend(std::iter::repeat_n(sign, list.len()));
    }
    words.extend(DECADES);
    signs.extend([Signs::YEAR; DECADES.len()]);
    (words, signs)
}

/// The patterns of a group of names, with its sign and the row that each is of.
type Names = Vec<(Signs, Many, Vec<usize>)>;

/// The names of mechanisms, group by group, each with the row that it is of.
fn names(texts: &[Text], collector: &mut Collector) -> Result<(Names, Vec<Row>), String> {
    let (mut groups, mut rows) = (Vec::new(), Vec::new());
    for group in &GROUPS {
        let (mut patterns, mut of) = (Vec::new(), Vec::new());
        for row in texts.iter().flat_map(|text| &text.mechanism).filter(|row| group.has(row.kind, &row.id)) {
            for form in &row.forms {
                patterns.push(form.clone());
                of.push(rows.len());
            }
            rows.push(Row {
                id: row.id.clone(),
                kind: row.kind,
                part: row.part.clone(),
                capitals: row.capitals,
                title: row.title,
                needs: row.needs.clone(),
                spreads: row.spreads,
                needs_document: optional(collector, row.needs_document.as_ref())?,
                never: row.never.clone(),
                about: row.about,
                guard: optional(collector, row.guard.as_ref())?,
                unless: optional(collector, row.unless.as_ref())?,
                after: optional(collector, row.after.as_ref().map(|a| format!("^(?:{a})")).as_ref())?,
                not: collector.many(&row.not)?,
            });
        }
        groups.push((group.sign, collector.many(&patterns)?, of));
    }
    Ok((groups, rows))
}

/// The contexts that rows ask for, by name.
fn frames(texts: &[Text], rows: &[Row], collector: &mut Collector) -> Result<BTreeMap<String, Many>, String> {
    let mut forms: BTreeMap<&String, Vec<String>> = BTreeMap::new();
    for (name, more) in texts.iter().flat_map(|text| &text.frames) {
        forms.entry(name).or_default().extend(more.iter().cloned());
    }
    let frames = forms
        .into_iter()
        .map(|(name, forms)| Ok((name.clone(), collector.many(&forms)?)))
        .collect::<Result<BTreeMap<_, _>, String>>()?;
    for row in rows {
        for name in row.needs.iter().chain(&row.never) {
            if !frames.contains_key(name) {
                return Err(format!("`{}` names the context `{name}`, which is not given", row.id));
            }
        }
    }
    Ok(frames)
}

/// The patterns of each text's lists, each with the key of its list.
fn keyed<'t>(lists: impl Iterator<Item = &'t BTreeMap<String, Vec<String>>>) -> (Vec<String>, Vec<String>) {
    let (mut forms, mut keys) = (Vec::new(), Vec::new());
    for (key, list) in lists.flatten() {
        for form in list {
            forms.push(form.clone());
            keys.push(key.clone());
        }
    }
    (forms, keys)
}

/// The patterns of the lists of that name.
fn named<'t>(lists: impl Iterator<Item = &'t BTreeMap<String, Vec<String>>>, name: &str) -> Vec<String> {
    lists.flat_map(|lists| lists.get(name).into_iter().flatten().cloned()).collect()
}

fn optional(collector: &mut Collector, pattern: Option<&String>) -> Result<Option<Many>, String> {
    pattern.map(|pattern| collector.many(std::slice::from_ref(pattern))).transpose()
}

fn regimes(texts: &[Text], collector: &mut Collector) -> Result<(Vec<OtherRegime>, Many), String> {
    let mut merged: BTreeMap<&str, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for row in texts.iter().flat_map(|text| &text.regime) {
        let entry = merged.entry(&row.id).or_default();
        entry.0.extend(row.law.iter().cloned());
        let outside =
            "(?:outside(?: of)?|out of|ausserhalb(?: von)?|hors (?:de |du |d')?|en dehors (?:de |du |d'))";
        entry.1.extend(row.place.iter().map(|place| format!("\\b{outside} ?(?:the )?(?:{place})\\b")));
    }
    let all: Vec<String> =
        merged.values().flat_map(|(law, outside)| law.iter().chain(outside).cloned()).collect();
    let any = collector.many(&all)?;
    let regimes = merged
        .into_iter()
        .map(|(id, (law, outside))| {
            Ok(OtherRegime {
                id: id.to_owned(),
                law: collector.many(&law)?,
                outside: collector.many(&outside)?,
            })
        })
        .collect::<Result<Vec<_>, String>>()?;
    Ok((regimes, any))
}

fn dates(texts: &[Text], collector: &mut Collector) -> Result<DateWords, String> {
    let all = |pick: fn(&DatesText) -> &Vec<String>| {
        let list: Vec<String> = texts.iter().flat_map(|t| pick(&t.dates).iter().cloned()).collect();
        list
    };
    let near = |list: Vec<String>, collector: &mut Collector| {
        let list: Vec<String> = list.iter().map(|form| format!("\\b(?:{form})")).collect();
        collector.many(&list)
    };
    let mut months: Vec<(String, i8)> = Vec::new();
    for text in texts {
        for (at, name) in text.dates.months.iter().enumerate() {
            let number = i8::try_from(at.rem_euclid(12)).unwrap_or(0).saturating_add(1);
            months.push((name.clone(), number));
            if let Some(short) = name.get(..3).filter(|short| short.is_ascii()) {
                months.push((short.to_owned(), number));
            }
        }
    }
    months.push(("sept".to_owned(), 9));
    months.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
    months.dedup();
    let names: Vec<&str> = months.iter().map(|(name, _)| name.as_str()).collect();
    let names = names.join("|");
    let date = collector.many(&[
        format!("\\b(?:{names})\\b[.,/]? ?(?:the )?\\d{{1,2}}(?:st|nd|rd|th)? ?[,.]? ?(?:of )?\\d{{4}}\\b"),
        format!("\\b\\d{{1,2}}(?:st|nd|rd|th|er|\\.)?(?: of| de)?[ -]?(?:{names})\\b\\.?,?[ -]?(?:de |del )?\\d{{4}}\\b"),
        "\\b\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}\\b".to_owned(),
        "\\b\\d{1,2}[-/.]\\d{1,2}[-/.](?:\\d{4}|\\d{2})\\b".to_owned(),
        format!("\\b\\d{{4}},? (?:{names})\\b\\.? \\d{{1,2}}\\b"),
    ])?;
    Ok(DateWords {
        updated: near(all(|d| &d.updated), collector)?,
        effective: near(all(|d| &d.effective), collector)?,
        weak: collector.many(&all(|d| &d.weak))?,
        law: collector.many(&all(|d| &d.law))?,
        former: collector.many(&all(|d| &d.former))?,
        titled: collector.many(&all(|d| &d.titled))?,
        whichever: collector.many(&all(|d| &d.whichever))?,
        announced: collector.many(&all(|d| &d.announced))?,
        history: collector.many(&all(|d| &d.history))?,
        filler: collector.many(&all(|d| &d.filler))?,
        months,
        date,
    })
}
