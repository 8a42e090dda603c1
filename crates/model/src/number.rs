//! Numbers as Java reads and writes them.
//!
//! In: the text of a setting. Out: the number, or a [`NumberError`] in Java's words.
//! Java: `Float.parseFloat`, `Double.toString`, `BigDecimal.valueOf`, `Integer.parseInt`.
//! Deliberately absent: hexadecimal fractions (`0x1p-3`), which Java would read, too.

use crate::decimal::Binary;

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// A fraction that is nothing but blanks.
    EmptyFraction,
    /// `0.1.2`.
    MultiplePoints,
    /// Any other fraction.
    NoFraction,
    /// A whole number that is none, or does not fit.
    NoWhole,
}

impl NumberError {
    /// In Java's words, of the text that is no number.
    pub fn told(self, text: &str) -> String {
        match self {
            NumberError::EmptyFraction => "empty String".to_owned(),
            NumberError::MultiplePoints => "multiple points".to_owned(),
            NumberError::NoFraction => format!("For input string: \"{}\"", trim(text)),
            NumberError::NoWhole => format!("For input string: \"{text}\""),
        }
    }
}

/// Java's `String.trim`: every character up to the blank.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c <= ' ')
}

/// Java's `Integer.parseInt` and `Long.parseLong`: a sign and digits, nothing around them.
pub(crate) fn whole<T: std::str::FromStr>(text: &str) -> Result<T, NumberError> {
    text.parse().map_err(|_| NumberError::NoWhole)
}

/// Java's `Float.parseFloat` and `Double.parseDouble`, for the type that is asked for.
pub(crate) fn fraction<T: Binary>(text: &str) -> Result<T, NumberError> {
    let text = trim(text);
    if text.is_empty() {
        return Err(NumberError::EmptyFraction);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !matches!(unsigned, "NaN" | "Infinity") {
        let mantissa = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (mantissa, rest) = unsigned.split_at(mantissa.unwrap_or(unsigned.len()));
        if mantissa.matches('.').count() > 1 {
            return Err(NumberError::MultiplePoints);
        }
        if mantissa.trim_matches('.').is_empty() || !ends_number(rest) {
            return Err(NumberError::NoFraction);
        }
    }
    // Java lets a number end with its type; Rust does not.
    let number = match unsigned {
        "NaN" | "Infinity" => text,
        _ => text.trim_end_matches(['f', 'F', 'd', 'D']),
    };
    let read = match unsigned {
        "NaN" => T::nearest("0").map(T::nan),
        "Infinity" => T::nearest(&text.replace("Infinity", "1e999")),
        _ => T::nearest(number),
    };
    read.ok_or(NumberError::NoFraction)
}

/// Whether this may follow the digits of a fraction: an exponent, a type (`f`, `d`), both, or nothing.
fn ends_number(rest: &str) -> bool {
    let (exponent, kind) = match rest.strip_prefix(['e', 'E']) {
        None => (None, rest),
        Some(exponent) => {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            (Some(end), &digits[end..])
        }
    };
    exponent != Some(0) && matches!(kind, "" | "f" | "F" | "d" | "D")
}

/// Java's `Double.toString`: `0.1`, `1.0E10`, `1.0E-4`.
pub(crate) fn double(value: f64) -> String {
    let size = value.abs();
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value < 0.0 { "-Infinity" } else { "Infinity" }.to_owned()
    } else if size == 0.0 || (1e-3..1e7).contains(&size) {
        format!("{value:?}")
    } else {
        let text = format!("{value:e}");
        let (mantissa, exponent) =
            text.split_once('e').expect("scientific notation has an exponent");
        let point = if mantissa.contains('.') { "" } else { ".0" };
        [mantissa, point, "E", exponent].concat()
    }
}

/// The shortest decimal that means a `double`, as `BigDecimal.valueOf` takes it: `digits` times ten to the `exponent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: u64,
    exponent: i32,
}

impl Decimal {
    /// Of a number that is finite and not negative.
    pub(crate) fn of(value: f64) -> Decimal {
        let text = format!("{:e}", value.abs());
        let (mantissa, exponent) =
            text.split_once('e').expect("scientific notation has an exponent");
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let read = [whole, fraction].concat().parse();
        let digits = read.expect("at most 17 digits stand for a double");
        let exponent: i32 = exponent.parse().expect("an exponent is a small number");
        Decimal { digits, exponent: exponent - fraction.len() as i32 }
    }

    /// So many times, without what follows the point; `None` when it is more than `Long.MAX_VALUE`, be it by a fraction.
    pub(crate) fn times(self, count: u64) -> Option<u64> {
        let product = u128::from(self.digits) * u128::from(count);
        let power = 10_u128.checked_pow(self.exponent.unsigned_abs());
        let (whole, rest) = match (power, self.exponent < 0) {
            // No product is as large as ten to the 39.
            (None, true) => (0, product),
            (Some(power), true) => (product / power, product % power),
            (Some(power), false) => (product.checked_mul(power)?, 0),
            (None, false) => (if product == 0 { 0 } else { return None }, 0),
        };
        let most = u128::from(i64::MAX.unsigned_abs());
        (whole < most || (whole == most && rest == 0)).then_some(whole as u64)
    }

    /// The `double` that is left when all decimals after so many are cut off.
    pub(crate) fn cut(self, decimals: i32) -> f64 {
        let surplus = (-self.exponent - decimals).max(0);
        let digits =
            10_u64.checked_pow(surplus.unsigned_abs()).map_or(0, |power| self.digits / power);
        let read = format!("{digits}e{}", self.exponent + surplus).parse();
        read.expect("digits and an exponent are a number")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_read_as_java_reads_them() {
        let read = [
            ("0.1", 0.1),
            ("5e-1", 0.5),
            (".5", 0.5),
            ("1.", 1.0),
            (" 0.5f ", 0.5),
            ("+3E+1d", 30.0),
        ];
        for (text, value) in read {
            assert_eq!(fraction::<f64>(text), Ok(value), "{text}");
        }
        assert!(fraction::<f64>("NaN").is_ok_and(f64::is_nan));
        assert_eq!(fraction::<f32>("-Infinity"), Ok(f32::NEG_INFINITY));
        assert_eq!(fraction::<f32>("1e400"), Ok(f32::INFINITY));
        for text in ["inf", "nan", ".", "e5", "1e", "1e+", "0,5", "50%", "0.5ff", "--1", "infinity"]
        {
            assert_eq!(fraction::<f64>(text), Err(NumberError::NoFraction), "{text}");
        }
        assert_eq!(fraction::<f64>(" "), Err(NumberError::EmptyFraction));
        assert_eq!(fraction::<f64>("0.1.2"), Err(NumberError::MultiplePoints));
    }

    #[test]
    fn doubles_print_as_java_prints_them() {
        let printed = [
            (1.0, "1.0"),
            (0.1, "0.1"),
            (f64::from(0.1_f32), "0.10000000149011612"),
            (0.001, "0.001"),
            (0.0001, "1.0E-4"),
            (9_999_999.5, "9999999.5"),
            (1.0e7, "1.0E7"),
            (1.25e-9, "1.25E-9"),
            (f64::NAN, "NaN"),
        ];
        for (value, text) in printed {
            assert_eq!(double(value), text);
        }
    }

    #[test]
    fn decimals_are_cut_as_flink_cuts_cores() {
        let cut = [
            (0.123_456_789_123, 0.123_456_78),
            (1e-9, 0.0),
            (3.0, 3.0),
            (1e10, 1e10),
            (1e-40, 0.0),
        ];
        for (value, left) in cut {
            assert_eq!(Decimal::of(value).cut(8), left);
        }
    }
}
