//! What the logs of old versions leave to be put together.
//!
//! In: the events of all logs, in order of time. Out: the same with ids filled in. Up to 1.14 an attempt's id is a random number:
//! which task it is stands only beside it, so operators must be called differently in each job (ours are). Up to 1.17 the slot
//! manager speaks of slots by their place (`RESOURCE_3`): which allocation that is says the TaskManager that receives the
//! request. Deliberately absent: everything that newer versions say by themselves.

use super::event::Event;
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

#[cfg(test)]
mod tests {
    use crate::parity::extract::events;
    use serde_json::Value;
    use std::path::PathBuf;

    const JID: &str = "0000000000000000000000000000000a";
    const ALLOC: &str = "0000000000000000000000000000000b";
    const ATTEMPT: &str = "0000000000000000000000000000000c";
    const AGAIN: &str = "0000000000000000000000000000000d";
    const VERTEX: &str = "0000000000000000000000000000000e";

    /// A line of a log at this second.
    fn line(second: u32, class: &str, message: &str) -> String {
        format!("2026-11-29 13:00:{second:02},000 INFO  org.apache.flink.{class} [] - {message}\n")
    }

    /// A folder that is gone with it.
    struct Folder(PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    /// What 1.13 writes of one task that fails and runs again.
    fn logged() -> Folder {
        let path = std::env::temp_dir().join(format!("parity-older-{}", std::process::id()));
        std::fs::create_dir_all(path.join("logs")).unwrap();
        let task = |id: &str, what: &str| format!("Source: a-0 -> a-0-work (2/2) ({id}) {what}");
        let slots = "DeclarativeSlotManager";
        let jm = [
            line(1, "JobMaster", &format!("Initializing job a ({JID}).")),
            line(2, "ExecutionGraph", &task(ATTEMPT, "switched from CREATED to SCHEDULED.")),
            line(
                3,
                slots,
                &format!("Starting allocation of slot 127.0.0.1:1-f_1 for job {JID} with x."),
            ),
            line(5, "ExecutionGraph", &task(AGAIN, "switched from CREATED to SCHEDULED.")),
            line(6, slots, "Freeing slot 127.0.0.1:1-f_1."),
        ];
        let tm = [
            line(0, "TaskManagerRunner", "Starting TaskManager with ResourceID: 127.0.0.1:1-f"),
            line(
                4,
                "TaskExecutor",
                &format!(
                    "Receive slot request {ALLOC} for job {JID} from resource manager with leader id 0."
                ),
            ),
        ];
        std::fs::write(path.join("logs/jm-0.log"), jm.concat()).unwrap();
        std::fs::write(path.join("logs/tm-0.log"), tm.concat()).unwrap();
        let rest = format!(
            "{{\"path\":\"/jobs/{JID}\",\"body\":{{\"vertices\":[{{\"name\":\"Source: a-0 -> a-0-work\",\"id\":\"{VERTEX}\"}}]}}}}\n"
        );
        std::fs::write(path.join("rest.jsonl"), rest).unwrap();
        let start = "{\"t_ms\":1,\"action\":\"run_start\",\"ver\":\"1.13\"}\n";
        std::fs::write(path.join("actions.jsonl"), start).unwrap();
        Folder(path)
    }

    #[test]
    fn tasks_attempts_and_slots_of_old_logs_get_their_names() {
        let folder = logged();
        let rows = events(&folder.0).unwrap();
        let of =
            |kind: &str| rows.iter().filter(|row| row["kind"] == kind).collect::<Vec<&Value>>();
        let states = of("task.state");
        let [first, second] = states.as_slice() else { panic!("{states:?}") };
        assert_eq!((&first["jid"], &first["vertex"]), (&JID.into(), &VERTEX.into()));
        assert_eq!((&first["subtask"], &first["attempt"]), (&1.into(), &0.into()));
        assert_eq!(second["attempt"], 1);
        for kind in ["slot.allocating", "slot.freed", "tm.slot_request"] {
            let [one] = of(kind)[..] else { panic!("{kind}") };
            assert_eq!(one["alloc"], ALLOC);
        }
        assert_eq!(of("slot.allocating")[0]["tm"], "tm-0");
        assert_eq!(rows[0]["kind"], "action.run_start");
    }
}
