//! What can be typed: on this cluster, and with an action or a script.
//!
//! In: the cluster, or sets of the table of options. Out: lines, as the programs print them.

use crate::words::text::fill;
use model::command::table::{self, Takes};
use model::{Cluster, ClusterId, FlinkVersion, JobId, Provider, Scenario};

/// What can be typed on this cluster; {0} is a job, {1} the action of application mode, {2} the id of the newest job.
pub fn help(scenario: &Scenario, cluster: &Cluster) -> Vec<String> {
    let jobs = scenario.jobs.first().map(|job| &job.name);
    let name = jobs.or(scenario.programs.first().map(|program| &program.name));
    let name = name.map_or("app", |name| name.as_str()).replace(' ', "-");
    let traits = scenario.version.traits();
    let run = if traits.has_run_application { "run-application" } else { "run" };
    let id = cluster.jobs.last().map_or(JobId(0), |job| job.id).hex();
    let session = cluster.session().map(|session| cluster.name_of(session));
    let session = session.unwrap_or_else(|| match scenario.provider {
        Provider::Standalone { .. } | Provider::Yarn { .. } => ClusterId(0).application_id(),
        Provider::Kubernetes { .. } => "my-session".to_owned(),
    });
    let own = match scenario.provider {
        Provider::Standalone { .. } => {
            "bin/start-cluster.sh\nbin/stop-cluster.sh\nbin/standalone-job.sh start --job-classname {0}\nbin/jobmanager.sh start\nbin/taskmanager.sh start\nbin/flink run -d {0}.jar\nbin/flink list -a\njps\ncurl http://localhost:8081/overview"
        }
        Provider::Yarn { .. } => {
            "bin/yarn-session.sh -nm test -d\necho \"stop\" | bin/yarn-session.sh -id {3}\nbin/flink run -d {0}.jar\nbin/flink {1} -t yarn-application {0}.jar\nbin/flink list -a\nyarn application -list\nyarn application -status {3}\nyarn application -kill {3}\nyarn node -list\njps"
        }
        Provider::Kubernetes { .. } => {
            "bin/kubernetes-session.sh -Dkubernetes.cluster-id={3}\nkubectl delete deployment/{3}\nbin/flink run -d -t kubernetes-session -Dkubernetes.cluster-id={3} {0}.jar\nbin/flink list -a -t kubernetes-session -Dkubernetes.cluster-id={3}\nbin/flink {1} -t kubernetes-application -Dkubernetes.cluster-id=my-app local:///opt/flink/usrlib/{0}.jar\nkubectl get pods"
        }
    };
    // Elsewhere a client has to be told the cluster.
    let common = match scenario.provider {
        Provider::Standalone { .. } | Provider::Yarn { .. } => {
            "bin/flink cancel {2}\nbin/flink stop -p hdfs:///savepoints {2}\nls\nkill -9 tm-0\nkill -9 jobmanager"
        }
        Provider::Kubernetes { .. } => {
            "bin/flink cancel -t kubernetes-session -Dkubernetes.cluster-id={3} {2}\nls\nkill -9 tm-0\nkill -9 jobmanager"
        }
    };
    let lines = own.split('\n').chain(common.split('\n'));
    lines.map(|line| fill(line, &[&name, run, &id, &session])).collect()
}

/// What `-h` prints: the options of some sets in a version, without what they mean.
pub fn usage(sets: &'static str, version: FlinkVersion) -> Vec<String> {
    if sets.is_empty() {
        return actions(version);
    }
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

/// What `flink -h` begins with.
fn actions(version: FlinkVersion) -> Vec<String> {
    let mut lines: Vec<String> =
        ["./flink <ACTION> [OPTIONS] [ARGUMENTS]", "", "The following actions are available:", ""]
            .map(str::to_owned)
            .to_vec();
    for action in table::ACTIONS.iter().filter(|it| it.exists_in(version)) {
        let does = match action.name {
            "run" => "compiles and runs a program.",
            "run-application" => "runs an application in Application Mode.",
            "info" => "shows the optimized execution plan of the program (JSON).",
            "list" => "lists running and scheduled programs.",
            "stop" => "stops a running program with a savepoint (streaming jobs only).",
            "cancel" => "cancels a running program.",
            "savepoint" => "triggers savepoints for a running job or disposes existing ones.",
            _ => "triggers checkpoints for a running job.",
        };
        lines.push(["Action \"", action.name, "\" ", does].concat());
    }
    lines.push("Help for an action: flink <ACTION> -h".to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::console::tests::standalone;

    #[test]
    fn whatever_help_names_can_be_typed() {
        for line in help(&standalone(), &Cluster::new(&standalone())) {
            assert!(model::command::parse(&line, model::FlinkVersion::V2_0).is_ok(), "{line}");
        }
    }
}
