//! Claims 31 to 34: high availability.

use super::super::evidence::{Run, WhyNot};
use model::cluster::JobManagerRole;
use model::{Event, JmId, JobId, JobStatus, Place, key};

/// With a store one process leads and another stands by, which leads when the first one dies. Without a store
/// nobody stands by.
pub(super) fn a_standby_takes_over(with: &Run, without: &Run) -> Result<[usize; 2], WhyNot> {
    let (killed, dead) = job_manager_killed(with)?;
    let standby = standby_beside(with, killed)?;
    let next = with.next(
        killed,
        "the one that stood by leads",
        |event| matches!(event, Event::LeadershipGranted { jm } if *jm == standby && *jm != dead),
    )?;
    let (killed, _) = job_manager_killed(without)?;
    without.ensure(!without.end().is_highly_available(), "it is highly available")?;
    without
        .never(0, "a JobManager stands by", |e| matches!(e, Event::JobManagerStandsBy { .. }))?;
    Ok([next, killed])
}

/// The first `kill -9` of a JobManager.
fn job_manager_killed(run: &Run) -> Result<(usize, JmId), WhyNot> {
    let killed = run.first("the JobManager is killed", |event| {
        matches!(event, Event::JobManagerKilled { .. })
    })?;
    let Event::JobManagerKilled { jm } = run.entries()[killed].event else {
        unreachable!("that is what was searched for")
    };
    Ok((killed, jm))
}

/// Who stands by just before that position.
fn standby_beside(run: &Run, position: usize) -> Result<JmId, WhyNot> {
    let before = run.trace.cluster_after(position);
    let standby = before.job_managers.iter().find(|jm| jm.role == JobManagerRole::StandingBy);
    standby.map(|jm| jm.id).ok_or_else(|| run.wrong("nobody stands by"))
}

/// The platform starts another JobManager, and that one finds its jobs in the store. Another JobManager without a
/// store finds none.
pub(super) fn attempts_restart_and_the_store_remembers(
    with: &Run,
    without: &Run,
) -> Result<[usize; 2], WhyNot> {
    let restarted = |run: &Run| {
        let (killed, dead) = job_manager_killed(run)?;
        let next = run.next(
            killed,
            "another JobManager starts",
            |event| matches!(event, Event::JobManagerStarted { jm } if *jm != dead),
        )?;
        Ok::<usize, WhyNot>(next)
    };
    let next = restarted(with)?;
    with.ensure(with.trace.scenario().provider.starts_workers(), "nobody restarts it by itself")?;
    let found = recovered(with, next)?;
    with.ensure(
        with.end().job(JobId(0)).status == JobStatus::Running,
        "the job does not run again",
    )?;
    let next = restarted(without)?;
    without.never(next, "a job is recovered", |e| matches!(e, Event::JobRecovered { .. }))?;
    let lost = without.end().jobs.iter().all(model::Job::is_lost);
    without.ensure(lost, "a job was not lost")?;
    Ok([found, next])
}

fn recovered(run: &Run, from: usize) -> Result<usize, WhyNot> {
    run.next(from, "the job is found in the store", |e| matches!(e, Event::JobRecovered { .. }))
}

/// On YARN there is one JobManager at a time: the next one starts when the first is dead. On fixed machines the
/// next one was there before.
pub(super) fn yarn_has_no_standby(yarn: &Run, standalone: &Run) -> Result<[usize; 2], WhyNot> {
    let (killed, dead) = job_manager_killed(yarn)?;
    let before = yarn.trace.cluster_after(killed);
    let alive = before.job_managers.iter().filter(|jm| jm.role.is_alive()).count();
    yarn.ensure(alive == 1, &format!("{alive} JobManagers are alive before the blow"))?;
    let next = yarn.next(
        killed,
        "another JobManager starts",
        |event| matches!(event, Event::JobManagerStarted { jm } if *jm != dead),
    )?;
    yarn.next(next, "it leads", |e| matches!(e, Event::LeadershipGranted { jm } if *jm != dead))?;
    let (killed, _) = job_manager_killed(standalone)?;
    let standby = standby_beside(standalone, killed)?;
    let leads = standalone.next(
        killed,
        "the standby leads",
        |event| matches!(event, Event::LeadershipGranted { jm } if *jm == standby),
    )?;
    Ok([next, leads])
}

/// A job's plan goes into the store before the client is answered, and a new leader finds there the plan and which
/// checkpoint was the last. Without the store checkpoints alone bring no job back.
pub(super) fn the_store_keeps_plan_and_pointer(
    with: &Run,
    without: &Run,
) -> Result<[usize; 2], WhyNot> {
    let kept = with.first("the job is stored", |e| matches!(e, Event::JobPersisted { .. }))?;
    let answered = with.first("the client is answered", |event| {
        matches!(event, Event::SubmissionAcknowledged { .. })
    })?;
    with.in_order("stored, then answered", &[kept, answered])?;
    let to_store = with.entries()[kept].route.map(|(_, to)| to);
    with.ensure(to_store.is_none_or(|to| to == Place::LeaderStore), "stored somewhere else")?;
    let found = recovered(with, answered)?;
    let restored = with.next(found, "its last checkpoint is known", |event| {
        matches!(event, Event::CheckpointRestored { .. })
    })?;
    let (killed, _) = job_manager_killed(without)?;
    let had = without.trace.cluster_after(killed);
    let version = without.version();
    let checkpointed = had.jobs.iter().any(|job| {
        job.spec.options.value(key::CheckpointInterval, version).is_some()
            && job.all_running_since.is_some()
    });
    without.ensure(checkpointed, "no job had checkpoints")?;
    without.never(killed, "a checkpoint is restored", |event| {
        matches!(event, Event::CheckpointRestored { .. })
    })?;
    Ok([restored, killed])
}
