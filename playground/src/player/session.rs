//! What a reader did to a stage, as a link that shows it to somebody else.
//!
//! In: the part of a URL behind `#`. Out: a [`Session`], or the part that cannot be understood. And back.
//! Deliberately absent: the URL bar; a link is short because it names only what the reader added
//! to the page's scenario:
//!
//! `stage-<id>&v=1.20&n=57&t=12345678&keep=2&do=9000000.kill.1,9500000.run.WordCount`
//!
//! `n` events have happened, it is `t` microseconds, the first `keep` of the scenario's actions are
//! done, and then those behind `do`.

use model::percent::{escape, unescape};
use model::scenario::TimedAction;
use model::{
    Action, ClientId, ClusterId, Config, FlinkVersion, JmId, JobId, Key, NodeId, SavepointId,
    Scenario, Signal, Time, TmId,
};

/// A link names at most so many actions.
const MOST_ACTIONS: usize = 200;

/// From a savepoint, and with options, one by one.
const MOST_WRAPPED: u8 = 30;

/// A run and a moment of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The version that is imitated.
    pub version: FlinkVersion,
    /// All that is done, by the scenario and by the reader.
    pub actions: Vec<TimedAction>,
    /// The simulated time.
    pub time: Time,
    /// How many events have happened.
    pub happened: usize,
}

/// The part of a link that cannot be understood, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkError {
    /// For instance `do=9000000.kil.1`.
    pub part: String,
}

impl Session {
    /// Nothing has been done, not even by the scenario.
    pub const fn empty(version: FlinkVersion) -> Session {
        Session { version, actions: Vec::new(), time: Time::ZERO, happened: 0 }
    }

    /// The part of the URL behind `#`, for the stage of this id that plays this scenario.
    pub fn to_fragment(&self, id: &str, scenario: &Scenario) -> String {
        let mut link = format!("stage-{id}&v={}", self.version.name());
        link.push_str(&format!("&n={}&t={}", self.happened, self.time.0));
        let same = self.actions.iter().zip(&scenario.actions).take_while(|(a, b)| a == b).count();
        if same == self.actions.len() && same == scenario.actions.len() {
            return link;
        }
        link.push_str(&format!("&keep={same}"));
        for (index, timed) in self.actions.iter().skip(same).enumerate() {
            link.push_str(if index == 0 { "&do=" } else { "," });
            link.push_str(&format!("{}.{}", timed.at.0, encode(&timed.action)));
        }
        link
    }

    /// Reads the part of the URL behind `#`; `None` when it is not about the moment of this stage.
    ///
    /// # Errors
    /// The first part that cannot be understood.
    pub fn from_fragment(
        fragment: &str,
        id: &str,
        scenario: &Scenario,
    ) -> Option<Result<Session, LinkError>> {
        let rest = fragment.strip_prefix('#').unwrap_or(fragment);
        let rest = rest.strip_prefix("stage-")?.strip_prefix(id)?.strip_prefix('&')?;
        Some(read(rest, scenario))
    }
}

fn read(text: &str, scenario: &Scenario) -> Result<Session, LinkError> {
    let mut session = Session {
        version: scenario.version,
        actions: scenario.actions.clone(),
        time: Time::ZERO,
        happened: 0,
    };
    for part in text.split('&') {
        read_part(part, &mut session).ok_or_else(|| LinkError { part: part.to_owned() })?;
    }
    Ok(session)
}

fn read_part(part: &str, session: &mut Session) -> Option<()> {
    let (name, value) = part.split_once('=')?;
    match name {
        "v" => session.version = version(value)?,
        "n" => session.happened = value.parse().ok()?,
        "t" => session.time = Time(value.parse().ok()?),
        "keep" => {
            let keep: usize = value.parse().ok()?;
            (keep <= session.actions.len()).then(|| session.actions.truncate(keep))?;
        }
        "do" => {
            for text in value.split(',') {
                let timed = decode(text)?;
                let last = session.actions.last().map_or(Time::ZERO, |last| last.at);
                if timed.at < last || session.actions.len() >= MOST_ACTIONS {
                    return None;
                }
                session.actions.push(timed);
            }
        }
        _ => return None,
    }
    Some(())
}

fn version(name: &str) -> Option<FlinkVersion> {
    FlinkVersion::ALL.into_iter().find(|version| version.name() == name)
}

fn encode(action: &Action) -> String {
    match action {
        // Keys and values stand before what is started with them.
        Action::Configured { options, action } => {
            let mut link = String::new();
            for (key, value) in options.pairs() {
                link.push_str(&["with.", &escape(key), ".", &escape(value), "."].concat());
            }
            link + &encode(action)
        }
        Action::StartCluster => "start".to_owned(),
        Action::StartTaskManager => "add".to_owned(),
        Action::Submit { job, attached, shutdown_on_attached_exit } => {
            let how = match (attached, shutdown_on_attached_exit) {
                (_, true) => "run-sae",
                (true, false) => "run-attached",
                (false, false) => "run",
            };
            format!("{how}.{}", escape(job))
        }
        Action::Cancel { job } => format!("cancel.{}", job.0),
        Action::Savepoint { job, directory } => {
            format!("savepoint.{}{}", job.0, directory_part(directory.as_deref()))
        }
        Action::Stop { job, drain, directory } => {
            let verb = if *drain { "drain-job" } else { "stop-job" };
            format!("{verb}.{}{}", job.0, directory_part(directory.as_deref()))
        }
        Action::FromSavepoint { savepoint, run } => {
            format!("from.{}.{}", savepoint.0, encode(run))
        }
        Action::ThrowException { job } => format!("throw.{}", job.0),
        Action::SignalTaskManager { tm, signal } => {
            let name = match signal {
                Signal::Kill => "kill",
                Signal::Term => "term",
                Signal::Stop => "freeze",
                Signal::Cont => "thaw",
            };
            format!("{name}.{}", tm.0)
        }
        Action::InterruptClient { client } => format!("interrupt.{}", client.0),
        Action::RunApplication { program, attached: false, .. } => {
            format!("app.{}", escape(program))
        }
        Action::RunApplication { program, attached: true, .. } => {
            format!("app-attached.{}", escape(program))
        }
        Action::RunPerJob { program, attached: false } => format!("per-job.{}", escape(program)),
        Action::RunPerJob { program, attached: true } => {
            format!("per-job-attached.{}", escape(program))
        }
        Action::KillJobManager { jm } => format!("kill-jm.{}", jm.0),
        Action::StopJobManager { jm } => format!("stop-jm.{}", jm.0),
        Action::CutNetwork { tm } => format!("cut.{}", tm.0),
        Action::HealNetwork { tm } => format!("heal.{}", tm.0),
        Action::KillMachine { node } => format!("power-off.{}", node.0),
        Action::ExceedMemory { tm } => format!("memory.{}", tm.0),
        Action::KillApplication { cluster } => format!("kill-app.{}", cluster.0),
        Action::StartJobManager => "start-jm".to_owned(),
        Action::StopCluster => "stop".to_owned(),
    }
}

/// A directory that was named, after a dot.
fn directory_part(directory: Option<&str>) -> String {
    directory.map_or(String::new(), |path| [".", &escape(path)].concat())
}

fn decode(text: &str) -> Option<TimedAction> {
    let (at, action) = text.split_once('.')?;
    let action = decode_action(action, MOST_WRAPPED)?;
    Some(TimedAction { at: Time(at.parse().ok()?), action, took: None })
}

/// `wrapped` bounds how deep a link may put one action into another: it is read recursively.
fn decode_action(action: &str, wrapped: u8) -> Option<Action> {
    let (verb, object) = action.split_once('.').unwrap_or((action, ""));
    let number = || object.parse::<u16>().ok();
    let submit = |attached, shutdown_on_attached_exit| {
        Some(Action::Submit { job: unescape(object)?, attached, shutdown_on_attached_exit })
    };
    let application = |attached| {
        let program = unescape(object)?;
        Some(Action::RunApplication { program, attached, in_session: false })
    };
    let per_job = |attached| Some(Action::RunPerJob { program: unescape(object)?, attached });
    let signal = |signal| Some(Action::SignalTaskManager { tm: TmId(number()?), signal });
    Some(match verb {
        "with" => {
            let (key, rest) = object.split_once('.')?;
            let (value, action) = rest.split_once('.')?;
            let (mut options, action) = match decode_action(action, wrapped.checked_sub(1)?)? {
                Action::Configured { options, action } => (options, action),
                action => (Config::default(), Box::new(action)),
            };
            let (key, value) = (unescape(key)?, unescape(value)?);
            Key::from_name(&key).filter(|key| key.takes(&value))?;
            options.set(&key, &value);
            Action::Configured { options, action }
        }
        "start" => Action::StartCluster,
        "add" => Action::StartTaskManager,
        "run" => submit(false, false)?,
        "run-attached" => submit(true, false)?,
        "run-sae" => submit(true, true)?,
        "cancel" => Action::Cancel { job: JobId(number()?) },
        "savepoint" => {
            let (job, directory) = job_and_directory(object)?;
            Action::Savepoint { job, directory }
        }
        "stop-job" | "drain-job" => {
            let (job, directory) = job_and_directory(object)?;
            Action::Stop { job, drain: verb == "drain-job", directory }
        }
        "from" => {
            let (savepoint, run) = object.split_once('.')?;
            let run = Box::new(decode_action(run, wrapped.checked_sub(1)?)?);
            Action::FromSavepoint { savepoint: SavepointId(savepoint.parse().ok()?), run }
        }
        "throw" => Action::ThrowException { job: JobId(number()?) },
        "kill" => signal(Signal::Kill)?,
        "term" => signal(Signal::Term)?,
        "freeze" => signal(Signal::Stop)?,
        "thaw" => signal(Signal::Cont)?,
        "interrupt" => Action::InterruptClient { client: ClientId(number()?) },
        "app" => application(false)?,
        "app-attached" => application(true)?,
        "per-job" => per_job(false)?,
        "per-job-attached" => per_job(true)?,
        // A link made before there were several of them names none.
        "kill-jm" => Action::KillJobManager { jm: JmId(number().unwrap_or(0)) },
        "stop-jm" => Action::StopJobManager { jm: JmId(number()?) },
        "cut" => Action::CutNetwork { tm: TmId(number()?) },
        "heal" => Action::HealNetwork { tm: TmId(number()?) },
        "power-off" => Action::KillMachine { node: NodeId(number()?) },
        "memory" => Action::ExceedMemory { tm: TmId(number()?) },
        "kill-app" => Action::KillApplication { cluster: ClusterId(number()?) },
        "start-jm" => Action::StartJobManager,
        "stop" => Action::StopCluster,
        _ => return None,
    })
}

fn job_and_directory(object: &str) -> Option<(JobId, Option<String>)> {
    let (job, directory) = match object.split_once('.') {
        Some((job, path)) => (job, Some(unescape(path)?)),
        None => (object, None),
    };
    Some((JobId(job.parse().ok()?), directory))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::testing::scenario;

    fn timed(at: u64, action: Action) -> TimedAction {
        TimedAction { at: Time::ms(at), action, took: None }
    }

    fn check(extra: Vec<TimedAction>) {
        let scenario = scenario();
        let mut session = read("v=2.3&n=7&t=99", &scenario).expect("well-formed");
        session.actions.extend(extra);
        let link = session.to_fragment("kill", &scenario);
        let again = Session::from_fragment(&format!("#{link}"), "kill", &scenario);
        assert_eq!(again, Some(Ok(session)), "{link}");
    }

    #[test]
    fn every_action_survives_a_link() {
        let submit = |job: &str, attached, shutdown_on_attached_exit| Action::Submit {
            job: job.to_owned(),
            attached,
            shutdown_on_attached_exit,
        };
        let in_queue = |action| {
            let mut options = Config::default();
            options.set("yarn.application.queue", "a.b 1");
            options.set("jobmanager.memory.process.size", "1600m");
            Action::Configured { options, action: Box::new(action) }
        };
        check(Vec::new());
        check(vec![
            timed(90_000, Action::StartCluster),
            timed(90_000, Action::StartTaskManager),
            timed(90_001, submit("词频 & 100%", false, false)),
            timed(90_002, submit("a.b,c", true, false)),
            timed(90_003, submit("x", true, true)),
            timed(90_004, Action::Cancel { job: JobId(1) }),
            timed(90_005, Action::ThrowException { job: JobId(0) }),
            timed(90_006, Action::InterruptClient { client: ClientId(3) }),
            timed(90_007, Action::StopCluster),
            timed(90_007, Action::KillMachine { node: NodeId(1) }),
            timed(90_007, Action::ExceedMemory { tm: TmId(2) }),
            timed(90_008, in_queue(Action::StartCluster)),
            timed(90_009, in_queue(Action::RunPerJob { program: "x".to_owned(), attached: true })),
        ]);
        for signal in [Signal::Kill, Signal::Term, Signal::Stop, Signal::Cont] {
            check(vec![timed(90_000, Action::SignalTaskManager { tm: TmId(2), signal })]);
        }
    }

    #[test]
    fn a_link_to_the_untouched_scenario_names_no_actions() {
        let scenario = scenario();
        let session = read("n=3&t=5", &scenario).expect("well-formed");
        assert_eq!(session.to_fragment("a", &scenario), "stage-a&v=1.20&n=3&t=5");
    }

    #[test]
    fn links_to_something_else_are_left_alone() {
        for fragment in ["", "#", "#stage-kill", "#stage-killer&n=1", "#a-heading", "#stage-"] {
            assert_eq!(Session::from_fragment(fragment, "kill", &scenario()), None, "{fragment}");
        }
    }

    #[test]
    fn a_malformed_link_says_which_part() {
        for part in [
            "v=9.9",
            "n=-1",
            "n",
            "t=soon",
            "keep=99",
            "what=1",
            "do=",
            "do=1.dance.2",
            "do=x.add",
            "do=1.kill",
            "do=1.kill.70000",
            "do=1.run.%f",
            "do=1.run.%ff",
            "do=90.add,80.add",
            "do=1.from.0.from.0.from.0.run.x",
            "",
        ] {
            let read = read(&format!("v=1.20&{part}"), &scenario());
            assert_eq!(read, Err(LinkError { part: part.to_owned() }), "{part}");
        }
    }
}
