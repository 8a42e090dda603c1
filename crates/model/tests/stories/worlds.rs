//! Small worlds that several of these stories happen in, and what is done to them.

use crate::story::{World, chain};
use flink_model::{Action, JmId, Signal, TmId};

pub(crate) fn session(world: World) -> World {
    world.at(0, Action::StartCluster)
}

pub(crate) fn restarting(world: World) -> World {
    let world = session(world).set("restart-strategy.type", "fixed-delay");
    world.set("restart-strategy.fixed-delay.attempts", "9")
}

pub(crate) fn submit(job: &str) -> Action {
    Action::Submit { job: job.into(), attached: false, shutdown_on_attached_exit: false }
}

pub(crate) fn signal(tm: u16, signal: Signal) -> Action {
    Action::SignalTaskManager { tm: TmId(tm), signal }
}

pub(crate) const KILL_JOB_MANAGER: Action = Action::KillJobManager { jm: JmId(0) };

/// Two subtasks in one slot each, on TaskManagers of one slot, joined all to all.
pub(crate) fn pair(world: World) -> World {
    let world = world.set("taskmanager.numberOfTaskSlots", "1");
    world.with(chain("a", &[2, 2], false, None)).submit(5, "a")
}

/// Two subtasks that do not know each other.
pub(crate) fn strangers(world: World) -> World {
    world.set("taskmanager.numberOfTaskSlots", "1").job("a", 2, None).submit(5, "a")
}
