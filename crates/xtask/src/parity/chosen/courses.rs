//! What happens in a scenario that a seed below 100 chooses: one thing each, everything around it by chance.

use super::{Plan, vertex};
use model::action::Signal;
use model::job::{Pattern, Throw};
use model::{Action, ClientId, JmId, JobId, Program, SavepointId, Step, Time, VertexId};

pub(super) fn tm_kill(plan: &mut Plan) {
    let tms = plan.running();
    let victim = plan.dice.small(0, tms - 1);
    let kill = plan.signal(victim, Signal::Kill);
    plan.calm(3_000, kill);
}

pub(super) fn tm_kill_twice(plan: &mut Plan) {
    let tms = plan.running();
    let victim = plan.dice.small(0, tms - 1);
    let kill = plan.signal(victim, Signal::Kill);
    plan.calm(3_000, kill);
    let kill = plan.signal((victim + 1) % tms, Signal::Kill);
    plan.calm(2_000, kill);
}

pub(super) fn tm_term(plan: &mut Plan) {
    let tms = plan.running();
    let victim = plan.dice.small(0, tms - 1);
    let term = plan.signal(victim, Signal::Term);
    plan.calm(3_000, term);
    if plan.dice.one_in(2) {
        plan.calm(1_500, Action::StartTaskManager);
    }
}

pub(super) fn tm_freeze(plan: &mut Plan) {
    let tms = plan.running();
    let victim = plan.dice.small(0, tms - 1);
    let (stop, thaw) = (plan.signal(victim, Signal::Stop), plan.signal(victim, Signal::Cont));
    plan.calm(3_000, stop);
    let last = plan.last();
    // Shorter than the heartbeat's timeout, or longer.
    let frozen = if plan.dice.one_in(3) { 4 } else { 14 };
    plan.at(last + Time::s(frozen), thaw);
}

pub(super) fn tm_kill_then_late(plan: &mut Plan) {
    let slots = plan.dice.small(1, 3);
    plan.workers(2, slots);
    plan.stream("a", slots * 2);
    plan.patient(0, "2 s");
    plan.start();
    plan.submit("a");
    let victim = plan.dice.small(0, 1);
    let kill = plan.signal(victim, Signal::Kill);
    plan.calm(3_000, kill);
    let pause = 500 + plan.dice.roll(4_000);
    plan.restarting(pause, Action::StartTaskManager);
}

/// User code throws, once, some times, or always.
pub(super) fn throws(plan: &mut Plan) {
    let (tms, slots) = (plan.dice.small(1, 2), plan.dice.small(2, 3));
    plan.workers(tms, slots);
    let parallelism = plan.dice.small(1, tms * slots);
    plan.stream("a", parallelism);
    let after = Time::ms(1_500 + plan.dice.roll(3_000));
    let below = plan.dice.pick(&[Some(1), Some(2), Some(3), None]).flatten();
    let subtask = plan.dice.small(0, parallelism - 1);
    let last = plan.scenario.jobs.first().map_or(0, |job| job.vertices.len() - 1);
    let vertex = VertexId(plan.dice.small(0, u16::try_from(last).unwrap_or(0)));
    if let Some(job) = plan.scenario.jobs.first_mut() {
        job.behaviour.throws = Some(Throw { vertex, subtask, after, in_attempts_below: below });
    }
    plan.start();
    plan.submit("a");
}

/// Several regions: without a shuffle only what is connected restarts.
pub(super) fn region(plan: &mut Plan) {
    let slots = plan.dice.small(2, 3);
    plan.workers(2, slots);
    let parallelism = plan.dice.small(2, 2 * slots);
    let mut vertices = vec![vertex(parallelism, Vec::new())];
    if plan.dice.one_in(2) {
        vertices.push(vertex(parallelism, vec![(0, Pattern::Pointwise, false)]));
    }
    plan.job("a", vertices);
    plan.patient(0, "2 s");
    let subtask = plan.dice.small(0, parallelism - 1);
    let code = plan.dice.one_in(2);
    if let Some(job) = plan.scenario.jobs.first_mut().filter(|_| code) {
        let after = Time::s(3);
        let vertex = VertexId(0);
        job.behaviour.throws = Some(Throw { vertex, subtask, after, in_attempts_below: Some(2) });
    }
    plan.start();
    plan.submit("a");
    if !code {
        let victim = plan.dice.small(0, 1);
        let kill = plan.signal(victim, Signal::Kill);
        plan.calm(3_000, kill);
    }
}

pub(super) fn cancel_restarting(plan: &mut Plan) {
    let tms = plan.running();
    plan.patient(0, "6 s");
    let victim = plan.dice.small(0, tms - 1);
    let signal = plan.dice.pick(&[Signal::Kill, Signal::Term]).unwrap_or(Signal::Kill);
    let fault = plan.signal(victim, signal);
    plan.calm(3_000, fault);
    plan.restarting(2_000, Action::Cancel { job: JobId(0) });
}

pub(super) fn kill_restarting(plan: &mut Plan) {
    plan.workers(3, 1);
    plan.stream("a", 2);
    plan.patient(0, "5 s");
    plan.start();
    plan.submit("a");
    let victim = plan.dice.small(0, 2);
    let signal = plan.dice.pick(&[Signal::Kill, Signal::Term]).unwrap_or(Signal::Kill);
    let fault = plan.signal(victim, signal);
    plan.calm(3_000, fault);
    let kill = plan.signal((victim + 1) % 3, Signal::Kill);
    plan.restarting(1_500, kill);
}

pub(super) fn too_few(plan: &mut Plan) {
    let (tms, slots) = (plan.dice.small(1, 2), plan.dice.small(1, 2));
    plan.workers(tms, slots);
    if plan.dice.one_in(2) {
        plan.scenario.config.set("resourcemanager.standalone.start-up-time", "90 s");
    }
    let wanted = tms * slots + plan.dice.small(1, 2);
    plan.stream("a", wanted);
    plan.start();
    plan.submit("a");
    if plan.dice.one_in(2) {
        plan.stream("b", tms * slots);
        let name = "b".to_owned();
        let (attached, shutdown_on_attached_exit) = (false, false);
        let submit = Action::Submit { job: name, attached, shutdown_on_attached_exit };
        let at = plan.last() + Time::s(5);
        plan.at(at, submit);
    }
}

pub(super) fn too_few_late_tm(plan: &mut Plan) {
    let (tms, slots) = (plan.dice.small(0, 1), plan.dice.small(1, 2));
    plan.workers(tms, slots);
    let early = plan.dice.one_in(2);
    if early {
        plan.scenario.config.set("resourcemanager.standalone.start-up-time", "90 s");
    }
    let wanted = tms * slots + plan.dice.small(1, slots);
    plan.stream("a", wanted);
    if !early {
        plan.patient(0, "2 s");
    }
    plan.start();
    plan.submit("a");
    let at = plan.last() + Time::ms(3_000 + plan.dice.roll(2_000));
    plan.at(at, Action::StartTaskManager);
}

pub(super) fn jm_kill(plan: &mut Plan) {
    plan.running();
    let kill = Action::KillJobManager { jm: JmId(0) };
    let term = Action::StopJobManager { jm: JmId(0) };
    let fault = if plan.dice.one_in(3) { term } else { kill };
    plan.calm(3_000, fault);
    if plan.dice.one_in(2) {
        let at = plan.last() + Time::s(3);
        plan.at(at, Action::StartJobManager);
        plan.submit("a");
    }
}

pub(super) fn stop_with_savepoint(plan: &mut Plan) {
    plan.running();
    let drain = plan.dice.one_in(2);
    plan.calm(3_000, Action::Stop { job: JobId(0), drain, directory: None });
}

pub(super) fn savepoint_and_cancel(plan: &mut Plan) {
    plan.running();
    plan.calm(2_000, Action::Savepoint { job: JobId(0), directory: None });
    match plan.dice.roll(3) {
        0 => plan.calm(1_000, Action::Cancel { job: JobId(0) }),
        1 => {
            plan.calm(1_000, Action::Cancel { job: JobId(0) });
            let (attached, shutdown_on_attached_exit) = (false, false);
            let job = "a".to_owned();
            let run = Box::new(Action::Submit { job, attached, shutdown_on_attached_exit });
            plan.calm(1_500, Action::FromSavepoint { savepoint: SavepointId(0), run });
        }
        _ => {
            let victim = plan.dice.small(0, 1);
            let kill = plan.signal(victim, Signal::Kill);
            plan.calm(1_500, kill);
        }
    }
}

pub(super) fn batch(plan: &mut Plan) {
    let (tms, slots) = (plan.dice.small(1, 2), plan.dice.small(1, 2));
    plan.workers(tms, slots);
    let first = plan.dice.small(1, 3);
    let second = plan.dice.small(1, 3);
    let mut vertices = vec![vertex(first, Vec::new())];
    vertices.push(vertex(second, vec![(0, Pattern::AllToAll, true)]));
    let strategy = plan.strategy();
    let length = Time::ms(2_000 + plan.dice.roll(3_000));
    let job = plan.job("a", vertices);
    job.batch = true;
    job.options = strategy;
    job.behaviour.finishes_after = Some(length);
    plan.start();
    plan.submit("a");
    if tms == 2 && plan.dice.one_in(3) {
        let at = plan.last() + Time::s(4);
        let kill = plan.signal(1, Signal::Kill);
        plan.at(at, kill);
    }
}

/// Slot sharing groups: slots are the sum over the groups.
pub(super) fn groups(plan: &mut Plan) {
    let (tms, slots) = (2, plan.dice.small(2, 3));
    plan.workers(tms, slots);
    let (first, second) = (plan.dice.small(1, 2), plan.dice.small(1, 2));
    let pattern = plan.dice.pick(&[Pattern::AllToAll, Pattern::Pointwise]);
    let pattern = pattern.unwrap_or(Pattern::AllToAll);
    let mut vertices = vec![vertex(first, Vec::new())];
    vertices.push(vertex(second, vec![(0, pattern, false)]));
    if plan.dice.one_in(2) {
        vertices.push(vertex(second, vec![(1, Pattern::AllToAll, false)]));
    }
    for (index, vertex) in vertices.iter_mut().enumerate() {
        if index > 0 {
            vertex.slot_sharing_group = "other".to_owned();
        }
    }
    let strategy = plan.strategy();
    plan.job("a", vertices).options = strategy;
    plan.start();
    plan.submit("a");
    let victim = plan.dice.small(0, 1);
    let kill = plan.signal(victim, Signal::Kill);
    plan.calm(3_000, kill);
}

/// A job reads all it has; another one waits for its slots, or has its own.
pub(super) fn finishes(plan: &mut Plan) {
    let slots = plan.dice.small(1, 3);
    plan.workers(1, slots);
    let first = plan.dice.small(1, slots);
    plan.stream("a", first);
    let length = Time::ms(3_000 + plan.dice.roll(5_000));
    if let Some(job) = plan.scenario.jobs.first_mut() {
        job.behaviour.finishes_after = Some(length);
    }
    plan.start();
    plan.submit("a");
    let second = plan.dice.small(1, slots);
    plan.stream("b", second);
    let (attached, shutdown_on_attached_exit) = (plan.dice.one_in(2), false);
    let submit = Action::Submit { job: "b".to_owned(), attached, shutdown_on_attached_exit };
    let at = plan.last() + Time::s(3);
    plan.at(at, submit);
    plan.calm(2_000, Action::Cancel { job: JobId(1) });
}

/// Somebody waits in front of a client, and leaves.
pub(super) fn attached(plan: &mut Plan) {
    plan.workers(1, 2);
    let parallelism = plan.dice.small(1, 2);
    plan.stream("a", parallelism);
    plan.start();
    let shutdown_on_attached_exit = plan.dice.one_in(2);
    let submit = Action::Submit { job: "a".to_owned(), attached: true, shutdown_on_attached_exit };
    plan.calm(1_500, submit);
    match plan.dice.roll(3) {
        0 => plan.calm(3_000, Action::Cancel { job: JobId(0) }),
        _ => plan.calm(3_000, Action::InterruptClient { client: ClientId(0) }),
    }
}

/// An application: its jobs, and how its `main()` hands them in.
pub(super) fn application(plan: &mut Plan, jobs: u16, asynchronous: bool) {
    let names: Vec<String> = (0..jobs).map(|n| char::from(b'a' + n as u8).to_string()).collect();
    for name in &names {
        let parallelism = plan.dice.small(1, 2);
        plan.stream(name, parallelism);
    }
    let step = |name: &String| match asynchronous {
        true => Step::ExecuteAsync(name.clone()),
        false => Step::Execute(name.clone()),
    };
    let steps = names.iter().map(step).collect();
    let program = Program { name: "program".to_owned(), steps, environment_per_job: true };
    plan.scenario.programs = vec![program];
}

pub(super) fn begin_application(plan: &mut Plan) {
    let program = "program".to_owned();
    plan.at(Time(1), Action::RunApplication { program, attached: false, in_session: false });
}

/// Several jobs in one application; one ends in some way.
pub(super) fn app_several(plan: &mut Plan) {
    let jobs = plan.dice.small(2, 3);
    plan.workers(2, 3);
    let asynchronous = plan.dice.one_in(2);
    application(plan, jobs, asynchronous);
    let course = plan.dice.roll(4);
    let victim = usize::from(plan.dice.small(0, jobs - 1));
    for (index, job) in plan.scenario.jobs.iter_mut().enumerate() {
        match course {
            // All are read to their end, one after the other.
            0 => job.behaviour.finishes_after = Some(Time::ms(4_000 + 3_000 * index as u64)),
            1 if index == victim => job.behaviour.finishes_after = Some(Time::s(4)),
            2 if index == victim => {
                let (vertex, subtask, after) = (VertexId(0), 0, Time::s(4));
                let throw = Throw { vertex, subtask, after, in_attempts_below: None };
                job.behaviour.throws = Some(throw);
                job.options.set("restart-strategy.type", "none");
            }
            _ => {}
        }
    }
    begin_application(plan);
    if course == 3 {
        let job = JobId(u16::try_from(victim).unwrap_or(0));
        plan.calm(3_000, Action::Cancel { job });
    }
}

/// An application of one job whose TaskManager dies, comes late, or whose JobManager dies.
pub(super) fn app_fault(plan: &mut Plan) {
    let late = plan.dice.one_in(3);
    let tms = if late { 0 } else { 2 };
    plan.workers(tms, 2);
    application(plan, 1, false);
    plan.patient(0, "2 s");
    begin_application(plan);
    if late {
        let at = plan.last() + Time::s(8);
        plan.at(at, Action::StartTaskManager);
        plan.calm(3_000, Action::Cancel { job: JobId(0) });
        return;
    }
    let fault = match plan.dice.roll(4) {
        0 => Action::KillJobManager { jm: JmId(0) },
        1 => Action::StopJobManager { jm: JmId(0) },
        2 => Action::Stop { job: JobId(0), drain: false, directory: None },
        _ => plan.signal(0, Signal::Kill),
    };
    plan.calm(3_000, fault);
}

/// A `main()` that throws, or waits for its jobs.
pub(super) fn app_main(plan: &mut Plan) {
    plan.workers(1, 3);
    let asynchronous = true;
    let jobs = plan.dice.small(1, 2);
    application(plan, jobs, asynchronous);
    let course = plan.dice.roll(4);
    for job in &mut plan.scenario.jobs {
        job.behaviour.finishes_after = Some(Time::s(5));
    }
    let steps = plan.scenario.programs.first_mut().map(|program| &mut program.steps);
    let Some(steps) = steps else { return };
    match course {
        0 => steps.insert(0, Step::Throw),
        1 => steps.push(Step::Throw),
        2 if jobs > 1 => steps.insert(1, Step::Throw),
        2 => steps.push(Step::Throw),
        _ => steps.push(Step::Await),
    }
    // Nothing behind it is ever done.
    let end = steps.iter().position(|step| *step == Step::Throw);
    steps.truncate(end.map_or(steps.len(), |end| end + 1));
    begin_application(plan);
}

/// The adaptive scheduler: as many slots as there are, and what becomes of it when that changes.
pub(super) fn adaptive(plan: &mut Plan) {
    let config = &mut plan.scenario.config;
    config.set("jobmanager.scheduler", "adaptive");
    config.set("jobmanager.adaptive-scheduler.resource-wait-timeout", "8 s");
    config.set("jobmanager.adaptive-scheduler.resource-stabilization-timeout", "2 s");
    let slots = plan.dice.small(1, 2);
    let tms = plan.dice.small(1, 2);
    plan.workers(tms, slots);
    let wanted = plan.dice.small(1, tms * slots + 1);
    let pattern = Pattern::AllToAll;
    plan.job("a", vec![vertex(wanted, Vec::new()), vertex(wanted, vec![(0, pattern, false)])]);
    plan.patient(0, "2 s");
    plan.start();
    plan.submit("a");
    match plan.dice.roll(3) {
        0 => plan.calm(2_000, Action::Cancel { job: JobId(0) }),
        _ if tms > 1 => {
            let kill = plan.signal(0, Signal::Kill);
            plan.calm(3_000, kill);
        }
        _ => plan.calm(3_000, Action::StartTaskManager),
    }
}
