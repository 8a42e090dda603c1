//! Stories of readers at a stage's terminal, at printed commands, and before the web pages.

use anyhow::{Result, ensure};
use tests::Page;
use tests::page::{Screen, Scripts};

/// The page with a session on YARN.
const YARN: &str = "yarn.html";

/// The stage there.
const STAGE: &str = "yarn-session";

fn on(selector: &str) -> String {
    format!("#stage-{STAGE} {selector}")
}

/// To where a job runs in the session.
fn go_to_the_end(page: &Page) -> Result<()> {
    page.ask(&format!(
        "document.querySelector('{}').dispatchEvent(
           new KeyboardEvent('keydown', {{ key: 'End', bubbles: true }}))",
        on(".live")
    ))?;
    Ok(())
}

/// Opens the terminal of the stage.
fn open_terminal(page: &Page) -> Result<()> {
    page.bring_to_life(STAGE)?;
    go_to_the_end(page)?;
    page.ask(&format!("document.querySelector('{}').click()", on("[data-tab=terminal]")))?;
    page.until(&format!(
        "document.querySelector('{}').getBoundingClientRect().height > 10",
        on(".live-typed")
    ))
}

/// Types a line and Enter, key by key.
fn enter(page: &Page, line: &str) -> Result<()> {
    page.ask(&format!("document.querySelector('{}').focus()", on(".live-typed")))?;
    page.type_text(line)?;
    page.press("Enter")
}

/// Waits for a row of the terminal that contains this.
fn sees(page: &Page, words: &str) -> Result<()> {
    page.until(&format!(
        "[...document.querySelectorAll('{}')].some((row) => row.textContent.includes({words:?}))",
        on(".live-row")
    ))
}

#[test]
fn a_reader_types_the_commands_of_the_notes() -> Result<()> {
    let page = Page::open(YARN)?;
    open_terminal(&page)?;
    enter(&page, "yarn application -list")?;
    sees(&page, "application_1622535605178_0003")?;
    enter(&page, "bin/flink list")?;
    sees(&page, "StreamWordCount (RUNNING)")?;
    enter(&page, "bin/flink run -d -t yarn-per-job -c a.StreamWordCount x.jar")?;
    sees(&page, "Submitting application master application_1622535605178_0004")?;
    enter(&page, "bin/flink run -t yarn-application x.jar")?;
    sees(&page, "No ExecutorFactory found to execute the application.")?;
    // A mistake is marked where it is.
    enter(&page, "bin/flink rum x.jar")?;
    sees(&page, "is not a valid action.")?;
    page.until(&format!(
        "[...document.querySelectorAll('{}')].at(-1).textContent === 'rum'",
        on(".live-row mark")
    ))?;
    // The history.
    page.press("ArrowUp")?;
    let value = format!("document.querySelector('{}').value", on(".live-typed"));
    ensure!(page.text(&value)? == "bin/flink rum x.jar");
    // mdBook's keys stay asleep: the right arrow would leave the chapter, "s" would open the search.
    page.press("ArrowRight")?;
    page.press("s")?;
    ensure!(page.text("location.pathname")?.ends_with(YARN), "the chapter is left");
    ensure!(page.text(&value)? == "bin/flink rum x.jars", "the line takes its keys");
    page.is_clean()
}

#[test]
fn a_printed_command_runs_in_its_stage() -> Result<()> {
    for screen in [Screen::Desk, Screen::Phone] {
        let page = Page::open_on(YARN, screen, Scripts::On)?;
        page.until("document.readyState === 'complete'")?;
        page.ask(
            "document.querySelector('.run[data-run^=\"bin/yarn-session.sh -nm test\"]').click()",
        )?;
        page.until(&format!("document.getElementById('stage-{STAGE}').dataset.live === 'true'"))?;
        sees(&page, "bin/yarn-session.sh -nm test")?;
        sees(&page, "YARN application has been deployed successfully.")?;
        let session = format!("document.querySelector('{}').dataset.session", on(".stage-live"));
        let told = page.text(&session)?;
        ensure!(!told.contains("submit"), "it was started in an empty world: {told}");
        page.is_clean()?;
    }
    Ok(())
}

#[test]
fn a_printed_command_waits_for_the_session() -> Result<()> {
    let page = Page::open(YARN)?;
    page.bring_to_life(STAGE)?;
    page.ask(&format!("document.querySelector('{}').click()", on("[data-control=restart]")))?;
    page.ask("document.querySelector('.run[data-run^=\"echo\"]').click()")?;
    page.until(&format!(
        "document.querySelector('{}').dataset.session.includes('stop-cluster')",
        on(".stage-live")
    ))?;
    page.is_clean()
}

#[test]
fn without_scripts_printed_commands_are_plain() -> Result<()> {
    let page = Page::open_on(YARN, Screen::Desk, Scripts::Off)?;
    page.until("getComputedStyle(document.querySelector('.run')).display === 'none'")?;
    page.until(&format!(
        "document.querySelector('{}').getBoundingClientRect().height > 50",
        on(".stage-static svg .stage-page")
    ))?;
    page.is_clean()
}

#[test]
fn the_web_pages_show_what_the_cluster_says() -> Result<()> {
    for path in [YARN, "en/yarn.html"] {
        let page = Page::open(path)?;
        page.bring_to_life(STAGE)?;
        let texts = format!(
            "[...document.querySelectorAll('{}')].map((text) => text.textContent).join('|')",
            on(".stage-live svg text")
        );
        let shows = |words: &str| page.until(&format!("{texts}.includes({words:?})"));
        // It opens with a session; at the end there are a job, and a container for each process.
        shows("application_1622535605178_0003")?;
        go_to_the_end(&page)?;
        shows("StreamWordCount")?;
        page.ask(&format!("document.querySelector('{}').click()", on("[data-control=restart]")))?;
        shows("ERR_CONNECTION_REFUSED")?;
        page.ask(&format!("document.querySelector('{}').click()", on("[data-control=view]")))?;
        page.until(&format!("!document.querySelector('{}')", on(".stage-live .stage-page")))?;
        page.is_clean()?;
    }
    Ok(())
}
