//! Sentences about slots: how a JobMaster comes by them and how they go back.

use crate::words::text::t;
use crate::words::{Names, names, time};
use model::{AllocationId, JobId, Key, Provider, TmId};

pub(super) fn required(n: &Names, job: JobId, slots: u16) -> String {
    let text = match slots {
        0 => t(
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

pub(super) fn checked(n: &Names) -> String {
    let delay = n.cluster.config.duration(Key::RequirementCheckDelay, n.cluster.version);
    n.say(
        t(
            "ResourceManager 里的 SlotManager 把各作业声明的需求与空闲 slot 对照（需求变化后攒 {0} 再做一次）。",
            "The SlotManager in the ResourceManager matches what jobs declared against the free slots (once for all changes gathered over {0}).",
        ),
        &[&delay.map_or_else(String::new, time::span)],
    )
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
            "{0} 已为 {1} 预留；TaskManager 接着去联系 {1} 的 JobMaster，要亲自把 slot 交给它。",
            "{0} is reserved for {1}; its TaskManager now turns to the JobMaster of {1} to hand the slot over itself.",
        ),
        &[&n.slot(allocation), &n.owner(allocation)],
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
            "{1} 的 JobMaster 收下 {0}：slot 归它使用，可以往里部署任务。",
            "The JobMaster of {1} has taken {0}: the slot is in use and tasks can be deployed into it.",
        ),
        &[&n.slot(allocation), &n.owner(allocation)],
    )
}

pub(super) fn not_enough(n: &Names, job: JobId) -> String {
    let text = match n.cluster.provider {
        Provider::Standalone { .. } => t(
            "ResourceManager 告诉 {0} 的 JobMaster：slot 不够。standalone 集群不会自己增加 TaskManager，启动期也已过去。",
            "The ResourceManager tells the JobMaster of {0} that there are not enough slots: a standalone cluster cannot add TaskManagers itself, and the start-up period is over.",
        ),
        Provider::Yarn { .. } => t(
            "ResourceManager 告诉 {0} 的 JobMaster：slot 不够，也无法从 YARN 得到更多。",
            "The ResourceManager tells the JobMaster of {0} that there are not enough slots and that YARN cannot provide more.",
        ),
    };
    n.say(text, &[&n.job(job)])
}

pub(super) fn request_timed_out(n: &Names, job: JobId) -> String {
    let timeout = n.cluster.jobs.get(job.index()).and_then(|it| {
        let config = n.cluster.config.overlaid(&it.spec.options);
        config.duration(Key::SlotRequestTimeout, n.cluster.version)
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
            "{1} 的 JobMaster 交还 {0}；它的 TaskManager 得知后把 slot 腾空。",
            "The JobMaster of {1} gives {0} back; its TaskManager learns it and empties the slot.",
        ),
        &[&n.slot(allocation), &n.owner(allocation)],
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
    let timeout = n.cluster.config.duration(Key::SlotIdleTimeout, n.cluster.version);
    n.say(
        t(
            "{1} 的 JobMaster 有 {2} 没用 {0}，于是不再占着它。",
            "The JobMaster of {1} has not used {0} for {2} and stops holding it.",
        ),
        &[&n.slot(allocation), &n.owner(allocation), &timeout.map_or_else(String::new, time::span)],
    )
}
