//! A row a typed line: what it says, or the place and the kind of its mistake.

use super::*;

fn said(line: &str) -> String {
    said_in(line, FlinkVersion::V1_20)
}

/// Settings as "key=value", what the model does not do behind "not", what nobody does behind "lost".
fn told(settings: &[Setting], aside: &[Word], overlooked: &[Word]) -> String {
    let mut said = String::new();
    for setting in settings {
        said.push_str(&format!(" {}={}{}", setting.key, setting.value, setting.unit));
    }
    for (name, words) in [("not", aside), ("lost", overlooked)] {
        for word in words {
            said.push_str(&format!(" {name} {}", word.text));
        }
    }
    said
}

fn said_in(line: &str, version: FlinkVersion) -> String {
    let text = |word: &Option<Word>| word.as_ref().map_or("-", |word| word.text).to_owned();
    match parse(line, version) {
        Ok(Command::Flink(verb, options)) => {
            let flags = [(options.detached, "d"), (options.shutdown_on_attached_exit, "sae")];
            let flags: Vec<&str> =
                flags.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
            let target = options.target.as_ref().map(|target| (target.platform, target.mode));
            let target = target.map_or("-".to_owned(), |target| format!("{target:?}"));
            let [class, id, argument] =
                [&options.main_class, &options.application, &options.argument].map(text);
            let mut said = format!("{verb:?} [{}] {argument}", flags.join("+"));
            let [from, address, directory] =
                [&options.from_savepoint, &options.address, &options.directory].map(text);
            let drain = if options.drain { "drain" } else { "-" }.to_owned();
            for (name, value) in [
                ("class", class),
                ("target", target),
                ("in", id),
                ("from", from),
                ("at", address),
                ("with", drain),
                ("to", directory),
            ] {
                if value != "-" {
                    said.push_str(&format!(" {name} {value}"));
                }
            }
            if options.listing != Listing::RunningAndScheduled {
                said.push_str(&format!(" {:?}", options.listing));
            }
            said + &told(&options.settings, &options.aside, &options.overlooked)
        }
        Ok(Command::StandaloneJob(switch, options)) => {
            format!("StandaloneJob({switch:?}) class {}", text(&options.main_class))
                + &told(&options.settings, &options.aside, &options.overlooked)
        }
        Ok(Command::Outside(word)) => format!("outside: {}", word.text),
        Ok(Command::StartSession { platform, options }) => {
            let stays = if options.detached { "" } else { " attached" };
            format!("StartSession({platform:?}){stays}")
                + &told(&options.settings, &options.aside, &options.overlooked)
        }
        Ok(Command::StopSession(platform, id)) => {
            format!("StopSession({platform:?}) {}", text(&id))
        }
        Ok(Command::Usage(sets)) => format!("usage of {sets}"),
        Ok(Command::Program(words)) => {
            let words: Vec<&str> = words.iter().map(|word| word.text).collect();
            format!("program: {}", words.join(" "))
        }
        Ok(command) => format!("{command:?}"),
        Err(mistake) => format!("\"{}\": {:?}", mistake.at.of(line), mistake.kind),
    }
}

#[test]
fn the_commands_of_the_notes() {
    let rows = [
        ("", "Nothing"),
        ("  # a comment", "Nothing"),
        (
            "yarn-session.sh -nm '测试，一' # 名字",
            "StartSession(Yarn) attached yarn.application.name=测试，一",
        ),
        ("% flink list", "List [] -"),
        ("bin/start-cluster.sh", "StartCluster(None)"),
        ("$ ./bin/stop-cluster.sh", "StopCluster(None)"),
        ("bin/taskmanager.sh start", "program: bin/taskmanager.sh start"),
        ("bin/jobmanager.sh start", "program: bin/jobmanager.sh start"),
        (
            "bin/standalone-job.sh start --job-classname com.atguigu.wc.StreamWordCount",
            "StandaloneJob(Start) class com.atguigu.wc.StreamWordCount",
        ),
        ("bin/yarn-session.sh -nm test", "StartSession(Yarn) attached yarn.application.name=test"),
        (
            "bin/yarn-session.sh -d -nm test -qu default -jm 1600 -tm 1728",
            "StartSession(Yarn) yarn.application.name=test yarn.application.queue=default jobmanager.memory.process.size=1600m taskmanager.memory.process.size=1728m",
        ),
        (
            "yarn-session.sh -Dyarn.application.queue=dev",
            "StartSession(Yarn) attached yarn.application.queue=dev",
        ),
        (
            "bin/kubernetes-session.sh -Dkubernetes.cluster-id=my-session",
            "StartSession(Kubernetes) kubernetes.cluster-id=my-session",
        ),
        (
            "echo \"stop\" | ./bin/yarn-session.sh -id application_1699415564762_0001",
            "StopSession(Yarn) application_1699415564762_0001",
        ),
        (
            "echo 'stop' | bin/kubernetes-session.sh -Dkubernetes.cluster-id=my-session -Dexecution.attached=true",
            "StopSession(Kubernetes) my-session",
        ),
        (
            "echo stop | kubernetes-session.sh -Dkubernetes.cluster-id=my-session",
            "\"kubernetes-session.sh\": NobodyListens",
        ),
        (
            "echo stop | kubernetes-session.sh -Dexecution.attached=true -Dexecution.attached=false",
            "\"kubernetes-session.sh\": NobodyListens",
        ),
        ("echo stop | yarn-session.sh -d -id a_1", "\"yarn-session.sh\": NobodyListens"),
        ("kubectl delete deployment/a", "program: kubectl delete deployment/a"),
        ("start-dfs.sh", "outside: start-dfs.sh"),
        ("export HADOOP_CLASSPATH=$(hadoop classpath)", "outside: export"),
        ("yarn application -list", "program: yarn application -list"),
        (
            "yarn application -kill application_1622535605178_0003",
            "program: yarn application -kill application_1622535605178_0003",
        ),
        ("help", "Help"),
        ("^C", "Interrupt"),
    ];
    for (line, expected) in rows {
        assert_eq!(said(line), expected, "{line}");
    }
}

#[test]
fn the_command_line_of_the_notes() {
    let rows = [
        (
            "bin/flink run -c com.atguigu.wc.StreamWordCount FlinkTutorial-1.0-SNAPSHOT.jar",
            "Run [] FlinkTutorial-1.0-SNAPSHOT.jar class com.atguigu.wc.StreamWordCount",
        ),
        (
            "$\tbin/flink\trun\t-d\t-t\tyarn-per-job\t-c\ta.StreamWordCount x.jar",
            "Run [d] x.jar class a.StreamWordCount target (Yarn, PerJob)",
        ),
        (
            "flink run -d -sae --target yarn-session -Dyarn.application.id=a_1 x.jar --input y",
            "Run [d+sae] x.jar target (Yarn, Session) in a_1 yarn.application.id=a_1",
        ),
        (
            "flink run-application -t yarn-application -Djobmanager.memory.process.size=1024m -Dparallelism.default=4 ./flink-app.jar --input-topic user-behavior",
            "RunApplication [] ./flink-app.jar target (Yarn, Application) jobmanager.memory.process.size=1024m parallelism.default=4",
        ),
        (
            "flink run-application -t kubernetes-application -Dkubernetes.cluster-id=my-flink-app -c com.mycompany.MyFlinkApp my-flink-app.jar",
            "RunApplication [] my-flink-app.jar class com.mycompany.MyFlinkApp target (Kubernetes, Application) kubernetes.cluster-id=my-flink-app",
        ),
        (
            "flink run -m hadoop102:8081 -p 2 x.jar",
            "Run [] x.jar at hadoop102:8081 parallelism.default=2",
        ),
        ("flink run -jobmanager h:1 x.jar", "Run [] x.jar at h:1"),
        ("flink run --class=A x.jar", "Run [] x.jar class A"),
        (
            "flink run -D yarn.application.id=a_1 x.jar",
            "Run [] x.jar in a_1 yarn.application.id=a_1",
        ),
        (
            "flink run -d -t yarn-per-job -Dyarn.application.queue=prod x.jar -qu no",
            "Run [d] x.jar target (Yarn, PerJob) yarn.application.queue=prod",
        ),
        ("flink stop A", "Stop [] A"),
        ("flink stop --drain -p hdfs:///sp A", "Stop [] A with drain to hdfs:///sp"),
        (
            "flink stop --savepointPath=/sp -t yarn-application A",
            "Stop [] A target (Yarn, Application) to /sp",
        ),
        ("flink savepoint A", "Savepoint [] A"),
        ("flink savepoint -type canonical A /sp", "Savepoint [] A to /sp not -type"),
        ("flink run -s /sp/savepoint-1 x.jar", "Run [] x.jar from /sp/savepoint-1"),
        ("flink list", "List [] -"),
        ("flink list -a", "List [] - All"),
        ("flink list -r -a", "List [] - All"),
        (
            "./bin/flink list -t yarn-per-job -Dyarn.application.id=application_XXXX_YY",
            "List [] - target (Yarn, PerJob) in application_XXXX_YY yarn.application.id=application_XXXX_YY",
        ),
        (
            "./bin/flink cancel -t yarn-application -Dyarn.application.id=application_XXXX_YY 17e2765b",
            "Cancel [] 17e2765b target (Yarn, Application) in application_XXXX_YY yarn.application.id=application_XXXX_YY",
        ),
    ];
    for (line, expected) in rows {
        assert_eq!(said(line), expected, "{line}");
    }
}

#[test]
fn options_as_the_real_clients_read_them() {
    let rows = [
        // The beginning of a long name is enough where nothing else begins so, with one dash or two.
        ("flink run -detach x.jar", "Run [d] x.jar"),
        ("flink run --para 4 x.jar", "Run [] x.jar parallelism.default=4"),
        ("flink run -d -- x.jar", "Run [d] x.jar"),
        ("flink run -p4 x.jar", "Run [] x.jar parallelism.default=4"),
        ("flink run --shut --jobm h:1 x.jar", "Run [sae] x.jar at h:1"),
        // The last one counts where one value is wanted.
        ("flink run -c A -c B x.jar", "Run [] x.jar class B"),
        ("flink run -p 2 -p 3 x.jar", "Run [] x.jar parallelism.default=2 parallelism.default=3"),
        // What the model does not do is known by its name.
        (
            "flink run -C file:///a -n -s /sp/1 -cm claim -z /ns x.jar",
            "Run [] x.jar from /sp/1 not -C not -n not -cm not -z",
        ),
        ("flink run -Da.b=c -D d=e x.jar", "Run [] x.jar a.b=c d=e"),
        ("flink run \"-Da=b c\" -Dd='e f' x.jar", "Run [] x.jar a=b c d=e f"),
        ("flink run -Dswitch x.jar", "Run [] x.jar switch=true"),
        ("flink stop --drain -type native A", "Stop [] A with drain not -type"),
        ("flink cancel A B", "Cancel [] A lost B"),
        ("flink list what", "List [] what"),
        // YARN's old command line: obeyed with -m yarn-cluster, overlooked with -t and in a session.
        (
            "flink run -m yarn-cluster -ynm old -yjm 1024 -ytm 2g -ys 2 -yqu dev -yat x x.jar",
            "Run [] x.jar target (Yarn, PerJob) yarn.application.name=old jobmanager.memory.process.size=1024m taskmanager.memory.process.size=2g taskmanager.numberOfTaskSlots=2 yarn.application.queue=dev not -yat",
        ),
        ("flink run -m yarn-cluster -yd x.jar", "Run [d] x.jar target (Yarn, PerJob)"),
        (
            "flink run -t yarn-per-job -yjm 1024 -ynm n x.jar",
            "Run [] x.jar target (Yarn, PerJob) lost -yjm lost -ynm",
        ),
        (
            "flink run -m yarn-cluster -t yarn-session -ys 2 x.jar",
            "Run [] x.jar target (Yarn, Session) lost -ys",
        ),
        ("flink run -yD a=b x.jar", "Run [] x.jar a=b"),
        ("flink run -h", "usage of rgdy"),
        ("yarn-session.sh -h", "usage of Y"),
        ("flink --help", "usage of "),
        (
            "standalone-job.sh start -j a.B -Dparallelism.default=2 -jid 0a --jars a.jar",
            "StandaloneJob(Start) class a.B parallelism.default=2 not -jid not --jars",
        ),
        // A session script obeys nothing behind a word that it does not know, and says nothing.
        (
            "yarn-session.sh -d -n 2 -nm test",
            "StartSession(Yarn) lost -n lost 2 lost -nm lost test",
        ),
        (
            "yarn-session.sh --taskManager 2048 -s 2 -z /a -nl gpu",
            "StartSession(Yarn) attached taskmanager.memory.process.size=2048m taskmanager.numberOfTaskSlots=2 not -z not -nl",
        ),
        (
            "yarn-session.sh --name=test -tm 2g",
            "StartSession(Yarn) attached yarn.application.name=test taskmanager.memory.process.size=2g",
        ),
        // A short form of several letters takes no "=".
        (
            "yarn-session.sh --name=test -tm=2g",
            "StartSession(Yarn) attached yarn.application.name=test lost -tm=2g",
        ),
        // Short forms of one letter can be written together, the last one with its value.
        ("flink run -dn -p=2 x.jar", "Run [d] x.jar parallelism.default=2 not -dn"),
        ("flink run -j x.jar -d a b", "Run [d] x.jar"),
        ("flink cancel A -m h:1", "Cancel [] A at h:1"),
        ("kubernetes-session.sh -h", "StartSession(Kubernetes) lost -h"),
    ];
    for (line, expected) in rows {
        assert_eq!(said(line), expected, "{line}");
    }
}

/// Source: the help texts of 1.13.6, 1.17.2, 1.20.3, 2.0.1 and 2.3.0.
#[test]
fn options_come_and_go_with_versions() {
    let rows = [
        ("yarn-session.sh -yd -nm a", "1.20", "StartSession(Yarn) yarn.application.name=a"),
        (
            "yarn-session.sh -yd -nm a",
            "2.0",
            "StartSession(Yarn) attached lost -yd lost -nm lost a",
        ),
        ("flink run -yd x.jar", "1.13", "Run [d] x.jar"),
        ("flink run -yd x.jar", "2.3", "\"-yd\": UnknownOption { similar: None }"),
        ("flink run -rm CLAIM x.jar", "1.13", "\"-rm\": UnknownOption { similar: None }"),
        ("flink run -rm CLAIM x.jar", "1.17", "Run [] x.jar not -rm"),
        // `-cm` is `-c m` there, and CLAIM the jar.
        ("flink run -cm CLAIM x.jar", "1.17", "Run [] CLAIM class m"),
        ("flink run -cm CLAIM x.jar", "2.3", "Run [] x.jar not -cm"),
        ("standalone-job.sh start --jars a.jar", "1.17", "StandaloneJob(Start) class -"),
        ("standalone-job.sh start --jars a.jar", "1.20", "StandaloneJob(Start) class - not --jars"),
        // It is `-t ype` there.
        ("flink stop -type native A", "1.13", "\"ype\": UnknownTarget { similar: None }"),
        // There it is the long form of `-d`, which YARN's command line brings along, and `-d` is `--drain`.
        ("flink stop -detached A", "1.17", "Stop [] A with drain"),
        ("flink stop -detached A", "2.0", "Stop [] A not -detached"),
    ];
    for (line, version, expected) in rows {
        let version = FlinkVersion::ALL.into_iter().find(|it| it.name() == version);
        let version = version.expect("one of the five");
        assert_eq!(said_in(line, version), expected, "{line} in {}", version.name());
    }
}

#[test]
fn mistakes_have_a_place_and_a_hint() {
    let rows = [
        ("flnk run x.jar", "\"flnk\": UnknownProgram { similar: Some(\"flink\") }"),
        ("flink rum x.jar", "\"rum\": UnknownAction { similar: Some(\"run\") }"),
        ("flink checkpoint -full", "\"\": MissingArgument(\"<jobId>\")"),
        ("flink run -C /opt/a.jar x.jar", "\"/opt/a.jar\": BadClasspath"),
        (
            "flink savepoint -type foo A",
            "\"foo\": NotAmong { class: \"core.execution.SavepointFormatType\", words: \"CANONICAL, NATIVE\" }",
        ),
        ("kill -9 $(jps)", "\"$(jps)\": NotSimulated"),
        ("tail x", "\"tail\": NotSimulated"),
        ("flink checkpoint", "\"\": MissingArgument(\"<jobId>\")"),
        ("flink run -t local x.jar", "\"local\": NotSimulated"),
        ("docker ps", "\"docker\": NotSimulated"),
        ("flink stop -p /sp", "\"\": MissingArgument(\"<jobId>\")"),
        ("flink savepoint -d /sp", "\"-d\": NotSimulated"),
        (
            "flink run --detachd x.jar",
            "\"--detachd\": UnknownOption { similar: Some(\"--detached\") }",
        ),
        ("flink cancel -x x", "\"-x\": UnknownOption { similar: None }"),
        ("flink run --py x", "\"--py\": AmbiguousOption { similar: Some(\"--pyArchives\") }"),
        ("flink run -c", "\"-c\": MissingValue"),
        ("flink run -d", "\"\": MissingArgument(\"<jar-file>\")"),
        ("flink cancel", "\"\": MissingArgument(\"<jobId>\")"),
        ("flink cancel <jobId>", "\"<jobId>\": Redirection"),
        (
            "flink run -t yarn-aplication x.jar",
            "\"yarn-aplication\": UnknownTarget { similar: Some(\"yarn-application\") }",
        ),
        ("flink run \"x.jar", "\"\"x.jar\": OpenQuote"),
        ("echo \"stop\" | yarn-session.sh", "\"\": MissingArgument(\"-id <applicationId>\")"),
        ("echo \"stop\" | yarn-session.sh -id", "\"-id\": MissingValue"),
        ("ls | wc", "\"ls | wc\": NotSimulated"),
        ("rm -rf /", "\"rm\": NotSimulated"),
        ("flink cancel -s /sp x", "\"-s\": NotSimulated"),
        ("flink run -py word_count.py", "\"-py\": NotSimulated"),
        ("flink run -pyfs a.zip x.jar", "\"-pyfs\": NotSimulated"),
        ("flink run -yq x.jar", "\"-yq\": NotSimulated"),
        ("yarn-session.sh -q", "\"-q\": NotSimulated"),
        (
            "yarn-session.sh --job 1",
            "\"--job\": AmbiguousOption { similar: Some(\"--jobManagerMemory\") }",
        ),
        ("yarn-session.sh -nm", "\"-nm\": MissingValue"),
        ("flink run -D", "\"-D\": MissingValue"),
        ("HELP", "\"HELP\": UnknownProgram { similar: Some(\"help\") }"),
        ("flink run -x- x.jar", "\"-x-\": UnknownOption { similar: None }"),
        ("flink list && flink list", "\"&& flink list\": NotSimulated"),
        ("flink list; help", "\"; help\": NotSimulated"),
        ("flink list |", "\"flink list |\": NotSimulated"),
        ("flink run –d x.jar", "\"–\": WidePunctuation"),
        ("flink　list", "\"　\": WidePunctuation"),
        ("flink run -c “A” x.jar", "\"“\": WidePunctuation"),
        ("yarn-session.sh -nm 测试，一", "\"，\": WidePunctuation"),
        ("启动集群", "\"启动集群\": UnknownProgram { similar: None }"),
    ];
    for (line, expected) in rows {
        assert_eq!(said(line), expected, "{line}");
    }
}

#[test]
fn no_line_panics() {
    for line in
        ["|", "| |", "a |", "| a", "\\", "'", "\"\"", "$", "$ $", "flink \\", "\u{0}", "é|é\\é"]
    {
        let _ = said(line);
    }
}
