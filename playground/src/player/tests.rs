//! The player, driven like a reader drives it, without a browser.

use super::live::{Live, Msg};
use super::pacing::{Position, Show};
use super::session::Session;
use super::state::{Control, Mode, Notice, Player, Speed};
use super::testing::scenario;
use crate::cell::{Cell, View};
use model::event::Refusal;
use model::scenario::TimedAction;
use model::{Action, BeatKind, Event, FlinkVersion, Frame, Signal, Time, TmId};
use stage::{Arrangement, Lang, Motion};
use std::rc::Rc;

fn player() -> Player {
    Player::standing_at(scenario(), Time::s(10))
}

/// Presses those in turn.
fn after(controls: &[Control]) -> Player {
    let mut player = player();
    for control in controls {
        player.update(control.clone());
    }
    player
}

fn kill() -> Control {
    Control::Act(Action::SignalTaskManager { tm: TmId(0), signal: Signal::Kill })
}

/// Plays in steps of a sixtieth of a second until it stops by itself.
fn play_to_end(player: &mut Player) -> Vec<(Show, Position, Frame)> {
    let mut seen = Vec::new();
    player.update(Control::Play);
    while player.mode() == Mode::Playing {
        player.update(Control::Tick(16_667));
        seen.push((player.show().0, player.position(), player.frame()));
        assert!(seen.len() < 1_000_000, "the player never stops");
    }
    seen
}

#[test]
fn it_opens_before_what_matters_and_plays_on_from_there() {
    let mut told = scenario();
    let kill = Action::SignalTaskManager { tm: TmId(0), signal: Signal::Kill };
    told.actions.push(TimedAction { at: Time::s(20), action: kill, took: None });
    let mut player = Player::new(told);
    let opens = player.position();
    assert!(player.mode() == Mode::Paused && !player.at_end() && opens.time < Time::s(20));
    player.update(Control::NextBeat);
    assert_eq!(player.position().time, Time::s(20));
    player.update(Control::PreviousBeat);
    player.update(Control::Play);
    assert_eq!((player.mode(), player.position()), (Mode::Playing, opens));
}

#[test]
fn at_the_end_playing_begins_anew() {
    let player = after(&[Control::End, Control::Play]);
    assert_eq!((player.mode(), player.position()), (Mode::Playing, Position::default()));
}

#[test]
fn beats_are_stepped_through_both_ways() {
    let mut player = after(&[Control::Restart]);
    let places: Vec<Position> = player.beats().iter().map(Position::of).collect();
    assert_eq!(player.beat(), None);
    for (beat, place) in places.iter().enumerate() {
        player.update(Control::NextBeat);
        assert_eq!((player.position(), player.beat()), (*place, Some(beat)));
    }
    player.update(Control::NextBeat);
    assert!(player.at_end(), "behind the last beat is the end");
    player.update(Control::Beat(1));
    assert_eq!(player.position(), places[1]);
    player.update(Control::Forward);
    player.update(Control::PreviousBeat);
    assert_eq!(player.position(), places[1], "back to the beat that is shown");
    player.update(Control::PreviousBeat);
    player.update(Control::PreviousBeat);
    assert_eq!(player.position(), Position::default());
}

#[test]
fn a_silence_is_told_from_where_it_stands_until_something_happens() {
    let player = after(&[kill()]);
    let silent = player.beats().iter().position(|beat| beat.kind == BeatKind::Silence);
    let silent = silent.expect("nobody notices at once");
    let mut player = after(&[kill(), Control::Beat(silent)]);
    assert_eq!(player.silence(), Some(player.beats()[silent].lasts));
    let (begins, happened) = (player.position().time, player.position().happened);
    while player.position().time == begins {
        player.update(Control::Scrub(player.show().0 + 10_000));
    }
    assert_eq!(player.position().happened, happened, "the silence goes on");
    assert_eq!(player.silence(), Some(player.beats()[silent].lasts));
    player.update(Control::Forward);
    assert_eq!(player.silence(), None);
    player.update(Control::Back);
    player.update(Control::PreviousBeat);
    player.update(Control::PreviousBeat);
    assert_eq!(player.silence(), None);
}

#[test]
fn a_run_is_the_pages_own_up_to_the_first_difference() {
    assert_eq!(player().own_until(), None);
    assert_eq!(after(&[kill()]).own_until(), Some(Time::s(10)));
    let newer = Control::Imitate(FlinkVersion::V1_13);
    assert_eq!(after(&[newer]).own_until(), Some(Time::ZERO));
}

#[test]
fn it_plays_by_itself_where_the_page_says_so_and_nobody_asks_for_less_movement() {
    let begun = |plays: bool, motion: Motion, fragment: &str| {
        let (lang, title, view) = (Lang::En, String::new(), View::Picture);
        let beats = Vec::new();
        let cell =
            Cell { id: "a".to_owned(), lang, title, beats, view, plays, scenario: scenario() };
        let mut live = Live::new(Rc::new(cell), Arrangement::Wide, motion);
        live.begin();
        live.update(Msg::Followed(fragment.to_owned()));
        live.player().mode()
    };
    assert_eq!(begun(true, Motion::Full, ""), Mode::Playing);
    assert_eq!(begun(true, Motion::Full, "#stage-b&v=1.20&n=1&t=1"), Mode::Playing);
    assert_eq!(begun(true, Motion::Full, "#stage-a&v=1.20&n=1&t=1"), Mode::Paused);
    assert_eq!(begun(true, Motion::Reduced, ""), Mode::Paused);
    assert_eq!(begun(false, Motion::Full, ""), Mode::Paused);
}

#[test]
fn pausing_and_playing_again_goes_on_from_there() {
    let mut player =
        after(&[Control::Restart, Control::Play, Control::Tick(3_000_000), Control::Toggle]);
    let paused = player.position();
    assert_eq!(player.mode(), Mode::Paused);
    assert!(!player.update(Control::Tick(1_000_000)), "paused: nothing changes");
    player.update(Control::Toggle);
    assert_eq!((player.mode(), player.position()), (Mode::Playing, paused));
}

#[test]
fn a_step_back_shows_exactly_the_frame_before() {
    let mut player = after(&[Control::Restart]);
    let mut frames = vec![player.frame()];
    while !player.at_end() {
        player.update(Control::Forward);
        assert_eq!(player.position().happened, frames.len(), "one event at a time");
        frames.push(player.frame());
    }
    assert_eq!(frames.len(), player.entries().len() + 1);
    for before in frames.iter().rev().skip(1) {
        player.update(Control::Back);
        assert_eq!(player.frame(), *before);
    }
    player.update(Control::Back);
    assert_eq!(player.position(), Position::default());
}

#[test]
fn a_step_back_between_two_events_takes_the_earlier_one_back() {
    let entries = player().trace().entries().to_vec();
    let gap = entries.windows(2).position(|pair| pair[0].at < pair[1].at);
    let mut player = after(&[Control::GoTo(gap.expect("events take time"))]);
    let here = player.position();
    let (show, _) = player.show();
    player.update(Control::Scrub(show + 100_000));
    assert_eq!(player.position().happened, here.happened);
    assert!(player.position().time > here.time);
    player.update(Control::Back);
    assert_eq!(player.position().happened, here.happened - 1);
}

#[test]
fn frames_are_the_same_however_they_are_reached() {
    let mut played = player();
    let seen = play_to_end(&mut played);
    assert!(played.at_end());
    let mut scrubbed = player();
    for (show, position, frame) in seen.iter().rev().step_by(37) {
        scrubbed.update(Control::Scrub(*show));
        assert_eq!((scrubbed.position(), scrubbed.frame()), (*position, frame.clone()));
    }
}

#[test]
fn the_next_thing_is_everything_of_the_next_instant_and_skips_the_wait() {
    let mut player = after(&[Control::Restart]);
    let mut last = player.position();
    while !player.at_end() {
        player.update(Control::Next);
        let here = player.position();
        assert!(here.happened > last.happened);
        assert_eq!(here.happened, player.trace().happened_at(here.time));
        assert!(last.happened == 0 || here.time > last.time);
        last = here;
    }
}

#[test]
fn a_wait_of_minutes_is_played_in_seconds() {
    let mut long = scenario();
    long.actions[1].at = Time::s(8 * 60);
    let mut player = Player::new(long);
    let frames = play_to_end(&mut player).len();
    assert!(player.trace().end() > Time::s(8 * 60));
    assert!(frames < 60 * 60 * 2, "{frames} drawings");
}

#[test]
fn an_action_drops_the_future_and_plays_on() {
    let mut player = after(&[kill()]);
    assert_eq!(player.mode(), Mode::Playing);
    assert!(player.is_forked());
    let taken = player.current().expect("the action is an event");
    assert!(matches!(player.entries()[taken].event, Event::ActionTaken(_)));
    assert_eq!(player.entries()[taken].at, Time::s(10));
    player.update(Control::Tick(10_000_000));
    assert!(player.position().happened > taken + 1);
    player.update(Control::Reset);
    assert!(!player.is_forked());
    assert_eq!(player.trace().entries(), self::player().trace().entries());
}

#[test]
fn what_cannot_be_done_changes_nothing_and_says_why() {
    let start = Action::StartCluster;
    let mut player = after(&[Control::End, Control::Play, Control::Tick(9_000_000)]);
    player.update(Control::Act(start.clone()));
    assert_eq!(player.notice(), Some(&Notice::Refused(start, Refusal::ClusterExists)));
    assert_eq!((player.mode(), player.run()), (Mode::Paused, 0));
    assert!(!player.is_forked());
    player.update(Control::Dismiss);
    assert_eq!(player.notice(), None);
}

#[test]
fn another_version_runs_the_same_actions() {
    let player = after(&[kill(), Control::Imitate(FlinkVersion::V1_13)]);
    assert_eq!(player.trace().scenario().version, FlinkVersion::V1_13);
    assert_eq!(player.trace().scenario().actions.len(), 3);
    assert!(player.is_forked());
}

#[test]
fn a_link_shows_the_same_run_and_moment() {
    let mut told = after(&[kill(), Control::Tick(2_000_000), Control::Pause]);
    for _ in 0..2 {
        told.update(kill_again());
        told.update(Control::Forward);
    }
    let session = told.session();
    let mut shown = player();
    shown.restore(&session);
    assert_eq!(shown.trace().entries(), told.trace().entries());
    assert_eq!(shown.frame(), told.frame());
    assert_eq!(shown.session(), session);
}

#[test]
fn a_link_beyond_the_end_shows_the_end() {
    let mut player = player();
    let session = Session { happened: usize::MAX, time: Time(u64::MAX), ..player.session() };
    player.restore(&session);
    assert_eq!(player.position().happened, player.entries().len());
    assert!(player.at_end());
}

#[test]
fn a_link_may_play_up_to_a_moment() {
    for motion in [Motion::Full, Motion::Reduced] {
        let mut player = after(&[Control::Move(motion)]);
        let until = player.entries().len() / 2;
        let session = Session { happened: 3, until: Some(until), ..player.session() };
        player.restore(&session);
        assert_eq!((player.position().happened, player.mode()), (3, Mode::Playing));
        player.update(Control::Toggle);
        player.update(Control::Toggle);
        for _ in 0..1_000 {
            player.update(Control::Tick(1_300_000));
        }
        assert_eq!((player.position().happened, player.mode()), (until, Mode::Paused));
        assert_eq!(player.session().until, None);
        // From there on it is a stage like any other.
        player.update(Control::Toggle);
        assert!(player.update(Control::Tick(3_000_000)));
        assert!(player.position().happened > until);
        // Whoever goes elsewhere meanwhile is not held back.
        player.restore(&session);
        player.update(Control::Scrub(0));
        for _ in 0..1_000 {
            player.update(Control::Tick(1_300_000));
        }
        assert!(player.at_end());
    }
}

fn kill_again() -> Control {
    Control::Act(Action::StartTaskManager)
}

#[test]
fn less_movement_means_steps_from_beat_to_beat() {
    let mut player = after(&[Control::Move(Motion::Reduced), Control::Restart, Control::Play]);
    assert!(!player.update(Control::Tick(2_000_000)));
    assert!(player.update(Control::Tick(500_000)));
    assert_eq!(player.beat(), Some(0));
    player.update(Control::Pace(Speed::Double));
    player.update(Control::Tick(1_200_000));
    assert_eq!(player.position(), Position::of(&player.beats()[1]));
}

#[test]
fn speeds_are_multiples_of_a_quarter() {
    let at = |speed| {
        let start = [Control::Restart, Control::Play, Control::Pace(speed), Control::Tick(100_000)];
        after(&start).show().0
    };
    let shows: Vec<_> = Speed::ALL.into_iter().map(at).collect();
    assert_eq!(shows, [25_000, 50_000, 100_000, 200_000, 400_000, 800_000]);
    let fastest = after(&vec![Control::Faster; 9]);
    let slowest = after(&vec![Control::Slower; 9]);
    assert_eq!((fastest.speed(), slowest.speed()), (Speed::Eightfold, Speed::Quarter));
}

#[test]
fn a_clicked_line_is_the_event_shown() {
    let player = after(&[Control::Play, Control::GoTo(5)]);
    assert_eq!((player.current(), player.mode()), (Some(5), Mode::Paused));
}
