//! The book without a network, and what becomes of a page when a new edition is there.

use super::search;
use anyhow::{Result, ensure};
use tests::page::{Screen, Scripts};
use tests::{Page, site};

#[test]
fn the_whole_book_is_read_without_a_network_after_the_first_visit() -> Result<()> {
    let mut page = Page::open("preface.html")?;
    page.until("document.documentElement.dataset.kept === 'zh'")?;
    page.go_offline();
    for path in site::pages() {
        let path = path.display().to_string();
        if path.starts_with("en/") {
            continue;
        }
        page.go_to(&path)?;
        page.until(
            "document.querySelector('main h1') !== null && document.styleSheets.length > 5",
        )?;
    }
    page.go_to("session.html")?;
    page.bring_to_life("cluster-first")?;
    ensure!(!search(&page, "选举")?.is_empty(), "the search needs no network");
    page.is_clean()
}

#[test]
fn a_new_version_takes_the_place_of_the_old_one() -> Result<()> {
    let folder = site::copy()?;
    let page = Page::open_in(folder.path(), "preface.html", Screen::Desk, Scripts::On)?;
    page.until("document.documentElement.dataset.kept === 'zh'")?;
    let about = folder.path().join("about.html");
    let html = std::fs::read_to_string(&about)?.replace("<h1", "<h1 data-edition=\"new\"");
    std::fs::write(&about, html)?;
    page.go_to("about.html")?;
    ensure!(
        page.ask("document.querySelector('h1').dataset.edition ?? 'old'")? == "old",
        "a version is read as a whole"
    );
    xtask::offline::write(&xtask::root(), folder.path(), "zh")?;
    page.run(
        "navigator.serviceWorker.getRegistration().then((it) => it.update()).then(() => null)",
    )?;
    page.until("navigator.serviceWorker.controller !== null")?;
    page.run(
        "new Promise((done) => { const look = () => navigator.serviceWorker.getRegistration()
           .then((it) => it.waiting ? done(null) : setTimeout(look, 20)); look(); })",
    )?;
    // The page turns over on its way: it comes twice.
    page.ask("(() => { location.href = 'about.html?again'; })()")?;
    page.until("document.querySelector('h1')?.dataset.edition === 'new'")?;
    page.is_clean()
}

#[test]
fn without_a_network_a_page_that_is_not_kept_says_so() -> Result<()> {
    for (start, asked, title, kept) in [
        ("preface.html", "en/session.html", "This page is not kept", "session.html"),
        ("en/preface.html", "session.html", "这一页没有保存", "en/session.html"),
    ] {
        let mut page = Page::open_on(start, Screen::Phone, Scripts::On)?;
        let kept_is = if start.starts_with("en/") { "en" } else { "zh" };
        page.until(&format!("document.documentElement.dataset.kept === '{kept_is}'"))?;
        page.go_offline();
        page.go_to(asked)?;
        page.until(&format!("document.querySelector('h1').textContent === {title:?}"))?;
        let text = page.text("document.querySelector('main').textContent")?;
        ensure!(
            text.contains("这一页没有保存") && text.contains("This page is not kept"),
            "{text}"
        );
        page.until("getComputedStyle(document.querySelector('.bar')).display === 'flex'")?;
        let own = page.text("document.querySelector('main a').href")?;
        ensure!(own == format!("{}{asked}", page.base()), "to try again: {own}");
        // The way to the other language, and the link in the text, lead to the same chapter.
        for link in [".bar-language", "main p + p a"] {
            let place =
                page.text(&format!("document.querySelector('{link}').href.split('#')[0]"))?;
            ensure!(place == format!("{}{kept}", page.base()), "{link}: {place}");
        }
        page.click("main p + p a")?;
        page.until(&format!("location.pathname === '/any/path/{kept}'"))?;
        page.until("document.querySelector('figure.stage') !== null")?;
        // The browser itself tells of the answer, 503, and of each file that it cannot have.
        let errors = page.seen().errors;
        ensure!(
            errors.iter().all(|error| error.contains("503") || error.contains("ERR_")),
            "{errors:?}"
        );
    }
    Ok(())
}

/// What a page says of a new edition.
const NEWS: &str = "document.querySelector('body > .note')";

/// A site that is being read, and what makes another edition of it.
fn another_edition(folder: &std::path::Path) -> Result<()> {
    let about = folder.join("about.html");
    let html = std::fs::read_to_string(&about)?.replace("<h1", "<h1 data-edition=\"new\"");
    std::fs::write(&about, html)?;
    xtask::offline::write(&xtask::root(), folder, "zh")
}

#[test]
fn a_page_that_stays_open_hears_of_a_new_edition_and_its_reader_chooses() -> Result<()> {
    let folder = site::copy()?;
    let page = Page::open_in(folder.path(), "about.html", Screen::Desk, Scripts::On)?;
    page.until("document.documentElement.dataset.kept === 'zh'")?;
    another_edition(folder.path())?;
    // The reader comes back to the tab.
    page.ask("document.dispatchEvent(new Event('visibilitychange'))")?;
    page.until(&format!("{NEWS} !== null"))?;
    ensure!(page.text(&format!("{NEWS}.firstChild.data"))? == "这本书有了新的一版。");
    ensure!(page.text("document.querySelector('h1').dataset.edition ?? 'old'")? == "old");
    page.click("body > .note button")?;
    page.until("document.querySelector('h1')?.dataset.edition === 'new'")?;
    page.until(&format!("{NEWS} === null"))?;
    page.is_clean()
}

#[test]
fn a_page_asks_for_a_new_edition_each_hour() -> Result<()> {
    let folder = site::copy()?;
    let page = Page::open_in(folder.path(), "about.html", Screen::Phone, Scripts::On)?;
    // An hour of this page is short.
    page.at_every_start(
        "const slow = setInterval; window.setInterval = (act, ms) => slow(act, ms < 3_600_000 ? ms : 50);",
    )?;
    page.go_to("en/about.html")?;
    page.until("document.documentElement.dataset.kept === 'en'")?;
    another_edition(folder.path())?;
    page.until(&format!("{NEWS}?.firstChild.data === 'There is a new edition of this book.'"))?;
    page.is_clean()
}

#[test]
fn an_edition_that_is_open_elsewhere_stays_and_a_reader_who_says_later_is_left_alone() -> Result<()>
{
    let folder = site::copy()?;
    let page = Page::open_in(folder.path(), "about.html", Screen::Desk, Scripts::On)?;
    page.until("document.documentElement.dataset.kept === 'zh'")?;
    another_edition(folder.path())?;
    page.ask("document.dispatchEvent(new Event('visibilitychange'))")?;
    page.until(&format!("{NEWS} !== null"))?;
    let other = page.another("about.html")?;
    let told = format!("{NEWS}?.firstChild.data.includes('别的标签页')");
    other.until(&told)?;
    other.ask(&format!("{NEWS}.dataset.old = ''"))?;
    other.click("body > .note button")?;
    other.until(&format!("{told} && {NEWS}.dataset.old === undefined"))?;
    ensure!(other.text("document.querySelector('h1').dataset.edition ?? 'old'")? == "old");
    other.click("body > .note button + button")?;
    other.until(&format!("{NEWS} === null"))?;
    other.go_to("versions.html")?;
    other.until("document.documentElement.dataset.kept === 'zh'")?;
    ensure!(other.ask(&format!("{NEWS} === null"))? == true, "not on the next page either");
    page.is_clean()?;
    other.is_clean()
}
