//! Rows of lines, and what they say.

use super::{Mistake, parse, print};
use crate::graph::MAX_OPERATORS;
use crate::graph::examples::EXAMPLES;

/// What a text says: its canonical form, or its mistakes.
fn said(text: &str) -> String {
    let told =
        |mistake: &Mistake| format!("{}:{}: {:?}", mistake.line, mistake.column, mistake.kind);
    match parse(text) {
        Ok(graph) => print(&graph),
        Err(mistakes) => mistakes.iter().map(told).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn what_is_printed_reads_as_the_same_program() {
    for example in EXAMPLES {
        let graph = parse(example).expect("an example is valid");
        assert_eq!(parse(&print(&graph)), Ok(graph.clone()));
        assert_eq!(print(&graph), *example, "an example is written as it is printed");
    }
}

#[test]
fn lines_of_all_kinds() {
    let rows = [
        ("job a\nsource b", "job a\nsource b\n"),
        ("  job   a # name\n\n# nothing\nsource b   p=2\n", "job a\nsource b p=2\n"),
        ("job a\nsource b\nc<-b", "job a\nsource b\nc <- b\n"),
        (
            "job a\nsource b\nsource c\nd <- keyBy b,broadcast c  group=g disableChaining p=3\n",
            "job a\nsource b\nsource c\nd <- keyBy b, broadcast c p=3 group=g disableChaining\n",
        ),
        (
            "job a\nchaining off\nsource 源\nsink 汇 <- rebalance 源",
            "job a\nchaining off\nsource 源\nsink 汇 <- rebalance 源\n",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn mistakes_have_a_place_and_a_kind() {
    let rows = [
        ("", "1:1: NoJob"),
        ("# only this", "1:1: NoJob"),
        ("job", "1:4: MissingName"),
        ("job a", "1:1: NoOperator"),
        ("source b", "1:1: NoJob"),
        ("job a b\nsource c", "1:7: UnknownWord { word: \"b\", similar: None }"),
        ("job a\nsource", "2:7: MissingName"),
        ("job a\nsource b/c", "2:8: BadName(\"b/c\")"),
        ("job a\nsource keyBy", "2:8: BadName(\"keyBy\")"),
        ("job a\nsource b\nsource b", "3:8: SecondOperator(\"b\")"),
        ("job a\nsource b <- b", "2:10: SourceWithInput"),
        ("job a\nb", "2:2: NoInput"),
        ("job a\nsource b\nc <-", "3:5: MissingInput"),
        ("job a\nsource b\nc <- b,", "3:8: MissingInput"),
        ("job a\nsource b\nc <- keyBy", "3:11: MissingInput"),
        (
            "job a\nsource events\nc <- event",
            "3:6: UnknownInput { name: \"event\", similar: Some(\"events\") }",
        ),
        (
            "job a\nsource b\nc <- kebBy b",
            "3:6: UnknownInput { name: \"kebBy\", similar: Some(\"keyBy\") }",
        ),
        ("job a\nsource b\nc <- d\nd <- b", "3:6: InputBelow(\"d\")"),
        ("job a\nsource b\nc <- c", "3:6: InputBelow(\"c\")"),
        ("job a\nsource b\nsink c <- b\nd <- c", "4:6: SinkAsInput(\"c\")"),
        ("job a\nsource b p=0", "2:10: BadParallelism(\"0\")"),
        ("job a\nsource b p=129", "2:10: BadParallelism(\"129\")"),
        ("job a\nsource b p=2 p=3", "2:14: Repeated(\"p=3\")"),
        (
            "job a\nsource b startNewchain2",
            "2:10: UnknownWord { word: \"startNewchain2\", similar: Some(\"startNewChain\") }",
        ),
        // Two lines, two mistakes; the line that names a broken one has none.
        (
            "job a\nsource b p=0\nc <- b\nd <- x",
            "2:10: BadParallelism(\"0\")\n4:6: UnknownInput { name: \"x\", similar: None }",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(said(text), expected, "{text}");
    }
    let many = (0..=MAX_OPERATORS).map(|n| format!("source s{n}\n")).collect::<String>();
    assert_eq!(said(&format!("job a\n{many}")), "66:1: TooManyOperators");
    let inputs = vec!["b"; MAX_OPERATORS].join(", ");
    assert!(parse(&format!("job a\nsource b\nc <- {inputs}")).is_ok());
    let more = format!("job a\nsource b\nc <- {inputs}, b");
    assert_eq!(said(&more), "3:198: TooManyOperators");
}

#[test]
fn no_text_panics() {
    for text in [
        "<-",
        "job <-",
        "job a\n<- b",
        "job a\n,",
        "\u{0}",
        "job a\nsource b\nb <- , ,",
        "job\njob",
    ] {
        let _ = said(text);
    }
}
