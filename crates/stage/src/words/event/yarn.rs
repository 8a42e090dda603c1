//! Sentences about YARN: its ResourceManager, NodeManagers and containers, and what Flink asks of them.

use crate::words::text::t;
use crate::words::{Names, names, time};
use model::cluster::Container;
use model::event::ContainerRole;
use model::{ContainerId, Key, NodeId, TmId};

pub(super) fn submitted(n: &Names) -> String {
    n.say(
        t(
            "yarn-session.sh 上传 Flink 的 jar 和配置，把会话作为一个应用提交给 YARN 的 ResourceManager。",
            "yarn-session.sh uploads Flink's jars and configuration and submits the session to YARN's ResourceManager as one application.",
        ),
        &[],
    )
}

pub(super) fn accepted(n: &Names) -> String {
    n.say(
        t(
            "YARN 接受了应用（ACCEPTED）：它在等一个容器，给 ApplicationMaster，也就是 JobManager。",
            "YARN has accepted the application (ACCEPTED): it waits for a container for its ApplicationMaster, which is the JobManager.",
        ),
        &[],
    )
}

pub(super) fn allocated(
    n: &Names,
    container: ContainerId,
    node: NodeId,
    role: ContainerRole,
) -> String {
    let (container, node, memory) =
        (names::container(container), names::node(node), memory(n, container));
    let text = match role {
        ContainerRole::JobManager => t(
            "YARN 的 ResourceManager 在 {1} 上分配 {0}（{2} MiB）给 JobManager，并让那里的 NodeManager 启动它。",
            "YARN's ResourceManager allocates {0} ({2} MiB) on {1} for the JobManager and has the NodeManager there launch it.",
        ),
        ContainerRole::TaskManager(_) => t(
            "YARN 的 ResourceManager 在 {1} 上分配 {0}（{2} MiB）给一个 TaskManager。",
            "YARN's ResourceManager allocates {0} ({2} MiB) on {1} for a TaskManager.",
        ),
    };
    n.say(text, &[&container, &node, &memory])
}

fn memory(n: &Names, id: ContainerId) -> String {
    container_of(n, id).map_or_else(|| "?".to_owned(), |it| it.memory_mib.to_string())
}

fn container_of<'a>(n: &Names<'a>, id: ContainerId) -> Option<&'a Container> {
    n.cluster.yarn.as_ref()?.containers.get(id.index())
}

pub(super) fn launched(n: &Names, container: ContainerId) -> String {
    let node = container_of(n, container).and_then(|it| it.node);
    n.say(
        t(
            "{1} 的 NodeManager 启动 {0} 里的进程。",
            "The NodeManager of {1} launches the process in {0}.",
        ),
        &[&names::container(container), &node.map_or_else(|| "?".to_owned(), names::node)],
    )
}

pub(super) fn running(n: &Names) -> String {
    n.say(
        t(
            "JobManager 作为 ApplicationMaster 在 YARN 注册，应用变为 RUNNING；yarn-session.sh -d 到此完成并退出。",
            "The JobManager registers at YARN as ApplicationMaster and the application is RUNNING; with that, yarn-session.sh -d is done and exits.",
        ),
        &[],
    )
}

pub(super) fn workers_requested(n: &Names, count: u16) -> String {
    let slots = n.cluster.config.number(Key::NumberOfTaskSlots, n.cluster.version).unwrap_or(1);
    n.say(
        t(
            "slot 不够，Flink 的 ResourceManager 向 YARN 申请 {0} 个容器，每个跑一个有 {1} 个 slot 的 TaskManager。",
            "Slots are missing, so Flink's ResourceManager asks YARN for {0} container{0s}, with a TaskManager of {1} slot{1s} in each.",
        ),
        &[&count.to_string(), &slots.to_string()],
    )
}

pub(super) fn received(n: &Names, containers: &[ContainerId]) -> String {
    n.say(
        t(
            "Flink 的 ResourceManager 从 YARN 得到 {0} 个容器，让 NodeManager 在里面启动 TaskManager。",
            "Flink's ResourceManager receives {0} container{0s} from YARN and has the NodeManagers start TaskManagers there.",
        ),
        &[&containers.len().to_string()],
    )
}

pub(super) fn completed(n: &Names, container: ContainerId) -> String {
    let text = match n.is_news(container) {
        true => t(
            "{0} 里的进程结束了：NodeManager 看到，YARN 把这件事告诉 Flink 的 ResourceManager，不必等心跳超时。",
            "The process in {0} has ended: its NodeManager sees it and YARN tells Flink's ResourceManager, with no heartbeat timeout to wait for.",
        ),
        false => t(
            "{0} 结束，它的内存可以给别的容器了。",
            "{0} has ended; its memory is free for other containers.",
        ),
    };
    n.say(text, &[&names::container(container)])
}

pub(super) fn released(n: &Names, tm: TmId) -> String {
    let timeout = n.cluster.config.duration(Key::TaskManagerIdleTimeout, n.cluster.version);
    n.say(
        t(
            "{0} 已空闲 {1}，Flink 的 ResourceManager 把它的容器还给 YARN。",
            "{0} has been idle for {1}: Flink's ResourceManager gives its container back to YARN.",
        ),
        &[&names::tm(tm), &timeout.map_or_else(String::new, time::span)],
    )
}

pub(super) fn pending(n: &Names, container: ContainerId) -> String {
    n.say(
        t(
            "{0} 需要 {1} MiB，没有哪台 NodeManager 有空余：申请留在 YARN 的队列里等。",
            "{0} needs {1} MiB and no NodeManager has that much left: the request waits in YARN's queue.",
        ),
        &[&names::container(container), &memory(n, container)],
    )
}
