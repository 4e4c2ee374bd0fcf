//! What a regulator asks for in one document: who sends which data where, on what ground, whether it stands, on
//! what papers, and what is open. Every statement stands beside its place in the register or in the law.

use std::collections::BTreeSet;

use transfer_model::assess::{Assessment, Words};
use transfer_model::finding::Severity;

use super::view::{View, views};
use crate::evidence::beside;
use crate::input::Loaded;
use crate::render::markdown::escape;

/// The document.
pub fn markdown(loaded: &Loaded, assessment: &Assessment) -> String {
    let register = &loaded.register;
    let pack = loaded.book.pack();
    let mut text = format!(
        "# {}: record of transfers of personal data\n\nState of {}. Register {}. Law pack {}, verified to {}.\n",
        escape(&register.name),
        assessment.as_of,
        register.digest,
        escape(&pack.title()),
        assessment.verified_to
    );
    let views = views(loaded, assessment);
    text.push_str(&parties(loaded));
    text.push_str(&format!(
        "\n## Transfers\n\nActive: {}; not active: {}.\n",
        views.len(),
        assessment.inactive
    ));
    for view in &views {
        text.push_str(&flow(view, assessment));
    }
    text.push_str(&papers(loaded));
    text.push_str(&assessments(loaded));
    text.push_str(&evidence(loaded));
    text
}

fn list<T: AsRef<str>>(words: &[T]) -> String {
    if words.is_empty() {
        return "not recorded".to_owned();
    }
    words.iter().map(|word| escape(word.as_ref())).collect::<Vec<_>>().join("; ")
}

fn parties(loaded: &Loaded) -> String {
    let register = &loaded.register;
    let mut text =
        "\n## Parties\n\n| party | kind | country | represented by |\n| --- | --- | --- | --- |\n".to_owned();
    for party in &register.parties {
        let country = party.country.value.map_or("unknown", |place| loaded.book.place(place).name.as_str());
        let represented: Vec<String> = party
            .representative
            .iter()
            .map(|(place, by)| {
                format!("{}: {}", loaded.book.place(place.value).name, register.party(by.value).name)
            })
            .collect();
        let represented = if represented.is_empty() { "-".to_owned() } else { list(&represented) };
        text.push_str(&format!(
            "| {} | {} | {} | {represented} |\n",
            escape(&party.name),
            party.kind.name(),
            escape(country)
        ));
    }
    text
}

fn flow(view: &View<'_>, assessment: &Assessment) -> String {
    let (register, book) = (&view.loaded.register, &view.loaded.book);
    let words = Words { register, book };
    let flow = view.flow;
    let place = |party| format!("{} ({})", escape(view.name(party)), escape(view.country(party)));
    let mut text = format!("\n### {}\n\n", escape(&flow.id));
    let mut line = |label: &str, value: String| text.push_str(&format!("- {label}: {value}\n"));
    line("from", place(flow.from.value));
    line("to", place(flow.to.value));
    line("roles", flow.roles.value.name().to_owned());
    line("personal data", list(&view.data()));
    line("people", list(&view.subjects()));
    line("purposes", list(&view.purposes()));
    line("restricted destinations", {
        let places: BTreeSet<&str> =
            view.restricted(|_| true).into_iter().map(|place| view.place(place)).collect();
        let places: Vec<&str> = places.into_iter().collect();
        if places.is_empty() { "none".to_owned() } else { list(&places) }
    });
    line("claimed", list(&view.claims()));
    line("measures", list(&view.safeguards()));
    let at = register.sources.locate(flow.span);
    line("recorded at", format!("{}:{}", escape(&at.file), at.line));
    line("verdict", view.result.verdict.name().to_owned());
    for regime in &view.result.regimes {
        let carrier = regime.carrier.map(|carrier| {
            let rule = book.rule(carrier.rule);
            format!(
                "; {}, {}",
                escape(&book.mechanism(carrier.mechanism).name),
                escape(&rule.header.citation)
            )
        });
        text.push_str(&format!(
            "  - {}: {}{}\n",
            words.regime(regime.binding.regime),
            regime.verdict.name(),
            carrier.unwrap_or_default()
        ));
    }
    let open: Vec<String> = assessment
        .findings
        .iter()
        .filter(|finding| finding.flow == Some(view.result.flow) && finding.severity != Severity::Note)
        .map(|finding| {
            let waiver = finding.waived.and_then(|at| register.waivers.get(at.position()));
            let waived = waiver.map(|waiver| {
                let (until, by) = (waiver.until.value, escape(&waiver.approved_by));
                format!(" (risk accepted until {until} by {by}: {})", escape(&waiver.reason))
            });
            let waived = waived.unwrap_or_default();
            format!("  - `{}`: {}{waived}\n", finding.code.name(), escape(&words.message(finding)))
        })
        .collect();
    if !open.is_empty() {
        text.push_str("- open:\n");
        text.push_str(&open.concat());
    }
    text
}

fn papers(loaded: &Loaded) -> String {
    let register = &loaded.register;
    if register.instruments.is_empty() {
        return "\n## Instruments\n\nNone is recorded.\n".to_owned();
    }
    let mut text =
        "\n## Instruments\n\n| instrument | kind | signed | evidence | recorded at |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for instrument in &register.instruments {
        let at = register.sources.locate(instrument.span);
        text.push_str(&format!(
            "| {} | {} | {} | {} | {}:{} |\n",
            escape(&instrument.id),
            escape(&loaded.book.mechanism(instrument.kind.value).name),
            instrument.signed.map_or_else(|| "not recorded".to_owned(), |day| day.value.to_string()),
            instrument.evidence.as_ref().map_or_else(|| "not recorded".to_owned(), |e| escape(&e.file.value)),
            escape(&at.file),
            at.line
        ));
    }
    text
}

fn assessments(loaded: &Loaded) -> String {
    let register = &loaded.register;
    if register.tias.is_empty() {
        return "\n## Transfer impact assessments\n\nNone is recorded.\n".to_owned();
    }
    let mut text = "\n## Transfer impact assessments\n\n| assessment | country | date | flows | approved by |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for tia in &register.tias {
        let flows: Vec<&str> = tia.flows.iter().map(|flow| register.flow(*flow).id.as_str()).collect();
        let about: Vec<&str> =
            tia.data.iter().flatten().map(|item| register.datum(*item).id.as_str()).collect();
        let name = match tia.data {
            Some(_) if about.is_empty() => format!("{} (for no data)", escape(&tia.id)),
            Some(_) => format!("{} (for {})", escape(&tia.id), list(&about)),
            None => escape(&tia.id),
        };
        text.push_str(&format!(
            "| {name} | {} | {} | {} | {} |\n",
            escape(&loaded.book.place(tia.country).name),
            tia.date.value,
            list(&flows),
            escape(tia.approved_by.as_deref().unwrap_or("not recorded"))
        ));
    }
    text
}

/// Files that show what is no instrument; nothing where none is named.
fn evidence(loaded: &Loaded) -> String {
    let register = &loaded.register;
    let rows = beside(register, &loaded.book).map(|(of, file)| {
        let at = register.sources.locate(of.span);
        let (name, file) = (escape(&of.name(", ")), escape(&file.file.value));
        format!("| {} | {name} | {file} | {}:{} |\n", of.called(), escape(&at.file), at.line)
    });
    let rows: String = rows.collect();
    if rows.is_empty() {
        return rows;
    }
    format!(
        "\n## Evidence of entries, assessments and notices\n\n| of | id | evidence | recorded at |\n| --- | --- | --- | --- |\n{rows}"
    )
}
