//! Steps in words.

use std::collections::BTreeSet;

use super::step::{Base, Step, What};
use crate::index::{InstrumentIx, MechanismIx, PartyIx, RuleIx};
use crate::law::{ConsentNeed, LawBook};
use crate::register::{Register, TagUse};

impl Step {
    /// What is to be done, in words.
    pub fn sentence(&self, register: &Register, book: &LawBook) -> String {
        let party = |ix: PartyIx| register.party(ix).name.as_str();
        let paper = |ix: InstrumentIx| format!("`{}`", register.instrument(ix).id);
        let name = |ix: MechanismIx| book.mechanism(ix).name.as_str();
        // With the word that a register takes.
        let kind = |ix: MechanismIx| format!("{} (`{}`)", name(ix), book.mechanism(ix).id);
        match self.what {
            What::Rely { document } => {
                let whole = if self.extends(register, document) { "all data of " } else { "" };
                format!("claim {}, which binds both, for {whole}these flows", paper(document))
            }
            What::Drop { mechanism, forbidden } => {
                let names = numbered("", "", self.claimed(mechanism, register, book).iter());
                format!(
                    "no longer claim{names} for these flows: the house's policy forbids {}",
                    name(forbidden)
                )
            }
            What::Sign { kind: set, exporter, importer } => format!(
                "sign {}{} between {} (exporter) and {} (importer){}{}",
                kind(set),
                numbered(" with module", " with modules", self.terms.modules.iter()),
                party(exporter),
                party(importer),
                numbered(", with annex", ", with annexes", self.terms.annexes.iter()),
                numbered(", and file it:", ", and file it:", citations(&self.terms.filings, book)),
            ),
            What::Execute { document } => {
                format!(
                    "sign {} ({}){}",
                    paper(document),
                    name(register.instrument(document).kind.value),
                    between(register, document)
                )
            }
            What::Bind { document, party: who, importer } => format!(
                "have {} join {} as {}",
                party(who),
                paper(document),
                if importer { "importer" } else { "exporter" }
            ),
            What::Module { document, module } => format!("agree module {module} in {}", paper(document)),
            What::Amend { set, kind: amendment, exporter, importer } => {
                let set = match set {
                    Base::Document(document) => paper(document),
                    Base::Signed(_) => "the new set".to_owned(),
                };
                format!(
                    "sign the {}, for {set}, between {} (exporter) and {} (importer)",
                    kind(amendment),
                    party(exporter),
                    party(importer)
                )
            }
            What::Certify { party: who, scheme } => {
                let scheme = book.scheme(scheme);
                let parts = self.terms.parts.iter().filter_map(|part| scheme.parts.get(usize::from(*part)));
                let data = match (self.terms.staff, self.terms.other) {
                    (true, true) => ", for staff and other data",
                    (true, false) => ", for staff data",
                    (false, true) => ", for data other than staff data",
                    (false, false) => "",
                };
                let claimed: Vec<String> = self.terms.mechanisms.iter().map(|ix| kind(*ix)).collect();
                let claims = if claimed.is_empty() {
                    String::new()
                } else {
                    format!(", and claim {} for these flows", claimed.join(" and "))
                };
                format!(
                    "have {} enter the {} (`{}`){}{data}{claims}",
                    party(who),
                    scheme.name,
                    scheme.id,
                    numbered(", part", ", parts", parts)
                )
            }
            What::Assess { place, kind } => format!(
                "assess the law and practice of {} ({}); it counts only if it finds protection sufficient",
                book.place(place).in_words(),
                kind.name()
            ),
            What::Annex { document } => {
                format!(
                    "fill in{} of {}",
                    numbered(" annex", " annexes", self.terms.annexes.iter()),
                    paper(document)
                )
            }
            What::Measure { measure, .. } => format!("put `{}` in place", measure.name()),
            What::Record { duty, exporter } => {
                let Some(row) = book.pack().localisations.get(duty) else { return String::new() };
                let place = row.places.first().map_or("", |place| book.place(*place).name.as_str());
                let only = if row.only_there { " and nowhere else" } else { "" };
                format!(
                    "have {} record the data of these flows first in {place}{only} ({})",
                    party(exporter),
                    row.header.citation
                )
            }
            What::Authorise { document, party: who } => {
                format!("authorise {} as sub-processor under {}", party(who), paper(document))
            }
            What::File { document, rule } => {
                format!("file {} as {} asks", paper(document), book.rule(rule).header.citation)
            }
            What::Ground { mechanism } => {
                format!("claim {} for these flows{}", kind(mechanism), self.cited(book))
            }
            What::Consent { flow, ground } => {
                let needs = self.terms.needs.iter().filter(|need| **need != ConsentNeed::Free);
                let claim = ground.map_or_else(String::new, |ground| format!(", and claim {}", kind(ground)));
                format!(
                    "ask the people whose data `{}` carries for their consent{}{}{claim}; where it is not given, the data stay{}",
                    register.flow(flow).id,
                    numbered(":", ":", needs.map(|need| need_words(*need))),
                    numbered(", shown", ", shown", self.items()),
                    self.cited(book)
                )
            }
            What::Tell { flow } => format!(
                "tell the people whose data `{}` carries of the transfer{}{}",
                register.flow(flow).id,
                numbered(", with", ", with", self.items()),
                self.told(book)
            ),
            What::Serve { rule, exporter, importer } => {
                let header = &book.rule(rule).header;
                let note = header.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
                format!(
                    "agree in writing between {} (exporter) and {} (importer) what {} asks{note}",
                    party(exporter),
                    party(importer),
                    header.citation
                )
            }
            What::Lodge { kind: file, exporter, importer } => format!(
                "make and file: {}, for the transfers of {} to {}{}",
                kind(file),
                party(exporter),
                party(importer),
                self.cited(book)
            ),
            What::Notify { rule, exporter, importer } => {
                let header = &book.rule(rule).header;
                format!(
                    "file what {} asks for the transfers of {} to {}",
                    header.citation,
                    party(exporter),
                    party(importer)
                )
            }
            What::Represent { party: who, place } => format!(
                "name a representative of {} in {}, established there{}",
                party(who),
                book.place(place).in_words(),
                self.cited(book)
            ),
            What::Update { notice } => self.update(notice, register, book),
            What::Stop { flow } => {
                format!("stop `{}` and have the data returned or erased", register.flow(flow).id)
            }
        }
    }

    /// Whether a flow claims the document already, for some of its data.
    fn extends(&self, register: &Register, document: InstrumentIx) -> bool {
        let mut tags = self.flows.iter().flat_map(|flow| &register.flow(*flow).mechanism);
        tags.any(|tag| tag.data.is_some() && tag.names == TagUse::Instrument(document))
    }

    /// What the flows claim of a mechanism, as the register names it.
    fn claimed(&self, mechanism: MechanismIx, register: &Register, book: &LawBook) -> BTreeSet<String> {
        let tags = self.flows.iter().flat_map(|flow| &register.flow(*flow).mechanism);
        let names = tags.filter_map(|tag| match tag.names {
            TagUse::Bare(bare) if bare == mechanism => Some(book.mechanism(bare).id.as_str()),
            TagUse::Instrument(ix) if register.instrument(ix).kind.value == mechanism => {
                Some(register.instrument(ix).id.as_str())
            }
            TagUse::Bare(_) | TagUse::Instrument(_) | TagUse::Other(_) => None,
        });
        names.map(|name| format!("`{name}`")).collect()
    }

    /// What a notice says when it is published anew.
    fn update(&self, at: usize, register: &Register, book: &LawBook) -> String {
        let Some(notice) = register.notices.get(at) else { return String::new() };
        let mechanism = |ix: MechanismIx| format!("`{}`", book.mechanism(ix).id);
        let mut parts = Vec::new();
        let gone = self.terms.withdrawn.iter().filter_map(|withdrawn| {
            let claim = notice.claims.as_deref()?.get(withdrawn.claim)?;
            let part = claim.part.as_ref().map_or_else(String::new, |part| format!(" ({part})"));
            let place = withdrawn
                .place
                .map_or_else(String::new, |place| format!(" for {}", book.place(place).in_words()));
            Some(format!("{}{part}{place}", mechanism(claim.mechanism)))
        });
        let gone: BTreeSet<String> = gone.collect();
        if !gone.is_empty() {
            parts.push(numbered("take out", "take out", gone.iter()));
        }
        if !self.terms.mechanisms.is_empty() {
            let named = self.terms.mechanisms.iter().map(|ix| mechanism(*ix));
            parts.push(numbered("name as relied on", "name as relied on", named));
        }
        if !self.terms.places.is_empty() {
            let places = self.terms.places.iter().map(|place| book.place(*place).in_words());
            parts.push(numbered("name as destination", "name as destinations", places));
        }
        if !self.terms.names.is_empty() {
            let who = notice.of.first().map_or("", |party| register.party(party.value).name.as_str());
            parts.push(format!("name {who} as the controller"));
        }
        format!("publish notice `{}` anew: {}", notice.id, parts.join("; "))
    }

    /// What people are shown, the most general first.
    fn items(&self) -> impl Iterator<Item = &str> {
        let known = ITEMS.iter().filter(|(word, _)| self.terms.items.contains(*word)).map(|(_, text)| *text);
        let free = self.terms.items.iter().map(String::as_str);
        known.chain(free.filter(|item| ITEMS.iter().all(|(word, _)| word != item)))
    }

    /// The law that asks people to be told, in brackets, with all that it asks where a duty of its own says so.
    fn told(&self, book: &LawBook) -> String {
        let asked = self.terms.rules.iter().map(|rule| {
            let rule = book.rule(*rule);
            match &rule.header.note {
                Some(note) if !rule.is_route() => format!("{}: {note}", rule.header.citation),
                _ => rule.header.citation.clone(),
            }
        });
        let asked: BTreeSet<String> = asked.collect();
        if asked.is_empty() {
            return String::new();
        }
        format!(" ({})", asked.into_iter().collect::<Vec<_>>().join("; "))
    }

    /// The law behind it, in brackets.
    fn cited(&self, book: &LawBook) -> String {
        let cited: BTreeSet<&str> = citations(&self.terms.rules, book).collect();
        if cited.is_empty() {
            return String::new();
        }
        format!(" ({})", cited.into_iter().collect::<Vec<_>>().join("; "))
    }
}

fn citations<'b>(rules: &BTreeSet<RuleIx>, book: &'b LawBook) -> impl Iterator<Item = &'b str> {
    rules.iter().map(|rule| book.rule(*rule).header.citation.as_str())
}

/// What a consent has to be.
const fn need_words(need: ConsentNeed) -> &'static str {
    match need {
        ConsentNeed::Free => "freely given",
        ConsentNeed::Separate => "apart from other consents",
        ConsentNeed::Informed => "told that the data go abroad",
        ConsentNeed::Explicit => "express",
        ConsentNeed::Risks => "told which protection may be lacking abroad",
    }
}

/// What people are shown, by the words of the register.
const ITEMS: [(&str, &str); 5] = [
    ("country", "the country"),
    ("recipient", "the recipient"),
    ("contact", "how to reach the recipient"),
    ("foreign-law", "the law there"),
    ("measures", "the measures that protect the data"),
];

/// Those who sign a document of more than two.
fn between(register: &Register, document: InstrumentIx) -> String {
    let paper = register.instrument(document);
    let all: BTreeSet<PartyIx> = paper.exporters.iter().chain(&paper.importers).copied().collect();
    if all.len() < 3 {
        return String::new();
    }
    numbered("", " between", all.iter().map(|ix| register.party(*ix).name.as_str()))
}

/// The items behind a word, in the plural where they are several.
fn numbered<T: ToString>(one: &str, more: &str, items: impl Iterator<Item = T>) -> String {
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    match items.as_slice() {
        [] => String::new(),
        [only] => format!("{one} {only}"),
        [first @ .., last] => format!("{more} {} and {last}", first.join(", ")),
    }
}
