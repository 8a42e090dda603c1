//! A scene as SVG text, for the page before wasm arrives, for print, and for tests.
//!
//! In: a [`Scene`]. Out: one `<svg>` element, self-contained, without ids (print.html holds every
//! chapter of the book in one page). Colours come from `stage.css`; where it is missing, presentation
//! attributes leave thin lines and readable text.

use crate::scene::{Kind, Look, Part, Scene, Shape};

/// The scene as one `<svg>` element.
pub fn to_svg<R: Kind, T>(scene: &Scene<R, T>) -> String {
    let mut out = String::with_capacity(scene.shapes.len() * 400);
    out.push_str("<svg");
    attribute(&mut out, "class", scene.class());
    attribute(&mut out, "xmlns", "http://www.w3.org/2000/svg");
    attribute(&mut out, "viewBox", &scene.view_box());
    attribute(&mut out, "role", "img");
    attribute(&mut out, "aria-label", &scene.label);
    for (name, value) in FALLBACK {
        attribute(&mut out, name, value);
    }
    out.push_str("><title>");
    escape(&mut out, &scene.label);
    out.push_str("</title>");
    for shape in &scene.shapes {
        push_shape(&mut out, shape);
    }
    out.push_str("</svg>");
    out
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

fn push_shape<R: Kind, T>(out: &mut String, shape: &Shape<R, T>) {
    out.push_str("<g");
    attribute(out, "class", &shape.class());
    attribute(out, "transform", &shape.transform());
    // What can be picked is found by it, as in the live picture.
    if shape.target.is_some() {
        attribute(out, "data-key", &shape.key);
    }
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

fn push_part(out: &mut String, part: &Part) {
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

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}

/// Text that may stand between tags and inside quotes.
fn escape(out: &mut String, text: &str) {
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
