//! The terminal.
//!
//! In: its rows. Out: the line that was entered, or the wish for an earlier one. Its keys are its own; while
//! an input method composes a word, so is Enter.

use super::{Msg, Refs, Tell};
use crate::player::live::Live;
use crate::player::terminal::{Kind, Row, Seek};
use model::FlinkVersion;
use model::command::{Place, World, complete};
use model::percent::escape;
use stage::Lang;
use stage::words::{Label, console, label};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlInputElement};
use yew::prelude::*;

/// The panel.
pub(crate) fn terminal(live: &Live, refs: &Refs, tell: &Tell) -> Html {
    let (lang, version) = (live.lang(), live.player().scenario().version);
    let Refs { screen, input, .. } = refs;
    let offered = live.offered().to_owned();
    let onkeydown = {
        let (tell, input) = (tell.clone(), input.clone());
        let (cluster, scenario) = (live.frame().cluster.clone(), live.player().scenario().clone());
        Callback::from(move |event: KeyboardEvent| {
            let line =
                || input.cast::<HtmlInputElement>().map_or_else(String::new, |it| it.value());
            let msg = match event.key().as_str() {
                _ if event.is_composing() => return,
                "Enter" => Msg::Typed(line()),
                "ArrowUp" => Msg::Recall(Seek::Older, line()),
                "ArrowDown" => Msg::Recall(Seek::Newer, line()),
                "r" if event.ctrl_key() && !line().is_empty() => {
                    Msg::Recall(Seek::Anywhere, line())
                }
                // Where nothing goes on, or the choices were shown, Tab is the page's.
                "Tab" if !(event.shift_key() || event.ctrl_key() || event.alt_key()) => {
                    let world =
                        World { cluster: &cluster, scenario: &scenario, history: &[], kept: &[] };
                    let written = line();
                    match complete(&written, &world) {
                        Some(found) if found.line != written || offered != written => {
                            Msg::Complete(found)
                        }
                        _ => return,
                    }
                }
                // With an empty line there is nothing to copy: it is meant for the client.
                "c" if event.ctrl_key() && line().is_empty() => Msg::Typed("^C".to_owned()),
                _ => return,
            };
            event.prevent_default();
            tell.emit(msg);
        })
    };
    // A field of one line would run pasted lines together.
    let onpaste = {
        let (tell, input) = (tell.clone(), input.clone());
        Callback::from(move |event: Event| {
            let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
            let text = data.and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
            if text.trim_end().contains('\n') {
                event.prevent_default();
                let before =
                    input.cast::<HtmlInputElement>().map_or_else(String::new, |it| it.value());
                tell.emit(Msg::Typed(before + &text));
            }
        })
    };
    html! {
        <>
            <div class="live-screen" role="log" tabindex="0" ref={screen.clone()} aria-label={label(lang, Label::Terminal)}>
                { for live.rows().iter().map(|it| row(it, version, lang)) }
            </div>
            <label class="live-prompt">
                <input
                    class="live-typed"
                    type="text"
                    ref={input.clone()}
                    placeholder={console::HINT.text(lang)}
                    aria-label={console::INPUT.text(lang)}
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    {onkeydown}
                    {onpaste}
                />
            </label>
        </>
    }
}

/// A row; behind a line with a mistake, the way to the desk that takes it apart.
fn row(row: &Row, version: FlinkVersion, lang: Lang) -> Html {
    let kind = match row.kind {
        Kind::Command => "command",
        Kind::Output => "output",
        Kind::Hint => "hint",
    };
    let end = row.text.len();
    let at = row.wrong.unwrap_or(Place { start: end, end });
    html! {
        <p class="live-row" data-kind={kind}>
            { row.text.get(..at.start).unwrap_or_default() }
            if row.wrong.is_some() {
                <mark>{ at.of(&row.text) }</mark>
            }
            { row.text.get(at.end..).unwrap_or_default() }
            if row.wrong.is_some() {
                { " " }
                <a href={["desk.html#desk-line&version=", version.name(), "&line=", &escape(&row.text)].concat()}>
                    { console::TAKE_APART.text(lang) }
                </a>
            }
        </p>
    }
}
