//! Files: Flink's folder on the client's machine, what Flink keeps in HDFS, and what high availability keeps in ZooKeeper.
//!
//! Each is a list of paths made from what is true; `ls` and `cat` look things up in it.

use super::super::jars;
use super::super::{Answer, LogOf, Mistake, MistakeKind, Word};
use super::{World, line, missing, wrong};
use crate::cluster::{
    Cluster, FlinkCluster, Mode, Savepoint, SavepointPhase, YarnApplicationState,
};
use crate::scenario::Provider;
use crate::{FlinkVersion, key};

/// A file and its lines.
type File = (String, Vec<String>);

/// What is called a configuration file here.
const fn configuration(version: FlinkVersion) -> &'static str {
    match version {
        FlinkVersion::V1_13 | FlinkVersion::V1_17 | FlinkVersion::V1_20 => "conf/flink-conf.yaml",
        FlinkVersion::V2_0 | FlinkVersion::V2_3 => "conf/config.yaml",
    }
}

/// The client's folder, which is Flink's.
fn local(world: &World) -> Vec<File> {
    let cluster = world.cluster;
    let mut files = vec![(configuration(cluster.version).to_owned(), world.settings())];
    let scripts = [
        "flink",
        "jobmanager.sh",
        "kubernetes-session.sh",
        "standalone-job.sh",
        "start-cluster.sh",
        "stop-cluster.sh",
        "taskmanager.sh",
        "yarn-session.sh",
    ];
    files.extend(scripts.map(|name| (["bin/", name].concat(), Vec::new())));
    files.extend(jars::all(world.scenario).into_iter().map(|jar| (jar, Vec::new())));
    if let Provider::Standalone { task_managers, job_managers } = cluster.provider {
        let masters = (0..job_managers).map(|_| "master:8081".to_owned()).collect();
        let workers = (0..task_managers).map(|n| ["worker-", &n.to_string()].concat()).collect();
        files.extend([("conf/masters".to_owned(), masters), ("conf/workers".to_owned(), workers)]);
        files.extend(logs(cluster).into_iter().map(|(path, _)| (path, Vec::new())));
    }
    if let Some(session) = cluster.remembered_session() {
        let id = ["applicationID=", &cluster.name_of(session)].concat();
        let lines = ["#Generated YARN properties file", "dynamicPropertiesString="];
        let lines = lines.map(str::to_owned).into_iter().chain([id]).collect();
        files.push(("/tmp/.yarn-properties-root".to_owned(), lines));
    }
    files
}

/// What processes on fixed machines write.
fn logs(cluster: &Cluster) -> Vec<(String, LogOf)> {
    let jms = cluster.job_managers.iter().map(|jm| {
        let script = match cluster.flink(jm.cluster).mode {
            Mode::Session => "standalonesession",
            Mode::Application(_) | Mode::PerJob(_) => "standalonejob",
        };
        let number = jm.id.0.to_string();
        (
            ["log/flink-root-", script, "-", &number, "-master.log"].concat(),
            LogOf::JobManager(jm.id),
        )
    });
    let tms = cluster.task_managers.iter().map(|tm| {
        let number = tm.id.0.to_string();
        let parts = ["log/flink-root-taskexecutor-", &number, "-worker-", &number, ".log"];
        (parts.concat(), LogOf::TaskManager(tm.id))
    });
    jms.chain(tms).collect()
}

/// Every file of the client's folder.
pub(in super::super) fn own_files(world: &World) -> Vec<String> {
    local(world).into_iter().map(|(path, _)| path).collect()
}

/// The lines of a file of the client's machine.
pub(super) fn own_lines(path: &str, world: &World) -> Option<Vec<String>> {
    local(world).into_iter().find(|(file, _)| file == own(path)).map(|(_, lines)| lines)
}

/// HDFS: what clients upload, savepoints, and the folder of high availability.
pub(super) fn distributed(world: &World) -> Vec<File> {
    let cluster = world.cluster;
    let mut paths = Vec::new();
    let staging = cluster.platform.iter().flat_map(|platform| &platform.staging);
    for id in staging.filter_map(|files| files.cluster) {
        for name in ["flink-conf.yaml", "lib/flink-dist.jar"] {
            paths.push(["/user/root/.flink/", &id.application_id(), "/", name].concat());
        }
    }
    let completed = |it: &&Savepoint| it.phase == SavepointPhase::Completed;
    for savepoint in cluster.savepoints.iter().filter(completed) {
        let path = savepoint.path();
        let path = path.trim_start_matches("hdfs://").trim_start_matches("file:").to_owned();
        paths.push([&path, "/_metadata"].concat());
    }
    for job in cluster.jobs.iter().filter(|job| job.persisted) {
        let name = ha_id(world, job.cluster);
        paths.push(["/flink/ha/", &name, "/submittedJobGraph-", &job.id.hex()[..12]].concat());
        if job.last_checkpoint.is_some() {
            paths
                .push(["/flink/ha/", &name, "/completedCheckpoint-", &job.id.hex()[..12]].concat());
        }
    }
    paths.into_iter().map(|path| (path, Vec::new())).collect()
}

/// `high-availability.cluster-id`: the application's or Deployment's name; on fixed machines the default.
fn ha_id(world: &World, id: crate::ClusterId) -> String {
    match world.cluster.provider {
        Provider::Standalone { .. } => "default".to_owned(),
        Provider::Yarn { .. } | Provider::Kubernetes { .. } => {
            world.cluster.name_of(world.cluster.flink(id))
        }
    }
}

/// ZooKeeper: who leads, which jobs there are, and their checkpoints.
fn nodes(world: &World) -> Vec<File> {
    let cluster = world.cluster;
    let mut nodes = vec![("/zookeeper/quota".to_owned(), Vec::new())];
    for flink in &cluster.clusters {
        let root = ["/flink/", &ha_id(world, flink.id)].concat();
        if flink.leader.is_some() {
            for component in ["dispatcher", "resource_manager", "rest_server"] {
                let path = [&root, "/leader/", component, "/connection_info"].concat();
                nodes.push((path, Vec::new()));
            }
            nodes.push(([&root, "/leader/latch"].concat(), Vec::new()));
        }
        for job in cluster.jobs_of(flink.id).filter(|job| job.persisted) {
            let id = job.id.hex();
            nodes.push(([&root, "/jobgraphs/", &id].concat(), Vec::new()));
            let checkpoint =
                job.last_checkpoint.map_or_else(String::new, |it| ["/", &it.to_string()].concat());
            nodes.push(([&root, "/jobs/", &id, "/checkpoints", &checkpoint].concat(), Vec::new()));
            let counter = job.checkpoint_counter.to_string();
            nodes.push(([&root, "/jobs/", &id, "/checkpoint_id_counter"].concat(), vec![counter]));
        }
    }
    nodes
}

/// What lies in a folder: names, each once. `None`: there is no such folder.
pub(super) fn children(files: &[File], folder: &str) -> Option<Vec<String>> {
    let rooted = folder.starts_with('/');
    let folder = folder.trim_end_matches('/');
    let prefix = if folder.is_empty() { String::new() } else { [folder, "/"].concat() };
    let mut names: Vec<String> = Vec::new();
    for (path, _) in files {
        let Some(rest) = path.strip_prefix(&prefix) else { continue };
        let name = rest.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned();
        if !name.is_empty() && !names.contains(&name) && (!path.starts_with('/') || rooted) {
            names.push(name);
        }
    }
    names.sort();
    (!names.is_empty()).then_some(names)
}

/// A path of the client's machine as it stands in the list.
fn own(path: &str) -> &str {
    let path = path.trim_start_matches("./").trim_start_matches("$FLINK_HOME/");
    let path = path.strip_prefix("/opt/flink").unwrap_or(path);
    if path.starts_with("/tmp") { path } else { path.trim_start_matches('/').trim_end_matches('.') }
}

/// `ls [-l] [folder]`
pub(super) fn ls<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    let asked = words.iter().skip(1).find(|word| !word.text.starts_with('-'));
    let path = asked.map_or("", |word| word.text);
    let files = local(world);
    if files.iter().any(|(file, _)| file == own(path)) {
        return Ok(Answer::Print(line(&[path])));
    }
    Ok(match children(&files, own(path)) {
        Some(names) => Answer::Print(names),
        None => {
            let told = ["ls: cannot access '", path, "': No such file or directory"];
            Answer::Refused(line(&told))
        }
    })
}

/// `cat file …`
pub(super) fn cat<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    let files: Vec<Word> =
        words.iter().skip(1).filter(|word| !word.text.starts_with('-')).copied().collect();
    let first = files.first().ok_or_else(|| missing(words, "<file>"))?;
    if let Provider::Standalone { .. } = world.cluster.provider
        && let Some((_, of)) =
            logs(world.cluster).into_iter().find(|(path, _)| path == own(first.text))
    {
        return Ok(Answer::Log(of));
    }
    let mut lines = Vec::new();
    for file in files {
        let path = own(file.text);
        match own_lines(path, world) {
            Some(_) if path.starts_with("bin/") || path.ends_with(".jar") => {
                return Err(wrong(&file, MistakeKind::NotSimulated));
            }
            Some(more) => lines.extend(more),
            None => {
                lines.push(["cat: ", file.text, ": No such file or directory"].concat());
                return Ok(Answer::Refused(lines));
            }
        }
    }
    Ok(Answer::Print(lines))
}

/// `zkCli.sh [-server host:port] ls|get <node>`
pub(super) fn zookeeper<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    let cluster = world.cluster;
    let kind = cluster.config.value(key::HighAvailability, cluster.version);
    if !kind.is_some_and(|kind| kind.eq_ignore_ascii_case("zookeeper")) {
        return Err(wrong(&words[0], MistakeKind::NoZooKeeper));
    }
    let mut rest = words.iter().skip(1).filter(|word| !matches!(word.text, "-server" | "-R"));
    let verb = rest.by_ref().find(|word| !word.text.contains(':'));
    let verb = verb.ok_or_else(|| missing(words, "ls /flink"))?;
    let path = rest.next().map_or("/", |word| word.text);
    let nodes = nodes(world);
    let none = || Answer::Refused(line(&["Node does not exist: ", path]));
    Ok(match verb.text {
        "ls" => match children(&nodes, if path == "/" { "/" } else { path }) {
            Some(names) => Answer::Print(line(&["[", &names.join(", "), "]"])),
            None if nodes.iter().any(|(node, _)| node == path) => Answer::Print(line(&["[]"])),
            None => none(),
        },
        "get" => match nodes.into_iter().find(|(node, _)| node == path) {
            Some((_, lines)) if !lines.is_empty() => Answer::Print(lines),
            // Serialized Java objects: addresses, handles to files.
            Some(_) => return Err(wrong(verb, MistakeKind::NotSimulated)),
            None => none(),
        },
        _ => return Err(wrong(verb, MistakeKind::NotSimulated)),
    })
}

impl Cluster {
    /// The session that YARN's properties file names: the newest that was deployed. One that ended in order has taken
    /// the file along; one that was killed has not.
    pub(in super::super) fn remembered_session(&self) -> Option<&FlinkCluster> {
        let deployed = |it: &&FlinkCluster| {
            it.mode == Mode::Session
                && matches!(
                    it.application_state,
                    YarnApplicationState::Running
                        | YarnApplicationState::Failed
                        | YarnApplicationState::Killed
                )
        };
        let Provider::Yarn { .. } = self.provider else { return None };
        self.clusters.iter().rev().find(deployed)
    }
}
