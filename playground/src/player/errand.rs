//! A line that the page asks to be run: at which moment.
//!
//! In: a printed command and the player. Out: the line with its placeholders filled, and the place in the trace
//! at which it can be done. A reader who clicks a printed command does not want to be told that the session is
//! still starting: the line waits for it, as its author did.
//! Deliberately absent: doing it.

use super::state::Player;
use super::terminal::is_too_long;
use model::command::line::piped;
use model::command::{Answer, filled, parse, resolve};
use model::{Action, Cluster, Scenario, Time};

/// A line and where to do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// As it would be typed there.
    pub line: String,
    /// Where.
    pub place: Place,
}

/// Where a line is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the time shown.
    Now,
    /// After so many events.
    After(usize),
    /// Where nothing has been done yet.
    EmptyWorld,
}

/// Events that are this far apart belong to different commands.
const CALM: Time = Time::s(2);

/// A line waits for so many events at the most: what it waits for is a cluster that starts, not one that restarts for ever.
const AWAITED: usize = 2_048;

impl Errand {
    /// The first moment from the time shown at which the line can be done. If there is none and the reader has
    /// done nothing yet, an empty world: a session that runs already can be started there. Else the time shown,
    /// where the terminal says what is wrong.
    pub fn of(line: &str, player: &Player) -> Errand {
        if is_too_long(line) {
            return Errand { line: line.to_owned(), place: Place::Now };
        }
        let happened = player.position().happened;
        let (trace, scenario) = (player.trace(), player.trace().scenario());
        let possible = |cluster: &Cluster| can(line, cluster, scenario);
        let place = match trace.first_after(happened, AWAITED, possible) {
            Some(at) if at > happened => Place::After(at),
            None if !player.is_forked() && possible(&trace.cluster_after(0)) => Place::EmptyWorld,
            Some(_) | None => Place::Now,
        };
        let there = match place {
            Place::Now => happened,
            Place::After(at) => at,
            Place::EmptyWorld => 0,
        };
        Errand { line: filled(line, &trace.cluster_after(there)), place }
    }
}

/// How much has happened when what was done last has had its effect.
pub fn calm(player: &Player) -> usize {
    let (entries, happened) = (player.entries(), player.position().happened.max(1));
    let mut gaps = entries.iter().zip(entries.iter().skip(1)).skip(happened - 1);
    let calm = gaps.position(|(one, next)| next.at.since(one.at) >= CALM);
    calm.map_or(entries.len(), |more| happened + more)
}

/// Whether the line does something there, or is answered.
fn can(line: &str, cluster: &Cluster, scenario: &Scenario) -> bool {
    let line = filled(line, cluster);
    let Ok(command) = parse(piped(&line).command, cluster.version) else { return false };
    match resolve(&command, cluster, scenario) {
        Ok(Answer::Do(action)) => {
            model::refusal(cluster, &action, scenario).is_none() && is_awaited(&action, cluster)
        }
        Ok(Answer::DoSaying(action, _)) => {
            model::refusal(cluster, &action, scenario).is_none() && is_awaited(&action, cluster)
        }
        Ok(Answer::Refused(_)) | Err(_) => false,
        Ok(_) => true,
    }
}

/// A client could be started at any time; it succeeds once the session answers.
fn is_awaited(action: &Action, cluster: &Cluster) -> bool {
    match action.itself() {
        Action::Submit { .. } | Action::StopCluster => {
            let meant = cluster.addressed(action.options());
            meant.is_some_and(|session| session.phase.accepts_jobs())
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::state::{Control, Player};
    use crate::player::testing::scenario;

    #[test]
    fn what_stops_a_session_waits_for_it() {
        let yarn =
            crate::player::testing::scenarios().into_iter().find(|it| it.0 == "yarn-session");
        let mut player = Player::new(yarn.expect("the book has it").1);
        player.update(Control::Restart);
        let line = "echo \"stop\" | ./bin/yarn-session.sh -id application_1699415564762_0001";
        let errand = Errand::of(line, &player);
        assert!(matches!(errand.place, Place::After(_)), "{errand:?}");
    }

    #[test]
    fn a_line_is_done_as_soon_as_it_can_be() {
        let mut player = Player::standing_at(scenario(), Time::s(10));
        let job = player.frame().cluster.jobs[0].id.hex();
        let now = |line: &str| Errand { line: line.to_owned(), place: Place::Now };
        assert_eq!(Errand::of("flink run x.jar", &player), now("flink run x.jar"));
        let cancel = Errand::of("flink cancel <jobId>", &player);
        assert_eq!(cancel, now(&format!("flink cancel {job}")));
        // The session runs already: it is started where there is none.
        assert_eq!(Errand::of("bin/start-cluster.sh", &player).place, Place::EmptyWorld);
        // Before the first event, a client waits for the session.
        player.update(Control::Restart);
        let Place::After(at) = Errand::of("flink run x.jar", &player).place else {
            panic!("a client waits")
        };
        let session = player.cluster_after(at - 1).session().expect("there is one").phase;
        assert!(session.accepts_jobs());
        let (trace, scenario) = (player.trace(), player.scenario());
        let can_after = |at| can("flink run x.jar", &trace.cluster_after(at), scenario);
        assert!(can_after(at) && !(0..at).any(can_after), "and no longer than it must");
        let beyond = trace.first_after(0, at - 1, |it| can("flink run x.jar", it, scenario));
        assert_eq!(beyond, None, "as far as is asked for");
        // What never can be is said now.
        assert_eq!(Errand::of("yarn-session.sh", &player), now("yarn-session.sh"));
    }
}
