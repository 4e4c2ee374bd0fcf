//! An assessment as GitHub workflow commands: each finding becomes an annotation on its line of the register.
//! Text from the register cannot make a command of its own.

use transfer_model::assess::{Assessment, Words};
use transfer_model::diag::Problem;
use transfer_model::finding::Severity;
use transfer_model::source::Sources;

use super::counts::counts;
use super::lock::{Differences, LOCK_DIFFERS, REMEDY};
use super::mark::Mark;
use super::once::{Told, told_once};
use super::text::clean;
use crate::home::Home;
use crate::input::Loaded;

/// The commands and a line that counts the verdicts. Notes only where asked for: the host shows few of them.
pub fn assessment(
    loaded: &Loaded,
    assessment: &Assessment,
    lock: Option<&Differences>,
    notes: bool,
) -> String {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let mut text = String::new();
    for difference in lock.into_iter().flat_map(|lock| &lock.flows) {
        let flow = loaded.register.flows.iter().find(|flow| flow.id == difference.flow);
        let place = flow.map_or_else(String::new, |flow| {
            let mark = Mark::of(loaded, flow.span);
            format!("file={},line={},col={},", property(&clean(&mark.file)), mark.line, mark.column)
        });
        let message = clean(&difference.message());
        let message = data(&format!("{message}\nremedy: {REMEDY}"));
        text.push_str(&format!("::error {place}title={LOCK_DIFFERS}::{message}\n"));
    }
    // The host shows the first ten of a level; a fact missing under several regimes is asked for once.
    let shown = assessment.findings.iter().filter(|finding| finding.severity != Severity::Note || notes);
    for told in told_once(words, shown) {
        text.push_str(&command(loaded, words, &told));
    }
    let verdicts = counts(|verdict| assessment.count(verdict));
    let counts = if verdicts.is_empty() { "none active".to_owned() } else { verdicts.join(", ") };
    text.push_str(&format!("transfers on {}: {counts}\n", assessment.as_of));
    text
}

/// The faults of a register that was not assessed.
pub fn problems(home: &Home, sources: &Sources, problems: &[Problem]) -> String {
    /// The host shows ten.
    const MOST: usize = 50;
    let mut text = String::new();
    for problem in problems.iter().take(MOST) {
        let mut message = clean(&problem.message);
        if let Some(help) = &problem.help {
            message.push_str(&format!("\nhelp: {}", clean(help)));
        }
        let place = problem.span.map_or_else(String::new, |span| {
            let at = sources.locate(span);
            format!("file={},line={},col={},", property(&clean(&home.path(&at.file))), at.line, at.column)
        });
        let title = property(problem.code.name());
        text.push_str(&format!("::error {place}title={title}::{}\n", data(&message)));
    }
    text
}

fn command(loaded: &Loaded, words: Words<'_>, told: &Told<'_>) -> String {
    let finding = told.first;
    let level = match told.severity() {
        _ if finding.waived.is_some() => "notice",
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mark = Mark::of(loaded, finding.span);
    let mut message = clean(&told.message);
    if let Some(flow) = finding.flow {
        message = format!("flow {}: {message}", clean(&loaded.register.flow(flow).id));
    }
    let law = told.law(words, loaded.day);
    if !law.is_empty() {
        message.push_str(&format!("\nlaw: {}", clean(&law)));
    }
    message.push_str(&format!("\nremedy: {}", clean(&words.remedy(finding))));
    let mut title = finding.code.name().to_owned();
    if let Some(waiver) = finding.waived.and_then(|at| loaded.register.waivers.get(at.position())) {
        title.push_str(" (waived)");
        message.push_str(&format!(
            "\nwaived: {} ({}), until {}",
            clean(&waiver.reason),
            clean(&waiver.approved_by),
            waiver.until.value
        ));
    }
    // Columns can be given for a stretch of one line only.
    let columns = if mark.line == mark.end_line && mark.end_column > mark.column {
        format!(",endColumn={}", mark.end_column.saturating_sub(1))
    } else {
        String::new()
    };
    format!(
        "::{level} file={},line={},col={}{columns},title={}::{}\n",
        property(&clean(&mark.file)),
        mark.line,
        mark.column,
        property(&title),
        data(&message)
    )
}

/// The message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn no_text_makes_a_command() {
        assert_eq!(data("a%0A\r\n::error::b"), "a%250A%0D%0A::error::b");
        assert_eq!(property("a,line=1::b%"), "a%2Cline=1%3A%3Ab%25");
    }
}
