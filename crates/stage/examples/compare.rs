//! Draws a comparison: `cargo run -p flink-stage --example compare -- OUTDIR "jobs=2.2&fault=task-manager"`.
//! Writes one HTML page with both widths, the table and the stage's colours.

extern crate flink_stage as stage;

use model::compare::{Comparison, Workload};
use stage::compare::{draw, words};
use stage::svg::to_svg;
use stage::{Lang, WidthClass};
use std::fmt::Write;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(text)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: compare OUTDIR WORKLOAD");
        std::process::exit(2);
    };
    let workload = Workload::default().with_text(&text).unwrap_or_else(|wrong| {
        eprintln!("{} means nothing", wrong.part);
        std::process::exit(2);
    });
    let comparison = Comparison::of(workload);
    for lang in Lang::ALL {
        for (width, name) in [(WidthClass::Wide, "wide"), (WidthClass::Narrow, "narrow")] {
            let svg = to_svg(&draw(&comparison, lang, width).picture);
            let css = "../../../book/theme";
            let mut page = format!(
                "<!doctype html><html class=\"light\" lang=\"{}\"><meta charset=\"utf-8\">\
                 <link rel=stylesheet href=\"{css}/stage.css\"><link rel=stylesheet href=\"{css}/compare.css\">\
                 <body style=\"margin:8px\">{svg}<table>",
                lang.code()
            );
            for row in words::rows(&comparison) {
                let _ = write!(page, "<tr><th>{}", row.name(lang));
                for course in &comparison.courses {
                    let facts = comparison.facts(course);
                    let value = facts.map_or("-".to_owned(), |facts| words::row(lang, row, &facts));
                    let _ = write!(page, "<td>{value}");
                }
            }
            let file = format!("{folder}/compare-{}-{name}.html", lang.code());
            std::fs::write(&file, page).expect("a writable folder");
            println!("{file}");
        }
    }
}
