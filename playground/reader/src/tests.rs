//! A part with a known fault: it is found, and told as short as it can be.

use super::{Dice, LivePart, attempt, drawn, replay, retrace, shorten, visit};
use yew::html;

/// Falls over when it is told "c" at some time after "a" and "b", in this order.
struct Trap {
    told: usize,
}

impl LivePart for Trap {
    const NAME: &'static str = "Trap";

    fn all() -> Vec<String> {
        vec!["trap".to_owned()]
    }

    fn open(_: &str) -> Trap {
        Trap { told: 0 }
    }

    fn idea(&mut self, dice: &mut Dice) -> String {
        (*dice.pick(&["a", "b", "c", "d", "e"])).to_owned()
    }

    fn step(&mut self, step: &str) -> Result<(), String> {
        self.told += usize::from(["a", "b", "c"].get(self.told) == Some(&step));
        assert!(self.told < 3, "trapped");
        Ok(())
    }
}

#[test]
fn a_fault_is_found_and_shortened() {
    let names = Trap::all();
    let fault = visit::<Trap>(&names, 1).fault.expect("there is one");
    assert!(fault.what.contains("trapped"), "{}", fault.what);
    assert_eq!(visit::<Trap>(&names, 1).fault, Some(fault.clone()), "seeds are repeatable");
    let shortest = shorten::shortest(&fault.visit, |it| retrace::<Trap>(it).is_err());
    assert_eq!(shortest.steps, ["a", "b", "c"]);
    let again = || {
        replay::<Trap>("trap", "a\n  b\nc");
        Ok(())
    };
    assert!(attempt(again).is_err());
    replay::<Trap>("trap", "c\nb\na");
}

#[test]
fn a_drawing_is_read_as_text() {
    let page = html! {
        <div class="x"><button type="button">{ "Go" }</button><button title="Stop" /><button><svg /></button></div>
    };
    let drawn = drawn(&page);
    assert_eq!(
        drawn.text,
        "<div class=x><button type=button>Go</button><button title=Stop></button><button><svg></svg></button></div>"
    );
    assert_eq!(drawn.nameless, ["<button>"]);
}
