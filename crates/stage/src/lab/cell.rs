//! What a page says to its live lab: lines of a name and a value, a blank line, the experiment.
//!
//! In and out: a [`Cell`] and its text. The preprocessor writes it, the lab reads it; nobody writes it by hand.

use super::words::Task;
use crate::words::Lang;
use model::graph::Experiment;

/// One lab of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its id, unique in the book.
    pub id: String,
    /// The language of the page.
    pub lang: Lang,
    /// Its title in that language.
    pub title: String,
    /// What the reader is asked to bring about.
    pub tasks: Vec<Task>,
    /// What it begins with.
    pub experiment: Experiment,
}

impl Cell {
    /// As the page carries it.
    pub fn to_text(&self) -> String {
        let tasks: Vec<&str> = self.tasks.iter().map(|task| task.word()).collect();
        let tasks = ["tasks ", &tasks.join(" ")].concat();
        let parts = [&self.id, "\n", self.lang.code(), "\n", &self.title, "\n", &tasks, "\n"];
        [&parts.concat(), "\n", &self.experiment.to_text()].concat()
    }

    /// Reads it.
    ///
    /// # Errors
    /// What is wrong, in English: it is the book's mistake, not the reader's.
    pub fn from_text(text: &str) -> Result<Cell, String> {
        let (head, experiment) = text.split_once("\n\n").ok_or("the lab's cell is malformed")?;
        let mut lines = head.split('\n');
        let mut line = || lines.next().unwrap_or_default();
        let (id, lang, title, words) = (line(), line(), line(), line());
        let tasks = words.split_whitespace();
        let tasks = tasks.filter_map(|word| Task::ALL.into_iter().find(|task| task.word() == word));
        Ok(Cell {
            id: id.to_owned(),
            lang: Lang::from_code(lang),
            title: title.to_owned(),
            tasks: tasks.collect(),
            experiment: Experiment::from_text(experiment)?,
        })
    }
}
