//! What a page shows of a scenario before, without and beyond wasm.
//!
//! In: a scenario file and a language. Out: one `<figure>` on a single line (a blank line would end
//! an HTML block in Markdown): the picture (or web pages) of the telling moment, every event as a sentence, and the
//! scenario as JSON for the live stage that takes over.

use crate::inline::escaped;
use model::authoring::ScenarioFile;
use model::{Scenario, Trace};
use serde::Serialize;
use stage::words::{self, Label};
use stage::{Extent, Lang, Motion, Options, WidthClass};
use std::collections::BTreeMap;

/// What a stage shows first; the reader can switch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum View {
    /// The processes and what they say to each other.
    #[default]
    Picture,
    /// The cluster's web pages.
    Web,
}

/// What the live stage starts from.
#[derive(Serialize)]
struct CellJson<'a> {
    id: &'a str,
    lang: &'a str,
    title: &'a str,
    point: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    beats: BTreeMap<String, &'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    web: bool,
    scenario: &'a Scenario,
}

/// The figure of a scenario. `moments` are links of claims into it, which lead to the picture where no live
/// stage takes them.
pub(crate) fn draw(file: &ScenarioFile, moments: &[String], lang: Lang, view: View) -> String {
    let (title, point) = match lang {
        Lang::Zh => (&file.title.zh, &file.point.zh),
        Lang::En => (&file.title.en, &file.point.en),
    };
    let trace = Trace::run(file.scenario.clone());
    let beats = file.beats.iter().map(|(key, name)| match lang {
        Lang::Zh => (key.to_text(), name.zh.as_str()),
        Lang::En => (key.to_text(), name.en.as_str()),
    });
    let cell = CellJson {
        id: &file.id,
        lang: lang.code(),
        title,
        point,
        beats: beats.collect(),
        web: view == View::Web,
        scenario: &file.scenario,
    };
    // "<" could end the script element early; JSON may write it as an escape.
    let json = serde_json::to_string(&cell).expect("plain data").replace('<', "\\u003c");
    let figure = format!(
        "<figure class=\"stage\" id=\"stage-{id}\" data-stage=\"{id}\" data-part=\"playground\" data-lang=\"{lang}\">\
         {anchors}<figcaption><strong>{title}</strong> <span>{point}</span></figcaption>\
         <div class=\"stage-body\"><div class=\"stage-static\">{pictures}{log}</div></div>\
         <script type=\"application/json\" class=\"stage-cell\">{json}</script></figure>",
        id = file.id,
        lang = lang.code(),
        title = escaped(title),
        point = escaped(point),
        anchors = moments.iter().map(|id| anchor(id)).collect::<String>(),
        pictures = pictures(&trace, file, lang, view),
        log = log(&trace, lang),
    );
    figure.replace('\n', " ")
}

fn anchor(id: &str) -> String {
    format!("<span class=\"stage-moment\" id=\"{}\"></span>", escaped(id))
}

/// The telling moment in both arrangements; the page's CSS shows the one that fits.
fn pictures(trace: &Trace, file: &ScenarioFile, lang: Lang, view: View) -> String {
    let frame = trace.frame_at(file.telling);
    let extent = Extent::of(trace);
    let last = frame.happened.checked_sub(1).map(|index| &trace.entries()[index]);
    let picture = |width, class: &str| {
        let options =
            Options { lang, width, selected: None, motion: Motion::Full, extent: &extent, last };
        let scene = match view {
            View::Picture => stage::layout(&frame, &options),
            View::Web => stage::web(&frame, &options),
        };
        let svg = stage::svg::to_svg(&scene);
        format!("<div class=\"{class}\">{svg}</div>")
    };
    picture(WidthClass::Wide, "stage-when-wide") + &picture(WidthClass::Narrow, "stage-when-narrow")
}

fn log(trace: &Trace, lang: Lang) -> String {
    let mut out = format!(
        "<ol class=\"stage-log\" tabindex=\"0\" aria-label=\"{}\">",
        escaped(words::label(lang, Label::Log))
    );
    for (index, entry) in trace.entries().iter().enumerate() {
        let cluster = trace.frame_after(index).cluster;
        out.push_str("<li><span class=\"stage-log-time\">");
        out.push_str(&escaped(&words::time::clock(entry.at)));
        out.push_str("</span> <span class=\"stage-log-text\">");
        out.push_str(&escaped(&words::event(lang, entry, &cluster)));
        out.push_str("</span></li>");
    }
    out + "</ol>"
}
