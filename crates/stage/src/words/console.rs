//! What the terminal says about a typed line that cannot be done, and its help.
//!
//! In: a [`Mistake`], the line. Out: what Flink's own client prints (English, if it prints anything),
//! and a sentence in the reader's language with what to do instead.

use super::Lang;
use super::text::{Text, fill, t};
use model::command::table::{self, Takes};
use model::command::{LeftOut, Mistake, MistakeKind, OtherVersion};
use model::{FlinkVersion, Provider, Scenario};

/// What the real program prints about the mistake; `None`: it is not a program's to complain.
pub fn real_message(mistake: &Mistake, line: &str) -> Option<String> {
    let written = mistake.at.of(line);
    let has = |action: &str| line.split(' ').any(|word| word == action);
    let run = has("run");
    let template = match mistake.kind {
        MistakeKind::UnknownProgram { .. } => "bash: {0}: command not found",
        MistakeKind::UnknownAction { .. }
        | MistakeKind::OtherVersion(OtherVersion::RunApplicationRemoved) => {
            "\"{0}\" is not a valid action."
        }
        // Commons CLI takes an unknown option for the first argument: the jar.
        MistakeKind::UnknownOption { .. } if run => {
            "Could not get job jar and dependencies from JAR file: JAR file does not exist: {0}"
        }
        MistakeKind::MissingArgument("<jar-file>") => {
            "Java program should be specified a JAR file."
        }
        MistakeKind::MissingArgument("<jobId>") if has("stop") => "Missing JobId",
        MistakeKind::MissingArgument("<jobId>") if has("savepoint") => {
            "Missing JobID. Specify a Job ID to trigger a savepoint."
        }
        MistakeKind::MissingArgument("<jobId>") => {
            "Missing JobID. Specify a JobID to cancel a job."
        }
        MistakeKind::MissingValue => "Missing argument for option: {0}",
        MistakeKind::NoSuchRoom { manager, .. } => {
            let line = "The cluster does not have the requested resources for the {0} available!";
            return Some(fill(line, &[manager]));
        }
        MistakeKind::Redirection => "bash: syntax error near unexpected token `newline'",
        MistakeKind::OtherVersion(OtherVersion::WantsRun) => return None,
        MistakeKind::OtherVersion(_) | MistakeKind::UnknownTarget { .. } if run => {
            "No ExecutorFactory found to execute the application."
        }
        MistakeKind::OtherVersion(_) | MistakeKind::UnknownTarget { .. } => {
            "No ClusterClientFactory found."
        }
        MistakeKind::NoSuchApplication => "Application with id '{0}' doesn't exist in RM.",
        MistakeKind::OpenQuote
        | MistakeKind::BadValue(_)
        | MistakeKind::WidePunctuation
        | MistakeKind::JarNotThere
        | MistakeKind::NotSimulated
        | MistakeKind::UnknownOption { .. }
        | MistakeKind::AmbiguousOption { .. }
        | MistakeKind::MissingArgument(_)
        | MistakeKind::NoSuchJob
        | MistakeKind::NoSuchSavepoint
        | MistakeKind::NoSuchProcess
        | MistakeKind::NoSuchCluster
        | MistakeKind::NothingToInterrupt
        | MistakeKind::NobodyListens
        | MistakeKind::OtherTarget
        | MistakeKind::OtherProvider => return None,
    };
    let written = match mistake.kind {
        MistakeKind::MissingValue => written.trim_start_matches('-'),
        _ => written,
    };
    Some(fill(template, &[written]))
}

/// What to do instead, in the reader's language.
pub fn hint(lang: Lang, mistake: &Mistake, line: &str, scenario: &Scenario) -> String {
    let written = mistake.at.of(line);
    let most;
    let (text, arg): (Text, &str) = match mistake.kind {
        MistakeKind::UnknownProgram { similar: Some(name) }
        | MistakeKind::UnknownAction { similar: Some(name) }
        | MistakeKind::UnknownOption { similar: Some(name) }
        | MistakeKind::AmbiguousOption { similar: Some(name) }
        | MistakeKind::UnknownTarget { similar: Some(name) } => {
            (t("是不是想输入 {1}？", "Did you mean {1}?"), name)
        }
        MistakeKind::MissingArgument(what) => {
            (t("后面还缺 {1}。", "{1} is missing at the end."), what)
        }
        MistakeKind::BadValue(like) => (
            t("{0} 不是这里能用的值，要像 {1} 这样。", "{0} is no value here; one looks like {1}."),
            like,
        ),
        MistakeKind::NoSuchRoom { most_mib, .. } => {
            most = most_mib.to_string();
            let text = t(
                "YARN 这里的一个容器最多 {1} MiB，要的是 {0}。",
                "A container of this YARN has {1} MiB at most, not {0}.",
            );
            (text, &most)
        }
        MistakeKind::NoSuchJob => return no_such_job(lang, scenario),
        MistakeKind::OtherTarget => {
            let [target, ..] = session(&scenario.provider);
            let text = t(
                "{0} 要的不是这里的平台：这里会话的目标是 {1}。",
                "{0} wants another platform: the target of a session is {1} here.",
            );
            (text, target)
        }
        MistakeKind::OtherProvider => {
            let [_, start, stop] = session(&scenario.provider);
            let text = t(
                "这里是另一种平台：用 {0} 启动会话，用 {1} 停止。",
                "This is another platform: a session is started with {0} and stopped with {1}.",
            );
            return text.fill(lang, &[start, stop]);
        }
        MistakeKind::OtherVersion(what) => (other_version(what), ""),
        kind => (plain(kind), ""),
    };
    text.fill(lang, &[written, arg])
}

/// The sentence about a mistake that needs no more than the words that are wrong.
const fn plain(kind: MistakeKind) -> Text {
    match kind {
        MistakeKind::UnknownProgram { .. } => t(
            "这里没有 {0}。输入 help 看能做什么。",
            "There is no {0} here. Type help to see what there is.",
        ),
        MistakeKind::UnknownAction { .. } => t(
            "这里的 flink 会 run、list、cancel、stop、savepoint。",
            "Here, flink can run, list, cancel, stop and savepoint.",
        ),
        MistakeKind::UnknownOption { .. } => t("没有 {0} 这个选项。", "There is no option {0}."),
        MistakeKind::AmbiguousOption { .. } => {
            t("不止一个选项以 {0} 开头。", "More than one option begins with {0}.")
        }
        MistakeKind::UnknownTarget { .. } => t("没有 {0} 这个目标。", "There is no target {0}."),
        MistakeKind::NotSimulated => t(
            "这个模拟器不做 {0}（真实的程序也许会）。",
            "This simulator does not do {0} (the real program may).",
        ),
        MistakeKind::MissingValue => t("{0} 后面要有一个值。", "{0} takes a value."),
        MistakeKind::WidePunctuation => t(
            "{0} 是中文标点或排版符号，shell 不认得。换成半角的，或把整个词放进引号。",
            "A shell does not know {0}: write the plain ASCII sign, or put the word in quotes.",
        ),
        MistakeKind::JarNotThere => t(
            "{0} 在客户端的机器上，JobManager 的容器里没有它：打进镜像，写成 local:///opt/flink/usrlib/….jar。",
            "{0} is on the client's machine, not in the JobManager's container: put it into the image and write local:///opt/flink/usrlib/….jar.",
        ),
        MistakeKind::OpenQuote => t("引号没有合上。", "A quote is not closed."),
        MistakeKind::Redirection => t(
            "没加引号的 < 和 > 是 shell 的重定向。把尖括号连同里面的字换成真的值。",
            "An unquoted < or > redirects in a shell. Put the real value in place of the angle brackets.",
        ),
        MistakeKind::NoSuchSavepoint => t(
            "那里没有完成了的 savepoint：{0}。真实的 flink run 照样提交，作业到启动时才失败。",
            "No completed savepoint lies there: {0}. The real flink run submits all the same; the job then fails as it starts.",
        ),
        MistakeKind::NoSuchProcess => t(
            "没有这样一个活着的进程。TaskManager 叫 tm-0、tm-1……",
            "No such process is alive. TaskManagers are called tm-0, tm-1, ...",
        ),
        MistakeKind::NoSuchApplication => t(
            "有哪些应用，看 yarn application -list。",
            "yarn application -list tells which there are.",
        ),
        MistakeKind::NoSuchCluster => t("没有叫 {0} 的集群。", "There is no cluster called {0}."),
        MistakeKind::NothingToInterrupt => {
            t("终端里没有在等的客户端。", "No client is waiting in this terminal.")
        }
        MistakeKind::NobodyListens => t(
            "{0} 是分离的，不读标准输入：stop 没有人听。不要写 -d；在 Kubernetes 上要加 -Dexecution.attached=true，不然没有这个会话，它还会新开一个。",
            "{0} is detached and reads no input: nobody hears “stop”. Leave out -d; on Kubernetes add -Dexecution.attached=true, without which it even opens a session if there is none.",
        ),
        // They need more than the words that are wrong: `hint` has them.
        MistakeKind::MissingArgument(_)
        | MistakeKind::BadValue(_)
        | MistakeKind::NoSuchRoom { .. }
        | MistakeKind::NoSuchJob
        | MistakeKind::OtherTarget
        | MistakeKind::OtherProvider
        | MistakeKind::OtherVersion(_) => t("", ""),
    }
}

/// The other way between `run` and `run-application`, and what replaced the per-job mode.
const fn other_version(what: OtherVersion) -> Text {
    match what {
        OtherVersion::RunApplicationRemoved => t(
            "2.0 起没有 run-application：写 flink run -t yarn-application（或 kubernetes-application）。",
            "Since 2.0 there is no run-application: write flink run -t yarn-application (or kubernetes-application).",
        ),
        OtherVersion::PerJobRemoved => t(
            "2.0 起没有单作业模式：换成应用模式的目标。",
            "Since 2.0 there is no per-job mode: use a target of application mode.",
        ),
        OtherVersion::WantsRunApplication => t(
            "1.x 里 {0} 属于 flink run-application；flink run 从 2.0 起才认它。",
            "In 1.x, {0} belongs to flink run-application; flink run takes it since 2.0.",
        ),
        OtherVersion::WantsRun => t(
            "run-application 要一个应用模式的目标；{0} 要用 flink run。",
            "run-application wants a target of application mode; {0} goes with flink run.",
        ),
    }
}

/// What of a line had no effect, if anything.
pub fn left_out(lang: Lang, left: &LeftOut) -> Vec<String> {
    let mut told = Vec::new();
    for (words, text) in [
        (
            &left.by_model,
            t(
                "模型不管这些，真实的 Flink 会照办：{0}",
                "Real Flink obeys these, the model does not: {0}",
            ),
        ),
        (
            &left.by_flink,
            t(
                "真实的 Flink 也会悄悄忽略：{0}",
                "Real Flink overlooks these, too, and does not say so: {0}",
            ),
        ),
    ] {
        if !words.is_empty() {
            told.push(text.fill(lang, &[&words.join(" ")]));
        }
    }
    told
}

/// What `-h` prints: the options of some sets in a version, without what they mean.
pub fn usage(sets: &'static str, version: FlinkVersion) -> Vec<String> {
    let there = table::of(sets).filter(|opt| opt.exists_in(version));
    let row = |opt: table::Opt| {
        let comma = if opt.short.is_empty() || opt.long.is_empty() { "" } else { "," };
        let value = match opt.takes {
            Takes::Nothing => "",
            Takes::Property => " <property=value>",
            Takes::Value | Takes::Perhaps | Takes::Values => " <arg>",
        };
        ["     ", opt.short, comma, opt.long, value].concat()
    };
    there.map(row).collect()
}

/// What is said of a line that is not read.
pub fn too_long(lang: Lang, characters: usize, most: usize) -> String {
    t(
        "这一行有 {0} 个字符，没有执行：这里的一行最多 {1} 个字符。",
        "This line has {0} characters and was not run: a line has at most {1} here.",
    )
    .fill(lang, &[&characters.to_string(), &most.to_string()])
}

/// What is said of more lines than are run at once.
pub fn too_many_lines(lang: Lang, lines: usize, most: usize) -> String {
    t(
        "一次粘贴了 {0} 行，都没有执行：一次最多 {1} 行。",
        "{0} lines at once, none of which was run: at most {1} are.",
    )
    .fill(lang, &[&lines.to_string(), &most.to_string()])
}

/// What is said about a command of the machine: `hdfs`, `start-dfs.sh`.
pub fn outside(lang: Lang, program: &str) -> String {
    t(
        "{0} 是 Flink 之外的事：模拟的机器上已经备好了。",
        "{0} is not Flink's business: on the simulated machines it is taken care of.",
    )
    .fill(lang, &[program])
}

/// What a session is called here, how it is started, and how it is stopped.
const fn session(provider: &Provider) -> [&'static str; 3] {
    match provider {
        Provider::Standalone { .. } => ["remote", "start-cluster.sh", "stop-cluster.sh"],
        Provider::Yarn { .. } => {
            ["yarn-session", "yarn-session.sh", "echo \"stop\" | yarn-session.sh -id …"]
        }
        Provider::Kubernetes { .. } => [
            "kubernetes-session",
            "kubernetes-session.sh",
            "echo \"stop\" | kubernetes-session.sh -Dkubernetes.cluster-id=… -Dexecution.attached=true",
        ],
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

/// What can be typed on this cluster; {0} is a job, {1} is the action of application mode.
pub fn help(scenario: &Scenario) -> Vec<String> {
    let jobs = scenario.jobs.first().map(|job| &job.name);
    let name = jobs.or(scenario.programs.first().map(|program| &program.name));
    let name = name.map_or("job", |name| name.as_str());
    let traits = scenario.version.traits();
    let run = if traits.has_run_application { "run-application" } else { "run" };
    let own = match scenario.provider {
        Provider::Standalone { .. } => {
            "bin/start-cluster.sh\nbin/stop-cluster.sh\nbin/standalone-job.sh start --job-classname {0}\nbin/jobmanager.sh start\nbin/taskmanager.sh start"
        }
        Provider::Yarn { .. } => {
            "bin/yarn-session.sh -nm test -d\necho \"stop\" | bin/yarn-session.sh -id application_1622535605178_0003\nbin/flink {1} -t yarn-application {0}.jar\nyarn application -list\nyarn application -kill application_1622535605178_0003"
        }
        Provider::Kubernetes { .. } => {
            "bin/kubernetes-session.sh -Dkubernetes.cluster-id=my-session\nkubectl delete deployment/my-session\nbin/flink {1} -t kubernetes-application local:///opt/flink/usrlib/{0}.jar"
        }
    };
    let common = "bin/flink run -d {0}.jar\nbin/flink list -a\nbin/flink cancel {0}\nbin/flink stop -p hdfs:///savepoints {0}\nkill -9 tm-0\nkill -9 jobmanager";
    let mut lines = Vec::new();
    for text in [own, common] {
        lines.extend(text.split('\n').map(|line| fill(line, &[name, run])));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standalone() -> Scenario {
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
            "flink checkpoint x",
            "flink run -t foo x.jar",
            "yarn application -kill",
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

    #[test]
    fn whatever_help_names_can_be_typed() {
        for line in help(&standalone()) {
            assert!(model::command::parse(&line, model::FlinkVersion::V2_0).is_ok(), "{line}");
        }
    }
}
