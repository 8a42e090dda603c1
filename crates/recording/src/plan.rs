//! The job graph of a recorded job, out of Flink's REST answer `/jobs/:jobid`.
//!
//! In: the answer's body. Out: [`JobPlan`] and the model's vertices.
//! Deliberately absent: how the job behaves and what its options are (see `derive`).

use model::VertexId;
use model::job::{Input, Pattern, VertexSpec};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A job graph as Flink tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobPlan {
    /// `BATCH` rather than `STREAMING`.
    pub batch: bool,
    /// The vertices, producers before consumers.
    pub vertices: Vec<PlanVertex>,
}

/// One vertex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanVertex {
    /// Flink's JobVertexID, 32 hexadecimal digits.
    pub id: String,
    /// "Source: src -> map".
    pub name: String,
    /// How many subtasks.
    pub parallelism: u16,
    /// Flink's SlotSharingGroupId; empty where the version does not tell it.
    pub group: String,
    /// (producer's id, ship strategy, exchange).
    pub inputs: Vec<(String, String, String)>,
}

/// Adds the answer to a request, if it was for one job and tells more than is known.
///
/// A batch job's graph grows while it runs (2.x), so a later answer may tell more. The recorder
/// writes `"="` for a plan that is the one before.
pub(crate) fn merge(plans: &mut BTreeMap<String, JobPlan>, path: &str, body: &Value) {
    let Some(jid) = path.strip_prefix("/jobs/") else { return };
    if jid.len() != 32 || !jid.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return;
    }
    let Some(plan) = parse(body) else { return };
    let known = plans.get(jid).map_or(0, |known| known.vertices.len());
    if plan.vertices.len() > known {
        plans.insert(jid.to_owned(), plan);
    }
}

fn parse(body: &Value) -> Option<JobPlan> {
    let nodes = body["plan"]["nodes"].as_array()?;
    let node_of = |id: &str| nodes.iter().find(|node| node["id"] == id);
    let mut vertices = Vec::new();
    for vertex in body["vertices"].as_array()? {
        let id = vertex["id"].as_str()?;
        let inputs = node_of(id)?["inputs"].as_array().map_or(&[][..], Vec::as_slice);
        let field = |input: &Value, name: &str| input[name].as_str().unwrap_or_default().to_owned();
        vertices.push(PlanVertex {
            id: id.to_owned(),
            name: vertex["name"].as_str()?.to_owned(),
            parallelism: u16::try_from(vertex["parallelism"].as_u64()?).ok()?,
            group: field(vertex, "slotSharingGroupId"),
            inputs: inputs
                .iter()
                .map(|input| {
                    (field(input, "id"), field(input, "ship_strategy"), field(input, "exchange"))
                })
                .collect(),
        });
    }
    (!vertices.is_empty()).then(|| JobPlan {
        batch: body["job-type"] == "BATCH",
        vertices: producers_first(vertices),
    })
}

/// Orders vertices so that each comes after its producers; otherwise keeps Flink's order.
fn producers_first(mut rest: Vec<PlanVertex>) -> Vec<PlanVertex> {
    let mut ordered: Vec<PlanVertex> = Vec::new();
    while !rest.is_empty() {
        let ready = rest.iter().position(|vertex| {
            vertex.inputs.iter().all(|(from, ..)| ordered.iter().any(|known| known.id == *from))
        });
        ordered.push(rest.remove(ready.unwrap_or(0)));
    }
    ordered
}

impl JobPlan {
    /// Where a JobVertexID stands in the model's job.
    pub fn position(&self, id: &str) -> Option<VertexId> {
        self.vertices.iter().position(|vertex| vertex.id == id).map(VertexId::next)
    }

    /// The vertices as the model takes them.
    pub fn specs(&self) -> Vec<VertexSpec> {
        let input = |(from, ship, exchange): &(String, String, String)| {
            let pattern = match ship.as_str() {
                "FORWARD" | "RESCALE" => Pattern::Pointwise,
                _ => Pattern::AllToAll,
            };
            let blocking = exchange.to_ascii_lowercase().contains("blocking");
            Some(Input { from: self.position(from)?, pattern, blocking })
        };
        self.vertices
            .iter()
            .map(|vertex| VertexSpec {
                name: vertex.name.clone(),
                parallelism: vertex.parallelism,
                inputs: vertex.inputs.iter().filter_map(input).collect(),
                slot_sharing_group: vertex.group.clone(),
            })
            .collect()
    }

    /// The part of the REST answer that this was read from.
    pub(crate) fn to_json(&self) -> Value {
        let input = |(id, ship, exchange): &(String, String, String)| json!({ "id": id, "ship_strategy": ship, "exchange": exchange });
        let vertices = self.vertices.iter().map(|vertex| {
            json!({ "id": vertex.id, "name": vertex.name, "parallelism": vertex.parallelism,
                "slotSharingGroupId": vertex.group })
        });
        let nodes = self.vertices.iter().map(|vertex| {
            json!({ "id": vertex.id, "inputs": vertex.inputs.iter().map(input).collect::<Vec<_>>() })
        });
        json!({
            "job-type": if self.batch { "BATCH" } else { "STREAMING" },
            "vertices": vertices.collect::<Vec<_>>(),
            "plan": { "nodes": nodes.collect::<Vec<_>>() },
        })
    }
}
