//! A scenario out of JSON.
//!
//! In: the JSON that `serde` makes of [`Scenario`]. Out: the scenario. Fields that `serde` may leave
//! out have the same defaults here; a test reads every scenario of the book both ways.

use crate::json::Json;
use model::flow::{Flow, Link, Store, StoreKind};
use model::job::{Behaviour, Input, JobSpec, Pattern, Throw, VertexSpec};
use model::scenario::{Queue, TimedAction};
use model::{Config, FlinkVersion, Profile, Program, Provider, Scenario, Step, Time, VertexId};

/// Which member is missing or is not what it should be.
pub type Wrong = String;

/// Reads a scenario.
///
/// # Errors
/// The member that is wrong.
pub fn scenario(json: &Json) -> Result<Scenario, Wrong> {
    Ok(Scenario {
        version: version(json)?,
        provider: provider(need(json, "provider")?)?,
        config: config(json, "config")?,
        jobs: list(json, "jobs", job)?,
        programs: list(json, "programs", program)?,
        flow: json.get("flow").map(flow).transpose()?,
        actions: list(json, "actions", timed)?,
        profile: profile(json)?,
        seed: number(json, "seed")?.unwrap_or(0),
        horizon: time(json, "horizon")?.unwrap_or(Scenario::HORIZON),
    })
}

fn version(json: &Json) -> Result<FlinkVersion, Wrong> {
    FlinkVersion::named(text(json, "version")?).ok_or_else(|| wrong("version"))
}

fn provider(json: &Json) -> Result<Provider, Wrong> {
    match text(json, "kind")? {
        "standalone" => Ok(Provider::Standalone {
            task_managers: small(json, "task_managers")?,
            job_managers: small_or(json, "job_managers", 1)?,
        }),
        "kubernetes" => Ok(Provider::Kubernetes {
            nodes: small(json, "nodes")?,
            node_memory_mib: needed(json, "node_memory_mib")?,
            job_managers: small_or(json, "job_managers", 1)?,
        }),
        "yarn" => Ok(Provider::Yarn {
            nodes: small(json, "nodes")?,
            node_memory_mib: needed(json, "node_memory_mib")?,
            minimum_allocation_mib: needed(json, "minimum_allocation_mib")?,
            queues: list(json, "queues", queue)?,
        }),
        _ => Err(wrong("kind")),
    }
}

fn queue(json: &Json) -> Result<Queue, Wrong> {
    Ok(Queue {
        name: text(json, "name")?.to_owned(),
        capacity: small(json, "capacity")?,
        maximum: small_or(json, "maximum", 100)?,
    })
}

fn config(json: &Json, name: &str) -> Result<Config, Wrong> {
    let mut config = Config::default();
    match json.get(name) {
        None => {}
        Some(Json::Object(members)) => {
            for (key, value) in members {
                let Json::Text(value) = value else { return Err(wrong(key)) };
                config.set(key, value);
            }
        }
        Some(_) => return Err(wrong(name)),
    }
    Ok(config)
}

fn job(json: &Json) -> Result<JobSpec, Wrong> {
    let behaviour = match json.get("behaviour") {
        None => Behaviour::default(),
        Some(behaviour) => Behaviour {
            finishes_after: time(behaviour, "finishes_after")?,
            throws: behaviour.get("throws").map(throw).transpose()?,
            ..Behaviour::default()
        },
    };
    Ok(JobSpec {
        name: text(json, "name")?.to_owned(),
        vertices: list(json, "vertices", vertex)?,
        options: config(json, "options")?,
        batch: switch(json, "batch")?,
        behaviour,
    })
}

fn program(json: &Json) -> Result<Program, Wrong> {
    Ok(Program {
        name: text(json, "name")?.to_owned(),
        steps: list(json, "steps", step)?,
        environment_per_job: switch(json, "environment_per_job")?,
    })
}

fn step(json: &Json) -> Result<Step, Wrong> {
    if let Json::Text(word) = json {
        match word.as_str() {
            "throw" => return Ok(Step::Throw),
            "await" => return Ok(Step::Await),
            _ => {}
        }
    }
    if let Some(time) = time(json, "work")? {
        return Ok(Step::Work(time));
    }
    match json.get("execute") {
        Some(_) => Ok(Step::Execute(text(json, "execute")?.to_owned())),
        None => Ok(Step::ExecuteAsync(text(json, "execute-async")?.to_owned())),
    }
}

fn flow(json: &Json) -> Result<Flow, Wrong> {
    Ok(Flow { stores: list(json, "stores", store)?, links: list(json, "links", link)? })
}

fn store(json: &Json) -> Result<Store, Wrong> {
    Ok(Store {
        name: text(json, "name")?.to_owned(),
        kind: match text(json, "kind")? {
            "topic" => StoreKind::Topic,
            "cache" => StoreKind::Cache,
            "warehouse" => StoreKind::Warehouse,
            "notification" => StoreKind::Notification,
            _ => return Err(wrong("kind")),
        },
        inflow: number(json, "inflow")?.unwrap_or(0),
    })
}

fn link(json: &Json) -> Result<Link, Wrong> {
    Ok(Link {
        job: text(json, "job")?.to_owned(),
        from: small(json, "from")?,
        to: small(json, "to")?,
        capacity: needed(json, "capacity")?,
        yields: needed(json, "yields")?,
    })
}

fn throw(json: &Json) -> Result<Throw, Wrong> {
    Ok(Throw {
        vertex: VertexId(small(json, "vertex")?),
        subtask: small(json, "subtask")?,
        after: Time(needed(json, "after")?),
        in_attempts_below: match json.get("in_attempts_below") {
            None => None,
            Some(_) => Some(small(json, "in_attempts_below")?),
        },
    })
}

fn vertex(json: &Json) -> Result<VertexSpec, Wrong> {
    Ok(VertexSpec {
        name: text(json, "name")?.to_owned(),
        parallelism: small(json, "parallelism")?,
        inputs: list(json, "inputs", input)?,
        slot_sharing_group: match json.get("slot_sharing_group") {
            None => "default",
            Some(_) => text(json, "slot_sharing_group")?,
        }
        .to_owned(),
    })
}

fn input(json: &Json) -> Result<Input, Wrong> {
    Ok(Input {
        from: VertexId(small(json, "from")?),
        pattern: match text(json, "pattern")? {
            "all-to-all" => Pattern::AllToAll,
            "pointwise" => Pattern::Pointwise,
            _ => return Err(wrong("pattern")),
        },
        blocking: switch(json, "blocking")?,
    })
}

/// An action and its time, as text.
///
/// # Errors
/// It is no text, or none of an action.
pub fn timed(json: &Json) -> Result<TimedAction, Wrong> {
    let Json::Text(text) = json else { return Err(wrong("actions")) };
    TimedAction::from_text(text).ok_or_else(|| wrong(text))
}

fn profile(json: &Json) -> Result<Profile, Wrong> {
    let mut profile = Profile::CALM;
    let Some(json) = json.get("profile") else { return Ok(profile) };
    // Named in full, so that a new duration of the model cannot be forgotten here.
    let Profile {
        job_manager_start,
        resource_manager_start,
        task_manager_start,
        call,
        client_main,
        upload,
        job_master_start,
        job_leader_lookup,
        task_load,
        task_open,
        task_reload,
        task_reopen,
        task_cancel,
        savepoint,
        connection_reset,
        yarn_allocate,
        container_launch,
    } = &mut profile;
    for (name, duration) in [
        ("job_manager_start", job_manager_start),
        ("resource_manager_start", resource_manager_start),
        ("task_manager_start", task_manager_start),
        ("call", call),
        ("client_main", client_main),
        ("upload", upload),
        ("job_master_start", job_master_start),
        ("job_leader_lookup", job_leader_lookup),
        ("task_load", task_load),
        ("task_open", task_open),
        ("task_reload", task_reload),
        ("task_reopen", task_reopen),
        ("task_cancel", task_cancel),
        ("savepoint", savepoint),
        ("connection_reset", connection_reset),
        ("yarn_allocate", yarn_allocate),
        ("container_launch", container_launch),
    ] {
        *duration = time(json, name)?.unwrap_or(*duration);
    }
    Ok(profile)
}

/// A member is missing or is not what it should be.
pub fn wrong(name: &str) -> Wrong {
    ["\"", name, "\" is missing or is not what it should be"].concat()
}

/// A member that must be there.
///
/// # Errors
/// It is missing.
pub fn need<'a>(json: &'a Json, name: &str) -> Result<&'a Json, Wrong> {
    json.get(name).ok_or_else(|| wrong(name))
}

/// A text that must be there.
///
/// # Errors
/// It is missing, or no text.
pub fn text<'a>(json: &'a Json, name: &str) -> Result<&'a str, Wrong> {
    match json.get(name) {
        Some(Json::Text(text)) => Ok(text),
        _ => Err(wrong(name)),
    }
}

/// A member that must be there.
///
/// # Errors
/// It is missing.
/// A number that must be there.
///
/// # Errors
/// It is missing, or no number.
pub fn needed(json: &Json, name: &str) -> Result<u64, Wrong> {
    number(json, name)?.ok_or_else(|| wrong(name))
}

fn number(json: &Json, name: &str) -> Result<Option<u64>, Wrong> {
    match json.get(name) {
        None => Ok(None),
        Some(Json::Number(number)) => Ok(Some(*number)),
        Some(_) => Err(wrong(name)),
    }
}

fn small(json: &Json, name: &str) -> Result<u16, Wrong> {
    u16::try_from(needed(json, name)?).map_err(|_| wrong(name))
}

/// A number that may be left out.
fn small_or(json: &Json, name: &str, default: u16) -> Result<u16, Wrong> {
    match json.get(name) {
        None => Ok(default),
        Some(_) => small(json, name),
    }
}

fn time(json: &Json, name: &str) -> Result<Option<Time>, Wrong> {
    Ok(number(json, name)?.map(Time))
}

fn switch(json: &Json, name: &str) -> Result<bool, Wrong> {
    match json.get(name) {
        None => Ok(false),
        Some(Json::Switch(switch)) => Ok(*switch),
        Some(_) => Err(wrong(name)),
    }
}

/// The items of an array; none when it is not there.
///
/// # Errors
/// It is no array, or one of them is wrong.
pub fn list<T>(
    json: &Json,
    name: &str,
    read: fn(&Json) -> Result<T, Wrong>,
) -> Result<Vec<T>, Wrong> {
    match json.get(name) {
        None => Ok(Vec::new()),
        Some(Json::List(items)) => items.iter().map(read).collect(),
        Some(_) => Err(wrong(name)),
    }
}
