//! Whether the places that steps cite are those of the facts they speak of.

use serde_json::Value;

use super::steps::Kind;

/// The files of a register, with their names.
pub(crate) type Texts<'t> = &'t [(String, String)];

/// What stands at a place: the rest of the line, the key or table it belongs to, and the id of its table.
struct Found<'t> {
    rest: &'t str,
    key: String,
    id: String,
}

fn found<'t>(fact: &Value, texts: Texts<'t>) -> Option<Found<'t>> {
    let (_, text) = texts.iter().find(|(name, _)| fact["file"] == name.as_str())?;
    let (line, column) = (fact["line"].as_u64()?, fact["column"].as_u64()?);
    let (line, column) = (usize::try_from(line).ok()?, usize::try_from(column).ok()?);
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let whole = text[start..].lines().next()?;
    let offset: usize = whole.chars().take(column - 1).map(char::len_utf8).sum();
    let rest = &whole[offset..];
    let head = text[..=start + offset].rfind("\n[[").map_or(0, |at| at + 1);
    let table = &text[head..];
    let table = table[2..].find("\n[[").map_or(table, |end| &table[..end + 2]);
    let id = table.lines().find_map(|line| line.strip_prefix("id = \"")).unwrap_or_default();
    let id = id.split('"').next().unwrap_or_default().to_owned();
    let key = if rest.starts_with("[[") {
        rest.split(']').next()?.trim_start_matches('[').to_owned()
    } else {
        let word = key(&text[head..start + offset]);
        // A table is pointed at by its id.
        let kind = table.split(']').next()?.trim_start_matches('[');
        if word == "id" { kind.to_owned() } else { word.to_owned() }
    };
    Some(Found { rest, key, id })
}

/// The key whose value begins after a text, or whose list or table it is an item of.
fn key(before: &str) -> &str {
    let mut depth = 0;
    for (at, sign) in before.char_indices().rev() {
        match sign {
            ']' | '}' => depth += 1,
            '[' | '{' if depth > 0 => depth -= 1,
            '=' if depth == 0 => {
                let word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
                return before[..at].trim_end().rsplit(|c| !word(c)).next().unwrap_or_default();
            }
            _ => {}
        }
    }
    ""
}

/// Faults in the facts of a step.
pub(crate) fn check(kind: Kind, flow: &Value, regime: &Value, step: &Value, texts: Texts<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let text = step["step"].as_str().unwrap();
    let facts = step["facts"].as_array().unwrap();
    let basis = regime["basis"].as_str().unwrap();
    let keys: &[&str] = match (kind, basis) {
        (Kind::Binds, "established") => &["country", "context"],
        (Kind::Binds, "targeting") => &["targets", "in"],
        (Kind::Binds | Kind::Conclusion, _) => &["flow"],
        (Kind::Reaches, _) => &["to", "country"],
        (Kind::Claim(_), _) => &["mechanism", "instrument", "scheme", "use", "text"],
        (Kind::Cell, _) => &["mechanism", "use", "text", "country", "personal"],
        (Kind::Effect, _) => &["flow", "to", "mechanism", "in", "sanctions", "country", "data"],
        (Kind::Other, _) => &["flow", "to", "from", "roles", "country", "place", "accessed_from"],
    };
    if facts.is_empty() {
        faults.push(format!("no fact: {text}"));
    }
    for fact in facts {
        let Some(found) = found(fact, texts) else {
            faults.push(format!("{fact} is nowhere: {text}"));
            continue;
        };
        if !keys.contains(&found.key.as_str()) {
            faults.push(format!("{fact} is `{}`, not one of {keys:?}: {text}", found.key));
        }
        let via = || regime["via"].as_array().unwrap().iter().any(|flow| *flow == found.id.as_str());
        let own = match kind {
            Kind::Conclusion => flow["id"] == found.id.as_str(),
            Kind::Binds if basis == "carried" => via(),
            _ => true,
        };
        if !own {
            faults.push(format!("{fact} is of `{}`: {text}", found.id));
        }
        if let (Kind::Claim(at), "mechanism") = (kind, found.key.as_str()) {
            let name = regime["claims"][at]["claim"].as_str().unwrap();
            if flow["id"] != found.id.as_str() || !found.rest.contains(&format!("\"{name}\"")) {
                faults.push(format!("{fact} is not `{name}` of the flow: {}", found.rest));
            }
        }
        if let (Kind::Claim(at), "instrument") = (kind, found.key.as_str())
            && regime["claims"][at]["claim"] != found.id.as_str()
        {
            faults.push(format!("{fact} is not the instrument: {text}"));
        }
    }
    faults
}
