//! Cells that compare the deployment modes: what an author writes, and the figure that a page shows.
//!
//! In: the TOML of a `compare` block. Out: a [`CompareCell`], or every mistake in it with its line; then one `<figure>`
//! on a single line for each language: the chart in both widths, the table, the workload in words, and the cell for
//! the live comparison that takes over; or who is hit by what, each answer a link that plays it in such a chart.

use crate::cells::{Drawn, Kind, LOADER, Page};
use crate::figure::anchor;
use crate::inline::{Bilingual, Both, escaped};
use crate::problem::{Wrong, line_of, read_block};
use model::authoring::similar;
use model::compare::{Blow, Comparison, DeploymentMode, Facts, Workload};
use stage::compare::words::{
    FIRST, Label, blow, damage, knob, label, label_with, mode, now, row, rows, short, value,
};
use stage::compare::{Cell, Chart, draw};
use stage::svg::to_svg;
use stage::{Lang, WidthClass};
use toml::Spanned;

/// A comparison that runs.
pub(crate) struct CompareCell {
    /// Its id, unique in the book.
    id: String,
    title: Bilingual,
    point: Bilingual,
    workload: Workload,
    show: Show,
    /// Blows: the chart that plays them.
    plays: Option<String>,
}

/// What of a comparison is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Show {
    /// The chart and its table, live.
    #[default]
    Chart,
    /// One row for each thing that may go wrong, and whom it hits.
    Blows,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: String,
    title: Bilingual,
    point: Bilingual,
    #[serde(default)]
    show: Show,
    /// The id of the chart of this page that plays a blow.
    plays: Option<String>,
    /// Knobs by the names of [`Workload::set`], values as text.
    #[serde(default)]
    workload: Vec<Spanned<String>>,
}

/// Reads a cell.
pub(crate) fn read(body: &str) -> Result<CompareCell, Vec<Wrong>> {
    let hint = "a compare block holds id, title, point, and perhaps workload and show";
    let parsed: Body = read_block(body, hint)?;
    let mut wrong = Vec::new();
    let mut workload = Workload::default();
    for each in &parsed.workload {
        let (name, value) = each.get_ref().split_once(' ').unwrap_or((each.get_ref(), ""));
        if workload.set(name, value).is_none() {
            let known = Workload::KNOBS.contains(&name);
            let hint = similar(name, Workload::KNOBS).filter(|_| !known);
            wrong.push(Wrong {
                line: line_of(body, each.span().start),
                message: format!("no workload is set by \"{}\"", each.get_ref()),
                hint: hint.or_else(|| {
                    Some("for example \"jobs 2.2.2\" or \"fault task-manager\"".into())
                }),
            });
        }
    }
    let Body { id, title, point, show, plays, .. } = parsed;
    let cell = CompareCell { id, title, point, workload, show, plays };
    if wrong.is_empty() { Ok(cell) } else { Err(wrong) }
}

impl Kind for CompareCell {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        Drawn::Figure(figure(self, page))
    }

    fn id(&self) -> Option<String> {
        Some(format!("compare-{}", self.id))
    }

    fn loads(&self) -> &'static [&'static str] {
        &[LOADER]
    }
}

/// The figure of a comparison.
fn figure(compare: &CompareCell, page: &Page<'_>) -> String {
    match compare.show {
        Show::Chart => chart(compare, page),
        Show::Blows => blows(compare, page.lang),
    }
}

/// Who is hit by what: a grid of dots, one for each job, with words; nothing that lives, but links to what does.
fn blows(compare: &CompareCell, lang: Lang) -> String {
    let CompareCell { id, title, point, workload, plays, .. } = compare;
    let head: String = DeploymentMode::ALL.into_iter().map(|each| head(lang, each)).collect();
    let mut body = String::new();
    for each in Blow::ALL {
        let comparison = each.on(workload);
        body.push_str(&format!(
            "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">{}</th>",
            escaped(&blow(lang, each))
        ));
        for course in &comparison.courses {
            let hit = comparison
                .facts(course)
                .map_or("–".to_owned(), |facts| hit(lang, &facts, workload));
            let cell = match plays {
                Some(chart) => format!("<a href=\"#{}\">{hit}</a>", escaped(&played(chart, each))),
                None => hit,
            };
            body.push_str(&format!("<td role=\"cell\">{cell}</td>"));
        }
        body.push_str("</tr>");
    }
    let (jobs, after) = (workload.jobs.len().to_string(), format!("{} s", workload.fault_after));
    format!(
        "<figure class=\"compare\" id=\"compare-{id}\">\
         <figcaption><strong>{title}</strong> <span>{point}</span></figcaption>\
         <div class=\"cmp-static\"><table class=\"cmp-table cmp-blows\" role=\"table\"><caption>{caption}</caption>\
         <thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" scope=\"col\">{what}</th>{head}</tr></thead><tbody role=\"rowgroup\">{body}</tbody></table></div></figure>",
        title = escaped(title.text(lang)),
        point = escaped(point.text(lang)),
        caption = escaped(&label_with(lang, Label::Blows, &[&jobs, &after])),
        what = escaped(knob(lang, "fault")),
    )
}

/// A dot for each job, for the eye only, and what the blow did in words. A dot is full of the job's colour while it goes on,
/// a ring after it came back, crossed out when it is gone.
fn hit(lang: Lang, facts: &Facts, workload: &Workload) -> String {
    let dot = |number: u8| {
        let state =
            match (facts.gone.iter().any(|(gone, _)| *gone == number), facts.hit.contains(&number))
            {
                (true, _) => " is-gone",
                (false, true) => " is-back",
                (false, false) => "",
            };
        format!("<b class=\"tone-{number}{state}\">{}</b>", number + 1)
    };
    let dots: String = (0..workload.jobs.len()).map(|number| dot(number as u8)).collect();
    format!("<span aria-hidden=\"true\">{dots}</span> {}", escaped(&damage(lang, facts)))
}

/// What is behind `#` in a link that plays a blow in that chart.
fn played(chart: &str, blow: Blow) -> String {
    let Blow { fault, checkpoints } = blow;
    format!("compare-{chart}&fault={}&checkpoints={}&play", fault.word(), checkpoints.word())
}

fn head(lang: Lang, each: DeploymentMode) -> String {
    format!("<th role=\"columnheader\" scope=\"col\">{}</th>", escaped(mode(lang, each)))
}

/// The chart with all that belongs to it.
fn chart(compare: &CompareCell, page: &Page<'_>) -> String {
    let lang = page.lang;
    let CompareCell { id, title, point, workload, .. } = compare;
    let (title, point) = (title.text(lang), point.text(lang));
    let comparison = Comparison::of(workload.clone());
    let wide = draw(&comparison, lang, WidthClass::Wide);
    let narrow = draw(&comparison, lang, WidthClass::Narrow);
    let picture =
        |chart: &Chart, class| format!("<div class=\"{class}\">{}</div>", to_svg(&chart.picture));
    let blows = Blow::ALL.into_iter().map(|blow| played(id, blow));
    let own = format!("compare-{id}");
    let linked = page.moments.of(&own);
    let places: String = blows.chain(linked).map(|place| anchor(&place)).collect();
    let cell = Cell { id: id.clone(), lang, workload: workload.clone(), title: title.to_owned() };
    let figure = format!(
        "<figure class=\"compare\" id=\"compare-{id}\" data-part=\"compare\" data-lang=\"{lang}\">\
         <figcaption><strong>{title}</strong> <span>{point}</span></figcaption>\
         {places}<div class=\"stage-body\"><div class=\"stage-static cmp-static\"><div class=\"cmp-screen\" style=\"{proportions}\">\
         <div class=\"cmp-pictures\">{pictures}</div>{moment}</div><div class=\"cmp-clock-bar\"></div>{knobs}\
         <p class=\"cmp-notice\"></p><p class=\"cmp-legend\">{legend}</p>{table}</div></div>\
         <script type=\"text/plain\" class=\"stage-cell\">{cell}</script></figure>",
        lang = lang.code(),
        title = escaped(title),
        point = escaped(point),
        knobs = knobs(workload, lang),
        moment = moments(&comparison, &wide, lang),
        pictures = picture(&wide, "stage-when-wide") + &picture(&narrow, "stage-when-narrow"),
        proportions = wide.picture.proportions(),
        legend = escaped(label(lang, Label::Legend)),
        table = table(&comparison, lang),
        cell = cell.to_text(),
    );
    figure.replace('\n', " ")
}

/// The first knobs as they stand; the others take the place of a closed drawer.
fn knobs(workload: &Workload, lang: Lang) -> String {
    let one = |name: &str| {
        let now = match name {
            "jobs" => workload.jobs.len().to_string(),
            _ => workload.get(name),
        };
        let (label, now) = (escaped(knob(lang, name)), escaped(&value(lang, name, &now)));
        format!("<div class=\"knob\"><span>{label}</span><b>{now}</b></div>")
    };
    let rows: String = FIRST.into_iter().map(one).collect();
    format!("<div class=\"cmp-knobs\"><div class=\"cmp-row\">{rows}</div></div>")
}

/// What is true in each mode at the moment that the page begins with.
fn moments(comparison: &Comparison, chart: &Chart, lang: Lang) -> String {
    let at = comparison.telling();
    let rows = comparison.courses.iter().enumerate().map(|(number, course)| {
        let text = match course.refusal {
            Some(_) => label(lang, Label::NoSuchMode).to_owned(),
            None => now(lang, course, at),
        };
        let (name, style) = (mode(lang, course.mode), chart.beside(number));
        format!(
            "<div style=\"{style}\"><dt>{}</dt><dd>{}</dd></div>",
            escaped(name),
            escaped(&text)
        )
    });
    let rows: String = rows.collect();
    format!("<dl class=\"cmp-moment\">{rows}</dl>")
}

fn table(comparison: &Comparison, lang: Lang) -> String {
    let head: String = DeploymentMode::ALL.into_iter().map(|each| head(lang, each)).collect();
    let facts: Vec<_> = comparison.courses.iter().map(|each| comparison.facts(each)).collect();
    let mut body = String::new();
    for each in rows(comparison) {
        body.push_str(&format!(
            "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">{}</th>",
            escaped(each.name(lang))
        ));
        for facts in &facts {
            let value = facts.as_ref().map_or("–".to_owned(), |facts| row(lang, each, facts));
            body.push_str(&format!("<td role=\"cell\">{}</td>", escaped(&value)));
        }
        body.push_str("</tr>");
    }
    format!(
        "<table class=\"cmp-table\" role=\"table\"><caption>{}</caption><thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" scope=\"col\">{}</th>{head}</tr></thead><tbody role=\"rowgroup\">{body}</tbody></table>",
        escaped(&label_with(lang, Label::Table, &[&short(comparison.end)])),
        escaped(label(lang, Label::What))
    )
}
