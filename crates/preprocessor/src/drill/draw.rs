//! A drill as a page shows it: what the pager says, the goals, hints, and the best that is known to be done, folded away.
//!
//! In: a [`Drill`] that was judged, and a language. Out: one `<figure>` on a single line, which says everything without a
//! script and on paper. `book/theme/drill.js` sends the stage, ticks the goals and adds up what it cost.

use super::{Drill, Grade};
use crate::inline::{Both, escaped};
use serde::Serialize;
use stage::Lang;
use stage::words::{self, t};

/// What the frame around an author's texts says.
#[derive(Clone, Copy)]
enum Frame {
    Begin,
    Goals,
    Hint,
    Solution,
    Replay,
}

const fn frame(lang: Lang, word: Frame) -> &'static str {
    match word {
        Frame::Begin => t("接班", "Take over"),
        Frame::Goals => t("修好了是什么样", "What it looks like when it works"),
        Frame::Hint => t("提示", "Hint"),
        Frame::Solution => t("已知最好的做法", "The best known way"),
        Frame::Replay => t("放一遍", "Play it"),
    }
    .text(lang)
}

const fn grade(lang: Lang, grade: Grade) -> &'static str {
    match grade {
        Grade::FirstDay => t("第一天", "First day"),
        Grade::FirstMonth => t("第一个月", "First month"),
        Grade::FirstYear => t("第一年", "First year"),
        Grade::ThirdYear => t("第三年", "Third year"),
    }
    .text(lang)
}

/// What the page's judge is given beside the stage's scenario.
#[derive(Serialize)]
struct Given<'a> {
    begins: u64,
    goals: Vec<&'a [String]>,
    solution: &'a [model::scenario::TimedAction],
    best: serde_json::Value,
}

/// The figure of a drill.
pub(super) fn figure(drill: &Drill, lang: Lang) -> String {
    let judged = drill.judged.as_ref().expect("a book with mistakes is not drawn");
    let id = &drill.id;
    let given = Given {
        begins: judged.played.begins.0,
        goals: drill.goals.iter().map(|goal| goal.texts.as_slice()).collect(),
        solution: &judged.played.solution,
        best: serde_json::from_str(&judged.cost.to_json()).expect("JSON of ours"),
    };
    let given = serde_json::to_string(&given).expect("plain data");
    let goals = drill.goals.iter().map(|goal| format!("<li>{}</li>", goal.say.html(lang)));
    let hints = drill.hints.iter().enumerate().map(|(number, hint)| {
        let (word, number) = (frame(lang, Frame::Hint), number + 1);
        format!("<details><summary>{word} {number}</summary><p>{}</p></details>", hint.html(lang))
    });
    let steps = drill.solution.iter().zip(&judged.typed).map(|(step, typed)| {
        let (at, typed) =
            (escaped(&words::time::clock(judged.played.begins + step.after)), escaped(typed));
        format!("<li><span class=\"drill-at\">{at}</span> <code>{typed}</code></li>")
    });
    let figure = format!(
        "<figure class=\"drill\" id=\"drill-{id}\" data-stage=\"stage-{stage}\" data-begin=\"{begin}\" data-replay=\"{replay}\" data-drill=\"{given}\">\
         <figcaption class=\"drill-grade\">{grade}</figcaption>\
         <p class=\"drill-situation\">{situation}</p>\
         <p class=\"drill-goals-title\" id=\"drill-{id}-goals\">{goals_word}</p><ul class=\"drill-goals\" aria-labelledby=\"drill-{id}-goals\">{goals}</ul>\
         <div class=\"drill-act\"><button type=\"button\" data-act=\"begin\">{begin_word}</button><p class=\"drill-told\" role=\"status\"></p></div>\
         <div class=\"drill-cost\"></div><div class=\"drill-hints\">{hints}</div>\
         <details class=\"drill-solution\"><summary>{solution}</summary><ol>{steps}</ol><p>{why}</p>\
         <button type=\"button\" data-act=\"replay\">{replay_word}</button></details></figure>",
        stage = escaped(&drill.stage),
        begin = escaped(&judged.begin),
        replay = escaped(&judged.replay),
        given = escaped(&given),
        grade = grade(lang, drill.grade),
        situation = drill.situation.html(lang),
        begin_word = frame(lang, Frame::Begin),
        goals_word = frame(lang, Frame::Goals),
        goals = goals.collect::<String>(),
        hints = hints.collect::<String>(),
        solution = frame(lang, Frame::Solution),
        steps = steps.collect::<String>(),
        why = drill.why.html(lang),
        replay_word = frame(lang, Frame::Replay),
    );
    figure.replace('\n', " ")
}
