//! A workload in one mode: as a scenario, and run with its fault.
//!
//! In: a [`Workload`] and a mode. Out: a trace. Everything is submitted at [`SUBMITTED`] in every mode; the session's
//! cluster was started at 0, because it has to be there before. The fault falls at the same time in every mode, on what
//! the first job depends on there.

use super::mode::DeploymentMode;
use super::workload::{Availability, Fault, Packing, Platform, Switch, Workload};
use crate::job::{Behaviour, Input, JobSpec, Pattern, VertexSpec};
use crate::scenario::TimedAction;
use crate::state::ExecutionState;
use crate::{
    Action, Cluster, Config, Key, Program, Provider, Scenario, Signal, Step, Time, Trace, VertexId,
};

/// When everything is submitted.
pub const SUBMITTED: Time = Time::s(30);

/// Nothing is looked at after this.
pub const HORIZON: Time = Time::s(480);

/// Machines with room for every workload: what a full platform does is another chapter's.
const NODES: u16 = 12;
const NODE_MEMORY_MIB: u64 = 16_384;
const MINIMUM_ALLOCATION_MIB: u64 = 1024;

/// The name of the application that holds all jobs.
const APPLICATION: &str = "MyFlinkApp";

impl Workload {
    /// When the fault falls.
    pub fn fault_at(&self) -> Time {
        SUBMITTED + Time::s(u64::from(self.fault_after))
    }

    /// TaskManagers that fixed machines start.
    fn task_managers(&self) -> u16 {
        let spare = u16::from(self.spare == Switch::On);
        self.slots_needed().div_ceil(self.slots) + spare
    }
}

/// The name of a job: "J1" is the first.
pub fn job_name(number: usize) -> String {
    ["J", &(number + 1).to_string()].concat()
}

/// The run of a workload in a mode, with its fault.
pub(super) fn traced(workload: &Workload, mode: DeploymentMode) -> Trace {
    let mut trace = Trace::run(scenario(workload, mode));
    let at = workload.fault_at();
    if let Some(action) = blow(workload.fault, &trace.frame_at(at).cluster) {
        trace.fork(at, action);
    }
    trace
}

/// The workload in a mode, without its fault.
pub(super) fn scenario(workload: &Workload, mode: DeploymentMode) -> Scenario {
    let jobs: Vec<JobSpec> =
        workload.jobs.iter().enumerate().map(|(n, p)| job(workload, n, *p)).collect();
    let steps = jobs.iter().map(|job| Step::ExecuteAsync(job.name.clone())).collect();
    let program = Program { name: APPLICATION.to_owned(), steps, environment_per_job: false };
    Scenario {
        version: workload.version,
        provider: provider(workload),
        config: config(workload),
        actions: actions(workload, mode),
        jobs,
        programs: vec![program],
        flow: None,
        profile: crate::Profile::CALM,
        seed: 0,
        horizon: HORIZON,
    }
}

fn provider(workload: &Workload) -> Provider {
    match workload.platform {
        Platform::Standalone => Provider::Standalone {
            task_managers: workload.task_managers(),
            job_managers: match workload.availability {
                Availability::Off => 1,
                Availability::On => 2,
            },
        },
        Platform::Yarn => Provider::Yarn {
            nodes: NODES,
            node_memory_mib: NODE_MEMORY_MIB,
            minimum_allocation_mib: MINIMUM_ALLOCATION_MIB,
            queues: Vec::new(),
        },
        Platform::Kubernetes => {
            Provider::Kubernetes { nodes: NODES, node_memory_mib: NODE_MEMORY_MIB, job_managers: 1 }
        }
    }
}

fn config(workload: &Workload) -> Config {
    let mut config = Config::default();
    config.set(Key::NumberOfTaskSlots.name(), &workload.slots.to_string());
    config.set(Key::TaskManagerMemory.name(), &[&workload.memory_mib.to_string(), "m"].concat());
    if workload.availability == Availability::On {
        let kind = match workload.platform {
            Platform::Standalone | Platform::Yarn => "zookeeper",
            Platform::Kubernetes => "kubernetes",
        };
        config.set(Key::HighAvailability.name(), kind);
    }
    config
}

/// A source and, behind a `keyBy`, a sink: one region, as many slots as its parallelism.
fn job(workload: &Workload, number: usize, parallelism: u16) -> JobSpec {
    let mut options = Config::default();
    if workload.checkpoints == Switch::On {
        options.set(Key::CheckpointInterval.name(), "5 s");
    }
    let vertex = |name: &str, inputs| VertexSpec {
        name: name.to_owned(),
        parallelism,
        inputs,
        slot_sharing_group: "default".to_owned(),
    };
    let keyed = Input { from: VertexId(0), pattern: Pattern::AllToAll, blocking: false };
    JobSpec {
        name: job_name(number),
        vertices: vec![vertex("Source -> map", Vec::new()), vertex("sum -> Sink", vec![keyed])],
        options,
        batch: false,
        behaviour: Behaviour {
            finishes_after: workload.length.map(|seconds| Time::s(u64::from(seconds))),
            ..Behaviour::default()
        },
    }
}

fn actions(workload: &Workload, mode: DeploymentMode) -> Vec<TimedAction> {
    let submitted = |action| TimedAction { at: SUBMITTED, action, took: None };
    let names = (0..workload.jobs.len()).map(job_name);
    match mode {
        DeploymentMode::Session => {
            let start = TimedAction { at: Time::ZERO, action: Action::StartCluster, took: None };
            let submit = |job| {
                submitted(Action::Submit { job, attached: false, shutdown_on_attached_exit: false })
            };
            std::iter::once(start).chain(names.map(submit)).collect()
        }
        DeploymentMode::PerJob => {
            names.map(|program| submitted(Action::RunPerJob { program, attached: false })).collect()
        }
        DeploymentMode::Application => {
            let run = |program| {
                submitted(Action::RunApplication { program, attached: false, in_session: false })
            };
            // Fixed machines have one address, and so one cluster.
            match (workload.packing, workload.platform) {
                (Packing::Together, _) | (Packing::Apart, Platform::Standalone) => {
                    vec![run(APPLICATION.to_owned())]
                }
                (Packing::Apart, Platform::Yarn | Platform::Kubernetes) => names.map(run).collect(),
            }
        }
    }
}

/// The fault as it falls in this world; `None`: there is nothing that it could hit.
fn blow(fault: Fault, cluster: &Cluster) -> Option<Action> {
    let name = job_name(0);
    let job = cluster.jobs.iter().rev().find(|job| job.spec.name == name);
    let job = job.filter(|job| !job.status.is_terminal() && !job.is_lost())?;
    match fault {
        Fault::None => None,
        Fault::TaskManager => {
            let slot = job.executions.first()?.first()?.slot?;
            let tm = cluster.tm(cluster.allocation(slot).tm);
            (!tm.process.is_gone())
                .then_some(Action::SignalTaskManager { tm: tm.id, signal: Signal::Kill })
        }
        Fault::JobManager => {
            let jm = cluster.flink(job.cluster).leader?;
            Some(Action::KillJobManager { jm })
        }
        Fault::Exception => {
            let runs = job.executions.iter().flatten().any(|e| e.state == ExecutionState::Running);
            runs.then_some(Action::ThrowException { job: job.id })
        }
        Fault::Cancel => Some(Action::Cancel { job: job.id }),
    }
}
