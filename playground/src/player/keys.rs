//! The keyboard of a stage.
//!
//! In: a key, whether Shift is down, and what has the focus. Out: the [`Msg`] that it means. Deliberately absent: keys with Ctrl, Alt or
//! Meta, which are the browser's, and keys outside of the stage, which are the page's.

use super::desk::Ask;
use super::live::Msg;
use super::state::Control;

/// What has the focus, as far as it has keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// Nothing that uses keys.
    Plain,
    /// A button or something that acts like one: the space bar presses it.
    Button,
    /// The timeline. Its arrows step from beat to beat like everywhere else.
    Slider,
    /// A tab: arrows choose its neighbour.
    Tab,
    /// The list of events: up and down step through it, event by event.
    List,
    /// A choice: it takes letters and arrows.
    Choice,
    /// A line of text: every key is its own.
    Text,
}

impl Focus {
    /// By tag name and `role`.
    pub fn of(tag: &str, role: Option<&str>) -> Focus {
        match (tag, role) {
            (_, Some("tab")) => Focus::Tab,
            (_, Some("listbox")) => Focus::List,
            ("SELECT", _) => Focus::Choice,
            ("INPUT", Some("slider")) => Focus::Slider,
            ("INPUT", Some("textbox")) => Focus::Text,
            ("BUTTON" | "INPUT" | "SUMMARY" | "A", _) | (_, Some("button")) => Focus::Button,
            _ => Focus::Plain,
        }
    }
}

/// What a key means there, if it is the stage's.
pub fn meaning(key: &str, shift: bool, focus: Focus) -> Option<Msg> {
    let own = match focus {
        Focus::Plain | Focus::Slider => false,
        Focus::Button => matches!(key, " " | "Enter"),
        Focus::List => false,
        Focus::Tab => matches!(key, " " | "Enter" | "ArrowLeft" | "ArrowRight" | "Home" | "End"),
        Focus::Choice | Focus::Text => key != "Escape",
    };
    if own {
        return None;
    }
    let control = match (key, focus) {
        (" ", _) => Control::Toggle,
        ("ArrowDown", Focus::List) => Control::Forward,
        ("ArrowUp", Focus::List) => Control::Back,
        ("ArrowRight", _) if shift => Control::Forward,
        ("ArrowLeft", _) if shift => Control::Back,
        ("ArrowRight", _) => Control::NextBeat,
        ("ArrowLeft", _) => Control::PreviousBeat,
        ("Home", _) => Control::Restart,
        ("End", _) => Control::End,
        ("n" | "N", _) => Control::Next,
        ("+" | "=", _) => Control::Faster,
        ("-" | "_", _) => Control::Slower,
        ("r" | "R", _) => Control::Reset,
        ("Escape", _) => return Some(Msg::Ask(Ask::Escape)),
        ("?", _) => return Some(Msg::Ask(Ask::Help)),
        _ => return None,
    };
    Some(Msg::Control(control))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_its_meaning() {
        let rows = [
            (" ", Focus::Plain, Some(Control::Toggle)),
            (" ", Focus::Slider, Some(Control::Toggle)),
            (" ", Focus::Button, None),
            ("Enter", Focus::Button, None),
            ("Enter", Focus::Plain, None),
            ("ArrowRight", Focus::Plain, Some(Control::NextBeat)),
            ("ArrowRight", Focus::Button, Some(Control::NextBeat)),
            ("ArrowRight", Focus::Slider, Some(Control::NextBeat)),
            ("ArrowRight", Focus::Tab, None),
            ("ArrowRight", Focus::Choice, None),
            ("ArrowLeft", Focus::List, Some(Control::PreviousBeat)),
            ("ArrowDown", Focus::List, Some(Control::Forward)),
            ("ArrowUp", Focus::List, Some(Control::Back)),
            ("ArrowUp", Focus::Plain, None),
            ("Home", Focus::Plain, Some(Control::Restart)),
            ("End", Focus::Slider, Some(Control::End)),
            ("n", Focus::Button, Some(Control::Next)),
            ("n", Focus::Choice, None),
            ("n", Focus::Text, None),
            (" ", Focus::Text, None),
            ("ArrowLeft", Focus::Text, None),
            ("N", Focus::Plain, Some(Control::Next)),
            ("=", Focus::Plain, Some(Control::Faster)),
            ("-", Focus::Plain, Some(Control::Slower)),
            ("r", Focus::Plain, Some(Control::Reset)),
            ("s", Focus::Plain, None),
            ("Tab", Focus::Plain, None),
        ];
        for (key, focus, control) in rows {
            assert_eq!(meaning(key, false, focus), control.map(Msg::Control), "{key:?} {focus:?}");
        }
        for focus in [Focus::Plain, Focus::Button, Focus::Slider, Focus::List] {
            let event = |key| meaning(key, true, focus);
            assert_eq!(event("ArrowRight"), Some(Msg::Control(Control::Forward)), "{focus:?}");
            assert_eq!(event("ArrowLeft"), Some(Msg::Control(Control::Back)), "{focus:?}");
        }
        assert_eq!(meaning("+", true, Focus::Plain), Some(Msg::Control(Control::Faster)));
        assert_eq!(meaning("Escape", false, Focus::Choice), Some(Msg::Ask(Ask::Escape)));
        assert_eq!(meaning("?", true, Focus::Button), Some(Msg::Ask(Ask::Help)));
    }

    #[test]
    fn the_focus_is_told_by_tag_and_role() {
        assert_eq!(Focus::of("BUTTON", None), Focus::Button);
        assert_eq!(Focus::of("BUTTON", Some("tab")), Focus::Tab);
        assert_eq!(Focus::of("g", Some("button")), Focus::Button);
        assert_eq!(Focus::of("INPUT", Some("slider")), Focus::Slider);
        assert_eq!(Focus::of("INPUT", None), Focus::Button);
        assert_eq!(Focus::of("INPUT", Some("textbox")), Focus::Text);
        assert_eq!(Focus::of("SELECT", None), Focus::Choice);
        assert_eq!(Focus::of("DIV", None), Focus::Plain);
    }
}
