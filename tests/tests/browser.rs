//! Stories of readers, in a real browser.
//!
//! Every story ends with the page clean: no error in its console, no request to another host.

use anyhow::{Result, ensure};
use tests::Page;
use tests::page::{Screen, Scripts};

/// The page with stages.
const SESSION: &str = "session.html";

/// One of its stages.
const STAGE: &str = "cluster-first";

/// A part of the live stage.
fn on(selector: &str) -> String {
    format!("#stage-{STAGE} {selector}")
}

/// How many events have happened on the stage.
fn happened() -> String {
    format!("Number(document.querySelector('#stage-{STAGE} [data-happened]').dataset.happened)")
}

#[test]
fn a_reader_plays_pauses_and_steps_both_ways() -> Result<()> {
    let page = Page::open(SESSION)?;
    page.bring_to_life(STAGE)?;
    page.click(&on("[data-control=restart]"))?;
    page.until(&format!("{} === 0", happened()))?;
    page.click(&on("[data-control=play]"))?;
    page.until(&format!("{} > 2", happened()))?;
    page.click(&on("[data-control=pause]"))?;
    page.until(&format!("document.querySelector('{}') !== null", on("[data-control=play]")))?;
    let before = page.number(&happened())?;
    page.click(&on("[data-control=step]"))?;
    page.until(&format!("{} > {before}", happened()))?;
    let beat = page.number(&happened())?;
    let picture = format!("document.querySelector('{}').innerHTML", on("svg"));
    let later = page.text(&picture)?;
    page.click(&on("[data-control=back]"))?;
    page.until(&format!("{} < {beat}", happened()))?;
    page.click(&on("[data-control=step]"))?;
    page.until(&format!("{} === {beat}", happened()))?;
    ensure!(page.text(&picture)? == later, "the same moment is the same picture");
    page.is_clean()
}

#[test]
fn a_stage_opens_before_the_fault_and_its_story_stands_on_the_time_line() -> Result<()> {
    let page = Page::open(SESSION)?;
    page.bring_to_life("tm-dies-yarn")?;
    let on = |selector: &str| format!("#stage-tm-dies-yarn {selector}");
    let now = format!("document.querySelector('{}').dataset.beat", on(".live-tick[data-now]"));
    let fault = page.text(&format!(
        "document.querySelector('{}').dataset.beat",
        on(".live-tick[data-fault]")
    ))?;
    let opens: u32 = page.text(&now)?.parse()?;
    ensure!(fault == (opens + 1).to_string(), "it opens at beat {opens}, the fault is {fault}");
    page.click(&on("[data-control=step]"))?;
    page.until(&format!("{now} === '{fault}'"))?;
    page.click(&on("[data-beat=\"0\"] .live-tick-name"))?;
    page.until(&format!("{now} === '0'"))?;
    page.is_clean()
}

#[test]
fn a_reader_kills_a_task_manager_and_sees_it() -> Result<()> {
    let page = Page::open(SESSION)?;
    page.bring_to_life(STAGE)?;
    let kill = on("[data-action=\"signal-task-manager+kill.0\"]");
    let tab = on("[data-tab=actions]");
    page.ask(&format!("document.querySelector('{tab}')?.click()"))?;
    let before = page.number(&happened())?;
    page.click(&kill)?;
    page.until(&format!("{} > {before}", happened()))?;
    page.until(&format!("document.querySelector('{kill}') === null"))?;
    let session = format!("document.querySelector('{}').dataset.session", on(".stage-live"));
    ensure!(page.text(&session)?.contains("+kill.0"), "the session tells what was done");
    page.is_clean()
}

#[test]
fn the_stage_follows_the_theme_at_once() -> Result<()> {
    let page = Page::open(SESSION)?;
    page.bring_to_life(STAGE)?;
    let mut grounds = std::collections::BTreeSet::new();
    let mut inks = std::collections::BTreeSet::new();
    for theme in ["light", "rust", "coal", "navy", "ayu"] {
        page.choose_theme(theme)?;
        let style = |property: &str| {
            let svg = on(".stage-live svg");
            page.text(&format!(
                "getComputedStyle(document.querySelector('{svg}')).getPropertyValue('{property}')"
            ))
        };
        grounds.insert(style("--bg")?);
        inks.insert(style("--stage-ink")?);
    }
    ensure!(grounds.len() == 5, "five grounds: {grounds:?}");
    ensure!(inks.len() >= 2, "dark ink on light, light ink on dark: {inks:?}");
    page.is_clean()
}

#[test]
fn the_language_switch_stays_on_the_chapter() -> Result<()> {
    let page = Page::open(SESSION)?;
    page.click(".bar-language")?;
    page.until(
        "document.documentElement.lang === 'en' && location.pathname.endsWith('/en/session.html')",
    )?;
    page.bring_to_life(STAGE)?;
    page.click(".bar-language")?;
    page.until(
        "document.documentElement.lang === 'zh-CN' && location.pathname.endsWith('/path/session.html')",
    )?;
    page.is_clean()
}

#[test]
fn the_keyboard_is_enough() -> Result<()> {
    let page = Page::open(SESSION)?;
    page.bring_to_life(STAGE)?;
    page.ask("document.querySelector('.skip').focus()")?;
    page.tab_to(&on("[data-control=step]"))?;
    let is = |count: i64| page.until(&format!("{} === {count}", happened()));
    let event = |key: &str| {
        page.ask(&format!(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
               {{ key: '{key}', shiftKey: true, bubbles: true, cancelable: true }}))"
        ))
    };
    page.press("Home")?;
    is(0)?;
    event("ArrowRight")?;
    is(1)?;
    event("ArrowRight")?;
    is(2)?;
    event("ArrowLeft")?;
    is(1)?;
    page.press("Enter")?;
    page.until(&format!("{} > 2", happened()))?;
    let beat = page.number(&happened())?;
    page.press("ArrowRight")?;
    page.until(&format!("{} > {beat}", happened()))?;
    page.press("ArrowLeft")?;
    page.until(&format!("{} === {beat}", happened()))?;
    page.press("Home")?;
    is(0)?;
    page.press("n")?;
    page.until(&format!("{} > 0", happened()))?;
    page.press("End")?;
    page.until(&format!(
        "document.querySelector('{}').getAttribute('aria-disabled') === 'true'",
        on("[data-control=step]")
    ))?;
    ensure!(page.text("location.pathname")?.ends_with(SESSION), "arrows do not leave the chapter");
    page.is_clean()
}

#[test]
fn without_scripts_everything_can_be_read() -> Result<()> {
    let page = Page::open_on(SESSION, Screen::Desk, Scripts::Off)?;
    let shown = |selector: &str| {
        format!("document.querySelector('{selector}').getBoundingClientRect().height > 50")
    };
    page.until(&shown(&on(".stage-static svg")))?;
    page.until(&shown(&on(".stage-static .stage-log")))?;
    page.until("document.querySelector('nav.toc a[aria-current=page]').getBoundingClientRect().height > 10 || innerWidth < 1312")?;
    let seen = page.seen();
    ensure!(
        !seen.requests.iter().any(|it| it.contains("/live/") && !it.contains(".css")),
        "nothing live is fetched, but for how a prediction looks"
    );
    page.is_clean()
}

#[test]
fn nothing_moves_when_the_live_stage_takes_over() -> Result<()> {
    for screen in [Screen::Desk, Screen::Phone] {
        let stage = format!("stage-{STAGE}");
        let page = Page::open_on(SESSION, screen, Scripts::On)?;
        page.bring_to_life(STAGE)?;
        let after = page.height(&stage)?;
        // What stood there before: the figure as it was without its live stage.
        page.ask(&format!("document.getElementById('{stage}').removeAttribute('data-live')"))?;
        page.ask(&format!("document.querySelector('#{stage} .stage-live').remove()"))?;
        let before = page.height(&stage)?;
        ensure!((before - after).abs() <= 1.0, "{screen:?}: {before} px became {after} px");
        page.is_clean()?;
    }
    Ok(())
}

#[test]
fn no_page_needs_sideways_scrolling_on_a_phone_nor_with_text_of_twice_its_size() -> Result<()> {
    for (screen, most) in [(Screen::Phone, 360.0), (Screen::Desk, 1280.0)] {
        let page = Page::open_on("about.html", screen, Scripts::On)?;
        for path in tests::site::pages() {
            let path = path.display().to_string();
            page.go_to(&path)?;
            if path.ends_with(SESSION) {
                page.bring_to_life(STAGE)?;
            }
            for size in ["", "200%"] {
                page.ask(&format!("document.documentElement.style.fontSize = '{size}'"))?;
                let width = page.number("document.scrollingElement.scrollWidth")?;
                ensure!(width <= most, "{path} is {width} px wide, text {size}");
            }
        }
        page.is_clean()?;
    }
    Ok(())
}

#[test]
fn a_loaded_page_works_without_a_network() -> Result<()> {
    let mut page = Page::open(SESSION)?;
    page.bring_to_life(STAGE)?;
    page.go_offline();
    page.bring_to_life("tm-dies-yarn")?;
    page.ask(&format!("document.getElementById('stage-{STAGE}').scrollIntoView()"))?;
    page.click(&on("[data-control=restart]"))?;
    page.until(&format!("{} === 0", happened()))?;
    page.click(&on("[data-control=next]"))?;
    page.until(&format!("{} > 0", happened()))?;
    page.is_clean()
}

#[test]
fn a_stage_that_stops_leaves_the_others_alive() -> Result<()> {
    let page = Page::open(SESSION)?;
    page.bring_to_life("shared-slots")?;
    page.bring_to_life(STAGE)?;
    page.ask(&format!("document.querySelector('{}').dataset.panicTest = ''", on(".stage-live")))?;
    // Not by the mouse: stages above may still be coming to life, and here only the step counts.
    page.ask(&format!("document.querySelector('{}').click()", on("[data-control=step]")))?;
    page.until(&format!("document.getElementById('stage-{STAGE}').dataset.live === 'stopped'"))?;
    let told = page.text_of(&on(".stage-stopped"))?;
    ensure!(told.contains("asked to fail"), "it says what happened: {told}");
    ensure!(told.contains(&format!("stage-{STAGE}&v=")), "and how to get there: {told}");

    let other = "document.querySelector('#stage-shared-slots [data-happened]').dataset.happened";
    page.ask("document.querySelector('#stage-shared-slots [data-control=restart]').click()")?;
    page.until(&format!("{other} === '0'"))?;

    page.ask(&format!(
        "document.querySelector('{}').click()",
        on("[data-control=restart-stopped]")
    ))?;
    page.until(&format!("document.querySelector('{}') !== null", on("[data-control=play]")))?;
    page.ask(&format!("document.querySelector('{}').click()", on("[data-control=restart]")))?;
    page.until(&format!("{} === 0", happened()))?;
    Ok(())
}

#[test]
fn a_page_without_a_stage_loads_nothing_live() -> Result<()> {
    let page = Page::open("about.html")?;
    let seen = page.seen();
    // But for what knows how far the reader is, for the contents.
    let live = seen.requests.iter().filter(|request| request.contains("/live/"));
    let others = live.filter(|it| !it.contains("contents.js") && !it.contains("progress.js"));
    ensure!(others.count() == 0, "{:?}", seen.requests);
    page.is_clean()
}

#[test]
fn a_stage_far_away_is_not_fetched() -> Result<()> {
    let page = Page::open(SESSION)?;
    page.until("document.readyState === 'complete'")?;
    let far = page.ask(
        "document.querySelector('figure.stage').getBoundingClientRect().top > 2 * innerHeight",
    )?;
    if far == true {
        let seen = page.seen();
        ensure!(
            !seen.requests.iter().any(|request| request.contains(".wasm")),
            "{:?}",
            seen.requests
        );
    }
    page.is_clean()
}

/// The system asks for less movement.
const CALM: &str = "(() => { const real = window.matchMedia; window.matchMedia = (query) =>
  query.includes('prefers-reduced-motion') ? Object.assign(new EventTarget(), { media: query, matches: true })
    : real.call(window, query); })()";

#[test]
fn the_first_page_plays_unless_the_reader_asks_for_less_movement() -> Result<()> {
    let playing = "document.querySelector('#stage-first-look .live')?.dataset.playing";
    let page = Page::open("preface.html")?;
    page.until(&format!("{playing} === 'true'"))?;
    page.is_clean()?;
    let calm = page.another("about.html")?;
    calm.at_every_start(CALM)?;
    calm.go_to("preface.html")?;
    calm.bring_to_life("first-look")?;
    ensure!(calm.ask(playing)? == "false", "it stands still");
    calm.is_clean()
}

#[test]
fn a_reader_clicks_a_claim_and_sees_it_happen() -> Result<()> {
    let page = Page::open("claims.html")?;
    // From the list to the claim, and from there to the moment on the same page.
    page.click("#listed-3 a[href$='#claim-3']")?;
    page.until(
        "location.hash === '#claim-3' && document.querySelector('#claim-3')?.open === true",
    )?;
    shows_the_moment(&page, "#claim-3 .claim-moments li:nth-child(2) a")?;
    // A moment of another page, in a version of the claim's choice.
    page.click("#claim-3 .claim-name a")?;
    page.until("location.hash === '#listed-3'")?;
    page.click("#listed-16 a[href$='#claim-16']")?;
    page.until(
        "location.hash === '#claim-16' && document.querySelector('#claim-16')?.open === true",
    )?;
    shows_the_moment(&page, "#claim-16 .claim-moments a")?;
    page.is_clean()
}

#[test]
fn a_mark_behind_a_sentence_leads_to_its_moment() -> Result<()> {
    let page = Page::open("session.html")?;
    shows_the_moment(&page, "a.checked[data-scenario='tm-dies-yarn']")?;
    // With something done besides the scenario's own actions; then on another page.
    shows_the_moment(&page, "a.checked[href*='do=']")?;
    page.go_to("ha.html")?;
    shows_the_moment(&page, "a.checked[href^='kubernetes.html']")?;
    page.is_clean()
}

/// Follows a link to a moment: its stage comes alive, is in view, and stands there.
fn shows_the_moment(page: &Page, link: &str) -> Result<()> {
    let get = |name: &str| format!("document.querySelector(\"{link}\").{name}");
    let hash = page.text(&get("hash"))?;
    let stage = page.text(&get("dataset.scenario"))?;
    let events = hash.split("&n=").nth(1).and_then(|rest| rest.split('&').next());
    let events = events.ok_or_else(|| anyhow::anyhow!("no number of events in {hash}"))?;
    page.click(link)?;
    let figure = format!("document.querySelector('#stage-{stage}')");
    page.until(&format!("{figure}?.dataset.live === 'true'"))?;
    page.until(&format!(
        "{figure}.querySelector('[data-happened]')?.dataset.happened === '{events}'"
    ))?;
    page.until(&format!(
        "(() => {{ const box = {figure}.getBoundingClientRect();
           return box.top < innerHeight && box.bottom > 0; }})()"
    ))
}
