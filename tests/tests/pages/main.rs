//! What every page has around its text, in a real browser: the search, the words of the glossary, the
//! policy of what may run, the copy for reading offline.
//!
//! Every story ends with the page clean; a broken policy is an error in its console.

mod editions;

use anyhow::{Result, ensure};
use serde_json::Value;
use tests::Page;
use tests::page::{Screen, Scripts};

/// Opens the search with the keyboard's shortcut and asks for words.
fn search(page: &Page, words: &str) -> Result<Vec<String>> {
    page.ask(
        "(() => { if (!document.getElementById('search').open)
           document.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true })); })()",
    )?;
    page.until("document.activeElement.matches('#search input')")?;
    page.ask(&format!(
        "(() => {{ document.querySelector('.search-told').textContent = '';
           document.querySelector('.search-found').replaceChildren();
           const input = document.querySelector('#search input'); input.value = {words:?};
           input.dispatchEvent(new Event('input')); }})()"
    ))?;
    page.until("document.querySelector('.search-told').textContent !== ''")?;
    let found = page.ask(
        "[...document.querySelectorAll('.search-found a')].map((a) => a.getAttribute('href'))",
    )?;
    let found = found.as_array().cloned().unwrap_or_default();
    Ok(found.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// A word, and a chapter that it must lead to.
const CHINESE: &[(&str, &str)] = &[
    ("会话模式", "session.html"),
    ("心跳", "glossary.html"),
    ("选举", "ha.html"),
    ("资源", "session.html"),
    // Latin words in Chinese sentences, also where they touch.
    ("JobManager", "application.html"),
    ("yarn-session.sh", "yarn.html"),
    ("MiniDispatcher", "glossary.html"),
    ("TaskManager进程", "glossary.html"),
];

const ENGLISH: &[(&str, &str)] = &[
    ("session mode", "en/session.html"),
    ("heartbeat", "en/glossary.html"),
    ("elections", "en/ha.html"),
    ("JobMaster", "en/session.html"),
];

#[test]
fn the_search_finds_chinese_and_english_words() -> Result<()> {
    for (start, words) in [("preface.html", CHINESE), ("en/preface.html", ENGLISH)] {
        let page = Page::open(start)?;
        for (word, chapter) in words {
            let found = search(&page, word)?;
            ensure!(
                found.iter().any(|link| link.split('#').next().unwrap_or_default()
                    == format!("/any/path/{chapter}")),
                "\"{word}\" does not lead to {chapter}: {found:?}"
            );
            let own_language = |link: &String| link.contains("/en/") == start.starts_with("en/");
            ensure!(found.iter().all(own_language), "another language: {found:?}");
        }
        ensure!(search(&page, "жжжж")?.is_empty(), "what is not there is not found");
        page.is_clean()?;
    }
    Ok(())
}

#[test]
fn a_place_that_was_found_is_gone_to() -> Result<()> {
    let page = Page::open("session.html")?;
    ensure!(!page.seen().requests.iter().any(|request| request.contains("pagefind")));
    search(&page, "心跳")?;
    page.click(".search-found a[href*='glossary.html#']")?;
    page.until("location.pathname.endsWith('/glossary.html') && location.hash !== ''")?;
    page.is_clean()
}

/// Whether a heading is what the reader has before the eyes: in the upper third of the window.
const AT_HEADING: &str = "((heading) => { const { top, bottom } = document.querySelector(heading).getBoundingClientRect();
  return bottom > 0 && top < innerHeight / 3; })";

#[test]
fn the_other_language_opens_at_the_same_place() -> Result<()> {
    let page = Page::open("slots.html#not-enough")?;
    let click = "document.querySelector('.bar-language').click()";
    page.until(&format!("{AT_HEADING}('#not-enough')"))?;
    page.ask(click)?;
    page.until("location.pathname.endsWith('/en/slots.html') && location.hash === '#not-enough'")?;
    // Not where the reader came in, but where the reader is now.
    page.until(&format!("document.readyState === 'complete' && {AT_HEADING}('#not-enough')"))?;
    page.ask("document.querySelector('#where').scrollIntoView()")?;
    page.until(&format!("{AT_HEADING}('#where')"))?;
    page.ask(click)?;
    page.until("!location.pathname.includes('/en/') && location.hash === '#where'")?;
    page.is_clean()
}

#[test]
fn what_the_policy_forbids_does_not_happen() -> Result<()> {
    for forbidden in [
        "document.head.append(Object.assign(document.createElement('script'), { text: 'ran = true' }))",
        "document.head.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red }' }))",
        "document.body.append(Object.assign(document.createElement('img'), { src: 'http://127.0.0.1:9/x.png' }))",
        "void fetch('http://127.0.0.1:9/x').catch(() => {})",
    ] {
        let page = Page::open("preface.html")?;
        page.is_clean()?;
        page.ask(&format!("(() => {{ {forbidden}; }})()"))?;
        page.until("typeof ran === 'undefined'")?;
        let refused = || page.seen().errors.iter().any(|e| e.contains("Content Security Policy"));
        // The browser tells of it a moment later.
        for _ in 0..500 {
            if refused() {
                break;
            }
            page.ask("1")?;
        }
        ensure!(refused(), "nothing stopped: {forbidden}");
    }
    Ok(())
}

/// A word of the glossary on this page.
const TERM: &str = "main .term[data-term=slot]";

/// The sheet that explains it.
const SHEET: &str = "document.querySelector('.term-told')";

#[test]
fn a_word_of_the_glossary_is_explained_to_mouse_keyboard_and_touch() -> Result<()> {
    for (path, meaning) in
        [("session.html", "位置"), ("en/session.html", "a place in a TaskManager")]
    {
        let page = Page::open(path)?;
        let open = format!(
            "{SHEET}.matches(':popover-open') && {SHEET}.textContent.includes({meaning:?})
             && (() => {{ const box = {SHEET}.getBoundingClientRect();
                  return box.left >= 0 && box.right <= innerWidth && box.height > 20; }})()"
        );
        let closed = format!("!{SHEET}.matches(':popover-open')");
        page.point_at(TERM)?;
        page.until(&open)?;
        page.press("Escape")?;
        page.until(&closed)?;
        page.ask(&format!("document.querySelector('{TERM}').focus()"))?;
        page.until(&open)?;
        page.until("document.activeElement.getAttribute('aria-describedby') === 'term-told'")?;
        page.press("Enter")?;
        page.until(&closed)?;
        page.ask("document.activeElement.blur()")?;
        page.ask(&format!("document.querySelector('{TERM}').click()"))?;
        page.until(&open)?;
        page.is_clean()?;
    }
    Ok(())
}

#[test]
fn a_finger_opens_the_meaning_of_a_word_and_closes_it_again() -> Result<()> {
    let page = Page::open_on("session.html", Screen::Phone, Scripts::On)?;
    let open = format!("{SHEET}.matches(':popover-open')");
    let closed = format!("!{open}");
    page.tap(TERM)?;
    page.until(&open)?;
    page.until(&format!(
        "(() => {{ const sheet = {SHEET}.getBoundingClientRect();
           return sheet.left >= 0 && sheet.right <= innerWidth && sheet.top >= 0 && sheet.bottom <= innerHeight
             && [...document.querySelector('{TERM}').getClientRects()]
               .every((line) => line.bottom <= sheet.top || line.top >= sheet.bottom); }})()"
    ))?;
    page.tap(TERM)?;
    page.until(&closed)?;
    page.tap(TERM)?;
    page.until(&open)?;
    page.tap("h1")?;
    page.until(&closed)?;
    page.tap(TERM)?;
    page.until(&open)?;
    page.ask("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")?;
    page.until(&closed)?;
    page.is_clean()
}

#[test]
fn without_scripts_words_are_plain_text() -> Result<()> {
    let page = Page::open_on("session.html", Screen::Desk, Scripts::Off)?;
    page.until(&format!("document.querySelector('{TERM}').tabIndex === -1"))?;
    page.until(&format!(
        "getComputedStyle(document.querySelector('{TERM}')).textDecorationLine === 'none'"
    ))?;
    page.until("document.getElementById('search-open').getBoundingClientRect().height === 0")?;
    page.is_clean()
}

#[test]
fn what_is_not_there_is_said_in_both_languages() -> Result<()> {
    let page = Page::open("nothing.html")?;
    let text = page.text("document.querySelector('main').textContent")?;
    ensure!(text.contains("没有这一页") && text.contains("There is no such page"), "{text}");
    page.click("main a[href='index.html']")?;
    page.until("location.pathname.endsWith('/path/index.html')")?;
    // That the page itself was answered with 404 is one error, told by the browser.
    ensure!(page.seen().errors.len() == 1, "{:?}", page.seen().errors);
    Ok(())
}

#[test]
fn a_site_that_knows_where_it_lives_helps_at_any_depth_and_can_be_edited() -> Result<()> {
    let root = xtask::root();
    let folder = tempfile::tempdir()?;
    let built = folder.path().join("site");
    let mut config = xtask::book::load_config(&root)?;
    config.set("output.html.site-url", "/any/path/")?;
    config.set("output.html.edit-url-template", "https://example.org/edit/{path}")?;
    xtask::book::build_as(&root, config, &built)?;
    for (missing, language) in [("no/such/page.html", "zh-CN"), ("en/no/such.html", "zh-CN")] {
        let page = Page::open_in(&built, missing, Screen::Desk, Scripts::On)?;
        page.until(&format!("document.documentElement.lang === {language:?}"))?;
        page.until("getComputedStyle(document.querySelector('.bar')).display === 'flex'")?;
        page.click("main a[href='en/index.html']")?;
        page.until("location.pathname === '/any/path/en/index.html'")?;
    }
    for (chapter, source) in
        [("session.html", "book/src/session.md"), ("en/session.html", "book/po/en.po")]
    {
        let page = Page::open_in(&built, chapter, Screen::Desk, Scripts::On)?;
        let edit = page.text("document.querySelector('.turn-edit a').href")?;
        ensure!(edit == format!("https://example.org/edit/{source}"), "{edit}");
        page.is_clean()?;
    }
    Ok(())
}

const ANSWERS: &str = "[...document.querySelectorAll('.interview-answer')]";

#[test]
fn an_interview_is_answered_with_the_keyboard_and_without_scripts() -> Result<()> {
    for (path, expected) in
        [("choose.html", "每个作业一个应用"), ("en/choose.html", "an application for each job")]
    {
        let page = Page::open_on(path, Screen::Phone, Scripts::Off)?;
        page.tab_to("[value=standalone]")?;
        page.press("ArrowRight")?;
        page.until("document.querySelector('[value=yarn]').checked")?;
        page.press("Tab")?;
        page.press("ArrowRight")?;
        page.press("Tab")?;
        page.press(" ")?;
        page.press("ArrowDown")?;
        page.press("Tab")?;
        page.press(" ")?;
        page.until(&format!("{ANSWERS}.filter((it) => it.checkVisibility()).length === 1"))?;
        let answer =
            page.text(&format!("{ANSWERS}.find((it) => it.checkVisibility()).innerText"))?;
        ensure!(answer.contains(expected), "{answer}");
        ensure!(answer.contains("flink run -t yarn-application"), "{answer}");
        ensure!(!answer.contains("kubernetes") && !answer.contains("run-application"), "{answer}");
        page.tab_to(".interview-again button")?;
        page.press("Enter")?;
        page.until(&format!("{ANSWERS}.every((it) => !it.checkVisibility())"))?;
        page.is_clean()?;
    }
    Ok(())
}

/// Whatever stands behind "#" is read: by the loader, and by the way to the other language.
#[test]
fn an_address_may_end_in_anything() -> Result<()> {
    let page = Page::open("preface.html")?;
    for path in ["session.html", "en/slots.html"] {
        for hash in [
            "#stage-cluster-first&",
            "#stage-cluster-first&&=",
            "#&",
            "#&n=1",
            "#%",
            "#%E4%B8&%zz",
            "#a b",
            "#\"",
            "#'&\\",
            "#<b>&",
            "#lab-groups&",
            "#content&n=1",
            "#:~:text=%",
        ] {
            page.go_to(path)?;
            let follow = format!("(() => {{ location.hash = {hash:?}; }})()");
            page.ask(&follow)?;
            page.ask("document.querySelector('.bar-language').focus()")?;
            page.ask("(() => { window.before = true; location.reload(); })()")?;
            page.until("document.readyState === 'complete' && window.before === undefined")?;
            page.ask("document.querySelector('.bar-language').focus()")?;
        }
        page.is_clean()?;
    }
    page.go_to("session.html#stage-cluster-first&")?;
    page.bring_to_life("cluster-first")?;
    page.is_clean()
}

/// Where a click on a link to this place leads.
fn follow(page: &Page, link: &str, place: &str) -> Result<()> {
    page.ask(&format!("(() => {{ location.href = {link:?}; }})()"))?;
    page.until(&format!("document.readyState === 'complete' && location.href.endsWith({place:?})"))
}

#[test]
fn a_folder_without_its_slash_is_the_folder() -> Result<()> {
    let mut page = Page::open("preface.html")?;
    follow(&page, "en?a=1#b", "/any/path/en/?a=1#b")?;
    page.go_to("preface.html")?;
    page.is_clean()?;
    page.until("document.documentElement.dataset.kept === 'zh'")?;
    page.go_offline();
    follow(&page, "en?a=2#b", "/any/path/en/?a=2#b")?;
    page.until("document.documentElement.lang === 'en'")
}
