//! A button for an action, wherever one stands.
//!
//! In: an action that may be done. Out: [`Control::Act`]. Every button says in its title which command it
//! stands for, in `data-action` which action, as links do, and in `data-grave` that it takes something away.

use super::{Tell, control};
use crate::player::state::Control;
use crate::player::verbs::is_grave;
use model::Action;
use stage::words::{self, Names};
use yew::prelude::*;

/// One button for each action.
pub(super) fn buttons(names: &Names, actions: &[Action], tell: &Tell) -> Html {
    actions.iter().map(|action| button(names, action, None, tell)).collect()
}

/// The button of an action, with the key that does the same, if there is one.
pub(super) fn button(names: &Names, action: &Action, key: Option<char>, tell: &Tell) -> Html {
    let key = key.map(|key| key.to_uppercase().to_string());
    html! {
        <button
            type="button"
            class="live-act"
            data-action={action.to_text()}
            data-grave={is_grave(action).then_some("true")}
            title={words::action::command(names, action)}
            aria-keyshortcuts={key.clone()}
            onclick={control(tell, Control::Act(action.clone()))}
        >
            { words::action::button(names, action) }
            if let Some(key) = key {
                { " " }<kbd>{ key }</kbd>
            }
        </button>
    }
}
