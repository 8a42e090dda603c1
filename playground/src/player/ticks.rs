//! The story on the time line: a tick for each beat, and which names there is room for.
//!
//! In: a player, and what its beats are called. Out: [`Tick`]s. Deliberately absent: how wide the time line is; a tick
//! says for each of a few widths whether its name fits, and the page's CSS asks how wide it is.

use super::state::Player;
use model::BeatSort;

/// Widths of a time line in CSS pixels, narrowest first; up to the next one names are as for this one
/// (`book/theme/beats.css` has the same).
pub const ROOMS: [u64; 4] = [220, 360, 560, 800];

/// Pixels of a name's letter; a Chinese character takes two, a little less.
const LETTER: u64 = 7;
/// Pixels between two names.
const APART: u64 = 12;

/// One beat on the time line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick<'a> {
    /// Its place among the beats.
    pub beat: usize,
    /// What it is called.
    pub name: &'a str,
    /// Where it stands, in thousandths of the line.
    pub place: u64,
    /// Something breaks.
    pub fault: bool,
    /// It is the one that is shown.
    pub now: bool,
    /// For each of [`ROOMS`], whether its name is shown.
    pub named: [bool; ROOMS.len()],
}

/// The ticks of a story, earliest first.
pub fn ticks<'a>(player: &Player, names: &'a [String]) -> Vec<Tick<'a>> {
    let (_, total) = player.show();
    let now = player.beat();
    let beats = player.beats().iter().enumerate().zip(names);
    let mut ticks: Vec<Tick> = beats
        .map(|((beat, told), name)| Tick {
            beat,
            name,
            place: player.pacing().show_of(super::pacing::Position::of(told)) * 1_000
                / total.max(1),
            fault: told.kind.is_fault(),
            now: now == Some(beat),
            named: [false; ROOMS.len()],
        })
        .collect();
    let mut order: Vec<usize> = (0..ticks.len()).collect();
    let sorts: Vec<BeatSort> = player.beats().iter().map(|beat| beat.kind.sort()).collect();
    order.sort_by_key(|beat| (now != Some(*beat), sorts.get(*beat).map(|sort| rank(*sort))));
    for (room, width) in ROOMS.into_iter().enumerate() {
        let mut taken: Vec<(u64, u64)> = Vec::new();
        for beat in &order {
            let Some(tick) = ticks.get_mut(*beat) else { continue };
            let wide = width_of(tick.name);
            // The name stands at its tick, at both ends of the line within it.
            let start = tick.place * width.saturating_sub(wide) / 1_000;
            let end = start + wide;
            let free = taken.iter().all(|(from, to)| end + APART <= *from || to + APART <= start);
            if let Some(named) = tick.named.get_mut(room)
                && (free || tick.now)
            {
                *named = true;
                taken.push((start, end));
            }
        }
    }
    ticks
}

/// Whose name is left out last.
const fn rank(sort: BeatSort) -> u8 {
    match sort {
        BeatSort::Fault => 0,
        BeatSort::Act => 1,
        BeatSort::Turn => 2,
        BeatSort::Deployment => 3,
        BeatSort::Course => 4,
    }
}

fn width_of(name: &str) -> u64 {
    name.chars().map(|c| if c.is_ascii() { LETTER } else { 2 * LETTER - 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::state::Control;
    use crate::player::testing::scenarios;
    use stage::{Lang, words};

    #[test]
    fn names_never_run_into_each_other_and_the_one_shown_is_always_there() {
        for (id, scenario) in scenarios() {
            let mut player = Player::new(scenario);
            player.update(Control::Restart);
            loop {
                for lang in Lang::ALL {
                    let names: Vec<String> =
                        player.beats().iter().map(|beat| words::beat(lang, beat)).collect();
                    check(&id, &ticks(&player, &names));
                }
                if player.at_end() {
                    break;
                }
                player.update(Control::NextBeat);
            }
        }
    }

    fn check(id: &str, ticks: &[Tick]) {
        assert!(ticks.windows(2).all(|pair| pair[0].place < pair[1].place), "{id}: {ticks:?}");
        for (room, width) in ROOMS.into_iter().enumerate() {
            let shown = ticks.iter().filter(|tick| tick.named[room]);
            let ends: Vec<(u64, u64)> = shown
                .map(|tick| {
                    let wide = width_of(tick.name);
                    assert!(wide <= width, "{id}: {} is wider than the line", tick.name);
                    let start = tick.place * (width - wide) / 1_000;
                    (start, start + wide)
                })
                .collect();
            assert!(ends.windows(2).all(|pair| pair[0].1 < pair[1].0), "{id}, {width}: {ticks:?}");
            assert!(ticks.iter().all(|tick| !tick.now || tick.named[room]), "{id}, {width}");
        }
        let widest = ticks.iter().filter(|tick| tick.named[ROOMS.len() - 1]).count();
        assert!(widest * 2 >= ticks.len(), "{id}: few names on a wide line: {ticks:?}");
    }
}
