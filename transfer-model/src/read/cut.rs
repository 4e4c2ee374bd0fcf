//! Where a large TOML text can be cut: before lines that hold nothing but `[[name]]`, the header of a table of
//! a register. Only lines are looked at, so that a line of a text of several lines may be taken for a header.
//! Such a cut leaves a text open in the part before it, which is then a fault of syntax, and the whole is read
//! at once instead. A text whose parts all stand on their own was cut rightly.

/// What a part of a text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// Tables of the lists named.
    Lists,
    /// Anything else.
    Other,
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// First byte.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
    /// What it holds.
    pub(crate) held: Held,
}

/// A line that a reader of parts wants to know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line<'s> {
    /// `[[name]]` with the place of the name in the list of names.
    Header(usize),
    /// `id = "…"` in the table of the last header, with the text and the place of its quote.
    Id(&'s str, usize),
}

/// Parts of about this size are read at once: large enough to cost little each, small enough for the nearest
/// memory.
pub(crate) const SIZE: usize = 16 * 1024;

/// Cuts a text before the headers of these lists of tables and tells of each header and id in between. None: the
/// text is one that cannot be cut so.
pub(crate) fn cut<'s>(
    text: &'s str,
    names: &[&str],
    mut tell: impl FnMut(Line<'s>, usize),
) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut open = Part { start: 0, end: 0, held: Held::Other };
    // The list whose table is open, and whether its id was seen.
    let mut list: Option<(usize, bool)> = None;
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end.saturating_add(1));
    for end in ends.chain((!text.ends_with('\n')).then_some(text.len())) {
        let line = text.get(start..end)?;
        let bare = line.trim_ascii_start();
        match bare.as_bytes().first() {
            Some(b'[') => {
                let header = header(bare);
                let found = header.and_then(|header| names.iter().position(|name| *name == header.name));
                match (header?, found) {
                    (Header { double: true, whole: true, .. }, Some(name)) => {
                        if open.held == Held::Other || start.saturating_sub(open.start) >= SIZE {
                            parts.push(Part { end: start, ..open });
                            open = Part { start, end: start, held: Held::Lists };
                        }
                        list = Some((name, false));
                        tell(Line::Header(name), start);
                    }
                    // A table inside the table that is open.
                    (Header { whole: false, .. }, Some(name))
                        if list.is_some_and(|(open, _)| open == name) =>
                    {
                        list = Some((name, true));
                    }
                    (_, Some(_)) => return None,
                    (_, None) => {
                        if open.held == Held::Lists {
                            parts.push(Part { end: start, ..open });
                            open = Part { start, end: start, held: Held::Other };
                        }
                        list = None;
                    }
                }
            }
            Some(b'i') => {
                if let Some((name, false)) = list
                    && let Some(value) = id(bare)
                {
                    let text = value.get(1..)?;
                    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
                    let (text, _) = text.split_once(quote)?;
                    if text.is_empty() || text.contains('\\') {
                        return None;
                    }
                    list = Some((name, true));
                    tell(Line::Id(text, end.saturating_sub(value.len())), start);
                }
            }
            _ => {}
        }
        start = end;
    }
    parts.push(Part { end: text.len(), ..open });
    parts.retain(|part| part.start < part.end);
    Some(parts)
}

/// The line from the value of `id = …` on.
fn id(line: &str) -> Option<&str> {
    line.strip_prefix("id")?.trim_ascii_start().strip_prefix('=').map(str::trim_ascii_start)
}

#[derive(Debug, Clone, Copy)]
struct Header<'s> {
    name: &'s str,
    /// `[[`
    double: bool,
    /// Whether the name has no further parts.
    whole: bool,
}

/// The header that a line is, as far as its first name goes; none if the name is not bare.
fn header(line: &str) -> Option<Header<'_>> {
    let inner = line.strip_prefix('[')?;
    let (inner, double) = inner.strip_prefix('[').map_or((inner, false), |inner| (inner, true));
    let inner = inner.trim_ascii_start();
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))?;
    let (name, rest) = inner.split_at_checked(end)?;
    let whole = rest.trim_ascii_start().starts_with(']');
    (!name.is_empty()).then_some(Header { name, double, whole })
}

#[cfg(test)]
mod tests {
    use super::{Held, Line, cut};

    type Told<'s> = (Vec<(&'s str, Held)>, Vec<Line<'s>>);

    fn told(text: &str) -> Option<Told<'_>> {
        let mut lines = Vec::new();
        let parts = cut(text, &["party", "flow"], |line, _| lines.push(line))?;
        Some((parts.iter().map(|part| (text.get(part.start..part.end).unwrap(), part.held)).collect(), lines))
    }

    #[test]
    fn lists_and_the_rest_are_apart() {
        let text = "a = 1\n[[party]]\nid = \"p\"\n  [[ flow ]] # x\n id='f'\nid = \"g\"\n[policy]\nx = 1\n[[flow]]\n";
        let (parts, lines) = told(text).unwrap();
        let lists = "[[party]]\nid = \"p\"\n  [[ flow ]] # x\n id='f'\nid = \"g\"\n";
        assert_eq!(
            parts,
            [
                ("a = 1\n", Held::Other),
                (lists, Held::Lists),
                ("[policy]\nx = 1\n", Held::Other),
                ("[[flow]]\n", Held::Lists)
            ]
        );
        let p = text.find("\"p").unwrap();
        let f = text.find("'f").unwrap();
        assert_eq!(
            lines,
            [Line::Header(0), Line::Id("p", p), Line::Header(1), Line::Id("f", f), Line::Header(1)]
        );
    }

    #[test]
    fn tables_inside_stay_with_theirs() {
        let text = "[[party]]\n[[party.owners]]\nid = \"no\"\n[party.x]\n";
        assert_eq!(told(text).unwrap(), (vec![(text, Held::Lists)], vec![Line::Header(0)]));
        // Of another list: the `toml` crate knows what that means.
        assert_eq!(told("[[party]]\n[[flow]]\n[[party.owners]]\n"), None);
        assert_eq!(told("[flow]\n"), None);
        assert_eq!(told("[[\"flow\"]]\n"), None);
    }

    #[test]
    fn large_texts_are_cut_between_tables() {
        let text = "[[flow]]\nid = \"f\"\n".repeat(10_000);
        let (parts, lines) = told(&text).unwrap();
        assert!(
            parts.len() > 4 && parts.iter().all(|(part, _)| part.starts_with("[[flow]]")),
            "{}",
            parts.len()
        );
        assert_eq!(parts.iter().map(|(part, _)| part.len()).sum::<usize>(), text.len());
        assert_eq!(lines.len(), 20_000);
    }
}
