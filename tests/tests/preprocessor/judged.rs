//! What the model is asked about in a tiny book: claims, predictions, questions, marked sentences.

use super::{CATALOG, CHAPTER, SCENARIO, TinyBook};

/// A claim that holds of a cluster that is started.
const CLAIM: &str = r#"
```claim
number = 7
says.zh = "旧话。"
says.en = "An old sentence."
verdict = "true"
now.zh = "新话，见[上面](#top)。还有一句。"
now.en = "A new sentence, see [above](#top). And another."
source = ["class ClusterEntrypoint"]
check = "detached_session"
runs = ["one"]
versions = "1.13 to 2.3"
```

```claims
show = "1 to 9"
```

```claims
show = "count"
```
"#;

/// A session on YARN, which stays.
const SESSION: &str = r#"provider = { kind = "yarn", nodes = 1, node_memory_mib = 8192, minimum_allocation_mib = 1024 }"#;

/// The tiny book with a claim in it, changed.
fn with_claim(change: impl Fn(&str) -> String) -> TinyBook {
    let book = TinyBook::new();
    let fixed = "provider = { kind = \"standalone\", task_managers = 1 }";
    book.write("book/scenarios/one.toml", &SCENARIO.replace(fixed, SESSION))
        .write("book/src/one.md", &format!("{CHAPTER}{}", change(CLAIM)));
    book
}

#[test]
fn a_claim_that_holds_is_told_with_its_moment() {
    let book = with_claim(str::to_owned);
    let chinese = book.build("zh").expect("a good book");
    assert!(chinese.contains("id=\"claim-7\"") && chinese.contains("旧话。"));
    let link = chinese.split("href=\"#stage-one&amp;v=1.20&amp;n=").nth(1).expect("a link");
    let (events, rest) = link.split_once("&amp;t=").expect("a time");
    let (time, _) = rest.split_once('"').expect("the end of the link");
    let target = format!("id=\"stage-one&amp;v=1.20&amp;n={events}&amp;t={time}\"");
    assert!(chinese.contains(&target), "without a script the link leads to the picture: {target}");
    assert!(chinese.contains("1 句里，1 句今天仍然对"), "the count is computed");
    let english = book.build("en").expect("a good book");
    assert!(english.contains("A new sentence") && !english.contains("新话"));
}

#[test]
fn a_claim_that_does_not_hold_fails_the_build() {
    let book = with_claim(|claim| claim.replace("detached_session", "stop_ends_session_and_jobs"));
    book.fails(
        "zh",
        "book/src/one.md:17: claim 7 does not hold: one in 1.13: the session is stopped: never happens",
    );
}

#[test]
fn mistakes_in_a_claim_have_places_and_hints() {
    let rows = [
        (
            "verdict = \"true\"",
            "verdict = \"ture\"",
            "one.md:13: no verdict is called \"ture\"\n    did you mean \"true\"?",
        ),
        ("verdict = \"true\"", "verdict = \"outdated\"", "one.md:13: outdated since when?"),
        (
            "verdict = \"true\"",
            "verdict = \"outdated\"\nsince = \"2.0\"",
            "one.md:19: runs before 2.0 and since then, to see the difference",
        ),
        (
            "detached_session",
            "detached_sesion",
            "one.md:17: no check is called \"detached_sesion\"\n    did you mean \"detached_session\"?",
        ),
        (
            "runs = [\"one\"]",
            "runs = [\"one\", \"one\"]",
            "one.md:17: this check compares 1 runs, not 2",
        ),
        (
            "runs = [\"one\"]",
            "runs = [\"oen\"]",
            "one.md:18: no scenario is called \"oen\"\n    did you mean \"one\"?",
        ),
        ("runs = [\"one\"]", "runs = [\"one 1.12\"]", "one.md:18: no version \"1.12\""),
        ("1.13 to 2.3", "1.13", "one.md:19: not a range of versions"),
        (
            "class ClusterEntrypoint",
            "somebody said so",
            "one.md:16: not a source: \"somebody said so\"",
        ),
        (
            "(#top)",
            "(#tpo)",
            "one.md:14: \"one.md\" has no place called \"#tpo\"\n    did you mean \"top\"?",
        ),
        ("check = \"detached_session\"\n", "", "one.md:10: a claim needs a check"),
        ("number = 7", "numbr = 7", "one.md:10: unknown field `numbr`"),
        ("show = \"count\"", "show = \"cuont\"", "one.md:27: cannot show \"cuont\""),
    ];
    for (old, new, expected) in rows {
        let book = with_claim(|claim| claim.replace(old, new));
        book.fails("zh", expected);
    }
}

#[test]
fn a_number_is_given_once_and_a_moment_needs_a_stage() {
    let twice = with_claim(|claim| {
        let end = claim.find("```claims").expect("the claim ends before the list");
        format!("{}{claim}", &claim[..end])
    });
    twice.fails("zh", "there is a claim 7 already\n    in book/src/one.md");
    let book = with_claim(str::to_owned);
    book.write("book/src/one.md", &format!("# 一章 {{#top}}\n{CLAIM}"));
    book.fails("zh", "no page has the stage \"one\"\n    put its stage near the claim");
}

/// A chapter with a prediction before its stage, which asks these of the two choices.
fn predicting(one: &str, other: &str, more: &str) -> String {
    let choice = |asked: &str| {
        format!(
            "[[choices]]\nsay = {{ zh = \"甲\", en = \"A\" }}\nif = [\"{asked}\"]\nwhy = {{ zh = \"因为\", en = \"so\" }}\n"
        )
    };
    let cell = format!(
        "```predict\nid = \"a\"\nstage = \"one\"\nasks = \"1 s\"\ndecides = \"4 s\"\n{more}question = {{ zh = \"几个？\", en = \"How many?\" }}\n{}{}```\n\n",
        choice(one),
        choice(other)
    );
    CHAPTER.replace("```stage", &format!("{cell}```stage"))
}

#[test]
fn the_model_says_which_choice_is_right() {
    let book = TinyBook::new();
    for (one, other, right) in
        [("free slots = 1", "free slots = 0", 0), ("free slots = 0", "free slots = 1", 1)]
    {
        book.write("book/src/one.md", &predicting(one, other, ""));
        let page = book.build("zh").expect("a good book");
        let (before, told) = page.split_once("<ol class=\"predict-told\">").expect("what is told");
        assert!(!before.contains("predict-right"), "not before anybody has guessed");
        let right_one = told.split("<li").nth(right + 1).unwrap_or_default();
        assert!(right_one.starts_with(" class=\"predict-right\""), "{one}: {told}");
    }
}

#[test]
fn a_prediction_with_no_right_choice_or_two_fails_with_its_place() {
    let book = TinyBook::new();
    let rows = [
        (predicting("free slots = 2", "free slots = 3", ""), ":10: 1.20: no choice holds\n"),
        (
            predicting("free slots = 1", "free slots > 0", ""),
            ":10: 1.20: choices 1 and 2 hold at once\n",
        ),
        (
            predicting("job X is FAILED", "free slots = 1", ""),
            ":11: 1.20: no job is called \"X\"\n",
        ),
        (
            predicting("happens JobReceivd", "free slots = 1", ""),
            ":13: no event is called \"JobReceivd\"\n    did you mean \"JobReceived\"?",
        ),
        (
            predicting("free slots = 1", "free slots = 0", "versions = \"1.20\"\n"),
            ":10: not a range of versions\n    for example versions = \"1.13 to 2.3\"",
        ),
        (
            predicting("free slots = 1", "free slots = 0", "")
                .replace("stage = \"one\"", "lab = \"one\""),
            ":7: no lab \"one\" stands on this page\n",
        ),
        (
            predicting("free slots = 1", "free slots = 0", "")
                .replace("decides = \"4 s\"", "decides = \"1 s\""),
            ":9: 1.20: nothing happens between the two moments\n",
        ),
    ];
    for (chapter, expected) in rows {
        book.write("book/src/one.md", &chapter);
        book.fails("zh", &format!("book/src/one.md{expected}"));
    }
}

/// A chapter with five questions, of which the first asks these of its three choices.
fn questioning(asked: [&str; 3], more: &str) -> String {
    let quiz = |id: usize, asked: [&str; 3], more: &str| {
        let choice = |(number, asked): (usize, &str)| {
            format!(
                "[[choices]]\nsay = {{ zh = \"{number}\", en = \"{number}\" }}\n{asked}\nwhy = {{ zh = \"因为\", en = \"so\" }}\n"
            )
        };
        let choices: String = asked.into_iter().enumerate().map(choice).collect();
        format!(
            "```quiz\nid = \"q{id}\"\nsee = \"#top\"\nrun = \"one\"\ndecides = \"4 s\"\n{more}question = {{ zh = \"几个？\", en = \"How many?\" }}\n{choices}```\n\n"
        )
    };
    let good =
        ["if = [\"free slots = 0\"]", "if = [\"free slots = 1\"]", "if = [\"free slots = 2\"]"];
    let others: String = (2..=5).map(|id| quiz(id, good, "")).collect();
    format!("# 一章 {{#top}}\n\n一段话。\n\n{}{others}", quiz(1, asked, more))
}

#[test]
fn a_question_is_judged_by_a_run_that_its_page_does_not_show() {
    let book = TinyBook::new();
    let slots = "if = [\"free slots = $(n)\"]";
    let more =
        "numbers = [{ n = 1 }, { n = 3 }]\nset = [\"taskmanager.numberOfTaskSlots = $(n)\"]\n";
    let [less, exact, other] =
        ["if = [\"free slots = 0\"]", slots, "if = [\"free slots = $(n + 1)\"]"];
    book.write("book/src/one.md", &questioning([less, exact, other], more));
    let page = book.build("zh").expect("a good book");
    let (_, quiz) = page.split_once("id=\"quiz-q1\"").expect("its figure");
    assert!(quiz.contains("<li class=\"predict-right\">因为</li>"), "{quiz}");
    assert!(quiz.contains("<p class=\"quiz-foot\"><a class=\"quiz-see\" href=\"#top\">"), "{quiz}");
    assert!(quiz.contains("data-others=") && quiz.contains("第 1 题"), "{quiz}");
}

#[test]
fn what_is_wrong_with_a_question_is_placed() {
    let book = TinyBook::new();
    let [no, one, two] =
        ["if = [\"free slots = 0\"]", "if = [\"free slots = 1\"]", "if = [\"free slots = 2\"]"];
    let rows = [
        (questioning([no, two, no], ""), ":10: no choice holds\n"),
        (questioning([one, one, two], ""), ":10: choices 1 and 2 hold at once\n"),
        (questioning([no, one, "if = [\"job X is FAILED\"]"], ""), ":19: no job is called \"X\"\n"),
        (questioning([no, one, "if = [\"claim 7 is true\"]"], ""), ":19: there is no claim 7\n"),
        (
            questioning([no, one, "if = [\"happens JobReceivd\"]"], ""),
            ":21: no event is called \"JobReceivd\"\n    did you mean \"JobReceived\"?",
        ),
        (
            questioning([no, one, two], "").replacen("see = \"#top\"", "see = \"#tpo\"", 1),
            ":11: \"one.md\" has no place called \"#tpo\"\n    did you mean \"top\"?",
        ),
        (
            questioning([no, one, two], "set = [\"parallelism of X = 2\"]\n"),
            ":8: no job is called \"X\"\n",
        ),
        (
            questioning([no, one, two], "set = [\"heartbeat.timeout = soon\"]\n"),
            ":10: heartbeat.timeout cannot be \"soon\"\n",
        ),
        (
            questioning([no, one, two], "").replacen(
                "decides = \"4 s\"",
                "asks = \"4 s\"\ndecides = \"4 s\"",
                1,
            ),
            ":8: nothing happens between the two moments\n",
        ),
        (questioning(["", "right = true", ""], ""), ":10: an author's answer has a source\n"),
        (
            questioning(["right = true", "right = true", ""], "source = [\"doc x\"]\n"),
            ":11: choices 1 and 2 hold at once\n",
        ),
        (
            questioning([no, one, "if = [\"default heartbeat.timeout = 50 s\"]"], "").replacen(
                "run = \"one\"\ndecides = \"4 s\"\n",
                "",
                1,
            ),
            ":9: which run?",
        ),
        (
            questioning([no, one, two], "").replace("```quiz\nid = \"q5\"", "```toml\nid = \"q5\""),
            ":65: 4 questions in this chapter\n    5 to 8, or none",
        ),
    ];
    for (chapter, expected) in rows {
        book.write("book/src/one.md", &chapter);
        book.fails("zh", &format!("book/src/one.md{expected}"));
    }
}

#[test]
fn a_mark_and_its_check_need_each_other() {
    const ROW: &str =
        "[up]\nrun = \"one\"\nholds = [\"job-managers alive = 1\"]\nopposite = [\"first 0\"]\n";
    let marked = |name: &str| CHAPTER.replace("一段话。", &format!("一段话。[✓](check:{name})"));
    let book = TinyBook::new();
    book.write("book/checks/one.toml", ROW);
    book.fails("zh", "book/checks/one.toml:1: no sentence has the mark of \"up\"");
    book.write("book/src/one.md", &marked("upp"));
    book.fails("zh", "book/src/one.md:3: no check is called \"upp\"\n    did you mean \"up\"?");
    book.write("book/src/one.md", &marked("up"));
    let page = book.build("zh").expect("the mark has its row");
    assert!(page.contains("class=\"checked\" href=\"#stage-one&amp;v=1.20"), "{page}");
    assert!(page.contains("aria-label=\"模型检查过：看这一刻\""), "{page}");
    let changed = |from: &str, to: &str| {
        book.write("book/checks/one.toml", &ROW.replace(from, to));
    };
    changed("alive = 1", "alive = 2");
    book.fails("zh", "book/checks/one.toml:1: check \"up\": one in 1.13: not so: ");
    changed("first 0", "first 1");
    book.fails("zh", "check \"up\": it holds after its opposite, too: it says nothing");
    changed("[up]", "[up]\nversion = \"1.20\"");
    book.fails("zh", "book/checks/one.toml:2: unknown field `version`");
    changed("", "");
    let translated = |text: &str| {
        let catalog = CATALOG.replace("\"一段话。\"", "\"一段话。[✓](check:up)\"");
        book.write("book/po/en.po", &catalog.replace("A paragraph.", text));
    };
    translated("A paragraph.");
    book.fails("en", "links differ in the translation of \"一段话。[✓](check:up)\"");
    translated("A paragraph.[✓](check:up)");
    let page = book.build("en").expect("the mark is in both languages");
    assert!(page.contains("aria-label=\"checked by the model: see the moment\""), "{page}");
}
