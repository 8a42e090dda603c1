//! What every player has: its buttons, and places along its time line.

use yew::prelude::*;

/// Drawings in a box of 16 by 16, so that no emoji font changes them. A triangle.
pub const PLAY: &str = "M4 2v12l10-6z";
/// Two bars.
pub const PAUSE: &str = "M3 2h4v12h-4zM9 2h4v12h-4z";
/// A bar, and a triangle to the right.
pub const STEP: &str = "M3 2h2.5v12h-2.5zM7 3v10l7-5z";
/// The same to the left.
pub const BACK: &str = "M13 2h-2.5v12h2.5zM9 3v10l-7-5z";

/// A drawing.
pub fn icon(path: &'static str) -> Html {
    html! {
        <svg class="live-icon" viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg>
    }
}

/// One button. One that has nothing to do stays focusable: losing the focus at the end of a run would throw a keyboard
/// reader out of the picture.
pub struct Button {
    /// Its hook for tests and styles.
    pub name: &'static str,
    /// The one that plays, also while it pauses.
    pub main: bool,
    /// Its keys, as `aria-keyshortcuts`.
    pub keys: Option<&'static str>,
    /// What it does, in words.
    pub words: &'static str,
    /// Its drawing.
    pub icon: &'static str,
    /// It has nothing to do now.
    pub idle: bool,
}

impl Button {
    /// Tells `onclick`.
    pub fn view(self, onclick: Callback<MouseEvent>) -> Html {
        html! {
            <button
                key={if self.main { "main" } else { self.name }}
                type="button"
                class="live-button"
                data-main={self.main.then_some("true")}
                data-control={self.name}
                aria-label={self.words}
                title={self.words}
                aria-keyshortcuts={self.keys}
                aria-disabled={self.idle.then_some("true")}
                {onclick}
            >
                { icon(self.icon) }
            </button>
        }
    }
}
