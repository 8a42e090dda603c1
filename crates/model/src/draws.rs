//! What Flink leaves to chance, as far as the model lets it fall one way or the other.
//!
//! In: a scenario's seed. Out: [`Draws`], each of them zero for the plainest way.
//! Deliberately absent: choices that change nothing anybody could see.

/// One way for chance to fall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Draws {
    /// In which order jobs that miss slots are served: Flink's is that of a hash map over random JobIDs.
    pub jobs: u32,
    /// In which order a ResourceManager that follows another one fills its TaskManagers: it knows them under
    /// new InstanceIDs, in the order of a hash map.
    pub workers: u16,
    /// Of several workers that are on their way the one that registers is taken for any of them
    /// (`FineGrainedSlotManager.registerTaskManager`), and gets the slots that were to come from that one: the
    /// smaller rest, if this is the number of workers with it; zero: the last to come gets the rest.
    pub rest: u16,
}

impl Draws {
    /// The draws of a seed.
    pub const fn of(seed: u64) -> Draws {
        Draws { jobs: seed as u32, workers: (seed >> 32) as u16, rest: (seed >> 48) as u16 }
    }

    /// The seed that stands for them.
    pub const fn seed(self) -> u64 {
        self.jobs as u64 | (self.workers as u64) << 32 | (self.rest as u64) << 48
    }
}

/// One of the orders of a list, by number: its digits say how many places ahead of the end each is put.
/// Zero leaves the list as it is.
pub(crate) fn order<T>(list: impl IntoIterator<Item = T>, mut number: u64) -> Vec<T> {
    let mut order = Vec::new();
    for one in list {
        let places = order.len() as u64 + 1;
        let ahead = (number % places) as usize;
        number /= places;
        order.insert(order.len() - ahead, one);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_holds_all_of_them() {
        let draws = Draws { jobs: 23, workers: 5, rest: 2 };
        assert_eq!(Draws::of(draws.seed()), draws);
        assert_eq!(Draws::of(0), Draws::default());
    }

    #[test]
    fn every_order_has_a_number() {
        let mut orders: Vec<Vec<u8>> = (0..6).map(|number| order([1, 2, 3], number)).collect();
        assert_eq!(orders[0], [1, 2, 3]);
        orders.sort();
        orders.dedup();
        assert_eq!(orders.len(), 6);
    }
}
