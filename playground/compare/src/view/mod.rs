//! The comparison's views. Views show state and send messages; nothing else.
//!
//! In: a cell and the element it lives in. Out: DOM inside that element. One component; everything else is a function, because each component costs a kilobyte.

mod act;
mod browser;
mod clock;
mod knobs;
mod picture;
mod table;

use crate::state::{Compare, Msg, Notice, Playback, TICK_MS};
pub(crate) use act::act;
use browser::Browser;
use gloo::timers::callback::Interval;
use live_part::link::fragment;
use stage::compare::words::{Label, label, label_with};
use stage::compare::{Cell, Chart, draw};
use stage::{Lang, WidthClass};
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// Where views send to.
pub(crate) type Tell = Callback<Msg>;

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
    chart: Chart,
    tell: Tell,
    browser: Browser,
    /// There while the clock runs.
    ticks: Option<Interval>,
}

impl Component for CompareView {
    type Message = ViewMsg;
    type Properties = CompareProps;

    fn create(ctx: &Context<Self>) -> Self {
        let CompareProps { cell, host } = ctx.props();
        let tell = ctx.link().callback(ViewMsg::Compare);
        let browser = Browser::new(host, ctx.link().callback(ViewMsg::Resized), &tell);
        let restored = browser.keeper.restored();
        let compare = Compare::new(Cell::clone(cell), &restored.unwrap_or_else(fragment));
        browser.keeper.keep(&compare.link());
        let width = browser.width_class();
        let chart = draw(&compare.comparison, cell.lang, width);
        let mut view = CompareView { compare, width, chart, tell, browser, ticks: None };
        view.come_into_view();
        view.keep_time();
        view
    }

    fn update(&mut self, _: &Context<Self>, msg: ViewMsg) -> bool {
        if let ViewMsg::Compare(msg) = &msg
            && let Some(act) = act(msg, self.lang())
        {
            self.browser.keeper.about_to(&act, &self.compare.link());
        }
        let redraw = match msg {
            ViewMsg::Compare(msg @ Msg::Followed(_)) => {
                let redraw = self.compare.update(msg);
                self.come_into_view();
                redraw
            }
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
            self.chart = draw(&self.compare.comparison, self.lang(), self.width);
        }
        self.browser.keeper.keep(&self.compare.link());
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        assert!(!self.browser.keeper.asks_to_fail(), "this comparison was asked to fail");
        let link = ctx.link().callback(|_: MouseEvent| ViewMsg::Link);
        whole(&self.compare, &self.chart, self.width, &self.tell, link)
    }
}

impl CompareView {
    fn lang(&self) -> Lang {
        self.compare.cell().lang
    }

    /// Scrolls to itself when the address leads here.
    fn come_into_view(&self) {
        if fragment().contains(&["compare-", &self.compare.cell().id, "&"].concat()) {
            self.browser.come_into_view();
        }
    }

    /// Ticks while the clock runs, and only then.
    fn keep_time(&mut self) {
        let runs = self.compare.playback == Playback::Running;
        if runs != self.ticks.is_some() {
            let tell = self.tell.clone();
            self.ticks = runs.then(|| Interval::new(TICK_MS, move || tell.emit(Msg::Tick)));
        }
    }
}

/// All that a comparison shows.
pub(crate) fn whole(
    compare: &Compare,
    chart: &Chart,
    width: WidthClass,
    tell: &Tell,
    link: Callback<MouseEvent>,
) -> Html {
    let lang = compare.cell().lang;
    html! {
        <div
            class="cmp-live"
            role="group"
            aria-label={label_with(lang, Label::Compare, &[&compare.cell().title])}
            onkeydown={Callback::from(|event: KeyboardEvent| event.stop_propagation())}
        >
            <div class="cmp-screen" style={chart.picture.proportions()}>
                { picture::picture(compare, chart, width, tell) }
                { clock::moment(compare, chart, lang) }
            </div>
            { clock::clock(compare, lang, tell) }
            { knobs::knobs(compare, lang, tell, link) }
            <p class="cmp-notice" role="status">{ notice(compare, lang) }</p>
            <p class="cmp-legend">{ label(lang, Label::Legend) }</p>
            { table::table(compare, lang) }
        </div>
    }
}

fn notice(compare: &Compare, lang: Lang) -> String {
    match &compare.notice {
        None => String::new(),
        Some(Notice::Made(crate::state::Copied::Everywhere)) => {
            label(lang, Label::LinkCopied).to_owned()
        }
        Some(Notice::Made(crate::state::Copied::InBar)) => label(lang, Label::LinkInBar).to_owned(),
        Some(Notice::Bad(part)) => label_with(lang, Label::BadLink, &[part]),
    }
}
