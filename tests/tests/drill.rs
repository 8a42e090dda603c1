//! A drill in a real browser: taken over, put right by typing, paid for, and remembered.
//!
//! Every story ends with the page clean.

use anyhow::{Result, ensure};
use tests::Page;
use tests::page::{Screen, Scripts};

/// The page of all drills.
const DRILLS: &str = "drills.html";

/// A drill that takes one line, and its stage.
const ID: &str = "restarts-for-ever";

/// Whether something is so of the drill's figure, `it`.
fn so(what: &str) -> String {
    format!("((it) => {what})(document.getElementById('drill-{ID}'))")
}

/// The words of its status.
fn told(page: &Page) -> Result<String> {
    page.text(&so("it.querySelector('[role=status]').textContent"))
}

/// Takes it over; the page's judge has answered.
fn take_over(page: &Page) -> Result<()> {
    page.until(&so("it !== null && document.querySelector('script[src*=\"drill.js\"]') !== null"))?;
    page.bring_to_life(&format!("drill-{ID}"))?;
    page.click(&format!("#drill-{ID} [data-act=begin]"))?;
    page.until(&so("it.querySelector('[role=status]').textContent !== ''"))
}

/// Types a line into the stage's terminal, key by key.
fn enter(page: &Page, line: &str) -> Result<()> {
    let on = |selector: &str| format!("document.querySelector('#stage-drill-{ID} {selector}')");
    page.ask(&format!("{}.click()", on("[data-tab=terminal]")))?;
    page.until(&format!("{}.getBoundingClientRect().height > 10", on(".live-typed")))?;
    page.ask(&format!("{}.focus()", on(".live-typed")))?;
    page.type_text(line)?;
    page.press("Enter")
}

/// Plays to the end.
fn wait(page: &Page) -> Result<()> {
    let end = "new KeyboardEvent('keydown', { key: 'End', bubbles: true })";
    page.ask(&format!("document.querySelector('#stage-drill-{ID} .live').dispatchEvent({end})"))?;
    Ok(())
}

#[test]
fn a_drill_is_put_right_in_the_terminal_and_its_cost_stands_beside_the_best() -> Result<()> {
    let page = Page::open(DRILLS)?;
    take_over(&page)?;
    ensure!(told(&page)?.starts_with("轮到你了"), "{}", told(&page)?);
    // Of two goals one holds: the other job was never hit.
    ensure!(page.ask(&so("it.querySelectorAll('.drill-held').length"))? == 1);
    // Time alone does not help.
    wait(&page)?;
    page.until(&so("it.querySelectorAll('.drill-held').length === 1"))?;
    page.click(&format!("#drill-{ID} [data-act=begin]"))?;
    enter(&page, "bin/taskmanager.sh start")?;
    wait(&page)?;
    page.until(&so("it.dataset.done === 'true'"))?;
    ensure!(told(&page)? == "修好了。");
    ensure!(page.ask(&so("it.querySelectorAll('.drill-held').length"))? == 2);
    let rows =
        so("[...it.querySelectorAll('.drill-cost tr')].map((row) => row.textContent).join(' ')");
    let cost = page.text(&rows)?;
    ensure!(cost.contains("做了几件事11"), "{cost}");
    // The job lay still before it was put right, so records waited; both ways are counted alike.
    ensure!(!cost.contains("晚读到的记录0") && cost.contains("晚读到的记录"), "{cost}");
    ensure!(page.ask(&so("it.querySelector('.drill-grade').dataset.drilled"))? == "修好过");
    // What brings it about twice is not shown as the reader's own.
    page.ask(&so("it.querySelector('.drill-solution').open = true"))?;
    page.click(&format!("#drill-{ID} [data-act=replay]"))?;
    page.until(&so(
        "it.querySelector('[role=status]').textContent.startsWith('这是放出来的做法')",
    ))?;
    ensure!(page.ask(&so("it.querySelector('.drill-cost').childElementCount"))? == 0);
    // It is known on the page of exercises, in the other language, too.
    page.go_to("en/practice.html")?;
    page.until(&format!(
        "document.querySelector('.progress-chapter [data-exercise=drill-{ID}]')?.dataset.state === 'right'"
    ))?;
    let count = "document.querySelector('.progress-chapter:has([data-exercise^=drill-]) .progress-count').textContent";
    ensure!(page.text(count)?.contains("put right 1/"), "{}", page.text(count)?);
    page.is_clean()
}

#[test]
fn without_scripts_a_drill_says_everything_and_offers_nothing() -> Result<()> {
    let page = Page::open_on(DRILLS, Screen::Phone, Scripts::Off)?;
    ensure!(page.ask(&so("it.querySelectorAll('.drill-hints details').length"))? == 3);
    ensure!(page.ask(&so("it.querySelector('button').checkVisibility()"))? == false);
    page.ask(&so("it.querySelector('.drill-solution summary').click()"))?;
    ensure!(page.ask(&so("it.querySelector('.drill-solution code').checkVisibility()"))? == true);
    page.is_clean()
}

#[test]
fn whoever_only_reads_does_not_wait_for_a_judge() -> Result<()> {
    let page = Page::open(DRILLS)?;
    page.bring_to_life(&format!("drill-{ID}"))?;
    // The page itself: the worker that keeps the book for offline fetches everything in time.
    let asked =
        "performance.getEntriesByType('resource').some(({ name }) => name.includes('drill-any'))";
    ensure!(page.ask(asked)? == false);
    page.is_clean()
}
