//! Programs whose `main()` a JobManager runs.

use super::Player;
use crate::derive::command::Target;
use crate::derive::jobs::Submission;
use crate::derive::programs;
use crate::row::Row;
use model::action::Action;
use model::scenario::{TimedAction, Took};

impl Player<'_> {
    /// A JobManager runs the program's `main()`.
    pub(super) fn run_application(&mut self, row: &Row) {
        let submissions = self.submissions;
        let line = row.number("line").unwrap_or_default();
        let own = |one: &&Submission| one.line == line && one.at_ms == row.t_ms;
        let ones: Vec<&Submission> = submissions.iter().filter(own).collect();
        let Some(first) = ones.first().copied() else { return };
        let program = self.keep_program(programs::program(self.recording, self.names, &ones));
        let in_session = first.run.target == Target::SessionApplication;
        // Recovered jobs come first with high availability: one more call.
        let calls = if self.recording.is_highly_available() && !in_session { 2 } else { 1 };
        let called = calls * self.profile.call.as_ms();
        let began = if in_session {
            Some(row.t_ms + called)
        } else {
            let listens = self.recording.of("rest.listening").find(|up| up.t_ms >= row.t_ms);
            listens.map(|up| up.t_ms + called)
        };
        let attached = !first.run.detached || self.attached_by_default(first);
        let steps = began.map_or_else(Vec::new, |began| {
            let main = (&program, attached);
            programs::steps(self.recording, &ones, main, began, &self.profile)
        });
        let until_ready = match first.run.target {
            Target::Application => self.until_launched(row),
            _ => None,
        };
        let action = Action::RunApplication { program: program.name, attached, in_session };
        let action = self.with_state(row, first.run.from_savepoint.as_ref(), action);
        let took = Some(Took { until_ready, steps, ..Took::default() });
        self.actions.push(TimedAction { at: self.at(row.t_ms), action, took });
        if first.run.target == Target::Application {
            self.note_client(row);
        }
    }

    /// Without a command line of Flink's the configuration says whether `execute()` waits.
    fn attached_by_default(&self, one: &Submission) -> bool {
        let script = one.run.target != Target::Application;
        let said = one.run.options.iter().any(|(key, _)| key == "execution.attached");
        let set = self.recording.config.get("execution.attached");
        script && !said && set.is_some_and(|value| value == "true")
    }

    /// An application that is over cannot be cancelled; another one is not known to the model.
    pub(super) fn cancel_application(&mut self, row: &Row) {
        let aid = row.text("app").unwrap_or_default();
        let over = self.recording.of("app.state").any(|state| {
            let ends = matches!(state.text("to"), Some("FINISHED" | "FAILED" | "CANCELED"));
            ends && state.text("aid") == Some(aid) && state.t_ms <= row.t_ms
        });
        if !over {
            self.beyond("a cancellation of an application");
        }
    }
}
