//! Why the subtasks are where they are: one sentence for what was changed, one for how the job fares.
//!
//! In: a [`Change`], the experiment and its outcome. Out: sentences with this job's figures.

use super::{first_listed, joined};
use crate::words::{Lang, Text, t, time};
use model::graph::experiment::{Checkpoints, Experiment, Home, Outcome, Scheduler, Strategy};
use model::graph::memory::TaskManagerMemory;
use model::graph::{JobGraph, Refusal, Sharing, slots};
use model::{JobStatus, TmId};

/// What the reader changed last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing yet, or the program.
    Program,
    /// The number of slots or TaskManagers, or where they come from.
    Supply,
    /// `parallelism.default`.
    Parallelism,
    /// How slots are chosen, or the version that offers the choice.
    Strategy,
    /// Whether operators share slots.
    Sharing,
    /// Which scheduler.
    Scheduler,
    /// Checkpoints.
    Checkpoints,
    /// The size of a TaskManager.
    Memory,
    /// A TaskManager was killed, or lives again.
    Loss,
}

/// Why the pictures look as they do after that change.
pub fn why(lang: Lang, change: Change, experiment: &Experiment, outcome: &Outcome) -> String {
    let said = Said { lang, experiment, outcome };
    match change {
        Change::Program => said.need(),
        Change::Supply => said.supply(),
        Change::Parallelism => said.parallelism(),
        Change::Strategy => said.strategy(),
        Change::Sharing => said.sharing(),
        Change::Scheduler => said.scheduler(),
        Change::Checkpoints => said.checkpoints(),
        Change::Memory => said.memory(),
        Change::Loss => said.loss(),
    }
}

/// How the job fares: whether it runs, what waits, what fails and when.
pub fn status(lang: Lang, experiment: &Experiment, outcome: &Outcome) -> String {
    Said { lang, experiment, outcome }.status()
}

/// Why Flink does not build the program.
pub fn refusal(lang: Lang, refusal: &Refusal) -> String {
    let Refusal::ForwardChangesParallelism { from, to } = refusal;
    const TEXT: Text = t(
        "Flink 不收这个程序：{0} 的并行度是 {1}，{2} 的是 {3}，forward 要求两边一样多（UnsupportedOperationException）。",
        "Flink refuses this program: {0} has parallelism {1}, {2} has {3}, and forward wants them equal (UnsupportedOperationException).",
    );
    TEXT.fill(lang, &[&from.0, &from.1.to_string(), &to.0, &to.1.to_string()])
}

/// What a slot has: rows of a name, a figure and what it means.
pub fn memory(lang: Lang, experiment: &Experiment) -> Vec<[String; 3]> {
    let Ok(memory) = TaskManagerMemory::of(experiment.memory_mib, experiment.version) else {
        return Vec::new();
    };
    let slots = experiment.slots;
    let rows = [
        (
            t("托管内存", "Managed memory"),
            memory.managed_of_slot(slots),
            t(
                "每个 slot 的；{1} 平分成 {0} 份，这是唯一真正切开的",
                "of each slot: {1} in {0} equal part{0s}, the only one really divided",
            ),
            memory.managed,
        ),
        (
            t("任务堆内存", "Task heap"),
            memory.task_heap,
            t(
                "{0} 个 slot 共用一个堆，谁多用，别人就少",
                "one heap for {0} slot{0s}: who takes more leaves less",
            ),
            memory.task_heap,
        ),
        (
            t("网络内存", "Network memory"),
            memory.network,
            t("{0} 个 slot 共用一个缓冲池", "one pool of buffers for {0} slot{0s}"),
            memory.network,
        ),
    ];
    let row = |(name, of_slot, text, whole): (Text, u64, Text, u64)| {
        let figures = [slots.to_string(), megabytes(whole)];
        [
            name.text(lang).to_owned(),
            megabytes(of_slot),
            text.fill(lang, &[&figures[0], &figures[1]]),
        ]
    };
    let mut rows: Vec<[String; 3]> = rows.into_iter().map(row).collect();
    const CPU: Text = t(
        "不隔离：进程有几个核，所有线程一起用",
        "not isolated: all threads share the process's cores",
    );
    rows.push(["CPU".to_owned(), String::new(), CPU.text(lang).to_owned()]);
    rows
}

fn megabytes(bytes: u64) -> String {
    let tenths = (bytes * 10 + (1 << 19)) >> 20;
    let whole = (tenths / 10).to_string();
    if tenths.is_multiple_of(10) {
        return [&whole, " MB"].concat();
    }
    [&whole, ".", &(tenths % 10).to_string(), " MB"].concat()
}

struct Said<'a> {
    lang: Lang,
    experiment: &'a Experiment,
    outcome: &'a Outcome,
}

impl Said<'_> {
    fn graph(&self) -> &JobGraph {
        &self.outcome.graph
    }

    fn fill(&self, text: Text, args: &[&str]) -> String {
        text.fill(self.lang, args)
    }

    /// "default 2 + models 2 = 4", or "4" when there is one group.
    fn sum(&self) -> String {
        let groups = slots::groups(self.graph());
        if let [only] = groups.as_slice() {
            return only.slots.to_string();
        }
        let parts: Vec<String> = groups
            .iter()
            .map(|group| [&group.name, " ", &group.slots.to_string()[..]].concat())
            .collect();
        let need = slots::needed(self.graph()).to_string();
        [&joined(&parts, " + "), " = ", &need[..]].concat()
    }

    fn need(&self) -> String {
        let groups = slots::groups(self.graph());
        let need = slots::needed(self.graph()).to_string();
        if let [only] = groups.as_slice() {
            let biggest = only
                .vertices
                .iter()
                .find(|vertex| self.graph().parallelism(**vertex) == only.slots)
                .map_or(String::new(), |vertex| self.graph().name(*vertex));
            const ONE: Text = t(
                "只有一个 slot 共享组，里面并行度最大的是 {0}（{1}），所以要 {1} 个 slot；别的任务的子任务搬进去同住。",
                "There is one slot sharing group. The largest parallelism in it is that of {0}: {1}, so {1} slot{1s} will do; subtasks of the other tasks move in with it.",
            );
            return self.fill(ONE, &[&biggest, &need]);
        }
        const SEVERAL: Text = t(
            "有 {0} 个 slot 共享组，每组取最大的并行度再相加：{1} 个 slot。",
            "There are {0} slot sharing groups; the largest parallelism of each, summed up: {1} slots.",
        );
        self.fill(SEVERAL, &[&groups.len().to_string(), &self.sum()])
    }

    fn supply(&self) -> String {
        let need = slots::needed(self.graph());
        let there = self.outcome.slots_there();
        let (slots, need_text) = (self.experiment.slots.to_string(), need.to_string());
        match self.experiment.home {
            Home::Yarn => {
                let asked = need.div_ceil(self.experiment.slots).to_string();
                let came = self.outcome.task_managers().len().to_string();
                const TEXT: Text = t(
                    "YARN 上不用先摆好：作业要 {0} 个 slot，每个 TaskManager 有 {1} 个，Flink 去要 ⌈{0} ÷ {1}⌉ = {2} 个容器，到了 {3} 个。",
                    "On YARN nothing stands ready: {0} slots needed, {1} in each TaskManager, so Flink asks for ⌈{0} ÷ {1}⌉ = {2} container{2s}; {3} came.",
                );
                self.fill(TEXT, &[&need_text, &slots, &asked, &came])
            }
            Home::Standalone => {
                let tms = self.experiment.task_managers.to_string();
                let all = (self.experiment.task_managers * self.experiment.slots).to_string();
                let rest = there.abs_diff(need).to_string();
                const ENOUGH: Text = t(
                    "{0} 个 TaskManager × {1} 个 slot = {2} 个，作业要 {3} 个，剩 {4} 个空着。",
                    "{0} TaskManager{0s} × {1} slot{1s} = {2}; the job needs {3}, so {4} stay free.",
                );
                const SHORT: Text = t(
                    "{0} 个 TaskManager × {1} 个 slot = {2} 个，作业要 {3} 个，差 {4} 个。",
                    "{0} TaskManager{0s} × {1} slot{1s} = {2}; the job needs {3}: {4} missing.",
                );
                let text = if there >= need { ENOUGH } else { SHORT };
                self.fill(text, &[&tms, &slots, &all, &need_text, &rest])
            }
        }
    }

    fn parallelism(&self) -> String {
        let open = &self.experiment.graph.operators;
        let open = open.iter().filter(|operator| operator.parallelism.is_none()).count();
        const TEXT: Text = t(
            "{0} 个算子没有自己设并行度，它们现在都是 {1}；每组取最大的：{2} 个 slot。",
            "{0} operator{0s} set no parallelism and now have {1}; the largest of each group: {2} slots.",
        );
        self.fill(TEXT, &[&open.to_string(), &self.experiment.parallelism.to_string(), &self.sum()])
    }

    /// "tm-0 2, tm-1 1".
    fn by_tm(&self, count: impl Fn(TmId) -> usize) -> String {
        let of = |tm: &model::cluster::TaskManager| {
            [&crate::words::names::tm(tm.id), " ", &count(tm.id).to_string()[..]].concat()
        };
        let alive = self.outcome.task_managers().iter().filter(|tm| !tm.process.is_gone());
        first_listed(self.lang, &alive.map(of).collect::<Vec<_>>())
    }

    fn strategy(&self) -> String {
        let text = match self.experiment.strategy {
            Strategy::None => t(
                "默认：一个 TaskManager 填满了再填下一个（真的 Flink 里先填谁没有保证）。各用了几个 slot：{0}。",
                "The default: one TaskManager is filled before the next (which one first, real Flink does not promise). Slots used: {0}.",
            ),
            Strategy::Slots => t(
                "SLOTS：每次挑用得最少的 TaskManager，所以摊得开。各用了几个 slot：{0}。",
                "SLOTS: each time the least used TaskManager, so they are spread out. Slots used: {0}.",
            ),
            Strategy::Tasks => t(
                "TASKS：slot 照默认的给；JobMaster 等它们到齐，再把任务摊匀：并行度小的轮着放，任务多的 slot 给任务少的 TaskManager。各有几个任务：{1}。",
                "TASKS: slots are given as by default. When all are there, the JobMaster evens out the tasks: those of smaller parallelism go round the slots, and the slots with the most tasks go to the TaskManagers with the fewest. Tasks: {1}.",
            ),
            Strategy::MinResources => t(
                "MIN_RESOURCES：每次挑用得最多、还放得下的 TaskManager，好让别的整个空出来。各用了几个 slot：{0}。",
                "MIN_RESOURCES: each time the most used TaskManager that has room, so that others stay empty. Slots used: {0}.",
            ),
            Strategy::EvenlySpreadOut => t(
                "cluster.evenly-spread-out-slots：SLOTS 的老名字，2.0 就没有了。各用了几个 slot：{0}。",
                "cluster.evenly-spread-out-slots: the older name of SLOTS, gone in 2.0. Slots used: {0}.",
            ),
        };
        let outcome = self.outcome;
        let tasks = |tm: TmId| {
            let slots = outcome.task_managers().get(tm.index()).map_or(0, |tm| tm.slots.len());
            (0..slots as u16).map(|slot| outcome.seated(tm, slot).len()).sum()
        };
        self.fill(text, &[&self.by_tm(|tm| super::used(outcome, tm)), &self.by_tm(tasks)])
    }

    fn sharing(&self) -> String {
        let text = match self.experiment.sharing {
            Sharing::Shared => t(
                "同组的任务可以挤进一个 slot，每组只算最大的并行度：{0} 个 slot，{1} 个子任务。",
                "Tasks of one group may share a slot, so only the largest parallelism counts: {0} slots for {1} subtasks.",
            ),
            Sharing::Apart => t(
                "每个算子自成一组，谁也不和谁同住，跨组也不能链：{0} 个 slot，{1} 个子任务，一个 slot 一个。",
                "Every operator is a group of its own: none shares a slot, and none is chained across groups. {0} slots for {1} subtasks, one each.",
            ),
        };
        self.fill(text, &[&self.sum(), &self.graph().subtasks().to_string()])
    }

    fn scheduler(&self) -> String {
        if self.experiment.scheduler == Scheduler::Default {
            const TEXT: Text = t(
                "默认的调度器要等 slot 到齐：并行度是程序说了算的，少一个也不开工。",
                "The default scheduler waits for all slots: the program decides on the parallelism, and nothing starts with one too few.",
            );
            return TEXT.text(self.lang).to_owned();
        }
        let asked =
            self.experiment.job_graph().map(|graph| slots::needed(&graph)).unwrap_or_default();
        let runs = slots::needed(self.graph());
        let (asked_text, runs_text) = (asked.to_string(), runs.to_string());
        let text = if self.outcome.slots_there() < slots::groups(self.graph()).len() as u16 {
            t(
                "adaptive 也救不了：每个组至少要一个 slot。",
                "adaptive cannot help either: each group needs one slot at least.",
            )
        } else if runs == asked {
            t(
                "adaptive：slot 够（{0} 个），和默认的一样跑。少的时候才看得出不同。",
                "adaptive: there are enough slots ({0}), so it runs as the default does. The difference shows when there are fewer.",
            )
        } else {
            t(
                "adaptive：要 {0} 个只有 {2} 个。它再等 10 秒看有没有新的来，就把并行度降到放得下（用 {1} 个 slot），先跑起来；slot 来了再升回去。",
                "adaptive: {0} wanted, {2} there. It waits 10 s for others, then lowers the parallelism to what fits ({1} slot{1s}) and runs; when slots come it goes up again.",
            )
        };
        self.fill(text, &[&asked_text, &runs_text, &self.outcome.slots_there().to_string()])
    }

    fn checkpoints(&self) -> String {
        let text = match self.experiment.checkpoints {
            Checkpoints::Off => t(
                "没有 checkpoint，也没有设重启策略：出了事作业直接 FAILED。slot 的个数和它无关。",
                "No checkpoints and no restart strategy: the first failure ends the job. It has nothing to do with the number of slots.",
            ),
            Checkpoints::On => t(
                "开了 checkpoint，默认就会重启：出了事，等一等，再要一次 slot。slot 的个数和它无关。",
                "With checkpoints a job restarts by default: after a failure it waits a little and asks for slots again. It has nothing to do with the number of slots.",
            ),
        };
        text.text(self.lang).to_owned()
    }

    fn memory(&self) -> String {
        let size = self.experiment.memory_mib.to_string();
        let Ok(memory) = TaskManagerMemory::of(self.experiment.memory_mib, self.experiment.version)
        else {
            const SMALL: Text = t(
                "{0}m 太小了：减去 JVM 和框架要的，任务一点不剩，TaskManager 起不来。",
                "{0}m is too little: after what JVM and framework take nothing is left for tasks, and the TaskManager does not start.",
            );
            return self.fill(SMALL, &[&size]);
        };
        const TEXT: Text = t(
            "{0}m 的进程里，托管内存 {1}，{2} 个 slot 平分，每个 {3}。任务住在哪里不看内存。",
            "Of a process of {0}m, {1} is managed memory, shared equally by {2} slot{2s}: {3} each. Memory does not decide where tasks live.",
        );
        let slots = self.experiment.slots;
        let figures = [megabytes(memory.managed), megabytes(memory.managed_of_slot(slots))];
        self.fill(TEXT, &[&size, &figures[0], &slots.to_string(), &figures[1]])
    }

    fn loss(&self) -> String {
        let Some(tm) = self.experiment.lost else {
            const BACK: Text = t("谁也没有死。", "Nobody was killed.");
            return BACK.text(self.lang).to_owned();
        };
        const TEXT: Text = t(
            "{0} 在第 400 秒被 kill -9，它的 slot 没有了，还剩 {1} 个。",
            "{0} was killed at 400 s, and its slots with it; {1} are left.",
        );
        let name = crate::words::names::tm(tm);
        self.fill(TEXT, &[&name, &self.outcome.slots_there().to_string()])
    }

    fn status(&self) -> String {
        let outcome = self.outcome;
        let waiting = outcome.waiting().count().to_string();
        let all = self.graph().subtasks().to_string();
        let failure = outcome.first_failure().map(|turn| time::clock(turn.at));
        let last = outcome.last().map_or(JobStatus::Initializing, |turn| turn.to);
        let text = match (outcome.all_run(), failure.is_some(), last) {
            (true, false, _) => {
                t("作业 RUNNING，{0} 个子任务都在跑。", "The job is RUNNING, all {0} subtasks run.")
            }
            (true, true, JobStatus::Running) => t(
                "{2} 作业失败过，重启之后又都跑起来了：{0} 个子任务，RUNNING。",
                "The job failed at {2}, restarted, and all runs again: {0} subtasks, RUNNING.",
            ),
            (_, true, JobStatus::Failed) => t(
                "提交是成功的，可是 {1} 个子任务没有跑起来；{2} 作业失败，又没有重启的办法：FAILED。",
                "The submission succeeded, but {1} subtask{1s} did not run; at {2} the job fails, and nothing restarts it: FAILED.",
            ),
            (_, true, _) => t(
                "{1} 个子任务没在跑。{2} 第一次失败，之后一次次重启、一次次要不到 slot，最后停在 {3}。",
                "{1} subtasks do not run. The first failure comes at {2}; then restart after restart finds no slots; in the end it is {3}.",
            ),
            (false, false, _) => t(
                "作业 RUNNING，可是 {1} 个子任务停在 SCHEDULED，等 slot 到齐。",
                "The job is RUNNING, but {1} subtasks are SCHEDULED and wait for slots.",
            ),
        };
        self.fill(text, &[&all, &waiting, failure.as_deref().unwrap_or_default(), last.name()])
    }
}
