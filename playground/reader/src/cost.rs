//! What messages cost, kind by kind: how many there were, how many took longer than a frame of the screen, and the longest.
//!
//! In: each message while it is taken. Out: lines at the end of a run. Told, never judged: no test hangs on a clock.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

/// A screen shows 60 pictures a second.
const FRAME: Duration = Duration::from_millis(16);

/// What one kind of message has cost.
struct Cost {
    messages: u64,
    long: u64,
    longest: Duration,
    /// Where the longest was.
    place: String,
}

static COSTS: Mutex<BTreeMap<String, Cost>> = Mutex::new(BTreeMap::new());

/// Takes a message of that kind, and notes what it cost.
pub fn costing<T>(kind: &str, place: impl FnOnce() -> String, take: impl FnOnce() -> T) -> T {
    let begun = spent();
    let taken = take();
    let took = spent().saturating_sub(begun);
    if let Ok(mut costs) = COSTS.lock() {
        let cost = costs.entry(kind.to_owned()).or_insert_with(|| Cost {
            messages: 0,
            long: 0,
            longest: Duration::ZERO,
            place: String::new(),
        });
        cost.messages += 1;
        cost.long += u64::from(took > FRAME);
        if took > cost.longest {
            cost.longest = took;
            cost.place = place();
        }
    }
    taken
}

/// Prints what was noted: the costly kinds first.
pub(crate) fn tell() {
    let Ok(costs) = COSTS.lock() else { return };
    let mut costs: Vec<(&String, &Cost)> = costs.iter().collect();
    costs.sort_by_key(|(_, cost)| std::cmp::Reverse(cost.longest));
    for (kind, cost) in costs {
        println!(
            "measured: {kind}: {} of {} longer than {} ms, the longest {} us: {}",
            cost.long,
            cost.messages,
            FRAME.as_millis(),
            cost.longest.as_micros(),
            cost.place
        );
    }
}

/// What this thread has computed so far, where the system tells: what others do at the same time is not a message's cost.
fn spent() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanos.map_or_else(elapsed, Duration::from_nanos)
}

/// Elsewhere, the clock.
#[expect(clippy::disallowed_methods, reason = "what a message costs is told, and decides nothing")]
fn elapsed() -> Duration {
    use std::sync::OnceLock;
    use std::time::Instant;
    static FIRST: OnceLock<Instant> = OnceLock::new();
    FIRST.get_or_init(Instant::now).elapsed()
}
