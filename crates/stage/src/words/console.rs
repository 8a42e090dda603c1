//! What the terminal says about a typed line that cannot be done, and its help.
//!
//! In: a [`Mistake`], the line. Out: what Flink's own client prints (English, if it prints anything),
//! and a sentence in the reader's language with what to do instead.

use super::Lang;
use super::text::{Text, t};
use model::command::{Mistake, MistakeKind};
use model::{FlinkVersion, Provider, Scenario};

/// What the real program prints about the mistake; `None`: it is not a program's to complain.
pub fn real_message(mistake: &Mistake, line: &str, version: FlinkVersion) -> Option<String> {
    let written = line.get(mistake.at.clone()).unwrap_or_default();
    Some(match mistake.kind {
        MistakeKind::UnknownProgram { .. } => format!("bash: {written}: command not found"),
        MistakeKind::UnknownAction { .. } => format!("\"{written}\" is not a valid action."),
        MistakeKind::NotSimulated
            if written == "run-application" && !version.traits().has_run_application =>
        {
            format!("\"{written}\" is not a valid action.")
        }
        // Commons CLI takes an unknown option for the first argument: the jar.
        MistakeKind::UnknownOption { .. } if line.contains(" run ") => {
            format!("Could not get job jar and dependencies from JAR file: JAR file does not exist: {written}")
        }
        MistakeKind::MissingArgument("<jar-file>") => {
            "Could not get job jar and dependencies from JAR file: The program JAR file was not specified."
                .to_owned()
        }
        MistakeKind::MissingArgument("<jobId>") if line.contains(" stop") => {
            "Missing JobId".to_owned()
        }
        MistakeKind::MissingArgument("<jobId>") if line.contains(" savepoint") => {
            "Missing JobID. Specify a Job ID to trigger a savepoint.".to_owned()
        }
        MistakeKind::MissingArgument("<jobId>") => "Missing JobID. Specify a JobID to cancel a job.".to_owned(),
        MistakeKind::MissingValue => format!("Missing argument for option: {}", written.trim_start_matches('-')),
        MistakeKind::Redirection => "bash: syntax error near unexpected token `newline'".to_owned(),
        MistakeKind::OpenQuote
        | MistakeKind::NotSimulated
        | MistakeKind::UnknownOption { .. }
        | MistakeKind::MissingArgument(_)
        | MistakeKind::NoSuchJob
        | MistakeKind::NoSuchSavepoint
        | MistakeKind::NoSuchProcess
        | MistakeKind::OtherTarget
        | MistakeKind::OtherProvider => return None,
    })
}

/// What to do instead, in the reader's language.
pub fn hint(lang: Lang, mistake: &Mistake, line: &str, scenario: &Scenario) -> String {
    let written = line.get(mistake.at.clone()).unwrap_or_default();
    let (text, arg): (Text, &str) = match mistake.kind {
        MistakeKind::UnknownProgram { similar: Some(name) }
        | MistakeKind::UnknownAction { similar: Some(name) }
        | MistakeKind::UnknownOption { similar: Some(name) } => {
            (t("是不是想输入 {0}？", "Did you mean {0}?"), name)
        }
        MistakeKind::UnknownProgram { similar: None } => (
            t(
                "这里没有 {0}。输入 help 看能做什么。",
                "There is no {0} here. Type help to see what there is.",
            ),
            written,
        ),
        MistakeKind::UnknownAction { similar: None } => (
            t(
                "这里的 flink 会 run、list、cancel、stop、savepoint。",
                "Here, flink can run, list, cancel, stop and savepoint.",
            ),
            "",
        ),
        MistakeKind::UnknownOption { similar: None } => {
            (t("没有 {0} 这个选项。", "There is no option {0}."), written)
        }
        MistakeKind::NotSimulated => (
            t(
                "真实的 Flink 有 {0}，这个模拟器（还）没有。",
                "Real Flink has {0}; this simulator does not (yet).",
            ),
            written,
        ),
        MistakeKind::MissingValue => (t("{0} 后面要有一个值。", "{0} takes a value."), written),
        MistakeKind::MissingArgument(what) => {
            (t("后面还缺 {0}。", "{0} is missing at the end."), what)
        }
        MistakeKind::OpenQuote => (t("引号没有合上。", "A quote is not closed."), ""),
        MistakeKind::Redirection => (
            t(
                "没加引号的 < 和 > 是 shell 的重定向。把尖括号连同里面的字换成真的值。",
                "An unquoted < or > redirects in a shell. Put the real value in place of the angle brackets.",
            ),
            "",
        ),
        MistakeKind::NoSuchJob => return no_such_job(lang, scenario),
        MistakeKind::NoSuchSavepoint => (
            t(
                "那里没有完成了的保存点：{0}。真实的 flink run 照样提交，作业到启动时才失败。",
                "No completed savepoint lies there: {0}. The real flink run submits all the same; the job then fails as it starts.",
            ),
            written,
        ),
        MistakeKind::NoSuchProcess => (
            t(
                "没有这样一个活着的进程。TaskManager 叫 tm-0、tm-1……",
                "No such process is alive. TaskManagers are called tm-0, tm-1, ...",
            ),
            "",
        ),
        MistakeKind::OtherTarget => (other_target(&scenario.provider), written),
        MistakeKind::OtherProvider => (other_provider(&scenario.provider), ""),
    };
    text.fill(lang, &[arg])
}

const fn other_target(provider: &Provider) -> Text {
    match provider {
        Provider::Standalone { .. } => t(
            "{0} 要的不是这个集群：这里是 standalone 会话，目标是 remote。",
            "{0} wants another cluster: this is a standalone session, its target is remote.",
        ),
        Provider::Yarn { .. } => t(
            "{0} 要的不是这个集群：这里是 YARN 会话，目标是 yarn-session。",
            "{0} wants another cluster: this is a YARN session, its target is yarn-session.",
        ),
        Provider::Kubernetes { .. } => t(
            "{0} 要的不是这个集群：这里是 Kubernetes 会话，目标是 kubernetes-session。",
            "{0} wants another cluster: this is a Kubernetes session, its target is kubernetes-session.",
        ),
    }
}

const fn other_provider(provider: &Provider) -> Text {
    match provider {
        Provider::Standalone { .. } => t(
            "这里没有 YARN：用 start-cluster.sh 和 stop-cluster.sh。",
            "There is no YARN here: use start-cluster.sh and stop-cluster.sh.",
        ),
        Provider::Yarn { .. } => t(
            "这个集群由 YARN 管：用 yarn-session.sh 启动，用 echo \"stop\" | yarn-session.sh -id … 停止。",
            "YARN runs this cluster: start it with yarn-session.sh, stop it with echo \"stop\" | yarn-session.sh -id ….",
        ),
        Provider::Kubernetes { .. } => t(
            "这个集群由 Kubernetes 管：用 kubernetes-session.sh 启动，用 kubectl delete deployment 停止。",
            "Kubernetes runs this cluster: start it with kubernetes-session.sh, stop it with kubectl delete deployment.",
        ),
    }
}

fn no_such_job(lang: Lang, scenario: &Scenario) -> String {
    let names: Vec<&str> = scenario.jobs.iter().map(|job| job.name.as_str()).collect();
    let text = t("没有这个作业。这里有：{0}。", "There is no such job. There are: {0}.");
    let separator = match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    };
    text.fill(lang, &[&names.join(separator)])
}

/// What can be typed on this cluster.
pub fn help(scenario: &Scenario) -> Vec<String> {
    let jar = scenario.jobs.first().map_or("job", |job| job.name.as_str());
    let (start, stop): (&[&str], &[&str]) = match scenario.provider {
        Provider::Standalone { .. } => (
            &["bin/start-cluster.sh", "bin/jobmanager.sh start", "bin/taskmanager.sh start"],
            &["bin/stop-cluster.sh"],
        ),
        Provider::Yarn { .. } => (
            &["bin/yarn-session.sh -nm test -d"],
            &["echo \"stop\" | bin/yarn-session.sh -id application_1622535605178_0003"],
        ),
        Provider::Kubernetes { .. } => (
            &["bin/kubernetes-session.sh -Dkubernetes.cluster-id=my-session"],
            &["kubectl delete deployment/my-session"],
        ),
    };
    let mut lines: Vec<String> = start.iter().map(|line| (*line).to_owned()).collect();
    lines.push(format!("bin/flink run -d {jar}.jar"));
    lines.push("bin/flink list -a".to_owned());
    lines.push(format!("bin/flink cancel {jar}"));
    lines.push(format!("bin/flink stop -p hdfs:///savepoints {jar}"));
    lines.push("kill -9 tm-0".to_owned());
    lines.push("kill -9 jobmanager".to_owned());
    lines.extend(stop.iter().map(|line| (*line).to_owned()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standalone() -> Scenario {
        Scenario {
            version: FlinkVersion::V2_0,
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
            "flink run -detach x.jar",
            "flink run -foo x.jar",
            "flink run-application x.jar",
            "flink run -c",
            "flink run",
            "flink cancel",
            "flink cancel <jobId>",
            "flink stop",
            "flink run \"x.jar",
        ];
        for line in lines {
            let mistake = model::command::parse(line).expect_err("each of these is a mistake");
            for lang in Lang::ALL {
                let hint = hint(lang, &mistake, line, &standalone());
                assert!(!hint.is_empty() && !hint.contains('{'), "{line}: {hint}");
            }
        }
    }

    #[test]
    fn a_client_of_2_0_does_not_know_run_application() {
        let line = "flink run-application x.jar";
        let mistake = model::command::parse(line).expect_err("not simulated");
        let said = real_message(&mistake, line, FlinkVersion::V2_0);
        assert_eq!(said.as_deref(), Some("\"run-application\" is not a valid action."));
        assert_eq!(real_message(&mistake, line, FlinkVersion::V1_20), None);
    }
}
