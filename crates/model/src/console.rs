//! What the terminal shows: the commands that were given so far and what the real programs print.
//!
//! In: a trace and how much of it has happened. Out: lines, oldest first. A function of the trace, so
//! stepping back takes lines away again. The programs speak English, as Flink does.

use crate::cluster::{ClientPhase, Cluster};
use crate::command::Listing;
use crate::event::{ClientExit, Event, SavepointPurpose};
use crate::ids::{ClientId, JobId};
use crate::scenario::Queue;
use crate::state::JobStatus;
use crate::time::Time;
use crate::trace::Trace;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A command was given: the action at this position of the trace.
    Command {
        /// Position of its `ActionTaken`.
        entry: usize,
    },
    /// A program printed this.
    Output {
        /// Position of the event that made it print.
        entry: usize,
        /// What it printed.
        text: String,
    },
}

/// Everything that was typed and printed in the first `happened` events.
pub fn transcript(trace: &Trace, cluster: &Cluster, happened: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for (entry, what) in trace.entries()[..happened].iter().enumerate() {
        if let Event::ActionTaken(_) = what.event {
            lines.push(Line::Command { entry });
        }
        let print = |text: &String| Line::Output { entry, text: text.clone() };
        lines.extend(printed(&what.event, cluster, what.at).iter().map(print));
    }
    lines
}

/// What programs print because of an event. Source: recorded clients of 1.20 and 2.3.
fn printed(event: &Event, cluster: &Cluster, at: Time) -> Vec<String> {
    match event {
        Event::JobManagerStarted { .. } if cluster.platform.is_none() => {
            vec!["Starting standalonesession daemon on host master.".into()]
        }
        Event::TaskManagerStarted { tm } if cluster.platform.is_none() => {
            vec![format!("Starting taskexecutor daemon on host worker-{}.", tm.0)]
        }
        Event::YarnApplicationSubmitted { .. } => {
            vec!["Submitting application master application_1622535605178_0003".into()]
        }
        Event::YarnApplicationAccepted { .. } => {
            vec!["Deploying cluster, current state ACCEPTED".into()]
        }
        Event::YarnApplicationRejected { queue, .. } => {
            let names = cluster.provider.queues().iter().map(|queue| queue.name.as_str());
            let names: Vec<&str> = names.collect();
            let known = if names.is_empty() { Queue::DEFAULT.to_owned() } else { names.join(", ") };
            vec![
                format!("The specified queue '{queue}' does not exist. Available queues: {known}"),
                format!(
                    "Failed to submit application_1622535605178_0003 to YARN : Application \
                     application_1622535605178_0003 submitted by user flink to unknown queue: {queue}"
                ),
            ]
        }
        Event::YarnApplicationRunning { .. } => vec![
            "YARN application has been deployed successfully.".into(),
            "Found Web Interface hadoop104:39735 of application 'application_1622535605178_0003'."
                .into(),
            "JobManager Web Interface: http://hadoop104:39735".into(),
        ],
        Event::SubmissionAcknowledged { job, .. } => {
            vec![format!("Job has been submitted with JobID {}", job.hex())]
        }
        Event::CancelRequested { job } => vec![format!("Cancelling job {}.", job.hex())],
        Event::SavepointTriggered { job, purpose, .. } => {
            let hex = job.hex();
            match purpose {
                SavepointPurpose::Keep => vec![
                    format!("Triggering savepoint for job {hex}."),
                    "Waiting for response...".into(),
                ],
                SavepointPurpose::Stop => {
                    vec![format!("Suspending job \"{hex}\" with a savepoint.")]
                }
                SavepointPurpose::Drain => {
                    vec![format!("Draining job \"{hex}\" with a savepoint.")]
                }
            }
        }
        Event::SavepointCompleted { savepoint } => {
            let savepoint = cluster.savepoint(*savepoint);
            let path = format!("Savepoint completed. Path: {}", savepoint.path());
            match savepoint.purpose {
                SavepointPurpose::Keep => vec![
                    path,
                    "You can resume your program from this savepoint with the run command.".into(),
                ],
                SavepointPurpose::Stop | SavepointPurpose::Drain => vec![path],
            }
        }
        Event::JobStatusChanged { job, to: JobStatus::Canceled, .. } => {
            vec![format!("Cancelled job {}.", job.hex())]
        }
        Event::ClientExited { client, how } => client_said(*client, *how, cluster, at),
        _ => Vec::new(),
    }
}

fn client_said(client: ClientId, how: ClientExit, cluster: &Cluster, at: Time) -> Vec<String> {
    let job = cluster.client(client).job.map(|job| cluster.job(job));
    let hex = job.map_or(String::new(), |job| job.id.hex());
    match how {
        ClientExit::Submitted | ClientExit::Deployed => Vec::new(),
        ClientExit::ProgramThrew => {
            vec![failed("org.apache.flink.client.program.ProgramInvocationException")]
        }
        ClientExit::NotDeployed => {
            vec![failed("org.apache.flink.client.deployment.ClusterDeploymentException")]
        }
        ClientExit::Interrupted => vec!["^C".into()],
        ClientExit::JobEnded(JobStatus::Finished) => {
            let runtime = job.map_or(Time::ZERO, |job| at.since(job.received_at));
            vec![
                "Program execution finished".into(),
                format!("Job with JobID {hex} has finished."),
                format!("Job Runtime: {} ms", runtime.as_ms()),
            ]
        }
        ClientExit::JobEnded(status) => vec![
            failed("org.apache.flink.client.program.ProgramInvocationException"),
            format!("Job failed (JobID: {hex}) {}", status.name()),
        ],
        ClientExit::ConnectionFailed => {
            vec![failed(
                "org.apache.flink.runtime.rest.util.RestClientException: Connection refused",
            )]
        }
    }
}

fn failed(exception: &str) -> String {
    format!("The program finished with the following exception: {exception}")
}

/// What `flink list` prints. The real one puts the start time in front; here it is the simulated one.
pub fn list(cluster: &Cluster, listing: Listing) -> Vec<String> {
    const RULE: &str = "--------------------------------------------------------------";
    let mut lines = vec!["Waiting for response...".to_owned()];
    let row = |job: JobId| {
        let job = cluster.job(job);
        let s = job.received_at.as_ms() / 1_000;
        format!(
            "{:02}:{:02} : {} : {} ({})",
            s / 60,
            s % 60,
            job.id.hex(),
            job.spec.name,
            job.status.name()
        )
    };
    let mut section = |title: &str, none: Option<&str>, test: &dyn Fn(JobStatus) -> bool| {
        let jobs: Vec<JobId> =
            cluster.jobs.iter().filter(|job| test(job.status)).map(|job| job.id).collect();
        match (jobs.is_empty(), none) {
            (true, Some(none)) => lines.push(none.to_owned()),
            (true, None) => {}
            (false, _) => {
                lines.push(title.to_owned());
                lines.extend(jobs.into_iter().map(row));
                lines.push(RULE.to_owned());
            }
        }
    };
    // CliFrontend: what is neither CREATED nor over counts as running.
    let scheduled = |status: JobStatus| status == JobStatus::Created;
    let over = |status: JobStatus| status.is_terminal();
    if listing != Listing::Scheduled {
        let title = "------------------ Running/Restarting Jobs -------------------";
        section(title, Some("No running jobs."), &|s| !scheduled(s) && !over(s));
    }
    if listing != Listing::Running {
        let title = "----------------------- Scheduled Jobs -----------------------";
        section(title, Some("No scheduled jobs."), &scheduled);
    }
    if listing == Listing::All {
        section("---------------------- Terminated Jobs -----------------------", None, &over);
    }
    lines
}

/// Whether a client still holds the terminal: an attached one that waits.
pub fn holds_terminal(cluster: &Cluster) -> Option<ClientId> {
    let waits = |phase| matches!(phase, ClientPhase::Waiting);
    cluster.clients.iter().find(|client| client.attached && waits(client.phase)).map(|c| c.id)
}
