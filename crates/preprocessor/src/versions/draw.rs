//! A versions cell as a page shows it.
//!
//! In: [`Versions`] and a language. Out: one `<figure>` on a single line. `book/theme/versions.css` makes the radio
//! buttons a slider and shows the table of the version that is checked; paper gets the table of everything only.

use super::{Group, Row, Versions};
use crate::inline::Both;
use model::FlinkVersion;
use stage::Lang;
use stage::words::t;
use std::fmt::Write;

/// What the frame around an author's texts says.
#[derive(Clone, Copy)]
enum Frame {
    Version,
    Changes,
    Changed,
    Before,
    NothingNew,
    Opened,
    NotOpened,
    Everything,
    What,
    Since,
    Is,
}

const fn frame(lang: Lang, word: Frame) -> &'static str {
    match word {
        Frame::Version => t("版本", "Version"),
        Frame::Changes => t(
            "◆ 后面的数字，是这一版变了几处。左右方向键可以一版一版地走。",
            "The number after ◆ is how much changed in that version. The arrow keys go from one to the next.",
        ),
        Frame::Changed => t("变了", "changed"),
        Frame::Before => t("之前：", "before: "),
        Frame::NothingNew => t(
            "和前一版相比，这里没有一行变化。",
            "Nothing in these rows changed from the version before.",
        ),
        Frame::Opened => t(
            "依据：这一版的源码或发行包，打开看过。",
            "Known from its sources or its distribution, opened and read.",
        ),
        Frame::NotOpened => t(
            "依据：发布说明，以及前后两版；这一版没有单独打开看过。",
            "Known from release notes and the versions around it; it was not opened itself.",
        ),
        Frame::Everything => t("全部放在一起", "Everything at once"),
        Frame::What => t("事情", "What"),
        Frame::Since => t("版本", "Version"),
        Frame::Is => t("怎样", "How it is"),
    }
    .text(lang)
}

/// The figure of a cell.
pub(crate) fn figure(cell: &Versions, lang: Lang) -> String {
    let Versions { id, title, point, versions, .. } = cell;
    let stops: String = (0..versions.len()).map(|version| stop(cell, version, lang)).collect();
    let figure = format!(
        "<figure class=\"versions\" id=\"versions-{id}\">\
         <figcaption><strong>{title}</strong> <span>{point}</span></figcaption>\
         <form class=\"versions-slider\" method=\"dialog\" autocomplete=\"off\" data-pagefind-ignore>\
         <fieldset><legend>{version}</legend><p>{changes}</p><div class=\"versions-stops\">{stops}</div></fieldset></form>\
         {everything}</figure>",
        title = title.html(lang),
        point = point.html(lang),
        version = frame(lang, Frame::Version),
        changes = frame(lang, Frame::Changes),
        everything = everything(cell, lang),
    );
    figure.replace('\n', " ")
}

/// A version's button and what is so there.
fn stop(cell: &Versions, version: usize, lang: Lang) -> String {
    let Versions { id, versions, groups, .. } = cell;
    let name = &versions[version];
    let changes = cell.rows().filter(|row| row.changed_in(version).is_some()).count();
    let count = if changes > 0 { format!("◆ {changes}") } else { String::new() };
    let checked = if version + 1 == versions.len() { " checked" } else { "" };
    let mut rows = String::new();
    for Group { name, rows: inside } in groups {
        write!(rows, "<tr><th colspan=\"2\" scope=\"rowgroup\">{}</th></tr>", name.html(lang))
            .expect("writing into a String does not fail");
        rows.extend(inside.iter().map(|row| row_in(row, version, lang)));
    }
    let opened = FlinkVersion::named(name).is_some();
    let source = frame(lang, if opened { Frame::Opened } else { Frame::NotOpened });
    let news = if changes == 0 && version > 0 {
        format!("<p>{}</p>", frame(lang, Frame::NothingNew))
    } else {
        String::new()
    };
    format!(
        "<label><input type=\"radio\" name=\"{id}\" value=\"{name}\"{checked}> <span>{name}</span> <small>{count}</small></label>\
         <div class=\"versions-panel\"><table><caption>Flink {name}</caption><thead><tr><th scope=\"col\">{what}</th><th scope=\"col\">{is}</th></tr></thead><tbody>{rows}</tbody></table>{news}<p>{source}</p></div>",
        what = frame(lang, Frame::What),
        is = frame(lang, Frame::Is),
    )
}

fn row_in(row: &Row, version: usize, lang: Lang) -> String {
    let now = row.steps[row.step_in(version)].now.html(lang);
    let name = row.name.html(lang);
    match row.changed_in(version) {
        Some(before) => format!(
            "<tr class=\"versions-changed\"><th scope=\"row\">{name}</th><td><b>◆ {changed}</b> {now}<small>{word}{before}</small></td></tr>",
            changed = frame(lang, Frame::Changed),
            word = frame(lang, Frame::Before),
            before = before.now.html(lang),
        ),
        None => format!("<tr><th scope=\"row\">{name}</th><td>{now}</td></tr>"),
    }
}

/// One table of every row and each of its steps.
fn everything(cell: &Versions, lang: Lang) -> String {
    let mut bodies = String::new();
    for Group { name, rows } in &cell.groups {
        let heading =
            format!("<tr><th colspan=\"3\" scope=\"rowgroup\">{}</th></tr>", name.html(lang));
        let rows: String = rows.iter().map(|row| history(row, &cell.versions, lang)).collect();
        bodies.push_str(&format!("<tbody>{heading}{rows}</tbody>"));
    }
    format!(
        "<table class=\"versions-all\"><caption>{caption}</caption>\
         <thead><tr><th scope=\"col\">{what}</th><th scope=\"col\">{since}</th><th scope=\"col\">{is}</th></tr></thead>{bodies}</table>",
        caption = frame(lang, Frame::Everything),
        what = frame(lang, Frame::What),
        since = frame(lang, Frame::Since),
        is = frame(lang, Frame::Is),
    )
}

/// A row for each step, beside the name of the thing.
fn history(row: &Row, versions: &[String], lang: Lang) -> String {
    let mut out = String::new();
    for (number, step) in row.steps.iter().enumerate() {
        let last = row.steps.get(number + 1).map_or(versions.len(), |next| next.since) - 1;
        let (from, to) = (&versions[step.since], &versions[last]);
        let span = if from == to { from.clone() } else { format!("{from} – {to}") };
        let name = if number == 0 {
            format!(
                "<th scope=\"rowgroup\" rowspan=\"{}\">{}</th>",
                row.steps.len(),
                row.name.html(lang)
            )
        } else {
            String::new()
        };
        out.push_str(&format!(
            "<tr>{name}<td class=\"versions-span\">{span}</td><td>{}</td></tr>",
            step.now.html(lang)
        ));
    }
    out
}
