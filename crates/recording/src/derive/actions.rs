//! What was done to the recorded cluster, as the model's actions.
//!
//! In: the rows of `actions.jsonl`. Out: timed [`Action`]s and where processes come from.
//! Deliberately absent: the recorder's own business (waits, snapshots, cleaning up).

use super::EMPTY_STANDALONE;
use super::command::{Command, understand};
use super::jobs::{Submission, unique_name};
use super::machine;
use crate::read::Recording;
use crate::row::Row;
use crate::translate::Names;
use model::action::{Action, Signal};
use model::scenario::{TimedAction, Took};
use model::{ClientId, Provider, Time, TmId};
use std::collections::BTreeMap;

/// What was played.
pub(super) struct Played {
    pub(super) provider: Provider,
    pub(super) actions: Vec<TimedAction>,
}

/// Rows that only say what the recorder waited for or looked at, or that repeat a command.
const LOOKS: [&str; 33] = [
    "run_start",
    "run_end",
    "jm_start",
    "jm_started",
    "tm_start",
    "tm_started",
    "reached",
    "NOT_REACHED",
    "jm_rest_up",
    "sleep",
    "snapshot",
    "cmd_done",
    "cmd_timeout",
    "scenario_end",
    "cluster_up_begin",
    "cluster_up_done",
    "note",
    "case",
    "jm_alive",
    "stop_daemon",
    "rest_cancel_done",
    "rest_jar_run_done",
    "rest_run_application_done",
    "recovered",
    "app_jm_start",
    "app_jm_started",
    "zk_start",
    "zk_started",
    "yarn_app",
    "stub_yarn_stop",
    "stub_yarn_started",
    "tm_alive",
    "leader",
];

/// Turns the recorded actions into the model's.
pub(super) fn play(
    recording: &Recording,
    names: &Names,
    submissions: &[Submission],
    beyond: &mut Vec<String>,
) -> Played {
    let mut player = Player {
        recording,
        names,
        submissions,
        provider: EMPTY_STANDALONE,
        actions: Vec::new(),
        processes: processes(recording),
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
    beyond.append(&mut player.beyond);
    player.actions.sort_by_key(|timed| timed.at);
    Played { provider: player.provider, actions: player.actions }
}

/// What runs under a process number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Process {
    JobManager,
    TaskManager(TmId),
}

fn processes(recording: &Recording) -> BTreeMap<u64, Process> {
    let mut processes = BTreeMap::new();
    for row in &recording.rows {
        let process = match row.kind.as_str() {
            "action.jm_started" | "action.app_jm_started" => Process::JobManager,
            "action.tm_started" => match row.number("tm").and_then(|tm| u16::try_from(tm).ok()) {
                Some(tm) => Process::TaskManager(TmId(tm)),
                None => continue,
            },
            _ => continue,
        };
        if let Some(pid) = row.number("pid") {
            processes.insert(pid, process);
        }
    }
    processes
}

struct Player<'a> {
    recording: &'a Recording,
    names: &'a Names,
    submissions: &'a [Submission],
    provider: Provider,
    actions: Vec<TimedAction>,
    processes: BTreeMap<u64, Process>,
    job_manager_started: bool,
    /// Clients by the number of their command.
    clients: BTreeMap<u64, ClientId>,
    next_client: u16,
    next_tm: u16,
    beyond: Vec<String>,
}

impl Player<'_> {
    fn row(&mut self, row: &Row) {
        let Some(action) = row.kind.strip_prefix("action.") else { return };
        match action {
            "cmd" => self.command(row),
            "kill" => self.kill(row),
            "rest_cancel" => self.cancel(row.t_ms, row.text("job").unwrap_or_default()),
            "rest_jar_run" => self.submit(row),
            "stub_yarn_start" => self.yarn(row),
            "yarn_session_stop" => self.stop(row),
            other if LOOKS.contains(&other) => {}
            "rest_run_application" | "rest_application_cancel" | "rest_application_cancel_done" => {
                self.beyond("applications with a main() of their own in a session");
            }
            "standby_start" | "old_leader_restart" => self.beyond("a standby JobManager"),
            other => self.beyond(&format!("the recorded action {other}")),
        }
    }

    fn beyond(&mut self, what: &str) {
        if !self.beyond.iter().any(|known| known == what) {
            self.beyond.push(what.to_owned());
        }
    }

    fn at(&self, t_ms: u64) -> Time {
        Time::ms(t_ms.saturating_sub(self.recording.begin_ms()))
    }

    fn push(&mut self, t_ms: u64, action: Action, until_ready: Option<Time>) {
        let took = until_ready.map(|time| Took { until_ready: Some(time), ..Took::default() });
        self.actions.push(TimedAction { at: self.at(t_ms), action, took });
    }

    fn command(&mut self, row: &Row) {
        match understand(&row.argv()) {
            Command::StartJobManager | Command::StartCluster => {
                if self.job_manager_started {
                    return self.start_job_manager_again(row);
                }
                self.job_manager_started = true;
                let workers = machine::workers(self.recording, self.names);
                let took = (!workers.is_empty()).then(|| Took { workers, ..Took::default() });
                let at = self.at(row.t_ms);
                self.actions.push(TimedAction { at, action: Action::StartCluster, took });
                self.count_workers(row);
            }
            Command::StopCluster => self.push(row.t_ms, Action::StopCluster, None),
            Command::StartTaskManager => self.start_task_manager(row),
            Command::StopTaskManager => self.stop_task_manager(row),
            Command::Run(_) => self.submit(row),
            Command::Cancel { jid } => {
                // The client needs a while to start: what counts is when it calls.
                let called = self.recording.of("client.command").find(|call| {
                    call.t_ms >= row.t_ms
                        && call.text("text").is_some_and(|text| text.contains(&jid))
                });
                self.cancel(called.map_or(row.t_ms, |call| call.t_ms), &jid);
            }
            Command::Looks => {}
            Command::Beyond(what) => self.beyond(&what),
        }
    }

    /// A JobManager in place of one that was killed; beside one that lives, it is a standby.
    fn start_job_manager_again(&mut self, row: &Row) {
        let is_kill = |one: &&TimedAction| matches!(one.action, Action::KillJobManager { .. });
        let killed = self.actions.iter().filter(is_kill).count();
        let started =
            self.actions.iter().filter(|one| one.action == Action::StartJobManager).count();
        if killed != started + 1 {
            return self.beyond("a second JobManager");
        }
        let up = self.recording.of("rest.listening").find(|up| up.t_ms >= row.t_ms);
        let took = up.map(|up| Time::ms(up.t_ms - row.t_ms));
        self.push(row.t_ms, Action::StartJobManager, took);
    }

    /// `start-cluster.sh` starts TaskManagers, too: those that no other command started.
    fn count_workers(&mut self, row: &Row) {
        let starts_workers =
            row.argv().first().is_some_and(|path| path.ends_with("start-cluster.sh"));
        if !starts_workers {
            return;
        }
        let singly = self.recording.of("action.cmd");
        let singly =
            singly.filter(|row| understand(&row.argv()) == Command::StartTaskManager).count();
        let together = self.names.tm_count().saturating_sub(singly);
        self.next_tm = u16::try_from(together).unwrap_or(u16::MAX);
        self.provider = Provider::Standalone { task_managers: self.next_tm, job_managers: 1 };
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

    /// `taskmanager.sh stop` ends the TaskManager that this machine started last.
    fn stop_task_manager(&mut self, row: &Row) {
        let named = self.recording.of("action.stop_daemon").find(|stop| stop.t_ms == row.t_ms);
        let by_pid = named.and_then(|stop| self.processes.get(&stop.number("pid")?).copied());
        let tm = match by_pid {
            Some(Process::TaskManager(tm)) => Some(tm),
            Some(Process::JobManager) | None => self.next_tm.checked_sub(1).map(TmId),
        };
        let signalled = tm.and_then(|tm| {
            let label = format!("tm-{}", tm.0);
            let mut signals = self.recording.of("tm.signal");
            signals.find(|signal| signal.src == label && signal.t_ms >= row.t_ms)
        });
        let at = signalled.map_or(row.t_ms, |signal| signal.t_ms);
        match tm {
            Some(tm) => self.push(at, Action::SignalTaskManager { tm, signal: Signal::Term }, None),
            None => self.beyond("the TaskManager that taskmanager.sh stopped"),
        }
    }

    fn submit(&mut self, row: &Row) {
        let line = row.number("line").unwrap_or_default();
        for one in self.submissions.iter().filter(|one| one.line == line && one.at_ms == row.t_ms) {
            let Some(job) = one.job else {
                self.beyond("a submission that never arrived");
                continue;
            };
            let arrived = one.arrived_ms.map(|at| Time::ms(at.saturating_sub(one.at_ms)));
            let action = Action::Submit {
                job: unique_name(self.names, job),
                attached: !one.run.detached,
                shutdown_on_attached_exit: one.run.shutdown_on_attached_exit,
            };
            self.push(row.t_ms, action, arrived);
            if let Some(number) = row.number("n") {
                self.clients.insert(number, ClientId(self.next_client));
            }
            self.next_client += 1;
        }
    }

    fn cancel(&mut self, t_ms: u64, jid: &str) {
        match self.names.job(jid) {
            Some(job) => self.push(t_ms, Action::Cancel { job }, None),
            None => self.beyond("a cancellation of an unknown job"),
        }
    }

    fn kill(&mut self, row: &Row) {
        let what = row.text("what").unwrap_or_default();
        let by_pid = row.number("pid").and_then(|pid| self.processes.get(&pid).copied());
        let by_text = self.names.tm_in(what).map(Process::TaskManager);
        match by_pid.or(by_text).or_else(|| self.container(what)) {
            Some(Process::TaskManager(tm)) => {
                let signal = match row.number("signal") {
                    Some(9) => Signal::Kill,
                    Some(15) => Signal::Term,
                    Some(19) => Signal::Stop,
                    Some(18) => Signal::Cont,
                    other => return self.beyond(&format!("signal {other:?} to a TaskManager")),
                };
                self.push(row.t_ms, Action::SignalTaskManager { tm, signal }, None);
            }
            Some(Process::JobManager) if row.number("signal") == Some(9) => {
                self.push(row.t_ms, Action::KillJobManager { jm: model::JmId(0) }, None);
            }
            Some(Process::JobManager) => self.beyond("a signal to the JobManager"),
            None if what.starts_with("client") => self.interrupt(row),
            None => self.beyond(&format!("a kill of \"{what}\"")),
        }
    }

    /// A TaskManager by the container it runs in.
    fn container(&self, text: &str) -> Option<Process> {
        let container = text.split_whitespace().find(|word| word.starts_with("container_"))?;
        let row =
            self.recording.of("worker.requested").find(|row| row.text("rid") == Some(container))?;
        self.names.tm(row.text("tm")?).map(Process::TaskManager)
    }

    /// A signal to the newest client that still runs. A shell's background process ignores SIGINT:
    /// then the command goes on until the recorder loses patience and ends it.
    fn interrupt(&mut self, row: &Row) {
        let done = |number: u64| {
            let mut ends = self.recording.of("action.cmd_done");
            ends.find(|done| done.number("n") == Some(number)).map(|done| done.t_ms)
        };
        let mut running =
            self.clients.iter().filter(|(number, _)| done(**number).is_none_or(|at| at > row.t_ms));
        let Some((number, client)) = running.next_back().map(|(number, client)| (*number, *client))
        else {
            return self.beyond("a signal to a client that does not run");
        };
        if row.number("signal") == Some(9) {
            // Killed without a word: only the client's heartbeat tells (`client.heartbeat.timeout`).
            let line = |one: &Submission| one.number == Some(number);
            if self.submissions.iter().any(|one| line(one) && one.run.shutdown_on_attached_exit) {
                self.beyond("kill -9 of a client with -sae");
            }
            return;
        }
        const DIES_WITHIN_MS: u64 = 10_000;
        let dies = done(number).is_some_and(|at| at <= row.t_ms + DIES_WITHIN_MS);
        let ended = if dies {
            Some(row.t_ms)
        } else {
            let mut timeouts = self.recording.of("action.cmd_timeout");
            timeouts.find(|timeout| timeout.number("n") == Some(number)).map(|timeout| timeout.t_ms)
        };
        if let Some(at) = ended {
            self.push(at, Action::InterruptClient { client }, None);
        }
    }

    fn yarn(&mut self, row: &Row) {
        let number = |name| row.number(name);
        if let (Some(nodes), Some(memory)) = (number("nodes"), number("node_mb")) {
            self.provider = Provider::Yarn {
                nodes: u16::try_from(nodes).unwrap_or(u16::MAX),
                node_memory_mib: memory,
                // The stub of YARN gives what is asked for.
                minimum_allocation_mib: 1,
            };
        }
    }

    /// The recorder notes that the session has ended; the request was there when the shutdown began.
    fn stop(&mut self, row: &Row) {
        let began = self.recording.of("cluster.shutdown").find(|down| down.t_ms <= row.t_ms);
        self.push(began.map_or(row.t_ms, |down| down.t_ms), Action::StopCluster, None);
    }
}
