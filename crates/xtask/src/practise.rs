//! `cargo xtask practise`: what readers practise with, each with what the model says to it.

use crate::{book, expect_no_arguments, root};
use anyhow::{Result, bail};
use mdbook_driver::MDBook;
use mdbook_flink::{Flink, Lang, Placed, Problems};

use std::collections::BTreeMap;

/// Runs the subcommand.
///
/// # Errors
/// When the book cannot be read, or an exercise has no answer or is not said in every language.
pub fn run(rest: &[String]) -> Result<()> {
    expect_no_arguments("practise", rest)?;
    let root = root();
    let config = book::load_config(&root)?;
    let loaded = MDBook::load_with_config(&root, config.clone())?;
    let (exercises, problems) = Flink.practice(&root, &config, &loaded.book)?;
    exercises.iter().for_each(|placed| println!("{}", row(placed)));
    for (kind, [zh, en]) in counts(&exercises) {
        println!("{kind}s: {zh} in Chinese, {en} in English");
    }
    if !problems.is_empty() {
        return Err(Problems(problems).into());
    }
    let one_sided = exercises.iter().filter(|placed| placed.exercise.languages.len() < 2).count();
    if one_sided > 0 {
        bail!("{one_sided} of them lack a text in one of the languages");
    }
    Ok(())
}

/// `book/src/ha.md:78  prediction leader-dies  choice 2 in 1.13, 1.20`
fn row(placed: &Placed) -> String {
    let Placed { file, line, exercise, .. } = placed;
    let versions: Vec<&str> = exercise.versions.iter().map(|version| version.name()).collect();
    let state = match &exercise.answer {
        Some(answer) if versions.is_empty() => answer.clone(),
        Some(answer) => format!("{answer} in {}", versions.join(", ")),
        None => "does not hold".to_owned(),
    };
    format!("{file}:{line}  {} {}  {state}", exercise.kind, exercise.id)
}

/// How many there are of each kind, in Chinese and in English.
fn counts(exercises: &[Placed]) -> BTreeMap<&'static str, [usize; 2]> {
    let mut counts = BTreeMap::new();
    for Placed { exercise, .. } in exercises {
        let count: &mut [usize; 2] = counts.entry(exercise.kind).or_default();
        for (number, lang) in [Lang::Zh, Lang::En].iter().enumerate() {
            count[number] += usize::from(exercise.languages.contains(lang));
        }
    }
    counts
}
