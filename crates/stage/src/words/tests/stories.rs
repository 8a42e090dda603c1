//! Whole runs, told: every version, both providers, with things done to them.

use super::samples::{KUBERNETES, STANDALONE, YARN, scenario};
use super::style::{check, check_sentence};
use crate::layout::tests::book_scenarios;
use crate::scene::Target;
use crate::words::inspector::inspect;
use crate::words::{Lang, event, event_log_line};
use model::{
    Action, ClusterId, Event, FlinkVersion, JmId, JobId, Provider, Signal, Time, TmId, Trace,
};

fn tell(version: FlinkVersion, provider: Provider, action: Action) {
    let mut trace = Trace::run(scenario(version, provider));
    trace.fork(Time::s(25), action);
    trace.fork(Time::s(120), Action::StopCluster);
    check_trace(&trace);
}

fn check_trace(trace: &Trace) {
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

/// What JobManagers log when they exit.
fn last_words(trace: &Trace) -> Vec<String> {
    let entries = trace.entries().iter().enumerate();
    let exits = entries.filter(|(_, it)| matches!(it.event, Event::JobManagerExited { .. }));
    exits.filter_map(|(at, it)| event_log_line(it, &trace.frame_after(at).cluster)).collect()
}

#[test]
fn a_job_manager_that_main_brings_down_was_not_told_to_go() {
    let mut scenarios = book_scenarios().into_iter();
    let (_, limit) =
        scenarios.find(|it| it.0 == "application-ha-limit").expect("it is in the book");
    assert_eq!(last_words(&limit), ["Fatal error occurred in the cluster entrypoint."]);

    let mut scenario = scenario(FlinkVersion::V1_20, STANDALONE);
    scenario.config.set("high-availability.type", "zookeeper");
    let mut told = Trace::run(scenario);
    told.fork(Time::s(25), Action::StopJobManager { jm: JmId(0) });
    let asked = "RECEIVED SIGNAL 15: SIGTERM. Shutting down as requested.";
    assert_eq!(last_words(&told), [asked]);
}

/// A run with a cluster for the program alone.
fn tell_alone(version: FlinkVersion, provider: Provider, start: Action, then: Action) {
    let mut scenario = scenario(version, provider);
    scenario.config.set("high-availability.type", "zookeeper");
    scenario.jobs[0].options.set("execution.checkpointing.interval", "1 s");
    scenario.actions.truncate(1);
    scenario.actions[0].action = start;
    let mut trace = Trace::run(scenario);
    trace.fork(Time::s(25), then);
    trace.fork(Time::s(120), Action::Cancel { job: JobId(0) });
    check_trace(&trace);
}

fn kill(signal: Signal) -> Action {
    Action::SignalTaskManager { tm: TmId(0), signal }
}

#[test]
fn every_version_tells_a_killed_task_manager_on_both_providers() {
    for version in FlinkVersion::ALL {
        tell(version, STANDALONE, kill(Signal::Kill));
        tell(version, YARN, kill(Signal::Kill));
        tell(version, KUBERNETES, kill(Signal::Kill));
    }
}

#[test]
fn clusters_of_their_own_are_told_too() {
    let program = || "WordCount".to_owned();
    for attached in [true, false] {
        let application =
            || Action::RunApplication { program: program(), attached, in_session: false };
        let per_job = || Action::RunPerJob { program: program(), attached };
        for provider in [STANDALONE, YARN, KUBERNETES] {
            for version in [FlinkVersion::V1_20, FlinkVersion::V2_3] {
                let kill = Action::KillJobManager { jm: JmId(0) };
                tell_alone(version, provider.clone(), application(), kill);
                let cut = Action::CutNetwork { tm: TmId(0) };
                tell_alone(version, provider.clone(), application(), cut);
                let end = Action::KillApplication { cluster: ClusterId(0) };
                tell_alone(version, provider.clone(), per_job(), end);
            }
        }
        tell_alone(FlinkVersion::V1_13, YARN, per_job(), Action::ThrowException { job: JobId(0) });
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
        Target::JobManager(model::ClusterId(0)),
        Target::Dispatcher(model::ClusterId(0)),
        Target::ResourceManager(model::ClusterId(0)),
        Target::Process(model::JmId(0)),
        Target::Main(model::ApplicationId(0)),
        Target::LeaderStore,
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
