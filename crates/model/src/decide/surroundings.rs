//! What Flink does not decide: processes that take time to start, connections that break when a
//! process dies, and user code that ends or throws.

use super::Out;
use crate::Signal;
use crate::cluster::{Cluster, Job, JobManagerPhase, ProcessState, TaskManager};
use crate::event::{Cause, Event, Farewell, LossReason, Observer, Place};
use crate::heartbeat;
use crate::ids::{ClusterId, ExecutionId, JobId, TmId};
use crate::region::producers_of;
use crate::state::ExecutionState;

/// What the surroundings do next.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    let profile = &out.scenario.profile;
    match event {
        Event::JobManagerStarted { jm } => {
            let recorded = out.scenario.job_manager(*jm);
            let recorded = recorded.or_else(|| cluster.took(out.scenario).until_ready);
            let start = recorded.unwrap_or(profile.job_manager_start);
            let up = if cluster.is_highly_available() {
                Event::LeadershipGranted { jm: *jm }
            } else {
                Event::DispatcherStarted { cluster: cluster.jm(*jm).cluster }
            };
            out.after(start, up);
        }
        Event::DispatcherStarted { cluster } => {
            let started = Event::ResourceManagerStarted { cluster: *cluster };
            out.after(profile.resource_manager_start, started);
        }
        Event::TaskManagerSignalled { tm, signal } => match signal {
            Signal::Kill => after_death(cluster, *tm, out),
            Signal::Stop => after_freeze(cluster, *tm, out),
            Signal::Term | Signal::Cont => {}
        },
        Event::MemoryExceeded { tm } => {
            out.now(Event::TaskManagerSignalled { tm: *tm, signal: Signal::Kill });
        }
        Event::MachineKilled { node } => {
            let tms = cluster.task_managers.iter();
            let silent = |tm: &&TaskManager| tm.cut_off && tm.signalled_at == Some(cluster.now);
            for tm in tms.filter(silent).filter(|tm| cluster.machine_of(tm.id) == Some(*node)) {
                after_freeze(cluster, tm.id, out);
            }
        }
        // Nothing gets through: each side misses the other, and only the silence tells.
        Event::NetworkCut { tm } => {
            after_freeze(cluster, *tm, out);
            miss_job_manager(cluster, *tm, out);
        }
        // A connection that was made while the network broke is missed like the others.
        Event::JobMasterConnected { tm, .. } if cluster.tm(*tm).cut_off => {
            after_freeze(cluster, *tm, out);
            miss_job_manager(cluster, *tm, out);
        }
        // It went without a word: whoever had to do with it misses it.
        Event::TaskManagerExited { tm } if !cluster.version.traits().says_goodbye => {
            after_death(cluster, *tm, out);
        }
        // `TaskExecutor.onStop` closes what connections to JobMasters are left.
        Event::TaskManagerExited { tm } => {
            for job in &cluster.tm(*tm).connected_to {
                let by = Observer::JobMaster(*job);
                let reason = LossReason::ShuttingDown;
                out.after(profile.call, Event::TaskManagerLost { tm: *tm, by, reason });
            }
        }
        // With high availability the leader election mostly tells the TaskManagers sooner.
        Event::JobManagerKilled { jm } | Event::JobManagerExited { jm }
            if !cluster.is_highly_available() || !cluster.store_forgets() =>
        {
            after_job_manager_death(cluster, cluster.jm(*jm).cluster, out);
        }
        Event::TaskStateChanged { execution, to: ExecutionState::Running, .. } => {
            run_user_code(cluster, *execution, out);
            ask_for_results(cluster, *execution, out);
        }
        Event::ExceptionThrown { execution } => {
            report(cluster, *execution, ExecutionState::Failed, Some(Cause::UserException), out);
        }
        Event::ConnectionBroke { execution, peer } => {
            let cause = Some(Cause::ConnectionLost(*peer));
            report(cluster, *execution, ExecutionState::Failed, cause, out);
        }
        _ => {}
    }
}

/// A TaskManager tells the JobMaster about a step of one of its tasks.
fn report(
    cluster: &Cluster,
    execution: ExecutionId,
    to: ExecutionState,
    cause: Option<Cause>,
    out: &mut Out,
) {
    let state = cluster.job(execution.job).execution(execution);
    let Some(slot) = state.slot else { return };
    let from = Place::TaskManager(cluster.allocation(slot).tm);
    let event = Event::TaskStateChanged { execution, from: state.state, to, cause };
    out.send(from, Place::JobMaster(execution.job), event);
}

fn run_user_code(cluster: &Cluster, execution: ExecutionId, out: &mut Out) {
    let job = cluster.job(execution.job);
    let Some(slot) = job.execution(execution).slot else { return };
    let tm = Place::TaskManager(cluster.allocation(slot).tm);
    let behaviour = &job.spec.behaviour;
    let early = behaviour.ends_early.iter().find(|early| {
        early.vertex == execution.vertex
            && early.subtask == execution.subtask
            && execution.attempt >= early.from_attempt
    });
    if let Some(run) = early.map(|early| early.after).or(behaviour.finishes_after) {
        let finished = Event::TaskStateChanged {
            execution,
            from: ExecutionState::Running,
            to: ExecutionState::Finished,
            cause: None,
        };
        out.send_after(run, tm, Place::JobMaster(execution.job), finished);
    }
    let throws = behaviour.throws.as_ref().filter(|throws| {
        throws.vertex == execution.vertex
            && throws.subtask == execution.subtask
            && throws.in_attempts_below.is_none_or(|limit| execution.attempt < limit)
    });
    if let Some(throws) = throws {
        out.after(throws.after, Event::ExceptionThrown { execution });
    }
}

/// `PartitionConnectionException`: a producer was sent to a process that is gone, and nothing listens where
/// its results are asked for.
fn ask_for_results(cluster: &Cluster, reader: ExecutionId, out: &mut Out) {
    let is_dead = |tm: &TmId| cluster.tm(*tm).process.is_gone() && !cluster.tm(*tm).cut_off;
    if let Some(peer) = producers(cluster.job(reader.job), cluster, reader).find(is_dead) {
        let broke = Event::ConnectionBroke { execution: reader, peer };
        out.after(out.scenario.profile.connection_reset, broke);
    }
}

/// The TaskManagers of the deployed subtasks that a subtask reads from.
fn producers<'a>(
    job: &'a Job,
    cluster: &'a Cluster,
    reader: ExecutionId,
) -> impl Iterator<Item = TmId> + 'a {
    let inputs = job.spec.vertex(reader.vertex).inputs.iter();
    inputs.flat_map(move |input| {
        let producers = producers_of(&job.spec, reader.vertex.index(), input, reader.subtask);
        producers.filter_map(move |from| {
            let producer = job.executions[input.from.index()][from];
            let slot = producer.slot.filter(|_| producer.state.is_deployed())?;
            Some(cluster.allocation(slot).tm)
        })
    })
}

/// kill -9: the kernel closes the sockets, nobody says goodbye. Readers of a connection see it
/// break; everybody else learns it from heartbeats.
fn after_death(cluster: &Cluster, tm: TmId, out: &mut Out) {
    for job in &cluster.jobs {
        if let Some(execution) = first_reader(cluster, job.id, tm) {
            let broke = Event::ConnectionBroke { execution, peer: tm };
            out.after(out.scenario.profile.connection_reset, broke);
        }
    }
    for by in observers(cluster, tm) {
        if let Some((at, reason)) = heartbeat::death_noticed(cluster, tm, by, cluster.now) {
            let wait = at.since(cluster.now) + out.scenario.profile.call;
            out.after(wait, Event::TaskManagerLost { tm, by, reason });
        }
    }
}

fn after_freeze(cluster: &Cluster, tm: TmId, out: &mut Out) {
    for by in observers(cluster, tm) {
        if let Some(at) = heartbeat::silence_noticed(cluster, tm, by, cluster.now) {
            let reason = LossReason::HeartbeatTimeout;
            out.after(at.since(cluster.now), Event::TaskManagerLost { tm, by, reason });
        }
    }
}

/// TaskManagers answer heartbeats and never ask, so no failed call tells them of the death: only
/// the silence does. Flink's miss one that ended in order the same way, and end five minutes later; here
/// they stay, because a picture would go on for as long after everything is over.
fn after_job_manager_death(cluster: &Cluster, id: ClusterId, out: &mut Out) {
    for tm in cluster.tms_of(id).filter(|tm| !tm.process.is_gone()) {
        miss_job_manager(cluster, tm.id, out);
    }
}

fn miss_job_manager(cluster: &Cluster, id: TmId, out: &mut Out) {
    let masters = cluster.tm(id).connected_to.iter().map(|job| Observer::JobMaster(*job));
    for who in std::iter::once(Observer::ResourceManager).chain(masters) {
        if let Some(at) = heartbeat::silence_noticed(cluster, id, who, cluster.now) {
            let why = Farewell::HeartbeatTimeout;
            out.after(at.since(cluster.now), Event::JobManagerLost { tm: id, who, why });
        }
    }
}

/// Who exchanges heartbeats with a TaskManager.
fn observers(cluster: &Cluster, tm: TmId) -> Vec<Observer> {
    if cluster.flink(cluster.tm(tm).cluster).phase != JobManagerPhase::Ready {
        return Vec::new();
    }
    let connected = cluster.tm(tm).connected_to.iter();
    let masters = connected.filter(|job| !cluster.job(**job).job_master_stopped);
    std::iter::once(Observer::ResourceManager)
        .chain(masters.map(|job| Observer::JobMaster(*job)))
        .collect()
}

/// The first running subtask elsewhere that reads from a subtask on `tm`. All its readers see the
/// break within milliseconds; the first report starts the failover that cancels the others.
fn first_reader(cluster: &Cluster, job: JobId, tm: TmId) -> Option<ExecutionId> {
    let job = cluster.job(job);
    let runs_on = |id: ExecutionId| {
        let execution = job.execution(id);
        let runs =
            matches!(execution.state, ExecutionState::Running | ExecutionState::Initializing);
        execution.slot.filter(|_| runs).map(|slot| cluster.allocation(slot).tm)
    };
    let is_alive = |tm: TmId| cluster.tm(tm).process == ProcessState::Running;
    job.execution_ids().find(|reader| {
        let elsewhere = runs_on(*reader).is_some_and(|at| at != tm && is_alive(at));
        elsewhere && producers(job, cluster, *reader).any(|at| at == tm)
    })
}
