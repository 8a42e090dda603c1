//! The rules: each looks at one command as a version reads it, and says what it finds.
//!
//! In: a [`Line`]. Out: [`Found`]s in order of their places. A rule is a function, and each is about one kind of mistake.
//! Deliberately absent: what cannot be told from the lines alone, such as whether a jar, a job or a cluster exists.

mod argument;
mod memory;
mod option;
mod others;
mod paste;
mod setting;
mod target;

use crate::found::{Effect, Found, Kind};
use crate::line::{Line, Meant, is_known, platform_of};
use crate::program::Program;
use model::command::{Place, table};

type Rule = fn(&Line<'_>, &mut Vec<Found>);

/// Rules about any line.
const ANY: &[Rule] = &[
    paste::faults,
    paste::broken_lines,
    paste::cuts,
    paste::unknown_programs,
    paste::stops,
    target::actions,
    others::scripts,
    others::files,
    others::platforms,
    others::lines_of_files,
    others::requests,
];

/// Rules about what a program reads: none where its version has no such action.
const READ: &[Rule] = &[
    option::unknown,
    option::letters_apart,
    option::values,
    option::behind_the_jar,
    option::old_yarn,
    option::deprecated,
    option::help,
    option::attached_exit,
    option::choices,
    target::local,
    target::targets,
    target::addresses,
    target::clusters,
    target::ids,
    target::without,
    argument::jars,
    argument::classpaths,
    argument::jobs,
    argument::parallelism,
    argument::default_parallelism,
    argument::more_words,
    argument::savepoint_directory,
    setting::blanks,
    setting::keys,
    setting::values,
    setting::of_processes,
    setting::platforms,
    setting::twice,
    setting::standby,
    setting::cluster_names,
    memory::refused,
];

/// What is found in a line.
pub fn look(line: &Line<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let has_action = |action: &table::Action| action.exists_in(line.version);
    let reads = line.call.program != Program::Flink || line.reading.action.is_some_and(has_action);
    for rule in ANY.iter().chain(READ.iter().filter(|_| reads)) {
        rule(line, &mut found);
    }
    // Why a word is taken for the jar is said once.
    let apart = |it: &Found| matches!(it.kind, Kind::LettersApart | Kind::BlankAroundEquals);
    if found.iter().any(apart) {
        found.retain(|it| it.kind != Kind::WordAsJar);
    }
    found.sort_by_key(|it| (it.at.start, it.kind));
    found
}

/// One found thing.
fn found(kind: Kind, at: Place, effect: Effect, args: &[&str]) -> Found {
    let args = args.iter().map(|arg| (*arg).to_owned()).collect();
    Found { kind, at, effect, args, message: None }
}

/// One with what the real program prints.
fn told(kind: Kind, at: Place, args: &[&str], message: &str) -> Found {
    let message = Some(message.to_owned());
    Found { message, ..found(kind, at, Effect::Fails, args) }
}
