//! Which Flink is imitated: seen on the stage, and changed there.
//!
//! In: the version. Out: [`Control::Imitate`].

use super::{Msg, Tell};
use crate::player::state::Control;
use model::FlinkVersion;
use stage::Lang;
use stage::words::{Label, label, label_with};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The choice.
pub(super) fn version(version: FlinkVersion, lang: Lang, tell: &Tell) -> Html {
    let tell = tell.clone();
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let chosen = usize::try_from(select.selected_index()).ok();
        if let Some(version) = chosen.and_then(|index| FlinkVersion::ALL.get(index)) {
            tell.emit(Msg::Control(Control::Imitate(*version)));
        }
    });
    let options = FlinkVersion::ALL.iter().map(|each| {
        let name = label_with(lang, Label::FlinkVersion, &[each.name()]);
        html! { <option selected={*each == version}>{ name }</option> }
    });
    html! {
        <select
            class="live-choice"
            data-control="version"
            aria-label={label(lang, Label::Version)}
            {onchange}
        >
            { for options }
        </select>
    }
}
