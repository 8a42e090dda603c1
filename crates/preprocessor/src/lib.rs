//! The mdBook preprocessor of this book.
//!
//! In: the book as mdBook loads it, `scenarios/*.toml` and `po/*.po` beside its source folder. Out: the
//! same book in the language that `book.language` asks for, each `stage`, `lab` and `compare` cell replaced by a
//! figure, each `claim` by a text whose check holds; or every mistake in it with file and line.
//! Deliberately absent: how pages look (the theme) and what runs in them (the playground).
//!
//! The steps, in order ([`Flink::expand`]):
//! 1. read the scenario files;
//! 2. find the cells of each chapter and check them; check links, the moments they lead to, and printed commands;
//! 3. run the checks of the claims on the model;
//! 4. translate, with the cells masked;
//! 5. read the glossary, in the language of the page; stop here if anything was wrong;
//! 6. put the claims in place, mark the glossary's words, let printed commands be run, put at the head of each chapter what it
//!    takes and has, draw the figures and put them in place.

mod cells;
mod claims;
mod commands;
mod compare;
mod figure;
mod glossary;
mod inline;
mod interview;
mod lab;
mod links;
mod moments;
mod problem;
mod reading;
mod scenarios;
mod translation;
mod versions;

pub use problem::{Problem, Problems};
pub use translation::Updated;

use anyhow::Result;
use cells::{Cell, Shown};
use glossary::Glossary;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::config::Config;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use moments::Moments;
use scenarios::Scenarios;
use stage::Lang;
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
struct Found {
    cells: Vec<Vec<Cell>>,
    moments: Moments,
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
        let Found { cells, moments, mut problems } =
            check_chapters(root, sources, &book, &scenarios);
        problems.extend(scenarios.problems.iter().cloned());
        let cited = claim_chapters(sources, &book, &cells);
        let mut proved = Vec::new();
        if scenarios.problems.is_empty() {
            proved = claims::prove(&cited, &scenarios, &mut problems);
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
        let page = claims::page::Book {
            chapters: &cited,
            titles: &titles,
            scenarios: &scenarios,
            proved: &proved,
            lang,
        };
        for_each_chapter(&mut book, |number, chapter| {
            let texts = cells[number].iter().map(|cell| text(cell, &page)).collect::<Vec<_>>();
            let figures =
                cells[number].iter().map(|cell| figure(cell, &page, &moments)).collect::<Vec<_>>();
            chapter.content = moments.resolve(&chapter.content);
            let alive = cells[number].iter().filter(|cell| cell.shows.comes_alive()).count();
            let head = reading::head(&chapter.content, alive, lang);
            chapter.content = cells::unmask(&chapter.content, &texts);
            if chapter.source_path.as_deref() != Some(Path::new(glossary::FILE)) {
                chapter.content = glossary.mark(&chapter.content);
            }
            let stages = cells[number].iter().enumerate().filter_map(|(cell, shown)| {
                let Shown::Scenario(id, _) = &shown.shows else { return None };
                let at = cells::place(&chapter.content, cell);
                Some(commands::Place { at, file: scenarios.get(id) })
            });
            let stages: Vec<commands::Place<'_>> = stages.collect();
            chapter.content = commands::dress(&chapter.content, &stages, lang);
            chapter.content = reading::place(&chapter.content, head);
            chapter.content = cells::unmask(&chapter.content, &figures);
            if let (Some(live), true) = (&live, alive > 0) {
                chapter.content.push_str(&live.script(chapter, above));
            }
            // The theme's templates link pages by this path; mdBook gives it the ending "html" in
            // any case, templates cannot.
            chapter.path = chapter.path.take().map(|path| path.with_extension("html"));
        });
        Ok(book)
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
        let found = check_chapters(root, sources, &book, &scenarios);
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

/// What stands for a cell among the chapter's words.
fn text(cell: &Cell, page: &claims::page::Book<'_>) -> Option<String> {
    match &cell.shows {
        Shown::Claim(claim) => Some(page.cell(claim)),
        Shown::Claims(listing) => Some(page.listing(listing)),
        Shown::Scenario(..)
        | Shown::Lab(_)
        | Shown::Compare(_)
        | Shown::Interview(_)
        | Shown::Versions(_) => None,
    }
}

/// What stands for a cell beside them.
fn figure(cell: &Cell, page: &claims::page::Book<'_>, moments: &Moments) -> Option<String> {
    match &cell.shows {
        Shown::Scenario(id, opens) => {
            let moments: BTreeSet<String> =
                claims::moments_of(page.proved, id).chain(moments.of(id)).collect();
            Some(figure::draw(page.scenarios.get(id), &moments, page.lang, *opens))
        }
        Shown::Lab(lab) => Some(lab::figure(lab, page.lang)),
        Shown::Compare(cell) => Some(compare::figure(cell, page.lang)),
        Shown::Interview(questions) => {
            Some(interview::figure(questions, page.scenarios, page.lang))
        }
        Shown::Versions(versions) => Some(versions::figure(versions, page.lang)),
        Shown::Claim(_) | Shown::Claims(_) => None,
    }
}

/// What book.toml itself says, in the language it is written in; a build of a translation has other
/// words in its configuration.
fn about(root: &Path, config: &Config) -> Vec<String> {
    let written = Config::from_disk(root.join("book.toml"));
    let book = &written.as_ref().unwrap_or(config).book;
    [&book.title, &book.description].into_iter().flatten().cloned().collect()
}

fn check_chapters(root: &Path, sources: &Path, book: &Book, scenarios: &Scenarios) -> Found {
    let mut found = Found { cells: Vec::new(), moments: Moments::default(), problems: Vec::new() };
    let ids = scenarios.ids();
    let mut files = Vec::new();
    for chapter in chapters(book) {
        let path = chapter.source_path.clone().unwrap_or_default();
        let file = sources.join(&path).display().to_string();
        commands::check(&file, &chapter.content, &mut found.problems);
        found.cells.push(cells::find(&file, &chapter.content, &ids, &mut found.problems));
        files.push((path, file, chapter.content.as_str()));
    }
    let pages = files.iter().zip(&found.cells).map(|((path, file, markdown), cells)| {
        let links = cells.iter().flat_map(Cell::links).collect();
        links::Page { path, file, markdown, links }
    });
    let pages: Vec<links::Page<'_>> = pages.collect();
    found.problems.extend(links::check(&pages, &root.join(sources)));
    if scenarios.problems.is_empty() {
        found.moments = Moments::find(&pages, scenarios, &mut found.problems);
    }
    found
}

/// The chapters as claims see them.
fn claim_chapters<'a>(
    sources: &Path,
    book: &Book,
    cells: &'a [Vec<Cell>],
) -> Vec<claims::Chapter<'a>> {
    let numbered = chapters(book).zip(cells);
    let chapter = |(chapter, cells): (&Chapter, &'a Vec<Cell>)| {
        let path = chapter.source_path.clone().unwrap_or_default();
        let claims = cells.iter().filter_map(|cell| match &cell.shows {
            Shown::Claim(claim) => Some((cell.line, &**claim)),
            _ => None,
        });
        let stages = cells.iter().filter_map(|cell| match &cell.shows {
            Shown::Scenario(id, _) => Some(id.as_str()),
            _ => None,
        });
        claims::Chapter {
            file: sources.join(&path).display().to_string(),
            path,
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

/// What `cargo xtask build` leaves in the source folder for pages with stages.
struct LiveStage {
    /// Changes when any of its files does, so that no browser mixes old and new ones.
    version: String,
}

impl LiveStage {
    /// What pages load, relative to the source folder; it finds the others beside itself.
    const LOADER: &'static str = "live/loader.js";

    /// Present once the playground was built; without it pages keep their static figures.
    fn find(root: &Path, sources: &Path) -> Option<LiveStage> {
        let loader = root.join(sources).join(Self::LOADER);
        let entries = std::fs::read_dir(loader.parent()?).ok()?;
        let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.sort();
        if !files.contains(&loader) {
            return None;
        }
        let mut hash = FNV_START;
        for file in files {
            for byte in std::fs::read(file).ok()? {
                hash = (hash ^ u64::from(byte)).wrapping_mul(FNV_STEP);
            }
        }
        Some(LiveStage { version: format!("{hash:016x}") })
    }

    fn script(&self, chapter: &Chapter, above: usize) -> String {
        let inside = chapter.path.as_ref().map_or(0, |path| path.components().count() - 1);
        format!(
            "\n\n<script type=\"module\" src=\"{}{}?v={}\"></script>\n",
            "../".repeat(inside + above),
            Self::LOADER,
            self.version
        )
    }
}

// FNV-1a: enough to tell two builds apart, and the same on every machine.
const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_STEP: u64 = 0x0000_0100_0000_01b3;
