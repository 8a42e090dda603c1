//! A knob: a choice with its name above it.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What is sent, what is read.
pub type Choice = (String, String);

/// One knob.
pub struct Knob<'a> {
    /// Its hook for tests and for the page.
    pub name: &'static str,
    /// Its name in words.
    pub label: &'a str,
    /// What can be chosen.
    pub choices: &'a [Choice],
    /// What is sent by the one that is chosen now.
    pub now: &'a str,
    /// It makes no difference now.
    pub idle: bool,
}

impl Knob<'_> {
    /// Tells `change` what was chosen.
    pub fn view(&self, change: Callback<String>) -> Html {
        let onchange = Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            change.emit(select.value());
        });
        let options = self.choices.iter().map(|(value, text)| {
            html! { <option key={value.as_str()} value={value.clone()} selected={value == self.now}>{ text }</option> }
        });
        html! {
            <label class="knob">
                <span>{ self.label }</span>
                <select data-control={self.name} disabled={self.idle} {onchange}>{ for options }</select>
            </label>
        }
    }
}
