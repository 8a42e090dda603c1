//! A prediction that is answered in the picture of its stage: which TaskManager, which slot, which job?
//!
//! In: of what kind the things are, what must hold of the right one, with `$tm`, `$slot` or `$job` for each, and what is told,
//! with `$it`. Out: each thing that is there when it is asked ([`Picked`]), with its key in the picture and what is told of it:
//! the author's sentence, and what the model says of the thing when it is decided.
//! Deliberately absent: which one is right. As with choices, it is the one for which it holds.

use super::{Course, wrong};
use crate::inline::Bilingual;
use crate::problem::Wrong;
use ask::Question;
use model::cluster::{ProcessState, Registration};
use model::{Cluster, JobId, Time, TmId, Trace};
use stage::words::names;
use stage::{Arrangement, Extent, Lang, Motion, Options, Target};

/// A pick of one of several things.
pub(super) struct Pick {
    pub(super) of: Things,
    /// All of these hold of the right one.
    pub(super) holds: Vec<String>,
    /// What is told of the right one.
    pub(super) why: Bilingual,
    /// What is told of any other one.
    pub(super) not: Bilingual,
    /// Its line in the block.
    pub(super) line: usize,
}

/// What is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Things {
    TaskManagers,
    Slots,
    Jobs,
}

/// One of the things, once the model was asked.
pub(super) struct Picked {
    /// What it is called.
    pub(super) name: String,
    /// Its key in the picture.
    pub(super) key: String,
    /// Why it is right, or not.
    pub(super) told: Bilingual,
}

/// One of the things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thing {
    TaskManager(TmId),
    Slot(TmId, u16),
    Job(JobId),
}

impl Things {
    /// One of them, in both languages.
    pub(super) const fn word(self) -> (&'static str, &'static str) {
        match self {
            Things::TaskManagers => (" TaskManager", "TaskManager"),
            Things::Slots => (" slot", "slot"),
            Things::Jobs => ("作业", "job"),
        }
    }

    /// What can be asked of each.
    pub(super) const fn example(self) -> &'static str {
        match self {
            Things::TaskManagers => "happens TaskManagerLost tm=$tm",
            Things::Slots => "happens SlotAllocated tm=$tm index=$slot",
            Things::Jobs => "job $job is RESTARTING",
        }
    }

    /// Those that are there.
    fn all(self, cluster: &Cluster) -> Vec<Thing> {
        let workers = cluster.task_managers.iter().filter(|tm| {
            tm.process == ProcessState::Running
                && matches!(tm.registration, Registration::Registered(_))
        });
        let looked_after = cluster
            .jobs
            .iter()
            .filter(|job| !job.status.is_terminal() && !job.is_lost())
            .map(|job| Thing::Job(job.id));
        match self {
            Things::TaskManagers => workers.map(|tm| Thing::TaskManager(tm.id)).collect(),
            Things::Slots => workers
                .flat_map(|tm| (0..tm.slots.len()).map(|index| Thing::Slot(tm.id, index as u16)))
                .collect(),
            Things::Jobs => looked_after.collect(),
        }
    }
}

impl Pick {
    /// Everything that is written for readers.
    pub(super) const fn texts(&self) -> [&Bilingual; 2] {
        [&self.why, &self.not]
    }

    /// Whether what is asked names the thing.
    pub(super) fn asks_of_each(&self) -> bool {
        self.holds.iter().any(|text| text.contains('$'))
    }

    /// What is asked of each thing, in their order.
    pub(super) fn asked(
        &self,
        course: &Course,
        trace: &Trace,
    ) -> Result<Vec<Vec<Question>>, Wrong> {
        let cluster = trace.frame_at(course.asks).cluster;
        let things = self.of.all(&cluster);
        let read = |text: String| {
            Question::read(&text).map_err(|(message, hint)| wrong(self.line, message, &hint))
        };
        let all = |thing: &Thing| {
            self.holds.iter().map(|text| read(thing.filled(text, &cluster))).collect()
        };
        things.iter().map(all).collect()
    }

    /// Each thing with what is told of it. `right` is the place of the right one.
    pub(super) fn told(
        &self,
        course: &Course,
        trace: &Trace,
        right: usize,
    ) -> Result<Vec<Picked>, Wrong> {
        let before = trace.frame_at(course.asks).cluster;
        let after = trace.frame_at(course.decides).cluster;
        let mut all = Vec::new();
        for (place, thing) in self.of.all(&before).into_iter().enumerate() {
            let name = thing.name(&before);
            let said = if place == right { &self.why } else { &self.not };
            let [zh, en] = [Lang::Zh, Lang::En].map(|lang| {
                let space = if lang == Lang::En { " " } else { "" };
                format!(
                    "{}{space}{}",
                    said.text(lang).replace("$it", &name),
                    thing.fact(&after, lang)
                )
            });
            let key = key(trace, course.asks, thing.target()).ok_or_else(|| {
                let message = format!("not every picture of the stage shows {name} by itself");
                wrong(self.line, message, "ask with choices, or in a smaller cluster")
            })?;
            all.push(Picked { name, key, told: Bilingual { zh, en } });
        }
        Ok(all)
    }
}

impl Thing {
    fn name(self, cluster: &Cluster) -> String {
        match self {
            Thing::TaskManager(id) => names::tm(id),
            Thing::Slot(id, index) => names::slot(id, index),
            Thing::Job(id) => cluster.job(id).spec.name.clone(),
        }
    }

    const fn target(self) -> Target {
        match self {
            Thing::TaskManager(id) => Target::TaskManager(id),
            Thing::Slot(id, index) => Target::Slot(id, index),
            Thing::Job(id) => Target::Job(id),
        }
    }

    /// What is asked of it.
    fn filled(self, text: &str, cluster: &Cluster) -> String {
        match self {
            Thing::TaskManager(id) => text.replace("$tm", &id.0.to_string()),
            Thing::Slot(id, index) => {
                text.replace("$tm", &id.0.to_string()).replace("$slot", &index.to_string())
            }
            Thing::Job(_) => text.replace("$job", &self.name(cluster)),
        }
    }

    /// What is true of it when it is decided.
    fn fact(self, cluster: &Cluster, lang: Lang) -> String {
        let (zh, en) = match self {
            Thing::TaskManager(id) => task_manager(cluster, id),
            Thing::Slot(id, index) => slot(cluster, id, index),
            Thing::Job(id) => job(cluster, id),
        };
        match lang {
            Lang::Zh => format!("到那时，{zh}。"),
            Lang::En => format!("By then {en}."),
        }
    }
}

/// Who has a slot; `None`: nobody.
fn owner(cluster: &Cluster, id: TmId, index: u16) -> Option<&str> {
    let state = *cluster.tm(id).slots.get(usize::from(index))?;
    let job = cluster.allocation(state.allocation()?).job;
    Some(&cluster.job(job).spec.name)
}

fn task_manager(cluster: &Cluster, id: TmId) -> (String, String) {
    let (tm, name) = (cluster.tm(id), names::tm(id));
    if tm.process.is_gone() {
        return (format!("{name} 已经没了"), format!("{name} is gone"));
    }
    let slots = 0..tm.slots.len() as u16;
    let owners: Vec<Option<&str>> = slots.map(|index| owner(cluster, id, index)).collect();
    if owners.iter().all(Option::is_none) {
        return (format!("{name} 的 slot 全空着"), format!("all slots of {name} are free"));
    }
    if let [Some(first), others @ ..] = owners.as_slice()
        && others.iter().all(|other| *other == Some(*first))
    {
        return (
            format!("{name} 的 slot 全归 {first} 用"),
            format!("all slots of {name} belong to {first}"),
        );
    }
    let listed = |free: &'static str, between: &str| {
        let each: Vec<&str> = owners.iter().map(|owner| owner.unwrap_or(free)).collect();
        each.join(between)
    };
    (
        format!("{name} 的 slot 里依次是：{}", listed("空", "、")),
        format!("the slots of {name} have, one by one: {}", listed("nobody", ", ")),
    )
}

fn slot(cluster: &Cluster, id: TmId, index: u16) -> (String, String) {
    if cluster.tm(id).process.is_gone() {
        let name = names::tm(id);
        return (format!("它跟着 {name} 一起没了"), format!("it is gone with {name}"));
    }
    match owner(cluster, id, index) {
        Some(job) => (format!("它归 {job} 用"), format!("it belongs to {job}")),
        None => ("它空着".to_owned(), "it is free".to_owned()),
    }
}

fn job(cluster: &Cluster, id: JobId) -> (String, String) {
    let job = cluster.job(id);
    let name = &job.spec.name;
    if job.is_lost() {
        return (format!("{name} 没有人照看"), format!("nobody looks after {name}"));
    }
    let status = job.status.name();
    let mut homes: Vec<TmId> = job
        .execution_ids()
        .map(|id| *job.execution(id))
        .filter(|execution| execution.state.is_deployed())
        .filter_map(|execution| Some(cluster.allocation(execution.slot?).tm))
        .collect();
    homes.sort();
    homes.dedup();
    if homes.is_empty() {
        return (format!("{name} 是 {status}"), format!("{name} is {status}"));
    }
    let listed = |between: &str| {
        homes.iter().map(|id| names::tm(*id)).collect::<Vec<String>>().join(between)
    };
    (
        format!("{name} 是 {status}，任务在 {} 上", listed("、")),
        format!("{name} is {status}, with its tasks on {}", listed(" and ")),
    )
}

/// What a thing is called in the picture of that moment, if it is in every arrangement and called the same.
fn key(trace: &Trace, at: Time, target: Target) -> Option<String> {
    let (frame, extent) = (trace.frame_at(at), Extent::of(trace));
    let last = frame.happened.checked_sub(1).and_then(|index| trace.entries().get(index));
    let in_one = |arrangement| {
        let (lang, selected, motion) = (Lang::En, None, Motion::Full);
        let options = Options { lang, arrangement, selected, motion, extent: &extent, last };
        let scene = stage::layout(&frame, &options);
        let shape = scene.shapes.into_iter().find(|shape| shape.target == Some(target));
        shape.map(|shape| shape.key)
    };
    let [one, others @ ..] = Arrangement::ALL.map(in_one);
    one.filter(|one| others.iter().all(|other| other.as_deref() == Some(one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace() -> Trace {
        let id = "tm-dies-only-its-jobs";
        let path = format!("{}/../../book/scenarios/{id}.toml", env!("CARGO_MANIFEST_DIR"));
        let source = std::fs::read_to_string(path).expect("the book has the scenario");
        Trace::run(model::authoring::parse(id, &source).expect("it is valid").scenario)
    }

    fn pick(of: Things, holds: &str) -> Pick {
        let say = |zh: &str, en: &str| Bilingual { zh: zh.to_owned(), en: en.to_owned() };
        let (why, not) = (say("就是 $it。", "It is $it."), say("不是 $it。", "It is not $it."));
        Pick { of, holds: vec![holds.to_owned()], why, not, line: 7 }
    }

    const COURSE: Course = Course { asks: Time::s(19), decides: Time::s(40), does: Vec::new() };

    #[test]
    fn each_thing_that_is_there_is_asked_about_and_told_of() {
        let trace = trace();
        let picks = pick(Things::TaskManagers, "count SlotAllocated job=Orders tm=$tm = 2");
        let asked = picks.asked(&COURSE, &trace).expect("it can be asked");
        let window = ask::Window::of(&trace, COURSE.asks, COURSE.decides);
        let holds = |all: &Vec<Question>| all.iter().all(|one| one.holds(&window) == Ok(true));
        assert_eq!(asked.iter().map(holds).collect::<Vec<bool>>(), [false, false, true]);
        let told = picks.told(&COURSE, &trace, 2).expect("all are in the picture");
        let rows: Vec<[&str; 3]> =
            told.iter().map(|it| [&*it.name, &*it.key, &*it.told.en]).collect();
        let expected = [
            ["tm-0", "tm-0", "It is not tm-0. By then tm-0 is gone."],
            ["tm-1", "tm-1", "It is not tm-1. By then all slots of tm-1 belong to Clicks."],
            ["tm-2", "tm-2", "It is tm-2. By then all slots of tm-2 belong to Orders."],
        ];
        assert_eq!(rows, expected);
        assert_eq!(told[0].told.zh, "不是 tm-0。到那时，tm-0 已经没了。");
    }

    #[test]
    fn jobs_and_slots_are_picked_alike() {
        let trace = trace();
        let told = |of: Things| {
            let told = pick(of, of.example()).told(&COURSE, &trace, 0).expect("all are there");
            told.into_iter().map(|it| format!("{} {}: {}", it.name, it.key, it.told.en)).collect()
        };
        let jobs: Vec<String> = told(Things::Jobs);
        assert_eq!(
            jobs,
            [
                "Orders job-0: It is Orders. By then Orders is RUNNING, with its tasks on tm-2.",
                "Clicks job-1: It is not Clicks. By then Clicks is RUNNING, with its tasks on tm-1.",
            ]
        );
        let slots: Vec<String> = told(Things::Slots);
        assert_eq!(slots.len(), 6);
        assert_eq!(
            slots[4],
            "tm-2 / slot 0 slot-2-0: It is not tm-2 / slot 0. By then it belongs to Orders."
        );
        assert!(slots[0].ends_with("By then it is gone with tm-0."), "{}", slots[0]);
    }

    #[test]
    fn what_cannot_be_asked_has_the_line_of_the_pick() {
        let wrong = pick(Things::Jobs, "job $job is RUNING").asked(&COURSE, &trace()).err();
        assert!(wrong.is_some_and(|it| it.line == 7 && it.message == "no job is \"RUNING\""));
    }
}
