//! The shortest way to a fault: steps are left out, many at a time and then one by one, as long as it still leads there.

use super::Visit;

/// Tries at most, since each takes all the steps again.
const TRIES: usize = 600;

pub(crate) fn shortest(visit: &Visit, fails: impl Fn(&Visit) -> bool) -> Visit {
    let mut shortest = visit.clone();
    let mut tries = 0;
    let mut chunk = shortest.steps.len() / 2;
    while chunk > 0 {
        let mut at = 0;
        let mut less = false;
        while at < shortest.steps.len() && tries < TRIES {
            let mut shorter = shortest.clone();
            shorter.steps.drain(at..(at + chunk).min(shortest.steps.len()));
            tries += 1;
            if fails(&shorter) {
                shortest = shorter;
                less = true;
            } else {
                at += chunk;
            }
        }
        if !less || chunk > 1 {
            chunk /= 2;
        }
        if tries >= TRIES {
            break;
        }
    }
    shortest
}
