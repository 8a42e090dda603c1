//! Claims 1 to 5: the session mode.

use super::super::evidence::{Run, WhyNot};
use model::cluster::{Cluster, SlotState};
use model::event::{Cause, Submitter};
use model::version::SubmittedPlan;
use model::{Event, ExecutionState, JobId, JobStatus, Time, TmId, key};

/// The client runs `main()` and sends the plan, in every version; up to 1.20 that is a JobGraph, from 2.0 on a
/// StreamGraph.
pub(super) fn client_makes_the_plan(old: &Run, new: &Run) -> Result<[usize; 2], WhyNot> {
    let made = |run: &Run, plan: SubmittedPlan| {
        let ran = run.first("the client runs main()", |e| matches!(e, Event::ProgramRan { .. }))?;
        let received = run.first("a client hands a job in", |e| {
            matches!(e, Event::JobReceived { by: Submitter::Client(_), .. })
        })?;
        run.in_order("main() in the client, then the submission", &[ran, received])?;
        run.ensure(
            run.version().traits().submitted_plan == plan,
            &format!("the client does not send a {plan:?}"),
        )?;
        Ok::<usize, WhyNot>(ran)
    };
    Ok([made(old, SubmittedPlan::JobGraph)?, made(new, SubmittedPlan::StreamGraph)?])
}

/// A finished job's slots are free within a second. Its TaskManagers stay on fixed machines; on a platform they
/// are given back once they were idle for `resourcemanager.taskmanager-timeout`. The session stays in both.
pub(super) fn slots_are_freed_and_the_cluster_stays(
    standalone: &Run,
    platform: &Run,
) -> Result<[usize; 2], WhyNot> {
    let freed = slots_freed_at_once(standalone)?;
    standalone.never(freed, "a TaskManager leaves", leaves)?;
    let freed_there = slots_freed_at_once(platform)?;
    let released = platform.next(freed_there, "an idle TaskManager is released", |event| {
        matches!(event, Event::WorkerReleased { .. })
    })?;
    let version = platform.version();
    let idle = platform.end().config.value(key::TaskManagerIdleTimeout, version);
    let waited = platform.time(released).since(platform.time(freed_there));
    platform.ensure(waited >= idle, "released before it was idle enough")?;
    for run in [standalone, platform] {
        let alive = run.end().session().is_some_and(|session| session.phase.accepts_jobs());
        run.ensure(alive, "the session does not accept jobs at the end")?;
    }
    Ok([freed, released])
}

fn leaves(event: &Event) -> bool {
    matches!(
        event,
        Event::TaskManagerExited { .. }
            | Event::WorkerReleased { .. }
            | Event::ClusterStopped { .. }
    )
}

/// The position at which the last slot of the first job is free again, at most a second after its end.
fn slots_freed_at_once(run: &Run) -> Result<usize, WhyNot> {
    let finished = run.becomes(0, JobId(0), JobStatus::Finished)?;
    let freed = run.last("a slot is freed", |event| matches!(event, Event::SlotFreed { .. }))?;
    run.in_order("the job ends, then its slots are free", &[finished, freed])?;
    let took = run.time(freed).since(run.time(finished));
    run.ensure(took <= Time::s(1), "its slots are not free within a second")?;
    let cluster = run.after(freed);
    let mut slots = cluster.task_managers.iter().flat_map(|tm| &tm.slots);
    run.ensure(slots.all(|slot| *slot == SlotState::Free), "a slot is still held")?;
    Ok(freed)
}

/// With too few slots a submission succeeds all the same: the client has a JobID, the job is RUNNING, its tasks
/// are SCHEDULED. Within the start-up period of a standalone cluster it waits; later it fails for want of slots;
/// a platform is asked for workers.
pub(super) fn submission_succeeds_without_slots(
    early: &Run,
    late: &Run,
    platform: &Run,
) -> Result<[usize; 3], WhyNot> {
    let (waiting, job) = accepted_without_slots(early)?;
    let joined = early.next(waiting, "another TaskManager joins", |event| {
        matches!(event, Event::TaskManagerRegistered { .. })
    })?;
    early
        .never(0, "want of slots is reported", |e| matches!(e, Event::ResourcesNotEnough { .. }))?;
    let runs = early.next(joined, "a task of it runs", |event| runs(event, job))?;
    early.in_order("accepted, then a TaskManager, then it runs", &[waiting, joined, runs])?;

    let (accepted, job) = accepted_without_slots(late)?;
    let failed = late.becomes(accepted, job, JobStatus::Failed)?;
    late.next(accepted, "a task fails for want of slots", |event| {
        matches!(event, Event::TaskStateChanged { execution, cause: Some(Cause::NotEnoughResources), .. }
            if execution.job == job)
    })?;

    let (accepted, job) = accepted_without_slots(platform)?;
    let asked = platform.next(accepted, "workers are asked for", |event| {
        matches!(event, Event::WorkersRequested { .. })
    })?;
    platform.next(asked, "a task of it runs", |event| super::session::runs(event, job))?;
    Ok([waiting, failed, asked])
}

fn runs(event: &Event, job: JobId) -> bool {
    matches!(event, Event::TaskStateChanged { execution, to: ExecutionState::Running, .. } if execution.job == job)
}

/// The last submission of the run: acknowledged although not one of its tasks has a slot.
fn accepted_without_slots(run: &Run) -> Result<(usize, JobId), WhyNot> {
    let accepted = run.last("a submission is acknowledged", |event| {
        matches!(event, Event::SubmissionAcknowledged { .. })
    })?;
    let Event::SubmissionAcknowledged { job, .. } = run.entries()[accepted].event else {
        unreachable!("that is what was searched for")
    };
    let then = run.after(accepted);
    let state = then.job(job);
    run.ensure(state.status == JobStatus::Running, "the job is not RUNNING when it is accepted")?;
    let waits = state.executions.iter().flatten().all(|e| e.state == ExecutionState::Scheduled);
    run.ensure(waits, "its tasks are not all SCHEDULED when it is accepted")?;
    let free = free_slots(&then);
    run.ensure(
        free < usize::from(state.slots_needed()),
        "there are enough free slots when it is accepted",
    )?;
    Ok((accepted, job))
}

fn free_slots(cluster: &Cluster) -> usize {
    let living = cluster.task_managers.iter().filter(|tm| !tm.process.is_gone());
    living.flat_map(|tm| &tm.slots).filter(|slot| **slot == SlotState::Free).count()
}

/// When a TaskManager dies, jobs with slots on it restart; nothing at all happens to the tasks of others.
pub(super) fn only_jobs_with_slots_there_suffer(run: &Run) -> Result<usize, WhyNot> {
    let (killed, tm) = killed(run)?;
    let then = run.after(killed);
    let (hurt, spared): (Vec<JobId>, Vec<JobId>) =
        then.jobs.iter().map(|job| job.id).partition(|job| has_slot_on(&then, *job, tm));
    run.ensure(!hurt.is_empty() && !spared.is_empty(), "no jobs on both sides of the blow")?;
    for job in spared {
        run.never(killed, &format!("something changes for job {}", job.0), |event| match event {
            Event::JobStatusChanged { job: whose, .. } => *whose == job,
            Event::TaskStateChanged { execution, .. } => execution.job == job,
            _ => false,
        })?;
    }
    let mut first = usize::MAX;
    for job in hurt {
        first = first.min(run.becomes(killed, job, JobStatus::Restarting)?);
    }
    Ok(first)
}

/// The first `kill -9` of a TaskManager.
fn killed(run: &Run) -> Result<(usize, TmId), WhyNot> {
    let killed = run.first("a TaskManager is killed", |event| {
        matches!(event, Event::TaskManagerSignalled { signal: model::Signal::Kill, .. })
    })?;
    let Event::TaskManagerSignalled { tm, .. } = run.entries()[killed].event else {
        unreachable!("that is what was searched for")
    };
    Ok((killed, tm))
}

fn has_slot_on(cluster: &Cluster, job: JobId, tm: TmId) -> bool {
    cluster.pool_of(job).any(|allocation| cluster.allocation(allocation).tm == tm)
}

/// With every slot taken, the loss of a TaskManager is fatal to its job on fixed machines; on a platform Flink's
/// ResourceManager asks for another one, and the job goes on there.
pub(super) fn full_slots_are_fatal_without_a_platform(
    standalone: &Run,
    platform: &Run,
) -> Result<[usize; 2], WhyNot> {
    let mut shown = [0; 2];
    for (run, shown) in [standalone, platform].into_iter().zip(&mut shown) {
        let (killed, tm) = killed(run)?;
        let before = run.trace.cluster_after(killed);
        run.ensure(free_slots(&before) == 0, "a slot is free when the TaskManager dies")?;
        let hurt = before.jobs.iter().map(|job| job.id).find(|job| has_slot_on(&before, *job, tm));
        let hurt = hurt.ok_or_else(|| run.wrong("nobody had a slot there"))?;
        let asks = |event: &Event| matches!(event, Event::WorkersRequested { .. });
        if run.trace.scenario().provider.starts_workers() {
            *shown = run.next(killed, "another worker is asked for", asks)?;
            run.next(*shown, "a task of it runs again", |event| runs(event, hurt))?;
            run.ensure(run.end().job(hurt).status == JobStatus::Running, "it does not go on")?;
        } else {
            run.never(0, "a worker is asked for", asks)?;
            *shown = run.becomes(killed, hurt, JobStatus::Failed)?;
        }
    }
    let kinds = [standalone, platform].map(|run| run.trace.scenario().provider.starts_workers());
    standalone.ensure(kinds == [false, true], "wants fixed machines first, a platform second")?;
    Ok(shown)
}
