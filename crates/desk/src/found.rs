//! What is found in a line: kinds of mistakes and remarks, each with what was probably meant, what really happens, and where
//! that is known from.
//!
//! In: nothing. Out: [`Kind`] and its [`Kind::text`] in both languages. `{0}` is what is written, `{1}` what belongs there.
//! Deliberately absent: when a kind is found (`rules`).

use model::command::Place;
use stage::words::{Text, t};

/// What a version makes of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It works as it is written.
    #[default]
    Works,
    /// It does something else than it seems to.
    Differs,
    /// It fails.
    Fails,
}

impl Effect {
    /// "works", "differs", "fails".
    pub const fn name(self) -> &'static str {
        match self {
            Effect::Works => "works",
            Effect::Differs => "differs",
            Effect::Fails => "fails",
        }
    }
}

/// A mistake, or a remark on something that works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub at: Place,
    /// What comes of it.
    pub effect: Effect,
    /// What fills the text.
    pub args: Vec<String>,
    /// What the real program prints, word for word; "…" where it is cut.
    pub message: Option<String>,
}

macro_rules! kinds {
    ($($variant:ident = $zh:literal, $en:literal, $source:literal;)*) => {
        /// Kinds of mistakes and remarks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "its text says what each is")]
        pub enum Kind { $($variant,)* }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)*];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $(Kind::$variant => stringify!($variant),)* }
            }

            /// What was probably meant, and what happens.
            pub const fn text(self) -> Text {
                match self { $(Kind::$variant => t($zh, $en),)* }
            }

            /// The class, the script or the page that this is known from.
            pub const fn source(self) -> &'static str {
                match self { $(Kind::$variant => $source,)* }
            }
        }
    };
}

kinds! {
    // The shell.
    OpenQuote =
        "引号没有合上：shell 还在等下一行，什么也没有运行。",
        "A quote is not closed: the shell waits for another line and runs nothing.",
        "bash";
    WidePunctuation =
        "{0} 是中文标点或排版符号：对 shell 来说只是一个普通的字。换成半角的。",
        "{0} comes from an input method or a word processor: to a shell it is a letter. Write the plain ASCII sign.",
        "bash";
    Placeholder =
        "{0} 要换成真的值，连尖括号一起：没加引号的 < 和 > 是重定向。",
        "Put the real value in place of {0}, brackets included: an unquoted < or > redirects.",
        "bash";
    BlankBehindBackslash =
        "反斜杠后面还有空格，所以这一行没有接上下一行，命令到这里就断了。",
        "Blanks stand behind the backslash, so the line does not continue: the command ends here.",
        "bash";
    BrokenLine =
        "{0} 成了另一条命令：上一行的末尾少了一个 \\。",
        "{0} is a command of its own: the line before lacks a \\ at its end.",
        "bash";
    Cut =
        "没加引号的 {0} 在这里结束了命令；要把它交给程序，就把整个词放进引号。",
        "An unquoted {0} ends the command here; to hand it to the program, put the whole word in quotes.",
        "bash";
    UnknownProgram =
        "没有 {0} 这个程序；是不是 {1}？",
        "There is no program {0}; is it {1}?",
        "bash";
    NobodyListens =
        "脚本是分离的，不读标准输入：stop 没有人听，会话继续跑；没有这个会话，还会新开一个。Kubernetes 上要加 -Dexecution.attached=true，YARN 上不要写 -d。",
        "The script is detached and reads no input: nobody hears “stop”, the session goes on, and if there is none, one is started. On Kubernetes add -Dexecution.attached=true; on YARN leave out -d.",
        "KubernetesSessionCli.run, FlinkYarnSessionCli.run";
    StopsItsOwn =
        "没有 -id：先新开一个会话，再把这个新的停掉；原来那个还在跑。",
        "Without -id a new session is started and then stopped; the one that was meant goes on.",
        "FlinkYarnSessionCli.run";

    // Options.
    OptionAsJar =
        "这个版本没有选项 {0}。选项读到这里为止，客户端把 {0} 当作 jar。{1}",
        "This version has no option {0}. The options end here, and the client takes {0} for the jar. {1}",
        "CliFrontend.run, commons-cli DefaultParser (stopAtNonOption)";
    LettersApart =
        "这个版本没有 {0}：它被拆成 {1}。",
        "This version has no {0}: it is read as {1}.",
        "commons-cli DefaultParser.handleConcatenatedOptions";
    Unrecognized =
        "这个动作没有选项 {0}。{1}",
        "This action has no option {0}. {1}",
        "CliFrontendParser.parse";
    Swallowed =
        "脚本不认识 {0}：从它开始到行尾，脚本全都不看，也不说一声。",
        "The script does not know {0}: from there to the end of the line it obeys nothing, and does not say so.",
        "FlinkYarnSessionCli, KubernetesSessionCli (parse with stopAtNonOption)";
    ToMain =
        "这个版本没有选项 {0}：从它开始，后面都成了 main() 的参数。{1}",
        "This version has no option {0}: from there on everything is an argument of main(). {1}",
        "StandaloneApplicationClusterConfigurationParserFactory";
    BehindJar =
        "{0} 在 jar 后面，所以是 main() 的参数，flink 不看。要让 flink 看到，就写到 jar 前面。",
        "{0} stands behind the jar, so it is an argument of main(), and flink does not see it. Write it before the jar.",
        "CliFrontend.run, commons-cli DefaultParser (stopAtNonOption)";
    MissingValue =
        "{0} 后面要有一个值；后面若又是一个选项，就不算值。",
        "{0} takes a value; another option behind it is none.",
        "commons-cli DefaultParser.checkRequiredArgs";
    Ambiguous =
        "不止一个选项以 {0} 开头：写全。",
        "More than one option begins with {0}: write it out.",
        "commons-cli AmbiguousOptionException";
    OldYarnIdle =
        "{0} 只在 -m yarn-cluster 时算数，这里不起作用，也没有提示。写成 {1}。",
        "{0} counts only with -m yarn-cluster; here it has no effect, and nothing says so. Write {1}.",
        "GenericCLI.isActive, FlinkYarnSessionCli.isActive";
    Deprecated =
        "{0} 已弃用，用 {1}。",
        "{0} is deprecated: use {1}.",
        "help text of the version";
    HelpOnly =
        "{0} 只打印帮助，别的都不做。",
        "{0} only prints the help.",
        "CliFrontend";
    SaeIdle =
        "-sae 只在前台等着的客户端上起作用；写了 -d 就用不上。",
        "-sae is about a client that waits; with -d it has no effect.",
        "ProgramOptions, ClientOptions";

    // Actions and targets.
    UnknownAction =
        "flink 没有动作 {0}。{1}",
        "flink has no action {0}. {1}",
        "CliFrontend.parseAndRun";
    UnknownTarget =
        "没有目标 {0}。{1}",
        "There is no target {0}. {1}",
        "DefaultExecutorServiceLoader, DefaultClusterClientServiceLoader";
    WantsRunApplication =
        "1.x 里 {0} 属于 flink run-application；flink run 从 2.0 起才认它。",
        "In 1.x, {0} belongs to flink run-application; flink run takes it since 2.0.",
        "DefaultExecutorServiceLoader";
    LocalDetached =
        "local 就在客户端里跑，只能前台：去掉 {0}。",
        "A local job runs inside the client, which has to wait for it: leave out {0}.",
        "LocalExecutor, run of all five versions";
    WantsRun =
        "run-application 只认应用模式的目标；{0} 要用 flink run。",
        "run-application wants a target of application mode; {0} goes with flink run.",
        "YarnClusterDescriptor.deployApplicationCluster, KubernetesClusterDescriptor";
    PerJobRemoved =
        "2.0 起没有单作业模式：用 flink run -t yarn-application。",
        "Since 2.0 there is no per-job mode: use flink run -t yarn-application.",
        "release notes of 2.0";
    PerJobDeprecated =
        "单作业模式 1.15 起弃用：照样能用，多一句警告。",
        "Per-job mode is deprecated since 1.15: it works, with a warning.",
        "YarnClusterDescriptor.deployJobCluster";
    NoPort =
        "-m 要 host:port；{0} 没有能用的端口。{1}",
        "-m wants host:port; {0} has no port that is one. {1}",
        "NetUtils.parseHostPortAddress";
    YarnClusterGone =
        "-m yarn-cluster 是单作业模式，2.0 起没有了：用 flink run -t yarn-application。",
        "-m yarn-cluster is per-job mode, gone since 2.0: use flink run -t yarn-application.",
        "FlinkYarnSessionCli, run of 2.0.1 and 2.3.0";
    NoClusterId =
        "{0} 没有说是哪个集群：加上 -D{1}=…。",
        "{0} does not say which cluster: add -D{1}=….",
        "CliFrontend.runClusterAction, AbstractSessionClusterExecutor";
    BadApplicationId =
        "{0} 不是 YARN 的应用编号：应当像 application_1622535605178_0003，占位符要换掉。",
        "{0} is no application id of YARN: one looks like application_1622535605178_0003; a placeholder must be replaced.",
        "Hadoop ApplicationId.fromString";
    RpcPort =
        "6123 是 JobManager 的 RPC 端口；-m 要 REST 的端口（默认 8081）。",
        "6123 is the JobManager's RPC port; -m wants the REST port (8081 by default).",
        "RestClusterClient, rest.port";
    ApplicationOnStandalone =
        "没有写 -t：run-application 不能用在 standalone 上。在那里用 standalone-job.sh。",
        "Without -t: run-application does not work on standalone. There, use standalone-job.sh.",
        "StandaloneClusterDescriptor.deployApplicationCluster";
    TargetAsShip =
        "yarn-session.sh 的 -t 是要一起运走的目录（--ship），不是目标；会话不需要目标。",
        "-t of yarn-session.sh is a directory to ship (--ship), not a target; a session needs none.",
        "yarn-session.sh -h";
    MissingVerb =
        "脚本的第一个词应当是 start、start-foreground、stop 或 stop-all。",
        "The script's first word is start, start-foreground, stop or stop-all.",
        "bin/taskmanager.sh, bin/jobmanager.sh, bin/standalone-job.sh";
    IgnoredWords =
        "{0} 没有人看。",
        "Nobody looks at {0}.",
        "CliFrontend, bin/start-cluster.sh";

    // The jar and the job.
    MissingJar =
        "少了 jar（或者 -py）。",
        "The jar is missing (or -py).",
        "ProgramOptions.validate, run of all five versions";
    NotLocalFile =
        "客户端在自己的机器上找 jar：{0} 不是本机的文件。先下载下来。",
        "The client looks for the jar on its own machine: {0} is no file there. Download it first.",
        "PackagedProgram, run of all five versions";
    PathNotUrl =
        "flink run 要的是路径，不是 URL：{0} 会被当成一个叫这个名字的文件。写 {1}。",
        "flink run wants a path, not a URL: {0} is looked for as a file of that name. Write {1}.",
        "PackagedProgram, run of all five versions";
    WordAsJar =
        "选项之后的第一个词就是 jar：{0} 被当作 jar，{1} 成了 main() 的参数。",
        "The first word behind the options is the jar: {0} is taken for it, and {1} is an argument of main().",
        "ProgramOptions, run of all five versions";
    BadClasspath =
        "-C 要一个 Java 打得开的 URL：file:、http:、https:；{0} 不是。",
        "-C wants a URL that Java can open: file:, http:, https:; {0} is none.",
        "ProgramOptions, run of all five versions";
    LocalScheme =
        "local:// 是说“在镜像里”，只有 Kubernetes 的应用模式认它。这里写本机的路径。",
        "local:// means “inside the image”, and only application mode on Kubernetes knows it. Write a path of this machine.",
        "KubernetesUtils, PackagedProgram";
    NotInImage =
        "{0} 在客户端的机器上，JobManager 的容器里没有它：打进镜像，写 local:///opt/flink/usrlib/….jar。{1}",
        "{0} is on the client's machine, not in the JobManager's container: put it into the image and write local:///opt/flink/usrlib/….jar. {1}",
        "KubernetesUtils.checkJarFileForApplicationMode (up to 1.18), DefaultKubernetesArtifactUploader";
    MissingJobId =
        "少了作业的编号。",
        "The job's id is missing.",
        "CliFrontend, run of all five versions";
    BadJobId =
        "{0} 不是作业的编号：要写全 32 位十六进制，名字和简写都不行。",
        "{0} is no job id: all 32 hexadecimal digits are wanted; neither a name nor a part will do.",
        "CliFrontend.parseJobId, run of all five versions";
    BadParallelism =
        "并行度要是正整数，{0} 不是。",
        "The parallelism must be a positive number; {0} is none.",
        "ProgramOptions, run of all five versions";
    NoSavepointDirectory =
        "没有写目录：用配置里的 {1}；那里也没有就失败。",
        "No directory is named: {1} of the configuration is used; without that it fails.",
        "SavepointHandlers";

    // Settings.
    BlankAroundEquals =
        "等号两边不能有空格：要写 {1}。",
        "No blanks around the equals sign: write {1}.",
        "commons-cli DefaultParser, run of all five versions";
    NoValue =
        "{0} 没有写值：Flink 当它是 true。",
        "{0} has no value: Flink takes it for true.",
        "GenericCLI, ConfigurationUtils";
    UnknownKey =
        "Flink 没有 {0} 这个键：它进了配置，没有人读，也不会报错。",
        "Flink has no key {0}: it goes into the configuration, nobody reads it, and nothing complains.",
        "options of the distribution, by reflection";
    MisspeltKey =
        "Flink 没有 {0} 这个键，没有人读它，也不会报错；是不是 {1}？",
        "Flink has no key {0}; nobody reads it and nothing complains. Is it {1}?",
        "options of the distribution, by reflection";
    OlderKey =
        "{0} 是旧名字，这个版本还认；新名字是 {1}。",
        "{0} is the older name, which this version still reads; the new one is {1}.",
        "fallback keys of the option, by reflection";
    RenamedKey =
        "这个版本不认 {0}：它在这里叫 {1}。",
        "This version does not read {0}: here it is {1}.",
        "options of the distribution, by reflection";
    KeyElsewhere =
        "这个版本没有 {0}（{1}）：没有人读它，也不会报错。",
        "This version has no {0} ({1}): nobody reads it and nothing complains.",
        "options of the distribution, by reflection";
    OfProcesses =
        "{0} 属于已经在跑的进程：交给会话的作业改不了它。写进配置，或在启动集群的命令里给。",
        "{0} belongs to processes that run already: a job that is given to a session does not change it. Set it where the cluster is started.",
        "AbstractSessionClusterExecutor";
    OtherPlatform =
        "{0} 是另一个平台的键，这里没有人读。",
        "{0} is a key of another platform; nobody reads it here.",
        "YarnConfigOptions, KubernetesConfigOptions";
    SaidTwice =
        "{0} 写了不止一次：{1} 算数。",
        "{0} is said more than once: {1} counts.",
        "ProgramOptions.applyToConfiguration, run of all five versions";
    BadValue =
        "{0} 不能是 {1}。",
        "{0} cannot be {1}.",
        "Configuration.get";
    MemoryRefused =
        "Flink 的内存模型放不下：{0} 要大一些。",
        "Flink's memory model does not fit into it: {0} must be larger.",
        "TaskExecutorProcessUtils, JobManagerProcessUtils";
    BadClusterName =
        "{0} 不能做集群的名字：Kubernetes 只要小写字母、数字和 -，字母开头，最多 45 个字符。",
        "{0} cannot be a cluster's name: Kubernetes takes small letters, digits and -, a letter first, 45 characters at most.",
        "KubernetesUtils, RFC 1035";
    ConfigLine =
        "这是配置文件里的一行，不是命令：按键和值来读。",
        "This is a line of a configuration file, not a command: it is read as a key and its value.",
        "GlobalConfiguration";
    Manifest =
        "这是一份清单（YAML），不是命令：存成文件，用 kubectl apply -f 交上去；FlinkDeployment 要装 Operator 才认。",
        "This is a manifest, not a command: save it as a file and hand it over with kubectl apply -f; FlinkDeployment needs the operator.",
        "bash, Flink Kubernetes Operator";
    StandbyWithoutHa =
        "没有开高可用，就不能有第二个 JobManager。",
        "Without high availability there can be no second JobManager.",
        "KubernetesJobManagerParameters.getReplicas";
    ConfigFile =
        "这个版本不读 {0}：它读的是 {1}。",
        "This version does not read {0}: it reads {1}.",
        "GlobalConfiguration";
    ConfigFileWins =
        "有 flink-conf.yaml 就只读它，没有才读 config.yaml（1.19、1.20）。",
        "If flink-conf.yaml is there, only it is read; config.yaml otherwise (1.19, 1.20).",
        "GlobalConfiguration";

    // Remarks.
    LongCommand =
        "这条命令有 {0} 个词：只解释前 {1} 个。",
        "This command has {0} words: the first {1} are explained.",
        "a limit of this page, not of Flink";
    PropertiesFile =
        "没有说是哪个集群：有 /tmp/.yarn-properties-<用户名> 就去那个 YARN 会话，没有就去配置里的地址（默认 localhost:8081）。",
        "It does not say which cluster: the YARN session of /tmp/.yarn-properties-<user> if that file is there, else the address of the configuration (localhost:8081 by default).",
        "FlinkYarnSessionCli.isActive, DefaultCLI";
    KillLeaves =
        "应用以 KILLED 结束，作业停在 SUSPENDED；高可用的数据和暂存目录都留着。",
        "The application ends KILLED, its jobs SUSPENDED; the data of high availability and the staging folder stay.",
        "Hadoop YarnClient, ClusterEntrypoint";
    NoTaskManagers =
        "只启动 JobManager：TaskManager 要另外用 bin/taskmanager.sh start 启动。",
        "It starts a JobManager only: bin/taskmanager.sh start is a step of its own.",
        "bin/standalone-job.sh";
    AttachedSession =
        "前台：按 Ctrl-C 就结束整个会话。要它留下，加 -d。",
        "Attached: Ctrl-C ends the whole session. Add -d to leave it running.",
        "FlinkYarnSessionCli.run";
    SecondJobManager =
        "没有高可用时，两个 JobManager 各自为主，躲在同一个 Service 后面。",
        "Without high availability the two JobManagers each lead on their own, behind one Service.",
        "KubernetesJobManagerParameters, high-availability.type";
    OldSettingsStay =
        "restart 用的还是旧的设置：改过的 compose 文件要 docker compose up -d 才读。",
        "restart keeps the old settings: a changed compose file is read by docker compose up -d.",
        "Docker Compose";
    DeploymentDeleted =
        "集群没有了，作业停在 SUSPENDED；高可用的 ConfigMap 留着，同名的新集群会把作业恢复回来。",
        "The cluster goes, its jobs SUSPENDED; the ConfigMaps of high availability stay, and a new cluster of that name recovers the jobs.",
        "KubernetesClusterDescriptor.killCluster, ClusterEntrypoint.closeAsync";
}
