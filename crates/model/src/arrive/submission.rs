//! Jobs that are handed in, and the programs that hand them in.

use super::*;

/// Jobs are numbered in the order in which they arrive.
pub(super) fn received(cluster: &Cluster, now: Time, by: Submitter) -> Option<Event> {
    let to = match by {
        Submitter::Client(id) => {
            let client = cluster.client(id);
            if client.phase != ClientPhase::Submitting {
                return None;
            }
            // The answer to an earlier try was lost with a JobManager, or is still under way.
            let handed_in = client.handed_in.iter().map(|job| cluster.job(*job));
            let mut tried =
                handed_in.filter(|job| client.job.is_none_or(|acknowledged| job.id > acknowledged));
            if let Some(job) = tried.find(|job| !job.is_lost() || job.is_recoverable()) {
                let leads = cluster.flink(job.cluster).phase.accepts_jobs();
                return leads.then_some(Event::SubmissionAcknowledged { client: id, job: job.id });
            }
            client.cluster?
        }
        Submitter::Application(id) => {
            let application = cluster.application(id);
            // A run of `main()` that went with its JobManager submits nothing any more.
            let at_a_job = matches!(application.main, MainPhase::At(_)) && application.due == now;
            at_a_job.then_some(application.cluster)?
        }
    };
    let job = JobId::next(cluster.jobs.len());
    cluster.flink(to).phase.accepts_jobs().then_some(Event::JobReceived { job, by })
}

pub(super) fn application_event(cluster: &Cluster, now: Time, event: Event) -> Option<Event> {
    let alive =
        |id: ApplicationId| cluster.flink(cluster.application(id).cluster).phase.accepts_jobs();
    match event {
        Event::ProgramStarted { application } => alive(application).then_some(event),
        Event::ProgramAdvanced { application } | Event::ProgramEnded { application, .. } => {
            let state = cluster.application(application);
            let runs = match state.main {
                MainPhase::At(_) => state.due == now,
                MainPhase::WaitsFor(job, _) => cluster.job(job).status.is_terminal(),
                MainPhase::Elsewhere | MainPhase::Ended(..) => false,
            };
            (runs && alive(application)).then_some(event)
        }
        // What it ends with is what its jobs say now; while they go on, nothing ends.
        Event::ApplicationEnded { application, .. } => {
            let state = cluster.application(application).state;
            let open = matches!(state, ApplicationState::Created | ApplicationState::Running);
            let status = rule::application::verdict(cluster, application)?;
            let ended = Event::ApplicationEnded { application, status };
            (open && alive(application)).then_some(ended)
        }
        Event::ApplicationStateChanged { application, to } => {
            let state = cluster.application(application);
            let jobs = || state.jobs.iter().map(|job| cluster.job(*job).status);
            let waits = matches!(to, ApplicationState::Canceled | ApplicationState::Failed)
                && !matches!(state.main, MainPhase::Elsewhere)
                && jobs().any(|status| !status.is_terminal());
            (state.state != to && !waits && !state.state.is_terminal()).then_some(event)
        }
        other => Some(other),
    }
}
