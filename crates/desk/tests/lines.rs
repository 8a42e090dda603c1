//! Lines that operators type, and what each version makes of them.

use desk::{Effect, verdicts};
use std::collections::BTreeSet;

/// Rows of the sheet: effects, kinds, the line.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, String)> {
    let lines = include_str!("lines.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.map(|row| {
        let columns: Vec<&str> = row.splitn(3, '\t').collect();
        let [effects, kinds, line] = columns[..] else { panic!("no row: {row}") };
        (effects, kinds, line.replace('␤', "\n"))
    })
}

#[test]
fn every_line_does_in_each_version_what_the_sheet_says() {
    let mut wrong = Vec::new();
    for (effects, kinds, line) in rows() {
        let verdicts = verdicts(&line).expect("short enough");
        let letter = |effect| match effect {
            Effect::Works => 'w',
            Effect::Differs => 'd',
            Effect::Fails => 'f',
        };
        let ours: String = verdicts.iter().map(|(_, it)| letter(it.effect())).collect();
        let mistakes = verdicts.iter().flat_map(|(_, it)| it.found());
        let mistakes = mistakes.filter(|it| it.effect != Effect::Works);
        let found: BTreeSet<&str> = mistakes.map(|it| it.kind.name()).collect();
        let expected: BTreeSet<&str> = kinds.split(',').filter(|kind| !kind.is_empty()).collect();
        if ours != effects || found != expected {
            wrong.push(format!("{line}\n  {ours} {found:?}, not {effects} {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} lines:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn messages_are_those_of_the_real_client() {
    use model::FlinkVersion as V;
    // Runs of 1.13.6, 1.17.2, 1.20.3, 2.0.1 and 2.3.0.
    let rows = [
        (
            "flink run -yn 1 -d app.jar",
            V::V1_13,
            "Could not get job jar and dependencies from JAR file: JAR file does not exist: -yn",
        ),
        (
            "flink run -d https://repo.example.com/app.jar",
            V::V2_3,
            "Could not get job jar and dependencies from JAR file: JAR file does not exist: https:/repo.example.com/app.jar",
        ),
        (
            "flink run -cm CLAIM app.jar",
            V::V1_17,
            "Could not get job jar and dependencies from JAR file: JAR file does not exist: CLAIM",
        ),
        (
            "flink run -D execution.checkpointing.interval = 10s app.jar",
            V::V1_20,
            "Could not get job jar and dependencies from JAR file: JAR file does not exist: 10s",
        ),
        ("flink run -c -p 2 app.jar", V::V2_0, "Missing argument for option: c"),
        ("flink run -p x app.jar", V::V1_13, "The parallelism must be a positive number: x"),
        ("flink run -c a.B", V::V1_20, "Java program should be specified a JAR file."),
        ("flink stop", V::V1_20, "Missing JobId"),
        ("flink savepoint", V::V1_20, "Missing JobID. Specify a Job ID to trigger a savepoint."),
        ("flink checkpoint", V::V1_17, "\"checkpoint\" is not a valid action."),
        ("flink stop -s hdfs:///sp 8a9f", V::V2_3, "Unrecognized option: -s"),
        (
            "flink list -m localhost",
            V::V1_13,
            "The given host:port ('localhost') doesn't contain a valid port",
        ),
        (
            "flink run-application app.jar",
            V::V1_20,
            "Application Mode not supported by standalone deployments.",
        ),
        (
            "flink list -t yarn-application",
            V::V2_0,
            "No cluster id was specified. Please specify a cluster to which you would like to connect.",
        ),
        (
            "flink run-application -t yarn-session app.jar",
            V::V1_13,
            "Couldn't deploy Yarn Application Cluster. Expected deployment.target=yarn-application but actual one was \"yarn-session\"",
        ),
        (
            "flink run-application -t yarn-application -Djobmanager.memory.process.size=100m app.jar",
            V::V1_20,
            "JobManager memory configuration failed: Sum of configured JVM Metaspace (256.000mb (268435456 bytes)) and JVM Overhead (192.000mb (201326592 bytes)) exceed configured Total Process Memory (100.000mb (104857600 bytes)).",
        ),
        (
            "flink list -t yarn-session -Dyarn.application.id=application_XXXX_0003",
            V::V2_3,
            "Invalid ApplicationId: application_XXXX_0003",
        ),
    ];
    for (line, version, expected) in rows {
        let explanation = desk::explain(line, version).expect("short enough");
        let messages: Vec<&str> =
            explanation.found().filter_map(|it| it.message.as_deref()).collect();
        assert!(messages.contains(&expected), "{line} in {}: {messages:?}", version.name());
    }
}
