//! Sentences about slots: how a JobMaster comes by them and how they go back.

use crate::words::text::t;
use crate::words::{Names, names, time};
use model::{AllocationId, JobId, JobStatus, Provider, TmId, key};

pub(super) fn required(n: &Names, job: JobId, slots: u16) -> String {
    let status = n.cluster.jobs.get(job.index()).map(|it| it.status);
    let text = match (slots, status) {
        (0, Some(JobStatus::Restarting)) => t(
            "{0} 的 JobMaster 暂时撤回 slot 需求：任务都停了，重启时再声明。",
            "The JobMaster of {0} withdraws its requirements for now: its tasks have stopped. It declares them again when it restarts.",
        ),
        (0, _) => t(
            "{0} 的 JobMaster 撤回全部 slot 需求。",
            "The JobMaster of {0} withdraws its requirements: it needs no slots.",
        ),
        _ => t(
            "{0} 的 JobMaster 向 ResourceManager 声明：一共需要 {1} 个 slot（是总数，不是增量）。",
            "The JobMaster of {0} declares to the ResourceManager that it needs {1} slot{1s} in all (a total, not an increase).",
        ),
    };
    n.say(text, &[&n.job(job), &slots.to_string()])
}

pub(super) fn timed_out(n: &Names, allocation: AllocationId) -> String {
    n.say(
        t(
            "{0} 一直没有 JobMaster 来认领，{1} 把它空出来。",
            "No JobMaster has claimed {0}, so {1} frees it.",
        ),
        &[&n.slot(allocation), &n.tm_of(allocation)],
    )
}

pub(super) fn checked(n: &Names) -> String {
    match n.cluster.config.value(key::RequirementCheckDelay, n.cluster.version) {
        Some(delay) => n.say(
            t(
                "ResourceManager 里的 SlotManager 拿空闲的 slot 去配各作业声明的需求（有变化时攒 {0} 配一次）。",
                "The SlotManager in the ResourceManager matches what jobs declared against the free slots (once for all changes within {0}).",
            ),
            &[&time::span(delay)],
        ),
        None => n.say(
            t(
                "ResourceManager 里的 SlotManager 拿空闲的 slot 去配各作业声明的需求。",
                "The SlotManager in the ResourceManager matches what jobs declared against the free slots.",
            ),
            &[],
        ),
    }
}

pub(super) fn allocated(n: &Names, job: JobId, tm: TmId, index: u16) -> String {
    n.say(
        t(
            "ResourceManager 选中空闲的 {0} 给 {1}，并要求 {2} 把它留出来。",
            "The ResourceManager chooses the free {0} for {1} and asks {2} to reserve it.",
        ),
        &[&names::slot(tm, index), &n.job(job), &names::tm(tm)],
    )
}

pub(super) fn reserved(n: &Names, allocation: AllocationId) -> String {
    n.say(
        t(
            "{2} 为 {1} 留出 {0}；接着由 {2} 自己去找 {1} 的 JobMaster，把 slot 交给它。",
            "{2} reserves {0} for {1}; next, {2} itself turns to the JobMaster of {1} to hand it over.",
        ),
        &[&n.slot_index(allocation), &n.owner(allocation), &n.tm_of(allocation)],
    )
}

pub(super) fn connected(n: &Names, tm: TmId, job: JobId) -> String {
    n.say(
        t(
            "{0} 与 {1} 的 JobMaster 建立连接，此后两者直接来往。",
            "{0} and the JobMaster of {1} are connected; from now on they talk directly.",
        ),
        &[&names::tm(tm), &n.job(job)],
    )
}

pub(super) fn offered(n: &Names, tm: TmId, job: JobId, count: usize) -> String {
    n.say(
        t(
            "{0} 把预留的 {1} 个 slot 提供给 {2} 的 JobMaster。",
            "{0} offers {1} reserved slot{1s} to the JobMaster of {2}.",
        ),
        &[&names::tm(tm), &count.to_string(), &n.job(job)],
    )
}

pub(super) fn activated(n: &Names, allocation: AllocationId) -> String {
    n.say(
        t(
            "{2} 得知 {1} 的 JobMaster 收下了 {0}，把它记为 ACTIVE。",
            "{2} learns that the JobMaster of {1} has taken {0}, and marks it ACTIVE.",
        ),
        &[&n.slot_index(allocation), &n.owner(allocation), &n.tm_of(allocation)],
    )
}

pub(super) fn not_enough(n: &Names, job: JobId) -> String {
    let text = match n.cluster.provider {
        Provider::Standalone { .. } => t(
            "ResourceManager 告诉 {0} 的 JobMaster：slot 不够。standalone 集群不会自己增加 TaskManager，启动期也已过去。",
            "The ResourceManager tells the JobMaster of {0} that there are not enough slots: a standalone cluster cannot add TaskManagers itself, and the start-up period is over.",
        ),
        Provider::Yarn { .. } | Provider::Kubernetes { .. } => n.on(
            t(
                "ResourceManager 告诉 {0} 的 JobMaster：slot 不够，也无法从 YARN 得到更多。",
                "The ResourceManager tells the JobMaster of {0} that there are not enough slots and that YARN cannot provide more.",
            ),
            t(
                "ResourceManager 告诉 {0} 的 JobMaster：slot 不够，也无法从 Kubernetes 得到更多。",
                "The ResourceManager tells the JobMaster of {0} that there are not enough slots and that Kubernetes cannot provide more.",
            ),
        ),
    };
    n.say(text, &[&n.job(job)])
}

pub(super) fn request_timed_out(n: &Names, job: JobId) -> String {
    let timeout = n.cluster.jobs.get(job.index()).map(|it| {
        let config = n.cluster.options_of(it.id);
        config.value(key::SlotRequestTimeout, n.cluster.version)
    });
    n.say(
        t(
            "{0} 的 JobMaster 等 slot 等了 {1}，凑不齐，放弃（NoResourceAvailableException: Slot request bulk is not fulfillable!）。",
            "The JobMaster of {0} has waited {1} for slots that did not all come, and gives up (NoResourceAvailableException: Slot request bulk is not fulfillable!).",
        ),
        &[&n.job(job), &timeout.map_or_else(String::new, time::span)],
    )
}

pub(super) fn released(n: &Names, allocation: AllocationId) -> String {
    n.say(
        t(
            "{1} 的 JobMaster 把 {0} 还给 {2}，{2} 把它腾空。",
            "The JobMaster of {1} gives {0} back to {2}, which empties it.",
        ),
        &[&n.slot_index(allocation), &n.owner(allocation), &n.tm_of(allocation)],
    )
}

pub(super) fn freed(n: &Names, allocation: AllocationId) -> String {
    n.say(
        t(
            "ResourceManager 把 {0} 重新记为空闲：任何作业都可以得到它。",
            "The ResourceManager counts {0} as free again: any job may get it.",
        ),
        &[&n.slot(allocation)],
    )
}

pub(super) fn idle(n: &Names, allocation: AllocationId) -> String {
    let timeout = n.cluster.config.value(key::SlotIdleTimeout, n.cluster.version);
    n.say(
        t(
            "{1} 的 JobMaster 有 {2} 没用 {0}，于是不再占着它。",
            "The JobMaster of {1} has not used {0} for {2} and stops holding it.",
        ),
        &[&n.slot(allocation), &n.owner(allocation), &time::span(timeout)],
    )
}
