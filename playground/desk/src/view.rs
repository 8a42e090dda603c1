//! The desk's views. Views show state and send messages; nothing else.
//!
//! In: a cell and the element it lives in. Out: DOM inside that element. One component; everything else is a function.
//! `crates/preprocessor/src/desk.rs` draws the same for a page without scripts.

use crate::state::{Desk, Msg};
use desk::Effect;
use desk::cell::Cell;
use desk::shown::{Label, Piece, Row, Shown, Told, Verdict, effect, label};
use live_part::Keeper;
use live_part::link::{self, Follower};
use stage::Lang;
use std::rc::Rc;
use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;

/// Where views send to.
pub(crate) type Tell = Callback<Msg>;

/// What a desk is made of.
#[derive(Clone, PartialEq, Properties)]
pub struct DeskProps {
    /// What the page says.
    pub cell: Rc<Cell>,
    /// Where it lives.
    pub host: Element,
}

/// The live desk.
pub struct DeskView {
    desk: Desk,
    tell: Tell,
    host: Element,
    keeper: Keeper,
    _follower: Follower,
    /// A link led here: the page scrolls to the desk once it stands.
    arrives: bool,
}

impl Component for DeskView {
    type Message = Msg;
    type Properties = DeskProps;

    fn create(ctx: &Context<Self>) -> Self {
        let DeskProps { cell, host } = ctx.props();
        let tell = ctx.link().callback(|msg| msg);
        let followed = tell.clone();
        let follower = Follower::new(move || followed.emit(Msg::Follow(link::fragment())));
        let mut desk = Desk::new(Cell::clone(cell));
        let keeper = Keeper::new(host);
        let restored = keeper.restored();
        let arrives = desk.update(Msg::Follow(restored.unwrap_or_else(link::fragment)));
        keeper.keep(&desk.link());
        DeskView { desk, tell, host: host.clone(), keeper, _follower: follower, arrives }
    }

    fn update(&mut self, _: &Context<Self>, msg: Msg) -> bool {
        let lang = self.desk.cell().lang;
        if let Some(act) = act(&msg, lang) {
            self.keeper.about_to(&act, &self.desk.link());
        }
        if msg == Msg::CopyLink {
            let tell = self.tell.clone();
            link::copy(&self.desk.link(), move |copied| tell.emit(Msg::Copied(copied)));
        }
        self.arrives = matches!(msg, Msg::Follow(_));
        let changed = self.desk.update(msg);
        self.arrives &= changed;
        if changed {
            self.keeper.keep(&self.desk.link());
        }
        changed
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if std::mem::take(&mut self.arrives) {
            self.host.scroll_into_view();
        }
    }

    fn view(&self, _: &Context<Self>) -> Html {
        assert!(!self.keeper.asks_to_fail(), "this desk was asked to fail");
        whole(&self.desk, &self.tell)
    }
}

/// What a message does, in words: for the line above a desk that stopped and was brought back without it.
pub(crate) fn act(msg: &Msg, lang: Lang) -> Option<String> {
    Some(match msg {
        Msg::Write(_) => label(lang, Label::Lines, &[]),
        Msg::Example(_) => label(lang, Label::Examples, &[]),
        Msg::Version(version) => [&label(lang, Label::Version, &[]), " ", version.name()].concat(),
        Msg::Point(_) | Msg::CopyLink | Msg::Copied(_) | Msg::Follow(_) => return None,
    })
}

/// All that a desk shows.
pub(crate) fn whole(desk: &Desk, tell: &Tell) -> Html {
    html! {
        <div
            class="desk-live"
            role="group"
            aria-label={desk.cell().title.clone()}
            onkeydown={Callback::from(|event: KeyboardEvent| event.stop_propagation())}
        >
            { field(desk, tell) }
            if let Ok(shown) = &desk.shown {
                { read(desk, shown, tell) }
            }
        </div>
    }
}

fn field(desk: &Desk, tell: &Tell) -> Html {
    let lang = desk.cell().lang;
    let say = |what| label(lang, what, &[]);
    let written = tell.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let area: HtmlTextAreaElement = event.target_unchecked_into();
        written.emit(Msg::Write(area.value()));
    });
    let (wrong, notice) = match (&desk.shown, desk.copied) {
        (Err(long), _) => {
            let [bytes, most] = [long.bytes, long.most].map(|it| it.to_string());
            (true, label(lang, Label::TooLong, &[&bytes, &most]))
        }
        (_, Some(true)) => (false, say(Label::Copied)),
        (_, Some(false)) => (false, say(Label::InBar)),
        (_, None) if desk.asked.lines.trim().is_empty() => (false, say(Label::Empty)),
        (_, None) => (false, String::new()),
    };
    let examples = desk.cell().examples.iter().enumerate().map(|(number, (name, _))| {
        let onclick = send(tell, Msg::Example(number));
        html! { <button type="button" data-example={number.to_string()} {onclick}>{ name }</button> }
    });
    html! {
        <>
            <label class="desk-field">
                <span>{ say(Label::Lines) }</span>
                <textarea
                    data-control="lines"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    aria-invalid={wrong.then_some("true")}
                    value={desk.asked.lines.clone()}
                    {oninput}
                />
            </label>
            <p class={if wrong { "desk-notice is-fails" } else { "desk-notice" }} role="status">{ notice }</p>
            <div class="desk-acts" role="group" aria-label={say(Label::Examples)}>
                { for examples }
                <button type="button" data-control="link" onclick={send(tell, Msg::CopyLink)}>{ say(Label::CopyLink) }</button>
            </div>
        </>
    }
}

/// What is said of lines that were read.
fn read(desk: &Desk, shown: &Shown, tell: &Tell) -> Html {
    let lang = desk.cell().lang;
    let say = |what| label(lang, what, &[]);
    let verdicts = shown.verdicts.iter().map(|it| verdict(desk, it, tell));
    let pieces = shown.pieces.iter().map(|it| piece(desk, shown, it, tell));
    let rows =
        shown.rows.iter().enumerate().map(|(at, it)| row(at, it, desk.pointed == Some(at), lang));
    html! {
        <>
            <section>
                <h2>{ say(Label::Table) }</h2>
                <ul class="desk-verdicts" aria-label={say(Label::Version)}>{ for verdicts }</ul>
            </section>
            <section>
                <h2>{ say(Label::Wrong) }</h2>
                if shown.told.is_empty() {
                    <p>{ say(Label::NothingWrong) }</p>
                } else {
                    <ul class="desk-told">{ for shown.told.iter().map(|it| told(it, lang)) }</ul>
                }
            </section>
            if !shown.rows.is_empty() {
                <section>
                    <h2>{ say(Label::Marked) }</h2>
                    <div class="desk-line">{ for pieces }</div>
                </section>
                <section>
                    <h2>{ say(Label::Parts) }</h2>
                    <ol class="desk-rows">{ for rows }</ol>
                </section>
            }
        </>
    }
}

fn sign(lang: Lang, what: Effect) -> Html {
    let (sign, word) = effect(lang, what);
    html! { <><span aria-hidden="true">{ sign }</span>{ " " }{ word }</> }
}

fn verdict(desk: &Desk, verdict: &Verdict, tell: &Tell) -> Html {
    let version = verdict.version;
    let pressed = if version == desk.asked.version { "true" } else { "false" };
    html! {
        <li key={version.name()}>
            <button
                type="button"
                class={["desk-verdict is-", verdict.effect.name()].concat()}
                data-version={version.name()}
                aria-pressed={pressed}
                onclick={send(tell, Msg::Version(version))}
            >
                <b>{ version.name() }</b>
                <span class="desk-effect">{ sign(desk.cell().lang, verdict.effect) }</span>
                <span>{ &verdict.says }</span>
            </button>
        </li>
    }
}

fn told(told: &Told, lang: Lang) -> Html {
    html! {
        <li class={["is-", told.effect.name()].concat()}>
            <p><code>{ &told.text }</code>{ " " }<b>{ sign(lang, told.effect) }</b></p>
            <p>{ &told.says }</p>
            if let Some(message) = &told.message {
                <p class="desk-message">{ message }</p>
            }
            <p class="desk-source">{ label(lang, Label::Source, &[]) }{ ": " }{ told.source }</p>
        </li>
    }
}

fn piece(desk: &Desk, shown: &Shown, piece: &Piece, tell: &Tell) -> Html {
    let found = piece.row.and_then(|at| Some((at, shown.rows.get(at)?)));
    let Some((at, row)) = found else { return html! { { &piece.text } } };
    let lit = if desk.pointed == Some(at) { " is-lit" } else { "" };
    let point = |tell: &Tell| {
        let tell = tell.clone();
        move || tell.emit(Msg::Point(at))
    };
    let (over, focus, click) = (point(tell), point(tell), point(tell));
    html! {
        <span
            class={["desk-part is-", row.kind.name(), lit].concat()}
            tabindex="0"
            role="button"
            data-row={at.to_string()}
            aria-describedby={["desk-row-", &at.to_string()].concat()}
            onmouseover={Callback::from(move |_: MouseEvent| over())}
            onfocus={Callback::from(move |_: FocusEvent| focus())}
            onclick={Callback::from(move |_: MouseEvent| click())}
        >{ &piece.text }</span>
    }
}

fn row(at: usize, row: &Row, lit: bool, lang: Lang) -> Html {
    let facts = row.facts.iter().map(|(name, value)| {
        html! { <span>{ name }{ ": " }<code>{ value }</code></span> }
    });
    html! {
        <li id={["desk-row-", &at.to_string()].concat()} class={lit.then_some("is-lit")}>
            <p>
                // The same line below it as in the paste says which is which.
                <code class={["desk-part is-", row.kind.name()].concat()}>{ &row.text }</code>{ " " }{ &row.says }
            </p>
            <p class="desk-facts">
                { for facts }
                <a href={row.chapter.clone()}>{ label(lang, Label::Chapter, &[]) }</a>
            </p>
        </li>
    }
}

/// Sends a message on a click.
fn send(tell: &Tell, msg: Msg) -> Callback<MouseEvent> {
    let tell = tell.clone();
    Callback::from(move |_| tell.emit(msg.clone()))
}
