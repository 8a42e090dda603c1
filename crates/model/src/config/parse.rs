//! Texts of configuration values as Flink reads them.

use crate::size::MemorySize;
use crate::time::Time;

/// Flink's `TimeUtils.parseDuration`, and ISO-8601 as the newer defaults print it.
pub fn parse_duration(text: &str) -> Option<Time> {
    let text = text.trim();
    if let Some(iso) = text.strip_prefix("PT") {
        return parse_iso(iso);
    }
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let count: u64 = text[..digits].parse().ok()?;
    let unit = text[digits..].trim();
    // Hardly any is written in capitals, and deciders ask often.
    let us = microseconds_in(unit).or_else(|| microseconds_in(&unit.to_ascii_lowercase()))?;
    count.checked_mul(us).map(Time)
}

fn microseconds_in(unit: &str) -> Option<u64> {
    Some(match unit {
        "" | "ms" | "milli" | "millis" | "millisecond" | "milliseconds" => 1_000,
        "s" | "sec" | "second" | "seconds" => 1_000_000,
        "m" | "min" | "minute" | "minutes" => 60_000_000,
        "h" | "hour" | "hours" => 3_600_000_000,
        "d" | "day" | "days" => 86_400_000_000,
        "us" | "µs" | "micro" | "micros" | "microsecond" | "microseconds" => 1,
        _ => return None,
    })
}

fn parse_iso(text: &str) -> Option<Time> {
    let unit = match text.chars().last()? {
        'H' => 3_600_000,
        'M' => 60_000,
        'S' => 1_000,
        _ => return None,
    };
    let thousandths = parse_thousandths(&text[..text.len() - 1])?;
    thousandths.checked_mul(unit).map(Time)
}

pub(super) fn parse_thousandths(text: &str) -> Option<u64> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let fraction = format!("{:0<3}", fraction.get(..fraction.len().min(3))?);
    let whole: u64 = whole.parse().ok()?;
    whole.checked_mul(1_000)?.checked_add(fraction.parse().ok()?)
}

pub(crate) fn parse_mebibytes(text: &str) -> Option<u64> {
    MemorySize::parse(text).ok().map(|size| size.bytes() >> 20)
}
