//! Fractions as text to the nearest binary ones, exactly.
//!
//! In: `0.4`, `-1.5e-3`. Out: an `f64` or `f32`, as `str::parse` gives it. The standard library brings tables for speed:
//! 10 KiB that do not compress, in every page; a setting is read once.
//! Deliberately absent: `NaN` and `Infinity`, and text around the number.

/// More digits than these change nothing but a tie.
const MOST_DIGITS: usize = 800;

/// A number that text can be read as.
pub trait Binary: Sized {
    /// The nearest one.
    fn nearest(text: &str) -> Option<Self>;

    /// What is no number, of the same kind.
    fn nan(self) -> Self;
}

impl Binary for f64 {
    fn nearest(text: &str) -> Option<f64> {
        read(text).map(|number| number.rounded(53, 1_074))
    }

    fn nan(self) -> f64 {
        f64::NAN
    }
}

impl Binary for f32 {
    fn nearest(text: &str) -> Option<f32> {
        // It has been rounded to what an `f32` holds.
        read(text).map(|number| number.rounded(24, 149) as f32)
    }

    fn nan(self) -> f32 {
        f32::NAN
    }
}

/// Whether a text is a number.
pub fn is_number(text: &str) -> bool {
    read(text).is_some()
}

/// Digits times a power of ten.
struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

fn read(text: &str) -> Option<Decimal> {
    let negative = text.starts_with('-');
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        None => (text, 0),
        Some((mantissa, exponent)) => {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
                return None;
            }
            // What does not fit is as good as infinite.
            let size = digits.parse().unwrap_or(1_000_000_i64).min(1_000_000);
            (mantissa, if exponent.starts_with('-') { -size } else { size })
        }
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = || whole.bytes().chain(fraction.bytes());
    if all().next().is_none() || !all().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let mut exponent = exponent - i64::try_from(fraction.len()).ok()?;
    let mut digits: Vec<u8> = all().map(|it| it - b'0').skip_while(|it| *it == 0).collect();
    if let Some(more) = digits.len().checked_sub(MOST_DIGITS).filter(|more| *more > 0) {
        let rest = digits.split_off(MOST_DIGITS);
        // Not exactly what is kept, but a little more.
        let little = u8::from(rest.iter().any(|it| *it > 0));
        digits.push(little);
        exponent += i64::try_from(more).ok()? - 1;
    }
    Some(Decimal { negative, digits, exponent })
}

impl Decimal {
    /// The nearest number of so many bits, the smallest step being two to the minus `finest`; of two that are as near, the
    /// even one.
    fn rounded(&self, bits: u32, finest: i64) -> f64 {
        let size =
            i64::try_from(self.digits.len()).unwrap_or(i64::MAX).saturating_add(self.exponent);
        let sign = if self.negative { -1.0 } else { 1.0 };
        if self.digits.iter().all(|digit| *digit == 0) || size < -400 {
            return 0.0 * sign;
        }
        if size > 400 {
            return f64::INFINITY * sign;
        }
        let mut above = Big(Vec::new());
        for digit in &self.digits {
            above.times_ten_plus(u32::from(*digit));
        }
        let mut below = Big(vec![1]);
        for _ in 0..self.exponent.unsigned_abs() {
            let side = if self.exponent < 0 { &mut below } else { &mut above };
            side.times_ten_plus(0);
        }
        // As many bits as the number holds, or one more, which another turn takes away.
        let mut shift = (i64::from(bits) - above.bits() + below.bits()).min(finest);
        loop {
            let (mut rest, unit) = (above.shifted(shift), below.shifted(-shift));
            let mut quotient = 0_u64;
            for bit in (0..=bits + 1).rev() {
                let part = unit.shifted(i64::from(bit));
                if let Some(less) = rest.minus(&part) {
                    (rest, quotient) = (less, quotient | 1 << bit);
                }
            }
            if quotient >> bits > 0 {
                shift -= 1;
                continue;
            }
            let twice = rest.shifted(1);
            let left = twice.minus(&unit);
            let more = left.as_ref().is_some_and(|left| left.bits() > 0);
            let tie = left.is_some_and(|left| left.bits() == 0);
            let rounded = quotient + u64::from(more || (tie && quotient % 2 == 1));
            return sign * scaled(rounded as f64, -shift, bits);
        }
    }
}

/// Times a power of two. Beyond what `bits` bits can hold is infinite.
fn scaled(number: f64, power: i64, bits: u32) -> f64 {
    let most = if bits == 24 { 128 } else { 1_024 };
    let (half, rest) = (power / 2, power - power / 2);
    let two = |power: i64| 2.0_f64.powi(i32::try_from(power).unwrap_or(i32::MAX));
    let scaled = number * two(half) * two(rest);
    if most == 128 && scaled >= two(most) { f64::INFINITY } else { scaled }
}

/// A whole number of any size, least part first.
#[derive(Clone)]
struct Big(Vec<u32>);

impl Big {
    fn times_ten_plus(&mut self, digit: u32) {
        let mut carry = u64::from(digit);
        for part in &mut self.0 {
            let all = u64::from(*part) * 10 + carry;
            (*part, carry) = (all as u32, all >> 32);
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn bits(&self) -> i64 {
        let top = self.0.iter().rposition(|part| *part > 0);
        let bits = |at: usize| at as i64 * 32 + 32 - i64::from(self.0[at].leading_zeros());
        top.map_or(0, bits)
    }

    /// Times two to that power; the same where it is negative.
    fn shifted(&self, power: i64) -> Big {
        let Ok(power) = usize::try_from(power) else { return self.clone() };
        let (parts, bits) = (power / 32, power % 32);
        let mut shifted = vec![0; parts];
        let mut carry = 0_u64;
        for part in &self.0 {
            let all = (u64::from(*part) << bits) | carry;
            shifted.push(all as u32);
            carry = all >> 32;
        }
        shifted.push(carry as u32);
        Big(shifted)
    }

    /// `None` where the other is larger.
    fn minus(&self, other: &Big) -> Option<Big> {
        let mut less = self.clone();
        less.0.resize(self.0.len().max(other.0.len()), 0);
        let mut borrow = 0_i64;
        for (at, part) in less.0.iter_mut().enumerate() {
            let left = i64::from(*part) - i64::from(other.0.get(at).copied().unwrap_or(0)) - borrow;
            (*part, borrow) = (left as u32, i64::from(left < 0));
        }
        (borrow == 0).then_some(less)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts that are the same in every run (xorshift).
    fn texts() -> impl Iterator<Item = String> {
        let mut state = 88_172_645_463_325_252_u64;
        let mut below = move |most: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % most
        };
        (0..2_000).map(move |_| {
            let digits = |count: u64, below: &mut dyn FnMut(u64) -> u64| -> String {
                (0..count).map(|_| char::from(b'0' + below(10) as u8)).collect()
            };
            let length = 1 + below(20);
            let (whole, fraction) = (digits(length, &mut below), digits(length / 2, &mut below));
            match below(4) {
                0 => format!("{whole}.{fraction}"),
                1 => format!("-0.{whole}"),
                2 => format!("{whole}e{}", below(90) as i64 - 60),
                _ => format!("{whole}.{fraction}e{}", below(700) as i64 - 360),
            }
        })
    }

    #[test]
    fn texts_are_read_as_the_standard_library_reads_them() {
        let some = [
            "0",
            "-0",
            "0.1",
            "0.4",
            ".5",
            "5.",
            "1e400",
            "1e-400",
            "4.9e-324",
            "2.4e-324",
            "2.5e-324",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "3.4028236e38",
            "3.4028235e38",
            "1e-45",
            "7e-46",
            "9007199254740993",
            "9007199254740992.5",
            "16777217",
        ];
        for text in some.map(str::to_owned).into_iter().chain(texts()) {
            let wide: f64 = text.parse().expect("a number");
            assert_eq!(f64::nearest(&text).map(f64::to_bits), Some(wide.to_bits()), "{text}");
            let narrow: f32 = text.parse().expect("a number");
            assert_eq!(f32::nearest(&text).map(f32::to_bits), Some(narrow.to_bits()), "{text}");
        }
        let long = format!("0.{}1", "0123456789".repeat(200));
        assert_eq!(f64::nearest(&long), long.parse().ok());
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in
            ["", "-", ".", "e5", "1e", "1e+", "1x", "0x1", "1 ", " 1", "--1", "1.2.3", "inf"]
        {
            assert!(!is_number(text), "{text}");
        }
    }
}
