//! Restart strategies: may a failed job try again, and after how long?
//!
//! In: the configuration, the version, when failures happened. Out: a [`Verdict`].
//! Flink: `RestartBackoffTimeStrategyFactoryLoader` and the four strategies beside it. The jitter of
//! `exponential-delay` (0.1 by default) is left out, so that equal runs give equal traces.

use crate::config::{Config, key};
use crate::shared::Shared;
use crate::time::Time;
use crate::version::{DefaultRestart, FlinkVersion};

/// The strategy in force for a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestartStrategy {
    /// `NoRestartBackoffTimeStrategy`.
    None,
    /// `FixedDelayRestartBackoffTimeStrategy`.
    FixedDelay {
        /// Restarts allowed; `None`: unlimited.
        attempts: Option<u64>,
        /// Delay before each.
        delay: Time,
    },
    /// `FailureRateRestartBackoffTimeStrategy`.
    FailureRate {
        /// Failures allowed in the window.
        max: u64,
        /// The window.
        interval: Time,
        /// Delay before each restart.
        delay: Time,
    },
    /// `ExponentialDelayRestartBackoffTimeStrategy`.
    ExponentialDelay {
        /// First delay.
        initial: Time,
        /// Longest delay.
        max: Time,
        /// Growth, in thousandths.
        multiplier: u64,
        /// Quiet time after which the delay starts anew.
        reset: Time,
        /// Failures allowed before a reset; `None`: unlimited.
        attempts: Option<u64>,
        /// Failures within a running delay count once (since 1.19).
        merges: bool,
    },
}

/// What a strategy remembers of one job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RestartHistory {
    /// Failures that were counted, oldest first. There may be very many.
    pub failures: Shared<Time>,
    /// `exponential-delay`: the delay in use.
    pub backoff: Option<Time>,
    /// `exponential-delay`: when the restart under way is due.
    pub next_restart: Option<Time>,
}

/// What a strategy says to a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Restart after this delay.
    RestartAfter(Time),
    /// "Recovery is suppressed by …".
    GiveUp,
}

impl RestartStrategy {
    /// The strategy that a job's configuration (over the cluster's) chooses.
    pub fn of(config: &Config, version: FlinkVersion) -> RestartStrategy {
        let checkpointing = config.value(key::CheckpointInterval, version).is_some();
        let chosen = config.value(key::RestartStrategy, version).map(str::to_ascii_lowercase);
        match chosen.as_deref() {
            Some("none" | "off" | "disable") => RestartStrategy::None,
            Some("fixed-delay" | "fixeddelay") => fixed_delay(config, version),
            Some("failure-rate" | "failurerate") => failure_rate(config, version),
            Some("exponential-delay" | "exponentialdelay") => exponential(config, version),
            // Nothing chosen: without checkpointing there is nothing to go back to.
            Some(_) | None if !checkpointing => RestartStrategy::None,
            Some(_) | None => match version.traits().default_restart {
                DefaultRestart::FixedDelayForever => {
                    RestartStrategy::FixedDelay { attempts: None, delay: Time::s(1) }
                }
                DefaultRestart::ExponentialDelay => exponential(config, version),
            },
        }
    }

    /// Counts a failure at `now` and says what follows.
    pub fn on_failure(self, history: &mut RestartHistory, now: Time) -> Verdict {
        match self {
            RestartStrategy::None => Verdict::GiveUp,
            RestartStrategy::FixedDelay { attempts, delay } => {
                history.failures.push(now);
                let counted = history.failures.len() as u64;
                restart_if(attempts.is_none_or(|allowed| counted <= allowed), delay)
            }
            RestartStrategy::FailureRate { max, interval, delay } => {
                history.failures.push(now);
                let newest = history.failures.iter().rev();
                let recent = newest.take_while(|at| now.since(**at) <= interval);
                restart_if(recent.count() as u64 <= max, delay)
            }
            RestartStrategy::ExponentialDelay { .. } => self.on_exponential(history, now),
        }
    }

    fn on_exponential(self, history: &mut RestartHistory, now: Time) -> Verdict {
        let RestartStrategy::ExponentialDelay { initial, max, multiplier, reset, attempts, merges } =
            self
        else {
            unreachable!("called for exponential-delay only");
        };
        if let Some(due) = history.next_restart.filter(|due| merges && now <= *due) {
            return Verdict::RestartAfter(due.since(now));
        }
        let quiet = history.next_restart.is_none_or(|due| now.since(due) > reset);
        if quiet {
            history.failures = Shared::new();
        }
        history.failures.push(now);
        let delay = match history.backoff.filter(|_| !quiet) {
            None => initial,
            Some(last) => Time((last.0 * multiplier / 1_000).min(max.0)),
        };
        history.backoff = Some(delay);
        history.next_restart = Some(now + delay);
        let counted = history.failures.len() as u64;
        restart_if(attempts.is_none_or(|allowed| counted <= allowed), delay)
    }
}

fn restart_if(allowed: bool, delay: Time) -> Verdict {
    if allowed { Verdict::RestartAfter(delay) } else { Verdict::GiveUp }
}

fn fixed_delay(config: &Config, version: FlinkVersion) -> RestartStrategy {
    RestartStrategy::FixedDelay {
        attempts: Some(config.value(key::FixedDelayAttempts, version)),
        delay: config.value(key::FixedDelayDelay, version),
    }
}

fn failure_rate(config: &Config, version: FlinkVersion) -> RestartStrategy {
    RestartStrategy::FailureRate {
        max: config.value(key::FailureRateMax, version),
        interval: config.value(key::FailureRateInterval, version),
        delay: config.value(key::FailureRateDelay, version),
    }
}

fn exponential(config: &Config, version: FlinkVersion) -> RestartStrategy {
    RestartStrategy::ExponentialDelay {
        initial: config.value(key::ExponentialInitial, version),
        max: config.value(key::ExponentialMax, version),
        multiplier: config.value(key::ExponentialMultiplier, version),
        reset: config.value(key::ExponentialReset, version),
        attempts: config.value(key::ExponentialAttempts, version),
        merges: version.traits().merges_concurrent_failures,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Verdicts to failures at the given seconds.
    fn verdicts(version: FlinkVersion, options: &[(&str, &str)], at_s: &[u64]) -> Vec<Option<u64>> {
        let mut config = Config::default();
        options.iter().for_each(|(key, value)| config.set(key, value));
        let strategy = RestartStrategy::of(&config, version);
        let mut history = RestartHistory::default();
        let verdict = |s: &u64| match strategy.on_failure(&mut history, Time::s(*s)) {
            Verdict::RestartAfter(delay) => Some(delay.as_ms()),
            Verdict::GiveUp => None,
        };
        at_s.iter().map(verdict).collect()
    }

    const CHECKPOINTING: (&str, &str) = ("execution.checkpointing.interval", "1 s");

    #[test]
    fn without_checkpointing_nothing_restarts() {
        assert_eq!(verdicts(FlinkVersion::V1_13, &[], &[1]), [None]);
        assert_eq!(verdicts(FlinkVersion::V2_3, &[], &[1]), [None]);
    }

    #[test]
    fn with_checkpointing_the_version_decides() {
        let old = verdicts(FlinkVersion::V1_17, &[CHECKPOINTING], &[10, 20, 30]);
        assert_eq!(old, [Some(1_000); 3]);
        let new = verdicts(FlinkVersion::V1_20, &[CHECKPOINTING], &[10, 20, 30]);
        assert_eq!(new, [Some(1_000), Some(1_500), Some(2_250)]);
    }

    #[test]
    fn fixed_delay_counts_every_failure() {
        let options = [
            ("restart-strategy.type", "fixed-delay"),
            ("restart-strategy.fixed-delay.attempts", "2"),
            ("restart-strategy.fixed-delay.delay", "3 s"),
        ];
        let said = verdicts(FlinkVersion::V1_20, &options, &[1, 1, 1]);
        assert_eq!(said, [Some(3_000), Some(3_000), None]);
    }

    #[test]
    fn failure_rate_forgets_what_is_older_than_its_window() {
        let options = [
            ("restart-strategy.type", "failure-rate"),
            ("restart-strategy.failure-rate.max-failures-per-interval", "2"),
            ("restart-strategy.failure-rate.failure-rate-interval", "10 s"),
        ];
        let said = verdicts(FlinkVersion::V1_20, &options, &[1, 2, 20, 21, 22]);
        assert_eq!(said, [Some(1_000), Some(1_000), Some(1_000), Some(1_000), None]);
    }

    #[test]
    fn exponential_delay_is_capped_and_starts_anew() {
        let chosen = ("restart-strategy.type", "exponential-delay");
        let max = ("restart-strategy.exponential-delay.max-backoff", "2 s");
        let said = verdicts(FlinkVersion::V1_20, &[chosen, max], &[10, 20, 30, 7_200]);
        assert_eq!(said, [Some(1_000), Some(1_500), Some(2_000), Some(1_000)]);
    }

    #[test]
    fn failures_within_one_delay_count_once_since_1_19() {
        let chosen = ("restart-strategy.type", "exponential-delay");
        let initial = ("restart-strategy.exponential-delay.initial-backoff", "5 s");
        let new = verdicts(FlinkVersion::V1_20, &[chosen, initial], &[10, 12, 30]);
        assert_eq!(new, [Some(5_000), Some(3_000), Some(7_500)]);
        let old = verdicts(FlinkVersion::V1_17, &[chosen, initial], &[10, 12, 30]);
        assert_eq!(old, [Some(5_000), Some(10_000), Some(20_000)]);
    }
}
