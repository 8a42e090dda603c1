//! `mdbook-flink`: the preprocessor behind mdBook's protocol, for `mdbook build` by hand.
//!
//! In: `[context, book]` as JSON on standard input, or `supports <renderer>`. Out: the book as JSON on
//! standard output; mistakes on standard error and a non-zero exit.

use mdbook_flink::Flink;
use mdbook_preprocessor::{Preprocessor, parse_input};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [verb, renderer] = arguments.as_slice()
        && verb == "supports"
    {
        let supported = Flink.supports_renderer(renderer).unwrap_or(false);
        return if supported { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let (context, book) = parse_input(std::io::stdin())?;
    let book = Flink.run(&context, book)?;
    serde_json::to_writer(std::io::stdout(), &book)?;
    Ok(())
}
