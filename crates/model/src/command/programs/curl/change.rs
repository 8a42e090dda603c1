//! Requests of the REST API that change something: jobs are cancelled and stopped, savepoints taken, jars uploaded and run.
//!
//! Source: `JobCancellationHandler`, `SavepointHandlers`, `JarUploadHandler`, `JarRunHandler`.

use super::request::Request;
use super::{Json, World, epoch, errors, job, line};
use crate::command::refused::{not_found, nowhere};
use crate::command::{Answer, Mistake, MistakeKind, Word, jars as client};
use crate::state::JobStatus;
use crate::{Action, ClusterId, Config, FlinkVersion, JobId, Key};

/// What an uploaded jar is among what is kept; its id follows.
const JAR: &str = "jar ";
/// One that was deleted.
const GONE: &str = "no jar ";

pub(super) fn changed<'a>(
    request: &Request<'a>,
    path: &str,
    query: &str,
    world: &World,
    of: ClusterId,
) -> Result<Answer<'a>, Mistake> {
    let parts: Vec<&str> = path.split('/').collect();
    match (request.method, parts.as_slice()) {
        ("PATCH", ["jobs", id]) => Ok(cancel(id, query, world, of)),
        ("POST", ["jobs", id, what @ ("savepoints" | "stop")]) => {
            savepoint(request, id, *what == "stop", world, of)
        }
        ("POST", ["jars", "upload"]) => upload(request, world),
        ("POST", ["jars", id, "run"]) => run_jar(request, id, query, world),
        ("DELETE", ["jars", id]) => Ok(match uploaded(world).iter().any(|jar| jar == id) {
            true => Answer::Kept([GONE, id].concat(), line(&["{}"])),
            false => {
                Answer::Refused(errors(&["File ", id, " does not exist in /tmp/flink-web-upload."]))
            }
        }),
        _ => Err(not_simulated(request)),
    }
}

fn not_simulated(request: &Request) -> Mistake {
    Mistake { at: request.url.at, kind: MistakeKind::NotSimulated }
}

/// `PATCH /jobs/:jobid?mode=cancel`
fn cancel<'a>(id: &str, query: &str, world: &World, of: ClusterId) -> Answer<'a> {
    let Some(job) = job(id, world, of) else {
        return Answer::Refused(errors(&["Job could not be found."]));
    };
    if query == "mode=stop" {
        return Answer::Refused(errors(&[
            "The termination mode \\\"stop\\\" has been removed. For an ungraceful shutdown, please use \\\"cancel\\\" instead. For a graceful shutdown, please use \\\"jobs/:jobId/stop\\\" instead.",
        ]));
    }
    match job.status {
        JobStatus::Canceled => Answer::Print(line(&["{}"])),
        state if state.is_terminal() && world.cluster.version == FlinkVersion::V1_13 => {
            Answer::Refused(errors(&["Job could not be found."]))
        }
        state if state.is_terminal() => Answer::Refused(errors(&[
            "Job cancellation failed because the job has already reached another terminal state (",
            state.name(),
            ").",
        ])),
        _ => Answer::DoSaying(Action::Cancel { job: job.id }, line(&["{}"])),
    }
}

/// `POST /jobs/:jobid/savepoints`, `POST /jobs/:jobid/stop`: the answer is the number of the request.
fn savepoint<'a>(
    request: &Request<'a>,
    id: &str,
    stops: bool,
    world: &World,
    of: ClusterId,
) -> Result<Answer<'a>, Mistake> {
    let found = job(id, world, of).filter(|job| !job.status.is_terminal());
    let Some(job) = found else {
        return Ok(Answer::Refused(errors(&[&not_found(id)])));
    };
    let cancels = request.field("cancel-job").or_else(|| request.field("cancelJob"));
    if cancels == Some("true") {
        return Err(not_simulated(request));
    }
    let directory = request.field("target-directory").or_else(|| request.field("targetDirectory"));
    if let (None, Some(why)) = (directory, nowhere(stops, world.cluster)) {
        return Ok(Answer::Refused(errors(&[&why])));
    }
    let (job, directory) = (job.id, directory.map(str::to_owned));
    let action = match stops {
        true => Action::Stop { job, drain: request.field("drain") == Some("true"), directory },
        false => Action::Savepoint { job, directory },
    };
    let number = u16::try_from(world.cluster.savepoints.len()).unwrap_or(0);
    let id = Json::new().text("request-id", &JobId(number ^ 0x33cc).hex()).end();
    Ok(Answer::DoSaying(action, vec![id]))
}

/// What is uploaded, by the ids that Flink gives: a random part and the file's name.
fn uploaded(world: &World) -> Vec<String> {
    let mut there: Vec<String> = Vec::new();
    for change in world.kept {
        if let Some(id) = change.strip_prefix(JAR) {
            there.push(id.to_owned());
        } else if let Some(gone) = change.strip_prefix(GONE) {
            there.retain(|id| id != gone);
        }
    }
    there
}

/// `POST /jars/upload` with `-F jarfile=@app.jar`
fn upload<'a>(request: &Request<'a>, world: &World) -> Result<Answer<'a>, Mistake> {
    let Some((_, file)) = request.form.split_once("=@") else {
        return Ok(Answer::Refused(errors(&["Exactly 1 file must be sent, received 0."])));
    };
    let file = file.split(';').next().unwrap_or_default();
    if client::check_jar(&Word { text: file, at: request.url.at }, world.scenario).is_err() {
        return Ok(Answer::Refused(line(&[
            "curl: (26) Failed to open/read local data from file/application",
        ])));
    }
    let random = JobId(0x6a00 + u16::try_from(world.kept.len()).unwrap_or(0)).hex();
    let parts =
        [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| random.get(range).unwrap_or_default());
    let name = file.rsplit('/').next().unwrap_or_default();
    let id = [&parts.join("-"), "_", name].concat();
    let path = ["/tmp/flink-web-upload/", &id].concat();
    let said = Json::new().text("filename", &path).text("status", "success").end();
    Ok(Answer::Kept([JAR, &id].concat(), vec![said]))
}

/// `GET /jars`
pub(super) fn jars(address: &str, world: &World) -> Vec<String> {
    let file = |id: String| {
        let name = id.split_once('_').map_or("", |(_, name)| name);
        Json::new()
            .text("id", &id)
            .text("name", name)
            .number("uploaded", epoch(world.cluster.now))
            .list("entry", std::iter::empty())
            .end()
    };
    let files = uploaded(world).into_iter().map(file);
    vec![Json::new().text("address", address).list("files", files).end()]
}

/// `POST /jars/:jarid/run`
fn run_jar<'a>(
    request: &Request<'a>,
    id: &str,
    query: &str,
    world: &World,
) -> Result<Answer<'a>, Mistake> {
    if !uploaded(world).iter().any(|jar| jar == id) {
        let path = ["Jar file /tmp/flink-web-upload/", id, " does not exist"];
        return Ok(Answer::Refused(errors(&path)));
    }
    let asked = |name: &str, field: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .into_iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned())
            .or_else(|| request.field(field).map(str::to_owned))
    };
    let class = asked("entry-class", "entryClass");
    let at = request.url.at;
    let class = class.as_deref().map(|text| Word { text, at });
    class.as_ref().map_or(Ok(()), |class| client::check_class(class, world.scenario))?;
    let name = id.split_once('_').map_or("", |(_, name)| name);
    let jar = Word { text: name, at };
    let job = client::program(class.as_ref(), Some(&jar), world.scenario, true)?;
    let submit = Action::Submit { job, attached: false, shutdown_on_attached_exit: false };
    let action = match asked("parallelism", "parallelism").filter(|it| it.parse::<u16>().is_ok()) {
        Some(parallelism) => {
            let mut options = Config::default();
            options.set(Key::DefaultParallelism.name(), &parallelism);
            Action::Configured { options, action: Box::new(submit) }
        }
        None => submit,
    };
    let number = u16::try_from(world.cluster.jobs.len()).unwrap_or(0);
    let said = Json::new().text("jobid", &JobId(number).hex()).end();
    Ok(Answer::DoSaying(action, vec![said]))
}
