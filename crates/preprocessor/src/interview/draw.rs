//! An interview as a page shows it: fieldsets of radio buttons, nested as the tree is.
//!
//! In: an [`Interview`] and a language. Out: one `<figure>` on a single line. `book/theme/interview.css` hides what
//! does not follow from the checked buttons: of the tree what stands beside a button that is not checked, of commands
//! and reasons those of another platform (`data-on`) or release line (`data-line`).

use super::{
    Answer, CommandLines, FIRST_QUESTIONS, Interview, Mode, Next, Platform, Question, ReleaseLine,
};
use crate::inline::{Both, address, escaped};
use crate::scenarios::Scenarios;
use stage::Lang;
use stage::words::t;

/// What the frame around an author's texts says.
#[derive(Clone, Copy)]
enum Frame {
    Where,
    Line,
    Command,
    Because,
    Watch,
    Again,
    WithoutDifference,
    Session,
    Application,
}

const fn frame(lang: Lang, word: Frame) -> &'static str {
    match word {
        Frame::Where => t("Flink 住在哪里？", "Where does Flink run?"),
        Frame::Line => t("哪一代 Flink？", "Which Flink is it?"),
        Frame::Command => t("这样开始", "How to start"),
        Frame::Because => t("为什么", "Why"),
        Frame::Watch => t("看它发生", "See it happen"),
        Frame::Again => t("重新回答", "Start over"),
        Frame::WithoutDifference => t("1.x、2.x", "1.x, 2.x"),
        Frame::Session => t("会话模式", "Session mode"),
        Frame::Application => t("应用模式", "Application mode"),
    }
    .text(lang)
}

/// What draws one interview.
struct Drawing<'a> {
    interview: &'a Interview,
    scenarios: &'a Scenarios,
    lang: Lang,
}

/// The figure of an interview.
pub(crate) fn figure(interview: &Interview, scenarios: &Scenarios, lang: Lang) -> String {
    let drawing = Drawing { interview, scenarios, lang };
    let Interview { id, title, point, tree, .. } = interview;
    // A form that is a dialog's is sent nowhere, whatever key is pressed in it.
    let figure = format!(
        "<figure class=\"interview\" id=\"interview-{id}\">\
         <figcaption><strong>{title}</strong> <span>{point}</span></figcaption>\
         <form method=\"dialog\" autocomplete=\"off\">{place}{line}{tree}\
         <p class=\"interview-again\"><button type=\"reset\">{again}</button></p></form>{commands}</figure>",
        title = title.html(lang),
        point = point.html(lang),
        place =
            drawing.first(1, Frame::Where, "on", &Platform::ALL.map(|it| (it.word(), it.name()))),
        line = drawing.first(
            2,
            Frame::Line,
            "line",
            &ReleaseLine::ALL.map(|it| (it.word(), it.word()))
        ),
        tree = drawing.question(tree, FIRST_QUESTIONS + 1, ""),
        again = frame(lang, Frame::Again),
        commands = drawing.commands(),
    );
    figure.replace('\n', " ")
}

impl Drawing<'_> {
    /// A question whose answer only picks among commands and reasons.
    fn first(&self, number: usize, ask: Frame, name: &str, choices: &[(&str, &str)]) -> String {
        let id = &self.interview.id;
        let choice = |(value, text): &(&str, &str)| {
            format!(
                "<label><input type=\"radio\" name=\"{id}-{name}\" value=\"{value}\"> <span>{text}</span></label>"
            )
        };
        let choices: String = choices.iter().map(choice).collect();
        let ask = frame(self.lang, ask);
        format!(
            "<fieldset class=\"interview-row\"><legend>{number}. {ask}</legend><div class=\"interview-choices\">{choices}</div></fieldset>"
        )
    }

    /// A question of the tree; `path` tells its buttons from those of every other place.
    fn question(&self, question: &Question, number: usize, path: &str) -> String {
        let Interview { id, .. } = self.interview;
        let mut choices = String::new();
        for (index, (say, next)) in question.choices.iter().enumerate() {
            let inside = format!("{path}-{index}");
            let next = match next {
                Next::Question(question) => self.question(question, number + 1, &inside),
                Next::Answer(answer) => self.answer(answer),
            };
            choices.push_str(&format!(
                "<div class=\"interview-choice\"><label><input type=\"radio\" name=\"{id}-tree{path}\" value=\"{index}\"> <span>{say}</span></label>\
                 <div class=\"interview-then\">{next}</div></div>",
                say = say.html(self.lang),
            ));
        }
        let ask = question.ask.html(self.lang);
        format!(
            "<fieldset><legend>{number}. {ask}</legend><div class=\"interview-choices\">{choices}</div></fieldset>"
        )
    }

    fn answer(&self, answer: &Answer) -> String {
        let lang = self.lang;
        let commands = self.interview.commands.iter().filter(|it| it.mode == answer.mode);
        let commands: String = commands.map(|it| command(it, lang)).collect();
        let reasons = answer.reasons.iter().map(|reason| {
            let why = reason.why.get_ref().html(lang);
            match reason.on {
                Some(on) => {
                    format!("<li data-on=\"{}\"><b>{}</b> {why}</li>", on.word(), on.name())
                }
                None => format!("<li>{why}</li>"),
            }
        });
        let see = answer.see.get_ref();
        format!(
            "<div class=\"interview-answer\"><p class=\"interview-told\">{told}</p>\
             <p class=\"interview-part\">{because}</p><ul>{reasons}</ul>\
             <div class=\"interview-start\"><p class=\"interview-part\">{start}</p>{commands}</div>\
             <p class=\"interview-see\"><span>{watch}</span> <a href=\"{link}\">{title}</a></p></div>",
            told = answer.answer.html(lang),
            start = frame(lang, Frame::Command),
            because = frame(lang, Frame::Because),
            reasons = reasons.collect::<String>(),
            watch = frame(lang, Frame::Watch),
            link = escaped(&address(see)),
            title = escaped(self.title(see)),
        )
    }

    /// Every command once: where nothing can be chosen, answers do not repeat them.
    fn commands(&self) -> String {
        let mut modes = String::new();
        for mode in [Mode::Session, Mode::Application] {
            let commands = self.interview.commands.iter().filter(|it| it.mode == mode);
            let commands: String = commands.map(|it| command(it, self.lang)).collect();
            let name = match mode {
                Mode::Session => Frame::Session,
                Mode::Application => Frame::Application,
            };
            let (name, start) = (frame(self.lang, name), frame(self.lang, Frame::Command));
            modes.push_str(&format!("<p class=\"interview-part\">{name} · {start}</p>{commands}"));
        }
        format!("<div class=\"interview-commands\" data-pagefind-ignore>{modes}</div>")
    }

    /// The title of the stage that a link leads to.
    fn title(&self, link: &str) -> &str {
        let id = link.split_once("#stage-").map_or(link, |(_, id)| id);
        self.scenarios.get(id).title.text(self.lang)
    }
}

fn command(lines: &CommandLines, lang: Lang) -> String {
    let CommandLines { on, line, run, .. } = lines;
    let name = line.map_or(frame(lang, Frame::WithoutDifference), ReleaseLine::word);
    let word = line.map_or("1.x 2.x", ReleaseLine::word);
    let run = escaped(run.get_ref().trim()).replace('\n', "<br>");
    format!(
        "<div class=\"interview-command\" data-on=\"{}\" data-line=\"{word}\"><p>{} {name}</p><pre><code>{run}</code></pre></div>",
        on.word(),
        on.name(),
    )
}
