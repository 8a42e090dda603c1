//! Links of this edition, kept for the next ones: a link in somebody's runbook still leads to what it led to.
//!
//! A row of `links.txt` is a stage, the part of a link behind it, and what it shows: an event and its time. Rows stay as they
//! are when the book changes. Where a change of a scenario takes that event away on purpose, a `~` goes before it: the link then
//! shows the same time, and says so. A new stage needs a row; the test prints it.

use super::Session;
use crate::player::state::Player;
use crate::player::testing::scenarios;
use model::{Entry, Scenario};

/// The last event's kind and its time in microseconds.
fn shown(player: &Player) -> String {
    let kind = |entry: &Entry| {
        let told = format!("{:?}", entry.event);
        told.split([' ', '(']).next().unwrap_or_default().to_owned()
    };
    player.last().map_or_else(String::new, |entry| format!("{} {}", kind(entry), entry.at.0))
}

/// The moment in the middle of a run, halfway to the next event.
fn row(id: &str, scenario: &Scenario) -> String {
    let mut player = Player::new(scenario.clone());
    let middle = player.entries().len() / 2;
    let [at, next] = [middle - 1, middle].map(|place| player.entries()[place].at.0);
    let time = model::Time(u64::midpoint(at, next));
    player.restore(&Session { happened: middle, time, ..player.session() });
    let link = player.session().to_fragment(id, scenario);
    let (_, link) = link.split_once('&').expect("a moment");
    format!("{id}\t{link}\t{}", shown(&player))
}

#[test]
fn links_of_this_edition_still_open() {
    let rows = include_str!("links.txt");
    let mut wrong = Vec::new();
    for (id, scenario) in scenarios() {
        let own = rows.lines().filter(|row| row.split('\t').next() == Some(&id));
        let own: Vec<&str> = own.collect();
        if own.is_empty() {
            wrong.push(row(&id, &scenario));
        }
        for row in own {
            let mut parts = row.split('\t').skip(1);
            let (link, expected) = parts.next().zip(parts.next()).expect("three parts");
            let link = format!("stage-{id}&{link}");
            let session = Session::from_fragment(&link, &id, &scenario).expect("a moment");
            let session = session.expect("nothing in it is unknown");
            let mut player = Player::new(scenario.clone());
            player.restore(&session);
            let now = shown(&player);
            let right = match expected.strip_prefix('~') {
                Some(_) => player.position().time == session.time,
                None => now == expected,
            };
            if !right {
                wrong.push(format!("{link}: {expected}; now: {now}"));
            }
        }
    }
    assert!(wrong.is_empty(), "not in links.txt, or not as there:\n{}", wrong.join("\n"));
}

#[test]
fn a_link_whose_event_has_moved_shows_its_time() {
    let (id, scenario) = scenarios().into_iter().next().expect("the book has stages");
    let mut player = Player::new(scenario.clone());
    let last = player.entries().len();
    let end = player.entries()[last - 1].at;
    let old = Session { happened: 1, time: end, ..player.session() };
    assert!(!player.restore(&old), "{id}: its first event was not the last");
    assert_eq!((player.position().happened, player.position().time), (last, end));
    assert!(player.restore(&player.session()), "what is shown now can be linked to");
}
