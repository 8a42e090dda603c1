//! Workers that a ResourceManager asked for.
//!
//! In: a row that says how many. Out: how many more than before. See "asked for twice" of `equivalence::EQUIVALENCES`.

use crate::read::Recording;
use crate::row::Row;
use model::ClusterId;
use model::event::Event;

/// A request for workers, without those that were asked for before, given back before the platform had
/// answered, and are now asked for again; `None`: no more than those.
pub(super) fn asked_for(recording: &Recording, row: &Row, cluster: ClusterId) -> Option<Event> {
    (row.text("what") == Some("request")).then_some(())?;
    let number = |row: &Row| row.number("n").unwrap_or(0);
    let told = |row: &&Row| {
        matches!(row.kind.as_str(), "worker.declared" | "worker.requested" | "yarn.received")
    };
    let here = recording.rows.iter().position(|other| std::ptr::eq(other, row))?;
    let mut before = recording.rows[..here].iter().rev().filter(told);
    let given_back = before.next().filter(|row| row.text("what") == Some("release"));
    let first = before.next().filter(|row| row.text("what") == Some("request"));
    let again = given_back.zip(first).map_or(0, |(back, first)| number(back).min(number(first)));
    let more = number(row).saturating_sub(again);
    let count = u16::try_from(more).ok().filter(|more| *more > 0)?;
    Some(Event::WorkersRequested { cluster, count })
}
