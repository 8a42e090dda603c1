//! Tiny books, each with one mistake: the build fails, says where, and what to do.

mod judged;

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
