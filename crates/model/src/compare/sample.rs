//! Workloads at random, for tests.

use super::workload::{
    Availability, FAULT_TIMES, Fault, LENGTHS, MEMORY_MIB, Packing, Platform, Switch, Workload,
};
use crate::FlinkVersion;

/// A generator of numbers, so that a failure can be repeated (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn roll<T: Copy>(&mut self, of: &[T]) -> T {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        of[(self.0 >> 33) as usize % of.len()]
    }
}

impl Workload {
    /// The same workload for the same number.
    pub fn sample(seed: u64) -> Workload {
        let mut dice = Dice(seed);
        let jobs = (0..dice.roll(&[1, 2, 3, 5])).map(|_| dice.roll(&[1, 2, 3, 4])).collect();
        Workload {
            platform: dice.roll(Platform::ALL),
            version: dice.roll(&FlinkVersion::ALL),
            jobs,
            length: dice.roll(&[None, None, Some(LENGTHS[0]), Some(LENGTHS[2])]),
            slots: dice.roll(&[1, 2, 3, 4]),
            memory_mib: dice.roll(&MEMORY_MIB),
            spare: dice.roll(Switch::ALL),
            packing: dice.roll(Packing::ALL),
            availability: dice.roll(Availability::ALL),
            checkpoints: dice.roll(Switch::ALL),
            fault: dice.roll(Fault::ALL),
            fault_after: dice.roll(&FAULT_TIMES),
        }
    }
}
