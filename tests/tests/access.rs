//! Every page in both languages, before axe: what machines can check of accessibility; and that nothing in the text moves
//! while a page arrives and when what is on it comes to life.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tests::page::{Screen, Scripts};
use tests::{Page, site};

/// All rules of WCAG 2.2 A and AA, and axe's own of good practice. What stands in a part of a stage is a
/// picture with many words, not the label of a button: its name is a sentence of its own, which has the first of
/// those words in it ([`NAMES`]).
const RUN: &str =
    "axe.run(document, { resultTypes: ['violations'] }).then((told) => JSON.stringify(
  told.violations.flatMap((it) => it.nodes
    .filter((node) => it.id !== 'label-content-name-mismatch' || !/^<g /.test(node.html))
    .map((node) => `${it.id}: ${node.html.slice(0, 160)}`))))";

/// What a page has of it in another theme: colours.
const RUN_COLOURS: &str = "axe.run(document, { runOnly: ['color-contrast'], resultTypes: ['violations'] })
  .then((told) => JSON.stringify(told.violations.flatMap((it) => it.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)))))";

/// Whoever speaks to the browser says what is written on top of a part: those words must be in the part's name.
const NAMES: &str = "JSON.stringify([...document.querySelectorAll('.stage-live g[role=button], .stage-live g[role=option]')]
  .map((part) => [part.getAttribute('aria-label') ?? '', [...part.querySelectorAll('text')]
    .map((text) => text.textContent.trim()).find((text) => /\\p{L}{2}/u.test(text)) ?? ''])
  .filter(([name, seen]) => !seen.split(/\\s+/).every((word) => name.includes(word.replace(/…$/, ''))))
  .map(([name, seen]) => `“${seen}” is not in the name “${name}”`))";

/// Brings every stage and lab of the page to life, also those in folds, which a reader opens. What moves because of that
/// is no shift.
const WAKE: &str = "(async () => {
  const folds = document.querySelectorAll('main details:has(figure[data-part])');
  folds.forEach((fold) => { fold.open = true; });
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  if (folds.length) window.unfolded = performance.now();
  for (const figure of document.querySelectorAll('figure[data-part]')) {
    figure.scrollIntoView({ behavior: 'instant' });
    while (figure.dataset.live !== 'true' || !figure.querySelector('.stage-live')?.children.length) {
      if (figure.dataset.live === 'stopped' || figure.dataset.live === 'unavailable') throw new Error(figure.id);
      await new Promise(requestAnimationFrame);
    }
  }
  return null;
})()";

/// What moved since the page was there without anybody having touched it, as the browser itself counts: which parts of
/// which figure.
const SHIFTS: &str = "(async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const seen = await new Promise((done) => {
    const entries = [];
    // Where nothing shifted the observer would stay silent: the mark tells that it has looked.
    const observer = new PerformanceObserver((list) => {
      entries.push(...list.getEntries());
      if (entries.some((entry) => entry.name === 'looked')) done(entries);
    });
    observer.observe({ type: 'layout-shift', buffered: true });
    observer.observe({ type: 'mark', buffered: true });
    performance.mark('looked');
  });
  const shifts = seen.filter((entry) => entry.entryType === 'layout-shift' && entry.startTime > (window.unfolded ?? 0));
  return JSON.stringify(shifts.flatMap((shift) => shift.sources
    .map(({ node, previousRect: from, currentRect: to }) => ({
      node: node?.nodeType === 1 ? node : node?.parentElement,
      way: `${to.x - from.x}, ${to.y - from.y}`,
    }))
    .filter(({ node }) => node?.closest('.page'))
    .map(({ node, way }) => `moved by ${way}: ${node.closest('figure')?.id} ${node.outerHTML.slice(0, 120)}`)));
})()";

/// Writes the page once more, as a slow network would bring it: tag by tag, and texts in parts. Says what had been seen and
/// moved. Pictures that come to life stand empty here: they are as high as their frame says.
const ARRIVE: &str = "(async () => {
  const text = await (await fetch(location.href)).text();
  const [head, body] = text.replace(/(<figure[^>]*data-part[^>]*>).*?<\\/figure>/gs, '$1</figure>').split(/(?=<body)/);
  document.open();
  document.write(head);
  // The script in the head runs as soon as the styles are there.
  while (!document.documentElement?.classList.contains('js')) await new Promise(requestAnimationFrame);
  let seen = new Map();
  const moved = new Set();
  for (const piece of body.match(/<[^>]*>|[^<]{1,40}/g)) {
    document.write(piece);
    const blocks = [...document.querySelectorAll('.bar, main > *, .turn')];
    const now = new Map();
    for (const part of [...blocks, ...blocks.slice(-3).flatMap((block) => [...block.querySelectorAll('*')])]) {
      const [box] = part.getClientRects();
      if (!box?.width || !part.checkVisibility({ visibilityProperty: true })) continue;
      const at = `${box.x}, ${box.y}`;
      if ((seen.get(part) ?? at) !== at) moved.add(`from ${seen.get(part)} to ${at}: ${part.outerHTML.slice(0, 120)}`);
      now.set(part, at);
    }
    seen = now;
  }
  document.close();
  return JSON.stringify([...moved]);
})()";

fn axe() -> Result<String> {
    let file = xtask::root().join("tests/axe/axe.min.js");
    std::fs::read_to_string(&file).with_context(|| file.display().to_string())
}

/// What axe complains of.
fn told(page: &Page, run: &str) -> Result<Vec<String>> {
    let answer = page.run(run)?;
    let text = answer.as_str().context("axe answers with text")?;
    let told: Vec<Value> = serde_json::from_str(text)?;
    Ok(told.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn check(screen: Screen) -> Result<()> {
    let axe = axe()?;
    let page = Page::open_on("about.html", screen, Scripts::On)?;
    // The page for what is not there is one more.
    ensure!(site::pages().len() >= 30, "every chapter in both languages");
    let mut complaints = Vec::new();
    for path in site::pages() {
        let path = path.display().to_string();
        page.go_to(&path)?;
        page.run(&format!("{axe};null"))?;
        complaints.extend(told(&page, RUN)?.iter().map(|told| format!("{path}: {told}")));
    }
    ensure!(complaints.is_empty(), "{}", complaints.join("\n"));
    page.is_clean()
}

/// Every stage and lab alive, at once. Its words are checked in both languages; each screen in one of them, since the
/// other would show the same elements again.
fn check_alive(screen: Screen, in_english: bool) -> Result<()> {
    let axe = axe()?;
    let page = Page::open_on("about.html", screen, Scripts::On)?;
    let mut complaints = Vec::new();
    let mut alive = 0;
    for path in site::pages() {
        let has_figures = site::read(&path).contains("data-part=");
        // The first chapter is there twice.
        if path.starts_with("en") != in_english || path.ends_with("index.html") || !has_figures {
            continue;
        }
        let path = path.display().to_string();
        page.go_to(&path)?;
        page.run(WAKE)?;
        page.run(&format!("{axe};null"))?;
        alive += 1;
        for run in [SHIFTS, RUN, NAMES] {
            complaints.extend(told(&page, run)?.iter().map(|told| format!("{path}: {told}")));
        }
    }
    ensure!(alive >= 8, "chapters with stages, not {alive}");
    ensure!(complaints.is_empty(), "{}", complaints.join("\n"));
    page.is_clean()
}

#[test]
fn every_live_stage_passes_axe_in_chinese_on_a_phone() -> Result<()> {
    check_alive(Screen::Phone, false)
}

#[test]
fn every_live_stage_passes_axe_in_english_on_a_desk() -> Result<()> {
    check_alive(Screen::Desk, true)
}

/// Chapters with tables, claims, an interview, a list of claims.
const ARRIVING: [&str; 3] = ["application.html", "choose.html", "claims.html"];

fn check_arrival(screen: Screen, folder: &str) -> Result<()> {
    let page = Page::open_on("about.html", screen, Scripts::On)?;
    for path in ARRIVING.map(|path| format!("{folder}{path}")) {
        page.go_to(&path)?;
        let moved = told(&page, ARRIVE)?;
        ensure!(moved.is_empty(), "{path}: {}", moved.join("\n"));
    }
    page.is_clean()
}

#[test]
fn nothing_that_is_seen_moves_while_a_page_arrives_in_chinese_on_a_phone() -> Result<()> {
    check_arrival(Screen::Phone, "")
}

#[test]
fn nothing_that_is_seen_moves_while_a_page_arrives_in_english_on_a_desk() -> Result<()> {
    check_arrival(Screen::Desk, "en/")
}

#[test]
fn every_page_passes_axe_on_a_desk() -> Result<()> {
    check(Screen::Desk)
}

#[test]
fn every_page_passes_axe_on_a_phone() -> Result<()> {
    check(Screen::Phone)
}

#[test]
fn axe_finds_what_is_wrong() -> Result<()> {
    let page = Page::open("about.html")?;
    page.run(&format!("{};null", axe()?))?;
    page.ask("document.querySelector('main').append(document.createElement('button'))")?;
    let told = told(&page, RUN)?;
    ensure!(told.iter().any(|told| told.starts_with("button-name")), "{told:?}");
    Ok(())
}

#[test]
fn every_theme_has_enough_contrast() -> Result<()> {
    let axe = axe()?;
    let page = Page::open("session.html")?;
    page.bring_to_life("cluster-first")?;
    page.run(&format!("{axe};null"))?;
    for theme in ["light", "rust", "coal", "navy", "ayu"] {
        page.choose_theme(theme)?;
        let told = told(&page, RUN_COLOURS)?;
        ensure!(told.is_empty(), "{theme}: {told:#?}");
    }
    page.is_clean()
}

/// A page that has axe already.
fn passes_in_every_theme(page: &Page) -> Result<()> {
    for theme in ["light", "rust", "coal", "navy", "ayu"] {
        page.choose_theme(theme)?;
        let told = told(page, RUN_COLOURS)?;
        ensure!(told.is_empty(), "{theme}: {told:#?}");
    }
    let told = told(page, RUN)?;
    ensure!(told.is_empty(), "{told:#?}");
    Ok(())
}

/// What is left of a stage that stopped, the line above one that came back, and one at the foot of the window.
#[test]
fn what_is_said_when_something_fails_passes_axe_in_every_theme() -> Result<()> {
    let axe = axe()?;
    let page = Page::open_on("session.html", Screen::Phone, Scripts::On)?;
    page.bring_to_life("cluster-first")?;
    page.run(&format!("{axe};null"))?;
    let check = || passes_in_every_theme(&page);
    page.ask("document.querySelector('#stage-cluster-first .stage-live').dataset.panicTest = ''")?;
    page.ask("document.querySelector('#stage-cluster-first [data-control=step]').click()")?;
    page.until("document.querySelector('#stage-cluster-first .stage-stopped') !== null")?;
    check()?;
    page.ask(
        "document.querySelector('#stage-cluster-first [data-control=restart-stopped]').click()",
    )?;
    page.until("document.querySelector('#stage-cluster-first .note') !== null")?;
    page.ask(
        "document.body.dispatchEvent(new CustomEvent('note', { bubbles: true,
           detail: { text: 'An edition.', buttons: [['Reload'], ['Later']] } }))",
    )?;
    check()
}

/// The window with a stage in front of a room, the question over it, the notes, and what is taken along of a stage.
#[test]
fn what_leads_a_session_passes_axe_in_every_theme() -> Result<()> {
    let axe = axe()?;
    let page = Page::open("lead.html")?;
    let check = || {
        page.run(&format!("{axe};null"))?;
        passes_in_every_theme(&page)
    };
    page.until("document.querySelector('.present button') !== null")?;
    page.ask("document.querySelector('.present [data-act=show]').click()")?;
    page.until("document.querySelector('.present-screen')?.open === true")?;
    check()?;
    page.press("a")?;
    page.until("document.querySelectorAll('.present-asked li').length === 4")?;
    check()?;
    page.press("z")?;
    page.until("document.querySelector('.present-code svg') !== null")?;
    check()?;
    page.go_to("lead.html?notes=path-60")?;
    page.until("document.querySelectorAll('.present-asked li').length === 4")?;
    check()?;
    page.go_to("en/session.html")?;
    page.bring_to_life("cluster-first")?;
    page.ask("document.querySelector('#stage-cluster-first .take').click()")?;
    page.until("document.querySelector('.taken')?.open === true")?;
    check()?;
    page.is_clean()
}
