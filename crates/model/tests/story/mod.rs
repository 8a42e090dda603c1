//! What the golden tests of the deployment modes share: how a scenario is written, and how it is told.
//!
//! In: a [`World`] of programs and actions. Out: its story, one event a line, with the invariants checked
//! after each. Deliberately absent: expectations.

#![allow(dead_code, reason = "each test file is a crate of its own and uses its part")]

use flink_model::cluster::YarnApplicationState;
use flink_model::event::Refusal;
use flink_model::job::{Behaviour, Input, JobSpec, Pattern, VertexSpec};
use flink_model::scenario::{Queue, TimedAction, Took, WorkerTook};
use flink_model::{
    Action, Cluster, Config, Event, FlinkVersion, Profile, Program, Provider, Scenario, Signal,
    Step, Time, TmId, Trace, VertexId, invariants,
};

/// A scenario that is being written.
pub(crate) struct World {
    scenario: Scenario,
}

pub(crate) fn standalone(task_managers: u16, job_managers: u16) -> World {
    World::on(Provider::Standalone { task_managers, job_managers })
}

pub(crate) fn yarn(nodes: u16) -> World {
    yarn_with(nodes, &[])
}

/// Queues as name, capacity and maximum capacity.
pub(crate) fn yarn_with(nodes: u16, queues: &[(&str, u16, u16)]) -> World {
    let queue = |&(name, capacity, maximum): &(&str, u16, u16)| Queue {
        name: name.into(),
        capacity,
        maximum,
    };
    let queues = queues.iter().map(queue).collect();
    World::on(Provider::Yarn {
        nodes,
        node_memory_mib: 8_192,
        minimum_allocation_mib: 1_024,
        queues,
    })
}

pub(crate) fn kubernetes(nodes: u16, job_managers: u16) -> World {
    World::on(Provider::Kubernetes { nodes, node_memory_mib: 8_192, job_managers })
}

impl World {
    fn on(provider: Provider) -> World {
        let mut config = Config::default();
        config.set("taskmanager.numberOfTaskSlots", "4");
        World {
            scenario: Scenario {
                version: FlinkVersion::V1_20,
                provider,
                config,
                programs: Vec::new(),
                jobs: Vec::new(),
                flow: None,
                actions: Vec::new(),
                profile: Profile::CALM,
                seed: 0,
                horizon: Time::s(180),
            },
        }
    }

    pub(crate) fn version(mut self, version: FlinkVersion) -> World {
        self.scenario.version = version;
        self
    }

    pub(crate) fn set(mut self, key: &str, value: &str) -> World {
        self.scenario.config.set(key, value);
        self
    }

    /// What each machine of YARN or Kubernetes offers.
    pub(crate) fn memory(mut self, mib: u64) -> World {
        match &mut self.scenario.provider {
            Provider::Standalone { .. } => panic!("fixed machines are not asked for memory"),
            Provider::Yarn { node_memory_mib, .. }
            | Provider::Kubernetes { node_memory_mib, .. } => {
                *node_memory_mib = mib;
            }
        }
        self
    }

    pub(crate) fn until(mut self, seconds: u64) -> World {
        self.scenario.horizon = Time::s(seconds);
        self
    }

    /// A job of one vertex; with a length it is bounded.
    pub(crate) fn job(mut self, name: &str, parallelism: u16, seconds: Option<u64>) -> World {
        let vertex = VertexSpec {
            name: "source".into(),
            parallelism,
            inputs: Vec::new(),
            slot_sharing_group: "default".into(),
        };
        self.scenario.jobs.push(JobSpec {
            name: name.into(),
            vertices: vec![vertex],
            options: Config::default(),
            batch: false,
            behaviour: Behaviour { finishes_after: seconds.map(Time::s), ..Behaviour::default() },
        });
        self
    }

    /// A job of any kind.
    pub(crate) fn with(mut self, job: JobSpec) -> World {
        self.scenario.jobs.push(job);
        self
    }

    /// Names the choices that Flink leaves to chance.
    pub(crate) fn seed(mut self, seed: u64) -> World {
        self.scenario.seed = seed;
        self
    }

    /// So many seconds the workers take from their containers to their first call, in the order in which they are asked for.
    pub(crate) fn workers_take(mut self, seconds: &[u64]) -> World {
        let took = |seconds: &u64| WorkerTook {
            until_ready: Some(Time::s(*seconds)),
            ..WorkerTook::default()
        };
        let workers = seconds.iter().map(took).collect();
        self.scenario.actions[0].took = Some(Took { workers, ..Took::default() });
        self
    }

    pub(crate) fn program(mut self, name: &str, steps: &[Step]) -> World {
        self.scenario.programs.push(Program {
            name: name.into(),
            steps: steps.to_vec(),
            environment_per_job: false,
        });
        self
    }

    /// The program builds each of its jobs in an environment of its own.
    pub(crate) fn environments(mut self, program: &str) -> World {
        for known in self.scenario.programs.iter_mut().filter(|known| known.name == program) {
            known.environment_per_job = true;
        }
        self
    }

    pub(crate) fn at(self, seconds: u64, action: Action) -> World {
        self.at_ms(1_000 * seconds, action)
    }

    /// Between two steps that follow each other within a second.
    pub(crate) fn at_ms(mut self, ms: u64, action: Action) -> World {
        self.scenario.actions.push(TimedAction { at: Time::ms(ms), action, took: None });
        self
    }

    /// Its actions in the order of their times.
    pub(crate) fn sorted(mut self) -> World {
        self.scenario.actions.sort_by_key(|timed| timed.at);
        self
    }

    pub(crate) fn scenario(&self) -> Scenario {
        self.scenario.clone()
    }

    pub(crate) fn run_application(self, program: &str, attached: bool) -> World {
        let program = program.into();
        self.at(0, Action::RunApplication { program, attached, in_session: false })
    }

    pub(crate) fn run_per_job(self, program: &str, attached: bool) -> World {
        self.at(0, Action::RunPerJob { program: program.into(), attached })
    }

    pub(crate) fn submit(self, seconds: u64, job: &str) -> World {
        let submit =
            Action::Submit { job: job.into(), attached: false, shutdown_on_attached_exit: false };
        self.at(seconds, submit)
    }

    /// The world at its end.
    pub(crate) fn end(self) -> Cluster {
        let trace = Trace::run(self.scenario);
        trace.frame_at(trace.end()).cluster
    }

    pub(crate) fn per_job_in(self, seconds: u64, queue: &str, job: &str) -> World {
        let action = Box::new(Action::RunPerJob { program: job.into(), attached: false });
        let mut options = Config::default();
        options.set("yarn.application.queue", queue);
        self.at(seconds, Action::Configured { options, action })
    }

    /// What YARN shows of the first application in the end.
    pub(crate) fn yarn_shows(self) -> YarnApplicationState {
        let trace = Trace::run(self.scenario);
        trace.frame_at(trace.end()).cluster.clusters[0].application_state
    }

    /// `flink run` without `-d`, perhaps with `-sae`.
    pub(crate) fn submit_attached(self, seconds: u64, job: &str, sae: bool) -> World {
        let submit =
            Action::Submit { job: job.into(), attached: true, shutdown_on_attached_exit: sae };
        self.at(seconds, submit)
    }

    pub(crate) fn kill(self, seconds: u64, tm: u16) -> World {
        self.at(seconds, Action::SignalTaskManager { tm: TmId(tm), signal: Signal::Kill })
    }

    /// Why the last action was refused; `None`: it was done.
    pub(crate) fn refusal(self) -> Option<Refusal> {
        let trace = Trace::run(self.scenario);
        trace.frame_at(trace.end()).cluster.refused
    }

    /// The events whose names are asked for, one a line, and how the trace ended.
    pub(crate) fn story(self, names: &[&str]) -> String {
        self.told(names, short)
    }

    /// As [`World::story`], in other words.
    pub(crate) fn told(self, names: &[&str], tell: fn(&Event) -> String) -> String {
        let trace = Trace::run(self.scenario);
        let mut story = String::new();
        for (index, entry) in trace.entries().iter().enumerate() {
            let broken = invariants::broken_rules(&trace.cluster_after(index + 1));
            assert_eq!(broken, Vec::<String>::new(), "after entry {index}");
            if names.contains(&entry.event.name()) {
                let (s, ms) = (entry.at.as_ms() / 1_000, entry.at.as_ms() % 1_000);
                story += &format!("{s:3}.{ms:03} {}\n", tell(&entry.event));
            }
        }
        story + &format!("{:?}\n", trace.stop())
    }
}

/// Vertices one behind the other, all to all: a batch job's edges are blocking, a streaming job's are not.
pub(crate) fn chain(name: &str, parallelisms: &[u16], batch: bool, run: Option<Time>) -> JobSpec {
    let vertex = |(position, parallelism): (usize, &u16)| {
        let from = |previous| VertexId(u16::try_from(previous).expect("few vertices"));
        let input =
            |previous| Input { from: from(previous), pattern: Pattern::AllToAll, blocking: batch };
        VertexSpec {
            name: format!("vertex {position}"),
            parallelism: *parallelism,
            inputs: position.checked_sub(1).map(input).into_iter().collect(),
            slot_sharing_group: "default".into(),
        }
    };
    JobSpec {
        name: name.into(),
        vertices: parallelisms.iter().enumerate().map(vertex).collect(),
        options: Config::default(),
        batch,
        behaviour: Behaviour { finishes_after: run, ..Behaviour::default() },
    }
}

pub(crate) fn execute(job: &str) -> Step {
    Step::Execute(job.into())
}

pub(crate) fn execute_async(job: &str) -> Step {
    Step::ExecuteAsync(job.into())
}

/// An event in a few characters.
#[expect(clippy::too_many_lines, reason = "an arm for each event")]
pub(crate) fn short(event: &Event) -> String {
    match event {
        Event::JobStatusChanged { job, to, .. } => format!("job {} {}", job.0, to.name()),
        Event::TaskStateChanged { execution: e, to, .. } => {
            format!("job {} {}/{}#{} {}", e.job.0, e.vertex.0, e.subtask, e.attempt, to.name())
        }
        Event::TaskSubmitted { execution: e } => {
            format!("job {} {}/{}#{} submitted", e.job.0, e.vertex.0, e.subtask, e.attempt)
        }
        Event::SlotAllocated { job, tm, index, .. } => {
            format!("job {} gets slot {index} of tm-{}", job.0, tm.0)
        }
        Event::ResourcesRequired { job, slots } => format!("job {} requires {slots}", job.0),
        Event::ResourcesNotEnough { job } => format!("job {} cannot be served", job.0),
        Event::FailoverStarted { job, tasks, delay, .. } => {
            format!("job {} restarts {tasks} tasks in {} ms", job.0, delay.as_ms())
        }
        Event::SlotFreed { allocation } => format!("allocation {} freed", allocation.0),
        Event::SlotTimedOut { allocation } => format!("allocation {} timed out", allocation.0),
        Event::SlotIdleTimedOut { allocation } => format!("allocation {} idle", allocation.0),
        Event::CancelRequested { job } => format!("job {} is to be cancelled", job.0),
        Event::JobReceived { job, by } => format!("job {} received by {by:?}", job.0),
        Event::ApplicationStateChanged { application, to } => {
            format!("application {} {to:?}", application.0)
        }
        Event::ApplicationEnded { application, status } => {
            format!("application {} ended {status:?}", application.0)
        }
        Event::ProgramEnded { application, how } => format!("main of {} {how:?}", application.0),
        Event::ClusterStopped { cluster, status } => {
            format!("cluster {} stopped {status:?}", cluster.0)
        }
        Event::LeadershipGranted { jm } => format!("jm-{} leads", jm.0),
        Event::JobManagerStarted { jm } => format!("jm-{} started", jm.0),
        Event::JobManagerStandsBy { jm } => format!("jm-{} stands by", jm.0),
        Event::JobManagerKilled { jm } => format!("jm-{} killed", jm.0),
        Event::JobManagerExited { jm } => format!("jm-{} exited", jm.0),
        Event::JobManagerLost { tm, who, why } => format!("tm-{} misses {who:?}: {why:?}", tm.0),
        Event::JobRecovered { job } => format!("job {} recovered", job.0),
        Event::JobPersisted { job } => format!("job {} added to the store", job.0),
        Event::JobForgotten { job } => format!("job {} removed from the store", job.0),
        Event::CheckpointRestored { job, checkpoint } => {
            format!("job {} restored from checkpoint {checkpoint}", job.0)
        }
        Event::SavepointTriggered { savepoint, job, purpose, directory } => {
            format!("savepoint {} of job {} to {directory}: {purpose:?}", savepoint.0, job.0)
        }
        Event::SavepointCompleted { savepoint } => format!("savepoint {} completed", savepoint.0),
        Event::SavepointFailed { savepoint, why } => {
            format!("savepoint {} failed: {why:?}", savepoint.0)
        }
        Event::SavepointRestored { job, savepoint } => {
            format!("job {} restored from savepoint {}", job.0, savepoint.0)
        }
        Event::TaskManagerLost { tm, by, reason } => {
            format!("tm-{} lost by {by:?}: {reason:?}", tm.0)
        }
        Event::TaskManagerRegistered { tm } => format!("tm-{} registered", tm.0),
        Event::TaskManagerExited { tm } => format!("tm-{} exited", tm.0),
        Event::WorkersRequested { cluster, count } => {
            format!("cluster {} asks for {count}", cluster.0)
        }
        Event::YarnApplicationSubmitted { cluster, .. } => {
            format!("cluster {} submitted", cluster.0)
        }
        Event::YarnApplicationRunning { cluster } => format!("cluster {} RUNNING", cluster.0),
        Event::ClientExited { client, how } => format!("client {} {how:?}", client.0),
        Event::ContainerAllocated { container, node, role, .. } => {
            format!("container {} for {role:?} on node-{}", container.0, node.0)
        }
        Event::ContainerPending { container, role, .. } => {
            format!("container {} for {role:?} finds no room", container.0)
        }
        Event::ContainersReceived { cluster, containers } => {
            let ids: Vec<u16> = containers.iter().map(|container| container.0).collect();
            format!("cluster {} received containers {ids:?}", cluster.0)
        }
        Event::ContainerLaunched { container } => format!("container {} launched", container.0),
        Event::ContainerCompleted { container } => format!("container {} completed", container.0),
        Event::WorkerReleased { tm } => format!("tm-{} released", tm.0),
        other => format!("{other:?}"),
    }
}
