//! Rows of the actions that change nothing: what the recorder waited for, looked at, or says of what follows.

use super::Player;
use crate::row::Row;

/// Rows that only say what the recorder waited for or looked at, or that repeat a command.
pub(super) const LOOKS: [&str; 41] = [
    "run_start",
    "run_end",
    "jm_start",
    "jm_started",
    "tm_start",
    "tm_started",
    "reached",
    "NOT_REACHED",
    "jm_rest_up",
    "sleep",
    "snapshot",
    "cmd_done",
    "cmd_timeout",
    "scenario_end",
    "cluster_up_begin",
    "cluster_up_done",
    "note",
    "case",
    "jm_alive",
    "stop_daemon",
    "rest_cancel_done",
    "rest_jar_run_done",
    "rest_run_application_done",
    "recovered",
    "app_jm_start",
    "app_jm_started",
    "zk_start",
    "zk_started",
    "yarn_app",
    "stub_yarn_stop",
    "stub_yarn_started",
    "tm_alive",
    "leader",
    // What a kubelet did, and what became of that.
    "container_start",
    "container_exit",
    "container_backoff",
    "container_sigterm",
    "pod_removed",
    // What was there before and after.
    "compare",
    // A JobManager's command follows.
    "standby_start",
    "old_leader_restart",
];

impl Player<'_> {
    /// Whether an action of unknown kind is the heading of what follows at once, or says how something
    /// came out: what is done to the cluster is a command, a signal, or a call of its REST API.
    pub(super) fn only_tells(&self, row: &Row, action: &str) -> bool {
        const AT_ONCE_MS: u64 = 20;
        const REPORTS: [&str; 6] = ["_done", "_started", "_up", "_alive", "_begin", "_end"];
        if action.starts_with("rest_") {
            return action.ends_with("_done");
        }
        let rows = &self.recording.rows;
        let here = rows.iter().position(|other| std::ptr::eq(other, row)).unwrap_or(rows.len());
        let next = rows[here..].iter().skip(1).find(|other| other.src == row.src);
        let follows = next.is_some_and(|next| {
            let does = next.kind == "action.cmd" || next.kind == "action.kill";
            does && next.t_ms.saturating_sub(row.t_ms) <= AT_ONCE_MS
        });
        follows || REPORTS.iter().any(|end| action.ends_with(end))
    }
}
