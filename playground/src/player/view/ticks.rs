//! The story on the time line: ticks with names, and where the line is shorter than time is.
//!
//! In: what the live stage says. Out: the beat that is clicked. For those who see and point: the arrow keys lead to the
//! same beats, and the time line says the name of the one that is shown.

use super::{Tell, control};
use crate::player::live::Live;
use crate::player::pacing::Show;
use crate::player::state::Control;
use crate::player::ticks::Tick;
use stage::words::{Label, label_with, percent, time};
use yew::prelude::*;

/// Everything along the time line.
pub(super) fn ticks(live: &Live, tell: &Tell) -> Html {
    let (_, total) = live.player().show();
    let waits = live.player().pacing().waits();
    let waits = waits.iter().map(|wait| {
        let (from, to) = (thousandths(wait.shown.0, total), thousandths(wait.shown.1, total));
        let words = label_with(live.lang(), Label::Passes, &[&time::span(wait.passes)]);
        let style = ["left:", &percent(from), ";width:", &percent(to - from)].concat();
        html! { <span class="live-pass" {style} title={words} /> }
    });
    html! {
        <div class="live-ticks" aria-hidden="true">
            { for waits }
            { for live.ticks().iter().map(|it| tick(it, tell)) }
        </div>
    }
}

fn tick(tick: &Tick, tell: &Tell) -> Html {
    let place = percent(tick.place);
    let rooms: String = tick
        .named
        .iter()
        .zip(["0 ", "1 ", "2 ", "3 "])
        .filter(|(it, _)| **it)
        .map(|it| it.1)
        .collect();
    html! {
        <span
            key={tick.beat}
            class="live-tick"
            style={["left:", &place].concat()}
            title={tick.name.to_owned()}
            data-beat={tick.beat.to_string()}
            data-fault={tick.fault.then_some("true")}
            data-now={tick.now.then_some("true")}
            onclick={control(tell, Control::Beat(tick.beat))}
        >
            <span
                class="live-tick-name"
                style={["transform:translateX(-", &place, ")"].concat()}
                data-rooms={rooms}
            >
                { tick.name.to_owned() }
            </span>
        </span>
    }
}

fn thousandths(show: Show, total: Show) -> u64 {
    show * 1_000 / total.max(1)
}
