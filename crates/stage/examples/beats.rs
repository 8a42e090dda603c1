//! Prints the beats of scenario files in both languages, to be read like a reader would:
//!
//! `cargo run -p flink-stage --example beats -- book/scenarios/*.toml`

use flink_stage::{Lang, words};
use model::beats;

fn main() {
    for path in std::env::args().skip(1) {
        let source = std::fs::read_to_string(&path).expect("the scenario can be read");
        let file = model::authoring::parse(&path, &source).expect("the scenario has no mistakes");
        let trace = model::Trace::run(file.scenario.clone());
        let told = beats::beats(&trace);
        println!("{path}: {} / {}", file.title.zh, file.title.en);
        for (place, beat) in told.iter().enumerate() {
            let (zh, en) = match beats::named(&file.beats, &told, place) {
                Some(name) => (name.zh.clone(), name.en.clone()),
                None => (words::beat(Lang::Zh, beat), words::beat(Lang::En, beat)),
            };
            let fault = if beat.kind.is_fault() { "!" } else { " " };
            let opens = if beats::opening(&told) == Some(beat) { ">" } else { " " };
            let (at, kind) = (words::time::clock(beat.at), beat.kind.name());
            println!("  {opens}{fault} {at:>16}  {zh} · {en}  [{kind}]");
        }
    }
}
