//! The event kernel: what is scheduled, and in which order it happens.
//!
//! Events happen in order of time; equal times in the order in which they were scheduled. What
//! follows at once (no delay, no way to travel) happens before anything else of the same time: it is
//! the rest of what one of Flink's main threads does without giving way.
//!
//! Most timers watch something that is over long before their time comes (a slot that is idle for a
//! moment, a request that is met), and a large cluster sets thousands of them a second. Whenever the
//! queue has doubled, those that cannot mean anything any more leave it.

use crate::arrive::{Pending, arrive, is_moot};
use crate::cluster::Cluster;
use crate::decide::{FollowUp, follow_ups};
use crate::entry::Entry;
use crate::event::Event;
use crate::scenario::Scenario;
use crate::time::Time;
use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

/// A trace with more entries than this stops and says so.
pub(crate) const MAX_ENTRIES: usize = 1_000_000;

/// A cluster and everything that is scheduled for it.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// What is true now.
    pub(crate) cluster: Cluster,
    /// How many events have happened.
    pub(crate) happened: usize,
    /// What is scheduled, the next one on top.
    queue: BinaryHeap<Scheduled>,
    /// How many were ever scheduled.
    scheduled: usize,
    /// How long the queue may become before it is looked through for what is moot.
    look_through_at: usize,
    at_once: VecDeque<(Time, Pending)>,
}

/// A queue of this length is not worth looking through.
const SHORT_QUEUE: usize = 128;

/// Something scheduled, and its place among what is scheduled for the same time.
#[derive(Clone, Debug)]
struct Scheduled {
    at: Time,
    number: usize,
    pending: Pending,
}

/// The next one is the greatest, as a [`BinaryHeap`] wants it: of one time, the one that was scheduled first.
impl Ord for Scheduled {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.number).cmp(&(self.at, self.number))
    }
}

impl PartialOrd for Scheduled {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Scheduled {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Scheduled {}

impl World {
    /// The world before the first action.
    pub(crate) fn new(scenario: &Scenario) -> World {
        let mut world = World {
            cluster: Cluster::new(scenario),
            happened: 0,
            queue: BinaryHeap::new(),
            scheduled: 0,
            look_through_at: SHORT_QUEUE,
            at_once: VecDeque::new(),
        };
        for timed in &scenario.actions {
            world.schedule_action(timed.at, Event::ActionTaken(timed.action.clone()));
        }
        world
    }

    /// A copy to begin again from, without what is moot.
    pub(crate) fn to_keep(&self) -> World {
        let queue =
            self.queue.iter().filter(|it| !is_moot(&self.cluster, it.at, &it.pending.event));
        World {
            cluster: self.cluster.clone(),
            happened: self.happened,
            queue: queue.cloned().collect(),
            scheduled: self.scheduled,
            look_through_at: SHORT_QUEUE,
            at_once: self.at_once.clone(),
        }
    }

    /// Schedules something from outside.
    pub(crate) fn schedule_action(&mut self, at: Time, event: Event) {
        self.schedule(at, Pending { sent: at, route: None, cause: None, event });
    }

    /// Schedules something from outside before everything else of that time.
    pub(crate) fn schedule_first(&mut self, at: Time, event: Event) {
        self.at_once.push_front((at, Pending { sent: at, route: None, cause: None, event }));
    }

    /// Forgets actions that have not happened yet.
    pub(crate) fn drop_actions(&mut self) {
        self.queue.retain(|it| !matches!(it.pending.event, Event::ActionTaken(_)));
    }

    /// Forgets what was scheduled for an earlier time. It did not happen when its time came, so it
    /// must not happen later because something changed since.
    pub(crate) fn drop_before(&mut self, at: Time) {
        self.queue.retain(|it| it.at >= at);
    }

    /// Lets the next event happen. `None`: nothing is scheduled any more.
    pub(crate) fn step(&mut self, scenario: &Scenario) -> Option<Entry> {
        self.step_until(scenario, Time(u64::MAX))
    }

    /// Lets the next event happen, if that is not later. `None`: nothing more is scheduled until then.
    pub(crate) fn step_until(&mut self, scenario: &Scenario, last: Time) -> Option<Entry> {
        loop {
            let first = self.at_once.front().map(|(at, _)| *at);
            if first.or_else(|| Some(self.queue.peek()?.at))? > last {
                return None;
            }
            let (at, pending) = match self.at_once.pop_front() {
                Some(first) => first,
                None => self.queue.pop().map(|next| (next.at, next.pending))?,
            };
            let Pending { sent, route, cause, .. } = pending;
            if let Some(event) = arrive(&self.cluster, at, pending) {
                self.happen(at, &event, scenario);
                return Some(Entry { at, sent, route, cause, event });
            }
        }
    }

    /// Whether something is about to be counted further than its number goes. Only a trace of nearly
    /// [`MAX_ENTRIES`] comes so far.
    pub(crate) fn runs_out_of_numbers(&self, event: &Event) -> bool {
        /// What one event adds is counted, too.
        const MOST: usize = 60_000;
        let Cluster { jobs, clients, task_managers, platform, .. } = &self.cluster;
        let containers = platform.as_ref().map_or(0, |platform| platform.containers.len());
        let lists = [jobs.len(), clients.len(), task_managers.len(), containers];
        let attempts = match event {
            Event::TaskStateChanged { execution, .. } => usize::from(execution.attempt),
            _ => 0,
        };
        lists.into_iter().chain([attempts]).any(|count| count > MOST)
    }

    fn happen(&mut self, at: Time, event: &Event, scenario: &Scenario) {
        self.cluster.apply(at, event, scenario);
        let cause = Some(self.happened);
        self.happened += 1;
        let mut at_once = Vec::new();
        for FollowUp { after, travels, route, event } in follow_ups(&self.cluster, event, scenario)
        {
            let time = at + after;
            let pending = Pending { sent: time.since(travels), route, cause, event };
            if after == Time::ZERO {
                at_once.push((time, pending));
            } else {
                self.schedule(time, pending);
            }
        }
        for first in at_once.into_iter().rev() {
            self.at_once.push_front(first);
        }
        if self.queue.len() > self.look_through_at {
            self.queue.retain(|it| !is_moot(&self.cluster, it.at, &it.pending.event));
            self.look_through_at = (2 * self.queue.len()).max(SHORT_QUEUE);
        }
    }

    fn schedule(&mut self, at: Time, pending: Pending) {
        let number = self.scheduled;
        self.scheduled += 1;
        self.queue.push(Scheduled { at, number, pending });
    }
}
