//! Sentences about `flink run`.

use crate::words::text::t;
use crate::words::{Names, names, reasons};
use model::cluster::{ClientPhase, DeploymentTarget, Mode};
use model::event::ClientExit;
use model::version::SubmittedPlan;
use model::{ClientId, JobId};

pub(super) fn started(n: &Names, client: ClientId) -> String {
    let target = n.cluster.clients.get(client.index()).map(|it| it.target);
    let text = match target {
        Some(DeploymentTarget::Session) | None => t(
            "{0} 启动，在自己的进程里运行作业 {1} 的 main()；会话模式下 main() 不在集群里运行。",
            "{0} starts and runs main() of the job {1} in its own process; in session mode main() does not run in the cluster.",
        ),
        Some(DeploymentTarget::PerJob) => t(
            "{0} 启动，在自己的进程里运行 {1} 的 main()；集群还不存在，等 main() 给出作业再要。",
            "{0} starts and runs main() of {1} in its own process; there is no cluster yet: it asks for one when main() yields a job.",
        ),
        Some(DeploymentTarget::Application) => t(
            "{0} 启动，但不运行 {1} 的 main()：它只把程序送过去，要一个集群来运行。",
            "{0} starts, but does not run main() of {1}: it only hands the program in and asks for a cluster to run it.",
        ),
    };
    n.say(text, &[&names::client(client), &n.job_of_client(client)])
}

pub(super) fn program_ran(n: &Names, client: ClientId) -> String {
    let who = n.cluster.clients.get(client.index());
    let per_job = who.is_some_and(|it| it.target == DeploymentTarget::PerJob);
    let text = match n.cluster.version.traits().submitted_plan {
        _ if per_job => t(
            "{0} 把 main() 运行到 execute()，得到 {1} 的 JobGraph；现在为它一个作业去要一个集群。",
            "{0} has run main() up to execute() and built the JobGraph of {1}; now it asks for a cluster for this one job.",
        ),
        SubmittedPlan::JobGraph => t(
            "{0} 把 main() 运行到 execute()，得到 {1} 的 JobGraph，连同 jar 通过 REST 发给 Dispatcher。",
            "{0} has run main() up to execute() and built the JobGraph of {1}; it sends it with the jar to the Dispatcher by REST.",
        ),
        SubmittedPlan::StreamGraph => t(
            "{0} 把 main() 运行到 execute()，得到 {1} 的 StreamGraph，连同 jar 通过 REST 发给 Dispatcher；JobGraph 以后由 JobMaster 生成（2.0 起）。",
            "{0} has run main() up to execute() and built the StreamGraph of {1}; it sends it with the jar to the Dispatcher by REST. The JobMaster will make the JobGraph (since 2.0).",
        ),
    };
    n.say(text, &[&names::client(client), &n.next_job_of(client)])
}

pub(super) fn acknowledged(n: &Names, client: ClientId, job: JobId) -> String {
    let attached =
        n.cluster.clients.get(client.index()).is_some_and(|it| it.phase == ClientPhase::Waiting);
    let per_job = n
        .cluster
        .jobs
        .get(job.index())
        .is_some_and(|job| matches!(n.cluster.flink(job.cluster).mode, Mode::PerJob(_)));
    let text = match attached {
        _ if per_job => t(
            "{0} 看到 YARN 应用变为 RUNNING：{1} 的集群已经起来，作业已在里面。",
            "{0} sees the YARN application RUNNING: the cluster of {1} is up, with the job in it.",
        ),
        true => t(
            "{0} 得到确认：Dispatcher 收下了 {1}。提交成功不等于有 slot。没有 -d，它留下来等结果。",
            "{0} gets the answer: the Dispatcher has accepted {1}. Being accepted does not mean having slots. Without -d the client stays and waits for the result.",
        ),
        false => t(
            "{0} 得到确认：Dispatcher 收下了 {1}。提交成功不等于有 slot。",
            "{0} gets the answer: the Dispatcher has accepted {1}. Being accepted does not mean having slots.",
        ),
    };
    n.say(text, &[&names::client(client), &n.job(job)])
}

pub(super) fn result(n: &Names, client: ClientId, job: JobId) -> String {
    let status = n.cluster.jobs.get(job.index()).map_or("?", |it| it.status.name());
    n.say(
        t(
            "一直等着的 {0} 得知结果：{1} 以 {2} 结束。",
            "{0}, which has been waiting, learns the result: {1} ended as {2}.",
        ),
        &[&names::client(client), &n.job(job), status],
    )
}

pub(super) fn exited(n: &Names, client: ClientId, how: ClientExit) -> String {
    let who = n.cluster.clients.get(client.index());
    let acknowledged = who.is_some_and(|it| it.job.is_some());
    let takes_job = who.is_some_and(|it| it.shutdown_on_attached_exit);
    let why = match (how, acknowledged, takes_job) {
        (ClientExit::Interrupted, false, _) => {
            t("Ctrl-C，那时提交还没有得到确认", "Ctrl-C, before its submission was acknowledged")
        }
        (ClientExit::Interrupted, true, true) => t(
            "Ctrl-C。因为有 -sae，它在退出时请求取消作业",
            "Ctrl-C. Because of -sae it asks for the job's cancellation as it leaves",
        ),
        _ => reasons::client_exit(how),
    };
    n.say(t("{0} 退出：{1}。", "{0} exits: {1}."), &[&names::client(client), why.text(n.lang)])
}
