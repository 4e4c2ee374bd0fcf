//! Bytes become text. Policies are saved by browsers, mailers and word processors, so UTF-8 cannot be taken for
//! granted; what cannot be decoded without guessing wildly is refused with a reason.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Most bytes of a file that are scanned.
pub const MAX_FILE: u64 = 32 * 1024 * 1024;

/// A text, and how it was encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark. Spans are bytes of this text.
    pub text: String,
    /// Name of the encoding it was read in.
    pub encoding: &'static str,
    /// Bytes before the text that belong to the file (a UTF-8 byte order mark).
    pub mark: usize,
}

/// Why bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// Bytes of a program, an archive, a picture.
    #[error("it is not a text (it holds a byte of value 0)")]
    Binary,
    /// A PDF document.
    #[error("it is a PDF document; save its text first")]
    Pdf,
    /// A ZIP archive, as word processors write.
    #[error("it is a ZIP archive or a word processor's document; save it as text or HTML first")]
    Zip,
    /// Wrong in the encoding that its mark or its head declares.
    #[error("it says that it is {0}, but it is not")]
    Broken(&'static str),
}

/// The text of a file: by its byte order mark, by the encoding an HTML head declares, as UTF-8, else as
/// Windows-1252.
///
/// # Errors
///
/// Why it is no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    if bytes.starts_with(b"%PDF-") {
        return Err(NotText::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(NotText::Zip);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        let mark = if encoding == UTF_8 { mark } else { 0 };
        return strict(encoding, body, mark);
    }
    if let Some(encoding) = wide(bytes) {
        return strict(encoding, bytes, 0);
    }
    if bytes.contains(&0) {
        return Err(NotText::Binary);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: text.to_owned(), encoding: "UTF-8", mark: 0 });
    }
    let encoding = declared(bytes).filter(|encoding| *encoding != UTF_8).unwrap_or(WINDOWS_1252);
    strict(encoding, bytes, 0)
}

fn strict(encoding: &'static Encoding, bytes: &[u8], mark: usize) -> Result<Decoded, NotText> {
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or(NotText::Broken(encoding.name()))?;
    if text.contains('\0') {
        return Err(NotText::Binary);
    }
    Ok(Decoded { text: text.into_owned(), encoding: encoding.name(), mark })
}

/// UTF-16 without a mark: in the first bytes, every second one is 0.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(64))?;
    if head.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let half = head.len().div_euclid(2);
    let most = |count: usize| count.saturating_mul(10) >= half.saturating_mul(9);
    match (most(zeros(0)), most(zeros(1))) {
        (true, false) if zeros(1) == 0 => Some(UTF_16BE),
        (false, true) if zeros(0) == 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// The encoding that the head of an HTML file declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(1024))?.to_ascii_lowercase();
    let at = head.windows(8).position(|window| window == b"charset=")?.saturating_add(8);
    let label: Vec<u8> = head
        .get(at..)?
        .iter()
        .copied()
        .skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .collect();
    Encoding::for_label(&label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_gives_the_same_text() {
        let text = "Stand: 1. März 2021";
        let wide = |bom: bool, big: bool| {
            let mut bytes = Vec::new();
            let mut push = |unit: u16| {
                bytes.extend(if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
            };
            if bom {
                push(0xfeff);
            }
            text.encode_utf16().for_each(&mut push);
            bytes
        };
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let head = b"<meta charset=\"iso-8859-1\">".to_vec();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            wide(true, true),
            wide(true, false),
            wide(false, true),
            wide(false, false),
            latin.clone(),
            [head, latin].concat(),
        ] {
            let decoded = decode(&bytes).unwrap();
            assert!(decoded.text.ends_with(text), "{}", decoded.encoding);
            assert_eq!(decoded.mark, usize::from(bytes.starts_with(b"\xef\xbb\xbf")) * 3);
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(b"%PDF-1.7 ..."), Err(NotText::Pdf));
        assert_eq!(decode(b"PK\x03\x04...."), Err(NotText::Zip));
        assert_eq!(decode(b"abc\0def\x01\x02"), Err(NotText::Binary));
        assert_eq!(decode(b"\xff\xfe\x00\xd8"), Err(NotText::Broken("UTF-16LE")));
        assert_eq!(decode(b"").unwrap().text, "");
    }
}
