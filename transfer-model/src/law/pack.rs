//! A law pack: all rows, references resolved.

use serde::{Deserialize, Serialize};

use super::ban::{Localisation, Restriction, Sanction};
use super::home::Home;
use super::mechanism::{Mechanism, NonMechanism, Scheme};
use super::paper::PaperDuty;
use super::place::Place;
use super::power::{Event, Power};
use super::profile::{Frame, Profile};
use super::provision::Provision;
use super::regime::{Abroad, FreeArea, Membership, NoExportLaw, Regime, Territory};
use super::rule::Rule;

/// Words that a register may use for a key.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Sectors of parties.
    pub sectors: Vec<String>,
    /// Purposes that rules read; registers may use others.
    pub purposes: Vec<String>,
    /// Kinds of data that rules read.
    pub data_kinds: Vec<String>,
}

impl Vocabulary {
    /// The sector of public bodies, which some grounds are for and others are not.
    pub const PUBLIC_BODY: &'static str = "public-body";
}

/// A law pack: all rows, references resolved.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LawPack {
    /// Version, year and month.
    pub version: String,
    /// Digest of the texts it was read from, in hexadecimal.
    pub digest: String,
    /// What else rows were added from, by name.
    pub overlays: Vec<String>,
    /// Names of the files rows stand in.
    pub files: Vec<String>,
    /// Places and areas.
    pub places: Vec<Place>,
    /// Memberships of areas.
    pub memberships: Vec<Membership>,
    /// Words.
    pub vocabulary: Vocabulary,
    /// Certification schemes.
    pub schemes: Vec<Scheme>,
    /// Regimes.
    pub regimes: Vec<Regime>,
    /// Their territories.
    pub territories: Vec<Territory>,
    /// Their free areas.
    pub free_areas: Vec<FreeArea>,
    /// Places of which it may be asked whether a regime treats them as abroad.
    pub abroad: Vec<Abroad>,
    /// Places without an export law.
    pub no_export_laws: Vec<NoExportLaw>,
    /// The vocabulary of claims.
    pub mechanisms: Vec<Mechanism>,
    /// Whose law claims are of.
    pub homes: Vec<Home>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// What is no mechanism, and why.
    pub non_mechanisms: Vec<NonMechanism>,
    /// Destination laws.
    pub powers: Vec<Power>,
    /// Events.
    pub events: Vec<Event>,
    /// Sanctions programmes.
    pub sanctions: Vec<Sanction>,
    /// Facts about destinations.
    pub profiles: Vec<Profile>,
    /// What laws ask of assessments.
    pub assessments: Vec<Frame>,
    /// Duties to keep data at home.
    pub localisations: Vec<Localisation>,
    /// National-security rules.
    pub restrictions: Vec<Restriction>,
    /// Duties about papers.
    pub paper_duties: Vec<PaperDuty>,
    /// Where each law says what.
    pub provisions: Vec<Provision>,
}

impl LawPack {
    /// The version as people are told of it, with what rows were added from.
    pub fn title(&self) -> String {
        if self.overlays.is_empty() {
            self.version.clone()
        } else {
            format!("{} with rows of {}", self.version, self.overlays.join(", "))
        }
    }
}
