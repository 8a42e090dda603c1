//! What the reader has open around the picture.
//!
//! In: [`Ask`]s. Out: which thing is selected, which panel is open, what lies over the picture.
//! Deliberately absent: anything about time; that is `state.rs`.

use super::offers::Attachment;
use crate::cell::View;
use stage::Target;
use stage::words::Label;

/// What the drawer can hold. A stage is a picture, a sentence and a time line until the reader opens one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The events.
    Log,
    /// What is selected.
    Inspector,
    /// What can be done.
    Actions,
    /// What can be typed.
    Terminal,
}

impl Panel {
    /// Every panel, in reading order.
    pub const ALL: [Panel; 4] = [Panel::Log, Panel::Inspector, Panel::Actions, Panel::Terminal];

    /// For ids and CSS.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Inspector => "inspector",
            Self::Actions => "actions",
            Self::Terminal => "terminal",
        }
    }

    /// What stands over it.
    pub const fn heading(self) -> Label {
        match self {
            Self::Log => Label::Log,
            Self::Inspector => Label::Inspector,
            Self::Actions => Label::Actions,
            Self::Terminal => Label::Terminal,
        }
    }
}

/// What lies over the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// Nothing.
    None,
    /// What the selected thing is and what can be done to it, beside it.
    Card,
    /// The keyboard help.
    Help,
}

/// What the reader asks of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Tell about this thing.
    Select(Target),
    /// Open the drawer with this panel.
    Show(Panel),
    /// Close the drawer.
    Fold,
    /// Open or close the help.
    Help,
    /// Close what lies over the picture; if nothing does, select nothing; if nothing is selected, close the drawer.
    Escape,
    /// Submit like this from now on.
    Attach(Attachment),
    /// Show the picture, or the web pages.
    View(View),
}

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Desk {
    /// What card and inspector tell about.
    pub selected: Option<Target>,
    /// The panel in the drawer, while it is open.
    pub drawer: Option<Panel>,
    /// What lies over the picture.
    pub overlay: Overlay,
    /// How jobs are submitted.
    pub attachment: Attachment,
    /// What the picture shows.
    pub view: View,
}

impl Default for Desk {
    fn default() -> Self {
        Desk {
            selected: None,
            drawer: None,
            overlay: Overlay::None,
            attachment: Attachment::default(),
            view: View::Picture,
        }
    }
}

impl Desk {
    /// Does it.
    pub fn update(&mut self, ask: Ask) {
        match ask {
            Ask::Select(target) => {
                self.selected = Some(target);
                // The inspector says all that the card would, and more.
                let told = self.drawer == Some(Panel::Inspector);
                self.overlay = if told { Overlay::None } else { Overlay::Card };
            }
            Ask::Show(panel) => {
                self.drawer = Some(panel);
                self.overlay = Overlay::None;
            }
            Ask::Fold => self.drawer = None,
            Ask::Help => {
                self.overlay = match self.overlay {
                    Overlay::None | Overlay::Card => Overlay::Help,
                    Overlay::Help => Overlay::None,
                };
            }
            Ask::Escape => match self.overlay {
                Overlay::Help | Overlay::Card => self.overlay = Overlay::None,
                Overlay::None if self.selected.is_some() => self.selected = None,
                Overlay::None => self.drawer = None,
            },
            Ask::Attach(attachment) => self.attachment = attachment,
            Ask::View(view) => self.view = view,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DISPATCHER: Target = Target::Dispatcher(model::ClusterId(0));

    #[test]
    fn a_card_opens_beside_what_is_selected_and_escape_takes_one_thing_away_at_a_time() {
        let mut desk = Desk::default();
        desk.update(Ask::Show(Panel::Log));
        desk.update(Ask::Select(DISPATCHER));
        desk.update(Ask::Help);
        let left = |desk: &mut Desk| {
            desk.update(Ask::Escape);
            (desk.overlay, desk.selected, desk.drawer)
        };
        let log = Some(Panel::Log);
        assert_eq!(left(&mut desk), (Overlay::None, Some(DISPATCHER), log));
        desk.update(Ask::Select(DISPATCHER));
        assert_eq!(desk.overlay, Overlay::Card);
        assert_eq!(left(&mut desk), (Overlay::None, Some(DISPATCHER), log));
        assert_eq!(left(&mut desk), (Overlay::None, None, log));
        assert_eq!(left(&mut desk), (Overlay::None, None, None));
        assert_eq!(desk, Desk::default());
    }

    #[test]
    fn an_open_inspector_needs_no_card() {
        let mut desk = Desk::default();
        desk.update(Ask::Select(DISPATCHER));
        desk.update(Ask::Show(Panel::Inspector));
        assert_eq!((desk.overlay, desk.selected), (Overlay::None, Some(DISPATCHER)));
        desk.update(Ask::Select(DISPATCHER));
        assert_eq!(desk.overlay, Overlay::None);
        desk.update(Ask::Fold);
        desk.update(Ask::Select(DISPATCHER));
        assert_eq!(desk.overlay, Overlay::Card);
    }
}
