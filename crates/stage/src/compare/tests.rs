//! The comparison over many workloads: the table says what the runs say, the modes differ as they must, and the chart
//! is sound.

use super::course::{Course, Doing, End, Process};
use super::drawing::{Drawing, Kind};
use super::run::traced;
use super::words::{self, Label, Row};
use super::workload::{FAULT_TIMES, LENGTHS, Switch};
use super::*;
use crate::layout::WidthClass;
use crate::scene::{Anchor, Look, Part};
use crate::stroke::Rect;
use crate::words::Lang;
use model::state::ExecutionState;
use model::{Event, FlinkVersion, Time, Trace};

/// As many workloads as a test takes a second for.
const WORKLOADS: u64 = 60;

/// A generator of numbers, so that a failure can be repeated (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn roll<T: Copy>(&mut self, of: &[T]) -> T {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        of[(self.0 >> 33) as usize % of.len()]
    }
}

fn workload(seed: u64) -> Workload {
    let mut dice = Dice(seed);
    let jobs = (0..dice.roll(&[1, 2, 3, 5])).map(|_| dice.roll(&[1, 2, 3, 4])).collect();
    Workload {
        platform: dice.roll(Platform::ALL),
        version: dice.roll(&FlinkVersion::ALL),
        jobs,
        length: dice.roll(&[None, None, Some(LENGTHS[0]), Some(LENGTHS[2])]),
        slots: dice.roll(&[1, 2, 3, 4]),
        memory_mib: dice.roll(&MEMORY_MIB),
        spare: dice.roll(Switch::ALL),
        packing: dice.roll(Packing::ALL),
        availability: dice.roll(Availability::ALL),
        checkpoints: dice.roll(Switch::ALL),
        fault: dice.roll(Fault::ALL),
        fault_after: dice.roll(&FAULT_TIMES),
    }
}

fn each(check: impl Fn(&Comparison)) {
    for seed in 0..WORKLOADS {
        check(&Comparison::of(workload(seed)));
    }
}

fn without_fault(check: impl Fn(&Comparison)) {
    for seed in 0..WORKLOADS {
        check(&Comparison::of(Workload { fault: Fault::None, ..workload(seed) }));
    }
}

fn course(comparison: &Comparison, mode: DeploymentMode) -> &Course {
    comparison.courses.iter().find(|course| course.mode == mode).expect("every mode has a course")
}

fn facts(comparison: &Comparison, mode: DeploymentMode) -> Option<Facts> {
    comparison.facts(course(comparison, mode))
}

#[test]
fn the_same_workload_is_the_same_comparison() {
    for seed in 0..5 {
        assert_eq!(Comparison::of(workload(seed)), Comparison::of(workload(seed)));
    }
}

#[test]
fn modes_exist_where_flink_has_them() {
    without_fault(|comparison| {
        let Workload { platform, version, .. } = comparison.workload;
        let exists = |mode| course(comparison, mode).refusal.is_none();
        assert!(exists(DeploymentMode::Session) && exists(DeploymentMode::Application));
        let per_job = platform == Platform::Yarn && version < FlinkVersion::V2_0;
        assert_eq!(exists(DeploymentMode::PerJob), per_job, "{platform:?} {version:?}");
    });
}

/// When every task of a job was RUNNING for the first time, told by the events alone.
fn all_running(trace: &Trace, name: &str) -> Option<Time> {
    let last = trace.cluster_after(trace.entries().len());
    let job = last.jobs.iter().find(|job| job.spec.name == name)?;
    let mut missing = job.spec.tasks();
    for entry in trace.entries() {
        if let Event::TaskStateChanged { execution, to, .. } = &entry.event
            && execution.job == job.id
            && *to == ExecutionState::Running
        {
            missing -= 1;
            if missing == 0 {
                return Some(entry.at.since(SUBMITTED));
            }
        }
    }
    None
}

#[test]
fn the_first_result_is_when_the_last_task_runs() {
    without_fault(|comparison| {
        for course in &comparison.courses {
            let Some(facts) = comparison.facts(course) else { continue };
            let trace = traced(&comparison.workload, course.mode);
            for (number, first) in facts.first_result.iter().enumerate() {
                let told = all_running(&trace, &words::job(number as u8));
                // With high availability a second job of an application takes the first one with it.
                if course.jobs[number].restarts == 0 && first.is_some() {
                    assert_eq!(
                        *first,
                        told,
                        "{} in {:?}",
                        comparison.workload.to_text(),
                        course.mode
                    );
                }
            }
        }
    });
}

/// Most JobManager processes at one time, told by the events alone.
fn most_job_managers(trace: &Trace, end: Time) -> u16 {
    let (mut most, mut now, mut last) = (0, 0_i32, Time::ZERO);
    for entry in trace.entries().iter().filter(|entry| entry.at < end) {
        if entry.at > last {
            most = most.max(now);
            last = entry.at;
        }
        match &entry.event {
            Event::JobManagerStarted { .. } => now += 1,
            Event::JobManagerKilled { .. } | Event::JobManagerExited { .. } => now -= 1,
            _ => {}
        }
    }
    most.max(now) as u16
}

#[test]
fn processes_are_counted_as_events_start_and_end_them() {
    without_fault(|comparison| {
        for course in &comparison.courses {
            let Some(facts) = comparison.facts(course) else { continue };
            let trace = traced(&comparison.workload, course.mode);
            let told = most_job_managers(&trace, comparison.end);
            let stopped = trace.entries().iter().any(|entry| {
                matches!(entry.event, Event::ClusterStopped { .. } | Event::JobManagerKilled { .. })
            });
            // A cluster that stops takes its JobManager along without an event of its own.
            if !stopped {
                assert_eq!(facts.job_managers, told, "{}", comparison.workload.to_text());
            }
            assert!(facts.job_managers >= 1 && facts.peak_mib > 0);
        }
    });
}

#[test]
fn per_job_starts_as_many_clusters_as_jobs() {
    each(|comparison| {
        let jobs = comparison.workload.jobs.len();
        if let Some(per_job) = facts(comparison, DeploymentMode::PerJob) {
            assert_eq!(per_job.clusters, jobs, "{}", comparison.workload.to_text());
            assert!(per_job.jobs_of_a_job_manager <= 1);
            assert_eq!(per_job.shared_task_managers, 0);
        }
        let session = facts(comparison, DeploymentMode::Session).expect("everywhere");
        assert_eq!(session.clusters, 1);
        assert_eq!(session.jobs_of_a_job_manager, jobs);
    });
}

#[test]
fn the_session_outlives_its_jobs_and_the_others_do_not() {
    without_fault(|comparison| {
        let session = facts(comparison, DeploymentMode::Session).expect("everywhere");
        let text = comparison.workload.to_text();
        assert!(session.left_job_managers >= 1, "{text}");
        for mode in [DeploymentMode::PerJob, DeploymentMode::Application] {
            let Some(other) = facts(comparison, mode) else { continue };
            let done = other.finished.len() == comparison.workload.jobs.len();
            if done {
                assert_eq!(other.left_job_managers, 0, "{mode:?} {text}");
                assert!(session.left_mib > other.left_mib || other.left_mib > 0, "{text}");
            }
            if done && comparison.workload.platform != Platform::Standalone {
                assert_eq!((other.left_task_managers, other.left_mib), (0, 0), "{mode:?} {text}");
            }
        }
    });
}

#[test]
fn a_dead_task_manager_hits_only_jobs_with_slots_on_it() {
    let mut seen = 0;
    for seed in 0..WORKLOADS {
        let comparison = Comparison::of(Workload { fault: Fault::TaskManager, ..workload(seed) });
        let at = comparison.workload.fault_at();
        for mode in [DeploymentMode::Session, DeploymentMode::PerJob] {
            let course = course(&comparison, mode);
            let Some(facts) = comparison.facts(course).filter(|facts| facts.struck) else {
                continue;
            };
            let died =
                |lane: &&Lane| lane.life.at(at).is_none() && lane.life.times().any(|t| t == at);
            let dead: Vec<&Lane> = course.lanes.iter().filter(died).collect();
            assert_eq!(dead.len(), 1, "one process died: {}", comparison.workload.to_text());
            for job in &facts.hit {
                assert!(dead[0].served.contains(job), "{mode:?} {}", comparison.workload.to_text());
            }
            seen += usize::from(!facts.hit.is_empty());
        }
    }
    assert!(seen > 20, "faults must hit something: {seen}");
}

#[test]
fn a_dead_job_manager_without_high_availability_takes_all_its_jobs() {
    for platform in Platform::ALL {
        let mut workload = Workload { fault: Fault::JobManager, ..Workload::default() };
        workload.platform = *platform;
        let comparison = Comparison::of(workload);
        for course in &comparison.courses {
            let Some(facts) = comparison.facts(course) else { continue };
            let expected = if course.mode == DeploymentMode::PerJob { 1 } else { 3 };
            assert_eq!(facts.hit.len(), expected, "{platform:?} {:?}", course.mode);
            // Kubernetes' Deployment starts another JobManager, which runs main() from the beginning.
            let anew =
                *platform == Platform::Kubernetes && course.mode == DeploymentMode::Application;
            let left = if anew { 3 } else { 3 - expected };
            assert_eq!(facts.running.len(), left, "{platform:?} {:?}", course.mode);
            assert_eq!(facts.from_nothing.len(), if anew { 3 } else { 0 });
            assert!(
                facts.from_checkpoint.is_empty(),
                "what a checkpoint holds is lost with the JobManager"
            );
        }
    }
}

#[test]
fn cancelling_one_job_ends_a_whole_application_and_nothing_else() {
    for version in FlinkVersion::ALL {
        let mut workload = Workload { fault: Fault::Cancel, ..Workload::default() };
        workload.version = version;
        for (packing, lost) in [(Packing::Together, 3), (Packing::Apart, 1)] {
            let comparison = Comparison::of(Workload { packing, ..workload.clone() });
            let gone = |mode| facts(&comparison, mode).map(|facts| facts.gone.len());
            assert_eq!(gone(DeploymentMode::Session), Some(1), "{version:?}");
            assert_eq!(gone(DeploymentMode::Application), Some(lost), "{version:?} {packing:?}");
        }
    }
}

/// The rows of the table of blows that the chapter's text explains.
#[test]
fn a_blow_hits_whom_the_chapter_says() {
    let damage = |fault, checkpoints| {
        let comparison = Blow { fault, checkpoints }.on(&Workload::default());
        let gone =
            |course| comparison.facts(course).map(|facts| (facts.hit.len(), facts.gone.len()));
        comparison.courses.iter().filter_map(gone).collect::<Vec<_>>()
    };
    assert_eq!(damage(Fault::TaskManager, Switch::On), [(1, 0), (1, 0), (1, 0)]);
    assert_eq!(damage(Fault::TaskManager, Switch::Off), [(1, 1), (1, 1), (3, 3)]);
    assert_eq!(damage(Fault::Exception, Switch::On), [(1, 0), (1, 0), (1, 0)]);
    assert_eq!(damage(Fault::Exception, Switch::Off), [(1, 1), (1, 1), (3, 3)]);
    assert_eq!(damage(Fault::Cancel, Switch::On), [(1, 1), (1, 1), (3, 3)]);
    assert_eq!(damage(Fault::JobManager, Switch::On), [(3, 3), (1, 1), (3, 3)]);
}

#[test]
fn what_is_counted_fits_together() {
    each(|comparison| {
        let text = comparison.workload.to_text();
        for course in &comparison.courses {
            let Some(facts) = comparison.facts(course) else { continue };
            for span in course.processes.spans(comparison.end) {
                assert!(span.what.taken <= span.what.slots.max(span.what.taken), "{text}");
            }
            assert!(facts.left_mib <= facts.peak_mib, "{text}");
            assert_eq!(facts.hit.len(), facts.down.len());
            assert!(facts.struck || facts.hit.is_empty(), "{text}");
            for job in 0..comparison.workload.jobs.len() as u8 {
                let places = [
                    facts.running.contains(&job),
                    facts.finished.contains(&job),
                    facts.gone.iter().any(|(gone, _)| *gone == job),
                ];
                assert!(places.iter().filter(|is| **is).count() <= 1, "one end each: {text}");
            }
            let busy: usize = course.lanes.iter().map(|lane| lane.slots.len()).sum();
            assert!(busy > 0 || facts.task_managers == 0, "TaskManagers have slots: {text}");
        }
    });
}

fn drawings(check: impl Fn(&Comparison, &Drawing)) {
    each(|comparison| {
        for width in [WidthClass::Wide, WidthClass::Narrow] {
            for lang in Lang::ALL {
                check(comparison, &draw(comparison, lang, width));
            }
        }
    });
}

fn rects(drawing: &Drawing, kinds: &[Kind]) -> Vec<Rect> {
    let pieces = drawing.pieces.iter().filter(|piece| kinds.contains(&piece.kind));
    let parts = pieces.flat_map(|piece| &piece.parts);
    parts
        .filter_map(|part| match part {
            Part::Rect { look: Look::Body, x, y, width, height, .. } => {
                Some(Rect { x: *x, y: *y, w: *width, h: *height })
            }
            Part::Rect { .. } | Part::Path { .. } | Part::Text { .. } => None,
        })
        .collect()
}

#[test]
fn nothing_leaves_the_picture_and_bars_of_a_lane_do_not_overlap() {
    const JOBS: &[Kind] = &[Kind::JobComing, Kind::JobWaiting, Kind::JobRunning, Kind::JobDown];
    const PROCESSES: &[Kind] = &[Kind::Coming, Kind::StandingBy, Kind::Up, Kind::Searching];
    const SLOTS: &[Kind] = &[Kind::SlotKept, Kind::SlotRuns];
    drawings(|comparison, drawing| {
        let text = comparison.workload.to_text();
        for kinds in [&[Kind::Band][..], JOBS, PROCESSES, SLOTS] {
            let mut all = rects(drawing, kinds);
            all.sort_by_key(|area| (area.y, area.x));
            for area in &all {
                let inside = area.x >= 0 && area.x + area.w <= drawing.width + 1;
                assert!(inside && area.y >= 0 && area.y + area.h <= drawing.height, "{text}");
            }
            for pair in all.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                let apart = a.x + a.w <= b.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
                assert!(apart, "{kinds:?}: {a:?} and {b:?} in {text}");
            }
        }
    });
}

#[test]
fn texts_stay_in_the_picture_and_times_apart() {
    drawings(|comparison, drawing| {
        let mut axis: Vec<(i32, i32, i32)> = Vec::new();
        for piece in &drawing.pieces {
            for part in &piece.parts {
                let Part::Text { x, y, anchor, size, room, text, .. } = part else { continue };
                let wide = crate::measure::width(text, *size, crate::measure::Face::Plain);
                assert!(wide <= *room + 1 || piece.kind != Kind::Axis, "{text}");
                let from = match anchor {
                    Anchor::Start => *x,
                    Anchor::Middle => x - wide / 2,
                    Anchor::End => x - wide,
                };
                let inside = from >= 0 && from + wide <= drawing.width && *y <= drawing.height;
                assert!(inside, "{text} in {}", comparison.workload.to_text());
                if piece.kind == Kind::Axis {
                    axis.push((*y, from, from + wide));
                }
            }
        }
        axis.sort_unstable();
        for pair in axis.windows(2) {
            assert!(pair[0].0 < pair[1].0 || pair[0].2 < pair[1].1, "times touch: {pair:?}");
        }
    });
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || "。，；、：（）".contains(c)
}

fn reads(lang: Lang, text: &str) {
    assert!(!text.is_empty() && !text.contains(['{', '}']) && !text.contains("  "), "{text}");
    assert!(lang == Lang::Zh || !text.contains(is_chinese), "Chinese in English: {text}");
    let chars: Vec<char> = text.chars().collect();
    for pair in chars.windows(2).filter(|_| lang == Lang::Zh) {
        let cjk = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        let latin = |c: char| c.is_ascii_alphanumeric();
        let tight = cjk(pair[0]) && latin(pair[1]) || latin(pair[0]) && cjk(pair[1]);
        assert!(!tight, "no blank between {} and {}: {text}", pair[0], pair[1]);
    }
}

#[test]
fn every_text_reads_in_both_languages() {
    each(|comparison| {
        for lang in Lang::ALL {
            for row in words::rows(comparison) {
                reads(lang, row.name(lang));
                for course in &comparison.courses {
                    if let Some(facts) = comparison.facts(course) {
                        reads(lang, &words::row(lang, row, &facts));
                    }
                }
            }
            for at in comparison.moments() {
                for course in &comparison.courses {
                    let text = words::now(lang, course, at);
                    reads(lang, &text);
                    assert!(text.ends_with(['。', '.']), "{text}");
                }
                reads(lang, &words::moment(lang, at));
            }
        }
    });
    for blow in Blow::ALL {
        let comparison = blow.on(&Workload::default());
        for lang in Lang::ALL {
            reads(lang, &words::blow(lang, blow));
            for course in &comparison.courses {
                let facts = comparison.facts(course).expect("YARN and 1.20 have every mode");
                reads(lang, &words::damage(lang, &facts));
            }
        }
    }
    for lang in Lang::ALL {
        for label in Label::ALL {
            reads(lang, &words::label_with(lang, *label, &["1", "2"]));
        }
        for knob in Workload::KNOBS {
            reads(lang, words::knob(lang, knob));
            for choice in words::choices(knob) {
                reads(lang, &words::value(lang, knob, &choice));
                // Of jobs it offers how many.
                let mut one = Workload::default();
                let known = knob == "jobs" || one.set(knob, &choice).is_some();
                assert!(known, "{knob} offers {choice}");
            }
        }
        for end in [End::Finished, End::Failed, End::Canceled, End::Suspended, End::Lost] {
            reads(lang, words::end(lang, end));
        }
    }
    assert!(Row::ALL.len() > 10);
}

#[test]
fn the_page_begins_with_a_moment_of_the_chart() {
    each(|comparison| {
        assert!(comparison.telling() <= comparison.end);
        let moments = comparison.moments();
        assert!(moments.is_sorted() && moments.first() == Some(&Time::ZERO));
        assert_eq!(moments.last(), Some(&comparison.end));
        for course in &comparison.courses {
            let waits = course.jobs.iter().all(|job| job.doing.at(Time::ZERO).is_none());
            assert!(waits, "no job before the submission");
            let known = |lane: &Lane| {
                matches!(lane.process, Process::JobManager(_)) || !lane.slots.is_empty()
            };
            assert!(course.lanes.iter().all(known));
            assert!(course.jobs.iter().all(|job| job.doing.at(SUBMITTED) == Some(Doing::InClient)
                || job.doing.at(SUBMITTED) == Some(Doing::ClusterStarts)));
        }
    });
}
