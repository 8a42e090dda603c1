//! What a stage plays without: it comes behind the rest, when the stage plays already.
//!
//! In: nothing but the wish for it. Out: [`Later`], a table of functions: words of events, card, drawer, help, web
//! pages. `crates/xtask/src/split.rs` divides the compiled program at [`later`]: a function that is named in the table,
//! and all that only such functions call, is in a wasm of its own. So nothing outside of the table may name one.
//! Deliberately absent: fetching it, and what is said when it cannot be had; both are the page's
//! (`book/theme/stage-loader.js`). Tests and whatever else runs on the host have it from the beginning.

use super::live::{Line, Live, Msg};
use super::state::Player;
use super::verbs::Verb;
use super::view::{self, Refs, Tell, Words};
use model::event::Refusal;
use model::{Action, Cluster, Entry, Frame};
use stage::{Lang, Options, Scene};
use yew::Html;

/// Everything that comes later.
pub(crate) struct Later {
    /// The sentence of the last event, and what is in the drawer.
    pub words: fn(&Live, &Refs, &Tell) -> Words,
    /// The card beside what is selected.
    pub card: fn(&Live, &Tell) -> Html,
    /// What its keys do.
    pub verbs: fn(&Live) -> Vec<Verb>,
    /// The keyboard help.
    pub help: fn(Lang, &Tell) -> Html,
    /// The web pages of the cluster.
    pub web: fn(&Frame, &Options) -> Scene,
    /// The line of the log for an entry at this position.
    pub line: fn(usize, &Entry, &Player, Lang) -> Line,
    /// Why an action could not be done.
    pub refused: fn(Lang, &Cluster, &Action, Refusal) -> String,
    /// What a message does, in the reader's words.
    pub act: fn(&Live, &Msg) -> Option<String>,
    /// Does what was typed, or pasted.
    pub typed: fn(&mut Live, &str),
    /// Runs lines of the page.
    pub run: fn(&mut Live, &str),
}

static LATER: Later = Later {
    words: view::words,
    card: view::card::card,
    verbs: Live::verbs,
    help: view::help::help,
    web: stage::web,
    line: super::live::line,
    refused: super::live::refused,
    act: Live::act_in_words,
    typed: Live::typed,
    run: Live::run_lines,
};

/// All of it; nothing as long as it has not come.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn later() -> Option<&'static Later> {
    Some(&LATER)
}

/// Calls back when it has come; here it has.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn bring(then: impl FnOnce() + 'static) {
    then();
}

#[cfg(target_family = "wasm")]
pub(crate) use edge::{bring, later};

/// The line along which the program is divided. The names are those that `wasm_split_cli_support` looks for; its own macro
/// would also fetch, once for a page, and a page has many stages.
#[cfg(target_family = "wasm")]
#[expect(unsafe_code, reason = "the two sides of the line know each other by the names of symbols")]
mod edge {
    use super::{LATER, Later};
    use std::cell::Cell;
    use wasm_bindgen::prelude::*;

    #[link(wasm_import_module = "__wasm_split_placeholder__")]
    unsafe extern "C" {
        // SAFETY: becomes a call of the function below, once `PART` is there; only `bring` calls it, when it is.
        #[expect(improper_ctypes, reason = "Rust is on both sides")]
        safe fn __wasm_split_00later00_import_00000000000000000000000000000000() -> &'static Later;
    }

    // SAFETY: no other function has this name.
    #[unsafe(no_mangle)]
    extern "C" fn __wasm_split_00later00_export_00000000000000000000000000000000() -> &'static Later
    {
        &LATER
    }

    /// What stands between the zeros of those names.
    const PART: &str = "later";

    #[wasm_bindgen]
    extern "C" {
        /// The glue's own (`crates/xtask/src/shorten.rs`): resolves when a part of the program is there.
        #[wasm_bindgen(js_name = bring)]
        fn brought(part: &str) -> js_sys::Promise;
    }

    thread_local! {
        static HERE: Cell<Option<&'static Later>> = const { Cell::new(None) };
    }

    /// All of it; nothing as long as it has not come.
    pub(crate) fn later() -> Option<&'static Later> {
        HERE.get()
    }

    /// Asks for it, and calls back when it has come.
    pub(crate) fn bring(then: impl FnOnce() + 'static) {
        let came = Closure::once(move |_: JsValue| {
            HERE.set(Some(__wasm_split_00later00_import_00000000000000000000000000000000()));
            then();
        });
        // The promise never fails: the page asks until it is there. So what it leads to has no other owner, either.
        let _ = brought(PART).then(&came);
        came.forget();
    }
}
