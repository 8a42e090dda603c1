//! How long a machine takes for what no configuration key sets: starting a JVM, one call over the
//! network, loading a task. These are not Flink's numbers but a calm, round choice near the
//! median of recorded runs, so that pictures stay comparable.

use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Durations of the machine, all in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Process start of the JobManager until its REST endpoint listens.
    pub job_manager_start: Time,
    /// REST endpoint until the ResourceManager accepts TaskManagers.
    pub resource_manager_start: Time,
    /// Process start of a TaskManager until it first calls the ResourceManager.
    pub task_manager_start: Time,
    /// One call between processes, one way.
    pub call: Time,
    /// Client start until `main()` has built its graph.
    pub client_main: Time,
    /// Jars and configuration are uploaded for YARN or Kubernetes.
    pub upload: Time,
    /// `JobReceived` until the JobMaster exists.
    pub job_master_start: Time,
    /// A TaskManager resolves a new job's JobMaster and registers there.
    pub job_leader_lookup: Time,
    /// DEPLOYING to INITIALIZING: jars and configuration are fetched.
    pub task_load: Time,
    /// INITIALIZING to RUNNING: state is restored, operators open.
    pub task_open: Time,
    /// DEPLOYING to INITIALIZING of a later attempt: a TaskManager keeps jars, and classes are loaded.
    pub task_reload: Time,
    /// INITIALIZING to RUNNING of a later attempt.
    pub task_reopen: Time,
    /// CANCELING to CANCELED inside a TaskManager.
    pub task_cancel: Time,
    /// Every task of a job writes its state for a savepoint.
    pub savepoint: Time,
    /// A broken connection is noticed by the peer that reads from it.
    pub connection_reset: Time,
    /// YARN decides on a request for containers.
    pub yarn_allocate: Time,
    /// A NodeManager launches a container.
    pub container_launch: Time,
}

impl Profile {
    /// The profile of the book's scenarios.
    pub const CALM: Profile = Profile {
        job_manager_start: Time::ms(2_000),
        resource_manager_start: Time::ms(300),
        task_manager_start: Time::ms(2_500),
        call: Time::ms(120),
        client_main: Time::ms(1_500),
        upload: Time::ms(800),
        job_master_start: Time::ms(150),
        job_leader_lookup: Time::ms(100),
        task_load: Time::ms(350),
        task_open: Time::ms(300),
        task_reload: Time::ms(350),
        task_reopen: Time::ms(300),
        task_cancel: Time::ms(80),
        savepoint: Time::ms(600),
        connection_reset: Time::ms(100),
        yarn_allocate: Time::ms(700),
        container_launch: Time::ms(500),
    };
}

impl Default for Profile {
    fn default() -> Self {
        Self::CALM
    }
}
