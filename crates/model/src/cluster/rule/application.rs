//! What the `main()` of an application finds at its step, and what its jobs say of how it ended.
//!
//! Flink: `EmbeddedExecutor`, `ApplicationDispatcherBootstrap.getApplicationResult`.

use crate::cluster::{Application, Cluster, MainPhase};
use crate::event::ClusterStatus;
use crate::ids::{ApplicationId, JobId};
use crate::scenario::Scenario;
use crate::state::JobStatus;
use crate::time::Time;
use crate::{Key, Step, key};

/// How long the step of `main()` takes that it has just reached; the first one loads the program.
pub(crate) fn step_takes(
    cluster: &Cluster,
    id: ApplicationId,
    first: bool,
    scenario: &Scenario,
) -> Time {
    let application = cluster.application(id);
    let MainPhase::At(at) = application.main else { return Time::ZERO };
    let took = Cluster::took_by(application.action, scenario);
    let recorded = took.steps.get(usize::from(at)).copied();
    match application.program.steps.get(usize::from(at)) {
        None | Some(Step::Await | Step::Throw) => recorded.unwrap_or_default(),
        Some(Step::Work(time)) => *time,
        Some(Step::Execute(_) | Step::ExecuteAsync(_)) => {
            let usual = if first { scenario.profile.client_main } else { scenario.profile.call };
            recorded.unwrap_or(usual)
        }
    }
}

/// What a submission from `main()` meets.
pub(crate) enum Submission {
    /// The Dispatcher takes it as a new job.
    New,
    /// The job is there: from before this leader, or, with one fixed id, from an earlier step.
    Found(JobId),
    /// `execute()` throws.
    Refused,
}

/// With high availability the job of an application has a fixed id, so that a second run of `main()`
/// finds it. A second `execute()` of one environment throws ("Cannot have more than one execute() or
/// executeAsync() call in a single environment."); of another environment it is taken for the first job.
/// Since 2.3 it throws in either case, unless all jobs are batch jobs: those are told apart by name.
pub(crate) fn submission(
    cluster: &Cluster,
    application: &Application,
    at: u16,
    name: &str,
) -> Submission {
    if !cluster.is_highly_available() {
        return Submission::New;
    }
    let earlier = &application.program.steps[..usize::from(at)];
    let several = earlier.iter().any(|step| step.job().is_some());
    if cluster.version.traits().wraps_jobs_in_applications {
        let all_batch = application.jobs.iter().all(|job| cluster.job(*job).spec.batch);
        let recovered = |job: &&JobId| {
            let job = cluster.job(**job);
            job.spec.name == name && job.recoveries > 0
        };
        return match application.jobs.iter().find(recovered) {
            _ if several && !all_batch => Submission::Refused,
            Some(job) => Submission::Found(*job),
            None => Submission::New,
        };
    }
    // What was not in the store when its JobManager went is as if it had never been.
    let known = |job: &&JobId| !cluster.job(**job).is_lost();
    match application.jobs.iter().find(known) {
        _ if several && !application.program.environment_per_job => Submission::Refused,
        Some(job) => Submission::Found(*job),
        None => Submission::New,
    }
}

/// The job that an attached `execute()` at the present step found there, and waits for.
pub(crate) fn found_and_waited_for(cluster: &Cluster, id: ApplicationId) -> Option<JobId> {
    let application = cluster.application(id);
    let MainPhase::At(at) = application.main else { return None };
    let name = match application.program.steps.get(usize::from(at))? {
        Step::Execute(name) => name,
        Step::Await => {
            let open = |job: &JobId| !cluster.job(*job).status.is_terminal();
            return first_unfinished(cluster, application).filter(open);
        }
        Step::ExecuteAsync(_) | Step::Work(_) | Step::Throw => return None,
    };
    match submission(cluster, application, at, name) {
        Submission::Found(job) => {
            let waits = application.attached && !cluster.job(job).status.is_terminal();
            waits.then_some(job)
        }
        Submission::New | Submission::Refused => None,
    }
}

/// The first of its jobs that is not FINISHED.
pub(crate) fn first_unfinished(cluster: &Cluster, application: &Application) -> Option<JobId> {
    let finished = |job: &&JobId| cluster.job(**job).status != JobStatus::Finished;
    application.jobs.iter().find(finished).copied()
}

/// `execution.terminate-application-on-any-job-terminated-exceptionally: false`: an application ends as its
/// `main()` does, whatever became of its jobs.
pub(crate) fn is_decoupled(cluster: &Cluster) -> bool {
    let known = Key::TerminateApplicationOnJobException.default_in(cluster.version).is_some();
    let set = cluster.config.value(key::TerminateApplicationOnJobException, cluster.version);
    known && set == Some(false)
}

/// What its jobs say of an application whose `main()` returned; `None`: they go on.
pub(crate) fn verdict(cluster: &Cluster, id: ApplicationId) -> Option<ClusterStatus> {
    let jobs = || cluster.application(id).jobs.iter().map(|job| cluster.job(*job).status);
    if is_decoupled(cluster) {
        return jobs().all(|status| status.is_terminal()).then_some(ClusterStatus::Succeeded);
    }
    if jobs().any(|status| status == JobStatus::Failed) {
        Some(ClusterStatus::Failed)
    } else if jobs().any(|status| status == JobStatus::Canceled) {
        Some(ClusterStatus::Canceled)
    } else {
        jobs().all(|status| status == JobStatus::Finished).then_some(ClusterStatus::Succeeded)
    }
}
