//! `kubectl`: what Flink makes on Kubernetes, as its command line prints it.
//!
//! Everything lies in the namespace `default`. Options that only choose a namespace or a label are passed over.

mod there;

use super::super::{Answer, LogOf, Mistake, MistakeKind, Word};
use super::machines::machine;
use super::table::{cells, table};
use super::{World, line, missing, not_simulated, wrong};
use crate::cluster::ContainerPhase;
use crate::event::ContainerRole;
use crate::ids::{JmId, TmId};
use crate::scenario::Provider;
use crate::{Action, Config, Key, Signal};
use there::{
    Pod, config_map_rows, deployment_rows, deployments, event_rows, node_rows, pod_rows, pods,
    service_rows, state,
};

pub(super) fn run<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    let Provider::Kubernetes { .. } = world.cluster.provider else {
        return Err(wrong(&words[0], MistakeKind::OtherProvider));
    };
    let plain = without_options(words);
    if let Some(elsewhere) = namespace(words).filter(|it| *it != "default") {
        return in_another(elsewhere, &plain, words);
    }
    if let Some(all) = words.iter().find(|word| word.text == "--all") {
        return Err(wrong(all, MistakeKind::NotSimulated));
    }
    let form = words.iter().position(|word| matches!(word.text, "-o" | "--output"));
    let form = form.map_or_else(
        || {
            words
                .iter()
                .find(|word| word.text.starts_with("-o") || word.text.starts_with("--output="))
        },
        |at| words.get(at + 1),
    );
    if let Some(form) = form.filter(|word| !word.text.ends_with("wide")) {
        return Err(wrong(form, MistakeKind::NotSimulated));
    }
    let verb = plain.first().ok_or_else(|| missing(words, "get|describe|logs|delete"))?;
    let target = || Target::of(&plain[1..], words);
    match verb.text {
        "get" => get_all(plain.get(1), &plain, words, world),
        "describe" => describe(&target()?, world),
        "delete" => delete(&target()?, world),
        "scale" => scale(&target()?, words, world),
        "logs" => logs(plain.get(1).ok_or_else(|| missing(words, "<pod>"))?, world),
        _ => Err(not_simulated(words, 1)),
    }
}

/// The namespace that is asked for.
fn namespace<'a>(words: &[Word<'a>]) -> Option<&'a str> {
    let at = words.iter().position(|word| matches!(word.text, "-n" | "--namespace"));
    let next = at.and_then(|at| words.get(at + 1)).map(|word| word.text);
    let inline = |word: &Word<'a>| {
        word.text.strip_prefix("--namespace=").or_else(|| word.text.strip_prefix("-n="))
    };
    next.or_else(|| words.iter().find_map(inline))
}

/// Flink is in `default`: any other namespace is empty.
fn in_another<'a>(
    namespace: &str,
    plain: &[Word<'a>],
    words: &[Word],
) -> Result<Answer<'a>, Mistake> {
    let target = Target::of(plain.get(1..).unwrap_or_default(), words)?;
    Ok(match target.name {
        Some(_) => target.not_found(),
        None => Answer::Print(line(&["No resources found in ", namespace, " namespace."])),
    })
}

/// `get pods`, `get deploy,svc`, `get all`: several kinds stand one below the other, each name behind its kind.
fn get_all<'a>(
    asked: Option<&Word<'a>>,
    plain: &[Word<'a>],
    words: &[Word],
    world: &World,
) -> Result<Answer<'a>, Mistake> {
    let kinds = match asked.map(|word| word.text) {
        Some("all") => "pods,services,deployments",
        Some(kinds) if kinds.contains(',') => kinds,
        _ => return get(&Target::of(plain.get(1..).unwrap_or_default(), words)?, world),
    };
    let at = asked.copied().unwrap_or_default();
    let mut out = Vec::new();
    for kind in kinds.split(',') {
        let kind = Kind::of(kind).ok_or(wrong(&at, MistakeKind::NotSimulated))?;
        let (head, mut rows) = kind.rows(world);
        if rows.is_empty() {
            continue;
        }
        for name in rows.iter_mut().filter_map(|row| row.first_mut()) {
            *name = [kind.prefix(), "/", name].concat();
        }
        if !out.is_empty() {
            out.push(String::new());
        }
        let all: Vec<Vec<String>> = std::iter::once(cells(head)).chain(rows).collect();
        out.extend(table(&all, 3));
    }
    if out.is_empty() {
        out = line(&["No resources found in default namespace."]);
    }
    Ok(Answer::Print(out))
}

/// What is no option, and no value of one.
fn without_options<'a>(words: &[Word<'a>]) -> Vec<Word<'a>> {
    let mut plain = Vec::new();
    let mut words = words.iter().skip(1);
    while let Some(word) = words.next() {
        match word.text {
            "-n" | "--namespace" | "-l" | "--selector" | "-o" | "--output" | "--tail" | "-c" => {
                words.next();
            }
            text if text.starts_with('-') => {}
            _ => plain.push(*word),
        }
    }
    plain
}

/// The pods that are there.
pub(in super::super) fn pod_names(world: &World) -> Vec<String> {
    pods(world).into_iter().map(|pod| pod.name).collect()
}

/// `deployment/a`, `deployment a`, `pods`.
struct Target<'a> {
    kind: Kind,
    at: Word<'a>,
    name: Option<Word<'a>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pods,
    Deployments,
    Services,
    ConfigMaps,
    Nodes,
    Events,
}

impl Kind {
    fn of(text: &str) -> Option<Kind> {
        Some(match text {
            "pod" | "pods" | "po" => Kind::Pods,
            "deployment" | "deployments" | "deploy" | "deployments.apps" | "deployment.apps" => {
                Kind::Deployments
            }
            "service" | "services" | "svc" => Kind::Services,
            "configmap" | "configmaps" | "cm" => Kind::ConfigMaps,
            "node" | "nodes" | "no" => Kind::Nodes,
            "event" | "events" | "ev" => Kind::Events,
            _ => return None,
        })
    }

    /// What stands above its rows, and those.
    fn rows(self, world: &World) -> (&'static str, Vec<Vec<String>>) {
        match self {
            Kind::Pods => ("NAME\tREADY\tSTATUS\tRESTARTS\tAGE", pod_rows(world)),
            Kind::Deployments => {
                ("NAME\tREADY\tUP-TO-DATE\tAVAILABLE\tAGE", deployment_rows(world))
            }
            Kind::Services => {
                ("NAME\tTYPE\tCLUSTER-IP\tEXTERNAL-IP\tPORT(S)\tAGE", service_rows(world))
            }
            Kind::ConfigMaps => ("NAME\tDATA\tAGE", config_map_rows(world)),
            Kind::Nodes => ("NAME\tSTATUS\tROLES\tAGE\tVERSION", node_rows(world)),
            Kind::Events => ("LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE", event_rows(world, None)),
        }
    }

    /// What stands before a name among those of other kinds.
    const fn prefix(self) -> &'static str {
        match self {
            Kind::Pods => "pod",
            Kind::Deployments => "deployment.apps",
            Kind::Services => "service",
            Kind::ConfigMaps => "configmap",
            Kind::Nodes => "node",
            Kind::Events => "event",
        }
    }

    /// As the server names it when there is none.
    const fn resource(self) -> &'static str {
        match self {
            Kind::Pods => "pods",
            Kind::Deployments => "deployments.apps",
            Kind::Services => "services",
            Kind::ConfigMaps => "configmaps",
            Kind::Nodes => "nodes",
            Kind::Events => "events",
        }
    }
}

impl<'a> Target<'a> {
    fn of(plain: &[Word<'a>], words: &[Word]) -> Result<Target<'a>, Mistake> {
        let at = *plain.first().ok_or_else(|| missing(words, "pods|deployments|services"))?;
        let (kind, name) = match at.text.split_once('/') {
            Some((kind, text)) => (kind, Some(Word { text, at: at.at })),
            None => (at.text, plain.get(1).copied()),
        };
        let kind = Kind::of(kind).ok_or(wrong(&at, MistakeKind::NotSimulated))?;
        Ok(Target { kind, at, name })
    }

    fn needed(&self) -> Result<Word<'a>, Mistake> {
        self.name.ok_or_else(|| missing(&[self.at], "<name>"))
    }

    fn not_found(&self) -> Answer<'static> {
        not_found(self.kind.resource(), self.name.map_or("", |name| name.text))
    }
}

fn not_found(resource: &str, name: &str) -> Answer<'static> {
    let parts = ["Error from server (NotFound): ", resource, " \"", name, "\" not found"];
    Answer::Refused(line(&parts))
}

fn get<'a>(target: &Target, world: &World) -> Result<Answer<'a>, Mistake> {
    let (head, rows) = target.kind.rows(world);
    let name = target.name.map(|name| name.text);
    let chosen =
        |row: &Vec<String>| name.is_none_or(|name| row.first().is_some_and(|it| it == name));
    let rows: Vec<Vec<String>> = rows.into_iter().filter(chosen).collect();
    if rows.is_empty() {
        return Ok(match name {
            Some(_) => target.not_found(),
            None => Answer::Print(line(&["No resources found in default namespace."])),
        });
    }
    let all: Vec<Vec<String>> = std::iter::once(cells(head)).chain(rows).collect();
    Ok(Answer::Print(table(&all, 3)))
}

fn describe<'a>(target: &Target, world: &World) -> Result<Answer<'a>, Mistake> {
    if target.kind != Kind::Pods {
        return Err(wrong(&target.at, MistakeKind::NotSimulated));
    }
    let name = target.needed()?;
    let Some(pod) = pods(world).into_iter().find(|pod| pod.name == name.text) else {
        return Ok(target.not_found());
    };
    let container = pod.container;
    let (ready, status, restarts) = state(container, world);
    let app = world.cluster.name_of(world.cluster.flink(container.cluster));
    let component = match container.role {
        ContainerRole::JobManager => "jobmanager",
        ContainerRole::TaskManager(_) => "taskmanager",
    };
    let phase = if container.phase == ContainerPhase::Running { "Running" } else { "Pending" };
    let waiting = status != "Running";
    let memory = [&container.memory_mib.to_string(), "Mi"].concat();
    let node = container.node.map_or("<none>".to_owned(), machine);
    let rows = [
        ["Name:", &pod.name],
        ["Namespace:", "default"],
        ["Node:", &node],
        ["Labels:", &["app=", &app].concat()],
        ["", &["component=", component].concat()],
        ["Status:", phase],
        ["Containers:", ""],
        ["  flink-main-container:", ""],
        ["    State:", if waiting { "Waiting" } else { "Running" }],
    ];
    let mut rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
    if waiting {
        rows.push(vec!["      Reason:".to_owned(), status.to_owned()]);
    }
    for (key, value) in [
        ("    Ready:", if ready { "True" } else { "False" }),
        ("    Restart Count:", &restarts.to_string()),
        ("    Limits:", ""),
        ("      memory:", &memory),
        ("    Requests:", ""),
        ("      memory:", &memory),
        ("Events:", ""),
    ] {
        rows.push(vec![key.to_owned(), value.to_owned()]);
    }
    let mut out = table(&rows, 2);
    let events = event_rows(world, Some(&pod.name));
    let head = cells("  Type\tReason\tAge\tMessage");
    let short = events.into_iter().map(|row| match <[String; 5]>::try_from(row) {
        Ok([age, kind, reason, _, message]) => vec![["  ", &kind].concat(), reason, age, message],
        Err(row) => row,
    });
    out.extend(table(&std::iter::once(head).chain(short).collect::<Vec<_>>(), 2));
    Ok(Answer::Print(out))
}

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
fn scale<'a>(
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

fn delete<'a>(target: &Target, world: &World) -> Result<Answer<'a>, Mistake> {
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

/// `kubectl logs <pod>`, or of a Deployment's.
fn logs<'a>(name: &Word, world: &World) -> Result<Answer<'a>, Mistake> {
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
