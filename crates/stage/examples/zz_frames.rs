//! throwaway: hash of everything pictured, per scenario
use flink_stage::*;
use std::hash::{DefaultHasher, Hash, Hasher};
fn main() {
    let mut files: Vec<_> = std::fs::read_dir("book/scenarios")
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    for file in files {
        let id = file.file_stem().unwrap().to_string_lossy().to_string();
        let source = std::fs::read_to_string(&file).unwrap();
        let scenario = model::authoring::parse(&id, &source).unwrap();
        let trace = model::Trace::run(scenario.scenario);
        let extent = Extent::of(&trace);
        let mut h = DefaultHasher::new();
        let n = trace.entries().len();
        let step = (n / 40).max(1);
        for i in (0..n).step_by(step) {
            let frame = trace.frame_after(i);
            for lang in [Lang::Zh, Lang::En] {
                for width in [WidthClass::Wide, WidthClass::Narrow] {
                    let last = frame.happened.checked_sub(1).map(|last| &trace.entries()[last]);
                    let options = Options {
                        lang,
                        width,
                        selected: None,
                        motion: Motion::Full,
                        extent: &extent,
                        last,
                    };
                    let scene = layout(&frame, &options);
                    svg::to_svg(&scene).hash(&mut h);
                    let keys: Vec<_> = scene.shapes.iter().map(|s| format!("{s:?}")).collect();
                    keys.hash(&mut h);
                }
            }
        }
        format!("{:?}", trace.entries()).hash(&mut h);
        println!("{id} {n} {:x}", h.finish());
    }
}
