//! The composer's views. Views show state and send messages; nothing else.
//!
//! In: a cell and the element it lives in. Out: DOM inside that element. `crates/preprocessor/src/compose.rs` draws the same
//! for a page without scripts.

use super::state::{Composer, Msg};
use crate::view::node;
use desk::compose::sheet::{Cell, sheet, why};
use desk::compose::{FIELDS, Field, Kind};
use desk::shown::{Label, label};
use live_part::Keeper;
use live_part::link::{self, Follower};
use std::rc::Rc;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

type Tell = Callback<Msg>;

/// What a composer is made of.
#[derive(Clone, PartialEq, Properties)]
pub struct ComposeProps {
    /// What the page says.
    pub cell: Rc<Cell>,
    /// Where it lives.
    pub host: Element,
}

/// The live composer.
pub struct ComposeView {
    composer: Composer,
    tell: Tell,
    host: Element,
    keeper: Keeper,
    _follower: Follower,
    /// A link led here: the page scrolls to the composer once it stands.
    arrives: bool,
}

impl Component for ComposeView {
    type Message = Msg;
    type Properties = ComposeProps;

    fn create(ctx: &Context<Self>) -> Self {
        let ComposeProps { cell, host } = ctx.props();
        let tell = ctx.link().callback(|msg| msg);
        let followed = tell.clone();
        let follower = Follower::new(move || followed.emit(Msg::Follow(link::fragment())));
        let mut composer = Composer::new(Cell::clone(cell));
        let keeper = Keeper::new(host);
        let restored = keeper.restored();
        let arrives = composer.update(Msg::Follow(restored.unwrap_or_else(link::fragment)));
        keeper.keep(&composer.link());
        ComposeView { composer, tell, host: host.clone(), keeper, _follower: follower, arrives }
    }

    fn update(&mut self, _: &Context<Self>, msg: Msg) -> bool {
        let lang = self.composer.cell().lang;
        match &msg {
            Msg::Choose(field, _) => {
                let named = FIELDS.iter().find(|it| it.name == *field);
                let act = named.map_or(String::new(), |it| it.label.fill(lang, &[]));
                self.keeper.about_to(&act, &self.composer.link());
            }
            Msg::CopyLink => {
                let tell = self.tell.clone();
                link::copy(&self.composer.link(), move |copied| tell.emit(Msg::Copied(copied)));
            }
            Msg::Copied(_) | Msg::Follow(_) => {}
        }
        self.arrives = matches!(msg, Msg::Follow(_));
        let changed = self.composer.update(msg);
        self.arrives &= changed;
        if changed {
            self.keeper.keep(&self.composer.link());
        }
        changed
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if std::mem::take(&mut self.arrives) {
            self.host.scroll_into_view();
        }
    }

    fn view(&self, _: &Context<Self>) -> Html {
        assert!(!self.keeper.asks_to_fail(), "this composer was asked to fail");
        whole(&self.composer, &self.tell)
    }
}

/// All that a composer shows.
pub(crate) fn whole(composer: &Composer, tell: &Tell) -> Html {
    let lang = composer.cell().lang;
    let fields = FIELDS.iter().map(|it| field(it, composer, tell));
    let copy = tell.clone();
    let notice = match composer.copied {
        Some(true) => label(lang, Label::Copied, &[]),
        Some(false) => label(lang, Label::InBar, &[]),
        None => String::new(),
    };
    html! {
        <div
            class="desk-live"
            role="group"
            aria-label={composer.cell().title.clone()}
            onkeydown={Callback::from(|event: KeyboardEvent| event.stop_propagation())}
        >
            <ul class="compose-fields">{ for fields }</ul>
            <div class="desk-acts">
                <button type="button" data-control="link" onclick={Callback::from(move |_: MouseEvent| copy.emit(Msg::CopyLink))}>
                    { label(lang, Label::CopyLink, &[]) }
                </button>
                <span class="desk-notice" role="status">{ notice }</span>
            </div>
            { for sheet(&composer.choices, lang).iter().map(node) }
        </div>
    }
}

fn field(field: &'static Field, composer: &Composer, tell: &Tell) -> Html {
    let lang = composer.cell().lang;
    let (value, id) = (composer.choices.get(field.name), ["compose-field-", field.name].concat());
    let control = match field.kind {
        Kind::One(values) => {
            let tell = tell.clone();
            let onchange = Callback::from(move |event: Event| {
                let select: HtmlSelectElement = event.target_unchecked_into();
                tell.emit(Msg::Choose(field.name, select.value()));
            });
            let fitting = values.iter().filter(|(it, _)| composer.choices.goes(field.name, it));
            let options = fitting.map(|(it, called)| {
                html! { <option value={*it} selected={*it == value}>{ called.fill(lang, &[]) }</option> }
            });
            html! { <select id={id.clone()} data-field={field.name} {onchange}>{ for options }</select> }
        }
        Kind::Name => {
            let refused = composer.refused.as_ref().filter(|(name, _)| *name == field.name);
            let shown = refused.map_or(value, |(_, written)| written.as_str()).to_owned();
            let tell = tell.clone();
            let oninput = Callback::from(move |event: InputEvent| {
                let input: HtmlInputElement = event.target_unchecked_into();
                tell.emit(Msg::Choose(field.name, input.value()));
            });
            html! {
                <input
                    id={id.clone()}
                    type="text"
                    data-field={field.name}
                    value={shown}
                    aria-invalid={refused.map(|_| "true")}
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    {oninput}
                />
            }
        }
    };
    html! {
        <li key={field.name}>
            <label for={id}>{ field.label.fill(lang, &[]) }</label>
            { control }
            { node(&why(field, lang)) }
        </li>
    }
}
