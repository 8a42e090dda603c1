//! Which cluster a line of `flink` means, or what the client says when it reaches none.
//!
//! In: the options, the cluster. Out: a cluster, or lines. Source: `CliFrontend`, `FlinkYarnSessionCli`,
//! `YarnClusterDescriptor.retrieve`, `KubernetesClusterDescriptor.retrieve`.

use super::programs;
use super::{Mistake, MistakeKind, Options, Verb, Word};
use crate::cluster::{Cluster, DeploymentTarget, FlinkCluster, Mode, YarnApplicationState};
use crate::console::{REFUSED, failed, savepoint_said};
use crate::event::SavepointPurpose;
use crate::scenario::Provider;
use crate::version::FlinkVersion;

/// What the client finds.
pub(super) enum Reached<'c> {
    /// This cluster: it is or will be there.
    Cluster(&'c FlinkCluster),
    /// Nothing; it prints that.
    Nothing(Vec<String>),
}

/// Where the client looks, by its options or else its files: the address in its configuration, or the session in
/// YARN's properties file.
pub(super) fn reach<'c>(
    verb: Verb,
    options: &Options,
    cluster: &'c Cluster,
) -> Result<Reached<'c>, Mistake> {
    let refused = || Reached::Nothing(unreachable(verb, options, cluster.version));
    // Nobody looks at `-m` beside `-t`.
    let address = options.address.filter(|_| options.target.is_none());
    if let Some(address) = address {
        check_address(&address, cluster.version)?;
        let plain = address.text.trim_start_matches("http://").trim_end_matches('/');
        let there = programs::listens_at(plain, cluster);
        return Ok(there.map_or_else(refused, Reached::Cluster));
    }
    if let Some(address) = configured(options) {
        let there = programs::listens_at(&address, cluster);
        return Ok(there.map_or_else(refused, Reached::Cluster));
    }
    let target = options.target.as_ref().map(|target| target.mode);
    let named = match cluster.provider {
        Provider::Standalone { .. } => {
            let there = cluster.clusters.iter().find(|it| it.phase.is_alive());
            return Ok(there.map_or_else(refused, Reached::Cluster));
        }
        Provider::Yarn { .. } => options.application,
        Provider::Kubernetes { .. } => options.deployment,
    };
    let yarn = matches!(cluster.provider, Provider::Yarn { .. });
    match (named, target) {
        // On Kubernetes the name alone is no target.
        (Some(id), _) if yarn || target.is_some() => {
            named_cluster(&id, verb == Verb::Run, target, cluster)
        }
        (_, Some(_)) => Ok(Reached::Nothing(thrown(
            "org.apache.flink.util.FlinkException: No cluster id was specified. Please specify a cluster to which you would like to connect.",
        ))),
        (_, None) => Ok(match cluster.remembered_session() {
            Some(session) if session.is_over() => Reached::Nothing(gone(&cluster.name_of(session))),
            Some(session) => Reached::Cluster(session),
            None => refused(),
        }),
    }
}

/// The address of a REST endpoint that a line's settings name, where no target is named.
pub(super) fn configured(options: &Options) -> Option<String> {
    let told = |key: &str| {
        let found = options.settings.iter().rev().find(|it| it.key == key);
        found.map(|setting| setting.value)
    };
    let host = told("rest.address").or_else(|| told("jobmanager.rpc.address"));
    let port = told("rest.port");
    let other = options.target.is_none() && (host.is_some() || port.is_some());
    other.then(|| [host.unwrap_or("localhost"), ":", port.unwrap_or("8081")].concat())
}

/// `NetUtils.parseHostPortAddress`; a scheme is part of an address since 1.18 or so (runs of 1.17 and 1.20).
pub(super) fn check_address(address: &Word, version: FlinkVersion) -> Result<(), Mistake> {
    let schemed = address.text.contains("://") && version < FlinkVersion::V1_20;
    let port = address.text.trim_end_matches('/').rsplit_once(':').map(|(_, port)| port);
    let valid = !schemed && port.is_some_and(|port| port.parse::<u16>().is_ok());
    let kind = MistakeKind::AddressWithoutPort;
    if valid { Ok(()) } else { Err(Mistake { at: address.at, kind }) }
}

/// The cluster that an id or a name means.
fn named_cluster<'c>(
    id: &Word,
    submits: bool,
    mode: Option<DeploymentTarget>,
    cluster: &'c Cluster,
) -> Result<Reached<'c>, Mistake> {
    let found = cluster.of_name(id.text);
    let submitted = |it: &&FlinkCluster| it.application_state != YarnApplicationState::New;
    let fits = |it: &&FlinkCluster| match (mode, it.mode) {
        (None, _)
        | (Some(DeploymentTarget::Session), Mode::Session)
        | (Some(DeploymentTarget::PerJob), Mode::PerJob(_))
        | (Some(DeploymentTarget::Application), Mode::Application(_)) => true,
        // The client does not look at the mode; where it brings a job, the simulator does not follow.
        (Some(_), _) => !submits,
    };
    let wrong = |kind| Err(Mistake { at: id.at, kind });
    match cluster.provider {
        Provider::Yarn { .. } => match found.filter(submitted) {
            None if programs::is_application(id.text) => wrong(MistakeKind::NoSuchApplication),
            None => wrong(MistakeKind::InvalidApplicationId),
            Some(found) if found.is_over() => Ok(Reached::Nothing(gone(id.text))),
            Some(found) if fits(&found) => Ok(Reached::Cluster(found)),
            Some(_) => wrong(MistakeKind::NotSimulated),
        },
        Provider::Kubernetes { .. } | Provider::Standalone { .. } => {
            match found.filter(submitted).filter(|it| !it.is_over()) {
                None => wrong(MistakeKind::NoSuchCluster),
                Some(found) if fits(&found) => Ok(Reached::Cluster(found)),
                Some(_) => wrong(MistakeKind::NotSimulated),
            }
        }
    }
}

/// An application that is over.
fn gone(id: &str) -> Vec<String> {
    let mut lines = thrown(
        "org.apache.flink.client.deployment.ClusterRetrieveException: Couldn't retrieve Yarn cluster",
    );
    let cause = [
        "Caused by: java.lang.RuntimeException: The Yarn application ",
        id,
        " doesn't run anymore.",
    ];
    lines.push(cause.concat());
    lines
}

fn thrown(exception: &str) -> Vec<String> {
    failed(exception).to_vec()
}

/// What an action prints when nothing answers.
pub(super) fn unreachable(verb: Verb, options: &Options, version: FlinkVersion) -> Vec<String> {
    let mut lines = could_not(verb, options, version);
    lines.push(["Caused by: ", REFUSED].concat());
    lines
}

/// What an action prints before it asks the cluster (runs of all five versions).
fn begun(verb: Verb, job: &str, drain: bool, version: FlinkVersion) -> Vec<String> {
    let mut lines = Vec::new();
    match verb {
        Verb::List => lines.push("Waiting for response...".to_owned()),
        Verb::Cancel => lines.push(["Cancelling job ", job, "."].concat()),
        Verb::Savepoint => savepoint_said(job, SavepointPurpose::Keep, version, &mut lines),
        Verb::Stop => {
            let purpose = if drain { SavepointPurpose::Drain } else { SavepointPurpose::Stop };
            savepoint_said(job, purpose, version, &mut lines);
        }
        Verb::Checkpoint => {
            lines.push(["Triggering checkpoint for job ", job, "."].concat());
            lines.push("Waiting for response...".to_owned());
        }
        Verb::Run | Verb::RunApplication | Verb::Info => {}
    }
    lines
}

/// What an action prints when it fails, before the cause.
pub(super) fn could_not(verb: Verb, options: &Options, version: FlinkVersion) -> Vec<String> {
    let job = options.argument.map_or("", |word| word.text);
    let (before, after) = match verb {
        Verb::Run | Verb::RunApplication | Verb::Info => (
            "org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: Failed to execute job.",
            "",
        ),
        Verb::List => ("org.apache.flink.util.FlinkException: Failed to retrieve job list.", ""),
        Verb::Cancel => ("org.apache.flink.util.FlinkException: Could not cancel job ", "."),
        Verb::Stop => {
            ("org.apache.flink.util.FlinkException: Could not stop with a savepoint job \"", "\".")
        }
        Verb::Savepoint if version >= FlinkVersion::V1_20 => (
            "org.apache.flink.util.FlinkException: Failed to trigger a savepoint for the job ",
            ".",
        ),
        Verb::Savepoint => (
            "org.apache.flink.util.FlinkException: Triggering a savepoint for the job ",
            " failed.",
        ),
        Verb::Checkpoint => (
            "org.apache.flink.util.FlinkException: Failed to trigger a checkpoint for the job ",
            ".",
        ),
    };
    let job = if after.is_empty() { "" } else { job };
    let mut lines = begun(verb, job, options.drain, version);
    lines.extend(thrown(&[before, job, after].concat()));
    lines
}
