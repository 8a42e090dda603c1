//! What the terminal says about a typed line that cannot be done.
//!
//! In: a [`Mistake`], the line. Out: what Flink's own client prints (English, if it prints anything),
//! and a sentence in the reader's language with what to do instead. What is told beside an answer is in `aside`, what can be
//! typed in `help`.

mod aside;
mod help;

use super::Lang;
use super::text::{Text, fill, t};
use model::command::{Mistake, MistakeKind, OtherVersion};
use model::{Provider, Scenario};

pub use aside::{
    left_out, no_such_filter, not_piped, outside, too_long, too_many_lines, unset, variables,
};
pub use help::{help, usage};

/// What is typed in the terminal, for those who cannot see it.
pub const INPUT: Text = t("输入一条命令", "Type a command");
/// Leads to the desk for lines.
pub const TAKE_APART: Text = t("拆开来看", "Take it apart");
/// Stands in the empty line.
pub const HINT: Text = t("输入 help 看有哪些命令", "type help to see what works");

const NO_SUCH_JAR: &str =
    "Could not get job jar and dependencies from JAR file: JAR file does not exist: {0}";

/// What the real program prints about the mistake; `None`: it is not a program's to complain.
#[expect(clippy::too_many_lines, reason = "an arm for each kind of mistake")]
pub fn real_message(mistake: &Mistake, line: &str) -> Option<String> {
    let written = mistake.at.of(line);
    let has = |action: &str| line.split(' ').any(|word| word == action);
    let run = has("run") || has("run-application");
    let template = match mistake.kind {
        MistakeKind::UnknownProgram { .. } => "bash: {0}: command not found",
        MistakeKind::UnknownAction { .. }
        | MistakeKind::OtherVersion(OtherVersion::RunApplicationRemoved) => {
            "\"{0}\" is not a valid action."
        }
        // Commons CLI takes an unknown option for the first argument: the jar.
        MistakeKind::UnknownOption { .. } if run || has("info") => NO_SUCH_JAR,
        MistakeKind::UnknownOption { .. } if line.contains("flink ") => "Unrecognized option: {0}",
        MistakeKind::MissingArgument("<jar-file>") => {
            "Java program should be specified a JAR file."
        }
        MistakeKind::MissingArgument("<jobId>") if has("stop") => "Missing JobId",
        MistakeKind::MissingArgument("<jobId>") if has("savepoint") => {
            "Missing JobID. Specify a Job ID to trigger a savepoint."
        }
        MistakeKind::MissingArgument("<jobId>") if has("checkpoint") => {
            "Missing JobID. Specify a Job ID to manipulate a checkpoint."
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
        MistakeKind::OtherVersion(OtherVersion::WantsRun) => {
            let yarn = written.starts_with("yarn");
            let platform = if yarn { "Yarn" } else { "Kubernetes" };
            let target = if yarn { "yarn" } else { "kubernetes" };
            let text = "Couldn't deploy {0} Application Cluster. Expected deployment.target={1}-application but actual one was \"{2}\"";
            return (written != "remote").then(|| fill(text, &[platform, target, written]));
        }
        // It is neither an address nor, any more, a target.
        MistakeKind::OtherVersion(_) if written == "yarn-cluster" => {
            "java.lang.IllegalStateException"
        }
        MistakeKind::OtherVersion(_) | MistakeKind::UnknownTarget { .. } if run => {
            "No ExecutorFactory found to execute the application."
        }
        MistakeKind::OtherVersion(_) | MistakeKind::UnknownTarget { .. } => {
            "No ClusterClientFactory found."
        }
        MistakeKind::NoSuchApplication => "Application with id '{0}' doesn't exist in RM.",
        MistakeKind::NoSuchJar => NO_SUCH_JAR,
        MistakeKind::NoSuchClass
            if !line.contains("application") && !line.contains("standalone-job") =>
        {
            "org.apache.flink.client.program.ProgramInvocationException: The program's entry point class '{0}' was not found in the jar file."
        }
        MistakeKind::InvalidJobId => {
            "Cannot parse JobID from \"{0}\". The expected format is [0-9a-fA-F]{32}, e.g. fd72014d4c864993a2e5a9287b4a9c5d."
        }
        MistakeKind::InvalidApplicationId => {
            "java.lang.IllegalArgumentException: Invalid ApplicationId: {0}"
        }
        MistakeKind::ApplicationOver => {
            "java.lang.RuntimeException: The Yarn application {0} doesn't run anymore."
        }
        MistakeKind::AddressWithoutPort => {
            "The given host:port ('{0}') doesn't contain a valid port"
        }
        MistakeKind::ClusterExists => {
            "org.apache.flink.client.deployment.ClusterDeploymentException: The Flink cluster {0} already exists."
        }
        MistakeKind::OnlyLocalJars => {
            "java.lang.IllegalArgumentException: Only \"local\" is supported as schema for application mode. This assumes that the jar is located in the image, not the Flink client. An example of such path is: local:///opt/flink/examples/streaming/WindowJoin.jar"
        }
        // The program's environment refuses it, not the client.
        MistakeKind::NotPositive if key_before(mistake, line).is_some() => {
            "org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: Parallelism must be at least one, or ExecutionConfig.PARALLELISM_DEFAULT (use system default)."
        }
        MistakeKind::NotPositive => "The parallelism must be a positive number: {0}",
        MistakeKind::BadClasspath => "Bad syntax for classpath: {0}",
        MistakeKind::NotAmong { class, words } => {
            let text = "java.lang.IllegalArgumentException: Could not parse value for enum class org.apache.flink.{0}. Expected one of: [[{1}]]";
            return Some(fill(text, &[class, words]));
        }
        MistakeKind::BadValue(_) => {
            let key = key_before(mistake, line)?;
            return Some(fill("Could not parse value '{0}' for key '{1}'.", &[written, key]));
        }
        MistakeKind::NoSuchCluster if line.contains("flink") => {
            "org.apache.flink.client.deployment.ClusterRetrieveException: Could not get the rest endpoint of {0}"
        }
        MistakeKind::NoSuchAttempt => "Application attempt with id '{0}' doesn't exist in RM.",
        MistakeKind::OpenQuote
        | MistakeKind::NoSuchClass
        | MistakeKind::NoZooKeeper
        | MistakeKind::BeyondModel(_)
        | MistakeKind::OnlyPeriodic
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
    let path;
    let written = match mistake.kind {
        MistakeKind::MissingValue => written.trim_start_matches('-'),
        // Java writes a path with single slashes.
        MistakeKind::NoSuchJar if written.contains("//") => {
            path = written.replace("///", "/").replace("//", "/");
            &path
        }
        kind => named(kind, written),
    };
    Some(fill(template, &[written]))
}

/// The key whose value is wrong: "a.b" of `-Da.b=x`, where x is.
fn key_before<'l>(mistake: &Mistake, line: &'l str) -> Option<&'l str> {
    let before = line.get(..mistake.at.start)?.trim_end_matches(['"', '\'']).strip_suffix('=')?;
    let word = before.rsplit(' ').next()?;
    let key = word.trim_start_matches(['"', '\'']);
    Some(key.strip_prefix("-yD").or(key.strip_prefix("-D")).unwrap_or(key))
}

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

/// What to do instead, in the reader's language.
#[expect(clippy::too_many_lines, reason = "an arm for each kind of mistake")]
pub fn hint(lang: Lang, mistake: &Mistake, line: &str, scenario: &Scenario) -> String {
    let written = named(mistake.kind, mistake.at.of(line));
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
        MistakeKind::BeyondModel(most) => (
            t(
                "真实的 Flink 照收 {0}；这个模拟器最多到 {1}。",
                "Real Flink takes {0}; this simulator goes up to {1}.",
            ),
            most,
        ),
        MistakeKind::NoSuchRoom { most_mib, .. } => {
            most = most_mib.to_string();
            let text = t(
                "YARN 这里的一个容器最多 {1} MiB，要的是 {0}。",
                "A container of this YARN has {1} MiB at most, not {0}.",
            );
            (text, &most)
        }
        MistakeKind::NoSuchJob | MistakeKind::NoSuchClass => return no_such_job(lang, scenario),
        // A line of its own that begins with an option, or is a jar: it belongs to the line before.
        MistakeKind::UnknownProgram { .. }
            if written.starts_with('-') || written.ends_with(".jar") =>
        {
            (
                t(
                    "{0} 像是上一行的后半截：要续行，上一行末尾得有一个 \\，后面什么也不能有。",
                    "{0} looks like the rest of the line before, which must end with a \\ to go on.",
                ),
                "",
            )
        }
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
        MistakeKind::NotAmong { words, .. } => {
            (t("{0} 不行，只有 {1}。", "Not {0}: there are {1}."), words)
        }
        MistakeKind::NoSuchJar if written.starts_with("local://") => (
            t(
                "local:// 是说“在镜像里”，只有 Kubernetes 的应用模式认它；这里写客户端机器上的路径。",
                "local:// means inside the image, which only application mode on Kubernetes knows: write a path of the client's machine.",
            ),
            "",
        ),
        MistakeKind::NoSuchJar if written.contains("://") => (
            t(
                "客户端只在自己的机器上找 jar：{0} 要先下载下来。",
                "The client looks for the jar on its own machine: download {0} first.",
            ),
            "",
        ),
        kind => (plain(kind), ""),
    };
    text.fill(lang, &[written, arg])
}

/// The sentence about a mistake that needs no more than the words that are wrong.
#[expect(clippy::too_many_lines, reason = "an arm for each kind of mistake")]
const fn plain(kind: MistakeKind) -> Text {
    match kind {
        MistakeKind::UnknownProgram { .. } => t(
            "这里没有 {0}。输入 help 看能做什么。",
            "There is no {0} here. Type help to see what there is.",
        ),
        MistakeKind::UnknownAction { .. } => t(
            "flink 会 run、run-application（1.x）、info、list、cancel、stop、savepoint、checkpoint（1.19 起）。",
            "flink knows run, run-application (1.x), info, list, cancel, stop, savepoint and checkpoint (since 1.19).",
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
        MistakeKind::NoSuchJar => t(
            "客户端的机器上没有 {0}。有哪些 jar，看 ls。",
            "There is no {0} on the client's machine; ls tells which jars there are.",
        ),
        MistakeKind::InvalidJobId => t(
            "要写完整的 JobID，32 位十六进制：作业名和缩短的都不行。flink list 会列出来。",
            "The whole JobID is wanted, 32 hexadecimal digits, no name and no abbreviation: flink list tells.",
        ),
        MistakeKind::InvalidApplicationId => t(
            "{0} 不是应用的 ID：占位的字要换成真的号码，看 yarn application -list。",
            "{0} is no application's id: put in the real one, which yarn application -list tells.",
        ),
        MistakeKind::ApplicationOver => t(
            "{0} 已经结束了。再开一个会话，会有新的号码。",
            "{0} has ended. Another session gets another number.",
        ),
        MistakeKind::NoSuchAttempt => t(
            "有哪几次尝试，看 yarn applicationattempt -list。",
            "yarn applicationattempt -list tells which there are.",
        ),
        MistakeKind::AddressWithoutPort => t(
            "-m 要的是 REST 的地址，主机:端口；部署目标用 -t 写。",
            "-m wants the REST address, host:port; a target is named with -t.",
        ),
        MistakeKind::ClusterExists => t(
            "换一个 kubernetes.cluster-id，或者先删掉那个集群。",
            "Choose another kubernetes.cluster-id, or delete that cluster first.",
        ),
        MistakeKind::OnlyLocalJars => t(
            "1.19 以前，应用模式的 jar 必须在镜像里：local:///opt/flink/usrlib/….jar。",
            "Before 1.19 the jar of application mode must be in the image: local:///opt/flink/usrlib/….jar.",
        ),
        MistakeKind::NotPositive => t(
            "并行度从 1 起（1.13 以后，-1 是用默认值）。",
            "A parallelism is 1 or more; after 1.13, -1 stands for the default.",
        ),
        MistakeKind::BadClasspath => t(
            "-C 要的是 URL：file:///opt/….jar，每台机器上都得有。",
            "-C wants a URL, file:///opt/….jar, which each machine must have.",
        ),
        MistakeKind::OnlyPeriodic => t(
            "真实的 Flink 会马上做一次 checkpoint；这个模拟器只按 execution.checkpointing.interval 做。",
            "Real Flink would take a checkpoint at once; this simulator takes them at execution.checkpointing.interval only.",
        ),
        MistakeKind::NoZooKeeper => {
            t("这里的高可用不用 ZooKeeper。", "High availability does without ZooKeeper here.")
        }
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
        | MistakeKind::NotAmong { .. }
        | MistakeKind::BeyondModel(_)
        | MistakeKind::NoSuchRoom { .. }
        | MistakeKind::NoSuchJob
        | MistakeKind::NoSuchClass
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

#[cfg(test)]
mod tests {
    use super::*;

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
