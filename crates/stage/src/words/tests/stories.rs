//! Whole runs, told: every version, both providers, with things done to them.

use super::samples::{STANDALONE, YARN, scenario};
use super::style::{check, check_sentence};
use crate::scene::Target;
use crate::words::inspector::inspect;
use crate::words::{Lang, event, event_log_line};
use model::{Action, FlinkVersion, JobId, Provider, Signal, Time, TmId, Trace};

fn tell(version: FlinkVersion, provider: Provider, action: Action) {
    let mut trace = Trace::run(scenario(version, provider));
    trace.fork(Time::s(25), action);
    trace.fork(Time::s(120), Action::StopCluster);
    for (index, entry) in trace.entries().iter().enumerate() {
        let cluster = trace.frame_after(index).cluster;
        let name = entry.event.name();
        for lang in Lang::ALL {
            check_sentence(lang, name, &event(lang, entry, &cluster));
        }
        if let Some(line) = event_log_line(entry, &cluster) {
            check(Lang::En, name, &line);
        }
    }
}

fn kill(signal: Signal) -> Action {
    Action::SignalTaskManager { tm: TmId(0), signal }
}

#[test]
fn every_version_tells_a_killed_task_manager_on_both_providers() {
    for version in FlinkVersion::ALL {
        tell(version, STANDALONE, kill(Signal::Kill));
        tell(version, YARN, kill(Signal::Kill));
    }
}

#[test]
fn other_things_that_are_done_are_told_too() {
    for action in [
        kill(Signal::Term),
        kill(Signal::Stop),
        Action::Cancel { job: JobId(0) },
        Action::ThrowException { job: JobId(0) },
        Action::InterruptClient { client: model::ClientId(0) },
        Action::StartTaskManager,
    ] {
        tell(FlinkVersion::V2_3, STANDALONE, action.clone());
        tell(FlinkVersion::V1_13, YARN, action);
    }
}

#[test]
fn everything_that_can_be_selected_is_described_at_every_moment() {
    let trace = Trace::run(scenario(FlinkVersion::V1_20, YARN));
    for index in 0..trace.entries().len() {
        let frame = trace.frame_after(index);
        for target in targets(&frame.cluster, trace.entries().len()) {
            for lang in Lang::ALL {
                let seen = inspect(lang, target, &frame, trace.entries());
                let what = format!("{target:?}");
                check(lang, &what, seen.kind);
                check_sentence(lang, &what, seen.about);
                assert!(!seen.name.is_empty(), "{what} has no name");
                for state in &seen.states {
                    check(lang, &what, &state.meaning);
                }
                for (label, value) in &seen.facts {
                    check(lang, &what, label);
                    assert!(!value.is_empty(), "{what}: {label} is empty");
                }
            }
        }
    }
}

fn targets(cluster: &model::Cluster, entries: usize) -> Vec<Target> {
    let mut all = vec![
        Target::JobManager,
        Target::Dispatcher,
        Target::ResourceManager,
        Target::YarnResourceManager,
        Target::Node(model::NodeId(0)),
        Target::Node(model::NodeId(9)),
        Target::Container(model::ContainerId(0)),
        Target::Container(model::ContainerId(1)),
        Target::Client(model::ClientId(0)),
        Target::TaskManager(TmId(0)),
        Target::Slot(TmId(0), 0),
        Target::Slot(TmId(0), 1),
        Target::Job(JobId(0)),
        Target::Job(JobId(9)),
    ];
    all.extend((0..entries).step_by(7).map(Target::Message));
    all.extend(cluster.jobs.iter().flat_map(|job| job.execution_ids()).map(Target::Task));
    all
}
