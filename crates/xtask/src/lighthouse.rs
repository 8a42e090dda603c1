//! `cargo xtask lighthouse [PAGE...]`: what Lighthouse says of the built site, as a table.
//!
//! In: `target/site`, or some of its pages, sent as a host would: compressed, and with whole addresses where only those
//! are understood. Out: a line for each page with four figures; it fails when one is below
//! [`LEAST`]. Each page is measured as on a mid-range phone with a slow network, Lighthouse's own default.
//! Lighthouse is a program for Node.js: `npx` fetches it the first time. It is no part of `cargo xtask test`, because
//! its figures depend on how busy the machine is.

use crate::server::{Server, zipped};
use crate::{book, build, head, machine, paper, root, site};
use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Below this a figure is a reason to look.
const LEAST: u64 = 95;

/// The release that the recorded figures come from.
const LIGHTHOUSE: &str = "lighthouse@12";

/// Its names for the four figures, in the order of the table.
const CATEGORIES: [&str; 4] = ["performance", "accessibility", "best-practices", "seo"];

/// Runs the subcommand.
///
/// # Errors
/// When there is no site, no browser or no `npx`, or a figure is too low.
pub fn run(rest: &[String]) -> Result<()> {
    let npx = machine::program("npx").context("Lighthouse needs npx, which comes with Node.js")?;
    let chromium = machine::chromium().context("no Chromium; cargo xtask test installs it")?;
    let copy = root().join("target/lighthouse");
    let server = serve_copy(&build::site(&root()), &copy)?;
    let chosen: Vec<PathBuf> = rest.iter().map(PathBuf::from).collect();
    let pages = if chosen.is_empty() { measured(&copy)? } else { chosen };
    println!("| page | {} |\n| --- | --- | --- | --- | --- |", CATEGORIES.join(" | "));
    let mut low = Vec::new();
    for page in pages {
        let report = copy.join("report.json");
        let address = format!("{}{}", server.address(), page.display());
        let status = Command::new(&npx)
            .args(["--yes", LIGHTHOUSE, &address, "--quiet", "--output=json"])
            .arg(format!("--output-path={}", report.display()))
            .arg(format!("--only-categories={}", CATEGORIES.join(",")))
            .arg("--chrome-flags=--headless=new --no-sandbox")
            .env("CHROME_PATH", &chromium)
            .status()?;
        ensure!(status.success(), "Lighthouse failed on {address}");
        let figures = figures(&std::fs::read_to_string(&report)?)?;
        let row = figures.map(|figure| figure.to_string()).join(" | ");
        println!("| {} | {row} |", page.display());
        if figures.iter().any(|figure| *figure < LEAST) {
            low.push(page.display().to_string());
        }
    }
    ensure!(low.is_empty(), "below {LEAST}: {}", low.join(", "));
    Ok(())
}

/// The site as it will be once it has an address, on a host that compresses.
fn serve_copy(built: &Path, copy: &Path) -> Result<Server> {
    ensure!(built.join("index.html").is_file(), "there is no site; type: cargo xtask build");
    site::remove_folder(copy)?;
    for file in site::files(built)? {
        let to = copy.join(&file);
        std::fs::create_dir_all(to.parent().context("a file has a folder")?)?;
        std::fs::copy(built.join(&file), to)?;
    }
    let server = Server::start(copy, "/", 0)?;
    for page in book::pages(copy)? {
        let file = copy.join(&page);
        let html = std::fs::read_to_string(&file)?;
        std::fs::write(&file, head::finish(&html, &page, Some(&server.address()))?)?;
    }
    for file in site::files(copy)? {
        let file = copy.join(file);
        let mut encoder = GzEncoder::new(File::create(zipped(&file))?, Compression::default());
        encoder.write_all(&std::fs::read(&file)?)?;
        encoder.finish()?;
    }
    Ok(server)
}

/// Every chapter in both languages. The index is the first chapter once more, and what is not there, and what is there
/// again to print, ask search engines to stay away.
fn measured(copy: &Path) -> Result<Vec<PathBuf>> {
    let others = ["index.html", "404.html", paper::PAGE];
    let is_chapter = |page: &PathBuf| !others.iter().any(|other| page.ends_with(other));
    Ok(book::pages(copy)?.into_iter().filter(is_chapter).collect())
}

/// The four figures of a report, out of 100.
fn figures(report: &str) -> Result<[u64; 4]> {
    let report: Value = serde_json::from_str(report)?;
    let mut figures = [0; 4];
    for (figure, name) in figures.iter_mut().zip(CATEGORIES) {
        let Some(score) = report["categories"][name]["score"].as_f64() else {
            bail!("the report has no score for {name}: {}", report["runtimeError"]["message"]);
        };
        *figure = (score * 100.0).round() as u64;
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_has_four_figures_or_says_why_not() -> Result<()> {
        let report = |seo: &str| {
            format!(
                r#"{{"categories":{{"performance":{{"score":0.994}},"accessibility":{{"score":1}},
                "best-practices":{{"score":0.96}},"seo":{{"score":{seo}}}}}}}"#
            )
        };
        assert_eq!(figures(&report("0.9"))?, [99, 100, 96, 90]);
        assert!(figures(&report("null")).is_err());
        Ok(())
    }
}
