//! What a message does, in words: for the line above a comparison that stopped and was brought back without it.

use crate::state::{Direction, Msg};
use stage::Lang;
use stage::compare::words::{self, Label, knob, label, label_with, value};

/// Nothing for what the reader does not do.
pub(crate) fn act(msg: &Msg, lang: Lang) -> Option<String> {
    let what = match msg {
        Msg::Turn(name, chosen) => {
            return Some(equals(knob(lang, name), &value(lang, name, chosen)));
        }
        Msg::Jobs(count) => return Some(equals(knob(lang, "jobs"), &count.to_string())),
        Msg::Parallelism(job, chosen) => {
            let number = u8::try_from(*job).unwrap_or(u8::MAX);
            let name = label_with(lang, Label::Parallelism, &[&words::job(number)]);
            return Some(equals(&name, chosen));
        }
        Msg::Seek(_) | Msg::Go(_) => Label::Clock,
        Msg::Step(Direction::Back) | Msg::Jump(Direction::Back) => Label::Back,
        Msg::Step(Direction::Forward) | Msg::Jump(Direction::Forward) => Label::Forward,
        Msg::Play => Label::Play,
        Msg::Reset => Label::Reset,
        Msg::Tick | Msg::Followed(_) | Msg::Linked(_) => return None,
    };
    Some(label(lang, what).to_owned())
}

fn equals(name: &str, value: &str) -> String {
    [name, " = ", value].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_told_by_what_it_sets() {
        for (msg, zh, en) in [
            (Msg::Turn("ha", "on".into()), "高可用 = 有", "High availability = on"),
            (Msg::Jobs(3), "作业 = 3", "Jobs = 3"),
            (
                Msg::Step(Direction::Back),
                "前一幕（Shift：前一个变化）",
                "The beat before (Shift: the change before)",
            ),
            (Msg::Seek(200), "时钟：一条线，三种模式", "The clock: one line through all modes"),
        ] {
            assert_eq!(act(&msg, Lang::Zh).as_deref(), Some(zh));
            assert_eq!(act(&msg, Lang::En).as_deref(), Some(en));
        }
        assert_eq!(act(&Msg::Tick, Lang::En), None, "time passes by itself");
    }
}
