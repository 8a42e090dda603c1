//! Stories of who takes a stage along, in a real browser: its link, its picture, a frame in another page.
//!
//! Every story ends with the page clean.

use anyhow::{Context, Result, ensure};
use std::time::Duration;
use tests::Page;
use tests::page::{Screen, Scripts};

/// So often a request is looked for before it is said to be missing.
const PATIENCE: usize = 1_500;

const STAGE: &str = "#stage-cluster-first";

/// Opens what can be taken along of a stage that stands at its telling moment.
fn taken(page: &Page) -> Result<()> {
    page.bring_to_life("cluster-first")?;
    page.ask(&format!("document.querySelector('{STAGE} .take').click()"))?;
    page.until("document.querySelector('.taken')?.open === true")
}

/// One of the texts to be copied: the link, the line for another page.
fn text(page: &Page, number: usize) -> Result<String> {
    page.text(&format!("document.querySelectorAll('.taken textarea')[{number}].value"))
}

/// Files are looked at instead of being saved.
const KEEP: &str =
    "(window.kept = [], URL.createObjectURL = (blob) => { kept.push(blob); return '#'; },
  HTMLAnchorElement.prototype.click = () => {}, null)";

#[test]
fn a_link_leads_to_the_moment_and_a_frame_shows_nothing_else() -> Result<()> {
    let page = Page::open("session.html")?;
    taken(&page)?;
    let session = page.text(&format!(
        "document.querySelector('{STAGE} .stage-live').dataset.session.split(' ')[0]"
    ))?;
    let link = text(&page, 0)?;
    ensure!(link == format!("{}session.html#{session}", page.base()), "{link}");
    let line = text(&page, 1)?;
    // Another site, which has nothing but this line.
    let wiki = tempfile::tempdir()?;
    let icon = "<link rel=\"icon\" href=\"data:,\">";
    std::fs::write(wiki.path().join("wiki.html"), format!("<!DOCTYPE html>{icon}{line}"))?;
    let other = Page::open_in(wiki.path(), "wiki.html", Screen::Desk, Scripts::On)?;
    let asks = |name: &str| other.seen().requests.iter().any(|request| request.contains(name));
    other.until("document.querySelector('iframe').clientWidth === 960")?;
    // Nobody can ask the frame of another site, but its requests are seen.
    for _ in 0..PATIENCE {
        if asks("playground-later-zh.wasm") {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    ensure!(asks("playground-later-zh.wasm"), "the stage comes to life there");
    let seen = other.seen();
    ensure!(seen.errors.is_empty(), "{:?}", seen.errors);
    let foreign = |request: &&String| {
        ![page.base(), other.base(), "data:"].iter().any(|own| request.starts_with(own))
    };
    ensure!(!seen.requests.iter().any(|request| foreign(&request)), "{:?}", seen.requests);
    ensure!(!asks("service-worker.js"), "it keeps nothing on the device of who reads that page");
    // What the frame shows.
    let (_, address) = line.split_once("src=\"").context("an address")?;
    let (address, _) = address.split_once('"').context("an address")?;
    let path = address.strip_prefix(page.base()).context("of this site")?.replace("&amp;", "&");
    page.go_to(&path)?;
    page.until(&format!("document.querySelector('{STAGE} .stage-live')?.dataset.session?.split(' ')[0] === '{session}'"))?;
    let shown = "[...document.querySelectorAll('body > *, main > *')].filter((it) => it.checkVisibility()).map((it) => it.id || it.className).join()";
    let shown = page.text(shown)?;
    ensure!(shown == "page,stage-cluster-first", "{shown}");
    page.until("document.scrollingElement.scrollWidth <= innerWidth")?;
    page.is_clean()
}

#[test]
fn a_picture_stands_for_itself_and_a_code_says_that_phones_cannot_reach_this_computer() -> Result<()>
{
    let page = Page::open("en/session.html")?;
    taken(&page)?;
    page.ask(KEEP)?;
    page.click(".taken section:nth-of-type(3) button:nth-of-type(1)")?;
    page.until("kept.length === 1")?;
    page.click(".taken section:nth-of-type(3) button:nth-of-type(2)")?;
    page.until("kept.length === 2")?;
    ensure!(page.ask("kept[0].type === 'image/svg+xml' && kept[1].type === 'image/png'")? == true);
    let svg = page.run("kept[0].text()")?;
    let svg = svg.as_str().context("a text")?;
    for part in ["TaskManager tm-0", "<title>", "#stage-cluster-first&amp;v=1.20", "font-size"] {
        ensure!(svg.contains(part), "{part}: {svg}");
    }
    for part in ["class=", "var(", "color(", "role=", "tabindex"] {
        ensure!(!svg.contains(part), "{part}: {svg}");
    }
    let size = page.run("createImageBitmap(kept[1]).then((image) => image.width)")?;
    ensure!(size.as_u64().is_some_and(|width| width >= 1_900), "{size}");
    page.click(".taken section:nth-of-type(5) button")?;
    page.until("document.querySelector('.taken-code svg path') !== null")?;
    ensure!(page.text_of(".taken-code")?.contains("phones cannot reach it"));
    page.press("Escape")?;
    page.until("document.querySelector('.taken') === null")?;
    page.is_clean()
}

/// Some browsers make no films.
#[test]
fn without_films_it_is_a_picture_that_moves() -> Result<()> {
    let page = Page::open("session.html")?;
    page.ask("(delete window.MediaRecorder, null)")?;
    taken(&page)?;
    page.ask(KEEP)?;
    page.click(".taken section:nth-of-type(4) button")?;
    page.until("document.querySelector('.taken [role=status]').textContent.startsWith('录了 2 ')")?;
    page.click(".taken section:nth-of-type(4) button")?;
    page.until("kept.length === 1")?;
    let svg = page.run("kept[0].text()")?;
    let svg = svg.as_str().context("a text")?;
    let leaves = svg.matches("<animate ").count();
    ensure!(leaves > 2 && leaves == svg.matches("<desc>").count(), "{leaves} pictures");
    ensure!(page.ask("kept[0].type")? == "image/svg+xml");
    // Whoever shows it can read it.
    let shown = "kept[0].text().then((text) => new Promise((done) => {
      const image = Object.assign(new Image(), { onload: () => done(image.width), onerror: () => done(0) });
      image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
    }))";
    ensure!(page.run(shown)?.as_u64().is_some_and(|width| width > 300));
    page.is_clean()
}

#[test]
fn a_film_is_what_the_stage_plays_until_the_reader_stops_it() -> Result<()> {
    let page = Page::open("session.html")?;
    taken(&page)?;
    page.ask(KEEP)?;
    let happened =
        format!("Number(document.querySelector('{STAGE} [data-happened]').dataset.happened)");
    let before = page.number(&happened)?;
    page.click(".taken section:nth-of-type(4) button")?;
    page.until("document.querySelector('.taken [role=status]').textContent.startsWith('录了 ')")?;
    page.until(&format!("{happened} > {before}"))?;
    page.click(".taken section:nth-of-type(4) button")?;
    page.until("kept.length === 1")?;
    ensure!(page.ask("kept[0].type.startsWith('video/') && kept[0].size > 1_000")? == true);
    page.until(&format!("document.querySelector('{STAGE} .live').dataset.playing === 'false'"))?;
    page.is_clean()
}
