//! An application: a `main()` that runs in the JobManager, and what becomes of it and its cluster.
//!
//! Flink: `ApplicationDispatcherBootstrap`, `EmbeddedExecutor` (up to 2.2);
//! `PackagedProgramApplication` (2.3).

use super::Out;
use crate::cluster::rule::application::{
    Submission, first_unfinished, is_decoupled, submission, verdict,
};
use crate::cluster::{Application, Cluster, MainPhase, Mode};
use crate::event::{ApplicationState, ClusterStatus, Event, MainEnd, Submitter};
use crate::ids::{ApplicationId, JobId};
use crate::state::JobStatus;
use crate::time::Time;
use crate::{Step, key};

/// What an application does next.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    match event {
        Event::DispatcherStarted { cluster: id } => {
            if let Mode::Application(application) = cluster.flink(*id).mode {
                // Recovered jobs are there before `main()` looks for them.
                let calls = if cluster.is_highly_available() { 2 } else { 1 };
                let wait = Time(calls * out.scenario.profile.call.0);
                out.after(wait, Event::ProgramStarted { application });
            }
        }
        Event::ProgramStarted { application } => {
            if cluster.version.traits().wraps_jobs_in_applications {
                enter(*application, ApplicationState::Running, out);
            }
            take_step(cluster, *application, out);
        }
        Event::ProgramAdvanced { application } => take_step(cluster, *application, out),
        Event::JobReceived { by: Submitter::Application(id), .. } => {
            if let MainPhase::At(_) = cluster.application(*id).main {
                let submit = out.scenario.profile.job_master_start;
                out.after(submit, Event::ProgramAdvanced { application: *id });
            }
        }
        Event::JobStatusChanged { job, to, .. } if to.is_globally_terminal() => {
            if let Some(application) = program_of(cluster, *job) {
                job_ended(cluster, application, *job, *to, out);
            }
        }
        Event::ProgramEnded { application, how } => main_ended(cluster, *application, *how, out),
        Event::ApplicationEnded { application, status } => end(cluster, *application, *status, out),
        Event::ApplicationStateChanged { application, to } => {
            go_on(cluster, *application, *to, out);
        }
        _ => {}
    }
}

/// The application of the job, if its `main()` runs in the JobManager.
fn program_of(cluster: &Cluster, job: JobId) -> Option<ApplicationId> {
    match cluster.job(job).submitted_by {
        Submitter::Application(id) => Some(id),
        Submitter::Client(_) => None,
    }
}

fn enter(application: ApplicationId, to: ApplicationState, out: &mut Out) {
    out.now(Event::ApplicationStateChanged { application, to });
}

/// `main()` does its next step.
fn take_step(cluster: &Cluster, id: ApplicationId, out: &mut Out) {
    let application = cluster.application(id);
    let MainPhase::At(at) = application.main else { return };
    let wait = application.due.since(cluster.now);
    let threw = Event::ProgramEnded { application: id, how: MainEnd::Threw };
    if cluster.flink(application.cluster).lacks_jar(cluster.version) {
        out.after(wait, threw);
        return;
    }
    match application.program.steps.get(usize::from(at)) {
        None => out.after(wait, Event::ProgramEnded { application: id, how: MainEnd::Returned }),
        Some(Step::Work(_)) => out.after(wait, Event::ProgramAdvanced { application: id }),
        Some(Step::Throw) => out.after(wait, threw),
        // All its jobs are over; one that did not finish makes `get()` throw.
        Some(Step::Await) => match first_unfinished(cluster, application) {
            Some(_) => out.after(wait, threw),
            None => out.after(wait, Event::ProgramAdvanced { application: id }),
        },
        Some(Step::Execute(name) | Step::ExecuteAsync(name)) => {
            match submission(cluster, application, at, name) {
                Submission::New => {
                    let job = JobId::next(cluster.jobs.len());
                    out.after(wait, Event::JobReceived { job, by: Submitter::Application(id) });
                }
                Submission::Found(_) => out.after(wait, Event::ProgramAdvanced { application: id }),
                Submission::Refused => out.after(wait, threw),
            }
        }
    }
}

fn job_ended(cluster: &Cluster, id: ApplicationId, job: JobId, to: JobStatus, out: &mut Out) {
    let application = cluster.application(id);
    match application.main {
        MainPhase::WaitsFor(waited, _) if waited == job => {
            let call = out.scenario.profile.call;
            if to == JobStatus::Finished {
                out.after(call, Event::ProgramAdvanced { application: id });
            } else {
                out.after(call, Event::ProgramEnded { application: id, how: MainEnd::Threw });
            }
        }
        MainPhase::Ended(..) => poll(cluster, application, out),
        MainPhase::Elsewhere | MainPhase::At(_) | MainPhase::WaitsFor(..) => {}
    }
}

/// The jobs' ends are asked for once per `client.retry-period`, counted from the end of `main()`.
fn poll(cluster: &Cluster, application: &Application, out: &mut Out) {
    let MainPhase::Ended(since, _) = application.main else { return };
    let period = cluster.config.value(key::ClientRetryPeriod, cluster.version);
    let period = period.0.max(1);
    let polls = cluster.now.since(since).0.div_ceil(period);
    let next = Time(since.0 + polls * period).since(cluster.now);
    let id = application.id;
    match application.state {
        ApplicationState::Created | ApplicationState::Running => {
            // What it will end with is seen when the time comes (`crate::arrive`).
            let status = ClusterStatus::Succeeded;
            out.after(next, Event::ApplicationEnded { application: id, status });
        }
        ApplicationState::Canceling => {
            let to = ApplicationState::Canceled;
            out.after(next, Event::ApplicationStateChanged { application: id, to });
        }
        ApplicationState::Failing => {
            let to = ApplicationState::Failed;
            out.after(next, Event::ApplicationStateChanged { application: id, to });
        }
        ApplicationState::Finished | ApplicationState::Failed | ApplicationState::Canceled => {}
    }
}

fn main_ended(cluster: &Cluster, id: ApplicationId, how: MainEnd, out: &mut Out) {
    let application = cluster.application(id);
    match how {
        MainEnd::Returned if is_decoupled(cluster) => {
            let wait = cancel_open_jobs(cluster, application, out);
            let status = ClusterStatus::Succeeded;
            out.after(wait, Event::ApplicationEnded { application: id, status });
        }
        MainEnd::Returned => poll(cluster, application, out),
        // An execute() that waited in vain throws, too: its job says how the application ends.
        MainEnd::Threw if cluster.version.traits().throwing_main_is_fatal => {
            match verdict(cluster, id).filter(|status| *status != ClusterStatus::Succeeded) {
                Some(status) => out.now(Event::ApplicationEnded { application: id, status }),
                None => fatal(cluster, application, out),
            }
        }
        MainEnd::Threw => {
            let canceled = verdict(cluster, id) == Some(ClusterStatus::Canceled);
            let to = if canceled { ApplicationState::Canceling } else { ApplicationState::Failing };
            enter(id, to, out);
        }
    }
}

/// Up to 2.2 a `main()` that throws is a fatal error of the JobManager: the process exits. With high
/// availability its jobs stay in the store, and whoever leads next runs `main()` again. YARN and
/// Kubernetes see a process that failed: an attempt is used up, the pod's container is started again.
fn fatal(cluster: &Cluster, application: &Application, out: &mut Out) {
    let leader = cluster.flink(application.cluster).leader;
    let goes_on = cluster.is_highly_available() || cluster.provider.starts_workers();
    if let (true, Some(jm)) = (goes_on, leader) {
        out.after(out.scenario.profile.call, Event::JobManagerExited { jm });
        return;
    }
    let status = ClusterStatus::Unknown;
    let stopped = Event::ClusterStopped { cluster: application.cluster, status };
    out.after(out.scenario.profile.call, stopped);
}

fn end(cluster: &Cluster, id: ApplicationId, status: ClusterStatus, out: &mut Out) {
    if !cluster.version.traits().wraps_jobs_in_applications {
        shut_down(cluster, id, status, out);
        return;
    }
    let to = match status {
        ClusterStatus::Failed => ApplicationState::Failing,
        ClusterStatus::Canceled => ApplicationState::Canceling,
        ClusterStatus::Succeeded | ClusterStatus::Killed | ClusterStatus::Unknown => {
            ApplicationState::Finished
        }
    };
    enter(id, to, out);
}

/// Since 2.3 the other jobs are cancelled one by one before the application is over.
fn go_on(cluster: &Cluster, id: ApplicationId, to: ApplicationState, out: &mut Out) {
    let application = cluster.application(id);
    if let MainPhase::Elsewhere = application.main {
        return;
    }
    match to {
        ApplicationState::Created | ApplicationState::Running => {}
        ApplicationState::Failing | ApplicationState::Canceling => {
            let over = if to == ApplicationState::Failing {
                ApplicationState::Failed
            } else {
                ApplicationState::Canceled
            };
            let wait = cancel_open_jobs(cluster, application, out);
            out.after(wait, Event::ApplicationStateChanged { application: id, to: over });
        }
        ApplicationState::Finished => shut_down(cluster, id, ClusterStatus::Succeeded, out),
        ApplicationState::Failed => shut_down(cluster, id, ClusterStatus::Failed, out),
        ApplicationState::Canceled => shut_down(cluster, id, ClusterStatus::Canceled, out),
    }
}

/// Cancels the jobs that are not over, and says after what time one looks at them first.
fn cancel_open_jobs(cluster: &Cluster, application: &Application, out: &mut Out) -> Time {
    let open = |job: &&JobId| !cluster.job(**job).status.is_terminal();
    let mut wait = Time::ZERO;
    for job in application.jobs.iter().filter(open) {
        out.now(Event::CancelRequested { job: *job });
        // A first look follows at once: jobs without a task that runs are over by then. The others are
        // looked for once per `client.retry-period`.
        wait = out.scenario.profile.call;
    }
    wait
}

/// An application's own cluster ends with it, unless `execution.shutdown-on-application-finish` is off.
fn shut_down(cluster: &Cluster, id: ApplicationId, status: ClusterStatus, out: &mut Out) {
    let application = cluster.application(id);
    let own = cluster.flink(application.cluster).mode == Mode::Application(id);
    let ends = cluster.config.value(key::ShutdownOnApplicationFinish, cluster.version);
    let stays = ends == Some(false);
    if own && !stays {
        let stopped = Event::ClusterStopped { cluster: application.cluster, status };
        out.after(out.scenario.profile.call, stopped);
    }
}
