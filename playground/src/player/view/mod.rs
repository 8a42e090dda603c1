//! The player's views. Views show state and send [`Msg`]; nothing else.
//!
//! In: a cell and the element it lives in. Out: DOM inside that element, and on it what brings the stage back
//! (`live_part::Keeper`, `player/live/kept.rs`).
//! Deliberately absent: decisions about time, actions and words; they are made in `player` and `stage`.
//!
//! [`stage::Stage`] is the component, [`picture`] has one more for each shape, so that a step touches only
//! the shapes that changed. Everything else is a function, because each component costs a kilobyte.

mod actions;
mod browser;
mod button;
pub(super) mod card;
mod controls;
pub(super) mod help;
mod icon;
mod inspector;
mod log;
mod panels;
mod picture;
mod sentence;
mod stage;
mod terminal;
mod ticks;
mod version;

use crate::player::live::Msg;
use crate::player::state::Control;
use yew::prelude::*;

#[cfg(test)]
pub(crate) use self::stage::whole;
pub use self::stage::{Stage, StageProps};
pub(crate) use self::stage::{Words, words};
pub(crate) use self::terminal::terminal;

/// Elements that are scrolled, or whose text is set.
#[derive(Default)]
pub(crate) struct Refs {
    /// The log.
    list: NodeRef,
    /// What stands in the terminal.
    screen: NodeRef,
    /// Where lines are typed.
    input: NodeRef,
}

/// Where views send to.
pub(crate) type Tell = Callback<Msg>;

/// A click that moves the player.
fn control(tell: &Tell, control: Control) -> Callback<MouseEvent> {
    click(tell, Msg::Control(control))
}

/// A click that sends something.
fn click(tell: &Tell, msg: Msg) -> Callback<MouseEvent> {
    let tell = tell.clone();
    Callback::from(move |_| tell.emit(msg.clone()))
}
