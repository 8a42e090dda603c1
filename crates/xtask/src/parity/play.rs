//! Plays a scenario on a real cluster: the same actions, each when the world looks as the model says it does then.
//!
//! In: a scenario whose processes stand alone, and its trace. Out: a folder with a recording. A real machine is slower than
//! a calm one, so what counts is not the scenario's clock: before each action the run waits until what the REST API tells
//! is what the model expects, and then as long as the scenario waits after that. Where it never comes to look so, the run
//! goes on after a while: that is a difference, and the comparison will say which. Deliberately absent: judgement.

use super::expected::{Moment, last_change};
use super::machine::{Machine, Place};
use super::program;
use anyhow::{Context, Result, bail};
use model::action::Signal;
use model::{Action, Config, JobId, Program, Provider, Scenario, Time, Trace};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long the real cluster may take to look as expected.
const PATIENCE: Duration = Duration::from_secs(25);
/// The longest pause of a scenario that is kept.
const LONGEST: Duration = Duration::from_secs(90);
/// After everything looks as it should: what follows at once belongs to the run.
const SETTLES: Duration = Duration::from_secs(3);

/// Why a scenario cannot be played here; `None`: it can.
pub(super) fn refusal(scenario: &Scenario) -> Option<String> {
    let standalone = |job_managers: u16| job_managers == 1;
    match scenario.provider {
        Provider::Standalone { job_managers, .. } if standalone(job_managers) => {}
        Provider::Standalone { .. } => return Some("it needs ZooKeeper".to_owned()),
        _ => return Some("it needs YARN or Kubernetes".to_owned()),
    }
    let services = scenario.config.pairs().find(|(key, _)| key.starts_with("high-availability"));
    if let Some((key, _)) = services {
        return Some(format!("it sets {key}"));
    }
    let unknown = scenario.actions.iter().find(|timed| !can_be_done(&timed.action));
    if let Some(timed) = unknown {
        return Some(format!("{} has no counterpart here", timed.action.to_text()));
    }
    let shutdown = scenario.config.pairs().any(|(key, _)| key.contains("network"));
    shutdown.then(|| "it sets the network".to_owned())
}

fn can_be_done(action: &Action) -> bool {
    match action.itself() {
        Action::StartCluster
        | Action::RunApplication { in_session: false, .. }
        | Action::StartStandaloneJob { .. }
        | Action::StartTaskManager
        | Action::Submit { .. }
        | Action::Cancel { .. }
        | Action::Savepoint { .. }
        | Action::Stop { .. }
        | Action::ThrowException { .. }
        | Action::SignalTaskManager { .. }
        | Action::KillJobManager { .. }
        | Action::StopJobManager { .. }
        | Action::StartJobManager
        | Action::InterruptClient { .. }
        | Action::StopCluster => true,
        Action::RunApplication { in_session: true, .. }
        | Action::RunPerJob { .. }
        | Action::Configured { .. }
        | Action::FromSavepoint { .. }
        | Action::CutNetwork { .. }
        | Action::HealNetwork { .. }
        | Action::KillMachine { .. }
        | Action::KillNodeManager { .. }
        | Action::ExceedMemory { .. }
        | Action::KillApplication { .. } => false,
    }
}

/// Plays it. The folder then holds a recording but for its events.
///
/// # Errors
/// When a process cannot be started or something has no counterpart here.
pub(super) fn play(place: &Place<'_>, name: &str, trace: &Trace) -> Result<()> {
    let scenario = trace.scenario();
    let said =
        |(key, value): (&str, &str)| (key.to_owned(), program::said(key, value, scenario.version));
    let mut config: Vec<(String, String)> = scenario.config.pairs().map(said).collect();
    config.extend(program::older(scenario.config.pairs(), scenario.version));
    let machine = Machine::prepare(place, name, &config)?;
    let mut player = Player {
        place,
        scenario,
        machine,
        application: None,
        savepoints: BTreeMap::new(),
        asked: 0,
    };
    let mut before = Time::ZERO;
    for timed in &scenario.actions {
        if before > Time::ZERO {
            player.reach(trace, timed.at, before)?;
        }
        let done = player.act(&timed.action, &Config::default(), None);
        done.with_context(|| format!("{name}: {}", timed.action.to_text()))?;
        before = timed.at.max(Time(1));
    }
    player.end(trace, before)
}

struct Player<'a> {
    place: &'a Place<'a>,
    scenario: &'a Scenario,
    machine: Machine<'a>,
    /// The words of the application that the JobManager runs.
    application: Option<Vec<String>>,
    /// Where each savepoint lies.
    savepoints: BTreeMap<u16, String>,
    /// How many savepoints were asked for.
    asked: u16,
}

impl Player<'_> {
    /// Waits for the moment before the next action, and for its pause.
    fn reach(&mut self, trace: &Trace, at: Time, done: Time) -> Result<()> {
        let last = last_change(trace, at);
        let moment = Moment::before(trace, at);
        // What was just done needs time to show: an old state can look like the one waited for.
        let shows = last.since(done);
        let first = duration(shows).min(LONGEST);
        self.machine.sleep(first)?;
        self.machine.wait("the moment of the next action", PATIENCE, |view| moment.is_in(view))?;
        self.machine.sleep(duration(at.since(last.max(done))).min(LONGEST))
    }

    /// After the last action: as long as the model has something to say, until it looks as it does at its end.
    fn end(mut self, trace: &Trace, done: Time) -> Result<()> {
        let horizon = Time(trace.scenario().horizon.0 + 1);
        let last = last_change(trace, horizon);
        self.machine.sleep(duration(last.since(done)).min(LONGEST))?;
        let moment = Moment::before(trace, horizon);
        self.machine.wait("the end of the scenario", PATIENCE, |view| moment.is_in(view))?;
        self.machine.sleep(SETTLES)?;
        self.machine.finish()
    }

    fn act(&mut self, action: &Action, options: &Config, from: Option<u16>) -> Result<()> {
        match action {
            Action::StartCluster => {
                self.machine.start_job_manager(None)?;
                self.start_workers()
            }
            Action::RunApplication { program, .. } => {
                self.start_application(program)?;
                self.start_workers()
            }
            Action::StartStandaloneJob { program, .. } => self.start_application(program),
            Action::StartTaskManager => self.machine.start_task_manager(),
            Action::Submit { job, attached, shutdown_on_attached_exit } => {
                let mut words = Vec::new();
                if !attached {
                    words.push("-d".to_owned());
                }
                if *shutdown_on_attached_exit {
                    words.push("-sae".to_owned());
                }
                if let Some(path) = from.and_then(|from| self.savepoints.get(&from)) {
                    words.extend(["-s".to_owned(), path.clone()]);
                }
                words.extend(options.pairs().map(|(key, value)| format!("-D{key}={value}")));
                let program = self.program(job)?;
                self.machine.run_client(&words, &program)
            }
            Action::FromSavepoint { savepoint, run } => {
                let known = self.savepoints.contains_key(&savepoint.0);
                if !known {
                    bail!("savepoint {} never came", savepoint.0);
                }
                self.act(run, options, Some(savepoint.0))
            }
            Action::Configured { options, action } => self.act(action, options, from),
            Action::SignalTaskManager { tm, signal } => {
                self.machine.signal_task_manager(tm.index(), number(*signal))
            }
            Action::KillJobManager { jm } => self.machine.signal_job_manager(jm.index(), 9),
            Action::StopJobManager { jm } => self.machine.signal_job_manager(jm.index(), 15),
            Action::StartJobManager => {
                let program = self.application.clone();
                self.machine.start_job_manager(program.as_deref())
            }
            Action::InterruptClient { .. } => self.machine.interrupt_client(),
            Action::StopCluster => self.machine.stop_cluster(),
            Action::ThrowException { job } => {
                let name = self.name(*job)?;
                let file = self.place.folder.join("throw").join(&name);
                std::fs::write(file, "")?;
                self.machine
                    .act("note", json!({ "text": format!("user code of {name} is told to throw") }))
            }
            Action::Cancel { job } => {
                let jid = self.jid(*job)?;
                let path = format!("/jobs/{jid}?mode=cancel");
                self.machine.call("rest_cancel", &jid, ("PATCH", &path), None).map(drop)
            }
            Action::Savepoint { job, .. } => self.savepoint(*job, None),
            Action::Stop { job, drain, .. } => self.savepoint(*job, Some(*drain)),
            other => bail!("{} has no counterpart here", other.to_text()),
        }
    }

    fn start_workers(&mut self) -> Result<()> {
        let Provider::Standalone { task_managers, .. } = self.scenario.provider else {
            return Ok(());
        };
        (0..task_managers).try_for_each(|_| self.machine.start_task_manager())
    }

    fn start_application(&mut self, name: &str) -> Result<()> {
        let words = self.program(name)?;
        self.application = Some(words.clone());
        self.machine.start_job_manager(Some(&words))
    }

    fn program(&self, name: &str) -> Result<Vec<String>> {
        let program: Program =
            self.scenario.program(name).with_context(|| format!("there is no program {name}"))?;
        program::words(self.scenario, &program, &self.place.folder)
    }

    /// The name of a job of the model, by the order in which it received them.
    fn name(&self, job: JobId) -> Result<String> {
        let view = self.machine.view();
        let seen =
            view.jobs.get(job.index()).with_context(|| format!("job {} never came", job.0))?;
        Ok(seen.name.clone())
    }

    fn jid(&self, job: JobId) -> Result<String> {
        let view = self.machine.view();
        let seen =
            view.jobs.get(job.index()).with_context(|| format!("job {} never came", job.0))?;
        Ok(seen.jid.clone())
    }

    /// Asks for a savepoint, of a job that goes on or stops, and waits until it is there or has failed.
    fn savepoint(&mut self, job: JobId, stop: Option<bool>) -> Result<()> {
        let jid = self.jid(job)?;
        let directory = self.place.folder.join("savepoints").display().to_string();
        let (action, path, body) = match stop {
            None => (
                "rest_savepoint",
                format!("/jobs/{jid}/savepoints"),
                json!({ "target-directory": directory, "cancel-job": false }),
            ),
            Some(drain) => (
                "rest_stop",
                format!("/jobs/{jid}/stop"),
                json!({ "targetDirectory": directory, "drain": drain }),
            ),
        };
        let answer = self.machine.call(action, &jid, ("POST", &path), Some(body))?;
        let number = self.asked;
        self.asked += 1;
        let Some(request) = answer["request-id"].as_str() else { return Ok(()) };
        let path = format!("/jobs/{jid}/savepoints/{request}");
        for _ in 0..100 {
            self.machine.sleep(Duration::from_millis(200))?;
            let Some(status) = self.machine.ask(&path) else { return Ok(()) };
            if status["status"]["id"] != "COMPLETED" {
                continue;
            }
            if let Some(location) = status["operation"]["location"].as_str() {
                self.savepoints.insert(number, location.trim_start_matches("file:").to_owned());
            }
            return Ok(());
        }
        Ok(())
    }
}

fn number(signal: Signal) -> u8 {
    match signal {
        Signal::Kill => 9,
        Signal::Term => 15,
        Signal::Stop => 19,
        Signal::Cont => 18,
    }
}

fn duration(time: Time) -> Duration {
    Duration::from_micros(time.0)
}
