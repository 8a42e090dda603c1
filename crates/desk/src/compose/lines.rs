//! The line of a shell.

use super::{Mode, Plan};
use crate::keys;
use model::FlinkVersion;
use model::command::{Platform, table};

/// Settings in order: names as the version has them, and values.
type Settings = Vec<(String, String)>;

/// The application that a job is given to, where YARN has not yet made one.
const APPLICATION: &str = "application_1622535605178_0003";

/// The name that a key has in a version.
pub(super) fn named(key: &str, version: FlinkVersion) -> String {
    let here = keys::named(key).filter(|known| known.exists_in(version));
    here.or_else(|| keys::instead(key, version)).map_or(key, |key| key.name).to_owned()
}

impl Plan<'_> {
    fn set(&self, settings: &mut Settings, key: &str, value: &str) {
        settings.push((named(key, self.version), value.to_owned()));
    }

    /// What belongs to the processes of a cluster.
    pub(super) fn of_cluster(&self) -> Settings {
        let mut all = Settings::new();
        self.set(&mut all, "jobmanager.memory.process.size", self.get("jm"));
        self.set(&mut all, "taskmanager.memory.process.size", self.get("tm"));
        self.set(&mut all, "taskmanager.numberOfTaskSlots", self.get("slots"));
        if self.get("ha") == "on" {
            // 1.13 knows the short name of ZooKeeper only.
            let kind = match (self.on, self.version) {
                (Platform::Kubernetes, FlinkVersion::V1_13) => {
                    "org.apache.flink.kubernetes.highavailability.KubernetesHaServicesFactory"
                }
                (Platform::Kubernetes, _) => "kubernetes",
                _ => "zookeeper",
            };
            self.set(&mut all, "high-availability.type", kind);
            self.set(&mut all, "high-availability.storageDir", &self.folder("ha"));
            if !self.on_kubernetes() {
                self.set(
                    &mut all,
                    "high-availability.zookeeper.quorum",
                    "zk-1:2181,zk-2:2181,zk-3:2181",
                );
            }
        }
        all
    }

    /// What belongs to its jobs.
    pub(super) fn of_jobs(&self) -> Settings {
        let mut all = Settings::new();
        let interval = self.get("checkpoints");
        if interval != "off" {
            self.set(&mut all, "execution.checkpointing.interval", interval);
            self.set(&mut all, "execution.checkpointing.dir", &self.folder("checkpoints"));
        }
        let strategy = self.get("restart");
        if strategy != "default" {
            self.set(&mut all, "restart-strategy.type", strategy);
        }
        if strategy == "fixed-delay" {
            self.set(&mut all, "restart-strategy.fixed-delay.attempts", "3");
            self.set(&mut all, "restart-strategy.fixed-delay.delay", "10s");
        }
        all
    }

    /// Where all machines can read and write.
    fn folder(&self, name: &str) -> String {
        let root = if self.on_kubernetes() { "s3://bucket/flink/" } else { "hdfs:///flink/" };
        [root, name].concat()
    }

    /// What Kubernetes must know of a cluster.
    fn of_pods(&self) -> Settings {
        let mut all = Settings::new();
        self.set(&mut all, "kubernetes.cluster-id", self.get("name"));
        self.set(&mut all, "kubernetes.container.image.ref", &self.image());
        self.set(&mut all, "kubernetes.service-account", "flink");
        all
    }

    pub(super) fn image(&self) -> String {
        match self.mode {
            Mode::Session => ["flink:", self.version.name()].concat(),
            _ => ["registry.example.com/", self.get("name"), ":1"].concat(),
        }
    }

    /// `-c CLASS`, unless the manifest says it.
    fn class(&self) -> Vec<String> {
        match self.get("class") {
            "" => Vec::new(),
            class => vec!["-c ".to_owned() + class],
        }
    }

    /// The jar's path inside the image.
    pub(super) fn inside(&self) -> String {
        let jar = self.get("jar").rsplit('/').next().unwrap_or_default();
        ["local:///opt/flink/usrlib/", jar].concat()
    }

    fn parallelism(&self) -> String {
        ["-p ", self.get("parallelism")].concat()
    }

    /// `flink run`, or what the version has for an application.
    fn run(&self, target: &str) -> Vec<String> {
        let application = target.ends_with("-application");
        let action = match application && self.version.traits().has_run_application {
            true => "bin/flink run-application",
            false => "bin/flink run",
        };
        vec![[action, " -d -t ", target].concat()]
    }
}

fn properties(settings: Settings) -> impl Iterator<Item = String> {
    settings.into_iter().map(|(key, value)| ["-D", &key, "=", &value].concat())
}

/// The line, a part each, joined as a shell goes on.
pub(super) fn line(plan: &Plan<'_>) -> String {
    match plan.on {
        Platform::Standalone => standalone(plan),
        Platform::Yarn => yarn(plan),
        Platform::Kubernetes => kubernetes(plan),
    }
    .into_iter()
    .map(|parts| parts.join(" \\\n  "))
    .collect::<Vec<_>>()
    .join("\n")
}

/// On fixed machines sizes stand in the file of each; the scripts take what differs.
fn standalone(plan: &Plan<'_>) -> Vec<Vec<String>> {
    match plan.mode {
        Mode::Session => vec![vec!["bin/start-cluster.sh".to_owned()]],
        Mode::Job => vec![given(plan, vec!["bin/flink run -d".to_owned()])],
        Mode::Application | Mode::PerJob => {
            let mut first = vec!["bin/standalone-job.sh start".to_owned()];
            if !plan.get("class").is_empty() {
                first.push(["--job-classname ", plan.get("class")].concat());
            }
            // Without the option it looks for the jar in lib/ and usrlib/ only.
            let mut options = table::of(table::STANDALONE_JOB);
            if options.any(|it| it.long == "--jars" && it.exists_in(plan.version)) {
                first.push(["--jars ", plan.get("jar")].concat());
            }
            let parallelism =
                [("parallelism.default".to_owned(), plan.get("parallelism").to_owned())];
            let mut settings = plan.of_cluster();
            settings.retain(|(key, _)| !key.starts_with("taskmanager."));
            first.extend(properties(settings));
            first.extend(properties(parallelism.to_vec()));
            first.extend(properties(plan.of_jobs()));
            let mut own = plan.of_cluster();
            own.retain(|(key, _)| !key.starts_with("jobmanager."));
            let start = ["bin/taskmanager.sh start".to_owned()];
            vec![first, start.into_iter().chain(properties(own)).collect()]
        }
    }
}

/// A job for a cluster that runs.
fn given(plan: &Plan<'_>, mut parts: Vec<String>) -> Vec<String> {
    parts.push(plan.parallelism());
    let mut settings = plan.of_jobs();
    // Where checkpoints lie is the cluster's.
    settings.retain(|(key, _)| !key.ends_with(".dir"));
    parts.extend(properties(settings));
    parts.extend(plan.class());
    parts.push(plan.get("jar").to_owned());
    parts
}

fn yarn(plan: &Plan<'_>) -> Vec<Vec<String>> {
    let name = || [("yarn.application.name".to_owned(), plan.get("name").to_owned())].to_vec();
    vec![match plan.mode {
        Mode::Session => {
            let mut settings = plan.of_cluster();
            settings.retain(|(key, _)| {
                !key.ends_with(".memory.process.size") && !key.ends_with("numberOfTaskSlots")
            });
            let options =
                ["-nm ", "-jm ", "-tm ", "-s "].into_iter().zip(["name", "jm", "tm", "slots"]);
            let options = options.map(|(option, field)| option.to_owned() + plan.get(field));
            let start = ["bin/yarn-session.sh -d".to_owned()].into_iter();
            start
                .chain(options)
                .chain(properties(settings))
                .chain(properties(plan.of_jobs()))
                .collect()
        }
        Mode::Job => {
            let mut parts = plan.run("yarn-session");
            parts.push(["-Dyarn.application.id=", APPLICATION].concat());
            given(plan, parts)
        }
        Mode::Application | Mode::PerJob => {
            let target =
                if plan.mode == Mode::PerJob { "yarn-per-job" } else { "yarn-application" };
            let mut parts = plan.run(target);
            parts.extend(properties(name()));
            whole(plan, parts, plan.get("jar").to_owned())
        }
    }]
}

/// A cluster and its job in one line.
fn whole(plan: &Plan<'_>, mut parts: Vec<String>, jar: String) -> Vec<String> {
    parts.extend(properties(plan.of_cluster()));
    parts.push(plan.parallelism());
    parts.extend(properties(plan.of_jobs()));
    parts.extend(plan.class());
    parts.push(jar);
    parts
}

fn kubernetes(plan: &Plan<'_>) -> Vec<Vec<String>> {
    vec![match plan.mode {
        Mode::Session => {
            let start = ["bin/kubernetes-session.sh".to_owned()].into_iter();
            let pods = start.chain(properties(plan.of_pods()));
            pods.chain(properties(plan.of_cluster())).chain(properties(plan.of_jobs())).collect()
        }
        Mode::Job => {
            let mut parts = plan.run("kubernetes-session");
            parts.push(["-Dkubernetes.cluster-id=", plan.get("name")].concat());
            given(plan, parts)
        }
        Mode::Application | Mode::PerJob => {
            let mut parts = plan.run("kubernetes-application");
            parts.extend(properties(plan.of_pods()));
            whole(plan, parts, plan.inside())
        }
    }]
}
