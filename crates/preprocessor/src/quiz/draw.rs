//! A question as a page shows it: like a prediction, with where the book says more behind each choice.
//!
//! In: a [`Quiz`] that was judged, and the page. Out: one `<figure>` on a single line, which says everything without a script and
//! on paper. The same with other numbers is in `data-others`, for when it comes again.

use super::{Choice, Quiz};
use crate::cells::Page;
use crate::inline::{self, address, escaped};
use crate::predict::draw::{self, choose, whys};
use serde::Serialize;
use stage::Lang;
use std::path::Path;

/// A question with other numbers, as HTML.
#[derive(Serialize)]
struct Other {
    asks: String,
    say: Vec<String>,
    why: Vec<String>,
    right: usize,
}

/// The figure of a question.
pub(super) fn figure(quiz: &Quiz, page: &Page<'_>) -> String {
    let lang = page.lang;
    let mut forms = quiz.forms.iter().zip(&quiz.judged).map(|(form, judged)| Other {
        asks: form.question.html(lang),
        say: form.choices.iter().map(|choice| choice.say.html(lang)).collect(),
        why: form.choices.iter().map(|choice| why(choice, quiz, page)).collect(),
        right: judged.right,
    });
    let first = forms.next().expect("a book with mistakes is not drawn");
    let others: Vec<Other> = forms.collect();
    // Two of three choices are false: nobody should find them by searching.
    let mut data = " data-pagefind-ignore".to_owned();
    if !others.is_empty() {
        let json = serde_json::to_string(&others).expect("plain data");
        data.push_str(&format!(" data-others=\"{}\"", escaped(&json)));
    }
    let number = quiz.place.number;
    let label = match lang {
        Lang::Zh => format!("第 {number} 题"),
        Lang::En => format!("Question {number}"),
    };
    let anchor = quiz.anchor();
    let told = whys(first.why.into_iter(), first.right);
    let form = draw::Form {
        anchor: &anchor,
        class: " quiz",
        data,
        label,
        question: first.asks,
        asked: choose(&anchor, first.say.into_iter()),
        commit: page.pick("就选它", "This one"),
        acts: String::new(),
        told: format!("{told}{}", foot(quiz, page)),
    };
    form.html(lang)
}

/// What is told about a choice, and the way to where the book says it, where that is not the same for all.
fn why(choice: &Choice, quiz: &Quiz, page: &Page<'_>) -> String {
    let why = choice.why.html(page.lang);
    match quiz.common() {
        Some(_) => why,
        None => format!("{why} {}", way(&choice.see, quiz, page)),
    }
}

/// A link to where the book says more.
fn way(link: &str, quiz: &Quiz, page: &Page<'_>) -> String {
    let name = place(link, quiz, page);
    format!("<a class=\"quiz-see\" href=\"{}\">{name}</a>", escaped(&address(link)))
}

/// What is at the end of a link: a heading, the picture of a stage, or a chapter.
fn place(link: &str, quiz: &Quiz, page: &Page<'_>) -> String {
    let (path, id) = link.split_once('#').unwrap_or((link, ""));
    let own = quiz.place.chapter;
    let find = |path| page.chapters.iter().position(|it| it.path == Path::new(path));
    let chapter = if path.is_empty() { own } else { find(path).unwrap_or(own) };
    let heading = page.headings.get(chapter).into_iter().flatten().find(|it| it.id == id);
    let title = page.titles.get(chapter).map(|title| escaped(title)).unwrap_or_default();
    let inside = match (heading, id.strip_prefix("stage-")) {
        (Some(heading), _) => inline::html(&heading.title),
        (None, Some(stage)) => {
            let title = &page.scenarios.get(stage).title;
            escaped(page.pick(&title.zh, &title.en))
        }
        (None, None) => return title,
    };
    let gap = page.pick("：", ": ");
    if chapter == own { inside } else { format!("{title}{gap}{inside}") }
}

/// Below what is told: where the book says it, and where the right answer was found.
fn foot(quiz: &Quiz, page: &Page<'_>) -> String {
    let see = quiz.common().map(|link| way(link, quiz, page));
    let found = if quiz.sources.is_empty() {
        watch(quiz, page)
    } else {
        Some(format!("<span>{}</span>", page.named(&quiz.sources)))
    };
    let parts: String = see.into_iter().chain(found).collect();
    if parts.is_empty() { parts } else { format!("<p class=\"quiz-foot\">{parts}</p>") }
}

/// A link to the stage that plays the right answer, if the book has one.
fn watch(quiz: &Quiz, page: &Page<'_>) -> Option<String> {
    let (scenario, fragment) = quiz.judged.first()?.play.as_ref()?;
    let has = |it: &usize| page.chapters[*it].stages.contains(&scenario.as_str());
    let own = quiz.place.chapter;
    let chapter = std::iter::once(own).chain(0..page.chapters.len()).find(has)?;
    let file = if chapter == own {
        String::new()
    } else {
        page.chapters[chapter].path.with_extension("html").display().to_string()
    };
    let watch = page.pick("在模型里看它发生", "Watch it happen in the model");
    Some(format!("<a href=\"{file}#{}\">{watch}</a>", escaped(fragment)))
}
