//! Memory that Flink's memory model refuses.

use super::{Line, Meant, is_known, told};
use crate::found::{Found, Kind};
use crate::program::Program;
use model::command::{Place, Platform};
use model::memory::{Memory, Process};
use model::{Config, FlinkVersion, Key};

/// What a line that starts processes asks for, over what the shipped file says.
struct Asked {
    config: Config,
    /// The last place that asks for memory of each process.
    at: [Option<Place>; 2],
}

/// Memory below what Flink needs: refused by the client, or by the script.
pub(super) fn refused(line: &Line<'_>, out: &mut Vec<Found>) {
    let processes: &[Process] = match (line.meant(), line.call.program) {
        (Meant::Cluster(Platform::Standalone), _) => return,
        (Meant::Cluster(_), _) => &[Process::JobManager, Process::TaskManager],
        (Meant::Process, Program::TaskManager) => &[Process::TaskManager],
        (Meant::Process, _) => &[Process::JobManager],
        (Meant::Job(_) | Meant::Running(_) | Meant::Nothing, _) => return,
    };
    let stops = line.reading.verb.is_some_and(|verb| verb.text.starts_with("stop"));
    // What is refused before has no memory.
    let gone = line.call.program == Program::Flink
        && (!line.is_read()
            || line.reading.action.is_none_or(|it| !it.exists_in(line.version))
            || is_other_mode(line));
    if gone || stops {
        return;
    }
    let Some(asked) = asked(line) else { return };
    for process in processes {
        let at = asked.at[usize::from(*process == Process::TaskManager)];
        let (Some(at), Err(refusal)) = (at, Memory::of(*process, &asked.config, line.version))
        else {
            continue;
        };
        let key = match process {
            Process::JobManager => "jobmanager.memory.process.size",
            Process::TaskManager => "taskmanager.memory.process.size",
        };
        // Since 2.0 the client of an application asks for the JobManager alone, and names no stage.
        out.push(told(Kind::MemoryRefused, at, &[key], &refusal.to_string()));
    }
}

/// Whether the target is refused, so that nothing looks at memory.
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
fn asked(line: &Line<'_>) -> Option<Asked> {
    let mut asked = Asked { config: shipped(line.version), at: [None, None] };
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
            asked.at[of] = Some(at);
        }
        asked.config.set(key, &value);
    }
    Some(asked)
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
