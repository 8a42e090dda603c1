//! What is true in a mode at one moment, in a sentence.

use super::{end, gib, job};
use crate::words::{Lang, Text, listed, t};
use model::Time;
use model::compare::{Course, Doing, End};

const NOTHING: Text = t("没有进程，不占内存。", "No process, no memory held.");
const PROCESSES: Text = t(
    "{0} 个 JobManager、{1} 个 TaskManager，slot 用了 {2} / {3}，占 {4}。",
    "{0} JobManager{0s} and {1} TaskManager{1s}, {2} of {3} slots taken, {4} held.",
);

/// Jobs that are doing the same.
const DOING: [(Doing, Text); 6] = [
    (Doing::Running, t("{0} 在跑", "running: {0}")),
    (Doing::Down, t("{0} 停着", "down: {0}")),
    (Doing::Waiting, t("{0} 等 slot", "waiting for slots: {0}")),
    (
        Doing::InJobManager,
        t("{0} 还在 JobManager 的 main() 里", "still in main() in the JobManager: {0}"),
    ),
    (Doing::ClusterStarts, t("{0} 等集群启动", "waiting for a cluster: {0}")),
    (Doing::InClient, t("{0} 还在客户端", "still in the client: {0}")),
];
const ENDED: Text = t("{1} {0}", "{0}: {1}");
const ENDS: [End; 5] = [End::Finished, End::Failed, End::Canceled, End::Suspended, End::Lost];

/// The sentence.
pub fn now(lang: Lang, course: &Course, at: Time) -> String {
    let now = course.processes.at(at).unwrap_or_default();
    let held = course.memory.at(at).unwrap_or(0);
    let mut text = if now.job_managers + now.task_managers == 0 && held == 0 {
        NOTHING.text(lang).to_owned()
    } else {
        let counts = [now.job_managers, now.task_managers, now.taken, now.slots];
        let counts = counts.map(|count| count.to_string());
        let [a, b, c, d] = counts.each_ref().map(String::as_str);
        PROCESSES.fill(lang, &[a, b, c, d, &gib(held)])
    };
    let named = |keep: &dyn Fn(usize) -> bool| {
        let jobs = (0..course.jobs.len()).filter(|n| keep(*n));
        jobs.map(|n| job(n as u8)).collect::<Vec<_>>()
    };
    let mut parts = Vec::new();
    for (doing, words) in DOING {
        let jobs = named(&|n| course.jobs[n].doing.at(at) == Some(doing));
        if !jobs.is_empty() {
            parts.push(words.fill(lang, &[&listed(lang, &jobs)]));
        }
    }
    for ended in ENDS {
        let is_so = |&(since, how): &(Time, End)| since <= at && how == ended;
        let jobs = named(&|n| course.jobs[n].end.as_ref().is_some_and(is_so));
        if !jobs.is_empty() {
            parts.push(ENDED.fill(lang, &[end(lang, ended), &listed(lang, &jobs)]));
        }
    }
    if !parts.is_empty() {
        text.push_str(t("", " ").text(lang));
        let sentence = parts.join(t("，", "; ").text(lang));
        let mut letters = sentence.chars();
        text.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        text.push_str(letters.as_str());
        text.push_str(t("。", ".").text(lang));
    }
    text
}
