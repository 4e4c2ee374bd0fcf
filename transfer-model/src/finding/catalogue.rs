//! The catalogue of findings: one entry each, with level, meaning, law and remedy, and a worked example in the folder of
//! its name. Adding a finding is one entry here and the place in the engine that raises it.

use super::Severity;
use crate::law::Subject;

/// An entry of the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// Its name.
    pub name: &'static str,
    /// Its level unless the register sets another.
    pub level: Severity,
    /// What it means, in one or two sentences.
    pub meaning: &'static str,
    /// The law behind it, in general.
    pub law: &'static str,
    /// What the provision that it rests on is about: under a law, that law's provision is cited. None: the general
    /// text is about no law in particular.
    pub subject: Option<Subject>,
    /// What mends it.
    pub remedy: &'static str,
}

/// The worked example of a finding: a register that raises it, and the same one mended. The first line of each says why.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// Raises the finding.
    pub failing: &'static str,
    /// Does not.
    pub passing: &'static str,
}

macro_rules! subject {
    () => {
        None
    };
    ($subject:ident) => {
        Some(Subject::$subject)
    };
}

macro_rules! catalogue {
    ($($variant:ident $name:literal $level:ident $meaning:literal $law:literal $(on $subject:ident)? $remedy:literal;)*) => {
        /// The code of a finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each is documented by its entry in the catalogue")]
        pub enum Code { $($variant),* }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name, as printed.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The code of a name.
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }

        /// The entry of a code.
        pub const fn entry(code: Code) -> Entry {
            match code {
                $(Code::$variant => Entry {
                    code,
                    name: $name,
                    level: Severity::$level,
                    meaning: $meaning,
                    law: $law,
                    subject: subject!($($subject)?),
                    remedy: $remedy,
                }),*
            }
        }

        /// The worked example of a code, from the folder of its name.
        pub const fn example(code: Code) -> Example {
            match code {
                $(Code::$variant => Example {
                    failing: include_str!(concat!("../../docs/findings/", $name, "/failing.toml")),
                    passing: include_str!(concat!("../../docs/findings/", $name, "/passing.toml")),
                }),*
            }
        }
    };
}

catalogue! {
    // The register.
    UnknownReference "unknown-reference" Error
        "A table names an id that no table has. Nothing is assessed until it is corrected."
        "Not a matter of law."
        "Correct the id, or add the table it names.";
    DuplicateId "duplicate-id" Error
        "Two tables have the same id, so that a reference to it could mean either."
        "Not a matter of law."
        "Give each its own id.";
    DatesReversed "dates-reversed" Error
        "A period ends before it begins."
        "Not a matter of law."
        "Correct the dates; both days are included.";
    ContradictoryParty "contradictory-party" Warning
        "What the register says of a party contradicts itself: a flow acts through a branch that the party does not have, it owns itself, or its owners hold more than the whole."
        "Not a matter of law, but which law applies may turn on it."
        "Correct the party, its owners or the flow.";
    ContradictoryDates "contradictory-dates" Note
        "Days of a flow do not go together: its data are said to be returned before its last day. What was returned is carried on no further."
        "Not a matter of law, but what is carried onward turns on it."
        "Correct `until` or `returned`.";
    ContradictoryInstrument "contradictory-instrument" Warning
        "An instrument is said to amend another, and is of a kind that amends nothing. What it is said to amend is not amended by it."
        "Not a matter of law, but a set that another law takes only as amended does not count there."
        "Record the amendment as an instrument of its own, with its kind, or leave out `amends`.";
    UnreachableParty "unreachable-party" Note
        "A party is named by no flow, owner, certification, instrument, representative, responsible row or notice."
        "Not a matter of law."
        "Add the flow that is missing, or remove the party.";
    FactMissing "fact-missing" Error
        "A fact that decides the verdict is not recorded. The tool does not guess; the message asks the question."
        "GDPR Articles 5(2) and 24: the controller must be able to show that it complies." on Accountability
        "Find the answer and record it.";
    ExporterUnknown "exporter-unknown" Error
        "The exporter's country is not known, so it cannot be said which law binds it."
        "Export laws bind by the place of the exporter (GDPR Article 3)."
        "Record the exporter's country.";
    RegimeNotInPack "regime-not-in-pack" Error
        "The law of the exporter's country is not in the law pack, so the flow cannot be assessed."
        "The law of the exporter's country."
        "Add the regime in an overlay (--law), or have it assessed by local counsel.";

    // Mechanisms.
    MechanismEnded "mechanism-ended" Error
        "What is claimed was a mechanism once, but was struck down, repealed or has run out."
        "For example CJEU C-311/18 (Schrems II) on the Privacy Shield." on Restriction
        "Rely on a mechanism in force, and correct what is published.";
    MechanismNotYetInForce "mechanism-not-yet-in-force" Error
        "What is claimed is not in force yet on the day assessed, or its document is dated later. It does not reach back."
        "A decision or contract protects from its own day." on Restriction
        "Rely on another mechanism until then.";
    MechanismEndsSoon "mechanism-ends-soon" Note
        "The mechanism relied on ends within the horizon asked for."
        "The end date of the decision, certification or contract."
        "Prepare its renewal or its successor.";
    MechanismAtRisk "mechanism-at-risk" Note
        "The mechanism stands, but a pending case or an event puts it in question."
        "See the event cited."
        "Have a second mechanism ready.";
    NotAMechanism "not-a-mechanism" Error
        "What is claimed is no transfer mechanism of this law, whatever its other merits."
        "GDPR Articles 45, 46, 47 and 49 are a closed list; other laws have their own." on Routes
        "Rely on a mechanism: an adequacy decision, clauses, binding corporate rules, or where it fits a derogation.";
    NoMechanism "no-mechanism" Error
        "The transfer is restricted and nothing is claimed to make it lawful."
        "GDPR Article 44; UK GDPR Article 44A; FADP Article 16." on Restriction
        "Sign clauses, or rely on a decision that covers the importer, or stop the transfer.";
    MechanismUnspecified "mechanism-unspecified" Error
        "Safeguards are claimed, but none is named, so none can be examined."
        "GDPR Article 13(1)(f): the safeguards must be named." on Information
        "Find out which mechanism is meant and record it.";
    InstrumentNotRecorded "instrument-not-recorded" Error
        "Clauses or rules are claimed, but the document is not recorded: who signed which set, and when."
        "GDPR Article 46(2); Article 5(2)." on Safeguards
        "Record the document as an instrument and let the flow name it.";
    InstrumentUnconfirmed "instrument-unconfirmed" Error
        "The document is said to exist, but nobody has seen it."
        "GDPR Article 5(2)." on Accountability
        "Obtain the document and set its state, or sign a new one.";
    OtherRegime "other-regime" Error
        "What is claimed is a mechanism of another law, or a ground that this law does not have."
        "Each law recognises its own mechanisms." on Restriction
        "Rely on a mechanism of this law.";
    OutOfScope "out-of-scope" Error
        "The mechanism exists but does not cover this transfer: the place, the sector, the purpose or the law chosen is outside its scope."
        "The scope of the decision or clauses cited." on Restriction
        "Rely on a mechanism that covers the transfer.";
    ImporterNotEligible "importer-not-eligible" Error
        "The importer cannot take part in the scheme that is claimed."
        "Transatlantic frameworks are open to organisations in the United States under the powers of the FTC or the Department of Transportation." on Restriction
        "Sign clauses with the importer, or rely on another mechanism.";
    ImporterNotCertified "importer-not-certified" Error
        "The importer has no entry in the scheme, or none for the part that this law needs."
        "The decision covers listed organisations only." on Restriction
        "Have the importer certify, or sign clauses.";
    CertificationLapsed "certification-lapsed" Error
        "The importer's entry in the scheme has ended."
        "The decision covers active participants only." on Restriction
        "Have the importer renew, or sign clauses; data received meanwhile need another safeguard.";
    CertificationDoesNotCoverData "certification-does-not-cover-data" Error
        "The importer's entry does not cover this kind of data (staff data, or other data)."
        "The decision covers the data named in the entry only." on Restriction
        "Have the entry extended, or sign clauses for these data.";
    WrongModule "wrong-module" Error
        "The set of clauses, or its module, is made for other roles than those of the parties."
        "(EU) 2021/914, modules 1 to 4; the earlier sets by their titles."
        "Sign the module or set for these roles.";
    ClausesRepealed "clauses-repealed" Error
        "The set of clauses was repealed, was signed after its repeal, or its processing changed after it."
        "(EU) 2021/914 Article 4(4) and its like."
        "Sign the set in force.";
    AddendumMissing "addendum-missing" Error
        "The paper is another law's and needs an addendum to count here: EU clauses under UK or Swiss law, EU rules under UK law."
        "ICO Addendum B1.0 under DPA 2018 section 119A; FDPIC paper of 2021-08-27; UK BCR Addendum." on Addendum
        "Sign the addendum or the amendments, and record it with `amends`.";
    AnnexMissing "annex-missing" Warning
        "An annex that the clauses need is not among those recorded."
        "(EU) 2021/914, Appendix."
        "Complete the annex.";
    NotSigned "not-signed" Error
        "The document is not signed, or the approval it needs is not recorded."
        "Clauses bind those who signed them; binding corporate rules and the like need approval." on Restriction
        "Have it signed or approved, and record the date.";
    InstrumentIncomplete "instrument-incomplete" Note
        "The annexes or the governing law of the document are not recorded, so they were not examined."
        "(EU) 2021/914, Appendix and clause 17."
        "Record `annexes` and `governing_law`.";
    PartyNotBound "party-not-bound" Error
        "The exporter or the importer is not a party to the document."
        "Clauses and rules bind their parties only." on Restriction
        "Have the party join the document, where it lets others join, or sign with it.";
    DerogationMisused "derogation-misused" Error
        "The conditions of the derogation are not met."
        "GDPR Article 49; EDPB Guidelines 2/2018; UK GDPR Article 49; FADP Article 17." on Derogations
        "Rely on an adequacy decision or appropriate safeguards; a derogation is for specific situations.";
    AdequacyNotClaimed "adequacy-not-claimed" Note
        "A decision covers the transfer although nobody claims it."
        "GDPR Article 45; UK GDPR Article 45A; FADP Article 16(1)." on Adequacy
        "Name it in the register and in the notice.";

    // Destination law.
    TiaMissing "tia-missing" Warning
        "The instrument relied on (clauses, binding corporate rules and the like) needs an assessment of the destination's law and practice, and none is recorded."
        "CJEU C-311/18, paragraphs 134 and 142; (EU) 2021/914 clause 14." on Assessment
        "Write the assessment and record it as a `[[tia]]`.";
    TiaOutdated "tia-outdated" Warning
        "The assessment is older than the house or the law allows, or the destination's law has changed since."
        "EDPB Recommendations 01/2020, step 6." on Review
        "Review the assessment.";
    TiaContradicted "tia-contradicted" Warning
        "The assessment does not fit the facts recorded: it counts on measures that are not there, or finds sufficient what the law defeats."
        "EDPB Recommendations 01/2020." on Measures
        "Correct the assessment, or put the measures in place.";
    TiaInsufficient "tia-insufficient" Error
        "The assessment itself concluded that protection is not sufficient."
        "CJEU C-311/18, paragraph 135; (EU) 2021/914 clauses 14(f) and 16." on Suspension
        "Stop the transfer, or add measures that work and assess again.";
    ProblematicLawUnaddressed "problematic-law-unaddressed" Error
        "A law of the destination reaches the importer and the data in the clear, and no measure prevents it."
        "CJEU C-311/18; EDPB Recommendations 01/2020, use cases 6 and 7." on Measures
        "Keep the data unreadable to the importer (keys with the exporter, pseudonyms), or stop the transfer.";
    MeasureIneffective "measure-ineffective" Note
        "A measure is recorded that does not help against the law that reaches these data."
        "EDPB Recommendations 01/2020, Annex 2." on Measures
        "Do not count on it; choose a measure that keeps the data out of reach.";
    ParentExposure "parent-exposure" Note
        "The importer belongs to a company in a country whose law may reach its subsidiaries' data."
        "EDPB Guidelines 05/2021, example 12; GDPR Articles 28(1) and 48." on ForeignControl
        "Consider it in the assessment; it is not itself a transfer.";

    // Onward transfers.
    OnwardWithoutFlowDown "onward-without-flow-down" Error
        "The importer passes the data on without the contract or mechanism that the first transfer demands."
        "(EU) 2021/914 clauses 8.7 and 8.8; the accountability principle of the frameworks; GDPR Article 44." on Restriction
        "Bind the next recipient, or stop the onward transfer.";
    OnwardOutsideGroup "onward-outside-group" Error
        "Binding corporate rules cover the group; this recipient is outside it."
        "GDPR Article 47." on BindingRules
        "Bind the recipient by contract.";
    UpstreamBroken "upstream-broken" Error
        "The data reached this exporter by a transfer that does not stand."
        "GDPR Article 44." on Restriction
        "Mend the earlier transfer.";
    SubprocessorNotAuthorised "subprocessor-not-authorised" Warning
        "The sub-processor is not among those authorised."
        "GDPR Article 28(2) and (4); (EU) 2021/914 clause 9." on Processors
        "Have it authorised or listed.";

    // Bans.
    SanctionedTerritory "sanctioned-territory" Error
        "The importer, a place of the processing, or the people concerned are in a territory under sanctions that the house applies."
        "The sanctions programme cited, and the register's own policy."
        "Do not make the transfer.";
    SanctionsProgramme "sanctions-programme" Note
        "Sanctions aimed at this country bind listed persons or sectors, not the whole territory."
        "The sanctions programme cited."
        "Check the person and the sector against the lists.";
    SanctionsListMissing "sanctions-list-missing" Error
        "The register names an authority whose territories the law pack does not list."
        "The register's own policy."
        "Add the territories in an overlay (--law), or list them under `policy.sanctioned` and take the authority out of `policy.sanctions`.";
    Localisation "localisation" Error
        "The law requires the data, or a copy, to stay in the country."
        "The localisation rule cited."
        "Store the data there first.";
    RestrictedTransaction "restricted-transaction" Error
        "A national-security rule bans or restricts access to these data by this recipient."
        "The rule cited."
        "Do not give access, or meet the rule's requirements.";
    HouseRule "house-rule" Error
        "The register's own policy forbids this mechanism."
        "The register's `[policy]`."
        "Rely on another mechanism.";

    // Papers.
    NoticeClaimsEndedMechanism "notice-claims-ended-mechanism" Warning
        "A published notice relies on a mechanism that is not in force on the day, or on what is none."
        "GDPR Articles 5(1)(a), 13(1)(f) and 14(1)(f)." on Information
        "Correct the notice.";
    NoticeOmitsMechanism "notice-omits-mechanism" Warning
        "A mechanism that transfers rely on is named by no notice of the exporter."
        "GDPR Articles 13(1)(f) and 14(1)(f); FADP Article 19(4)." on Information
        "Name it, and say how to get a copy of safeguards.";
    NoticeOmitsDestination "notice-omits-destination" Warning
        "Data go to a country that the notice does not name."
        "GDPR Articles 13(1)(f) and 14(1)(f); WP260 rev.01; FADP Article 19(4)." on Information
        "Name the country.";
    NoticeContradiction "notice-contradiction" Warning
        "The notice contradicts itself or the register: adequate countries only and clauses too, a mechanism claimed and denied, an entity named that is not the one whose notice it is."
        "GDPR Articles 5(1)(a) and 13(1)(a); before it Directive 95/46/EC Articles 6(1)(a) and 10." on Transparency
        "Correct the notice.";
    RepresentativeMissing "representative-missing" Warning
        "A party outside targets people there and names no representative there. Where the law asks more than a register records, it is a note."
        "GDPR Article 27; UK GDPR Article 27; FADP Article 14."
        "Appoint a representative in writing and name it.";
    ResponsibleMissing "responsible-missing" Warning
        "For people living somewhere nobody is named who answers to them, or two parties are."
        "GDPR Article 13(1)(a); before it Directive 95/46/EC Article 10(a)."
        "Add a row to `[[responsible]]`.";
    DutyOverdue "duty-overdue" Warning
        "A dated duty is past its day and not done."
        "The contract or policy it comes from."
        "Do it and record the day.";
    ReviewOverdue "review-overdue" Warning
        "The register has not been reviewed within its own interval."
        "GDPR Article 24(1)."
        "Review the register and record the day.";
    FilingDue "filing-due" Warning
        "A filing with an authority is to be made; its term still runs, or begins on a day that is not recorded."
        "The law cited."
        "File, and record the day in `filings` of the document.";
    OverlayOpen "overlay-open" Warning
        "A duty that the law puts on top of any route (a notice, a consent, a contract) is not shown as done. The transfer is lawful only with it."
        "The law cited."
        "Do what the law asks, and record it.";
    FilingOverdue "filing-overdue" Warning
        "A filing with an authority is past its deadline."
        "The law cited."
        "File, and record the day.";
    EvidenceMissing "evidence-missing" Warning
        "The file named as evidence is not there, cannot be read, or is outside the register's folder."
        "GDPR Article 5(2)."
        "Put the file where the register says.";
    EvidenceAltered "evidence-altered" Warning
        "The file named as evidence is not the one recorded."
        "GDPR Article 5(2)."
        "Restore the file, or record it anew.";
    WaiverUnused "waiver-unused" Warning
        "A waiver accepts a finding that is not there."
        "Not a matter of law."
        "Remove the waiver.";
    WaiverExpired "waiver-expired" Warning
        "A waiver has run out, or runs for more than twelve months."
        "Not a matter of law."
        "Decide anew, for twelve months at most.";
    BeyondLawHorizon "beyond-law-horizon" Note
        "The law that decides was last verified before the day assessed; what happened since is not known to the pack."
        "See `transfer law show`."
        "Check the law cited for changes since that day.";
    LawUnverified "law-unverified" Warning
        "A row of the law pack that decides the verdict is from memory and not confirmed in a source."
        "See `transfer law show`."
        "Check the row before relying on the verdict.";
    LawNote "law-note" Note
        "What lawyers should know of the law that decides here: a doubtful day, a disputed reading."
        "The row cited."
        "Consider it.";
    OwnStaffAbroad "own-staff-abroad" Note
        "Staff of an importer in the free area see the data from abroad. That is no transfer, but the data must be secure there."
        "EDPB Guidelines 05/2021, example 8; GDPR Article 32." on Security
        "Secure the access; do not let another legal entity use it.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        for name in &names {
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
            assert_eq!(Code::parse(name).map(Code::name), Some(*name));
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
