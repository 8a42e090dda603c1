//! Events of the model as rows of logs.
//!
//! In: [`Happened`]. Out: [`Row`]s. Deliberately absent: the recorder's own rows.

mod jobs;

use super::{BEGIN_MS, jid, rid, row, vertex_id};
use flink_recording::Happened;
use flink_recording::row::Row;
use model::cluster::{Cluster, Mode};
use model::event::{
    AdaptiveState, Cause, ClusterStatus, Event, Farewell, LossReason, MainEnd, Observer,
    SavepointPurpose,
};
use model::{ExecutionId, ExecutionState, JobId, JobStatus, Profile, SavepointId};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Writes rows down.
pub(super) struct Writer<'a> {
    world: &'a Cluster,
    adaptive: bool,
    pub(super) rows: Vec<Row>,
    /// The JobManager that leads.
    leader: String,
    /// Execution graphs and first attempts of each job.
    graphs: BTreeMap<JobId, (u32, u16)>,
    highest: BTreeMap<JobId, u16>,
    savepoints: BTreeMap<SavepointId, (JobId, u64)>,
    at: u64,
}

impl<'a> Writer<'a> {
    pub(super) fn new(world: &'a Cluster, adaptive: bool) -> Writer<'a> {
        Writer {
            world,
            adaptive,
            rows: Vec::new(),
            leader: "jm-0".to_owned(),
            graphs: BTreeMap::new(),
            highest: BTreeMap::new(),
            savepoints: BTreeMap::new(),
            at: 0,
        }
    }

    fn jm(&mut self, kind: &str, fields: Value) {
        let src = self.leader.clone();
        self.rows.push(row(self.at, &src, kind, fields));
    }

    fn tm(&mut self, tm: u16, kind: &str, fields: Value) {
        self.rows.push(row(self.at, &format!("tm-{tm}"), kind, fields));
    }

    fn adapts(&self, job: JobId) -> bool {
        self.adaptive && !self.world.job(job).spec.batch
    }

    pub(super) fn write(&mut self, one: &Happened) {
        self.at = BEGIN_MS + one.at.as_ms();
        match &one.event {
            Event::TaskStateChanged { execution, from, to, cause } => {
                self.task(*execution, (*from, *to), *cause, one);
            }
            Event::JobStatusChanged { job, from, to, cause } => {
                self.status(*job, *from, *to, *cause);
            }
            event => {
                self.process(event);
                self.application(event);
                self.job(event);
                self.slot(event);
                self.on_task_manager(event, one);
            }
        }
    }

    /// Whether the cluster is there for a `main()`.
    fn runs_main(&self) -> bool {
        self.world.clusters.iter().any(|cluster| matches!(cluster.mode, Mode::Application(_)))
    }

    /// Up to 2.2 an application has no states.
    fn application(&mut self, event: &Event) {
        let states = self.world.version.traits().wraps_jobs_in_applications;
        match event {
            Event::ProgramStarted { application } => {
                self.jm("program.run", json!({ "detached": "true" }));
                if states {
                    let app = json!({ "aid": aid(application.0), "app": "rec.RecJob" });
                    self.jm("app.received", app.clone());
                    self.jm("app.submitting", app);
                }
            }
            Event::ProgramEnded { how: MainEnd::Returned, .. } => {
                self.jm("user.main", json!({ "text": "main end" }));
            }
            Event::ProgramEnded { how: MainEnd::Threw, .. } if !states => {
                self.jm(
                    "app.bootstrap_error",
                    json!({ "text": "Application failed unexpectedly" }),
                );
            }
            Event::ApplicationEnded { status, .. } if !states => {
                let text = match status {
                    ClusterStatus::Succeeded => "Application completed SUCCESSFULLY",
                    ClusterStatus::Canceled => "Application CANCELED",
                    _ => "Application FAILED",
                };
                self.jm("app.bootstrap", json!({ "text": text }));
            }
            _ => {}
        }
    }

    fn process(&mut self, event: &Event) {
        match event {
            Event::JobManagerStarted { jm } => {
                let label = format!("jm-{}", jm.0);
                let application = !self.world.applications.is_empty() && self.runs_main();
                let class = match application {
                    true => json!({ "entrypoint": "StandaloneApplicationClusterEntryPoint" }),
                    false => json!({ "entrypoint": "StandaloneSessionClusterEntrypoint" }),
                };
                self.rows.push(row(self.at, &label, "jm.process_start", class));
                if !self.world.is_highly_available() {
                    self.leader = label;
                }
            }
            Event::LeadershipGranted { jm } => {
                self.leader = format!("jm-{}", jm.0);
                self.jm("leader.granted", json!({ "component": "DefaultDispatcherRunner" }));
            }
            Event::DispatcherStarted { .. } => self.jm("rest.listening", json!({})),
            Event::ResourceManagerStarted { .. } => self.jm("rm.started", json!({})),
            Event::TaskManagerStarted { tm } => {
                self.tm(tm.0, "tm.process_start", json!({}));
                self.tm(tm.0, "tm.resource_id", json!({ "rid": rid(tm.0) }));
            }
            Event::TaskManagerRegistered { tm } => {
                let label = format!("tm-{}", tm.0);
                self.jm("tm.registering", json!({ "tm": label }));
                self.jm("tm.registered", json!({ "tm": label }));
            }
            Event::TaskManagerLost { tm, by: Observer::ResourceManager, reason } => {
                let reason = lost(tm.0, *reason);
                let fields = json!({ "tm": format!("tm-{}", tm.0), "reason": reason });
                self.jm("tm.connection_closed", fields);
            }
            Event::JobManagerLost { tm, who: Observer::JobMaster(job), why } => {
                let text = match why {
                    Farewell::LostLeadership => "JobManager for job with leader id lost leadership",
                    Farewell::HeartbeatTimeout => "JobManager with id is no longer reachable.",
                };
                self.tm(tm.0, "tm.jobleader_lost", json!({ "jid": jid(*job), "text": text }));
            }
            Event::JobManagerExited { jm } => {
                let src = format!("jm-{}", jm.0);
                let status = json!({ "status": "UNKNOWN" });
                self.rows.push(row(self.at, &src, "cluster.shutdown", status));
            }
            Event::ClusterStopped { status, .. } => {
                let status = match status {
                    ClusterStatus::Succeeded => "SUCCEEDED",
                    ClusterStatus::Canceled | ClusterStatus::Killed => "CANCELED",
                    ClusterStatus::Failed => "FAILED",
                    ClusterStatus::Unknown => "UNKNOWN",
                };
                self.jm("cluster.shutdown", json!({ "status": status }));
            }
            _ => {}
        }
    }

    fn slot(&mut self, event: &Event) {
        match event {
            Event::ResourcesRequired { job, slots: 0 } => {
                self.jm("slot.required_cleared", json!({ "jid": jid(*job) }));
            }
            Event::ResourcesRequired { job, slots } => {
                self.jm("slot.required", json!({ "jid": jid(*job), "slots": slots }));
            }
            Event::RequirementsChecked { .. } => self.jm("slot.matching", json!({})),
            Event::SlotAllocated { allocation, job, tm, .. } => {
                let fields = json!({ "alloc": alloc(allocation.0.into()), "jid": jid(*job),
                    "tm": format!("tm-{}", tm.0) });
                self.jm("slot.allocating", fields);
            }
            Event::ResourcesNotEnough { job } => {
                let text = format!("Could not fulfill resource requirements of job {}.", jid(*job));
                self.jm("slot.not_enough", json!({ "text": text }));
            }
            Event::SlotReleased { allocation } => {
                self.jm("slot.released_by_pool", json!({ "alloc": alloc(allocation.0.into()) }));
            }
            Event::SlotFreed { allocation } => {
                self.jm("slot.freed", json!({ "alloc": alloc(allocation.0.into()) }));
            }
            _ => {}
        }
    }

    fn on_task_manager(&mut self, event: &Event, one: &Happened) {
        match event {
            Event::SlotReserved { allocation } => {
                let tm = self.world.allocation(*allocation).tm.0;
                let fields = json!({ "alloc": alloc(allocation.0.into()) });
                self.tm(tm, "tm.slot_request", fields.clone());
                self.tm(tm, "tm.slot_allocated", fields);
                let job = self.world.allocation(*allocation).job;
                self.tm(tm, "tm.job_watch", json!({ "jid": jid(job) }));
            }
            Event::SlotActivated { allocation } => {
                let tm = self.world.allocation(*allocation).tm.0;
                self.tm(tm, "tm.slot_active", json!({ "alloc": alloc(allocation.0.into()) }));
            }
            Event::JobMasterConnected { tm, job } => {
                self.tm(tm.0, "tm.jm_connected", json!({ "jid": jid(*job) }));
            }
            Event::SlotsOffered { tm, job, .. } => {
                self.tm(tm.0, "tm.offer", json!({ "jid": jid(*job) }));
            }
            Event::TaskSubmitted { execution } => {
                let Some(slot) = one.slot else { return };
                let mut fields = self.id(*execution);
                fields["alloc"] = json!(alloc(slot.0.into()));
                let tm = self.world.allocation(slot).tm.0;
                self.tm(tm, "tm.task_received", fields);
            }
            Event::TaskCancelRequested { execution } => {
                let fields = self.id(*execution);
                self.jm("tm.task_cancel", fields);
            }
            Event::ConnectionBroke { peer, .. } => self.tm(peer.0, "tm.net_error", json!({})),
            _ => {}
        }
    }
}

fn aid(number: u16) -> String {
    format!("{:032x}", 0xc000 + u64::from(number))
}

fn alloc(number: u64) -> String {
    format!("{:032x}", 0xe000 + number)
}

fn lost(tm: u16, reason: LossReason) -> String {
    let rid = rid(tm);
    match reason {
        LossReason::Unreachable => format!("TaskManager with id {rid} is no longer reachable."),
        LossReason::HeartbeatTimeout => {
            format!("The heartbeat of TaskManager with id {rid} timed out.")
        }
        LossReason::ShuttingDown => format!("The TaskExecutor {rid} is shutting down."),
        LossReason::ContainerCompleted => format!("Container {rid} marked as failed."),
        LossReason::Idle => "the resource is no longer needed".to_owned(),
    }
}

fn exception(cause: Cause) -> Option<String> {
    Some(match cause {
        Cause::UserException => "IllegalStateException: REC intentional failure".to_owned(),
        Cause::ConnectionLost(tm) => {
            format!("RemoteTransportException: Connection unexpectedly closed by {}", rid(tm.0))
        }
        Cause::RecipientUnreachable(tm) => {
            format!("RecipientUnreachableException: Could not send to {}", rid(tm.0))
        }
        Cause::TaskManagerLost(tm, reason) => format!("JobMasterException: {}", lost(tm.0, reason)),
        Cause::NotEnoughResources => {
            "NoResourceAvailableException: Could not acquire the minimum required resources."
                .to_owned()
        }
        Cause::SlotRequestTimeout => {
            "NoResourceAvailableException: Slot request bulk is not fulfillable!".to_owned()
        }
        Cause::RecoverySuppressed => "JobException: Recovery is suppressed by x".to_owned(),
        Cause::ClusterShutdown => "FlinkException: Scheduler is being stopped.".to_owned(),
        Cause::CancelRequested | Cause::Failover | Cause::JobManagerLost => return None,
    })
}
