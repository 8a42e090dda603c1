//! Every text of a comparison, Chinese and English side by side.
//!
//! In: plain data of the comparison. Out: finished strings. Labels of knobs and buttons are in `label`, the rows of
//! the table in `row`, what is true at one moment in `now`, whom a blow hits in `blow`; here is what stands in the chart.

mod blow;
mod label;
mod now;
mod row;

pub use blow::{blow, damage};
pub use label::{FIRST, Label, choices, knob, label, label_with, matters, value};
pub use now::now;
pub use row::{Row, row, rows};

use crate::measure::{Face, width as wide};
use crate::words::{Lang, Text, t, time};
use model::Time;
use model::compare::{
    Comparison, DeploymentMode, Doing, End, Fault, Landmark, Life, SUBMITTED, job_name,
};
use model::event::Refusal;

/// The name of a mode.
pub const fn mode(lang: Lang, mode: DeploymentMode) -> &'static str {
    match mode {
        DeploymentMode::Session => t("会话模式", "Session mode"),
        DeploymentMode::PerJob => t("单作业模式", "Per-job mode"),
        DeploymentMode::Application => t("应用模式", "Application mode"),
    }
    .text(lang)
}

/// "J1".
pub fn job(number: u8) -> String {
    job_name(usize::from(number))
}

/// Where a mode is not there, and how that is said in a few words.
const ABSENT: [(Refusal, Text); 3] = [
    (Refusal::PerJobOnStandalone, t("Standalone 上没有", "not on standalone")),
    (Refusal::PerJobOnKubernetes, t("Kubernetes 上没有", "not on Kubernetes")),
    (Refusal::PerJobRemoved, t("2.0 起没有", "gone since 2.0")),
];
const REFUSED: Text = t("在这里做不到", "not possible here");

/// Why a mode is not there.
pub(super) fn absent(lang: Lang, refusal: Refusal) -> &'static str {
    let known = ABSENT.iter().find(|(known, _)| *known == refusal);
    known.map_or(REFUSED, |(_, text)| *text).text(lang)
}

/// What a job is doing, in a bar.
pub(super) const fn doing(lang: Lang, doing: Doing) -> &'static str {
    match doing {
        Doing::InClient => t("客户端", "client"),
        Doing::ClusterStarts => t("集群启动中", "cluster starts"),
        Doing::InJobManager => t("main()", "main()"),
        Doing::Waiting => t("等 slot", "waits"),
        Doing::Running => t("在跑", "runs"),
        Doing::Down => t("停着", "down"),
    }
    .text(lang)
}

/// Flink's word for how a job ended; a job that went with its JobManager has none.
pub(super) const fn end(lang: Lang, end: End) -> &'static str {
    match end {
        End::Finished => "FINISHED",
        End::Failed => "FAILED",
        End::Canceled => "CANCELED",
        End::Suspended => "SUSPENDED",
        End::Lost => t("丢了", "lost").text(lang),
    }
}

/// What a JobManager does, in a bar.
pub(super) const fn life(lang: Lang, life: Life) -> Option<&'static str> {
    let text = match life {
        Life::Coming => t("启动中", "starts"),
        Life::StandingBy => t("待命", "stands by"),
        Life::Up => t("JobManager", "JobManager"),
        Life::Searching => return None,
    };
    Some(text.text(lang))
}

/// The name of the memory curve.
pub(super) const fn memory(lang: Lang) -> &'static str {
    t("内存", "memory").text(lang)
}

/// The line of the submission.
pub(super) const fn submitted(lang: Lang) -> &'static str {
    t("提交", "submitted").text(lang)
}

/// The line of the fault.
pub(super) const fn fault(lang: Lang, fault: Fault) -> &'static str {
    match fault {
        Fault::None => t("什么都不出", "nothing"),
        Fault::TaskManager => t("杀掉 J1 的 TaskManager", "J1's TaskManager is killed"),
        Fault::JobManager => t("杀掉 J1 的 JobManager", "J1's JobManager is killed"),
        Fault::Exception => t("J1 的代码抛异常", "J1's code throws"),
        Fault::Cancel => t("取消 J1", "J1 is cancelled"),
    }
    .text(lang)
}

/// Why a moment is told.
pub fn landmark(lang: Lang, comparison: &Comparison, landmark: Landmark) -> String {
    let (text, of) = match landmark {
        Landmark::Submitted => return submitted(lang).to_owned(),
        Landmark::Fault => return fault(lang, comparison.workload.fault).to_owned(),
        Landmark::End => return t("最后", "the end").text(lang).to_owned(),
        Landmark::Runs(of) => (t("{0}：都跑起来了", "{0}: all run"), of),
        Landmark::Again(of) => (t("{0}：又跑起来了", "{0}: running again"), of),
        Landmark::Over(of) => (t("{0}：都结束了", "{0}: all over"), of),
    };
    text.fill(lang, &[mode(lang, of)])
}

/// "3.5 GiB".
pub fn gib(mib: u64) -> String {
    [&tenths(mib * 10 / 1024), " GiB"].concat()
}

/// "3.5", "8".
pub(super) fn tenths(tenths: u64) -> String {
    let whole = (tenths / 10).to_string();
    match tenths % 10 {
        0 => whole,
        rest => [&whole, ".", &rest.to_string()].concat(),
    }
}

/// To a tenth of a second: "6.1 s", "3 min 20 s".
pub fn short(span: Time) -> String {
    match span.as_ms() / 100 * 100 {
        0 => "0 s".to_owned(),
        ms => time::span(Time::ms(ms)),
    }
}

/// A moment on the clock, and how far it is from the submission.
pub fn moment(lang: Lang, at: Time) -> String {
    let (far, which) = if at < SUBMITTED {
        (SUBMITTED.since(at), Label::BeforeSubmission)
    } else {
        (at.since(SUBMITTED), Label::AfterSubmission)
    };
    label_with(lang, Label::Moment, &[&short(at), &label_with(lang, which, &[&short(far)])])
}

/// "30 s".
pub(super) fn seconds(second: u64) -> String {
    if second == 0 { "0 s".to_owned() } else { time::span(Time::s(second)) }
}

/// A wait as wide as there is room for.
pub(super) fn wait(span: Time, room: i32, size: i32) -> String {
    let long = ["… ", &time::span(Time::s(span.as_ms() / 1_000)), " …"].concat();
    if wide(&long, size, Face::Plain) <= room { long } else { "…".to_owned() }
}

const PICTURE: Text = t(
    "{0} 个作业在每种模式下的甘特图：作业、进程、slot 和内存，同一条时间轴，从 0 到 {1}。数字都在下面的表里。",
    "A Gantt chart of {0} job{0s} in each mode: jobs, processes, slots and memory on one axis from 0 to {1}. The table below has the figures.",
);

/// The whole chart in a sentence.
pub(super) fn picture(lang: Lang, comparison: &Comparison) -> String {
    let jobs = comparison.workload.jobs.len().to_string();
    PICTURE.fill(lang, &[&jobs, &short(comparison.end)])
}
