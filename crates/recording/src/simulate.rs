//! The events of a simulated run.
//!
//! In: a [`Scenario`]. Out: [`Happened`]s. Deliberately absent: what to do with them.

use crate::translate::Happened;
use model::cluster::{Cluster, JobManagerRole};
use model::event::{Cause, Event};
use model::{ClusterId, ExecutionState, Scenario, Trace};

/// Runs a scenario and lists what happened.
pub fn simulate(scenario: Scenario) -> Vec<Happened> {
    happened(&Trace::run(scenario))
}

/// What happened in a trace, as far as somebody was there to log it: a recording's task states are its
/// JobMaster's view, and a JobMaster that is gone sees no failure.
pub fn happened(trace: &Trace) -> Vec<Happened> {
    let world = trace.frame_after(trace.entries().len().saturating_sub(1)).cluster;
    let entries = trace.entries().iter().enumerate();
    entries
        .filter(|(_, entry)| !is_seen_by_nobody(&world, &entry.event))
        .map(|(index, entry)| {
            let slot = match entry.event {
                Event::TaskStateChanged { execution, to: ExecutionState::Deploying, .. }
                | Event::TaskSubmitted { execution } => {
                    let cluster = trace.frame_after(index).cluster;
                    cluster.execution(execution).and_then(|current| current.slot)
                }
                _ => None,
            };
            let application = match entry.event {
                Event::JobReceived { job, .. } => world.job(job).application,
                _ => None,
            };
            let cluster = cluster_of(&world, &entry.event);
            Happened { at: entry.at, event: entry.event.clone(), cluster, slot, application }
        })
        .collect()
}

/// Nobody sees what only a process knows that is gone: a task's failure without its JobMaster, or the
/// end of a cluster whose JobManagers were all killed.
fn is_seen_by_nobody(world: &Cluster, event: &Event) -> bool {
    match event {
        Event::TaskStateChanged { cause: Some(Cause::JobManagerLost), .. } => true,
        Event::ClusterStopped { cluster, .. } => {
            let mut own = world.job_managers.iter().filter(|jm| jm.cluster == *cluster);
            !own.any(|jm| jm.role == JobManagerRole::Exited)
        }
        // Since 2.3 the states of the application say it.
        Event::ApplicationEnded { .. } => world.version.traits().wraps_jobs_in_applications,
        _ => false,
    }
}

/// Where an event happened; clusters of jobs, processes and applications never change.
fn cluster_of(world: &Cluster, event: &Event) -> Option<ClusterId> {
    Some(match event {
        Event::JobManagerStarted { jm }
        | Event::JobManagerKilled { jm }
        | Event::JobManagerExited { jm }
        | Event::JobManagerStandsBy { jm }
        | Event::LeadershipGranted { jm } => world.jm(*jm).cluster,
        Event::DispatcherStarted { cluster }
        | Event::ResourceManagerStarted { cluster }
        | Event::StartUpPeriodEnded { cluster }
        | Event::ClusterStopped { cluster, .. }
        | Event::RequirementsChecked { cluster }
        | Event::WorkersRequested { cluster, .. } => *cluster,
        Event::TaskManagerStarted { tm }
        | Event::TaskManagerRegistered { tm }
        | Event::TaskManagerExited { tm }
        | Event::TaskManagerLost { tm, .. }
        | Event::JobManagerLost { tm, .. }
        | Event::SlotAllocated { tm, .. }
        | Event::JobMasterConnected { tm, .. }
        | Event::SlotsOffered { tm, .. }
        | Event::WorkerReleased { tm } => world.tm(*tm).cluster,
        Event::SlotReserved { allocation }
        | Event::SlotActivated { allocation }
        | Event::SlotReleased { allocation }
        | Event::SlotFreed { allocation }
        | Event::SlotTimedOut { allocation }
        | Event::SlotIdleTimedOut { allocation } => {
            world.tm(world.allocation(*allocation).tm).cluster
        }
        Event::ProgramStarted { application }
        | Event::ProgramAdvanced { application }
        | Event::ProgramEnded { application, .. }
        | Event::ApplicationEnded { application, .. }
        | Event::ApplicationStateChanged { application, .. } => {
            world.application(*application).cluster
        }
        Event::JobReceived { job, .. }
        | Event::JobPersisted { job }
        | Event::JobRecovered { job }
        | Event::JobForgotten { job }
        | Event::JobMasterStarted { job }
        | Event::JobStatusChanged { job, .. }
        | Event::JobMasterRegistered { job }
        | Event::FailoverStarted { job, .. }
        | Event::CheckpointRestored { job, .. }
        | Event::SavepointTriggered { job, .. }
        | Event::AdaptiveStateChanged { job, .. }
        | Event::SavepointRestored { job, .. }
        | Event::JobMasterStopped { job }
        | Event::ResourcesRequired { job, .. }
        | Event::ResourcesNotEnough { job } => world.job(*job).cluster,
        Event::SavepointCompleted { savepoint } => {
            world.job(world.savepoint(*savepoint).job).cluster
        }
        Event::TaskStateChanged { execution, .. }
        | Event::TaskSubmitted { execution }
        | Event::TaskCancelRequested { execution } => world.job(execution.job).cluster,
        _ => return None,
    })
}
