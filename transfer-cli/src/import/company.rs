//! Names of companies: one or several in a cell, and what of a name is the form of company.

/// What a list of companies between commas is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Companies<'a> {
    /// One name.
    One(&'a str),
    /// Several, taken apart at commas.
    Several(Vec<String>),
    /// One name as it is written, with commas that may divide it.
    Unclear(&'a str),
}

/// The companies of one item. A comma before the form of a company divides nothing (`Neon, LLC` is one); where the
/// pieces are not a few words each, it is not clear what commas divide.
pub fn companies(item: &str) -> Companies<'_> {
    let mut pieces: Vec<String> = Vec::new();
    for piece in item.split(',').map(str::trim).filter(|piece| !piece.is_empty()) {
        match pieces.last_mut() {
            Some(before) if is_form(piece) => {
                before.push_str(", ");
                before.push_str(piece);
            }
            _ => pieces.push(piece.to_owned()),
        }
    }
    if pieces.len() < 2 {
        return Companies::One(item);
    }
    let short = |piece: &String| {
        piece.split_whitespace().count() <= 5
            && !piece.contains(['(', ')', '[', ']', ':'])
            && !["and ", "or ", "et ", "ou ", "und "].iter().any(|word| piece.starts_with(word))
    };
    if pieces.iter().all(short) { Companies::Several(pieces) } else { Companies::Unclear(item) }
}

/// Forms of company.
const FORMS: [&str; 26] = [
    "inc",
    "incorporated",
    "llc",
    "ltd",
    "limited",
    "corp",
    "corporation",
    "co",
    "company",
    "gmbh",
    "ag",
    "sa",
    "sas",
    "sarl",
    "srl",
    "spa",
    "bv",
    "nv",
    "ab",
    "as",
    "oy",
    "plc",
    "pty",
    "pte",
    "lp",
    "pbc",
];

/// Further words that forms of company are made of.
const MORE_FORMS: [&str; 20] = [
    "aps", "asa", "bhd", "cv", "de", "doo", "kg", "kgaa", "kk", "llp", "lllp", "oyj", "private", "pvt", "rl",
    "sdn", "se", "sl", "slu", "sro",
];

/// Whether the words are a form of company and no name.
fn is_form(words: &str) -> bool {
    let plain = words.replace('.', "").to_lowercase();
    let mut words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(|word| FORMS.contains(&word) || MORE_FORMS.contains(&word))
}

/// A name without its form of company.
pub fn stem(name: &str) -> String {
    let plain = name.split('(').next().unwrap_or(name).replace('.', "");
    let words: Vec<String> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let kept: Vec<&str> = words.iter().map(String::as_str).filter(|word| !FORMS.contains(word)).collect();
    if kept.is_empty() { words.concat() } else { kept.concat() }
}

#[cfg(test)]
mod tests {
    use super::{Companies, companies, stem};

    #[test]
    fn a_company_is_known_by_its_name_and_not_its_form() {
        assert_eq!(stem("Cloud Host, Inc."), "cloudhost");
        assert_eq!(stem("Cloud Host S.A.S. (hosting)"), "cloudhost");
        assert_eq!(stem("AG"), "ag");
    }

    #[test]
    fn commas_divide_companies_and_not_their_forms() {
        let several =
            |names: &[&str]| Companies::Several(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(companies("ADP, Zoho"), several(&["ADP", "Zoho"]));
        assert_eq!(companies("Neon, LLC"), Companies::One("Neon, LLC"));
        assert_eq!(companies("Neon, LLC, Zoho"), several(&["Neon, LLC", "Zoho"]));
        assert_eq!(companies("Acme (Shanghai) Co., Ltd."), Companies::One("Acme (Shanghai) Co., Ltd."));
        assert_eq!(companies("Auto, S.A. de C.V."), Companies::One("Auto, S.A. de C.V."));
        let unclear = "Banks, and whoever the law says must know";
        assert_eq!(companies(unclear), Companies::Unclear(unclear));
    }
}
