//! A reader's workload and moment as a link that shows them to somebody else.
//!
//! In: the part of a URL behind `#`. Out: a [`Linked`], or the part that means nothing. And back:
//!
//! `compare-<id>&jobs=2.2&fault=task-manager&t=62000000`
//!
//! names only what differs from the page's workload, and the simulated time in microseconds. One that ends with `&play`
//! instead of a time begins to play a little before the fault (the table of blows has such links).

use model::Time;
use model::compare::{Workload, Wrong};

/// What a link says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The workload.
    pub workload: Workload,
    /// The moment, if it names one.
    pub at: Option<Time>,
    /// Whether it plays.
    pub plays: bool,
}

/// The part of the URL behind `#`.
pub fn to_fragment(id: &str, page: &Workload, workload: &Workload, at: Time) -> String {
    let mut link = ["compare-", id].concat();
    for name in Workload::KNOBS {
        let value = workload.get(name);
        if value != page.get(name) {
            for part in ["&", name, "=", &value] {
                link.push_str(part);
            }
        }
    }
    link.push_str("&t=");
    link.push_str(&at.0.to_string());
    link
}

/// Reads the part of the URL behind `#`; `None` when it is not about this comparison.
///
/// # Errors
/// The first part that means nothing.
pub fn from_fragment(fragment: &str, id: &str, page: &Workload) -> Option<Result<Linked, Wrong>> {
    let rest = fragment.strip_prefix('#').unwrap_or(fragment);
    let rest = rest.strip_prefix("compare-")?.strip_prefix(id)?.strip_prefix('&')?;
    Some(read(rest, page))
}

fn read(text: &str, page: &Workload) -> Result<Linked, Wrong> {
    let mut linked = Linked { workload: page.clone(), at: None, plays: false };
    for part in text.split('&') {
        match part.strip_prefix("t=") {
            Some(time) => {
                let at = time.parse().map_err(|_| Wrong { part: part.to_owned() })?;
                linked.at = Some(Time(at));
            }
            None if part == "play" => linked.plays = true,
            None => linked.workload = linked.workload.with_text(part)?,
        }
    }
    Ok(linked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_back() {
        let page = Workload::default();
        let mut own = page.clone();
        for (name, value) in [("jobs", "1.4"), ("fault", "cancel"), ("ha", "on")] {
            own.set(name, value).expect("valid");
        }
        let link = to_fragment("modes", &page, &own, Time::s(61));
        assert_eq!(link, "compare-modes&jobs=1.4&ha=on&fault=cancel&t=61000000");
        let read = from_fragment(&["#", &link].concat(), "modes", &page);
        assert_eq!(read, Some(Ok(Linked { workload: own, at: Some(Time::s(61)), plays: false })));
    }

    #[test]
    fn other_links_are_not_ours_and_bad_ones_are_named() {
        let page = Workload::default();
        for other in ["", "#lab-modes", "#compare-modes", "#compare-modes2&t=1", "#stage-x&t=1"] {
            assert_eq!(from_fragment(other, "modes", &page), None, "{other}");
        }
        for bad in ["t=x", "jobs=9", "colour=red", "slots"] {
            let link = ["#compare-modes&ha=on&", bad].concat();
            let wrong = Wrong { part: bad.to_owned() };
            assert_eq!(from_fragment(&link, "modes", &page), Some(Err(wrong)));
        }
    }
}
