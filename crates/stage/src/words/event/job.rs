//! Sentences about jobs, their JobMasters, restarts and the 2.3 application around them.

use crate::words::text::t;
use crate::words::{Names, names, reasons, states, time};
use model::cluster::{Job, MainPhase, Mode};
use model::event::{
    AdaptiveState, ApplicationState, Cause, ClusterStatus, MainEnd, SavepointFailure,
    SavepointPurpose, Submitter,
};
use model::version::SubmittedPlan;
use model::{ApplicationId, ExecutionId, JobId, JobStatus, SavepointId, Time};

pub(super) fn received(n: &Names, job: JobId, by: Submitter) -> String {
    let mode = n.cluster.jobs.get(job.index()).map(|it| n.cluster.flink(it.cluster).mode);
    let (text, who) = match (by, mode) {
        (Submitter::Client(client), Some(Mode::PerJob(_))) => (
            t(
                "Dispatcher 在随集群送来的文件里找到作业 {0}：这个集群只为它而建。",
                "The Dispatcher finds the job {0} among the files that came with the cluster, which exists for this job alone.",
            ),
            names::client(client),
        ),
        (Submitter::Client(client), _) => (
            t(
                "Dispatcher 收到 {1} 提交的作业 {0}。slot 够不够，它不问。",
                "The Dispatcher receives the job {0} from {1}. Whether there are enough slots is not its question.",
            ),
            names::client(client),
        ),
        (Submitter::Application(application), _) => (
            t(
                "{1} 的 main() 就在 JobManager 里，走到下一个作业，直接交给身边的 Dispatcher：{0}。",
                "main() of {1} runs inside the JobManager; it reaches its next job and hands it to the Dispatcher beside it: {0}.",
            ),
            n.application(application),
        ),
    };
    n.say(text, &[&n.job(job), &who])
}

pub(super) fn application(n: &Names, id: ApplicationId, to: ApplicationState) -> String {
    let main = n.cluster.applications.get(id.index()).map(|it| it.main);
    let text = match main {
        Some(MainPhase::Elsewhere) | None => t(
            "包着作业 {0} 的 Application（2.3 起）变为 {1}：{2}。",
            "The application around the job {0} (new in 2.3) is now {1}: {2}.",
        ),
        Some(_) => t(
            "Application {0}（2.3 起有自己的状态）变为 {1}：{2}。",
            "The application {0} (it has a state of its own since 2.3) is now {1}: {2}.",
        ),
    };
    let meaning = states::application(to).text(n.lang);
    n.say(text, &[&n.application(id), states::application_name(to), meaning])
}

pub(super) fn program_started(n: &Names, id: ApplicationId) -> String {
    let attached = n.cluster.applications.get(id.index()).is_some_and(|it| it.attached);
    let text = match attached {
        true => t(
            "JobManager 开始运行 {0} 的 main()。它是 attached：execute() 会等到作业结束才返回。",
            "The JobManager begins to run main() of {0}. It is attached: execute() returns only when its job has ended.",
        ),
        false => t(
            "JobManager 开始运行 {0} 的 main()。它是 detached：execute() 提交完就返回，不等作业结束。",
            "The JobManager begins to run main() of {0}. It is detached: execute() returns as soon as the job is submitted.",
        ),
    };
    n.say(text, &[&n.application(id)])
}

pub(super) fn program_advanced(n: &Names, id: ApplicationId) -> String {
    let application = n.cluster.applications.get(id.index());
    let of = application.map_or(0, |it| it.program.steps.len());
    let done = match application.map(|it| it.main) {
        Some(MainPhase::At(step) | MainPhase::WaitsFor(_, step)) => usize::from(step),
        Some(MainPhase::Elsewhere | MainPhase::Ended(..)) | None => of,
    };
    let text = match done < of {
        true => t(
            "{0} 的 main() 继续往下走：{2} 步里已走完 {1} 步。",
            "main() of {0} goes on: {1} of {2} steps are done.",
        ),
        false => t(
            "{0} 的 main() 走完了全部 {2} 步，就要返回。",
            "main() of {0} has done all of its {2} step{2s} and is about to return.",
        ),
    };
    n.say(text, &[&n.application(id), &done.to_string(), &of.to_string()])
}

pub(super) fn program_ended(n: &Names, id: ApplicationId, how: MainEnd) -> String {
    let text = match how {
        MainEnd::Returned => t(
            "{0} 的 main() 返回了。集群不会因此结束：它等里面的作业都结束。",
            "main() of {0} has returned. That does not end the cluster: it waits until every job in it has ended.",
        ),
        MainEnd::Threw => t(
            "{0} 的 main() 抛出了异常（The main method caused an error）。",
            "main() of {0} has thrown (“The main method caused an error”).",
        ),
    };
    n.say(text, &[&n.application(id)])
}

pub(super) fn application_ended(n: &Names, id: ApplicationId, status: ClusterStatus) -> String {
    let text = match status {
        ClusterStatus::Succeeded => t(
            "{0} 的作业全部 FINISHED：应用成功结束，轮到集群关闭。",
            "All jobs of {0} are FINISHED: the application has succeeded, and its cluster is next.",
        ),
        ClusterStatus::Canceled => t(
            "{0} 有一个作业被取消：整个应用算作被取消，别的作业也保不住。",
            "A job of {0} was cancelled: the whole application counts as cancelled, and its other jobs go with it.",
        ),
        ClusterStatus::Failed | ClusterStatus::Killed | ClusterStatus::Unknown => t(
            "{0} 有一个作业失败：整个应用算作失败，别的作业也保不住。",
            "A job of {0} failed: the whole application counts as failed, and its other jobs go with it.",
        ),
    };
    n.say(text, &[&n.application(id)])
}

pub(super) fn kept(n: &Names, job: JobId, what: Kept) -> String {
    let text = match what {
        Kept::Persisted => t(
            "作业 {0} 的图存进 high-availability.storageDir，{1} 里记下指针：下一任 leader 由此知道有它。",
            "The graph of {0} is stored in high-availability.storageDir and {1} holds the pointer: from it the next leader will know the job.",
        ),
        Kept::Recovered => t(
            "新的 leader 在 {1} 里找到作业 {0}，读回它的图，重新为它启动 JobMaster。",
            "The new leader finds the job {0} in {1}, reads its graph back and starts a JobMaster for it again.",
        ),
        Kept::Forgotten => t(
            "作业 {0} 结束了，{1} 里不再有它：以后的 leader 不会再恢复它。",
            "The job {0} is over and no longer in {1}: no later leader will recover it.",
        ),
    };
    n.say(text, &[&n.job(job), n.leader_store()])
}

/// What the leader store does with a job.
#[derive(Clone, Copy)]
pub(super) enum Kept {
    Persisted,
    Recovered,
    Forgotten,
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

const fn is_adaptive(job: &Job) -> bool {
    job.adaptive.is_some()
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
        (_, JobStatus::Running) if n.cluster.jobs.get(job.index()).is_some_and(is_adaptive) => {
            t("调度开始，slot 已经在手里", "scheduling has started, with the slots in hand")
        }
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
            "{0} 从最近完成的 checkpoint {1} 恢复状态；能回退的数据源从那里重读。",
            "{0} takes its state from checkpoint {1}, the last one completed; sources that can rewind read again from there.",
        ),
        &[&n.job(job), &checkpoint.to_string()],
    )
}

pub(super) fn savepoint_triggered(
    n: &Names,
    job: JobId,
    purpose: SavepointPurpose,
    directory: &str,
) -> String {
    let text = match purpose {
        SavepointPurpose::Keep => t(
            "{0} 的每个任务把状态写进 {1}：一个 savepoint。作业继续运行。",
            "Every task of {0} writes its state into {1}: a savepoint. The job goes on.",
        ),
        SavepointPurpose::Stop => t(
            "{0} 的每个任务把状态写进 {1}，写完之后作业就停止；周期性的 checkpoint 不再做。",
            "Every task of {0} writes its state into {1}; then the job stops. Periodic checkpoints end here.",
        ),
        SavepointPurpose::Drain => t(
            "先发出 MAX_WATERMARK，让所有窗口和定时器触发；然后 {0} 的每个任务把状态写进 {1}，写完之后作业就停止。",
            "MAX_WATERMARK comes first, so that every window and timer fires; then every task of {0} writes its state into {1}, and the job stops.",
        ),
    };
    n.say(text, &[&n.job(job), directory])
}

pub(super) fn savepoint_completed(n: &Names, id: SavepointId) -> String {
    let purpose = n.cluster.savepoints.get(id.index()).map(|it| it.purpose);
    let text = match purpose {
        Some(SavepointPurpose::Keep) | None => t(
            "{0} 完成。它归写它的人所有：集群、作业都没了，它还在，直到有人删掉。",
            "Completed: {0}. It belongs to whoever asked for it, and outlives job and cluster until somebody deletes it.",
        ),
        Some(SavepointPurpose::Stop | SavepointPurpose::Drain) => t(
            "{0} 完成。任务得知后各自正常结束（FINISHED），不是被取消。",
            "Completed: {0}. The tasks learn of it and finish by themselves; they are not cancelled.",
        ),
    };
    n.say(text, &[&n.savepoint(id)])
}

pub(super) fn savepoint_failed(n: &Names, id: SavepointId, why: SavepointFailure) -> String {
    let text = match why {
        SavepointFailure::NotAllTasksRunning if !executes(n, id) => t(
            "{0} 做不成：adaptive 的作业在等 slot 或者重启，没有在执行（The Flink job is currently not executing.）。",
            "{0} fails: an adaptive job waits for slots or restarts and does not execute (“The Flink job is currently not executing.”).",
        ),
        SavepointFailure::NotAllTasksRunning => t(
            "{0} 做不成：不是所有任务都在运行（Not all required tasks are currently running.）。",
            "{0} fails, since not every task runs (“Not all required tasks are currently running.”).",
        ),
        SavepointFailure::NotExecuting => t(
            "{0} 做不成：作业此刻没有在执行（The Flink job is currently not executing.）。",
            "{0} fails, since the job is not executing (“The Flink job is currently not executing.”).",
        ),
        SavepointFailure::Interrupted => t(
            "{0} 做不成：其间有任务失败或被取消。作业按重启策略继续，不会因此停止。",
            "Failed: {0}. A task failed or was cancelled meanwhile. The job goes on as its restart strategy says.",
        ),
        SavepointFailure::Expired => t(
            "{0} 超时：有任务没有回应（execution.checkpointing.timeout）。",
            "Expired: {0}. A task did not answer (execution.checkpointing.timeout).",
        ),
    };
    n.say(text, &[&n.savepoint(id)])
}

/// Unlike the default scheduler, `AdaptiveScheduler.triggerSavepoint` asks its own state first.
fn executes(n: &Names, id: SavepointId) -> bool {
    let savepoint = n.cluster.savepoints.get(id.index());
    let job = savepoint.and_then(|it| n.cluster.jobs.get(it.job.index()));
    job.is_none_or(|job| job.adaptive.is_none() || job.adaptive_is(AdaptiveState::Executing))
}

pub(super) fn from_savepoint(n: &Names, job: JobId, id: SavepointId) -> String {
    n.say(
        t(
            "{0} 从 {1} 恢复状态，接着它当时读到的地方继续。",
            "{0} takes its state from {1} and goes on reading where that left off.",
        ),
        &[&n.job(job), &n.savepoint(id)],
    )
}

/// A step of the adaptive scheduler, with the slots it has and wants.
pub(super) fn adaptive(n: &Names, job: JobId, to: AdaptiveState) -> String {
    let held = n.cluster.pool_of(job).count().to_string();
    let state = n.cluster.jobs.get(job.index());
    let wanted = state.map_or(0, |job| job.slots_needed()).to_string();
    let text = match to {
        AdaptiveState::Created => {
            t("{0} 用的是 adaptive 调度器。", "{0} has the adaptive scheduler.")
        }
        AdaptiveState::WaitingForResources => t(
            "{0} 的 adaptive 调度器等 slot：想要 {2} 个，手里 {1} 个。不够也不算失败。",
            "The adaptive scheduler of {0} waits for slots: it wants {2} and has {1}. Too few are no failure.",
        ),
        AdaptiveState::CreatingExecutionGraph => t(
            "不再等了：{0} 有几个 slot（{1} 个），就按几个 slot 定并行度。",
            "No more waiting: the parallelism of {0} is chosen by the slots it has ({1}).",
        ),
        AdaptiveState::Executing => t(
            "{0} 按新的并行度部署。slot 再多出来，它会重来一次，升上去。",
            "{0} is deployed with that parallelism. When more slots come, it begins again with more.",
        ),
        AdaptiveState::Restarting => t(
            "{0} 的任务全部取消，回到最近的 checkpoint，再按手里的 slot 重新定并行度。",
            "All tasks of {0} are cancelled; it goes back to its last checkpoint, with a parallelism for the slots it then has.",
        ),
    };
    n.say(text, &[&n.job(job), &held, &wanted])
}

pub(super) fn cancel_requested(n: &Names, job: JobId) -> String {
    n.say(
        t("取消请求到达 {0} 的 JobMaster。", "The request to cancel reaches the JobMaster of {0}."),
        &[&n.job(job)],
    )
}

pub(super) fn master_stopped(n: &Names, job: JobId) -> String {
    let mode = n.cluster.jobs.get(job.index()).map(|it| n.cluster.flink(it.cluster).mode);
    let text = match mode {
        Some(Mode::Session) | None => t(
            "{0} 的 JobMaster 停止，它占的 slot 都交还；会话集群继续运行，留给其他作业。",
            "The JobMaster of {0} stops and gives back every slot it held; the session cluster lives on for other jobs.",
        ),
        Some(Mode::PerJob(_)) => t(
            "{0} 的 JobMaster 停止，它占的 slot 都交还；集群只为它而建，也要随它结束。",
            "The JobMaster of {0} stops and gives back every slot it held; the cluster existed for this job alone and will end with it.",
        ),
        Some(Mode::Application(_)) => t(
            "{0} 的 JobMaster 停止，它占的 slot 都交还；集群要不要结束，看整个应用。",
            "The JobMaster of {0} stops and gives back every slot it held; whether the cluster ends depends on the whole application.",
        ),
    };
    n.say(text, &[&n.job(job)])
}
