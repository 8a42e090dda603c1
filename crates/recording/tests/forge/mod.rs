//! A recording out of a run of the model: the rows that a real cluster's logs would hold if it had done
//! what the model did, and the recorder's actions.
//!
//! In: a [`Scenario`] on fixed machines. Out: a [`Recording`]. What is derived from it must be that scenario
//! again, whatever it is: so this proves what the derivation understands, and nothing about Flink.
//! Deliberately absent: rows that nobody reads, and YARN.

#![allow(
    dead_code,
    unused_imports,
    reason = "each test file is a crate of its own and uses its part"
)]

mod rows;
mod worlds;

pub(crate) use worlds::{Dice, World, random};

use flink_recording::Recording;
use flink_recording::plan::{JobPlan, PlanVertex};
use flink_recording::row::Row;
use flink_recording::simulate::happened;
use flink_recording::translate::adaptive;
use model::action::{Action, Signal};
use model::job::JobSpec;
use model::scenario::TimedAction;
use model::{JobId, Scenario, Step, Trace};
use rows::Writer;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// When forged recordings begin, in milliseconds since 1970.
pub(crate) const BEGIN_MS: u64 = 1_795_000_000_000;

pub(crate) fn jid(job: JobId) -> String {
    format!("{:032x}", 0xa000 + u64::from(job.0))
}

pub(crate) fn vertex_id(vertex: usize) -> String {
    format!("{:032x}", 0xb000 + vertex)
}

/// The ResourceID of a TaskManager.
pub(crate) fn rid(tm: u16) -> String {
    format!("127.0.0.1:4{tm:04}-{:06x}", 0xabc_000 + u64::from(tm))
}

pub(crate) fn row(t_ms: u64, src: &str, kind: &str, fields: Value) -> Row {
    let Value::Object(fields) = fields else { unreachable!("fields are an object") };
    Row { t_ms, src: src.to_owned(), kind: kind.to_owned(), fields }
}

/// What a recorder would have written down of this scenario.
pub(crate) fn forge(scenario: &Scenario) -> Recording {
    let trace = Trace::run(scenario.clone());
    let world = trace.frame_after(trace.entries().len() - 1).cluster;
    let mut plans = BTreeMap::new();
    for job in &world.jobs {
        let written = scenario.job(&job.spec.name).expect("it came out of the scenario");
        plans.insert(jid(job.id), plan(written));
    }
    let config: BTreeMap<String, String> =
        scenario.config.pairs().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    let mut recording = Recording {
        name: "forged".to_owned(),
        version: scenario.version.name().to_owned(),
        config,
        rows: actions(scenario),
        plans,
        containers: BTreeMap::new(),
        nodes: BTreeMap::new(),
        is_configured: true,
    };
    let mut writer = Writer::new(&world, adaptive::is_chosen(&recording));
    for one in happened(&trace) {
        writer.write(&one);
    }
    let end = BEGIN_MS + scenario.horizon.as_ms();
    recording.rows.extend(writer.rows.into_iter().filter(|row| row.t_ms <= end));
    recording.rows.push(row(end, "harness", "action.scenario_end", json!({ "line": 9_999 })));
    recording.rows.sort_by_key(|row| row.t_ms);
    recording
}

fn plan(job: &JobSpec) -> JobPlan {
    let vertices = job.vertices.iter().enumerate().map(|(index, vertex)| PlanVertex {
        id: vertex_id(index),
        name: vertex.name.clone(),
        parallelism: vertex.parallelism,
        group: vertex.slot_sharing_group.clone(),
        inputs: vertex
            .inputs
            .iter()
            .map(|input| {
                let ship = match input.pattern {
                    model::job::Pattern::AllToAll => "HASH",
                    model::job::Pattern::Pointwise => "FORWARD",
                };
                let exchange = if input.blocking { "BLOCKING" } else { "pipelined_bounded" };
                (vertex_id(input.from.index()), ship.to_owned(), exchange.to_owned())
            })
            .collect(),
    });
    JobPlan { batch: job.batch, vertices: vertices.collect() }
}

/// The rows of `actions.jsonl`.
fn actions(scenario: &Scenario) -> Vec<Row> {
    let run = json!({ "ver": scenario.version.name(), "run": "forged", "line": 1 });
    let mut actions = Actions {
        scenario,
        rows: vec![row(BEGIN_MS, "harness", "action.run_start", run)],
        now: BEGIN_MS,
        job_managers: 0,
        task_managers: 0,
        main: Vec::new(),
    };
    for timed in &scenario.actions {
        actions.add(timed);
    }
    actions.rows
}

struct Actions<'a> {
    scenario: &'a Scenario,
    rows: Vec<Row>,
    now: u64,
    job_managers: u64,
    task_managers: u64,
    /// The words of the `main()` that JobManagers run.
    main: Vec<String>,
}

impl Actions<'_> {
    fn push(&mut self, kind: &str, mut fields: Value) {
        fields["line"] = json!(self.rows.len() + 1);
        self.rows.push(row(self.now, "harness", &format!("action.{kind}"), fields));
    }

    fn command(&mut self, words: &[String]) {
        let number = self.rows.len();
        self.push("cmd", json!({ "n": number, "name": words[0], "argv": words }));
    }

    fn script(&mut self, name: &str) {
        self.command(&[format!("$FLINK_HOME/bin/{name}"), "start".to_owned()]);
    }

    fn flink(&mut self, words: &[&str]) {
        let mut all = vec!["$FLINK_HOME/bin/flink".to_owned()];
        all.extend(words.iter().map(|word| (*word).to_owned()));
        self.command(&all);
    }

    fn add(&mut self, timed: &TimedAction) {
        self.now = BEGIN_MS + timed.at.as_ms();
        match &timed.action {
            Action::RunApplication { program, .. } => {
                self.main = self.main_words(program);
                self.start_job_manager();
            }
            Action::StartCluster | Action::StartJobManager => self.start_job_manager(),
            Action::StartTaskManager => {
                self.push("tm_start", json!({ "tm": self.task_managers }));
                self.script("taskmanager.sh");
                let (tm, pid) = (self.task_managers, 2_000 + self.task_managers);
                self.push("tm_started", json!({ "tm": tm, "pid": pid }));
                self.task_managers += 1;
            }
            Action::Submit { job, .. } => self.submit(job),
            Action::Cancel { job } => self.push("rest_cancel", json!({ "job": jid(*job) })),
            Action::Savepoint { job, .. } => self.flink(&["savepoint", &jid(*job), "/sp"]),
            Action::Stop { job, .. } => self.flink(&["stop", "-p", "/sp", &jid(*job)]),
            Action::SignalTaskManager { tm, signal } => {
                let number = match signal {
                    Signal::Kill => 9,
                    Signal::Term => 15,
                    Signal::Stop => 19,
                    Signal::Cont => 18,
                };
                let pid = 2_000 + u64::from(tm.0);
                self.push("kill", json!({ "pid": pid, "signal": number, "what": rid(tm.0) }));
            }
            Action::KillJobManager { jm } => {
                let pid = 1_000 + u64::from(jm.0);
                self.push(
                    "kill",
                    json!({ "pid": pid, "signal": 9, "what": format!("jm-{}", jm.0) }),
                );
            }
            Action::StopJobManager { jm } => {
                let pid = 1_000 + u64::from(jm.0);
                self.push(
                    "kill",
                    json!({ "pid": pid, "signal": 15, "what": format!("jm-{}", jm.0) }),
                );
            }
            other => unreachable!("no recorder was taught {other:?}"),
        }
    }

    /// `standalone-job.sh` where the cluster is an application's.
    fn start_job_manager(&mut self) {
        if self.main.is_empty() {
            self.script("jobmanager.sh");
        } else {
            let mut words = vec!["$FLINK_HOME/bin/standalone-job.sh".to_owned()];
            words.extend(["start", "--job-classname", "rec.RecJob"].map(str::to_owned));
            words.extend(self.main.iter().cloned());
            self.command(&words);
        }
        self.push("jm_started", json!({ "pid": 1_000 + self.job_managers }));
        self.job_managers += 1;
    }

    /// What a `main()` of several steps is told.
    fn main_words(&self, program: &str) -> Vec<String> {
        let program = self.scenario.program(program).expect("programs are run by name");
        let mut words: Vec<String> = Vec::new();
        let mut add = |key: &str, value: String| words.extend([format!("--{key}"), value]);
        let is_async = |step: &Step| matches!(step, Step::ExecuteAsync(_) | Step::Throw);
        let mode = if program.steps.iter().any(is_async) { "async" } else { "seq" };
        add("mode", mode.to_owned());
        let submitted = program.steps.iter().filter(|step| step.job().is_some()).count();
        for (index, step) in program.steps.iter().enumerate() {
            match step {
                Step::Work(time) => add("gap-ms", time.as_ms().to_string()),
                Step::Await => add("await", "all".to_owned()),
                Step::Throw if submitted == 0 => add("main-fail", "before".to_owned()),
                Step::Throw if index == 1 => add("main-fail", "between".to_owned()),
                Step::Throw => add("main-fail", "after".to_owned()),
                Step::Execute(_) | Step::ExecuteAsync(_) => {}
            }
        }
        let jobs = program.steps.iter().filter_map(|step| self.scenario.job(step.job()?));
        let between = matches!(program.steps[..], [_, Step::Throw]);
        for job in jobs {
            let words = self.job_words(job);
            let pairs = words
                .chunks(2)
                .map(|pair| format!("{}={}", pair[0].trim_start_matches("--"), pair[1]));
            add("job", pairs.collect::<Vec<_>>().join(","));
        }
        if between {
            // It throws before a second job, so there is one to come.
            add("job", "name=never".to_owned());
        }
        words
    }

    /// The recorded program's words.
    fn submit(&mut self, name: &str) {
        let job = self.scenario.job(name).expect("jobs are submitted by name");
        let mut words = ["run", "-d", "-c", "rec.RecJob", "rec.jar"].map(str::to_owned).to_vec();
        words.extend(self.job_words(job));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.flink(&words);
    }

    fn job_words(&self, job: &JobSpec) -> Vec<String> {
        let most = job.vertices.iter().map(|vertex| vertex.parallelism).max().unwrap_or(1);
        let mut words: Vec<String> = Vec::new();
        let mut add = |key: &str, value: String| words.extend([format!("--{key}"), value]);
        add("name", job.name.clone());
        add("p", most.to_string());
        for (key, value) in job.options.pairs() {
            add(&format!("conf:{key}"), value.to_owned());
        }
        if let Some(length) = job.behaviour.finishes_after {
            add("bounded-ms", length.as_ms().to_string());
        }
        if let Some(throws) = &job.behaviour.throws {
            add("fail-after-ms", throws.after.as_ms().to_string());
            add("fail-subtask", throws.subtask.to_string());
            let vertex = &job.vertices[throws.vertex.index()].name;
            let operator = vertex.rsplit(" -> ").next().unwrap_or(vertex);
            add("fail-op", operator.to_owned());
            if let Some(attempts) = throws.in_attempts_below {
                add("fail-attempts", attempts.to_string());
            }
        }
        words
    }
}
