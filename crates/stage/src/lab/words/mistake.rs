//! What is wrong in a program's text, and what to do about it.
//!
//! In: a [`MistakeKind`]. Out: a sentence and, where there is one, a hint.

use crate::words::{Lang, Text, t};
use model::graph::text::MistakeKind;
use model::graph::{MAX_OPERATORS, MAX_PARALLELISM};

/// What is wrong.
pub fn mistake(lang: Lang, kind: &MistakeKind) -> String {
    let (text, word) = said(kind);
    let most = match kind {
        MistakeKind::TooManyOperators => MAX_OPERATORS.to_string(),
        _ => MAX_PARALLELISM.to_string(),
    };
    text.fill(lang, &[word, &most])
}

fn said(kind: &MistakeKind) -> (Text, &str) {
    match kind {
        MistakeKind::NoJob => (t("第一行应该是作业的名字", "the first line names the job"), ""),
        MistakeKind::NoOperator => (t("一个算子都没有", "there is no operator"), ""),
        MistakeKind::TooManyOperators => (
            t(
                "模拟器最多放 {1} 个算子，每个最多 {1} 个输入；Flink 没有这个限制",
                "the simulator takes {1} operators and {1} inputs of each; Flink has no such limit",
            ),
            "",
        ),
        MistakeKind::MissingName => (t("这里少了名字", "a name is missing"), ""),
        MistakeKind::BadName(name) => (t("“{0}”不能当名字", "“{0}” cannot be a name"), name),
        MistakeKind::SecondOperator(name) => {
            (t("已经有一个算子叫 {0} 了", "there is an operator {0} already"), name)
        }
        MistakeKind::MissingInput => {
            (t("这里少了上游的名字", "the name of an input is missing"), "")
        }
        MistakeKind::UnknownInput { name, .. } => {
            (t("没有叫 {0} 的算子", "there is no operator {0}"), name)
        }
        MistakeKind::InputBelow(name) => {
            (t("{0} 要写在这一行的上面", "{0} must stand above this line"), name)
        }
        MistakeKind::SinkAsInput(name) => {
            (t("{0} 是 sink，没有下游", "{0} is a sink: nothing comes after it"), name)
        }
        MistakeKind::SourceWithInput => (t("source 没有上游", "a source has no input"), ""),
        MistakeKind::NoInput => {
            (t("不是 source，就要有上游", "what is no source has an input"), "")
        }
        MistakeKind::BadParallelism(number) => (
            t(
                "“{0}”不是 1 到 {1} 的整数；{1} 是模拟器的上限，Flink 到 32768",
                "“{0}” is not a number from 1 to {1}; {1} is the simulator's limit, Flink's is 32768",
            ),
            number,
        ),
        MistakeKind::UnknownWord { word, .. } => {
            (t("不认识“{0}”", "“{0}” means nothing here"), word)
        }
        MistakeKind::Repeated(word) => (t("“{0}”说了两遍", "“{0}” is said twice"), word),
    }
}

/// What to do about it.
pub fn hint(lang: Lang, kind: &MistakeKind) -> Option<String> {
    let (text, word) = advice(kind)?;
    Some(text.fill(lang, &[word]))
}

fn advice(kind: &MistakeKind) -> Option<(Text, &str)> {
    const MEANT: Text = t("是不是 {0}？", "did you mean {0}?");
    Some(match kind {
        MistakeKind::NoJob => {
            (t("例如 job StreamWordCount", "for example: job StreamWordCount"), "")
        }
        MistakeKind::NoOperator => {
            (t("例如 source socket p=1", "for example: source socket p=1"), "")
        }
        MistakeKind::BadName(_) => {
            (t("名字由字母、数字和 - _ . 组成", "names are letters, digits and - _ ."), "")
        }
        MistakeKind::NoInput | MistakeKind::MissingInput => {
            (t("例如 sum <- keyBy flatMap", "for example: sum <- keyBy flatMap"), "")
        }
        MistakeKind::UnknownInput { similar: Some(similar), .. }
        | MistakeKind::UnknownWord { similar: Some(similar), .. } => (MEANT, similar),
        MistakeKind::UnknownWord { similar: None, .. } => (
            t(
                "算子后面可以写 p=2、group=名字、startNewChain、disableChaining",
                "an operator may have p=2, group=name, startNewChain, disableChaining",
            ),
            "",
        ),
        MistakeKind::TooManyOperators
        | MistakeKind::MissingName
        | MistakeKind::SecondOperator(_)
        | MistakeKind::UnknownInput { similar: None, .. }
        | MistakeKind::InputBelow(_)
        | MistakeKind::SinkAsInput(_)
        | MistakeKind::SourceWithInput
        | MistakeKind::BadParallelism(_)
        | MistakeKind::Repeated(_) => return None,
    })
}
