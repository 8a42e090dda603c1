//! Draws moments of a scenario file as SVG, to look at while working on the layout.
//!
//! `cargo run -p flink-stage --example draw -- book/scenarios/cluster-first.toml out 14000 20000`
//! writes `out/cluster-first-14000-wide-zh.svg` and so on: all arrangements, both languages. Times are
//! milliseconds; `#120` means "right after entry 120"; without any, the telling moment is drawn.

use flink_stage::{Arrangement, Extent, Lang, Motion, Options, layout, svg};
use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, folder, times @ ..] = arguments.as_slice() else {
        panic!("usage: draw SCENARIO.toml FOLDER [MILLISECONDS | #ENTRY]...");
    };
    let id = Path::new(file).file_stem().expect("a file has a name").to_string_lossy();
    let source = std::fs::read_to_string(file).expect("the scenario can be read");
    let scenario = model::authoring::parse(&id, &source).expect("the scenario has no mistakes");
    let telling = scenario.telling.as_ms().to_string();
    let trace = model::Trace::run(scenario.scenario);
    let extent = Extent::of(&trace);
    let times = if times.is_empty() { vec![telling] } else { times.to_vec() };
    for time in &times {
        let frame = match time.strip_prefix('#') {
            Some(entry) => trace.frame_after(entry.parse().expect("an entry's number")),
            None => trace.frame_at(model::Time::ms(time.parse().expect("milliseconds"))),
        };
        for (lang, code) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
            for arrangement in Arrangement::ALL {
                let name = match arrangement {
                    Arrangement::Wide => "wide",
                    Arrangement::Upright => "upright",
                    Arrangement::Narrow => "narrow",
                };
                let last = frame.happened.checked_sub(1).map(|last| &trace.entries()[last]);
                let motion = Motion::Full;
                let selected = None;
                let options =
                    Options { lang, arrangement, selected, motion, extent: &extent, last };
                let picture = svg::to_svg(&layout(&frame, &options));
                let path =
                    format!("{folder}/{id}-{}-{name}-{code}.svg", time.trim_start_matches('#'));
                std::fs::write(&path, picture).expect("the picture can be written");
            }
        }
    }
}
