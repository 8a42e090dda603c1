//! `kubectl exec NAME -- …`: the same program, run in a pod.

use super::World;
use super::kubectl::cluster_of;

/// A command as one would type it outside of the pod in which it is to run; `None`: there is no such pod, or `flink`'s
/// client would not find its cluster from there.
///
/// A pod's configuration file names its cluster, and the JobManager's REST endpoint is on the same machine.
pub fn in_pod(name: &str, command: &str, world: &World) -> Option<String> {
    let (id, manages) = cluster_of(name, world)?;
    let rest = [&id, "-rest:8081"].concat();
    let command = match manages {
        true => command.replace("localhost:8081", &rest).replace("127.0.0.1:8081", &rest),
        false => command.to_owned(),
    };
    let (program, behind) = command.split_once(' ').unwrap_or((&command, ""));
    let (action, rest) = behind.split_once(' ').unwrap_or((behind, ""));
    let addressed = [" -t ", " -m ", "--target", "cluster-id", "-h"];
    let addressed = addressed.iter().any(|it| [" ", rest].concat().contains(it));
    if program.rsplit('/').next() != Some("flink") || action.is_empty() || addressed {
        return Some(command);
    }
    let target = " -t kubernetes-session -Dkubernetes.cluster-id=";
    Some([program, " ", action, target, &id, " ", rest].concat())
}
