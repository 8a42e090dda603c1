//! `cargo xtask bytes`: what a page downloads for what lives in it, file by file, as hosts send it.
//!
//! In: the built site. Out: for each kind of live part and each language the files that it needs, when, and how large they
//! are with brotli and with gzip (which GitHub Pages sends). The test of the budgets (`tests/tests/book.rs`) reads the same.
//! Deliberately absent: what a page without anything live loads, too: its text, the frame, the search.

use crate::site::files;
use crate::wasm::LANGUAGES;
use crate::{build, expect_no_arguments, root};
use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What of the theme is of every page, or of one that has nothing live.
const FRAME: &[&str] = &[
    "print",
    "search",
    "glossary",
    "offline",
    "interview",
    "versions",
    "claims",
    "reading",
    "doors",
    "modes",
];

/// A kind of live part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A cluster in time.
    Stage,
    /// The slot lab.
    Lab,
    /// The comparison of the modes.
    Comparison,
    /// The desk for lines.
    Desk,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 4] = [Kind::Stage, Kind::Lab, Kind::Comparison, Kind::Desk];

    /// What its files are called, as in `data-part`.
    const fn part(self) -> &'static str {
        match self {
            Self::Stage => "playground",
            Self::Lab => "slot-lab",
            Self::Comparison => "compare",
            Self::Desk => "line-desk",
        }
    }

    /// The style sheets that only other kinds need.
    const fn not_its(self) -> &'static [&'static str] {
        match self {
            Self::Stage => &["lab", "compare"],
            // Of the stages' it uses the colours and a few rules.
            Self::Lab => &["compare", "beats"],
            Self::Comparison => &["lab", "player"],
            Self::Desk => &["lab", "compare", "player", "beats"],
        }
    }

    /// Whether it needs a file of the site, and when.
    fn need(self, file: &Path, lang: &str) -> Option<When> {
        let name = file.file_name()?.to_str()?;
        if file.starts_with("live") {
            if name == "desk.css" {
                return (self == Self::Desk).then_some(When::First);
            }
            if name == "drawer.css" {
                return (self == Self::Stage).then_some(When::Later);
            }
            let stem = name.strip_suffix(".wasm").or_else(|| name.strip_suffix(".js"))?;
            if stem == "loader" {
                return Some(When::First);
            }
            let named = stem.strip_suffix(lang)?.strip_suffix('-')?.strip_prefix(self.part())?;
            return Some(match named {
                "" => When::First,
                "-typed" => When::Asked,
                _ => When::Later,
            });
        }
        let its =
            |name: &str| !FRAME.iter().chain(self.not_its()).any(|other| name.starts_with(other));
        (file.starts_with("book/theme") && its(name)).then_some(When::First)
    }
}

/// When a file is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Before the part can be used.
    First,
    /// Behind that.
    Later,
    /// When a reader opens the terminal.
    Asked,
}

/// A file on its way.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Relative to the site.
    pub file: PathBuf,
    /// When it is needed.
    pub when: When,
    /// Bytes, compressed by brotli.
    pub brotli: usize,
    /// Bytes, compressed by gzip.
    pub gzip: usize,
}

/// What a page downloads for parts of one kind, in the order in which it is needed.
///
/// # Errors
/// When a file cannot be read, or none is there.
pub fn of(site: &Path, kind: Kind, lang: &str) -> Result<Vec<Sent>> {
    let mut sent = Vec::new();
    for file in files(site)? {
        let Some(when) = kind.need(&file, lang) else { continue };
        let bytes = std::fs::read(site.join(&file))?;
        sent.push(Sent { when, brotli: brotli(&bytes)?, gzip: gzip(&bytes)?, file });
    }
    sent.sort_by_key(|it| it.when);
    let wasm = |it: &Sent| it.file.extension().is_some_and(|ending| ending == "wasm");
    ensure!(sent.iter().any(wasm), "there is no {kind:?} in the site; type: cargo xtask build");
    Ok(sent)
}

/// How much some files are together: by brotli, by gzip.
pub fn sum<'a>(sent: impl IntoIterator<Item = &'a Sent>) -> (usize, usize) {
    let add = |(brotli, gzip), it: &Sent| (brotli + it.brotli, gzip + it.gzip);
    sent.into_iter().fold((0, 0), add)
}

/// What a page downloads until a part of this kind can be used.
pub fn first(sent: &[Sent]) -> impl Iterator<Item = &Sent> {
    sent.iter().filter(|it| it.when == When::First)
}

/// What a page downloads that nobody asks for.
pub fn unasked(sent: &[Sent]) -> impl Iterator<Item = &Sent> {
    sent.iter().filter(|it| it.when != When::Asked)
}

/// Runs the subcommand.
///
/// # Errors
/// When there is no site.
pub fn run(rest: &[String]) -> Result<()> {
    expect_no_arguments("bytes", rest)?;
    let site = build::site(&root());
    println!("| what a page downloads | brotli, bytes | gzip, bytes |\n| --- | --- | --- |");
    for lang in LANGUAGES {
        let stage = of(&site, Kind::Stage, lang)?;
        for kind in Kind::ALL {
            let sent = of(&site, kind, lang)?;
            for Sent { file, when, brotli, gzip } in &sent {
                let later = match when {
                    When::First => "",
                    When::Later => ", later",
                    When::Asked => ", when it is opened",
                };
                println!("| {}{later} | {brotli} | {gzip} |", file.display());
            }
            total(&format!("{kind:?}, {lang}: until it can be used"), sum(first(&sent)));
            total(&format!("{kind:?}, {lang}: everything by itself"), sum(unasked(&sent)));
            total(&format!("{kind:?}, {lang}: what can be opened, too"), sum(&sent));
            let is_there = |it: &&Sent| !stage.iter().any(|other| other.file == it.file);
            if kind != Kind::Stage {
                let added = sum(first(&sent).filter(is_there));
                total(&format!("{kind:?}, {lang}: beside a stage"), added);
            }
        }
    }
    Ok(())
}

fn total(name: &str, (brotli, gzip): (usize, usize)) {
    let kibibytes = |bytes: usize| bytes as f64 / 1024.0;
    let (in_brotli, in_gzip) = (kibibytes(brotli), kibibytes(gzip));
    println!("| **{name}** | **{brotli}** ({in_brotli:.1} KiB) | **{gzip}** ({in_gzip:.1} KiB) |");
}

/// How many bytes brotli makes of them.
///
/// # Errors
/// When it cannot.
pub fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters).context("brotli")?;
    Ok(out.len())
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_needs_its_files_and_no_others() {
        for (file, needs) in [
            ("live/loader.js", [Some(When::First); 4]),
            ("live/playground-zh.wasm", [Some(When::First), None, None, None]),
            ("live/playground-zh.js", [Some(When::First), None, None, None]),
            ("live/playground-later-zh.wasm", [Some(When::Later), None, None, None]),
            ("live/playground-typed-zh.wasm", [Some(When::Asked), None, None, None]),
            ("live/playground-en.wasm", [None; 4]),
            ("live/slot-lab-zh.wasm", [None, Some(When::First), None, None]),
            ("live/desk.css", [None, None, None, Some(When::First)]),
            ("live/drawer.css", [Some(When::Later), None, None, None]),
            ("book/theme/player-1.css", [Some(When::First), Some(When::First), None, None]),
            ("book/theme/lab-1.css", [None, Some(When::First), None, None]),
            ("book/theme/search-1.js", [None; 4]),
            ("css/general-1.css", [None; 4]),
            ("session.html", [None; 4]),
        ] {
            let needed = Kind::ALL.map(|kind| kind.need(Path::new(file), "zh"));
            assert_eq!(needed, needs, "{file}");
        }
    }

    #[test]
    fn what_repeats_itself_is_small_on_its_way() -> Result<()> {
        let bytes = [7; 10_000];
        assert!(brotli(&bytes)? < 100 && gzip(&bytes)? < 100);
        Ok(())
    }
}
