//! What an option is, in both languages, with an example; what the actions and the programs are.
//!
//! In: an [`Opt`], a [`Program`]. Out: a [`Doc`]. Every option of the table has one (a test goes over all).
//! Deliberately absent: names, values and versions (`model::command::table` has them).

use crate::keys::ReadBy;
use crate::line::Line;
use crate::program::Program;
use model::command::Platform;
use model::command::table::Opt;
use stage::words::{Text, t};

/// What is said of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doc {
    /// What it is.
    pub text: Text,
    /// Who reads it.
    pub read_by: &'static [ReadBy],
    /// Where the book tells of it: "yarn.md#queues".
    pub chapter: &'static str,
    /// How it is written.
    pub example: &'static str,
}

macro_rules! docs {
    ($($name:literal = $zh:literal, $en:literal, [$($reader:ident)*], $chapter:literal, $example:literal;)*) => {
        const DOCS: &[(&str, Doc)] = &[$(($name, Doc {
            text: t($zh, $en),
            read_by: &[$(ReadBy::$reader),*],
            chapter: $chapter,
            // A page shows the line itself.
            example: if cfg!(target_family = "wasm") { "" } else { $example },
        }),)*];
    };
}

docs! {
    "--arguments" = "main() 的参数；平常写在 jar 后面。", "Arguments of main(); usually they stand behind the jar.", [Main], "commands.md#run", "--arguments a b";
    "--class" = "主类：jar 的清单里写了就不用给。", "The class with main(); not needed where the jar's manifest names it.", [Client Main], "commands.md#run", "-c com.example.Main";
    "--classpath" = "给用户代码的类加载器加一个 URL；每台机器都要能打开它。", "A URL for the class loader of user code; every machine must be able to open it.", [Main JobManager TaskManager], "session.md#submission", "-C file:///opt/libs/dep.jar";
    "--claimMode" = "恢复以后 savepoint 归谁：NO_CLAIM、CLAIM 或 LEGACY（2.x 没有 LEGACY 了）。", "Whose the savepoint is after the restore: NO_CLAIM, CLAIM or LEGACY.", [Main JobManager], "session.md#upgrade", "-cm CLAIM";
    "--restoreMode" = "-cm 在 1.20 以前的名字。", "The name of -cm before 1.20.", [Main JobManager], "session.md#upgrade", "-rm CLAIM";
    "--detached" = "分离：交完就走，不等结束。", "Detached: submit and leave, without waiting for the end.", [Client], "session.md#client", "-d";
    "--yarndetached" = "就是 -d。", "The same as -d.", [Client], "session.md#client", "-d";
    "--help" = "打印帮助。", "Prints the help.", [Client], "commands.md", "-h";
    "--verbose" = "已经没有作用。", "Has no effect any more.", [Nobody], "commands.md", "-v";
    "--jarfile" = "程序的 jar；平常写在选项后面。", "The program's jar; usually it stands behind the options.", [Client], "commands.md#run", "-j app.jar";
    "--allowNonRestoredState" = "savepoint 里有、新程序里没有的状态，丢掉也行。", "State of the savepoint that the new program has no place for may be dropped.", [Main JobManager], "session.md#upgrade", "-n";
    "--parallelism" = "没有自己设并行度的算子用这个值。", "Parallelism of operators that set none themselves.", [Client Main], "slots.md#how-many", "-p 4";
    "--python" = "Python 的入口脚本；这时没有 jar。", "The Python script that is the entry point; then there is no jar.", [Client], "commands.md#run", "-py job.py";
    "--pyArchives" = "随作业送去的压缩包，解开在 Python 工作进程的目录里。", "Archives for the job, unpacked where the Python workers run.", [Client TaskManager], "commands.md#run", "-pyarch venv.zip";
    "--pyClientExecutable" = "客户端用哪个 Python。", "The Python that the client uses.", [Client], "commands.md#run", "-pyclientexec python3";
    "--pyExecutable" = "工作进程用哪个 Python。", "The Python that the workers use.", [Client TaskManager], "commands.md#run", "-pyexec /usr/bin/python3";
    "--pyFiles" = "加进 PYTHONPATH 的文件。", "Files for the PYTHONPATH.", [Client TaskManager], "commands.md#run", "-pyfs deps.zip";
    "--pyModule" = "Python 的入口模块，和 -pyfs 一起用。", "The Python module that is the entry point; goes with -pyfs.", [Client], "commands.md#run", "-pym job";
    "--pyPythonPath" = "工作机器上的 PYTHONPATH。", "The PYTHONPATH on the machines of the workers.", [Client TaskManager], "commands.md#run", "-pypath /opt/python";
    "--pyRequirements" = "requirements.txt：装在工作进程那里。", "A requirements.txt, installed where the workers run.", [Client TaskManager], "commands.md#run", "-pyreq requirements.txt";
    "--fromSavepoint" = "从这个 savepoint（或保留的 checkpoint）恢复。", "Begins with the state of this savepoint, or retained checkpoint.", [Main JobManager], "session.md#upgrade", "-s hdfs:///savepoints/savepoint-1";
    "--shutdownOnAttachedExit" = "前台的客户端被打断时，把作业（和它的集群）也停掉。", "When a waiting client is interrupted, it cancels the job, and with it the job's cluster.", [Client JobManager], "session.md#client", "-sae";
    "--all" = "结束了的也列出来。", "Lists those that are over, too.", [Client], "commands.md#standalone", "-a";
    "--running" = "只列在跑的。", "Lists only running jobs.", [Client], "commands.md#standalone", "-r";
    "--scheduled" = "只列还没跑起来的。", "Lists only scheduled jobs.", [Client], "commands.md#standalone", "-s";
    "--withSavepoint" = "先做 savepoint 再取消；已弃用，用 flink stop。", "Takes a savepoint, then cancels; deprecated, use flink stop.", [Client JobManager], "session.md#upgrade", "-s hdfs:///savepoints";
    "--type" = "savepoint 的格式：canonical（能换状态后端）或 native（更快）。", "The savepoint's format: canonical (state backends can change) or native (faster).", [Client JobManager], "session.md#upgrade", "-type native";
    "--drain" = "先发 MAX_WATERMARK，把窗口都关掉再停。", "Sends MAX_WATERMARK first, so that all windows close.", [Client JobManager], "session.md#upgrade", "--drain";
    "-detached" = "触发了 savepoint 就走，不等它做完。", "Triggers the savepoint and leaves without waiting for it.", [Client], "session.md#upgrade", "-detached";
    "--savepointPath" = "savepoint 放在哪个目录。", "The directory of the savepoint.", [Client JobManager], "session.md#upgrade", "-p hdfs:///savepoints";
    "--dispose" = "删掉这个 savepoint。", "Deletes this savepoint.", [Client JobManager], "session.md#upgrade", "-d hdfs:///savepoints/savepoint-1";
    "--full" = "做一个完整的 checkpoint，不是增量的。", "A full checkpoint, not an incremental one.", [Client JobManager], "commands.md#more", "-full";
    "-D" = "设一个配置键。", "Sets a key of the configuration.", [Client], "commands.md", "-Dkey=value";
    "-yD" = "-m yarn-cluster 时设一个配置键；中间要有空格。", "Sets a key for -m yarn-cluster; a blank stands between.", [Client], "yarn.md#yarn-per-job", "-yD key=value";
    "--executor" = "-t 的旧名字。", "The older name of -t.", [Client], "commands.md", "-t yarn-session";
    "--target" = "部署目标：去哪里、用哪种模式。", "The deployment target: where, and in which mode.", [Client], "choose.md", "-t yarn-application";
    "--jobmanager" = "JobManager 的 REST 地址 host:port；yarn-cluster 是 1.x 的单作业模式。", "The JobManager's REST address, host:port; yarn-cluster is the per-job mode of 1.x.", [Client], "commands.md#run", "-m localhost:8081";
    "--zookeeperNamespace" = "这个集群在 ZooKeeper 里的名字。", "The cluster's name in ZooKeeper.", [Client JobManager TaskManager], "ha.md#yarn", "-z /my-cluster";
    "--yarnapplicationType" = "YARN 列表里的应用类型。", "The application's type in YARN's list.", [Client Yarn], "yarn.md#yarn-per-job", "-yat Flink";
    "--yarnhelp" = "打印会话脚本的帮助。", "Prints the help of the session script.", [Client], "yarn.md", "-yh";
    "--yarnapplicationId" = "交给这个 YARN 会话。", "Goes to this session of YARN.", [Client], "yarn.md#yarn-submit", "-yid application_1622535605178_0003";
    "--yarnjar" = "Flink 自己的 jar 在哪里。", "Where Flink's own jar lies.", [Client], "yarn.md#upload", "-yj flink-dist.jar";
    "--yarnjobManagerMemory" = "JobManager 容器的内存；光写数字是 MB。", "Memory of the JobManager's container; a bare number is MB.", [Client Yarn JobManager], "yarn.md#memory", "-yjm 1600m";
    "--yarnnodeLabel" = "YARN 的节点标签。", "YARN's node label.", [Client Yarn], "yarn.md", "-ynl gpu";
    "--yarnname" = "YARN 列表里的名字。", "The name in YARN's list.", [Client Yarn], "yarn.md#yarn-start", "-ynm night-run";
    "--yarnquery" = "打印 YARN 还有多少内存和核。", "Prints YARN's memory and cores.", [Client Yarn], "yarn.md", "-yq";
    "--yarnqueue" = "YARN 的队列。", "YARN's queue.", [Client Yarn], "yarn.md#queues", "-yqu prod";
    "--yarnslots" = "每个 TaskManager 几个 slot。", "Slots of each TaskManager.", [JobManager TaskManager], "slots.md#how-many", "-ys 2";
    "--yarnship" = "随集群一起运走的目录。", "A directory that is shipped with the cluster.", [Client Yarn], "yarn.md#upload", "-yt ./conf";
    "--yarntaskManagerMemory" = "每个 TaskManager 容器的内存；光写数字是 MB。", "Memory of each TaskManager's container; a bare number is MB.", [JobManager Yarn TaskManager], "yarn.md#memory", "-ytm 2g";
    "--yarnzookeeperNamespace" = "这个集群在 ZooKeeper 里的名字。", "The cluster's name in ZooKeeper.", [Client JobManager TaskManager], "ha.md#yarn", "-yz /my-cluster";
    "--applicationType" = "YARN 列表里的应用类型。", "The application's type in YARN's list.", [Client Yarn], "yarn.md#yarn-start", "-at Flink";
    "--applicationId" = "连到在跑的这个会话；之后按 Ctrl-C 会结束它。", "Attaches to this running session; Ctrl-C then ends it.", [Client], "commands.md#stop-session", "-id application_1622535605178_0003";
    "--jar" = "Flink 自己的 jar 在哪里。", "Where Flink's own jar lies.", [Client], "yarn.md#upload", "-j flink-dist.jar";
    "--jobManagerMemory" = "JobManager 容器的内存；光写数字是 MB。", "Memory of the JobManager's container; a bare number is MB.", [Client Yarn JobManager], "yarn.md#memory", "-jm 1600m";
    "--nodeLabel" = "YARN 的节点标签。", "YARN's node label.", [Client Yarn], "yarn.md", "-nl gpu";
    "--name" = "YARN 列表里的名字。", "The name in YARN's list.", [Client Yarn], "yarn.md#yarn-start", "-nm test";
    "--query" = "打印 YARN 还有多少内存和核，不启动会话。", "Prints YARN's memory and cores; no session is started.", [Client Yarn], "yarn.md", "-q";
    "--queue" = "YARN 的队列。", "YARN's queue.", [Client Yarn], "yarn.md#queues", "-qu prod";
    "--slots" = "每个 TaskManager 几个 slot。", "Slots of each TaskManager.", [JobManager TaskManager], "slots.md#how-many", "-s 2";
    "--ship" = "随集群一起运走的目录；不是目标。", "A directory that is shipped with the cluster; no target.", [Client Yarn], "yarn.md#upload", "-t ./conf";
    "--taskManagerMemory" = "每个 TaskManager 容器的内存；光写数字是 MB。", "Memory of each TaskManager's container; a bare number is MB.", [JobManager Yarn TaskManager], "yarn.md#memory", "-tm 1728m";
    "--configDir" = "配置的目录；脚本自己会给。", "The folder of the configuration; the scripts pass it.", [JobManager TaskManager], "standalone.md#scripts", "--configDir /opt/flink/conf";
    "--host" = "这个进程的主机名。", "The host name of this process.", [JobManager], "standalone.md#machines", "--host master1";
    "--job-classname" = "主类；不写就在 jar 的清单里找。", "The class with main(); without it the jar's manifest is asked.", [Main], "standalone.md#application", "--job-classname com.example.Main";
    "--jars" = "从哪里取用户的 jar；以前只在 lib/ 或 usrlib/ 里找。", "Where the user's jars are fetched from; before, only lib/ and usrlib/ were looked at.", [JobManager], "standalone.md#application", "--jars s3://bucket/app.jar";
    "--job-id" = "作业的编号，恢复时用得着。", "The job's id, which recovery goes by.", [JobManager], "standalone.md#application", "--job-id 00000000000000000000000000000001";
    "--webui-port" = "REST 的端口。", "The REST port.", [JobManager], "standalone.md#machines", "--webui-port 8081";
    "--executionMode" = "脚本自己会给；没有别的用处。", "Passed by the scripts; of no other use.", [JobManager], "standalone.md#scripts", "--executionMode cluster";
}

/// What a request to Flink's REST API asks for: the method, the end of the path (`*` is an id), what it does.
const REQUESTS: &[(&str, &str, Text)] = &[
    (
        "GET",
        "/overview",
        t("几个 TaskManager、slot 和作业。", "How many TaskManagers, slots and jobs."),
    ),
    ("GET", "/jobs", t("作业的编号和状态。", "Ids and states of jobs.")),
    ("GET", "/jobs/overview", t("作业一览。", "An overview of jobs.")),
    ("GET", "/jobs/*", t("一个作业的详情。", "The details of a job.")),
    ("GET", "/jobs/*/checkpoints", t("一个作业的 checkpoint。", "A job's checkpoints.")),
    ("GET", "/jobs/*/exceptions", t("一个作业出过的错。", "What went wrong in a job.")),
    ("GET", "/jobs/*/savepoints/*", t("一次 savepoint 做到哪里了。", "How far a savepoint is.")),
    ("GET", "/taskmanagers", t("TaskManager 一览。", "The TaskManagers.")),
    ("GET", "/jars", t("上传过的 jar。", "The jars that were uploaded.")),
    (
        "PATCH",
        "/jobs/*",
        t("取消一个作业（mode=cancel，不写也是）。", "Cancels a job (mode=cancel, the default)."),
    ),
    (
        "POST",
        "/jobs/*/savepoints",
        t(
            "做一个 savepoint，马上返回请求的编号；cancel-job 为真就跟着取消。",
            "Takes a savepoint; the answer is the request's id, at once. With cancel-job it cancels, too.",
        ),
    ),
    (
        "POST",
        "/jobs/*/stop",
        t(
            "先做 savepoint 再停，马上返回请求的编号。",
            "Stops with a savepoint; the answer is the request's id, at once.",
        ),
    ),
    (
        "POST",
        "/jobs/*/checkpoints",
        t("做一个 checkpoint（1.17 起）。", "Takes a checkpoint (since 1.17)."),
    ),
    (
        "POST",
        "/jars/upload",
        t("上传一个 jar：-F jarfile=@….jar。", "Uploads a jar: -F jarfile=@….jar."),
    ),
    (
        "POST",
        "/jars/*/run",
        t(
            "在 JobManager 里运行上传的 jar 的 main()。",
            "Runs main() of an uploaded jar, inside the JobManager.",
        ),
    ),
    ("DELETE", "/jars/*", t("删掉上传的 jar。", "Deletes an uploaded jar.")),
    ("DELETE", "/cluster", t("停掉整个集群。", "Shuts the cluster down.")),
    (
        "PUT",
        "/jobs/*/resource-requirements",
        t(
            "改并行度的上下限（1.18 起，要 adaptive 调度器）。",
            "Changes the bounds of parallelism (since 1.18, adaptive scheduler only).",
        ),
    ),
];

/// What a word of `curl` asks Flink for, if it is an address of its REST API.
pub fn request(line: &Line<'_>, word: &str) -> Option<Text> {
    let plain = word.trim_start_matches("https://").trim_start_matches("http://");
    let (_, path) = plain.split_once('/').filter(|_| line.call.program == Program::Curl)?;
    let path = path.split('?').next()?.trim_start_matches("v1/").trim_end_matches('/');
    let parts: Vec<&str> = path.split('/').take(6).collect();
    let text = |at: usize| line.call.words.get(at).map(|word| word.text.as_str());
    let sends = (0..line.call.words.len().min(40))
        .any(|at| text(at).is_some_and(|it| matches!(it, "-d" | "-F" | "--data" | "--form")));
    let said = (0..line.call.words.len().min(40)).find_map(|at| match text(at)? {
        "-X" | "--request" => text(at + 1),
        joined => joined.strip_prefix("-X").or(joined.strip_prefix("--request=")),
    });
    let method = said.unwrap_or(if sends { "POST" } else { "GET" });
    let fits = |of: &str| {
        let of: Vec<&str> = of.trim_start_matches('/').split('/').collect();
        of.len() == parts.len() && of.iter().zip(&parts).all(|(of, part)| *of == "*" || of == part)
    };
    REQUESTS.iter().find(|(of, path, _)| *of == method && fits(path)).map(|(_, _, text)| *text)
}

/// What an option is.
pub fn option(opt: &Opt) -> Option<&'static Doc> {
    let name = if opt.long.is_empty() { opt.short } else { opt.long };
    DOCS.iter().find(|(known, _)| *known == name).map(|(_, doc)| doc)
}

/// What an action of `flink` does, and where the book tells of it.
pub fn action(name: &str) -> Option<(Text, &'static str)> {
    Some(match name {
        "run" => (
            t(
                "运行程序：main() 在客户端里跑（应用模式的目标除外）。",
                "Runs a program: main() runs in the client, unless the target is one of application mode.",
            ),
            "commands.md#run",
        ),
        "run-application" => (
            t(
                "应用模式：main() 在 JobManager 里跑。只有 1.x 有。",
                "Application mode: main() runs in the JobManager. 1.x only.",
            ),
            "commands.md#application",
        ),
        "info" => (
            t(
                "打印执行计划（JSON），不需要集群。",
                "Prints the execution plan as JSON; needs no cluster.",
            ),
            "commands.md#more",
        ),
        "list" => (t("列出作业。", "Lists jobs."), "commands.md#standalone"),
        "cancel" => (
            t(
                "取消作业：状态是 CANCELED，不做 savepoint。",
                "Cancels a job: it ends CANCELED, without a savepoint.",
            ),
            "commands.md#per-job-list",
        ),
        "stop" => (
            t(
                "做一个 savepoint，再停：状态是 FINISHED。",
                "Takes a savepoint and stops: the job ends FINISHED.",
            ),
            "session.md#upgrade",
        ),
        "savepoint" => (
            t("做一个 savepoint，作业接着跑。", "Takes a savepoint; the job runs on."),
            "session.md#upgrade",
        ),
        "checkpoint" => {
            (t("立刻做一个 checkpoint。", "Triggers a checkpoint."), "commands.md#more")
        }
        _ => return None,
    })
}

/// What a program is, and where the book tells of it.
#[expect(clippy::too_many_lines, reason = "an arm for each program")]
pub fn program(program: Program) -> (Text, &'static str) {
    match program {
        Program::Flink => (t("Flink 的客户端。", "Flink's client."), "commands.md"),
        Program::Session(Platform::Yarn) => (
            t(
                "在 YARN 上启动一个会话，或连到一个。",
                "Starts a session on YARN, or attaches to one.",
            ),
            "commands.md#yarn-session",
        ),
        Program::Session(_) => (
            t(
                "在 Kubernetes 上启动一个会话。没有 -h。",
                "Starts a session on Kubernetes. It has no -h.",
            ),
            "commands.md#kubernetes-session",
        ),
        Program::StandaloneJob => (
            t(
                "standalone 的应用模式：在这台机器上启动一个 JobManager，main() 在里面跑。",
                "Application mode on standalone: starts a JobManager on this machine, in which main() runs.",
            ),
            "standalone.md#application",
        ),
        Program::JobManager => (
            t(
                "在这台机器上启动或停止一个 JobManager。",
                "Starts or stops a JobManager on this machine.",
            ),
            "standalone.md#scripts",
        ),
        Program::TaskManager => (
            t(
                "在这台机器上启动或停止一个 TaskManager。",
                "Starts or stops a TaskManager on this machine.",
            ),
            "standalone.md#scripts",
        ),
        Program::StartCluster => (
            t(
                "启动 standalone 的会话：JobManager 和 conf/workers 里的 TaskManager。",
                "Starts a standalone session: JobManager, and the TaskManagers of conf/workers.",
            ),
            "standalone.md#scripts",
        ),
        Program::StopCluster => (
            t("停掉 standalone 的会话。", "Stops the standalone session."),
            "standalone.md#scripts",
        ),
        Program::OtherScript => (
            t(
                "Flink 的另一个脚本；这里不细说它的选项。",
                "Another script of Flink; its options are not taken apart here.",
            ),
            "standalone.md#scripts",
        ),
        Program::Yarn => (
            t("YARN 的命令行，不是 Flink 的。", "YARN's command line, not Flink's."),
            "yarn.md#yarn-stop",
        ),
        Program::Kubectl => (
            t(
                "Kubernetes 的命令行，不是 Flink 的。",
                "The command line of Kubernetes, not Flink's.",
            ),
            "kubernetes.md#list-cancel",
        ),
        Program::Docker => (
            t("Docker 的命令行，不是 Flink 的。", "Docker's command line, not Flink's."),
            "standalone.md#machines",
        ),
        Program::Curl => (
            t(
                "发一个 HTTP 请求：Flink 的 REST 接口在 8081 端口。",
                "Sends an HTTP request: Flink's REST API is on port 8081.",
            ),
            "commands.md#before",
        ),
        Program::File => {
            (t("文件里的一行，不是命令。", "A line of a file, no command."), "commands.md#before")
        }
        Program::Other => (t("不是 Flink 的程序。", "No program of Flink."), "commands.md#before"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::command::table;

    #[test]
    fn every_option_has_its_words_and_nothing_else_has() {
        for opt in table::every() {
            assert!(option(&opt).is_some(), "{opt:?}");
        }
        for (name, doc) in DOCS {
            assert!(table::every().any(|opt| opt.long == *name || opt.short == *name), "{name}");
            assert!(doc.text.zh.ends_with('。') && doc.text.en.ends_with('.'), "{name}");
        }
        assert!(table::ACTIONS.iter().all(|it| action(it.name).is_some()));
    }
}
