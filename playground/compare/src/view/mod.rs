//! The comparison's views. Views show state and send messages; nothing else.
//!
//! In: a cell and the element it lives in. Out: DOM inside that element, and on it what brings the comparison back
//! ([`live_part::kept`]). One component; everything else is a function, because each component costs a kilobyte.

mod act;
mod browser;
mod clock;
mod knobs;
mod picture;
mod table;

use crate::state::{BEAT_MS, Compare, Msg, Notice, Playback};
use browser::Browser;
use gloo::timers::callback::Interval;
use live_part::kept::{self, Beginning};
use stage::compare::words::{Label, label, label_with};
use stage::compare::{Cell, Drawing, draw};
use stage::{Lang, WidthClass};
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// Where views send to.
type Tell = Callback<Msg>;

/// What the component hears.
pub enum ViewMsg {
    /// From the reader.
    Compare(Msg),
    /// It is this wide now.
    Resized(WidthClass),
    /// The reader wants a link.
    Link,
}

/// What a comparison is made of.
#[derive(Clone, PartialEq, Properties)]
pub struct CompareProps {
    /// What the page says.
    pub cell: Rc<Cell>,
    /// Where it lives.
    pub host: Element,
}

/// The live comparison.
pub struct CompareView {
    compare: Compare,
    width: WidthClass,
    drawing: Drawing,
    tell: Tell,
    browser: Browser,
    /// There while the clock runs.
    beats: Option<Interval>,
}

impl Component for CompareView {
    type Message = ViewMsg;
    type Properties = CompareProps;

    fn create(ctx: &Context<Self>) -> Self {
        let CompareProps { cell, host } = ctx.props();
        let tell = ctx.link().callback(ViewMsg::Compare);
        let browser = Browser::new(host, ctx.link().callback(ViewMsg::Resized), &tell);
        let beginning = Beginning::take(host);
        let compare = Compare::new(Cell::clone(cell), beginning.fragment());
        if let Beginning::Address(fragment) = &beginning
            && fragment.contains(&["compare-", &cell.id, "&"].concat())
        {
            browser.come_into_view();
        }
        kept::stands(host, &compare.link());
        let width = browser.width_class();
        let drawing = draw(&compare.comparison, cell.lang, width);
        CompareView { compare, width, drawing, tell, browser, beats: None }
    }

    fn update(&mut self, _: &Context<Self>, msg: ViewMsg) -> bool {
        if let ViewMsg::Compare(msg) = &msg
            && let Some(act) = act::act(msg, self.lang())
        {
            kept::begins(&self.browser.host, &act);
        }
        let redraw = match msg {
            ViewMsg::Compare(msg) => self.compare.update(msg),
            ViewMsg::Resized(width) => {
                if width == self.width {
                    return false;
                }
                self.width = width;
                true
            }
            ViewMsg::Link => {
                self.browser.copy_link(&self.compare.link(), &self.tell);
                return false;
            }
        };
        self.keep_time();
        if redraw {
            self.drawing = draw(&self.compare.comparison, self.lang(), self.width);
        }
        kept::stands(&self.browser.host, &self.compare.link());
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        assert!(!kept::asks_to_fail(&self.browser.host), "this comparison was asked to fail");
        let (compare, lang, tell) = (&self.compare, self.lang(), &self.tell);
        let link = ctx.link().callback(|_: MouseEvent| ViewMsg::Link);
        html! {
            <div
                class="cmp-live"
                role="group"
                aria-label={label_with(lang, Label::Compare, &[&compare.cell().title])}
                onkeydown={Callback::from(|event: KeyboardEvent| event.stop_propagation())}
            >
                { knobs::knobs(compare, lang, tell, link) }
                <p class="cmp-notice" role="status">{ self.notice() }</p>
                { clock::moment(compare, lang) }
                { picture::picture(compare, &self.drawing, self.width, tell) }
                { clock::clock(compare, lang, tell) }
                <p class="cmp-legend">{ label(lang, Label::Legend) }</p>
                { table::table(compare, lang) }
            </div>
        }
    }
}

impl CompareView {
    fn lang(&self) -> Lang {
        self.compare.cell().lang
    }

    /// Beats while the clock runs, and only then.
    fn keep_time(&mut self) {
        let runs = self.compare.playback == Playback::Running;
        if runs != self.beats.is_some() {
            let tell = self.tell.clone();
            self.beats = runs.then(|| Interval::new(BEAT_MS, move || tell.emit(Msg::Beat)));
        }
    }

    fn notice(&self) -> String {
        let lang = self.lang();
        match &self.compare.notice {
            None => String::new(),
            Some(Notice::Made(crate::state::Copied::Everywhere)) => {
                label(lang, Label::LinkCopied).to_owned()
            }
            Some(Notice::Made(crate::state::Copied::InBar)) => {
                label(lang, Label::LinkInBar).to_owned()
            }
            Some(Notice::Bad(part)) => label_with(lang, Label::BadLink, &[part]),
        }
    }
}
