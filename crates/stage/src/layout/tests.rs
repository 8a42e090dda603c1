//! Pictures of the book's scenarios and of seeded random clusters, all held to [`super::sound`].

// The model's tests draw with the same.
#[path = "../../../model/tests/draw/dice.rs"]
mod dice;
mod large;
#[path = "../../../model/tests/load/mod.rs"]
mod load;

use super::{Arrangement, Motion, Options, layout};
use crate::extent::Extent;
use crate::scene::{Scene, Shape, Target};
use crate::sound::assert_scene_is_sound;
use crate::svg::to_svg;
use crate::words::Lang;
use dice::Dice;
use model::job::{Input, JobSpec, Pattern, VertexSpec};
use model::scenario::TimedAction;
use model::{
    Action, ClusterId, Config, FlinkVersion, Frame, JmId, JobId, Program, Provider, Scenario,
    Signal, Step, Time, TmId, Trace, VertexId,
};

/// The picture right after an entry, or halfway to the next one.
fn scene(
    trace: &Trace,
    extent: &Extent,
    frame: &Frame,
    arrangement: Arrangement,
    lang: Lang,
) -> Scene {
    let last = frame.happened.checked_sub(1).map(|last| &trace.entries()[last]);
    let selected = Some(Target::ResourceManager(ClusterId(0)));
    let options = Options { lang, arrangement, selected, motion: Motion::Full, extent, last };
    layout(frame, &options)
}

/// Checks so many moments of a trace, spread evenly, in both widths and languages.
fn check(name: &str, trace: &Trace, moments: usize) {
    let extent = Extent::of(trace);
    let entries = trace.entries();
    assert!(!entries.is_empty(), "{name}: nothing happens");
    let step = entries.len().div_ceil(moments).max(1);
    let mut heights = [None; 3];
    for index in (0..entries.len()).step_by(step) {
        let between = entries
            .get(index + 1)
            .map_or(entries[index].at, |next| Time((entries[index].at.0 + next.at.0) / 2));
        for frame in [trace.frame_after(index), trace.frame_at(between)] {
            for (arrangement, height) in Arrangement::ALL.into_iter().zip(&mut heights) {
                for lang in Lang::ALL {
                    let what = format!("{name}, entry {index}, {arrangement:?}, {lang:?}");
                    let picture = scene(trace, &extent, &frame, arrangement, lang);
                    assert_scene_is_sound(&picture, &what);
                    let before = *height.get_or_insert(picture.height);
                    assert_eq!(before, picture.height, "{what}: the picture's height changes");
                }
            }
        }
    }
}

pub(crate) fn book_scenarios() -> Vec<(String, Trace)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../book/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the book has scenarios")
        .map(|file| file.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let id = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let source = std::fs::read_to_string(path).expect("a scenario can be read");
        let file = model::authoring::parse(&id, &source).expect("a scenario has no mistakes");
        (id, Trace::run(file.scenario))
    };
    files.iter().map(read).collect()
}

#[test]
fn every_event_of_every_scenario_of_the_book_is_drawn_soundly() {
    let scenarios = book_scenarios();
    assert!(!scenarios.is_empty());
    for (name, trace) in &scenarios {
        // An endless restart loop repeats itself: its first events show all there is to see.
        check(name, trace, 120);
    }
}

/// The smallest letters of a picture that is drawn as large as a laptop's window lets it, in thousandths of a pixel.
fn smallest_letters(scene: &Scene, (width, height): (i32, i32)) -> i32 {
    let scale = (width * 1_000 / scene.width).min(height * 1_000 / scene.height);
    let svg = to_svg(scene);
    let sizes = svg.split("font-size=\"").skip(1).filter_map(|rest| rest.split('"').next());
    sizes.map(|size| size.parse::<i32>().expect("a size") * scale).min().expect("words")
}

#[test]
fn every_word_of_the_book_s_stages_has_twelve_pixels_on_a_laptop() {
    for (name, trace) in &book_scenarios() {
        let extent = Extent::of(trace);
        let frame = trace.frame_at(trace.end());
        let options = Options {
            lang: Lang::En,
            arrangement: Arrangement::Wide,
            selected: None,
            motion: Motion::Full,
            extent: &extent,
            last: None,
        };
        let scene = layout(&frame, &options);
        // 1280 by 720, and 1440 by 900 with the contents beside.
        for window in [(1_222, 440), (1_128, 600)] {
            let letters = smallest_letters(&scene, window);
            assert!(letters >= 12_000, "{name}: {letters} in {window:?}");
        }
    }
}

/// Before the live stage is there, the page's styles keep the room that its picture will take.
#[test]
fn the_page_and_the_stage_agree_on_when_a_picture_stands_upright() {
    use Arrangement::{Narrow, Upright, Wide};
    let fits = [649, 650, 859, 860].map(Arrangement::fitting);
    assert_eq!(fits, [Narrow, Upright, Upright, Wide]);
    let styles = include_str!("../../../../book/theme/figure.css");
    assert!(styles.contains("@container stage (min-width: 650px) and (max-width: 859px)"));
}

#[test]
fn the_same_frame_gives_the_same_picture() {
    for (_, trace) in book_scenarios().iter().take(3) {
        let extent = Extent::of(trace);
        let frame = trace.frame_at(Time(trace.end().0 / 2));
        for arrangement in Arrangement::ALL {
            let once = scene(trace, &extent, &frame, arrangement, Lang::Zh);
            let again = scene(trace, &extent, &frame.clone(), arrangement, Lang::Zh);
            assert_eq!(once, again);
            assert_eq!(to_svg(&once), to_svg(&again));
        }
    }
}

#[test]
fn a_thing_stands_where_it_stood() {
    for (name, trace) in &book_scenarios() {
        let extent = Extent::of(trace);
        let mut places = std::collections::BTreeMap::new();
        for index in (0..trace.entries().len()).step_by(7) {
            let frame = trace.frame_after(index);
            for shape in scene(trace, &extent, &frame, Arrangement::Wide, Lang::En).shapes {
                if shape.glides && !shape.key.starts_with("task-") {
                    let here = (shape.x, shape.y);
                    let before = *places.entry(shape.key.clone()).or_insert(here);
                    assert_eq!(before, here, "{name}: {} moves at entry {index}", shape.key);
                }
            }
        }
    }
}

#[test]
fn a_fork_moves_nothing_that_was_there() {
    for (name, trace) in &book_scenarios() {
        let at = Time(trace.end().0 / 2);
        let mut forked = trace.clone();
        forked.fork(at, Action::SignalTaskManager { tm: TmId(0), signal: Signal::Kill });
        let (before, after) = (Extent::of(trace), Extent::of(&forked));
        let cluster = trace.frame_at(at).cluster;
        let jobs = cluster.jobs.len();
        // A worker that was only asked for by then has no place, and may never get one.
        let placed = before.task_managers.len().min(after.task_managers.len());
        let tms = cluster.task_managers.len().min(placed);
        assert_eq!(before.jobs[..jobs], after.jobs[..jobs], "{name}");
        assert_eq!(before.task_managers[..tms], after.task_managers[..tms], "{name}");
    }
}

#[test]
fn the_svg_is_well_formed_and_has_no_ids() {
    for (name, trace) in &book_scenarios() {
        let extent = Extent::of(trace);
        let frame = trace.frame_at(Time(trace.end().0 / 3));
        let svg = to_svg(&scene(trace, &extent, &frame, Arrangement::Wide, Lang::En));
        assert!(!svg.contains(" id="), "{name}: print.html holds every chapter in one page");
        let mut open = Vec::new();
        for tag in svg.split('<').skip(1) {
            let (tag, _) = tag.split_once('>').expect("a tag ends");
            match tag.strip_prefix('/') {
                Some(end) => assert_eq!(open.pop(), Some(end), "{name}"),
                None if tag.ends_with('/') => {}
                None => open.push(tag.split(' ').next().expect("a tag has a name")),
            }
        }
        assert!(open.is_empty(), "{name}: {open:?} stay open");
    }
}

fn random_job(dice: &mut Dice, index: u64) -> JobSpec {
    let names =
        ["Source: Kafka 订单 -> parse", "w", "Keyed Aggregation -> Sink: Print to Std. Out"];
    let vertex = |dice: &mut Dice, id: u16| VertexSpec {
        name: dice.pick(&names).to_owned(),
        parallelism: 1 + dice.roll(5) as u16,
        inputs: match id.checked_sub(1) {
            Some(from) => {
                let from = VertexId(from);
                vec![Input { from, pattern: Pattern::AllToAll, blocking: false }]
            }
            None => Vec::new(),
        },
        slot_sharing_group: "default".to_owned(),
    };
    let many = 1 + dice.roll(6) as u16;
    let jobs = ["WordCount", "每日订单汇总（含退货与换货）", "A rather long name of a job", "x"];
    JobSpec {
        name: format!("{} {index}", dice.pick(&jobs)),
        vertices: (0..many).map(|id| vertex(dice, id)).collect(),
        options: Config::default(),
        batch: false,
        behaviour: Default::default(),
    }
}

/// Where processes come from, and with or without high availability.
fn random_provider(dice: &mut Dice, config: &mut Config) -> Provider {
    let several = dice.roll(3) == 0;
    let job_managers = if several { 2 + dice.roll(2) as u16 } else { 1 };
    let nodes = 1 + dice.roll(4) as u16;
    let kind = dice.roll(3);
    if several {
        let store = if kind == 2 { "kubernetes" } else { "zookeeper" };
        config.set("high-availability.type", store);
    }
    match kind {
        0 => Provider::Standalone { task_managers: 1 + dice.roll(9) as u16, job_managers },
        1 => Provider::Yarn {
            nodes,
            node_memory_mib: 8_192,
            minimum_allocation_mib: 1_024,
            queues: Vec::new(),
        },
        _ => Provider::Kubernetes { nodes, node_memory_mib: 8_192, job_managers },
    }
}

/// A program of some of the jobs.
fn random_program(dice: &mut Dice, jobs: &[JobSpec], index: u64) -> Program {
    let step = |dice: &mut Dice| {
        let job = jobs[dice.roll(jobs.len() as u64) as usize].name.clone();
        match dice.roll(6) {
            0 => Step::Work(Time::s(1 + dice.roll(5))),
            1 => Step::Execute(job),
            _ => Step::ExecuteAsync(job),
        }
    };
    let mut steps: Vec<Step> = (0..1 + dice.roll(4)).map(|_| step(dice)).collect();
    if dice.roll(6) == 0 {
        steps.push(Step::Throw);
    }
    Program { name: format!("Program {index}"), steps, environment_per_job: false }
}

fn random_action(dice: &mut Dice, jobs: &[JobSpec], programs: &[Program]) -> Action {
    let tm = TmId(dice.roll(4) as u16);
    let jm = JmId(dice.roll(4) as u16);
    let attached = dice.roll(2) == 0;
    let program = programs[dice.roll(programs.len() as u64) as usize].name.clone();
    match dice.roll(18) {
        0 => Action::SignalTaskManager { tm, signal: Signal::Kill },
        1 => Action::SignalTaskManager { tm, signal: Signal::Stop },
        2 => Action::StartTaskManager,
        3 => Action::Cancel { job: JobId(dice.roll(4) as u16) },
        4 => Action::CutNetwork { tm },
        5 => Action::HealNetwork { tm },
        6 => Action::KillJobManager { jm },
        7 => Action::StopJobManager { jm },
        8 => Action::StartJobManager,
        9 => Action::KillApplication { cluster: ClusterId(dice.roll(3) as u16) },
        10 | 11 => Action::RunApplication { program, attached, in_session: false },
        12 | 13 => Action::RunPerJob { program, attached },
        _ => Action::Submit {
            job: jobs[dice.roll(jobs.len() as u64) as usize].name.clone(),
            attached,
            shutdown_on_attached_exit: false,
        },
    }
}

/// Clusters of random size in every mode, with random jobs, to which random things are done.
fn random_scenario(seed: u64) -> Scenario {
    let mut dice = Dice(seed);
    let mut config = Config::default();
    let slots = 1 + dice.roll(6);
    config.set("taskmanager.numberOfTaskSlots", &slots.to_string());
    let provider = random_provider(&mut dice, &mut config);
    let jobs: Vec<_> = (0..1 + dice.roll(9)).map(|index| random_job(&mut dice, index)).collect();
    let programs: Vec<_> = (0..3).map(|index| random_program(&mut dice, &jobs, index)).collect();
    let program = programs[0].name.clone();
    let first = match dice.roll(3) {
        0 => Action::RunApplication { program, attached: true, in_session: false },
        _ => Action::StartCluster,
    };
    let mut actions = vec![TimedAction { at: Time::ZERO, action: first, took: None }];
    let mut at = Time::s(20);
    for _ in 0..20 {
        at = at + Time::ms(100 + dice.roll(20_000));
        let action = random_action(&mut dice, &jobs, &programs);
        actions.push(TimedAction { at, action, took: None });
    }
    Scenario {
        version: FlinkVersion::V1_20,
        provider,
        config,
        jobs,
        programs,
        flow: None,
        actions,
        profile: Default::default(),
        seed,
        horizon: at + Time::s(60),
    }
}

/// A scenario in which that is done, with jobs of one subtask, one slot a TaskManager.
fn plain_scenario(provider: Provider, actions: Vec<Action>) -> Scenario {
    let mut scenario = random_scenario(1);
    for job in &mut scenario.jobs {
        job.vertices.truncate(1);
        job.vertices[0].parallelism = 1;
    }
    scenario.config = Config::default();
    scenario.provider = provider;
    let timed = |(index, action)| TimedAction { at: Time::s(index), action, took: None };
    scenario.actions = (0..).zip(actions).map(timed).collect();
    scenario.horizon = Time::s(60);
    scenario
}

fn twelve_clusters() -> Trace {
    let provider = Provider::Yarn {
        nodes: 4,
        node_memory_mib: 16_384,
        minimum_allocation_mib: 1,
        queues: Vec::new(),
    };
    let job = random_scenario(1).jobs[0].name.clone();
    let run = |_| Action::RunPerJob { program: job.clone(), attached: false };
    Trace::run(plain_scenario(provider, (0..12).map(run).collect()))
}

#[test]
fn twelve_clusters_are_an_overview() {
    let trace = twelve_clusters();
    check("twelve clusters", &trace, 60);
    let extent = Extent::of(&trace);
    let frame = trace.frame_at(trace.end());
    assert_eq!(frame.cluster.clusters.len(), 12);
    for (arrangement, most) in Arrangement::ALL.into_iter().zip([1_000, 1_900, 1_900]) {
        let scene = scene(&trace, &extent, &frame, arrangement, Lang::Zh);
        assert!(scene.height <= most, "{arrangement:?}: {} is too tall", scene.height);
    }
}

#[test]
fn a_selected_cluster_of_an_overview_is_told_in_full_in_the_same_room() {
    let trace = twelve_clusters();
    let (extent, frame) = (Extent::of(&trace), trace.frame_at(trace.end()));
    for arrangement in Arrangement::ALL {
        let options = |selected| Options {
            lang: Lang::En,
            arrangement,
            selected,
            motion: Motion::Full,
            extent: &extent,
            last: None,
        };
        let all = layout(&frame, &options(None));
        for cluster in &frame.cluster.clusters {
            let one = layout(&frame, &options(Some(Target::JobManager(cluster.id))));
            assert_scene_is_sound(&one, "one of twelve");
            assert!((one.width, one.height) == (all.width, all.height), "the page jumps");
            let told = |scene: &Scene| {
                let its = |shape: &&Shape| shape.target == Some(Target::Dispatcher(cluster.id));
                scene.shapes.iter().filter(its).count()
            };
            let before = usize::from(cluster.id == frame.cluster.clusters[0].id);
            assert_eq!((told(&all), told(&one)), (before, 1), "{:?}", cluster.id);
        }
    }
}

#[test]
fn two_hundred_task_managers_are_an_overview() {
    let provider = Provider::Standalone { task_managers: 200, job_managers: 1 };
    let mut actions = vec![Action::StartCluster];
    let job = random_scenario(1).jobs[0].name.clone();
    actions.extend((0..9).map(|_| Action::Submit {
        job: job.clone(),
        attached: false,
        shutdown_on_attached_exit: false,
    }));
    let trace = Trace::run(plain_scenario(provider, actions));
    check("two hundred TaskManagers", &trace, 40);
    let (extent, frame) = (Extent::of(&trace), trace.frame_at(trace.end()));
    let scene = scene(&trace, &extent, &frame, Arrangement::Wide, Lang::Zh);
    assert!(scene.height <= 1_100, "{} is too tall", scene.height);
    let shown =
        |tm: &TmId| scene.shapes.iter().any(|shape| shape.target == Some(Target::TaskManager(*tm)));
    assert!((0..200).map(TmId).all(|tm| shown(&tm)), "a TaskManager is missing");
}

#[test]
fn a_selected_task_manager_of_an_overview_is_told_with_its_slots_in_the_same_room() {
    let provider = Provider::Standalone { task_managers: 200, job_managers: 1 };
    let trace = Trace::run(plain_scenario(provider, vec![Action::StartCluster]));
    let (extent, frame) = (Extent::of(&trace), trace.frame_at(trace.end()));
    for arrangement in Arrangement::ALL {
        let at = |tm| {
            let selected = Some(Target::TaskManager(TmId(tm)));
            let (lang, motion, extent) = (Lang::Zh, Motion::Full, &extent);
            layout(&frame, &Options { lang, arrangement, selected, motion, extent, last: None })
        };
        let first = at(0);
        for tm in [0, 1, 77, 199] {
            let scene = at(tm);
            assert_scene_is_sound(&scene, "one of two hundred");
            assert_eq!((scene.width, scene.height), (first.width, first.height), "the page jumps");
            let slot = Some(Target::Slot(TmId(tm), 0));
            assert!(scene.shapes.iter().any(|shape| shape.target == slot), "tm-{tm} has no slots");
        }
    }
}

#[test]
fn random_clusters_are_drawn_soundly() {
    for seed in 0..48 {
        check(&format!("seed {seed}"), &Trace::run(random_scenario(seed)), 25);
    }
}
