//! What the logs of old versions leave to be put together.
//!
//! In: the events of all logs, in order of time. Out: the same with ids filled in. Up to 1.14 an attempt's id is a random number:
//! which task it is stands only beside it, so operators must be called differently in each job (ours are). Up to 1.17 the slot
//! manager speaks of slots by their place (`RESOURCE_3`): which allocation that is says the TaskManager that receives the
//! request. Deliberately absent: everything that newer versions say by themselves.

use super::extract::Event;
use serde_json::Map;
use std::collections::BTreeMap;

/// Fills in what is missing.
pub(super) fn complete(events: &mut Vec<Event>, vertices: &BTreeMap<(String, String), String>) {
    graphs(events);
    slots(events);
    attempts(events, vertices);
}

/// 1.13 does not name the execution graph: the job's id stands for it.
fn graphs(events: &mut Vec<Event>) {
    if events.iter().any(|event| event.kind == "job.graph_created") {
        return;
    }
    let mut derived = Vec::new();
    for (index, event) in events.iter().enumerate() {
        if let ("job.restart_strategy", Some(jid)) = (event.kind, event.text("jid")) {
            let mut fields = Map::new();
            fields.insert("eg".to_owned(), jid.into());
            fields.insert("jid".to_owned(), jid.into());
            derived.push((index, Event { kind: "job.graph_created", fields, ..event.clone() }));
        }
    }
    for (index, event) in derived.into_iter().rev() {
        events.insert(index, event);
    }
}

/// Places of slots become allocations: requests reach a TaskManager in the order in which they were sent.
fn slots(events: &mut [Event]) {
    let mut rids: BTreeMap<String, String> = BTreeMap::new();
    for event in events.iter() {
        if let ("tm.resource_id", Some(rid)) = (event.kind, event.text("rid")) {
            rids.insert(event.src.clone(), rid.to_owned());
        }
    }
    // Of each TaskManager: the requests that it got, and how many of them are spoken for.
    let mut requests: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for event in events.iter() {
        if let ("tm.slot_request", Some(alloc), Some(jid)) =
            (event.kind, event.text("alloc"), event.text("jid"))
            && let Some(rid) = rids.get(&event.src)
        {
            let own = requests.entry(rid.clone()).or_default();
            own.push((jid.to_owned(), alloc.to_owned()));
        }
    }
    let mut held: BTreeMap<String, String> = BTreeMap::new();
    let mut lost = 0;
    for event in events.iter_mut() {
        let Some(place) = event.text("slotid").map(str::to_owned) else { continue };
        let Some((rid, _)) = place.rsplit_once('_') else { continue };
        match event.kind {
            "slot.allocating" => {
                let jid = event.text("jid").unwrap_or_default().to_owned();
                let own = requests.entry(rid.to_owned()).or_default();
                let next = own.iter().position(|(whose, _)| *whose == jid);
                // A request that nobody received has an id that nobody will name.
                let alloc = next.map_or_else(
                    || {
                        lost += 1;
                        format!("{:032x}", u64::MAX - lost)
                    },
                    |next| own.remove(next).1,
                );
                held.insert(place.clone(), alloc.clone());
                event.set("alloc", alloc);
                event.set("rid", rid);
            }
            _ => {
                if let Some(alloc) = held.remove(&place) {
                    event.set("alloc", alloc);
                }
            }
        }
    }
}

/// Attempts that are random numbers: which task each is stands beside it, and its number is how many came before it.
fn attempts(events: &mut [Event], vertices: &BTreeMap<(String, String), String>) {
    let mut jobs: Vec<(String, String)> = Vec::new();
    let mut known: BTreeMap<String, Known> = BTreeMap::new();
    let mut counts: BTreeMap<(String, String, String), u64> = BTreeMap::new();
    for event in events.iter_mut() {
        if let ("job.initializing", Some(job), Some(jid)) =
            (event.kind, event.text("job"), event.text("jid"))
        {
            jobs.push((job.to_owned(), jid.to_owned()));
        }
        let Some(id) = event.text("exec").map(str::to_owned).filter(|id| id.len() == 32) else {
            continue;
        };
        if !known.contains_key(&id)
            && let (Some(task), Some(sub)) = (event.text("task"), event.text("sub"))
            && let Some((_, jid)) = jobs.iter().rev().find(|(job, _)| is_of(task, job))
        {
            let subtask = sub.parse::<u64>().unwrap_or(1).saturating_sub(1);
            let key = (jid.clone(), task.to_owned(), sub.to_owned());
            let count = counts.entry(key).or_default();
            let named = (jid.clone(), task.to_owned());
            let vertex = vertices.get(&named).cloned().unwrap_or(named.1);
            let jid = jid.clone();
            known.insert(id.clone(), Known { jid, vertex, subtask, attempt: *count });
            *count += 1;
        }
        if let Some(one) = known.get(&id) {
            event.set("jid", one.jid.clone());
            event.set("vertex", one.vertex.clone());
            event.set("subtask", one.subtask);
            event.set("attempt", one.attempt);
        }
    }
}

struct Known {
    jid: String,
    vertex: String,
    subtask: u64,
    attempt: u64,
}

/// Whether a task (`Source: two-0 -> two-0-work`) is one of this job's.
fn is_of(task: &str, job: &str) -> bool {
    let operator = task.split(" -> ").next().unwrap_or(task);
    let operator = operator.trim_start_matches("Source: ");
    operator.rsplit_once('-').is_some_and(|(whose, _)| whose == job)
}
