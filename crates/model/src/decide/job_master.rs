//! The JobMaster: one for each job. Schedules pipelined regions, asks for slots, deploys, cancels.
//!
//! Flink: `JobMaster`, `DefaultScheduler`, `PipelinedRegionSchedulingStrategy`,
//! `DeclarativeSlotPoolBridge`, `PhysicalSlotRequestBulkCheckerImpl`.

use super::Out;
use super::savepoint::restored_state;
use crate::cluster::{AtJobMaster, AtResourceManager, ClientPhase, Cluster, Job, JobManagerRole};
use crate::config::key;
use crate::event::{AdaptiveState, Cause, ClientExit, ClusterStatus, Event, Observer, Place};
use crate::ids::{AllocationId, ClusterId, ExecutionId, JobId, TmId, VertexId};
use crate::region::Subtask;
use crate::state::{ExecutionState, JobStatus};
use crate::time::Time;

/// What a JobMaster does next.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    match event {
        Event::JobMasterStarted { job } => start(cluster, *job, out),
        // A JobMaster that was sooner than the ResourceManager has waited for it.
        Event::ResourceManagerStarted { cluster: id } => {
            let waits = |job: &&Job| job.job_master_since.is_some() && !job.job_master_stopped;
            for job in cluster.jobs_of(*id).filter(waits) {
                register(cluster, job.id, out);
            }
        }
        Event::JobMasterRegistered { job } => declare(cluster, *job, out),
        Event::TasksRestarted { job, .. } => schedule_ready_regions(cluster, *job, out),
        // A lost job has nobody who could see it.
        Event::TaskStateChanged { execution, to, .. } if !cluster.job(execution.job).is_lost() => {
            on_task(cluster, *execution, *to, out);
        }
        Event::JobStatusChanged { job, to, .. } => {
            if matches!(to, JobStatus::Failing | JobStatus::Cancelling) {
                finish_if_over(cluster, *job, out);
            }
            if *to == JobStatus::Suspended {
                suspend_tasks(cluster, *job, out);
            }
        }
        Event::SlotsOffered { tm, job, allocations } => {
            answer_offer(cluster, *tm, *job, allocations, out);
            deploy_complete_regions(cluster, *job, out);
            allocations.iter().for_each(|id| watch_idle_slot(cluster, *id, out));
        }
        Event::TaskSubmissionFailed { execution, tm } => {
            let cause = Cause::RecipientUnreachable(*tm);
            change(cluster, *execution, ExecutionState::Failed, Some(cause), out);
        }
        // Batch requests wait for a slot of their own job to become free.
        Event::ResourcesNotEnough { job }
            if !cluster.job(*job).spec.batch && cluster.job(*job).adaptive.is_none() =>
        {
            fail_waiting_regions(cluster, *job, Cause::NotEnoughResources, None, out);
        }
        Event::SlotRequestTimedOut { job, region } => {
            fail_waiting_regions(cluster, *job, Cause::SlotRequestTimeout, Some(*region), out);
        }
        Event::TaskManagerLost { tm, by: Observer::JobMaster(job), reason } => {
            fail_tasks_on(cluster, *job, Cause::TaskManagerLost(*tm, *reason), *tm, out);
            declare(cluster, *job, out);
        }
        Event::CancelRequested { job } => cancel_job(cluster, *job, out),
        Event::SlotIdleTimedOut { allocation } => release(cluster, *allocation, out),
        Event::JobMasterStopped { job } => {
            declare(cluster, *job, out);
            let open = cluster.job(*job).slots.open.iter().map(|id| cluster.allocation(*id));
            let held = open.filter(|a| {
                a.at_job_master != AtJobMaster::Released && a.at_rm != AtResourceManager::Freed
            });
            held.for_each(|allocation| release(cluster, allocation.id, out));
        }
        Event::ClusterStopped { cluster: id, status } if suspends(cluster, *id, *status) => {
            suspend_jobs(cluster, *id, out);
        }
        Event::JobManagerExited { jm } => {
            let id = cluster.jm(*jm).cluster;
            if cluster.flink(id).leader.is_none() {
                suspend_jobs(cluster, id, out);
            }
        }
        _ => {}
    }
}

/// A killed JobManager suspends nothing: what is gone cannot say so. An application that FAILED has
/// a JobManager that ends in order.
fn suspends(cluster: &Cluster, id: ClusterId, status: ClusterStatus) -> bool {
    match status {
        ClusterStatus::Succeeded | ClusterStatus::Canceled | ClusterStatus::Unknown => true,
        ClusterStatus::Failed | ClusterStatus::Killed => cluster
            .job_managers
            .iter()
            .any(|jm| jm.cluster == id && jm.role == JobManagerRole::Exited),
    }
}

/// Jobs that went with an earlier JobManager, and that nobody keeps, are past that.
fn suspend_jobs(cluster: &Cluster, id: ClusterId, out: &mut Out) {
    let gone = |job: &Job| {
        let mut ends = cluster.job_managers.iter().filter(|jm| jm.cluster == id);
        let before = |end: Time| job.received_at <= end && end < cluster.now;
        !cluster.is_highly_available() && ends.any(|jm| jm.killed_at.is_some_and(before))
    };
    for job in cluster.jobs_of(id).filter(|job| !job.status.is_terminal() && !gone(job)) {
        out.now(Event::JobStatusChanged {
            job: job.id,
            from: job.status,
            to: JobStatus::Suspended,
            cause: Some(Cause::ClusterShutdown),
        });
    }
}

fn start(cluster: &Cluster, job: JobId, out: &mut Out) {
    use JobStatus::{Created, Initializing, Running};
    out.now(Event::JobStatusChanged { job, from: Initializing, to: Created, cause: None });
    if cluster.job(job).adaptive.is_some() {
        register(cluster, job, out);
        let to = AdaptiveState::WaitingForResources;
        out.now(Event::AdaptiveStateChanged { job, to });
    } else {
        out.now(Event::JobStatusChanged { job, from: Created, to: Running, cause: None });
        schedule_ready_regions(cluster, job, out);
        register(cluster, job, out);
        if let Some(restored) = restored_state(cluster.job(job)) {
            out.now(restored);
        }
    }
    // `-sae`: the client is gone already, the job goes with it.
    let Some(client) = cluster.job(job).client() else { return };
    let client = cluster.client(client);
    if client.phase == ClientPhase::Exited(ClientExit::Interrupted)
        && client.shutdown_on_attached_exit
    {
        out.now(Event::CancelRequested { job });
    }
}

fn register(cluster: &Cluster, job: JobId, out: &mut Out) {
    let to = Place::ResourceManager(cluster.job(job).cluster);
    out.send(Place::JobMaster(job), to, Event::JobMasterRegistered { job });
}

/// Schedules the regions that wait for nothing: all their tasks are CREATED and every blocking
/// input is finished. A streaming job has no blocking input, so all of it is scheduled at once.
pub(super) fn schedule_ready_regions(cluster: &Cluster, job: JobId, out: &mut Out) {
    let state = cluster.job(job);
    for region in &state.tasks.fresh_regions {
        let members = state.regions.members(*region);
        if members.iter().all(|(vertex, _)| inputs_finished(cluster, job, *vertex)) {
            for (vertex, subtask) in members {
                let id = current(cluster, job, (*vertex, *subtask));
                change(cluster, id, ExecutionState::Scheduled, None, out);
            }
        }
    }
}

fn inputs_finished(cluster: &Cluster, job: JobId, vertex: VertexId) -> bool {
    let state = cluster.job(job);
    let mut blocking = state.spec.vertex(vertex).inputs.iter().filter(|input| input.blocking);
    blocking.all(|input| state.vertex_finished(input.from))
}

fn on_task(cluster: &Cluster, id: ExecutionId, to: ExecutionState, out: &mut Out) {
    match to {
        ExecutionState::Created | ExecutionState::Initializing | ExecutionState::Running => {}
        ExecutionState::Scheduled => {
            watch_slot_request(cluster, id, out);
            declare(cluster, id.job, out);
            deploy_complete_regions(cluster, id.job, out);
        }
        ExecutionState::Deploying => deploy(cluster, id, out),
        ExecutionState::Canceling => ask_to_cancel(cluster, id, out),
        ExecutionState::Finished | ExecutionState::Canceled | ExecutionState::Failed => {
            if to == ExecutionState::Finished {
                schedule_ready_regions(cluster, id.job, out);
            }
            declare(cluster, id.job, out);
            deploy_complete_regions(cluster, id.job, out);
            let slot = cluster.job(id.job).execution(id).slot;
            slot.into_iter().for_each(|slot| watch_idle_slot(cluster, slot, out));
            finish_if_over(cluster, id.job, out);
        }
    }
}

/// `Execution.suspend`: the JobMaster is going, so it does not wait for any TaskManager's answer.
fn suspend_tasks(cluster: &Cluster, job: JobId, out: &mut Out) {
    for id in cluster.job(job).execution_ids() {
        let vertex_and_subtask = (job, id.vertex, id.subtask);
        cancel_task(cluster, vertex_and_subtask, Cause::ClusterShutdown, out);
        out.now(Event::TaskStateChanged {
            execution: id,
            from: ExecutionState::Canceling,
            to: ExecutionState::Canceled,
            cause: None,
        });
    }
}

/// Tells the ResourceManager the new total, if it changed. Totals that are outdated on arrival are
/// dropped there.
fn declare(cluster: &Cluster, job: JobId, out: &mut Out) {
    let state = cluster.job(job);
    let slots = state.slots_needed();
    let knows_rm = state.registered || state.job_master_stopped;
    if slots != state.required && knows_rm {
        let required = Event::ResourcesRequired { job, slots };
        out.send(Place::JobMaster(job), Place::ResourceManager(state.cluster), required);
    }
}

/// A region's request for slots is watched once, from its first task.
fn watch_slot_request(cluster: &Cluster, id: ExecutionId, out: &mut Out) {
    let job = cluster.job(id.job);
    let region = job.regions.region_of((id.vertex, id.subtask));
    if job.regions.members(region).first() == Some(&(id.vertex, id.subtask)) {
        let config = cluster.options_of(id.job);
        let timeout = config.value(key::SlotRequestTimeout, cluster.version);
        let timed_out = Event::SlotRequestTimedOut { job: id.job, region };
        out.after(timeout, timed_out);
    }
}

fn deploy_complete_regions(cluster: &Cluster, job: JobId, out: &mut Out) {
    let state = cluster.job(job);
    for region in &state.tasks.complete_regions {
        for member in state.regions.members(*region) {
            let id = current(cluster, job, *member);
            change(cluster, id, ExecutionState::Deploying, None, out);
        }
    }
}

fn deploy(cluster: &Cluster, id: ExecutionId, out: &mut Out) {
    let Some(slot) = cluster.job(id.job).execution(id).slot else { return };
    let tm = cluster.allocation(slot).tm;
    if is_silent(cluster, tm) {
        let failed = Event::TaskSubmissionFailed { execution: id, tm };
        out.after(ask_timeout(cluster), failed);
    } else {
        let submitted = Event::TaskSubmitted { execution: id };
        out.send(Place::JobMaster(id.job), Place::TaskManager(tm), submitted);
    }
}

/// Whether a call to a TaskManager ends with its timeout. Since 1.14 one to a dead process fails at once,
/// unless the machine is gone with it.
fn is_silent(cluster: &Cluster, tm: TmId) -> bool {
    let tm = cluster.tm(tm);
    let refuses = tm.process.is_gone() && cluster.version.traits().dead_recipient_fails_at_once;
    tm.cut_off || !tm.process.answers() && !refuses
}

fn ask_timeout(cluster: &Cluster) -> Time {
    cluster.config.value(key::AskTimeout, cluster.version)
}

/// Stops a task that is not over yet; waiting ones at once, running ones by a call to their TaskManager.
pub(super) fn cancel_task(
    cluster: &Cluster,
    (job, vertex, subtask): (JobId, VertexId, u16),
    cause: Cause,
    out: &mut Out,
) {
    let id = current(cluster, job, (vertex, subtask));
    match cluster.job(job).execution(id).state {
        ExecutionState::Created => {
            change(cluster, id, ExecutionState::Canceled, Some(cause), out);
        }
        ExecutionState::Scheduled
        | ExecutionState::Deploying
        | ExecutionState::Initializing
        | ExecutionState::Running => {
            change(cluster, id, ExecutionState::Canceling, Some(cause), out);
        }
        ExecutionState::Canceling
        | ExecutionState::Finished
        | ExecutionState::Canceled
        | ExecutionState::Failed => {}
    }
}

/// The task is CANCELING. Whoever never ran, or ran on a TaskManager that the JobMaster has given up,
/// is CANCELED at once; a call to a dead process fails as fast; everybody else is asked. Whoever does not
/// answer is asked again three times (`Execution.NUM_CANCEL_CALL_TRIES`), and counts as cancelled then.
fn ask_to_cancel(cluster: &Cluster, id: ExecutionId, out: &mut Out) {
    let execution = cluster.job(id.job).execution(id);
    let canceled = Event::TaskStateChanged {
        execution: id,
        from: ExecutionState::Canceling,
        to: ExecutionState::Canceled,
        cause: None,
    };
    let Some(slot) = execution.slot.map(|slot| cluster.allocation(slot)) else {
        out.now(canceled);
        return;
    };
    if slot.at_job_master == AtJobMaster::Released || !was_deployed(cluster, id) {
        out.now(canceled);
    } else if is_silent(cluster, slot.tm) {
        const CALLS: u64 = 4;
        out.after(Time(CALLS * ask_timeout(cluster).0), canceled);
    } else if cluster.tm(slot.tm).process.is_gone() {
        out.after(out.scenario.profile.call, canceled);
    } else {
        let asked = Event::TaskCancelRequested { execution: id };
        out.send(Place::JobMaster(id.job), Place::TaskManager(slot.tm), asked);
    }
}

/// A task with a slot whose region was not complete has never left the JobMaster.
fn was_deployed(cluster: &Cluster, id: ExecutionId) -> bool {
    cluster.job(id.job).execution(id).deployed
}

fn finish_if_over(cluster: &Cluster, job: JobId, out: &mut Out) {
    let state = cluster.job(job);
    if !state.all_tasks_ended() {
        return;
    }
    let finished = state.all_tasks_are(ExecutionState::Finished);
    let to = match state.status {
        JobStatus::Failing => JobStatus::Failed,
        JobStatus::Cancelling => JobStatus::Canceled,
        JobStatus::Running if finished => JobStatus::Finished,
        JobStatus::Initializing
        | JobStatus::Created
        | JobStatus::Running
        | JobStatus::Restarting
        | JobStatus::Failed
        | JobStatus::Canceled
        | JobStatus::Finished
        | JobStatus::Suspended => return,
    };
    out.now(Event::JobStatusChanged { job, from: state.status, to, cause: None });
}

fn answer_offer(cluster: &Cluster, tm: TmId, job: JobId, offered: &[AllocationId], out: &mut Out) {
    for allocation in offered {
        let event = if cluster.allocation(*allocation).at_job_master.is_held() {
            Event::SlotActivated { allocation: *allocation }
        } else {
            Event::SlotReleased { allocation: *allocation }
        };
        out.send(Place::JobMaster(job), Place::TaskManager(tm), event);
    }
}

/// A slot that has just become idle goes back after `slot.idle.timeout`, unless used by then.
fn watch_idle_slot(cluster: &Cluster, allocation: AllocationId, out: &mut Out) {
    if cluster.allocation(allocation).at_job_master == AtJobMaster::Idle(cluster.now) {
        let timeout = cluster.config.value(key::SlotIdleTimeout, cluster.version);
        out.after(timeout, Event::SlotIdleTimedOut { allocation });
    }
}

fn release(cluster: &Cluster, id: AllocationId, out: &mut Out) {
    let allocation = cluster.allocation(id);
    let to = Place::TaskManager(allocation.tm);
    out.send(Place::JobMaster(allocation.job), to, Event::SlotReleased { allocation: id });
}

/// One task of each region that still waits for slots fails; the failover takes the others along.
fn fail_waiting_regions(
    cluster: &Cluster,
    job: JobId,
    cause: Cause,
    only: Option<u16>,
    out: &mut Out,
) {
    let state = cluster.job(job);
    for region in (0..state.regions.len()).map(|region| region as u16) {
        let waits = |member: &&Subtask| {
            let execution = &state.executions[member.0.index()][usize::from(member.1)];
            execution.state == ExecutionState::Scheduled && execution.slot.is_none()
        };
        let waiting = state.regions.members(region).iter().find(waits);
        if let (true, Some(member)) = (only.is_none_or(|only| only == region), waiting) {
            let id = current(cluster, job, *member);
            change(cluster, id, ExecutionState::Failed, Some(cause), out);
        }
    }
}

/// One task of each region on the lost TaskManager fails; the failover takes the others along. A task that has its
/// slot and waits for those of its region fails, too: the slot has been assigned to it
/// (`DefaultExecutionDeployer.assignResource`). Tasks that were being cancelled there count as cancelled.
fn fail_tasks_on(cluster: &Cluster, job: JobId, cause: Cause, tm: TmId, out: &mut Out) {
    let state = cluster.job(job);
    let on_tm = |id: &ExecutionId| {
        let execution = state.execution(*id);
        (execution.state.is_deployed() || execution.state == ExecutionState::Scheduled)
            && execution.slot.is_some_and(|slot| cluster.allocation(slot).tm == tm)
    };
    for id in state.execution_ids().filter(on_tm) {
        if state.execution(id).state == ExecutionState::Canceling {
            change(cluster, id, ExecutionState::Canceled, None, out);
        } else {
            // The second task of a region is CANCELING by then, and this is dropped.
            change(cluster, id, ExecutionState::Failed, Some(cause), out);
        }
    }
}

fn cancel_job(cluster: &Cluster, job: JobId, out: &mut Out) {
    let state = cluster.job(job);
    if !state.status.may_become(JobStatus::Cancelling) {
        return;
    }
    out.now(Event::JobStatusChanged {
        job,
        from: state.status,
        to: JobStatus::Cancelling,
        cause: Some(Cause::CancelRequested),
    });
    for id in state.execution_ids() {
        cancel_task(cluster, (job, id.vertex, id.subtask), Cause::CancelRequested, out);
    }
}

fn current(cluster: &Cluster, job: JobId, (vertex, subtask): Subtask) -> ExecutionId {
    let attempt = cluster.job(job).executions[vertex.index()][usize::from(subtask)].attempt;
    ExecutionId { job, vertex, subtask, attempt }
}

/// The JobMaster changes the state of a task in its own main thread.
fn change(
    cluster: &Cluster,
    id: ExecutionId,
    to: ExecutionState,
    cause: Option<Cause>,
    out: &mut Out,
) {
    let from = cluster.job(id.job).execution(id).state;
    out.now(Event::TaskStateChanged { execution: id, from, to, cause });
}
