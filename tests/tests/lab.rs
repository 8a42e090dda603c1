//! Stories of readers in the slot lab, in a real browser.

use anyhow::{Result, ensure};
use tests::Page;
use tests::page::{Screen, Scripts};

/// The page with labs.
const SLOTS: &str = "slots.html";

/// A part of a live lab.
fn on(id: &str, selector: &str) -> String {
    format!("#lab-{id} .lab-live {selector}")
}

fn number(page: &Page, expression: &str) -> Result<i64> {
    let value = page.ask(expression)?;
    value.as_i64().ok_or_else(|| anyhow::anyhow!("{expression} is {value}"))
}

/// Chooses a value of a knob, as a reader does.
fn turn(page: &Page, id: &str, knob: &str, value: &str) -> Result<()> {
    let select = on(id, &format!("[data-control={knob}]"));
    page.ask(&format!(
        "(() => {{ const select = document.querySelector('{select}'); select.value = '{value}';
           select.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()"
    ))?;
    page.until(&format!("document.querySelector('{select}').value === '{value}'"))
}

/// Replaces a program by another one.
fn write(page: &Page, id: &str, text: &str) -> Result<()> {
    let area = on(id, "[data-control=program]");
    page.ask(&format!(
        "(() => {{ const area = document.querySelector('{area}'); area.value = {text:?};
           area.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); }})()"
    ))?;
    Ok(())
}

fn text(page: &Page, id: &str, selector: &str) -> Result<String> {
    page.text(&format!("document.querySelector('{}').textContent", on(id, selector)))
}

/// How many elements there are.
fn count(id: &str, selector: &str) -> String {
    format!("document.querySelectorAll('{}').length", on(id, selector))
}

fn is_done(id: &str, task: &str) -> String {
    let row = on(id, &format!("[data-task={task}]"));
    format!("document.querySelector('{row}').dataset.done === 'true'")
}

#[test]
fn a_knob_moves_subtasks_and_says_why() -> Result<()> {
    let page = Page::open(SLOTS)?;
    page.bring_lab_to_life("strategies")?;
    let id = "strategies";
    let slots_of = |tm: u16| {
        let used = format!(".lab-slot:not(.is-free)[data-key^=\"slot-{tm}-\"]");
        count(id, &used)
    };
    ensure!(number(&page, &slots_of(0))? == 2, "one TaskManager is filled first");
    turn(&page, id, "strategy", "SLOTS")?;
    page.until(&format!("{} === 1 && {} === 1", slots_of(0), slots_of(1)))?;
    ensure!(text(&page, id, ".lab-why")?.contains("SLOTS"), "the sentence is about the strategy");
    turn(&page, id, "sharing", "apart")?;
    // Eight slots for six: nobody starts.
    page.until(&format!("{} === 1", count(id, ".lab-slot.is-missing")))?;
    page.until(&format!("{} === 0", count(id, ".lab-seated:not(.is-waiting)")))?;
    ensure!(text(&page, id, ".lab-status")?.contains("FAILED"), "and it says how that ends");
    page.is_clean()
}

#[test]
fn pointing_lights_the_same_thing_in_all_four_pictures() -> Result<()> {
    let page = Page::open(SLOTS)?;
    let id = "word-count";
    page.bring_lab_to_life(id)?;
    page.click(&on(id, "[data-key=operator-2] .look-body"))?;
    for kind in ["lab-operator", "lab-vertex", "lab-subtask", "lab-slot", "lab-seated"] {
        page.until(&format!("{} > 0", count(id, &format!(".{kind}.lit"))))?;
    }
    ensure!(number(&page, &count(id, ".lab-vertex.lit"))? == 1, "one task");
    ensure!(number(&page, &count(id, ".lab-subtask.lit"))? == 2, "two subtasks");
    page.is_clean()
}

#[test]
fn text_and_picture_are_in_step() -> Result<()> {
    let page = Page::open(SLOTS)?;
    let id = "word-count";
    page.bring_lab_to_life(id)?;
    page.click(&on(id, "[data-key=operator-1] .look-body"))?;
    turn(&page, id, "operator-parallelism", "4")?;
    let program = format!("document.querySelector('{}').value", on(id, "[data-control=program]"));
    page.until(&format!("{program}.includes('flatMap <- socket p=4')"))?;
    page.until(&format!("{} === 4", count(id, ".lab-subtask[data-key^=\"task-subtask-1-\"]")))?;
    write(&page, id, "job mine\nsource a p=1\nb <- kebBy a\n")?;
    page.until(&format!("document.querySelector('{}') !== null", on(id, ".lab-wrong")))?;
    let told = text(&page, id, ".lab-wrong")?;
    ensure!(told.contains('3') && told.contains("kebBy"), "place and word: {told}");
    ensure!(number(&page, &count(id, ".lab-operator"))? == 4, "the last good program stays");
    write(&page, id, "job mine\nsource a p=1\nb <- keyBy a p=3\n")?;
    page.until(&format!("{} === 2", count(id, ".lab-operator")))?;
    page.click(&on(id, "[data-control=reset]"))?;
    page.until(&format!("{program}.startsWith('job StreamWordCount')"))?;
    page.is_clean()
}

#[test]
fn the_tasks_are_ticked_by_what_is_true() -> Result<()> {
    let page = Page::open(SLOTS)?;
    let id = "yours";
    page.bring_lab_to_life(id)?;
    ensure!(page.ask(&is_done(id, "fit-in-four"))? == false, "nothing is done yet");
    page.click(&on(id, "[data-key=operator-3] .look-body"))?;
    turn(&page, id, "operator-parallelism", "2")?;
    page.until(&is_done(id, "fit-in-four"))?;
    ensure!(page.ask(&is_done(id, "never-share"))? == false, "orders and board share a slot");
    turn(&page, id, "sharing", "apart")?;
    turn(&page, id, "slots", "4")?;
    page.until(&is_done(id, "never-share"))?;
    turn(&page, id, "sharing", "shared")?;
    turn(&page, id, "lost", "0")?;
    ensure!(page.ask(&is_done(id, "lose-one"))? == false, "nothing restarts it");
    turn(&page, id, "checkpoints", "on")?;
    page.until(&is_done(id, "lose-one"))?;
    page.is_clean()
}

#[test]
fn the_keyboard_is_enough_in_the_lab() -> Result<()> {
    let page = Page::open(SLOTS)?;
    let id = "word-count";
    page.bring_lab_to_life(id)?;
    page.ask(&format!("document.querySelector('{}').focus()", on(id, "[data-control=reset]")))?;
    page.tab_to("[data-key=operator-0]")?;
    page.press("ArrowRight")?;
    page.until("document.activeElement.dataset.key === 'operator-1'")?;
    page.press("Enter")?;
    page.until(&format!("{} === 1", count(id, "[data-operator=flatMap]")))?;
    page.press("ArrowLeft")?;
    page.until("document.activeElement.dataset.key === 'operator-0'")?;
    ensure!(page.text("location.pathname")?.ends_with(SLOTS), "arrows do not leave the chapter");
    page.is_clean()
}

#[test]
fn nothing_moves_when_the_lab_comes_alive() -> Result<()> {
    for screen in [Screen::Desk, Screen::Phone] {
        let height =
            "Math.round(document.getElementById('lab-word-count').getBoundingClientRect().height)";
        let still = Page::open_on(SLOTS, screen, Scripts::Off)?;
        let before = number(&still, height)?;
        let page = Page::open_on(SLOTS, screen, Scripts::On)?;
        page.bring_lab_to_life("word-count")?;
        let after = number(&page, height)?;
        ensure!((before - after).abs() <= 1, "{screen:?}: {before} px became {after} px");
        ensure!(number(&page, "document.scrollingElement.scrollWidth")? <= 1280, "{screen:?}");
        page.is_clean()?;
    }
    Ok(())
}
