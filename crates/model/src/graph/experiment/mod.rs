//! A job on a cluster, tried out.
//!
//! In: an [`Experiment`]: a program and everything that decides where its subtasks end up. Out: an [`Outcome`]: the
//! cluster as the model itself brought it about, and the job's course.
//! Deliberately absent: any rule of placement or shortage.

mod knobs;
mod outcome;
mod text;

pub use knobs::{Checkpoints, Home, Scheduler, Strategy};
pub use outcome::{Outcome, Seat, Turn};

use super::{Defaults, JobGraph, MAX_PARALLELISM, Refusal, Resolved, Sharing, StreamGraph};
use crate::action::{Action, Signal};
use crate::config::{Config, Key};
use crate::event::Event;
use crate::ids::TmId;
use crate::kernel::{MAX_ENTRIES, World};
use crate::profile::Profile;
use crate::scenario::{Provider, Scenario, TimedAction};
use crate::time::Time;
use crate::version::FlinkVersion;

/// Most TaskManagers, and most subtasks by default.
pub const MOST: u16 = MAX_PARALLELISM;

/// Most slots of a TaskManager.
pub const MOST_SLOTS: u16 = 16;

/// What a select offers of 1 to `most`: few by few, then in larger steps; and what is set, wherever it is.
pub fn offered(most: u16, set: u16) -> impl Iterator<Item = u16> {
    let is_step = |n: u16| n <= 8 || n.is_power_of_two() || 2 * n == 3 * n.next_power_of_two() / 2;
    (1..=most).filter(move |n| *n == set || is_step(*n))
}

/// The sizes of a TaskManager that are offered, in MiB. The second is the default.
pub const MEMORY_MIB: [u64; 5] = [1024, 1728, 2048, 4096, 8192];

/// The job is submitted when standalone TaskManagers have long registered.
pub const SUBMITTED: Time = Time::s(20);

/// Then everything that can run runs, and a shortage is still waited out.
pub const SETTLED: Time = Time::s(60);

/// A TaskManager is killed after the start-up period, in which a standalone cluster would only wait.
pub const KILLED: Time = Time::s(400);

/// By then its loss was noticed, whatever the version, and what can be mended is mended.
pub const MENDED: Time = Time::s(560);

const HORIZON: Time = Time::s(720);
/// Of what happens afterwards, only the job's course is told: so many events are enough, also for a large one.
const AFTERWARDS: usize = 50_000;

/// YARN's machines: two, of the default size.
const NODES: u16 = 2;
const NODE_MEMORY_MIB: u64 = 8192;
const MINIMUM_ALLOCATION_MIB: u64 = 1024;

/// What is tried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Experiment {
    /// The program.
    pub graph: StreamGraph,
    /// Which Flink.
    pub version: FlinkVersion,
    /// Where TaskManagers come from.
    pub home: Home,
    /// How many of them a standalone cluster has, 1 to [`MOST`].
    pub task_managers: u16,
    /// `taskmanager.numberOfTaskSlots`, 1 to [`MOST_SLOTS`].
    pub slots: u16,
    /// `parallelism.default`, 1 to [`MOST`].
    pub parallelism: u16,
    /// How slots are chosen.
    pub strategy: Strategy,
    /// Whether operators share slots.
    pub sharing: Sharing,
    /// Which scheduler.
    pub scheduler: Scheduler,
    /// Whether the job may restart.
    pub checkpoints: Checkpoints,
    /// `taskmanager.memory.process.size`, one of [`MEMORY_MIB`].
    pub memory_mib: u64,
    /// The TaskManager that is killed.
    pub lost: Option<TmId>,
}

impl Experiment {
    /// A program on a cluster of two TaskManagers with two slots each.
    pub fn new(graph: StreamGraph) -> Experiment {
        Experiment {
            graph,
            version: FlinkVersion::NEWEST,
            home: Home::Standalone,
            task_managers: 2,
            slots: 2,
            parallelism: 2,
            strategy: Strategy::None,
            sharing: Sharing::Shared,
            scheduler: Scheduler::Default,
            checkpoints: Checkpoints::Off,
            memory_mib: 1728,
            lost: None,
        }
    }

    /// The program after chaining, as it is submitted.
    ///
    /// # Errors
    /// Why Flink refuses the program.
    pub fn job_graph(&self) -> Result<JobGraph, Refusal> {
        let defaults = Defaults { parallelism: self.parallelism, sharing: self.sharing };
        Ok(JobGraph::new(Resolved::new(&self.graph, defaults)?))
    }

    /// Runs it.
    ///
    /// # Errors
    /// Why Flink refuses the program.
    pub fn run(&self) -> Result<Outcome, Refusal> {
        let graph = self.job_graph()?;
        let scenario = self.scenario(&graph);
        let at = if self.lost.is_some() { MENDED } else { SETTLED };
        // Nobody goes back in it, so nothing is kept but the one moment and the job's course.
        let mut world = World::new(&scenario);
        let mut turns = Vec::new();
        let mut happen = |until, most: usize| {
            for _ in 0..most {
                let Some(entry) = world.step_until(&scenario, until) else { break };
                if let Event::JobStatusChanged { to, cause, .. } = entry.event {
                    turns.push(Turn { at: entry.at, to, cause });
                }
            }
            world.cluster.clone()
        };
        let cluster = happen(at, MAX_ENTRIES);
        happen(HORIZON, AFTERWARDS);
        Ok(Outcome::new(&graph, at, cluster, turns))
    }

    /// The run as a scenario.
    pub fn scenario(&self, graph: &JobGraph) -> Scenario {
        let spec = graph.spec(self.options());
        let submit = Action::Submit {
            job: spec.name.clone(),
            attached: false,
            shutdown_on_attached_exit: false,
        };
        let mut actions = vec![(Time::ZERO, Action::StartCluster), (SUBMITTED, submit)];
        if let Some(tm) = self.lost {
            actions.push((KILLED, Action::SignalTaskManager { tm, signal: Signal::Kill }));
        }
        let timed = |(at, action)| TimedAction { at, action, took: None };
        Scenario {
            version: self.version,
            provider: self.provider(),
            config: self.config(),
            jobs: vec![spec],
            programs: Vec::new(),
            flow: None,
            actions: actions.into_iter().map(timed).collect(),
            profile: Profile::CALM,
            seed: 0,
            horizon: HORIZON,
        }
    }

    fn provider(&self) -> Provider {
        match self.home {
            Home::Standalone => {
                Provider::Standalone { task_managers: self.task_managers, job_managers: 1 }
            }
            Home::Yarn => Provider::Yarn {
                nodes: NODES,
                node_memory_mib: NODE_MEMORY_MIB,
                minimum_allocation_mib: MINIMUM_ALLOCATION_MIB,
                queues: Vec::new(),
            },
        }
    }

    /// What stands in the cluster's configuration file.
    pub fn config(&self) -> Config {
        let mut config = Config::default();
        config.set(Key::NumberOfTaskSlots.name(), &self.slots.to_string());
        config.set(Key::DefaultParallelism.name(), &self.parallelism.to_string());
        config.set(Key::TaskManagerMemory.name(), &[&self.memory_mib.to_string(), "m"].concat());
        match self.scheduler {
            Scheduler::Default => {}
            Scheduler::Adaptive => {
                config.set(Key::JobManagerScheduler.name(), self.scheduler.word());
            }
        }
        if let Some((key, value)) = self.strategy.option() {
            config.set(key.name(), value);
        }
        config
    }

    fn options(&self) -> Config {
        let mut options = Config::default();
        match self.checkpoints {
            Checkpoints::Off => {}
            Checkpoints::On => options.set(Key::CheckpointInterval.name(), "30 s"),
        }
        options
    }
}
