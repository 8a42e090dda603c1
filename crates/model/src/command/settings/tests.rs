//! A row a line: the options that it gives to what it starts, and what is said to have no effect.

use super::super::Answer;
use super::*;
use crate::command::{parse, resolve};
use crate::{FlinkVersion, Scenario, Trace};

const YARN: &str =
    "kind = \"yarn\", nodes = 2, node_memory_mib = 8192, minimum_allocation_mib = 1024";
const KUBERNETES: &str = "kind = \"kubernetes\", nodes = 2, node_memory_mib = 8192";
const STANDALONE: &str = "kind = \"standalone\", task_managers = 1";

fn scenario(provider: &str, version: FlinkVersion) -> Scenario {
    let version = version.name();
    let source = format!(
        "version = \"{version}\"\ntelling = \"20 s\"\ntitle = {{ zh = \"甲\", en = \"A\" }}\npoint = {{ zh = \"乙。\", en = \"B.\" }}\nprovider = {{ {provider} }}\n\
         [[actions]]\nat = \"0 s\"\ndo = \"start-cluster\"\n[[jobs]]\nname = \"J\"\nvertices = [{{ name = \"a\", parallelism = 1 }}, {{ name = \"b\", parallelism = 2 }}]\n"
    );
    crate::authoring::parse("t", &source).expect("a valid scenario").scenario
}

/// "key=value …", then what is left out; or the mistake.
fn meant(line: &str, provider: &str, version: FlinkVersion) -> String {
    let scenario = scenario(provider, version);
    let trace = Trace::run(scenario.clone());
    let cluster = trace.cluster_after(trace.entries().len());
    let command = match parse(line, version) {
        Ok(command) => command,
        Err(mistake) => return format!("\"{}\": {:?}", mistake.at.of(line), mistake.kind),
    };
    let mut said = match resolve(&command, &cluster, &scenario) {
        Err(mistake) => return format!("\"{}\": {:?}", mistake.at.of(line), mistake.kind),
        Ok(Answer::Do(action) | Answer::DoSaying(action, _)) => {
            let options = action.options().cloned().unwrap_or_default();
            options.pairs().map(|(key, value)| format!("{key}={value} ")).collect::<String>()
        }
        Ok(_) => String::new(),
    };
    let left = left_out(&command, line, &cluster);
    let unknown = left.unknown.iter().map(|(word, _)| *word).collect();
    for (name, words) in [
        ("| not", left.by_model),
        ("| lost", left.by_flink),
        ("| runs", left.by_session),
        ("| new", unknown),
    ] {
        if !words.is_empty() {
            said.push_str(&format!("{name} {}", words.join(" ")));
        }
    }
    said.trim_end().to_owned()
}

#[test]
fn every_option_is_obeyed_or_named() {
    let rows = [
        (YARN, "yarn-session.sh -nm test", "execution.attached=true yarn.application.name=test"),
        (
            YARN,
            "yarn-session.sh -d -nm test -qu default -jm 1024 -tm 2g -s 2",
            "jobmanager.memory.process.size=1024m taskmanager.memory.process.size=2g taskmanager.numberOfTaskSlots=2 yarn.application.name=test yarn.application.queue=default",
        ),
        (
            YARN,
            "yarn-session.sh -d -at x -z /a -Dheartbeat.timeout=1min -Dfoo=bar -Drestart-strategy.type=none -Dparallelism.default=4",
            "restart-strategy.type=none | not -at x -z /a -Dheartbeat.timeout=1min -Dparallelism.default=4| new -Dfoo=bar",
        ),
        (YARN, "yarn-session.sh -d -n 2 -s 2", "| lost -n 2 -s 2"),
        // A session's cluster is there already: only what is the job's own.
        (
            YARN,
            "flink run -d -p 4 -Dtaskmanager.numberOfTaskSlots=2 -Dexecution.checkpointing.interval=10s x.jar",
            "execution.checkpointing.interval=10s parallelism.default=4 | runs -Dtaskmanager.numberOfTaskSlots=2",
        ),
        (YARN, "flink run -C file:///a -n -ys 2 x.jar", "| not -C file:///a -n| lost -ys"),
        (YARN, "flink run -m hadoop104:39735 x.jar", ""),
        (YARN, "flink run -m hadoop105:8081 x.jar", ""),
        (
            YARN,
            "flink run-application -t yarn-application -Djobmanager.memory.process.size=1024m -Dtaskmanager.memory.process.size=2048m -Dparallelism.default=4 ./flink-app.jar --input-topic user-behavior",
            "jobmanager.memory.process.size=1024m parallelism.default=4 taskmanager.memory.process.size=2048m",
        ),
        (
            YARN,
            "flink run -m yarn-cluster -ynm old -yjm 1024 -ys 2 x.jar",
            "jobmanager.memory.process.size=1024m taskmanager.numberOfTaskSlots=2 yarn.application.name=old",
        ),
        (
            YARN,
            "flink list -Dyarn.application.id=application_1622535605178_0003 -Da=b -z /x",
            "| not -z /x| new -Da=b",
        ),
        (
            KUBERNETES,
            "kubernetes-session.sh -Dkubernetes.cluster-id=s -Dkubernetes.namespace=n",
            "kubernetes.cluster-id=s | new -Dkubernetes.namespace=n",
        ),
        (
            KUBERNETES,
            "flink run-application -t kubernetes-application -Dkubernetes.cluster-id=a -Dyarn.application.queue=q -Dtaskmanager.numberOfTaskSlots=2 local:///opt/flink/usrlib/x.jar",
            "kubernetes.cluster-id=a taskmanager.numberOfTaskSlots=2 | lost -Dyarn.application.queue=q",
        ),
        (
            STANDALONE,
            "standalone-job.sh start -Dparallelism.default=2 -Dtaskmanager.numberOfTaskSlots=2 -jid 1",
            "parallelism.default=2 | not -jid 1 -Dtaskmanager.numberOfTaskSlots=2",
        ),
        (
            STANDALONE,
            "flink run -d -Drestart-strategy=fixed-delay -Dkubernetes.cluster-id=a x.jar",
            "restart-strategy.type=fixed-delay | lost -Dkubernetes.cluster-id=a",
        ),
    ];
    for (provider, line, expected) in rows {
        assert_eq!(meant(line, provider, FlinkVersion::V1_20), expected, "{line}");
    }
}

#[test]
fn a_value_that_cannot_be_is_refused_at_its_place() {
    let rows = [
        (YARN, "flink run -p 0 x.jar", "\"0\": NotPositive"),
        (YARN, "flink run -p -2 x.jar", "\"-2\": NotPositive"),
        (YARN, "flink run -p 99999999999999999999 x.jar", "\"99999999999999999999\": NotPositive"),
        (STANDALONE, "flink run -p 1025 x.jar", "\"1025\": BeyondModel(\"1024\")"),
        (YARN, "yarn-session.sh -nm ''", "\"''\": BadValue(\"default\")"),
        (
            YARN,
            "yarn-session.sh -jm 9000",
            "\"9000\": NoSuchRoom { manager: \"JobManager\", most_mib: 8192 }",
        ),
        (
            YARN,
            "flink run -t yarn-per-job -Dtaskmanager.memory.process.size=9g x.jar",
            "\"9g\": NoSuchRoom { manager: \"TaskManagers\", most_mib: 8192 }",
        ),
        (
            YARN,
            "flink run -Dexecution.checkpointing.interval=often x.jar",
            "\"often\": BadValue(\"10 s\")",
        ),
        // The clusters that a line names have to be there.
        (
            YARN,
            "flink run -t yarn-session -Dyarn.application.id=application_1_0001 x.jar",
            "\"application_1_0001\": NoSuchApplication",
        ),
        (YARN, "flink list -yid application_1_0001", "\"application_1_0001\": NoSuchApplication"),
        (
            YARN,
            "echo stop | yarn-session.sh -id application_1_0001",
            "\"application_1_0001\": NoSuchApplication",
        ),
    ];
    for (provider, line, expected) in rows {
        assert_eq!(meant(line, provider, FlinkVersion::V1_20), expected, "{line}");
    }
}

#[test]
fn what_a_session_and_a_job_are_told_is_so() {
    let version = FlinkVersion::V1_20;
    let mut scenario = scenario(YARN, version);
    let lines = [
        (0, "yarn-session.sh -nm test -jm 1024 -tm 3000 -s 3"),
        (20, "flink run -d -p 4 -Dexecution.checkpointing.interval=5s x.jar"),
        (40, "^C"),
    ];
    for (second, line) in lines {
        let at = crate::Time::s(second);
        scenario.actions.retain(|timed| timed.at < at);
        let trace = Trace::run(scenario.clone());
        let cluster = trace.frame_at(at).cluster;
        let command = parse(line, version).expect("well-formed");
        let meant = resolve(&command, &cluster, &scenario).expect("possible");
        let super::super::Answer::Do(action) = meant else { panic!("{line} does something") };
        scenario.actions.push(crate::scenario::TimedAction { at, action, took: None });
    }
    assert_eq!(scenario.actions[2].action, Action::StopCluster, "the client of the session stayed");
    let cluster = Trace::run(scenario).frame_at(crate::Time::s(39)).cluster;
    let list = crate::rest::applications(&cluster);
    assert_eq!((list[0].name.as_str(), list[0].memory_mib), ("test", 1_024 + 2 * 3_072));
    let sizes: Vec<usize> = cluster.task_managers.iter().map(|tm| tm.slots.len()).collect();
    assert_eq!(sizes, [3, 3], "four slots are wanted, and a TaskManager has three");
    let parallelism = cluster.jobs[0].spec.vertices.iter().map(|vertex| vertex.parallelism);
    assert_eq!(parallelism.collect::<Vec<_>>(), [1, 4], "the source sets its own");
    let options = cluster.options_of(cluster.jobs[0].id);
    assert_eq!(options.value(crate::key::CheckpointInterval, version), Some(crate::Time::s(5)));
}
