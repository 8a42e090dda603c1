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

/// Chooses a value of a knob, as a reader does.
fn turn(page: &Page, id: &str, knob: &str, value: &str) -> Result<()> {
    page.turn(&on(id, &format!("[data-control={knob}]")), value)
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
    page.text_of(&on(id, selector))
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
        let used = format!(".lab-slot:not(.is-absent)[data-key^=\"slot-{tm}-\"]");
        count(id, &used)
    };
    ensure!(page.number(&slots_of(0))? == 2.0, "one TaskManager is filled first");
    turn(&page, id, "strategy", "SLOTS")?;
    page.until(&format!("{} === 1 && {} === 1", slots_of(0), slots_of(1)))?;
    ensure!(text(&page, id, ".lab-why")?.contains("SLOTS"), "the sentence is about the strategy");
    turn(&page, id, "sharing", "apart")?;
    // Eight slots for six: nobody starts.
    page.until(&format!("{} === 1", count(id, ".lab-missing")))?;
    page.until(&format!("{} === 0", count(id, ".lab-seated.is-alive")))?;
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
        page.until(&format!("{} > 0", count(id, &format!(".{kind}.involved"))))?;
    }
    ensure!(page.number(&count(id, ".lab-vertex.involved"))? == 1.0, "one task");
    ensure!(page.number(&count(id, ".lab-subtask.involved"))? == 2.0, "two subtasks");
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
    ensure!(page.number(&count(id, ".lab-operator"))? == 4.0, "the last good program stays");
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
    for kind in ["lab-vertex", "lab-subtask", "lab-slot", "lab-seated"] {
        page.until(&format!("{} > 0", count(id, &format!(".{kind}.involved"))))?;
    }
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
        let still = Page::open_on(SLOTS, screen, Scripts::Off)?;
        let before = still.height("lab-word-count")?;
        let page = Page::open_on(SLOTS, screen, Scripts::On)?;
        page.bring_lab_to_life("word-count")?;
        let after = page.height("lab-word-count")?;
        ensure!((before - after).abs() <= 1.0, "{screen:?}: {before} px became {after} px");
        ensure!(page.number("document.scrollingElement.scrollWidth")? <= 1280.0, "{screen:?}");
        page.is_clean()?;
    }
    Ok(())
}

#[test]
fn a_finger_is_enough_in_the_lab() -> Result<()> {
    let page = Page::open_on(SLOTS, Screen::Phone, Scripts::On)?;
    let id = "groups";
    page.bring_lab_to_life(id)?;
    page.tap(&on(id, "[data-key=slot-1-0] .look-body"))?;
    for kind in ["lab-operator", "lab-vertex", "lab-subtask", "lab-seated"] {
        page.until(&format!("{} > 0", count(id, &format!(".{kind}.involved"))))?;
    }
    let told = text(&page, id, ".lab-why")?;
    ensure!(told.contains("tm-1") && told.contains("slot 0"), "near the picture: {told}");
    // Knob and picture are in sight together: what moves is seen.
    turn(&page, id, "slots", "4")?;
    page.until(&format!("{} === 4", count(id, ".lab-slot[data-key^=slot-1-]")))?;
    let seen = |selector: &str| {
        let it = on(id, selector);
        page.ask(&format!(
            "(() => {{ const box = document.querySelector('{it}').getBoundingClientRect();
               return box.top >= 0 && box.bottom <= innerHeight; }})()"
        ))
    };
    page.ask(&format!(
        "document.querySelector('{}').scrollIntoView({{ block: 'end', behavior: 'instant' }})",
        on(id, "[data-key=tm-1]")
    ))?;
    for selector in ["[data-control=slots]", ".lab-why", "[data-key=slot-1-0]"] {
        ensure!(seen(selector)? == true, "{selector} is out of sight");
    }
    page.is_clean()
}

#[test]
fn operators_are_connected_by_hand() -> Result<()> {
    let page = Page::open(SLOTS)?;
    let id = "word-count";
    page.bring_lab_to_life(id)?;
    let program = format!("document.querySelector('{}').value", on(id, "[data-control=program]"));
    let says = |line: &str| page.until(&format!("{program}.includes({line:?})"));
    // The names at the edges, in StreamGraph and JobGraph.
    let ways = |names: &str| {
        page.until(&format!(
            "[...document.querySelectorAll('{}')].map((it) => it.textContent).join() === '{names}'",
            on(id, ".lab-edge text")
        ))
    };
    page.click(&on(id, "[data-key=operator-1] .look-body"))?;
    for (word, line) in [
        ("broadcast", "flatMap <- broadcast socket"),
        ("keyBy", "flatMap <- keyBy socket"),
        ("rebalance", "flatMap <- rebalance socket"),
        ("", "flatMap <- socket"),
    ] {
        turn(&page, id, "operator-input", word)?;
        says(line)?;
    }
    // forward wants the same parallelism on both sides; Flink refuses it otherwise.
    turn(&page, id, "operator-input", "forward")?;
    page.until(&format!(
        "document.querySelector('{}').textContent.includes('UnsupportedOperationException')",
        on(id, ".lab-why")
    ))?;
    turn(&page, id, "parallelism", "1")?;
    page.until(&format!("{} === 2", count(id, ".lab-chained")))?;
    // A union: one more input.
    page.click(&on(id, "[data-key=operator-3] .look-body"))?;
    turn_to_other(&page, id, "operator-more", "0")?;
    says("sink print <- sum, socket")?;
    page.click(&on(id, "[data-control=add-after]"))?;
    says("map-1 <- sum, socket\nsink print <- map-1\n")?;
    ways("HASH,FORWARD,FORWARD,HASH,FORWARD,FORWARD")?;
    page.is_clean()
}

/// Chooses a value of a knob that then shows something else again.
fn turn_to_other(page: &Page, id: &str, knob: &str, value: &str) -> Result<()> {
    page.choose(&on(id, &format!("[data-control={knob}]")), value)
}

#[test]
fn a_link_shows_the_lab_as_it_was() -> Result<()> {
    let page = Page::open(SLOTS)?;
    let id = "strategies";
    page.bring_lab_to_life(id)?;
    turn(&page, id, "strategy", "TASKS")?;
    turn(&page, id, "task-managers", "4")?;
    let program = "job mine # ours\nsource a\nsink b <- keyBy a p=1\n";
    write(&page, id, program)?;
    page.click(&on(id, "[data-key=operator-1] .look-body"))?;
    page.click(&on(id, "[data-control=link]"))?;
    page.until("location.hash.startsWith('#lab-strategies&')")?;
    let link = page.text("location.hash")?;
    page.go_to("about.html")?;
    page.go_to(&format!("{SLOTS}{link}"))?;
    // It is brought to life, and into view, by the link.
    page.until(&format!("document.querySelector('{}') !== null", on(id, "[data-operator=b]")))?;
    for (knob, value) in [("strategy", "TASKS"), ("task-managers", "4"), ("program", program)] {
        let control = on(id, &format!("[data-control={knob}]"));
        page.until(&format!("document.querySelector('{control}').value === {value:?}"))?;
    }
    // At its beginning.
    let top = "Math.round(document.getElementById('lab-strategies').getBoundingClientRect().top)";
    page.until(&format!("{top} >= 0 && {top} < innerHeight / 4"))?;
    page.is_clean()
}

#[test]
fn a_link_that_means_nothing_is_told_at_its_place() -> Result<()> {
    let page = Page::open("about.html")?;
    page.go_to(&format!("{SLOTS}#lab-groups&strategy=SLOTS&slots=99&program=job"))?;
    let why = format!("document.querySelector('{}')", on("groups", ".lab-why"));
    page.until(&format!("{why} !== null && {why}.textContent.includes('slots=99')"))?;
    let strategy = on("groups", "[data-control=strategy]");
    page.until(&format!("document.querySelector('{strategy}').value === 'NONE'"))?;
    // Another link, followed while the page is open.
    page.ask("location.hash = '#lab-groups&slots=2&program=job+a;source+b'")?;
    page.until(&format!("{} === 1", count("groups", ".lab-operator")))?;
    page.ask("location.hash = '#lab-groups&program=job+a;sauce'")?;
    page.until(&format!("{} === 1", count("groups", ".lab-wrong")))?;
    page.is_clean()
}

#[test]
fn a_lab_that_stops_leaves_the_others_alive() -> Result<()> {
    let page = Page::open(SLOTS)?;
    for id in ["word-count", "groups"] {
        page.bring_lab_to_life(id)?;
    }
    let live = "document.querySelector('#lab-groups .stage-live')";
    page.ask(&format!("{live}.dataset.panicTest = ''"))?;
    let slots = on("groups", "[data-control=slots]");
    page.choose(&slots, "4")?;
    page.until("document.getElementById('lab-groups').dataset.live === 'stopped'")?;
    let told = page.text_of("#lab-groups .stage-stopped")?;
    ensure!(told.contains("asked to fail"), "it says what happened: {told}");
    ensure!(told.contains("lab-groups&") && told.contains("program=job+"), "and how: {told}");

    turn(&page, "word-count", "slots", "4")?;
    page.until(&format!("{} === 8", count("word-count", ".lab-slot")))?;

    page.ask("document.querySelector('#lab-groups [data-control=restart-stopped]').click()")?;
    page.until(&format!("document.querySelector('{slots}') !== null"))?;
    turn(&page, "groups", "slots", "2")?;
    page.until(&format!("{} === 4", count("groups", ".lab-slot")))
}
