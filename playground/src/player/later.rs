//! What a stage plays without: it comes behind the rest, when the stage plays already; the terminal when it is opened.
//!
//! In: nothing but the wish for it. Out: [`Later`], a table of functions: words of events, card, drawer, help, web
//! pages; and [`Typed`], what the terminal is. `crates/xtask/src/split.rs` divides the compiled program at [`later`] and
//! [`typed`]: a function that is named in a table, and all that only such functions call, is in a wasm of its own. So
//! nothing outside of the tables may name one.
//! Deliberately absent: fetching it, and what is said when it cannot be had; both are the page's
//! (`book/theme/stage-loader.js`). Tests and whatever else runs on the host have it from the beginning.

use super::live::{Line, Live, Msg};
use super::state::Player;
use super::terminal::Seek;
use super::verbs::Verb;
use super::view::{self, Refs, Tell, Words};
use model::command::Completed;
use model::event::Refusal;
use model::{Action, Cluster, Entry, Frame};
use stage::{Lang, Options, Scene};
use yew::{Callback, Html};

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
}

/// The terminal.
pub(crate) struct Typed {
    /// Its panel.
    pub panel: fn(&Live, &Refs, &Tell) -> Html,
    /// Does what was typed, or pasted.
    pub typed: fn(&mut Live, &str),
    /// Runs lines of the page.
    pub run: fn(&mut Live, &str),
    /// Puts an earlier line where lines are typed, or a later one.
    pub recall: fn(&mut Live, Seek, &str),
    /// Puts a line there that goes on, and shows how else it might.
    pub complete: fn(&mut Live, &Completed),
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
};

static TYPED: Typed = Typed {
    panel: view::terminal,
    typed: Live::typed,
    run: Live::run_lines,
    recall: Live::recall,
    complete: Live::complete,
};

/// All of it; nothing as long as it has not come.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn later() -> Option<&'static Later> {
    Some(&LATER)
}

/// The terminal; nothing as long as it has not come.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn typed() -> Option<&'static Typed> {
    Some(&TYPED)
}

/// What of the program comes behind its first part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What [`later`] gives.
    Later,
    /// What [`typed`] gives, and what that needs is there already.
    Typed,
}

/// Calls back when it has come; here it has.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn bring(_: Part, then: Callback<()>) {
    then.emit(());
}

#[cfg(target_family = "wasm")]
pub(crate) use edge::{bring, later, typed};

/// The lines along which the program is divided. The names are those that `wasm_split_cli_support` looks for; its own macro
/// would also fetch, once for a page, and a page has many stages.
#[cfg(target_family = "wasm")]
#[expect(unsafe_code, reason = "the two sides of a line know each other by the names of symbols")]
mod edge {
    use super::{Callback, LATER, Later, Part, TYPED, Typed};
    use std::cell::Cell;
    use wasm_bindgen::prelude::*;

    #[link(wasm_import_module = "__wasm_split_placeholder__")]
    unsafe extern "C" {
        // SAFETY: becomes a call of the function below, once its part is there; only `bring` calls it, when it is.
        #[expect(improper_ctypes, reason = "Rust is on both sides")]
        safe fn __wasm_split_00later00_import_00000000000000000000000000000000() -> &'static Later;
        // SAFETY: the same.
        #[expect(improper_ctypes, reason = "Rust is on both sides")]
        safe fn __wasm_split_00typed00_import_00000000000000000000000000000000() -> &'static Typed;
    }

    // SAFETY: no other function has this name.
    #[unsafe(no_mangle)]
    extern "C" fn __wasm_split_00later00_export_00000000000000000000000000000000() -> &'static Later
    {
        &LATER
    }

    // SAFETY: no other function has this name.
    #[unsafe(no_mangle)]
    extern "C" fn __wasm_split_00typed00_export_00000000000000000000000000000000() -> &'static Typed
    {
        &TYPED
    }

    #[wasm_bindgen]
    extern "C" {
        /// The glue's own (`crates/xtask/src/shorten.rs`): resolves when a part of the program is there.
        #[wasm_bindgen(js_name = bring)]
        fn brought(part: &str) -> js_sys::Promise;
    }

    thread_local! {
        static HERE: Cell<Option<&'static Later>> = const { Cell::new(None) };
        static READS: Cell<Option<&'static Typed>> = const { Cell::new(None) };
    }

    /// All of it; nothing as long as it has not come.
    pub(crate) fn later() -> Option<&'static Later> {
        HERE.get()
    }

    /// The terminal; nothing as long as it has not come.
    pub(crate) fn typed() -> Option<&'static Typed> {
        READS.get()
    }

    /// Asks for it, and calls back when it has come.
    pub(crate) fn bring(part: Part, then: Callback<()>) {
        let came = Closure::once(move |_: JsValue| {
            match part {
                Part::Later => {
                    HERE.set(Some(__wasm_split_00later00_import_00000000000000000000000000000000()))
                }
                Part::Typed => READS
                    .set(Some(__wasm_split_00typed00_import_00000000000000000000000000000000())),
            }
            then.emit(());
        });
        // What stands between the zeros of those names.
        let name = if part == Part::Later { "later" } else { "typed" };
        // The promise never fails: the page asks until it is there. So what it leads to has no other owner, either.
        let _ = brought(name).then(&came);
        came.forget();
    }
}
