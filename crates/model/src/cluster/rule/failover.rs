//! Which tasks of a job begin again when one of them has failed.
//!
//! Flink: `RestartPipelinedRegionFailoverStrategy`, `RestartAllFailoverStrategy`.

use crate::cluster::Cluster;
use crate::config::key;
use crate::event::Cause;
use crate::ids::{ExecutionId, JobId, VertexId};
use crate::region::Subtask;
use crate::state::ExecutionState;

/// The failed task's region, the regions that consume from it, and the producers whose results
/// were lost with a TaskManager; or all tasks with the `full` strategy.
pub(crate) fn tasks_to_restart(cluster: &Cluster, failed: ExecutionId) -> Vec<Subtask> {
    let job = cluster.job(failed.job);
    let config = cluster.options_of(failed.job);
    // Half of a job that is stopping cannot begin again: the others may have finished.
    let full = config.value(key::FailoverStrategy, cluster.version) == "full"
        || job.stopping.is_some()
        || job.adaptive.is_some();
    let mut chosen = vec![full; job.regions.len()];
    let mut open = vec![job.regions.region_of((failed.vertex, failed.subtask))];
    while let Some(region) = open.pop() {
        if std::mem::replace(&mut chosen[usize::from(region)], true) && !full {
            continue;
        }
        if full {
            break;
        }
        for (vertex, _) in job.regions.members(region) {
            open.extend(consumers_of(cluster, failed.job, *vertex));
            open.extend(lost_producers_of(cluster, failed, *vertex));
        }
    }
    let regions = (0..job.regions.len()).filter(|region| chosen[*region]);
    regions.flat_map(|region| job.regions.members(region as u16).iter().copied()).collect()
}

/// Regions that have begun to read the blocking result of a vertex.
fn consumers_of(cluster: &Cluster, job: JobId, producer: VertexId) -> Vec<u16> {
    let job = cluster.job(job);
    let mut regions = Vec::new();
    for (v, vertex) in job.spec.vertices.iter().enumerate() {
        if vertex.inputs.iter().any(|input| input.blocking && input.from == producer) {
            let row = job.executions[v].iter().enumerate();
            let begun = row.filter(|(_, execution)| execution.state != ExecutionState::Created);
            regions
                .extend(begun.map(|(i, _)| job.regions.region_of((VertexId::next(v), i as u16))));
        }
    }
    regions
}

/// Regions of producers whose finished result lay on the TaskManager that was lost.
fn lost_producers_of(cluster: &Cluster, failed: ExecutionId, consumer: VertexId) -> Vec<u16> {
    let job = cluster.job(failed.job);
    let Some(Cause::TaskManagerLost(lost, _)) = job.execution(failed).cause else {
        return Vec::new();
    };
    let mut regions = Vec::new();
    for input in job.spec.vertex(consumer).inputs.iter().filter(|input| input.blocking) {
        for (i, producer) in job.executions[input.from.index()].iter().enumerate() {
            let on_lost = producer.slot.is_some_and(|slot| cluster.allocation(slot).tm == lost);
            if producer.state == ExecutionState::Finished && on_lost {
                regions.push(job.regions.region_of((input.from, i as u16)));
            }
        }
    }
    regions
}
