//! Stories of readers who compare the deployment modes, in a real browser.

use anyhow::{Result, ensure};
use tests::Page;
use tests::page::{Screen, Scripts};

/// The page with the three modes on one clock.
const MODES: &str = "modes.html";

/// A part of a live comparison.
fn on(id: &str, selector: &str) -> String {
    format!("#compare-{id} .cmp-live {selector}")
}

fn text(page: &Page, id: &str, selector: &str) -> Result<String> {
    page.text_of(&on(id, selector))
}

/// Chooses a value of a knob, as a reader does.
fn turn(page: &Page, id: &str, knob: &str, value: &str) -> Result<()> {
    page.turn(&on(id, &format!("[data-control={knob}]")), value)
}

/// Where the clock's line stands in the first chart.
fn line(id: &str) -> String {
    format!("Number(document.querySelector('{}').getAttribute('x1'))", on(id, "line.cmp-clock"))
}

/// Whether a cell of the table, by the name of its row and the number of its mode, is this.
fn cell(id: &str, row: &str, mode: usize, value: &str) -> String {
    format!(
        "[...document.querySelectorAll('{}')].some((row) =>
           row.querySelector('th').textContent === '{row}' &&
           row.querySelectorAll('td')[{mode}].textContent === '{value}')",
        on(id, ".cmp-table tbody tr")
    )
}

#[test]
fn another_blow_hits_others() -> Result<()> {
    let page = Page::open(MODES)?;
    let id = "modes";
    page.bring_comparison_to_life(id)?;
    page.until(&cell(id, "被打断的作业", 0, "J1、J2、J3"))?;
    page.until(&cell(id, "被打断的作业", 1, "J1"))?;
    turn(&page, id, "fault", "task-manager")?;
    page.until(&cell(id, "被打断的作业", 0, "J1"))?;
    page.until(&cell(id, "从 checkpoint 接着跑的", 2, "J1"))?;
    turn(&page, id, "jobs", "5")?;
    page.until(&cell(id, "Flink 集群", 1, "5"))?;
    turn(&page, id, "platform", "kubernetes")?;
    page.until(&cell(id, "Flink 集群", 1, "–"))?;
    page.click(&on(id, "[data-control=reset]"))?;
    page.until(&cell(id, "Flink 集群", 1, "3"))?;
    page.is_clean()
}

#[test]
fn the_clock_moves_one_line_through_all_modes() -> Result<()> {
    let page = Page::open(MODES)?;
    let id = "modes";
    page.bring_comparison_to_life(id)?;
    let lines = format!("document.querySelectorAll('{}').length", on(id, "line.cmp-clock"));
    ensure!(page.number(&lines)? == 3.0, "one in each mode");
    let slider = on(id, "[data-control=clock]");
    let seek = |place: u16| {
        page.ask(&format!(
            "(() => {{ const slider = document.querySelector('{slider}'); slider.value = '{place}';
               slider.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); }})()"
        ))
    };
    let before = page.number(&line(id))?;
    seek(0)?;
    page.until(&format!("{} < {before}", line(id)))?;
    let told = text(&page, id, "[data-mode=session] dd")?;
    ensure!(told.contains("没有进程"), "nothing runs at 0: {told}");
    page.click(&on(id, "[data-control=forward]"))?;
    page.until(&format!("{} > 0 && document.querySelector('{slider}').value !== '0'", line(id)))?;
    // The pointer takes the line along.
    let picture = on(id, ".cmp-pictures svg");
    page.ask(&format!(
        "(() => {{ const svg = document.querySelector('{picture}');
           const box = svg.getBoundingClientRect();
           svg.dispatchEvent(new PointerEvent('pointerdown', {{ bubbles: true, buttons: 1,
             clientX: box.left + box.width / 2, clientY: box.top + 60 }})); }})()"
    ))?;
    page.until(&format!("Math.abs({} - 384) < 6", line(id)))?;
    page.is_clean()
}

#[test]
fn the_clock_runs_until_somebody_takes_it_in_hand() -> Result<()> {
    let page = Page::open(MODES)?;
    let id = "modes";
    page.bring_comparison_to_life(id)?;
    let slider = on(id, "[data-control=clock]");
    let place = format!("Number(document.querySelector('{slider}').value)");
    page.ask(&format!(
        "(() => {{ const slider = document.querySelector('{slider}'); slider.value = '0';
           slider.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); }})()"
    ))?;
    page.until(&format!("{place} === 0"))?;
    page.click(&on(id, "[data-control=play]"))?;
    page.until(&format!("{place} > 20"))?;
    page.click(&on(id, "[data-control=back]"))?;
    let label = format!("document.querySelector('{}').ariaLabel", on(id, "[data-control=play]"));
    ensure!(page.text(&label)? == "让时钟走", "it stands");
    page.is_clean()
}

#[test]
fn the_keyboard_is_enough_for_the_clock() -> Result<()> {
    let page = Page::open(MODES)?;
    let id = "modes";
    page.bring_comparison_to_life(id)?;
    page.ask(&format!("document.querySelector('{}').focus()", on(id, "[data-control=back]")))?;
    page.tab_to("[data-control=clock]")?;
    let before = page.number(&line(id))?;
    page.press("ArrowLeft")?;
    page.press("ArrowLeft")?;
    page.until(&format!("{} < {before}", line(id)))?;
    ensure!(page.text("location.pathname")?.ends_with(MODES), "arrows do not leave the chapter");
    page.ask(&format!("document.querySelector('{}').focus()", on(id, "[data-control=play]")))?;
    page.tab_to("[data-control=forward]")?;
    page.press("Enter")?;
    page.until(&format!("{} >= {before}", line(id)))?;
    page.is_clean()
}

#[test]
fn a_link_leads_to_the_same_moment_and_a_bad_one_is_told() -> Result<()> {
    let page = Page::open(MODES)?;
    let id = "modes";
    page.bring_comparison_to_life(id)?;
    turn(&page, id, "jobs", "2")?;
    page.click(&on(id, "[data-control=link]"))?;
    page.until("location.hash.startsWith('#compare-modes&jobs=2.2&t=')")?;
    let link = page.text("location.hash")?;
    let time = text(&page, id, ".cmp-time")?;
    let other = Page::open("index.html")?;
    other.go_to(&format!("{MODES}{link}"))?;
    other.bring_comparison_to_life(id)?;
    ensure!(text(&other, id, ".cmp-time")? == time, "the same moment");
    other.until(&cell(id, "Flink 集群", 1, "2"))?;
    other.ask("location.hash = '#compare-modes&jobs=9'")?;
    let notice = on(id, ".cmp-notice");
    other.until(&format!("document.querySelector('{notice}').textContent.includes('jobs=9')"))?;
    other.until(&cell(id, "Flink 集群", 1, "3"))?;
    other.is_clean()
}

#[test]
fn nothing_moves_when_the_comparison_comes_alive() -> Result<()> {
    for (screen, most) in [(Screen::Desk, 1280.0), (Screen::Phone, 360.0)] {
        for page in [MODES, "en/shop.html"] {
            let id = if page == MODES { "modes" } else { "shop" };
            let comparison = format!("compare-{id}");
            let still = Page::open_on(page, screen, Scripts::Off)?;
            let before = still.height(&comparison)?;
            let page = Page::open_on(page, screen, Scripts::On)?;
            page.bring_comparison_to_life(id)?;
            let after = page.height(&comparison)?;
            ensure!((before - after).abs() <= 1.0, "{screen:?} {id}: {before} became {after} px");
            let wide = page.number("document.scrollingElement.scrollWidth")?;
            ensure!(wide <= most, "{screen:?}: {wide} px wide");
            page.is_clean()?;
        }
    }
    Ok(())
}

#[test]
fn a_blow_is_played_by_a_click_on_its_cell() -> Result<()> {
    let page = Page::open(MODES)?;
    page.click("#compare-blows .cmp-blows a[href*='fault=task-manager&checkpoints=off']")?;
    let id = "modes";
    page.until(&format!("document.querySelector('#compare-{id}').dataset.live === 'true'"))?;
    let knob = on(id, "[data-control=fault]");
    page.until(&format!("document.querySelector('{knob}')?.value === 'task-manager'"))?;
    page.until(&cell(id, "被打断的作业", 2, "J1、J2、J3"))?;
    // It plays to the end by itself.
    let slider = on(id, "[data-control=clock]");
    page.until(&format!("document.querySelector('{slider}').value === '1000'"))?;
    page.is_clean()
}

#[test]
fn caption_chart_and_clock_are_one_screen() -> Result<()> {
    for path in [MODES, "en/modes.html"] {
        let page = Page::open(path)?;
        let id = "modes";
        page.bring_comparison_to_life(id)?;
        for (wide, high) in [(1280, 720), (1440, 900), (1920, 1080)] {
            page.resize(wide, high)?;
            // The clock stays in sight whatever the chart's height is: what it must not do is to lie on the chart.
            let covered = page.number(&format!(
                "(document.querySelector('#compare-{id}').scrollIntoView({{ behavior: 'instant' }}),
                 document.querySelector('{}').getBoundingClientRect().bottom
                 - document.querySelector('{}').getBoundingClientRect().top)",
                on(id, ".cmp-screen"),
                on(id, ".cmp-clock-bar")
            ))?;
            ensure!(
                covered <= 0.5,
                "{path}, {wide} by {high}: {covered} px of the chart are covered"
            );
            let caption = page.number(&format!(
                "document.querySelector('#compare-{id} > figcaption').getBoundingClientRect().top
                 - document.querySelector('.bar').getBoundingClientRect().bottom"
            ))?;
            ensure!(
                caption >= 0.0,
                "{path}, {wide} by {high}: the caption is {caption} px below the bar"
            );
        }
        page.is_clean()?;
    }
    Ok(())
}
