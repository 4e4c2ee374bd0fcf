//! A lexicon as written: the tables of a file of a language, and what may not stand in them. Checked before anything is
//! compiled, so that a fault is told of the file in which it is.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::cues::Cues;
use super::group::GROUPS;
use super::signs::Signs;
use super::{About, Kind};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MechanismText {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) part: Option<String>,
    pub(super) forms: Vec<String>,
    #[serde(default)]
    pub(super) not: Vec<String>,
    #[serde(default)]
    pub(super) capitals: bool,
    #[serde(default)]
    pub(super) title: bool,
    #[serde(default)]
    pub(super) spreads: bool,
    #[serde(default)]
    pub(super) needs: Vec<String>,
    pub(super) needs_document: Option<String>,
    #[serde(default)]
    pub(super) never: Vec<String>,
    pub(super) about: Option<About>,
    pub(super) guard: Option<String>,
    pub(super) unless: Option<String>,
    pub(super) after: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegimeText {
    pub(super) id: String,
    #[serde(default)]
    pub(super) law: Vec<String>,
    #[serde(default)]
    pub(super) place: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatesText {
    pub(super) updated: Vec<String>,
    pub(super) effective: Vec<String>,
    #[serde(default)]
    pub(super) weak: Vec<String>,
    #[serde(default)]
    pub(super) law: Vec<String>,
    #[serde(default)]
    pub(super) former: Vec<String>,
    #[serde(default)]
    pub(super) titled: Vec<String>,
    #[serde(default)]
    pub(super) whichever: Vec<String>,
    #[serde(default)]
    pub(super) announced: Vec<String>,
    #[serde(default)]
    pub(super) history: Vec<String>,
    #[serde(default)]
    pub(super) filler: Vec<String>,
    pub(super) months: Vec<String>,
    pub(super) day_first: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    pub(super) language: String,
    pub(super) triggers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) stopwords: Vec<String>,
    pub(super) frames: BTreeMap<String, Vec<String>>,
    pub(super) mechanism: Vec<MechanismText>,
    #[serde(default)]
    pub(super) regime: Vec<RegimeText>,
    pub(super) parts: BTreeMap<String, Vec<String>>,
    pub(super) polarity: BTreeMap<String, Vec<String>>,
    pub(super) dates: DatesText,
    #[serde(default)]
    pub(super) places: BTreeMap<String, Vec<String>>,
    pub(super) places_cues: BTreeMap<String, Vec<String>>,
}

pub(super) fn check(text: &Text) -> Result<(), String> {
    if let Some(word) = text.polarity.keys().find(|word| !Cues::WORDS.contains(&word.as_str())) {
        return Err(format!("unknown kind of cue `{word}`"));
    }
    if let Some(part) =
        text.parts.keys().find(|p| !["eu-us", "swiss-us", "uk-extension"].contains(&p.as_str()))
    {
        return Err(format!("unknown part `{part}`"));
    }
    if let Some(trigger) = text.triggers.values().flatten().find(|t| !t.is_ascii() || t.is_empty()) {
        return Err(format!("the trigger `{trigger}` is not ASCII"));
    }
    if let Some(kind) = text.triggers.keys().find(|kind| Signs::WORDS.iter().all(|(word, _)| word != kind)) {
        return Err(format!("unknown kind of trigger `{kind}`"));
    }
    if !text.dates.months.len().is_multiple_of(12) || text.dates.months.is_empty() {
        return Err("the names of months are not twelve".to_owned());
    }
    let all = text.mechanism.iter().flat_map(|row| row.forms.iter().chain(&row.not));
    let all = all.chain(text.frames.values().flatten()).chain(text.polarity.values().flatten());
    for pattern in all {
        // What follows a backslash is a class and no letter.
        let letters =
            pattern.split('\\').enumerate().map(|(at, part)| part.get(usize::from(at > 0)..).unwrap_or(""));
        if !pattern.is_ascii() || letters.flat_map(str::bytes).any(|byte| byte.is_ascii_uppercase()) {
            return Err(format!(
                "`{pattern}` can match nothing: texts are searched without accents and capitals"
            ));
        }
    }
    for row in &text.mechanism {
        if row.forms.is_empty() {
            return Err(format!("`{}` has a row without forms", row.id));
        }
        if !GROUPS.iter().any(|group| group.has(row.kind, &row.id)) {
            return Err(format!("`{}` is of a kind in which it is never searched", row.id));
        }
    }
    Ok(())
}
