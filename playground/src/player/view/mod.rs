//! The player's views. Views show state and send [`Msg`]; nothing else.
//!
//! In: a cell and the element it lives in. Out: DOM inside that element, and on it
//! `data-session` (a link to the moment, for the loader).
//! Deliberately absent: decisions about time, actions and words; they are made in `player` and `stage`.
//!
//! [`stage::Stage`] is the component, [`picture`] has one more for each shape, so that a step touches only
//! the shapes that changed. Everything else is a function, because each component costs a kilobyte.

mod actions;
mod browser;
mod button;
mod controls;
mod help;
mod icon;
mod inspector;
mod log;
mod panels;
mod picture;
mod sentence;
mod stage;
mod terminal;

use crate::player::desk::Ask;
use crate::player::state::Control;
use crate::player::window::Window;
use ::stage::WidthClass;
use yew::prelude::*;

pub use self::stage::{Stage, StageProps};

/// What the page sends.
#[derive(Clone, PartialEq)]
pub enum Msg {
    /// To the player.
    Control(Control),
    /// To the desk.
    Ask(Ask),
    /// The browser is about to draw, at this time of its own in milliseconds.
    Draw(f64),
    /// The stage is this wide now.
    Resized(WidthClass),
    /// The log was scrolled.
    LogScrolled(Window),
    /// A line was entered in the terminal.
    Typed(String),
    /// An earlier line of the terminal is wanted (or a later one).
    Recall(bool),
    /// The page asks for lines to be run.
    Asked,
    /// Make a link to this moment.
    CopyLink,
    /// The browser copied it, or refused to.
    Copied(bool),
    /// The part of the URL behind `#` changed.
    Followed,
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
