//! Memory that Flink's memory model refuses.

use super::{Line, told};
use crate::asks::{Configured, configured, processes};
use crate::found::{Found, Kind};
use model::memory::{Memory, Process};

/// Memory below what Flink needs: refused by the client, or by the script.
pub(super) fn refused(line: &Line<'_>, out: &mut Vec<Found>) {
    let processes = processes(line);
    let Some(Configured { config, at }) = configured(line).filter(|_| !processes.is_empty()) else {
        return;
    };
    for process in processes {
        let (at, key) = match process {
            Process::JobManager => (at[0], "jobmanager.memory.process.size"),
            Process::TaskManager => (at[1], "taskmanager.memory.process.size"),
        };
        let (Some(at), Err(refusal)) = (at, Memory::of(*process, &config, line.version)) else {
            continue;
        };
        // Since 2.0 the client of an application asks for the JobManager alone, and names no stage.
        out.push(told(Kind::MemoryRefused, at, &[key], &refusal.to_string()));
    }
}
