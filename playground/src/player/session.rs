//! What a reader did to a stage, as a link that shows it to somebody else.
//!
//! In: the part of a URL behind `#`. Out: a [`Session`], or the part that cannot be understood. And back.
//! Deliberately absent: the URL bar; a link is short because it names only what the reader added
//! to the page's scenario:
//!
//! `stage-<id>&v=1.20&n=57&t=12345678&keep=2&do=9000000.cut-network.1,9500000.submit.WordCount`
//!
//! `n` events have happened, it is `t` microseconds, the first `keep` of the scenario's actions are
//! done, and then those behind `do`, each as [`TimedAction::to_text`] says it. With `until=90` the stage plays from that
//! moment on until 90 events have happened.

use model::scenario::TimedAction;
use model::{FlinkVersion, Scenario, Time};

/// A link names at most so many actions.
const MOST_ACTIONS: usize = 200;

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
    /// How many will have happened where it stops playing; `None`: it stands still.
    pub until: Option<usize>,
}

/// The part of a link that cannot be understood, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkError {
    /// For instance `do=9000000.cancle.1`.
    pub part: String,
}

impl Session {
    /// Nothing has been done, not even by the scenario.
    pub const fn empty(version: FlinkVersion) -> Session {
        Session { version, actions: Vec::new(), time: Time::ZERO, happened: 0, until: None }
    }

    /// The part of the URL behind `#`, for the stage of this id that plays this scenario.
    pub fn to_fragment(&self, id: &str, scenario: &Scenario) -> String {
        let mut link = format!("stage-{id}&v={}", self.version.name());
        link.push_str(&format!("&n={}&t={}", self.happened, self.time.0));
        if let Some(until) = self.until {
            link.push_str(&format!("&until={until}"));
        }
        let same = self.actions.iter().zip(&scenario.actions).take_while(|(a, b)| a == b).count();
        if same == self.actions.len() && same == scenario.actions.len() {
            return link;
        }
        link.push_str(&format!("&keep={same}"));
        for (index, timed) in self.actions.iter().skip(same).enumerate() {
            link.push_str(if index == 0 { "&do=" } else { "," });
            link.push_str(&timed.to_text());
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
        until: None,
    };
    for part in text.split('&') {
        read_part(part, &mut session).ok_or_else(|| LinkError { part: part.to_owned() })?;
    }
    Ok(session)
}

fn read_part(part: &str, session: &mut Session) -> Option<()> {
    let (name, value) = part.split_once('=')?;
    match name {
        "v" => session.version = FlinkVersion::named(value)?,
        "n" => session.happened = value.parse().ok()?,
        "until" => session.until = Some(value.parse().ok()?),
        "t" => session.time = Time(value.parse().ok()?),
        "keep" => {
            let keep: usize = value.parse().ok()?;
            (keep <= session.actions.len()).then(|| session.actions.truncate(keep))?;
        }
        "do" => {
            for text in value.split(',') {
                let timed = TimedAction::from_text(text)?;
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

#[cfg(test)]
mod links;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::testing::scenario;
    use model::Action;

    #[test]
    fn every_action_survives_a_link() {
        let scenario = scenario();
        let timed = |action| TimedAction { at: Time::s(90), action, took: None };
        let mut session = read("v=2.3&n=7&t=99", &scenario).expect("well-formed");
        session.actions.extend(Action::every("词频 & 100%.a,b+c", 3).into_iter().map(timed));
        for count in [2, 3, session.actions.len()] {
            let session = Session { actions: session.actions[..count].to_vec(), ..session.clone() };
            let link = session.to_fragment("kill", &scenario);
            let again = Session::from_fragment(&format!("#{link}"), "kill", &scenario);
            assert_eq!(again, Some(Ok(session)), "{link}");
        }
    }

    /// Each row is an action as it was written before actions had one name everywhere, and as it is
    /// written today. The first half was made by the code of that time, and read by it as what the other
    /// half says.
    #[test]
    fn links_made_before_still_open() {
        let rows = include_str!("session/before.txt");
        for row in rows.lines() {
            let (before, today) = row.split_once(' ').expect("two texts");
            let link = |text| format!("stage-kill&v=2.3&n=7&t=99&keep=1&do=90000000.{text}");
            let open = |link: &str| Session::from_fragment(link, "kill", &scenario());
            let session = open(&link(before)).expect("it is about this stage").expect(before);
            assert_eq!(session.to_fragment("kill", &scenario()), link(today), "{before}");
            assert_eq!(open(&link(today)), Some(Ok(session)), "{today}");
        }
    }

    #[test]
    fn a_link_to_the_untouched_scenario_names_no_actions() {
        let scenario = scenario();
        let session = read("n=3&t=5", &scenario).expect("well-formed");
        assert_eq!(session.to_fragment("a", &scenario), "stage-a&v=1.20&n=3&t=5");
        let session = Session { until: Some(9), ..session };
        let link = session.to_fragment("a", &scenario);
        assert_eq!(link, "stage-a&v=1.20&n=3&t=5&until=9");
        assert_eq!(Session::from_fragment(&link, "a", &scenario), Some(Ok(session)));
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
            "until=soon",
            "t=soon",
            "keep=99",
            "what=1",
            "do=",
            "do=start-cluster",
            "do=soon.start-cluster",
            "do=90000000",
            "do=90000000.dance.2",
            "do=90000000.cancel",
            "do=90000000.start-cluster,",
            "do=90000000.start-cluster,80000000.start-cluster",
            "do=1.start-cluster",
            "",
        ] {
            let read = read(&format!("v=1.20&{part}"), &scenario());
            assert_eq!(read, Err(LinkError { part: part.to_owned() }), "{part}");
        }
    }
}
