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

/// Waits until a prediction has been told.
fn until_told(page: &Page, id: &str) -> Result<()> {
    page.until(&format!("document.getElementById('predict-{id}').dataset.committed === 'true'"))
}

/// Whether the caption of a stage says more than its title.
fn says_all(stage: &str) -> String {
    format!(
        "document.querySelector('#stage-{stage} > figcaption > span').checkVisibility({{ visibilityProperty: true }})"
    )
}

/// Whether the whole of a stage's picture is in the window.
const PICTURE_IN_SIGHT: &str = "(() => { const { top, bottom } =
    document.querySelector('#stage-cluster-first .stage-live .live-picture').getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight; })()";

#[test]
fn a_guess_is_judged_and_its_stage_plays_to_the_moment_that_decides() -> Result<()> {
    let page = Page::open("session.html")?;
    page.until(&ready("what-stays"))?;
    // What the picture will show is not told in its caption either.
    ensure!(page.ask(&says_all("cluster-first"))? == false, "the caption waits");
    // Before anybody guessed, nothing shows which choice is right.
    is(&page, "what-stays", "!it.querySelector('.predict-answer').open")?;
    is(&page, "what-stays", "!it.querySelector('form .predict-right')")?;
    page.click("#predict-what-stays li:nth-child(2) label")?;
    page.click("#predict-what-stays form button")?;
    // The picture comes into view and plays. Until it stands still, nothing is told.
    is(&page, "what-stays", "it.dataset.committed === 'waits'")?;
    is(&page, "what-stays", "!it.querySelector('form .predict-right, details[open]')")?;
    page.until("document.querySelector('#stage-cluster-first .live')?.dataset.playing === 'true'")?;
    page.until(PICTURE_IN_SIGHT)?;
    let scrolled = page.number("scrollY")?;
    page.until("document.activeElement.matches('#stage-cluster-first .live-picture')")?;
    ensure!(page.number("scrollY")? == scrolled, "nothing jumps while it plays");
    until_told(&page, "what-stays")?;
    ensure!(page.ask(PICTURE_IN_SIGHT)? == true, "nor when it is told");
    page.until(&says_all("cluster-first"))?;
    ensure!(verdict(&page, "what-stays")?.starts_with("没猜中，是 A。"));
    ensure!(line(&page, "cluster-first")?.starts_with("没猜中，是 A。"));
    is(&page, "what-stays", "it.querySelector('form li:nth-child(1)').matches('.predict-right')")?;
    is(&page, "what-stays", "it.querySelector('form li:nth-child(2)').matches('.predict-wrong')")?;
    is(&page, "what-stays", "it.querySelector('.predict-answer').open")?;
    is(&page, "what-stays", "it.querySelectorAll('.predict-told > li').length === 4")?;
    // It stands still where it is decided.
    let until = page.text("location.hash.match(/&until=([0-9]+)$/)[1]")?;
    let stage = "document.querySelector('#stage-cluster-first .stage-live')";
    page.until(&format!(
        "{stage}?.querySelector('.live-count').textContent.match(/[0-9]+/)[0] === '{until}'"
    ))?;
    page.until(&format!("{stage}.querySelector('[data-control=play]') !== null"))?;
    // From there back to what is told; once more, and right this time.
    page.click("#stage-cluster-first > .note button")?;
    page.until("document.activeElement.matches('#predict-what-stays form button')")?;
    page.click("#predict-what-stays form button")?;
    is(&page, "what-stays", "document.activeElement === it.querySelector('input')")?;
    is(&page, "what-stays", "!it.querySelector('form .predict-right, details[open], :checked')")?;
    page.click("#predict-what-stays li:nth-child(1) label")?;
    page.click("#predict-what-stays form button")?;
    until_told(&page, "what-stays")?;
    ensure!(verdict(&page, "what-stays")?.starts_with("猜对了。"));
    page.is_clean()
}

#[test]
fn whoever_stops_the_picture_or_asks_is_told_at_once() -> Result<()> {
    let page = Page::open("ten-minutes.html")?;
    page.until(&ready("ten-two-blows"))?;
    let stage = "#stage-ten-session";
    page.click("#predict-ten-two-blows li:nth-child(1) label")?;
    page.click("#predict-ten-two-blows form button")?;
    page.until(&format!("document.querySelector('{stage} .live')?.dataset.playing === 'true'"))?;
    page.until(&format!("document.activeElement.matches('{stage} .live-picture')"))?;
    page.press(" ")?;
    until_told(&page, "ten-two-blows")?;
    ensure!(
        page.ask(&format!("document.querySelector('{stage} .live').dataset.playing"))? == "false"
    );
    // Told before it plays, it does not begin.
    page.click("#predict-ten-cancel-one li:nth-child(1) label")?;
    page.click("#predict-ten-cancel-one form button")?;
    page.click("#stage-ten-application > .note button")?;
    until_told(&page, "ten-cancel-one")?;
    ensure!(verdict(&page, "ten-cancel-one")?.starts_with("没猜中，是 B。"));
    // Guessed again, it waits again.
    page.click("#predict-ten-cancel-one form button")?;
    is(
        &page,
        "ten-cancel-one",
        "it.dataset.committed === 'false' && !it.querySelector('details[open]')",
    )?;
    ensure!(line(&page, "ten-application")?.is_empty());
    page.is_clean()
}

#[test]
fn whoever_follows_a_link_to_a_moment_has_its_keys_and_the_question_where_it_fits() -> Result<()> {
    let page = Page::open("preface.html")?;
    let stage = "#stage-tm-dies-only-its-jobs";
    for (height, fits) in [(900, false), (1_300, true)] {
        page.resize(1_280, height)?;
        page.go_to("about.html")?;
        page.go_to(&format!("session.html{stage}&v=1.20&n=90&t=19900000"))?;
        page.until(&format!("document.activeElement.matches('{stage} .live-picture')"))?;
        page.until(&format!(
            "(() => {{ const {{ top }} = document.querySelector('{stage}').getBoundingClientRect();
               return top >= 0 && top < innerHeight; }})()"
        ))?;
        let seen = format!(
            "[...document.querySelectorAll('figure.predict[data-play^=\"{}&\"]')].at(-1).getBoundingClientRect().top >= 0",
            stage.trim_start_matches('#')
        );
        ensure!(page.ask(&seen)? == fits, "{height}");
        let playing = format!("document.querySelector('{stage} .live').dataset.playing");
        page.press(" ")?;
        page.until(&format!("{playing} === 'true'"))?;
    }
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
    until_told(&page, ID)?;
    ensure!(verdict(&page, ID)?.starts_with("Not quite: it is "));
    // The keys are the picture's now; its line leads back.
    let on_stage = "document.activeElement.matches('#stage-tm-dies-only-its-jobs .live-picture')";
    ensure!(page.ask(on_stage)? == true, "the focus is where it plays");
    page.ask("document.querySelector('#stage-tm-dies-only-its-jobs > .note button').focus()")?;
    page.press("Enter")?;
    ensure!(page.text("document.activeElement.textContent")? == "Guess again");
    page.press("Enter")?;
    is(&page, ID, "document.activeElement === it.querySelector('input')")?;
    page.type_text("14")?;
    page.press("Enter")?;
    until_told(&page, ID)?;
    ensure!(verdict(&page, ID)?.starts_with("Close enough: "));
    page.is_clean()
}

/// The middle of a thing in the picture of a stage, clicked as a reader would.
fn click_thing(page: &Page, stage: &str, key: &str) -> Result<()> {
    let thing = format!("#stage-{stage} .stage-live [data-key=\"{key}\"]");
    page.until(&format!("document.querySelector('{thing}') !== null"))?;
    page.click(&thing)
}

/// The line above the picture of a stage.
fn line(page: &Page, stage: &str) -> Result<String> {
    page.text(&format!("document.querySelector('#stage-{stage} > .note')?.textContent ?? ''"))
}

/// Whether a thing's frame has the colour of a word of the page's themes; it gets there softly.
fn framed(stage: &str, key: &str, word: &str) -> String {
    format!(
        "(() => {{ const thing = document.querySelector('#stage-{stage} .stage-live [data-key=\"{key}\"] > .look-body');\
         const as = document.createElement('i'); as.style.color = 'var({word})'; document.body.append(as);\
         const same = getComputedStyle(thing).stroke === getComputedStyle(as).color; as.remove(); return same; }})()"
    )
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
    click_thing(&page, STAGE, "task-1-0-0-0")?;
    page.until(&format!("document.querySelector('#predict-{ID} :checked')?.value === '1'"))?;
    ensure!(line(&page, STAGE)?.starts_with("选的是 tm-1。"), "{}", line(&page, STAGE)?);
    ensure!(page.ask(&format!("document.querySelector('#stage-{STAGE} .live-card')"))?.is_null());
    page.click(&format!("#stage-{STAGE} > .note button"))?;
    until_told(&page, ID)?;
    ensure!(verdict(&page, ID)?.starts_with("没猜中，是 C。"));
    ensure!(line(&page, STAGE)?.starts_with("没猜中，是 tm-2。"), "{}", line(&page, STAGE)?);
    is(
        &page,
        ID,
        "it.querySelector('.predict-told').textContent.includes('到那时，tm-1 的 slot 全归 Clicks 用。')",
    )?;
    page.until(&framed(STAGE, "tm-2", "--tip"))?;
    page.until(&framed(STAGE, "tm-1", "--caution"))?;
    // Once more, with keys.
    page.click(&format!("#predict-{ID} form button"))?;
    page.until(&format!("!{}", framed(STAGE, "tm-2", "--tip")))?;
    page.ask(&format!("document.querySelector('#predict-{ID} .predict-pick').focus()"))?;
    page.press("Enter")?;
    let thing = format!("#stage-{STAGE} .stage-live [data-key=\"tm-2\"]");
    page.ask(&format!("document.querySelector('{thing}').focus()"))?;
    page.press("Enter")?;
    ensure!(line(&page, STAGE)?.starts_with("选的是 tm-2。"), "{}", line(&page, STAGE)?);
    page.click(&format!("#stage-{STAGE} > .note button"))?;
    until_told(&page, ID)?;
    ensure!(verdict(&page, ID)?.starts_with("猜对了。"));
    page.is_clean()
}

#[test]
fn without_scripts_a_prediction_has_its_question_its_choices_and_its_answer() -> Result<()> {
    let page = Page::open_on("session.html", Screen::Desk, Scripts::Off)?;
    is(&page, "what-stays", "it.querySelectorAll('.predict-choices li').length === 4")?;
    is(&page, "what-stays", "!it.querySelector('input').checkVisibility()")?;
    is(&page, "what-stays", "!it.querySelector('button').checkVisibility()")?;
    ensure!(page.ask(&says_all("cluster-first"))? == true, "nobody would show it later");
    let told = "document.querySelector('main noscript').checkVisibility()";
    ensure!(page.ask(told)? == true, "why nothing moves");
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
