//! What a live part keeps on its element, so that the page's loader can bring it back after a panic.
//!
//! In: where the part stands, as a link; an act that is about to be done, in words. Out: `data-session` (where it stands),
//! `data-before` (where it stood before the last act) and `data-act` (that act); and once, from `data-restore`, where
//! to come up. An act is written down before it is done: one that panics is the last one.
//! Deliberately absent: what stops, and what is shown then (`book/theme/stage-loader.js`).

use crate::link;
use web_sys::Element;

const SESSION: &str = "data-session";
const BEFORE: &str = "data-before";
const ACT: &str = "data-act";
const RESTORE: &str = "data-restore";
const PANIC_TEST: &str = "data-panic-test";

/// Where a part begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// Where the loader brings it back: the reader is looking at it. Empty is the page's own beginning.
    Back(String),
    /// Where the page's address leads, perhaps to something else.
    Address(String),
}

impl Beginning {
    /// Of the part in `host`. The next time it begins with the address.
    pub fn take(host: &Element) -> Beginning {
        let Some(fragment) = host.get_attribute(RESTORE) else {
            return Beginning::Address(link::fragment());
        };
        // Names of attributes are valid here and below, so nothing of this can fail.
        let _ = host.remove_attribute(RESTORE);
        Beginning::Back(fragment)
    }

    /// What is behind "#".
    pub fn fragment(&self) -> &str {
        match self {
            Self::Back(fragment) | Self::Address(fragment) => fragment,
        }
    }
}

/// The part stands where this link leads.
pub fn stands(host: &Element, fragment: &str) {
    let _ = host.set_attribute(SESSION, fragment);
}

/// Something is about to be done.
pub fn begins(host: &Element, act: &str) {
    if let Some(session) = host.get_attribute(SESSION) {
        let _ = host.set_attribute(BEFORE, &session);
    }
    let _ = host.set_attribute(ACT, act);
}

/// Whether a test asks this part to fail.
pub fn asks_to_fail(host: &Element) -> bool {
    host.has_attribute(PANIC_TEST)
}
