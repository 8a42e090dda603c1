//! Draws an experiment of the slot lab as a page, to look at while working on the layout.
//!
//! `cargo run -p flink-stage --example lab -- OUT.html LANG [wide|narrow] [EXAMPLE or FILE] [knob=value]... [open=vertex-3]`

use flink_stage::lab::words::{Change, status, why};
use flink_stage::lab::{Thing, draw};
use flink_stage::svg::to_svg;
use flink_stage::{Lang, WidthClass};
use model::graph::{Experiment, examples, text};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, lang, width, example, knobs @ ..] = arguments.as_slice() else {
        panic!("usage: lab OUT.html LANG wide|narrow EXAMPLE [knob=value]...");
    };
    let read = || std::fs::read_to_string(example).expect("no example, so a file with a program");
    let program = examples::named(example).map_or_else(read, str::to_owned);
    let mut experiment = Experiment::new(text::parse(&program).expect("the program is valid"));
    let mut open = None;
    for knob in knobs {
        let (name, value) = knob.split_once('=').expect("knob=value");
        match name {
            "open" => open = Thing::from_key(value),
            _ => experiment.set(name, value).expect("a knob and a value of it"),
        }
    }
    let lang = Lang::from_code(lang);
    let (width, class) = match width.as_str() {
        "narrow" => (WidthClass::Narrow, 360),
        _ => (WidthClass::Wide, 1024),
    };
    let outcome = experiment.run().expect("Flink takes the program");
    let sentences =
        [why(lang, Change::Program, &experiment, &outcome), status(lang, &experiment, &outcome)];
    let css = concat!(env!("CARGO_MANIFEST_DIR"), "/../../book/theme");
    let page = format!(
        "<!DOCTYPE html><meta charset=utf-8><html class=light>\
         <link rel=stylesheet href='{css}/css/variables.css'>\
         <link rel=stylesheet href='{css}/stage.css'><link rel=stylesheet href='{css}/lab.css'>\
         <body style='margin:0;width:{class}px'>{}<p>{}</p>",
        to_svg(&draw(&outcome, lang, width, open)),
        sentences.join("<br>"),
    );
    std::fs::write(file, page).expect("the page can be written");
}
