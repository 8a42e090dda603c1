//! Processes that a command or a signal ended, froze or thawed.
//!
//! In: rows of `actions.jsonl`. Out: the model's actions. Deliberately absent: what became of the others.

use super::actions::Player;
use super::jobs::Submission;
use super::{Process, processes};
use crate::row::Row;
use model::action::{Action, Signal};
use model::{JmId, TmId};

impl Player<'_> {
    pub(super) fn kill(&mut self, row: &Row) {
        let what = row.text("what").unwrap_or_default();
        if processes::is_node_manager(row) {
            return self.kill_node_manager(row);
        }
        let by_pid = row.number("pid").and_then(|pid| self.processes.get(&pid).copied());
        let by_text = self.names.tm_in(what).map(Process::TaskManager);
        let by_container = || processes::in_container(self.recording, self.names, what);
        match by_pid.or(by_text).or_else(by_container) {
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
            Some(Process::JobManager(jm)) => self.signal_job_manager(row, jm),
            None if what.starts_with("client") => self.interrupt(row),
            None => self.beyond(&format!("a kill of \"{what}\"")),
        }
    }

    fn signal_job_manager(&mut self, row: &Row, jm: JmId) {
        match row.number("signal") {
            Some(9) => self.push(row.t_ms, Action::KillJobManager { jm }, None),
            Some(15) => self.push(row.t_ms, Action::StopJobManager { jm }, None),
            _ => self.beyond("a JobManager that is frozen"),
        }
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

    /// The script ends the process that it started last; the process says when it was told.
    pub(super) fn stop_job_manager(&mut self, row: &Row) {
        let mut signals = self.recording.of("jm.signal");
        let told = signals.find(|signal| signal.t_ms >= row.t_ms);
        let told = told.and_then(|signal| Some((signal.t_ms, self.names.jm(&signal.src)?)));
        match told {
            Some((at, jm)) => self.push(at, Action::StopJobManager { jm }, None),
            None => self.beyond("the JobManager that a script stopped"),
        }
    }

    /// `taskmanager.sh stop` ends the TaskManager that this machine started last.
    pub(super) fn stop_task_manager(&mut self, row: &Row) {
        let named = self.recording.of("action.stop_daemon").find(|stop| stop.t_ms == row.t_ms);
        let by_pid = named.and_then(|stop| self.processes.get(&stop.number("pid")?).copied());
        let tm = match by_pid {
            Some(Process::TaskManager(tm)) => Some(tm),
            Some(Process::JobManager(_)) | None => self.next_tm.checked_sub(1).map(TmId),
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
}
