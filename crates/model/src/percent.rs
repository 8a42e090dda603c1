//! Percent-encoding, as links carry text.
//!
//! In: any text. Out: letters, digits, `-`, `_` and `%` only, so that every other character is free to mean something
//! in a link. And back.

/// Everything but ASCII letters, digits, `-` and `_` as `%xx`.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.extend(char::from_digit(u32::from(half), 16));
            }
        }
    }
    out
}

/// What was escaped, by [`escape`] or by a browser; `None` where `%` is not followed by two digits, or the bytes are
/// no text.
pub fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_comes_back() {
        for text in ["", "a-b_c", "a b\n<-", "源 % & = #", "\u{0}~"] {
            let escaped = escape(text);
            assert!(escaped.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_%".contains(&b)));
            assert_eq!(unescape(&escaped).as_deref(), Some(text));
        }
        for bad in ["%", "%4", "%zz", "%ff"] {
            assert_eq!(unescape(bad), None, "{bad}");
        }
    }
}
