//! What the desk knows: the lines, the version that reads them, what is said of them, which part is looked at.
//!
//! In: [`Msg`]s of the page. Out: the state after each.
//! Deliberately absent: Yew, the DOM, and words.

use desk::TooLong;
use desk::cell::{Asked, Cell, link, linked};
use desk::shown::{Shown, shown};
use model::FlinkVersion;

/// What the page sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// The lines were changed.
    Write(String),
    /// An example was chosen, by its number.
    Example(usize),
    /// Another version reads.
    Version(FlinkVersion),
    /// A part is looked at, by the number of its row.
    Point(usize),
    /// A link to all of it is wanted.
    CopyLink,
    /// It was made; whether it is in the clipboard.
    Copied(bool),
    /// The page's URL has this behind `#` now.
    Follow(String),
}

/// The desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    cell: Cell,
    /// The lines as they were typed, and the version. Lines that are too long are kept as well.
    pub asked: Asked,
    /// What is said of them.
    pub shown: Result<Shown, TooLong>,
    /// The row that is looked at.
    pub pointed: Option<usize>,
    /// The link was made; whether it is in the clipboard.
    pub copied: Option<bool>,
}

impl Desk {
    /// A desk as its page has it.
    pub fn new(cell: Cell) -> Desk {
        let asked = cell.asked.clone();
        let shown = shown(&asked, cell.lang);
        Desk { cell, asked, shown, pointed: None, copied: None }
    }

    /// The page's cell.
    pub fn cell(&self) -> &Cell {
        &self.cell
    }

    /// Does what a message says. Whether anything that can be seen changed.
    pub fn update(&mut self, msg: Msg) -> bool {
        match msg {
            Msg::Point(row) => {
                let there = self.shown.as_ref().is_ok_and(|shown| row < shown.rows.len());
                let pointed = there.then_some(row);
                return std::mem::replace(&mut self.pointed, pointed) != pointed;
            }
            // The view makes it, out of `Desk::link`.
            Msg::CopyLink => return false,
            Msg::Copied(copied) => {
                self.copied = Some(copied);
                return true;
            }
            Msg::Write(lines) => self.asked.lines = lines,
            Msg::Version(version) => self.asked.version = version,
            Msg::Example(number) => match self.cell.examples.get(number) {
                Some((_, lines)) => self.asked.lines.clone_from(lines),
                None => return false,
            },
            Msg::Follow(fragment) => match linked(&fragment, &self.cell.id) {
                Some(asked) => self.asked = asked,
                None => return false,
            },
        }
        (self.pointed, self.copied) = (None, None);
        self.shown = shown(&self.asked, self.cell.lang);
        true
    }

    /// What a link to the desk has behind `#`. Lines that are not read are not carried.
    pub fn link(&self) -> String {
        match self.shown {
            Ok(_) => link(&self.cell.id, &self.asked),
            Err(_) => link(&self.cell.id, &Asked { lines: String::new(), ..self.asked }),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use desk::shown::LONGEST;
    use stage::Lang;

    pub(crate) fn cell(lang: Lang) -> Cell {
        let line = "flink run -t yarn-per-job -ynm a -p 2 app.jar -d".to_owned();
        let asked = Asked { version: FlinkVersion::V1_20, lines: line.clone() };
        let examples = vec![("a".to_owned(), line), ("b".to_owned(), "flink list".to_owned())];
        Cell { id: "a".to_owned(), lang, title: "t".to_owned(), asked, examples }
    }

    #[test]
    fn a_link_brings_back_lines_and_version() {
        let mut desk = Desk::new(cell(Lang::Zh));
        assert!(desk.update(Msg::Write("flink stop # 1\n".to_owned())));
        assert!(desk.update(Msg::Version(FlinkVersion::V2_3)));
        let mut other = Desk::new(cell(Lang::Zh));
        assert!(other.update(Msg::Follow(desk.link())));
        assert_eq!(other, desk);
    }

    #[test]
    fn what_is_too_long_is_kept_and_not_read() {
        let mut desk = Desk::new(cell(Lang::En));
        desk.update(Msg::Write("a".repeat(LONGEST + 1)));
        assert_eq!(desk.shown, Err(TooLong { bytes: LONGEST + 1, most: LONGEST }));
        assert!(desk.link().len() < 40);
        assert!(!desk.update(Msg::Point(0)));
        assert!(desk.update(Msg::Example(1)));
        assert!(desk.shown.is_ok());
    }

    #[test]
    fn a_row_that_is_gone_is_not_pointed_at() {
        let mut desk = Desk::new(cell(Lang::En));
        assert!(desk.update(Msg::Point(3)));
        assert!(desk.update(Msg::Example(1)));
        assert_eq!(desk.pointed, None);
        assert!(!desk.update(Msg::Point(99)));
    }
}
