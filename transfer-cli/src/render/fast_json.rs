//! JSON as `serde_json` lays it out, byte for byte, at a third of its price: names of fields are known to need no
//! escapes, most texts need none, and lines are set in by copying blanks. The assessment of a large register has
//! gigabytes of it. Only what the documents have is known: no variants with content, no bytes.

use std::fmt;

use serde::ser::{self, Impossible, Serialize};

/// Whether lines are broken and set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// All on one line, without blanks.
    Compact,
    /// A line each, the first one so many steps in.
    Pretty(usize),
}

/// Puts a value at the end of a text.
pub(super) fn write<T: Serialize>(value: &T, layout: Layout, out: &mut String) {
    let mut writer = match layout {
        Layout::Compact => Writer { out, laid: false, depth: 0 },
        Layout::Pretty(depth) => {
            blanks(depth, out);
            Writer { out, laid: true, depth }
        }
    };
    // Texts as keys, numbers and what else is known: it cannot fail.
    let _ = value.serialize(&mut writer);
}

struct Writer<'o> {
    out: &'o mut String,
    laid: bool,
    depth: usize,
}

/// As many blanks as are copied at once.
const BLANKS: &str = "                                ";

fn blanks(depth: usize, out: &mut String) {
    let mut rest = depth.saturating_mul(2);
    while rest > 0 {
        let some = rest.min(BLANKS.len());
        out.push_str(BLANKS.get(..some).unwrap_or(BLANKS));
        rest = rest.saturating_sub(some);
    }
}

impl Writer<'_> {
    fn text(&mut self, text: &str) {
        // Without a way out in between, so that the processor looks at many bytes at once.
        let escaped = |byte: u8| matches!(byte, ..b' ' | b'"' | b'\\');
        if text.bytes().fold(false, |any, byte| any | escaped(byte)) {
            self.out.push_str(&serde_json::to_string(text).unwrap_or_default());
        } else {
            self.out.push('"');
            self.out.push_str(text);
            self.out.push('"');
        }
    }

    fn number(&mut self, mut number: u64) {
        let mut digits = [b'0'; 20];
        let mut first = digits.len();
        for (at, digit) in digits.iter_mut().enumerate().rev() {
            *digit = b'0'.saturating_add(u8::try_from(number.rem_euclid(10)).unwrap_or(0));
            number = number.div_euclid(10);
            first = at;
            if number == 0 {
                break;
            }
        }
        let written = digits.get(first..).and_then(|digits| std::str::from_utf8(digits).ok());
        self.out.push_str(written.unwrap_or_default());
    }

    fn line(&mut self) {
        if self.laid {
            self.out.push('\n');
            blanks(self.depth, self.out);
        }
    }
}

/// A list or an object that is open.
struct Open<'w, 'o> {
    writer: &'w mut Writer<'o>,
    empty: bool,
    close: char,
}

impl<'w, 'o> Open<'w, 'o> {
    fn new(writer: &'w mut Writer<'o>, open: char, close: char) -> Self {
        writer.out.push(open);
        writer.depth = writer.depth.saturating_add(1);
        Self { writer, empty: true, close }
    }

    fn next(&mut self) {
        if !self.empty {
            self.writer.out.push(',');
        }
        self.empty = false;
        self.writer.line();
    }

    fn colon(&mut self) {
        self.writer.out.push_str(if self.writer.laid { ": " } else { ":" });
    }

    fn done(self) {
        self.writer.depth = self.writer.depth.saturating_sub(1);
        if !self.empty {
            self.writer.line();
        }
        self.writer.out.push(self.close);
    }
}

macro_rules! numbers {
    ($($name:ident: $of:ty),*) => {
        $(fn $name(self, number: $of) -> Result<(), fmt::Error> {
            self.out.push_str(&number.to_string());
            Ok(())
        })*
    };
}

impl<'w, 'o> ser::Serializer for &'w mut Writer<'o> {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Open<'w, 'o>;
    type SerializeTuple = Open<'w, 'o>;
    type SerializeTupleStruct = Open<'w, 'o>;
    type SerializeTupleVariant = Impossible<(), fmt::Error>;
    type SerializeMap = Open<'w, 'o>;
    type SerializeStruct = Open<'w, 'o>;
    type SerializeStructVariant = Impossible<(), fmt::Error>;

    numbers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32);

    fn serialize_u64(self, number: u64) -> Result<(), fmt::Error> {
        self.number(number);
        Ok(())
    }

    fn serialize_bool(self, flag: bool) -> Result<(), fmt::Error> {
        self.out.push_str(if flag { "true" } else { "false" });
        Ok(())
    }

    fn serialize_f32(self, number: f32) -> Result<(), fmt::Error> {
        self.serialize_f64(f64::from(number))
    }

    fn serialize_f64(self, number: f64) -> Result<(), fmt::Error> {
        self.out.push_str(&serde_json::to_string(&number).unwrap_or_default());
        Ok(())
    }

    fn serialize_char(self, char: char) -> Result<(), fmt::Error> {
        self.text(char.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), fmt::Error> {
        self.text(text);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_none(self) -> Result<(), fmt::Error> {
        self.out.push_str("null");
        Ok(())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), fmt::Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), fmt::Error> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), fmt::Error> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), fmt::Error> {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), fmt::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, fmt::Error> {
        Ok(Open::new(self, '[', ']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, fmt::Error> {
        Ok(Open::new(self, '[', ']'))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, fmt::Error> {
        Ok(Open::new(self, '[', ']'))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, fmt::Error> {
        Ok(Open::new(self, '{', '}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, fmt::Error> {
        Ok(Open::new(self, '{', '}'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, fmt::Error> {
        Err(fmt::Error)
    }
}

impl ser::SerializeSeq for Open<'_, '_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), fmt::Error> {
        self.next();
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), fmt::Error> {
        self.done();
        Ok(())
    }
}

impl ser::SerializeTuple for Open<'_, '_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), fmt::Error> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), fmt::Error> {
        self.done();
        Ok(())
    }
}

impl ser::SerializeTupleStruct for Open<'_, '_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), fmt::Error> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), fmt::Error> {
        self.done();
        Ok(())
    }
}

impl ser::SerializeMap for Open<'_, '_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), fmt::Error> {
        self.next();
        key.serialize(&mut *self.writer)?;
        self.colon();
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), fmt::Error> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), fmt::Error> {
        self.done();
        Ok(())
    }
}

impl ser::SerializeStruct for Open<'_, '_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), fmt::Error> {
        self.next();
        self.writer.out.push('"');
        self.writer.out.push_str(key);
        self.writer.out.push('"');
        self.colon();
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), fmt::Error> {
        self.done();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Serialize;

    use super::{Layout, write};

    #[derive(Debug, Clone, Serialize)]
    struct Inner {
        text: String,
        number: usize,
    }

    #[derive(Debug, Clone, Serialize)]
    enum Word {
        #[serde(rename = "a word")]
        One,
    }

    #[derive(Debug, Clone, Serialize)]
    struct Outer {
        r#type: Option<char>,
        list: Vec<Inner>,
        map: BTreeMap<String, Vec<String>>,
        pair: (bool, i32),
        #[serde(flatten)]
        flat: Inner,
        word: Word,
        share: f64,
        nothing: (),
    }

    fn inner() -> impl Strategy<Value = Inner> {
        (".{0,20}", any::<usize>()).prop_map(|(text, number)| Inner { text, number })
    }

    proptest! {
        #[test]
        fn it_is_laid_out_as_by_the_library(
            list in proptest::collection::vec(inner(), 0..3),
            map in proptest::collection::btree_map("[\u{0}-\u{ff}]{0,4}", proptest::collection::vec("[\"\\\\\n\t\u{7f}a]{0,4}", 0..3), 0..3),
            pair in any::<(bool, i32)>(),
            flat in inner(),
            r#type in any::<Option<char>>(),
            share in -1.0e9..1.0e9,
        ) {
            let value = Outer { r#type, list, map, pair, flat, word: Word::One, share, nothing: () };
            let mut compact = String::new();
            write(&value, Layout::Compact, &mut compact);
            prop_assert_eq!(compact, serde_json::to_string(&value).unwrap());
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            for depth in [0, 2, 20] {
                let indent = "  ".repeat(depth);
                let mut laid = String::new();
                write(&value, Layout::Pretty(depth), &mut laid);
                prop_assert_eq!(laid, format!("{indent}{}", pretty.replace('\n', &format!("\n{indent}"))));
            }
        }
    }
}
