//! What the terminal shows: the commands that were given so far and what the real programs print.
//!
//! In: a trace and how much of it has happened. Out: lines, oldest first. A function of the trace, so
//! stepping back takes lines away again. The programs speak English, as Flink does.

use crate::cluster::{Client, ClientPhase, Cluster, Job, Mode, YarnApplicationState};
use crate::config::{Config, key};
use crate::event::{ClientExit, Event, SavepointPurpose};
use crate::ids::{ClientId, ClusterId};
use crate::rest;
use crate::scenario::{Provider, Queue};
use crate::state::JobStatus;
use crate::time::Time;
use crate::trace::Trace;
use crate::version::FlinkVersion;

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

/// Which jobs `flink list` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listing {
    /// No option.
    #[default]
    RunningAndScheduled,
    /// `-r`
    Running,
    /// `-s`
    Scheduled,
    /// `-a`
    All,
}

/// Everything that was typed and printed in the first `happened` events.
pub fn transcript(trace: &Trace, cluster: &Cluster, happened: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut said = Vec::new();
    // Applications that wait for a container, and since when: who deploys them says so once.
    let mut waiting: Vec<(ClusterId, Time)> = Vec::new();
    let yarn = matches!(cluster.provider, Provider::Yarn { .. });
    for (entry, what) in trace.entries()[..happened].iter().enumerate() {
        complain(&mut waiting, what.at, entry.saturating_sub(1), &mut lines);
        match what.event {
            Event::YarnApplicationAccepted { cluster } if yarn => waiting.push((cluster, what.at)),
            Event::YarnApplicationRunning { cluster }
            | Event::YarnApplicationKilled { cluster }
            | Event::ClusterStopped { cluster, .. } => waiting.retain(|(id, _)| *id != cluster),
            _ => {}
        }
        if let Event::ActionTaken(_) = what.event {
            lines.push(Line::Command { entry });
        }
        print(&what.event, cluster, what.at, &mut said);
        lines.extend(said.drain(..).map(|text| Line::Output { entry, text }));
    }
    complain(&mut waiting, cluster.now, happened.saturating_sub(1), &mut lines);
    lines
}

/// What the client says when YARN has given it no container for a minute (`YarnClusterDescriptor.startAppMaster`; it says
/// so again and again).
fn complain(waiting: &mut Vec<(ClusterId, Time)>, now: Time, entry: usize, lines: &mut Vec<Line>) {
    waiting.retain(|(_, since)| {
        let late = now.since(*since) > Time::s(60);
        if late {
            let text = "Deployment took more than 60 seconds. Please check if the requested resources are available in the YARN cluster".to_owned();
            lines.push(Line::Output { entry, text });
        }
        !late
    });
}

/// The id under which YARN knows a Flink cluster: the first is the one of the notes.
pub fn application_id(cluster: ClusterId) -> String {
    cluster.application_id()
}

/// A line with its `{}` filled. No `format!`, which would compile a function for each line.
fn with(line: &str, what: &str) -> String {
    match line.split_once('{') {
        Some((before, after)) => [before, what, after.strip_prefix('}').unwrap_or(after)].concat(),
        None => line.to_owned(),
    }
}

/// What programs print because of an event. Source: recorded clients of 1.20 and 2.3.
fn print(event: &Event, cluster: &Cluster, at: Time, out: &mut Vec<String>) {
    match event {
        Event::JobManagerStarted { jm } if cluster.platform.is_none() => {
            let script = match cluster.flink(cluster.jm(*jm).cluster).mode {
                Mode::Session => "session",
                Mode::Application(_) | Mode::PerJob(_) => "job",
            };
            out.push(with("Starting standalone{} daemon on host master.", script));
        }
        Event::TaskManagerStarted { tm } if cluster.platform.is_none() => {
            out.push(with("Starting taskexecutor daemon on host worker-{}.", &tm.0.to_string()));
        }
        Event::SubmissionAcknowledged { job, .. } => {
            out.push(with("Job has been submitted with JobID {}", &job.hex()));
        }
        Event::CancelRequested { job } => out.push(with("Cancelling job {}.", &job.hex())),
        Event::JobStatusChanged { job, to: JobStatus::Canceled, .. } => {
            out.push(with("Cancelled job {}.", &job.hex()));
        }
        Event::SavepointTriggered { job, purpose, .. } => {
            savepoint_said(&job.hex(), *purpose, cluster.version, out);
        }
        Event::SavepointCompleted { savepoint } => {
            let savepoint = cluster.savepoint(*savepoint);
            out.push(with("Savepoint completed. Path: {}", &savepoint.path()));
            if savepoint.purpose == SavepointPurpose::Keep {
                let line = "You can resume your program from this savepoint with the run command.";
                out.push(line.to_owned());
            }
        }
        Event::YarnApplicationRejected { queue, cluster: id } => rejected(queue, *id, cluster, out),
        Event::ClientExited { client, how } => client_said(*client, *how, cluster, at, out),
        _ => deployment(event, cluster, out),
    }
}

/// What `flink savepoint` and `flink stop` say at first. Source: runs of all five versions.
pub(crate) fn savepoint_said(
    job: &str,
    purpose: SavepointPurpose,
    version: FlinkVersion,
    out: &mut Vec<String>,
) {
    let (begun, triggers) = match purpose {
        SavepointPurpose::Keep => ("", "Triggering savepoint for job "),
        SavepointPurpose::Stop => ("Suspending", "Triggering stop-with-savepoint for job "),
        SavepointPurpose::Drain => ("Draining", "Triggering stop-with-savepoint for job "),
    };
    if !begun.is_empty() {
        let format = if version > FlinkVersion::V1_13 { "CANONICAL " } else { "" };
        out.push([begun, " job \"", job, "\" with a ", format, "savepoint."].concat());
    }
    if begun.is_empty() || version >= FlinkVersion::V1_20 {
        out.push([triggers, job, "."].concat());
        out.push("Waiting for response...".to_owned());
    }
}

/// What the client prints while YARN or Kubernetes starts a cluster for it.
fn deployment(event: &Event, world: &Cluster, out: &mut Vec<String>) {
    let (id, lines) = match event {
        Event::YarnApplicationSubmitted { cluster, .. } => {
            (*cluster, "Submitting application master {}\nSubmitted application {}")
        }
        Event::YarnApplicationAccepted { cluster } => (
            *cluster,
            "Waiting for the cluster to be allocated\nDeploying cluster, current state ACCEPTED",
        ),
        Event::YarnApplicationRunning { cluster } => (
            *cluster,
            "YARN application has been deployed successfully.\nFound Web Interface hadoop104:39735 of application '{}'.",
        ),
        Event::YarnApplicationKilled { cluster } => {
            (*cluster, "Killing application {}\nKilled application {}")
        }
        _ => return,
    };
    let Provider::Kubernetes { .. } = world.provider else {
        let (flink, id) = (world.flink(id), application_id(id));
        out.extend(lines.split('\n').map(|line| with(line, &id)));
        if let (Event::YarnApplicationRunning { .. }, Mode::Session) = (event, flink.mode) {
            out.push("JobManager Web Interface: http://hadoop104:39735".to_owned());
        }
        return;
    };
    // The client is done once the deployment is created; kubectl and the operators tell the rest.
    if let Event::YarnApplicationSubmitted { .. } = event {
        let kind = match world.flink(id).mode {
            Mode::Session => "session",
            Mode::Application(_) | Mode::PerJob(_) => "application",
        };
        let name = &world.name_of(world.flink(id));
        let line = [
            "Create flink ",
            kind,
            " cluster ",
            name,
            " successfully, JobManager Web Interface: http://",
            name,
            "-rest.default:8081",
        ];
        out.push(line.concat());
    }
}

/// YARN has no such queue.
fn rejected(queue: &str, id: ClusterId, cluster: &Cluster, out: &mut Vec<String>) {
    let mut known = String::new();
    for queue in cluster.provider.queues() {
        known.push_str(if known.is_empty() { "" } else { ", " });
        known.push_str(&queue.name);
    }
    if known.is_empty() {
        known.push_str(Queue::DEFAULT);
    }
    let line = with("The specified queue '{}' does not exist. Available queues: ", queue);
    out.push(line + &known);
    let id = application_id(id);
    let parts = [
        "Failed to submit ",
        &id,
        " to YARN : Application ",
        &id,
        " submitted by user flink to unknown queue: ",
        queue,
    ];
    out.push(parts.concat());
}

fn client_said(
    client: ClientId,
    how: ClientExit,
    cluster: &Cluster,
    at: Time,
    out: &mut Vec<String>,
) {
    let job = cluster.client(client).job.map(|job| cluster.job(job));
    let hex = job.map_or(String::new(), |job| job.id.hex());
    match how {
        ClientExit::Submitted | ClientExit::Deployed => {}
        ClientExit::ProgramThrew => out.extend(failed(INVOCATION)),
        ClientExit::Interrupted => out.push("^C".into()),
        ClientExit::JobEnded(JobStatus::Finished) => {
            let runtime = job.map_or(Time::ZERO, |job| at.since(job.received_at));
            out.push("Program execution finished".into());
            out.push(with("Job with JobID {} has finished.", &hex));
            out.push(with("Job Runtime: {} ms", &runtime.as_ms().to_string()));
        }
        ClientExit::JobEnded(status) => {
            out.extend(failed(INVOCATION));
            out.push(with("Job failed (JobID: {}) ", &hex) + status.name());
        }
        ClientExit::ConnectionFailed => out.extend(failed(REFUSED)),
        ClientExit::NotDeployed => {
            out.extend(failed("org.apache.flink.client.deployment.ClusterDeploymentException"))
        }
    }
}

const INVOCATION: &str = "org.apache.flink.client.program.ProgramInvocationException";
/// Nothing listens there.
pub(crate) const REFUSED: &str =
    "org.apache.flink.runtime.rest.util.RestClientException: Connection refused";

/// What `CliFrontend` prints around an exception.
pub fn failed(exception: &str) -> [String; 2] {
    let rule = "------------------------------------------------------------";
    [rule.to_owned(), with("The program finished with the following exception: {}", exception)]
}

/// What `flink list` prints of a Flink cluster: the jobs that its Dispatcher has heard of. The real one puts the
/// date and time in front of a job; here it is the simulated time.
pub fn list(cluster: &Cluster, of: ClusterId, listing: Listing) -> Vec<String> {
    const RULE: &str = "--------------------------------------------------------------";
    let mut lines = vec!["Waiting for response...".to_owned()];
    let known: Vec<&Job> =
        rest::jobs(cluster, of).into_iter().flatten().map(|job| cluster.job(job.jid)).collect();
    let mut section = |title: &str, none: &str, test: fn(JobStatus) -> bool| {
        let before = lines.len();
        for job in known.iter().filter(|job| test(job.status)) {
            if lines.len() == before {
                lines.push(title.to_owned());
            }
            lines.push(row(job));
        }
        if lines.len() > before {
            lines.push(RULE.to_owned());
        } else if !none.is_empty() {
            lines.push(none.to_owned());
        }
    };
    // CliFrontend: what is neither CREATED nor over counts as running.
    if listing != Listing::Scheduled {
        let title = "------------------ Running/Restarting Jobs -------------------";
        section(title, "No running jobs.", |s| s != JobStatus::Created && !s.is_terminal());
    }
    if listing != Listing::Running {
        let title = "----------------------- Scheduled Jobs -----------------------";
        section(title, "No scheduled jobs.", |s| s == JobStatus::Created);
    }
    if listing == Listing::All {
        let title = "---------------------- Terminated Jobs -----------------------";
        section(title, "", JobStatus::is_terminal);
    }
    lines
}

/// "00:12 : 17e2… : WordCount (RUNNING)"
fn row(job: &Job) -> String {
    let seconds = job.received_at.as_ms() / 1_000;
    let two = |number: u64| {
        let digits = number.to_string();
        ["0", &digits][usize::from(digits.len() > 1)..].concat()
    };
    let (minutes, seconds) = (two(seconds / 60), two(seconds % 60));
    let (id, name, status) = (job.id.hex(), &job.spec.name, job.status.name());
    [&minutes, ":", &seconds, " : ", &id, " : ", name, " (", status, ")"].concat()
}

/// Who has the terminal, and so is ended by Ctrl-C.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InFront {
    /// A client that waits for a deployment: the YARN application goes with it.
    Deployment(ClusterId),
    /// A client that runs `main()`, or waits for its job.
    Client(ClientId),
    /// The client of an attached session's script: the session goes with it.
    Session(ClusterId),
}

/// Who has the terminal: the newest that does not leave it by itself.
pub fn in_front(cluster: &Cluster) -> Option<InFront> {
    let lives = |client: &&Client| !matches!(client.phase, ClientPhase::Exited(_));
    let client = cluster.clients.iter().rev().find(|client| {
        lives(client) && (client.attached || !matches!(client.phase, ClientPhase::Waiting))
    });
    let deploys = |id: ClusterId| {
        let flink = cluster.flink(id);
        let yarn = matches!(cluster.provider, Provider::Yarn { .. });
        yarn && matches!(
            flink.application_state,
            YarnApplicationState::Submitted | YarnApplicationState::Accepted
        )
    };
    if let Some(client) = client {
        let deployed = client.cluster.filter(|id| deploys(*id));
        return Some(deployed.map_or(InFront::Client(client.id), InFront::Deployment));
    }
    let sessions = || cluster.clusters.iter().rev().filter(|it| it.mode == Mode::Session);
    if let Some(session) = sessions().find(|session| deploys(session.id)) {
        return Some(InFront::Deployment(session.id));
    }
    let stays = |config: &Config| config.value(key::ExecutionAttached, cluster.version);
    let attached = sessions().find(|it| it.phase.is_alive() && stays(&it.config));
    attached.map(|session| InFront::Session(session.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_complains_once_when_a_minute_has_gone_by() {
        let (mut waiting, mut lines) = (vec![(ClusterId(0), Time::s(1))], Vec::new());
        complain(&mut waiting, Time::s(61), 4, &mut lines);
        assert!(lines.is_empty() && waiting.len() == 1);
        complain(&mut waiting, Time::s(62), 4, &mut lines);
        complain(&mut waiting, Time::s(99), 5, &mut lines);
        assert_eq!((lines.len(), waiting.len()), (1, 0));
    }
}
