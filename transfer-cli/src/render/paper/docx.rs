//! A paper as a Word document. The same bytes for the same paper: no clock, no random id. Each page has the foot
//! and its number.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, LineSpacing, PageMargin, Paragraph, Run as Piece, RunFonts,
    Shading, Style, StyleType, Table, TableCell, TableLayoutType, TableRow, WidthType,
};

use super::{Block, Paper, Run};
use crate::render::text::clean;

/// Width of the text on an A4 page with these margins, in twentieths of a point.
const WIDE: usize = 9638;
const OPEN: &str = "FFF3C4";

/// The document.
///
/// # Errors
///
/// What the library could not write.
pub fn write(paper: &Paper) -> Result<Vec<u8>, String> {
    let heading =
        |id: &str, name: &str, size: usize| Style::new(id, StyleType::Paragraph).name(name).size(size).bold();
    let mut doc = Docx::new()
        .default_fonts(RunFonts::new().ascii("Arial").hi_ansi("Arial").cs("Arial"))
        .default_size(19)
        .page_size(11906, 16838)
        .page_margin(PageMargin::new().top(1134).bottom(1134).left(1134).right(1134).footer(567))
        .add_style(heading("Title", "Title", 34))
        .add_style(heading("Heading2", "heading 2", 27))
        .add_style(heading("Heading3", "heading 3", 23))
        .add_style(heading("Heading4", "heading 4", 20))
        .footer(foot(paper))
        .add_paragraph(text(&paper.title).style("Title"));
    for line in &paper.foot {
        doc = doc.add_paragraph(text(line));
    }
    for block in &paper.blocks {
        doc = add(doc, block);
    }
    let mut bytes = Cursor::new(Vec::new());
    doc.build().pack(&mut bytes).map_err(|error| format!("cannot make the Word document: {error}"))?;
    Ok(bytes.into_inner())
}

fn add(doc: Docx, block: &Block) -> Docx {
    match block {
        Block::Heading(level, title) => {
            let level = (*level).clamp(2, 4);
            let space = LineSpacing::new().before(280).after(80);
            doc.add_paragraph(
                text(title).style(&format!("Heading{level}")).line_spacing(space).keep_next(true),
            )
        }
        Block::Text(runs) => doc.add_paragraph(paragraph(runs)),
        Block::List(items) => {
            let mut doc = doc;
            for item in items {
                let mut line = Paragraph::new()
                    .indent(Some(360), Some(docx_rs::SpecialIndentType::Hanging(240)), None, None)
                    .add_run(Piece::new().add_text("• "));
                for piece in pieces(item) {
                    line = line.add_run(piece);
                }
                doc = doc.add_paragraph(line);
            }
            doc
        }
        Block::Table(table) => {
            let caption = Piece::new().add_text(clean(&table.caption)).bold();
            let space = LineSpacing::new().before(120).after(60);
            let caption = Paragraph::new().add_run(caption).keep_next(true).line_spacing(space);
            let widths = widths(table);
            let names = table.head.iter().zip(&widths).map(|(name, wide)| head(name, *wide));
            let mut rows = vec![TableRow::new(names.collect()).cant_split()];
            rows.extend(table.rows.iter().map(|row| {
                let cells = row
                    .iter()
                    .zip(&widths)
                    .map(|(cell, wide)| width(TableCell::new().add_paragraph(paragraph(cell)), *wide));
                TableRow::new(cells.collect()).cant_split()
            }));
            doc.add_paragraph(caption).add_table(grid(rows, widths)).add_paragraph(Paragraph::new())
        }
        Block::Sign(roles) => {
            let names = [("Signed for", 2700), ("Name", 2700), ("Date", 1538), ("Signature", 2700)];
            let heads = names.iter().map(|(name, wide)| head(name, *wide));
            let mut rows = vec![TableRow::new(heads.collect())];
            rows.extend(roles.iter().map(|role| {
                let cells = names.iter().zip([role.as_str(), "", "", ""]).map(|((_, wide), words)| {
                    width(TableCell::new().add_paragraph(text(words).keep_next(true)), *wide)
                });
                TableRow::new(cells.collect()).row_height(700.0).cant_split()
            }));
            let widths = names.iter().map(|(_, wide)| *wide).collect();
            doc.add_table(grid(rows, widths)).add_paragraph(Paragraph::new())
        }
    }
}

fn grid(rows: Vec<TableRow>, widths: Vec<usize>) -> Table {
    Table::new(rows).set_grid(widths).layout(TableLayoutType::Fixed).width(WIDE, WidthType::Dxa)
}

fn width(cell: TableCell, wide: usize) -> TableCell {
    cell.width(wide, WidthType::Dxa)
}

/// Columns as wide as their longest word, what is left shared out by how much each has to say.
fn widths(table: &super::Table) -> Vec<usize> {
    let column = |at: usize| {
        let cells = table.rows.iter().filter_map(move |row| row.get(at));
        cells.map(|cell| cell.iter().map(Run::words).collect::<Vec<_>>().join(" "))
    };
    let names = || table.head.iter().enumerate();
    let word = |text: &str| text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    let least: Vec<usize> = names()
        .map(|(at, name)| {
            let longest = column(at).map(|text| word(&text)).chain([word(name)]).max().unwrap_or(0);
            longest.clamp(4, 18).saturating_mul(115).saturating_add(240)
        })
        .collect();
    let says: Vec<usize> = names()
        .map(|(at, _)| column(at).map(|text| text.chars().count()).max().unwrap_or(0).clamp(4, 90))
        .collect();
    let share = |part: usize, of: &[usize], among: usize| {
        part.saturating_mul(among).checked_div(of.iter().sum::<usize>()).unwrap_or(0)
    };
    let left = WIDE.saturating_sub(least.iter().sum());
    if left == 0 {
        return least.iter().map(|part| share(*part, &least, WIDE)).collect();
    }
    least.iter().zip(&says).map(|(least, part)| least.saturating_add(share(*part, &says, left))).collect()
}

fn head(name: &str, wide: usize) -> TableCell {
    let words = Piece::new().add_text(clean(name)).bold();
    let cell = TableCell::new()
        .add_paragraph(Paragraph::new().add_run(words).keep_next(true))
        .shading(Shading::new().fill("EEF1F4"));
    width(cell, wide)
}

fn foot(paper: &Paper) -> Footer {
    let mut line = Paragraph::new().align(AlignmentType::Left);
    for (at, part) in paper.foot.iter().enumerate() {
        let mut piece = Piece::new().size(14);
        if at > 0 {
            piece = piece.add_break(BreakType::TextWrapping);
        }
        line = line.add_run(piece.add_text(clean(part)));
    }
    let page = Paragraph::new()
        .align(AlignmentType::Right)
        .add_run(Piece::new().size(14).add_text("Page "))
        .add_page_num(docx_rs::PageNum::new());
    Footer::new().add_paragraph(line).add_paragraph(page)
}

fn text(words: &str) -> Paragraph {
    Paragraph::new().add_run(Piece::new().add_text(clean(words)))
}

fn paragraph(runs: &[Run]) -> Paragraph {
    let mut paragraph = Paragraph::new();
    for piece in pieces(runs) {
        paragraph = paragraph.add_run(piece);
    }
    paragraph
}

fn pieces(runs: &[Run]) -> Vec<Piece> {
    let mut all = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        let gap = if at > 0 { " " } else { "" };
        let piece = |words: &str| Piece::new().add_text(format!("{gap}{}", clean(words)));
        match run {
            Run::Plain(words) => all.push(piece(words)),
            Run::Strong(words) => all.push(piece(words).bold()),
            Run::Open(words) => {
                all.push(piece("Open:").bold().shading(Shading::new().fill(OPEN)));
                all.push(
                    Piece::new().add_text(format!(" {}", clean(words))).shading(Shading::new().fill(OPEN)),
                );
            }
            Run::Mark(words) => all.push(piece(&format!("[{words}]")).bold()),
        }
    }
    all
}
