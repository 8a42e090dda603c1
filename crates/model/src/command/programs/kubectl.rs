//! `kubectl`: what Flink makes on Kubernetes, as its command line prints it.
//!
//! Everything lies in the namespace `default`. Options that only choose a namespace or a label are passed over.

mod acts;
mod there;

use super::super::{Answer, Mistake, MistakeKind, Word};
use super::machines::machine;
use super::table::{cells, table};
use super::{World, line, missing, not_simulated, wrong};
use crate::cluster::ContainerPhase;
use crate::event::ContainerRole;
use crate::scenario::Provider;
pub(super) use acts::cluster_of;
use acts::{delete, exec, logs, scale};
use there::{
    Pod, config_map_rows, deployment_rows, event_rows, node_rows, pod_rows, pods, service_rows,
    state,
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
    if let Some(form) = form.filter(|word| !word.text.ends_with("wide") && !is_name(word.text)) {
        return Err(wrong(form, MistakeKind::NotSimulated));
    }
    let verb = plain.first().ok_or_else(|| missing(words, "get|describe|logs|delete"))?;
    if let (Some(selector), "delete" | "logs" | "describe") = (selector(words), verb.text) {
        return chosen(verb, selector, world);
    }
    let target = || Target::of(&plain[1..], words);
    match verb.text {
        "get" => get_all(plain.get(1), &plain, words, world),
        "describe" => describe(&target()?, world),
        "delete" => delete(&target()?, world),
        "scale" => scale(&target()?, words, world),
        "exec" => exec(plain.get(1), world).ok_or_else(|| not_simulated(words, 1)),
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
        _ => return get(&Target::of(plain.get(1..).unwrap_or_default(), words)?, words, world),
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

/// `-o name`
fn is_name(form: &str) -> bool {
    matches!(form.trim_start_matches("--output=").trim_start_matches("-o"), "name" | "=name")
}

/// What `-l` chooses by.
fn selector<'a>(words: &[Word<'a>]) -> Option<&'a str> {
    let at = words.iter().position(|word| matches!(word.text, "-l" | "--selector"));
    let next = at.and_then(|at| words.get(at + 1)).map(|word| word.text);
    let inline = |word: &Word<'a>| {
        word.text.strip_prefix("--selector=").or_else(|| word.text.strip_prefix("-l="))
    };
    next.or_else(|| words.iter().find_map(inline))
}

/// The pods whose labels fit: Flink gives each `app`, `component` and `type`.
fn selected(selector: &str, world: &World) -> Vec<String> {
    let fits = |pod: &Pod| {
        let cluster = world.cluster;
        let app = cluster.name_of(cluster.flink(pod.container.cluster));
        let component = match pod.container.role {
            ContainerRole::JobManager => "jobmanager",
            ContainerRole::TaskManager(_) => "taskmanager",
        };
        selector.split(',').all(|pair| {
            let (label, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = value.trim_start_matches('=');
            match label {
                "app" => value == app,
                "component" => value == component,
                "type" => value == "flink-native-kubernetes",
                _ => false,
            }
        })
    };
    pods(world).into_iter().filter(fits).map(|pod| pod.name).collect()
}

/// The one pod that a label chooses.
fn chosen<'a>(verb: &Word, selector: &str, world: &World) -> Result<Answer<'a>, Mistake> {
    let names = selected(selector, world);
    let name = match names.as_slice() {
        [] => return Ok(Answer::Print(line(&["No resources found in default namespace."]))),
        [name] => Word { text: name, at: verb.at },
        [_, _, ..] => return Err(wrong(verb, MistakeKind::NotSimulated)),
    };
    let target = Target { kind: Kind::Pods, at: name, name: Some(name) };
    match verb.text {
        "delete" => delete(&target, world),
        "describe" => describe(&target, world),
        _ => logs(&name, world),
    }
}

fn get<'a>(target: &Target, words: &[Word], world: &World) -> Result<Answer<'a>, Mistake> {
    let (head, mut rows) = target.kind.rows(world);
    if let Some(selector) = selector(words) {
        let names = selected(selector, world);
        rows.retain(|row| row.first().is_some_and(|name| names.contains(name)));
    }
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
    if words.iter().any(|word| is_name(word.text)) {
        let named = rows.iter().filter_map(|row| row.first());
        let named = named.map(|name| [target.kind.prefix(), "/", name].concat());
        return Ok(Answer::Print(named.collect()));
    }
    let head = std::iter::once(cells(head)).filter(|_| !has(words, "--no-headers"));
    let mut all: Vec<Vec<String>> = head.chain(rows).collect();
    if has(words, "-A") || has(words, "--all-namespaces") {
        for row in &mut all {
            let first = row.first().is_some_and(|name| name == "NAME" || name == "LAST SEEN");
            row.insert(0, if first { "NAMESPACE" } else { "default" }.to_owned());
        }
    }
    Ok(Answer::Print(table(&all, 3)))
}

fn has(words: &[Word], option: &str) -> bool {
    words.iter().any(|word| word.text == option)
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
