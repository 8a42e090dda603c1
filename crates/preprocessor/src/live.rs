//! The live parts that pages load.
//!
//! In: the folder in which `cargo xtask build` leaves them. Out: in a chapter, the lines that load a file of it.

use crate::cells::LOADER;
use mdbook_preprocessor::book::Chapter;
use stage::Lang;
use stage::words::t;
use std::path::Path;

/// What `cargo xtask build` leaves in the source folder for pages with stages.
pub(crate) struct LiveStage {
    /// Changes when any of its files does, so that no browser mixes old and new ones.
    version: String,
}

impl LiveStage {
    /// Where its files are, relative to the source folder.
    const FOLDER: &'static str = "live";

    /// Present once the playground was built; without it pages keep their static figures.
    pub(crate) fn find(root: &Path, sources: &Path) -> Option<LiveStage> {
        let folder = root.join(sources).join(Self::FOLDER);
        let loader = folder.join(LOADER);
        let entries = std::fs::read_dir(folder).ok()?;
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

    /// Has a chapter load a file: a stylesheet before anything is shown, a script when all is there.
    pub(crate) fn add(&self, chapter: &mut Chapter, above: usize, file: &str) {
        let inside = chapter.path.as_ref().map_or(0, |path| path.components().count() - 1);
        let up = "../".repeat(inside + above);
        let address = format!("{up}{}/{file}?v={}", Self::FOLDER, self.version);
        if file.ends_with(".css") {
            let link = format!("<link rel=\"stylesheet\" href=\"{address}\">\n\n");
            chapter.content.insert_str(0, &link);
        } else {
            let script = format!("\n\n<script type=\"module\" src=\"{address}\"></script>\n");
            chapter.content.push_str(&script);
        }
    }
}

/// A page says once, below its first picture that would move, why nothing moves where scripts are switched off.
pub(crate) fn unscripted(page: &str, lang: Lang) -> String {
    let told = t("打开 JavaScript，图才会动。", "The pictures play when JavaScript is on.");
    let moves = |figure: &str| {
        let tag = figure.split('>').next().unwrap_or_default();
        tag.contains(" data-part=") && !tag.contains("line-desk")
    };
    let first = page.match_indices("<figure ").find(|(at, _)| moves(&page[*at..]));
    let end = first.and_then(|(at, _)| Some(at + page[at..].find(END)? + END.len()));
    let Some((before, behind)) = end.map(|at| page.split_at(at)) else { return page.to_owned() };
    let told = told.text(lang);
    format!("{before}<noscript><p data-pagefind-ignore>{told}</p></noscript>{behind}")
}

const END: &str = "</figure>";

// FNV-1a: enough to tell two builds apart, and the same on every machine.
const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_STEP: u64 = 0x0000_0100_0000_01b3;
