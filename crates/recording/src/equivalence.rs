//! Which differences between two runs of one scenario mean nothing.
//!
//! In: the lives of two entities. Out: whether they are the same life. Everything that is not listed
//! in [`EQUIVALENCES`] is compared exactly.

use crate::facts::{Attempt, Delay, DelayKind, End, FailureKind, Step};
use model::{ExecutionState, JobStatus, Time};

/// A race or a choice of real clusters that the comparison does not look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Equivalence {
    /// A short name.
    pub name: &'static str,
    /// What is not looked at, and why it is not Flink's to decide.
    pub why: &'static str,
}

/// All of them.
pub const EQUIVALENCES: &[Equivalence] = &[
    Equivalence {
        name: "subtasks of a vertex",
        why: "Subtasks of one vertex run the same code: their lives are compared as a multiset.",
    },
    Equivalence {
        name: "who fails first",
        why: "When Flink loses a TaskManager or cannot get slots, the order of a hash map decides which \
              task is FAILED and which are CANCELED by the failover it starts: both count as broken \
              for that reason. A task whose own code threw is compared exactly.",
    },
    Equivalence {
        name: "given up twice",
        why: "A TaskManager that has given a JobMaster up still follows the election while it has a slot of the job, and \
              says so when another one leads: nothing comes of it.",
    },
    Equivalence {
        name: "cancelled on the way",
        why: "A task that is cancelled within two seconds of DEPLOYING or INITIALIZING may or may not \
              have come further before: how fast it loads is the machine's. A job that is cancelled within \
              two seconds of RUNNING may or may not have been given slots before.",
    },
    Equivalence {
        name: "names of TaskManagers",
        why: "Without a load-balance mode the ResourceManager goes through its TaskManagers in the order \
              of a hash map over random ids. One renaming for the whole run must explain it; signals \
              to a TaskManager are renamed with it.",
    },
    Equivalence {
        name: "twin jobs",
        why: "Jobs that differ in nothing but their names and arrive within a second of each other are \
              served in the order of a hash map over random ids.",
    },
    Equivalence {
        name: "order of jobs",
        why: "Where several jobs miss slots, the ResourceManager serves them in the order of a hash map over \
              random ids. One order for the whole run must explain it.",
    },
    Equivalence {
        name: "a new ResourceManager",
        why: "It knows the TaskManagers under new InstanceIDs, and goes through them in the order of a hash map \
              over these: one order must explain what it does, not that of the ResourceManager before.",
    },
    Equivalence {
        name: "which worker is which",
        why: "Of several workers that are on their way, the one that registers is taken for any of them, and \
              gets as many slots as were to come from that one.",
    },
    Equivalence {
        name: "rounds of a restart loop",
        why: "How many identical rounds fit between two events from outside depends on the machine: one \
              round, or a tenth of them, more or less; and of many rounds, where in the last one that was. A loop that the restart strategy ended has \
              exactly as many rounds as the strategy allows.",
    },
    Equivalence {
        name: "edge of the scenario",
        why: "What happens in the three seconds before or after the end of the recorded scenario may \
              happen on the other side of it in the simulation.",
    },
    Equivalence {
        name: "looks for idle workers",
        why: "The SlotManager looks for idle workers once per timeout, so one is given back after one to \
              two timeouts: which look finds it depends on the moment it became idle.",
    },
    Equivalence {
        name: "asked for twice",
        why: "A worker that is lost is asked for anew at once. If the ResourceManager looks while the JobMaster lowers its \
              requirement, it gives the request back and asks again after the restart delay: a matter of 50 ms, and \
              of the machine. What was given back before the platform answered, and asked for again, counts once.",
    },
    Equivalence {
        name: "YARN's answers",
        why: "How long after its death YARN reports a container as completed depends on where the \
              heartbeats of NodeManager, YARN and application master stand: that it does is compared, \
              when is not.",
    },
    Equivalence {
        name: "figures of a busy machine",
        why: "The recorded machine's two cores were shared: a configured delay may be one second and a \
              fifth longer or shorter; a restart is never earlier than its delay.",
    },
    Equivalence {
        name: "a log that ends",
        why: "A JobManager that ends by a signal or by System.exit closes its log while it shuts down:               nothing is asked of what it did after it said that it shuts down.",
    },
    Equivalence {
        name: "jitter",
        why: "exponential-delay multiplies its delays by chance, up to a tenth up or down; the model \
              leaves that out. One factor within these bounds must explain the run.",
    },
];

/// See "cancelled on the way". Nine of ten recorded tasks were RUNNING 2.1 seconds after DEPLOYING, half of
/// them after 0.7: how far one of them had come when it was cancelled is the machine's.
const RACE: Time = Time::s(2);
/// See "edge of the scenario": simulations go on for so long. Nine of ten recorded jobs had all their tasks
/// RUNNING 2.7 seconds after the first slot.
pub const EDGE: Time = Time::s(3);

/// Whether a configured delay is the same in both runs.
pub fn same_delay(recorded: &Delay, simulated: &Delay) -> bool {
    let (long, short) =
        (recorded.length.max(simulated.length), recorded.length.min(simulated.length));
    let slower = Time::s(1) + Time(long.0 / 5);
    let allowed = match recorded.kind {
        DelayKind::Idle(_) => Time::s(1) + short,
        // Flink waits at least for so long, and a busy machine only makes it longer: what is missing is
        // jitter, or the time in which tasks were cancelled.
        DelayKind::Restart(_) if recorded.length < simulated.length => {
            Time::ms(200) + Time(long.0 / 10)
        }
        DelayKind::Restart(_)
        | DelayKind::SlotRequest(_)
        | DelayKind::Loss(_)
        | DelayKind::Farewell(_)
        | DelayKind::Leadership(_) => slower,
    };
    long.since(short) <= allowed
}

/// Whether two counts of the same round agree.
pub fn same_rounds(a: usize, b: usize, exact: bool) -> bool {
    let allowed = if exact { 0 } else { 1 + a.max(b) / 10 };
    a.abs_diff(b) <= allowed
}

/// A simulated life, shortened by one step after the other as long as they lie at the edge of the
/// scenario. Simulations go on for [`EDGE`] after the end, so they have the later steps, too.
pub fn edge_variants<S: Clone>(life: &[S], at: impl Fn(&S) -> Time, end: Time) -> Vec<Vec<S>> {
    let edge = end.since(EDGE);
    let free = life.iter().rev().take_while(|step| at(step) >= edge).count();
    (0..=free).map(|dropped| life[..life.len() - dropped].to_vec()).collect()
}

/// Whether a recorded life is the simulated one, cut somewhere at the edge of the scenario.
pub fn same_up_to_edge<S: Clone>(
    recorded: &[S],
    simulated: &[S],
    at: impl Fn(&S) -> Time + Copy,
    end: Time,
    same: impl Fn(&[S], &[S]) -> bool,
) -> bool {
    edge_variants(simulated, at, end).iter().any(|simulated| same(recorded, simulated))
}

/// A list in which neighbours that repeat are counted.
pub fn counted<T: Clone>(list: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<(T, usize)> {
    let mut counted: Vec<(T, usize)> = Vec::new();
    for one in list {
        match counted.last_mut() {
            Some((last, count)) if same(last, one) => *count += 1,
            Some(_) | None => counted.push((one.clone(), 1)),
        }
    }
    counted
}

/// A part of a job's life: a round of a restart loop, or a single step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// RUNNING, then RESTARTING.
    Round,
    /// One status.
    Status(JobStatus),
}

/// A job's life in parts.
pub fn parts(statuses: &[Step<JobStatus>]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for step in statuses {
        let ends_round = step.to == JobStatus::Restarting
            && parts.last() == Some(&Part::Status(JobStatus::Running));
        if ends_round {
            parts.pop();
            parts.push(Part::Round);
        } else {
            parts.push(Part::Status(step.to));
        }
    }
    parts
}

/// Whether two jobs took the same steps.
pub fn same_statuses(recorded: &[Step<JobStatus>], simulated: &[Step<JobStatus>]) -> bool {
    let exact = gave_up(recorded) || gave_up(simulated);
    let (mut a, mut b) = (rounds(recorded), rounds(simulated));
    if !exact {
        cut_anywhere(&mut a, &mut b);
    }
    a.len() == b.len()
        && a.iter().zip(&b).all(|((a, n), (b, m))| {
            a == b && (n == m || *a == Part::Round && same_rounds(*n, *m, exact))
        })
}

fn rounds(statuses: &[Step<JobStatus>]) -> Vec<(Part, usize)> {
    counted(&parts(statuses), PartialEq::eq)
}

/// So many rounds are a loop that goes on and on: an event from outside meets it anywhere in a round.
const LOOP: usize = 10;

/// Where a loop was cut, half a round more or less means nothing.
fn cut_anywhere(a: &mut Vec<(Part, usize)>, b: &mut Vec<(Part, usize)>) {
    for list in [a, b] {
        let half = (1..list.len()).find(|at| {
            let loops = list[at - 1].0 == Part::Round && list[at - 1].1 >= LOOP;
            loops && list[*at].0 == Part::Status(JobStatus::Running) && at + 1 < list.len()
        });
        if let Some(half) = half {
            list.remove(half);
        }
    }
}

/// Whether the restart strategy ended the job.
pub fn gave_up(statuses: &[Step<JobStatus>]) -> bool {
    statuses.iter().any(|step| step.to == JobStatus::Failing)
}

/// Whether a job was cancelled so soon after it began to run that nothing is asked of its first slots.
pub fn was_overtaken(statuses: &[Step<JobStatus>]) -> bool {
    statuses.get(..2).is_some_and(is_overtaking)
}

/// Whether a job was cancelled so soon after any of its beginnings that nothing is asked of the slots that it
/// was being given then.
pub fn was_overtaken_late(statuses: &[Step<JobStatus>]) -> bool {
    statuses.windows(2).any(is_overtaking)
}

fn is_overtaking(pair: &[Step<JobStatus>]) -> bool {
    pair[0].to == JobStatus::Running
        && pair[1].to == JobStatus::Cancelling
        && pair[1].at.since(pair[0].at) <= RACE
}

/// How an attempt ended, with "who fails first" taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Not.
    Open,
    /// FINISHED.
    Finished,
    /// Its own code threw.
    Threw,
    /// CANCELED because another task's code threw.
    Swept,
    /// FAILED or CANCELED because the world failed in this way.
    Broken(FailureKind),
    /// CANCELED on request.
    Canceled,
}

/// The ending of an attempt.
pub fn ending(attempt: &Attempt) -> Ending {
    match attempt.end {
        End::Open => Ending::Open,
        End::Finished => Ending::Finished,
        End::Failed(FailureKind::UserException) => Ending::Threw,
        End::Swept(FailureKind::UserException) => Ending::Swept,
        End::Failed(kind) | End::Swept(kind) => Ending::Broken(kind),
        End::Canceled => Ending::Canceled,
    }
}

/// The states before the end, and how long the last of them lasted.
fn way(attempt: &Attempt) -> (Vec<ExecutionState>, Time) {
    let ends = |state: ExecutionState| state.is_terminal() || state == ExecutionState::Canceling;
    let way: Vec<_> = attempt.steps.iter().take_while(|step| !ends(step.to)).collect();
    let end = attempt.steps.iter().find(|step| ends(step.to)).map(|step| step.at);
    let lasted = match (way.last(), end) {
        (Some(last), Some(end)) => end.since(last.at),
        (Some(_) | None, None) | (None, Some(_)) => Time(u64::MAX),
    };
    (way.into_iter().map(|step| step.to).collect(), lasted)
}

/// Whether two attempts took the same course.
pub fn same_attempt(a: &Attempt, b: &Attempt) -> bool {
    let (way_a, lasted_a) = way(a);
    let (way_b, lasted_b) = way(b);
    let ends = |attempt: &Attempt| attempt.steps.iter().filter(|it| it.to.is_terminal()).count();
    if ending(a) != ending(b) || ends(a) != ends(b) {
        return false;
    }
    let was_cut = matches!(ending(a), Ending::Swept | Ending::Broken(_) | Ending::Canceled);
    let (short, long, lasted) = if way_a.len() < way_b.len() {
        (&way_a, &way_b, lasted_a)
    } else {
        (&way_b, &way_a, lasted_b)
    };
    let overtaken = was_cut
        && long.starts_with(short)
        && short.contains(&ExecutionState::Deploying)
        && lasted <= RACE;
    way_a == way_b || overtaken
}

/// Whether two subtasks had the same attempts.
pub fn same_attempts(a: &[Attempt], b: &[Attempt], exact: bool) -> bool {
    let (mut a, mut b) = (counted(a, same_attempt), counted(b, same_attempt));
    for list in [&mut a, &mut b] {
        let loops = list.len() > 1 && list[list.len() - 2].1 >= LOOP;
        // It was cut while this one was on its way.
        if !exact && loops && list.last().is_some_and(|(last, _)| ending(last) == Ending::Canceled)
        {
            list.pop();
        }
    }
    // A task whose own code threw is compared exactly, as long as it did not throw dozens of times.
    let same_count = |attempt: &Attempt, n: usize, m: usize| match ending(attempt) {
        Ending::Broken(_) => same_rounds(n, m, exact),
        Ending::Threw | Ending::Swept if !exact => n.abs_diff(m) <= n.max(m) / 10,
        Ending::Threw | Ending::Swept | Ending::Open | Ending::Finished | Ending::Canceled => {
            n == m
        }
    };
    a.len() == b.len()
        && a.iter().zip(&b).all(|((a, n), (b, m))| same_attempt(a, b) && same_count(a, *n, *m))
}
