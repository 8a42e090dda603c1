//! Stage cells: what a page shows of a scenario before, without and beyond wasm.
//!
//! In: the TOML of a `stage` block. Out: the scenario that it names, or every mistake in it with its line; then one `<figure>` on a single line (a blank line would end
//! an HTML block in Markdown): the picture (or web pages) of the telling moment, every event as a sentence, and the
//! scenario as JSON for the live stage that takes over.

use crate::cells::{Block, Drawn, Kind, LOADER, Page, Run};
use crate::claims;
use crate::inline::{Both, escaped};
use crate::marks;
use crate::moments;
use crate::problem::{Wrong, line_of, read_block};
use model::authoring::{ScenarioFile, similar};
use model::{Scenario, Time, Trace};
use serde::Serialize;
use stage::words::{self, Label, t};
use stage::{Arrangement, Extent, Lang, Motion, Options, Scene};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// A stage of a scenario that exists.
pub(crate) struct Stage {
    /// The scenario's id.
    pub scenario: String,
    opens: Opening,
}

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

/// How a stage opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Opening {
    /// What it shows first.
    pub view: View,
    /// Whether it begins to play by itself, for readers who do not ask for less movement.
    pub plays: bool,
    /// Where it opens, if not before its story turns.
    pub at: Option<Time>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    scenario: Spanned<String>,
    #[serde(default)]
    view: View,
    #[serde(default)]
    plays: bool,
    opens: Option<Spanned<String>>,
}

/// Reads a cell.
pub(crate) fn read(block: &Block<'_>) -> Result<Stage, Vec<Wrong>> {
    let hint = "a stage holds scenario = \"<name of a file in the scenarios folder>\", and perhaps view = \"web\", plays = true or opens = \"13s\"";
    let Body { scenario, view, plays, opens } = read_block(block.body, hint)?;
    known(&scenario, block)?;
    let read = |time: Spanned<String>| {
        moments::seconds(time.get_ref()).ok_or_else(|| {
            let line = line_of(block.body, time.span().start);
            let message = format!("\"{}\" is not a time", time.get_ref());
            vec![Wrong { line, message, hint: Some("for instance \"13s\"".to_owned()) }]
        })
    };
    let at = opens.map(read).transpose()?;
    Ok(Stage { scenario: scenario.into_inner(), opens: Opening { view, plays, at } })
}

/// A scenario's file must be there.
pub(crate) fn known(scenario: &Spanned<String>, block: &Block<'_>) -> Result<(), Vec<Wrong>> {
    let name = scenario.get_ref().as_str();
    if block.scenarios.contains(&name) {
        return Ok(());
    }
    let hint = similar(name, block.scenarios.iter().copied())
        .unwrap_or_else(|| format!("there are: {}", block.scenarios.join(", ")));
    Err(vec![Wrong {
        line: line_of(block.body, scenario.span().start),
        message: format!("no scenario is called \"{name}\""),
        hint: Some(hint),
    }])
}

impl Kind for Stage {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        let of_claims = claims::moments_of(page.proved, &self.scenario);
        let of_marks = marks::moments_of(page.proofs, &self.scenario);
        let moments = of_claims.chain(of_marks).chain(page.moments.of(&self.scenario)).collect();
        Drawn::Figure(draw(page.scenarios.get(&self.scenario), &moments, page.lang, self.opens))
    }

    fn shows(&self) -> Option<Run> {
        Some(Run::Scenario(self.scenario.clone()))
    }

    fn loads(&self) -> &'static [&'static str] {
        &[LOADER]
    }
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
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    plays: bool,
    scenario: &'a Scenario,
}

/// The figure of a scenario. `moments` are links of claims and of the text into it, which lead to the picture where no
/// live stage takes them.
fn draw(file: &ScenarioFile, moments: &BTreeSet<String>, lang: Lang, opens: Opening) -> String {
    let (title, point) = (file.title.text(lang), file.point.text(lang));
    let trace = Trace::run(file.scenario.clone());
    let beats = file.beats.iter().map(|(key, name)| (key.to_text(), name.text(lang)));
    let cell = CellJson {
        id: &file.id,
        lang: lang.code(),
        title,
        point,
        beats: beats.collect(),
        web: opens.view == View::Web,
        plays: opens.plays,
        scenario: &file.scenario,
    };
    // A stage that finds it comes up there (`book/theme/stage-loader.js`). What plays until where it is does not scroll to itself.
    let opens_at = opens.at.map(|at| {
        let happened = trace.happened_at(at);
        let link = moments::fragment(&file.id, file.scenario.version, happened, at);
        format!(" data-opens=\"{}&amp;until={happened}\"", escaped(&link))
    });
    // "<" could end the script element early; JSON may write it as an escape.
    let json = serde_json::to_string(&cell).expect("plain data").replace('<', "\\u003c");
    let figure = format!(
        "<figure class=\"stage\" id=\"stage-{id}\" data-stage=\"{id}\" data-part=\"playground\" data-lang=\"{lang}\"{opens_at}>\
         {anchors}<figcaption><strong>{title}</strong> <span>{point}</span></figcaption>\
         <div class=\"stage-body\"><div class=\"stage-static\">{pictures}{log}</div></div>\
         <script type=\"application/json\" class=\"stage-cell\">{json}</script>\
         <button type=\"button\" class=\"take\" data-pagefind-ignore>{take}</button></figure>",
        id = file.id,
        lang = lang.code(),
        title = escaped(title),
        point = escaped(point),
        take = take_along(lang),
        opens_at = opens_at.unwrap_or_default(),
        anchors = moments.iter().map(|id| anchor(id)).collect::<String>(),
        pictures = pictures(&trace, file.telling, lang, opens.view),
        log = log(&trace, lang),
    );
    figure.replace('\n', " ")
}

/// The button below a stage (`book/theme/take.js`).
const fn take_along(lang: Lang) -> &'static str {
    t("带走这张图", "Take this picture along").text(lang)
}

pub(crate) fn anchor(id: &str) -> String {
    format!("<span class=\"stage-moment\" id=\"{}\"></span>", escaped(id))
}

/// A moment in both arrangements; the page's CSS shows the one that fits.
pub(crate) fn pictures(trace: &Trace, at: Time, lang: Lang, view: View) -> String {
    let frame = trace.frame_at(at);
    let extent = Extent::of(trace);
    let last = frame.happened.checked_sub(1).map(|index| &trace.entries()[index]);
    let scene = |arrangement| {
        let (selected, motion) = (None, Motion::Full);
        let options = Options { lang, arrangement, selected, motion, extent: &extent, last };
        match view {
            View::Picture => stage::layout(&frame, &options),
            View::Web => stage::web(&frame, &options),
        }
    };
    let picture = |scene: Scene, class: &str, room: &str| {
        let (svg, size) = (stage::svg::to_svg(&scene), scene.proportions());
        format!("<div class=\"{class} stage-canvas\" style=\"{size}{room}\">{svg}</div>")
    };
    // Where the live picture stands upright, this one has its room, so that nothing moves when that takes over.
    let (class, room) = match view {
        View::Picture => {
            let Scene { width, height, .. } = scene(Arrangement::Upright);
            ("stage-when-wide stage-when-upright", format!(";--uw:{width};--uh:{height}"))
        }
        View::Web => ("stage-when-wide", String::new()),
    };
    picture(scene(Arrangement::Wide), class, &room)
        + &picture(scene(Arrangement::Narrow), "stage-when-narrow", "")
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
