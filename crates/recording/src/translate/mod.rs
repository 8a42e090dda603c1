//! The rows of a recording as the model's own events.
//!
//! In: a [`Recording`]. Out: [`Happened`] in order of time, the same kind of list that a trace has.
//! Deliberately absent: rows that say nothing the model has an event for, and everything after the
//! end of the scenario (the recorder's own cleaning up).
//!
//! Not in logs, so not in the list: INITIALIZING to CREATED of a job (Flink logs it on DEBUG), the
//! delay in `FailoverStarted` (zero here), which slots an offer holds.

pub mod adaptive;
pub(crate) mod cause;
mod names;
mod slots;
mod workers;

pub use names::{Names, UNKNOWN_TM};

use crate::read::Recording;
use crate::row::Row;
use crate::savepoints;
use model::event::{
    ApplicationState, ClusterStatus, Event, Farewell, LossReason, Observer, SavepointPurpose,
    Submitter,
};
use model::{
    AllocationId, ApplicationId, ClientId, ClusterId, ExecutionId, ExecutionState, JobId,
    JobStatus, SavepointId, Time,
};
use serde_json::Value;
use slots::SlotTable;
use std::collections::{BTreeMap, BTreeSet};

/// One event and when it happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// Since the beginning of the run.
    pub at: Time,
    /// What.
    pub event: Event,
    /// The cluster it happened in, where that is known.
    pub cluster: Option<ClusterId>,
    /// For a task that becomes DEPLOYING or is received: the slot it goes to.
    pub slot: Option<AllocationId>,
    /// For a job that is received: the application it belongs to.
    pub application: Option<ApplicationId>,
}

/// Translates a recording, up to the end of its scenario.
pub fn translate(recording: &Recording) -> (Vec<Happened>, Names) {
    let names = Names::collect(recording);
    let mut translator = Translator {
        recording,
        names: &names,
        begin_ms: recording.begin_ms(),
        highly_available: recording.is_highly_available(),
        programs: BTreeMap::new(),
        recovered: BTreeSet::new(),
        slots: SlotTable::default(),
        activated: BTreeSet::new(),
        received: BTreeSet::new(),
        savepoints: Vec::new(),
        assigned: BTreeMap::new(),
        statuses: BTreeMap::new(),
    };
    for row in recording.of("task.deploy") {
        if let (Some(execution), Some(slot)) =
            (translator.execution(row), translator.allocation(row))
        {
            translator.assigned.insert(execution, slot);
        }
    }
    let end_ms = recording.end_ms();
    let happened = recording
        .rows
        .iter()
        .take_while(|row| row.t_ms <= end_ms)
        .flat_map(|row| translator.row(row))
        .collect();
    (happened, names)
}

struct Translator<'a> {
    recording: &'a Recording,
    names: &'a Names,
    begin_ms: u64,
    highly_available: bool,
    /// The application whose `main()` ran last in each cluster.
    programs: BTreeMap<ClusterId, ApplicationId>,
    /// Recovering a job takes two lines of log.
    recovered: BTreeSet<(String, JobId)>,
    slots: SlotTable,
    /// `Activate slot` is logged again for every task that is put into the slot.
    activated: BTreeSet<AllocationId>,
    /// Jobs that were seen before.
    received: BTreeSet<JobId>,
    /// The savepoints that were asked for: whose, and the number of the checkpoint that each became.
    savepoints: Vec<(JobId, Option<u64>)>,
    /// The slot that a `Deploying …` line named for a task.
    assigned: BTreeMap<ExecutionId, AllocationId>,
    /// Jobs of the adaptive scheduler: the status that each had last.
    statuses: BTreeMap<JobId, JobStatus>,
}

impl Translator<'_> {
    fn row(&mut self, row: &Row) -> Vec<Happened> {
        let events = match self.adaptive_row(row) {
            Some(events) => events,
            None => self.event(row).into_iter().collect(),
        };
        events.into_iter().map(|event| self.happened(row, event)).collect()
    }

    fn event(&mut self, row: &Row) -> Option<Event> {
        match row.kind.split_once('.')?.0 {
            "job" => self.job_row(row),
            "app" | "program" => self.application_row(row),
            "task" => self.task_row(row),
            "slot" => self.slot_row(row),
            "tm" => self.task_manager_row(row),
            _ => self.cluster_row(row),
        }
    }

    fn happened(&self, row: &Row, event: Event) -> Happened {
        let slot = match &event {
            Event::TaskStateChanged { execution, to: ExecutionState::Deploying, .. }
            | Event::TaskSubmitted { execution } => self.slot_of(row, *execution),
            _ => None,
        };
        let application = match &event {
            Event::JobReceived { job, .. } => self.names.application_of(*job),
            _ => None,
        };
        let at = Time::ms(row.t_ms.saturating_sub(self.begin_ms));
        Happened { at, event, cluster: self.names.cluster_of(&row.src), slot, application }
    }

    /// A `Received task …` row names the slot; a state row does not, but the `Deploying …` row that
    /// follows it does.
    fn slot_of(&self, row: &Row, execution: ExecutionId) -> Option<AllocationId> {
        self.allocation(row).or_else(|| self.assigned.get(&execution).copied())
    }

    fn job(&self, row: &Row) -> Option<JobId> {
        self.names.job(row.text("jid")?)
    }

    /// A heartbeat's timeout names the process, not the job; the line after it does.
    fn closed_next(&self, row: &Row) -> Option<JobId> {
        let mut closed = self.recording.of("tm.jm_closed");
        let next = closed.find(|next| next.src == row.src && next.t_ms >= row.t_ms)?;
        self.job(next)
    }

    fn cluster(&self, row: &Row) -> Option<ClusterId> {
        self.names.cluster_of(&row.src)
    }

    /// A job is handed in by the `main()` that runs in its cluster, else by a client.
    fn received(&mut self, row: &Row) -> Option<Event> {
        let job = self.job(row)?;
        // A second submission under the same id is refused (`DuplicateJobSubmissionException`).
        self.received.insert(job).then_some(())?;
        let own = || self.programs.get(&self.cluster(row)?).copied();
        let application = match self.names.application_of(job) {
            Some(application) => Some(application).filter(|id| self.names.is_packaged(*id)),
            None => own(),
        };
        let by = application.map_or(Submitter::Client(ClientId(job.0)), Submitter::Application);
        Some(Event::JobReceived { job, by })
    }

    fn allocation(&self, row: &Row) -> Option<AllocationId> {
        self.names.allocation(row.text("alloc")?)
    }

    fn execution(&self, row: &Row) -> Option<ExecutionId> {
        let number = |name| u16::try_from(row.number(name)?).ok();
        let whose = (row.text("jid")?, row.text("vertex")?);
        self.names.attempt(row.t_ms, whose, number("subtask")?, number("attempt")?)
    }

    fn job_row(&mut self, row: &Row) -> Option<Event> {
        Some(match row.kind.as_str() {
            "job.received" => self.received(row)?,
            "job.initializing" => Event::JobMasterStarted { job: self.job(row)? },
            "job.state" => Event::JobStatusChanged {
                job: self.job(row)?,
                from: parse(row.text("from")?)?,
                to: parse(row.text("to")?)?,
                cause: cause::of(row, self.names),
            },
            "job.failover_calc" => {
                let failed = self.names.execution(row.t_ms, row.text("vertex")?)?;
                let tasks = u16::try_from(row.number("n")?).ok()?;
                Event::FailoverStarted { job: failed.job, failed, tasks, delay: Time::ZERO }
            }
            "job.stop_jobmaster" => Event::JobMasterStopped { job: self.job(row)? },
            _ => return None,
        })
    }

    /// Up to 2.2 an application has no id: it is its cluster's.
    fn application_row(&mut self, row: &Row) -> Option<Event> {
        let cluster = self.cluster(row)?;
        let next = ApplicationId::next(self.programs.len());
        let of_cluster = self.programs.get(&cluster).copied();
        Some(match row.kind.as_str() {
            "app.state" => {
                let application = self.names.application(row.text("aid")?)?;
                let to = parse::<ApplicationState>(row.text("to")?)?;
                if self.names.is_packaged(application) {
                    self.programs.insert(cluster, application);
                }
                Event::ApplicationStateChanged { application, to }
            }
            "program.run" if self.names.runs_application(&row.src) => {
                let application = of_cluster.unwrap_or(next);
                self.programs.insert(cluster, application);
                Event::ProgramStarted { application }
            }
            "app.bootstrap" => Event::ApplicationEnded {
                application: of_cluster?,
                status: application_status(row.text("text")?)?,
            },
            _ => return None,
        })
    }

    fn task_row(&self, row: &Row) -> Option<Event> {
        (row.kind == "task.state").then_some(())?;
        Some(Event::TaskStateChanged {
            execution: self.execution(row)?,
            from: parse(row.text("from")?)?,
            to: parse(row.text("to")?)?,
            cause: cause::of(row, self.names),
        })
    }

    fn task_manager_row(&mut self, row: &Row) -> Option<Event> {
        let tm = || self.names.tm(row.text("tm").unwrap_or(&row.src));
        Some(match row.kind.as_str() {
            "tm.process_start" => Event::TaskManagerStarted { tm: tm()? },
            "tm.registered" => Event::TaskManagerRegistered { tm: tm()? },
            "tm.connection_closed" => Event::TaskManagerLost {
                tm: tm()?,
                by: Observer::ResourceManager,
                reason: loss_reason(row.text("reason")?)?,
            },
            "tm.jobleader_lost" => Event::JobManagerLost {
                tm: tm()?,
                who: Observer::JobMaster(self.job(row).or_else(|| self.closed_next(row))?),
                why: if row.text("text")?.contains("lost leadership") {
                    Farewell::LostLeadership
                } else {
                    Farewell::HeartbeatTimeout
                },
            },
            "tm.slot_allocated" => Event::SlotReserved { allocation: self.allocation(row)? },
            "tm.jm_connected" => Event::JobMasterConnected { tm: tm()?, job: self.job(row)? },
            "tm.offer" => {
                Event::SlotsOffered { tm: tm()?, job: self.job(row)?, allocations: Vec::new() }
            }
            "tm.slot_active" => {
                let allocation = self.allocation(row)?;
                if !self.activated.insert(allocation) {
                    return None;
                }
                Event::SlotActivated { allocation }
            }
            "tm.task_received" => Event::TaskSubmitted { execution: self.execution(row)? },
            "tm.task_cancel" => Event::TaskCancelRequested { execution: self.execution(row)? },
            _ => return None,
        })
    }

    fn cluster_row(&mut self, row: &Row) -> Option<Event> {
        Some(match row.kind.as_str() {
            "jm.process_start" => Event::JobManagerStarted { jm: self.names.jm(&row.src)? },
            "rest.listening" => Event::DispatcherStarted { cluster: self.cluster(row)? },
            "rm.started" => Event::ResourceManagerStarted { cluster: self.cluster(row)? },
            // A per-job cluster finds its job in a file: nobody sends it.
            "leader.granted" if self.job(row).is_some() => self.received(row)?,
            "leader.granted" if self.leads(row) => {
                Event::LeadershipGranted { jm: self.names.jm(&row.src)? }
            }
            "dispatcher.recover_job" => {
                let job = self.job(row)?;
                self.recovered.insert((row.src.clone(), job)).then_some(())?;
                Event::JobRecovered { job }
            }
            "ha.store" => self.store_row(row.text("text")?)?,
            "rm.jm_registered" => Event::JobMasterRegistered { job: self.job(row)? },
            "savepoint.request" => self.savepoint_request(row)?,
            "checkpoint.triggered" if savepoints::is_savepoint(row) => {
                self.number_savepoint(row);
                return None;
            }
            "checkpoint.completed" => {
                let done = (self.job(row)?, row.number("id"));
                let position = self.savepoints.iter().position(|known| *known == done)?;
                Event::SavepointCompleted { savepoint: SavepointId::next(position) }
            }
            "checkpoint.restore" => {
                let what = row.text("what")?;
                if let Some(number) = what.strip_prefix("Savepoint ") {
                    let number = number.split(' ').next().and_then(|text| text.parse().ok());
                    let known = self.savepoints.iter().rposition(|(_, its)| *its == number);
                    let savepoint = SavepointId::next(known.unwrap_or(0));
                    return Some(Event::SavepointRestored { job: self.job(row)?, savepoint });
                }
                let number = what.strip_prefix("Checkpoint ")?.split(' ').next()?;
                let checkpoint = number.parse().ok()?;
                Event::CheckpointRestored { job: self.job(row)?, checkpoint }
            }
            "cluster.shutdown" => self.shut_down(row)?,
            "worker.declared" => workers::asked_for(self.recording, row, self.cluster(row)?)?,
            // A container may be stopped before its process has written a line.
            "yarn.start_tm" => Event::TaskManagerStarted { tm: self.names.tm(row.text("tm")?)? },
            "worker.stopping" => Event::WorkerReleased { tm: self.names.tm(row.text("tm")?)? },
            _ => return None,
        })
    }

    fn savepoint_request(&mut self, row: &Row) -> Option<Event> {
        let job = self.job(row)?;
        let mut asked = savepoints::requests(self.recording).into_iter();
        // Passed on by another class.
        asked.find(|one| std::ptr::eq(*one, row))?;
        self.savepoints.push((job, None));
        let purpose =
            if savepoints::stops(row) { SavepointPurpose::Stop } else { SavepointPurpose::Keep };
        let savepoint = SavepointId::next(self.savepoints.len() - 1);
        Some(Event::SavepointTriggered { savepoint, job, purpose, directory: String::new() })
    }

    /// The oldest request of the job that has no number yet gets this one.
    fn number_savepoint(&mut self, row: &Row) {
        let (job, number) = (self.job(row), row.number("id"));
        let open = |(whose, its): &&mut (JobId, Option<u64>)| Some(*whose) == job && its.is_none();
        if let Some((_, its)) = self.savepoints.iter_mut().find(open) {
            *its = number;
        }
    }

    /// Whether the row says that a process leads its cluster. Without high availability each does.
    fn leads(&self, row: &Row) -> bool {
        self.highly_available && row.text("component") == Some("DefaultDispatcherRunner")
    }

    /// What is added to the store of jobs, or removed from it.
    fn store_row(&self, text: &str) -> Option<Event> {
        let mut words = text.split(|c: char| !c.is_ascii_hexdigit());
        let job = words.find_map(|word| self.names.job(word))?;
        match text.split(' ').next()? {
            "Added" => Some(Event::JobPersisted { job }),
            "Removed" => Some(Event::JobForgotten { job }),
            _ => None,
        }
    }

    /// With high availability a process that ends "externally" leaves its cluster to the next one.
    fn shut_down(&self, row: &Row) -> Option<Event> {
        let cluster = self.cluster(row)?;
        let status = match row.text("status")? {
            "SUCCEEDED" => ClusterStatus::Succeeded,
            "CANCELED" => ClusterStatus::Canceled,
            "UNKNOWN" if self.highly_available => {
                return Some(Event::JobManagerExited { jm: self.names.jm(&row.src)? });
            }
            "UNKNOWN" => ClusterStatus::Unknown,
            _ => ClusterStatus::Failed,
        };
        Some(Event::ClusterStopped { cluster, status })
    }
}

/// How an application ended, up to 2.2.
fn application_status(text: &str) -> Option<ClusterStatus> {
    const ENDS: [(&str, ClusterStatus); 3] = [
        ("Application completed SUCCESSFULLY", ClusterStatus::Succeeded),
        ("Application CANCELED", ClusterStatus::Canceled),
        ("Application FAILED", ClusterStatus::Failed),
    ];
    ENDS.into_iter().find(|(begin, _)| text.starts_with(begin)).map(|(_, status)| status)
}

/// A state by Flink's own name.
fn parse<T: serde::de::DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(Value::String(name.to_owned())).ok()
}

/// Why a TaskManager was dropped, out of the text after "because:".
pub(crate) fn loss_reason(text: &str) -> Option<LossReason> {
    const REASONS: [(&str, LossReason); 6] = [
        ("is no longer reachable", LossReason::Unreachable),
        // "The heartbeat …"; up to 1.13 a JobMaster says "Heartbeat …".
        ("eartbeat of TaskManager", LossReason::HeartbeatTimeout),
        ("is shutting down", LossReason::ShuttingDown),
        ("resource is no longer needed", LossReason::Idle),
        ("Container ", LossReason::ContainerCompleted),
        ("Pod terminated", LossReason::ContainerCompleted),
    ];
    REASONS.into_iter().find(|(part, _)| text.contains(part)).map(|(_, reason)| reason)
}

/// Whether a job status is a step that Flink logs.
pub(crate) const fn is_logged(to: JobStatus) -> bool {
    !matches!(to, JobStatus::Initializing | JobStatus::Created)
}
