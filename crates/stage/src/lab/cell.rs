//! What a page says to its live lab: id, language, title and tasks, a blank line, the experiment.
//!
//! In and out: a [`Cell`] and its text, on one line since a blank line would end the figure in Markdown. The preprocessor writes it, the lab reads it; nobody writes it by hand.

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
    /// As the page carries it: one line, without "<", which could end its element.
    pub fn to_text(&self) -> String {
        self.lines().replace('\\', "\\\\").replace('\n', "\\n").replace('<', "\\l")
    }

    fn lines(&self) -> String {
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
        let text = unescaped(text);
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

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let c = if c == '\\' { chars.next().map(meant) } else { Some(c) };
        out.extend(c);
    }
    out
}

/// What the character after a backslash stands for.
const fn meant(c: char) -> char {
    match c {
        'n' => '\n',
        'l' => '<',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::graph::{examples, text};

    #[test]
    fn a_cell_survives_its_text() {
        for example in examples::EXAMPLES {
            let cell = Cell {
                id: "a".into(),
                lang: Lang::Zh,
                title: "</script> \\n 试".into(),
                tasks: vec![Task::LoseOne, Task::FitInFour],
                experiment: Experiment::new(text::parse(example).expect("valid")),
            };
            let line = cell.to_text();
            assert!(!line.contains(['\n', '<']), "{line}");
            assert_eq!(Cell::from_text(&line), Ok(cell.clone()));
            let bare = Cell { tasks: Vec::new(), ..cell };
            assert_eq!(Cell::from_text(&bare.to_text()), Ok(bare));
        }
    }
}
