//! Small scenarios by chance, for a real cluster: a seed is a scenario, on every machine the same.
//!
//! In: a seed and a version. Out: a name and a scenario: a session or an application, one to three TaskManagers with one to
//! three slots, one or two jobs (an application: up to three), a restart strategy, and a course: what goes wrong, or what is
//! done. Its times are chosen with the model at hand: after each action it is asked when things have calmed down, or when it
//! restarts, so that the next one meets what it is meant to meet. Deliberately absent: high availability (it needs
//! ZooKeeper), and long timeouts.

use model::action::Signal;
use model::event::Event;
use model::job::{Behaviour, Input, JobSpec, Pattern, Throw, VertexSpec};
use model::scenario::TimedAction;
use model::{
    Action, ClientId, Config, FlinkVersion, JmId, JobId, JobStatus, Profile, Program, Provider,
    SavepointId, Scenario, Step, Time, TmId, Trace, VertexId,
};

/// splitmix64: small, seeded, the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides.max(1)
    }

    /// From `least` to `most`, both possible.
    fn small(&mut self, least: u16, most: u16) -> u16 {
        least + u16::try_from(self.roll(u64::from(most.saturating_sub(least)) + 1)).unwrap_or(0)
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let at = usize::try_from(self.roll(from.len() as u64)).unwrap_or(0);
        from.get(at).copied()
    }
}

/// What happens in a scenario.
type Course = (&'static str, fn(&mut Plan));

const COURSES: [Course; 22] = [
    ("tm-kill", tm_kill),
    ("tm-kill-twice", tm_kill_twice),
    ("tm-term", tm_term),
    ("tm-freeze", tm_freeze),
    ("tm-kill-then-late", tm_kill_then_late),
    ("throws", throws),
    ("region", region),
    ("cancel-restarting", cancel_restarting),
    ("kill-restarting", kill_restarting),
    ("too-few", too_few),
    ("too-few-late-tm", too_few_late_tm),
    ("jm-kill", jm_kill),
    ("stop", stop_with_savepoint),
    ("savepoint", savepoint_and_cancel),
    ("batch", batch),
    ("groups", groups),
    ("finishes", finishes),
    ("attached", attached),
    ("app-several", app_several),
    ("app-fault", app_fault),
    ("app-main", app_main),
    ("adaptive", adaptive),
];

/// From this seed on: whatever comes, whenever it comes.
const STORMS_FROM: u64 = 100;

const STORMS: [Course; 4] = [
    ("storm", storm),
    ("app-storm", app_storm),
    ("storm", storm),
    ("adaptive-storm", adaptive_storm),
];

/// The scenario of a seed.
pub(super) fn scenario(seed: u64, version: FlinkVersion) -> (String, Scenario) {
    let mut plan = Plan::new(seed, version);
    // The courses in turn, so that few seeds have many; everything else by chance.
    let (courses, nth) = match seed.checked_sub(STORMS_FROM) {
        Some(nth) => (STORMS.as_slice(), nth),
        None => (COURSES.as_slice(), seed),
    };
    let index = usize::try_from(nth % courses.len() as u64).unwrap_or(0);
    let name = match courses.get(index) {
        Some((name, course)) => {
            course(&mut plan);
            *name
        }
        None => "nothing",
    };
    (format!("G{seed:03}-{name}"), plan.done())
}

/// A scenario in the making.
struct Plan {
    dice: Dice,
    scenario: Scenario,
}

impl Plan {
    fn new(seed: u64, version: FlinkVersion) -> Plan {
        let mut dice =
            Dice(seed.wrapping_mul(0x5851_f42d_4c95_7f2d) ^ u64::from(version.release().1));
        let mut config = Config::default();
        config.set("heartbeat.interval", "2 s");
        config.set("heartbeat.timeout", "8 s");
        config.set("slot.request.timeout", dice.pick(&["6 s", "10 s", "20 s"]).unwrap_or("10 s"));
        let provider = Provider::Standalone { task_managers: 1, job_managers: 1 };
        let scenario = Scenario {
            version,
            provider,
            config,
            jobs: Vec::new(),
            programs: Vec::new(),
            flow: None,
            actions: Vec::new(),
            profile: Profile::CALM,
            seed,
            horizon: Time::s(600),
        };
        Plan { dice, scenario }
    }

    /// So many TaskManagers with so many slots each.
    fn workers(&mut self, count: u16, slots: u16) {
        self.scenario.provider = Provider::Standalone { task_managers: count, job_managers: 1 };
        self.scenario.config.set("taskmanager.numberOfTaskSlots", &slots.to_string());
    }

    fn at(&mut self, at: Time, action: Action) {
        self.scenario.actions.push(TimedAction { at, action, took: None });
    }

    fn last(&self) -> Time {
        self.scenario.actions.last().map_or(Time::ZERO, |timed| timed.at)
    }

    /// What the model makes of it so far, for a while after the last action.
    fn so_far(&self) -> Trace {
        let horizon = self.last() + Time::s(45);
        Trace::run(Scenario { horizon, ..self.scenario.clone() })
    }

    /// So long after the last thing that happened to jobs, tasks or processes.
    fn calm(&mut self, pause: u64, action: Action) {
        let trace = self.so_far();
        let end = trace.end();
        // What still changes at the end never calms down.
        let endless = end >= self.last() + Time::s(40);
        let at = if endless { self.last() + Time::s(8) } else { end };
        self.at(at + Time::ms(pause), action);
    }

    /// So long after a job begins to restart for the first time since the last action; else when all is calm.
    fn restarting(&mut self, pause: u64, action: Action) {
        let (trace, last) = (self.so_far(), self.last());
        let is = |event: &Event| {
            matches!(event, Event::JobStatusChanged { to: JobStatus::Restarting, .. })
        };
        let found = trace.entries().iter().find(|entry| entry.at > last && is(&entry.event));
        match found.map(|entry| entry.at) {
            Some(at) => self.at(at + Time::ms(pause), action),
            None => self.calm(pause, action),
        }
    }

    fn job(&mut self, name: &str, vertices: Vec<VertexSpec>) -> &mut JobSpec {
        let options = Config::default();
        let behaviour = Behaviour::default();
        let job = JobSpec { name: name.to_owned(), vertices, options, batch: false, behaviour };
        let at = self.scenario.jobs.len();
        self.scenario.jobs.push(job);
        &mut self.scenario.jobs[at]
    }

    /// A streaming job: one vertex, or two with a shuffle or without one.
    fn stream(&mut self, name: &str, parallelism: u16) {
        let pattern = match self.dice.roll(5) {
            0 => None,
            1 => Some(Pattern::Pointwise),
            _ => Some(Pattern::AllToAll),
        };
        let mut vertices = vec![vertex(parallelism, Vec::new())];
        vertices.extend(pattern.map(|pattern| vertex(parallelism, vec![(0, pattern, false)])));
        let strategy = self.strategy();
        let checkpoints = self.dice.one_in(3);
        let job = self.job(name, vertices);
        job.options = strategy;
        if checkpoints {
            job.options.set("execution.checkpointing.interval", "1 s");
        }
    }

    /// A restart strategy; its delays are such that they end while somebody looks.
    fn strategy(&mut self) -> Config {
        let mut options = Config::default();
        let kind = self.dice.roll(8);
        let mut set =
            |key: &str, value: &str| options.set(&format!("restart-strategy.{key}"), value);
        match kind {
            0 => {}
            1 => set("type", "none"),
            2 => {
                set("type", "exponential-delay");
                set("exponential-delay.initial-backoff", "1 s");
                set("exponential-delay.max-backoff", "4 s");
                set("exponential-delay.backoff-multiplier", "2.0");
                set("exponential-delay.jitter-factor", "0.0");
            }
            3 => {
                set("type", "failure-rate");
                set("failure-rate.delay", "1 s");
                set("failure-rate.failure-rate-interval", "1 min");
                set("failure-rate.max-failures-per-interval", "2");
            }
            4 => {
                set("type", "fixed-delay");
                set("fixed-delay.attempts", "1");
                set("fixed-delay.delay", "1 s");
            }
            5 => {
                set("type", "fixed-delay");
                set("fixed-delay.attempts", "20");
                set("fixed-delay.delay", "3 s");
            }
            _ => {
                set("type", "fixed-delay");
                set("fixed-delay.attempts", "4");
                set("fixed-delay.delay", "2 s");
            }
        }
        options
    }

    /// A strategy that goes on restarting, with a delay that something can meet.
    fn patient(&mut self, job: usize, delay: &str) {
        if let Some(job) = self.scenario.jobs.get_mut(job) {
            job.options.set("restart-strategy.type", "fixed-delay");
            job.options.set("restart-strategy.fixed-delay.attempts", "20");
            job.options.set("restart-strategy.fixed-delay.delay", delay);
        }
    }

    fn start(&mut self) {
        self.at(Time(1), Action::StartCluster);
    }

    fn submit(&mut self, name: &str) {
        let submit = Action::Submit {
            job: name.to_owned(),
            attached: false,
            shutdown_on_attached_exit: false,
        };
        let pause = 1_000 + self.dice.roll(4_000);
        self.calm(pause, submit);
    }

    /// Two or three TaskManagers and one or two jobs that all have slots. How many slots are left over is drawn.
    fn running(&mut self) -> u16 {
        let (tms, slots) = (self.dice.small(2, 3), self.dice.small(1, 3));
        self.workers(tms, slots);
        let all = tms * slots;
        let first = self.dice.small(1, all.min(4));
        self.stream("a", first);
        self.start();
        self.submit("a");
        let left = all - first;
        if left > 0 && self.dice.one_in(2) {
            let second = self.dice.small(1, left.min(3));
            self.stream("b", second);
            self.submit("b");
        }
        tms
    }

    fn signal(&mut self, tm: u16, signal: Signal) -> Action {
        Action::SignalTaskManager { tm: TmId(tm), signal }
    }

    fn done(mut self) -> Scenario {
        self.scenario.horizon = self.last() + Time::s(60);
        // It ends where nothing has happened for a while; what goes on for ever ends soon enough.
        let end = Trace::run(self.scenario.clone()).end();
        self.scenario.horizon = (end + Time::s(3)).min(self.last() + Time::s(35));
        self.scenario
    }
}

/// The names are not those of the real vertices, which the program makes up.
fn vertex(parallelism: u16, inputs: Vec<(u16, Pattern, bool)>) -> VertexSpec {
    let input = |(from, pattern, blocking)| Input { from: VertexId(from), pattern, blocking };
    VertexSpec {
        name: "vertex".to_owned(),
        parallelism,
        inputs: inputs.into_iter().map(input).collect(),
        slot_sharing_group: "default".to_owned(),
    }
}

fn tm_kill(plan: &mut Plan) {
    let tms = plan.running();
    let victim = plan.dice.small(0, tms - 1);
    let kill = plan.signal(victim, Signal::Kill);
    plan.calm(3_000, kill);
}

fn tm_kill_twice(plan: &mut Plan) {
    let tms = plan.running();
    let victim = plan.dice.small(0, tms - 1);
    let kill = plan.signal(victim, Signal::Kill);
    plan.calm(3_000, kill);
    let kill = plan.signal((victim + 1) % tms, Signal::Kill);
    plan.calm(2_000, kill);
}

fn tm_term(plan: &mut Plan) {
    let tms = plan.running();
    let victim = plan.dice.small(0, tms - 1);
    let term = plan.signal(victim, Signal::Term);
    plan.calm(3_000, term);
    if plan.dice.one_in(2) {
        plan.calm(1_500, Action::StartTaskManager);
    }
}

fn tm_freeze(plan: &mut Plan) {
    let tms = plan.running();
    let victim = plan.dice.small(0, tms - 1);
    let (stop, thaw) = (plan.signal(victim, Signal::Stop), plan.signal(victim, Signal::Cont));
    plan.calm(3_000, stop);
    let last = plan.last();
    // Shorter than the heartbeat's timeout, or longer.
    let frozen = if plan.dice.one_in(3) { 4 } else { 14 };
    plan.at(last + Time::s(frozen), thaw);
}

fn tm_kill_then_late(plan: &mut Plan) {
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
fn throws(plan: &mut Plan) {
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
fn region(plan: &mut Plan) {
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

fn cancel_restarting(plan: &mut Plan) {
    let tms = plan.running();
    plan.patient(0, "6 s");
    let victim = plan.dice.small(0, tms - 1);
    let signal = plan.dice.pick(&[Signal::Kill, Signal::Term]).unwrap_or(Signal::Kill);
    let fault = plan.signal(victim, signal);
    plan.calm(3_000, fault);
    plan.restarting(2_000, Action::Cancel { job: JobId(0) });
}

fn kill_restarting(plan: &mut Plan) {
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

fn too_few(plan: &mut Plan) {
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

fn too_few_late_tm(plan: &mut Plan) {
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

fn jm_kill(plan: &mut Plan) {
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

fn stop_with_savepoint(plan: &mut Plan) {
    plan.running();
    let drain = plan.dice.one_in(2);
    plan.calm(3_000, Action::Stop { job: JobId(0), drain, directory: None });
}

fn savepoint_and_cancel(plan: &mut Plan) {
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

fn batch(plan: &mut Plan) {
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
fn groups(plan: &mut Plan) {
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
fn finishes(plan: &mut Plan) {
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
fn attached(plan: &mut Plan) {
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
fn application(plan: &mut Plan, jobs: u16, asynchronous: bool) {
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

fn begin_application(plan: &mut Plan) {
    let program = "program".to_owned();
    plan.at(Time(1), Action::RunApplication { program, attached: false, in_session: false });
}

/// Several jobs in one application; one ends in some way.
fn app_several(plan: &mut Plan) {
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
fn app_fault(plan: &mut Plan) {
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
fn app_main(plan: &mut Plan) {
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
fn adaptive(plan: &mut Plan) {
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

/// A job of any form.
fn any_job(plan: &mut Plan, name: &str, most: u16) {
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
fn any_settings(plan: &mut Plan) {
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
fn faults(plan: &mut Plan, jobs: u16) {
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

fn fault(plan: &mut Plan, jobs: u16) -> Action {
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

fn storm(plan: &mut Plan) {
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

fn app_storm(plan: &mut Plan) {
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

fn adaptive_storm(plan: &mut Plan) {
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

#[cfg(test)]
mod tests {
    use super::{COURSES, STORMS_FROM, scenario};
    use crate::parity::{play, program};
    use model::{FlinkVersion, Trace};
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_chosen_scenario_can_be_played_and_is_the_same_again() {
        let mut names = BTreeSet::new();
        for version in FlinkVersion::ALL {
            let courses = COURSES.len() as u64;
            for seed in (0..3 * courses).chain(STORMS_FROM..STORMS_FROM + courses) {
                let (name, chosen) = scenario(seed, version);
                assert_eq!(scenario(seed, version), (name.clone(), chosen.clone()));
                assert_eq!(play::refusal(&chosen), None, "{name}");
                for program in chosen.programs.iter().map(|program| &program.name) {
                    let program = chosen.program(program).unwrap();
                    program::words(&chosen, &program, Path::new("/run")).unwrap();
                }
                for job in &chosen.jobs {
                    let program = chosen.program(&job.name).unwrap();
                    program::words(&chosen, &program, Path::new("/run")).unwrap();
                }
                let trace = Trace::run(chosen.clone());
                let taken = trace.frame_after(trace.entries().len()).cluster.actions_taken;
                assert_eq!(taken, chosen.actions.len(), "{name}: the model takes every action");
                let times: Vec<_> = chosen.actions.iter().map(|timed| timed.at).collect();
                assert!(times.is_sorted(), "{name}: {times:?}");
                names.insert(name);
            }
        }
        assert_eq!(names.len(), 4 * COURSES.len());
    }
}
