//! Claims 21, 22, 27, 28 and 30: what YARN and Kubernetes do.

use super::super::evidence::{Run, WhyNot};
use super::typed;
use model::event::{ClusterStatus, ContainerRole};
use model::{Action, Event, JobStatus, Place, key};

/// YARN's ResourceManager places containers. The first one it has started by a NodeManager: the JobManager. All
/// others are asked for, and have started, by Flink's ResourceManager in it.
pub(super) fn flink_asks_for_its_workers(run: &Run) -> Result<usize, WhyNot> {
    let placed =
        run.first("a container is placed", |e| matches!(e, Event::ContainerAllocated { .. }))?;
    let Event::ContainerAllocated { role, .. } = run.entries()[placed].event else {
        unreachable!("that is what was searched for")
    };
    run.ensure(role == ContainerRole::JobManager, "the first container is not the JobManager's")?;
    let asked =
        run.first("Flink asks for workers", |e| matches!(e, Event::WorkersRequested { .. }))?;
    run.in_order("the JobManager's container, then the request", &[placed, asked])?;
    let mut workers = 0;
    for (position, entry) in run.entries().iter().enumerate() {
        let Event::ContainerLaunched { container } = entry.event else { continue };
        let platform = run.after(position).platform;
        let role = platform.map(|platform| platform.containers[container.index()].role);
        let launcher = entry.route.map(|(from, _)| from);
        match role {
            Some(ContainerRole::JobManager) => run.ensure(
                launcher == Some(Place::YarnResourceManager),
                "the JobManager's container is not started for YARN's ResourceManager",
            )?,
            Some(ContainerRole::TaskManager(_)) => {
                workers += 1;
                run.ensure(
                    matches!(launcher, Some(Place::ResourceManager(_))) && position > asked,
                    "a worker's container is not started for Flink's ResourceManager",
                )?;
            }
            None => return Err(run.wrong("a container without a platform")),
        }
    }
    run.ensure(workers > 0, "no worker was started")?;
    Ok(asked)
}

/// Without jobs there is no TaskManager; a job's missing slots become that many workers, rounded up.
pub(super) fn workers_follow_slots(yarn: &Run, kubernetes: &Run) -> Result<[usize; 2], WhyNot> {
    Ok([workers_for_slots(yarn)?, workers_for_slots(kubernetes)?])
}

fn workers_for_slots(run: &Run) -> Result<usize, WhyNot> {
    let needed = run.first("a job declares its slots", |event| {
        matches!(event, Event::ResourcesRequired { .. })
    })?;
    let Event::ResourcesRequired { slots, .. } = run.entries()[needed].event else {
        unreachable!("that is what was searched for")
    };
    run.ensure(run.after(needed).task_managers.is_empty(), "a TaskManager is there before")?;
    let asked = run.next(needed, "workers are asked for", |event| {
        matches!(event, Event::WorkersRequested { .. })
    })?;
    let Event::WorkersRequested { count, .. } = run.entries()[asked].event else {
        unreachable!("that is what was searched for")
    };
    let per_tm = run.end().config.value(key::NumberOfTaskSlots, run.version());
    let expected = u64::from(slots).div_ceil(per_tm);
    run.ensure(
        u64::from(count) == expected,
        &format!("{count} workers for {slots} slots, {per_tm} each"),
    )?;
    Ok(asked)
}

/// The line that stops a session.
const STOP: &str = "echo \"stop\" | ./bin/yarn-session.sh -id application_1699415564762_0001";

/// That line ends the session with SUCCEEDED; jobs that run are SUSPENDED and lost.
pub(super) fn stop_ends_session_and_jobs(run: &Run) -> Result<usize, WhyNot> {
    let stopped = run.first("the session is stopped", |event| {
        *event == Event::ActionTaken(Action::StopCluster)
    })?;
    let means = typed::typed_at(run, STOP, &run.after(stopped.saturating_sub(1)));
    run.ensure(means == Ok(Some(Action::StopCluster)), "the typed line means something else")?;
    let suspended = run.next(stopped, "a running job is SUSPENDED", |event| {
        matches!(
            event,
            Event::JobStatusChanged { from: JobStatus::Running, to: JobStatus::Suspended, .. }
        )
    })?;
    run.next(stopped, "the cluster ends with SUCCEEDED", |event| {
        matches!(event, Event::ClusterStopped { status: ClusterStatus::Succeeded, .. })
    })?;
    run.never(suspended, "the job comes back", |e| matches!(e, Event::JobRecovered { .. }))?;
    Ok(suspended)
}

/// A cancelled job takes its per-job cluster or its application's cluster along, which YARN then shows as KILLED.
/// A session goes on.
pub(super) fn cancelling_ends_the_cluster(
    per_job: &Run,
    application: &Run,
    session: &Run,
) -> Result<[usize; 3], WhyNot> {
    let stopped = |run: &Run| {
        let canceled = canceled(run)?;
        run.next(canceled, "its cluster ends as CANCELED", |event| {
            matches!(event, Event::ClusterStopped { status: ClusterStatus::Canceled, .. })
        })
    };
    let canceled = canceled(session)?;
    session.never(canceled, "the session stops", |e| matches!(e, Event::ClusterStopped { .. }))?;
    Ok([stopped(per_job)?, stopped(application)?, canceled])
}

fn canceled(run: &Run) -> Result<usize, WhyNot> {
    run.first("a job is cancelled", |event| {
        matches!(event, Event::JobStatusChanged { to: JobStatus::Canceled, .. })
    })
}

/// A local jar is uploaded with Flink's libraries. What is in HDFS is not, so YARN is asked sooner.
pub(super) fn what_is_in_hdfs_is_not_uploaded(
    local: &Run,
    provided: &Run,
) -> Result<[usize; 2], WhyNot> {
    let uploaded = |run: &Run| {
        run.first("files are uploaded", |event| matches!(event, Event::FilesUploaded { .. }))
    };
    let shown = [uploaded(local)?, uploaded(provided)?];
    let sooner = provided.time(shown[1]) < local.time(shown[0]);
    provided.ensure(sooner, "its upload takes as long as that of a local jar")?;
    for (run, upload) in [(local, shown[0]), (provided, shown[1])] {
        let asked = run.first("YARN is asked", |event| {
            matches!(event, Event::YarnApplicationSubmitted { .. })
        })?;
        run.in_order("the upload, then the request", &[upload, asked])?;
    }
    Ok(shown)
}
