//! The lab's views. Views show state and send messages; nothing else.
//!
//! In: a cell and the element it lives in. Out: DOM inside that element. One component; everything else is a function, because each component costs a kilobyte.

mod act;
mod browser;
mod desk;
mod knobs;
mod operator;
mod picture;

use crate::state::{Lab, Msg, Remark};
pub(crate) use act::act;
use browser::Browser;
use live_part::link;
pub(crate) use picture::light;
use stage::lab::words::{Label, about, label, label_with, refusal, status, why};
use stage::lab::{Cell, Picture, draw};
use stage::{Lang, WidthClass};
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// Where views send to.
pub(crate) type Tell = Callback<Msg>;

/// What the component hears.
pub enum ViewMsg {
    /// From the reader.
    Lab(Msg),
    /// The lab is this wide now.
    Resized(WidthClass),
}

/// What a lab is made of.
#[derive(Clone, PartialEq, Properties)]
pub struct LabProps {
    /// What the page says.
    pub cell: Rc<Cell>,
    /// Where it lives.
    pub host: Element,
}

/// The live lab.
pub struct LabView {
    lab: Lab,
    width: WidthClass,
    picture: Picture,
    tell: Tell,
    browser: Browser,
    /// A link led here: the page scrolls to the lab once it stands.
    arrives: bool,
}

impl Component for LabView {
    type Message = ViewMsg;
    type Properties = LabProps;

    fn create(ctx: &Context<Self>) -> Self {
        let LabProps { cell, host } = ctx.props();
        #[expect(clippy::expect_used, reason = "a book with such a cell is not built")]
        let mut lab =
            Lab::new(Cell::clone(cell)).expect("the preprocessor has run this experiment");
        let tell = ctx.link().callback(ViewMsg::Lab);
        let browser = Browser::new(host, ctx.link().callback(ViewMsg::Resized), &tell);
        let restored = browser.keeper.restored();
        let arrives = lab.update(Msg::Follow(restored.unwrap_or_else(link::fragment)));
        browser.keeper.keep(&lab.link());
        let width = browser.width_class();
        let mut picture = draw(&lab.outcome, cell.lang, width, lab.chosen);
        light(&lab, &mut picture);
        LabView { lab, width, picture, tell, browser, arrives }
    }

    fn update(&mut self, _: &Context<Self>, msg: ViewMsg) -> bool {
        if let ViewMsg::Lab(msg) = &msg
            && let Some(act) = act(&self.lab, msg, self.lang())
        {
            self.browser.keeper.about_to(&act, &self.lab.link());
        }
        let changed = match msg {
            ViewMsg::Lab(msg @ Msg::Point(_)) => {
                let changed = self.lab.update(msg);
                light(&self.lab, &mut self.picture);
                return changed;
            }
            ViewMsg::Lab(Msg::CopyLink) => {
                let tell = self.tell.clone();
                link::copy(&self.lab.link(), move |copied| tell.emit(Msg::Copied(copied)));
                return false;
            }
            ViewMsg::Lab(msg @ Msg::Follow(_)) => {
                self.arrives = self.lab.update(msg);
                self.arrives
            }
            ViewMsg::Lab(msg) => self.lab.update(msg),
            ViewMsg::Resized(width) => std::mem::replace(&mut self.width, width) != width,
        };
        if changed {
            self.picture = draw(&self.lab.outcome, self.lang(), self.width, self.lab.chosen);
            light(&self.lab, &mut self.picture);
            self.browser.keeper.keep(&self.lab.link());
        }
        changed
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if std::mem::take(&mut self.arrives) {
            self.browser.come_into_view();
        }
    }

    fn view(&self, _: &Context<Self>) -> Html {
        assert!(!self.browser.keeper.asks_to_fail(), "this lab was asked to fail");
        whole(&self.lab, &self.picture, &self.tell)
    }
}

impl LabView {
    fn lang(&self) -> Lang {
        self.lab.cell().lang
    }
}

/// All that a lab shows.
pub(crate) fn whole(lab: &Lab, picture: &Picture, tell: &Tell) -> Html {
    let lang = lab.cell().lang;
    html! {
        <div
            class="lab-live"
            role="group"
            aria-label={label_with(lang, Label::Lab, &[&lab.cell().title])}
            onkeydown={Callback::from(|event: KeyboardEvent| event.stop_propagation())}
        >
            <div class="lab-bench">
                <div class="lab-head">
                    { knobs::knobs(lab, lang, tell) }
                    { sentence(lab, lang) }
                </div>
                { picture::picture(picture, tell) }
            </div>
            { desk::desk(lab, lang, tell) }
        </div>
    }
}

/// Why, and how the job fares.
fn sentence(lab: &Lab, lang: Lang) -> Html {
    let (reason, status) = match &lab.refusal {
        Some(reason) => (refusal(lang, reason), label(lang, Label::LastGood).to_owned()),
        None => (
            why(lang, lab.change, &lab.experiment, &lab.outcome),
            status(lang, &lab.experiment, &lab.outcome),
        ),
    };
    let why = match &lab.remark {
        Remark::None => reason,
        Remark::Chosen => {
            let lines = lab.chosen.map(|thing| about(lang, &lab.outcome, thing));
            lines.and_then(|lines| lines.into_iter().next()).unwrap_or(reason)
        }
        Remark::LinkCopied => label(lang, Label::LinkCopied).to_owned(),
        Remark::LinkInBar => label(lang, Label::LinkInBar).to_owned(),
        Remark::BadLink(part) => label_with(lang, Label::BadLink, &[part]),
    };
    html! {
        <div class="lab-sentence" aria-live="polite" tabindex="0">
            <p class="lab-why">{ why }</p>
            <p class="lab-status">{ status }</p>
        </div>
    }
}
