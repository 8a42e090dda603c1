//! Sentences about jobs, their JobMasters, restarts and the 2.3 application around them.

use crate::words::text::t;
use crate::words::{Names, names, reasons, states, time};
use model::event::{ApplicationState, Cause};
use model::version::SubmittedPlan;
use model::{ClientId, ExecutionId, JobId, JobStatus, Time};

pub(super) fn received(n: &Names, job: JobId, client: ClientId) -> String {
    n.say(
        t(
            "Dispatcher 收到 {1} 提交的作业 {0}。slot 够不够，它不问。",
            "The Dispatcher receives the job {0} from {1}. Whether there are enough slots is not its question.",
        ),
        &[&n.job(job), &names::client(client)],
    )
}

pub(super) fn application(n: &Names, job: JobId, to: ApplicationState) -> String {
    n.say(
        t(
            "包着作业 {0} 的 Application（2.3 起）变为 {1}：{2}。",
            "The application around the job {0} (new in 2.3) is now {1}: {2}.",
        ),
        &[&n.job(job), states::application_name(to), states::application(to).text(n.lang)],
    )
}

pub(super) fn master_started(n: &Names, job: JobId) -> String {
    let text = match n.cluster.version.traits().submitted_plan {
        SubmittedPlan::JobGraph => t(
            "Dispatcher 为 {0} 启动专属的 JobMaster：JobManager 进程是共用的，JobMaster 每个作业一个。",
            "The Dispatcher starts a JobMaster for {0} alone: jobs share the JobManager process, but each has its own JobMaster.",
        ),
        SubmittedPlan::StreamGraph => t(
            "Dispatcher 为 {0} 启动专属的 JobMaster，由它把 StreamGraph 变成 JobGraph。JobManager 进程是共用的，JobMaster 每个作业一个。",
            "The Dispatcher starts a JobMaster for {0} alone, which turns the StreamGraph into the JobGraph. Jobs share the JobManager process, but each has its own JobMaster.",
        ),
    };
    n.say(text, &[&n.job(job)])
}

pub(super) fn status(
    n: &Names,
    job: JobId,
    (from, to): (JobStatus, JobStatus),
    cause: Option<Cause>,
) -> String {
    let meaning = match (from, to) {
        (JobStatus::Restarting, JobStatus::Running) => t(
            "任务重新调度，slot 到齐就部署",
            "the tasks are scheduled again and deployed as soon as they have their slots",
        ),
        (_, JobStatus::Running) => t(
            "调度开始。这与 slot 无关：所有任务都还在等 slot",
            "scheduling has started. This says nothing about slots: every task is still waiting for one",
        ),
        _ => states::job(to),
    };
    let why = match (to, cause) {
        (JobStatus::Restarting | JobStatus::Failing | JobStatus::Failed, Some(cause)) => {
            n.say(t("。原因：{0}", ". Cause: {0}"), &[&reasons::cause(n, cause)])
        }
        _ => String::new(),
    };
    n.say(
        t("作业 {0} {1} → {2}：{3}{4}。", "Job {0} {1} → {2}: {3}{4}."),
        &[&n.job(job), from.name(), to.name(), meaning.text(n.lang), &why],
    )
}

pub(super) fn master_registered(n: &Names, job: JobId) -> String {
    n.say(
        t(
            "{0} 的 JobMaster 在 ResourceManager 登记，从此可以向它要 slot。",
            "The JobMaster of {0} registers at the ResourceManager and can now ask it for slots.",
        ),
        &[&n.job(job)],
    )
}

pub(super) fn failover(n: &Names, failed: ExecutionId, tasks: u16, delay: Time) -> String {
    n.say(
        t(
            "{0} 的重启策略允许再试：为恢复 {1}，受影响的流水线区域（region）共 {2} 个任务要重启，先等 {3}。",
            "The restart strategy of {0} allows another try: to recover {1}, {2} task{2s} (its pipelined region and what depends on it) will restart after {3}.",
        ),
        &[&n.job(failed.job), &n.task(failed), &tasks.to_string(), &time::span(delay)],
    )
}

pub(super) fn delay_elapsed(n: &Names, job: JobId) -> String {
    n.say(
        t(
            "{0} 的重启延迟已过；受影响的任务一旦都停下，就重启。",
            "The restart delay of {0} has passed; the affected tasks restart once all of them have stopped.",
        ),
        &[&n.job(job)],
    )
}

pub(super) fn tasks_restarted(n: &Names, failed: ExecutionId) -> String {
    n.say(
        t(
            "{0} 要重启的任务都已停下，各自得到新的一次尝试（attempt）。",
            "The tasks of {0} that are to restart have all stopped; each of them gets a new attempt.",
        ),
        &[&n.job(failed.job)],
    )
}

pub(super) fn restored(n: &Names, job: JobId, checkpoint: u64) -> String {
    n.say(
        t(
            "{0} 从最近完成的检查点 {1} 恢复状态；能回退的数据源从那里重读。",
            "{0} takes its state from checkpoint {1}, the last one completed; sources that can rewind read again from there.",
        ),
        &[&n.job(job), &checkpoint.to_string()],
    )
}

pub(super) fn cancel_requested(n: &Names, job: JobId) -> String {
    n.say(
        t("取消请求到达 {0} 的 JobMaster。", "The request to cancel reaches the JobMaster of {0}."),
        &[&n.job(job)],
    )
}

pub(super) fn master_stopped(n: &Names, job: JobId) -> String {
    n.say(
        t(
            "{0} 的 JobMaster 停止，它占的 slot 都交还；会话集群继续运行，留给其他作业。",
            "The JobMaster of {0} stops and gives back every slot it held; the session cluster lives on for other jobs.",
        ),
        &[&n.job(job)],
    )
}
