//! What `kubectl` does to pods and Deployments, and what is in a pod.

use super::super::{World, line, missing, not_simulated, wrong};
use super::there::{Pod, deployments, pods, state};
use super::{Kind, Target, not_found};
use crate::command::{Answer, LogOf, Mistake, MistakeKind, Word};
use crate::event::ContainerRole;
use crate::ids::{JmId, TmId};
use crate::{Action, Config, Key, Signal};

/// The process in a pod.
enum Process {
    JobManager(JmId),
    TaskManager(TmId),
}

fn process(pod: &Pod, world: &World) -> Option<Process> {
    match pod.container.role {
        ContainerRole::TaskManager(tm) => Some(Process::TaskManager(tm)),
        ContainerRole::JobManager => {
            let mut inside = world.cluster.job_managers.iter().rev();
            let found = inside.find(|jm| jm.container == Some(pod.container.id));
            found.map(|jm| Process::JobManager(jm.id))
        }
    }
}

/// `kubectl scale deployment a --replicas=1`: as many JobManagers as there are. Fewer or more would each lead, or none
/// would, and the simulator has no such cluster.
pub(super) fn scale<'a>(
    target: &Target<'a>,
    words: &[Word<'a>],
    world: &World,
) -> Result<Answer<'a>, Mistake> {
    let name = target.needed()?.text;
    let written = words.iter().position(|word| word.text.starts_with("--replicas"));
    let at = written.ok_or_else(|| missing(words, "--replicas=1"))?;
    let wanted = words[at].text.strip_prefix("--replicas=").or(words.get(at + 1).map(|it| it.text));
    match deployments(world).any(|it| world.cluster.name_of(it) == name) {
        false => Ok(target.not_found()),
        true if wanted == Some("1") => {
            Ok(Answer::Print(line(&["deployment.apps/", name, " scaled"])))
        }
        true => Err(not_simulated(words, at)),
    }
}

pub(super) fn delete<'a>(target: &Target, world: &World) -> Result<Answer<'a>, Mistake> {
    let name = target.needed()?;
    match target.kind {
        Kind::Deployments => {
            let cluster = world.cluster;
            let Some(found) = deployments(world).find(|it| cluster.name_of(it) == name.text) else {
                return Ok(target.not_found());
            };
            let mut options = Config::default();
            options.set(Key::KubernetesClusterId.name(), &cluster.name_of(found));
            let action = match cluster.session().is_some_and(|session| session.id == found.id) {
                true => Action::StopCluster,
                false => Action::Configured { options, action: Box::new(Action::StopCluster) },
            };
            let told = line(&["deployment.apps \"", name.text, "\" deleted"]);
            Ok(Answer::DoSaying(action, told))
        }
        Kind::Pods => {
            let Some(pod) = pods(world).into_iter().find(|pod| pod.name == name.text) else {
                return Ok(target.not_found());
            };
            let action = match process(&pod, world) {
                Some(Process::TaskManager(tm)) => {
                    Action::SignalTaskManager { tm, signal: Signal::Term }
                }
                Some(Process::JobManager(jm)) => Action::KillJobManager { jm },
                None => return Err(wrong(&name, MistakeKind::NotSimulated)),
            };
            Ok(Answer::DoSaying(action, line(&["pod \"", name.text, "\" deleted"])))
        }
        Kind::Services | Kind::ConfigMaps | Kind::Nodes | Kind::Events => {
            Err(wrong(&target.at, MistakeKind::NotSimulated))
        }
    }
}

/// A command in a pod is taken out of the line before; what is left is a pod that is not there, or a shell.
pub(super) fn exec<'a>(name: Option<&Word>, world: &World) -> Option<Answer<'a>> {
    let name = name.filter(|name| cluster_of(name.text, world).is_none())?.text;
    let resource = if name.contains("deploy") { "deployments.apps" } else { "pods" };
    Some(not_found(resource, name.rsplit('/').next().unwrap_or_default()))
}

/// The cluster of a pod, and whether the JobManager is in it. `deploy/NAME` is the JobManager's pod.
pub(in super::super) fn cluster_of(name: &str, world: &World) -> Option<(String, bool)> {
    let cluster = world.cluster;
    let name_of = |pod: &Pod| cluster.name_of(cluster.flink(pod.container.cluster));
    let manages = |pod: &Pod| pod.container.role == ContainerRole::JobManager;
    let found = match name.split_once('/') {
        Some((kind, wanted)) if Kind::of(kind) == Some(Kind::Deployments) => {
            pods(world).into_iter().find(|pod| manages(pod) && name_of(pod) == wanted)
        }
        Some((_, wanted)) => pods(world).into_iter().find(|pod| pod.name == wanted),
        None => pods(world).into_iter().find(|pod| pod.name == name),
    };
    found.map(|pod| (name_of(&pod), manages(&pod)))
}

/// `kubectl logs <pod>`, or of a Deployment's.
pub(super) fn logs<'a>(name: &Word, world: &World) -> Result<Answer<'a>, Mistake> {
    let of_deployment =
        name.text.split_once('/').filter(|(kind, _)| Kind::of(kind) == Some(Kind::Deployments));
    let wanted = of_deployment.map_or(name.text.trim_start_matches("pod/"), |(_, name)| name);
    let cluster = world.cluster;
    let chosen = |pod: &Pod| match of_deployment {
        Some(_) => {
            pod.container.role == ContainerRole::JobManager
                && cluster.name_of(cluster.flink(pod.container.cluster)) == wanted
        }
        None => pod.name == wanted,
    };
    let Some(pod) = pods(world).into_iter().find(chosen) else {
        let resource = if of_deployment.is_some() { "deployments.apps" } else { "pods" };
        return Ok(not_found(resource, wanted));
    };
    Ok(match process(&pod, world) {
        Some(Process::JobManager(jm)) => Answer::Log(LogOf::JobManager(jm)),
        Some(Process::TaskManager(tm)) => Answer::Log(LogOf::TaskManager(tm)),
        None => {
            let told = [
                "Error from server (BadRequest): container \"flink-main-container\" in pod \"",
                wanted,
                "\" is waiting to start: ",
                state(pod.container, world).1,
            ];
            Answer::Refused(line(&told))
        }
    })
}
