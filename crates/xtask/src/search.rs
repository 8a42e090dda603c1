//! The search index: Pagefind over the built pages.
//!
//! In: a built site. Out: its folder `pagefind`: an index for each language that a page declares, and
//! what runs in the browser. Chinese is cut into words by ICU's dictionary, so words are found inside
//! a sentence and where they touch Latin ones.
//! Deliberately absent: how the search looks (`book/theme/search.js`), and Pagefind's own interface,
//! which is larger than its search.

use anyhow::{Context, Result};
use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;
use std::path::{Path, PathBuf};

/// Where the index lies in the site; the theme's template names it too.
pub const FOLDER: &str = "pagefind";

/// What a page shows that is not its text: the events and labels of a stage would answer most words.
const NOT_TEXT: &[&str] = &[".stage-body"];

/// What of Pagefind the pages load; the rest is its own interface.
const WANTED: &[&str] = &["pagefind.js", "pagefind-worker.js", "pagefind-entry.json"];

/// The endings of its data: the index, and a WebAssembly for each language.
const DATA: &[&str] = &["pagefind", "pf_meta", "pf_fragment", "pf_index", "pf_filter"];

/// Indexes the pages of `site`, each under the language that it declares.
///
/// # Errors
/// When a page cannot be read or a file not be written.
pub fn index(site: &Path, pages: &[PathBuf]) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let files = runtime.block_on(collect(site, pages))?;
    for (name, contents) in files {
        let file = site.join(FOLDER).join(name);
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&file, contents)
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// The files of the index, in memory.
async fn collect(site: &Path, pages: &[PathBuf]) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let selectors = NOT_TEXT.iter().map(|&selector| selector.to_owned()).collect();
    let options = PagefindServiceConfig::builder().exclude_selectors(selectors).build();
    let mut index = PagefindIndex::new(Some(options))?;
    for page in pages {
        let html = std::fs::read_to_string(site.join(page))?;
        // One by one and in order: the same site gives the same index.
        index.add_html_file(Some(page.display().to_string()), None, html).await?;
    }
    let files = index.get_files().await?;
    let wanted = files.into_iter().filter(|file| is_wanted(&file.filename));
    Ok(wanted.map(|file| (file.filename, file.contents)).collect())
}

fn is_wanted(file: &Path) -> bool {
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    WANTED.iter().any(|wanted| file == Path::new(wanted)) || DATA.contains(&&*ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(lang: &str, text: &str) -> String {
        format!(
            "<html lang=\"{lang}\"><body><nav>menu</nav><main data-pagefind-body><h1>T</h1>{text}\
             <div class=\"stage-body\">event</div></main></body></html>"
        )
    }

    #[test]
    fn each_language_has_an_index_and_the_interface_stays_out() -> Result<()> {
        let site = std::env::temp_dir().join(format!("search-{}", std::process::id()));
        std::fs::create_dir_all(&site)?;
        std::fs::write(site.join("a.html"), page("zh-CN", "<p>会话模式里的JobManager进程</p>"))?;
        std::fs::write(site.join("b.html"), page("en", "<p>session mode</p>"))?;
        let pages = ["a.html", "b.html"].map(PathBuf::from);
        index(&site, &pages)?;
        let entry = std::fs::read_to_string(site.join(FOLDER).join("pagefind-entry.json"))?;
        std::fs::remove_dir_all(&site)?;
        assert!(entry.contains("\"zh-cn\"") && entry.contains("\"en\""), "{entry}");
        assert!(is_wanted(Path::new("index/zh.pf_index")));
        assert!(!is_wanted(Path::new("pagefind-ui.js")));
        Ok(())
    }
}
