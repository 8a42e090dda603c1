//! Every stage on screens of usual sizes: it is one screen, which is never scrolled to be used, and its words can be read.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use tests::page::{Screen, Scripts};
use tests::{Page, site};

/// Windows in CSS pixels: laptops, a projector, a tablet upright, a phone. On the last a picture may be read by scrolling;
/// what is said and pressed stays in sight.
const WINDOWS: [(u32, u32); 5] = [(1280, 720), (1440, 900), (1920, 1080), (768, 1024), (390, 844)];

/// The smallest letters that a picture may have in those windows, in CSS pixels. On a tablet held upright the shop's four
/// clusters with their closer look have 11, every other picture 12.
const LETTERS: [f64; 5] = [12.0, 12.0, 12.0, 11.0, 11.0];

/// Brings every stage to life and measures it where it is brought into view.
const MEASURE: &str = "(async () => {
  const told = [];
  for (const figure of document.querySelectorAll('main > figure.stage, main .folded-stage figure.stage')) {
    figure.closest('details')?.setAttribute('open', '');
    figure.scrollIntoView({ behavior: 'instant' });
    while (figure.dataset.live !== 'true' || !figure.querySelector('.live svg')) {
      if (figure.dataset.live === 'stopped' || figure.dataset.live === 'unavailable') throw new Error(figure.id);
      await new Promise(requestAnimationFrame);
    }
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    figure.scrollIntoView({ behavior: 'instant' });
    await new Promise(requestAnimationFrame);
    const box = (selector) => figure.querySelector(selector).getBoundingClientRect();
    const svg = figure.querySelector('.live svg');
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const sizes = [...svg.querySelectorAll('text')].map((text) => parseFloat(text.getAttribute('font-size')) * scale);
    told.push({
      id: figure.id,
      height: box('.live-controls').bottom - figure.getBoundingClientRect().top,
      picture: box('.live .stage-canvas').height,
      seen: box('.live-controls').bottom <= innerHeight + 1 && box('.live-sentence').top >= 0,
      wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      letters: Math.min(...sizes),
    });
  }
  return JSON.stringify(told);
})()";

/// What was measured of one stage.
#[derive(Debug, Deserialize)]
struct Measured {
    id: String,
    height: f64,
    picture: f64,
    seen: bool,
    wider: f64,
    letters: f64,
}

/// The chapters with stages, in one language.
fn pages(english: bool) -> Vec<String> {
    let all = site::pages().into_iter().map(|path| path.display().to_string());
    all.filter(|path| path.starts_with("en/") == english && !path.ends_with("print.html"))
        .filter(|path| {
            let text = std::fs::read_to_string(site::folder().join(path));
            text.is_ok_and(|text| text.contains("class=\"stage\""))
        })
        .collect()
}

fn check(english: bool) -> Result<()> {
    let page = Page::open_on("about.html", Screen::Desk, Scripts::On)?;
    let pages = pages(english);
    ensure!(pages.len() >= 10, "chapters with stages: {pages:?}");
    let mut wrong = Vec::new();
    for path in &pages {
        page.go_to(path)?;
        for ((width, height), letters) in WINDOWS.into_iter().zip(LETTERS) {
            page.resize(width, height)?;
            let answer = page.run(MEASURE)?;
            let told: Vec<Measured> = serde_json::from_str(answer.as_str().context("text")?)?;
            for stage in told {
                // On a tablet held upright forty jobs on ten machines are read by scrolling, as they are on a phone.
                let scrolls = width < 900 && stage.id == "stage-shop-large";
                let fits = width < 600 || scrolls || stage.height <= f64::from(height) - 48.0;
                if !fits || !stage.seen || stage.wider > 0.0 || stage.letters < letters {
                    wrong.push(format!("{path} {width}x{height} {}: {stage:?}", stage.id));
                }
                if width >= 900 && stage.picture < 0.55 * stage.height.min(f64::from(height) * 0.6)
                {
                    wrong.push(format!(
                        "{path} {width}x{height} {}: a small picture, {stage:?}",
                        stage.id
                    ));
                }
            }
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    page.is_clean()
}

#[test]
fn every_stage_is_one_screen_in_chinese() -> Result<()> {
    check(false)
}

#[test]
fn every_stage_is_one_screen_in_english() -> Result<()> {
    check(true)
}

/// What of a page's stages has another height once it lives than it had before.
const GROWN: &str = "(async () => {
  const grown = [];
  for (const figure of document.querySelectorAll('main > figure.stage')) {
    const before = figure.getBoundingClientRect().height;
    figure.scrollIntoView({ behavior: 'instant' });
    while (!figure.querySelector('.live-sentence p')) await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    const after = figure.getBoundingClientRect().height;
    if (Math.abs(after - before) > 0.5) grown.push(`${figure.id}: ${before}, ${after}`);
  }
  return grown.join();
})()";

/// The live picture is arranged in another way there than the one that stands there before it.
#[test]
fn on_a_tablet_held_upright_a_live_stage_has_the_room_of_its_static_picture() -> Result<()> {
    let page = Page::open_on("about.html", Screen::Desk, Scripts::On)?;
    page.resize(768, 1024)?;
    for path in ["session.html", "en/shop.html", "yarn.html", "en/drills.html"] {
        page.go_to(path)?;
        let grown = page.run(GROWN)?;
        ensure!(grown == "", "{path}: {grown}");
    }
    page.is_clean()
}

/// Of the first page's stage, before anything is scrolled: where it ends, how many log lines were shown, and those that were
/// cut in two.
const FIRST: &str = "(async () => {
  const figure = document.querySelector('h1 + figure.stage');
  scrollTo(0, 0);
  while (!figure.querySelector('.live svg')) await new Promise(requestAnimationFrame);
  const [first, , , next] = figure.querySelectorAll('.live-buttons button');
  first.click();
  while (first.getAttribute('aria-disabled') !== 'true') await new Promise(requestAnimationFrame);
  const told = { end: figure.querySelector('.live-controls').getBoundingClientRect().bottom, shown: 0, cut: [] };
  while (next.getAttribute('aria-disabled') !== 'true') {
    next.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }));
    await new Promise(requestAnimationFrame);
    const said = figure.querySelector('.live-sentence');
    const room = said.getBoundingClientRect();
    const line = said.querySelector('code')?.getBoundingClientRect();
    if (!line || line.left >= room.right) continue;
    told.shown += 1;
    if (line.bottom > room.bottom) told.cut.push(said.textContent);
  }
  return JSON.stringify(told);
})()";

/// What was seen of the first page's stage.
#[derive(Debug, Deserialize)]
struct First {
    end: f64,
    shown: usize,
    cut: Vec<String>,
}

#[test]
fn the_first_page_shows_its_whole_stage_below_its_heading_and_cuts_no_line() -> Result<()> {
    let page = Page::open_on("about.html", Screen::Desk, Scripts::On)?;
    for path in ["index.html", "en/index.html"] {
        page.go_to(path)?;
        for (width, height) in WINDOWS {
            page.resize(width, height)?;
            let answer = page.run(FIRST)?;
            let first: First = serde_json::from_str(answer.as_str().context("text")?)?;
            let whole = first.end <= f64::from(height) + 1.0;
            ensure!(whole && first.cut.is_empty(), "{path} {width}x{height}: {first:?}");
            ensure!(first.shown >= 5, "{path} {width}x{height}: {first:?}");
        }
    }
    page.is_clean()
}

/// What a reader opens beside a picture is open on the next page. Its room is there before the stage lives.
#[test]
fn what_was_open_is_open_on_the_next_page_and_nothing_moves() -> Result<()> {
    let page = Page::open_on("ha.html", Screen::Desk, Scripts::On)?;
    page.bring_to_life("ha-standby")?;
    let handle = "#stage-ha-standby .live-handle[data-tab=inspector]";
    page.click(handle)?;
    page.until("localStorage.getItem('flink-drawer-1') === 'inspector'")?;
    for (width, height) in WINDOWS {
        page.resize(width, height)?;
        page.go_to("en/session.html")?;
        let grown = page.run(GROWN)?;
        ensure!(grown == "", "{width} by {height}: {grown}");
        page.until(
            "document.querySelector('#stage-cluster-first .live-panel[data-name=inspector]') !== null",
        )?;
    }
    page.click("#stage-cluster-first .live-handle[data-tab=inspector]")?;
    page.until("localStorage.getItem('flink-drawer-1') === ''")?;
    page.go_to("ha.html")?;
    page.bring_to_life("ha-standby")?;
    page.until("!document.querySelector('#stage-ha-standby .live-panel')")?;
    page.is_clean()
}
