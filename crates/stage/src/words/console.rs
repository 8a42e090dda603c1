//! What the terminal says about a typed line that cannot be done.
//!
//! In: a [`Mistake`](model::command::Mistake), the line. Out: what Flink's own client prints (`real`; English, if it prints
//! anything), and a sentence in the reader's language with what to do instead (`hint`). What is told beside an answer is in
//! `aside`, what can be typed in `help`.

mod aside;
mod help;
mod hint;
mod real;

use super::text::{Text, t};
use model::command::MistakeKind;

pub use aside::{
    left_out, no_such_filter, not_piped, not_read, one_terminal, only_first, outside, too_long,
    too_many_lines, unset, variables,
};
pub use help::{help, usage};
pub use hint::hint;
pub use real::real_message;

/// What is typed in the terminal, for those who cannot see it.
pub const INPUT: Text = t("输入一条命令", "Type a command");
/// Leads to the desk for lines.
pub const TAKE_APART: Text = t("拆开来看", "Take it apart");
/// Stands in the empty line.
pub const HINT: Text = t("输入 help 看有哪些命令", "type help to see what works");

/// The name that a mistake is about, where it stands as a key's value: `-Dkubernetes.cluster-id=a`.
fn named(kind: MistakeKind, written: &str) -> &str {
    let names = matches!(
        kind,
        MistakeKind::NoSuchCluster
            | MistakeKind::ClusterExists
            | MistakeKind::NoSuchApplication
            | MistakeKind::InvalidApplicationId
            | MistakeKind::ApplicationOver
    );
    let value = written.split_once('=').filter(|_| names && written.starts_with('-'));
    value.map_or(written, |(_, name)| name.trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use model::{Provider, Scenario};

    pub(super) fn standalone() -> Scenario {
        Scenario {
            version: model::FlinkVersion::V2_0,
            provider: Provider::Standalone { task_managers: 1, job_managers: 1 },
            config: model::Config::default(),
            jobs: Vec::new(),
            programs: Vec::new(),
            flow: None,
            actions: Vec::new(),
            profile: model::Profile::CALM,
            seed: 0,
            horizon: model::Time::s(1),
        }
    }

    #[test]
    fn every_mistake_has_a_hint_with_all_placeholders_filled() {
        let lines = [
            "flnk run x.jar",
            "frobnicate",
            "flink rum x.jar",
            "flink dance x.jar",
            "flink run --detachd x.jar",
            "flink run --py x.jar",
            "flink list && flink list",
            "flink run –d x.jar",
            "flink run -foo x.jar",
            "flink stop",
            "flink checkpoint -full",
            "flink run -C /opt/a.jar x.jar",
            "flink stop -type foo x",
            "flink run -t foo x.jar",
            "flink run -c",
            "flink run",
            "flink cancel",
            "flink cancel <jobId>",
            "flink run \"x.jar",
        ];
        for line in lines {
            let version = model::FlinkVersion::V1_20;
            let mistake =
                model::command::parse(line, version).expect_err("each of these is a mistake");
            for lang in Lang::ALL {
                let hint = hint(lang, &mistake, line, &standalone());
                assert!(!hint.is_empty() && !hint.contains('{'), "{line}: {hint}");
            }
        }
    }

    /// What the client of a version says about a line.
    fn said(line: &str, version: model::FlinkVersion) -> Option<String> {
        let command = model::command::parse(line, version).expect("it is well-formed");
        let mistake = model::command::check(&command, version).err()?;
        real_message(&mistake, line)
    }

    #[test]
    fn run_and_run_application_change_places_with_2_0() {
        use model::FlinkVersion as V;
        let rows = [
            ("flink run-application -t yarn-application x.jar", V::V1_20, None),
            (
                "flink run-application -t yarn-application x.jar",
                V::V2_0,
                Some("\"run-application\" is not a valid action."),
            ),
            (
                "flink run -t yarn-application x.jar",
                V::V1_20,
                Some("No ExecutorFactory found to execute the application."),
            ),
            ("flink run -t yarn-application x.jar", V::V2_0, None),
            ("flink run -d -t yarn-per-job x.jar", V::V1_20, None),
            (
                "flink run -d -t yarn-per-job x.jar",
                V::V2_3,
                Some("No ExecutorFactory found to execute the application."),
            ),
            ("flink list -t yarn-per-job", V::V2_3, Some("No ClusterClientFactory found.")),
        ];
        for (line, version, expected) in rows {
            assert_eq!(said(line, version).as_deref(), expected, "{line} in {}", version.name());
        }
    }
}
