//! How a page is set: its frame with an address, tiles, tables.
//!
//! In: words and numbers. Out: shapes, from the top down. A wide table has its columns' titles above it; a narrow
//! one has several lines a row, and a number that says nothing by itself has its title before it.

use crate::layout::{Arrangement, Options, WidthClass};
use crate::measure::{self, Face};
use crate::scene::{Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::{Label, Lang, label};

/// A column of a table.
#[derive(Clone, Copy)]
pub(super) struct Column {
    title: Label,
    /// Where, and how much room.
    wide: (i32, i32),
    /// In which line of the row, where, and how much room.
    narrow: (i32, i32, i32),
    /// A narrow row names it.
    named: bool,
}

impl Column {
    pub(super) const fn new(title: Label, wide: (i32, i32), narrow: (i32, i32, i32)) -> Column {
        Column { title, wide, narrow, named: false }
    }

    pub(super) const fn named(self) -> Column {
        Column { named: true, ..self }
    }
}

/// The pages that are being drawn.
pub(super) struct Pages {
    pub(super) lang: Lang,
    pub(super) wide: bool,
    pub(super) shapes: Vec<Shape>,
    selected: Option<Target>,
    width: i32,
    /// Where the next thing stands.
    y: i32,
    /// The open page: its place among the shapes, and where it ends.
    page: (usize, i32),
}

/// How pages are set: a table needs more width than a picture that stands upright has.
pub(super) const fn class(options: &Options) -> WidthClass {
    match options.arrangement {
        Arrangement::Wide => WidthClass::Wide,
        Arrangement::Upright | Arrangement::Narrow => WidthClass::Narrow,
    }
}

const GAP: i32 = 14;
const INSET: i32 = 12;
const NARROW_INSET: i32 = 8;
/// Height of a table's own line.
const HEADING: i32 = 34;

impl Pages {
    pub(super) fn new(options: &Options) -> Pages {
        let wide = class(options) == WidthClass::Wide;
        Pages {
            lang: options.lang,
            wide,
            shapes: Vec::new(),
            selected: options.selected,
            width: if wide { 960 } else { 360 },
            y: 2,
            page: (0, 0),
        }
    }

    pub(super) fn size(&self) -> (i32, i32) {
        (self.width, self.y - GAP + 2)
    }

    const fn inset(&self) -> i32 {
        if self.wide { INSET } else { NARROW_INSET }
    }

    /// The size of its words.
    pub(super) const fn size_of_text(&self) -> i32 {
        if self.wide { 13 } else { 12 }
    }

    const fn head(&self) -> i32 {
        if self.wide { 42 } else { 54 }
    }

    const fn row_height(&self, lines: i32) -> i32 {
        if self.wide { 28 } else { 18 * lines + 12 }
    }

    /// A table with so many rows, of so many lines where it is narrow.
    pub(super) fn table_height(&self, rows: usize, lines: i32) -> i32 {
        HEADING + (self.row_height(lines) + 4) * i32::try_from(rows).unwrap_or(0)
    }

    pub(super) const fn tile_height(&self) -> i32 {
        if self.wide { 72 } else { 128 }
    }

    /// Begins a page whose inside is so high.
    pub(super) fn open(&mut self, key: &str, title: &str, address: &str, inside: i32) {
        let (width, height) = (self.width - 4, self.head() + inside + 8);
        let mut page = Shape::at(key.to_owned(), Role::Page, Rect::new(2, self.y, width, height));
        page.body(width, height, 8);
        page.glides = false;
        let (x, room) = (self.inset(), width - 2 * self.inset());
        let line = |look, y, room| Line { look, size: 14, x, y, room };
        if self.wide {
            page.text(line(Look::Name, 26, room / 2), title);
            let size = self.size_of_text();
            let right = Line { x: x + room, size, ..line(Look::Code, 26, room / 2 - 10) };
            page.text_end(right, address);
        } else {
            page.text(line(Look::Name, 22, room), title);
            page.text(Line { size: 12, ..line(Look::Code, 42, room) }, address);
        }
        self.page = (self.shapes.len(), self.y + height);
        self.shapes.push(page);
        self.y += self.head();
    }

    pub(super) fn close(&mut self) {
        self.y = self.page.1 + GAP;
    }

    /// A text on the open page: its left end, its baseline, its room.
    pub(super) fn note(&mut self, look: Look, size: i32, place: (i32, i32, i32), text: &str) {
        let Some(page) = self.shapes.get_mut(self.page.0) else { return };
        let (x, y, room) = place;
        page.text(Line { look, size, x: x - page.x, y: y - page.y, room }, text);
    }

    /// What a table is, and how many rows it has; in a wide one it stands above the names, and the other columns have their
    /// titles beside it.
    pub(super) fn heading(&mut self, title: Label, rows: usize, columns: &[Column]) {
        let words = [label(self.lang, title), " (", &rows.to_string(), ")"].concat();
        let (x, y) = (2 + self.inset(), self.y + 22);
        if self.wide {
            for column in columns.iter().skip(1) {
                let (x, room) = column.wide;
                let place = (2 + INSET + x, y, room);
                self.note(Look::Fact, self.size_of_text(), place, label(self.lang, column.title));
            }
        }
        let room = match columns.first() {
            Some(Column { wide: (_, room), .. }) if self.wide => *room,
            _ => self.width - 2 * x,
        };
        self.note(Look::Name, 13, (x, y, room), &words);
        self.y += HEADING;
    }

    /// An empty table.
    pub(super) fn nothing(&mut self) {
        let place = (2 + 2 * self.inset(), self.y + 20, 200);
        self.note(Look::Fact, self.size_of_text(), place, label(self.lang, Label::WebNothing));
        self.y += self.row_height(1) + 4;
    }

    /// Instead of a page whose address does not answer.
    pub(super) fn no_answer(&mut self) {
        let x = 2 + self.inset();
        let room = self.width - 2 * x;
        self.note(Look::Alarm, 14, (x, self.y + 30, room), "ERR_CONNECTION_REFUSED");
        self.note(Look::Fact, 13, (x, self.y + 56, room), label(self.lang, Label::WebNoLeader));
    }

    /// A row.
    pub(super) fn row(
        &mut self,
        key: String,
        target: Option<Target>,
        columns: &[Column],
        cells: &[&str],
        lines: i32,
    ) {
        let inset = self.inset();
        let (width, height) = (self.width - 4 - 2 * inset, self.row_height(lines));
        let place = Rect::new(2 + inset, self.y, width, height);
        let mut row = Shape::at(key, Role::Row, place);
        row.body(width, height, 4);
        row.glides = false;
        for (column, cell) in columns.iter().zip(cells) {
            let name = label(self.lang, column.title);
            let (text, x, y, room) = match column {
                Column { wide: (x, room), .. } if self.wide => ((*cell).to_owned(), *x, 19, *room),
                Column { narrow: (line, x, room), named: false, .. } => {
                    ((*cell).to_owned(), *x, 19 + 18 * line, *room)
                }
                Column { narrow: (line, x, room), named: true, .. } => {
                    ([name, " ", cell].concat(), *x, 19 + 18 * line, *room)
                }
            };
            // The first cell is the name; an id that would be cut in bold letters stays whole in plain ones.
            let size = self.size_of_text();
            let bold = row.parts.len() == 1 && measure::width(&text, size, Face::Bold) <= room;
            let look = if bold { Look::Name } else { Look::State };
            row.text(Line { look, size, x, y, room }, &text);
        }
        if let Some(target) = target {
            row.selects(target, cells.join(", "));
            row.selected = self.selected == Some(target);
        }
        self.shapes.push(row);
        self.y += height + 4;
    }

    /// Two tiles side by side: a title, a large number, three smaller facts below it, or beside it where it is wide.
    pub(super) fn tiles(
        &mut self,
        keys: [&str; 2],
        titles: [Label; 2],
        numbers: [usize; 2],
        facts: [[String; 3]; 2],
    ) {
        let inset = self.inset();
        let width = (self.width - 4 - 3 * inset) / 2;
        let height = self.tile_height() - 8;
        let (beside, step) = if self.wide { (width / 2, 19) } else { (inset, 18) };
        let size = self.size_of_text();
        let mut x = 2 + inset;
        for (((key, title), count), facts) in keys.into_iter().zip(titles).zip(numbers).zip(facts) {
            let place = Rect::new(x, self.y, width, height);
            let mut tile = Shape::at(["tile-", key].concat(), Role::Row, place);
            tile.body(width, height, 6);
            tile.glides = false;
            let room = if self.wide { beside } else { width } - 2 * inset;
            let line = |look, size, y| Line { look, size, x: inset, y, room };
            tile.text(line(Look::Fact, size, 20), label(self.lang, title));
            tile.text(line(Look::Name, 26, 50), &count.to_string());
            let mut y = if self.wide { 20 } else { 72 };
            for fact in facts {
                tile.text(Line { x: beside, ..line(Look::State, size, y) }, &fact);
                y += step;
            }
            self.shapes.push(tile);
            x += width + inset;
        }
        self.y += self.tile_height();
    }
}

impl Shape {
    /// A number on a coloured ground.
    pub(super) fn badge_text(&mut self, tone: Option<u8>, text: &str, width: i32) {
        self.tone = tone;
        self.rect(Look::Badge, Rect::new(0, 0, width, 20), 4);
        let (x, y) = (width / 2, 14);
        self.text_middle(Line { look: Look::Letter, size: 13, x, y, room: width }, text);
    }
}
