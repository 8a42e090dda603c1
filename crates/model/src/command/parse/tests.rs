//! A row a typed line: what it says, or the place and the kind of its mistake.

use super::*;

fn said(line: &str) -> String {
    let text = |word: &Option<Word>| word.as_ref().map_or("-", |word| word.text).to_owned();
    match parse(line) {
        Ok(Command::Flink(verb, options)) => {
            let flags = [(options.detached, "d"), (options.shutdown_on_attached_exit, "sae")];
            let flags: Vec<&str> =
                flags.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
            let target = options.target.as_ref().map(|target| (target.platform, target.mode));
            let target = target.map_or("-".to_owned(), |target| format!("{target:?}"));
            let [class, id, argument] =
                [&options.main_class, &options.application, &options.argument].map(text);
            let mut said = format!("{verb:?} [{}] {argument}", flags.join("+"));
            let [from, queue, directory] =
                [&options.from_savepoint, &options.queue, &options.directory].map(text);
            let drain = if options.drain { "drain" } else { "-" }.to_owned();
            for (name, value) in [
                ("class", class),
                ("target", target),
                ("in", id),
                ("from", from),
                ("queue", queue),
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
            said
        }
        Ok(Command::StandaloneJob(switch, options)) => {
            format!("StandaloneJob({switch:?}) class {}", text(&options.main_class))
        }
        Ok(Command::Outside(word)) => format!("outside: {}", word.text),
        Ok(Command::StartSession { platform, queue }) => {
            format!("StartSession({platform:?}) {}", text(&queue))
        }
        Ok(Command::KillApplication { id }) => format!("KillApplication {}", id.text),
        Ok(command) => format!("{command:?}"),
        Err(mistake) => format!("\"{}\": {:?}", mistake.at.of(line), mistake.kind),
    }
}

#[test]
fn the_commands_of_the_notes() {
    let rows = [
        ("", "Nothing"),
        ("  # a comment", "Nothing"),
        ("bin/start-cluster.sh", "StartCluster"),
        ("$ ./bin/stop-cluster.sh", "StopCluster"),
        ("bin/taskmanager.sh start", "TaskManager(Start)"),
        ("bin/jobmanager.sh start", "JobManager(Start)"),
        (
            "bin/standalone-job.sh start --job-classname com.atguigu.wc.StreamWordCount",
            "StandaloneJob(Start) class com.atguigu.wc.StreamWordCount",
        ),
        ("bin/yarn-session.sh -nm test", "StartSession(Yarn) -"),
        (
            "bin/yarn-session.sh -d -nm test -qu default -jm 1600 -tm 1728",
            "StartSession(Yarn) default",
        ),
        ("yarn-session.sh -Dyarn.application.queue=dev", "StartSession(Yarn) dev"),
        (
            "bin/kubernetes-session.sh -Dkubernetes.cluster-id=my-session",
            "StartSession(Kubernetes) -",
        ),
        (
            "echo \"stop\" | ./bin/yarn-session.sh -id application_1699415564762_0001",
            "StopSession(Yarn)",
        ),
        (
            "echo 'stop' | bin/kubernetes-session.sh -Dkubernetes.cluster-id=my-session -Dexecution.attached=true",
            "StopSession(Kubernetes)",
        ),
        ("kubectl delete deployment/my-session", "StopSession(Kubernetes)"),
        ("kubectl logs a-pod", "outside: kubectl"),
        ("start-dfs.sh", "outside: start-dfs.sh"),
        ("export HADOOP_CLASSPATH=$(hadoop classpath)", "outside: export"),
        ("yarn application -list", "ListApplications"),
        (
            "yarn application -kill application_1622535605178_0003",
            "KillApplication application_1622535605178_0003",
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
            "Run [d+sae] x.jar target (Yarn, Session) in a_1",
        ),
        (
            "flink run-application -t yarn-application -Djobmanager.memory.process.size=1024m -Dparallelism.default=4 ./flink-app.jar --input-topic user-behavior",
            "RunApplication [] ./flink-app.jar target (Yarn, Application)",
        ),
        (
            "flink run-application -t kubernetes-application -Dkubernetes.cluster-id=my-flink-app -c com.mycompany.MyFlinkApp my-flink-app.jar",
            "RunApplication [] my-flink-app.jar class com.mycompany.MyFlinkApp target (Kubernetes, Application)",
        ),
        ("flink run -m hadoop102:8081 -p 2 x.jar", "Run [] x.jar"),
        ("flink run -jobmanager h:1 x.jar", "Run [] x.jar"),
        ("flink run --class=A x.jar", "Run [] x.jar class A"),
        ("flink run -D yarn.application.id=a_1 x.jar", "Run [] x.jar in a_1"),
        (
            "flink run -d -t yarn-per-job -Dyarn.application.queue=prod x.jar -qu no",
            "Run [d] x.jar target (Yarn, PerJob) queue prod",
        ),
        ("flink stop A", "Stop [] A"),
        ("flink stop --drain -p hdfs:///sp A", "Stop [] A with drain to hdfs:///sp"),
        (
            "flink stop --savepointPath=/sp -t yarn-application A",
            "Stop [] A target (Yarn, Application) to /sp",
        ),
        ("flink savepoint A", "Savepoint [] A"),
        ("flink savepoint -type canonical A /sp", "Savepoint [] A to /sp"),
        ("flink run -s /sp/savepoint-1 x.jar", "Run [] x.jar from /sp/savepoint-1"),
        ("flink list", "List [] -"),
        ("flink list -a", "List [] - All"),
        ("flink list -r -a", "List [] - All"),
        (
            "./bin/flink list -t yarn-per-job -Dyarn.application.id=application_XXXX_YY",
            "List [] - target (Yarn, PerJob) in application_XXXX_YY",
        ),
        (
            "./bin/flink cancel -t yarn-application -Dyarn.application.id=application_XXXX_YY 17e2765b",
            "Cancel [] 17e2765b target (Yarn, Application) in application_XXXX_YY",
        ),
    ];
    for (line, expected) in rows {
        assert_eq!(said(line), expected, "{line}");
    }
}

#[test]
fn mistakes_have_a_place_and_a_hint() {
    let rows = [
        ("flnk run x.jar", "\"flnk\": UnknownProgram { similar: Some(\"flink\") }"),
        ("flink rum x.jar", "\"rum\": UnknownAction { similar: Some(\"run\") }"),
        ("flink checkpoint x", "\"checkpoint\": NotSimulated"),
        ("flink stop -p /sp", "\"\": MissingArgument(\"<jobId>\")"),
        ("flink savepoint -d /sp", "\"/sp\": NotSimulated"),
        ("flink run -detach x.jar", "\"-detach\": UnknownOption { similar: Some(\"--detached\") }"),
        ("flink cancel -d x", "\"-d\": UnknownOption { similar: Some(\"-s\") }"),
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
        ("yarn application -kill", "\"\": MissingArgument(\"<applicationId>\")"),
        ("yarn-session.sh -id a_1", "\"-id\": NotSimulated"),
        ("kill -HUP tm-0", "\"-HUP\": UnknownOption { similar: None }"),
        ("kill", "\"\": MissingArgument(\"tm-0\")"),
        ("taskmanager.sh", "\"\": MissingArgument(\"start|stop\")"),
        ("rm -rf /", "\"rm\": UnknownProgram { similar: None }"),
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
