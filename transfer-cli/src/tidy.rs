//! How the text of a register is laid out: blanks around signs, lists, line ends, blank lines, comments in
//! their columns. Works on the signs of the text, so that comments, the order of tables and keys, and the way
//! in which texts and numbers are written stay as they are.

mod lines;
mod tree;

use lines::Lines;
use tree::{Comment, Element, Group, Node, Reader, Statement};

/// A list longer than this on one line is written one entry a line.
const WIDEST: usize = 120;

/// The text laid out; none if its signs could not be followed.
pub fn tidy(text: &str) -> Option<String> {
    let (mark, text) = text.strip_prefix('\u{feff}').map_or(("", text), |rest| ("\u{feff}", rest));
    let crlf = text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'));
    let statements = Reader::new(text).statements()?;
    let mut lines = Lines::default();
    for statement in &statements {
        match statement {
            Statement::Blank => lines.blank(),
            Statement::Comment(comment) => lines.comment(0, comment),
            Statement::Header { code, comment } => {
                lines.header();
                lines.push(code);
                lines.end(comment.as_ref());
            }
            Statement::Pair { key, value, comment } => {
                lines.push(&format!("{key} = "));
                if value_of(&mut lines, value, 0, true) {
                    // Its column was that of a line that is gone.
                    lines.end(comment.as_ref().map(Comment::moved).as_ref());
                } else {
                    lines.end(comment.as_ref());
                }
            }
        }
    }
    let text = lines.finish(if crlf { "\r\n" } else { "\n" });
    Some(format!("{mark}{text}"))
}

/// Writes a value at the end of the open line; `outer`: the value of a statement, which may be broken. Says
/// whether it was.
fn value_of(lines: &mut Lines, node: &Node, depth: usize, outer: bool) -> bool {
    match node {
        Node::Scalar(text) => lines.push(text),
        Node::Group(group) if group.is_open() => open(lines, group, depth, false),
        Node::Group(group) => {
            let flat = flat(group);
            let width = lines.width().saturating_add(flat.as_deref().map_or(0, |flat| flat.chars().count()));
            match flat {
                Some(flat) if !(outer && group.list && group.elements.len() > 1 && width > WIDEST) => {
                    lines.push(&flat);
                }
                Some(_) => {
                    open(lines, group, depth, true);
                    return true;
                }
                // A group inside is open: this one stays on its lines.
                None => closed(lines, group, depth),
            }
        }
    }
    false
}

/// A group over several lines; `each`: every element on a line of its own.
fn open(lines: &mut Lines, group: &Group, depth: usize, each: bool) {
    let inner = depth.saturating_add(1);
    lines.push(group.opening());
    let mut comment = group.comment.clone();
    for (at, element) in group.elements.iter().enumerate() {
        match element {
            Element::Comment { comment: text, blank } => {
                lines.end(comment.take().as_ref());
                if *blank {
                    lines.blank();
                }
                lines.comment(inner, text);
                lines.reopen();
            }
            Element::Value { key, value, comment: own, breaks, blank } => {
                let stays = at > 0 && !each && !*breaks && comment.is_none() && lines.is_begun();
                if stays {
                    lines.push(" ");
                } else {
                    lines.end(comment.take().as_ref());
                    if *blank {
                        lines.blank();
                    }
                    lines.indent(inner);
                }
                if let Some(key) = key {
                    lines.push(&format!("{key} = "));
                }
                value_of(lines, value, inner, false);
                lines.push(",");
                comment.clone_from(own);
            }
        }
    }
    lines.end(comment.as_ref());
    lines.indent(depth);
    lines.push(group.closing());
}

/// A group on one line that holds one over several lines.
fn closed(lines: &mut Lines, group: &Group, depth: usize) {
    lines.push(group.opening());
    let pad = if group.list { "" } else { " " };
    lines.push(pad);
    for (at, element) in group.elements.iter().enumerate() {
        let Element::Value { key, value, .. } = element else { continue };
        if at > 0 {
            lines.push(", ");
        }
        if let Some(key) = key {
            lines.push(&format!("{key} = "));
        }
        value_of(lines, value, depth, false);
    }
    lines.push(pad);
    lines.push(group.closing());
}

/// The group on one line; none if anything in it stands over several lines.
fn flat(group: &Group) -> Option<String> {
    let mut parts = Vec::with_capacity(group.elements.len());
    for element in &group.elements {
        let Element::Value { key, value, .. } = element else { return None };
        let text = match value {
            Node::Scalar(text) => text.clone(),
            Node::Group(inner) if inner.is_open() => return None,
            Node::Group(inner) => flat(inner)?,
        };
        parts.push(key.as_ref().map_or_else(|| text.clone(), |key| format!("{key} = {text}")));
    }
    let inside = parts.join(", ");
    let pad = if group.list || inside.is_empty() { "" } else { " " };
    Some(format!("{}{pad}{inside}{pad}{}", group.opening(), group.closing()))
}

#[cfg(test)]
mod tests {
    use super::tidy;

    fn becomes(from: &str, to: &str) {
        assert_eq!(tidy(from).as_deref(), Some(to));
        assert_eq!(tidy(to).as_deref(), Some(to), "not settled");
    }

    #[test]
    fn blanks_and_lists() {
        becomes("a=1", "a = 1\n");
        becomes(
            "  a  =  [ 1,2 ,3, ]  \n\n\n\nb.  c={x=1,y=[ ]}",
            "a = [1, 2, 3]\n\nb.c = { x = 1, y = [] }\n",
        );
        becomes("[a]\nx=1\n[[ b . c ]]\n", "[a]\nx = 1\n\n[[b.c]]\n");
        becomes("d = 2021-01-07 10:00:00\nf = 1.50", "d = 2021-01-07 10:00:00\nf = 1.50\n");
        becomes("", "");
    }

    #[test]
    fn lists_over_lines_stay_so() {
        becomes("a = [ \"x\",\n \"y\", \"z\"\n]", "a = [\n  \"x\",\n  \"y\", \"z\",\n]\n");
        becomes(
            "a = [ # first\n\n  # own\n 1 # one\n , 2,\n\n\n3]\n",
            "a = [ # first\n  # own\n  1, # one\n  2,\n\n  3,\n]\n",
        );
        becomes("a = [{ b = [\n1] }]", "a = [{ b = [\n  1,\n] }]\n");
    }

    #[test]
    fn long_lists_are_broken() {
        let words = "\"0123456789012345678901234567890123456789\"";
        becomes(
            &format!("a = [{words}, {words}, {words}]"),
            &format!("a = [\n  {words},\n  {words},\n  {words},\n]\n"),
        );
        becomes(
            &format!("a = [{words}, {words}, {words}]      # c"),
            &format!("a = [\n  {words},\n  {words},\n  {words},\n] # c\n"),
        );
    }

    #[test]
    fn comments_keep_their_columns() {
        becomes("a=1     # x\nbcd = 2 # y\n", "a = 1   # x\nbcd = 2 # y\n");
        becomes("a=1   # x\nb=2222# y\n", "a = 1    # x\nb = 2222 # y\n");
        becomes("a=1   # x\nb=22222# y\n", "a = 1 # x\nb = 22222 # y\n");
        becomes("a=1 # x\nb=2 # y\n", "a = 1 # x\nb = 2 # y\n");
        becomes("a = 1\n# of b  \n[b]", "a = 1\n\n# of b\n[b]\n");
    }

    #[test]
    fn texts_and_line_ends_stay() {
        becomes("a = \"\"\"x  \n\n\n  y\"\"\"  # c\n", "a = \"\"\"x  \n\n\n  y\"\"\"  # c\n");
        becomes("\u{feff}a=1\r\nb = 'x'\r\n", "\u{feff}a = 1\r\nb = 'x'\r\n");
    }
}
