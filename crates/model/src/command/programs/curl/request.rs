//! What a line of `curl` asks for.

use super::super::{missing, wrong};
use crate::command::{Mistake, MistakeKind, Word};

/// A request.
pub(super) struct Request<'a> {
    /// "GET", "POST", …
    pub(super) method: &'a str,
    /// The address.
    pub(super) url: Word<'a>,
    /// `-d`: what is sent; "" if nothing.
    pub(super) body: &'a str,
    /// `-F`: a field of a form; "" if none.
    pub(super) form: &'a str,
    /// `-o`: what comes back is not shown.
    pub(super) elsewhere: bool,
}

/// Letters of options without a value that change nothing here.
const PLAIN: &str = "sSiLkfgv#";

impl<'a> Request<'a> {
    /// Reads the words behind `curl`.
    pub(super) fn read(words: &[Word<'a>]) -> Result<Request<'a>, Mistake> {
        let (mut method, mut url, mut body, mut form, mut elsewhere) = ("", None, "", "", false);
        let mut rest = words.iter().skip(1);
        while let Some(word) = rest.next() {
            let not = || wrong(word, MistakeKind::NotSimulated);
            let (name, inline) = match word.text.strip_prefix("--") {
                Some(long) => (of_long(long).ok_or_else(not)?, None),
                None => match word.text.strip_prefix('-') {
                    Some(letters) => {
                        let letters = letters.trim_start_matches(|c| PLAIN.contains(c));
                        let mut chars = letters.chars();
                        (chars.next().unwrap_or(' '), Some(chars.as_str()))
                    }
                    None => {
                        url = Some(*word);
                        continue;
                    }
                },
            };
            if name == ' ' {
                continue;
            }
            let inline = inline.filter(|value| !value.is_empty());
            let value = match inline {
                Some(value) => value,
                None if name == 'G' => "",
                None => rest.next().map_or("", |next| next.text),
            };
            match name {
                'X' => method = value.trim_matches(['"', '\'']),
                'd' => body = value,
                'F' => form = value.trim_matches(['"', '\'']),
                'o' => elsewhere = true,
                'G' => method = "GET",
                'H' | 'm' | 'A' => {}
                _ => return Err(not()),
            }
        }
        let url = url.ok_or_else(|| missing(words, "http://…:8081/overview"))?;
        let sends = !body.is_empty() || !form.is_empty();
        let usual = if sends { "POST" } else { "GET" };
        let method = if method.is_empty() { usual } else { method };
        Ok(Request { method, url, body, form, elsewhere })
    }

    /// A field of the JSON that is sent.
    pub(super) fn field(&self, name: &str) -> Option<&'a str> {
        let at = self.body.find(name)? + name.len();
        let rest = self.body.get(at..)?.trim_start_matches(['"', '\\', ' ']);
        let rest = rest.strip_prefix(':')?.trim_start().trim_start_matches('\\');
        let text = rest.strip_prefix('"');
        let end = text.unwrap_or(rest).find(['"', '\\', ',', '}'])?;
        text.unwrap_or(rest).get(..end).map(str::trim)
    }
}

/// The letter of a long option; a blank where it changes nothing here.
fn of_long(name: &str) -> Option<char> {
    Some(match name {
        "request" => 'X',
        "data" | "data-raw" | "data-binary" | "json" => 'd',
        "form" => 'F',
        "output" => 'o',
        "header" => 'H',
        "max-time" | "connect-timeout" | "retry" | "user-agent" | "retry-delay" => 'm',
        "get" => 'G',
        "silent" | "show-error" | "fail" | "insecure" | "location" | "include" | "verbose"
        | "compressed" | "no-progress-meter" => ' ',
        _ => return None,
    })
}
