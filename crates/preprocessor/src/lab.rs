//! Cells of the slot lab: what an author writes, and the figure that a page shows.
//!
//! In: the TOML of a `lab` block. Out: a [`LabCell`], or every mistake in it with its line; then one `<figure>` on a
//! single line for each language: the four pictures of the experiment the cell begins with, its knobs, its
//! sentences and lists in words, and the cell for the live lab that takes over.

use crate::cells::{Drawn, Kind, LOADER, Page, Run};
use crate::inline::{Bilingual, Both, escaped};
use crate::problem::{Wrong, line_of, read_block};
use model::authoring::similar;
use model::graph::experiment::Experiment;
use model::graph::{examples, text};
use stage::lab::words::{
    Change, Label, Task, hint, label, label_with, memory, mistake, status, subtask, why,
};
use stage::lab::{Cell, draw};
use stage::svg::to_svg;
use stage::{Lang, WidthClass};
use toml::Spanned;

/// A lab that runs.
pub(crate) struct LabCell {
    /// Its id, unique in the book.
    id: String,
    title: Bilingual,
    point: Bilingual,
    tasks: Vec<Task>,
    experiment: Experiment,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: String,
    title: Bilingual,
    point: Bilingual,
    /// The name of an example, or the text of a program.
    job: Spanned<String>,
    /// Knobs by the names of [`Experiment::set`], values as text.
    #[serde(default)]
    knobs: Vec<Spanned<Knob>>,
    #[serde(default)]
    tasks: Vec<Spanned<String>>,
}

/// "slots 3"
type Knob = String;

/// Reads a cell and runs its experiment once, so that a page never shows one that Flink refuses.
pub(crate) fn read(body: &str) -> Result<LabCell, Vec<Wrong>> {
    let hint = "a lab holds id, title, point, job, and perhaps knobs and tasks";
    let parsed: Body = read_block(body, hint)?;
    let mut wrong = Vec::new();
    let graph = program(body, &parsed.job)?;
    let mut experiment = Experiment::new(graph);
    for knob in &parsed.knobs {
        let (name, value) = knob.get_ref().split_once(' ').unwrap_or((knob.get_ref(), ""));
        if experiment.set(name, value).is_none() {
            let hint = similar(name, KNOBS).filter(|_| !KNOBS.contains(&name));
            let hint = hint.or_else(|| Some("for example \"slots 3\" or \"cluster yarn\"".into()));
            wrong.push(at(body, knob, format!("no knob is set by \"{}\"", knob.get_ref()), hint));
        }
    }
    let mut tasks = Vec::new();
    for word in &parsed.tasks {
        match Task::ALL.into_iter().find(|task| task.word() == word.get_ref()) {
            Some(task) => tasks.push(task),
            None => {
                let hint = similar(word.get_ref(), Task::ALL.iter().map(|task| task.word()));
                wrong.push(at(
                    body,
                    word,
                    format!("no task is called \"{}\"", word.get_ref()),
                    hint,
                ));
            }
        }
    }
    if let (Err(refusal), true) = (experiment.run(), wrong.is_empty()) {
        let message = stage::lab::words::refusal(Lang::En, &refusal);
        wrong.push(at(body, &parsed.job, message, None));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let Body { id, title, point, .. } = parsed;
    Ok(LabCell { id, title, point, tasks, experiment })
}

const KNOBS: [&str; 11] = [
    "version",
    "cluster",
    "task-managers",
    "slots",
    "parallelism",
    "strategy",
    "sharing",
    "scheduler",
    "checkpoints",
    "memory",
    "lost",
];

fn at<T>(body: &str, value: &Spanned<T>, message: String, hint: Option<String>) -> Wrong {
    Wrong { line: line_of(body, value.span().start), message, hint }
}

/// The program of a cell: a name has no line break, a text begins with one after its quotes.
fn program(body: &str, job: &Spanned<String>) -> Result<model::graph::StreamGraph, Vec<Wrong>> {
    let written = job.get_ref();
    if !written.contains('\n') {
        let found = examples::named(written).and_then(|text| text::parse(text).ok());
        return found.ok_or_else(|| {
            let hint = similar(written, examples::names()).unwrap_or_else(|| {
                format!("there are: {}", examples::names().collect::<Vec<_>>().join(", "))
            });
            vec![at(body, job, format!("no example is called \"{written}\""), Some(hint))]
        });
    }
    text::parse(written).map_err(|mistakes| {
        let first = line_of(body, job.span().start);
        let tell = |wrong: text::Mistake| Wrong {
            line: first + wrong.line,
            message: format!("column {}: {}", wrong.column, mistake(Lang::En, &wrong.kind)),
            hint: hint(Lang::En, &wrong.kind),
        };
        mistakes.into_iter().map(tell).collect()
    })
}

impl Kind for LabCell {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        Drawn::Figure(figure(self, page.lang))
    }

    fn id(&self) -> Option<String> {
        Some(format!("lab-{}", self.id))
    }

    fn shows(&self) -> Option<Run> {
        Some(Run::Experiment(self.id.clone(), Box::new(self.experiment.clone())))
    }

    fn loads(&self) -> &'static [&'static str] {
        &[LOADER]
    }
}

/// The figure of a lab.
fn figure(lab: &LabCell, lang: Lang) -> String {
    let LabCell { id, title, point, tasks, experiment } = lab;
    let (title, point) = (title.text(lang), point.text(lang));
    let outcome = experiment.run().expect("the cell was run when it was read");
    let picture = |width, class: &str| {
        format!("<div class=\"{class}\">{}</div>", to_svg(&draw(&outcome, lang, width, None)))
    };
    let cell = Cell {
        id: id.clone(),
        lang,
        title: title.to_owned(),
        tasks: tasks.clone(),
        experiment: experiment.clone(),
    };
    let places = outcome.subtasks().map(|(vertex, index)| subtask(lang, &outcome, vertex, index));
    let tasks = tasks.iter().map(|task| task.text(lang).to_owned());
    let figure = format!(
        "<figure class=\"lab\" id=\"lab-{id}\" data-part=\"slot-lab\" data-lang=\"{lang}\">\
         <figcaption><strong>{title}</strong> <span>{point}</span></figcaption>\
         <div class=\"stage-body\"><div class=\"stage-static lab-static\"><div class=\"lab-bench\"><div class=\"lab-head\">{knobs}\
         <div class=\"lab-sentence\" tabindex=\"0\"><p class=\"lab-why\">{why}</p><p class=\"lab-status\">{status}</p></div></div>\
         <div class=\"lab-pictures\">{pictures}</div></div>\
         <div class=\"lab-desk\">{program}{places}{tasks_and_memory}</div></div></div>\
         <script type=\"text/plain\" class=\"stage-cell\">{cell}</script></figure>",
        lang = lang.code(),
        title = escaped(title),
        point = escaped(point),
        knobs = knobs(experiment, lang),
        why = escaped(&why(lang, Change::Program, experiment, &outcome)),
        status = escaped(&status(lang, experiment, &outcome)),
        pictures = picture(WidthClass::Wide, "stage-when-wide")
            + &picture(WidthClass::Narrow, "stage-when-narrow"),
        program = panel(lang, Label::Program, &program_text(experiment)),
        places = panel(lang, Label::Places, &list(places)),
        tasks_and_memory = column(lang, tasks, experiment),
        cell = cell.to_text(),
    );
    figure.replace('\n', " ")
}

fn column(lang: Lang, tasks: impl Iterator<Item = String>, experiment: &Experiment) -> String {
    let tasks = list(tasks);
    let memory = memory(lang, experiment).into_iter().map(|row| row.join("  "));
    let mut out = "<div class=\"lab-column\">".to_owned();
    if tasks.contains("<li>") {
        out.push_str(&panel(lang, Label::Tasks, &tasks));
    }
    out + &panel(lang, Label::MemoryHeading, &list(memory)) + "</div>"
}

fn program_text(experiment: &Experiment) -> String {
    let text = escaped(&text::print(&experiment.graph));
    let lines = text.trim_end().replace('\n', "<br>");
    format!("<code class=\"lab-text\">{lines}</code>")
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|item| format!("<li>{}</li>", escaped(&item))).collect();
    format!("<ul>{items}</ul>")
}

fn panel(lang: Lang, heading: Label, inside: &str) -> String {
    let heading = escaped(label(lang, heading));
    format!(
        "<section class=\"lab-panel\"><h3>{heading}</h3><div class=\"lab-inside\" tabindex=\"0\">{inside}</div></section>"
    )
}

/// The knobs as they stand, in words.
fn knobs(experiment: &Experiment, lang: Lang) -> String {
    let row = |name: Label, value: &str| {
        format!(
            "<div class=\"knob\"><span>{}</span><b>{}</b></div>",
            escaped(label(lang, name)),
            escaped(value)
        )
    };
    let rows: Vec<String> = stage::lab::words::knobs(lang, experiment)
        .into_iter()
        .map(|(name, value)| row(name, &value))
        .collect();
    let group = escaped(&label_with(lang, Label::Knobs, &[]));
    format!(
        "<div class=\"lab-knobs\" role=\"group\" aria-label=\"{group}\" tabindex=\"0\">{}</div>",
        rows.concat()
    )
}
