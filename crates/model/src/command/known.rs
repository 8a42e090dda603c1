//! What exists: programs, actions, options, targets. Tables of text, because that is what costs a page
//! least.

use super::{Platform, Verb};
use crate::FlinkVersion;
use crate::cluster::DeploymentTarget;

/// A program that a line can begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Program {
    /// The command line.
    Flink,
    StartCluster,
    StopCluster,
    StandaloneJob,
    Session(Platform),
    Interrupt,
    Help,
    /// Flink's, and not simulated.
    Elsewhere,
    /// Not Flink's.
    Outside,
}

pub(super) const PROGRAMS: &[(&str, Program)] = &[
    ("flink", Program::Flink),
    ("start-cluster.sh", Program::StartCluster),
    ("stop-cluster.sh", Program::StopCluster),
    ("standalone-job.sh", Program::StandaloneJob),
    ("yarn-session.sh", Program::Session(Platform::Yarn)),
    ("kubernetes-session.sh", Program::Session(Platform::Kubernetes)),
    ("help", Program::Help),
    ("^C", Program::Interrupt),
    ("sql-client.sh", Program::Elsewhere),
    ("historyserver.sh", Program::Elsewhere),
    ("start-dfs.sh", Program::Outside),
    ("start-yarn.sh", Program::Outside),
    ("export", Program::Outside),
    ("cp", Program::Outside),
];

/// Actions of `flink`; without a verb: not simulated.
pub(super) const ACTIONS: &[(&str, Option<Verb>)] = &[
    ("run", Some(Verb::Run)),
    ("list", Some(Verb::List)),
    ("cancel", Some(Verb::Cancel)),
    ("run-application", Some(Verb::RunApplication)),
    ("info", None),
    ("stop", Some(Verb::Stop)),
    ("savepoint", Some(Verb::Savepoint)),
    ("checkpoint", None),
];

/// Options of each action, short and long; one with "=" takes a value. Source: `flink <action> -h` of 1.13
/// to 2.3. What only YARN's old command line (`-y…`) has is in [`SESSION`]; Python's is not simulated.
pub(super) const fn options(verb: Verb) -> &'static str {
    match verb {
        Verb::Run | Verb::RunApplication => {
            "-d,--detached -sae,--shutdownOnAttachedExit -c,--class= -t,--target= -p,--parallelism= \
             -m,--jobmanager= -s,--fromSavepoint= -n,--allowNonRestoredState -cm,--claimMode= \
             -rm,--restoreMode= -C,--classpath= -e,--executor= -z,--zookeeperNamespace= \
             -yd,--yarndetached -yid,--yarnapplicationId= -yat,--yarnapplicationType= -yh,--yarnhelp \
             -yj,--yarnjar= -yjm,--yarnjobManagerMemory= -ynl,--yarnnodeLabel= -ynm,--yarnname= \
             -yq,--yarnquery -yqu,--yarnqueue= -ys,--yarnslots= -yt,--yarnship= \
             -ytm,--yarntaskManagerMemory= -yz,--yarnzookeeperNamespace= -h,--help"
        }
        Verb::List => {
            "-a,--all -r,--running -s,--scheduled -t,--target= -m,--jobmanager= \
             -e,--executor= -z,--zookeeperNamespace= -yid,--yarnapplicationId= -h,--help"
        }
        Verb::Stop => {
            "-d,--drain -detached,-detached -p,--savepointPath= -type,--type= -t,--target= \
             -m,--jobmanager= -e,--executor= -z,--zookeeperNamespace= -yid,--yarnapplicationId= \
             -h,--help"
        }
        Verb::Savepoint => {
            "-d,--dispose= -detached,-detached -j,--jarfile= -type,--type= -t,--target= \
             -m,--jobmanager= -e,--executor= -z,--zookeeperNamespace= -yid,--yarnapplicationId= \
             -h,--help"
        }
        Verb::Cancel => {
            "-s,--withSavepoint= -t,--target= -m,--jobmanager= -e,--executor= \
             -z,--zookeeperNamespace= -yid,--yarnapplicationId= -h,--help"
        }
    }
}

/// Options of `yarn-session.sh`. Source: `yarn-session.sh -h` of 1.13 to 2.3; `-D` is every table's. `flink run`
/// has them with a "y" before them, or "yarn" before the long form.
pub(super) const SESSION: &str = "-at,--applicationType= -d,--detached -h,--help -id,--applicationId= -j,--jar= \
     -jm,--jobManagerMemory= -m,--jobmanager= -nl,--nodeLabel= -nm,--name= -q,--query -qu,--queue= \
     -s,--slots= -t,--ship= -tm,--taskManagerMemory= -yd,--yarndetached -z,--zookeeperNamespace=";

/// Whether an option of `flink run` belongs to YARN's old command line and sets something there.
pub(super) fn is_yarns(short: &str) -> bool {
    short.starts_with("-y") && !matches!(short, "-yd" | "-yh" | "-yid" | "-yq")
}

/// Options of `kubernetes-session.sh`, which has no help.
pub(super) const GENERIC: &str = "-t,--target= -e,--executor=";

/// Whether a version has an option, by its long form.
pub(super) fn exists(long: &str, version: FlinkVersion) -> bool {
    match long.trim_end_matches('=') {
        "--yarndetached" => version < FlinkVersion::V2_0,
        // FLINK-28915, in 1.19.
        "--jars" => version >= FlinkVersion::V1_20,
        "--claimMode" => version >= FlinkVersion::V1_20,
        "--restoreMode" | "--type" => version >= FlinkVersion::V1_17,
        "-detached" => version >= FlinkVersion::V1_20,
        _ => true,
    }
}

/// Options of `standalone-job.sh`; its class goes where `flink run` has it.
pub(super) const STANDALONE_JOB: &str = "-j,--job-classname= -jid,--job-id= --jars,--jars= \
     -s,--fromSavepoint= -n,--allowNonRestoredState -c,--configDir= --host,--host=";

/// What `-t` can name.
pub(super) const TARGETS: &[(&str, Platform, DeploymentTarget)] = &[
    ("remote", Platform::Standalone, DeploymentTarget::Session),
    ("yarn-session", Platform::Yarn, DeploymentTarget::Session),
    ("yarn-per-job", Platform::Yarn, DeploymentTarget::PerJob),
    ("yarn-application", Platform::Yarn, DeploymentTarget::Application),
    ("kubernetes-session", Platform::Kubernetes, DeploymentTarget::Session),
    ("kubernetes-application", Platform::Kubernetes, DeploymentTarget::Application),
];
