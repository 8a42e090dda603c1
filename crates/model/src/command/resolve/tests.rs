//! Which cluster a line means.

use super::*;
use crate::command::parse;
use crate::{FlinkVersion, Time, Trace};

/// Whether `flink list` reaches the cluster that one action starts on this platform.
fn reaches(line: &str, provider: &str, starts: &str) -> bool {
    let source = format!(
        "version = \"1.20\"\ntelling = \"30 s\"\ntitle = {{ zh = \"甲\", en = \"A\" }}\npoint = {{ zh = \"乙。\", en = \"B.\" }}\nprovider = {{ {provider} }}\n\
         [[programs]]\nname = \"P\"\nsteps = [\"execute J\"]\n\
         [[jobs]]\nname = \"J\"\nvertices = [{{ name = \"a\", parallelism = 1 }}]\n\
         [[actions]]\nat = \"0 s\"\n{starts}\n"
    );
    let scenario = crate::authoring::parse("t", &source).expect("a valid scenario").scenario;
    let cluster = Trace::run(scenario.clone()).frame_at(Time::s(30)).cluster;
    let command = parse(line, FlinkVersion::V1_20).expect("well-formed");
    match resolve(&command, &cluster, &scenario) {
        Ok(Answer::List(..)) => true,
        Ok(Answer::Refused(_)) => false,
        other => panic!("{line} lists: {other:?}"),
    }
}

#[test]
fn a_client_without_a_target_knows_what_its_files_say() {
    let yarn = "kind = \"yarn\", nodes = 2, node_memory_mib = 8192, minimum_allocation_mib = 1024";
    let kubernetes = "kind = \"kubernetes\", nodes = 2, node_memory_mib = 8192";
    let standalone = "kind = \"standalone\", task_managers = 1";
    let session = "do = \"start-cluster\"";
    let application = "do = \"run-application\"\nprogram = \"P\"\nattached = true";
    for (line, provider, starts, reached) in [
        ("flink list", standalone, session, true),
        ("flink list", yarn, session, true),
        ("flink list", yarn, application, false),
        ("flink list -t yarn-application", yarn, application, false),
        (
            "flink list -t yarn-application -Dyarn.application.id=application_1622535605178_0003",
            yarn,
            application,
            true,
        ),
        ("flink list", kubernetes, session, false),
        ("flink list -t kubernetes-session", kubernetes, session, false),
        (
            "flink list -t kubernetes-session -Dkubernetes.cluster-id=my-session",
            kubernetes,
            session,
            true,
        ),
    ] {
        assert_eq!(reaches(line, provider, starts), reached, "{line} after {starts} on {provider}");
    }
}
