//! Actions, targets and addresses.

use super::{Line, found, is_known, platform_of, told};
use crate::found::{Effect, Found, Kind};
use crate::program::{Program, release};
use crate::reading::TARGETS;
use model::command::table::ACTIONS;
use model::command::{Platform, Word};

const NO_EXECUTOR: &str = "No ExecutorFactory found to execute the application.";
const NO_CLIENT: &str = "No ClusterClientFactory found. If you were targeting a Yarn cluster, please make sure to export the HADOOP_CLASSPATH environment variable or have hadoop in your classpath. …";
const NO_CLUSTER: &str =
    "No cluster id was specified. Please specify a cluster to which you would like to connect.";

/// Actions that no version, or another one, has.
pub(super) fn actions(line: &Line<'_>, out: &mut Vec<Found>) {
    if line.call.program != Program::Flink {
        return;
    }
    let Some(verb) = line.reading.verb else { return };
    if matches!(verb.text, "-h" | "--help" | "-v" | "--version") || !is_known(verb.text) {
        return;
    }
    let hint = match line.reading.action {
        Some(action) if action.exists_in(line.version) => return,
        Some(action) => match (action.since, action.name) {
            (Some(since), _) => format!("({} +)", release(since)),
            (None, _) => {
                "→ flink run -t yarn-application, flink run -t kubernetes-application (2.0 +)"
                    .to_owned()
            }
        },
        None => {
            let far = |name: &str| crate::keys::distance(name.as_bytes(), verb.text.as_bytes());
            let near = ACTIONS
                .iter()
                .map(|it| it.name)
                .filter(|name| verb.text.len() < 30 && far(name) <= 2);
            near.min_by_key(|name| far(name)).map_or_else(String::new, |name| format!("→ {name}"))
        }
    };
    let message = format!("\"{}\" is not a valid action.", verb.text);
    out.push(told(Kind::UnknownAction, verb.at, &[verb.text, &hint], &message));
}

/// Whether the action is one of the version: otherwise nothing of the line is read.
fn is_read(line: &Line<'_>) -> bool {
    line.reading.action.is_some_and(|action| action.exists_in(line.version)) && line.is_read()
}

/// What `-t` names.
pub(super) fn targets(line: &Line<'_>, out: &mut Vec<Found>) {
    let traits = line.version.traits();
    let written = |it: &Word| is_known(it.text) || it.text.is_empty();
    let Some(target) = line.reading.target().filter(|it| is_read(line) && written(it)) else {
        return;
    };
    // `info` runs nothing.
    if line.action() == "info" {
        return;
    }
    let runs = line.action() == "run";
    let refused = if runs { NO_EXECUTOR } else { NO_CLIENT };
    let in_run_application = line.action() == "run-application";
    match target.text {
        "yarn-per-job" if !traits.has_per_job_mode => {
            out.push(told(Kind::PerJobRemoved, target.at, &[], refused));
        }
        "yarn-per-job" if runs && line.version >= model::FlinkVersion::V1_17 => {
            let warning = "Job Clusters are deprecated since Flink 1.15. Please use an Application Cluster/Application Mode instead.";
            let remark = found(Kind::PerJobDeprecated, target.at, Effect::Works, &[]);
            out.push(Found { message: Some(warning.to_owned()), ..remark });
        }
        "yarn-application" | "kubernetes-application" if runs && traits.has_run_application => {
            out.push(told(Kind::WantsRunApplication, target.at, &[target.text], NO_EXECUTOR));
        }
        other
            if in_run_application
                && TARGETS.contains(&other)
                && !other.ends_with("-application") =>
        {
            let message = wants_run(other);
            out.push(told(Kind::WantsRun, target.at, &[other], &message));
        }
        "local" if !runs && !in_run_application => {
            out.push(told(Kind::UnknownTarget, target.at, &["local", ""], NO_CLIENT));
        }
        known if TARGETS.contains(&known) => {}
        other => {
            let far = |name: &str| crate::keys::distance(name.as_bytes(), other.as_bytes());
            let near = TARGETS
                .into_iter()
                .filter(|name| other.len() < 40 && far(name) <= 4)
                .min_by_key(|name| far(name));
            let hint = near.map_or_else(String::new, |name| format!("→ {name}"));
            out.push(told(Kind::UnknownTarget, target.at, &[other, &hint], refused));
        }
    }
}

/// What a client of another mode says to an application.
fn wants_run(target: &str) -> String {
    match platform_of(target) {
        Some(Platform::Yarn) => format!(
            "Couldn't deploy Yarn Application Cluster. Expected deployment.target=yarn-application but actual one was \"{target}\""
        ),
        Some(Platform::Kubernetes) => format!(
            "Couldn't deploy Kubernetes Application Cluster. Expected deployment.target=kubernetes-application but actual one was \"{target}\""
        ),
        Some(Platform::Standalone) => {
            "Application Mode not supported by standalone deployments.".to_owned()
        }
        None => NO_CLIENT.to_owned(),
    }
}

/// What `-m` names.
pub(super) fn addresses(line: &Line<'_>, out: &mut Vec<Found>) {
    let Some(address) = line.reading.option("--jobmanager").and_then(|known| known.value) else {
        return;
    };
    let is_flink = line.call.program == Program::Flink;
    if !is_flink
        || !is_read(line)
        || !is_known(address.text)
        || line.reading.target().is_some_and(|it| it.text != "remote")
    {
        return;
    }
    if address.text == "yarn-cluster" {
        if line.action() == "run" && !line.version.traits().has_per_job_mode {
            out.push(told(
                Kind::YarnClusterGone,
                address.at,
                &[],
                "java.lang.IllegalStateException",
            ));
        }
        return;
    }
    let behind = address.text.rsplit_once("://").map_or(address.text, |(_, rest)| rest);
    let port = behind.rsplit_once(':').map(|(_, port)| port.split('/').next().unwrap_or(port));
    // Up to 1.17 a scheme is no part of an address (runs of all five versions).
    let schemed = address.text.contains("://") && line.version < model::FlinkVersion::V1_20;
    match port.filter(|_| !schemed) {
        Some("6123") => out.push(found(Kind::RpcPort, address.at, Effect::Fails, &[])),
        Some(port) if port.parse::<u16>().is_ok() => {}
        Some(port) if port.parse::<u32>().is_ok() => {
            let message = ["port out of range:", port].concat();
            out.push(told(Kind::NoPort, address.at, &[address.text, ""], &message));
        }
        Some(_) | None => {
            let hint = if TARGETS.contains(&address.text) {
                format!("→ -t {}", address.text)
            } else {
                String::new()
            };
            let word = |port: &str| port.starts_with(|c: char| c.is_ascii_alphabetic());
            let letters = port.is_some_and(word) && !schemed;
            let why = if letters { "is invalid" } else { "doesn't contain a valid port" };
            let message = format!("The given host:port ('{}') {why}", address.text);
            out.push(told(Kind::NoPort, address.at, &[address.text, &hint], &message));
        }
    }
}

/// A job inside the client, which does not wait.
pub(super) fn local(line: &Line<'_>, out: &mut Vec<Found>) {
    let target = line.reading.target().filter(|it| it.text == "local" && line.action() == "run");
    let detached = line.reading.option("--detached").or(line.reading.option("--yarndetached"));
    if let (Some(_), Some(known), true) = (target, detached, line.is_read()) {
        let (at, written) = (known.written.at, known.written.text);
        out.push(told(Kind::LocalDetached, at, &[written], "java.lang.IllegalStateException"));
    }
}

/// A cluster that runs must be named.
pub(super) fn clusters(line: &Line<'_>, out: &mut Vec<Found>) {
    if line.call.program != Program::Flink || !is_read(line) {
        return;
    }
    let target = line.reading.target().or(line.yarn_cluster());
    let Some(target) = target.filter(|it| TARGETS.contains(&it.text) || it.text == "yarn-cluster")
    else {
        return;
    };
    let about_running =
        matches!(line.action(), "list" | "cancel" | "stop" | "savepoint" | "checkpoint");
    let to_session = line.action() == "run" && target.text.ends_with("-session");
    let gone = target.text == "yarn-per-job" && !line.version.traits().has_per_job_mode;
    let platform = platform_of(target.text);
    let key = match platform {
        Some(Platform::Yarn) => "yarn.application.id",
        Some(Platform::Kubernetes) => "kubernetes.cluster-id",
        Some(Platform::Standalone) | None => return,
    };
    if line.reading.value(key).is_some() || gone || !(about_running || to_session) {
        return;
    }
    let place = &[target.text, key];
    out.push(match (platform, to_session) {
        // The client makes a name of its own for a cluster that is not there.
        (Some(Platform::Kubernetes), true) => told(
            Kind::NoClusterId,
            target.at,
            place,
            "… Could not get the rest endpoint of flink-cluster-…",
        ),
        (_, true) => told(Kind::NoClusterId, target.at, place, "java.lang.IllegalStateException"),
        (_, false) => told(Kind::NoClusterId, target.at, place, NO_CLUSTER),
    });
}

/// Ids of YARN's applications.
pub(super) fn ids(line: &Line<'_>, out: &mut Vec<Found>) {
    let of_flink = line.reading.value("yarn.application.id");
    let of_yarn = match line.call.program {
        Program::Yarn => line.call.words.windows(2).find(|pair| {
            matches!(
                pair.first().map(|word| word.text.as_str()),
                Some("-kill" | "-status" | "-applicationId")
            )
        }),
        _ => None,
    };
    let of_yarn =
        of_yarn.and_then(|pair| pair.get(1)).map(|it| Word { text: it.text.as_str(), at: it.at });
    let Some(id) = of_flink.or(of_yarn).filter(|id| is_known(id.text)) else { return };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = id.text.strip_prefix("application_").and_then(|rest| rest.split_once('_'));
    if !parts.is_some_and(|(start, number)| digits(start) && digits(number)) {
        let message = match id.text.starts_with("application_") {
            true => format!("Invalid ApplicationId: {}", id.text),
            false => format!(
                "Invalid ApplicationId prefix: {}. The valid ApplicationId should start with prefix application",
                id.text
            ),
        };
        out.push(told(Kind::BadApplicationId, id.at, &[id.text], &message));
    }
}

/// Lines that name no target.
pub(super) fn without(line: &Line<'_>, out: &mut Vec<Found>) {
    if let Program::Session(Platform::Yarn) = line.call.program {
        let ship = line.reading.option("--ship").and_then(|known| known.value);
        if let Some(ship) = ship.filter(|ship| TARGETS.contains(&ship.text)) {
            let message = format!("Ship file {} does not exist", ship.text);
            out.push(told(Kind::TargetAsShip, ship.at, &[], &message));
        }
    }
    let Some(verb) =
        line.reading.verb.filter(|_| line.call.program == Program::Flink && is_read(line))
    else {
        return;
    };
    let addressed = line.reading.target().is_some()
        || line.reading.option("--jobmanager").is_some()
        || line.reading.value("yarn.application.id").is_some()
        || line.reading.value("rest.address").is_some();
    if addressed {
        return;
    }
    match line.action() {
        // The jar is looked for first.
        "run-application" if line.reading.plain.is_empty() => {}
        "run-application" => {
            let message = "Application Mode not supported by standalone deployments.";
            out.push(told(Kind::ApplicationOnStandalone, verb.at, &[], message));
        }
        "info" => {}
        _ => out.push(found(Kind::PropertiesFile, verb.at, Effect::Works, &[])),
    }
}
