//! Files: Flink's folder on the client's machine, HDFS, and what high availability keeps in ZooKeeper.
//!
//! Each is a list of paths made from what is true; `ls` and `cat` look things up in it.

use super::super::jars;
use super::super::{Answer, Mistake, MistakeKind, Word};
use super::{World, line, missing, not_simulated, text, wrong};
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
    let settings = cluster.config.pairs().map(|(key, value)| [key, ": ", value].concat());
    let mut files = vec![(configuration(cluster.version).to_owned(), settings.collect())];
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
    }
    if let Some(session) = cluster.remembered_session() {
        let id = ["applicationID=", &cluster.name_of(session)].concat();
        let lines = ["#Generated YARN properties file", "dynamicPropertiesString="];
        let lines = lines.map(str::to_owned).into_iter().chain([id]).collect();
        files.push(("/tmp/.yarn-properties-root".to_owned(), lines));
    }
    files
}

/// HDFS: what clients upload, savepoints, and the folder of high availability.
fn distributed(world: &World) -> Vec<File> {
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
fn children(files: &[File], folder: &str) -> Option<Vec<String>> {
    let folder = folder.trim_end_matches('/');
    let prefix = if folder.is_empty() { String::new() } else { [folder, "/"].concat() };
    let mut names: Vec<String> = Vec::new();
    for (path, _) in files {
        let Some(rest) = path.strip_prefix(&prefix) else { continue };
        let name = rest.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned();
        if !name.is_empty()
            && !names.contains(&name)
            && (!path.starts_with('/') || folder.starts_with('/'))
        {
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

/// `cat file`
pub(super) fn cat<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    let file = words.get(1).ok_or_else(|| missing(words, "<file>"))?;
    let found = local(world).into_iter().find(|(path, _)| path == own(file.text));
    Ok(match found {
        Some((path, _)) if path.starts_with("bin/") || path.ends_with(".jar") => {
            return Err(wrong(file, MistakeKind::NotSimulated));
        }
        Some((_, lines)) => Answer::Print(lines),
        None => Answer::Refused(line(&["cat: ", file.text, ": No such file or directory"])),
    })
}

/// `hdfs dfs -ls|-cat|-put|-mkdir|-rm …`
pub(super) fn hdfs<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    if text(words, 1) != "dfs" {
        return Err(not_simulated(words, 1));
    }
    let mut paths = words.iter().skip(3).filter(|word| !word.text.starts_with('-'));
    let path = paths.next_back().map_or("/user/root", |word| word.text);
    let path = path.trim_start_matches("hdfs://").trim_end_matches('/');
    match text(words, 2) {
        "-ls" => {
            let files = distributed(world);
            let Some(names) = children(&files, if path.is_empty() { "/" } else { path }) else {
                let told = ["ls: `", path, "': No such file or directory"];
                return Ok(Answer::Refused(line(&told)));
            };
            let mut out = line(&["Found ", &names.len().to_string(), " items"]);
            for name in names {
                let full = [path, "/", &name].concat();
                let is_file = files.iter().any(|(file, _)| *file == full);
                let rights = if is_file { "-rw-r--r--   3" } else { "drwxr-xr-x   -" };
                out.push([rights, " root supergroup  ", &full].concat());
            }
            Ok(Answer::Print(out))
        }
        // The simulated HDFS keeps what Flink writes; what is put there by hand is there already.
        "-put" | "-mkdir" | "-copyFromLocal" => Ok(Answer::Outside(words[0])),
        _ => Err(not_simulated(words, 2)),
    }
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
