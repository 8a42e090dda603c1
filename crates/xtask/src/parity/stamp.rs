//! Times of log lines, in milliseconds since 1970; every process that is started here writes UTC.

use std::time::{SystemTime, UNIX_EPOCH};

/// Now.
#[allow(clippy::disallowed_methods, reason = "a recording has the machine's time")]
pub(super) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// `2026-11-29 13:26:53,123`.
pub(super) fn to_ms(text: &str) -> Option<u64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    let marks = [(4, "-"), (7, "-"), (10, " "), (13, ":"), (16, ":"), (19, ",")];
    let fits = marks.iter().all(|(at, mark)| text.get(*at..at + 1) == Some(mark));
    if text.len() != 23 || !fits {
        return None;
    }
    let days = days(number(0, 4)?, number(5, 7)?, number(8, 10)?)?;
    let seconds = (number(11, 13)? * 60 + number(14, 16)?) * 60 + number(17, 19)?;
    Some((days * 86_400 + seconds) * 1_000 + number(20, 23)?)
}

/// Days since 1970, by the civil calendar: years are counted from March, so that a leap day is a year's last.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let early = u64::from(month <= 2);
    let year = year.checked_sub(early)?;
    let month = (month + 9) % 12;
    let of_year = (153 * month + 2) / 5 + day.checked_sub(1)?;
    (year * 365 + year / 4 - year / 100 + year / 400 + of_year).checked_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::to_ms;

    #[test]
    fn times_count_from_1970() {
        assert_eq!(to_ms("1970-01-01 00:00:00,000"), Some(0));
        assert_eq!(to_ms("2000-02-29 12:00:00,500"), Some(951_825_600_500));
        assert_eq!(to_ms("2026-11-29 13:26:53,123"), Some(1_795_958_813_123));
        assert_eq!(to_ms("2026-11-29T13:26:53,123"), None);
        assert_eq!(to_ms("no time"), None);
    }
}
