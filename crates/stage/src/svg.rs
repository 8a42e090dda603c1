//! A scene as SVG text, for the page before wasm arrives, for print, and for tests.
//!
//! In: a [`Scene`]. Out: one `<svg>` element, self-contained, without ids (print.html holds every
//! chapter of the book in one page). Colours come from `stage.css`; where it is missing, presentation
//! attributes leave thin lines and readable text.

use crate::scene::WidthClass;
use crate::scene::{Look, Part, Scene, Shape};

/// The scene as one `<svg>` element.
pub fn to_svg(scene: &Scene) -> String {
    let mut out = String::with_capacity(scene.shapes.len() * 400);
    let class = match scene.kind {
        WidthClass::Wide => "stage-picture stage-wide",
        WidthClass::Narrow => "stage-picture stage-narrow",
    };
    open(&mut out, class, &scene.view_box(), &scene.label);
    out.push_str("<title>");
    escape(&mut out, &scene.label);
    out.push_str("</title>");
    for shape in &scene.shapes {
        push_shape(&mut out, shape);
    }
    out.push_str("</svg>");
    out
}

/// The start tag of a picture.
pub(crate) fn open(out: &mut String, class: &str, view_box: &str, label: &str) {
    out.push_str("<svg");
    attribute(out, "class", class);
    attribute(out, "xmlns", "http://www.w3.org/2000/svg");
    attribute(out, "viewBox", view_box);
    attribute(out, "role", "img");
    attribute(out, "aria-label", label);
    for (name, value) in FALLBACK {
        attribute(out, name, value);
    }
    out.push('>');
}

/// Attributes of the `<svg>` that keep it legible without a style sheet. CSS wins over them.
const FALLBACK: [(&str, &str); 4] = [
    ("font-family", "system-ui, sans-serif"),
    ("fill", "none"),
    ("stroke", "none"),
    ("stroke-width", "1"),
];

/// The presentation attribute that a part needs where there is no style sheet.
const fn fallback(look: Look) -> Option<(&'static str, &'static str)> {
    match look {
        Look::Body
        | Look::Badge
        | Look::Glyph
        | Look::Gauge
        | Look::Missing
        | Look::Hatch
        | Look::Way => Some(("stroke", "currentColor")),
        Look::Name
        | Look::State
        | Look::Fact
        | Look::Alarm
        | Look::Code
        | Look::Letter
        | Look::Label
        | Look::GlyphFilled
        | Look::GaugeUsed
        | Look::Arrow
        | Look::Mark => Some(("fill", "currentColor")),
        Look::LabelGround => Some(("fill", "Canvas")),
    }
}

fn push_shape(out: &mut String, shape: &Shape) {
    out.push_str("<g");
    attribute(out, "class", &shape.class());
    attribute(out, "transform", &shape.transform());
    out.push('>');
    if let Some(label) = &shape.label {
        out.push_str("<title>");
        escape(out, label);
        out.push_str("</title>");
    }
    for part in &shape.parts {
        push_part(out, part);
    }
    out.push_str("</g>");
}

pub(crate) fn push_part(out: &mut String, part: &Part) {
    let tag = match part {
        Part::Rect { .. } => "rect",
        Part::Path { .. } => "path",
        Part::Text { .. } => "text",
    };
    out.push('<');
    out.push_str(tag);
    attribute(out, "class", part.look().class());
    if let Some((name, value)) = fallback(part.look()) {
        attribute(out, name, value);
    }
    match part {
        Part::Rect { x, y, width, height, radius, .. } => {
            let sides = [("x", x), ("y", y), ("width", width), ("height", height), ("rx", radius)];
            for (name, value) in sides {
                attribute(out, name, &value.to_string());
            }
            out.push_str("/>");
        }
        Part::Path { .. } => {
            attribute(out, "d", &part.d());
            out.push_str("/>");
        }
        Part::Text { x, y, anchor, size, text, .. } => {
            attribute(out, "x", &x.to_string());
            attribute(out, "y", &y.to_string());
            attribute(out, "text-anchor", anchor.name());
            attribute(out, "font-size", &size.to_string());
            out.push('>');
            escape(out, text);
            out.push_str("</text>");
        }
    }
}

pub(crate) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}

/// Text that may stand between tags and inside quotes.
pub(crate) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}
