//! What a message does, in words: for the line above a lab that stopped and was brought back without it.

use crate::state::{Lab, Msg};
use stage::Lang;
use stage::lab::words::{Label, knobs, label};

/// Nothing for what changes neither the lab nor what is told of it.
pub(crate) fn act(lab: &Lab, msg: &Msg, lang: Lang) -> Option<String> {
    let what = match msg {
        Msg::Turn(name, value) => return turn(lab, name, value, lang),
        Msg::Example(name) => return Some(equals(label(lang, Label::Example), name)),
        Msg::Write(_) | Msg::Edit(_) => Label::Program,
        Msg::Choose(_) => Label::Selected,
        Msg::Reset => Label::Reset,
        Msg::Point(_) | Msg::CopyLink | Msg::Copied(_) | Msg::Follow(_) => return None,
    };
    Some(label(lang, what).to_owned())
}

/// The knobs that would be another.
fn turn(lab: &Lab, name: &str, value: &str, lang: Lang) -> Option<String> {
    let mut turned = lab.experiment.clone();
    turned.set(name, value)?;
    let before = knobs(lang, &lab.experiment);
    let other = knobs(lang, &turned).into_iter().find(|knob| !before.contains(knob));
    other.map(|(knob, value)| equals(label(lang, knob), &value))
}

fn equals(name: &str, value: &str) -> String {
    [name, " = ", value].concat()
}

#[cfg(test)]
mod tests {
    use super::act;
    use crate::state::{Lab, Msg};
    use model::graph::experiment::Experiment;
    use model::graph::{OperatorId, examples, text};
    use stage::Lang;
    use stage::lab::{Cell, Thing};

    #[test]
    fn an_act_is_told_by_what_it_sets() {
        let graph = text::parse(examples::EXAMPLES[0]).expect("valid");
        let cell = Cell {
            id: "a".into(),
            lang: Lang::En,
            title: "t".into(),
            experiment: Experiment::new(graph),
            tasks: Vec::new(),
        };
        let lab = Lab::new(cell).expect("Flink takes it");
        let turn = |name, value: &str| Msg::Turn(name, value.to_owned());
        for (msg, zh, en) in [
            (turn("slots", "5"), "每个的 slot 数 = 5", "Slots of each = 5"),
            (turn("cluster", "yarn"), "集群 = YARN", "Cluster = YARN"),
            (turn("lost", "1"), "kill -9 = tm-1", "kill -9 = tm-1"),
            (Msg::Write(String::new()), "程序", "Program"),
            (Msg::Choose(Thing::Operator(OperatorId(0))), "选中的", "Selected"),
            (Msg::Reset, "回到开头", "Start over"),
        ] {
            assert_eq!(act(&lab, &msg, Lang::Zh).as_deref(), Some(zh));
            assert_eq!(act(&lab, &msg, Lang::En).as_deref(), Some(en));
        }
        for msg in [turn("slots", "ninety"), Msg::Point(None), Msg::CopyLink] {
            assert_eq!(act(&lab, &msg, Lang::En), None, "{msg:?}");
        }
    }
}
