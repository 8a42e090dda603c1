//! Stories of readers at the desk for lines, in a real browser.

use anyhow::{Result, ensure};
use tests::Page;
use tests::page::{Screen, Scripts};

const DESK: &str = "desk.html";

/// Scrolls to the desk and waits until it lives.
fn live(page: &Page) -> Result<()> {
    page.until("document.getElementById('desk-line') !== null")?;
    page.ask("document.getElementById('desk-line').scrollIntoView()")?;
    page.until("document.querySelector('.desk-live [data-control=lines]') !== null")
}

#[test]
fn a_line_is_explained_read_by_another_version_and_kept_in_the_link() -> Result<()> {
    let page = Page::open(DESK)?;
    live(&page)?;
    page.ask(
        "(() => { const area = document.querySelector('[data-control=lines]');
           area.value = 'flink run -p 2 -t yarn-application app.jar';
           area.dispatchEvent(new InputEvent('input', { bubbles: true })); })()",
    )?;
    let said = "No ExecutorFactory found to execute the application.";
    page.until(&format!(
        "document.querySelector('.desk-live .desk-message')?.textContent === '{said}'"
    ))?;
    page.click(".desk-live [data-version=\"2.3\"]")?;
    page.until("document.querySelector('.desk-live .desk-message') === null")?;
    page.click(".desk-live [data-row=\"2\"]")?;
    page.until("document.querySelector('#desk-row-2.is-lit') !== null")?;
    let part = page.text_of("#desk-row-2")?;
    ensure!(part.contains("parallelism.default"), "{part}");
    page.click(".desk-live [data-control=link]")?;
    page.until("location.hash.startsWith('#desk-line&version=2.3&line=flink+run')")?;
    page.is_clean()
}

#[test]
fn a_link_brings_its_line_and_version() -> Result<()> {
    let page = Page::open("en/desk.html#desk-line&version=1.13&line=flink+run+app%2ejar+-p+4")?;
    page.until("document.querySelector('.desk-live [data-control=lines]') !== null")?;
    let value = page.text("document.querySelector('.desk-live [data-control=lines]').value")?;
    ensure!(value == "flink run app.jar -p 4", "{value}");
    page.until("document.querySelector('[data-version=\"1.13\"]').ariaPressed === 'true'")?;
    ensure!(
        page.text_of(".desk-live .desk-told")?.contains("main()"),
        "what stands behind the jar"
    );
    page.is_clean()
}

#[test]
fn without_scripts_a_line_is_explained() -> Result<()> {
    let page = Page::open_on(DESK, Screen::Desk, Scripts::Off)?;
    ensure!(
        page.number("document.querySelectorAll('.desk-static .desk-verdict').length")? == 5.0,
        "a verdict each"
    );
    page.is_clean()
}
