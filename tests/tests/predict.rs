//! Predictions in a real browser: a guess, the verdict, and the stage that plays what decides it.
//!
//! Every story ends with the page clean.

use anyhow::{Result, ensure};
use tests::Page;
use tests::page::{Screen, Scripts};

/// Whether something is so of a prediction's parts: `it` is its figure.
fn is(page: &Page, id: &str, what: &str) -> Result<()> {
    let asked = format!("((it) => {what})(document.getElementById('predict-{id}'))");
    ensure!(page.ask(&asked)? == true, "{id}: {what}");
    Ok(())
}

/// Whether a prediction can be made.
fn ready(id: &str) -> String {
    format!("document.getElementById('predict-{id}').dataset.committed === 'false'")
}

/// The words of a prediction's verdict.
fn verdict(page: &Page, id: &str) -> Result<String> {
    page.text(&format!("document.querySelector('#predict-{id} [role=status]').textContent"))
}

#[test]
fn a_guess_is_judged_and_its_stage_plays_to_the_moment_that_decides() -> Result<()> {
    let page = Page::open("session.html")?;
    page.until(&ready("what-stays"))?;
    // Before anybody guessed, nothing shows which choice is right.
    is(&page, "what-stays", "!it.querySelector('.predict-answer').open")?;
    is(&page, "what-stays", "!it.querySelector('form .predict-right')")?;
    page.click("#predict-what-stays li:nth-child(2) label")?;
    page.click("#predict-what-stays form button")?;
    ensure!(verdict(&page, "what-stays")?.starts_with("没猜中，是 A。"));
    is(&page, "what-stays", "it.querySelector('form li:nth-child(1)').matches('.predict-right')")?;
    is(&page, "what-stays", "it.querySelector('form li:nth-child(2)').matches('.predict-wrong')")?;
    is(&page, "what-stays", "it.querySelector('.predict-answer').open")?;
    is(&page, "what-stays", "it.querySelectorAll('.predict-told > li').length === 4")?;
    // The stage comes to life for it, plays, and stands still where it is decided, while the reader stays at the question.
    let until = page.text("location.hash.match(/&until=([0-9]+)$/)[1]")?;
    let stage = "document.querySelector('#stage-cluster-first .stage-live')";
    page.until(&format!(
        "{stage}?.querySelector('.live-count').textContent.match(/[0-9]+/)[0] === '{until}'"
    ))?;
    page.until(&format!("{stage}.querySelector('[data-control=play]') !== null"))?;
    is(&page, "what-stays", "it.getBoundingClientRect().bottom > 0")?;
    // Once more, and right this time.
    page.click("#predict-what-stays form button")?;
    is(&page, "what-stays", "document.activeElement === it.querySelector('input')")?;
    is(&page, "what-stays", "!it.querySelector('form .predict-right, details[open], :checked')")?;
    page.click("#predict-what-stays li:nth-child(1) label")?;
    page.click("#predict-what-stays form button")?;
    ensure!(verdict(&page, "what-stays")?.starts_with("猜对了。"));
    page.is_clean()
}

#[test]
fn a_prediction_is_made_with_the_keyboard() -> Result<()> {
    const ID: &str = "how-long-unnoticed";
    let page = Page::open_on("en/session.html", Screen::Phone, Scripts::On)?;
    page.until(&ready(ID))?;
    page.ask(&format!("document.querySelector('#predict-{ID} input').focus()"))?;
    // Nothing was written: it says so and stays as it is.
    page.press("Enter")?;
    ensure!(verdict(&page, ID)? == "Write a number first.");
    page.type_text("50")?;
    page.tab_to(&format!("#predict-{ID} form button"))?;
    page.press("Enter")?;
    ensure!(verdict(&page, ID)?.starts_with("Not quite: it is "));
    ensure!(page.text("document.activeElement.textContent")? == "Guess again", "the focus stays");
    page.press("Enter")?;
    is(&page, ID, "document.activeElement === it.querySelector('input')")?;
    page.type_text("14")?;
    page.press("Enter")?;
    ensure!(verdict(&page, ID)?.starts_with("Close enough: "));
    page.is_clean()
}

/// The middle of a thing in the picture of a stage, clicked as a reader would.
fn click_thing(page: &Page, stage: &str, key: &str) -> Result<()> {
    let thing = format!("#stage-{stage} .stage-live [data-key=\"{key}\"]");
    page.until(&format!("document.querySelector('{thing}') !== null"))?;
    page.click(&thing)
}

/// The line at the foot of a stage.
fn line(page: &Page, stage: &str) -> Result<String> {
    page.text(&format!("document.querySelector('#stage-{stage} > .note')?.textContent ?? ''"))
}

/// The colour of a thing's frame, and that of a word of the page's themes.
fn frames(page: &Page, stage: &str, key: &str, word: &str) -> Result<bool> {
    let asked = format!(
        "(() => {{ const thing = document.querySelector('#stage-{stage} .stage-live [data-key=\"{key}\"] > .look-body');\
         const as = document.createElement('i'); as.style.color = 'var({word})'; document.body.append(as);\
         const same = getComputedStyle(thing).stroke === getComputedStyle(as).color; as.remove(); return same; }})()"
    );
    Ok(page.ask(&asked)? == true)
}

#[test]
fn a_thing_in_the_picture_is_the_answer() -> Result<()> {
    const ID: &str = "where-to";
    const STAGE: &str = "tm-dies-only-its-jobs";
    let page = Page::open("session.html")?;
    page.until(&ready(ID))?;
    page.click(&format!("#predict-{ID} .predict-pick"))?;
    ensure!(line(&page, STAGE)?.starts_with("在图里点一个"), "{}", line(&page, STAGE)?);
    // What lies in a thing stands for it, and the stage selects nothing.
    click_thing(&page, STAGE, "slot-1-0")?;
    page.until(&format!("document.querySelector('#predict-{ID} :checked')?.value === '1'"))?;
    ensure!(line(&page, STAGE)?.starts_with("选的是 tm-1。"), "{}", line(&page, STAGE)?);
    ensure!(page.ask(&format!("document.querySelector('#stage-{STAGE} .live-card')"))?.is_null());
    page.click(&format!("#stage-{STAGE} > .note button"))?;
    ensure!(verdict(&page, ID)?.starts_with("没猜中，是 C。"));
    ensure!(line(&page, STAGE)?.starts_with("没猜中，是 tm-2。"), "{}", line(&page, STAGE)?);
    is(
        &page,
        ID,
        "it.querySelector('.predict-told').textContent.includes('到那时，tm-1 的 slot 全归 Clicks 用。')",
    )?;
    ensure!(frames(&page, STAGE, "tm-2", "--tip")?, "the right one");
    ensure!(frames(&page, STAGE, "tm-1", "--caution")?, "the one that was picked");
    // Once more, with keys.
    page.click(&format!("#predict-{ID} form button"))?;
    ensure!(!frames(&page, STAGE, "tm-2", "--tip")?, "nothing shows which one is right");
    page.ask(&format!("document.querySelector('#predict-{ID} .predict-pick').focus()"))?;
    page.press("Enter")?;
    let thing = format!("#stage-{STAGE} .stage-live [data-key=\"tm-2\"]");
    page.ask(&format!("document.querySelector('{thing}').focus()"))?;
    page.press("Enter")?;
    ensure!(line(&page, STAGE)?.starts_with("选的是 tm-2。"), "{}", line(&page, STAGE)?);
    page.click(&format!("#stage-{STAGE} > .note button"))?;
    ensure!(verdict(&page, ID)?.starts_with("猜对了。"));
    page.is_clean()
}

#[test]
fn without_scripts_a_prediction_has_its_question_its_choices_and_its_answer() -> Result<()> {
    let page = Page::open_on("session.html", Screen::Desk, Scripts::Off)?;
    is(&page, "what-stays", "it.querySelectorAll('.predict-choices li').length === 4")?;
    is(&page, "what-stays", "!it.querySelector('input').checkVisibility()")?;
    is(&page, "what-stays", "!it.querySelector('button').checkVisibility()")?;
    // The mouse of the tests needs the page's scripts.
    page.ask("document.querySelector('#predict-what-stays summary').click()")?;
    is(
        &page,
        "what-stays",
        "it.querySelector('.predict-told > .predict-right').checkVisibility()",
    )?;
    page.is_clean()
}

#[test]
fn only_a_page_with_predictions_loads_what_they_need() -> Result<()> {
    for (path, expected) in [("session.html", true), ("glossary.html", false)] {
        let page = Page::open(path)?;
        page.until("document.readyState === 'complete'")?;
        for file in ["live/predict.js", "live/predict.css"] {
            let asked = page.seen().requests.iter().any(|request| request.contains(file));
            ensure!(asked == expected, "{path}: {file}");
        }
        page.is_clean()?;
    }
    Ok(())
}
