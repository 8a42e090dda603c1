//! What a reader still has when a live part stops or does not come, in a real browser.
//!
//! The loader's side is tested with a part that only says where it comes up ([`with_fake`]); that the real parts
//! keep what brings them back, with the parts themselves.

use anyhow::{Result, ensure};
use std::path::Path;
use tempfile::TempDir;
use tests::page::{Screen, Scripts};
use tests::{Page, site};

/// A live part that does nothing but write down what the loader hands it.
const FAKE: &str = "export default () => async () => ({ mount(host) {
  host.dataset.came = host.dataset.restore ?? 'as the page has it';
  delete host.dataset.restore;
} });";

/// The smallest module of all.
const EMPTY_WASM: &[u8] = b"\0asm\x01\0\0\0";

/// The site with that part in place of the stages' player.
fn with_fake() -> Result<TempDir> {
    let folder = site::copy()?;
    for lang in ["zh", "en"] {
        let live = folder.path().join("live");
        std::fs::write(live.join(format!("playground-{lang}.js")), FAKE)?;
        std::fs::write(live.join(format!("playground-{lang}.wasm")), EMPTY_WASM)?;
    }
    xtask::offline::write(&xtask::root(), folder.path(), "zh")?;
    Ok(folder)
}

const FIGURE: &str = "document.getElementById('stage-cluster-first')";
const HOST: &str = "document.querySelector('#stage-cluster-first .stage-live')";
const NOTE: &str = "document.querySelector('#stage-cluster-first .note')";
const RESTART: &str = "#stage-cluster-first [data-control=restart-stopped]";
const COPY: &str = "#stage-cluster-first [data-control=copy-report]";

/// Opens a page of a folder, and has the fake stand where [`FIGURE`] is.
fn open(folder: &Path, path: &str, screen: Screen) -> Result<Page> {
    let page = Page::open_in(folder, path, screen, Scripts::On)?;
    page.ask(&format!("{FIGURE}.scrollIntoView({{ behavior: 'instant' }})"))?;
    page.until(&format!("{HOST}?.dataset.came !== undefined"))?;
    Ok(page)
}

/// The part keeps where it stands, begins an act, and panics.
fn stop(page: &Page, session: &str, before: Option<&str>, act: Option<&str>) -> Result<()> {
    let kept = serde_json::json!({ "session": session, "before": before, "act": act });
    page.ask(&format!(
        "(() => {{ for (const [name, value] of Object.entries({kept})) if (value !== null) {HOST}.dataset[name] = value;
           {HOST}.dispatchEvent(new CustomEvent('stage-panicked', {{ bubbles: true, detail: 'the len is 0' }})); }})()"
    ))?;
    page.until(&format!("{FIGURE}.dataset.live === 'stopped'"))
}

/// Presses "start again" and says where the part came up, and what is said above it.
fn start_again(page: &Page) -> Result<(String, String)> {
    page.click(RESTART)?;
    page.until(&format!("{FIGURE}.dataset.live === 'true' && {NOTE} !== null"))?;
    Ok((
        page.text(&format!("{HOST}.dataset.came"))?,
        page.text(&format!("{NOTE}.firstChild.data"))?,
    ))
}

#[test]
fn everything_comes_back_but_the_last_act() -> Result<()> {
    let folder = with_fake()?;
    for (path, screen, act, said) in [
        (
            "session.html",
            Screen::Desk,
            "杀掉 tm-0",
            "停下之前的都回来了，只少最后一步：杀掉 tm-0。",
        ),
        (
            "en/session.html",
            Screen::Phone,
            "kill tm-0",
            "Everything from before it stopped is back, but for the last act: kill tm-0.",
        ),
    ] {
        let page = open(folder.path(), path, screen)?;
        stop(&page, "stage-cluster-first&n=9", Some("stage-cluster-first&n=7"), Some(act))?;
        let (came, told) = start_again(&page)?;
        ensure!(
            (came.as_str(), told.as_str()) == ("stage-cluster-first&n=7", said),
            "{came} {told}"
        );
        // Whoever uses the keyboard is where the button was, and hears the line.
        ensure!(page.ask(&format!("document.activeElement === {NOTE}"))? == true);
        page.click("#stage-cluster-first .note button")?;
        page.until(&format!("{NOTE} === null && {HOST} !== null"))?;
        page.is_clean()?;
    }
    Ok(())
}

#[test]
fn a_stage_that_stopped_without_an_act_comes_back_as_it_was() -> Result<()> {
    let folder = with_fake()?;
    let page = open(folder.path(), "session.html#stage-cluster-first&n=3", Screen::Desk)?;
    stop(&page, "stage-cluster-first&n=9", None, None)?;
    let (came, told) = start_again(&page)?;
    ensure!(came == "stage-cluster-first&n=9" && told == "回到了停下之前的样子。", "{came} {told}");
    // The next one stops before it says where it stands.
    page.ask(&format!(
        "{HOST}.dispatchEvent(new CustomEvent('stage-panicked', {{ bubbles: true }}))"
    ))?;
    page.until(&format!("{FIGURE}.dataset.live === 'stopped'"))?;
    ensure!(start_again(&page)?.0 == "stage-cluster-first&n=9", "nothing is lost");
    page.is_clean()
}

#[test]
fn a_third_stop_in_a_row_starts_from_the_beginning() -> Result<()> {
    let folder = with_fake()?;
    // The address leads to a moment, too: it may be the one that stops the stage.
    let page = open(folder.path(), "session.html#stage-cluster-first&n=3", Screen::Desk)?;
    let stop =
        || stop(&page, "stage-cluster-first&n=9", Some("stage-cluster-first&n=8"), Some("走一步"));
    for came in ["stage-cluster-first&n=8", "stage-cluster-first&n=8", "", ""] {
        stop()?;
        let again = start_again(&page)?;
        ensure!(again.0 == came, "{again:?} where {came:?} was expected");
        ensure!(again.1.contains("从头开始") == came.is_empty(), "{again:?}");
    }
    // One that has been up for a while is no row.
    page.ask(
        "void (performance.now = ((now) => () => now.call(performance) + 31_000)(performance.now))",
    )?;
    stop()?;
    ensure!(start_again(&page)?.0 == "stage-cluster-first&n=8");
    page.is_clean()
}

#[test]
fn the_report_is_copied_in_one_piece() -> Result<()> {
    let folder = with_fake()?;
    let page = open(folder.path(), "session.html?from=mail#about", Screen::Desk)?;
    stop(&page, "stage-cluster-first&n=9", Some("stage-cluster-first&n=8"), Some("走一步"))?;
    page.ask(
        "Object.defineProperty(navigator, 'clipboard', { configurable: true,
           value: { writeText: async (text) => { window.inClipboard = text; } } })",
    )?;
    page.click(COPY)?;
    page.until(&format!("document.querySelector('{COPY}').textContent === '已复制'"))?;
    let copied = page.text("window.inClipboard")?;
    ensure!(copied == page.text_of("#stage-cluster-first .stage-report")?, "{copied}");
    let edition = page.text(
        "new URL(document.querySelector('script[src*=\"live/loader.js\"]').src).searchParams.get('v')",
    )?;
    let expected = [
        format!("书的版本: {edition}"),
        format!("页面: {}session.html", page.base()),
        "到哪里: stage-cluster-first&n=9".to_owned(),
        "最后一步: 走一步".to_owned(),
        "发生了什么: the len is 0".to_owned(),
    ];
    ensure!(copied == expected.join("\n"), "{copied}");
    // Where there is no clipboard, one key copies it.
    page.ask("Object.defineProperty(navigator, 'clipboard', { value: undefined })")?;
    page.click(COPY)?;
    page.until(&format!("document.querySelector('{COPY}').textContent === '已选中，可以复制'"))?;
    ensure!(page.text("getSelection().toString()")? == copied);
    page.is_clean()
}

#[test]
fn a_stage_a_lab_and_a_comparison_come_back_with_what_was_set() -> Result<()> {
    let page = Page::open("session.html")?;
    page.bring_to_life("cluster-first")?;
    let kill = "#stage-cluster-first [data-action=\"signal-task-manager+kill.0\"]";
    page.ask("document.querySelector('#stage-cluster-first [data-tab=actions]')?.click()")?;
    page.click(kill)?;
    page.until(&format!("document.querySelector('{kill}') === null"))?;
    page.until(&format!("{HOST}.dataset.session.includes('+kill.0')"))?;
    // It plays on after an act: whatever comes next, time or the reader, stops it.
    page.ask(&format!("{HOST}.dataset.panicTest = ''"))?;
    page.ask("document.querySelector('#stage-cluster-first [data-control=step]')?.click()")?;
    page.until(&format!("{FIGURE}.dataset.live === 'stopped'"))?;
    page.ask(&format!("document.querySelector('{RESTART}').click()"))?;
    page.until(&format!("{HOST}?.dataset.session?.includes('+kill.0') && {NOTE} !== null"))?;

    for (path, name, id, knob, first, second) in [
        ("slots.html", "lab", "groups", "slots", "4", "2"),
        ("modes.html", "compare", "modes", "fault", "task-manager", "cancel"),
    ] {
        page.go_to(path)?;
        let figure = format!("#{name}-{id}");
        page.ask(&format!("document.querySelector('{figure}').scrollIntoView()"))?;
        let select = format!("{figure} .stage-live [data-control={knob}]");
        page.until(&format!("document.querySelector('{select}') !== null"))?;
        page.turn(&select, first)?;
        page.ask(&format!(
            "document.querySelector('{figure} .stage-live').dataset.panicTest = ''"
        ))?;
        page.choose(&select, second)?;
        page.until(&format!("document.querySelector('{figure}').dataset.live === 'stopped'"))?;
        let act = page.text_of(&format!("{figure} .stage-report"))?;
        page.click(&format!("{figure} [data-control=restart-stopped]"))?;
        page.until(&format!("document.querySelector('{select}')?.value === '{first}'"))?;
        let note = page.text_of(&format!("{figure} .note"))?;
        ensure!(note.contains("只少最后一步") && note.contains(" = "), "{note} {act}");
        // It is alive: the same is done again.
        page.turn(&select, second)?;
    }
    Ok(())
}

/// A live part that did not come: which of its files, and what came in its place.
const MISSING: &[(&str, Option<&str>)] = &[
    ("playground-zh.wasm", None),
    ("playground-zh.js", None),
    ("loader.js", None),
    // A portal answers everything with its own page.
    ("playground-zh.wasm", Some("<!DOCTYPE html><title>Log in</title>")),
    ("playground-zh.js", Some("<!DOCTYPE html><title>Log in</title>")),
    // The beginning of the file only.
    ("playground-zh.wasm", Some("\0asm")),
];

#[test]
fn what_could_not_be_fetched_is_told_and_tried_again() -> Result<()> {
    let folder = site::copy()?;
    for (name, instead) in MISSING {
        let file = folder.path().join("live").join(name);
        let whole = std::fs::read(&file)?;
        match instead {
            None => std::fs::remove_file(&file)?,
            Some(other) => std::fs::write(&file, other)?,
        }
        let page = Page::open_in(folder.path(), "session.html", Screen::Phone, Scripts::On)?;
        page.ask(&format!("{FIGURE}.scrollIntoView({{ behavior: 'instant' }})"))?;
        let button = "#stage-cluster-first .note button";
        page.until(&format!("document.querySelector('{button}')?.textContent === '再试一次'"))?;
        let picture = "#stage-cluster-first .stage-static .stage-when-narrow svg";
        let height = format!("document.querySelector('{picture}').getBoundingClientRect().height");
        ensure!(page.number(&height)? > 50.0, "{name}: the picture stays");
        // Not yet.
        page.ask(&format!("{NOTE}.dataset.old = ''"))?;
        page.click(button)?;
        page.until(&format!("{NOTE} !== null && {NOTE}.dataset.old === undefined"))?;
        std::fs::write(&file, whole)?;
        page.click(button)?;
        page.until(&format!("{FIGURE}.dataset.live === 'true' && {NOTE} === null"))?;
        page.bring_to_life("cluster-first")?;
        let errors = page.seen().errors;
        // That a file is not there is told by the browser.
        ensure!(errors.iter().all(|error| error.contains("404")), "{name}: {errors:?}");
    }
    Ok(())
}

/// What is in the place of what comes later, on a stage.
fn missed(stage: &str) -> String {
    format!("#stage-{stage} .live-later .note")
}

#[test]
fn a_stage_whose_second_part_could_not_be_fetched_says_so_there_and_plays() -> Result<()> {
    let folder = site::copy()?;
    let file = folder.path().join("live/playground-later-zh.wasm");
    let whole = std::fs::read(&file)?;
    let other = std::fs::read(folder.path().join("live/playground-later-en.wasm"))?;
    let portal = b"<!DOCTYPE html><title>Log in</title>".to_vec();
    // The last one is of another edition.
    for instead in [None, Some(portal), Some(other)] {
        match &instead {
            None => std::fs::remove_file(&file)?,
            Some(other) => std::fs::write(&file, other)?,
        }
        let page = Page::open_in(folder.path(), "session.html", Screen::Desk, Scripts::On)?;
        let button = |stage| format!("{} button", missed(stage));
        for stage in ["shared-slots", "cluster-first"] {
            page.ask(&format!("document.getElementById('stage-{stage}').scrollIntoView()"))?;
            let shown = format!("document.querySelector('{}')?.textContent", button(stage));
            page.until(&format!("{shown} === '再试一次'"))?;
        }
        let happened =
            "document.querySelector('#stage-cluster-first [data-happened]').dataset.happened";
        page.ask("document.querySelector('#stage-cluster-first [data-control=restart]').click()")?;
        page.until(&format!("{happened} === '0'"))?;
        page.ask("document.querySelector('#stage-cluster-first [data-control=play]').click()")?;
        page.until(&format!("Number({happened}) > 1"))?;
        // Not yet.
        let note = format!("document.querySelector('{}')", missed("cluster-first"));
        page.ask(&format!("{note}.dataset.old = ''"))?;
        page.click(&button("cluster-first"))?;
        page.until(&format!("{note} !== null && {note}.dataset.old === undefined"))?;
        std::fs::write(&file, &whole)?;
        page.click(&button("cluster-first"))?;
        // The other one need not be asked for.
        for stage in ["cluster-first", "shared-slots"] {
            page.until(&format!(
                "document.querySelector('#stage-{stage} .live-sentence')?.textContent.trim().length > 0
                 && document.querySelector('#stage-{stage} .note') === null"
            ))?;
        }
        let errors = page.seen().errors;
        ensure!(errors.iter().all(|error| error.contains("404")), "{errors:?}");
    }
    Ok(())
}
