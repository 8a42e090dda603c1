//! The built book, as files: what every host will serve.

use anyhow::Result;
use scraper::{Html, Selector};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use tests::site;
use xtask::bytes::{self, Kind};
use xtask::wasm::LANGUAGES;

/// Kibibytes that a page downloads until its first stage plays, by brotli and by gzip: what was reached, not what is wanted
/// (see ARCHITECTURE.md). They go up only with what readers get for it, and CHANGELOG says what.
const STAGE: (usize, usize) = (185, 219);

/// The same with what comes behind it.
const WHOLE_STAGE: (usize, usize) = (240, 283);

/// The same with what comes when a reader opens the terminal.
const WITH_TERMINAL: (usize, usize) = (335, 392);

/// Everything that the lab needs.
const LAB: (usize, usize) = (164, 193);

/// Everything that a comparison of the modes needs.
const COMPARISON: (usize, usize) = (144, 170);

/// Everything that the desk for lines needs.
const DESK: (usize, usize) = (140, 163);

fn all<'a>(html: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector of these tests");
    html.select(&selector).collect()
}

fn parsed() -> BTreeMap<PathBuf, Html> {
    site::pages()
        .into_iter()
        .map(|page| {
            let html = Html::parse_document(&site::read(&page));
            (page, html)
        })
        .collect()
}

/// "a/b.html" and "../c.css" make "c.css"; a folder means its index.
fn resolved(page: &Path, link: &str) -> PathBuf {
    let mut path = PathBuf::new();
    for part in page.parent().unwrap_or_else(|| Path::new("")).join(link).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::ParentDir => {
                assert!(path.pop(), "{link} in {} leaves the site", page.display())
            }
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    path
}

#[test]
fn no_link_is_broken_and_none_is_absolute() {
    let pages = parsed();
    let root = site::folder();
    let mut broken = Vec::new();
    for (page, html) in &pages {
        for element in all(html, "[href], [src]") {
            let value = element.value();
            let link = value.attr("href").or_else(|| value.attr("src")).unwrap_or_default();
            if link.starts_with("https://") && value.name() == "a" {
                continue;
            }
            let (path, anchor) =
                link.split_once('#').map_or((link, None), |(path, id)| (path, Some(id)));
            let path = path.split('?').next().unwrap_or_default();
            let target = if path.is_empty() { page.clone() } else { resolved(page, path) };
            let wrong =
                path.starts_with('/') || path.contains(':') || !root.join(&target).is_file();
            let placeless = anchor.is_some_and(|anchor| {
                // Behind "&" stands what the place is to show.
                let anchor = anchor.split('&').next().unwrap_or_default();
                pages.get(&target).is_some_and(|html| {
                    !all(html, "[id]").iter().any(|element| element.value().id() == Some(anchor))
                })
            });
            if wrong || placeless {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn every_page_has_both_languages_and_says_so() {
    let pages = parsed();
    let (english, chinese): (Vec<_>, Vec<_>) =
        pages.iter().partition(|(page, _)| page.starts_with("en"));
    assert!(chinese.len() >= 3, "index, preface, session, about: {}", chinese.len());
    assert_eq!(english.len(), chinese.len());
    for (page, html) in &pages {
        let is_english = page.starts_with("en");
        let lang = all(html, "html")[0].value().attr("lang");
        assert_eq!(lang, Some(if is_english { "en" } else { "zh-CN" }), "{}", page.display());
        let switch = all(html, "a.bar-language");
        let target = resolved(page, switch[0].value().attr("href").unwrap_or_default());
        let expected = match page.strip_prefix("en") {
            Ok(chinese) => chinese.to_path_buf(),
            Err(_) => Path::new("en").join(page),
        };
        assert_eq!(target, expected, "the switch on {} stays on the chapter", page.display());
        // What is not there has no other language either.
        let alternates = if page.ends_with("404.html") { 0 } else { 2 };
        assert_eq!(all(html, "link[rel=alternate][hreflang]").len(), alternates);
    }
}

#[test]
fn no_english_page_has_chinese_left_in_it() {
    for (page, html) in parsed().iter().filter(|(page, _)| page.starts_with("en")) {
        let text: String = all(html, "main")[0].text().collect();
        let is_chinese = |line: &&str| line.contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        let left: Vec<&str> = text.lines().filter(is_chinese).collect();
        assert!(left.is_empty(), "{}: {left:?}", page.display());
    }
}

#[test]
fn each_stage_can_be_read_before_it_lives() {
    let mut stages = 0;
    for (page, html) in &parsed() {
        for figure in all(html, "figure.stage[data-part]") {
            stages += 1;
            let id = figure.value().attr("data-stage").unwrap_or_default();
            let inside = |selector: &str| {
                let selector = Selector::parse(selector).expect("a selector of these tests");
                figure.select(&selector).count()
            };
            let place = format!("{id} in {}", page.display());
            assert_eq!(inside(".stage-static svg"), 2, "{place}: wide and narrow");
            assert!(inside(".stage-static svg *") > 20, "{place}: a picture, not a frame");
            assert!(inside(".stage-static .stage-log li") > 5, "{place}: the events as a list");
            assert_eq!(inside("script.stage-cell"), 1, "{place}: the cell");
            assert!(inside("figcaption strong") == 1, "{place}: a title");
        }
    }
    assert!(stages >= 12, "at least six scenarios in two languages, not {stages}");
}

#[test]
fn each_lab_can_be_read_before_it_lives() {
    let mut labs = 0;
    for (page, html) in &parsed() {
        for figure in all(html, "figure.lab[data-part]") {
            labs += 1;
            let inside = |selector: &str| {
                let selector = Selector::parse(selector).expect("a selector of these tests");
                figure.select(&selector).count()
            };
            let id = figure.value().id().unwrap_or_default();
            let place = format!("{id} in {}", page.display());
            assert_eq!(inside(".stage-static svg"), 2, "{place}: wide and narrow");
            assert_eq!(inside(".stage-when-wide .lab-band"), 4, "{place}: four pictures");
            assert!(inside(".lab-static .knob") > 10, "{place}: the knobs as they stand");
            assert!(inside(".lab-static .lab-inside li") > 5, "{place}: who is where");
            assert_eq!(inside("script.stage-cell"), 1, "{place}: the cell");
            assert_eq!(figure.value().attr("data-part"), Some("slot-lab"), "{place}");
        }
    }
    assert!(labs >= 10, "five labs in two languages, not {labs}");
}

#[test]
fn each_comparison_can_be_read_before_it_lives() {
    let mut comparisons = 0;
    for (page, html) in &parsed() {
        for figure in all(html, "figure.compare[data-part]") {
            comparisons += 1;
            let inside = |selector: &str| {
                let selector = Selector::parse(selector).expect("a selector of these tests");
                figure.select(&selector).count()
            };
            let id = figure.value().id().unwrap_or_default();
            let place = format!("{id} in {}", page.display());
            assert_eq!(inside(".stage-static svg"), 2, "{place}: wide and narrow");
            assert_eq!(inside(".stage-when-wide .cmp-band"), 3, "{place}: three modes");
            assert!(inside(".cmp-static .cmp-table tbody tr") > 10, "{place}: the table");
            assert_eq!(inside(".cmp-static .cmp-moment dd"), 3, "{place}: what is true then");
            assert_eq!(inside("script.stage-cell"), 1, "{place}: the cell");
        }
    }
    assert!(comparisons >= 6, "three comparisons in two languages, not {comparisons}");
}

#[test]
fn the_page_to_print_holds_every_chapter_and_nothing_that_lives() {
    let pages = parsed();
    for folder in ["", "en"] {
        let whole = &pages[&Path::new(folder).join("print.html")];
        let titles: Vec<String> =
            all(whole, "main h1").iter().map(|title| title.text().collect()).collect();
        let mut stages = 0;
        for (page, html) in &pages {
            let own = page.parent() == Some(Path::new(folder));
            if !own || ["print.html", "404.html", "index.html"].iter().any(|no| page.ends_with(no))
            {
                continue;
            }
            let title: String = all(html, "main h1")[0].text().collect();
            assert!(titles.contains(&title), "{title} in {titles:?}");
            stages += all(html, "figure.stage").len();
        }
        assert_eq!(all(whole, "figure.stage").len(), stages);
        assert_eq!(all(whole, "figure.stage .stage-static svg").len(), 2 * stages);
        let live =
            "[data-part], .stage-cell, [data-run], main script[src], main[data-pagefind-body]";
        assert!(all(whole, live).is_empty(), "{folder}");
        assert_eq!(all(whole, "meta[name=robots][content=noindex]").len(), 1);
    }
}

/// A script or stylesheet that only some pages load, and what such a page has.
const LOADED: &[(&str, &str)] = &[
    ("script[src*='live/loader.js']", "figure[data-part]"),
    ("script[src*='live/predict.js']", "figure.predict input"),
    ("link[href*='live/predict.css']", "figure.predict"),
    ("script[src*='live/pick.js']", "figure[data-picks] input"),
    ("script[src*='live/practice.js']", ".progress button"),
    ("link[href*='live/practice.css']", ".progress"),
    ("script[src*='live/present.js']", ".present button"),
    ("link[href*='live/present.css']", ".present, figure.picture"),
    ("link[href*='live/drill.css']", ".drill"),
    ("script[src*='live/drill.js']", ".drill-act"),
];

#[test]
fn pages_load_only_what_they_use() {
    for (page, html) in &parsed() {
        for (file, what) in LOADED {
            let (loads, has) = (!all(html, file).is_empty(), !all(html, what).is_empty());
            assert_eq!(loads, has, "{}: {file}", page.display());
        }
    }
}

/// What asks, judges and remembers, compressed; beside it a page needs its stages.
#[test]
fn practice_stays_within_its_budget() {
    let files = [
        "predict.js",
        "predict.css",
        "pick.js",
        "progress.js",
        "contents.js",
        "practice.js",
        "practice.css",
    ];
    let sizes = files.map(|file| {
        let bytes = std::fs::read(site::folder().join("live").join(file)).expect(file);
        bytes::brotli(&bytes).expect(file)
    });
    let sum: usize = sizes.iter().sum();
    println!("practice: {sum} bytes: {sizes:?}");
    assert!(sum <= 10 * 1024, "{sum}: {sizes:?}");
}

/// What leads a session, and what is fetched when somebody takes a stage along.
#[test]
fn leading_and_taking_along_stay_within_their_budgets() {
    let leading = ["present.js", "present.css", "handout.js"];
    let taking = ["take.js", "take.css", "link-code-zh.js", "link-code-zh.wasm"];
    for (files, budget) in [(&leading[..], 8 * 1024), (&taking[..], 17 * 1024)] {
        let size = |file: &&str| {
            let bytes = std::fs::read(site::folder().join("live").join(file)).expect(file);
            bytes::brotli(&bytes).expect(file)
        };
        let sizes: Vec<usize> = files.iter().map(size).collect();
        let sum: usize = sizes.iter().sum();
        println!("{files:?}: {sum} bytes: {sizes:?}");
        assert!(sum <= budget, "{sum}: {files:?}, {sizes:?}");
    }
}

/// What judges drills, compressed: it has the whole model, and comes when a drill is begun.
#[test]
fn drills_stay_within_their_budget() {
    let files = ["drill-any.wasm", "drill-any.js", "drill.js", "drill.css"];
    let sizes = files.map(|file| {
        let bytes = std::fs::read(site::folder().join("live").join(file)).expect(file);
        bytes::brotli(&bytes).expect(file)
    });
    let sum: usize = sizes.iter().sum();
    println!("drills: {sum} bytes: {sizes:?}");
    assert!(sum <= 90 * 1024, "{sum}: {sizes:?}");
}

#[test]
fn no_page_refers_to_another_host() {
    for (page, html) in &parsed() {
        for element in all(html, "link[href], script[src], img[src], iframe[src], source[src]") {
            let value = element.value();
            let link = value.attr("src").or_else(|| value.attr("href")).unwrap_or_default();
            assert!(!link.contains("//"), "{}: {link}", page.display());
        }
    }
}

#[test]
fn each_page_says_what_it_is() {
    let mut descriptions = std::collections::BTreeSet::new();
    let pages = parsed();
    for (page, html) in &pages {
        let content = |selector: &str| {
            all(html, selector)
                .first()
                .and_then(|meta| meta.value().attr("content"))
                .unwrap_or_default()
                .to_owned()
        };
        let description = content("meta[name=description]");
        assert!(description.chars().count() >= 10, "{}: {description:?}", page.display());
        descriptions.insert(description);
        assert!(!all(html, "title")[0].text().collect::<String>().is_empty(), "{}", page.display());
        if page.file_name().is_some_and(|name| name == "404.html") {
            continue;
        }
        let image = resolved(page, &content("meta[property='og:image']"));
        assert!(site::folder().join(&image).is_file(), "{}: {}", page.display(), image.display());
    }
    assert_eq!(descriptions.len(), pages.len(), "each page has a description of its own");
}

#[test]
fn the_policy_is_on_every_page_and_nothing_stands_inline() {
    for (page, html) in &parsed() {
        let policy = all(html, "meta[http-equiv='Content-Security-Policy']");
        let policy = policy[0].value().attr("content").unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'"), "{}: {policy}", page.display());
        assert!(!policy.contains("'unsafe-eval'") && !policy.contains("http"), "{policy}");
        let inline = all(
            html,
            "script:not([src]):not([type='application/json']):not([type='text/plain']), style, [onclick]",
        );
        assert!(inline.is_empty(), "{}", page.display());
    }
}

#[test]
fn ids_are_unique_in_each_page() {
    for (page, html) in &parsed() {
        let mut seen = std::collections::BTreeSet::new();
        for element in all(html, "[id]") {
            let id = element.value().id().unwrap_or_default();
            assert!(seen.insert(id), "{}: #{id} twice", page.display());
        }
    }
}

#[test]
fn each_live_part_stays_within_its_budget() -> Result<()> {
    for lang in LANGUAGES {
        for kind in Kind::ALL {
            let budgets = match kind {
                Kind::Stage => [STAGE, WHOLE_STAGE, WITH_TERMINAL],
                Kind::Lab => [LAB; 3],
                Kind::Comparison => [COMPARISON; 3],
                Kind::Desk => [DESK; 3],
            };
            let sent = bytes::of(&site::folder(), kind, lang)?;
            let sums = [
                bytes::sum(bytes::first(&sent)),
                bytes::sum(bytes::unasked(&sent)),
                bytes::sum(&sent),
            ];
            for (sum, budget) in sums.into_iter().zip(budgets) {
                println!("{kind:?}, {lang}: {sum:?} bytes of {budget:?} KiB");
                assert!(
                    sum.0 <= budget.0 * 1024 && sum.1 <= budget.1 * 1024,
                    "{kind:?}, {lang}: {sum:?} bytes are more than {budget:?} KiB: {sent:#?}"
                );
            }
        }
    }
    Ok(())
}
