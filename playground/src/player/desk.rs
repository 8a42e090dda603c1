//! What the reader has open around the picture.
//!
//! In: [`Ask`]s. Out: which thing is selected, which panel is in front, whether the help is open.
//! Deliberately absent: anything about time; that is `state.rs`.

use super::offers::Attachment;
use crate::cell::View;
use stage::Target;
use stage::words::Label;

/// The panels under the picture. A wide stage shows several at once, a phone one.
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

    /// The panel of a tab beside this one.
    pub fn neighbour(self, forward: bool) -> Panel {
        let steps = if forward { 1 } else { Self::ALL.len() - 1 };
        let mut round = Self::ALL.into_iter().cycle().skip_while(|it| *it != self);
        round.nth(steps).unwrap_or(self)
    }
}

/// What lies over the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// Nothing.
    None,
    /// The keyboard help.
    Help,
}

/// What the reader asks of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Tell about this thing.
    Select(Target),
    /// Put this panel in front.
    Show(Panel),
    /// Open or close the help.
    Help,
    /// Close what is open; if nothing is, select nothing.
    Escape,
    /// Submit like this from now on.
    Attach(Attachment),
    /// Show the picture, or the web pages.
    View(View),
}

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Desk {
    /// What the inspector tells about.
    pub selected: Option<Target>,
    /// The panel in front.
    pub panel: Panel,
    /// Actions or terminal, whichever was in front last: a wide stage always shows one of the two.
    pub hands: Panel,
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
            panel: Panel::Log,
            hands: Panel::Actions,
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
                self.panel = Panel::Inspector;
            }
            Ask::Show(panel) => {
                self.panel = panel;
                if let Panel::Actions | Panel::Terminal = panel {
                    self.hands = panel;
                }
            }
            Ask::Help => {
                self.overlay = match self.overlay {
                    Overlay::None => Overlay::Help,
                    Overlay::Help => Overlay::None,
                };
            }
            Ask::Escape => match self.overlay {
                Overlay::Help => self.overlay = Overlay::None,
                Overlay::None => self.deselect(),
            },
            Ask::Attach(attachment) => self.attachment = attachment,
            Ask::View(view) => self.view = view,
        }
    }

    fn deselect(&mut self) {
        self.selected = None;
        if self.panel == Panel::Inspector {
            self.panel = Panel::Log;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selecting_brings_the_inspector_to_the_front_and_escape_takes_it_away() {
        let mut desk = Desk::default();
        desk.update(Ask::Select(Target::Dispatcher(model::ClusterId(0))));
        assert_eq!(
            (desk.selected, desk.panel),
            (Some(Target::Dispatcher(model::ClusterId(0))), Panel::Inspector)
        );
        desk.update(Ask::Help);
        desk.update(Ask::Escape);
        assert_eq!(
            (desk.overlay, desk.selected),
            (Overlay::None, Some(Target::Dispatcher(model::ClusterId(0))))
        );
        desk.update(Ask::Escape);
        assert_eq!(desk, Desk::default());
    }

    #[test]
    fn tabs_go_round() {
        assert_eq!(Panel::Log.neighbour(false), Panel::Terminal);
        assert_eq!(Panel::Terminal.neighbour(true), Panel::Log);
    }

    #[test]
    fn a_wide_stage_remembers_which_hands_were_used() {
        let mut desk = Desk::default();
        desk.update(Ask::Show(Panel::Terminal));
        desk.update(Ask::Show(Panel::Inspector));
        assert_eq!((desk.panel, desk.hands), (Panel::Inspector, Panel::Terminal));
    }
}
