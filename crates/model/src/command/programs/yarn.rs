//! `yarn`: applications, their attempts and containers, and the machines, as Hadoop 3's command line prints them.

use super::super::{Answer, LogOf, Mistake, MistakeKind, Word};
use super::machines::machine;
use super::{World, epoch, line, missing, not_simulated, text, wrong};
use crate::Action;
use crate::cluster::{
    Container, ContainerPhase, FlinkCluster, JobManagerPhase, NodeState, YarnApplicationState,
};
use crate::event::{ContainerRole, Event};
use crate::ids::ClusterId;
use crate::rest;
use crate::scenario::Provider;

pub(super) fn run<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    let Provider::Yarn { .. } = world.cluster.provider else {
        return Err(wrong(&words[0], MistakeKind::OtherProvider));
    };
    let id = || words.get(3).ok_or_else(|| missing(words, "<applicationId>"));
    // Hadoop's parser takes two dashes as well.
    let verb = text(words, 2);
    let verb = verb.strip_prefix('-').filter(|it| it.starts_with('-')).unwrap_or(verb);
    Ok(match (text(words, 1), verb) {
        ("application" | "app", "-list") => Answer::Print(applications(words, world)),
        ("application" | "app", "-status") => status(id()?, world)?,
        ("application" | "app", "-kill") => kill(id()?, world)?,
        ("applicationattempt", "-list") => attempts(id()?, world)?,
        ("container", "-list") => {
            let id = words.get(3).ok_or_else(|| missing(words, "<applicationAttemptId>"))?;
            containers(id, world)?
        }
        ("node", "-list") => Answer::Print(nodes(words, world)),
        ("logs", "-applicationId") => {
            let found = known(id()?, world)?;
            match words.iter().position(|word| word.text == "-containerId") {
                Some(at) => logs_of(words.get(at + 1), words, found, world)?,
                None => Answer::Log(LogOf::Cluster(found.id)),
            }
        }
        _ => return Err(not_simulated(words, if words.len() > 2 { 2 } else { 1 })),
    })
}

/// `yarn logs … -containerId`: of the process in one container.
fn logs_of<'a>(
    id: Option<&Word>,
    words: &[Word],
    of: &FlinkCluster,
    world: &World,
) -> Result<Answer<'a>, Mistake> {
    let id = id.ok_or_else(|| missing(words, "<containerId>"))?;
    let cluster = world.cluster;
    let mut containers = cluster.platform.iter().flat_map(|it| &it.containers);
    let found = containers.find(|it| it.cluster == of.id && container_id(it, world) == id.text);
    let Some(found) = found else {
        let told =
            ["Can not find any log file matching the pattern: [ALL] for the container: ", id.text];
        return Ok(Answer::Refused(line(&told)));
    };
    let mut managers = cluster.job_managers.iter().rev();
    Ok(match found.role {
        ContainerRole::TaskManager(tm) => Answer::Log(LogOf::TaskManager(tm)),
        ContainerRole::JobManager => managers
            .find(|jm| jm.container == Some(found.id))
            .map_or(Answer::Nothing, |jm| Answer::Log(LogOf::JobManager(jm.id))),
    })
}

/// `yarn application -list`: those that are not over; all with `-appStates ALL`.
fn applications(words: &[Word], world: &World) -> Vec<String> {
    let states =
        words.iter().position(|word| word.text == "-appStates").map(|at| text(words, at + 1));
    let shown = |state: YarnApplicationState| match states {
        None => !state.is_over(),
        Some("ALL") => true,
        Some(names) => names.split(',').any(|name| name.eq_ignore_ascii_case(state.name())),
    };
    let rows: Vec<_> =
        rest::applications(world.cluster).into_iter().filter(|row| shown(row.state)).collect();
    let states = match states {
        None => "SUBMITTED, ACCEPTED, RUNNING",
        Some("ALL") => "NEW, NEW_SAVING, SUBMITTED, ACCEPTED, RUNNING, FINISHED, FAILED, KILLED",
        Some(names) => names,
    };
    let count = rows.len().to_string();
    let total = "Total number of applications (application-types: [], states: [";
    let mut out = line(&[total, states, "] and tags: []):", &count]);
    out.push("Application-Id\tApplication-Name\tApplication-Type\tUser\tQueue\tState\tFinal-State\tProgress\tTracking-URL".to_owned());
    for row in rows {
        let flink = world.cluster.flink(row.cluster);
        let state = row.state.name();
        let cells = [
            &row.id,
            &row.name,
            row.kind,
            "root",
            &row.queue,
            state,
            row.final_status,
            progress(flink),
            tracking(flink),
        ];
        out.push(cells.join("\t"));
    }
    out
}

const fn progress(flink: &FlinkCluster) -> &'static str {
    match flink.application_state {
        YarnApplicationState::Running | YarnApplicationState::Finished => "100%",
        _ => "0%",
    }
}

/// `N/A` until the application master has said where it is.
const fn tracking(flink: &FlinkCluster) -> &'static str {
    match flink.application_state {
        YarnApplicationState::Running => "http://hadoop104:39735",
        _ => "N/A",
    }
}

/// The application of that id.
fn known<'w>(id: &Word, world: &World<'w>) -> Result<&'w FlinkCluster, Mistake> {
    let submitted = |it: &&FlinkCluster| it.application_state != YarnApplicationState::New;
    let found = world.cluster.of_name(id.text).filter(submitted);
    let kind = match is_application(id.text) {
        true => MistakeKind::NoSuchApplication,
        false => MistakeKind::InvalidApplicationId,
    };
    found.ok_or(wrong(id, kind))
}

/// `application_<when YARN started>_<number>`
pub(in super::super) fn is_application(id: &str) -> bool {
    let number = |it: Option<&str>| {
        it.is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut parts = id.split('_');
    parts.next() == Some("application")
        && number(parts.next())
        && number(parts.next())
        && parts.next().is_none()
}

fn status<'a>(id: &Word, world: &World) -> Result<Answer<'a>, Mistake> {
    let flink = known(id, world)?;
    let rows = rest::applications(world.cluster);
    let Some(row) = rows.into_iter().find(|row| row.cluster == flink.id) else {
        return Err(wrong(id, MistakeKind::NoSuchApplication));
    };
    let submitted = |event: &Event| matches!(event, Event::YarnApplicationSubmitted { cluster, .. } if *cluster == flink.id);
    let ended = |event: &Event| match event {
        Event::ClusterStopped { cluster, .. } | Event::YarnApplicationRejected { cluster, .. } => {
            *cluster == flink.id
        }
        _ => false,
    };
    let time = |at: Option<crate::Time>| at.map_or("0".to_owned(), |at| epoch(at).to_string());
    let runs = row.state == YarnApplicationState::Running;
    let (port, host) = if runs { ("39735", "hadoop104") } else { ("-1", "N/A") };
    let mut out = line(&["Application Report :"]);
    for (name, value) in [
        ("Application-Id", row.id.as_str()),
        ("Application-Name", &row.name),
        ("Application-Type", row.kind),
        ("User", "root"),
        ("Queue", &row.queue),
        ("Application Priority", "0"),
        ("Start-Time", &time(world.first(submitted))),
        ("Finish-Time", &time(world.first(ended))),
        ("Progress", progress(flink)),
        ("State", row.state.name()),
        ("Final-State", row.final_status),
        ("Tracking-URL", tracking(flink)),
        ("RPC Port", port),
        ("AM Host", host),
        ("Aggregate Resource Allocation", &used(flink, world)),
        ("Log Aggregation Status", "DISABLED"),
        ("Diagnostics", diagnostics(flink)),
    ] {
        out.push(["\t", name, " : ", value].concat());
    }
    Ok(Answer::Print(out))
}

/// Memory and cores times how long they were held; YARN books one core for each container here.
fn used(flink: &FlinkCluster, world: &World) -> String {
    let (mut mebibytes, mut cores) = (0, 0);
    let platform = world.cluster.platform.iter().flat_map(|it| &it.containers);
    for container in platform.filter(|it| it.cluster == flink.id) {
        let id = container.id;
        let Some(from) = world.first(|event| {
            matches!(event, Event::ContainerAllocated { container, .. } if *container == id)
        }) else {
            continue;
        };
        let to = world.first(|event| match event {
            Event::ContainerCompleted { container } => *container == id,
            Event::ClusterStopped { cluster, .. } => *cluster == flink.id,
            _ => false,
        });
        let seconds = to.unwrap_or(world.cluster.now).since(from).as_ms() / 1_000;
        mebibytes += container.memory_mib * seconds;
        cores += seconds;
    }
    [&mebibytes.to_string(), " MB-seconds, ", &cores.to_string(), " vcore-seconds"].concat()
}

/// Source: recordings of a real YARN.
const fn diagnostics(flink: &FlinkCluster) -> &'static str {
    match (flink.application_state, flink.phase) {
        (YarnApplicationState::Accepted, JobManagerPhase::Absent) => {
            "Application is added to the scheduler and is not yet activated."
        }
        (YarnApplicationState::Accepted, _) => {
            "AM container is launched, waiting for AM container to Register with RM"
        }
        (YarnApplicationState::Killed, _) => "Application was killed by user root",
        _ => "",
    }
}

fn kill<'a>(id: &Word, world: &World) -> Result<Answer<'a>, Mistake> {
    let flink = known(id, world)?;
    if flink.application_state.is_over() {
        return Ok(Answer::Refused(line(&["Application ", id.text, " has already finished "])));
    }
    Ok(Answer::Do(Action::KillApplication { cluster: flink.id }))
}

/// Which attempt of its application a container belongs to: each application master begins one.
fn attempt(container: &Container, world: &World) -> usize {
    let platform = world.cluster.platform.iter().flat_map(|it| &it.containers);
    let masters = platform.filter(|it| {
        it.cluster == container.cluster
            && it.role == ContainerRole::JobManager
            && it.id <= container.id
    });
    masters.count().max(1)
}

/// "0003" of "application_1622535605178_0003", and what stands before it.
fn parts(cluster: ClusterId) -> (String, String) {
    let id = cluster.application_id();
    let numbers = id.trim_start_matches("application_");
    let (start, number) = numbers.split_once('_').unwrap_or((numbers, ""));
    (start.to_owned(), number.to_owned())
}

fn padded(number: usize, digits: usize) -> String {
    let written = number.to_string();
    ["0".repeat(digits.saturating_sub(written.len())), written].concat()
}

/// "container_1622535605178_0003_01_000002": each attempt counts its own.
fn container_id(container: &Container, world: &World) -> String {
    let own = attempt(container, world);
    let platform = world.cluster.platform.iter().flat_map(|it| &it.containers);
    let before = platform.filter(|it| {
        it.cluster == container.cluster && it.id <= container.id && attempt(it, world) == own
    });
    let (start, number) = parts(container.cluster);
    ["container", &start, &number, &padded(own, 2), &padded(before.count(), 6)].join("_")
}

fn attempt_id(cluster: ClusterId, attempt: usize) -> String {
    let (start, number) = parts(cluster);
    ["appattempt", &start, &number, &padded(attempt, 6)].join("_")
}

fn attempts<'a>(id: &Word, world: &World) -> Result<Answer<'a>, Mistake> {
    let flink = known(id, world)?;
    let platform = world.cluster.platform.iter().flat_map(|it| &it.containers);
    let masters: Vec<&Container> = platform
        .filter(|it| it.cluster == flink.id && it.role == ContainerRole::JobManager)
        .collect();
    let mut out = line(&["Total number of application attempts :", &masters.len().to_string()]);
    out.push("ApplicationAttempt-Id\tState\tAM-Container-Id\tTracking-URL".to_owned());
    for (at, master) in masters.iter().enumerate() {
        let state = match master.phase {
            ContainerPhase::Pending => "SCHEDULED",
            ContainerPhase::Allocated => "ALLOCATED",
            ContainerPhase::Running if flink.phase.is_alive() => "RUNNING",
            ContainerPhase::Running => "LAUNCHED",
            ContainerPhase::Completed if at + 1 < masters.len() => "FAILED",
            ContainerPhase::Completed => flink.application_state.name(),
        };
        let container = container_id(master, world);
        let cells = [&attempt_id(flink.id, at + 1), state, &container, tracking(flink)];
        out.push(cells.join("\t"));
    }
    Ok(Answer::Print(out))
}

/// `yarn container -list <applicationAttemptId>`: those that it holds.
fn containers<'a>(id: &Word, world: &World) -> Result<Answer<'a>, Mistake> {
    let clusters = world.cluster.clusters.iter();
    let none = wrong(id, MistakeKind::NoSuchAttempt);
    let (_, number) = id.text.rsplit_once('_').ok_or(none)?;
    let number: usize = number.parse().map_err(|_| none)?;
    let flink = clusters.clone().find(|it| attempt_id(it.id, number) == id.text).ok_or(none)?;
    let platform = world.cluster.platform.iter().flat_map(|it| &it.containers);
    let held: Vec<&Container> = platform
        .filter(|it| it.cluster == flink.id && it.holds_memory() && attempt(it, world) == number)
        .collect();
    let mut out = line(&["Total number of containers :", &held.len().to_string()]);
    out.push(
        "Container-Id\tStart Time\tFinish Time\tState\tHost\tNode Http Address\tLOG-URL".to_owned(),
    );
    for container in held {
        let node = container.node.map(machine).unwrap_or_default();
        let state = if container.phase == ContainerPhase::Running { "RUNNING" } else { "ACQUIRED" };
        let started = |event: &Event| matches!(event, Event::ContainerAllocated { container: it, .. } if *it == container.id);
        let start = world.first(started).map(|at| epoch(at).to_string()).unwrap_or_default();
        let name = container_id(container, world);
        let log = ["http://", &node, ":8042/node/containerlogs/", &name, "/root"].concat();
        let (host, http) = ([&node, ":45454"].concat(), ["http://", &node, ":8042"].concat());
        out.push([&name, &start, "N/A", state, &host, &http, &log].join("\t"));
    }
    Ok(Answer::Print(out))
}

/// `yarn node -list`: those that run; all with `-all`.
fn nodes(words: &[Word], world: &World) -> Vec<String> {
    let all = words.iter().any(|word| word.text == "-all");
    let Some(platform) = &world.cluster.platform else { return Vec::new() };
    let shown: Vec<_> =
        platform.nodes.iter().filter(|node| all || node.state != NodeState::Lost).collect();
    let mut out = line(&["Total Nodes:", &shown.len().to_string()]);
    out.push("Node-Id\tNode-State\tNode-Http-Address\tNumber-of-Running-Containers".to_owned());
    for node in shown {
        // A machine that is gone and not missed yet runs, as far as YARN knows.
        let state = match node.state {
            NodeState::Up | NodeState::Silent | NodeState::Unheard => "RUNNING",
            NodeState::Lost => "LOST",
        };
        let here =
            platform.containers.iter().filter(|it| it.node == Some(node.id) && it.holds_memory());
        let (name, count) = (machine(node.id), here.count().to_string());
        out.push(
            [&*[&name, ":45454"].concat(), state, &[&name, ":8042"].concat(), &count].join("\t"),
        );
    }
    out
}
