//! A prediction as a page shows it: the question, a form with the choices, and the answer folded away.
//!
//! In: a [`Prediction`] that was judged, and a language. Out: one `<figure>` on a single line, which says everything
//! without a script and on paper; there the form is a list (`book/theme/predict.css`). `book/theme/predict.js` does
//! nothing but judge: what can be seen is there before it comes, and does not move.

use super::{Answer, Number, Prediction, Right};
use crate::inline::{Bilingual, escaped};
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

/// The figure of a prediction.
pub(super) fn figure(prediction: &Prediction, lang: Lang) -> String {
    let judged = prediction.judged.as_ref().expect("a book with mistakes is not drawn");
    let id = &prediction.id;
    let (asked, told) = match (&prediction.answer, judged.right) {
        (Answer::Choices(choices), Right::Choice(right)) => {
            let choose = choices.iter().enumerate().map(|(number, choice)| {
                let say = choice.say.html(lang);
                format!("<li><label><input type=\"radio\" name=\"predict-{id}\" value=\"{number}\"> <span>{say}</span></label></li>")
            });
            let choose: String = choose.collect();
            let list = format!(
                "<div class=\"predict-choices\" role=\"radiogroup\" aria-labelledby=\"predict-{id}-asks\"><ol>{choose}</ol></div>"
            );
            (list, whys(choices.iter().map(|choice| &choice.why), right, lang))
        }
        (Answer::Number(number), Right::Figure(figure)) => {
            let unit = number.unit.html(lang);
            let input = format!(
                "<p class=\"predict-number\"><label><input type=\"number\" min=\"0\" step=\"1\" inputmode=\"numeric\" aria-labelledby=\"predict-{id}-asks\"> {unit}</label></p>"
            );
            (input, told(number, figure, lang))
        }
        (Answer::Choices(_), Right::Figure(_)) | (Answer::Number(_), Right::Choice(_)) => {
            unreachable!("the model answers as it was asked")
        }
    };
    // A form that is a dialog's is sent nowhere, whatever key is pressed in it.
    let figure = format!(
        "<figure class=\"predict\" id=\"predict-{id}\" data-play=\"{play}\">\
         <figcaption id=\"predict-{id}-asks\"><strong>{guess}</strong> <span>{question}</span></figcaption>\
         <form method=\"dialog\" autocomplete=\"off\" novalidate>{asked}\
         <div class=\"predict-act\"><button>{commit}</button><p class=\"predict-verdict\" role=\"status\"></p></div></form>\
         <details class=\"predict-answer\"><summary>{answer}</summary>{told}</details></figure>",
        play = escaped(&judged.play),
        guess = frame(lang, Frame::Guess),
        question = prediction.question.html(lang),
        commit = frame(lang, Frame::Commit),
        answer = frame(lang, Frame::Answer),
    );
    figure.replace('\n', " ")
}

/// What is told about each choice, in their order.
fn whys<'a>(choices: impl Iterator<Item = &'a Bilingual>, right: usize, lang: Lang) -> String {
    let told = choices.enumerate().map(|(number, why)| {
        let class = if number == right { " class=\"predict-right\"" } else { "" };
        format!("<li{class}>{}</li>", why.html(lang))
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
