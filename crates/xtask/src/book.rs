//! The book as a site: one mdBook build for each language.
//!
//! In: `book.toml` and what it names. Out: a folder, Chinese at its root, English under `en/`, with
//! relative links only.

use crate::site::{TRANSLATIONS, files, remove_folder};
use crate::{head, home, offline, paper, search, shorten, warnings};
use anyhow::{Context, Result, anyhow};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_flink::Flink;
use std::path::{Path, PathBuf};

/// What mdBook adds to every book and our theme never loads: its syntax highlighting, its table of
/// contents made by a script. None of it has a place in the reader's language.
const LEFTOVERS: &[&str] =
    &["ayu-highlight", "clipboard", "fonts", "highlight", "toc", "tomorrow-night"];

/// Builds the book in `root` into `site`, which is replaced only when everything went well.
///
/// # Errors
/// Every mistake in the book's sources.
pub fn build(root: &Path, site: &Path) -> Result<()> {
    let mut config = load_config(root)?;
    home::complete(&mut config, root)?;
    build_as(root, config, site)
}

/// The same with a configuration that says where the book and its sources live.
///
/// # Errors
/// Every mistake in the book's sources.
pub fn build_as(root: &Path, config: Config, site: &Path) -> Result<()> {
    let fresh = site.with_extension("next");
    remove_folder(&fresh)?;
    render_all(root, &config, &fresh)?;
    finish_pages(&config, &fresh)?;
    search::index(&fresh, &pages(&fresh)?)?;
    offline::write(root, &fresh, config.book.language.as_deref().unwrap_or_default())?;
    remove_folder(site)?;
    std::fs::rename(&fresh, site)
        .with_context(|| format!("cannot move the site to {}", site.display()))
}

/// Every language into its place in `folder`, all at the same time. mdBook empties the folder that it writes to, so a translation
/// is moved into the book's own once that is there.
fn render_all(root: &Path, config: &Config, folder: &Path) -> Result<()> {
    std::thread::scope(|scope| {
        let translations: Vec<_> = TRANSLATIONS
            .iter()
            .map(|language| {
                let aside = folder.with_extension(language);
                scope.spawn(move || {
                    render_translation(root, config, language, &aside).map(|()| aside)
                })
            })
            .collect();
        render(root, config.clone(), folder)?;
        for (language, translation) in TRANSLATIONS.iter().zip(translations) {
            let aside = translation.join().map_err(|_| anyhow!("{language}: stopped"))??;
            std::fs::rename(aside, folder.join(language))?;
        }
        Ok(())
    })
}

fn render_translation(root: &Path, config: &Config, language: &str, folder: &Path) -> Result<()> {
    let mut translated = Flink.translated_config(root, config, language)?;
    point_to_catalog(&mut translated, language)?;
    remove_folder(folder)?;
    render(root, translated, folder)?;
    // mdBook names it as its source; hosts look for one name in every folder.
    std::fs::rename(folder.join(format!("404-{language}.html")), folder.join("404.html"))?;
    // Both languages load the live stage from the same place: a reader who switches has it.
    remove_folder(&folder.join("live"))
}

/// Every page of a built site, relative to its folder, in order.
///
/// # Errors
/// When a folder cannot be read.
pub fn pages(site: &Path) -> Result<Vec<PathBuf>> {
    let is_page = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "html");
    Ok(files(site)?.into_iter().filter(is_page).collect())
}

/// The book's configuration.
///
/// # Errors
/// When `book.toml` has mistakes.
pub fn load_config(root: &Path) -> Result<Config> {
    Config::from_disk(root.join("book.toml")).context("cannot read book.toml")
}

/// What is to be edited of a translated page is its catalog; and what is not there is said in its language.
fn point_to_catalog(config: &mut Config, language: &str) -> Result<()> {
    let template = config.html_config().and_then(|html| html.edit_url_template);
    if let Some(template) = template {
        let catalog = template.replace("{path}", &format!("book/po/{language}.po"));
        config.set("output.html.edit-url-template", catalog)?;
    }
    config.set("output.html.input-404", format!("404-{language}.md"))
}

/// What pages say about themselves in their heads.
fn finish_pages(config: &Config, site: &Path) -> Result<()> {
    let site_url = config.html_config().and_then(|html| html.site_url);
    for page in pages(site)? {
        let file = site.join(&page);
        let mut html = std::fs::read_to_string(&file)?;
        if page.ends_with(paper::PAGE) {
            html = paper::still(&html)?;
        }
        std::fs::write(&file, head::finish(&html, &page, site_url.as_deref())?)?;
    }
    Ok(())
}

fn render(root: &Path, mut config: Config, folder: &Path) -> Result<()> {
    config.build.build_dir = PathBuf::from(folder);
    warnings::as_errors(|| {
        let mut book = MDBook::load_with_config(root, config)?;
        book.with_preprocessor(Flink);
        book.build()
    })?;
    shorten::stylesheets(&folder.join("book/theme"))?;
    remove_leftovers(folder)
}

fn remove_leftovers(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Hashed names continue with "-", others with their ending.
        let stem = name.split('.').next().unwrap_or_default();
        let mut known = LEFTOVERS.iter().filter_map(|leftover| stem.strip_prefix(leftover));
        if !known.any(|rest| rest.is_empty() || rest.starts_with('-')) {
            continue;
        }
        if path.is_dir() {
            std::fs::remove_dir_all(&path)?;
        } else {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}
