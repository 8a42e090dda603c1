//! What a page shows of a paste: plain texts of one language, for the page without scripts and for the live part alike.
//!
//! In: what is asked. Out: [`Shown`], or that it is too long.
//! Deliberately absent: HTML, and what is chosen or pointed at.

use crate::cell::Asked;
use crate::explain::{Explanation, TooLong, verdicts};
use crate::found::{Effect, Found};
use crate::keys::ReadBy;
use crate::markup::Node;
use crate::parts::{Part, PartKind};
use crate::picture::picture;
use model::FlinkVersion;
use stage::words::{Lang, Text, t};

/// So many bytes a page takes: more than a person reads, and what a browser draws at once.
pub const LONGEST: usize = 8_000;

/// So many commands are drawn.
const MOST_PICTURES: usize = 8;

/// All that is shown of a paste.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The paste from its first character to its last.
    pub pieces: Vec<Piece>,
    /// Its parts in order.
    pub rows: Vec<Row>,
    /// What is wrong, and remarks.
    pub told: Vec<Told>,
    /// What each version makes of it.
    pub verdicts: Vec<Verdict>,
    /// What its commands ask for, drawn.
    pub asked: Vec<Node>,
}

/// Some characters of the paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// As they are written.
    pub text: String,
    /// The row that is about them.
    pub row: Option<usize>,
}

/// What is said of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As it is written.
    pub text: String,
    /// What kind of part it is.
    pub kind: PartKind,
    /// What it is.
    pub says: String,
    /// Names of facts, and the facts.
    pub facts: Vec<(String, String)>,
    /// Where the book tells of it, as a link.
    pub chapter: String,
}

/// A mistake, or a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What comes of it.
    pub effect: Effect,
    /// What it is about, as it is written.
    pub text: String,
    /// What was meant, and what happens.
    pub says: String,
    /// What the real program prints.
    pub message: Option<String>,
    /// Where that is known from.
    pub source: &'static str,
}

/// What a version makes of the paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Which version.
    pub version: FlinkVersion,
    /// In one word.
    pub effect: Effect,
    /// The first message, or else what happens first; empty if it works.
    pub says: String,
}

/// What a page shows.
///
/// # Errors
/// If the paste is longer than [`LONGEST`].
pub fn shown(asked: &Asked, lang: Lang) -> Result<Shown, TooLong> {
    let paste = asked.lines.as_str();
    if paste.len() > LONGEST {
        return Err(TooLong { bytes: paste.len(), most: LONGEST });
    }
    let read = verdicts(paste)?;
    let mut verdicts: Vec<Verdict> =
        read.iter().map(|(version, it)| verdict(*version, it, lang)).collect();
    // One text once: the eye goes to where versions differ.
    let same = |pair: &[Verdict]| matches!(pair, [a, b] if a.says == b.says && !a.says.is_empty());
    let same: Vec<bool> = verdicts.windows(2).map(same).collect();
    for (verdict, _) in verdicts.iter_mut().skip(1).zip(same).filter(|(_, same)| *same) {
        verdict.says = label(lang, Label::Same, &[]);
    }
    let mut shown = Shown { verdicts, ..Shown::default() };
    let Some((_, here)) = read.iter().find(|(version, _)| *version == asked.version) else {
        return Ok(shown);
    };
    let mut from = 0;
    for part in here.commands.iter().flat_map(|command| &command.parts) {
        // A part inside another one is told with it.
        let (Some(before), Some(written)) =
            (paste.get(from..part.at.start), paste.get(part.at.start..part.at.end))
        else {
            continue;
        };
        if !before.is_empty() {
            shown.pieces.push(Piece { text: before.to_owned(), row: None });
        }
        let row = Some(shown.rows.len());
        shown.pieces.push(Piece { text: written.to_owned(), row });
        shown.rows.push(self::row(part, written, lang));
        from = part.at.end;
    }
    if let Some(rest) = paste.get(from..).filter(|rest| !rest.is_empty()) {
        shown.pieces.push(Piece { text: rest.to_owned(), row: None });
    }
    let mut told: Vec<Told> = here.found().map(|found| self::told(found, paste, lang)).collect();
    told.sort_by_key(|told| std::cmp::Reverse(told.effect));
    shown.told = told;
    let asked = here.commands.iter().filter_map(|command| command.asks.as_ref());
    shown.asked = asked.take(MOST_PICTURES).map(|asks| picture(asks, lang)).collect();
    Ok(shown)
}

fn verdict(version: FlinkVersion, explanation: &Explanation, lang: Lang) -> Verdict {
    let effect = explanation.effect();
    let worst = explanation.found().find(|it| it.effect == effect && effect != Effect::Works);
    let says = worst.map_or(String::new(), |found| match &found.message {
        Some(message) => message.clone(),
        None => says(found, lang),
    });
    Verdict { version, effect, says }
}

fn says(found: &Found, lang: Lang) -> String {
    let args: Vec<&str> = found.args.iter().map(String::as_str).collect();
    found.kind.text().fill(lang, &args).trim_end().to_owned()
}

fn told(found: &Found, paste: &str, lang: Lang) -> Told {
    Told {
        effect: found.effect,
        text: paste.get(found.at.start..found.at.end).unwrap_or_default().to_owned(),
        says: says(found, lang),
        message: found.message.clone(),
        source: found.kind.source(),
    }
}

fn row(part: &Part, written: &str, lang: Lang) -> Row {
    let say = |text: Text| text.fill(lang, &[]);
    let mut facts = Vec::new();
    let mut fact = |name: Text, value: String| facts.push((say(name), value));
    if let Some(key) = &part.key {
        fact(KEY, key.clone());
    }
    if let Some(default) = part.default.as_ref().filter(|it| !it.is_empty()) {
        fact(DEFAULT, default.clone());
    }
    if let Some((major, minor)) = part.since {
        fact(SINCE, format!("{major}.{minor}"));
    }
    if let Some((major, minor)) = part.until {
        fact(UNTIL, format!("{major}.{minor}"));
    }
    let readers: Vec<String> = part.read_by.iter().map(|it| say(reader(*it))).collect();
    if !readers.is_empty() {
        fact(READ_BY, readers.join(t("、", ", ").text(lang)));
    }
    let more = part.of_key.map(|text| [" ", &say(text)].concat()).unwrap_or_default();
    Row {
        text: written.to_owned(),
        kind: part.kind,
        says: [say(part.text), more].concat(),
        facts,
        chapter: part.chapter.replacen(".md", ".html", 1),
    }
}

const KEY: Text = t("配置键", "Key");
const DEFAULT: Text = t("默认", "Default");
const SINCE: Text = t("从哪个版本起", "Since");
const UNTIL: Text = t("到哪个版本止", "Until");
const READ_BY: Text = t("谁读它", "Read by");

const fn reader(reader: ReadBy) -> Text {
    match reader {
        ReadBy::Shell => t("shell", "the shell"),
        ReadBy::Client => t("客户端", "the client"),
        ReadBy::Main => t("main()", "main()"),
        ReadBy::JobManager => t("JobManager", "JobManager"),
        ReadBy::TaskManager => t("TaskManager", "TaskManager"),
        ReadBy::Yarn => t("YARN", "YARN"),
        ReadBy::Kubernetes => t("Kubernetes", "Kubernetes"),
        ReadBy::HistoryServer => t("HistoryServer", "HistoryServer"),
        ReadBy::Nobody => t("没有人", "nobody"),
    }
}

/// The words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Above the field.
    Lines,
    /// Above the versions.
    Version,
    /// Above the examples.
    Examples,
    /// The line with its parts marked.
    Marked,
    /// What is wrong.
    Wrong,
    /// Nothing is.
    NothingWrong,
    /// The list of parts.
    Parts,
    /// The table of versions.
    Table,
    /// What it asks for, drawn.
    Asked,
    /// The message before it.
    Source,
    /// A link to a chapter.
    Chapter,
    /// Copy the link.
    CopyLink,
    /// It is in the clipboard.
    Copied,
    /// It is in the address bar.
    InBar,
    /// {0} bytes, {1} at most.
    TooLong,
    /// What the version before does as well.
    Same,
    /// Nothing is written.
    Empty,
    /// A field of the composer takes no such name.
    NoName,
}

/// A word of the frame.
pub fn label(lang: Lang, label: Label, args: &[&str]) -> String {
    let text = match label {
        Label::Lines => t("一行或几行命令", "One line or several"),
        Label::Version => t("按哪个版本读", "Read as version"),
        Label::Examples => t("试一试", "Try one"),
        Label::Marked => t("拆开来看", "Taken apart"),
        Label::Wrong => t("要当心的", "What to mind"),
        Label::NothingWrong => t("没有看出不对的地方。", "Nothing wrong was found."),
        Label::Parts => t("每一段是什么", "What each part is"),
        Label::Table => t("五个版本", "Five versions"),
        Label::Asked => t("它要什么", "What it asks for"),
        Label::Source => t("出处", "Source"),
        Label::Chapter => t("书里", "In the book"),
        Label::CopyLink => t("复制链接", "Copy the link"),
        Label::Copied => t("链接已复制。", "The link is copied."),
        Label::InBar => t("链接在地址栏里。", "The link is in the address bar."),
        Label::TooLong => t(
            "有 {0} 字节，这里最多读 {1} 字节：没有读。",
            "{0} bytes; at most {1} are read here: it was not read.",
        ),
        Label::Same => t("同上", "as above"),
        Label::NoName => t(
            "这里只能写字母、数字和 . _ / -，也不能以 - 开头：没有采用。",
            "Letters, digits and . _ / - only, and no - at the beginning: it was not taken.",
        ),
        Label::Empty => t("还没有写什么。", "Nothing is written yet."),
    };
    text.fill(lang, args)
}

/// What comes of a line, in a word, with a sign beside it.
pub fn effect(lang: Lang, effect: Effect) -> (&'static str, String) {
    let (sign, text) = match effect {
        Effect::Works => ("✓", t("能用", "works")),
        Effect::Differs => ("≠", t("做的是另一回事", "does something else")),
        Effect::Fails => ("✗", t("失败", "fails")),
    };
    (sign, text.fill(lang, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &str) -> Shown {
        let asked = Asked { version: FlinkVersion::V1_20, lines: lines.to_owned() };
        shown(&asked, Lang::En).expect("short enough")
    }

    #[test]
    fn pieces_make_the_paste_and_every_row_has_one() {
        for lines in [
            "",
            "flink run -p 2 -Dkey=v app.jar --input x # 注释\n\n",
            "sudo -u flink bin/yarn-session.sh -D a=b -nm test > out && yarn application -list",
        ] {
            let shown = of(lines);
            let whole: String = shown.pieces.iter().map(|piece| piece.text.as_str()).collect();
            assert_eq!(whole, lines);
            let rows: Vec<usize> = shown.pieces.iter().filter_map(|piece| piece.row).collect();
            assert_eq!(rows, (0..shown.rows.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_version_that_fails_says_what_flink_says() {
        let shown = of("flink run -p 2 -t yarn-application app.jar");
        let effects: Vec<Effect> = shown.verdicts.iter().map(|it| it.effect).collect();
        assert_eq!(&effects[2..4], [Effect::Fails, Effect::Works]);
        let said = "No ExecutorFactory found to execute the application.";
        assert_eq!([0, 1].map(|at| shown.verdicts[at].says.as_str()), [said, "as above"]);
        assert_eq!(shown.told[0].message.as_deref(), Some(said));
        let parallelism = shown.rows.iter().find(|row| row.text == "-p 2").expect("a part");
        assert_eq!(parallelism.facts[0], ("Key".to_owned(), "parallelism.default".to_owned()));
    }

    #[test]
    fn a_paste_that_is_too_long_is_refused_with_the_limit() {
        let asked = Asked { version: FlinkVersion::V1_20, lines: "a".repeat(LONGEST + 1) };
        assert_eq!(shown(&asked, Lang::Zh), Err(TooLong { bytes: LONGEST + 1, most: LONGEST }));
    }
}
