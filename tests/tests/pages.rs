//! What every page has around its text, in a real browser: the search and the policy of what may run.
//!
//! Every story ends with the page clean; a broken policy is an error in its console.

use anyhow::{Result, ensure};
use serde_json::Value;
use tests::Page;

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
    ("JobManager", "session.html"),
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
        ensure!(search(&page, "qqqq")?.is_empty(), "what is not there is not found");
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
