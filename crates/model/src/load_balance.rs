//! `taskmanager.load-balance.mode`: which free slot is taken, and which subtasks share one.
//!
//! In: the configuration and the version; a job's vertices. Out: a [`LoadBalance`], and each subtask's
//! [`SharedSlots`]. Deliberately absent: who takes a slot. The ResourceManager does (`decide/resource_manager.rs`,
//! by [`LoadBalance`]), then the JobMaster's pool (`cluster/pool.rs`).
//!
//! Flink: `TaskManagerLoadBalanceMode`, `DefaultResourceAllocationStrategy`, `SlotSharingStrategy`.

use crate::config::{Config, Key, key};
use crate::ids::VertexId;
use crate::job::JobSpec;
use crate::version::FlinkVersion;

/// How load is balanced between TaskManagers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadBalance {
    /// NONE: not at all. The ResourceManager takes any slot that fits.
    None,
    /// SLOTS: the ResourceManager takes from the least used TaskManager.
    Slots,
    /// TASKS (2.2 and later): the ResourceManager takes any; the JobMaster evens out the tasks of the slots and of
    /// the TaskManagers that it got.
    Tasks,
    /// MIN_RESOURCES (2.1 and later): the ResourceManager takes from the most used TaskManager.
    MinResources,
}

impl LoadBalance {
    /// What the configuration asks for. A version that does not know the word would not start; here it is as if
    /// nothing was said.
    pub fn of(config: &Config, version: FlinkVersion) -> LoadBalance {
        let mode = config.value(key::LoadBalanceMode, version).map(str::to_ascii_uppercase);
        let newer = version.traits().balances_tasks_and_resources;
        match mode.as_deref() {
            Some("SLOTS") => Self::Slots,
            Some("TASKS") if newer => Self::Tasks,
            Some("MIN_RESOURCES") if newer => Self::MinResources,
            Some(_) | None => {
                // Gone in 2.0: there it may be set and says nothing.
                let known = Key::EvenlySpreadOutSlots.default_in(version).is_some();
                let set = known && config.value(key::EvenlySpreadOutSlots, version) == Some(true);
                if set { Self::Slots } else { Self::None }
            }
        }
    }
}

/// A shared slot of a job: slot sharing group (as the number of its first vertex) and index.
pub(crate) type SharedSlot = (usize, u16);

/// Which subtasks of a job share a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedSlots {
    /// The group of each vertex, as the number of its first vertex.
    groups: Vec<usize>,
    dealing: Dealing,
}

/// How the subtasks of a vertex are dealt to the shared slots of its group.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Dealing {
    /// Subtask `i` of every vertex into shared slot `i`: that is what `LocalInputPreferredSlotSharingStrategy` comes to
    /// when inputs are matched in order.
    ByIndex,
    /// `TaskBalancedPreferredSlotSharingStrategy`: round the shared slots. For each vertex where it begins, and how
    /// many shared slots its group has.
    Round(Vec<(u16, u16)>),
}

impl SharedSlots {
    /// Deals the subtasks of a job. A group has as many shared slots as its largest parallelism. With
    /// [`LoadBalance::Tasks`] a vertex of smaller parallelism begins where the one before it ended; but not in a
    /// batch job, whose tasks do not run at the same time.
    pub fn of(spec: &JobSpec, balance: LoadBalance) -> SharedSlots {
        let groups: Vec<usize> =
            spec.vertices.iter().map(|v| first_of_group(spec, &v.slot_sharing_group)).collect();
        let dealing = if balance == LoadBalance::Tasks && !spec.batch {
            Dealing::Round(rounds(spec, &groups))
        } else {
            Dealing::ByIndex
        };
        SharedSlots { groups, dealing }
    }

    /// Whether tasks are balanced: also when shared slots are given to TaskManagers.
    pub fn are_balanced(&self) -> bool {
        self.dealing != Dealing::ByIndex
    }

    /// The shared slot of a subtask.
    pub(crate) fn get(&self, vertex: VertexId, subtask: u16) -> SharedSlot {
        let group = self.groups[vertex.index()];
        match &self.dealing {
            Dealing::ByIndex => (group, subtask),
            Dealing::Round(rounds) => {
                let (begin, slots) = rounds[vertex.index()];
                (group, (begin + subtask) % slots)
            }
        }
    }

    /// The subtask of a vertex that is in a shared slot, if the vertex has so many.
    pub(crate) fn subtask_in(&self, (group, index): SharedSlot, vertex: VertexId) -> Option<u16> {
        if self.groups[vertex.index()] != group {
            return None;
        }
        Some(match &self.dealing {
            Dealing::ByIndex => index,
            Dealing::Round(rounds) => {
                let (begin, slots) = rounds[vertex.index()];
                (index + slots - begin) % slots
            }
        })
    }
}

fn rounds(spec: &JobSpec, groups: &[usize]) -> Vec<(u16, u16)> {
    let mut next: Vec<u16> = vec![0; groups.len()];
    let mut rounds = Vec::with_capacity(groups.len());
    for (vertex, group) in spec.vertices.iter().zip(groups) {
        let slots = largest_in_group(spec, &vertex.slot_sharing_group);
        if vertex.parallelism < slots {
            rounds.push((next[*group], slots));
            next[*group] = (next[*group] + vertex.parallelism) % slots;
        } else {
            rounds.push((0, slots));
        }
    }
    rounds
}

fn first_of_group(spec: &JobSpec, group: &str) -> usize {
    let first = spec.vertices.iter().position(|vertex| vertex.slot_sharing_group == group);
    first.expect("the vertex itself is in its group")
}

fn largest_in_group(spec: &JobSpec, group: &str) -> u16 {
    let members = spec.vertices.iter().filter(|vertex| vertex.slot_sharing_group == group);
    members.map(|vertex| vertex.parallelism).max().unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::{Behaviour, VertexSpec};

    /// A job of vertices with those parallelisms, each in the group of that letter.
    fn job(vertices: &[(u16, &str)]) -> JobSpec {
        let vertex = |(parallelism, group): &(u16, &str)| VertexSpec {
            name: "v".into(),
            parallelism: *parallelism,
            inputs: Vec::new(),
            slot_sharing_group: (*group).to_owned(),
        };
        JobSpec {
            name: "j".into(),
            vertices: vertices.iter().map(vertex).collect(),
            options: Config::default(),
            batch: false,
            behaviour: Behaviour::default(),
        }
    }

    /// The shared slot of each subtask: `[vertex][subtask]`.
    fn rows(spec: &JobSpec, shared: &SharedSlots) -> Vec<Vec<SharedSlot>> {
        let row = |(index, vertex): (usize, &VertexSpec)| {
            (0..vertex.parallelism).map(|s| shared.get(VertexId::next(index), s)).collect()
        };
        spec.vertices.iter().enumerate().map(row).collect()
    }

    /// For each shared slot of the first group, how many tasks are in it.
    fn loads(spec: &JobSpec, balance: LoadBalance) -> Vec<usize> {
        let shared = SharedSlots::of(spec, balance);
        let slots = largest_in_group(spec, &spec.vertices[0].slot_sharing_group);
        let all: Vec<SharedSlot> = rows(spec, &shared).into_iter().flatten().collect();
        (0..slots).map(|slot| all.iter().filter(|one| **one == (0, slot)).count()).collect()
    }

    #[test]
    fn the_example_of_flinks_documentation() {
        let spec = job(&[(1, "a"), (4, "a"), (4, "a"), (2, "a"), (3, "a")]);
        assert_eq!(loads(&spec, LoadBalance::None), [5, 4, 3, 2]);
        assert_eq!(loads(&spec, LoadBalance::Tasks), [4, 4, 3, 3]);
    }

    #[test]
    fn groups_go_round_on_their_own() {
        let spec = job(&[(3, "a"), (1, "b"), (1, "a"), (2, "b"), (1, "a")]);
        let shared = SharedSlots::of(&spec, LoadBalance::Tasks);
        assert_eq!(shared.get(VertexId::next(2), 0), (0, 0));
        assert_eq!(shared.get(VertexId::next(4), 0), (0, 1));
        assert_eq!(shared.get(VertexId::next(1), 0), (1, 0));
        assert_eq!(shared.get(VertexId::next(3), 1), (1, 1));
    }

    /// Whatever the parallelisms: no two subtasks of a vertex meet, and slots of a group differ by one task at most.
    #[test]
    fn tasks_of_slots_differ_by_one_at_most() {
        for code in 0..6_u16.pow(4) {
            let vertices: Vec<(u16, &str)> =
                (0..4).map(|n| (code / 6_u16.pow(n) % 6 + 1, "a")).collect();
            let spec = job(&vertices);
            let loads = loads(&spec, LoadBalance::Tasks);
            let most = loads.iter().max().expect("a slot");
            let least = loads.iter().min().expect("a slot");
            assert!(most - least <= 1, "{vertices:?}: {loads:?}");
            for row in rows(&spec, &SharedSlots::of(&spec, LoadBalance::Tasks)) {
                let mut slots = row.clone();
                slots.sort_unstable();
                slots.dedup();
                assert_eq!(slots.len(), row.len(), "{vertices:?}");
            }
        }
    }

    #[test]
    fn a_version_obeys_what_it_knows() {
        let set = |mode: &str| {
            let mut config = Config::default();
            config.set(Key::LoadBalanceMode.name(), mode);
            config
        };
        for (mode, version, expected) in [
            ("tasks", FlinkVersion::V2_3, LoadBalance::Tasks),
            ("TASKS", FlinkVersion::V1_20, LoadBalance::None),
            ("MIN_RESOURCES", FlinkVersion::V2_3, LoadBalance::MinResources),
            ("MIN_RESOURCES", FlinkVersion::V2_0, LoadBalance::None),
            ("SLOTS", FlinkVersion::V1_20, LoadBalance::Slots),
            ("NONE", FlinkVersion::V2_3, LoadBalance::None),
        ] {
            assert_eq!(LoadBalance::of(&set(mode), version), expected, "{mode} {version:?}");
        }
    }
}
