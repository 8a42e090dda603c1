//! Numbers of a question that has several sets of them: `$(p)`, `$(p * s)`, `$(up(p, s))`.
//!
//! In: a block's text and one set, each number by its name. Out: the text with every `$(…)` computed, on the same lines.
//! `/` rounds down, `up(a, b)` divides and rounds up.
//! Deliberately absent: which answer is right. A choice says a number, and the model whether it is so.

use crate::predict::wrong;
use crate::problem::{Wrong, line_of};
use std::collections::BTreeMap;

/// One set of numbers.
pub(super) type Numbers = BTreeMap<String, i64>;

const HINT: &str = "for example $(p), $(p * s + 1) or $(up(p, s))";

/// The text with its numbers.
pub(super) fn filled(text: &str, numbers: &Numbers) -> Result<String, Wrong> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("$(") {
        let tell = |message| wrong(line_of(text, text.len() - rest.len() + start), message, HINT);
        let (before, from) = rest.split_at(start);
        let mut sum = Sum { rest: from.strip_prefix('$').unwrap_or(from), numbers };
        let value = sum.atom().map_err(tell)?;
        if value < 0 {
            return Err(tell(format!("{value} is below zero")));
        }
        out.push_str(before);
        out.push_str(&value.to_string());
        rest = sum.rest;
    }
    out.push_str(rest);
    Ok(out)
}

/// What is left to compute.
struct Sum<'a> {
    rest: &'a str,
    numbers: &'a Numbers,
}

impl<'a> Sum<'a> {
    fn sum(&mut self) -> Result<i64, String> {
        let mut value = self.product()?;
        loop {
            if self.takes('+') {
                value = value.checked_add(self.product()?).ok_or("too large")?;
            } else if self.takes('-') {
                value = value.checked_sub(self.product()?).ok_or("too large")?;
            } else {
                return Ok(value);
            }
        }
    }

    fn product(&mut self) -> Result<i64, String> {
        let mut value = self.atom()?;
        loop {
            if self.takes('*') {
                value = value.checked_mul(self.atom()?).ok_or("too large")?;
            } else if self.takes('/') {
                value = value.checked_div(self.atom()?).ok_or("divided by zero")?;
            } else {
                return Ok(value);
            }
        }
    }

    fn atom(&mut self) -> Result<i64, String> {
        if self.takes('(') {
            let value = self.sum()?;
            return self.expects(')').map(|()| value);
        }
        let word = self.word();
        if word == "up" {
            self.expects('(')?;
            let value = self.sum()?;
            self.expects(',')?;
            let by = self.sum()?;
            self.expects(')')?;
            let more = value.checked_rem(by).ok_or("divided by zero")?.signum();
            return Ok(value / by + more);
        }
        let known = || self.numbers.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        let named = word.parse().ok().or_else(|| self.numbers.get(word).copied());
        named.ok_or_else(|| format!("no number is called \"{word}\"; there are: {}", known()))
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        self.rest = rest;
        word
    }

    fn takes(&mut self, sign: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        rest.inspect(|rest| self.rest = rest).is_some()
    }

    fn expects(&mut self, sign: char) -> Result<(), String> {
        let found = self.takes(sign);
        if found { Ok(()) } else { Err(format!("a \"{sign}\" is missing")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> Result<String, String> {
        let numbers = [("p", 5), ("s", 2)].map(|(name, number)| (name.to_owned(), number));
        filled(text, &numbers.into()).map_err(|wrong| format!("{}: {}", wrong.line, wrong.message))
    }

    #[test]
    fn numbers_are_computed_and_everything_else_stays() {
        for (text, expected) in [
            ("{ zh = \"甲\" } $5", "{ zh = \"甲\" } $5"),
            ("$(p) 和 $(s)", "5 和 2"),
            ("$(p * s + 1 - (s - 1)), $(p / s), $(up(p, s)), $(up(p - 1, s))", "10, 2, 3, 2"),
        ] {
            assert_eq!(with(text).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn what_cannot_be_computed_has_its_line() {
        for (text, expected) in [
            ("\n$(q)", "2: no number is called \"q\"; there are: p, s"),
            ("$(p / (s - 2))", "1: divided by zero"),
            ("$(up(p, 0))", "1: divided by zero"),
            ("$(s - p)", "1: -3 is below zero"),
            ("$(p", "1: a \")\" is missing"),
            ("$()", "1: no number is called \"\"; there are: p, s"),
        ] {
            assert_eq!(with(text).err().as_deref(), Some(expected), "{text}");
        }
    }
}
