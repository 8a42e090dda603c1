//! The choices of an experiment that are words.

use crate::config::Key;
use crate::version::FlinkVersion;

/// Where TaskManagers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// As many as were started by hand.
    Standalone,
    /// As many as the job needs, as far as YARN has room.
    Yarn,
}

/// How slots are chosen: by the ResourceManager, and with `Tasks` by the JobMaster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// One TaskManager after the other.
    None,
    /// The least used TaskManager first.
    Slots,
    /// One TaskManager after the other; of what it got, the JobMaster then evens out the tasks.
    Tasks,
    /// The most used TaskManager first.
    MinResources,
    /// The older name for `Slots`: `cluster.evenly-spread-out-slots: true`.
    EvenlySpreadOut,
}

/// Which scheduler the JobMaster uses (`jobmanager.scheduler`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheduler {
    /// Waits for all slots.
    Default,
    /// Runs with fewer.
    Adaptive,
}

/// `execution.checkpointing.interval`: set or not. Without it, and without a restart strategy, a job does
/// not restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checkpoints {
    /// Not set.
    Off,
    /// 30 seconds.
    On,
}

impl Home {
    /// All of them.
    pub const ALL: [Home; 2] = [Self::Standalone, Self::Yarn];

    /// In texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Standalone => "standalone",
            Self::Yarn => "yarn",
        }
    }
}

impl Strategy {
    /// All of them.
    pub const ALL: [Strategy; 5] =
        [Self::None, Self::Slots, Self::Tasks, Self::MinResources, Self::EvenlySpreadOut];

    /// As Flink's documentation writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Slots => "SLOTS",
            Self::Tasks => "TASKS",
            Self::MinResources => "MIN_RESOURCES",
            Self::EvenlySpreadOut => "evenly-spread-out-slots",
        }
    }

    /// The option that asks for it; `None` is the default's.
    pub fn option(self) -> Option<(Key, &'static str)> {
        match self {
            Self::None => None,
            Self::Slots | Self::Tasks | Self::MinResources => {
                Some((Key::LoadBalanceMode, self.word()))
            }
            Self::EvenlySpreadOut => Some((Key::EvenlySpreadOutSlots, "true")),
        }
    }

    /// Whether that version knows it.
    pub fn is_known_in(self, version: FlinkVersion) -> bool {
        match self {
            Self::None => true,
            Self::Slots => Key::LoadBalanceMode.default_in(version).is_some(),
            Self::Tasks | Self::MinResources => version.traits().balances_tasks_and_resources,
            Self::EvenlySpreadOut => Key::EvenlySpreadOutSlots.default_in(version).is_some(),
        }
    }
}

impl Scheduler {
    /// All of them.
    pub const ALL: [Scheduler; 2] = [Self::Default, Self::Adaptive];

    /// The value of `jobmanager.scheduler`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Adaptive => "adaptive",
        }
    }
}

impl Checkpoints {
    /// All of them.
    pub const ALL: [Checkpoints; 2] = [Self::Off, Self::On];

    /// In texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On => "on",
        }
    }
}
