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
fn what_a_line_asks_for_is_drawn_and_adds_up() -> Result<()> {
    let page = Page::open(
        "desk.html#desk-line&version=1.20&line=bin%2fyarn-session%2esh+-d+-jm+1600m+-tm+4g+-s+2",
    )?;
    page.until("document.querySelectorAll('.desk-live .asked-bar').length === 2")?;
    let widths = "[...document.querySelectorAll('.desk-live .asked-bar')].map(bar => [...bar.children].reduce((sum, part) => sum + parseFloat(part.style.inlineSize), 0))";
    ensure!(page.number(&format!("Math.min(...{widths})"))? > 98.0, "the parts fill the bar");
    ensure!(page.number(&format!("Math.max(...{widths})"))? <= 100.0, "and no more");
    let said = page.text_of(".desk-live .asked")?;
    ensure!(said.contains("2048 MiB") && said.contains("JVM 元空间"), "{said}");
    page.is_clean()
}

#[test]
fn a_line_is_composed_kept_in_the_link_and_taken_apart() -> Result<()> {
    let page = Page::open("compose.html")?;
    page.ask("document.getElementById('compose-line').scrollIntoView()")?;
    let field = |name: &str| format!("#compose-line .desk-live [data-field={name}]");
    page.until(&format!("document.querySelector('{}') !== null", field("platform")))?;
    page.choose(&field("platform"), "kubernetes")?;
    page.ask(&format!("document.querySelector('{}').focus()", field("version")))?;
    page.choose(&field("version"), "2.0")?;
    let line = "document.querySelector('.desk-live .composed').textContent";
    page.until(&format!("{line}.startsWith('bin/flink run -d -t kubernetes-application')"))?;
    page.until("document.querySelector('.desk-live').textContent.includes('FlinkDeployment')")?;
    ensure!(
        page.text("document.activeElement.dataset.field")? == "version",
        "the keyboard stays where it was"
    );
    page.click(".desk-live [data-control=link]")?;
    page.until("location.hash.startsWith('#compose-line&version=2.0&platform=kubernetes')")?;
    page.ask("document.querySelector('.desk-live .composed + .desk-facts a').click()")?;
    page.until("document.querySelector('.desk-live [data-control=lines]')?.value.startsWith('bin/flink run -d')")?;
    ensure!(
        page.number("document.querySelectorAll('.desk-live .desk-told .is-fails').length")? == 0.0,
        "nothing is wrong with it"
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
