//! Where a stage says it stands (`data-session`): `stage-<id>&v=1.20&n=57&t=12345678&keep=2&do=9000000.cancel.1`.
//!
//! In: that text, and the scenario that the stage plays. Out: a [`Stand`]. The stage writes it
//! (`playground/src/player/session.rs`, which says what each part means); what is of no account for a judge is passed over.

use super::Stand;
use model::scenario::TimedAction;
use model::{FlinkVersion, Scenario};

/// Reads it; `None`: it is none.
pub fn read(text: &str, scenario: &Scenario) -> Option<Stand> {
    let mut stand =
        Stand { version: scenario.version, actions: scenario.actions.clone(), happened: 0 };
    // Behind a space stands how it is looked at (`playground/src/player/live/kept.rs`).
    let link = text.split(' ').next()?;
    for part in link.split('&').skip(1) {
        let (name, value) = part.split_once('=')?;
        match name {
            "v" => {
                let known = |version: &FlinkVersion| version.name() == value;
                stand.version = FlinkVersion::ALL.into_iter().find(known)?;
            }
            "n" => stand.happened = value.parse().ok()?,
            "keep" => stand.actions.truncate(value.parse().ok()?),
            "do" => {
                let timed: Option<Vec<_>> = value.split(',').map(TimedAction::from_text).collect();
                stand.actions.extend(timed?);
            }
            _ => {}
        }
    }
    Some(stand)
}
