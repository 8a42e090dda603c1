//! Tiny books, each with one mistake: the build fails, says where, and what to do.

use mdbook_driver::MDBook;
use mdbook_flink::Flink;
use std::path::Path;

const SCENARIO: &str = r#"version = "1.20"
telling = "5 s"
title = { zh = "一", en = "One" }
point = { zh = "一句话。", en = "One sentence." }
provider = { kind = "standalone", task_managers = 1 }
[[actions]]
at = "0 s"
do = "start-cluster"
"#;

const CHAPTER: &str = "# 一章 {#top}\n\n一段话。\n\n```stage\nscenario = \"one\"\n```\n";

const CATALOG: &str = r#"msgid ""
msgstr ""
"Project-Id-Version: tiny\n"
"POT-Creation-Date: \n"
"PO-Revision-Date: \n"
"Language-Team: \n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Language: en\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "一章"
msgstr "A chapter"

msgid "一段话。"
msgstr "A paragraph."
"#;

/// A book in a folder of its own.
struct TinyBook {
    folder: tempfile::TempDir,
}

impl TinyBook {
    /// One chapter with one stage, whole in both languages.
    fn new() -> TinyBook {
        let book = TinyBook { folder: tempfile::tempdir().expect("a temporary folder") };
        book.write("book/src/SUMMARY.md", "# 目录\n\n- [一章](one.md)\n")
            .write("book/src/one.md", CHAPTER)
            .write("book/scenarios/one.toml", SCENARIO)
            .write("book/po/en.po", CATALOG);
        book
    }

    fn write(&self, path: &str, text: &str) -> &TinyBook {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a path below the folder")).expect("writable");
        std::fs::write(path, text).expect("writable");
        self
    }

    /// The page in that language, or what the build says.
    fn build(&self, language: &str) -> Result<String, String> {
        let config = format!(
            "[book]\nsrc = \"book/src\"\nlanguage = \"{language}\"\n[build]\nbuild-dir = \"out\"\ncreate-missing = false\n"
        );
        self.write("book.toml", &config);
        let root: &Path = self.folder.path();
        let mut book = MDBook::load(root).map_err(|error| format!("{error:#}"))?;
        book.with_preprocessor(Flink);
        book.build().map_err(|error| format!("{error:#}"))?;
        Ok(std::fs::read_to_string(root.join("out/one.html")).expect("the page was written"))
    }

    #[track_caller]
    fn fails(&self, language: &str, expected: &str) {
        let told = self.build(language).expect_err("the book has a mistake");
        assert!(told.contains(expected), "expected: {expected}\ntold: {told}");
    }
}

#[test]
fn a_good_book_is_built_in_both_languages() {
    let book = TinyBook::new();
    let chinese = book.build("zh").expect("a good book");
    assert!(chinese.contains("一段话。") && chinese.contains("data-stage=\"one\""));
    let english = book.build("en").expect("a good book");
    assert!(english.contains("A paragraph.") && english.contains("data-lang=\"en\""));
    assert!(english.contains("One sentence.") && !english.contains("一句话"));
}

#[test]
fn a_stage_says_how_it_opens() {
    let book = TinyBook::new();
    let still = book.build("zh").expect("a good book");
    assert!(!still.contains("\"plays\"") && !still.contains("\"web\""));
    book.write("book/src/one.md", &CHAPTER.replace("\"one\"", "\"one\"\nplays = true"));
    assert!(book.build("zh").expect("a good book").contains("\"plays\":true"));
}

#[test]
fn a_syntax_error_in_a_scenario_is_placed() {
    let book = TinyBook::new();
    book.write("book/scenarios/one.toml", &SCENARIO.replace("[[actions]]", "[[actions]"));
    book.fails("zh", "book/scenarios/one.toml:6:");
}

#[test]
fn an_unknown_action_has_a_hint() {
    let book = TinyBook::new();
    book.write("book/scenarios/one.toml", &SCENARIO.replace("start-cluster", "start-clsuter"));
    book.fails("zh", "book/scenarios/one.toml:8:6: no do is called \"start-clsuter\"\n    did you mean \"start-cluster\"?");
}

#[test]
fn an_unknown_scenario_has_a_hint() {
    let book = TinyBook::new();
    book.write("book/src/one.md", &CHAPTER.replace("\"one\"", "\"onee\""));
    book.fails(
        "zh",
        "book/src/one.md:6: no scenario is called \"onee\"\n    did you mean \"one\"?",
    );
}

#[test]
fn a_broken_link_is_placed() {
    let book = TinyBook::new();
    book.write("book/src/one.md", &format!("{CHAPTER}\n[x](two.md)\n"));
    book.fails("zh", "book/src/one.md:9: the link \"two.md\" leads nowhere");
    book.write("book/src/one.md", &format!("{CHAPTER}\n[x](#tpo)\n"));
    book.fails(
        "zh",
        "book/src/one.md:9: \"one.md\" has no place called \"#tpo\"\n    did you mean \"top\"?",
    );
}

#[test]
fn a_link_to_a_moment_leads_there_and_a_wrong_one_is_placed() {
    let book = TinyBook::new();
    book.write("book/src/one.md", &format!("{CHAPTER}\n[x](#stage-one@2.5s)\n"));
    let chinese = book.build("zh").expect("a good book");
    let link = chinese.split("href=\"#stage-one&amp;v=1.20&amp;n=").nth(1).expect("a link");
    let (events, _) = link.split_once("&amp;t=2500000\"").expect("its time");
    assert_ne!(events, "0", "a cluster has begun to start by then");
    let target = format!("id=\"stage-one&amp;v=1.20&amp;n={events}&amp;t=2500000\"");
    assert!(chinese.contains(&target), "without a script the link leads to the picture: {target}");
    for (written, told) in [
        (
            "stage-one@soon",
            "one.md:9: \"soon\" is not a time\n    for instance #stage-jm-dies@24.5s",
        ),
        ("stage-one@999s", "one.md:9: nothing happens in \"one\" after "),
        ("stage-oen@1s", "one.md:9: \"one.md\" has no place called \"#stage-oen\""),
    ] {
        book.write("book/src/one.md", &format!("{CHAPTER}\n[x](#{written})\n"));
        book.fails("zh", told);
    }
}

#[test]
fn a_path_has_its_buttons_and_a_still_picture_and_mistakes_in_them_are_placed() {
    let cells = "\n```present\npath = \"top\"\nminutes = 30\n```\n\n```picture\nscenario = \"one\"\nat = \"2.5s\"\n```\n\n\
        | 0 | 1 |\n| --- | --- |\n| 0 | [x](#m) |\n\n## 二 {#m}\n\n[x](#top)\n";
    let book = TinyBook::new();
    let chapter = [CHAPTER, cells].concat();
    book.write("book/src/one.md", &chapter);
    let page = book.build("zh").expect("a good book");
    assert!(page.contains("<div class=\"present\" data-path=\"top\" data-minutes=\"30\""));
    assert!(page.contains("<code>start-cluster.sh</code>"), "what is typed, for the handout");
    for (right, wrong, told) in [
        ("path = \"top\"", "path = \"tpo\"", "one.md:10: \"one.md\" has no place called \"#tpo\""),
        ("= \"one\"\nat", "= \"onee\"\nat", "one.md:15: no scenario is called \"onee\""),
        ("2.5s", "soon", "one.md:16: \"soon\" is not a time"),
        ("| 0 | [x]", "| 30 | [x]", "one.md:21: \"30\" is no minute behind the one before"),
        ("\n\n[x](#top)", "", "one.md:21: \"#m\" opens no moment"),
    ] {
        book.write("book/src/one.md", &chapter.replace(right, wrong));
        book.fails("zh", told);
    }
}

#[test]
fn a_message_without_translation_is_placed() {
    let book = TinyBook::new();
    book.write("book/src/one.md", &format!("{CHAPTER}\n又一段。\n"));
    book.fails("en", "book/src/one.md:9: no translation of \"又一段。\"");
    assert!(book.build("zh").is_ok(), "the original needs no translation");
}

#[test]
fn a_fuzzy_translation_is_placed() {
    let book = TinyBook::new();
    book.write(
        "book/po/en.po",
        &CATALOG.replace("msgid \"一段话。\"", "#, fuzzy\nmsgid \"一段话。\""),
    );
    book.fails("en", "book/po/en.po:17: fuzzy translation of \"一段话。\"");
}

#[test]
fn a_stale_translation_is_placed() {
    let book = TinyBook::new();
    book.write("book/src/one.md", &CHAPTER.replace("一段话。", "一段新的话。"));
    book.fails(
        "en",
        "book/po/en.po:16: translation of a text that the book no longer has: \"一段话。\"",
    );
}

#[test]
fn a_translation_that_links_elsewhere_is_placed() {
    let book = TinyBook::new();
    book.write("book/src/one.md", &CHAPTER.replace("一段话。", "[一段话。](#top)"));
    let catalog = CATALOG
        .replace("msgid \"一段话。\"", "msgid \"[一段话。](#top)\"")
        .replace("\"A paragraph.\"", "\"[A paragraph.](#else)\"");
    book.write("book/po/en.po", &catalog);
    book.fails("en", "book/po/en.po:16: links differ in the translation of");
}

#[test]
fn all_mistakes_are_told_at_once() {
    let book = TinyBook::new();
    book.write("book/src/one.md", &format!("{CHAPTER}\n[x](two.md)\n\n[y](three.md)\n"))
        .write("book/scenarios/one.toml", &SCENARIO.replace("5 s", "5 x"));
    let told = book.build("zh").expect_err("three mistakes");
    assert!(told.contains("3 mistakes in the book"), "{told}");
}

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
