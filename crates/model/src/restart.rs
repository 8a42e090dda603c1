//! Restart strategies: may a failed job try again, and after how long?
//!
//! In: the configuration, the version, when failures happened. Out: a [`Verdict`].
//! Flink: `RestartBackoffTimeStrategyFactoryLoader` and the four strategies beside it. The jitter of
//! `exponential-delay` (0.1 by default) is left out, so that equal runs give equal traces.

use crate::config::{Config, Key};
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
    /// Failures that were counted, oldest first.
    pub failures: Vec<Time>,
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
        let checkpointing = config.duration(Key::CheckpointInterval, version).is_some();
        let chosen = config.text(Key::RestartStrategy, version).map(str::to_ascii_lowercase);
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
                let recent = history.failures.iter().filter(|at| now.since(**at) <= interval);
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
            history.failures.clear();
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
        attempts: Some(config.number(Key::FixedDelayAttempts, version).unwrap_or(1)),
        delay: config.duration(Key::FixedDelayDelay, version).unwrap_or(Time::s(1)),
    }
}

fn failure_rate(config: &Config, version: FlinkVersion) -> RestartStrategy {
    RestartStrategy::FailureRate {
        max: config.number(Key::FailureRateMax, version).unwrap_or(1),
        interval: config.duration(Key::FailureRateInterval, version).unwrap_or(Time::s(60)),
        delay: config.duration(Key::FailureRateDelay, version).unwrap_or(Time::s(1)),
    }
}

fn exponential(config: &Config, version: FlinkVersion) -> RestartStrategy {
    RestartStrategy::ExponentialDelay {
        initial: config.duration(Key::ExponentialInitial, version).unwrap_or(Time::s(1)),
        max: config.duration(Key::ExponentialMax, version).unwrap_or(Time::s(60)),
        multiplier: config.thousandths(Key::ExponentialMultiplier, version).unwrap_or(1_500),
        reset: config.duration(Key::ExponentialReset, version).unwrap_or(Time::s(3_600)),
        attempts: config.number(Key::ExponentialAttempts, version),
        merges: version.traits().merges_concurrent_failures,
    }
}
