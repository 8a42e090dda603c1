//! What to do instead of a line that cannot be done, in the reader's language.
//!
//! In: a [`Mistake`], the line, the scenario. Out: a sentence. A limit of the simulator is said to be one.
//! Deliberately absent: what the real program prints (`real`).

use super::named;
use crate::words::Lang;
use crate::words::text::{Text, t};
use model::command::{Mistake, MistakeKind, OtherVersion};
use model::{Provider, Scenario};

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
        MistakeKind::UnknownProgram { .. } if is_of_yaml(written) => (
            t(
                "{0} 像是 YAML 或 Dockerfile 里的一行，不是命令：清单用 kubectl apply -f 交上去，配置写进文件；整段可以贴到“拆开来看”那一页。",
                "{0} looks like a line of YAML or of a Dockerfile, no command: kubectl apply -f takes a manifest, a file takes settings; the page that takes lines apart reads all of it.",
            ),
            "",
        ),
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

/// `image:`, `FROM`: the first word of a line of a manifest, a configuration file or a Dockerfile.
fn is_of_yaml(written: &str) -> bool {
    let instruction = ["FROM", "COPY", "ADD", "ENV", "CMD", "ENTRYPOINT", "RUN", "WORKDIR", "USER"];
    (written.len() > 1 && written.ends_with(':'))
        || instruction.contains(&written)
        || written == "---"
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
