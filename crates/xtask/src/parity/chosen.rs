//! Small scenarios by chance, for a real cluster: a seed is a scenario, on every machine the same.
//!
//! In: a seed and a version. Out: a name and a scenario: a session or an application, one to three TaskManagers with one to
//! three slots, one or two jobs (an application: up to three), a restart strategy, and a course: what goes wrong, or what is
//! done. Its times are chosen with the model at hand: after each action it is asked when things have calmed down, or when it
//! restarts, so that the next one meets what it is meant to meet. Deliberately absent: high availability (it needs
//! ZooKeeper), and long timeouts.

mod courses;
mod storms;

use model::action::Signal;
use model::event::Event;
use model::job::{Behaviour, Input, JobSpec, Pattern, VertexSpec};
use model::scenario::TimedAction;
use model::{
    Action, Config, FlinkVersion, JobStatus, Profile, Provider, Scenario, Time, TmId, Trace,
    VertexId,
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
    ("tm-kill", courses::tm_kill),
    ("tm-kill-twice", courses::tm_kill_twice),
    ("tm-term", courses::tm_term),
    ("tm-freeze", courses::tm_freeze),
    ("tm-kill-then-late", courses::tm_kill_then_late),
    ("throws", courses::throws),
    ("region", courses::region),
    ("cancel-restarting", courses::cancel_restarting),
    ("kill-restarting", courses::kill_restarting),
    ("too-few", courses::too_few),
    ("too-few-late-tm", courses::too_few_late_tm),
    ("jm-kill", courses::jm_kill),
    ("stop", courses::stop_with_savepoint),
    ("savepoint", courses::savepoint_and_cancel),
    ("batch", courses::batch),
    ("groups", courses::groups),
    ("finishes", courses::finishes),
    ("attached", courses::attached),
    ("app-several", courses::app_several),
    ("app-fault", courses::app_fault),
    ("app-main", courses::app_main),
    ("adaptive", courses::adaptive),
];

/// From this seed on: whatever comes, whenever it comes.
const STORMS_FROM: u64 = 100;

const STORMS: [Course; 4] = [
    ("storm", storms::storm),
    ("app-storm", storms::app_storm),
    ("storm", storms::storm),
    ("adaptive-storm", storms::adaptive_storm),
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
