//! What happens in a scenario that a seed from 100 on chooses: jobs of any form, and faults in any order.

use super::courses::{application, begin_application};
use super::{Plan, vertex};
use model::action::Signal;
use model::event::Event;
use model::job::{Behaviour, Pattern, Throw};
use model::{Action, FlinkVersion, JmId, JobId, Time, VertexId};

/// A job of any form.
pub(super) fn any_job(plan: &mut Plan, name: &str, most: u16) {
    let count = plan.dice.small(1, 3);
    let mut vertices = Vec::new();
    let grouped = plan.dice.one_in(5);
    for number in 0..count {
        let parallelism = plan.dice.small(1, most.max(1));
        let pattern = plan.dice.pick(&[Pattern::AllToAll, Pattern::Pointwise]);
        let pattern = pattern.unwrap_or(Pattern::AllToAll);
        // A source of its own, or behind one of those before.
        let from = (number > 0 && !plan.dice.one_in(5)).then(|| plan.dice.small(0, number - 1));
        let mut inputs: Vec<(u16, Pattern, bool)> =
            from.into_iter().map(|from| (from, pattern, false)).collect();
        if number == 2 && from == Some(0) && plan.dice.one_in(2) {
            inputs.push((1, pattern, false));
        }
        let mut made = vertex(parallelism, inputs);
        if grouped && number > 0 {
            made.slot_sharing_group = "other".to_owned();
        }
        vertices.push(made);
    }
    let (options, checkpoints) = (plan.strategy(), plan.dice.one_in(3));
    let throws = plan.dice.one_in(4).then(|| {
        let vertex = VertexId(plan.dice.small(0, count - 1));
        let parallelism = vertices.get(vertex.index()).map_or(1, |vertex| vertex.parallelism);
        let subtask = plan.dice.small(0, parallelism - 1);
        let after = Time::ms(2_000 + plan.dice.roll(6_000));
        let below = plan.dice.pick(&[Some(1), Some(2), None]).flatten();
        Throw { vertex, subtask, after, in_attempts_below: below }
    });
    let finishes = plan.dice.one_in(6).then(|| Time::ms(5_000 + plan.dice.roll(10_000)));
    let job = plan.job(name, vertices);
    job.options = options;
    if checkpoints {
        job.options.set("execution.checkpointing.interval", "1 s");
    }
    job.behaviour = Behaviour { throws, finishes_after: finishes, ..Behaviour::default() };
}

/// Settings that change where slots are and how long they are kept.
pub(super) fn any_settings(plan: &mut Plan) {
    let old = plan.scenario.version < FlinkVersion::V2_0;
    let draw = plan.dice.roll(6);
    let config = &mut plan.scenario.config;
    match draw {
        0 if old => config.set("cluster.evenly-spread-out-slots", "true"),
        0 => config.set("taskmanager.load-balance.mode", "SLOTS"),
        1 => config.set("slot.idle.timeout", "4 s"),
        2 => config.set("resourcemanager.standalone.start-up-time", "90 s"),
        _ => {}
    }
}

/// Two to four things, each after a pause that has nothing to do with the one before, or in the middle of it.
pub(super) fn faults(plan: &mut Plan, jobs: u16) {
    for _ in 0..plan.dice.small(2, 4) {
        let action = fault(plan, jobs);
        let before = plan.scenario.actions.len();
        let pause = plan.dice.roll(4_000);
        match plan.dice.roll(4) {
            0 | 1 => plan.calm(1_000 + pause, action),
            2 => plan.restarting(300 + pause, action),
            _ => {
                let at = plan.last() + Time::ms(1_500 + 2 * pause);
                plan.at(at, action);
            }
        }
        // What the model would refuse is not asked of Flink either.
        let refused = |entry: &model::Entry| matches!(entry.event, Event::ActionRefused(_));
        if plan.so_far().entries().iter().any(refused) {
            plan.scenario.actions.truncate(before);
        }
    }
}

pub(super) fn fault(plan: &mut Plan, jobs: u16) -> Action {
    let workers = plan.so_far();
    let count = workers.frame_after(workers.entries().len()).cluster.task_managers.len();
    let last = u16::try_from(count.saturating_sub(1)).unwrap_or(0);
    let tm = plan.dice.small(0, last);
    let job = JobId(plan.dice.small(0, jobs - 1));
    match plan.dice.roll(14) {
        0..=3 => plan.signal(tm, Signal::Kill),
        4 | 5 => plan.signal(tm, Signal::Term),
        6..=8 => Action::StartTaskManager,
        9 => Action::Cancel { job },
        10 => plan.signal(tm, Signal::Stop),
        11 => Action::Savepoint { job, directory: None },
        12 => Action::Stop { job, drain: false, directory: None },
        _ => Action::KillJobManager { jm: JmId(0) },
    }
}

pub(super) fn storm(plan: &mut Plan) {
    let (tms, slots) = (plan.dice.small(1, 3), plan.dice.small(1, 3));
    plan.workers(tms, slots);
    any_settings(plan);
    any_job(plan, "a", (tms * slots).min(3));
    plan.start();
    plan.submit("a");
    let two = plan.dice.one_in(2);
    if two {
        any_job(plan, "b", slots.min(2));
        let job = "b".to_owned();
        let (attached, shutdown_on_attached_exit) = (false, false);
        let at = plan.last() + Time::ms(1_000 + plan.dice.roll(6_000));
        plan.at(at, Action::Submit { job, attached, shutdown_on_attached_exit });
    }
    faults(plan, if two { 2 } else { 1 });
}

pub(super) fn app_storm(plan: &mut Plan) {
    let (tms, slots) = (plan.dice.small(1, 3), plan.dice.small(1, 3));
    plan.workers(tms, slots);
    any_settings(plan);
    let jobs = plan.dice.small(1, 3);
    let asynchronous = plan.dice.one_in(2);
    application(plan, jobs, asynchronous);
    plan.scenario.jobs.clear();
    for name in ["a", "b", "c"].into_iter().take(usize::from(jobs)) {
        any_job(plan, name, slots.min(2));
    }
    begin_application(plan);
    faults(plan, jobs);
}

pub(super) fn adaptive_storm(plan: &mut Plan) {
    let config = &mut plan.scenario.config;
    config.set("jobmanager.scheduler", "adaptive");
    config.set("jobmanager.adaptive-scheduler.resource-wait-timeout", "8 s");
    config.set("jobmanager.adaptive-scheduler.resource-stabilization-timeout", "2 s");
    let (tms, slots) = (plan.dice.small(1, 3), plan.dice.small(1, 2));
    plan.workers(tms, slots);
    any_job(plan, "a", 3);
    plan.start();
    plan.submit("a");
    faults(plan, 1);
}
