//! What follows from an event. One file for each part of Flink (or of its surroundings) that decides
//! something; all are pure functions of the state *after* the event and the event itself.
//!
//! In: `&Cluster`, `&Event`. Out: [`FollowUp`]s: events with a delay, and a route if they travel.
//! Deliberately absent: changing state. Only `Cluster::apply` does that.

pub(crate) mod action;
pub(crate) mod adaptive;
pub(crate) mod application;
mod client;
mod dispatcher;
pub(crate) mod failover;
pub(crate) mod job_master;
pub(crate) mod leadership;
mod loss;
pub(crate) mod platform;
pub(crate) mod resource_manager;
mod savepoint;
mod surroundings;
mod task_manager;

use crate::cluster::Cluster;
use crate::event::{Event, Place};
use crate::scenario::Scenario;
use crate::time::Time;

/// An event that will happen unless the world has moved on by then (see `crate::arrive`).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FollowUp {
    /// How long after the event it follows from.
    pub(crate) after: Time,
    /// How much of that it travels.
    pub(crate) travels: Time,
    /// Sender and receiver, if it travels.
    pub(crate) route: Option<(Place, Place)>,
    /// What will happen.
    pub(crate) event: Event,
}

/// Collects follow-ups.
pub(crate) struct Out<'a> {
    /// The scenario, for its machine profile.
    pub(crate) scenario: &'a Scenario,
    follow_ups: Vec<FollowUp>,
}

impl<'a> Out<'a> {
    /// An empty collection.
    pub(crate) fn new(scenario: &'a Scenario) -> Out<'a> {
        Out { scenario, follow_ups: Vec::new() }
    }

    /// Happens at once, in the same main thread, before anything else can.
    pub(crate) fn now(&mut self, event: Event) {
        self.after(Time::ZERO, event);
    }

    /// Happens after a while, where it was decided.
    pub(crate) fn after(&mut self, after: Time, event: Event) {
        self.follow_ups.push(FollowUp { after, travels: Time::ZERO, route: None, event });
    }

    /// Leaves now and happens on arrival.
    pub(crate) fn send(&mut self, from: Place, to: Place, event: Event) {
        self.send_after(Time::ZERO, from, to, event);
    }

    /// Leaves after a while and happens on arrival.
    pub(crate) fn send_after(&mut self, wait: Time, from: Place, to: Place, event: Event) {
        let travels = self.scenario.profile.call;
        self.follow_ups.push(FollowUp {
            after: wait + travels,
            travels,
            route: Some((from, to)),
            event,
        });
    }

    /// Takes all that time to arrive, such as a file.
    pub(crate) fn carry(&mut self, takes: Time, from: Place, to: Place, event: Event) {
        let route = Some((from, to));
        self.follow_ups.push(FollowUp { after: takes, travels: takes, route, event });
    }

    /// What was collected, in order.
    pub(crate) fn into_vec(self) -> Vec<FollowUp> {
        self.follow_ups
    }
}

/// Everything that follows from an event.
pub(crate) fn follow_ups(cluster: &Cluster, event: &Event, scenario: &Scenario) -> Vec<FollowUp> {
    let mut out = Out::new(scenario);
    action::decide(cluster, event, &mut out);
    surroundings::decide(cluster, event, &mut out);
    client::decide(cluster, event, &mut out);
    dispatcher::decide(cluster, event, &mut out);
    leadership::decide(cluster, event, &mut out);
    application::decide(cluster, event, &mut out);
    failover::decide(cluster, event, &mut out);
    job_master::decide(cluster, event, &mut out);
    adaptive::decide(cluster, event, &mut out);
    savepoint::decide(cluster, event, &mut out);
    resource_manager::decide(cluster, event, &mut out);
    task_manager::decide(cluster, event, &mut out);
    platform::decide(cluster, event, &mut out);
    loss::decide(cluster, event, &mut out);
    out.into_vec()
}
