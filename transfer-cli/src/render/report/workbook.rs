//! The workbook: flows, findings, documents, duties, assessments and the rows of the law. Every cell is a text or
//! a number; none is a formula, and one that begins like a formula stays text when it is edited. The same bytes
//! for the same report.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use transfer_model::assess::Verdict;

use super::{Report, papers, steps};
use crate::render::text::{clean, short};
use crate::render::tia::due;

/// Most characters of a cell; the format has room for 32,767.
const MOST: usize = 8_000;

/// The workbook.
///
/// # Errors
///
/// What the library could not write.
pub fn workbook(report: &Report<'_>) -> Result<Vec<u8>, String> {
    build(report).map_err(|error| format!("cannot make the workbook: {error}"))
}

fn build(report: &Report<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A file has a day of making; the day assessed keeps the bytes the same.
    let date = report.loaded.day.date();
    let year = u16::try_from(date.year()).unwrap_or(1970).clamp(1970, 9999);
    let (month, day) = (u8::try_from(date.month()).unwrap_or(1), u8::try_from(date.day()).unwrap_or(1));
    let made = ExcelDateTime::from_ymd(year, month, day)?;
    let title =
        short(&clean(&format!("{}: transfers, {}", report.loaded.register.name, report.quarter)), 200);
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    let pack = report.loaded.book.pack();
    let about = vec![
        vec!["register".to_owned(), report.loaded.register.name.clone()],
        vec!["register digest".to_owned(), report.loaded.register.digest.clone()],
        vec!["law pack".to_owned(), pack.title()],
        vec!["law verified to".to_owned(), report.assessment.verified_to.to_string()],
        vec!["law digest".to_owned(), pack.digest.clone()],
        vec!["quarter".to_owned(), report.quarter.clone()],
        vec!["assessed as of".to_owned(), report.loaded.day.to_string()],
    ];
    sheet(book.add_worksheet(), "About", &["what", "value"], &about)?;
    sheet(book.add_worksheet(), "Flows", &FLOWS, &flows(report))?;
    sheet(book.add_worksheet(), "Findings", &FINDINGS, &findings(report))?;
    sheet(book.add_worksheet(), "Plan", &steps::HEAD, &steps::rows(report))?;
    sheet(book.add_worksheet(), "Instruments", &papers::INSTRUMENT_HEAD, &papers::instrument_rows(report))?;
    let other = papers::evidence_rows(report);
    if !other.is_empty() {
        sheet(book.add_worksheet(), "Evidence", &papers::EVIDENCE_HEAD, &other)?;
    }
    sheet(book.add_worksheet(), "Duties", &papers::DUTY_HEAD, &papers::duty_rows(report))?;
    sheet(book.add_worksheet(), "Assessments", &due::HEAD, &due::rows(report.loaded, &report.due))?;
    sheet(book.add_worksheet(), "Law", &papers::LAW_HEAD, &papers::law_rows(report))?;
    book.save_to_buffer()
}

/// The widest column, in characters.
const WIDEST: usize = 48;

/// As many characters as a page takes across and still can be read.
const PAGE: usize = 135;

/// On how many lines a text stands in a column of that width, words kept whole.
fn lines(text: &str, wide: usize) -> usize {
    let (mut lines, mut used) = (1_usize, 0_usize);
    for word in text.split_whitespace() {
        let long = word.chars().count();
        if used > 0 && used.saturating_add(long) >= wide {
            lines = lines.saturating_add(1);
            used = 0;
        }
        lines = lines.saturating_add(long.checked_div(wide.max(1)).unwrap_or(0));
        used = used.saturating_add(long).saturating_add(1);
    }
    lines
}

fn sheet(sheet: &mut Worksheet, name: &str, head: &[&str], rows: &[Vec<String>]) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let bold = Format::new().set_bold();
    let plain = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let text = plain.clone().set_quote_prefix();
    let mut widths = Vec::new();
    for (column, name) in (0u16..).zip(head) {
        sheet.write_string_with_format(0, column, *name, &bold)?;
        let widest =
            rows.iter().filter_map(|row| row.get(usize::from(column))).map(|cell| cell.chars().count());
        let wide = widest.chain([name.len()]).max().unwrap_or(8).saturating_add(2).clamp(9, WIDEST);
        sheet.set_column_width(column, f64::from(u32::try_from(wide).unwrap_or(60)))?;
        widths.push(wide);
    }
    for (line, row) in (1u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(row) {
            let cell = short(&clean(cell), MOST);
            let formula = cell.trim_start().starts_with(['=', '+', '-', '@']);
            sheet.write_string_with_format(line, column, cell, if formula { &text } else { &plain })?;
        }
        let lines = row.iter().zip(&widths).map(|(cell, wide)| lines(cell, *wide)).max().unwrap_or(1);
        if lines > 1 {
            // Not every program makes room for wrapped text by itself; 409 points are the most that a row may have.
            let points = lines.saturating_mul(15).min(405);
            sheet.set_row_height(line, f64::from(u32::try_from(points).unwrap_or(405)))?;
        }
    }
    // On paper: across the page, the head row again on each.
    let pages = u16::try_from(widths.iter().sum::<usize>().div_ceil(PAGE)).unwrap_or(1);
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(pages, 0).set_print_gridlines(true);
    sheet.set_repeat_rows(0, 0)?;
    if pages > 1 {
        sheet.set_repeat_columns(0, 0)?;
    }
    sheet.set_footer("&L&A&RPage &P of &N");
    sheet.set_freeze_panes(1, 0)?;
    let last = u16::try_from(head.len().saturating_sub(1)).unwrap_or(0);
    sheet.autofilter(0, 0, u32::try_from(rows.len()).unwrap_or(u32::MAX), last)?;
    Ok(())
}

const FLOWS: [&str; 16] = [
    "flow",
    "from",
    "from country",
    "to",
    "to country",
    "roles",
    "data",
    "verdict",
    "law",
    "basis",
    "verdict under the law",
    "carried by",
    "row",
    "claims",
    "next change",
    "optional",
];

fn flows(report: &Report<'_>) -> Vec<Vec<String>> {
    let register = &report.loaded.register;
    let words = report.words();
    let mut rows = Vec::new();
    for result in &report.assessment.flows {
        let flow = register.flow(result.flow);
        let data: Vec<&str> = flow.data.iter().map(|data| register.datum(data.value).name.as_str()).collect();
        let next = result.next.as_ref().map_or_else(String::new, |next| {
            format!("{}: {}", next.day, next.verdict.map_or("not active", Verdict::name))
        });
        let head = [
            flow.id.clone(),
            register.party(flow.from.value).name.clone(),
            report.code(report.engine.origin(result.flow)).to_owned(),
            register.party(flow.to.value).name.clone(),
            report.code(register.party(flow.to.value).country.value).to_owned(),
            flow.roles.value.name().to_owned(),
            data.join(", "),
            result.verdict.name().to_owned(),
        ];
        let tail = [next, flow.optional.clone().unwrap_or_default()];
        if result.regimes.is_empty() || result.beyond_regimes() {
            let none = std::iter::repeat_n(String::new(), 6);
            rows.push(head.iter().cloned().chain(none).chain(tail.clone()).collect());
        }
        for regime in &result.regimes {
            let claims: Vec<String> = regime
                .claims
                .iter()
                .map(|claim| format!("{}: {}", words.tag(result.flow, claim.tag), claim.status.name()))
                .collect();
            let by = regime.mechanism();
            let middle = [
                words.regime(regime.binding.regime).to_owned(),
                regime.binding.basis.name().to_owned(),
                regime.verdict.name().to_owned(),
                by.map_or_else(String::new, |by| report.loaded.book.mechanism(by).id.clone()),
                regime.row.map_or_else(String::new, |row| row.of(&report.loaded.book).0.to_owned()),
                claims.join("; "),
            ];
            rows.push(head.iter().cloned().chain(middle).chain(tail.clone()).collect());
        }
    }
    rows
}

const FINDINGS: [&str; 9] = ["level", "finding", "flow", "law", "what", "cited", "remedy", "where", "waived"];

fn findings(report: &Report<'_>) -> Vec<Vec<String>> {
    let register = &report.loaded.register;
    let words = report.words();
    report
        .assessment
        .findings
        .iter()
        .map(|finding| {
            let at = register.sources.locate(finding.span);
            let waiver = finding.waived.and_then(|at| register.waivers.get(at.position()));
            vec![
                finding.severity.name().to_owned(),
                finding.code.name().to_owned(),
                finding.flow.map_or_else(String::new, |flow| report.id(flow).to_owned()),
                finding.regime.map_or_else(String::new, |regime| words.regime(regime).to_owned()),
                words.message(finding),
                words.citations(finding.detail, finding.regime, report.loaded.day).join("; "),
                words.remedy(finding),
                format!("{}:{}", at.file, at.line),
                waiver.map_or_else(String::new, |waiver| {
                    format!("until {} by {}: {}", waiver.until.value, waiver.approved_by, waiver.reason)
                }),
            ]
        })
        .collect()
}
