//! The list of events.
//!
//! In: the lines near the visible ones. Out: where the reader scrolled, which line was clicked.
//!
//! It is one list box whose choice is the time shown: a single stop for the Tab key, also when it
//! has thousands of lines, and a screen reader hears the line that the picture shows.

use super::{Msg, Tell, control};
use crate::player::live::Line;
use crate::player::state::Control;
use crate::player::window::{LINE, Window};
use stage::Lang;
use stage::words::{Label, label};
use std::rc::Rc;
use yew::prelude::*;

/// What the list shows.
pub(super) struct Log<'a> {
    /// Prefix of the ids, different for each stage of a page.
    pub id: &'a str,
    /// How many lines there are.
    pub count: usize,
    /// Those that are drawn.
    pub lines: &'a [Rc<Line>],
    /// How many have happened.
    pub happened: usize,
    /// The scrolling element.
    pub list: &'a NodeRef,
    /// The language.
    pub lang: Lang,
    /// Where it goes.
    pub tell: &'a Tell,
}

/// The list.
pub(super) fn log(props: &Log) -> Html {
    let Log { id, count, lines, happened, list, lang, tell } = *props;
    let current = happened.checked_sub(1);
    let onscroll = {
        let tell = tell.clone();
        let list = list.clone();
        Callback::from(move |_: Event| {
            if let Some(window) = visible(&list) {
                tell.emit(Msg::LogScrolled(window));
            }
        })
    };
    let first = lines.first().map_or(0, |line| line.index);
    let shown = lines.iter().map(|line| line_view(props, line));
    html! {
        <div
            class="live-lines"
            role="listbox"
            tabindex="0"
            ref={list.clone()}
            aria-label={label(lang, Label::Log)}
            aria-activedescendant={current.map(|index| line_id(id, index))}
            {onscroll}
        >
            <div class="live-lines-all" style={format!("height:{}px", count as i32 * LINE)}>
                <div style={format!("transform:translateY({}px)", first as i32 * LINE)}>
                    { for shown }
                </div>
            </div>
        </div>
    }
}

/// What is visible of the list now.
pub(super) fn visible(list: &NodeRef) -> Option<Window> {
    let list = list.cast::<web_sys::Element>()?;
    Some(Window { top: list.scroll_top(), height: list.client_height() })
}

fn line_id(id: &str, index: usize) -> String {
    [id, "-event-", &index.to_string()].concat()
}

fn line_view(log: &Log, line: &Line) -> Html {
    let current = line.index + 1 == log.happened;
    html! {
        <div
            key={line.index}
            class="live-line"
            data-future={(line.index >= log.happened).then_some("true")}
            data-by-hand={line.by_hand.then_some("true")}
            id={line_id(log.id, line.index)}
            role="option"
            data-event={line.index.to_string()}
            aria-selected={if current { "true" } else { "false" }}
            aria-setsize={log.count.to_string()}
            aria-posinset={(line.index + 1).to_string()}
            title={line.sentence.clone()}
            onclick={control(log.tell, Control::GoTo(line.index))}
        >
            <span class="live-line-time">{ &line.clock }</span>
            <span class="live-line-text">{ &line.sentence }</span>
        </div>
    }
}
