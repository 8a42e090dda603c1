//! JSON, as much of it as a cell needs.
//!
//! In: text. Out: a [`Json`] tree, or where and why the text is no JSON.
//! Deliberately absent: fractions and negative numbers, which no cell has; and `serde_json`, whose
//! code for our types is a fifth of what a reader may have to download. A test on the host compares both.

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Switch(bool),
    /// A whole number.
    Number(u64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, in the order of the text.
    Object(Vec<(String, Json)>),
}

/// Deeper values are refused rather than overflowing the stack.
const MOST_NESTING: usize = 32;

impl Json {
    /// Reads a text.
    ///
    /// # Errors
    /// What was expected, and at which byte.
    pub fn parse(text: &str) -> Result<Json, String> {
        let mut reader = Reader { text: text.as_bytes(), at: 0 };
        let value = reader.value(0);
        reader.space();
        match value {
            Some(value) if reader.at == reader.text.len() => Ok(value),
            _ => Err(["no JSON at byte ", &reader.at.to_string()].concat()),
        }
    }

    /// A member of an object; `null` counts as absent.
    pub fn get(&self, name: &str) -> Option<&Json> {
        let Json::Object(members) = self else { return None };
        let found = members.iter().find(|(member, _)| member == name);
        found.map(|(_, value)| value).filter(|value| **value != Json::Null)
    }
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

/// `None`: the text goes wrong at `self.at`.
impl Reader<'_> {
    fn space(&mut self) {
        while matches!(self.text.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Passes over this text if it comes next.
    fn take(&mut self, token: &[u8]) -> bool {
        let comes = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(token));
        if comes {
            self.at += token.len();
        }
        comes
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        self.space();
        match self.text.get(self.at)? {
            _ if depth > MOST_NESTING => None,
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(Json::Text),
            b'0'..=b'9' => self.number(),
            _ if self.take(b"null") => Some(Json::Null),
            _ if self.take(b"true") => Some(Json::Switch(true)),
            _ if self.take(b"false") => Some(Json::Switch(false)),
            _ => None,
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        let mut members = Vec::new();
        self.at += 1;
        self.space();
        if self.take(b"}") {
            return Some(Json::Object(members));
        }
        loop {
            self.space();
            let name = self.string()?;
            self.space();
            if !self.take(b":") {
                return None;
            }
            members.push((name, self.value(depth + 1)?));
            self.space();
            if self.take(b"}") {
                return Some(Json::Object(members));
            }
            if !self.take(b",") {
                return None;
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Json> {
        let mut items = Vec::new();
        self.at += 1;
        self.space();
        if self.take(b"]") {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.take(b"]") {
                return Some(Json::List(items));
            }
            if !self.take(b",") {
                return None;
            }
        }
    }

    fn number(&mut self) -> Option<Json> {
        let mut number = 0u64;
        while let Some(digit @ b'0'..=b'9') = self.text.get(self.at) {
            number = number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
            self.at += 1;
        }
        Some(Json::Number(number))
    }

    fn string(&mut self) -> Option<String> {
        if !self.take(b"\"") {
            return None;
        }
        let mut bytes = Vec::new();
        loop {
            let byte = *self.text.get(self.at)?;
            self.at += 1;
            match byte {
                b'"' => return String::from_utf8(bytes).ok(),
                b'\\' => {
                    let mut buffer = [0; 4];
                    bytes.extend_from_slice(self.escaped()?.encode_utf8(&mut buffer).as_bytes());
                }
                0..0x20 => return None,
                other => bytes.push(other),
            }
        }
    }

    /// The character that an escape means, behind its backslash.
    fn escaped(&mut self) -> Option<char> {
        let byte = *self.text.get(self.at)?;
        self.at += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                if !(0xd800..0xdc00).contains(&first) {
                    return char::from_u32(first);
                }
                // A character beyond 16 bits comes as two halves.
                let second = self.take(b"\\u").then(|| self.hex())??;
                let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                return char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + low);
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + char::from(*self.text.get(self.at)?).to_digit(16)?;
            self.at += 1;
        }
        Some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same text read by `serde_json`, in our own type.
    fn reference(text: &str) -> Option<Json> {
        fn convert(value: &serde_json::Value) -> Option<Json> {
            use serde_json::Value;
            Some(match value {
                Value::Null => Json::Null,
                Value::Bool(switch) => Json::Switch(*switch),
                Value::Number(number) => Json::Number(number.as_u64()?),
                Value::String(text) => Json::Text(text.clone()),
                Value::Array(items) => {
                    Json::List(items.iter().map(convert).collect::<Option<Vec<_>>>()?)
                }
                Value::Object(members) => {
                    let pair = |(name, value)| Some((String::clone(name), convert(value)?));
                    Json::Object(members.iter().map(pair).collect::<Option<Vec<_>>>()?)
                }
            })
        }
        convert(&serde_json::from_str(text).ok()?)
    }

    #[test]
    fn texts_are_read_as_serde_json_reads_them() {
        for text in [
            "null",
            " true ",
            "false",
            "0",
            "18446744073709551615",
            "\"\"",
            "[]",
            "[ ]",
            "{}",
            "[1,2,[3]]",
            r#"{"a":{"b":[null,"c"]}}"#,
            r#""\u4f5c\ud83d\ude00\n\"\\\/\t""#,
            "\"作业 😀\"",
            "\n{ \"a\" : 1 , \"b\" : [ ] }\n",
            "",
            "{",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "nul",
            "\"",
            "\"\\x\"",
            "\"\\ud800\"",
            "1 2",
            "18446744073709551616",
            "\"\n\"",
            "{a:1}",
            "\"\\ud83d\\u0041\"",
            "[1 2]",
            "]",
        ] {
            assert_eq!(Json::parse(text).ok(), reference(text), "{text}");
        }
    }

    #[test]
    fn a_mistake_has_a_place_and_depth_a_limit() {
        assert_eq!(Json::parse("[1,x]"), Err("no JSON at byte 3".to_owned()));
        assert!(Json::parse(&"[".repeat(100_000)).is_err());
    }
}
