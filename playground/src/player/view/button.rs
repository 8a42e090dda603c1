//! A button for an action, wherever one stands.
//!
//! In: an action that may be done. Out: [`Control::Act`]. Every button says in its title which command it
//! stands for, and in `data-action` which action, as links do.

use super::{Tell, control};
use crate::player::state::Control;
use model::Action;
use stage::words::{self, Names};
use yew::prelude::*;

/// One button for each action.
pub(super) fn buttons(names: &Names, actions: &[Action], tell: &Tell) -> Html {
    let button = |action: &Action| {
        html! {
            <button
                type="button"
                class="live-act"
                data-action={action.to_text()}
                title={words::action::command(names, action)}
                onclick={control(tell, Control::Act(action.clone()))}
            >
                { words::action::button(names, action) }
            </button>
        }
    };
    actions.iter().map(button).collect()
}
