//! A reader at random: does to a live part of the book all that a person can do to it, without a browser, and looks at all
//! that it draws.
//!
//! In: a [`LivePart`]. Out: nothing, or the shortest way to each fault that was found, as a test to be pasted.
//! Deliberately absent: what can be done to a part (each says so itself), and time: how much is done is counted.
//!
//! A reader's step is a line of text (`scrub 1200000`, `select tm-1`), so that the way to a fault can be read, shortened, and
//! taken again. A step that makes no sense where it is taken does nothing.

mod cost;
mod dice;
mod drawn;
mod shorten;

pub use cost::costing;
pub use dice::Dice;
pub use drawn::{Drawn, drawn};

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, Once};
use std::time::Instant;

/// A live part as a reader meets it.
pub trait LivePart: Sized {
    /// What it is called in a pasted test.
    const NAME: &'static str;

    /// Everything of this kind that can be opened.
    fn all() -> Vec<String>;

    /// Opens it as its page does.
    fn open(name: &str) -> Self;

    /// What a reader might do now.
    fn idea(&mut self, dice: &mut Dice) -> String;

    /// Does it, and draws all that the page would.
    ///
    /// # Errors
    /// What is wrong with what was drawn.
    fn step(&mut self, step: &str) -> Result<(), String>;
}

/// A reader closes the page after so many steps and opens another one.
const PATIENCE: usize = 150;

/// One visit: what was opened, and what was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visit {
    name: String,
    steps: Vec<String>,
}

/// What went wrong, with the steps that lead there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    visit: Visit,
    what: String,
}

/// What all readers together did.
#[derive(Debug, Default)]
struct Tally {
    steps: AtomicU64,
    visits: AtomicU64,
    faults: AtomicU64,
    /// In microseconds, and which it was.
    slowest: Mutex<(u64, String)>,
}

/// Lets readers loose on a part until they have taken `steps` together, or as many as `READER_STEPS` says; with
/// `READER_SEED=N` only the visit of that number. As a test, it ends at the first fault; with `READER_STEPS` it goes on and
/// tells all of them.
///
/// # Panics
/// When a fault was found.
pub fn read_at_random<P: LivePart>(steps: u64) {
    let asked = number("READER_STEPS");
    let wanted = asked.unwrap_or(steps);
    let only = number("READER_SEED");
    let tally = Tally::default();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| read::<P>(&tally, wanted, only, asked.is_some()));
        }
    });
    let [steps, visits, faults] =
        [&tally.steps, &tally.visits, &tally.faults].map(|it| it.load(Ordering::Relaxed));
    let (slowest, step) = tally.slowest.into_inner().unwrap_or_default();
    println!(
        "measured: {steps} steps in {visits} visits to a {}, {faults} faults, the slowest step {slowest} us: {step}",
        P::NAME
    );
    cost::tell();
    assert_eq!(faults, 0, "readers found faults, told above");
}

fn read<P: LivePart>(tally: &Tally, wanted: u64, only: Option<u64>, goes_on: bool) {
    let names = P::all();
    loop {
        let seed = tally.visits.fetch_add(1, Ordering::Relaxed);
        let done = tally.steps.load(Ordering::Relaxed) >= wanted;
        let stopped = !goes_on && tally.faults.load(Ordering::Relaxed) > 0;
        if done || stopped || only.is_some_and(|only| seed > only) {
            return;
        }
        if only.is_some_and(|only| seed != only) {
            continue;
        }
        let visit = visit::<P>(&names, seed);
        if let Ok(mut slowest) = tally.slowest.lock()
            && visit.slowest.0 > slowest.0
        {
            *slowest = visit.slowest;
        }
        let before = tally.steps.fetch_add(visit.steps as u64, Ordering::Relaxed);
        if let Some(fault) = visit.fault {
            tally.faults.fetch_add(1, Ordering::Relaxed);
            tell::<P>(seed, &fault);
        }
        let part = (wanted / 20).max(1);
        if goes_on && before / part != (before + visit.steps as u64) / part {
            eprintln!("{}: {} of {wanted} steps", P::NAME, before + visit.steps as u64);
        }
    }
}

struct Visited {
    steps: usize,
    slowest: (u64, String),
    fault: Option<Fault>,
}

/// One visit from its seed: the same steps every time.
fn visit<P: LivePart>(names: &[String], seed: u64) -> Visited {
    let mut dice = Dice::new(seed);
    let mut visit = Visit { name: dice.pick(names).clone(), steps: Vec::new() };
    let mut slowest = (0, String::new());
    let found = attempt(|| {
        let mut part = P::open(&visit.name);
        for _ in 0..PATIENCE {
            visit.steps.push(part.idea(&mut dice));
            let step = visit.steps.last().map_or("", String::as_str);
            let begun = now();
            part.step(step)?;
            let took = begun.elapsed().as_micros() as u64;
            if took > slowest.0 {
                slowest = (took, format!("{} {step}", visit.name));
            }
        }
        Ok(())
    });
    let steps = visit.steps.len();
    Visited { steps, slowest, fault: found.err().map(|what| Fault { visit, what }) }
}

/// Takes the steps of a pasted test.
///
/// # Panics
/// When what they once led to is still there.
pub fn replay<P: LivePart>(name: &str, steps: &str) {
    let steps = steps.lines().map(|line| line.trim_start().to_owned()).collect();
    if let Err(what) = retrace::<P>(&Visit { name: name.to_owned(), steps }) {
        panic!("{what}");
    }
}

fn retrace<P: LivePart>(visit: &Visit) -> Result<(), String> {
    attempt(|| {
        let mut part = P::open(&visit.name);
        visit.steps.iter().try_for_each(|step| part.step(step))
    })
}

fn tell<P: LivePart>(seed: u64, fault: &Fault) {
    let Fault { visit, what } = fault;
    let shortest = shorten::shortest(visit, |visit| retrace::<P>(visit).is_err());
    let again = retrace::<P>(&shortest).err();
    let what = again.as_ref().unwrap_or(what);
    let steps: String =
        shortest.steps.iter().map(|step| format!("\n        {}", quoted(step))).collect();
    eprintln!(
        "\nvisit {seed}, {} of {} steps: {what}\n\n#[test]\nfn visit_{seed}() {{\n    replay::<{}>({:?}, \"{steps}\");\n}}",
        shortest.steps.len(),
        visit.steps.len(),
        P::NAME,
        shortest.name,
    );
}

/// As it stands inside a Rust string.
fn quoted(step: &str) -> String {
    step.replace('\\', "\\\\").replace('"', "\\\"")
}

/// For a figure that is told, never for what is done.
#[expect(clippy::disallowed_methods, reason = "what a step costs is measured here")]
fn now() -> Instant {
    Instant::now()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

thread_local! {
    /// Message and place of the last panic of this thread, while something is attempted in it.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does it; a panic is an error as well, and not printed: shortening repeats it hundreds of times.
fn attempt(what: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let message = panic.to_string().replace('\n', " ");
            let kept = PANIC.with_borrow_mut(|kept| kept.as_mut().map(|kept| *kept = message));
            if kept.is_none() {
                loud(panic);
            }
        }));
    });
    PANIC.set(Some(String::new()));
    let result = catch_unwind(AssertUnwindSafe(what));
    let message = PANIC.take().unwrap_or_default();
    result.unwrap_or(Err(message))
}

#[cfg(test)]
mod tests;
