//! What a page says to its live comparison: id, language, workload, title; on one line.
//!
//! In and out: a [`Cell`] and its text. The preprocessor writes it, the live part reads it; nobody writes it by hand.

use crate::words::Lang;
use model::compare::Workload;

/// One comparison of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its id, unique in the book.
    pub id: String,
    /// The language of the page.
    pub lang: Lang,
    /// What it begins with.
    pub workload: Workload,
    /// Its title in that language.
    pub title: String,
}

impl Cell {
    /// As the page carries it: without "<", which could end its element.
    pub fn to_text(&self) -> String {
        let title = self.title.replace('%', "%25").replace('<', "%3C");
        [&self.id, self.lang.code(), &self.workload.to_text(), &title].join(" ")
    }

    /// Reads it.
    ///
    /// # Errors
    /// What is wrong, in English: it is the book's mistake, not the reader's.
    pub fn from_text(text: &str) -> Result<Cell, String> {
        let mut parts = text.splitn(4, ' ');
        let mut part = || parts.next().ok_or("the comparison's cell is cut short");
        let (id, lang, workload, title) = (part()?, part()?, part()?, part()?);
        let read = Workload::default().with_text(workload);
        Ok(Cell {
            id: id.to_owned(),
            lang: Lang::from_code(lang),
            workload: read.map_err(|wrong| wrong.part)?,
            title: title.replace("%3C", "<").replace("%25", "%"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_survives_its_text() {
        let mut workload = Workload::default();
        workload.set("jobs", "1.2.3").expect("valid");
        let title = "</script> 100 % 三种 %3C".to_owned();
        let cell = Cell { id: "a".into(), lang: Lang::Zh, workload, title };
        let text = cell.to_text();
        assert!(!text.contains(['<', '\n']), "{text}");
        assert_eq!(Cell::from_text(&text), Ok(cell));
        assert!(Cell::from_text("a zh").is_err() && Cell::from_text("a zh slots=9 t").is_err());
    }
}
