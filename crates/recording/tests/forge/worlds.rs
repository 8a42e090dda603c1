//! Scenarios to forge recordings of: by hand, and at random.
//!
//! In: what is wanted, or a number. Out: [`Scenario`]s on fixed machines. Deliberately absent: what they prove.

use model::action::{Action, Signal};
use model::job::{Behaviour, Input, JobSpec, Pattern, Throw, VertexSpec};
use model::scenario::TimedAction;
use model::{
    Config, FlinkVersion, JmId, JobId, Profile, Program, Provider, Scenario, Step, Time, TmId,
    VertexId,
};

/// A scenario that is being written.
pub(crate) struct World {
    pub(crate) scenario: Scenario,
}

impl World {
    /// A cluster for a `main()`, and TaskManagers of two slots that are started by hand.
    pub(crate) fn application(
        version: FlinkVersion,
        task_managers: u64,
        steps: &[Step],
        attached: bool,
    ) -> World {
        let mut world = World::session(version, task_managers);
        world.scenario.programs.push(Program {
            name: "P".to_owned(),
            steps: steps.to_vec(),
            environment_per_job: true,
        });
        if attached {
            world = world.set("execution.attached", "true");
        }
        let first = world.scenario.actions.first_mut().expect("something starts it");
        first.action =
            Action::RunApplication { program: "P".to_owned(), attached, in_session: false };
        world
    }

    /// A session whose processes are started one by one: a JobManager, then TaskManagers of two slots.
    pub(crate) fn session(version: FlinkVersion, task_managers: u64) -> World {
        let mut config = Config::default();
        config.set("taskmanager.numberOfTaskSlots", "2");
        let mut world = World {
            scenario: Scenario {
                version,
                provider: Provider::Standalone { task_managers: 0, job_managers: 1 },
                config,
                jobs: Vec::new(),
                programs: Vec::new(),
                actions: Vec::new(),
                flow: None,
                profile: Profile::CALM,
                seed: 0,
                horizon: Time::s(120),
            },
        };
        world = world.at(500, Action::StartCluster);
        for number in 0..task_managers {
            world = world.at(1_000 + 300 * number, Action::StartTaskManager);
        }
        world
    }

    pub(crate) fn set(mut self, key: &str, value: &str) -> World {
        self.scenario.config.set(key, value);
        self
    }

    pub(crate) fn until(mut self, seconds: u64) -> World {
        self.scenario.horizon = Time::s(seconds);
        self
    }

    /// Does something so many milliseconds after the beginning.
    pub(crate) fn at(mut self, ms: u64, action: Action) -> World {
        self.scenario.actions.push(TimedAction { at: Time::ms(ms), action, took: None });
        self.scenario.actions.sort_by_key(|timed| timed.at);
        self
    }

    /// A job of the recorded program, with a shuffle.
    pub(crate) fn job(self, name: &str, parallelism: u16, options: &[(&str, &str)]) -> World {
        self.with(name, parallelism, true, options)
    }

    /// The same without one: each subtask is a region.
    pub(crate) fn chain(self, name: &str, parallelism: u16, options: &[(&str, &str)]) -> World {
        self.with(name, parallelism, false, options)
    }

    fn with(mut self, name: &str, most: u16, shuffle: bool, options: &[(&str, &str)]) -> World {
        let vertex = |name: &str, inputs: Vec<Input>| VertexSpec {
            name: name.to_owned(),
            parallelism: most,
            inputs,
            slot_sharing_group: "default".to_owned(),
        };
        let input = Input { from: VertexId(0), pattern: Pattern::AllToAll, blocking: false };
        let vertices = if shuffle {
            vec![vertex("Source: src -> map", vec![]), vertex("agg -> snk: Writer", vec![input])]
        } else {
            vec![vertex("Source: src -> map", vec![])]
        };
        let mut config = Config::default();
        for (key, value) in options {
            config.set(key, value);
        }
        self.scenario.jobs.push(JobSpec {
            name: name.to_owned(),
            vertices,
            options: config,
            batch: false,
            behaviour: Behaviour::default(),
        });
        self
    }

    /// The last job ends after so long.
    pub(crate) fn bounded(mut self, seconds: u64) -> World {
        let last = self.scenario.jobs.last_mut().expect("there is a job");
        last.behaviour.finishes_after = Some(Time::s(seconds));
        self
    }

    /// The last job's first subtask throws.
    pub(crate) fn throwing(mut self, after_ms: u64, attempts: Option<u16>) -> World {
        let last = self.scenario.jobs.last_mut().expect("there is a job");
        last.behaviour.throws = Some(Throw {
            vertex: VertexId(0),
            subtask: 0,
            after: Time::ms(after_ms),
            in_attempts_below: attempts,
        });
        self
    }

    /// `flink run -d`.
    pub(crate) fn submit(self, ms: u64, job: &str) -> World {
        let job = job.to_owned();
        self.at(ms, Action::Submit { job, attached: false, shutdown_on_attached_exit: false })
    }

    pub(crate) fn kill(self, ms: u64, tm: u16) -> World {
        self.signal(ms, tm, Signal::Kill)
    }

    pub(crate) fn signal(self, ms: u64, tm: u16, signal: Signal) -> World {
        self.at(ms, Action::SignalTaskManager { tm: TmId(tm), signal })
    }

    pub(crate) fn cancel(self, ms: u64, job: u16) -> World {
        self.at(ms, Action::Cancel { job: JobId(job) })
    }

    pub(crate) fn kill_job_manager(self, ms: u64, jm: u16) -> World {
        self.at(ms, Action::KillJobManager { jm: JmId(jm) })
    }
}

/// A small generator: the same number always gives the same sequence (splitmix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % sides
    }
}

/// Any session: some TaskManagers and jobs, and a few things that happen to them.
pub(crate) fn random(number: u64) -> Scenario {
    let mut dice = Dice(number);
    let version =
        [FlinkVersion::V1_20, FlinkVersion::V2_3][usize::try_from(dice.roll(2)).unwrap_or(0)];
    let task_managers = 1 + dice.roll(3);
    let mut world = World::session(version, task_managers)
        .set("taskmanager.numberOfTaskSlots", &(1 + dice.roll(4)).to_string())
        .set("slot.request.timeout", ["10 s", "5 min"][usize::from(dice.roll(2) == 0)]);
    if dice.roll(8) == 0 {
        world = world.set("heartbeat.interval", "2000").set("heartbeat.timeout", "10000");
    }
    let jobs = 1 + dice.roll(3);
    for index in 0..jobs {
        let attempts = dice.roll(4).to_string();
        let fixed = [
            ("restart-strategy.type", "fixed-delay"),
            ("restart-strategy.fixed-delay.attempts", attempts.as_str()),
            ("restart-strategy.fixed-delay.delay", "2 s"),
        ];
        let checkpoints = [("execution.checkpointing.interval", "1000 ms")];
        let options: &[(&str, &str)] = match dice.roll(3) {
            0 => &[],
            1 => &fixed,
            _ => &checkpoints,
        };
        let parallelism = 1 + u16::try_from(dice.roll(3)).unwrap_or(0);
        let name = format!("J{index}");
        world = match dice.roll(2) {
            0 => world.job(&name, parallelism, options),
            _ => world.chain(&name, parallelism, options),
        };
        world = match dice.roll(5) {
            0 => world.bounded(5 + dice.roll(20)),
            1 => world.throwing(2_000, Some(2)),
            _ => world,
        };
        world = world.submit(9_000 + 4_000 * index + dice.roll(3_000), &name);
    }
    let mut stopped = 0;
    for _ in 0..dice.roll(4) {
        let at = 28_000 + dice.roll(40_000);
        let tm = u16::try_from(dice.roll(task_managers)).unwrap_or(0);
        let job = u16::try_from(dice.roll(jobs)).unwrap_or(0);
        world = match dice.roll(6) {
            0 | 1 => world.kill(at, tm),
            2 => world.signal(at, tm, Signal::Term),
            3 => world.at(at, Action::StartTaskManager),
            4 => world.cancel(at, job),
            _ if stopped == 0 => {
                stopped += 1;
                let directory = Some("recorded".to_owned());
                world.at(at, Action::Savepoint { job: JobId(job), directory })
            }
            _ => world,
        };
    }
    world.until(110).scenario
}
