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
    notes.go_to(&format!("en/{LEAD}?notes={PATH}"))?;
    until_at(&notes, 2)?;
    reads(&notes, "7,,4,")?;
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
fn a_handout_has_at_most_four_sheets() -> Result<()> {
    for folder in ["", "en/"] {
        let page = Page::open(&format!("{folder}{LEAD}"))?;
        page.until("document.querySelector('.present button') !== null")?;
        for path in ["path-30", "path-60", "path-90"] {
            page.ask("(window.print = () => {}, null)")?;
            page.ask(&format!(
                "document.querySelector('.present[data-path={path}] [data-act=print]').click()"
            ))?;
            let moments = "document.querySelectorAll('.handout-sheet .handout-moment').length";
            ensure!(page.number(moments)? >= 5.0, "{path}: its moments");
            let sheets = page.sheets()?;
            ensure!((1..=4).contains(&sheets), "{folder}{path}: {sheets} sheets");
            page.until("document.querySelector('.handout-sheet') === null")?;
        }
        page.is_clean()?;
    }
    Ok(())
}
