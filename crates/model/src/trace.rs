//! A trace: every event of one run in order, and any moment of it.
//!
//! In: a [`Scenario`], later a reader's [`Action`]s. Out: [`Entry`]s and [`Frame`]s.
//! Looking never runs the model: a frame is a kept moment plus a short replay of events. Running on from a
//! moment takes what was scheduled, too, which is kept less often.

use crate::action::Action;
use crate::cluster::Cluster;
use crate::entry::Entry;
use crate::event::Event;
use crate::flow::{Flow, Level, Run, Subject, late, levels, runs};
use crate::frame::{Frame, InFlight};
use crate::kernel::{MAX_ENTRIES, World};
use crate::scenario::{Scenario, TimedAction};
use crate::time::Time;

/// One run.
#[derive(Clone, Debug)]
pub struct Trace {
    scenario: Scenario,
    entries: Vec<Entry>,
    /// What was true before some of the entries, the first included.
    moments: Vec<Moment>,
    /// The world before fewer of them, the first included.
    worlds: Vec<World>,
    stop: Stop,
    /// The longest way of a message, so that looking for those under way can stop.
    longest_travel: Time,
}

/// Why a trace ends where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Nothing is scheduled any more: what runs, runs on.
    Quiet,
    /// The scenario's horizon was reached while something was still to happen.
    Horizon,
    /// [`MAX_ENTRIES`] was reached, or a number that cannot be counted further.
    Limit,
}

/// What was true before an entry.
#[derive(Clone, Debug)]
struct Moment {
    /// How many events had happened.
    happened: usize,
    cluster: Cluster,
}

/// A fork replays at most this many events.
const WORLD_EVERY: usize = 4_096;

/// A frame replays at most this many events. What a moment costs grows with what changes between two of them,
/// and that with the size of the cluster.
fn moment_every(cluster: &Cluster) -> usize {
    64 + (cluster.jobs.len() + cluster.task_managers.len()).min(448)
}

impl Trace {
    /// Runs a scenario to its end.
    pub fn run(scenario: Scenario) -> Trace {
        let world = World::new(&scenario);
        let mut trace = Trace {
            scenario,
            entries: Vec::new(),
            moments: Vec::new(),
            worlds: Vec::new(),
            stop: Stop::Quiet,
            longest_travel: Time::ZERO,
        };
        trace.extend(world);
        trace
    }

    /// Every event, in order of time.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The time of the last event.
    pub fn end(&self) -> Time {
        self.entries.last().map_or(Time::ZERO, |entry| entry.at)
    }

    /// Why it ends there.
    pub fn stop(&self) -> Stop {
        self.stop
    }

    /// What was run: the scenario's actions, and those of forks.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// How many events have happened at `at`, those of that very time included.
    pub fn happened_at(&self, at: Time) -> usize {
        self.entries.partition_point(|entry| entry.at <= at)
    }

    /// The moment `at`: all events up to and including that time have happened.
    pub fn frame_at(&self, at: Time) -> Frame {
        self.frame(at, self.happened_at(at))
    }

    /// The moment right after entry number `index`.
    pub fn frame_after(&self, index: usize) -> Frame {
        let index = index.min(self.entries.len().saturating_sub(1));
        let at = self.entries.get(index).map_or(Time::ZERO, |entry| entry.at);
        self.frame(at, (index + 1).min(self.entries.len()))
    }

    /// A moment between two events: `happened` events have happened and the clock shows `at`.
    pub fn frame(&self, at: Time, happened: usize) -> Frame {
        Frame {
            at,
            cluster: self.cluster_after(happened),
            flow: self.flow(at, happened),
            in_flight: self.in_flight(at, happened),
            happened,
        }
    }

    /// What is true after the first `happened` events.
    pub fn cluster_after(&self, happened: usize) -> Cluster {
        let happened = happened.min(self.entries.len());
        let later = self.moments.partition_point(|moment| moment.happened <= happened);
        let moment = &self.moments[later - 1];
        let mut cluster = moment.cluster.clone();
        for entry in &self.entries[moment.happened..happened] {
            cluster.apply(entry.at, &entry.event, &self.scenario);
        }
        cluster
    }

    /// Records between jobs at a moment; nothing without a [`crate::Flow`].
    pub fn flow_at(&self, at: Time) -> Vec<Level> {
        self.flow(at, self.happened_at(at))
    }

    /// Records between jobs; nothing without a [`crate::Flow`].
    fn flow(&self, at: Time, happened: usize) -> Vec<Level> {
        let Some(flow) = &self.scenario.flow else { return Vec::new() };
        levels(flow, &self.runs(happened), at)
    }

    /// How many records waited between two moments, for each link of a flow, which need not be the scenario's.
    pub fn late(&self, flow: &Flow, from: Time, until: Time) -> Vec<u64> {
        late(flow, &self.runs(self.happened_at(until)), from, until)
    }

    /// When which job ran, as far as it has happened.
    fn runs(&self, happened: usize) -> Vec<Run> {
        let last = self.cluster_after(self.entries.len());
        let about = |job| {
            let job = last.job(job);
            Subject { name: job.spec.name.clone(), tasks: job.spec.tasks(), cluster: job.cluster }
        };
        runs(self.entries[..happened].iter(), about)
    }

    fn in_flight(&self, at: Time, happened: usize) -> Vec<InFlight> {
        let latest = at + self.longest_travel;
        let coming = self.entries[happened..].iter().enumerate();
        coming
            .take_while(|(_, entry)| entry.at <= latest)
            .filter(|(_, entry)| entry.sent <= at && entry.cause.is_none_or(|c| c < happened))
            .filter_map(|(offset, entry)| {
                let (from, to) = entry.route?;
                Some(InFlight {
                    entry: happened + offset,
                    from,
                    to,
                    sent: entry.sent,
                    arrives: entry.at,
                    event: entry.event.clone(),
                })
            })
            .collect()
    }

    /// Does something at that time, after all that has happened by then: the future is dropped and
    /// run anew. Returns the position of the new [`Event::ActionTaken`].
    pub fn fork(&mut self, at: Time, action: Action) -> usize {
        self.fork_after(self.happened_at(at), at, action)
    }

    /// As [`Trace::fork`], between two events of the same time.
    pub fn fork_after(&mut self, happened: usize, at: Time, action: Action) -> usize {
        let happened = happened.min(self.entries.len());
        self.entries.truncate(happened);
        self.moments.retain(|moment| moment.happened <= happened);
        self.worlds.retain(|world| world.happened <= happened);
        let mut world = self.worlds.last().expect("the first is kept").clone();
        // A world holds the actions that were planned when it was kept; forks may have planned others
        // since. So what was done is done again as it is kept.
        world.drop_actions();
        while world.happened < happened {
            let kept = &self.entries[world.happened];
            if matches!(kept.event, Event::ActionTaken(_)) {
                world.drop_before(kept.at);
                world.schedule_first(kept.at, kept.event.clone());
            }
            world.step(&self.scenario).expect("the kept entries came out of this very world");
        }
        world.drop_before(at);
        self.scenario.actions.truncate(world.cluster.actions_taken);
        self.scenario.actions.push(TimedAction { at, action: action.clone(), took: None });
        world.schedule_first(at, Event::ActionTaken(action));
        self.extend(world);
        happened
    }

    fn extend(&mut self, mut world: World) {
        self.stop = Stop::Quiet;
        loop {
            self.keep(&world);
            // What is scheduled may come to nothing, so only the next event tells whether there is one.
            let Some(entry) = world.step(&self.scenario) else { return };
            if entry.at > self.scenario.horizon {
                self.stop = Stop::Horizon;
                return;
            }
            if self.entries.len() >= MAX_ENTRIES || world.runs_out_of_numbers(&entry.event) {
                self.stop = Stop::Limit;
                return;
            }
            if entry.route.is_some() {
                self.longest_travel = self.longest_travel.max(entry.at.since(entry.sent));
            }
            self.entries.push(entry);
        }
    }

    /// Keeps the moment, and the world, if the last one is long ago.
    fn keep(&mut self, world: &World) {
        let happened = world.happened;
        let moment = self.moments.last().map(|moment| moment.happened);
        if moment.is_none_or(|last| happened - last >= moment_every(&world.cluster)) {
            self.moments.push(Moment { happened, cluster: world.cluster.clone() });
        }
        if self.worlds.last().is_none_or(|last| happened - last.happened >= WORLD_EVERY) {
            self.worlds.push(world.to_keep());
        }
    }
}
