//! What a page and its stage send each other.

use crate::player::desk::Ask;
use crate::player::state::Control;
use crate::player::terminal::Seek;
use crate::player::window::Window;
use model::command::Completed;
use stage::Arrangement;

/// What the page sends.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// To the player.
    Control(Control),
    /// To the desk.
    Ask(Ask),
    /// The stage is this wide now.
    Resized(Arrangement),
    /// The log is there, and this much of it is visible.
    LogMeasured(Window),
    /// The log was scrolled.
    LogScrolled(Window),
    /// A line was entered in the terminal, or several were pasted.
    Typed(String),
    /// An earlier line of the terminal is wanted, or a later one; and what is written there.
    Recall(Seek, String),
    /// A line that is begun goes on like that.
    Complete(Completed),
    /// The page asks for lines to be run.
    Run(String),
    /// Make a link to this moment.
    CopyLink,
    /// The browser copied it, or refused to.
    Copied(bool),
    /// The part of the URL behind `#` is this now.
    Followed(String),
    /// What comes later has come.
    Came,
}

/// What a stage asks of its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// To put a link with this fragment where the reader can take it from.
    Copy(String),
    /// To put this line where lines are typed.
    Retype(String),
    /// To put the keyboard where lines are typed.
    Type,
    /// To scroll the log to there, in CSS pixels.
    ScrollLog(i32),
    /// To scroll the page to the stage.
    ComeIntoView,
}
