//! CSV as spreadsheets write it: UTF-8 with or without a mark, or UTF-16 with one; commas, semicolons or tabs.

use transfer_model::diag::Problem;

use super::super::draft::fault;
use super::{Budget, Row, Sheet, too_large};

/// Reads the file as one table.
///
/// # Errors
///
/// An encoding that is not known, a quote that is not closed, a bound that is broken.
pub fn read(file: &str, bytes: &[u8]) -> Result<Sheet, Vec<Problem>> {
    let text = decode(file, bytes).map_err(|problem| vec![problem])?;
    if text.contains('\0') {
        let problem = fault(file, "it holds NUL characters: not a CSV file");
        return Err(vec![problem.help("save the sheet as \"CSV UTF-8\", or name another --format")]);
    }
    let delimiter = delimiter(&text);
    // A quote that is never closed makes one cell of all the rest of the file.
    if let Some(line) = unclosed(&text, delimiter) {
        let message = format!("line {line}: a quotation mark is opened and never closed");
        return Err(vec![fault(file, message)]);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let mut budget = Budget::default();
    let mut record = csv::StringRecord::new();
    let mut number = 0usize;
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => return Err(vec![fault(file, format!("line {line}: {error}"))]),
        }
        number = number.saturating_add(1);
        let mut row = Row { at: number, cells: Vec::new() };
        for (column, cell) in record.iter().enumerate() {
            budget.cell(number, column, cell.len()).map_err(|why| vec![too_large(file, &why)])?;
            row.push(column, cell.to_owned());
        }
        if !row.cells.is_empty() {
            sheet.rows.push(row);
        }
    }
    Ok(sheet)
}

/// The text of a file.
///
/// # Errors
///
/// That it is in no encoding known here, and where.
pub fn decode(file: &str, bytes: &[u8]) -> Result<String, Problem> {
    let utf16 = |bytes: &[u8], little: bool| {
        let units = bytes.chunks(2).map(|pair| {
            let pair = <[u8; 2]>::try_from(pair).unwrap_or([0xff, 0xfd]);
            if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
        });
        char::decode_utf16(units).collect::<Result<String, _>>()
    };
    let wide = match bytes {
        [0xff, 0xfe, rest @ ..] => Some(utf16(rest, true)),
        [0xfe, 0xff, rest @ ..] => Some(utf16(rest, false)),
        _ => None,
    };
    match wide {
        Some(Ok(text)) => return Ok(text),
        Some(Err(_)) => return Err(fault(file, "it begins as UTF-16 and is not")),
        None => {}
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = good.split(|byte| *byte == b'\n').count();
            let problem = fault(file, format!("not UTF-8 text (first wrong byte on line {line})"));
            Err(problem.help("save it as UTF-8; in a spreadsheet, as \"CSV UTF-8\" or as XLSX"))
        }
    }
}

/// Where a reader of CSV stands.
enum At {
    Begin,
    Plain,
    Quoted,
    /// After a quote in a quoted cell: its end, or the first of two that are one.
    Quote,
}

/// The line of a cell that begins with a quote and has none at its end.
fn unclosed(text: &str, delimiter: u8) -> Option<usize> {
    let (mut at, mut line, mut opened) = (At::Begin, 1usize, 1usize);
    for byte in text.bytes() {
        let ends = byte == delimiter || matches!(byte, b'\n' | b'\r');
        at = match (at, byte) {
            (At::Begin, b'"') => {
                opened = line;
                At::Quoted
            }
            (At::Quote, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::Quote,
            (At::Quoted, _) => At::Quoted,
            (At::Begin | At::Plain | At::Quote, _) if ends => At::Begin,
            (At::Begin | At::Plain | At::Quote, _) => At::Plain,
        };
        if byte == b'\n' {
            line = line.saturating_add(1);
        }
    }
    matches!(at, At::Quoted).then_some(opened)
}

/// The sign that divides the first line most often.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0usize), (b';', 0), (b'\t', 0)];
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && counts.iter().any(|(_, count)| *count > 0) => break,
            byte if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(sign, _)| *sign == byte) {
                    *count = count.saturating_add(1);
                }
            }
            _ => {}
        }
    }
    let mut best = counts[0];
    for other in counts {
        if other.1 > best.1 {
            best = other;
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::{decode, read};

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        read("f", bytes)
            .unwrap()
            .rows
            .into_iter()
            .map(|row| row.cells.into_iter().map(|(_, cell)| cell).collect())
            .collect()
    }

    #[test]
    fn spreadsheets_write_csv_in_many_ways() {
        let expected = vec![vec!["name", "place"], vec!["A; B", "é"]];
        assert_eq!(cells("name,place\r\n\"A; B\",é\r\n".as_bytes()), expected);
        assert_eq!(cells("\u{feff}name;place\n\"A; B\";é".as_bytes()), expected);
        assert_eq!(cells("name\tplace\nA; B\té\n\n".as_bytes()), expected);
        let wide: Vec<u8> =
            "\u{feff}name\tplace\nA; B\té".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(cells(&wide), expected);
    }

    #[test]
    fn what_is_no_csv_is_said_to_be_none() {
        let latin = b"name,place\nCaf\xe9,FR\n";
        assert!(decode("f", latin).unwrap_err().message.contains("line 2"));
        assert!(read("f", b"a,b\0c").is_err());
        let open = format!("a,b\nx,\"{}", "y\n".repeat(30));
        assert!(read("f", open.as_bytes()).unwrap_err()[0].message.contains("line 2"));
        assert!(read("f", b"a,b\n\"x,US\n").unwrap_err()[0].message.contains("line 2"));
        for whole in ["a,b\n5\" pipe,7\"\n", "a,b\n\"x \"\"y\"\"\",\"\"\n", "a,b\nx \"y,z\n"] {
            assert!(read("f", whole.as_bytes()).is_ok(), "{whole}");
        }
    }
}
