//! Picture cells: one moment of a scenario, still.
//!
//! In: the TOML of a `picture` block: `scenario` and `at`, in simulated seconds as links to moments have it. Out: one
//! `<figure>` on a single line with the picture of that moment, the scenario's title and, for paper, what is typed in it.
//! Deliberately absent: everything that moves (`figure`).

use crate::cells::{Block, Drawn, Kind, Page};
use crate::figure::{self, View};
use crate::inline::{Both, escaped};
use crate::moments::seconds;
use crate::problem::{Reader, Wrong, read_block};
use model::{Event, Time, Trace};
use stage::Lang;
use stage::words::{self, Names};
use toml::Spanned;

/// A moment that is shown.
pub(crate) struct Picture {
    scenario: String,
    at: Time,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    scenario: Spanned<String>,
    at: Spanned<String>,
}

/// Reads a cell.
pub(crate) fn read(block: &Block<'_>) -> Result<Picture, Vec<Wrong>> {
    let hint = "a picture holds scenario = \"<name of a file in the scenarios folder>\" and at = \"19.9s\"";
    let Body { scenario, at } = read_block(block.body, hint)?;
    figure::known(&scenario, block)?;
    let mut reader = Reader::new(block.body);
    match seconds(at.get_ref()) {
        Some(at) => Ok(Picture { scenario: scenario.into_inner(), at }),
        None => {
            reader.tell(&at, format!("\"{}\" is not a time", at.get_ref()), hint.to_owned());
            Err(reader.wrong)
        }
    }
}

impl Kind for Picture {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        let file = page.scenarios.get(&self.scenario);
        let title = file.title.text(page.lang);
        let trace = Trace::run(file.scenario.clone());
        let pictures = figure::pictures(&trace, self.at, page.lang, View::Picture);
        let title = escaped(title);
        let commands = commands(&trace, page.lang);
        Drawn::Figure(format!(
            "<figure class=\"picture\" aria-label=\"{title}\">{pictures}<p class=\"picture-commands\" data-pagefind-ignore>{commands}</p></figure>"
        ))
    }

    fn loads(&self) -> &'static [&'static str] {
        &["present.css"]
    }
}

/// What is typed in a run, each command once, in the order of the run.
fn commands(trace: &Trace, lang: Lang) -> String {
    let mut commands: Vec<String> = Vec::new();
    for entry in trace.entries() {
        let Event::ActionTaken(action) = &entry.event else { continue };
        let frame = trace.frame_at(entry.at);
        let command = words::action::command(&Names::new(lang, &frame.cluster), action);
        if !commands.contains(&command) {
            commands.push(command);
        }
    }
    commands.iter().map(|command| format!("<code>{}</code> ", escaped(command))).collect()
}
