//! The drawings on the buttons, as paths in a 16 by 16 box, so that no emoji font changes them.

use yew::prelude::*;

/// A triangle.
pub(super) const PLAY: &str = "M4 2v12l10-6z";
/// Two bars.
pub(super) const PAUSE: &str = "M3 2h4v12h-4zM9 2h4v12h-4z";
/// A bar, and a triangle to the right.
pub(super) const STEP: &str = "M3 2h2.5v12h-2.5zM7 3v10l7-5z";
/// The same to the left.
pub(super) const BACK: &str = "M13 2h-2.5v12h2.5zM9 3v10l-7-5z";
/// Two triangles to the right, up to a bar.
pub(super) const NEXT: &str = "M1 3v10l6-5zM7 3v10l6-5zM13 2h2v12h-2z";
/// Two triangles to the left, up to a bar.
pub(super) const START: &str = "M15 3v10l-6-5zM9 3v10l-6-5zM3 2h-2v12h2z";

/// A drawing.
pub(super) fn icon(path: &'static str) -> Html {
    html! {
        <svg class="live-icon" viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg>
    }
}
