//! Stories of whoever leads a session, in a real browser: the big screen, the notes beside it, the handout; and of who takes
//! a stage along.
//!
//! Every story ends with the page clean.

use anyhow::{Result, ensure};
use tests::Page;

/// The chapter with the paths, and its 60-minute one.
const LEAD: &str = "lead.html";
const PATH: &str = "path-60";

/// The document in the big screen's frame.
const INSIDE: &str = "document.querySelector('.present-screen iframe').contentDocument";

/// What stands on the big screen, and in the notes.
const TITLE: &str = "document.querySelector('.present-title').textContent";

/// Opens the big screen at the moment where the path stands.
fn show(page: &Page) -> Result<()> {
    page.until("document.querySelector('.present button') !== null")?;
    page.ask(&format!(
        "document.querySelector('.present[data-path={PATH}] [data-act=show]').click()"
    ))?;
    page.until("document.querySelector('.present-screen')?.open === true")
}

/// Waits until a stage stands alone on the big screen and lives.
fn until_stage(page: &Page, stage: &str) -> Result<()> {
    page.until(&format!(
        "(() => {{ const own = [...{INSIDE}.querySelectorAll('main > *')].filter((part) => part.checkVisibility());
           return own.length === 1 && own[0].id === 'stage-{stage}' && own[0].dataset.live === 'true'
             && own[0].querySelector('.live-later') === null; }})()"
    ))
}

/// Waits until a window stands at a moment of the path.
fn until_at(page: &Page, number: usize) -> Result<()> {
    page.until(&format!("{TITLE}.startsWith('{number} / 8')"))
}

#[test]
fn a_leader_walks_the_path_with_a_clicker_and_everything_else_is_the_stages() -> Result<()> {
    let page = Page::open(LEAD)?;
    show(&page)?;
    until_stage(&page, "cluster-first")?;
    ensure!(page.ask(&format!("{INSIDE}.querySelector('.bar').checkVisibility()"))? == false);
    // Nobody has touched the frame: the stage has its keys all the same.
    let happened = format!("Number({INSIDE}.querySelector('[data-happened]').dataset.happened)");
    let before = page.number(&happened)?;
    page.press("ArrowRight")?;
    page.until(&format!("{happened} > {before}"))?;
    page.press("PageDown")?;
    until_at(&page, 2)?;
    until_stage(&page, "shortage-late")?;
    // Of two stages of one page the shown one has them; the other stays as it was left.
    let happened = |stage: &str| {
        format!("Number({INSIDE}.querySelector('#stage-{stage} [data-happened]').dataset.happened)")
    };
    let (hidden, shown) = (happened("cluster-first"), happened("shortage-late"));
    let (left, before) = (page.number(&hidden)?, page.number(&shown)?);
    page.press(" ")?;
    page.until(&format!("{shown} > {before}"))?;
    page.press(" ")?;
    page.until(&format!(
        "{INSIDE}.querySelector('#stage-shortage-late .live').dataset.playing === 'false'"
    ))?;
    page.press("ArrowRight")?;
    ensure!(page.number(&hidden)? == left, "the hidden stage moved");
    // Now somebody has, and the stage keeps every key but those of a clicker.
    page.ask(&format!(
        "{INSIDE}.querySelector('#stage-shortage-late [data-control=play]').focus()"
    ))?;
    page.press("PageDown")?;
    until_stage(&page, "tm-dies-only-its-jobs")?;
    page.press("PageUp")?;
    until_stage(&page, "shortage-late")?;
    page.press(".")?;
    page.until("document.querySelector('.present-blank').checkVisibility()")?;
    // All of it is black, until somebody points.
    let bar = "document.querySelector('.present-bar button').checkVisibility({ visibilityProperty: true })";
    ensure!(page.ask(bar)? == false, "the bar is black, too");
    page.point_at(".present-blank")?;
    page.point_at(".present-bar")?;
    page.until(bar)?;
    page.press("PageUp")?;
    until_at(&page, 1)?;
    page.until("!document.querySelector('.present-blank').checkVisibility()")?;
    // There is nothing before the first; the last has no stage, but a section.
    page.press("PageUp")?;
    until_at(&page, 1)?;
    for number in 2..=8 {
        page.press("PageDown")?;
        until_at(&page, number)?;
    }
    page.press("PageDown")?;
    until_at(&page, 8)?;
    page.until(&format!("{INSIDE}.getElementById('now')?.checkVisibility() === true"))?;
    page.ask("document.querySelector('.present-bar button:last-child').click()")?;
    show(&page)?;
    until_at(&page, 8)?;
    // Another group begins at the beginning.
    page.ask("[...document.querySelectorAll('.present-bar button')].find((it) => it.textContent === '从头开始').click()")?;
    until_at(&page, 1)?;
    page.is_clean()
}

#[test]
fn what_is_asked_is_not_shown_before_it_is_told() -> Result<()> {
    let page = Page::open(LEAD)?;
    show(&page)?;
    let covered = format!("{INSIDE}.querySelectorAll('[data-covered]').length");
    for _ in 2..=3 {
        page.press("PageDown")?;
    }
    until_stage(&page, "tm-dies-only-its-jobs")?;
    let says = format!(
        "{INSIDE}.querySelector('#stage-tm-dies-only-its-jobs > figcaption > span').checkVisibility({{ visibilityProperty: true }})"
    );
    ensure!(page.ask(&says)? == false, "the caption waits for the room's answer");
    // One question after the other, and behind the last one the picture.
    for number in ["1 / 3", "2 / 3", "3 / 3"] {
        page.press("a")?;
        page.until(&format!(
            "document.querySelector('.present-asked small')?.textContent === '{number}'"
        ))?;
    }
    page.press("a")?;
    page.until("!document.querySelector('.present-asked').checkVisibility()")?;
    page.press("End")?;
    page.until(&says)?;
    // A comparison stands before its blow, and has the keys of a stage.
    for _ in 4..=5 {
        page.press("PageDown")?;
    }
    let clock = format!("Number({INSIDE}.querySelector('.cmp-live [data-control=clock]').value)");
    page.until(&format!("{clock} > 0"))?;
    let tick =
        format!("parseFloat({INSIDE}.querySelector('.live-tick[data-fault]').style.left) * 10");
    ensure!(page.number(&clock)? < page.number(&tick)?, "before the blow");
    page.until(&format!(
        "parseFloat({INSIDE}.querySelector('figure.compare').style.getPropertyValue('--now')) < 100"
    ))?;
    page.press("ArrowRight")?;
    page.until(&format!("{clock} >= Math.floor({tick})"))?;
    let at = page.number(&clock)?;
    page.press(" ")?;
    page.until(&format!("{clock} > {at}"))?;
    // The table is said by heart, cell by cell.
    for _ in 6..=8 {
        page.press("PageDown")?;
    }
    page.until(&format!("{covered} === 21"))?;
    page.press("ArrowRight")?;
    page.until(&format!("{covered} === 20"))?;
    page.ask(&format!("{INSIDE}.querySelector('[data-covered]').click()"))?;
    page.until(&format!("{covered} === 19"))?;
    page.press("ArrowLeft")?;
    page.until(&format!("{covered} === 20"))?;
    page.is_clean()
}

#[test]
fn notes_beside_the_screen_keep_step_and_hands_are_counted_in_either() -> Result<()> {
    let page = Page::open(LEAD)?;
    show(&page)?;
    let notes = page.another(&format!("{LEAD}?notes={PATH}"))?;
    until_at(&notes, 1)?;
    notes.press("PageDown")?;
    until_at(&page, 2)?;
    // What is said there, and nothing else of the chapter.
    let told = notes.text(
        "[...document.querySelectorAll('main h3')].filter((it) => it.checkVisibility()).map((it) => it.id).join()",
    )?;
    ensure!(told == "m-submit", "{told}");
    notes.press("a")?;
    page.until("document.querySelectorAll('.present-asked li').length === 4")?;
    let write = |page: &Page, choice: usize, hands: u32| {
        page.ask(&format!(
            "(() => {{ const field = document.querySelectorAll('.present-asked input')[{choice}]; field.value = '{hands}';
               field.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); }})()"
        ))
    };
    let reads = |page: &Page, hands: &str| {
        page.until(&format!(
            "[...document.querySelectorAll('.present-asked input')].map((it) => it.value).join() === '{hands}'"
        ))
    };
    notes.until("document.querySelectorAll('.present-asked input').length === 4")?;
    write(&notes, 0, 7)?;
    reads(&page, "7,,,")?;
    write(&page, 2, 4)?;
    reads(&notes, "7,,4,")?;
    // The screen closes, the notes go on; the screen comes back to where they are. The same the other way round.
    page.ask("document.querySelector('.present-bar button:last-child').click()")?;
    notes.press("PageDown")?;
    until_at(&notes, 3)?;
    show(&page)?;
    until_at(&page, 3)?;
    notes.go_to("about.html")?;
    page.ask("document.querySelector('.present-bar button').click()")?;
    until_at(&page, 2)?;
    notes.go_to(&format!("{LEAD}?notes={PATH}"))?;
    until_at(&notes, 2)?;
    reads(&notes, "7,,4,")?;
    // In the other language it is another session.
    notes.go_to(&format!("en/{LEAD}?notes={PATH}"))?;
    until_at(&notes, 1)?;
    notes.press("PageDown")?;
    notes.press("PageDown")?;
    until_at(&notes, 3)?;
    until_at(&page, 2)?;
    notes.is_clean()?;
    page.is_clean()
}

#[test]
fn a_session_is_led_without_a_network() -> Result<()> {
    let mut page = Page::open(LEAD)?;
    page.until("document.documentElement.dataset.kept === 'zh'")?;
    page.go_offline();
    show(&page)?;
    until_stage(&page, "cluster-first")?;
    page.press("a")?;
    page.until("document.querySelectorAll('.present-asked li').length === 4")?;
    page.press("z")?;
    page.until("document.querySelector('.present-code svg path') !== null")?;
    page.press("PageDown")?;
    until_stage(&page, "shortage-late")?;
    page.is_clean()
}

#[test]
fn a_handout_has_two_sheets_and_that_of_ninety_minutes_four() -> Result<()> {
    for folder in ["", "en/"] {
        let page = Page::open(&format!("{folder}{LEAD}"))?;
        page.until("document.querySelector('.present button') !== null")?;
        for (path, most) in [("path-30", 2), ("path-60", 2), ("path-90", 4)] {
            page.ask("(window.print = () => {}, null)")?;
            page.ask(&format!(
                "document.querySelector('.present[data-path={path}] [data-act=print]').click()"
            ))?;
            let moments = "document.querySelectorAll('.handout-sheet .handout-moment').length";
            page.until(&format!("{moments} >= 5"))?;
            // What to tick, and a table to fill.
            let boxes = "document.querySelectorAll('.handout-moment li').length";
            ensure!(page.number(boxes)? > 4.0, "{path}: its choices");
            let table = "[...document.querySelectorAll('.handout-moment td:not(:first-child)')].map((it) => it.textContent).join('')";
            ensure!(page.text(table)?.is_empty(), "{path}: its table");
            let sheets = page.sheets()?;
            ensure!((1..=most).contains(&sheets), "{folder}{path}: {sheets} sheets");
            page.until("document.querySelector('.handout-sheet') === null")?;
        }
        page.is_clean()?;
    }
    Ok(())
}
