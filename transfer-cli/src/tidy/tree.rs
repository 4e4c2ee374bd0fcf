//! The signs of a TOML text as statements: headers, pairs, comments and blank lines, with what stands in
//! brackets as groups.

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

/// A comment, and in which column it stood.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    pub(super) text: String,
    /// Characters before it on its line.
    pub(super) column: usize,
    /// Blanks before it.
    pub(super) gap: usize,
}

impl Comment {
    /// The comment right after what it is about, in no column.
    pub(super) fn moved(&self) -> Self {
        Self { text: self.text.clone(), column: 0, gap: 1 }
    }
}

/// A statement of the top level.
#[derive(Debug)]
pub(super) enum Statement {
    Blank,
    Comment(String),
    Header { code: String, comment: Option<Comment> },
    Pair { key: String, value: Node, comment: Option<Comment> },
}

/// A value.
#[derive(Debug)]
pub(super) enum Node {
    Scalar(String),
    Group(Group),
}

/// A list or an inline table.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) list: bool,
    pub(super) elements: Vec<Element>,
    /// The comment after the opening bracket.
    pub(super) comment: Option<Comment>,
    broken: bool,
}

impl Group {
    /// Whether it is written over several lines.
    pub(super) const fn is_open(&self) -> bool {
        self.broken && !(self.elements.is_empty() && self.comment.is_none())
    }

    pub(super) const fn opening(&self) -> &'static str {
        if self.list { "[" } else { "{" }
    }

    pub(super) const fn closing(&self) -> &'static str {
        if self.list { "]" } else { "}" }
    }
}

/// What stands in a group.
#[derive(Debug)]
pub(super) enum Element {
    Comment {
        comment: String,
        blank: bool,
    },
    Value {
        key: Option<String>,
        value: Node,
        comment: Option<Comment>,
        /// Whether it begins a line.
        breaks: bool,
        /// Whether a blank line stands before it.
        blank: bool,
    },
}

/// Reads the signs one after the other.
pub(super) struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, tokens: Source::new(text).lex().into_vec(), at: 0 }
    }

    pub(super) fn statements(&mut self) -> Option<Vec<Statement>> {
        let mut all = Vec::new();
        loop {
            self.blanks();
            match self.kind() {
                TokenKind::Eof => return Some(all),
                TokenKind::Newline => {
                    self.take();
                    all.push(Statement::Blank);
                }
                TokenKind::Comment => {
                    all.push(Statement::Comment(self.comment()?.text));
                    self.line_end()?;
                }
                TokenKind::LeftSquareBracket => {
                    let code = self.joined(|kind| matches!(kind, TokenKind::Newline | TokenKind::Comment));
                    all.push(Statement::Header { code, comment: self.trailing() });
                    self.line_end()?;
                }
                _ => {
                    let key = self.joined(|kind| kind == TokenKind::Equals);
                    self.expect(TokenKind::Equals)?;
                    let value = self.value()?;
                    all.push(Statement::Pair { key, value, comment: self.trailing() });
                    self.line_end()?;
                }
            }
        }
    }

    fn kind(&self) -> TokenKind {
        self.tokens.get(self.at).map_or(TokenKind::Eof, Token::kind)
    }

    fn take(&mut self) -> &'a str {
        let text = self.tokens.get(self.at).and_then(|token| {
            let span = token.span();
            self.text.get(span.start()..span.end())
        });
        self.at = self.at.saturating_add(1);
        text.unwrap_or("")
    }

    fn expect(&mut self, kind: TokenKind) -> Option<()> {
        (self.kind() == kind).then(|| {
            self.take();
        })
    }

    fn blanks(&mut self) {
        while self.kind() == TokenKind::Whitespace {
            self.take();
        }
    }

    /// Signs up to one, without the blanks between them.
    fn joined(&mut self, end: impl Fn(TokenKind) -> bool) -> String {
        let mut text = String::new();
        while self.kind() != TokenKind::Eof && !end(self.kind()) {
            if self.kind() == TokenKind::Whitespace {
                self.take();
            } else {
                text.push_str(self.take());
            }
        }
        text
    }

    fn comment(&mut self) -> Option<Comment> {
        let start = self.tokens.get(self.at)?.span().start();
        let before = self.text.get(..start)?;
        let line = before.rsplit('\n').next().unwrap_or("");
        let gap = line.chars().rev().take_while(|c| matches!(c, ' ' | '\t')).count();
        let column = line.chars().count();
        Some(Comment { text: self.take().trim_end().to_owned(), column, gap })
    }

    /// The comment at the end of a statement, if any.
    fn trailing(&mut self) -> Option<Comment> {
        self.blanks();
        if self.kind() == TokenKind::Comment { self.comment() } else { None }
    }

    fn line_end(&mut self) -> Option<()> {
        self.blanks();
        if self.kind() == TokenKind::Eof { Some(()) } else { self.expect(TokenKind::Newline) }
    }

    fn value(&mut self) -> Option<Node> {
        self.blanks();
        match self.kind() {
            TokenKind::LeftSquareBracket => self.group(true).map(Node::Group),
            TokenKind::LeftCurlyBracket => self.group(false).map(Node::Group),
            _ => self.scalar().map(Node::Scalar),
        }
    }

    /// A text, number or day. A day and a time may have a blank between them.
    fn scalar(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut blank = false;
        loop {
            match self.kind() {
                TokenKind::Whitespace => {
                    self.take();
                    blank = true;
                }
                TokenKind::LiteralString
                | TokenKind::BasicString
                | TokenKind::MlLiteralString
                | TokenKind::MlBasicString
                | TokenKind::Atom
                | TokenKind::Dot => {
                    if blank && !text.is_empty() {
                        text.push(' ');
                    }
                    blank = false;
                    text.push_str(self.take());
                }
                _ => return (!text.is_empty()).then_some(text),
            }
        }
    }

    fn group(&mut self, list: bool) -> Option<Group> {
        let end = if list { TokenKind::RightSquareBracket } else { TokenKind::RightCurlyBracket };
        self.take();
        let mut group = Group { list, elements: Vec::new(), comment: None, broken: false };
        let mut newlines = 0usize;
        loop {
            self.blanks();
            let kind = self.kind();
            if kind == end {
                self.take();
                return Some(group);
            }
            match kind {
                TokenKind::Eof => return None,
                TokenKind::Newline => {
                    self.take();
                    newlines = newlines.saturating_add(1);
                    group.broken = true;
                }
                TokenKind::Comma => {
                    self.take();
                }
                TokenKind::Comment => {
                    let comment = self.comment()?;
                    let blank = newlines > 1 && !group.elements.is_empty();
                    match group.elements.last_mut() {
                        Some(Element::Value { comment: own @ None, .. }) if newlines == 0 => {
                            *own = Some(comment);
                        }
                        None if newlines == 0 => group.comment = Some(comment),
                        _ => group.elements.push(Element::Comment { comment: comment.text, blank }),
                    }
                }
                _ => {
                    let key = if list {
                        None
                    } else {
                        let key = self.joined(|kind| kind == TokenKind::Equals);
                        self.expect(TokenKind::Equals)?;
                        Some(key)
                    };
                    let value = self.value()?;
                    let blank = newlines > 1 && !group.elements.is_empty();
                    group.elements.push(Element::Value {
                        key,
                        value,
                        comment: None,
                        breaks: newlines > 0,
                        blank,
                    });
                    newlines = 0;
                    continue;
                }
            }
            if kind == TokenKind::Comment {
                newlines = 0;
            }
        }
    }
}
