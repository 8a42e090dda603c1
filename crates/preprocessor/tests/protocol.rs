//! The binary speaks mdBook's protocol, as `mdbook build` by hand needs it.

use mdbook_preprocessor::PreprocessorContext;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::config::Config;
use std::io::Write;
use std::process::{Command, Output, Stdio};

fn preprocessor(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mdbook-flink"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary of this crate");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

/// A book of one chapter, as mdBook hands it over.
fn input(markdown: &str) -> String {
    let root = std::env::temp_dir().join("a-book-without-files");
    let context = PreprocessorContext::new(root, Config::default(), "html".to_owned());
    let mut book = Book::new();
    book.items.push(BookItem::Chapter(Chapter::new("One", markdown.to_owned(), "one.md", vec![])));
    serde_json::to_string(&(context, book)).expect("plain data")
}

#[test]
fn it_says_which_renderers_it_supports() {
    assert!(preprocessor(&["supports", "html"], "").status.success());
    assert!(!preprocessor(&["supports", "epub"], "").status.success());
}

#[test]
fn a_book_comes_back_as_json() {
    let input = input("# One\n").replace("\"language\":\"en\"", "\"language\":\"zh\"");
    let output = preprocessor(&[], &input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let book: Book = serde_json::from_slice(&output.stdout).expect("a book");
    assert_eq!(book.items.len(), 1);
}

#[test]
fn mistakes_are_told_and_fail() {
    let input = input("[x](nowhere.md)\n").replace("\"language\":\"en\"", "\"language\":\"zh\"");
    let output = preprocessor(&[], &input);
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("src/one.md:1: the link \"nowhere.md\" leads nowhere"), "{told}");
}
