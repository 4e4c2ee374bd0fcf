//! The register format as a JSON Schema (draft 2020-12), for editors: tables and keys from the declared format,
//! words from the law pack.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use transfer_model::law::LawBook;
use transfer_model::register::keys::{ROOT, Shape, Value, Words};

/// The schema, with a line feed at its end.
pub fn register(law: &LawBook) -> String {
    let mut schema = Schema { law, tables: BTreeMap::new(), words: BTreeMap::new() };
    let root = schema.shape(&ROOT);
    let mut all = Map::new();
    all.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    all.insert("title".to_owned(), json!("Register of transfers of personal data"));
    all.insert("$comment".to_owned(), json!(format!("words of law pack {}", law.pack().version)));
    all.extend(root);
    let mut defs = Map::new();
    for (name, table) in schema.tables {
        defs.insert(format!("table-{name}"), table.unwrap_or_default().into());
    }
    for (words, known) in schema.words {
        defs.insert(format!("word-{}", words.name()), known);
    }
    all.insert("$defs".to_owned(), defs.into());
    // Maps with text keys: serialisation cannot fail.
    let mut text = serde_json::to_string_pretty(&Json::from(all)).unwrap_or_default();
    text.push('\n');
    text
}

struct Schema<'a> {
    law: &'a LawBook,
    /// None: begun, so that a table inside itself would end.
    tables: BTreeMap<&'static str, Option<Map<String, Json>>>,
    words: BTreeMap<Words, Json>,
}

impl Schema<'_> {
    fn shape(&mut self, shape: &'static Shape) -> Map<String, Json> {
        let mut properties = Map::new();
        for key in shape.keys {
            let mut value = self.value(key.value);
            value.insert("description".to_owned(), json!(key.doc));
            properties.insert(key.name.to_owned(), value.into());
        }
        let required: Vec<&str> = shape.keys.iter().filter(|key| key.need).map(|key| key.name).collect();
        let mut table = Map::new();
        table.insert("description".to_owned(), json!(shape.doc));
        table.insert("type".to_owned(), json!("object"));
        table.insert("properties".to_owned(), properties.into());
        table.insert("additionalProperties".to_owned(), json!(false));
        if !required.is_empty() {
            table.insert("required".to_owned(), json!(required));
        }
        if !shape.one_of.is_empty() {
            let groups: Vec<Json> = shape.one_of.iter().map(|keys| json!({ "required": keys })).collect();
            table.insert("anyOf".to_owned(), groups.into());
        }
        table
    }

    fn value(&mut self, value: Value) -> Map<String, Json> {
        let written = match value {
            Value::Text => json!({ "type": "string" }),
            Value::Said => json!({ "type": "string", "pattern": "\\S" }),
            Value::Id => json!({ "type": "string", "pattern": "^\\S+$", "maxLength": 128 }),
            Value::Flag => json!({ "type": "boolean" }),
            // Many validators take `format` for a comment.
            Value::Day => {
                json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" })
            }
            Value::Share => json!({ "type": "number", "minimum": 0, "maximum": 100 }),
            Value::Age => {
                json!({ "type": "string", "pattern": "^\\s*0*[1-9][0-9]{0,3} \\s*(months?|years?)\\s*$" })
            }
            Value::Number { least, most: u64::MAX } => json!({ "type": "integer", "minimum": least }),
            Value::Number { least, most } => {
                json!({ "type": "integer", "minimum": least, "maximum": most })
            }
            Value::Word(words) => self.word(words),
            Value::List(item) => json!({ "type": "array", "items": self.value(*item) }),
            Value::Table(shape) => self.table(shape),
            Value::Either(words, shape) => json!({ "anyOf": [self.word(words), self.table(shape)] }),
            Value::Pairs(words, item) => self.pairs(words, *item),
        };
        match written {
            Json::Object(map) => map,
            other => Map::from_iter([("const".to_owned(), other)]),
        }
    }

    fn table(&mut self, shape: &'static Shape) -> Json {
        if !self.tables.contains_key(shape.name) {
            self.tables.insert(shape.name, None);
            let table = self.shape(shape);
            self.tables.insert(shape.name, Some(table));
        }
        json!({ "$ref": format!("#/$defs/table-{}", shape.name) })
    }

    /// A table with words for keys. Where they are few and explained, each is a key of its own.
    fn pairs(&mut self, words: Words, item: Value) -> Json {
        let item = self.value(item);
        if words == Words::Findings {
            let keys: Map<String, Json> = words
                .known(self.law)
                .into_iter()
                .map(|(word, meaning)| {
                    let mut value = item.clone();
                    value.insert("description".to_owned(), json!(meaning));
                    (word, value.into())
                })
                .collect();
            return json!({ "type": "object", "properties": keys, "additionalProperties": false });
        }
        json!({ "type": "object", "propertyNames": self.word(words), "additionalProperties": item })
    }

    fn word(&mut self, words: Words) -> Json {
        if !self.words.contains_key(&words) {
            let known = match words.wider() {
                Some((narrow, more)) => wider(words, self.word(narrow), more),
                None => vocabulary(words, self.law),
            };
            self.words.insert(words, known);
        }
        json!({ "$ref": format!("#/$defs/word-{}", words.name()) })
    }
}

/// Another vocabulary with some words more; free if it is not closed.
fn wider(words: Words, narrow: Json, more: &[&str]) -> Json {
    let mut any = vec![narrow, json!({ "enum": more })];
    if !words.is_closed() {
        // The id of a document.
        any.push(json!({ "type": "string", "pattern": "^\\S+$" }));
    }
    json!({ "anyOf": any })
}

fn vocabulary(words: Words, law: &LawBook) -> Json {
    let known = words.known(law);
    if known.is_empty() && !words.is_closed() {
        // Ids of the register itself.
        return json!({ "type": "string", "pattern": "^\\S+$" });
    }
    let names: Vec<&str> = known.iter().map(|(word, _)| word.as_str()).collect();
    let mut list = json!({ "type": "string", "enum": names });
    if known.iter().any(|(_, meaning)| meaning.is_some())
        && let Some(list) = list.as_object_mut()
    {
        // Editors for TOML show these beside each word.
        let meanings: Vec<&Option<String>> = known.iter().map(|(_, meaning)| meaning).collect();
        list.insert("x-taplo".to_owned(), json!({ "docs": { "enumValues": meanings } }));
    }
    if words.is_closed() { list } else { json!({ "anyOf": [list, { "type": "string" }] }) }
}
