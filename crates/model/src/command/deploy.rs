//! What a client refuses before a platform hears of a new cluster: memory that does not fit, a name that is none, a second
//! JobManager without high availability.
//!
//! In: a command. Out: what it prints, if it refuses. Deliberately absent: what the platform refuses.

use super::settings::settings;
use super::{Command, Platform, Verb};
use crate::cluster::{Cluster, DeploymentTarget};
use crate::config::{Config, Key, key};
use crate::console::failed;
use crate::memory::MemorySize;
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
    let refused = shortage(told, true, version);
    let refused =
        refused.or_else(|| if only_job_manager { None } else { shortage(told, false, version) });
    refused.map(|message| vec![message])
}

/// A MiB, in bytes.
const MIB: u64 = 1 << 20;

/// The exception of a process that is too small for its parts, by its size alone: metaspace 256m, overhead at least 192m;
/// off-heap memory of a JobManager 128m; a TaskManager's framework 128m and 128m, network at least 64m, managed four tenths.
/// Where another key divides its memory it is not judged: the whole model of memory ([`crate::memory`]), with which a test
/// compares this, would double what the terminal weighs.
pub(super) fn shortage(told: &Config, job_manager: bool, version: FlinkVersion) -> Option<String> {
    let (process, name) =
        if job_manager { ("jobmanager", "JobManager") } else { ("taskmanager", "TaskManager") };
    let size_key = [process, ".memory.process.size"].concat();
    let mut size = None;
    for (key, value) in told.pairs() {
        if key == size_key {
            size = MemorySize::parse(value).ok().map(MemorySize::bytes);
        } else if key.starts_with(process) && (key.contains(".memory.") || key.contains(".heap.")) {
            return None;
        }
    }
    let size = size?;
    let flink = size.checked_sub(448 * MIB);
    // 0.4 as Java's float.
    let managed = flink.unwrap_or(0).saturating_mul(13_421_773) >> 25;
    let message = match flink {
        None => [
            "Sum of configured JVM Metaspace (256.000mb (268435456 bytes)) and JVM Overhead (192.000mb (201326592 bytes)) exceed configured Total Process Memory (",
            &human(size),
            ").",
        ]
        .concat(),
        Some(flink) if job_manager && flink <= 128 * MIB => [
            "The configured Total Flink Memory (",
            &human(flink),
            ") is less than the configured Off-heap Memory (128.000mb (134217728 bytes)).",
        ]
        .concat(),
        Some(flink) if !job_manager && managed + 320 * MIB > flink => [
            "Sum of configured Framework Heap Memory (128.000mb (134217728 bytes)), Framework Off-Heap Memory (128.000mb (134217728 bytes)), Task Off-Heap Memory (0 bytes), Managed Memory (",
            &human(managed),
            ") and Network Memory (64.000mb (67108864 bytes)) exceed configured Total Flink Memory (",
            &human(flink),
            ").",
        ]
        .concat(),
        Some(_) => return None,
    };
    let stage = match version < FlinkVersion::V2_0 || !job_manager {
        true => [name, " memory configuration failed: "].concat(),
        false => String::new(),
    };
    let class = "org.apache.flink.configuration.IllegalConfigurationException: ";
    Some([class, &stage, &message].concat())
}

/// `MemorySize.toHumanReadableString`: three digits of the largest unit that it is more than one of.
fn human(bytes: u64) -> String {
    let exact = [&bytes.to_string(), " bytes"].concat();
    let (unit, name) = match bytes {
        0..=1_024 => return exact,
        1_025..=MIB => (1_024, "kb ("),
        _ => (MIB, "mb ("),
    };
    let thousandths = (bytes.saturating_mul(1_000) + unit / 2) / unit;
    let (whole, rest) =
        ((thousandths / 1_000).to_string(), (1_000 + thousandths % 1_000).to_string());
    [&whole, ".", rest.get(1..).unwrap_or_default(), name, &exact, ")"].concat()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::{Memory, Process};

    #[test]
    fn what_is_too_small_is_what_the_model_of_memory_refuses_in_its_words() {
        for version in FlinkVersion::ALL {
            for mib in (2..1_300).chain([1_600, 1_728, 4_096, 20_000]) {
                for (job_manager, process, key) in [
                    (true, Process::JobManager, Key::JobManagerMemory),
                    (false, Process::TaskManager, Key::TaskManagerMemory),
                ] {
                    let mut told = Config::default();
                    told.set(key.name(), &format!("{mib}m"));
                    let whole = Memory::of(process, &told, version).err();
                    let class = "org.apache.flink.configuration.IllegalConfigurationException: ";
                    let whole = whole.map(|refusal| [class, &refusal.to_string()].concat());
                    assert_eq!(shortage(&told, job_manager, version), whole, "{mib}m {process:?}");
                }
            }
        }
    }
}
