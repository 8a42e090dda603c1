//! A piece of a page, for the page without scripts and for the live part alike.
//!
//! In: elements and texts. Out: [`Node`]s, and HTML of them. Each live part makes elements of them by itself.
//! Deliberately absent: events, and what is said.

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Text.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// "p"
    pub tag: &'static str,
    /// Names and values.
    pub attributes: Vec<(&'static str, String)>,
    /// What is in it.
    pub inside: Vec<Node>,
}

/// An element with a class ("" for none).
pub fn element(tag: &'static str, class: &str, inside: Vec<Node>) -> Node {
    let attributes = if class.is_empty() { Vec::new() } else { vec![("class", class.to_owned())] };
    Node::Element(Element { tag, attributes, inside })
}

/// A text.
pub fn text(text: impl Into<String>) -> Node {
    Node::Text(text.into())
}

impl Node {
    /// The same with an attribute more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Node {
        if let Node::Element(element) = &mut self {
            element.attributes.push((name, value.into()));
        }
        self
    }

    /// As HTML on one line.
    pub fn to_html(&self) -> String {
        let mut html = String::new();
        self.write(&mut html);
        html
    }

    fn write(&self, html: &mut String) {
        match self {
            Node::Text(text) => escape(text, html),
            Node::Element(Element { tag, attributes, inside }) => {
                html.push('<');
                html.push_str(tag);
                for (name, value) in attributes {
                    html.extend([" ", name, "=\""]);
                    escape(value, html);
                    html.push('"');
                }
                html.push('>');
                if *tag != "input" {
                    inside.iter().for_each(|node| node.write(html));
                    html.extend(["</", tag, ">"]);
                }
            }
        }
    }
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\n' => html.push_str("&#10;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_html_is_escaped() {
        let node = element("p", "a", vec![text("1 < \"2\" & 3\n"), element("b", "", Vec::new())]);
        let html = "<p class=\"a\" title=\"&gt;\">1 &lt; &quot;2&quot; &amp; 3&#10;<b></b></p>";
        assert_eq!(node.with("title", ">").to_html(), html);
    }
}
