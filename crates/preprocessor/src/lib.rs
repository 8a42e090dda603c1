//! The mdBook preprocessor of this book.
//!
//! In: the book as mdBook loads it, `scenarios/*.toml`, `checks/*.toml` and `po/*.po` beside its source folder. Out: the
//! same book in the language that `book.language` asks for, each cell ([`cells`]) replaced by what stands for it on a
//! page; or every mistake in it with file and line.
//! Deliberately absent: how pages look (the theme) and what runs in them (the playground).
//!
//! The steps, in order ([`Flink::expand`]):
//! 1. read the scenario files;
//! 2. find the cells of each chapter and check them; check links, the moments they lead to, and printed commands;
//! 3. ask the model what cells say of it, and run the checks of claims and of marked sentences on it;
//! 4. translate, with the cells masked;
//! 5. read the glossary, in the language of the page; stop here if anything was wrong;
//! 6. put claims and marks in place, mark the glossary's words, let printed commands be run, put at the head of each chapter what it
//!    takes and has, draw the figures and put them in place.

mod cells;
mod claims;
mod commands;
mod compare;
mod compose;
mod desk;
mod drill;
mod figure;
mod flow;
mod glossary;
mod inline;
mod interview;
mod kinds;
mod lab;
mod links;
mod live;
mod marks;
mod moments;
mod picture;
mod practice;
mod predict;
mod present;
mod problem;
mod progress;
mod quiz;
mod reading;
mod scenarios;
mod seen;
mod translation;
mod versions;

pub use drill::Trial;
pub use practice::{Exercise, Placed};
pub use problem::{Problem, Problems};
pub use stage::Lang;
pub use translation::Updated;

use anyhow::Result;
use cells::{Cell, Drawn, Page};
use claims::{Claim, Laboratory};
use figure::Stage;
use glossary::Glossary;
use live::LiveStage;
use marks::Marks;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::config::Config;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use moments::Moments;
use scenarios::Scenarios;
use std::collections::BTreeSet;
use std::path::Path;
use translation::Translations;

/// The language that the book is written in.
const SOURCE_LANGUAGE: &str = "zh";

/// The preprocessor.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flink;

impl Preprocessor for Flink {
    fn name(&self) -> &str {
        "flink"
    }

    fn run(&self, ctx: &PreprocessorContext, book: Book) -> Result<Book> {
        self.expand(&ctx.root, &ctx.config, book)
    }

    fn supports_renderer(&self, renderer: &str) -> Result<bool> {
        Ok(renderer == "html")
    }
}

/// A chapter's cells, under the chapter's place in the book.
#[derive(Default)]
struct Found {
    cells: Vec<Vec<Cell>>,
    moments: Moments,
    marks: Marks,
    problems: Vec<Problem>,
}

/// The same once the model was asked.
struct Judged {
    cells: Vec<Vec<Cell>>,
    marks: Marks,
    proofs: Vec<marks::Proof>,
    problems: Vec<Problem>,
}

impl Flink {
    /// The book with figures in it, in the language of `config`.
    ///
    /// # Errors
    /// [`Problems`], all of them; or what keeps a file from being read.
    pub fn expand(&self, root: &Path, config: &Config, mut book: Book) -> Result<Book> {
        let sources = &config.book.src;
        let language = config.book.language.as_deref().unwrap_or(SOURCE_LANGUAGE);
        let scenarios = Scenarios::load(root, sources)?;
        let Found { mut cells, moments, marks, mut problems } =
            check_chapters(root, sources, &book, &scenarios)?;
        problems.extend(scenarios.problems.iter().cloned());
        let mut laboratory = Laboratory::new(&scenarios);
        let runs = scenarios.problems.is_empty();
        if runs {
            judge_chapters(sources, &book, &mut cells, &mut laboratory, &mut problems);
        }
        let cited = claim_chapters(sources, &book, &cells);
        let (mut proved, mut proofs) = (Vec::new(), Vec::new());
        if runs {
            proved = claims::prove(&cited, &mut laboratory, &mut problems);
            proofs = marks::prove(&marks.checks, &cited, &mut laboratory, &mut problems);
        }
        mask_chapters(&mut book, &cells);
        if !language.starts_with(SOURCE_LANGUAGE) {
            let messages = translation::messages(root, sources, &book, &about(root, config))?;
            let translations = Translations::load(root, sources, language)?;
            problems.extend(translations.check(&messages));
            translations.apply(&mut book)?;
        }
        let glossary = read_glossary(sources, &book, &mut problems);
        if !problems.is_empty() {
            problems.sort();
            problems.dedup();
            return Err(Problems(problems).into());
        }
        let lang = Lang::from_code(language);
        // A translation lies in a folder of the site and loads the stage from the site's root.
        let above = usize::from(!language.starts_with(SOURCE_LANGUAGE));
        let live = LiveStage::find(root, sources);
        let titles: Vec<String> = chapters(&book).map(|chapter| chapter.name.clone()).collect();
        let headings: Vec<_> =
            chapters(&book).map(|chapter| reading::sections(&chapter.content)).collect();
        let exercises = practice::exercises(sources, &book, &cells);
        let page = Page {
            chapters: &cited,
            titles: &titles,
            headings: &headings,
            scenarios: &scenarios,
            exercises: &exercises,
            proved: &proved,
            proofs: &proofs,
            marked: &marks.marked,
            moments: &moments,
            lang,
        };
        for_each_chapter(&mut book, |number, chapter| {
            let cells = &cells[number];
            place(chapter, number, cells, &page, &glossary);
            if let Some(live) = &live {
                let files = cells.iter().flat_map(|cell| cell.shows.loads());
                let files = files.chain(&[progress::CONTENTS]);
                for file in files.collect::<BTreeSet<_>>() {
                    live.add(chapter, above, file);
                }
            }
            // The theme's templates link pages by this path; mdBook gives it the ending "html" in
            // any case, templates cannot.
            chapter.path = chapter.path.take().map(|path| path.with_extension("html"));
        });
        Ok(book)
    }

    /// Every exercise of the book in the order of its chapters, then every sentence with a mark, and every mistake in them.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn practice(
        &self,
        root: &Path,
        config: &Config,
        book: &Book,
    ) -> Result<(Vec<Placed>, Vec<Problem>)> {
        let judged = self.judged(root, config, book, |_| true)?;
        let mut all = practice::exercises(&config.book.src, book, &judged.cells);
        all.extend(judged.marks.sentences(&judged.proofs));
        Ok((all, judged.problems))
    }

    /// Every drill of a book, as tests try it.
    ///
    /// # Errors
    /// [`Problems`], all of them; or what keeps a file from being read.
    pub fn drills(&self, root: &Path, config: &Config, book: &Book) -> Result<Vec<Trial>> {
        let is_about =
            |cell: &Cell| cell.of::<drill::Drill>().is_some() || cell.shows.shows().is_some();
        let judged = self.judged(root, config, book, is_about)?;
        if !judged.problems.is_empty() {
            return Err(Problems(judged.problems).into());
        }
        let drills = judged.cells.iter().flatten().filter_map(Cell::of::<drill::Drill>);
        Ok(drills.filter_map(drill::Drill::trial).collect())
    }

    /// A book once the model was asked about the cells that are `wanted`, and about the marks.
    fn judged(
        &self,
        root: &Path,
        config: &Config,
        book: &Book,
        wanted: impl Fn(&Cell) -> bool,
    ) -> Result<Judged> {
        let sources = &config.book.src;
        let scenarios = Scenarios::load(root, sources)?;
        let Found { mut cells, marks, mut problems, .. } =
            check_chapters(root, sources, book, &scenarios)?;
        let mut proofs = Vec::new();
        problems.extend(scenarios.problems.iter().cloned());
        if scenarios.problems.is_empty() {
            let mut laboratory = Laboratory::new(&scenarios);
            let cited = claim_chapters(sources, book, &cells);
            proofs = marks::prove(&marks.checks, &cited, &mut laboratory, &mut problems);
            cells.iter_mut().for_each(|cells| cells.retain(&wanted));
            judge_chapters(sources, book, &mut cells, &mut laboratory, &mut problems);
        }
        problems.sort();
        Ok(Judged { cells, marks, proofs, problems })
    }

    /// Brings `po/<language>.po` up to date with the book.
    ///
    /// # Errors
    /// When a file cannot be read or written.
    pub fn update_catalog(
        &self,
        root: &Path,
        config: &Config,
        mut book: Book,
        language: &str,
    ) -> Result<Updated> {
        let sources = &config.book.src;
        let scenarios = Scenarios::load(root, sources)?;
        let found = check_chapters(root, sources, &book, &scenarios)?;
        mask_chapters(&mut book, &found.cells);
        let messages = translation::messages(root, sources, &book, &about(root, config))?;
        Translations::load(root, sources, language)?.update(root, language, &messages)
    }

    /// The configuration for another language: the book's title and description translated.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn translated_config(
        &self,
        root: &Path,
        config: &Config,
        language: &str,
    ) -> Result<Config> {
        let translations = Translations::load(root, &config.book.src, language)?;
        let mut translated = config.clone();
        translated.book.language = Some(language.to_owned());
        for text in
            [&mut translated.book.title, &mut translated.book.description].into_iter().flatten()
        {
            if let Some(translation) = translations.find(text) {
                *text = translation.to_owned();
            }
        }
        Ok(translated)
    }
}

/// Puts into a chapter what stands for its cells, links and marks.
fn place(
    chapter: &mut Chapter,
    number: usize,
    cells: &[Cell],
    page: &Page<'_>,
    glossary: &Glossary,
) {
    let (words, figures) = draw(cells, page);
    let text = page.moments.resolve(&chapter.content);
    let text = marks::placed(&text, number, page);
    let alive = cells.iter().filter(|cell| cell.shows.comes_alive()).count();
    let head = reading::head(&text, alive, page.lang);
    let mut text = cells::unmask(&text, &words);
    if chapter.source_path.as_deref() != Some(Path::new(glossary::FILE)) {
        text = glossary.mark(&text);
    }
    let stages = cells.iter().enumerate().filter_map(|(cell, shown)| {
        let file = page.scenarios.get(&shown.of::<Stage>()?.scenario);
        Some(commands::Place { at: cells::place(&text, cell), file })
    });
    let stages: Vec<commands::Place<'_>> = stages.collect();
    let text = commands::dress(&text, &stages, page.lang);
    let text = reading::place(&text, head);
    chapter.content = live::unscripted(&cells::unmask(&text, &figures), page.lang);
}

/// What stands for each cell: among the chapter's words, and beside them.
fn draw(cells: &[Cell], page: &Page<'_>) -> (Vec<Option<String>>, Vec<Option<String>>) {
    let drawn = cells.iter().map(|cell| match cell.shows.draw(page) {
        Drawn::Words(words) => (Some(words), None),
        Drawn::Figure(figure) => (None, Some(figure)),
    });
    drawn.unzip()
}

/// A chapter's file relative to the book's root, for messages.
fn file_of(sources: &Path, chapter: &Chapter) -> String {
    sources.join(chapter.source_path.as_deref().unwrap_or(Path::new(""))).display().to_string()
}

/// What book.toml itself says, in the language it is written in; a build of a translation has other
/// words in its configuration.
fn about(root: &Path, config: &Config) -> Vec<String> {
    let written = Config::from_disk(root.join("book.toml"));
    let book = &written.as_ref().unwrap_or(config).book;
    [&book.title, &book.description].into_iter().flatten().cloned().collect()
}

fn check_chapters(
    root: &Path,
    sources: &Path,
    book: &Book,
    scenarios: &Scenarios,
) -> Result<Found> {
    let mut found = Found::default();
    let ids = scenarios.ids();
    let mut files = Vec::new();
    for chapter in chapters(book) {
        let path = chapter.source_path.clone().unwrap_or_default();
        let file = file_of(sources, chapter);
        commands::check(&file, &chapter.content, &mut found.problems);
        let mut cells = kinds::find(&file, &chapter.content, &ids, &mut found.problems);
        quiz::number(found.cells.len(), &file, &mut cells, &mut found.problems);
        present::walk(&file, &chapter.content, &mut cells, &mut found.problems);
        found.cells.push(cells);
        files.push((path, file, chapter.content.as_str()));
    }
    let numbered = files.iter().zip(&found.cells);
    let with_ids: Vec<_> =
        numbered.map(|((_, file, _), cells)| (file.clone(), cells.as_slice())).collect();
    cells::expect_own_ids(&with_ids, &mut found.problems);
    let pages = files.iter().zip(&found.cells).map(|((path, file, markdown), cells)| {
        let links = cells.iter().flat_map(Cell::links).collect();
        let ids = cells.iter().filter_map(|cell| cell.shows.id()).collect();
        links::Page { path, file, markdown, links, ids }
    });
    let pages: Vec<links::Page<'_>> = pages.collect();
    found.problems.extend(links::check(&pages, &root.join(sources)));
    if scenarios.problems.is_empty() {
        found.moments = Moments::find(&pages, scenarios, &mut found.problems);
    }
    found.marks = Marks::find(root, sources, &pages, &ids, &mut found.problems)?;
    Ok(found)
}

/// Asks the model about every cell.
fn judge_chapters(
    sources: &Path,
    book: &Book,
    cells: &mut [Vec<Cell>],
    laboratory: &mut Laboratory<'_>,
    problems: &mut Vec<Problem>,
) {
    let claims = cells.iter().flatten().filter_map(Cell::of::<Claim>);
    laboratory.verdicts = claims.map(|claim| (claim.number, claim.verdict())).collect();
    for (chapter, cells) in chapters(book).zip(cells) {
        cells::judge(&file_of(sources, chapter), cells, laboratory, problems);
    }
}

/// The chapters as claims see them.
fn claim_chapters<'a>(
    sources: &Path,
    book: &Book,
    cells: &'a [Vec<Cell>],
) -> Vec<claims::Chapter<'a>> {
    let numbered = chapters(book).zip(cells);
    let chapter = |(chapter, cells): (&Chapter, &'a Vec<Cell>)| {
        let claims = cells.iter().filter_map(|cell| Some((cell.line, cell.of::<Claim>()?)));
        let stages = cells.iter().filter_map(|cell| Some(cell.of::<Stage>()?.scenario.as_str()));
        claims::Chapter {
            file: file_of(sources, chapter),
            path: chapter.source_path.clone().unwrap_or_default(),
            claims: claims.collect(),
            stages: stages.collect(),
        }
    };
    numbered.map(chapter).collect()
}

/// The glossary of a book that may have none.
fn read_glossary(sources: &Path, book: &Book, problems: &mut Vec<Problem>) -> Glossary {
    let path = Path::new(glossary::FILE);
    let chapter = chapters(book).find(|chapter| chapter.source_path.as_deref() == Some(path));
    let file = sources.join(path).display().to_string();
    chapter.map_or_else(Glossary::default, |chapter| {
        Glossary::parse(&file, &chapter.content, problems)
    })
}

fn mask_chapters(book: &mut Book, cells: &[Vec<Cell>]) {
    for_each_chapter(book, |number, chapter| {
        chapter.content = cells::mask(&chapter.content, &cells[number]);
    });
}

fn chapters(book: &Book) -> impl Iterator<Item = &Chapter> {
    book.iter().filter_map(|item| match item {
        BookItem::Chapter(chapter) => Some(chapter),
        BookItem::Separator | BookItem::PartTitle(_) => None,
    })
}

/// Calls `change` for each chapter in the order of [`chapters`].
fn for_each_chapter(book: &mut Book, mut change: impl FnMut(usize, &mut Chapter)) {
    let mut number = 0;
    for item in &mut book.items {
        visit(item, &mut number, &mut change);
    }
}

/// A chapter before the chapters in it, as [`Book::iter`] goes.
fn visit(item: &mut BookItem, number: &mut usize, change: &mut impl FnMut(usize, &mut Chapter)) {
    if let BookItem::Chapter(chapter) = item {
        change(*number, chapter);
        *number += 1;
        for inner in &mut chapter.sub_items {
            visit(inner, number, change);
        }
    }
}
