//! What a live part leaves with its page, so that it can be started again where it was.
//!
//! In: before a message, where the part is and what the message does; after it, where the part is then. Out: attributes of
//! its element. A part that stops is started again with what stood there before the last act
//! (`book/theme/stage-loader.js`), so a fault that an act leads to does not come back with the part.
//! Deliberately absent: what the texts say. Each part writes and reads its own.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The attributes of one live part's element.
#[derive(Clone)]
pub struct Keeper {
    host: Option<HtmlElement>,
}

impl Keeper {
    /// Those of this element.
    pub fn new(host: &Element) -> Keeper {
        Keeper { host: host.dyn_ref::<HtmlElement>().cloned() }
    }

    /// The part is there, and about to do this, in the reader's words.
    pub fn about_to(&self, act: &str, there: &str) {
        self.set("act", act);
        self.set("before", there);
    }

    /// The part is there now.
    pub fn keep(&self, there: &str) {
        self.set("session", there);
    }

    /// Where an earlier part in this place was, once.
    pub fn restored(&self) -> Option<String> {
        self.take("restore")
    }

    /// What the page has put there, once.
    pub fn take(&self, name: &str) -> Option<String> {
        let data = self.host.as_ref()?.dataset();
        let value = data.get(name)?;
        data.delete(name);
        Some(value)
    }

    /// Whether a test asked this part to fail.
    pub fn asks_to_fail(&self) -> bool {
        self.host.as_ref().is_some_and(|host| host.has_attribute("data-panic-test"))
    }

    fn set(&self, name: &str, value: &str) {
        if let Some(host) = &self.host {
            // The names are valid, so this cannot fail.
            let _ = host.dataset().set(name, value);
        }
    }
}
