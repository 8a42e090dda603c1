//! A prediction as a page shows it: the question, a form with the choices, and the answer folded away.
//!
//! In: a [`Prediction`] that was judged, and a language. Out: one `<figure>` on a single line, which says everything
//! without a script and on paper; there the form is a list (`book/theme/predict.css`). `book/theme/predict.js` does
//! nothing but judge: what can be seen is there before it comes, and does not move.

use super::{Answer, Judged, Number, Prediction, Right};
use crate::inline::{escaped, html};
use stage::Lang;

/// What the frame around an author's texts says.
#[derive(Clone, Copy)]
enum Frame {
    Guess,
    Commit,
    Answer,
}

const fn frame(lang: Lang, word: Frame) -> &'static str {
    let (zh, en) = match word {
        Frame::Guess => ("先猜一猜", "Guess first"),
        Frame::Commit => ("就这么猜", "This is my guess"),
        Frame::Answer => ("答案", "The answer"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A question that a reader answers in place, and what is told of it afterwards.
pub(crate) struct Form<'a> {
    /// The id of its element.
    pub anchor: &'a str,
    /// Behind `predict` in its class.
    pub class: &'a str,
    /// Attributes of its element.
    pub data: String,
    /// What it is called.
    pub label: String,
    /// HTML of what is asked.
    pub question: String,
    /// HTML of what can be answered.
    pub asked: String,
    /// What the button says.
    pub commit: &'a str,
    /// HTML of what can be done besides.
    pub acts: String,
    /// HTML of what is told.
    pub told: String,
}

impl Form<'_> {
    /// Its figure, on one line.
    pub(crate) fn html(&self, lang: Lang) -> String {
        let Form { anchor, class, data, label, question, asked, commit, acts, told } = self;
        // A form that is a dialog's is sent nowhere, whatever key is pressed in it.
        let figure = format!(
            "<figure class=\"predict{class}\" id=\"{anchor}\"{data}>\
             <figcaption id=\"{anchor}-asks\"><strong>{label}</strong> <span>{question}</span></figcaption>\
             <form method=\"dialog\" autocomplete=\"off\" novalidate>{asked}\
             <div class=\"predict-act\"><button>{commit}</button>{acts}<p class=\"predict-verdict\" role=\"status\"></p></div></form>\
             <details class=\"predict-answer\"><summary>{answer}</summary>{told}</details></figure>",
            answer = frame(lang, Frame::Answer),
        );
        figure.replace('\n', " ")
    }
}

/// The figure of a prediction.
pub(super) fn figure(prediction: &Prediction, lang: Lang) -> String {
    let judged = prediction.judged.as_ref().expect("a book with mistakes is not drawn");
    let anchor = format!("predict-{}", prediction.id);
    let (asked, told) = match (&prediction.answer, judged.right) {
        (Answer::Choices(choices), Right::Choice(right)) => {
            let says = choices.iter().map(|choice| choice.say.html(lang));
            let told = whys(choices.iter().map(|choice| choice.why.html(lang)), right);
            (choose(&anchor, says), told)
        }
        (Answer::Number(number), Right::Figure(figure)) => {
            let unit = number.unit.html(lang);
            let input = format!(
                "<p class=\"predict-number\"><label><input type=\"number\" min=\"0\" step=\"1\" inputmode=\"numeric\" aria-labelledby=\"{anchor}-asks\"> {unit}</label></p>"
            );
            (input, told(number, figure, lang))
        }
        (Answer::Pick(_), Right::Choice(right)) => {
            let says = judged.picked.iter().map(|it| html(&it.name));
            let told = whys(judged.picked.iter().map(|it| it.told.html(lang)), right);
            (choose(&anchor, says), told)
        }
        (Answer::Choices(_) | Answer::Pick(_), Right::Figure(_))
        | (Answer::Number(_), Right::Choice(_)) => {
            unreachable!("the model answers as it was asked")
        }
    };
    let form = Form {
        anchor: &anchor,
        class: "",
        data: format!(" data-play=\"{}\"{}", escaped(&judged.play), keys(judged)),
        label: frame(lang, Frame::Guess).to_owned(),
        question: prediction.question.html(lang),
        asked,
        commit: frame(lang, Frame::Commit),
        acts: act(prediction, lang),
        told,
    };
    form.html(lang)
}

/// What the things of a pick are called in the picture.
fn keys(judged: &Judged) -> String {
    let keys: Vec<&str> = judged.picked.iter().map(|it| it.key.as_str()).collect();
    if keys.is_empty() { String::new() } else { format!(" data-picks=\"{}\"", keys.join(" ")) }
}

/// The way to the picture, where it can be answered there.
fn act(prediction: &Prediction, lang: Lang) -> String {
    let Answer::Pick(pick) = &prediction.answer else { return String::new() };
    let (zh, en) = pick.of.word();
    let say = match lang {
        Lang::Zh => format!("到图里点一个{zh}"),
        Lang::En => format!("Pick a {en} in the picture"),
    };
    format!("<button type=\"button\" class=\"predict-pick\">{say}</button>")
}

/// The choices to choose from, in their order.
pub(crate) fn choose(anchor: &str, says: impl Iterator<Item = String>) -> String {
    let choices = says.enumerate().map(|(number, say)| {
        format!("<li><label><input type=\"radio\" name=\"{anchor}\" value=\"{number}\"> <span>{say}</span></label></li>")
    });
    let choices: String = choices.collect();
    format!(
        "<div class=\"predict-choices\" role=\"radiogroup\" aria-labelledby=\"{anchor}-asks\"><ol>{choices}</ol></div>"
    )
}

/// What is told about each choice, in their order.
pub(crate) fn whys(whys: impl Iterator<Item = String>, right: usize) -> String {
    let told = whys.enumerate().map(|(number, why)| {
        let class = if number == right { " class=\"predict-right\"" } else { "" };
        format!("<li{class}>{why}</li>")
    });
    format!("<ol class=\"predict-told\">{}</ol>", told.collect::<String>())
}

fn told(number: &Number, figure: u64, lang: Lang) -> String {
    format!(
        "<p class=\"predict-told\" data-figure=\"{figure}\" data-within=\"{}\"><strong>{figure} {}</strong> {}</p>",
        number.within,
        number.unit.html(lang),
        number.why.html(lang)
    )
}
