//! What was done to the recorded cluster, as the model's actions.
//!
//! In: the rows of `actions.jsonl`. Out: timed [`Action`]s, the programs they run, and where processes
//! come from.
//! Deliberately absent: the recorder's own business (waits, snapshots, cleaning up).

mod applications;
mod looks;
mod pods;
mod yarn;

use super::EMPTY_STANDALONE;
use super::command::{Command, Target, understand};
use super::jobs::Submission;
use super::{Process, kubernetes, machine, nodes, processes, programs, savepoints};
use crate::read::Recording;
use crate::row::Row;
use crate::translate::Names;
use model::action::Action;
use model::job::JobSpec;
use model::scenario::{TimedAction, Took};
use model::{ClientId, Config, Key, Profile, Program, Provider, Time};
use std::collections::BTreeMap;

/// What was played.
pub(super) struct Played {
    pub(super) provider: Provider,
    pub(super) actions: Vec<TimedAction>,
    /// Programs that are more than one `execute()`.
    pub(super) programs: Vec<Program>,
    /// Jobs of theirs that nobody ever received.
    pub(super) unseen: Vec<JobSpec>,
    /// What commands gave to the cluster besides its configuration file.
    pub(super) given: Vec<(String, String)>,
}

/// Turns the recorded actions into the model's.
pub(super) fn play(
    recording: &Recording,
    names: &Names,
    submissions: &[Submission],
    config: &Config,
    beyond: &mut Vec<String>,
) -> Played {
    let provider = if recording.is_on_kubernetes() {
        kubernetes::provider(recording, config)
    } else {
        EMPTY_STANDALONE
    };
    let mut player = Player {
        recording,
        names,
        submissions,
        provider,
        actions: Vec::new(),
        programs: Vec::new(),
        unseen: Vec::new(),
        given: Vec::new(),
        line: None,
        profile: machine::profile(recording),
        processes: processes::by_number(recording, names),
        job_manager_started: false,
        clients: BTreeMap::new(),
        next_client: 0,
        next_tm: 0,
        beyond: Vec::new(),
    };
    let end_ms = recording.end_ms();
    for row in recording.rows.iter().take_while(|row| row.t_ms <= end_ms) {
        if row.kind == "action.scenario_end" {
            break;
        }
        player.row(row);
    }
    player.line = None;
    for request in crate::savepoints::requests(recording) {
        player.savepoint(request);
    }
    beyond.append(&mut player.beyond);
    player.actions.sort_by_key(|timed| timed.at);
    player.note_processes();
    Played {
        provider: player.provider,
        actions: player.actions,
        programs: player.programs,
        unseen: player.unseen,
        given: player.given,
    }
}

pub(super) struct Player<'a> {
    pub(super) recording: &'a Recording,
    pub(super) names: &'a Names,
    pub(super) submissions: &'a [Submission],
    pub(super) provider: Provider,
    actions: Vec<TimedAction>,
    programs: Vec<Program>,
    unseen: Vec<JobSpec>,
    given: Vec<(String, String)>,
    /// The line of `actions.jsonl` that is being read.
    line: Option<u64>,
    profile: Profile,
    pub(super) processes: BTreeMap<u64, Process>,
    job_manager_started: bool,
    /// Clients by the number of their command.
    pub(super) clients: BTreeMap<u64, ClientId>,
    next_client: u16,
    pub(super) next_tm: u16,
    beyond: Vec<String>,
}

impl Player<'_> {
    fn row(&mut self, row: &Row) {
        let Some(action) = row.kind.strip_prefix("action.") else { return };
        self.line = row.number("line");
        match action {
            "cmd" => self.command(row),
            "kill" => self.kill(row),
            "rest_cancel" => self.cancel(row.t_ms, row.text("job").unwrap_or_default()),
            "rest_jar_run" => self.submit(row),
            "stub_yarn_start" => self.yarn(row),
            "yarn_session_stop" | "kubernetes_session_stop" => self.stop(row),
            "node_power_off" => self.power_off(row),
            other if looks::LOOKS.contains(&other) => {}
            "rest_run_application" => self.run_application(row),
            "rest_application_cancel" => self.cancel_application(row),
            // The cluster says what it was asked for.
            other if other.contains("savepoint") || other.starts_with("rest_stop") => {}
            other if self.only_tells(row, other) => {}
            other => self.beyond(&format!("the recorded action {other}")),
        }
    }

    pub(super) fn beyond(&mut self, what: &str) {
        let said = |known: &String| {
            known
                .strip_prefix(what)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(", line "))
        };
        if !self.beyond.iter().any(said) {
            let place = self.line.map(|line| format!(", line {line} of the actions"));
            self.beyond.push(format!("{what}{}", place.unwrap_or_default()));
        }
    }

    fn at(&self, t_ms: u64) -> Time {
        Time::ms(t_ms.saturating_sub(self.recording.begin_ms()))
    }

    pub(super) fn push(&mut self, t_ms: u64, action: Action, until_ready: Option<Time>) {
        let took = until_ready.map(|time| Took { until_ready: Some(time), ..Took::default() });
        self.actions.push(TimedAction { at: self.at(t_ms), action, took });
    }

    /// An end that the platform misses after so long.
    pub(super) fn push_missed(&mut self, t_ms: u64, action: Action, missed: Time) {
        let took = Some(Took { until_given_up: Some(missed), ..Took::default() });
        self.actions.push(TimedAction { at: self.at(t_ms), action, took });
    }

    /// A savepoint that the cluster was asked for. The request travels for one call.
    fn savepoint(&mut self, row: &Row) {
        let Some(job) = row.text("jid").and_then(|jid| self.names.job(jid)) else { return };
        if row.t_ms > self.recording.end_ms() {
            return;
        }
        let asked = row.t_ms.saturating_sub(self.profile.call.as_ms());
        self.push(asked, savepoints::action(row, job), None);
        if let Some(at) = savepoints::cancels_at(self.recording, row) {
            self.push(at, Action::Cancel { job }, None);
        }
    }

    /// With `-s` the jobs begin with a savepoint's state.
    fn with_state(&mut self, row: &Row, path: Option<&String>, action: Action) -> Action {
        let Some(path) = path else { return action };
        match savepoints::at_path(self.recording, self.names, path, row.t_ms) {
            Some(savepoint) => Action::FromSavepoint { savepoint, run: Box::new(action) },
            None => {
                self.beyond("a start from a checkpoint that was kept");
                action
            }
        }
    }

    fn command(&mut self, row: &Row) {
        let command = match understand(self.recording, row) {
            Command::Kubectl { words } => self.kubectl(row, &words),
            other => other,
        };
        match command {
            Command::StartJobManager { options } | Command::StartCluster { options } => {
                let start = self.start_with(options);
                if self.job_manager_started {
                    return self.start_job_manager_again(row, start);
                }
                self.job_manager_started = true;
                self.push(row.t_ms, start, None);
                self.count_workers(row);
            }
            Command::StopJobManager => self.stop_job_manager(row),
            Command::KillApplication { application } => {
                match self.names.cluster_in(application.trim_start_matches("application_")) {
                    Some(cluster) => {
                        self.push(row.t_ms, Action::KillApplication { cluster }, None);
                    }
                    None => self.beyond("a kill of an unknown YARN application"),
                }
            }
            Command::StopCluster => self.push(row.t_ms, Action::StopCluster, None),
            Command::StartTaskManager { options } => {
                let differs = |(key, value): &&(String, String)| {
                    self.recording.config.get(key) != Some(value)
                };
                if let Some((key, value)) = options.iter().find(differs) {
                    self.beyond(&format!("a TaskManager with {key}: {value} of its own"));
                }
                self.start_task_manager(row);
            }
            Command::StopTaskManager => self.stop_task_manager(row),
            Command::Run(run) => match run.target {
                Target::Session | Target::PerJob => self.submit(row),
                Target::Application | Target::SessionApplication => self.run_application(row),
                Target::StandaloneApplication if self.job_manager_started => {
                    self.start_job_manager_again(row, Action::StartCluster);
                }
                Target::StandaloneApplication => {
                    self.job_manager_started = true;
                    self.run_application(row);
                }
            },
            Command::Cancel { jid } => {
                // The client needs a while to start: what counts is when it calls.
                let called = self.recording.of("client.command").find(|call| {
                    call.t_ms >= row.t_ms
                        && call.text("text").is_some_and(|text| text.contains(&jid))
                });
                self.cancel(called.map_or(row.t_ms, |call| call.t_ms), &jid);
            }
            Command::Looks | Command::Kubectl { .. } => {}
            Command::Beyond(what) => self.beyond(&what),
        }
    }

    /// A JobManager in place of one that was killed; with high availability also beside one. On YARN and
    /// Kubernetes each session script makes a cluster.
    fn start_job_manager_again(&mut self, row: &Row, start: Action) {
        if self.provider.starts_workers() {
            return self.push(row.t_ms, start, None);
        }
        let ended = self.actions.iter().filter(|one| {
            matches!(one.action, Action::KillJobManager { .. } | Action::StopJobManager { .. })
        });
        let started = self.actions.iter().filter(|one| one.action == Action::StartJobManager);
        if !self.recording.is_highly_available() && ended.count() != started.count() + 1 {
            return self.beyond("a second JobManager without high availability");
        }
        self.push(row.t_ms, Action::StartJobManager, None);
    }

    /// A session's queue is its own; everything else that it is given is so for all that are started here.
    fn start_with(&mut self, options: Vec<(String, String)>) -> Action {
        let (queue, others): (Vec<_>, Vec<_>) =
            options.into_iter().partition(|(key, _)| key == Key::YarnQueue.name());
        self.given.extend(others);
        let Some((key, value)) = queue.first() else { return Action::StartCluster };
        let mut options = Config::default();
        options.set(key, value);
        Action::Configured { options, action: Box::new(Action::StartCluster) }
    }

    /// The first action carries how long processes took to start.
    fn note_processes(&mut self) {
        let workers = machine::workers(self.recording, self.names);
        let job_managers = processes::job_managers(self.recording, self.names, &self.profile);
        if let Some(first) = self.actions.first_mut() {
            let took = first.took.get_or_insert_with(Took::default);
            took.workers = workers;
            took.job_managers = job_managers;
            let labels = (0..self.names.jms.len()).map(|index| format!("jm-{index}"));
            let nodes = labels.map(|label| {
                kubernetes::node_of(self.recording, &label)
                    .or_else(|| nodes::node_of_job_manager(self.recording, &label))
            });
            took.job_manager_nodes = nodes.collect::<Option<_>>().unwrap_or_default();
            took.job_masters = machine::job_masters(self.recording, self.names, &self.profile);
        }
    }

    /// `start-cluster.sh` starts TaskManagers, too: those that no other command started.
    fn count_workers(&mut self, row: &Row) {
        let starts_workers =
            row.argv().first().is_some_and(|path| path.ends_with("start-cluster.sh"));
        if !starts_workers {
            return;
        }
        let given = |is: &dyn Fn(&Row) -> bool| {
            self.recording.of("action.cmd").filter(|row| is(row)).count()
        };
        let alone =
            |row: &Row| matches!(understand(self.recording, row), Command::StartTaskManager { .. });
        let together = self.names.tm_count().saturating_sub(given(&alone));
        self.next_tm = u16::try_from(together).unwrap_or(u16::MAX);
        let singly = given(&|row| processes::starts_job_manager(self.recording, row));
        let masters = (self.names.jms.len() + 1).saturating_sub(singly).max(1);
        self.provider = Provider::Standalone {
            task_managers: self.next_tm,
            job_managers: u16::try_from(masters).unwrap_or(u16::MAX),
        };
    }

    fn start_task_manager(&mut self, row: &Row) {
        let label = format!("tm-{}", self.next_tm);
        self.next_tm += 1;
        let called = self
            .recording
            .of("tm.registering")
            .find(|call| call.text("tm") == Some(label.as_str()) && call.t_ms >= row.t_ms);
        let call = machine::profile(self.recording).call;
        // A process that never called had needed longer than the recording lasts.
        let at = called.map_or(self.recording.end_ms() + 60_000, |call| call.t_ms);
        let ready = Time::ms(at.saturating_sub(row.t_ms)).since(call);
        self.push(row.t_ms, Action::StartTaskManager, Some(ready));
    }

    /// Programs that are more than one `execute()` have a name of their own.
    fn keep_program(&mut self, ran: programs::Ran) -> Program {
        self.unseen.extend(ran.unseen);
        let is_job = matches!(ran.program.steps.as_slice(), [model::Step::Execute(_)]);
        if !is_job {
            self.programs.push(ran.program.clone());
        }
        ran.program
    }

    /// A client runs the program's `main()`.
    fn submit(&mut self, row: &Row) {
        let submissions = self.submissions;
        let line = row.number("line").unwrap_or_default();
        let own = |one: &&Submission| one.line == line && one.at_ms == row.t_ms;
        let ones: Vec<&Submission> = submissions.iter().filter(own).collect();
        let Some(first) = ones.first().copied() else { return };
        if ones.iter().all(|one| one.job.is_none()) && first.run.target == Target::Session {
            // A client that fails, by its own program or for want of a JobManager, changes no cluster.
            if self.succeeded(row) {
                self.beyond("a submission that never arrived");
            }
            return self.note_client(row);
        }
        let program = self.keep_program(programs::program(self.recording, self.names, &ones));
        let attached = !first.run.detached;
        let until_ready = match first.run.target {
            Target::PerJob => self.until_launched(row).map(|time| time.since(self.profile.upload)),
            _ => first.arrived_ms.map(|at| Time::ms(at.saturating_sub(first.at_ms))),
        };
        let action = match first.run.target {
            Target::PerJob => Action::RunPerJob { program: program.name, attached },
            _ => Action::Submit {
                job: program.name,
                attached,
                shutdown_on_attached_exit: first.run.shutdown_on_attached_exit,
            },
        };
        let action = self.with_state(row, first.run.from_savepoint.as_ref(), action);
        self.push(row.t_ms, action, until_ready);
        self.note_client(row);
    }

    /// Whether a command or a call was told that all went well.
    fn succeeded(&self, row: &Row) -> bool {
        let kind = format!("{}_done", row.kind);
        let mut ends = self.recording.of(&kind).filter(|end| end.t_ms >= row.t_ms);
        let own = |end: &Row| row.number("n").is_none() || end.number("n") == row.number("n");
        ends.find(|end| own(end)).is_some_and(|end| {
            let well = |name: &str, below: u64| end.number(name).is_none_or(|code| code < below);
            well("rc", 1) && well("status", 400)
        })
    }

    fn note_client(&mut self, row: &Row) {
        if let Some(number) = row.number("n") {
            self.clients.insert(number, ClientId(self.next_client));
        }
        self.next_client += 1;
    }

    /// A client's command until it asked YARN for a cluster, as the model reckons.
    fn until_launched(&self, row: &Row) -> Option<Time> {
        let start = self.recording.of("jm.process_start").find(|start| start.t_ms >= row.t_ms)?;
        let whole = Time::ms(start.t_ms - row.t_ms);
        Some(whole.since(processes::until_launched(&self.profile)))
    }

    fn cancel(&mut self, t_ms: u64, jid: &str) {
        match self.names.job(jid) {
            Some(job) => self.push(t_ms, Action::Cancel { job }, None),
            None => self.beyond("a cancellation of an unknown job"),
        }
    }

    /// The recorder notes that the session has ended; the request was there when the shutdown began.
    fn stop(&mut self, row: &Row) {
        let downs = self.recording.of("cluster.shutdown").filter(|down| down.t_ms <= row.t_ms);
        let began = downs.last();
        self.push(began.map_or(row.t_ms, |down| down.t_ms), Action::StopCluster, None);
    }
}
