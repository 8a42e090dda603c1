//! What a platform calls a Flink cluster, and which one is meant by such a name.

use super::{Cluster, FlinkCluster, JobManagerPhase, Mode, YarnApplicationState};
use crate::config::{Config, Key, key};
use crate::scenario::Provider;
use crate::version::FlinkVersion;

impl FlinkCluster {
    /// Whether it will never do anything again.
    pub const fn is_over(&self) -> bool {
        matches!(self.phase, JobManagerPhase::Stopped(_)) || self.application_state.is_over()
    }

    /// Whether no registry has the image it was told, so that its pods wait for ever (ImagePullBackOff). Those here have
    /// images of Flink and of applications, by the last part of their names.
    pub fn lacks_image(&self, version: FlinkVersion) -> bool {
        let told = self.config.value(key::KubernetesImage, version);
        told.is_some_and(|image| {
            let last = image.rsplit('/').next().unwrap_or(image);
            !["flink", "app", "job"].into_iter().any(|known| last.contains(known))
        })
    }

    /// Whether the jar it was told is not in the image, so that its `main()` cannot be run.
    pub fn lacks_jar(&self, version: FlinkVersion) -> bool {
        let told = self.config.value(key::PipelineJars, version);
        let path = told.and_then(|jar| jar.strip_prefix("local://"));
        path.is_some_and(|path| !path.starts_with("/opt/flink/"))
    }
}

impl Cluster {
    /// The session that commands without an address go to: the newest, one that is not over before one that is.
    pub fn session(&self) -> Option<&FlinkCluster> {
        let sessions = || self.clusters.iter().rev().filter(|it| it.mode == Mode::Session);
        sessions().find(|session| !session.is_over()).or_else(|| sessions().next())
    }

    /// Under which name its platform knows a cluster: the application's id, or the Deployment. One that was told none
    /// has that of the notes. (Flink makes one up for a session, and refuses an application without.)
    pub fn name_of(&self, flink: &FlinkCluster) -> String {
        match self.provider {
            Provider::Standalone { .. } | Provider::Yarn { .. } => flink.id.application_id(),
            Provider::Kubernetes { .. } => self.deployment(&flink.config, flink.mode),
        }
    }

    /// What the Deployment of a cluster with this configuration is called.
    fn deployment(&self, config: &Config, mode: Mode) -> String {
        let told = config.value(key::KubernetesClusterId, self.version);
        let usual = match mode {
            Mode::Session => "my-session",
            Mode::Application(_) | Mode::PerJob(_) => "my-flink-app",
        };
        told.unwrap_or(usual).to_owned()
    }

    /// The newest cluster of this name, one that is not over before one that is.
    pub fn of_name(&self, name: &str) -> Option<&FlinkCluster> {
        let called = || self.clusters.iter().rev().filter(|it| self.name_of(it) == name);
        called().find(|it| !it.is_over()).or_else(|| called().next())
    }

    /// The key that says on this platform which cluster is meant.
    pub const fn address_key(&self) -> Option<Key> {
        match self.provider {
            Provider::Standalone { .. } => None,
            Provider::Yarn { .. } => Some(Key::YarnApplicationId),
            Provider::Kubernetes { .. } => Some(Key::KubernetesClusterId),
        }
    }

    /// The cluster that an action's options name; without a name the session.
    pub fn addressed(&self, options: Option<&Config>) -> Option<&FlinkCluster> {
        let name = options.zip(self.address_key());
        match name.and_then(|(options, key)| options.text(key, self.version)) {
            Some(name) => self.of_name(name),
            None => self.session(),
        }
    }

    /// The session in whose place one with these options is started: on Kubernetes one of the same cluster-id, and so
    /// with the same store. On YARN each is another application.
    pub(crate) fn namesake(&self, options: Option<&Config>) -> Option<&FlinkCluster> {
        let Provider::Kubernetes { .. } = self.provider else { return None };
        let config = options.map(|options| self.config.overlaid(options));
        let name = self.deployment(config.as_ref().unwrap_or(&self.config), Mode::Session);
        self.of_name(&name)
    }

    /// What `stop` ends: the cluster that is named, else the session; where a Deployment can be deleted, else the newest
    /// application.
    pub(crate) fn stoppable(&self, options: Option<&Config>) -> Option<&FlinkCluster> {
        // A Deployment can be deleted before its pod runs.
        let kubernetes = matches!(self.provider, Provider::Kubernetes { .. });
        let there = |it: &&FlinkCluster| {
            let created = it.application_state != YarnApplicationState::New && !it.is_over();
            it.phase.is_alive() || (kubernetes && created)
        };
        let meant = self.addressed(options).filter(there);
        let newest = || self.clusters.iter().rev().find(there);
        if kubernetes && options.is_none() { meant.or_else(newest) } else { meant }
    }
}
