//! Scripts, configuration files, and the programs of YARN, Kubernetes and Docker.

use super::{Line, found, told};
use crate::found::{Effect, Found, Kind};
use crate::line::MOST_WORDS;
use crate::program::Program;
use crate::shell::base;
use model::FlinkVersion;
use model::command::Place;

/// Flink's own scripts.
pub(super) fn scripts(line: &Line<'_>, out: &mut Vec<Found>) {
    let name = line.call.name.map_or(Place::default(), |name| name.at);
    match line.call.program {
        Program::StandaloneJob | Program::JobManager | Program::TaskManager => {
            let verb = line.reading.verb.map(|verb| verb.text);
            let known = matches!(verb, Some("start" | "start-foreground" | "stop" | "stop-all"));
            if !known && !line.call.in_image {
                let at = line
                    .reading
                    .verb
                    .map_or(Place { start: name.end, end: name.end }, |verb| verb.at);
                out.push(found(Kind::MissingVerb, at, Effect::Fails, &[]));
            }
            let starts = verb.is_none_or(|verb| verb.starts_with("start"));
            if line.call.program == Program::StandaloneJob && starts {
                out.push(found(Kind::NoTaskManagers, name, Effect::Works, &[]));
            }
        }
        Program::StartCluster | Program::StopCluster => {
            for word in line.reading.rest.iter().take(20) {
                out.push(found(Kind::IgnoredWords, word.at, Effect::Differs, &[word.text]));
            }
        }
        Program::Flink
        | Program::Session(_)
        | Program::OtherScript
        | Program::Yarn
        | Program::Kubectl
        | Program::Docker
        | Program::Curl
        | Program::File
        | Program::Other => {}
    }
}

/// What is no command: a line of a configuration file, or of a manifest.
pub(super) fn lines_of_files(line: &Line<'_>, out: &mut Vec<Found>) {
    let Some(name) = line.call.name.filter(|_| line.call.program == Program::File) else { return };
    if !line.reading.settings.is_empty() {
        out.push(found(Kind::ConfigLine, name.at, Effect::Works, &[]));
    }
    if matches!(name.text.as_str(), "apiVersion:" | "kind:") {
        let message = format!("bash: {}: command not found", name.text);
        out.push(told(Kind::Manifest, name.at, &[], &message));
    }
}

/// `curl` of the port that speaks no HTTP.
pub(super) fn requests(line: &Line<'_>, out: &mut Vec<Found>) {
    let words = line.call.words.iter().filter(|_| line.call.program == Program::Curl);
    for word in words.filter(|word| word.text.contains(":6123")) {
        out.push(found(Kind::RpcPort, word.at, Effect::Fails, &[]));
    }
}

/// The configuration file by its name.
pub(super) fn files(line: &Line<'_>, out: &mut Vec<Found>) {
    let migrates = line.call.name.is_some_and(|name| base(&name.text) == "migrate-config-file.sh");
    let words =
        line.statement.words.iter().take(MOST_WORDS).map(|word| (word.text.as_str(), word.at));
    let files =
        line.statement.redirections.iter().take(MOST_WORDS).map(|it| (it.file.as_str(), it.at));
    for (text, at) in words.chain(files).filter(|_| !migrates) {
        // A volume of a container is named on both sides of a colon.
        let text = text.rsplit(':').next().unwrap_or(text);
        let legacy = base(text) == "flink-conf.yaml";
        // Many programs have a config.yaml: only one in a folder "conf" is Flink's.
        let newer = base(text) == "config.yaml" && text.contains("conf/");
        match (legacy, newer, reads(line.version)) {
            (true, _, Reads::Newer) => {
                out.push(found(
                    Kind::ConfigFile,
                    at,
                    Effect::Differs,
                    &["flink-conf.yaml", "config.yaml"],
                ));
            }
            (_, true, Reads::Legacy) => {
                out.push(found(
                    Kind::ConfigFile,
                    at,
                    Effect::Differs,
                    &["config.yaml", "flink-conf.yaml"],
                ));
            }
            (true, _, Reads::Either) | (_, true, Reads::Either) => {
                out.push(found(Kind::ConfigFileWins, at, Effect::Works, &[]));
            }
            _ => {}
        }
    }
}

/// Which configuration file a version reads (`GlobalConfiguration.loadConfiguration`).
enum Reads {
    /// `flink-conf.yaml`
    Legacy,
    /// `flink-conf.yaml` if it is there, else `config.yaml`.
    Either,
    /// `config.yaml`
    Newer,
}

fn reads(version: FlinkVersion) -> Reads {
    match version {
        FlinkVersion::V1_13 | FlinkVersion::V1_17 => Reads::Legacy,
        FlinkVersion::V1_20 => Reads::Either,
        FlinkVersion::V2_0 | FlinkVersion::V2_3 => Reads::Newer,
    }
}

/// What the platforms' own programs do to Flink.
pub(super) fn platforms(line: &Line<'_>, out: &mut Vec<Found>) {
    let text = |at: usize| line.call.words.get(at).map_or("", |word| word.text.as_str());
    let Some(name) = line.call.name else { return };
    let deployment = text(1).starts_with("deploy");
    match (line.call.program, text(0), text(1)) {
        (Program::Yarn, "application" | "app", "-kill") => {
            out.push(found(Kind::KillLeaves, name.at, Effect::Works, &[]));
        }
        (Program::Kubectl, "scale", _) if deployment => {
            let more =
                line.call.words.iter().find_map(|word| word.text.strip_prefix("--replicas="));
            if more.is_some_and(|number| number.parse::<u32>().is_ok_and(|number| number > 1)) {
                out.push(found(Kind::SecondJobManager, name.at, Effect::Differs, &[]));
            }
        }
        (Program::Kubectl, "delete", _) if deployment => {
            out.push(found(Kind::DeploymentDeleted, name.at, Effect::Works, &[]));
        }
        (Program::Docker, "compose", "restart") | (Program::Docker, "restart", _) => {
            out.push(found(Kind::OldSettingsStay, name.at, Effect::Works, &[]));
        }
        _ => {}
    }
}
