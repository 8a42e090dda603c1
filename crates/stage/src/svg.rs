//! A scene as SVG text, for the page before wasm arrives, for print, and for tests.
//!
//! In: a [`Scene`]. Out: one `<svg>` element, self-contained, without ids (print.html holds every
//! chapter of the book in one page). Colours come from `stage.css`; without it black lines remain.

use crate::scene::Scene;

/// The scene as one `<svg>` element.
pub fn to_svg(scene: &Scene) -> String {
    format!(
        r#"<svg class="stage-picture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"></svg>"#,
        scene.width, scene.height
    )
}
