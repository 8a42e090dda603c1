//! A size in bytes as Flink reads, computes and prints it.
//!
//! In: the text of a setting. Out: a [`MemorySize`], or a [`SizeError`] in Flink's words.
//! Flink: `MemorySize`.

use crate::number::{Decimal, trim};
use std::fmt;

/// Bytes, at most Java's `Long.MAX_VALUE`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct MemorySize(u64);

/// Why a text is no size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeError {
    /// Nothing but blanks.
    Empty,
    /// `abc`, `-5m`.
    NoNumber,
    /// Its digits alone are more than `Long.MAX_VALUE`.
    TooManyDigits,
    /// It is more than `Long.MAX_VALUE` bytes.
    TooLarge,
    /// Flink does not know its unit.
    UnknownUnit,
}

/// More bytes than `Long.MAX_VALUE` (`ArithmeticException`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overflow;

const MOST: u64 = i64::MAX as u64;

/// What a unit is called, and how many bytes it is as a power of two. The first name is the short one, the second
/// the one that is printed.
const UNITS: [(&[&str], u32); 5] = [
    (&["b", "bytes"], 0),
    (&["k", "kb", "kibibytes"], 10),
    (&["m", "mb", "mebibytes"], 20),
    (&["g", "gb", "gibibytes"], 30),
    (&["t", "tb", "tebibytes"], 40),
];

/// The digits that a text begins with, and what follows them.
fn number_and_unit(text: &str) -> (&str, &str) {
    let text = trim(text);
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    (number, trim(unit))
}

impl MemorySize {
    /// Nothing.
    pub const ZERO: MemorySize = MemorySize(0);
    /// Flink's `MemorySize.MAX_VALUE`.
    pub const MAX: MemorySize = MemorySize(MOST);

    /// Of so many bytes; `None` above `Long.MAX_VALUE`.
    pub fn of_bytes(bytes: u64) -> Option<MemorySize> {
        (bytes <= MOST).then_some(MemorySize(bytes))
    }

    /// In bytes.
    pub const fn bytes(self) -> u64 {
        self.0
    }

    /// Flink's `MemorySize.parse`: digits and perhaps a unit, with blanks around each; a bare number is bytes.
    ///
    /// # Errors
    /// When the text is no size.
    pub fn parse(text: &str) -> Result<MemorySize, SizeError> {
        let (number, unit) = number_and_unit(text);
        if number.is_empty() {
            return Err(if unit.is_empty() { SizeError::Empty } else { SizeError::NoNumber });
        }
        let count: Option<u64> = number.parse().ok().filter(|count| *count <= MOST);
        let count = count.ok_or(SizeError::TooManyDigits)?;
        let is_unit = |name: &&str| name.eq_ignore_ascii_case(unit);
        let shift = match UNITS.iter().find(|(names, _)| names.iter().any(is_unit)) {
            Some((_, shift)) => *shift,
            None if unit.is_empty() => 0,
            None => return Err(SizeError::UnknownUnit),
        };
        count.checked_mul(1 << shift).and_then(MemorySize::of_bytes).ok_or(SizeError::TooLarge)
    }

    /// Both together.
    ///
    /// # Errors
    /// When that is more than `Long.MAX_VALUE`.
    pub fn plus(self, other: MemorySize) -> Result<MemorySize, Overflow> {
        self.0.checked_add(other.0).and_then(MemorySize::of_bytes).ok_or(Overflow)
    }

    /// All of them together.
    ///
    /// # Errors
    /// When that is more than `Long.MAX_VALUE`.
    pub fn sum(sizes: &[MemorySize]) -> Result<MemorySize, Overflow> {
        sizes.iter().try_fold(MemorySize::ZERO, |sum, size| sum.plus(*size))
    }

    /// What is left; `None` when `other` is more.
    pub fn minus(self, other: MemorySize) -> Option<MemorySize> {
        self.0.checked_sub(other.0).map(MemorySize)
    }

    /// A part or a multiple, cut to whole bytes. Flink multiplies in decimals: 0.1 read as a `float` is
    /// 0.10000000149011612, and that is what it takes.
    ///
    /// # Errors
    /// When that is more than `Long.MAX_VALUE`.
    pub(crate) fn times(self, factor: f64) -> Result<MemorySize, Overflow> {
        let bytes = Decimal::of(factor).times(self.0).ok_or(Overflow)?;
        MemorySize::of_bytes(bytes).ok_or(Overflow)
    }

    /// In the largest unit that it is more than one of, in thousandths, half up. Java rounds the shortest decimal
    /// that means the same `double`.
    fn thousandths(self, shift: u32) -> (u64, u64) {
        let text = (self.0 as f64 / (1_u64 << shift) as f64).to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let digits =
            fraction.bytes().chain(std::iter::repeat(b'0')).map(|digit| u64::from(digit - b'0'));
        let digits: Vec<u64> = digits.take(4).collect();
        let whole: u64 = whole.parse().unwrap_or(0);
        let cut = digits[..3].iter().fold(whole, |sum, digit| sum * 10 + digit);
        let rounded = cut + u64::from(digits[3] >= 5);
        (rounded / 1_000, rounded % 1_000)
    }
}

/// Flink's `toHumanReadableString`: `1.250gb (1342177280 bytes)`.
impl fmt::Display for MemorySize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let largest = UNITS.iter().rev().find(|(_, shift)| self.0 > 1 << shift);
        match largest {
            Some((names, shift)) if *shift > 0 => {
                let (whole, thousandths) = self.thousandths(*shift);
                write!(f, "{whole}.{thousandths:03}{} ({} bytes)", names[1], self.0)
            }
            _ => write!(f, "{} bytes", self.0),
        }
    }
}

impl SizeError {
    /// In Flink's words, of the text that is no size.
    pub fn told(self, text: &str) -> String {
        let (number, unit) = number_and_unit(text);
        match self {
            SizeError::Empty => "argument is an empty- or whitespace-only string".to_owned(),
            SizeError::NoNumber => "text does not start with a number".to_owned(),
            SizeError::TooManyDigits => {
                format!(
                    "The value '{number}' cannot be re represented as 64bit number (numeric overflow)."
                )
            }
            SizeError::TooLarge => {
                format!(
                    "The value '{text}' cannot be re represented as 64bit number of bytes (numeric overflow)."
                )
            }
            SizeError::UnknownUnit => {
                let names = UNITS.map(|(names, _)| ["(", &names.join(" | "), ")"].concat());
                let (unit, known) = (unit.to_lowercase(), names.join(" / "));
                format!(
                    "Memory size unit '{unit}' does not match any of the recognized units: {known}"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(text: &str) -> MemorySize {
        MemorySize::parse(text).unwrap_or_else(|error| panic!("{}", error.told(text)))
    }

    #[test]
    fn every_way_to_write_a_size() {
        let cases = [
            ("1728m", 1728 << 20),
            (" 1728 MB ", 1728 << 20),
            ("7 kibibytes", 7 << 10),
            ("3 t", 3 << 40),
            ("1728", 1728),
            ("5b", 5),
            ("9223372036854775807", i64::MAX as u64),
        ];
        for (text, bytes) in cases {
            assert_eq!(size(text).bytes(), bytes, "{text}");
        }
    }

    #[test]
    fn what_is_no_size_is_said_in_flinks_words() {
        let cases = [
            ("", "argument is an empty- or whitespace-only string"),
            ("-5m", "text does not start with a number"),
            (
                "9223372036854775808",
                "The value '9223372036854775808' cannot be re represented as 64bit number (numeric overflow).",
            ),
            (
                "8388608 t",
                "The value '8388608 t' cannot be re represented as 64bit number of bytes (numeric overflow).",
            ),
            (
                "1.5g",
                "Memory size unit '.5g' does not match any of the recognized units: (b | bytes) / (k | kb | kibibytes) / \
                 (m | mb | mebibytes) / (g | gb | gibibytes) / (t | tb | tebibytes)",
            ),
        ];
        for (text, told) in cases {
            assert_eq!(
                MemorySize::parse(text).map_err(|error| error.told(text)),
                Err(told.to_owned())
            );
        }
    }

    #[test]
    fn sizes_print_as_in_flinks_log() {
        let cases = [
            ("0", "0 bytes"),
            ("1k", "1024 bytes"),
            ("1025", "1.001kb (1025 bytes)"),
            ("1m", "1024.000kb (1048576 bytes)"),
            ("1400mb", "1.367gb (1468006400 bytes)"),
            // 0.0625 is a tie, and ties go up.
            ("66m", "66.000mb (69206016 bytes)"),
            ("1088k", "1.063mb (1114112 bytes)"),
            ("9223372036854775807", "8388608.000tb (9223372036854775807 bytes)"),
        ];
        for (text, printed) in cases {
            assert_eq!(size(text).to_string(), printed);
        }
    }

    #[test]
    fn parts_are_cut_to_whole_bytes() {
        let tenth = f64::from(0.1_f32);
        assert_eq!(size("1280m").times(tenth), Ok(MemorySize(134_217_730)));
        assert_eq!(MemorySize::MAX.times(1.5), Err(Overflow));
        assert_eq!(MemorySize::MAX.times(1.0), Ok(MemorySize::MAX));
        assert_eq!(size("1t").times(1e-40), Ok(MemorySize::ZERO));
    }
}
