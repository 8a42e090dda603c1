//! A reader at random in the real browser: on every page, in both languages, on a desk and on a phone, a fixed number of
//! acts on whatever can be operated. Afterwards nothing has stopped, and the page has nothing to complain of.
//!
//! Far more acts, and what each of them draws, are checked without a browser: see `playground/reader`. Here it is seen that
//! the page in between loses nothing.

use anyhow::{Context, Result, ensure};
use tests::page::{Screen, Scripts};
use tests::{Page, site};

/// Live parts of a page that are tried, and acts in each; where there is none, acts on the page.
const PARTS: usize = 2;
const ACTS: usize = 30;

/// Acts on everything that is operated by hand, but links, which lead away. All choices come from the seed.
const ACT: &str = "(async (seed, parts, acts) => {
  const roll = (sides) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % sides;
  };
  const pick = (list) => list[roll(list.length)];
  const frame = () => new Promise(requestAnimationFrame);
  const KEYS = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'Home', 'End', ' ', 'n', '+', 'r', 'Escape', '?', 'Enter'];
  const LINES = ['help', 'flink list', 'flink run -d app.jar', 'jps', 'flnk', '^C', 'x'.repeat(20000), 'a\\nb'];
  const bubbling = { bubbles: true, cancelable: true };
  const act = (element) => {
    if (element.matches('select')) {
      element.selectedIndex = roll(element.options.length);
      element.dispatchEvent(new Event('change', bubbling));
    } else if (element.matches('input[type=range]')) {
      element.value = roll(Number(element.max) + 1);
      element.dispatchEvent(new InputEvent('input', bubbling));
    } else if (element.matches('input[type=text], input[type=search], textarea')) {
      element.value = pick(LINES);
      element.dispatchEvent(new InputEvent('input', bubbling));
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ...bubbling }));
    } else if (roll(4) === 0) {
      element.dispatchEvent(new KeyboardEvent('keydown', { key: pick(KEYS), shiftKey: roll(2) === 0, ...bubbling }));
    } else {
      element.dispatchEvent(new MouseEvent('click', bubbling));
    }
  };
  const operable = 'button, select, input, textarea, summary, [role=button], [role=tab], [role=option], [role=listbox]';
  let done = 0;
  const work = async (place) => {
    for (let left = acts; left > 0; left -= 1) {
      const all = [...place.querySelectorAll(operable)].filter((it) => !it.closest('a'));
      if (all.length === 0) return;
      act(pick(all));
      done += 1;
      if (roll(3) === 0) await frame();
    }
    await frame();
  };
  const figures = [...document.querySelectorAll('figure[data-part]')];
  for (let left = Math.min(parts, figures.length); left > 0; left -= 1) {
    const [figure] = figures.splice(roll(figures.length), 1);
    figure.closest('details')?.setAttribute('open', '');
    figure.scrollIntoView({ behavior: 'instant' });
    while (figure.dataset.live !== 'true' || !figure.querySelector('.stage-live')?.children.length) {
      if (['stopped', 'unavailable'].includes(figure.dataset.live)) throw new Error(figure.id);
      await frame();
    }
    await work(figure);
  }
  if (figures.length === 0) await work(document.body);
  const stopped = [...document.querySelectorAll('[data-live=stopped]')].map((it) => it.id);
  if (stopped.length) throw new Error(`stopped: ${stopped}: ${document.querySelector('.stage-stopped')?.textContent}`);
  return String(done);
})";

fn act(screen: Screen) -> Result<()> {
    let pages = site::pages();
    let mut page = None;
    let mut acts = 0;
    for (number, path) in pages.iter().enumerate() {
        let path = path.to_string_lossy();
        // The page for wrong links and the one to print have nothing to operate.
        if path.ends_with("404.html") || path.ends_with("print.html") {
            continue;
        }
        let page = match &page {
            None => page.insert(Page::open_on(&path, screen, Scripts::On)?),
            Some(page) => {
                page.go_to(&path)?;
                page
            }
        };
        let done = page.run(&format!("{ACT}({}, {PARTS}, {ACTS})", number + 1));
        let done = done.with_context(|| format!("{path}, seed {}", number + 1))?;
        acts += done.as_str().and_then(|done| done.parse::<usize>().ok()).context("a number")?;
        page.is_clean().with_context(|| format!("{path}, seed {}", number + 1))?;
    }
    println!("measured: {acts} acts on {} pages, {screen:?}", pages.len());
    ensure!(acts > pages.len() * ACTS / 2, "hardly anything was done: {acts} acts");
    Ok(())
}

#[test]
fn nothing_stops_a_page_on_a_desk() -> Result<()> {
    act(Screen::Desk)
}

#[test]
fn nothing_stops_a_page_on_a_phone() -> Result<()> {
    act(Screen::Phone)
}
