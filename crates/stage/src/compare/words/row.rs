//! The rows of the table: their names, and each mode's value.

use super::{end, gib, job, short, tenths};
use crate::words::{Lang, listed, t};
use model::Time;
use model::compare::{Comparison, End, Facts, Fault, MainPlace, SUBMITTED};

macro_rules! rows {
    ($($(#[$doc:meta])* $variant:ident = $zh:literal, $en:literal;)*) => {
        /// A row of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Row { $($(#[$doc])* $variant,)* }

        impl Row {
            /// Every row, in order.
            pub const ALL: &'static [Row] = &[$(Row::$variant,)*];

            /// Its name.
            pub const fn name(self, lang: Lang) -> &'static str {
                match self { $(Row::$variant => t($zh, $en),)* }.text(lang)
            }
        }
    };
}

rows! {
    /// Before or after the submission.
    FirstProcess = "第一个进程，提交之前或之后", "First process, before or after the submission";
    /// Client or JobManager.
    Main = "main() 在哪里跑", "Where main() runs";
    /// From the submission until all tasks run.
    FirstResult = "从提交到全部任务 RUNNING", "From submission until all tasks are RUNNING";
    /// How many Flink clusters.
    Clusters = "Flink 集群", "Flink clusters";
    /// Most at one time.
    JobManagers = "JobManager 最多", "JobManagers, at most";
    /// Most jobs of one JobManager.
    Shared = "一个 JobManager 照看的作业，最多", "Jobs of one JobManager, at most";
    /// Most at one time.
    TaskManagers = "TaskManager 最多", "TaskManagers, at most";
    /// How many ever ran more than one job.
    SharedWorkers = "跑过几个作业的 TaskManager", "TaskManagers that ran several jobs";
    /// Most at one time.
    Peak = "内存最多", "Memory, at most";
    /// Over the whole time.
    MemoryTime = "内存 × 时间", "Memory × time";
    /// By the fault.
    Hit = "被打断的作业", "Jobs interrupted";
    /// From the fault.
    Down = "从故障到重新跑起来", "From the fault until they run again";
    /// With what they had counted.
    FromCheckpoint = "从 checkpoint 接着跑的", "Of those, from a checkpoint";
    /// Without.
    FromNothing = "从头跑起的", "Of those, from the beginning";
    /// Not FINISHED.
    Gone = "没有 FINISHED 就结束的", "Ended without FINISHED";
    /// Whichever run or have finished.
    Running = "最后还在跑的作业", "Jobs that run at the end";
    /// Whichever have finished.
    Finished = "FINISHED 的作业", "Jobs FINISHED";
    /// Processes at the end.
    Left = "最后剩下的进程", "Processes left at the end";
    /// Memory at the end.
    LeftMemory = "最后还占着的内存", "Memory still held";
}

/// The rows that say something about a comparison.
pub fn rows(comparison: &Comparison) -> impl Iterator<Item = Row> {
    let (fault, ends) = (comparison.workload.fault, comparison.workload.length.is_some());
    let facts: Vec<Facts> =
        comparison.courses.iter().filter_map(|course| comparison.facts(course)).collect();
    let resumed = facts.iter().any(|facts| !facts.from_checkpoint.is_empty());
    let anew = facts.iter().any(|facts| !facts.from_nothing.is_empty());
    Row::ALL.iter().copied().filter(move |row| match row {
        Row::FromCheckpoint => resumed,
        Row::FromNothing => anew,
        Row::Hit | Row::Down | Row::Gone => fault != Fault::None,
        Row::Finished => ends,
        Row::FirstProcess
        | Row::Main
        | Row::FirstResult
        | Row::Clusters
        | Row::JobManagers
        | Row::Shared
        | Row::TaskManagers
        | Row::SharedWorkers
        | Row::Peak
        | Row::MemoryTime
        | Row::Running
        | Row::Left
        | Row::LeftMemory => true,
    })
}

/// A value of the table.
pub fn row(lang: Lang, row: Row, facts: &Facts) -> String {
    let none = || t("没有", "none").text(lang).to_owned();
    let jobs = |numbers: &[u8]| match numbers {
        [] => none(),
        some => listed(lang, &some.iter().map(|n| job(*n)).collect::<Vec<_>>()),
    };
    match row {
        Row::FirstProcess => facts.first_process.map_or_else(none, |at| relative(lang, at)),
        Row::Main => match facts.main {
            None => none(),
            Some(MainPlace::Client) => t("客户端", "client").text(lang).to_owned(),
            Some(MainPlace::JobManager) => "JobManager".to_owned(),
        },
        Row::FirstResult => {
            spans(lang, &(0..).zip(facts.first_result.iter().copied()).collect::<Vec<_>>())
        }
        Row::Clusters => facts.clusters.to_string(),
        Row::JobManagers => facts.job_managers.to_string(),
        Row::Shared => facts.jobs_of_a_job_manager.to_string(),
        Row::TaskManagers => facts.task_managers.to_string(),
        Row::SharedWorkers => facts.shared_task_managers.to_string(),
        Row::Peak => gib(facts.peak_mib),
        Row::MemoryTime => [&tenths(facts.mib_seconds * 10 / 1024 / 60), " GiB·min"].concat(),
        Row::Hit if !facts.struck => t("什么也没打到", "it found nothing").text(lang).to_owned(),
        Row::Hit => jobs(&facts.hit),
        Row::Down if facts.hit.is_empty() => "–".to_owned(),
        Row::Down => {
            let each: Vec<_> = facts.hit.iter().copied().zip(facts.down.iter().copied()).collect();
            spans(lang, &each)
        }
        Row::FromCheckpoint => jobs(&facts.from_checkpoint),
        Row::FromNothing => jobs(&facts.from_nothing),
        Row::Gone if facts.gone.is_empty() => none(),
        Row::Gone => gone(lang, &facts.gone),
        Row::Running => jobs(&facts.running),
        Row::Finished => jobs(&facts.finished),
        Row::Left => left(lang, facts),
        Row::LeftMemory => gib(facts.left_mib),
    }
}

fn relative(lang: Lang, at: Time) -> String {
    if at < SUBMITTED {
        t("提交前 {0}", "{0} before").fill(lang, &[&short(SUBMITTED.since(at))])
    } else {
        t("提交后 {0}", "{0} after").fill(lang, &[&short(at.since(SUBMITTED))])
    }
}

/// The spans of some jobs: from the shortest to the longest, and those for which there is none.
fn spans(lang: Lang, each: &[(u8, Option<Time>)]) -> String {
    let known = || each.iter().filter_map(|(_, span)| *span);
    let never: Vec<String> =
        each.iter().filter(|(_, span)| span.is_none()).map(|(n, _)| job(*n)).collect();
    let mut texts = Vec::new();
    if let (Some(least), Some(most)) = (known().min(), known().max()) {
        let (least, most) = (short(least), short(most));
        texts.push(if least == most { least } else { [&least, " – ", &most].concat() });
    }
    if never.len() == each.len() {
        texts.push(t("从未", "never").text(lang).to_owned());
    } else if !never.is_empty() {
        texts.push(t("{0} 从未", "{0} never").fill(lang, &[&listed(lang, &never)]));
    }
    listed(lang, &texts)
}

/// "J1 FAILED、J2 SUSPENDED"; all of one kind: "J1、J2 FAILED".
fn gone(lang: Lang, gone: &[(u8, End)]) -> String {
    let mut texts = Vec::new();
    for how in [End::Failed, End::Canceled, End::Suspended, End::Lost] {
        let jobs: Vec<String> =
            gone.iter().filter(|(_, each)| *each == how).map(|(n, _)| job(*n)).collect();
        if !jobs.is_empty() {
            texts.push([&listed(lang, &jobs), " ", end(lang, how)].concat());
        }
    }
    texts.join(t("；", "; ").text(lang))
}

fn left(lang: Lang, facts: &Facts) -> String {
    if facts.left_job_managers + facts.left_task_managers == 0 {
        return t("没有", "none").text(lang).to_owned();
    }
    let figures = [facts.left_job_managers, facts.left_task_managers].map(|n| n.to_string());
    let [jms, tms] = figures.each_ref().map(String::as_str);
    t("{0} 个 JobManager，{1} 个 TaskManager", "{0} JobManager{0s}, {1} TaskManager{1s}")
        .fill(lang, &[jms, tms])
}
