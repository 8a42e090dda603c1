//! Claims 18, 19, 23 to 26 and 29: what is typed, and what the programs print.

use super::super::evidence::{Run, WhyNot};
use model::command::{self, Answer, Command, SessionOptions};
use model::event::Submitter;
use model::scenario::TimedAction;
use model::{Action, Cluster, Event, Trace, console, rest};
use stage::words::console::real_message;

/// What the client prints from 2.0 on.
const NOT_VALID: &str = "\"run-application\" is not a valid action.";

/// What a line does at the end of a run, if it does something; or what the real program says about it.
pub(super) fn typed(run: &Run, line: &str) -> Result<Option<Action>, Option<String>> {
    typed_at(run, line, &run.end())
}

/// The same for a cluster as it is at another moment.
pub(super) fn typed_at(
    run: &Run,
    line: &str,
    cluster: &Cluster,
) -> Result<Option<Action>, Option<String>> {
    let line = &command::filled(line, cluster);
    let said = |mistake| real_message(&mistake, line);
    let command = command::parse(line, run.version()).map_err(said)?;
    let meant = command::resolve(&command, cluster, run.trace.scenario());
    match meant.map_err(said)? {
        Answer::Do(action) | Answer::DoSaying(action, _) => Ok(Some(action)),
        Answer::List(..)
        | Answer::Print(_)
        | Answer::Refused(_)
        | Answer::Log(_)
        | Answer::Help
        | Answer::Usage(_)
        | Answer::Outside(_)
        | Answer::Kept(..)
        | Answer::Nothing => Ok(None),
    }
}

/// The line is refused as no valid action.
fn refused(run: &Run, line: &str) -> bool {
    typed(run, line) == Err(Some(NOT_VALID.to_owned()))
}

/// `run-application` starts an application in the old version and is no action in the new one, where `run` with
/// the same target does what it did. The application itself runs the same in both.
fn gone(old: &Run, new: &Run, target: &str, program: &str) -> Result<[usize; 2], WhyNot> {
    let line = |action: &str| format!("bin/flink {action} -t {target} {program}");
    let starts = |run: &Run, action: &str| {
        matches!(typed(run, &line(action)), Ok(Some(Action::RunApplication { .. })))
    };
    old.ensure(starts(old, "run-application"), "run-application starts nothing")?;
    old.ensure(!starts(old, "run"), "run starts an application already")?;
    new.ensure(refused(new, &line("run-application")), "the client still knows run-application")?;
    new.ensure(starts(new, "run"), "run starts no application")?;
    let main = |run: &Run| {
        run.first("main() starts in the JobManager", |e| matches!(e, Event::ProgramStarted { .. }))
    };
    Ok([main(old)?, main(new)?])
}

/// On Kubernetes: `flink run-application` up to 1.20, `flink run` from 2.0 on.
pub(super) fn kubernetes_application_is_typed_anew(
    old: &Run,
    new: &Run,
) -> Result<[usize; 2], WhyNot> {
    gone(
        old,
        new,
        "kubernetes-application",
        "-c com.mycompany.Shop local:///opt/flink/usrlib/shop.jar",
    )
}

/// On YARN: `flink run-application` up to 1.20, `flink run` from 2.0 on.
pub(super) fn run_application_is_gone(old: &Run, new: &Run) -> Result<[usize; 2], WhyNot> {
    gone(old, new, "yarn-application", "WordCount.jar")
}

/// The notes' line that says nothing of a cluster.
const PLAIN: &str =
    "bin/flink run -c com.atguigu.wc.StreamWordCount FlinkTutorial-1.0-SNAPSHOT.jar";

/// `flink run` without a target submits to the session that is there: on fixed machines, and to the YARN session
/// where one was started.
pub(super) fn plain_run_goes_to_the_session(
    standalone: &Run,
    yarn: &Run,
) -> Result<[usize; 2], WhyNot> {
    let received = |run: &Run| {
        let submits = matches!(typed(run, PLAIN), Ok(Some(Action::Submit { .. })));
        run.ensure(submits, "flink run does not submit")?;
        let session = run.end().session().map(|session| session.id);
        let session = session.ok_or_else(|| run.wrong("there is no session"))?;
        let received = run.first("a client's job is received", |event| {
            matches!(event, Event::JobReceived { by: Submitter::Client(_), .. })
        })?;
        let there = run.after(received).jobs.iter().all(|job| job.cluster == session);
        run.ensure(there, "it is not received by the session")?;
        Ok::<usize, WhyNot>(received)
    };
    let kinds = [standalone, yarn].map(|run| run.trace.scenario().provider.starts_workers());
    standalone.ensure(kinds == [false, true], "wants fixed machines first, YARN second")?;
    Ok([received(standalone)?, received(yarn)?])
}

/// What a session script is told by a line.
fn told<'a>(run: &Run, line: &'a str) -> Result<SessionOptions<'a>, WhyNot> {
    match command::parse(line, run.version()) {
        Ok(Command::StartSession { options, .. }) => Ok(options),
        _ => Err(run.wrong("yarn-session.sh starts no session")),
    }
}

/// `-d -jm -nm -qu -tm` are known in every version, `--taskManager` is taken for the whole name, and what follows
/// an unknown option is overlooked. A session told so asks for containers of these sizes, rounded up.
pub(super) fn yarn_session_options(run: &Run) -> Result<usize, WhyNot> {
    let line = "yarn-session.sh -d -nm test -qu default -jm 1600 -tm 1728";
    let known = told(run, line)?;
    let named = |key: &str, value: &str| {
        known.settings.iter().any(|setting| setting.key == key && setting.value == value)
    };
    let obeyed = known.overlooked.is_empty()
        && known.detached
        && named("yarn.application.name", "test")
        && named("yarn.application.queue", "default");
    run.ensure(obeyed, "-d, -nm or -qu is not obeyed")?;
    let size = |line| {
        let settings = told(run, line)?.settings;
        Ok::<_, WhyNot>(
            settings.iter().map(|setting| (setting.key, setting.value)).collect::<Vec<_>>(),
        )
    };
    let [short, long] =
        ["yarn-session.sh -tm 1728", "yarn-session.sh --taskManager 1728"].map(size);
    run.ensure(short? == long?, "--taskManager is not enough")?;
    let old = told(run, "yarn-session.sh -n 2 -d")?;
    run.ensure(!old.detached && old.overlooked.len() == 3, "-n is known")?;
    // The line at the beginning of the scenario, instead of what starts its session.
    let mut scenario = run.trace.scenario().clone();
    let meant = command::parse(line, run.version())
        .and_then(|command| command::resolve(&command, &Cluster::new(&scenario), &scenario));
    let Ok(Answer::Do(action)) = meant else { return Err(run.wrong("the line does nothing")) };
    let starts = |timed: &&mut TimedAction| *timed.action.itself() == Action::StartCluster;
    let start = scenario.actions.iter_mut().find(starts);
    start.ok_or_else(|| run.wrong("no session is started"))?.action = action;
    let trace = Trace::run(scenario);
    let started = trace.cluster_after(trace.entries().len());
    let sizes = started.platform.iter().flat_map(|platform| &platform.containers);
    let rounded = sizes.clone().count() > 1 && sizes.clone().all(|c| c.memory_mib == 2_048);
    run.ensure(rounded, "1600 and 1728 are not rounded up to 2048 MiB")?;
    let listed = rest::applications(&started).iter().any(|row| row.name == "test");
    run.ensure(listed, "the name is not in YARN's list")?;
    run.first("a container is placed", |event| matches!(event, Event::ContainerAllocated { .. }))
}

/// With `-d` the script leaves once the session is up, and the session stays.
pub(super) fn detached_session(run: &Run) -> Result<usize, WhyNot> {
    run.ensure(told(run, "yarn-session.sh -d")?.detached, "-d is not obeyed")?;
    run.ensure(!told(run, "yarn-session.sh")?.detached, "it is detached without -d")?;
    let up = session_is_up(run)?;
    let alive = run.end().session().is_some_and(|session| session.phase.is_alive());
    run.ensure(alive, "the session does not stay")?;
    Ok(up)
}

fn session_is_up(run: &Run) -> Result<usize, WhyNot> {
    run.first("YARN shows RUNNING", |e| matches!(e, Event::YarnApplicationRunning { .. }))
}

/// When the session is up, the terminal shows the address of its web interface and its application's id.
pub(super) fn session_tells_its_address(run: &Run) -> Result<usize, WhyNot> {
    let up = session_is_up(run)?;
    let lines = console::transcript(&run.trace, &run.after(up), up + 1);
    let printed = |needle: &str| {
        lines.iter().any(|line| match line {
            console::Line::Output { entry, text } => *entry == up && text.contains(needle),
            console::Line::Command { .. } => false,
        })
    };
    run.ensure(printed("Found Web Interface "), "no address is printed")?;
    run.ensure(printed("'application_"), "no application id is printed")?;
    Ok(up)
}

/// `-m`, `--jobmanager` and `-jobmanager` mean the same; a misspelt one is no option.
pub(super) fn address_by_either_spelling(run: &Run) -> Result<usize, WhyNot> {
    let with = |option: &str| typed(run, &format!("bin/flink run {option} hadoop104:39735 x.jar"));
    let submits = matches!(with("-m"), Ok(Some(Action::Submit { .. })));
    run.ensure(submits, "flink run -m does not submit")?;
    for spelling in ["--jobmanager", "-jobmanager"] {
        run.ensure(with(spelling) == with("-m"), &format!("{spelling} is not -m"))?;
    }
    run.ensure(!matches!(with("-jobmanagr"), Ok(Some(_))), "any option would do")?;
    run.first("the job is received", |event| matches!(event, Event::JobReceived { .. }))
}
