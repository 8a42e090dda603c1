//! `curl` of Flink's REST API: the answers of the `/overview` pages, with the fields and in the order of real ones.
//!
//! What has no meaning in a simulation (heap in use, metrics, hardware) is left out. What a request changes is in `change`,
//! how a line is read in `request`.

mod change;
mod request;

use super::super::{Answer, Mistake, MistakeKind, Word};
use super::{World, epoch, line, wrong};
use crate::cluster::{Cluster, Execution, FlinkCluster, Job};
use crate::event::Event;
use crate::rest::{self, JobDetails};
use crate::scenario::Provider;
use crate::state::{ExecutionState, JobStatus};
use crate::{ClusterId, FlinkVersion, VertexId};
use request::Request;

pub(super) fn run<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    let request = Request::read(words)?;
    let answer = answer(&request, world)?;
    Ok(match answer {
        Answer::Print(_) if request.elsewhere => Answer::Nothing,
        other => other,
    })
}

fn answer<'a>(request: &Request<'a>, world: &World) -> Result<Answer<'a>, Mistake> {
    let url = request.url;
    let plain = url.text.strip_prefix("https://");
    let bare = plain.unwrap_or(url.text.trim_start_matches("http://"));
    let (address, path) = bare.split_at(bare.find('/').unwrap_or(bare.len()));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let Some(flink) = at(address, world.cluster) else {
        let (host, port) = address.split_once(':').unwrap_or((address, "80"));
        let told =
            ["curl: (7) Failed to connect to ", host, " port ", port, ": Connection refused"];
        return Ok(Answer::Refused(line(&told)));
    };
    if plain.is_some() {
        let told = "curl: (35) error:0A00010B:SSL routines::wrong version number";
        return Ok(Answer::Refused(line(&[told])));
    }
    let path = path.trim_start_matches("/v1").trim_matches('/');
    if request.method != "GET" {
        return change::changed(request, path, query, world, flink.id);
    }
    let parts: Vec<&str> = path.split('/').collect();
    let body = match parts.as_slice() {
        ["overview"] => overview(world, flink.id),
        ["config"] => Some(config(world)),
        ["taskmanagers"] => task_managers(world, flink.id),
        ["jobs"] => jobs(world, flink.id),
        ["jobs", "overview"] => jobs_overview(world, flink.id),
        ["jobs", id] if id.len() != 32 || !id.bytes().all(|it| it.is_ascii_hexdigit()) => {
            let why = "Bad request, could not parse parameters: Cannot resolve path parameter (jobid) from value \\\"";
            Some(errors(&[why, id, "\\\"."]))
        }
        ["jobs", id, "status"] => job(id, world, flink.id)
            .map(|job| vec![Json::new().text("status", job.status.name()).end()])
            .or_else(|| Some(errors(&["Job ", id, " not found"]))),
        ["jobmanager", "config"] => Some(settings(world)),
        ["jobs", id] => match job(id, world, flink.id) {
            Some(job) => Some(job_details(job, world)),
            None => Some(errors(&["Job ", id, " not found"])),
        },
        ["jars"] => {
            let end = url.text.len() - bare.len() + address.len();
            Some(change::jars(url.text.get(..end).unwrap_or_default(), world))
        }
        [first, ..] if first.is_empty() || OF_FLINK.contains(&[" ", first, " "].concat()) => {
            return Err(wrong(&url, MistakeKind::NotSimulated));
        }
        _ => Some(errors(&["Unable to load requested file /", path, "."])),
    };
    Ok(body.map_or_else(
        || Answer::Print(errors(&["Service temporarily unavailable due to an ongoing leader election. Please refresh."])),
        Answer::Print,
    ))
}

/// What Flink's REST API has below its root; what is not answered above is not simulated.
const OF_FLINK: &str = " applications cluster config datasets jars jobmanager jobs overview savepoint-disposal taskmanagers ";

/// `flink -v`
pub(in super::super) fn version(version: FlinkVersion) -> Vec<String> {
    let [release, commit] = release(version);
    line(&["Version: ", release, ", Commit ID: ", commit])
}

/// The cluster whose REST endpoint listens at an address.
pub(in super::super) fn at<'w>(address: &str, cluster: &'w Cluster) -> Option<&'w FlinkCluster> {
    let (host, port) = address.split_once(':')?;
    let alive = |it: &&FlinkCluster| it.phase.is_alive();
    match cluster.provider {
        Provider::Standalone { .. } => {
            let known = ["localhost", "127.0.0.1", "master", "jobmanager", "hadoop", "0.0.0.0"];
            let here = port == "8081" && known.iter().any(|known| host.starts_with(known));
            cluster.clusters.iter().find(alive).filter(|_| here)
        }
        Provider::Yarn { .. } => {
            let here = port == "39735" && host.starts_with("hadoop");
            let session = cluster.session().filter(alive);
            session.or_else(|| cluster.clusters.iter().rev().find(alive)).filter(|_| here)
        }
        Provider::Kubernetes { .. } => {
            let name = host.split('.').next()?.strip_suffix("-rest")?;
            cluster.of_name(name).filter(alive).filter(|_| port == "8081")
        }
    }
}

fn job<'w>(id: &str, world: &World<'w>, of: ClusterId) -> Option<&'w Job> {
    let known = rest::jobs(world.cluster, of)?;
    let found = known.iter().find(|job| job.jid.hex() == id)?;
    Some(world.cluster.job(found.jid))
}

fn errors(message: &[&str]) -> Vec<String> {
    line(&["{\"errors\":[\"", &message.concat(), "\"]}"])
}

/// A JSON object in the order in which it is written.
struct Json(String);

impl Json {
    fn new() -> Json {
        Json("{".to_owned())
    }

    fn raw(mut self, key: &str, value: &str) -> Json {
        let comma = if self.0.len() > 1 { "," } else { "" };
        for part in [comma, "\"", key, "\":", value] {
            self.0.push_str(part);
        }
        self
    }

    fn text(self, key: &str, value: &str) -> Json {
        let value = value.replace('\\', "\\\\").replace('"', "\\\"");
        self.raw(key, &["\"", &value, "\""].concat())
    }

    fn number(self, key: &str, value: u64) -> Json {
        self.raw(key, &value.to_string())
    }

    /// A number, or -1 where there is none yet.
    fn perhaps(self, key: &str, value: Option<u64>) -> Json {
        self.raw(key, &value.map_or("-1".to_owned(), |value| value.to_string()))
    }

    fn list(self, key: &str, items: impl Iterator<Item = String>) -> Json {
        let items: Vec<String> = items.collect();
        self.raw(key, &["[", &items.join(","), "]"].concat())
    }

    fn end(self) -> String {
        self.0 + "}"
    }
}

/// Release and commit, as `/overview` of the recorded distributions has them.
const fn release(version: FlinkVersion) -> [&'static str; 2] {
    match version {
        FlinkVersion::V1_13 => ["1.13.6", "b2ca390"],
        FlinkVersion::V1_17 => ["1.17.2", "c0027e5"],
        FlinkVersion::V1_20 => ["1.20.3", "01e3a6d"],
        FlinkVersion::V2_0 => ["2.0.1", "1192b3e"],
        FlinkVersion::V2_3 => ["2.3.0", "c0f8d1a"],
    }
}

fn overview(world: &World, of: ClusterId) -> Option<Vec<String>> {
    let it = rest::overview(world.cluster, of)?;
    let [release, commit] = release(world.cluster.version);
    let mut json = Json::new();
    for (key, count) in [
        ("taskmanagers", it.taskmanagers),
        ("slots-total", it.slots_total),
        ("slots-available", it.slots_available),
        ("jobs-running", it.jobs_running),
        ("jobs-finished", it.jobs_finished),
        ("jobs-cancelled", it.jobs_cancelled),
        ("jobs-failed", it.jobs_failed),
    ] {
        json = json.number(key, count as u64);
    }
    Some(vec![json.text("flink-version", release).text("flink-commit", commit).end()])
}

fn config(world: &World) -> Vec<String> {
    let [release, commit] = release(world.cluster.version);
    let json = Json::new().number("refresh-interval", 3_000).text("flink-version", release);
    vec![json.text("flink-revision", commit).end()]
}

fn task_managers(world: &World, of: ClusterId) -> Option<Vec<String>> {
    let rows = rest::task_managers(world.cluster, of)?;
    let row = |it: rest::TaskManagerInfo| {
        let number = it.id.0;
        let address = ["127.0.0.1:", &(40_001 + u32::from(number)).to_string()].concat();
        let path = ["pekko.tcp://flink@", &address, "/user/rpc/taskmanager_0"].concat();
        let memory = Json::new().number("totalProcessMemory", it.total_process_memory_mib << 20);
        Json::new()
            .text("id", &["tm-", &number.to_string()].concat())
            .text("path", &path)
            .number("dataPort", 46_001 + u64::from(number))
            .number("slotsNumber", it.slots_number as u64)
            .number("freeSlots", it.free_slots as u64)
            .raw("memoryConfiguration", &memory.end())
            .end()
    };
    Some(vec![Json::new().list("taskmanagers", rows.into_iter().map(row)).end()])
}

fn jobs(world: &World, of: ClusterId) -> Option<Vec<String>> {
    let rows = rest::jobs(world.cluster, of)?;
    let row = |it: JobDetails| {
        Json::new().text("id", &it.jid.hex()).text("status", it.state.name()).end()
    };
    Some(vec![Json::new().list("jobs", rows.into_iter().map(row)).end()])
}

/// States as `/jobs/overview` orders them; `reconciling` is never entered.
const STATES: [(&str, Option<ExecutionState>); 10] = [
    ("running", Some(ExecutionState::Running)),
    ("canceling", Some(ExecutionState::Canceling)),
    ("canceled", Some(ExecutionState::Canceled)),
    ("created", Some(ExecutionState::Created)),
    ("scheduled", Some(ExecutionState::Scheduled)),
    ("deploying", Some(ExecutionState::Deploying)),
    ("reconciling", None),
    ("finished", Some(ExecutionState::Finished)),
    ("initializing", Some(ExecutionState::Initializing)),
    ("failed", Some(ExecutionState::Failed)),
];

fn jobs_overview(world: &World, of: ClusterId) -> Option<Vec<String>> {
    let rows = rest::jobs(world.cluster, of)?;
    let row = |it: JobDetails| {
        let now = it.end_time.unwrap_or(world.cluster.now);
        let mut tasks = Json::new();
        for (name, state) in STATES {
            if name == "created" {
                tasks = tasks.number("total", it.tasks.total as u64);
            }
            tasks = tasks.number(name, state.map_or(0, |state| it.tasks.in_state(state)) as u64);
        }
        Json::new()
            .text("jid", &it.jid.hex())
            .text("name", &it.name)
            .number("start-time", epoch(it.start_time))
            .perhaps("end-time", it.end_time.map(epoch))
            .number("duration", now.since(it.start_time).as_ms())
            .text("state", it.state.name())
            .number("last-modification", epoch(modified(it.jid, world).unwrap_or(it.start_time)))
            .raw("tasks", &tasks.end())
            .end()
    };
    Some(vec![Json::new().list("jobs", rows.into_iter().map(row)).end()])
}

/// When a task or the job itself changed last.
fn modified(id: crate::JobId, world: &World) -> Option<crate::Time> {
    let changes = |event: &Event| match event {
        Event::JobStatusChanged { job, .. } => *job == id,
        Event::TaskStateChanged { execution, .. } => execution.job == id,
        _ => false,
    };
    world.history.iter().rev().find(|entry| changes(&entry.event)).map(|entry| entry.at)
}

/// Every status that follows the first one.
const LATER: [JobStatus; 9] = [
    JobStatus::Created,
    JobStatus::Running,
    JobStatus::Restarting,
    JobStatus::Failing,
    JobStatus::Failed,
    JobStatus::Cancelling,
    JobStatus::Canceled,
    JobStatus::Finished,
    JobStatus::Suspended,
];

fn job_details(job: &Job, world: &World) -> Vec<String> {
    let of = rest::jobs(world.cluster, job.cluster);
    let row = of.into_iter().flatten().find(|row| row.jid == job.id);
    let end = row.and_then(|row| row.end_time);
    let now = end.unwrap_or(world.cluster.now);
    let mut timestamps = Json::new().number("INITIALIZING", epoch(job.received_at));
    for status in LATER {
        let entered = world.history.iter().rev().find(|entry| {
            matches!(&entry.event, Event::JobStatusChanged { job: it, to, .. } if *it == job.id && *to == status)
        });
        timestamps = timestamps.number(status.name(), entered.map_or(0, |entry| epoch(entry.at)));
    }
    let vertices = (0..job.spec.vertices.len()).map(|vertex| vertex_details(job, vertex, world));
    let kind = if job.spec.batch { "BATCH" } else { "STREAMING" };
    let json = Json::new()
        .text("jid", &job.id.hex())
        .text("name", &job.spec.name)
        .raw("isStoppable", "false")
        .text("state", job.status.name())
        .text("job-type", kind)
        .number("start-time", epoch(job.received_at))
        .perhaps("end-time", end.map(epoch))
        .number("duration", now.since(job.received_at).as_ms())
        .raw("maxParallelism", "-1")
        .number("now", epoch(world.cluster.now))
        .raw("timestamps", &timestamps.end())
        .list("vertices", vertices)
        .raw("status-counts", &counts(job.executions.iter().flatten()))
        .end();
    vec![json]
}

/// Subtasks by state, under Flink's names.
fn counts<'e>(executions: impl Iterator<Item = &'e Execution> + Clone) -> String {
    let mut json = Json::new();
    for state in ExecutionState::ALL {
        let count = executions.clone().filter(|it| it.state == state).count();
        json = json.number(state.name(), count as u64);
    }
    json.end()
}

fn vertex_details(job: &Job, vertex: usize, world: &World) -> String {
    let spec = &job.spec.vertices[vertex];
    let executions = job.executions.get(vertex);
    let id = VertexId::next(vertex);
    let deployed = world.first(|event| {
        matches!(event, Event::TaskStateChanged { execution, to: ExecutionState::Deploying, .. }
            if execution.job == job.id && execution.vertex == id)
    });
    let own = || executions.into_iter().flatten();
    let slowest = ExecutionState::ALL.into_iter().find(|state| own().any(|it| it.state == *state));
    Json::new()
        .text("id", &[&job.id.hex()[..30], &["0", &vertex.to_string()].concat()[..2]].concat())
        .text("name", &spec.name)
        .number("maxParallelism", 128)
        .number("parallelism", own().count() as u64)
        .text("status", slowest.map_or("CREATED", ExecutionState::name))
        .perhaps("start-time", deployed.map(epoch))
        .raw("tasks", &counts(own()))
        .end()
}

/// `/jobmanager/config`: what the configuration file says.
fn settings(world: &World) -> Vec<String> {
    let pairs = world.cluster.config.pairs();
    let rows = pairs.map(|(key, value)| Json::new().text("key", key).text("value", value).end());
    let rows: Vec<String> = rows.collect();
    vec![["[", &rows.join(","), "]"].concat()]
}
