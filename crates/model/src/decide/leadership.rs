//! High availability: who leads, when a standby or a new attempt may, and what it finds in the store.
//!
//! Flink: `DefaultLeaderElectionService`, `ZooKeeperLeaderElectionDriver`,
//! `KubernetesLeaderElectionDriver`, `SessionDispatcherLeaderProcess`, `JobLeaderService`.
//! Simplified: the store itself never fails, and Dispatcher and ResourceManager share one latch in
//! all versions.

use super::Out;
use crate::cluster::{Cluster, JobManagerRole, ProcessState};
use crate::event::{Event, Farewell, Observer, Place};
use crate::ids::{ClusterId, JmId, JobId};
use crate::time::Time;

/// What the leader election, and whoever follows it, do next.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    if !cluster.is_highly_available() {
        return;
    }
    match event {
        Event::LeadershipGranted { jm } => {
            let id = cluster.jm(*jm).cluster;
            out.now(Event::DispatcherStarted { cluster: id });
            if !cluster.store_forgets() {
                tell_of_loss(cluster, id, Time::ZERO, out);
            }
        }
        // Nobody leads, and the latch will be free: whoever stands by gets it then.
        Event::JobManagerStandsBy { jm } => {
            let state = cluster.flink(cluster.jm(*jm).cluster);
            if state.leader.is_none() {
                let wait = state.latch_free_at.since(cluster.now);
                out.after(wait, Event::LeadershipGranted { jm: *jm });
            }
        }
        Event::DispatcherStarted { cluster: id } => recover_jobs(cluster, *id, out),
        Event::JobRecovered { job } => {
            let start = out.scenario.profile.job_master_start;
            out.after(start, Event::JobMasterStarted { job: *job });
        }
        Event::JobReceived { job, .. } => {
            let from = Place::Dispatcher(cluster.job(*job).cluster);
            out.send(from, Place::LeaderStore, Event::JobPersisted { job: *job });
        }
        // The Dispatcher stops the JobMasters of jobs that are over; those of others go with their process.
        Event::JobMasterStopped { job } => {
            let from = Place::Dispatcher(cluster.job(*job).cluster);
            out.send(from, Place::LeaderStore, Event::JobForgotten { job: *job });
        }
        Event::JobManagerKilled { jm } | Event::JobManagerExited { jm } => {
            leader_gone(cluster, *jm, out);
        }
        _ => {}
    }
}

/// The next leader may lead when the latch is free; TaskManagers hear of the loss then, too.
fn leader_gone(cluster: &Cluster, jm: JmId, out: &mut Out) {
    let id = cluster.jm(jm).cluster;
    let state = cluster.flink(id);
    if state.leader.is_some() {
        return;
    }
    let wait = state.latch_free_at.since(cluster.now);
    let standby = cluster
        .job_managers
        .iter()
        .find(|jm| jm.cluster == id && jm.role == JobManagerRole::StandingBy);
    if let Some(standby) = standby {
        out.after(wait, Event::LeadershipGranted { jm: standby.id });
    }
    // ZooKeeper's node goes with the session; a ConfigMap names the old leader until another one takes it.
    if cluster.store_forgets() || cluster.jm(jm).role == JobManagerRole::Exited {
        tell_of_loss(cluster, id, wait, out);
    }
}

/// Whoever follows the leader election learns that the leader it knew is none any more.
fn tell_of_loss(cluster: &Cluster, id: ClusterId, wait: Time, out: &mut Out) {
    let alive = |process: ProcessState| process == ProcessState::Running;
    for tm in cluster.tms_of(id).filter(|tm| alive(tm.process)) {
        let masters = tm.connected_to.iter().map(|job| Observer::JobMaster(*job));
        for who in std::iter::once(Observer::ResourceManager).chain(masters) {
            let lost = Event::JobManagerLost { tm: tm.id, who, why: Farewell::LostLeadership };
            out.send_after(wait, Place::LeaderStore, Place::TaskManager(tm.id), lost);
        }
    }
}

/// "Recover all persisted job graphs": every job that was accepted and is not over.
fn recover_jobs(cluster: &Cluster, id: ClusterId, out: &mut Out) {
    let found: Vec<JobId> =
        cluster.jobs_of(id).filter(|job| job.is_recoverable()).map(|job| job.id).collect();
    for job in found {
        let recovered = Event::JobRecovered { job };
        let fetch = out.scenario.profile.call;
        out.send_after(fetch, Place::LeaderStore, Place::Dispatcher(id), recovered);
    }
}
