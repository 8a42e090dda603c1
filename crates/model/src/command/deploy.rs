//! What a client refuses before a platform hears of a new cluster: memory that does not fit, a name that is none, a second
//! JobManager without high availability.
//!
//! In: a command. Out: what it prints, if it refuses. Deliberately absent: what the platform refuses.

use super::settings::settings;
use super::{Command, Platform, Verb};
use crate::cluster::{Cluster, DeploymentTarget};
use crate::config::{Config, Key, key};
use crate::console::failed;
use crate::memory::{Memory, Process, Reason, Refusal};
use crate::version::FlinkVersion;

/// `KubernetesConfigOptions`, `AbstractKubernetesParameters.getClusterId`
const LONGEST_NAME: usize = 45;

/// What it prints instead of deploying; `None`: it goes on, or deploys nothing.
pub(super) fn refused(command: &Command, cluster: &Cluster) -> Option<Vec<String>> {
    let on = Platform::of(&cluster.provider);
    let only_job_manager = match command {
        Command::StartSession { options, .. } if options.id.is_none() => false,
        Command::Flink(Verb::Run | Verb::RunApplication, options) => {
            let mode = options.target.as_ref().map(|target| target.mode);
            if matches!(mode, None | Some(DeploymentTarget::Session)) {
                return None;
            }
            // Since 2.0 the client of an application asks for the JobManager alone.
            mode == Some(DeploymentTarget::Application) && cluster.version >= FlinkVersion::V2_0
        }
        _ => return None,
    };
    if on == Platform::Standalone {
        return None;
    }
    let told = told(command, cluster);
    let names =
        || settings(command).iter().rev().find(|it| it.key == Key::KubernetesClusterId.name());
    let name = names().map(|setting| setting.value).filter(|_| on == Platform::Kubernetes);
    let lines = too_small(&told, only_job_manager, cluster.version)
        .or_else(|| name.and_then(no_name))
        .or_else(|| standby(&told, on, cluster.version))?;
    Some(match command {
        // `FlinkYarnSessionCli`, `KubernetesSessionCli`
        Command::StartSession { .. } => lines,
        _ => {
            let mut all = failed(&lines[0]).to_vec();
            all.extend(lines.into_iter().skip(1));
            all
        }
    })
}

/// What the client's file ships, what its file says here, and what the line says.
fn told(command: &Command, cluster: &Cluster) -> Config {
    let mut told = Config::default();
    for key in [Key::JobManagerMemory, Key::TaskManagerMemory, Key::NumberOfTaskSlots] {
        if let Some(value) = key.default_in(cluster.version) {
            told.set(key.name(), value);
        }
    }
    cluster.config.pairs().for_each(|(key, value)| told.set(key, value));
    for setting in settings(command) {
        told.set(setting.key, &[setting.value, setting.unit].concat());
    }
    told
}

fn too_small(told: &Config, only_job_manager: bool, version: FlinkVersion) -> Option<Vec<String>> {
    let of = |process| Memory::of(process, told, version).err();
    let refusal = of(Process::JobManager);
    let refusal =
        refusal.or_else(|| if only_job_manager { None } else { of(Process::TaskManager) });
    refusal.map(|refusal| vec![in_words(&refusal)])
}

/// The exception of a process whose memory does not fit.
pub(super) fn in_words(refusal: &Refusal) -> String {
    let class = match refusal.reason {
        Reason::Configuration(_) => {
            "org.apache.flink.configuration.IllegalConfigurationException: "
        }
        _ => "java.lang.IllegalArgumentException: ",
    };
    [class, &refusal.to_string()].concat()
}

/// What Kubernetes does not take for the name of a Deployment and a Service.
fn no_name(name: &str) -> Option<Vec<String>> {
    if name.len() > LONGEST_NAME {
        let parts = [
            "java.lang.IllegalArgumentException: ",
            Key::KubernetesClusterId.name(),
            " must be no more than 45 characters.",
        ];
        return Some(vec![parts.concat()]);
    }
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9');
    let (first, last) = (name.bytes().next(), name.bytes().next_back());
    let valid = name.bytes().all(|byte| plain(byte) || byte == b'-')
        && first.is_some_and(|byte| byte.is_ascii_lowercase())
        && last.is_some_and(plain);
    let parts = [
        "Caused by: io.fabric8.kubernetes.client.KubernetesClientException: Deployment.apps \"",
        name,
        "\" is invalid: metadata.name: Invalid value: \"",
        name,
        "\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    ];
    let first = "org.apache.flink.client.deployment.ClusterDeploymentException: Could not create Kubernetes cluster \"";
    (!valid).then(|| vec![[first, name, "\"."].concat(), parts.concat()])
}

/// `KubernetesJobManagerParameters.getReplicas`, after 1.13.
fn standby(told: &Config, on: Platform, version: FlinkVersion) -> Option<Vec<String>> {
    let replicas = told.pairs().find(|(key, _)| *key == "kubernetes.jobmanager.replicas");
    let several = replicas.is_some_and(|(_, value)| value.parse::<u32>().is_ok_and(|it| it > 1));
    let ha = told.value(key::HighAvailability, version);
    let safe = ha.is_some_and(|kind| !kind.eq_ignore_ascii_case("none"));
    (several && !safe && on == Platform::Kubernetes && version > FlinkVersion::V1_13).then(|| {
        vec!["org.apache.flink.configuration.IllegalConfigurationException: High availability should be enabled when starting standby JobManagers.".to_owned()]
    })
}
