//! What lives on a page with a desk: something with a field or fields above, and what comes of them below.
//!
//! In: what a person does, as a verb and its object. Out: whether something changed, and what is to be seen.
//! Deliberately absent: the browser (`page`).

use desk::markup::Node;

/// A part of a page.
pub trait Part {
    /// What it is called.
    fn title(&self) -> &str;

    /// What one writes and chooses with. It stays where it is while one writes.
    fn above(&self) -> Vec<Node>;

    /// What comes of it.
    fn below(&self) -> Vec<Node>;

    /// What is said beside the fields, and the field that it complains of, as a selector.
    fn notice(&self) -> (String, Option<String>);

    /// Does something: `write flink list`, `version 2.0`. Whether anything that can be seen changed.
    fn tell(&mut self, verb: &str, object: &str) -> bool;

    /// What that does, in the reader's words; for the line above a part that stopped and was brought back without it.
    fn act(&self, verb: &str, object: &str) -> Option<String>;

    /// What a link to it has behind `#`.
    fn link(&self) -> String;
}
