//! Everything there is to say about one thing that the reader selected.
//!
//! In: a [`Target`], the frame, the trace's entries. Out: an [`Inspection`]: what it is, its classes in
//! Flink, what its present state means, facts, and the configuration keys that govern it.
//! Deliberately absent: HTML; the player only lays these strings out.

mod facts;
mod keys;

use super::text::{Text, t};
use super::{Lang, Names, names};
use crate::scene::Target;
use model::{Cluster, Entry, Frame, Provider};

pub(crate) use facts::{is_kept, leaders, step};
pub use keys::KeyRow;

/// What the inspector shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// What kind of thing: "TaskManager".
    pub kind: &'static str,
    /// Which one: "tm-0"; the same as `kind` where there is only one.
    pub name: String,
    /// What it is, in one or two sentences.
    pub about: &'static str,
    /// Class names, comma-separated; empty for what is not Flink's.
    pub classes: &'static str,
    /// Its states, each with its meaning: ("RUNNING", "scheduling has started …"). Empty when the
    /// thing does not exist at this moment.
    pub states: Vec<State>,
    /// Label and value.
    pub facts: Vec<(&'static str, String)>,
    /// The keys that govern it.
    pub keys: Vec<KeyRow>,
}

/// One state and its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Flink's own name for it, where it has one: "RUNNING".
    pub name: String,
    /// One clause.
    pub meaning: String,
}

/// All about `target` at the frame's moment. `entries` are the trace's.
pub fn inspect(lang: Lang, target: Target, frame: &Frame, entries: &[Entry]) -> Inspection {
    let n = Names::new(lang, &frame.cluster);
    let seen = facts::of(&n, target, frame, entries);
    Inspection {
        kind: kind(target, &frame.cluster.provider).text(lang),
        name: name(&n, target),
        about: about(target, &frame.cluster.provider).text(lang),
        classes: classes(target, &frame.cluster),
        states: seen.states,
        facts: seen.facts,
        keys: keys::of(lang, target, &frame.cluster),
    }
}

const fn kind(target: Target, provider: &Provider) -> Text {
    let kubernetes = matches!(provider, Provider::Kubernetes { .. });
    match target {
        Target::Client(_) => t("客户端", "Client"),
        Target::JobManager(_) | Target::Process(_) => t("JobManager 进程", "JobManager process"),
        Target::Main(_) => t("main()", "main()"),
        Target::LeaderStore => t("HA 存储", "HA store"),
        Target::Dispatcher(_) => t("Dispatcher", "Dispatcher"),
        Target::ResourceManager(_) => t("ResourceManager（Flink 的）", "ResourceManager (Flink's)"),
        Target::Job(_) => t("作业与 JobMaster", "Job and JobMaster"),
        Target::TaskManager(_) => t("TaskManager", "TaskManager"),
        Target::Slot(..) => t("slot", "Slot"),
        Target::Task(_) => t("子任务", "Subtask"),
        Target::YarnResourceManager if kubernetes => t("API server", "API server"),
        Target::YarnResourceManager => t("ResourceManager（YARN 的）", "ResourceManager (YARN's)"),
        Target::Node(_) if kubernetes => t("kubelet", "kubelet"),
        Target::Node(_) => t("NodeManager", "NodeManager"),
        Target::Container(_) if kubernetes => t("pod", "Pod"),
        Target::Container(_) => t("容器", "Container"),
        Target::Message(_) => t("消息", "Message"),
    }
}

/// Which one: "tm-0", "WordCount", "tm-0 / slot 1".
pub fn name(n: &Names, target: Target) -> String {
    match target {
        Target::Client(id) => names::client(id),
        Target::Job(id) => n.job(id),
        Target::TaskManager(id) => names::tm(id),
        Target::Slot(id, index) => names::slot(id, index),
        Target::Task(id) => n.task(id),
        Target::Node(id) => names::node(id),
        Target::Container(id) => n.container(id),
        Target::Process(id) => names::jm(id),
        Target::Main(id) => n.application(id),
        Target::LeaderStore => n.leader_store().to_owned(),
        Target::JobManager(_)
        | Target::Dispatcher(_)
        | Target::ResourceManager(_)
        | Target::YarnResourceManager
        | Target::Message(_) => kind(target, &n.cluster.provider).text(n.lang).to_owned(),
    }
}

#[expect(clippy::too_many_lines, reason = "an arm for each kind of thing")]
const fn about(target: Target, provider: &Provider) -> Text {
    let kubernetes = matches!(provider, Provider::Kubernetes { .. });
    match target {
        Target::Client(_) => t(
            "一次 flink run。它运行程序的 main()，把得到的图交给 Dispatcher；带 -d 就此退出，不带就等作业结束。",
            "One flink run. It runs the program's main() and hands the resulting graph to the Dispatcher; with -d it leaves then, without it it waits for the job's end.",
        ),
        Target::Main(_) => t(
            "应用模式下，程序的 main() 在 JobManager 里运行，不在客户端里。它用 execute()、executeAsync() 一个接一个地交出作业。",
            "In application mode the program's main() runs in the JobManager, not in a client. By execute() and executeAsync() it hands in one job after another.",
        ),
        Target::LeaderStore => t(
            "记着谁是 leader、有哪些作业、每个作业最近的 checkpoint 在哪里。这里只放指针：图和 checkpoint 的元数据在 high-availability.storageDir（如 HDFS），算子的状态在 checkpoint 目录。",
            "It knows who leads, which jobs there are and where each job's last checkpoint is. It holds pointers only: graphs and metadata of checkpoints lie in high-availability.storageDir (HDFS, say), state in the checkpoint directory.",
        ),
        Target::Process(_) => t(
            "一个 JobManager 进程。有 HA 时可以有几个：一个是 leader，其余待命；或者前一个没了，平台再启动一个。",
            "One JobManager process. With high availability there may be several: one leads and the others stand by, or the platform starts another when one is gone.",
        ),
        Target::JobManager(_) => t(
            "集群的主进程：一个 Dispatcher、一个 ResourceManager，以及每个作业一个 JobMaster。会话模式下所有作业共用它，没有 HA 时它一死，作业全丢。",
            "The cluster's main process: one Dispatcher, one ResourceManager and one JobMaster for each job. In session mode all jobs share it; without HA its death loses them all.",
        ),
        Target::Dispatcher(_) => t(
            "接收提交（REST），为每个作业启动一个 JobMaster，并留着已结束作业的结果。",
            "Accepts submissions (REST), starts one JobMaster for each job and keeps the results of ended ones.",
        ),
        Target::ResourceManager(_) => resource_manager(provider),
        Target::Job(_) => t(
            "一个作业，由专属的 JobMaster 照管：申请 slot、部署任务、决定重启。slot 从不与别的作业共用。",
            "A job and the JobMaster that looks after it alone: it asks for slots, deploys tasks, decides on restarts. Slots are never shared with another job.",
        ),
        Target::TaskManager(_) => t(
            "干活的进程。它的资源分成若干 slot；不同作业的任务可以在同一个进程里，它一死，这些作业都受影响，别的作业不受影响。",
            "The process that does the work. Its resources are divided into slots; tasks of different jobs may live in it, and its death hits those jobs and no others.",
        ),
        Target::Slot(..) => t(
            "TaskManager 资源的一份，一次只属于一个作业。同一作业各算子的子任务可以共用一个 slot（默认的 slot 共享组），所以作业要的 slot 数等于最大并行度。",
            "A share of a TaskManager's resources, owned by one job at a time. Subtasks of different operators of that job may share it (slot sharing), so a job needs as many slots as its largest parallelism.",
        ),
        Target::Task(_) => t(
            "一串链在一起的算子按并行度分成几份，这是其中一份，在 slot 里由一个线程运行。失败后重来算新的一次尝试（attempt）。",
            "One parallel part of a chain of operators, run by one thread in a slot. After a failure it is tried anew, as another attempt.",
        ),
        Target::YarnResourceManager if kubernetes => t(
            "Kubernetes 的入口：Deployment、Pod、ConfigMap 都记在这里，调度器据此把 Pod 放到有空余的机器上。它不懂 Flink 的 slot。",
            "The entrance to Kubernetes: it keeps Deployments, pods and ConfigMaps, and the scheduler places pods on nodes with room. It knows nothing of slots.",
        ),
        Target::Node(_) if kubernetes => t(
            "一台机器，上面的 kubelet 启动 Pod，Pod 里的进程结束时报告给 API server。",
            "A machine. Its kubelet starts pods and tells the API server when a process in one ends.",
        ),
        Target::Container(_) if kubernetes => t(
            "Kubernetes 从一台机器上划出的一块内存，里面跑一个进程：JobManager 或一个 TaskManager。JobManager 的 Pod 属于 Deployment，没了会再来。",
            "A piece of a machine's memory with one process in it: the JobManager or a TaskManager. The JobManager's pod belongs to a Deployment, which makes another when it is gone.",
        ),
        Target::YarnResourceManager => t(
            "YARN 的主进程：把各台机器的内存以容器的形式分给应用。它不懂 Flink 的 slot，也不是 Flink 的 ResourceManager。",
            "YARN's main process: it gives the machines' memory to applications as containers. It knows nothing of slots and is not Flink's ResourceManager.",
        ),
        Target::Node(_) => t(
            "一台机器，上面的 NodeManager 报告容量、启动容器，容器里的进程结束时告诉 YARN。",
            "A machine. Its NodeManager reports capacity, launches containers, and tells YARN when a process in one ends.",
        ),
        Target::Container(_) => t(
            "YARN 从一台机器上划出的一块内存，里面跑一个进程：JobManager 或一个 TaskManager。大小向上取整到最小分配量的倍数。",
            "A piece of a machine's memory that YARN gave away, with one process in it: the JobManager or a TaskManager. Its size is rounded up to a multiple of the minimum allocation.",
        ),
        Target::Message(_) => t(
            "从一个组件到另一个组件的一次远程调用。到达时才成为一个事件。",
            "A remote call from one component to another. It becomes an event when it arrives.",
        ),
    }
}

const fn resource_manager(provider: &Provider) -> Text {
    match provider {
        Provider::Standalone { .. } => t(
            "管理 slot：TaskManager 向它注册，JobMaster 向它声明需求，其中的 SlotManager 负责匹配。standalone 下它不能启动 TaskManager。",
            "Manages slots: TaskManagers register, JobMasters declare what they need, and its SlotManager matches the two. On standalone it cannot start TaskManagers.",
        ),
        Provider::Kubernetes { .. } => t(
            "管理 slot：TaskManager 向它注册，JobMaster 向它声明需求，其中的 SlotManager 负责匹配。缺 slot 时它请 Kubernetes 建 Pod，空闲久了再删掉。",
            "Manages slots: TaskManagers register, JobMasters declare what they need, and its SlotManager matches the two. It has Kubernetes make pods when slots are missing and delete idle ones.",
        ),
        Provider::Yarn { .. } => t(
            "管理 slot：TaskManager 向它注册，JobMaster 向它声明需求，其中的 SlotManager 负责匹配。缺 slot 时它向 YARN 申请容器，空闲久了再还回去。",
            "Manages slots: TaskManagers register, JobMasters declare what they need, and its SlotManager matches the two. It asks YARN for containers when slots are missing and returns idle ones.",
        ),
    }
}

const fn classes(target: Target, cluster: &Cluster) -> &'static str {
    let (standalone, yarn) = match cluster.provider {
        Provider::Standalone { .. } => (true, false),
        Provider::Yarn { .. } => (false, true),
        Provider::Kubernetes { .. } => (false, false),
    };
    match target {
        Target::Client(_) => "CliFrontend, RestClusterClient",
        Target::JobManager(_) | Target::Process(_) => "ClusterEntrypoint",
        Target::Main(_) => "ApplicationDispatcherBootstrap, EmbeddedExecutor",
        Target::LeaderStore => "HighAvailabilityServices",
        Target::Dispatcher(_) => "StandaloneDispatcher, DispatcherRestEndpoint",
        Target::ResourceManager(_) if standalone => "StandaloneResourceManager, SlotManager",
        Target::ResourceManager(_) if yarn => {
            "ActiveResourceManager, YarnResourceManagerDriver, SlotManager"
        }
        Target::ResourceManager(_) => {
            "ActiveResourceManager, KubernetesResourceManagerDriver, SlotManager"
        }
        Target::Job(_) => "JobMaster, ExecutionGraph, DeclarativeSlotPoolBridge",
        Target::TaskManager(_) if standalone => "TaskManagerRunner, TaskExecutor",
        Target::TaskManager(_) if yarn => "YarnTaskExecutorRunner, TaskExecutor",
        Target::TaskManager(_) => "KubernetesTaskExecutorRunner, TaskExecutor",
        Target::Slot(..) => "TaskSlot, AllocationID",
        Target::Task(_) => "Execution, Task",
        Target::YarnResourceManager
        | Target::Node(_)
        | Target::Container(_)
        | Target::Message(_) => "",
    }
}
