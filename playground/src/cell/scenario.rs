//! A scenario out of JSON, and actions back into it.
//!
//! In: the JSON that `serde` makes of [`Scenario`]. Out: the scenario. Fields that `serde` may leave
//! out have the same defaults here; a test reads every scenario of the book both ways.

use super::json::{Json, quote};
use model::flow::{Flow, Link, Store, StoreKind};
use model::job::{Behaviour, Input, JobSpec, Pattern, Throw, VertexSpec};
use model::scenario::{Queue, TimedAction};
use model::{
    Action, ClientId, ClusterId, Config, FlinkVersion, JmId, JobId, NodeId, Profile, Program,
    Provider, SavepointId, Scenario, Signal, Step, Time, TmId, VertexId,
};

/// Which member is missing or is not what it should be.
pub(super) type Wrong = String;

/// Reads a scenario.
pub(super) fn scenario(json: &Json) -> Result<Scenario, Wrong> {
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

/// Writes actions as `serde` does.
pub(crate) fn write_actions(out: &mut String, actions: &[TimedAction]) {
    out.push('[');
    for (index, timed) in actions.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str("{\"at\":");
        out.push_str(&timed.at.0.to_string());
        out.push_str(",\"action\":{\"do\":\"");
        write_action(out, &timed.action);
        out.push_str("}}");
    }
    out.push(']');
}

fn write_config(out: &mut String, config: &Config) {
    for (at, (name, value)) in config.pairs().enumerate() {
        out.push(if at == 0 { '{' } else { ',' });
        quote(out, name);
        out.push(':');
        quote(out, value);
    }
    out.push_str(if config.is_empty() { "{}" } else { "}" });
}

fn write_action(out: &mut String, action: &Action) {
    let (name, object) = match action {
        Action::RunApplication { program, attached, in_session } => {
            write_program(out, "run-application", program, *attached);
            out.push_str(if *in_session { ",\"in_session\":true" } else { "" });
            return;
        }
        Action::RunPerJob { program, attached } => {
            return write_program(out, "run-per-job", program, *attached);
        }
        Action::FromSavepoint { savepoint, run } => {
            out.push_str("from-savepoint\",\"savepoint\":");
            out.push_str(&savepoint.0.to_string());
            out.push_str(",\"run\":{\"do\":\"");
            write_action(out, run);
            out.push('}');
            return;
        }
        Action::Savepoint { job, .. } => ("savepoint", Some(("job", job.0))),
        Action::Stop { job, .. } => ("stop", Some(("job", job.0))),
        Action::Configured { options, action } => {
            out.push_str("configured\",\"options\":");
            write_config(out, options);
            out.push_str(",\"action\":{\"do\":\"");
            write_action(out, action);
            out.push('}');
            return;
        }
        Action::StartCluster => ("start-cluster", None),
        Action::StartTaskManager => ("start-task-manager", None),
        Action::Submit { job, attached, shutdown_on_attached_exit } => {
            out.push_str("submit\",\"job\":");
            quote(out, job);
            for (name, value) in [
                (",\"attached\":", attached),
                (",\"shutdown_on_attached_exit\":", shutdown_on_attached_exit),
            ] {
                out.push_str(name);
                out.push_str(if *value { "true" } else { "false" });
            }
            return;
        }
        Action::Cancel { job } => ("cancel", Some(("job", job.0))),
        Action::ThrowException { job } => ("throw-exception", Some(("job", job.0))),
        Action::SignalTaskManager { tm, .. } => ("signal-task-manager", Some(("tm", tm.0))),
        Action::InterruptClient { client } => ("interrupt-client", Some(("client", client.0))),
        Action::KillJobManager { jm } => ("kill-job-manager", Some(("jm", jm.0))),
        Action::StopJobManager { jm } => ("stop-job-manager", Some(("jm", jm.0))),
        Action::CutNetwork { tm } => ("cut-network", Some(("tm", tm.0))),
        Action::HealNetwork { tm } => ("heal-network", Some(("tm", tm.0))),
        Action::KillMachine { node } => ("kill-machine", Some(("node", node.0))),
        Action::ExceedMemory { tm } => ("exceed-memory", Some(("tm", tm.0))),
        Action::KillApplication { cluster } => ("kill-application", Some(("cluster", cluster.0))),
        Action::StartJobManager => ("start-job-manager", None),
        Action::StopCluster => ("stop-cluster", None),
    };
    out.push_str(name);
    out.push('"');
    if let Some((what, id)) = object {
        out.push_str(&[",\"", what, "\":", &id.to_string()].concat());
    }
    if let Action::Savepoint { directory: Some(path), .. }
    | Action::Stop { directory: Some(path), .. } = action
    {
        out.push_str(",\"directory\":");
        quote(out, path);
    }
    if let Action::Stop { drain: true, .. } = action {
        out.push_str(",\"drain\":true");
    }
    if let Action::SignalTaskManager { signal, .. } = action {
        out.push_str(&[",\"signal\":\"", signal_name(*signal), "\""].concat());
    }
}

fn write_program(out: &mut String, verb: &str, program: &str, attached: bool) {
    out.push_str(verb);
    out.push_str("\",\"program\":");
    quote(out, program);
    out.push_str(if attached { ",\"attached\":true" } else { ",\"attached\":false" });
}

/// As written in scenario files.
pub(crate) const fn signal_name(signal: Signal) -> &'static str {
    match signal {
        Signal::Kill => "kill",
        Signal::Term => "term",
        Signal::Stop => "stop",
        Signal::Cont => "cont",
    }
}

fn version(json: &Json) -> Result<FlinkVersion, Wrong> {
    let name = text(json, "version")?;
    let known = FlinkVersion::ALL.into_iter().find(|version| version.name() == name);
    known.ok_or_else(|| wrong("version"))
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

/// Recorded durations (`took`) are for recordings: a page's cell has none.
fn timed(json: &Json) -> Result<TimedAction, Wrong> {
    let (at, action) = (Time(needed(json, "at")?), action(need(json, "action")?)?);
    Ok(TimedAction { at, action, took: None })
}

fn action(json: &Json) -> Result<Action, Wrong> {
    Ok(match text(json, "do")? {
        "start-cluster" => Action::StartCluster,
        "start-task-manager" => Action::StartTaskManager,
        "submit" => Action::Submit {
            job: text(json, "job")?.to_owned(),
            attached: switch(json, "attached")?,
            shutdown_on_attached_exit: switch(json, "shutdown_on_attached_exit")?,
        },
        "configured" => Action::Configured {
            options: config(json, "options")?,
            action: Box::new(action(need(json, "action")?)?),
        },
        "cancel" => Action::Cancel { job: JobId(small(json, "job")?) },
        "savepoint" => {
            Action::Savepoint { job: JobId(small(json, "job")?), directory: directory(json)? }
        }
        "stop" => Action::Stop {
            job: JobId(small(json, "job")?),
            drain: switch(json, "drain")?,
            directory: directory(json)?,
        },
        "from-savepoint" => Action::FromSavepoint {
            savepoint: SavepointId(small(json, "savepoint")?),
            run: Box::new(action(need(json, "run")?)?),
        },
        "throw-exception" => Action::ThrowException { job: JobId(small(json, "job")?) },
        "signal-task-manager" => {
            let name = text(json, "signal")?;
            let all = [Signal::Kill, Signal::Term, Signal::Stop, Signal::Cont];
            let signal = all.into_iter().find(|signal| signal_name(*signal) == name);
            let signal = signal.ok_or_else(|| wrong("signal"))?;
            Action::SignalTaskManager { tm: TmId(small(json, "tm")?), signal }
        }
        "interrupt-client" => Action::InterruptClient { client: ClientId(small(json, "client")?) },
        "run-application" => Action::RunApplication {
            program: text(json, "program")?.to_owned(),
            attached: switch(json, "attached")?,
            in_session: switch(json, "in_session")?,
        },
        "run-per-job" => Action::RunPerJob {
            program: text(json, "program")?.to_owned(),
            attached: switch(json, "attached")?,
        },
        "kill-job-manager" => Action::KillJobManager { jm: JmId(small_or(json, "jm", 0)?) },
        "stop-job-manager" => Action::StopJobManager { jm: JmId(small_or(json, "jm", 0)?) },
        "cut-network" => Action::CutNetwork { tm: TmId(small(json, "tm")?) },
        "heal-network" => Action::HealNetwork { tm: TmId(small(json, "tm")?) },
        "kill-machine" => Action::KillMachine { node: NodeId(small_or(json, "node", 0)?) },
        "exceed-memory" => Action::ExceedMemory { tm: TmId(small(json, "tm")?) },
        "kill-application" => {
            Action::KillApplication { cluster: ClusterId(small_or(json, "cluster", 0)?) }
        }
        "start-job-manager" => Action::StartJobManager,
        "stop-cluster" => Action::StopCluster,
        _ => return Err(wrong("do")),
    })
}

fn directory(json: &Json) -> Result<Option<String>, Wrong> {
    json.get("directory").map(|_| text(json, "directory").map(str::to_owned)).transpose()
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

pub(super) fn wrong(name: &str) -> Wrong {
    ["\"", name, "\" is missing or is not what it should be"].concat()
}

pub(super) fn need<'a>(json: &'a Json, name: &str) -> Result<&'a Json, Wrong> {
    json.get(name).ok_or_else(|| wrong(name))
}

pub(super) fn text<'a>(json: &'a Json, name: &str) -> Result<&'a str, Wrong> {
    match json.get(name) {
        Some(Json::Text(text)) => Ok(text),
        _ => Err(wrong(name)),
    }
}

pub(super) fn needed(json: &Json, name: &str) -> Result<u64, Wrong> {
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

fn list<T>(json: &Json, name: &str, read: fn(&Json) -> Result<T, Wrong>) -> Result<Vec<T>, Wrong> {
    match json.get(name) {
        None => Ok(Vec::new()),
        Some(Json::List(items)) => items.iter().map(read).collect(),
        Some(_) => Err(wrong(name)),
    }
}
