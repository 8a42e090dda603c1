//! What the real program prints about a mistake, word for word.
//!
//! In: a [`Mistake`], the line. Out: a line of English, or nothing where no program of Flink's would complain.
//! Deliberately absent: what to do instead (`hint`).

use super::named;
use crate::words::text::fill;
use model::command::{Mistake, MistakeKind, OtherVersion};

const NO_SUCH_JAR: &str =
    "Could not get job jar and dependencies from JAR file: JAR file does not exist: {0}";

/// What the real program prints about the mistake; `None`: it is not a program's to complain.
#[expect(clippy::too_many_lines, reason = "an arm for each kind of mistake")]
pub fn real_message(mistake: &Mistake, line: &str) -> Option<String> {
    let written = mistake.at.of(line);
    let has = |action: &str| line.split(' ').any(|word| word == action);
    let run = has("run") || has("run-application");
    let template = match mistake.kind {
        MistakeKind::UnknownProgram { .. } => "bash: {0}: command not found",
        MistakeKind::UnknownAction { .. }
        | MistakeKind::OtherVersion(OtherVersion::RunApplicationRemoved) => {
            "\"{0}\" is not a valid action."
        }
        // Commons CLI takes an unknown option for the first argument: the jar.
        MistakeKind::UnknownOption { .. } if run || has("info") => NO_SUCH_JAR,
        MistakeKind::UnknownOption { .. } if line.contains("flink ") => "Unrecognized option: {0}",
        MistakeKind::MissingArgument("<jar-file>") => {
            "Java program should be specified a JAR file."
        }
        MistakeKind::MissingArgument("<jobId>") if has("stop") => "Missing JobId",
        MistakeKind::MissingArgument("<jobId>") if has("savepoint") => {
            "Missing JobID. Specify a Job ID to trigger a savepoint."
        }
        MistakeKind::MissingArgument("<jobId>") if has("checkpoint") => {
            "Missing JobID. Specify a Job ID to manipulate a checkpoint."
        }
        MistakeKind::MissingArgument("<jobId>") => {
            "Missing JobID. Specify a JobID to cancel a job."
        }
        MistakeKind::MissingValue => "Missing argument for option: {0}",
        MistakeKind::NoSuchRoom { manager, .. } => {
            let line = "The cluster does not have the requested resources for the {0} available!";
            return Some(fill(line, &[manager]));
        }
        MistakeKind::Redirection => "bash: syntax error near unexpected token `newline'",
        MistakeKind::OtherVersion(OtherVersion::WantsRun) => {
            let yarn = written.starts_with("yarn");
            let platform = if yarn { "Yarn" } else { "Kubernetes" };
            let target = if yarn { "yarn" } else { "kubernetes" };
            let text = "Couldn't deploy {0} Application Cluster. Expected deployment.target={1}-application but actual one was \"{2}\"";
            return (written != "remote").then(|| fill(text, &[platform, target, written]));
        }
        // It is neither an address nor, any more, a target.
        MistakeKind::OtherVersion(_) if written == "yarn-cluster" => {
            "java.lang.IllegalStateException"
        }
        MistakeKind::OtherVersion(_) | MistakeKind::UnknownTarget { .. } if run => {
            "No ExecutorFactory found to execute the application."
        }
        MistakeKind::OtherVersion(_) | MistakeKind::UnknownTarget { .. } => {
            "No ClusterClientFactory found."
        }
        MistakeKind::NoSuchApplication => "Application with id '{0}' doesn't exist in RM.",
        MistakeKind::NoSuchJar => NO_SUCH_JAR,
        MistakeKind::NoSuchClass
            if !line.contains("application") && !line.contains("standalone-job") =>
        {
            "org.apache.flink.client.program.ProgramInvocationException: The program's entry point class '{0}' was not found in the jar file."
        }
        MistakeKind::InvalidJobId => {
            "Cannot parse JobID from \"{0}\". The expected format is [0-9a-fA-F]{32}, e.g. fd72014d4c864993a2e5a9287b4a9c5d."
        }
        MistakeKind::InvalidApplicationId => {
            "java.lang.IllegalArgumentException: Invalid ApplicationId: {0}"
        }
        MistakeKind::ApplicationOver => {
            "java.lang.RuntimeException: The Yarn application {0} doesn't run anymore."
        }
        MistakeKind::AddressWithoutPort => {
            "The given host:port ('{0}') doesn't contain a valid port"
        }
        MistakeKind::ClusterExists => {
            "org.apache.flink.client.deployment.ClusterDeploymentException: The Flink cluster {0} already exists."
        }
        MistakeKind::OnlyLocalJars => {
            "java.lang.IllegalArgumentException: Only \"local\" is supported as schema for application mode. This assumes that the jar is located in the image, not the Flink client. An example of such path is: local:///opt/flink/examples/streaming/WindowJoin.jar"
        }
        // The program's environment refuses it, not the client.
        MistakeKind::NotPositive if key_before(mistake, line).is_some() => {
            "org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: Parallelism must be at least one, or ExecutionConfig.PARALLELISM_DEFAULT (use system default)."
        }
        MistakeKind::NotPositive => "The parallelism must be a positive number: {0}",
        MistakeKind::BadClasspath => "Bad syntax for classpath: {0}",
        MistakeKind::NotAmong { class, words } => {
            let text = "java.lang.IllegalArgumentException: Could not parse value for enum class org.apache.flink.{0}. Expected one of: [[{1}]]";
            return Some(fill(text, &[class, words]));
        }
        MistakeKind::BadValue(_) => {
            let key = key_before(mistake, line)?;
            return Some(fill("Could not parse value '{0}' for key '{1}'.", &[written, key]));
        }
        MistakeKind::NoSuchCluster if line.contains("flink") => {
            "org.apache.flink.client.deployment.ClusterRetrieveException: Could not get the rest endpoint of {0}"
        }
        MistakeKind::NoSuchAttempt => "Application attempt with id '{0}' doesn't exist in RM.",
        MistakeKind::OpenQuote
        | MistakeKind::NoSuchClass
        | MistakeKind::NoZooKeeper
        | MistakeKind::BeyondModel(_)
        | MistakeKind::OnlyPeriodic
        | MistakeKind::WidePunctuation
        | MistakeKind::JarNotThere
        | MistakeKind::NotSimulated
        | MistakeKind::UnknownOption { .. }
        | MistakeKind::AmbiguousOption { .. }
        | MistakeKind::MissingArgument(_)
        | MistakeKind::NoSuchJob
        | MistakeKind::NoSuchSavepoint
        | MistakeKind::NoSuchProcess
        | MistakeKind::NoSuchCluster
        | MistakeKind::NothingToInterrupt
        | MistakeKind::NobodyListens
        | MistakeKind::OtherTarget
        | MistakeKind::OtherProvider => return None,
    };
    let path;
    let written = match mistake.kind {
        MistakeKind::MissingValue => written.trim_start_matches('-'),
        // Java writes a path with single slashes.
        MistakeKind::NoSuchJar if written.contains("//") => {
            path = written.replace("///", "/").replace("//", "/");
            &path
        }
        kind => named(kind, written),
    };
    Some(fill(template, &[written]))
}

/// The key whose value is wrong: "a.b" of `-Da.b=x`, where x is.
fn key_before<'l>(mistake: &Mistake, line: &'l str) -> Option<&'l str> {
    let before = line.get(..mistake.at.start)?.trim_end_matches(['"', '\'']).strip_suffix('=')?;
    let word = before.rsplit(' ').next()?;
    let key = word.trim_start_matches(['"', '\'']);
    Some(key.strip_prefix("-yD").or(key.strip_prefix("-D")).unwrap_or(key))
}
