//! How an action is written: the one table of its name and of all that it says.
//!
//! In: a [`Source`], which is asked for each thing that the action of a name says. Out: the action. And back, as text.
//! Sources are a text (`super::text`: links, pages, buttons), a table of a scenario file
//! (`crate::authoring`) and the samples of tests (`super::every`).

use super::text::Writer;
use super::{Action, Signal};
use crate::config::Config;

/// A new action is a row: its name, and its fields in the order in which a text says them. The word behind a field is
/// the method of [`Source`] and of [`Writer`] that knows how.
macro_rules! grammar {
    ($($name:literal => $action:ident {
        $($field:ident: $kind:ident $(($among:ident))?),*
    };)*) => {
        /// The names of all actions.
        pub(crate) const NAMES: &[&str] = &[$($name),*];

        /// The action of this name, with what the source says of it.
        pub(crate) fn read(name: &str, source: &mut impl Source) -> Option<Action> {
            Some(match name {
                $($name => Action::$action {
                    $($field: source.$kind(stringify!($field) $(, $among)?).into()),*
                },)*
                _ => return None,
            })
        }

        /// Writes an action as text.
        pub(super) fn write(action: &Action, out: &mut Writer) {
            match action {
                $(Action::$action { $($field),* } => {
                    out.verb($name);
                    $(out.$kind($field, stringify!($field));)*
                })*
            }
        }
    };
}

// Switches and signals come first, what may be left out comes last. `stop-with-savepoint` is what Flink's REST
// interface calls `flink stop`; `stop` alone meant `stop-cluster` in links of before.
grammar! {
    "start-cluster" => StartCluster {};
    "run-application" => RunApplication { attached: switch, in_session: switch, program: name };
    "start-standalone-job" => StartStandaloneJob { attached: switch, program: name };
    "run-per-job" => RunPerJob { attached: switch, program: name };
    "submit" => Submit { attached: switch, shutdown_on_attached_exit: switch, job: name };
    "from-savepoint" => FromSavepoint { savepoint: id, run: action(PROGRAMS) };
    "configured" => Configured { options: options, action: action(STARTS) };
    "start-task-manager" => StartTaskManager {};
    "cancel" => Cancel { job: id };
    "savepoint" => Savepoint { job: id, directory: directory };
    "stop-with-savepoint" => Stop { drain: switch, job: id, directory: directory };
    "throw-exception" => ThrowException { job: id };
    "signal-task-manager" => SignalTaskManager { signal: signal, tm: id };
    "kill-job-manager" => KillJobManager { jm: first };
    "stop-job-manager" => StopJobManager { jm: first };
    "start-job-manager" => StartJobManager {};
    "cut-network" => CutNetwork { tm: id };
    "heal-network" => HealNetwork { tm: id };
    "kill-machine" => KillMachine { node: first };
    "kill-node-manager" => KillNodeManager { node: first };
    "exceed-memory" => ExceedMemory { tm: id };
    "kill-application" => KillApplication { cluster: first };
    "interrupt-client" => InterruptClient { client: id };
    "stop-cluster" => StopCluster {};
}

/// What can begin with the state of a savepoint.
const PROGRAMS: &[&str] = &["submit", "run-application", "start-standalone-job", "run-per-job"];

/// What can have options of its own.
const STARTS: &[&str] = &[
    "start-cluster",
    "submit",
    "run-application",
    "start-standalone-job",
    "run-per-job",
    "from-savepoint",
    "stop-cluster",
    "start-task-manager",
];

/// Where an action is read from. `key` is the name of the field that is asked for.
///
/// A source that cannot answer remembers what is wrong and gives anything, so that an author is told of all mistakes
/// at once.
pub(crate) trait Source {
    /// Whether it is so; `false` when nothing is said.
    fn switch(&mut self, key: &'static str) -> bool;

    /// Which signal.
    fn signal(&mut self, key: &'static str) -> Signal;

    /// The name of a job or a program.
    fn name(&mut self, key: &'static str) -> String;

    /// Which one of its kind.
    fn id(&mut self, key: &'static str) -> u16;

    /// The same; the first when nothing is said.
    fn first(&mut self, key: &'static str) -> u16;

    /// A directory, if one is named.
    fn directory(&mut self, key: &'static str) -> Option<String>;

    /// Options by Flink's own keys.
    fn options(&mut self, key: &'static str) -> Config;

    /// Another action, one of those.
    fn action(&mut self, key: &'static str, among: &'static [&'static str]) -> Action;
}
