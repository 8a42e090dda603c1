//! Sentences about YARN and Kubernetes: what gives machines, containers and pods, and what Flink asks
//! of it.

use crate::words::text::t;
use crate::words::{Names, names, time};
use model::cluster::{Container, Mode};
use model::event::ContainerRole;
use model::{ClientId, ClusterId, ContainerId, NodeId, Provider, TmId, key};

pub(super) fn submitted(n: &Names, id: ClusterId, client: Option<ClientId>) -> String {
    let mode = n.cluster.clusters.get(id.index()).map_or(Mode::Session, |it| it.mode);
    let text = match (client, mode) {
        (None, _) => n.on(
            t(
                "yarn-session.sh 上传 Flink 的 jar 和配置，把会话作为一个应用提交给 YARN 的 ResourceManager。",
                "yarn-session.sh uploads Flink's jars and configuration and submits the session to YARN's ResourceManager as one application.",
            ),
            t(
                "kubernetes-session.sh 请 API server 建一个 Deployment、它的 Service 和一个放配置的 ConfigMap。",
                "kubernetes-session.sh has the API server make a Deployment, its Services and a ConfigMap with the configuration.",
            ),
        ),
        (Some(_), Mode::PerJob(_)) => t(
            "{0} 把 jar、配置和 JobGraph 上传到 HDFS，请 YARN 为 {1} 单独启动一个集群：作业随集群一起交上去，不走 REST。",
            "{0} uploads jars, configuration and the JobGraph to HDFS and asks YARN for a cluster for {1} alone: the job travels with the cluster, not by REST.",
        ),
        (Some(_), Mode::Session | Mode::Application(_)) => n.on(
            t(
                "{0} 把 jar 和配置上传到 HDFS，请 YARN 为程序 {1} 启动一个集群；main() 还没有运行，它要在 JobManager 里运行。",
                "{0} uploads jars and configuration to HDFS and asks YARN for a cluster for the program {1}. Its main() has not run yet: the JobManager will run it.",
            ),
            t(
                "{0} 请 API server 为程序 {1} 建一个 Deployment，jar 已在镜像里；main() 还没有运行，它要在 JobManager 里运行。",
                "{0} has the API server make a Deployment for the program {1}, whose jar is in the image. Its main() has not run yet: the JobManager will run it.",
            ),
        ),
    };
    let (who, what) = client
        .map_or_else(Default::default, |client| (names::client(client), n.job_of_client(client)));
    n.say(text, &[&who, &what])
}

pub(super) fn accepted(n: &Names, id: ClusterId) -> String {
    let before = n.cluster.job_managers.iter().any(|jm| jm.cluster == id);
    let text = match before {
        true => t(
            "还有一次尝试可用：YARN 不结束应用，重新为 ApplicationMaster 找容器；TaskManager 的容器都留着。",
            "An attempt is left: YARN does not end the application but looks for another container for its ApplicationMaster; the TaskManagers' containers stay.",
        ),
        false => n.on(
            t(
                "YARN 接受了应用（ACCEPTED）：它在等一个容器，给 ApplicationMaster，也就是 JobManager。",
                "YARN has accepted the application (ACCEPTED): it waits for a container for its ApplicationMaster, which is the JobManager.",
            ),
            t(
                "Deployment 建好了：Kubernetes 要为 JobManager 的 Pod 找一台有空余的机器。",
                "The Deployment is there: Kubernetes looks for a node with room for the JobManager's pod.",
            ),
        ),
    };
    n.say(text, &[])
}

pub(super) fn uploaded(n: &Names, client: Option<ClientId>) -> String {
    let jar = client.is_some() && n.cluster.uploads_jar();
    let text = match (n.cluster.uploads_libraries(), jar) {
        (true, true) => t(
            "Flink 的 lib、作业的 jar 和配置都上传到了 HDFS 的 ~/.flink/<applicationId>：机器要从那里取。",
            "Flink's libraries, the jar and the configuration are in ~/.flink/<applicationId> of HDFS, where the machines will fetch them.",
        ),
        (true, false) => t(
            "Flink 的 lib 和配置上传到了 HDFS 的 ~/.flink/<applicationId>，没有作业的 jar。",
            "Flink's libraries and the configuration are in ~/.flink/<applicationId> of HDFS, and no jar.",
        ),
        (false, true) => t(
            "lib 已经在 HDFS 上（yarn.provided.lib.dirs），只上传了 jar 和配置。",
            "The libraries are in HDFS already (yarn.provided.lib.dirs): only the jar and the configuration were uploaded.",
        ),
        (false, false) => t(
            "lib（yarn.provided.lib.dirs）和要用的 jar 都已经在 HDFS 上，只上传了配置：一眨眼的事。",
            "The libraries (yarn.provided.lib.dirs) and the jars are in HDFS already: only the configuration was uploaded, in no time.",
        ),
    };
    n.say(text, &[])
}

pub(super) fn deleted(n: &Names, id: ClusterId) -> String {
    let text = match n.cluster.job_managers.iter().any(|jm| jm.cluster == id) {
        true => t(
            "ApplicationMaster 向 YARN 注销，{0}在 HDFS 上的 ~/.flink/<applicationId> 随之删掉。被杀死的应用没有这一步。",
            "The ApplicationMaster unregisters at YARN and deletes ~/.flink/<applicationId> of {0} in HDFS. One that is killed does not get to that.",
        ),
        false => t(
            "应用没有部署成，客户端退出前删掉了它刚上传的文件。",
            "The application was not deployed; the client deletes what it had uploaded before it exits.",
        ),
    };
    n.say(text, &[&n.flink(id)])
}

pub(super) fn memory_exceeded(n: &Names, tm: TmId) -> String {
    let text = n.on(
        t(
            "{0} 用的内存超过了容器的上限：NodeManager 不问它在做什么，杀掉容器（beyond the 'PHYSICAL' memory limit）。",
            "{0} uses more memory than its container has: the NodeManager kills the container, whatever runs in it (“beyond the 'PHYSICAL' memory limit”).",
        ),
        t(
            "{0} 用的内存超过了 Pod 的上限：内核杀掉它（OOMKilled）。",
            "{0} uses more memory than its pod may: the kernel kills it (OOMKilled).",
        ),
    );
    n.say(text, &[&names::tm(tm)])
}

pub(super) fn machine_killed(n: &Names, node: NodeId) -> String {
    let text = match n.cluster.platform {
        None => t(
            "{1} 和它的机器一起没了。没有连接断开，也没有调用被拒绝：只能等心跳超时。",
            "{1} is gone with its machine. No connection is closed and no call refused: only a heartbeat timeout will tell.",
        ),
        Some(_) => n.on(
            t(
                "{0} 断电，连同 NodeManager：没有连接断开，YARN 十分钟后才知道。Flink 的心跳先超时。",
                "{0} is gone, its NodeManager too: no connection is closed, and YARN will know in ten minutes. Flink's own heartbeats time out before that.",
            ),
            t(
                "{0} 断电，连同 kubelet：没有连接断开，Kubernetes 50 秒后才知道。",
                "{0} is gone, its kubelet too: no connection is closed, and Kubernetes will know in 50 s.",
            ),
        ),
    };
    n.say(text, &[&names::node(node), &names::tm(TmId(node.0))])
}

pub(super) fn machine_lost(n: &Names, node: NodeId) -> String {
    let text = n.on(
        t(
            "{0} 十分钟没有心跳（yarn.nm.liveness-monitor.expiry-interval-ms）：YARN 当它是 LOST，上面的容器都算结束。",
            "{0} has been silent for ten minutes (yarn.nm.liveness-monitor.expiry-interval-ms): for YARN it is LOST, and every container on it has ended.",
        ),
        t(
            "{0} 50 秒没有报告：Kubernetes 把它标成 NotReady，不再往上放 Pod。上面的 Pod 还要再等 300 秒。",
            "{0} has not reported for 50 s: Kubernetes marks it NotReady and puts no more pods there. Those on it are given another 300 s.",
        ),
    );
    n.say(text, &[&names::node(node)])
}

pub(super) fn pods_evicted(n: &Names, node: NodeId) -> String {
    n.say(
        t(
            "{0} NotReady 已经 300 秒：Kubernetes 驱逐上面的 Pod，Deployment 在别的机器上补一个 JobManager。",
            "{0} has been NotReady for 300 s: Kubernetes evicts its pods, and the Deployment makes another JobManager pod elsewhere.",
        ),
        &[&names::node(node)],
    )
}

pub(super) fn rejected(n: &Names, queue: &str) -> String {
    n.say(
        t(
            "YARN 没有叫 {0} 的队列，拒绝了应用（FAILED）。客户端查过队列，只警告（The specified queue '{0}' does not exist），仍旧提交。",
            "YARN has no queue {0} and refuses the application (FAILED). The client had looked, only warned (“The specified queue '{0}' does not exist”) and submitted all the same.",
        ),
        &[queue],
    )
}

/// The queue that keeps a container waiting though a machine has room for it.
fn full_queue<'a>(n: &Names<'a>, id: ContainerId) -> Option<(&'a str, u64, u64)> {
    let container = container_of(n, id)?;
    let queue = n.cluster.flink(container.cluster).queue?;
    let (used, most) = n.cluster.queue_room(queue)?;
    let name = &n.cluster.provider.queues().get(queue.index())?.name;
    (used + container.memory_mib > most).then_some((name.as_str(), used, most))
}

pub(super) fn killed(n: &Names, id: ClusterId) -> String {
    n.say(
        t(
            "{0}的所有容器被 YARN 立刻杀死：JobManager 和 TaskManager 都来不及道别。",
            "YARN kills every container of {0} at once: neither JobManager nor TaskManagers can say goodbye.",
        ),
        &[&n.flink(id)],
    )
}

pub(super) fn allocated(
    n: &Names,
    container: ContainerId,
    node: NodeId,
    role: ContainerRole,
) -> String {
    let (container, node, memory) =
        (n.container(container), names::node(node), memory(n, container));
    let text = match role {
        ContainerRole::JobManager => n.on(
            t(
                "YARN 的 ResourceManager 在 {1} 上分配 {0}（{2} MiB）给 JobManager，并让那里的 NodeManager 启动它。",
                "YARN's ResourceManager allocates {0} ({2} MiB) on {1} for the JobManager and has the NodeManager there launch it.",
            ),
            t(
                "Kubernetes 把 JobManager 的 {0}（{2} MiB）放到 {1} 上，由那里的 kubelet 启动。",
                "Kubernetes places {0} ({2} MiB) of the JobManager on {1}, where the kubelet starts it.",
            ),
        ),
        ContainerRole::TaskManager(_) => n.on(
            t(
                "YARN 的 ResourceManager 在 {1} 上分配 {0}（{2} MiB）给一个 TaskManager。",
                "YARN's ResourceManager allocates {0} ({2} MiB) on {1} for a TaskManager.",
            ),
            t(
                "Kubernetes 把一个 TaskManager 的 {0}（{2} MiB）放到 {1} 上，由那里的 kubelet 启动。",
                "Kubernetes places {0} ({2} MiB) of a TaskManager on {1}, where the kubelet starts it.",
            ),
        ),
    };
    n.say(text, &[&container, &node, &memory])
}

fn memory(n: &Names, id: ContainerId) -> String {
    container_of(n, id).map_or_else(|| "?".to_owned(), |it| it.memory_mib.to_string())
}

fn container_of<'a>(n: &Names<'a>, id: ContainerId) -> Option<&'a Container> {
    n.cluster.platform.as_ref()?.containers.get(id.index())
}

pub(super) fn launched(n: &Names, container: ContainerId) -> String {
    let node = container_of(n, container).and_then(|it| it.node);
    n.say(
        n.on(
            t(
                "{1} 的 NodeManager 启动 {0} 里的进程。",
                "The NodeManager of {1} launches the process in {0}.",
            ),
            t("{1} 的 kubelet 启动 {0}。", "The kubelet of {1} starts {0}."),
        ),
        &[&n.container(container), &node.map_or_else(|| "?".to_owned(), names::node)],
    )
}

pub(super) fn running(n: &Names, id: ClusterId) -> String {
    let mode = n.cluster.clusters.get(id.index()).map_or(Mode::Session, |it| it.mode);
    let text = match mode {
        _ if n.is_another_attempt(id) => n.on(
            t(
                "{0}又有了 ApplicationMaster：新的 JobManager 在 YARN 注册，应用重新变为 RUNNING。",
                "There is an ApplicationMaster again for {0}: the new JobManager registers at YARN and the application is RUNNING.",
            ),
            t(
                "{0}的 JobManager 又在工作了，Flink 的 ResourceManager 可以申请 Pod。",
                "The JobManager of {0} works again, and Flink's ResourceManager can ask for pods.",
            ),
        ),
        Mode::Session => n.on(
            t(
                "JobManager 作为 ApplicationMaster 在 YARN 注册，应用变为 RUNNING；yarn-session.sh -d 到此完成并退出。",
                "The JobManager registers at YARN as ApplicationMaster and the application is RUNNING; with that, yarn-session.sh -d is done and exits.",
            ),
            t(
                "JobManager 的 Pod 就绪，会话可以用了；kubernetes-session.sh 早已退出。",
                "The JobManager's pod is ready and the session can be used; kubernetes-session.sh has long exited.",
            ),
        ),
        Mode::PerJob(_) | Mode::Application(_) => n.on(
            t(
                "{0}起来了：JobManager 作为 ApplicationMaster 在 YARN 注册，应用变为 RUNNING：等着它的客户端可以往下走了。",
                "The JobManager of {0} registers at YARN as ApplicationMaster and the application is RUNNING: the client that waits for it can go on.",
            ),
            t(
                "{0}起来了：JobManager 的 Pod 就绪，Flink 的 ResourceManager 可以申请 Pod 了。",
                "The JobManager's pod of {0} is ready, and Flink's ResourceManager can ask for pods.",
            ),
        ),
    };
    n.say(text, &[&n.flink(id)])
}

pub(super) fn workers_requested(n: &Names, count: u16) -> String {
    let slots = n.cluster.config.value(key::NumberOfTaskSlots, n.cluster.version);
    n.say(
        n.on(
            t(
                "slot 不够，Flink 的 ResourceManager 向 YARN 申请 {0} 个容器，每个跑一个有 {1} 个 slot 的 TaskManager。",
                "Slots are missing, so Flink's ResourceManager asks YARN for {0} container{0s}, with a TaskManager of {1} slot{1s} in each.",
            ),
            t(
                "slot 不够，Flink 的 ResourceManager 请 API server 建 {0} 个 Pod，每个跑一个有 {1} 个 slot 的 TaskManager。",
                "Slots are missing, so Flink's ResourceManager has the API server make {0} pod{0s}, with a TaskManager of {1} slot{1s} in each.",
            ),
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

const fn is_kubernetes(n: &Names) -> bool {
    matches!(n.cluster.provider, Provider::Kubernetes { .. })
}

pub(super) fn completed(n: &Names, container: ContainerId) -> String {
    let text = match n.is_news(container) {
        true if is_kubernetes(n) => t(
            "{0} 里的进程结束了：kubelet 看到，Kubernetes 把这件事告诉 Flink 的 ResourceManager，不必等心跳超时。",
            "The process in {0} has ended: the kubelet sees it and Kubernetes tells Flink's ResourceManager, with no heartbeat timeout to wait for.",
        ),
        true => t(
            "{0} 里的进程结束了：NodeManager 看到，YARN 把这件事告诉 Flink 的 ResourceManager，不必等心跳超时。",
            "The process in {0} has ended: its NodeManager sees it and YARN tells Flink's ResourceManager, with no heartbeat timeout to wait for.",
        ),
        false => n.on(
            t(
                "{0} 结束，它的内存可以给别的容器了。",
                "{0} has ended; its memory is free for other containers.",
            ),
            t(
                "{0} 结束，它的内存可以给别的 Pod 了。",
                "{0} has ended; its memory is free for other pods.",
            ),
        ),
    };
    n.say(text, &[&n.container(container)])
}

pub(super) fn released(n: &Names, tm: TmId) -> String {
    let timeout = n.cluster.config.value(key::TaskManagerIdleTimeout, n.cluster.version);
    n.say(
        n.on(
            t(
                "{0} 已空闲 {1}，Flink 的 ResourceManager 把它的容器还给 YARN。",
                "{0} has been idle for {1}: Flink's ResourceManager gives its container back to YARN.",
            ),
            t(
                "{0} 已空闲 {1}，Flink 的 ResourceManager 请 API server 删掉它的 Pod。",
                "{0} has been idle for {1}: Flink's ResourceManager has the API server delete its pod.",
            ),
        ),
        &[&names::tm(tm), &time::span(timeout)],
    )
}

pub(super) fn pending(n: &Names, container: ContainerId) -> String {
    if let Some((queue, used, most)) = full_queue(n, container) {
        return n.say(
            t(
                "{0} 需要 {1} MiB，而队列 {2} 最多用 {4} MiB，已用 {3} MiB：机器再空也要等，等这个队列里有人结束。",
                "{0} needs {1} MiB, and the queue {2} uses {3} of the {4} MiB it may have: it waits for somebody of this queue to end, whatever room the machines have.",
            ),
            &[
                &n.container(container),
                &memory(n, container),
                queue,
                &used.to_string(),
                &most.to_string(),
            ],
        );
    }
    n.say(
        n.on(
            t(
                "{0} 需要 {1} MiB，没有哪台 NodeManager 有空余：申请留在 YARN 的队列里等。",
                "{0} needs {1} MiB and no NodeManager has that much left: the request waits in YARN's queue.",
            ),
            t(
                "{0} 需要 {1} MiB，没有哪台机器有空余：这个 Pod 停在 Pending，等空位。",
                "{0} needs {1} MiB and no node has that much left: the pod stays Pending until there is room.",
            ),
        ),
        &[&n.container(container), &memory(n, container)],
    )
}
