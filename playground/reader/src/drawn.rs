//! What was drawn, as text: a page's elements without a page.

use yew::Html;
use yew::virtual_dom::{VNode, VTag};

/// The elements of a drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Tags, attributes and texts in their order.
    pub text: String,
    /// What can be operated and says nothing of itself.
    pub nameless: Vec<String>,
}

/// Reads a drawing. Components inside of it are not looked into: what they draw is a function of what they are given.
pub fn drawn(html: &Html) -> Drawn {
    let mut drawn = Drawn::default();
    drawn.node(html);
    drawn
}

impl Drawn {
    fn node(&mut self, node: &VNode) {
        match node {
            VNode::VTag(tag) => self.tag(tag),
            VNode::VText(text) => self.text.push_str(&text.text),
            VNode::VList(list) => list.iter().for_each(|child| self.node(child)),
            VNode::VComp(_)
            | VNode::VPortal(_)
            | VNode::VRef(_)
            | VNode::VSuspense(_)
            | VNode::VRaw(_) => {}
        }
    }

    fn tag(&mut self, tag: &VTag) {
        self.text.push('<');
        self.text.push_str(tag.tag());
        let mut named = false;
        for (name, value) in tag.attributes.iter() {
            named |= matches!(name, "aria-label" | "title") && !value.is_empty();
            self.text.extend([" ", name, "=", value]);
        }
        self.text.push('>');
        let inside = self.text.len();
        if let Some(children) = tag.children() {
            self.node(children);
        }
        // What stands in it names it, unless it is nothing but a drawing.
        let says = self.text.get(inside..).is_some_and(has_words);
        if tag.tag() == "button" && !named && !says {
            let start = self.text.get(..inside).and_then(|text| text.rfind('<')).unwrap_or(0);
            self.nameless.push(self.text.get(start..inside).unwrap_or_default().to_owned());
        }
        self.text.extend(["</", tag.tag(), ">"]);
    }
}

/// Whether anything stands between the tags.
fn has_words(text: &str) -> bool {
    text.split('<').any(|part| part.split_once('>').map_or(part, |(_, words)| words).trim() != "")
}
