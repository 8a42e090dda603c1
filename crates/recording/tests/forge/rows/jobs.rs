//! What a JobManager logs of jobs and their tasks.
//!
//! In: events. Out: rows. Deliberately absent: slots, and what TaskManagers log.

use super::{Writer, aid, alloc, exception};
use crate::forge::{jid, vertex_id};
use flink_recording::Happened;
use model::event::{AdaptiveState, Cause, Event, SavepointPurpose};
use model::{ExecutionId, ExecutionState, JobId, JobStatus, Profile};
use serde_json::{Value, json};

impl Writer<'_> {
    #[expect(clippy::too_many_lines, reason = "an arm for each event")]
    pub(super) fn job(&mut self, event: &Event) {
        match event {
            Event::JobReceived { job, .. } => {
                let (name, id) = (self.world.job(*job).spec.name.clone(), jid(*job));
                let own = self.world.job(*job).application;
                if let Some(own) =
                    own.filter(|_| self.world.version.traits().wraps_jobs_in_applications)
                {
                    let aid = aid(own.0);
                    if !self.runs_main() {
                        let app = format!("SingleJobApplication({name})");
                        self.jm("app.received", json!({ "aid": aid, "app": app }));
                        self.jm("app.submitting", json!({ "aid": aid, "app": app }));
                    }
                    self.jm("job.received", json!({ "job": name, "jid": id }));
                    self.jm("job.submitting", json!({ "jid": id, "aid": aid }));
                    return;
                }
                self.jm("job.received", json!({ "job": name, "jid": id }));
            }
            Event::ApplicationStateChanged { application, to } => {
                let to = serde_json::to_value(to).expect("a name");
                let aid = aid(application.0);
                if to != json!("CREATED") {
                    self.jm("app.state", json!({ "aid": aid, "from": "CREATED", "to": to }));
                }
            }
            Event::JobPersisted { job } => {
                self.jm(
                    "ha.store",
                    json!({ "text": format!("Added JobGraph(jobId: {})", jid(*job)) }),
                );
            }
            Event::JobForgotten { job } => {
                self.jm("ha.store", json!({ "text": format!("Removed job graph {}", jid(*job)) }));
            }
            Event::JobRecovered { job } => {
                self.jm("dispatcher.recover_job", json!({ "jid": jid(*job) }));
            }
            Event::JobMasterStarted { job } => {
                let (name, id) = (self.world.job(*job).spec.name.clone(), jid(*job));
                self.jm("job.initializing", json!({ "job": name, "jid": id }));
                self.new_graph(*job, true);
                self.jm("job.start", json!({ "jid": id }));
            }
            Event::JobMasterRegistered { job } => {
                self.jm("rm.jm_registered", json!({ "jid": jid(*job) }));
            }
            Event::JobMasterStopped { job } => {
                self.jm("job.stop_jobmaster", json!({ "jid": jid(*job) }));
            }
            Event::CheckpointRestored { job, checkpoint } => {
                let what = format!("Checkpoint {checkpoint} @ 0 for {} located at x.", jid(*job));
                self.jm("checkpoint.restore", json!({ "jid": jid(*job), "what": what }));
            }
            Event::SavepointTriggered { savepoint, job, purpose, .. } => {
                let number = 1_000 + u64::from(savepoint.0);
                self.savepoints.insert(*savepoint, (*job, number));
                let how = match purpose {
                    SavepointPurpose::Keep => "savepoint",
                    SavepointPurpose::Stop | SavepointPurpose::Drain => "stop-with-savepoint",
                };
                let kind = "SavepointType{name='Savepoint', postCheckpointAction=NONE}";
                let id = jid(*job);
                self.jm("savepoint.request", json!({ "jid": id, "how": how }));
                let fields = json!({ "jid": id, "what": "checkpoint", "id": number, "type": kind });
                self.jm("checkpoint.triggered", fields);
            }
            Event::SavepointCompleted { savepoint } => {
                let (job, number) = self.savepoints[savepoint];
                self.jm("checkpoint.completed", json!({ "jid": jid(job), "id": number }));
            }
            // The scheduler's states are not logged; the graph's are.
            Event::AdaptiveStateChanged { job, to } => match to {
                AdaptiveState::WaitingForResources if self.graphs[job].0 > 0 => {
                    self.state_row(*job, "CANCELLING", "CANCELED", None);
                }
                AdaptiveState::CreatingExecutionGraph => self.new_graph(*job, false),
                AdaptiveState::Created
                | AdaptiveState::WaitingForResources
                | AdaptiveState::Executing
                | AdaptiveState::Restarting => {}
            },
            _ => {}
        }
    }

    /// A recovered job counts its attempts from 0.
    fn new_graph(&mut self, job: JobId, of_job_master: bool) {
        let (number, first) = self.graphs.get(&job).copied().unwrap_or_default();
        let begun = self.highest.get(&job).map_or(0, |highest| highest + 1);
        let first = if of_job_master { begun } else { first };
        if of_job_master && self.adapts(job) {
            self.graphs.insert(job, (0, first));
            return;
        }
        self.graphs.insert(job, (number + 1, first));
        let eg = self.graph(job);
        self.jm("job.graph_created", json!({ "eg": eg, "jid": jid(job) }));
    }

    fn graph(&self, job: JobId) -> String {
        let (number, _) = self.graphs.get(&job).copied().unwrap_or_default();
        format!("{:032x}", 0xd00_000 + u64::from(job.0) * 1_000 + u64::from(number))
    }

    fn state_row(&mut self, job: JobId, from: &str, to: &str, cause: Option<Cause>) {
        let mut fields = json!({ "jid": jid(job), "from": from, "to": to });
        if let Some(text) = cause.and_then(exception) {
            fields["exception"] = json!(text);
        }
        self.jm("job.state", fields);
    }

    pub(super) fn status(
        &mut self,
        job: JobId,
        from: JobStatus,
        to: JobStatus,
        cause: Option<Cause>,
    ) {
        let (mut before, mut after) = (from.name(), to.name());
        if self.adapts(job) {
            let has_graph = self.graphs.get(&job).is_some_and(|(number, _)| *number > 0);
            let waits = !has_graph || matches!(from, JobStatus::Created | JobStatus::Restarting);
            let logged = match to {
                JobStatus::Restarting => {
                    (before, after) = ("RUNNING", "CANCELLING");
                    true
                }
                JobStatus::Created => false,
                _ => !waits || to == JobStatus::Running,
            };
            if logged {
                self.state_row(job, before, after, cause);
            }
        } else if to != JobStatus::Created {
            self.state_row(job, before, after, cause);
        }
        if to.is_terminal() {
            self.jm("job.terminal", json!({ "jid": jid(job), "state": to.name() }));
        }
    }

    pub(super) fn id(&mut self, id: ExecutionId) -> Value {
        let highest = self.highest.entry(id.job).or_default();
        *highest = id.attempt.max(*highest);
        let (_, first) = self.graphs.get(&id.job).copied().unwrap_or_default();
        json!({
            "jid": jid(id.job), "vertex": vertex_id(id.vertex.index()),
            "subtask": id.subtask, "attempt": id.attempt.saturating_sub(first),
        })
    }

    pub(super) fn task(
        &mut self,
        id: ExecutionId,
        (from, to): (ExecutionState, ExecutionState),
        cause: Option<Cause>,
        one: &Happened,
    ) {
        if self.adapts(id.job) && to == ExecutionState::Scheduled {
            return;
        }
        let mut fields = self.id(id);
        let slot = one.slot.map(|slot| json!(alloc(slot.0.into())));
        let scheduled = from == ExecutionState::Scheduled && self.adapts(id.job);
        fields["from"] = json!(if scheduled { "CREATED" } else { from.name() });
        fields["to"] = json!(to.name());
        if let Some(text) = cause.and_then(exception) {
            fields["exception"] = json!(text);
        }
        self.jm("task.state", fields);
        if let (ExecutionState::Deploying, Some(slot)) = (to, slot) {
            let mut fields = self.id(id);
            fields["alloc"] = slot;
            self.jm("task.deploy", fields);
        }
        if to.is_terminal() && cause.is_none() {
            // The TaskManager says so a call earlier.
            let fields = self.id(id);
            self.at -= Profile::CALM.call.as_ms();
            self.jm("tm.task_final", fields);
            self.at += Profile::CALM.call.as_ms();
        }
    }
}
