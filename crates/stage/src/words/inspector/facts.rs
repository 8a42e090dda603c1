//! The present state of a selected thing, and facts about it.
//!
//! In: a frame. Out: states with their meaning, and label-value rows. A thing that does not exist at
//! this moment has neither.

use super::State;
use crate::scene::Target;
use crate::words::text::{Text, t};
use crate::words::{
    Label, Names, event, event_title, label, label_with, names, reasons, states, time,
};
use model::cluster::{
    AtJobMaster, ClientPhase, ContainerPhase, Job, JobManagerPhase, JobManagerRole, NodeState,
    ProcessState, Restored, Savepoint, SavepointPhase, SlotState, YarnApplicationState,
};
use model::event::{ClusterStatus, ContainerRole};
use model::{
    AllocationId, ApplicationId, ClientId, Cluster, ClusterId, ContainerId, Entry, Event,
    ExecutionId, Frame, JmId, JobId, NodeId, Place, Provider, Step, Time, TmId,
};

/// What is seen of a thing now.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) states: Vec<State>,
    pub(super) facts: Vec<(&'static str, String)>,
}

pub(super) fn of(n: &Names, target: Target, frame: &Frame, entries: &[Entry]) -> Seen {
    let mut writer = Writer { n, seen: Seen::default() };
    // A thing that is not there (yet) leaves the answer empty.
    let _exists = match target {
        Target::Client(id) => writer.client(id),
        Target::JobManager(id) | Target::Dispatcher(id) => writer.job_manager(id),
        Target::Process(id) => writer.process(id),
        Target::Main(id) => writer.main(id),
        Target::ResourceManager(id) => writer.resource_manager(id),
        Target::LeaderStore => writer.leader_store(),
        Target::Job(id) => writer.job(id),
        Target::TaskManager(id) => writer.task_manager(id),
        Target::Slot(tm, index) => writer.slot(tm, index),
        Target::Task(id) => writer.task(id),
        Target::YarnResourceManager => writer.yarn(),
        Target::Node(id) => writer.node(id),
        Target::Container(id) => writer.container(id),
        Target::Message(entry) => writer.message(entry, frame, entries),
    };
    writer.seen
}

struct Writer<'a> {
    n: &'a Names<'a>,
    seen: Seen,
}

impl Writer<'_> {
    fn state(&mut self, name: &str, meaning: Text) {
        let mut meaning = meaning.text(self.n.lang).to_owned();
        if let ("", Some(first)) = (name, meaning.get_mut(..1)) {
            // Nothing stands before it, so it begins like a sentence.
            first.make_ascii_uppercase();
        }
        self.seen.states.push(State { name: name.to_owned(), meaning });
    }

    fn fact(&mut self, name: Label, value: String) {
        self.seen.facts.push((label(self.n.lang, name), value));
    }

    fn client(&mut self, id: ClientId) -> Option<()> {
        let client = self.n.cluster.clients.get(id.index())?;
        self.state(client_phase_name(client.phase), states::client(client.phase));
        if let ClientPhase::Exited(how) = client.phase {
            let meaning = reasons::client_exit(how).text(self.n.lang).to_owned();
            self.fact(Label::Cause, meaning);
        }
        self.fact(Label::Job, client.program.name.clone());
        if let Some(job) = client.job {
            self.fact(Label::JobId, job.hex());
        }
        Some(())
    }

    fn job_manager(&mut self, id: ClusterId) -> Option<()> {
        let cluster = self.n.cluster;
        let phase = cluster.clusters.get(id.index()).map_or(JobManagerPhase::Absent, |it| it.phase);
        self.state("", states::job_manager(phase));
        let jobs = cluster.jobs_of(id).map(|job| {
            let (name, status) = (&job.spec.name, job.status.name());
            [name.as_str(), " ", status].concat()
        });
        let jobs = jobs.collect::<Vec<_>>().join(", ");
        let jobs =
            if jobs.is_empty() { label(self.n.lang, Label::NoJobs).to_owned() } else { jobs };
        self.fact(Label::Jobs, jobs);
        Some(())
    }

    fn process(&mut self, id: JmId) -> Option<()> {
        let process = self.n.cluster.job_managers.get(id.index())?;
        self.state("", states::job_manager_role(process.role));
        if let Some(container) = process.container {
            self.fact(Label::Container, self.n.container(container));
        }
        Some(())
    }

    fn main(&mut self, id: ApplicationId) -> Option<()> {
        let application = self.n.cluster.applications.get(id.index())?;
        self.state("", states::main(application.main));
        let name = states::application_name(application.state);
        self.state(name, states::application(application.state));
        let steps: Vec<String> = application.program.steps.iter().map(step).collect();
        self.fact(Label::Content, steps.join("; "));
        Some(())
    }

    /// Who leads, and the jobs that the next leader would find.
    fn leader_store(&mut self) -> Option<()> {
        let cluster = self.n.cluster;
        let leaders = leaders(cluster);
        let none = label(self.n.lang, Label::Unset).to_owned();
        self.fact(Label::Leader, if leaders.is_empty() { none } else { leaders });
        let kept = cluster.jobs.iter().filter(|job| is_kept(cluster, job));
        let kept: Vec<String> = kept.map(|job| job.spec.name.clone()).collect();
        let nothing = label(self.n.lang, Label::NoJobs).to_owned();
        self.fact(Label::Jobs, if kept.is_empty() { nothing } else { kept.join(", ") });
        Some(())
    }

    fn resource_manager(&mut self, id: ClusterId) -> Option<()> {
        let cluster = self.n.cluster;
        let state = cluster.clusters.get(id.index());
        self.state("", states::job_manager(state.map_or(JobManagerPhase::Absent, |it| it.phase)));
        if let Some(since) = state.and_then(|it| it.resource_manager_since) {
            self.fact(Label::Since, time::clock(since));
        }
        let live = cluster
            .tms_of(id)
            .filter(|tm| matches!(tm.registration, model::cluster::Registration::Registered(_)));
        let slots: Vec<SlotState> = live.flat_map(|tm| tm.slots.iter().copied()).collect();
        self.slots_used(&slots);
        Some(())
    }

    fn slots_used(&mut self, slots: &[SlotState]) {
        let used = slots.iter().filter(|slot| slot.allocation().is_some()).count();
        let (used, all) = (used.to_string(), slots.len().to_string());
        let text = label_with(self.n.lang, Label::SlotsUsed, &[&used, &all]);
        self.fact(Label::Slots, text);
    }

    fn job(&mut self, id: JobId) -> Option<()> {
        let job = self.n.cluster.jobs.get(id.index())?;
        self.state(job.status.name(), states::job(job.status));
        if let Some(adaptive) = &job.adaptive {
            self.fact(Label::Scheduler, adaptive.state.name().to_owned());
        }
        if let Some(application) = job.application {
            let state = self.n.cluster.application(application).state;
            self.state(states::application_name(state), states::application(state));
        }
        if let Some(cause) = job.cause {
            self.fact(Label::Cause, reasons::cause(self.n, cause));
        }
        self.fact(Label::JobId, id.hex());
        if let Some(client) = job.client() {
            self.fact(Label::Client, names::client(client));
        }
        self.fact(Label::Required, job.required.to_string());
        let held = self.n.cluster.allocations.iter().filter(|allocation| {
            allocation.job == id
                && matches!(allocation.at_job_master, AtJobMaster::Idle(_) | AtJobMaster::InUse)
        });
        self.fact(Label::Held, held.count().to_string());
        self.fact(Label::Failures, job.restarts.failures.len().to_string());
        let began = match job.restored {
            None => label(self.n.lang, Label::EmptyState).to_owned(),
            Some(Restored::Checkpoint(number)) => {
                label_with(self.n.lang, Label::CheckpointNumber, &[&number.to_string()])
            }
            Some(Restored::Savepoint(savepoint)) => self.n.savepoint(savepoint),
        };
        self.fact(Label::BeganWith, began);
        if let Some(checkpoint) = job.last_checkpoint {
            self.fact(Label::LastCheckpoint, checkpoint.to_string());
        }
        let done = |it: &&Savepoint| it.job == id && it.phase == SavepointPhase::Completed;
        for savepoint in self.n.cluster.savepoints.iter().filter(done) {
            self.fact(Label::Savepoints, savepoint.path());
        }
        Some(())
    }

    fn task_manager(&mut self, id: TmId) -> Option<()> {
        let tm = self.n.cluster.task_managers.get(id.index())?;
        self.state(process_name(tm.process), states::process(tm.process));
        self.state("", states::registration(tm.registration));
        if let model::cluster::Registration::Lost(reason) = tm.registration {
            self.fact(Label::Cause, reasons::loss(self.n, reason));
        }
        if !tm.process.is_gone() {
            self.slots_used(&tm.slots);
        }
        if let Some(container) = tm.container {
            self.fact(Label::Container, self.n.container(container));
        }
        let jobs: Vec<String> = tm.connected_to.iter().map(|job| self.n.job(*job)).collect();
        if !jobs.is_empty() {
            self.fact(Label::Jobs, jobs.join(", "));
        }
        Some(())
    }

    fn slot(&mut self, tm: TmId, index: u16) -> Option<()> {
        let owner = self.n.cluster.task_managers.get(tm.index())?;
        let slot = *owner.slots.get(usize::from(index))?;
        if owner.process.is_gone() {
            self.state(
                "",
                t("它的进程没有了，slot 也就没有了", "its process is gone, and the slot with it"),
            );
            return Some(());
        }
        self.state(slot_name(slot), states::slot(slot));
        let allocation = slot.allocation()?;
        self.fact(Label::Job, self.n.owner(allocation));
        let tasks = self.tasks_in(allocation);
        if !tasks.is_empty() {
            self.fact(Label::Tasks, tasks.join(", "));
        }
        Some(())
    }

    fn tasks_in(&self, allocation: AllocationId) -> Vec<String> {
        let cluster = self.n.cluster;
        let Some(owner) = cluster.allocations.get(allocation.index()) else { return Vec::new() };
        let Some(job) = cluster.jobs.get(owner.job.index()) else { return Vec::new() };
        let here = job.execution_ids().filter(|id| {
            let execution = job.execution(*id);
            execution.slot == Some(allocation) && execution.state.is_deployed()
        });
        here.map(|id| self.n.task(id)).collect()
    }

    fn task(&mut self, id: ExecutionId) -> Option<()> {
        let job = self.n.cluster.jobs.get(id.job.index())?;
        let now = job.executions.get(id.vertex.index())?.get(usize::from(id.subtask))?;
        self.state(now.state.name(), states::execution(now.state));
        self.fact(Label::Job, job.spec.name.clone());
        self.fact(Label::Attempt, ["#", &job.shown_attempt(now.attempt).to_string()].concat());
        self.fact(Label::Since, time::clock(now.since));
        if let Some(slot) = now.slot {
            self.fact(Label::Slot, self.n.slot(slot));
            let others: Vec<String> = self.tasks_in(slot);
            if others.len() > 1 {
                self.fact(Label::SharedBy, others.join(", "));
            }
        }
        if let Some(cause) = now.cause {
            self.fact(Label::Cause, reasons::cause(self.n, cause));
        }
        Some(())
    }

    fn yarn(&mut self) -> Option<()> {
        let yarn = self.n.cluster.platform.as_ref()?;
        if let Provider::Yarn { .. } = self.n.cluster.provider {
            self.applications();
        }
        let running = yarn.containers.iter().filter(|it| it.phase != ContainerPhase::Completed);
        self.fact(Label::Containers, running.count().to_string());
        Some(())
    }

    /// The state of each cluster as a YARN application.
    fn applications(&mut self) {
        let one = YarnApplicationState::New;
        match self.n.cluster.clusters.as_slice() {
            [] => self.state(states::yarn_application_name(one), states::yarn_application(one)),
            [only] => {
                let state = only.application_state;
                self.state(states::yarn_application_name(state), states::yarn_application(state));
            }
            several => {
                for cluster in several {
                    let state = states::yarn_application_name(cluster.application_state);
                    let name = capital(self.n.flink(cluster.id));
                    self.seen.states.push(State { name, meaning: state.to_owned() });
                }
            }
        }
    }

    fn node(&mut self, id: NodeId) -> Option<()> {
        let yarn = self.n.cluster.platform.as_ref()?;
        let node = yarn.nodes.get(id.index())?;
        if node.state != NodeState::Up {
            self.state("", states::node(node.state));
        }
        let here = yarn.containers.iter().filter(|it| {
            it.node == Some(id)
                && matches!(it.phase, ContainerPhase::Allocated | ContainerPhase::Running)
        });
        let used: u64 = here.map(|it| it.memory_mib).sum();
        self.fact(Label::Memory, memory(used, Some(node.memory_mib)));
        Some(())
    }

    fn container(&mut self, id: ContainerId) -> Option<()> {
        let container = self.n.cluster.platform.as_ref()?.containers.get(id.index())?;
        self.state("", states::container(container.phase));
        let inside = match container.role {
            ContainerRole::JobManager => "JobManager".to_owned(),
            ContainerRole::TaskManager(tm) => names::tm(tm),
        };
        self.fact(Label::Process, inside);
        if let Some(node) = container.node {
            self.fact(Label::Node, names::node(node));
        }
        self.fact(Label::Memory, memory(container.memory_mib, None));
        Some(())
    }

    /// A message that has arrived is explained as the event that it became.
    fn message(&mut self, entry: usize, frame: &Frame, entries: &[Entry]) -> Option<()> {
        if let Some(it) = frame.in_flight.iter().find(|message| message.entry == entry) {
            self.routed(&it.event, it.from, it.to, (it.sent, it.arrives));
            return Some(());
        }
        let it = entries.get(entry)?;
        let (from, to) = it.route?;
        self.routed(&it.event, from, to, (it.sent, it.at));
        if entry < frame.happened {
            let meaning = event(self.n.lang, it, self.n.cluster);
            self.seen.states.push(State { name: String::new(), meaning });
        }
        Some(())
    }

    fn routed(&mut self, what: &Event, from: Place, to: Place, (sent, arrives): (Time, Time)) {
        self.fact(Label::Content, event_title(self.n.lang, what));
        self.fact(Label::From, self.n.place(from));
        self.fact(Label::To, self.n.place(to));
        self.fact(Label::Sent, time::clock(sent));
        self.fact(Label::Arrives, time::clock(arrives));
    }
}

/// The next leader would find the job: it is neither over nor only just received, and its cluster did
/// not end in order, which clears the store.
pub(crate) fn is_kept(cluster: &Cluster, job: &Job) -> bool {
    let cleared = matches!(
        cluster.flink(job.cluster).phase,
        JobManagerPhase::Stopped(ClusterStatus::Succeeded | ClusterStatus::Canceled)
    );
    !cleared && !job.status.is_globally_terminal() && job.job_master_since.is_some()
}

/// The JobManagers that lead, as a list.
pub(crate) fn leaders(cluster: &Cluster) -> String {
    let leading = cluster.job_managers.iter().filter(|jm| jm.role == JobManagerRole::Leading);
    leading.map(|jm| names::jm(jm.id)).collect::<Vec<_>>().join(", ")
}

/// A step of `main()` as the program has it.
pub(crate) fn step(step: &Step) -> String {
    match step {
        Step::Execute(job) => ["execute(", job, ")"].concat(),
        Step::ExecuteAsync(job) => ["executeAsync(", job, ")"].concat(),
        Step::Work(time) => ["work ", &time::span(*time)].concat(),
        Step::Await => "await".to_owned(),
        Step::Throw => "throw".to_owned(),
    }
}

/// As at the beginning of a line.
fn capital(text: String) -> String {
    match text.strip_prefix("the ") {
        Some(rest) => ["The ", rest].concat(),
        None => text,
    }
}

fn memory(mib: u64, of: Option<u64>) -> String {
    match of {
        Some(all) => [mib.to_string().as_str(), " / ", &all.to_string(), " MiB"].concat(),
        None => [mib.to_string().as_str(), " MiB"].concat(),
    }
}

/// Flink names no phases of its client: none is shown.
const fn client_phase_name(_phase: ClientPhase) -> &'static str {
    ""
}

const fn process_name(process: ProcessState) -> &'static str {
    match process {
        ProcessState::Frozen => "SIGSTOP",
        ProcessState::Killed => "SIGKILL",
        ProcessState::Stopping => "SIGTERM",
        ProcessState::Starting | ProcessState::Running | ProcessState::Exited => "",
    }
}

/// `TaskSlotState`.
const fn slot_name(slot: SlotState) -> &'static str {
    match slot {
        SlotState::Free => "",
        SlotState::Allocated(_) => "ALLOCATED",
        SlotState::Active(_) => "ACTIVE",
    }
}
