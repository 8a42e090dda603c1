//! What follows from the state by Flink's rules, before anybody acts on it.
//!
//! In: `&Cluster` and what is asked about. Out: an answer, never an event. Three ask: the writer
//! ([`Cluster::apply`]: what changes), `crate::arrive` (does it still hold) and the deciders (what happens
//! next), so that all three go by the same rule. The files have the deciders' names; what the
//! ResourceManager and JobMasters go by is about `slots`.
//!
//! [`Cluster::apply`]: crate::Cluster::apply

pub(crate) mod action;
pub(crate) mod adaptive;
pub(crate) mod application;
pub(crate) mod failover;
pub(crate) mod leadership;
pub(crate) mod platform;
pub(crate) mod slots;
