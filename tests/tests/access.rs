//! Every page in both languages, before axe: what machines can check of accessibility.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tests::page::{Screen, Scripts};
use tests::{Page, site};

/// All rules of WCAG 2.2 A and AA, and axe's own of good practice. What stands in a part of a stage is a
/// picture with many words, not the label of a button: its name is a sentence of its own.
const RUN: &str =
    "axe.run(document, { resultTypes: ['violations'] }).then((told) => JSON.stringify(
  told.violations.flatMap((it) => it.nodes
    .filter((node) => it.id !== 'label-content-name-mismatch' || !/^<g /.test(node.html))
    .map((node) => `${it.id}: ${node.html.slice(0, 160)}`))))";

/// What a page has of it in another theme: colours.
const RUN_COLOURS: &str = "axe.run(document, { runOnly: ['color-contrast'], resultTypes: ['violations'] })
  .then((told) => JSON.stringify(told.violations.flatMap((it) => it.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)))))";

fn axe() -> Result<String> {
    let file = xtask::root().join("tests/axe/axe.min.js");
    std::fs::read_to_string(&file).with_context(|| file.display().to_string())
}

/// What axe complains of.
fn told(page: &Page, run: &str) -> Result<Vec<String>> {
    let answer = page.run(run)?;
    let text = answer.as_str().context("axe answers with text")?;
    let told: Vec<Value> = serde_json::from_str(text)?;
    Ok(told.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn check(screen: Screen) -> Result<()> {
    let axe = axe()?;
    let page = Page::open_on("about.html", screen, Scripts::On)?;
    // The page for what is not there is one more.
    ensure!(site::pages().len() >= 30, "every chapter in both languages");
    let mut complaints = Vec::new();
    for path in site::pages() {
        let path = path.display().to_string();
        page.go_to(&path)?;
        if path.ends_with("session.html") {
            page.bring_to_life("cluster-first")?;
        }
        page.run(&format!("{axe};null"))?;
        complaints.extend(told(&page, RUN)?.iter().map(|told| format!("{path}: {told}")));
    }
    ensure!(complaints.is_empty(), "{}", complaints.join("\n"));
    page.is_clean()
}

#[test]
fn every_page_passes_axe_on_a_desk() -> Result<()> {
    check(Screen::Desk)
}

#[test]
fn every_page_passes_axe_on_a_phone() -> Result<()> {
    check(Screen::Phone)
}

#[test]
fn axe_finds_what_is_wrong() -> Result<()> {
    let page = Page::open("about.html")?;
    page.run(&format!("{};null", axe()?))?;
    page.ask("document.querySelector('main').append(document.createElement('button'))")?;
    let told = told(&page, RUN)?;
    ensure!(told.iter().any(|told| told.starts_with("button-name")), "{told:?}");
    Ok(())
}

#[test]
fn every_theme_has_enough_contrast() -> Result<()> {
    let axe = axe()?;
    let page = Page::open("session.html")?;
    page.bring_to_life("cluster-first")?;
    page.run(&format!("{axe};null"))?;
    for theme in ["light", "rust", "coal", "navy", "ayu"] {
        page.ask(&format!(
            "(() => {{ const select = document.getElementById('theme'); select.value = '{theme}';
               select.dispatchEvent(new Event('change')); }})()"
        ))?;
        page.until(&format!("document.documentElement.classList.contains('{theme}')"))?;
        let told = told(&page, RUN_COLOURS)?;
        ensure!(told.is_empty(), "{theme}: {told:#?}");
    }
    page.is_clean()
}
