//! Which plain words a text must hold before a pattern can match in it: the patterns of the lexicon are many and
//! long, and few of them have their words in any one sentence. What is said here is never too much: where a
//! pattern is not understood, nothing is asked for.

/// Words of which a text must hold one.
pub(super) type AnyOf = Vec<String>;

/// Shortest word that is worth asking for.
const SHORT: usize = 3;
/// Of longer words their beginning is enough.
const LONG: usize = 12;
/// Most words kept together.
const MANY: usize = 96;

/// What a piece of a pattern needs.
#[derive(Debug, Default)]
struct Piece {
    /// All that it can match, where that is a few words.
    exact: Option<Vec<String>>,
    /// What it needs besides.
    needs: Vec<AnyOf>,
}

/// What a pattern needs: each of these, hardest to meet first.
pub(super) fn needs(pattern: &str) -> Vec<AnyOf> {
    let mut parser = Parser { rest: pattern.as_bytes(), sound: true };
    let piece = parser.alternation(0);
    if !parser.sound || !parser.rest.is_empty() {
        return Vec::new();
    }
    let mut needs = close(piece);
    needs.sort_by_key(|any| (std::cmp::Reverse(worth(any)), any.len()));
    needs
}

/// The length of the shortest word.
fn worth(any: &AnyOf) -> usize {
    any.iter().map(String::len).min().unwrap_or(0)
}

/// A piece that stands alone: its words are a need like the others.
fn close(piece: Piece) -> Vec<AnyOf> {
    let mut needs = piece.needs;
    if let Some(mut exact) = piece.exact
        && exact.iter().all(|word| word.len() >= SHORT)
        && exact.len() <= MANY
        && !exact.is_empty()
    {
        for word in &mut exact {
            word.truncate(LONG);
        }
        exact.sort_unstable();
        exact.dedup();
        needs.push(exact);
    }
    needs
}

struct Parser<'a> {
    rest: &'a [u8],
    sound: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    fn takes(&mut self, word: &[u8]) -> bool {
        let there = self.rest.starts_with(word);
        if there {
            self.skip(word.len());
        }
        there
    }

    fn alternation(&mut self, depth: usize) -> Piece {
        // Deeper than any pattern of ours.
        if depth > 40 {
            self.sound = false;
            return Piece::default();
        }
        let mut branches = vec![self.sequence(depth)];
        while self.takes(b"|") {
            branches.push(self.sequence(depth));
        }
        if branches.len() == 1 {
            return branches.pop().unwrap_or_default();
        }
        if branches.iter().all(|branch| branch.needs.is_empty() && branch.exact.is_some()) {
            let exact: Vec<String> =
                branches.into_iter().filter_map(|branch| branch.exact).flatten().collect();
            if exact.len() <= MANY {
                return Piece { exact: Some(exact), needs: Vec::new() };
            }
            return Piece::default();
        }
        // One need of every branch, the most telling.
        let mut any = AnyOf::new();
        for branch in branches {
            let best = close(branch).into_iter().max_by_key(|any| (worth(any), std::cmp::Reverse(any.len())));
            match best {
                Some(best) if any.len().saturating_add(best.len()) <= MANY => any.extend(best),
                _ => return Piece::default(),
            }
        }
        any.sort_unstable();
        any.dedup();
        Piece { exact: None, needs: vec![any] }
    }

    fn sequence(&mut self, depth: usize) -> Piece {
        let mut needs: Vec<AnyOf> = Vec::new();
        // What the pieces since the last gap can match together; whole as long as there was no gap.
        let mut run: Vec<String> = vec![String::new()];
        let mut whole = true;
        while let Some(byte) = self.peek() {
            if matches!(byte, b'|' | b')') {
                break;
            }
            let word = self.word();
            if word > 0 {
                let (head, rest) = self.rest.split_at(word);
                self.rest = rest;
                let head = std::str::from_utf8(head).unwrap_or("");
                for run in &mut run {
                    run.push_str(head);
                }
                continue;
            }
            let piece = self.repeated(depth);
            if !self.sound {
                return Piece::default();
            }
            needs.extend(piece.needs);
            match piece.exact {
                Some(exact) if exact.len().saturating_mul(run.len()) <= 48 => {
                    run = run
                        .iter()
                        .flat_map(|head| exact.iter().map(move |tail| format!("{head}{tail}")))
                        .collect();
                }
                Some(exact) => {
                    whole = false;
                    needs.extend(close(Piece { exact: Some(run), needs: Vec::new() }));
                    run = exact;
                }
                None => {
                    whole = false;
                    needs.extend(close(Piece { exact: Some(run), needs: Vec::new() }));
                    run = vec![String::new()];
                }
            }
        }
        if whole && needs.is_empty() {
            return Piece { exact: Some(run), needs };
        }
        needs.extend(close(Piece { exact: Some(run), needs: Vec::new() }));
        Piece { exact: None, needs }
    }

    /// The length of the plain letters ahead that have no count.
    fn word(&self) -> usize {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b',' | b'/');
        let length = self.rest.iter().take_while(|byte| plain(byte)).count();
        let counted = matches!(self.rest.get(length), Some(b'?' | b'*' | b'+' | b'{'));
        length.saturating_sub(usize::from(counted))
    }

    /// A piece with its count.
    fn repeated(&mut self, depth: usize) -> Piece {
        let piece = self.single(depth);
        let (least, most) = match self.peek() {
            Some(b'?') => (0, Some(1)),
            Some(b'*') => (0, None),
            Some(b'+') => (1, None),
            Some(b'{') => {
                let Some(end) = self.rest.iter().position(|byte| *byte == b'}') else {
                    self.sound = false;
                    return Piece::default();
                };
                let inner =
                    self.rest.get(1..end).and_then(|inner| std::str::from_utf8(inner).ok()).unwrap_or("");
                let (low, high) = inner.split_once(',').unwrap_or((inner, inner));
                let low = low.parse::<usize>().unwrap_or(0);
                self.skip(end);
                (low, high.parse::<usize>().ok())
            }
            _ => return piece,
        };
        self.skip(1);
        // A lazy count matches the same texts.
        if self.peek() == Some(b'?') {
            self.skip(1);
        }
        match (least, most, piece.exact) {
            (1, Some(1), exact) => Piece { exact, needs: piece.needs },
            (0, Some(1), Some(mut exact)) => {
                exact.push(String::new());
                Piece { exact: Some(exact), needs: Vec::new() }
            }
            (0, ..) => Piece::default(),
            (_, _, exact) => Piece { exact: None, needs: close(Piece { exact, needs: piece.needs }) },
        }
    }

    fn single(&mut self, depth: usize) -> Piece {
        let word = |byte: u8| Piece { exact: Some(vec![char::from(byte).to_string()]), needs: Vec::new() };
        let nothing = || Piece { exact: Some(vec![String::new()]), needs: Vec::new() };
        let Some(byte) = self.peek() else { return nothing() };
        self.skip(1);
        match byte {
            b'(' => {
                if self.rest.starts_with(b"?") && !self.takes(b"?:") {
                    self.sound = false;
                    return Piece::default();
                }
                let piece = self.alternation(depth.saturating_add(1));
                self.sound &= self.takes(b")");
                piece
            }
            b'[' => self.class(),
            b'.' => Piece::default(),
            b'^' | b'$' => nothing(),
            b'\\' => {
                let escaped = self.peek().unwrap_or(b'\\');
                self.skip(1);
                match escaped {
                    b'b' | b'B' => nothing(),
                    _ if escaped.is_ascii_alphanumeric() => Piece::default(),
                    _ => word(escaped),
                }
            }
            _ if byte.is_ascii() => word(byte),
            _ => {
                self.sound = false;
                Piece::default()
            }
        }
    }

    /// A class: its members, where they are few.
    fn class(&mut self) -> Piece {
        let mut members = Vec::new();
        let mut plain = self.peek() != Some(b'^');
        let mut first = true;
        while let Some(byte) = self.peek() {
            self.skip(1);
            match byte {
                b']' if !first => {
                    let few = plain && members.len() <= 4;
                    return Piece { exact: few.then_some(members), needs: Vec::new() };
                }
                b'\\' => {
                    let escaped = self.peek().unwrap_or(b'\\');
                    self.skip(1);
                    plain &= !escaped.is_ascii_alphanumeric();
                    members.push(char::from(escaped).to_string());
                }
                // A range, unless it is the last.
                b'-' if !first && self.peek() != Some(b']') => plain = false,
                b'[' => plain = false,
                _ => {
                    plain &= byte.is_ascii();
                    members.push(char::from(byte).to_string());
                }
            }
            first = false;
        }
        self.sound = false;
        Piece::default()
    }
}

#[cfg(test)]
mod tests {
    use super::needs;

    #[test]
    fn what_a_pattern_cannot_do_without() {
        let of = |pattern: &str| {
            needs(pattern).into_iter().map(|any| any.join("|")).collect::<Vec<_>>().join(" & ")
        };
        assert_eq!(of(r"\btransfer\w*[^;]{0,60}\b(?:abroad|overseas)\b"), "transfer & abroad|overseas");
        assert_eq!(of("(?:if|when) .{0,9}laps(?:e|ed)"), "lapse|lapsed & if |when ");
        assert_eq!(of(r"(?:contract)?s \d+"), "");
        assert_eq!(of("(?:clause){2,3}x?"), "clause");
        assert_eq!(of("(?:one two|thr.ee)"), "one two|thr");
        assert_eq!(of("(?:one two|t.)"), "");
        assert_eq!(of("(?=x)y"), "");
        assert_eq!(of("[a-z]bcd[^x]efg[xy]"), "efgx|efgy & bcd");
    }
}
