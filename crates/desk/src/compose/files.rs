//! The configuration file, and the resources of the Kubernetes operator.

use super::lines::named;
use super::{Mode, Plan};
use model::FlinkVersion;

/// The name of the file that a version reads, and its text.
pub(super) fn configuration(plan: &Plan<'_>) -> (&'static str, String) {
    let mut settings = match plan.mode {
        Mode::Job => Vec::new(),
        Mode::Session | Mode::Application | Mode::PerJob => plan.of_cluster(),
    };
    settings.push((named("parallelism.default", plan.version), plan.get("parallelism").to_owned()));
    settings.extend(plan.of_jobs());
    match plan.version {
        FlinkVersion::V1_13 | FlinkVersion::V1_17 => ("conf/flink-conf.yaml", flat(&settings, "")),
        FlinkVersion::V1_20 | FlinkVersion::V2_0 | FlinkVersion::V2_3 => {
            ("conf/config.yaml", nested(&settings))
        }
    }
}

/// A key a line.
fn flat(settings: &[(String, String)], indent: &str) -> String {
    let line = |(key, value): &(String, String)| [indent, key, ": ", value, "\n"].concat();
    settings.iter().map(line).collect()
}

/// What the keys have in common is written once, as in the file that is shipped since 1.19.
fn nested(settings: &[(String, String)]) -> String {
    let mut sorted: Vec<(Vec<&str>, &str)> =
        settings.iter().map(|(key, value)| (key.split('.').collect(), value.as_str())).collect();
    sorted.sort();
    let (mut text, mut open): (String, Vec<&str>) = (String::new(), Vec::new());
    for (path, value) in sorted {
        let Some((last, above)) = path.split_last() else { continue };
        let common = open.iter().zip(above).take_while(|(a, b)| a == b).count();
        open.truncate(common);
        for part in above.iter().skip(common) {
            text.extend(["  ".repeat(open.len()).as_str(), part, ":\n"]);
            open.push(part);
        }
        text.extend(["  ".repeat(open.len()).as_str(), last, ": ", value, "\n"]);
    }
    text
}

/// What the operator calls a version.
fn flink_version(version: FlinkVersion) -> String {
    ["v", &version.name().replace('.', "_")].concat()
}

/// `FlinkDeployment`, and for a job of a session `FlinkSessionJob`.
pub(super) fn operator(plan: &Plan<'_>) -> String {
    match plan.mode {
        Mode::Job => session_job(plan),
        Mode::Session => deployment(plan),
        Mode::Application | Mode::PerJob => deployment(plan) + &job(plan, &plan.inside()),
    }
}

fn head(kind: &str, name: &str) -> String {
    [
        "apiVersion: flink.apache.org/v1beta1\nkind: ",
        kind,
        "\nmetadata:\n  name: ",
        name,
        "\nspec:\n",
    ]
    .concat()
}

fn deployment(plan: &Plan<'_>) -> String {
    let mut settings = plan.of_cluster();
    // The sizes are fields of the resource.
    settings.retain(|(key, _)| !key.ends_with(".memory.process.size"));
    settings.extend(plan.of_jobs());
    for (_, value) in &mut settings {
        *value = ["\"", value, "\""].concat();
    }
    let resource = |manager: &str, memory: &str, cpu: &str| {
        ["  ", manager, ":\n    resource:\n      memory: \"", memory, "\"\n      cpu: ", cpu, "\n"]
            .concat()
    };
    [
        head("FlinkDeployment", plan.get("name")),
        ["  image: ", &plan.image(), "\n"].concat(),
        ["  flinkVersion: ", &flink_version(plan.version), "\n"].concat(),
        "  serviceAccount: flink\n".to_owned(),
        "  flinkConfiguration:\n".to_owned(),
        flat(&settings, "    "),
        resource("jobManager", plan.get("jm"), "1"),
        resource("taskManager", plan.get("tm"), plan.get("slots")),
    ]
    .concat()
}

fn session_job(plan: &Plan<'_>) -> String {
    let jar = ["https://repo.example.com/", plan.get("jar").trim_start_matches('/')].concat();
    let name = [plan.get("name"), "-job"].concat();
    let deployment = ["  deploymentName: ", plan.get("name"), "\n"].concat();
    [head("FlinkSessionJob", &name), deployment, job(plan, &jar)].concat()
}

/// How the operator replaces a job: by its last state, where high availability and checkpoints keep one.
fn job(plan: &Plan<'_>, jar: &str) -> String {
    let keeps = plan.get("ha") == "on" && plan.get("checkpoints") != "off";
    let class = match plan.get("class") {
        "" => String::new(),
        class => ["    entryClass: ", class, "\n"].concat(),
    };
    [
        "  job:\n    jarURI: ",
        jar,
        "\n",
        &class,
        "    parallelism: ",
        plan.get("parallelism"),
        "\n    upgradeMode: ",
        if keeps { "last-state" } else { "stateless" },
        "\n",
    ]
    .concat()
}
