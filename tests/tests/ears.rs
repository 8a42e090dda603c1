//! A whole task of a reader who sees nothing: by the accessibility tree and the keyboard alone.

use anyhow::{Result, bail, ensure};
use tests::Page;
use tests::page::Ear;

/// Two jobs on three TaskManagers, one of which has free slots.
const STAGE: &str = "tm-dies-only-its-jobs";

/// Goes on, moment by moment, until what is said fulfils a condition.
fn step_until(page: &Page, stage: &Ear, holds: impl Fn(&[String]) -> bool) -> Result<()> {
    const MOST: usize = 200;
    for _ in 0..MOST {
        if holds(&stage.said("")?) {
            return Ok(());
        }
        page.press("n")?;
    }
    bail!("{MOST} moments, and never: {:?}", stage.said("")?)
}

#[test]
fn which_job_moved_is_found_out_by_ear() -> Result<()> {
    let page = Page::open("en/session.html")?;
    page.bring_to_life(STAGE)?;
    let stage = page.listen_to("Simulation: A TaskManager dies")?;
    // The moment before anything dies: the tasks of Clicks run, on tm-1.
    stage.go_to("button", "JobManager")?;
    page.press("Home")?;
    let runs = |task: &&String| task.ends_with("RUNNING");
    step_until(&page, &stage, |names| {
        names.iter().filter(|it| it.starts_with("Clicks: ")).filter(runs).count() == 4
    })?;
    // Enter opens what can be done to it, a letter does it, and the focus stays on the thing.
    stage.go_to("button", "TaskManager tm-1")?;
    page.press("Enter")?;
    stage.go_to("button", "Kill tm-1")?;
    page.press("k")?;
    stage.go_to("button", "TaskManager tm-1: killed")?;
    let focus = page.text("document.activeElement.getAttribute('aria-label')")?;
    ensure!(focus.starts_with("TaskManager tm-1: killed"), "the focus stays: {focus}");
    // It plays on; once more, step by step, to the moment of the blow.
    page.press("Escape")?;
    page.press("Home")?;
    step_until(&page, &stage, |names| {
        names.iter().any(|it| it.starts_with("TaskManager tm-1: killed"))
    })?;
    ensure!(!stage.said("tm-1 is killed with -9")?.is_empty(), "what was done is said");
    let believed = stage.said("Clicks: ")?;
    ensure!(
        believed.iter().all(|it| it.ends_with("believed RUNNING")),
        "nobody knows: {believed:?}"
    );
    // The end: Clicks has moved to the free slots.
    page.press("End")?;
    stage.go_to("button", "tm-2 / slot 0: ACTIVE, Clicks")?;
    ensure!(stage.said("Clicks: ")?.iter().filter(runs).count() == 4, "Clicks runs again");
    // Back before the blow, nothing of it is left.
    page.press("Home")?;
    stage.go_to("button", "JobManager")?;
    ensure!(stage.said("TaskManager tm-1: killed")?.is_empty(), "it is undone");
    page.is_clean()
}
