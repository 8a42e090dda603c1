//! How times and spans are written.
//!
//! In: simulated microseconds. Out: "12.345 s", "5 min 03 s". Units are the same in both languages.

use model::Time;

/// A point in time as the log and the player show it, to the millisecond: "0.000 s", "12.345 s",
/// "5 min 03.250 s".
pub fn clock(at: Time) -> String {
    let ms = at.as_ms();
    let (minutes, seconds, ms) = (ms / 60_000, ms / 1_000 % 60, ms % 1_000);
    if minutes == 0 {
        format!("{seconds}.{ms:03} s")
    } else {
        format!("{minutes} min {seconds:02}.{ms:03} s")
    }
}

/// A span, as short as it can be said: "50 ms", "1.5 s", "2 s", "5 min", "5 min 03 s", "1 h".
pub fn span(span: Time) -> String {
    let ms = span.as_ms();
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 => seconds(ms),
        60_000..3_600_000 => parts(ms / 60_000, "min", ms / 1_000 % 60, "s"),
        _ => parts(ms / 3_600_000, "h", ms / 60_000 % 60, "min"),
    }
}

fn seconds(ms: u64) -> String {
    let text = format!("{}.{:03}", ms / 1_000, ms % 1_000);
    format!("{} s", text.trim_end_matches('0').trim_end_matches('.'))
}

fn parts(big: u64, big_unit: &str, small: u64, small_unit: &str) -> String {
    match small {
        0 => format!("{big} {big_unit}"),
        _ => format!("{big} {big_unit} {small:02} {small_unit}"),
    }
}
