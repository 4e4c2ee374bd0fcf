//! Places as people write them: names in English, French and German, ISO codes, areas, cloud regions, several
//! in one cell. What is not surely a place is given back as not understood, never guessed: `CA` beside a city
//! may be California, `Georgia` may be a state of the United States.

mod french;
mod iso;
mod names;
mod regions;

use std::collections::BTreeMap;

use transfer_model::law::{LawBook, PlaceKind};

use french::FRENCH;
pub use french::in_french;
pub use iso::two;
use names::NAMES;
pub use regions::region;

use super::draft::fold;

/// Places of a law pack by name.
#[derive(Debug)]
pub struct Gazetteer<'a> {
    book: &'a LawBook,
    names: BTreeMap<String, &'a str>,
    parts: BTreeMap<String, (&'a str, Option<&'a str>)>,
}

/// What a cell says of places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Codes, in the order written, each once.
    pub places: Vec<String>,
    /// Words that are no place known here.
    pub unclear: Vec<String>,
}

impl<'a> Gazetteer<'a> {
    /// The places of the pack.
    pub fn new(book: &'a LawBook) -> Self {
        let mut names = BTreeMap::new();
        let mut parts = BTreeMap::new();
        for place in &book.pack().places {
            let name = folded(&place.name);
            match place.kind {
                PlaceKind::Country | PlaceKind::Territory | PlaceKind::Area | PlaceKind::Organisation => {
                    names.insert(name, place.code.as_str());
                }
                PlaceKind::Subdivision | PlaceKind::Zone => {
                    let whole = place.part_of.map(|whole| book.place(whole).code.as_str());
                    parts.insert(name, (place.code.as_str(), whole));
                }
            }
        }
        for (code, name) in FRENCH {
            if book.place_of(code).is_some() {
                names.entry(folded(name)).or_insert(code);
            }
        }
        for (name, code) in NAMES {
            if book.place_of(code).is_some() {
                names.insert((*name).to_owned(), code);
            }
        }
        Self { book, names, parts }
    }

    /// A whole text as one place: a code of the pack, a name, a region.
    pub fn one(&self, text: &str) -> Option<String> {
        let text = text.trim().trim_end_matches('.');
        if let Some(code) = self.code(text) {
            return Some(code);
        }
        self.name(text).or_else(|| region(text)).map(str::to_owned)
    }

    fn name(&self, text: &str) -> Option<&str> {
        self.names.get(&folded(text)).copied()
    }

    /// A code in capitals.
    fn code(&self, text: &str) -> Option<String> {
        let text = if matches!(text, "U.S." | "U.S" | "U.S.A." | "U.S.A") { "US" } else { text };
        let text = if matches!(text, "U.K." | "U.K") { "GB" } else { text };
        let shape = text.len() <= 8 && text.chars().all(|c| c.is_ascii_uppercase() || c == '-');
        if !shape {
            return None;
        }
        let place = self.book.place_of(text).or_else(|| self.book.place_of(two(text)?));
        place.map(|place| self.book.place(place).code.clone())
    }

    /// Every place of a cell.
    pub fn all(&self, cell: &str) -> Found {
        let mut found = Found::default();
        for line in cell.split(['\n', ';', '|', '•']).map(str::trim).filter(|line| !line.is_empty()) {
            self.line(line, &mut found);
        }
        found
    }

    fn line(&self, line: &str, found: &mut Found) {
        if let Some(code) = self.one(line) {
            push(&mut found.places, code);
            return;
        }
        let mut pieces = Vec::new();
        for piece in line.split([',', '/', '(', ')', '&', '+']).map(tidy).filter(|piece| !piece.is_empty()) {
            if self.one(piece).is_some() || self.parts.contains_key(&folded(piece)) {
                pieces.push(piece);
            } else {
                pieces.extend(
                    piece.split(" and ").flat_map(|p| p.split(" or ")).map(tidy).filter(|p| !p.is_empty()),
                );
            }
        }
        let resolved: Vec<Option<String>> = pieces.iter().map(|piece| self.one(piece)).collect();
        let is_code = |piece: &str| {
            piece.len() == 2 && self.code(piece).is_some() && !matches!(piece, "US" | "UK" | "GB" | "EU")
        };
        let strangers = resolved.iter().any(Option::is_none);
        let mixed = pieces.iter().any(|piece| !is_code(piece) && piece.len() > 3);
        let wholes: Vec<&String> = resolved.iter().flatten().collect();
        let states = wholes.iter().any(|code| *code == "US");
        let mut inner = Vec::new();
        let mut unclear = Vec::new();
        for (piece, code) in pieces.iter().zip(&resolved) {
            match code {
                // Two letters beside names or cities are as likely a state or a province.
                Some(_) if is_code(piece) && (strangers || mixed || (states && pieces.contains(&"USA"))) => {
                    unclear.push(*piece);
                }
                Some(_)
                    if matches!(folded(piece).as_str(), "georgia" | "georgie") && (strangers || states) =>
                {
                    unclear.push(*piece);
                }
                Some(code) => inner.push(code.clone()),
                None => match self.parts.get(&folded(piece)) {
                    Some((_, Some(whole))) if wholes.iter().any(|code| code == whole) => {}
                    Some((part, _)) if !strangers || pieces.len() == 1 => inner.push((*part).to_owned()),
                    _ => unclear.push(*piece),
                },
            }
        }
        if inner.is_empty() && !unclear.is_empty() {
            push(&mut found.unclear, line.to_owned());
            return;
        }
        // `EU (Ireland)` and `Ireland (EU)` are Ireland: one side of the bracket says where in the area of the other.
        let area = |code: &str| matches!(code, "EU" | "EEA" | "EFTA" | "world");
        let (outside, inside) = if line.contains('(') && inner.len() > 1 {
            let (outside, inside) = brackets(line);
            (self.all(&outside).places, self.all(&inside).places)
        } else {
            (Vec::new(), Vec::new())
        };
        let narrows = |side: &[String]| side.iter().any(|code| !area(code));
        for code in &inner {
            let narrowed =
                (outside.contains(code) && narrows(&inside)) || (inside.contains(code) && narrows(&outside));
            if !(area(code) && narrowed) {
                push(&mut found.places, code.clone());
            }
        }
        for piece in unclear {
            push(&mut found.unclear, piece.to_owned());
        }
    }
}

/// A line without its brackets, and what stands in them, each piece on a line.
fn brackets(line: &str) -> (String, String) {
    let (mut outside, mut inside) = (String::new(), String::new());
    let mut depth = 0usize;
    for c in line.chars() {
        match c {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match c {
            '(' | ')' => inside.push('\n'),
            c if depth > 0 => inside.push(c),
            c => outside.push(c),
        }
    }
    (outside, inside)
}

fn push(list: &mut Vec<String>, item: String) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// A piece without the words that say only how data are there.
fn tidy(piece: &str) -> &str {
    let mut piece = piece.trim().trim_matches(['.', ':', '*', '[', ']', '"']).trim();
    for word in ["and ", "or ", "in ", "the ", "within ", "AWS ", "GCP ", "Azure ", "Google Cloud "] {
        piece = piece.strip_prefix(word).unwrap_or(piece);
    }
    for word in [" only", " region", " regions", " based"] {
        piece = piece.strip_suffix(word).unwrap_or(piece);
    }
    piece.trim()
}

/// Folded, with the letters that names lose their marks on.
fn folded(name: &str) -> String {
    fold(name).chars().map(plain).collect::<String>().replace('ß', "ss")
}

/// A small letter without its mark.
pub const fn plain(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::Gazetteer;

    #[test]
    fn cells_name_places_in_many_ways() {
        let book = jurisdictions::embedded().unwrap();
        let places = Gazetteer::new(&book);
        for (cell, expected, unclear) in [
            ("USA", "US", ""),
            ("United States", "US", ""),
            ("U.S.", "US", ""),
            ("UK", "GB", ""),
            ("United States, European Economic Area", "US EEA", ""),
            ("EU (Ireland)", "IE", ""),
            ("Ireland (EU)", "IE", ""),
            ("EU/EEA", "EEA", ""),
            ("Global", "world", ""),
            ("USA / EU (customer selectable)", "US EU", "customer selectable"),
            ("US, EU (Ireland)", "US IE", ""),
            ("Germany (EU), USA", "DE US", ""),
            ("EU, US regions", "EU US", ""),
            ("Hong Kong, China", "HK", ""),
            ("DEU, GBR", "DE GB", ""),
            ("EU member states", "EU", ""),
            ("eu-west-1, us-east-1; europe-west4-b", "IE US NL", ""),
            ("AWS eu-central-1", "DE", ""),
            ("us-west-9", "", "us-west-9"),
            ("US, IE, CA", "US IE CA", ""),
            ("San Francisco, CA, USA", "US", "San Francisco|CA"),
            ("CA, USA", "US", "CA"),
            ("California, USA", "US", ""),
            ("Québec", "CA-QC", ""),
            ("Georgia", "GE", ""),
            ("Atlanta, Georgia", "", "Atlanta, Georgia"),
            ("Georgia, USA", "US", "Georgia"),
            ("Frankfurt, Germany", "DE", "Frankfurt"),
            ("Trinidad and Tobago", "TT", ""),
            ("Germany and France", "DE FR", ""),
            ("Korea, Republic of", "KR", ""),
            ("États-Unis\nRoyaume-Uni", "US GB", ""),
            ("Österreich", "AT", ""),
            ("Cote d'Ivoire", "CI", ""),
            ("Norway", "NO", ""),
            ("NO", "NO", ""),
            ("no", "", "no"),
            ("Europe", "", "Europe"),
            ("depends on the customer's region", "", "depends on the customer's region"),
            ("northeurope", "IE", ""),
            ("Switzerland North, Sweden Central", "CH SE", ""),
            ("Switzerland North (CH customers)", "CH", "CH customers"),
            ("Azure UK South; East US 2", "GB US", ""),
            ("Northern Europe", "", "Northern Europe"),
            ("West Europe", "", "West Europe"),
            ("East Asia", "", "East Asia"),
            ("Corée du Sud; Émirats arabes unis", "KR AE", ""),
        ] {
            let found = places.all(cell);
            assert_eq!(
                (found.places.join(" "), found.unclear.join("|")),
                (expected.to_owned(), unclear.to_owned()),
                "{cell}"
            );
        }
    }
}
