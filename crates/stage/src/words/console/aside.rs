//! What the terminal tells beside an answer: what of a line has no effect here, and why it was not all taken.
//!
//! In: what was left out, or how much. Out: sentences in the reader's language.

use crate::words::Lang;
use crate::words::text::t;
use model::command::LeftOut;

/// What of a line had no effect, if anything.
pub fn left_out(lang: Lang, left: &LeftOut) -> Vec<String> {
    let mut told = Vec::new();
    for (words, text) in [
        (
            left.by_model.join(" "),
            t(
                "模型不管这些，真实的 Flink 会照办：{0}",
                "Real Flink obeys these, the model does not: {0}",
            ),
        ),
        (
            left.by_flink.join(" "),
            t(
                "真实的 Flink 也会悄悄忽略：{0}",
                "Real Flink overlooks these, too, and does not say so: {0}",
            ),
        ),
        (
            left.by_session.join(" "),
            t(
                "进程早就起来了，照它们自己的配置；这些对作业不起作用：{0}",
                "The processes run already, with their own configuration; a job changes nothing of it: {0}",
            ),
        ),
        (
            left.to_main.to_owned(),
            t(
                "jar 后面的都是 main() 的参数，flink 不读：{0}",
                "Behind the jar all is an argument of main(), and not read by flink: {0}",
            ),
        ),
    ] {
        if !words.is_empty() {
            told.push(text.fill(lang, &[&words]));
        }
    }
    for (word, similar) in &left.unknown {
        let text = match similar {
            Some(_) => t(
                "模型没听说过这个键，没有理它：{0}。是不是 {1}？",
                "The model has never heard of this key and passes it over: {0}. Is {1} meant?",
            ),
            None => t(
                "模型没听说过这个键，没有理它：{0}",
                "The model has never heard of this key and passes it over: {0}",
            ),
        };
        told.push(text.fill(lang, &[word, similar.unwrap_or_default()]));
    }
    told
}

/// What is said of variables before a program.
pub fn variables(lang: Lang, written: &str) -> String {
    t(
        "{0} 只对这一条命令有效；这里的程序不读它。",
        "{0} holds for this one command; the programs here do not look at it.",
    )
    .fill(lang, &[written])
}

/// What is said of a variable that nobody has set.
pub fn unset(lang: Lang, name: &str) -> String {
    t(
        "没有设过变量 {0}：shell 当它是空的。",
        "The variable {0} is not set: to a shell it is empty.",
    )
    .fill(lang, &[name])
}

/// What is said of a filter that there is none of.
pub fn no_such_filter(lang: Lang, filter: &str) -> String {
    t(
        "管道后面这里有 grep、head、tail、awk、cut、sort、wc -l 和 xargs，没有 {0}：原样打印。",
        "Behind a pipe there are grep, head, tail, awk, cut, sort, wc -l and xargs here, not {0}: it is printed as it is.",
    )
    .fill(lang, &[filter])
}

/// What is said of the output of a command that does something.
pub fn not_piped(lang: Lang) -> &'static str {
    t(
        "这条命令打印的照样显示在这里：模拟的终端只能截走查询的输出。",
        "What this command prints is shown here all the same: only answers to questions can be taken elsewhere.",
    )
    .text(lang)
}

/// What is said of a file that programs of a real machine would read.
pub fn not_read(lang: Lang) -> &'static str {
    t(
        "写下的文件这里只有 cat 看得到：模拟的进程不读它，真实的进程下次启动时才读。",
        "Only cat sees what is written to a file here: no simulated process reads it, and a real one would when it starts next.",
    )
    .text(lang)
}

/// What is said where `xargs` would run its command several times.
pub fn only_first(lang: Lang, count: usize, first: &str) -> String {
    t(
        "xargs 会运行 {0} 次；这里只运行第一次：{1}。",
        "xargs would run it {0} times; here it is run once, for {1}.",
    )
    .fill(lang, &[&count.to_string(), first])
}

/// What is said of a command for another machine.
pub fn one_terminal(lang: Lang) -> &'static str {
    t("这个终端管所有的机器。", "This terminal is that of every machine.").text(lang)
}

/// What is said of a line that is not read.
pub fn too_long(lang: Lang, characters: usize, most: usize) -> String {
    t(
        "这一行有 {0} 个字符，没有执行：这里的一行最多 {1} 个字符。",
        "This line has {0} characters and was not run: a line has at most {1} here.",
    )
    .fill(lang, &[&characters.to_string(), &most.to_string()])
}

/// What is said of more lines than are run at once.
pub fn too_many_lines(lang: Lang, lines: usize, most: usize) -> String {
    t(
        "一次粘贴了 {0} 行，都没有执行：一次最多 {1} 行。",
        "{0} lines at once, none of which was run: at most {1} are.",
    )
    .fill(lang, &[&lines.to_string(), &most.to_string()])
}

/// What is said about a command of the machine: `hdfs`, `start-dfs.sh`.
pub fn outside(lang: Lang, program: &str) -> String {
    t(
        "{0} 是 Flink 之外的事：模拟的机器上已经备好了。",
        "{0} is not Flink's business: on the simulated machines it is taken care of.",
    )
    .fill(lang, &[program])
}
