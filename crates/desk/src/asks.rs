//! What a command asks for: the processes that it starts, each one's memory, and how many there will be.
//!
//! In: a [`Line`]. Out: [`Asks`], or nothing where it starts none. Memory is divided by the model, as Flink does it; what is
//! not in the line is as the shipped configuration file has it.
//! Deliberately absent: words and pictures (`picture`), and whether the machines have room.

use crate::line::{Line, Meant, is_known};
use crate::program::Program;
use crate::reading::Reading;
use model::command::{Place, Platform};
use model::memory::{Memory, Process, Refusal};
use model::{Config, FlinkVersion, Key};

/// What a command asks for.
#[derive(Clone, Debug)]
pub struct Asks {
    /// Where its processes run.
    pub on: Platform,
    /// What it starts: JobManagers, then TaskManagers.
    pub processes: Vec<Started>,
    /// Slots of a TaskManager.
    pub slots: u32,
    /// The parallelism of the job that comes with it; `None`: none does.
    pub parallelism: Option<u32>,
}

/// Processes of one kind.
#[derive(Clone, Debug)]
pub struct Started {
    /// Of which kind.
    pub process: Process,
    /// How many.
    pub count: Count,
    /// How each divides its memory, or why Flink refuses.
    pub memory: Result<Memory, Refusal>,
    /// What the platform gives each, in bytes; `None`: nobody counts.
    pub given: Option<u64>,
    /// Cores that the platform is asked for, for each.
    pub cores: Option<String>,
}

/// How many there will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Exactly(u32),
    /// None before a job comes: then as many as its parallelism needs.
    ForJobs,
    /// One for each line of `conf/masters` or `conf/workers`.
    Listed,
}

/// The configuration of a line, over what the shipped file says.
pub(crate) struct Configured {
    pub config: Config,
    /// The last place that asks for memory of a JobManager, and of a TaskManager.
    pub at: [Option<Place>; 2],
}

/// The least that YARN gives, and the step in which it gives: `yarn.scheduler.minimum-allocation-mb`.
pub const YARN_STEP_MIB: u64 = 1_024;

/// What a line asks for; `None` if it starts nothing, or leaves open how much.
pub fn asks(line: &Line<'_>) -> Option<Asks> {
    let processes = processes(line);
    let on = match line.meant() {
        Meant::Cluster(on) => on,
        Meant::Process => Platform::Standalone,
        Meant::Job(_) | Meant::Running(_) | Meant::Nothing => return None,
    };
    let Configured { config, .. } = configured(line).filter(|_| !processes.is_empty())?;
    let number = |key: &str| line.reading.value(key).map(|it| it.text.parse::<u32>());
    let slots = config.pairs().find(|(key, _)| *key == Key::NumberOfTaskSlots.name());
    let slots = slots.map_or(Some(1), |(_, slots)| slots.parse().ok());
    let slots = slots.filter(|slots| (1..=10_000).contains(slots))?;
    let runs = line.call.program == Program::Flink;
    let parallelism = match number("parallelism.default") {
        _ if !runs => None,
        None => Some(1),
        Some(Ok(number)) if (1..=32_768).contains(&number) => Some(number),
        Some(_) => return None,
    };
    let of = |process: &Process| {
        let memory = Memory::of(*process, &config, line.version);
        let size = memory.as_ref().ok().map(|memory| memory.process().bytes());
        let count = match (process, line.call.program, parallelism) {
            (_, Program::StartCluster, _) => Count::Listed,
            (Process::TaskManager, _, Some(parallelism)) => {
                Count::Exactly(parallelism.div_ceil(slots))
            }
            (Process::TaskManager, Program::TaskManager, None) => Count::Exactly(1),
            (Process::TaskManager, _, None) => Count::ForJobs,
            (Process::JobManager, ..) => Count::Exactly(replicas(&line.reading)),
        };
        let given = size.and_then(|bytes| given(on, bytes));
        Started { process: *process, count, memory, given, cores: cores(on, *process, line, slots) }
    };
    Some(Asks { on, processes: processes.iter().map(of).collect(), slots, parallelism })
}

fn replicas(reading: &Reading<'_>) -> u32 {
    let asked = reading.value("kubernetes.jobmanager.replicas").map(|it| it.text.parse());
    asked.and_then(Result::ok).filter(|number| (1..=100).contains(number)).unwrap_or(1)
}

/// What the platform makes of a size: YARN rounds up to its step, Kubernetes is asked in whole mebibytes.
fn given(on: Platform, bytes: u64) -> Option<u64> {
    match on {
        Platform::Yarn => Some((bytes >> 20).div_ceil(YARN_STEP_MIB) * (YARN_STEP_MIB << 20)),
        Platform::Kubernetes => Some(bytes >> 20 << 20),
        Platform::Standalone => None,
    }
}

/// As many cores as slots for a TaskManager, one for a JobManager, unless a key says otherwise.
fn cores(on: Platform, process: Process, line: &Line<'_>, slots: u32) -> Option<String> {
    let keys: &[&str] = match (on, process) {
        (Platform::Yarn, Process::JobManager) => &["yarn.appmaster.vcores"],
        (Platform::Yarn, Process::TaskManager) => &["yarn.containers.vcores"],
        (Platform::Kubernetes, Process::JobManager) => {
            &["kubernetes.jobmanager.cpu.amount", "kubernetes.jobmanager.cpu"]
        }
        (Platform::Kubernetes, Process::TaskManager) => {
            &["kubernetes.taskmanager.cpu.amount", "kubernetes.taskmanager.cpu"]
        }
        (Platform::Standalone, _) => return None,
    };
    let said = keys.iter().find_map(|key| line.reading.value(key));
    let own = if process == Process::JobManager { 1 } else { slots };
    Some(said.map_or_else(|| own.to_string(), |it| it.text.to_owned()))
}

/// The processes that a line starts, if nothing refuses it before it comes to that.
pub(crate) fn processes(line: &Line<'_>) -> &'static [Process] {
    let processes: &[Process] = match (line.meant(), line.call.program) {
        (Meant::Cluster(_), _) => &[Process::JobManager, Process::TaskManager],
        (Meant::Process, Program::TaskManager) => &[Process::TaskManager],
        (Meant::Process, _) => &[Process::JobManager],
        (Meant::Job(_) | Meant::Running(_) | Meant::Nothing, _) => &[],
    };
    let verb = line.reading.verb.map_or("start", |verb| verb.text);
    let scripted = line.meant() == Meant::Process && !verb.starts_with("start");
    let joins = ["--applicationId", "--query", "--help", "--yarnquery", "--yarnhelp"];
    let gone = line.call.program == Program::Flink
        && (!line.is_read()
            || line.reading.action.is_none_or(|it| !it.exists_in(line.version))
            || is_other_mode(line));
    let idle = joins.into_iter().any(|name| line.reading.option(name).is_some());
    if gone || scripted || idle || line.reading.failed.is_some() { &[] } else { processes }
}

/// Whether the target is refused, so that nothing is started.
fn is_other_mode(line: &Line<'_>) -> bool {
    let target = line.reading.target().map_or("", |target| target.text);
    let traits = line.version.traits();
    let application = target.ends_with("-application");
    match line.action() {
        "run" => {
            (application && traits.has_run_application)
                || (target == "yarn-per-job" && !traits.has_per_job_mode)
                || (line.yarn_cluster().is_some() && !traits.has_per_job_mode)
        }
        _ => !application,
    }
}

/// The configuration of a line; `None` if a value is open.
pub(crate) fn configured(line: &Line<'_>) -> Option<Configured> {
    let mut configured = Configured { config: shipped(line.version), at: [None, None] };
    let old_yarn = line.yarn_cluster().is_some();
    let of_yarn = line.call.program == Program::Session(Platform::Yarn);
    let mut pairs: Vec<(&str, String, Place)> = Vec::new();
    pairs.extend(line.reading.settings.iter().map(|it| (it.key, it.value.to_owned(), it.word.at)));
    let obeyed = line
        .reading
        .options
        .iter()
        .filter(|known| of_yarn || (old_yarn && known.opt.short.starts_with("-y")));
    for known in obeyed {
        let Some(value) = known.value else { continue };
        // A bare number is megabytes here.
        let memory = known.opt.key.ends_with("memory.process.size");
        let bare = value.text.bytes().all(|byte| byte.is_ascii_digit());
        let unit = if memory && bare { "m" } else { "" };
        pairs.push((known.opt.key, [value.text, unit].concat(), known.written.at));
    }
    for (key, value, at) in pairs {
        let of = match key.split('.').next() {
            Some("jobmanager") => 0,
            Some("taskmanager") => 1,
            _ => continue,
        };
        if !is_known(&value) {
            return None;
        }
        if key.contains(".memory.") || key.contains(".heap.") {
            configured.at[of] = Some(at);
        }
        configured.config.set(key, &value);
    }
    Some(configured)
}

/// What the shipped configuration file says of memory.
fn shipped(version: FlinkVersion) -> Config {
    let mut config = Config::default();
    for key in [Key::JobManagerMemory, Key::TaskManagerMemory, Key::NumberOfTaskSlots] {
        if let Some(value) = key.default_in(version) {
            config.set(key.name(), value);
        }
    }
    config
}
