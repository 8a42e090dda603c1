//! Claims 6 to 8, 10 to 12, and 20: the per-job mode.

use super::super::evidence::{Run, WhyNot};
use model::cluster::{ContainerPhase, Mode};
use model::event::{Refusal, Submitter};
use model::{ClusterId, Event, JobId, Provider};

/// Up to 1.20 the client runs `main()`, and only then asks for the cluster, which has the job when it wakes up.
/// From 2.0 on the client refuses.
pub(super) fn main_runs_before_the_cluster(old: &Run, new: &Run) -> Result<[usize; 2], WhyNot> {
    let ran = old.first("the client runs main()", |e| matches!(e, Event::ProgramRan { .. }))?;
    let asked = old.first("the cluster is asked for", |event| {
        matches!(event, Event::YarnApplicationSubmitted { client: Some(_), .. })
    })?;
    let started = job_manager_started(old)?;
    let received = old.first("the JobManager has the job", |event| {
        matches!(event, Event::JobReceived { by: Submitter::Client(_), .. })
    })?;
    old.in_order("main(), the request, the JobManager, the job", &[ran, asked, started, received])?;
    Ok([asked, removed(new)?])
}

fn job_manager_started(run: &Run) -> Result<usize, WhyNot> {
    run.first("a JobManager starts", |event| matches!(event, Event::JobManagerStarted { .. }))
}

/// "No ExecutorFactory found to execute the application.", and nothing else happens.
fn removed(run: &Run) -> Result<usize, WhyNot> {
    let refused = refused(run, Refusal::PerJobRemoved)?;
    run.ensure(run.end().jobs.is_empty(), "a job was received all the same")?;
    Ok(refused)
}

fn refused(run: &Run, why: Refusal) -> Result<usize, WhyNot> {
    run.first(&format!("refused with {why:?}"), |e| *e == Event::ActionRefused(why))
}

/// When the job is over its cluster ends, and not one container or TaskManager is left.
pub(super) fn cluster_ends_with_its_job(run: &Run) -> Result<usize, WhyNot> {
    let over = run.first("the job is over", |event| {
        matches!(event, Event::JobStatusChanged { job: JobId(0), to, .. } if to.is_globally_terminal())
    })?;
    let stopped = run.next(over, "its cluster ends", |event| {
        matches!(event, Event::ClusterStopped { cluster: ClusterId(0), .. })
    })?;
    let end = run.end();
    run.ensure(matches!(end.flink(ClusterId(0)).mode, Mode::PerJob(_)), "not the per-job mode")?;
    let containers = end.platform.iter().flat_map(|platform| &platform.containers);
    let left = containers.filter(|container| container.phase != ContainerPhase::Completed).count();
    run.ensure(left == 0, &format!("{left} containers are left"))?;
    let gone = end.task_managers.iter().all(|tm| tm.process.is_gone());
    run.ensure(gone, "a TaskManager is left")?;
    Ok(stopped)
}

/// In per-job mode each job has a JobManager process of its own; in a session they share one, and still each has
/// a JobMaster of its own.
pub(super) fn each_job_has_a_job_master_anyway(
    per_job: &Run,
    session: &Run,
) -> Result<[usize; 2], WhyNot> {
    for (run, processes_differ) in [(per_job, true), (session, false)] {
        let end = run.end();
        run.ensure(end.jobs.len() > 1, "one job tells nothing")?;
        let mut clusters: Vec<ClusterId> = end.jobs.iter().map(|job| job.cluster).collect();
        clusters.dedup();
        let expected = if processes_differ { end.jobs.len() } else { 1 };
        run.ensure(
            clusters.len() == expected && end.job_managers.len() == expected,
            &format!("{} JobManager processes, not {expected}", end.job_managers.len()),
        )?;
        for job in &end.jobs {
            master(run, job.id)?;
        }
    }
    let last =
        per_job.last("a JobManager starts", |e| matches!(e, Event::JobManagerStarted { .. }))?;
    Ok([last, master(session, JobId(1))?])
}

fn master(run: &Run, job: JobId) -> Result<usize, WhyNot> {
    let what = format!("job {} gets a JobMaster", job.0);
    run.first(&what, |e| matches!(e, Event::JobMasterStarted { job: whose } if *whose == job))
}

/// `-t yarn-per-job` runs in 1.x and is refused from 2.0 on, where an application still gets a cluster of its own.
pub(super) fn per_job_mode_is_gone(
    old: &Run,
    new: &Run,
    application: &Run,
) -> Result<[usize; 3], WhyNot> {
    let started = job_manager_started(old)?;
    old.next(started, "it receives the job", |e| matches!(e, Event::JobReceived { .. }))?;
    let refused = removed(new)?;
    let traits = application.version().traits();
    application.ensure(!traits.has_per_job_mode, "this version still has the per-job mode")?;
    let received = application.first("the application hands a job in", |event| {
        matches!(event, Event::JobReceived { by: Submitter::Application(_), .. })
    })?;
    let own = application.end().clusters.iter().all(|c| matches!(c.mode, Mode::Application(_)));
    application.ensure(own, "the application has no cluster of its own")?;
    Ok([started, refused, received])
}

/// "Per-Job Mode not supported by standalone deployments."
pub(super) fn standalone_refuses_per_job(run: &Run) -> Result<usize, WhyNot> {
    refused(run, Refusal::PerJobOnStandalone)
}

/// Native Kubernetes refuses what YARN does.
pub(super) fn only_yarn_has_per_job(kubernetes: &Run, yarn: &Run) -> Result<[usize; 2], WhyNot> {
    let refused = refused(kubernetes, Refusal::PerJobOnKubernetes)?;
    yarn.ensure(matches!(yarn.trace.scenario().provider, Provider::Yarn { .. }), "not on YARN")?;
    let started = job_manager_started(yarn)?;
    yarn.next(started, "it receives the job", |e| matches!(e, Event::JobReceived { .. }))?;
    Ok([refused, started])
}

/// Fixed machines refuse the per-job mode, and then run the same program as an application.
pub(super) fn standalone_has_applications(run: &Run) -> Result<usize, WhyNot> {
    let refused = standalone_refuses_per_job(run)?;
    run.next(refused, "main() starts in the JobManager", |event| {
        matches!(event, Event::ProgramStarted { .. })
    })
}
