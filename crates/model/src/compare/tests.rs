//! The comparison over many workloads: what is counted is what the runs say, and the modes differ as they must.

use super::run::traced;
use super::*;
use crate::state::ExecutionState;
use crate::{Event, FlinkVersion, Time, Trace};

/// As many workloads as a test takes a second for.
const WORKLOADS: u64 = 60;

fn each(check: impl Fn(&Comparison)) {
    for seed in 0..WORKLOADS {
        check(&Comparison::of(Workload::sample(seed)));
    }
}

fn without_fault(check: impl Fn(&Comparison)) {
    for seed in 0..WORKLOADS {
        check(&Comparison::of(Workload { fault: Fault::None, ..Workload::sample(seed) }));
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
        assert_eq!(Comparison::of(Workload::sample(seed)), Comparison::of(Workload::sample(seed)));
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
                let told = all_running(&trace, &job_name(number));
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
        let comparison =
            Comparison::of(Workload { fault: Fault::TaskManager, ..Workload::sample(seed) });
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

#[test]
fn a_comparison_is_told_by_few_moments() {
    each(|comparison| {
        let all = comparison.landmarks();
        let text = comparison.workload.to_text();
        assert!(all.windows(2).all(|pair| pair[0].0 < pair[1].0), "in order: {text}");
        assert!(all.len() <= 12, "{} in {text}", all.len());
        assert_eq!(all.first(), Some(&(SUBMITTED, Landmark::Submitted)), "{text}");
        assert_eq!(all.last(), Some(&(comparison.end, Landmark::End)), "{text}");
        let fault = (comparison.workload.fault_at(), Landmark::Fault);
        assert_eq!(all.contains(&fault), comparison.workload.fault != Fault::None, "{text}");
    });
}
