//! What was answered is kept, in a real browser: on the page of exercises, and in the store behind it.
//!
//! Every story ends with the page clean.

use anyhow::{Result, ensure};
use tests::Page;
use tests::page::{Screen, Scripts};

/// The store's own rules, with a storage and times of the test's making; each line is true.
const RULES: &str = "(async () => {
  // A file of each released form, as it was saved; a drill that was put right is an answer that is right.
  const RELEASED = [
    ['version 1', '{\"version\":1,\"answers\":{\"predict-burnt\":{\"at\":1795903200000,\"right\":false,\"step\":2},\"drill-silent\":{\"at\":1795903260000,\"right\":true,\"step\":-1}}}', 2],
    ['version 1, with questions and what was read', '{\"version\":1,\"answers\":{\"quiz-session-main\":{\"at\":1795903200000,\"right\":false,\"step\":0},\"read-session\":{\"at\":1795903260000,\"right\":true,\"step\":-1}}}', 2],
  ];
  const { all, answered, due, exported, forget, imported } = await import(new URL('live/progress.js', document.baseURI));
  class Kept {
    setItem(key, text) { this[key] = text; }
    getItem(key) { return Object.hasOwn(this, key) ? this[key] : null; }
    removeItem(key) { delete this[key]; }
    get length() { return Object.keys(this).length; }
    key(index) { return Object.keys(this)[index] ?? null; }
  }
  const DAY = 86_400_000;
  const kept = new Kept();
  const back = (id) => due(all(kept).answers.get(id));
  const wrong = [];
  const expect = (is, what) => { if (!is) wrong.push(what); };
  answered(kept, 'a', true, 0);
  expect(back('a') === Infinity, 'right at once: it does not come back');
  answered(kept, 'b', false, 0);
  expect(back('b') === DAY, 'wrong: tomorrow');
  answered(kept, 'b', true, DAY / 2);
  expect(back('b') === DAY, 'right before it is due: as before');
  let now = DAY;
  for (const days of [3, 7, 16]) {
    answered(kept, 'b', true, now);
    expect(back('b') === now + days * DAY, `right again: in ${days} days`);
    now += days * DAY;
  }
  answered(kept, 'b', true, now);
  expect(back('b') === Infinity, 'right four times: done');
  answered(kept, 'b', false, now);
  expect(back('b') === now + DAY, 'wrong once more: tomorrow');
  const file = exported(kept);
  const other = new Kept();
  expect(imported(other, file) === 2 && imported(other, file) === 0, 'a file is taken in once');
  expect(exported(other) === file, 'and says the same');
  answered(other, 'a', false, 9);
  expect(imported(other, file) === 0, 'what was answered later stays');
  const before = exported(other);
  for (const text of ['', '{', '{\"version\":2,\"answers\":{}}', '{\"version\":1,\"answers\":{\"x\":{\"at\":\"no\"}}}']) {
    expect(imported(other, text) === undefined && exported(other) === before, `no file of ours: ${text}`);
  }
  for (const text of ['{broken', '{\"version\":2}', 'null', '{\"version\":1,\"at\":1,\"right\":true,\"step\":4}']) {
    kept.setItem('flink-notes answer c', text);
    const { answers, aside } = all(kept);
    expect(aside === 1 && answers.size === 2 && kept.getItem('flink-notes aside c') === text, `kept aside: ${text}`);
  }
  for (const [release, text, count] of RELEASED) {
    expect(imported(new Kept(), text) === count, `a file of ${release}`);
  }
  forget(kept, ['a']);
  expect([...all(kept).answers.keys()].join() === 'b', 'forgotten');
  return wrong.join('; ');
})()";

#[test]
fn answers_come_back_after_1_3_7_and_16_days_and_nothing_is_lost() -> Result<()> {
    let page = Page::open("practice.html")?;
    let wrong = page.run(RULES)?;
    ensure!(wrong == "", "{wrong}");
    page.is_clean()
}

/// What the page of exercises says of one of them.
const STATE: &str =
    "document.querySelector('.progress-chapter [data-exercise=predict-what-stays]').dataset.state";

/// The chapter that it belongs to.
const CHAPTER: &str =
    "document.querySelector('.progress-chapter:has([data-exercise=predict-what-stays])')";

const TOLD: &str = "document.querySelector('.progress-told').textContent";

/// A thousand answers, all of them wrong some days ago: every exercise that there is comes back.
const MANY: &str = "(() => {
  const known = [...document.querySelectorAll('.progress-chapter [data-exercise]')].map((row) => row.dataset.exercise);
  for (let index = 0; index < 1000; index += 1) {
    const answer = { version: 1, at: Date.now() - 99 * 86_400_000, right: false, step: 0 };
    localStorage.setItem(`flink-notes answer ${known[index] ?? `predict-gone-${index}`}`, JSON.stringify(answer));
  }
  return known.length;
})()";

#[test]
fn of_a_thousand_answers_the_page_lays_out_what_is_in_sight() -> Result<()> {
    let page = Page::open("practice.html")?;
    page.until(&format!("{STATE} === 'open'"))?;
    let known = page.ask(MANY)?;
    page.go_to("practice.html")?;
    page.until(&format!("document.querySelectorAll('.progress-today li').length === {known}"))?;
    let seen = "[...document.querySelectorAll('.progress-today li > *')].filter((it) => it.checkVisibility({ contentVisibilityAuto: true })).length";
    page.until(&format!("{seen} > 3"))?;
    ensure!(page.ask(&format!("{seen} < {known}"))? == true, "all rows are laid out");
    page.is_clean()
}

#[test]
fn the_page_of_exercises_knows_what_was_answered_and_what_comes_back() -> Result<()> {
    let page = Page::open("practice.html")?;
    page.until(&format!("{STATE} === 'open'"))?;
    // Two tabs: what is answered in one is seen in the other.
    let chapter = page.another("session.html")?;
    chapter.until("document.querySelector('#predict-what-stays').dataset.committed === 'false'")?;
    chapter.click("#predict-what-stays li:nth-child(2) label")?;
    chapter.click("#predict-what-stays form button")?;
    chapter.until("document.querySelector('#predict-what-stays').dataset.committed === 'true'")?;
    page.until(&format!("{STATE} === 'wrong'"))?;
    ensure!(page.text(TOLD)? == "没有要再问的。");
    // Tomorrow.
    page.ask(
        "(() => { const name = 'flink-notes answer predict-what-stays'; const answer = JSON.parse(localStorage.getItem(name));
           localStorage.setItem(name, JSON.stringify({ ...answer, at: answer.at - 86_400_000 }));
           localStorage.setItem('flink-notes answer predict-burnt', '{broken'); })()",
    )?;
    page.go_to("en/practice.html")?;
    page.until(&format!("{TOLD}.startsWith('1 question.')"))?;
    ensure!(page.text(TOLD)?.ends_with("1 record could not be read and is kept aside."));
    let link = page.text("document.querySelector('.progress-today a').getAttribute('href')")?;
    ensure!(link == "session.html#predict-what-stays", "{link}");
    ensure!(
        page.text(&format!("{CHAPTER}.querySelector('.progress-count').textContent"))?
            .contains("guessed 1/")
    );
    // The contents know it, too; and that somebody came to the end of a chapter.
    page.ask("document.getElementById('toc').showPopover()")?;
    let done = "document.querySelector('#toc a[href=\"session.html\"]').nextElementSibling?.textContent ?? ''";
    page.until(&format!("({done}).startsWith('guessed 1/')"))?;
    chapter.ask("document.querySelector('.turn').scrollIntoView()")?;
    page.until(&format!("({done}).startsWith('read, guessed 1/')"))?;
    // Of this tab, which lies behind the other one: there a mouse does not get.
    page.ask(&format!("{CHAPTER}.querySelector('[data-act=reset]').click()"))?;
    page.until(&format!("{STATE} === 'open'"))?;
    page.is_clean()?;
    chapter.is_clean()
}

/// A question that is right or wrong by its first choice with each set of numbers.
const QUIZ: &str = "document.querySelector('#quiz-session-workers')";

#[test]
fn a_question_comes_again_with_other_numbers_and_its_choices_in_another_order() -> Result<()> {
    let page = Page::open("session.html")?;
    page.until(&format!("{QUIZ}.dataset.committed === 'false'"))?;
    let asked = format!("{QUIZ}.querySelector('figcaption').textContent");
    let first = page.text(&asked)?;
    // Wrong, by keys alone.
    page.ask(&format!("{QUIZ}.querySelector('input').focus()"))?;
    page.press(" ")?;
    page.tab_to("#quiz-session-workers form button")?;
    page.press("Enter")?;
    page.until(&format!("{QUIZ}.querySelector('[role=status]').textContent === '不对，是 B。'"))?;
    ensure!(page.ask(&format!("{QUIZ}.querySelector('.predict-answer').open"))? == true);
    ensure!(page.ask("!location.hash.includes('until=')")? == true, "no stage is sent anywhere");
    let link =
        page.text(&format!("{QUIZ}.querySelector('.predict-told a').getAttribute('href')"))?;
    ensure!(link == "slots.html#how-many", "{link}");
    // Once more: it is another question of the same kind, and the right choice is told by what the build found.
    page.press("Enter")?;
    ensure!(page.text(&asked)? != first, "other numbers");
    page.ask(&format!("{QUIZ}.querySelectorAll('input')[[...{QUIZ}.querySelectorAll('.predict-told > li')].findIndex((it) => it.matches('.predict-right'))].click()"))?;
    page.ask(&format!("{QUIZ}.querySelector('form button').click()"))?;
    ensure!(page.text(&format!("{QUIZ}.querySelector('[role=status]').textContent"))? == "对。");
    // A day later it is on the page of exercises, and leads back.
    page.ask(
        "(() => { const name = 'flink-notes answer quiz-session-workers'; const answer = JSON.parse(localStorage.getItem(name));
           localStorage.setItem(name, JSON.stringify({ ...answer, at: answer.at - 86_400_000 })); })()",
    )?;
    page.go_to("practice.html")?;
    page.until(&format!("{TOLD} === '1 道题。'"))?;
    let back = page.text("document.querySelector('.progress-today li').textContent")?;
    ensure!(back.contains("TaskManager") && back.ends_with("会话模式"), "{back}");
    page.click(".progress-today a")?;
    page.until(&format!("{QUIZ}?.dataset.committed === 'false'"))?;
    page.is_clean()
}

#[test]
fn without_scripts_a_question_has_its_choices_and_its_answer() -> Result<()> {
    let page = Page::open_on("session.html", Screen::Phone, Scripts::Off)?;
    ensure!(
        page.ask(&format!("{QUIZ}.querySelectorAll('.predict-choices li').length === 3"))? == true
    );
    ensure!(page.ask(&format!("!{QUIZ}.querySelector('input').checkVisibility()"))? == true);
    page.ask(&format!("{QUIZ}.querySelector('summary').click()"))?;
    let right = format!("{QUIZ}.querySelector('.predict-told > .predict-right').checkVisibility()");
    ensure!(page.ask(&right)? == true);
    page.is_clean()
}
