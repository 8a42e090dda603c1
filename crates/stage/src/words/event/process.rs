//! Sentences about the cluster's processes: JobManager, TaskManagers, the cluster as a whole.

use crate::words::text::{Text, t};
use crate::words::{Names, names, reasons, time};
use model::cluster::{Mode, ProcessState};
use model::event::{ClusterStatus, Farewell, LossReason, Observer};
use model::{ClusterId, JmId, Provider, Signal, TmId, key};

pub(super) fn job_manager_started(n: &Names) -> String {
    let text = match n.cluster.provider {
        Provider::Standalone { .. } => t(
            "JobManager 进程启动。Dispatcher、ResourceManager，以及将来每个作业各自的 JobMaster，都住在这一个进程里。",
            "The JobManager process starts. The Dispatcher, the ResourceManager and later one JobMaster for each job all live in this one process.",
        ),
        Provider::Yarn { .. } => t(
            "JobManager 进程在容器里启动：它就是这个 YARN 应用的 ApplicationMaster，里面有 Dispatcher、Flink 自己的 ResourceManager 和将来的 JobMaster。",
            "The JobManager process starts in its container: it is this YARN application's ApplicationMaster, with the Dispatcher, Flink's own ResourceManager and later the JobMasters in it.",
        ),
        Provider::Kubernetes { .. } => t(
            "JobManager 进程在 Deployment 的 Pod 里启动：里面有 Dispatcher、Flink 自己的 ResourceManager 和将来的 JobMaster。",
            "The JobManager process starts in a pod of the Deployment, with the Dispatcher, Flink's own ResourceManager and later the JobMasters in it.",
        ),
    };
    n.say(text, &[])
}

pub(super) fn job_manager_killed(n: &Names, jm: JmId) -> String {
    let text = match (n.cluster.is_highly_available(), led(n, jm)) {
        (false, _) => t(
            "JobManager 突然没了：Dispatcher、ResourceManager 和所有 JobMaster 一起消失，没有 HA，谁也不记得有过哪些作业。TaskManager 还不知道，任务还在跑。",
            "The JobManager is gone at a stroke: the Dispatcher, the ResourceManager and all JobMasters vanish together, and without HA nobody remembers which jobs there were. TaskManagers do not know it yet; tasks run on.",
        ),
        (true, true) => t(
            "领导集群的 {0} 突然没了，里面的一切一起消失。{1} 还记着有哪些作业；它要等 {0} 的会话或租约过期，才把领导权给下一个。",
            "{0}, which led, is gone at a stroke, and everything in it vanishes. {1} still knows the jobs; it gives the leadership away only when the session or lease of {0} is over.",
        ),
        (true, false) => t(
            "{0} 突然没了。它不是 leader，集群照常运行。",
            "{0} is gone at a stroke. It did not lead: the cluster runs on as before.",
        ),
    };
    n.say(text, &[&names::jm(jm), n.leader_store()])
}

/// Whether a process that is gone was the leader: nobody leads now.
fn led(n: &Names, jm: JmId) -> bool {
    let cluster = n.cluster.job_managers.get(jm.index()).map(|jm| jm.cluster);
    let state = cluster.and_then(|id| n.cluster.clusters.get(id.index()));
    state.is_none_or(|state| state.leader.is_none())
}

pub(super) fn job_manager_exited(n: &Names, jm: JmId) -> String {
    let text = match led(n, jm) {
        _ if n.fell_with_main(jm) => t(
            "main() 抛异常在 2.3 以前是致命错误：JobManager 进程自己退出，没有向平台注销。",
            "Before 2.3 a main() that throws is a fatal error: the JobManager process exits, without a word to the platform.",
        ),
        true => t(
            "{0} 有序退出，主动放弃领导权：下一个不必等会话过期。",
            "{0} exits in order and lets go of the leadership: the next one need not wait for a session to expire.",
        ),
        false => t(
            "{0} 有序退出。它不是 leader，集群照常运行。",
            "{0} exits in order. It did not lead: the cluster runs on as before.",
        ),
    };
    n.say(text, &[&names::jm(jm)])
}

pub(super) fn stands_by(n: &Names, jm: JmId) -> String {
    n.say(
        t(
            "{0} 已经起来，但领导权不在它手里：它待命，等 {1} 叫它。",
            "{0} is up, but the leadership is not free: it stands by until {1} calls it.",
        ),
        &[&names::jm(jm), n.leader_store()],
    )
}

pub(super) fn leadership(n: &Names, jm: JmId) -> String {
    n.say(
        t(
            "{1} 选出 {0} 当 leader：它的 Dispatcher 和 ResourceManager 开始工作，地址写进 {1}，别人由此找到它。",
            "{1} makes {0} the leader: its Dispatcher and ResourceManager go to work, and its address in {1} is where others find it.",
        ),
        &[&names::jm(jm), n.leader_store()],
    )
}

pub(super) fn network(n: &Names, tm: TmId, cut: bool) -> String {
    let text = match cut {
        true => t(
            "{0} 与 JobManager 之间的网断了：两边都活着，消息却过不去，谁也还不知道。",
            "The network between {0} and the JobManager is cut: both are alive, no message gets through, and neither knows it yet.",
        ),
        false => t(
            "{0} 与 JobManager 之间的网又通了。",
            "The network between {0} and the JobManager works again.",
        ),
    };
    n.say(text, &[&names::tm(tm)])
}

pub(super) fn job_manager_lost(n: &Names, tm: TmId, who: Observer, why: Farewell) -> String {
    let (config, version) = (&n.cluster.config, n.cluster.version);
    let timeout = time::span(config.value(key::HeartbeatTimeout, version));
    let text = match (who, why) {
        (Observer::ResourceManager, Farewell::HeartbeatTimeout) => t(
            "{0} 已有 {2} 没收到 ResourceManager 的心跳，断开，开始重新找一个来注册。",
            "{0} has heard no heartbeat of the ResourceManager for {2}: it disconnects and looks for one to register at.",
        ),
        (Observer::JobMaster(_), Farewell::HeartbeatTimeout) => t(
            "{0} 已有 {2} 没收到 {1} 的心跳，断开，让它的任务全部失败；slot 再留一会儿，等它回来认领。",
            "{0} has heard no heartbeat of {1} for {2}: it disconnects and fails all its tasks. The slots are kept a little longer, in case it comes back.",
        ),
        (Observer::ResourceManager, Farewell::LostLeadership) => t(
            "{0} 从 {3} 得知 ResourceManager 不再是 leader：断开，等新的 leader 来注册。",
            "{0} learns from {3} that the ResourceManager no longer leads: it disconnects and waits for the new leader to register at.",
        ),
        (Observer::JobMaster(_), Farewell::LostLeadership) => t(
            "{0} 从 {3} 得知 {1} 不再是 leader：断开，让它的任务失败；slot 再留一会儿，等新 leader 上的 JobMaster 来认领。",
            "{0} learns from {3} that {1} no longer leads: it disconnects and fails its tasks. The slots are kept a little longer for the JobMaster at the new leader.",
        ),
    };
    n.say(text, &[&names::tm(tm), &n.observer(who), &timeout, n.leader_store()])
}

pub(super) fn registration_timed_out(n: &Names, tm: TmId) -> String {
    let (config, version) = (&n.cluster.config, n.cluster.version);
    let timeout = time::span(config.value(key::RegistrationTimeout, version));
    n.say(
        t(
            "{0} 找了 {1}，始终没有 ResourceManager 可以注册：它自己退出。",
            "{0} has looked for {1} and found no ResourceManager to register at: it exits.",
        ),
        &[&names::tm(tm), &timeout],
    )
}

pub(super) fn dispatcher_started(n: &Names) -> String {
    n.say(
        t(
            "REST 端点开始监听，Dispatcher 就任 leader：从现在起可以提交作业。",
            "The REST endpoint listens and the Dispatcher is leader: from now on jobs can be submitted.",
        ),
        &[],
    )
}

/// `ActiveResourceManager`, also one that follows another.
fn active_started(n: &Names, id: ClusterId) -> Text {
    let mut old = n.cluster.task_managers.iter().filter(|tm| tm.cluster == id);
    if old.any(|tm| !tm.process.is_gone()) {
        return t(
            "Flink 的 ResourceManager 开始工作，找回前一任留下的 TaskManager，等它们来注册。",
            "Flink's ResourceManager begins. It finds the TaskManagers that the one before it has left, and waits for them to register.",
        );
    }
    n.on(
        t(
            "Flink 的 ResourceManager 开始工作。现在一个 TaskManager 也没有：有作业要 slot 时，它才向 YARN 申请容器。",
            "Flink's ResourceManager begins. There is no TaskManager yet: it asks YARN for containers only when a job needs slots.",
        ),
        t(
            "Flink 的 ResourceManager 开始工作。现在一个 TaskManager 也没有：有作业要 slot 时，它才向 Kubernetes 申请 Pod。",
            "Flink's ResourceManager begins. There is no TaskManager yet: it asks Kubernetes for pods only when a job needs slots.",
        ),
    )
}

pub(super) fn resource_manager_started(n: &Names, id: ClusterId) -> String {
    match n.cluster.provider {
        Provider::Standalone { .. } => n.say(
            t(
                "Flink 的 ResourceManager 开始工作。启动期 {0} 内缺 slot 就先等 TaskManager 来注册；过了启动期，slot 不够会立即报告。",
                "Flink's ResourceManager begins. During its start-up period of {0} it waits for TaskManagers when slots are missing; after that it reports a shortage at once.",
            ),
            &[&start_up_period(n)],
        ),
        Provider::Yarn { .. } | Provider::Kubernetes { .. } => n.say(active_started(n, id), &[]),
    }
}

pub(super) fn start_up_period_ended(n: &Names) -> String {
    n.say(
        t(
            "ResourceManager 的启动期（{0}）结束：此后 slot 不够不再等待，而是立即告诉 JobMaster。",
            "The ResourceManager's start-up period ({0}) is over: from now on it does not wait when slots are missing but tells the JobMaster at once.",
        ),
        &[&start_up_period(n)],
    )
}

/// `resourcemanager.standalone.start-up-time`; unset, it is `slot.request.timeout`.
fn start_up_period(n: &Names) -> String {
    time::span(n.cluster.config.start_up_period(n.cluster.version))
}

pub(super) fn task_manager_started(n: &Names, tm: TmId) -> String {
    let container = n.cluster.task_managers.get(tm.index()).and_then(|it| it.container);
    match container {
        Some(container) => n.say(
            n.on(
                t(
                    "{0} 的进程在容器 {1} 里启动；接下来它要向 ResourceManager 注册。",
                    "The process of {0} starts in {1}; next it registers at the ResourceManager.",
                ),
                t(
                    "{0} 的进程在 {1} 里启动；接下来它要向 ResourceManager 注册。",
                    "The process of {0} starts in {1}; next it registers at the ResourceManager.",
                ),
            ),
            &[&names::tm(tm), &n.container(container)],
        ),
        None => n.say(
            t(
                "{0} 的进程启动；接下来它要向 ResourceManager 注册。",
                "The process of {0} starts; next it registers at the ResourceManager.",
            ),
            &[&names::tm(tm)],
        ),
    }
}

pub(super) fn registered(n: &Names, tm: TmId) -> String {
    let slots = n.cluster.task_managers.get(tm.index()).map_or(0, |it| it.slots.len());
    n.say(
        t(
            "{0} 在 ResourceManager 注册，带来 {1} 个 slot。",
            "{0} registers at the ResourceManager and brings {1} slot{1s}.",
        ),
        &[&names::tm(tm), &slots.to_string()],
    )
}

pub(super) fn signalled(n: &Names, tm: TmId, signal: Signal) -> String {
    let text = match signal {
        Signal::Kill => t(
            "{0} 被 kill -9：进程和上面的任务立刻消失，来不及通知任何人；Flink 此刻还不知道。",
            "{0} is killed with -9: process and tasks vanish at once, without a word to anybody. Flink does not know it yet.",
        ),
        Signal::Term => t(
            "{0} 收到 SIGTERM：它先告诉 ResourceManager 自己要关闭，然后退出。",
            "{0} receives SIGTERM: it tells the ResourceManager that it is shutting down, then exits.",
        ),
        Signal::Stop => t(
            "{0} 收到 SIGSTOP 而冻结：连接还开着，但它不再回应任何消息。",
            "{0} is frozen by SIGSTOP: its connections stay open, but it answers nothing.",
        ),
        Signal::Cont => t(
            "{0} 收到 SIGCONT，继续运行，好像什么都没发生；它不知道自己是否已被除名。",
            "{0} receives SIGCONT and runs on as if nothing had happened; it cannot know whether it has been dropped meanwhile.",
        ),
    };
    n.say(text, &[&names::tm(tm)])
}

pub(super) fn exited(n: &Names, tm: TmId) -> String {
    let process = n.cluster.task_managers.get(tm.index()).map(|it| it.process);
    let text = match process {
        Some(ProcessState::Killed) => t(
            "{0} 的进程没有了，它的 slot 也随之消失。",
            "The process of {0} is gone, and its slots with it.",
        ),
        // A container is ended by whoever gave it, a script's process by itself.
        _ if n.cluster.platform.is_some() => t(
            "{0} 的进程结束，它的 slot 也随之消失。",
            "The process of {0} ends, and its slots with it.",
        ),
        _ => t(
            "{0} 的进程有序退出，它的 slot 也随之消失。",
            "{0} exits in order, and its slots go with it.",
        ),
    };
    n.say(text, &[&names::tm(tm)])
}

pub(super) fn lost(n: &Names, tm: TmId, by: Observer, reason: LossReason) -> String {
    let why = reasons::loss(n, reason);
    let (who, tm) = (n.observer(by), names::tm(tm));
    let text = match by {
        Observer::ResourceManager => t(
            "{0} 把 {1} 除名：{2}。它的 slot 不再计数，连着它的 JobMaster 会得到通知。",
            "{0} drops {1}: {2}. Its slots no longer count, and the JobMasters connected to it are told.",
        ),
        Observer::JobMaster(_) => t(
            "{0} 与 {1} 断开：{2}。它在那里的 slot 没有了，里面的任务算作失败。",
            "{0} disconnects from {1}: {2}. It has lost its slots there, and the tasks in them count as failed.",
        ),
    };
    n.say(text, &[&who, &tm, &why])
}

pub(super) fn cluster_stopped(n: &Names, id: ClusterId, status: ClusterStatus) -> String {
    let mode = n.cluster.clusters.get(id.index()).map_or(Mode::Session, |it| it.mode);
    let text = match (status, mode) {
        (ClusterStatus::Succeeded | ClusterStatus::Unknown, Mode::Session)
            if matches!(n.cluster.provider, Provider::Kubernetes { .. }) =>
        {
            t(
                "集群关闭：Deployment 被删除，它的 Pod 和 TaskManager 的 Pod 都结束。没有 HA，没跑完的作业就没有了；有 HA，它的 ConfigMap 还在，用同一个 cluster-id 再开就恢复。",
                "The cluster shuts down: its Deployment is deleted, and all its pods end, TaskManagers too. Without HA, unfinished jobs are lost; with it, its ConfigMaps stay, and the same cluster-id recovers them.",
            )
        }
        (ClusterStatus::Succeeded, Mode::Session) => t(
            "集群关闭：JobManager 结束，YARN 应用的最终状态是 SUCCEEDED，YARN 收回所有容器。SUCCEEDED 说的是集群，不是作业：没跑完的作业就没有了。",
            "The cluster shuts down: the JobManager ends, the YARN application's final status is SUCCEEDED, and YARN takes all containers back. SUCCEEDED is about the cluster, not about jobs: unfinished ones are lost.",
        ),
        (ClusterStatus::Succeeded, Mode::PerJob(_) | Mode::Application(_))
            if matches!(n.cluster.provider, Provider::Standalone { .. }) =>
        {
            t(
                "{0}完成使命：以 SUCCEEDED 关闭，JobManager 结束。TaskManager 是另外启动的，要另外停。",
                "All is done, and {0} shuts down as SUCCEEDED: the JobManager ends. The TaskManagers were started apart, and are stopped apart.",
            )
        }
        (ClusterStatus::Succeeded, Mode::PerJob(_) | Mode::Application(_)) => t(
            "{0}完成使命：以 SUCCEEDED 关闭，JobManager 结束，为它启动的 TaskManager 也一起结束。",
            "All is done, and {0} shuts down as SUCCEEDED: the JobManager ends, and so do the TaskManagers that were started for it.",
        ),
        (ClusterStatus::Canceled, _) => n.on(
            t(
                "作业被取消，{0}随之关闭，状态 CANCELED（YARN 显示为 KILLED）；里面没有结束的作业变为 SUSPENDED，不再有人照管。",
                "A job was cancelled, and {0} shuts down with it as CANCELED (YARN shows KILLED); jobs in it that have not ended are SUSPENDED, and nobody looks after them.",
            ),
            t(
                "作业被取消，{0}随之关闭，状态 CANCELED，Deployment 被删除。",
                "A job was cancelled, and {0} shuts down with it as CANCELED; its Deployment is deleted.",
            ),
        ),
        (ClusterStatus::Killed, _) => t(
            "{0}被 YARN 终止，状态 KILLED。谁也没来得及清理：~/.flink 里的文件和 HA 的数据都留了下来。",
            "YARN has killed {0}; its state is KILLED. Nobody had time to clear up: files in ~/.flink and data of HA stay.",
        ),
        (ClusterStatus::Failed, _) => t(
            "集群以 FAILED 结束，全部进程都没有了。",
            "The cluster ends as FAILED; none of its processes is left.",
        ),
        (ClusterStatus::Unknown, Mode::Session) => t(
            "集群关闭：JobManager 结束，状态 UNKNOWN，因为 standalone 集群是用信号停的。没有 HA，没跑完的作业就没有了；有 HA，再启动就恢复。",
            "The cluster shuts down: the JobManager ends with status UNKNOWN, because a standalone cluster is stopped by signals. Without HA, unfinished jobs are lost; with it, the next start recovers them.",
        ),
        (ClusterStatus::Unknown, Mode::PerJob(_) | Mode::Application(_)) => t(
            "{0}结束：JobManager 进程退出，状态 UNKNOWN：它被信号停止，或者 main() 抛出异常而它自己退出。",
            "The JobManager process of {0} ends with status UNKNOWN: a signal stopped it, or it left because main() threw.",
        ),
    };
    n.say(text, &[&n.flink(id)])
}
