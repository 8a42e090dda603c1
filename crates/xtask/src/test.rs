//! `cargo xtask test`: every check of the project, in groups, one line each.
//!
//! The first group that fails ends it. What a group prints is shown only when it fails, with a line to type for each test
//! that did not pass: it runs that test alone, and compiles nothing anew.

use crate::build;
use crate::step::step;
use crate::toolchain::cargo;
use crate::{expect_no_arguments, machine, root};
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// A group of checks that is one call of cargo.
struct Group {
    name: &'static str,
    /// What to do with which packages. Together they decide how everything is compiled: a package alone has other features
    /// than among others.
    arguments: &'static [&'static str],
    /// The files of tests in them; all there are, if none is named.
    files: &'static [&'static str],
}

/// The package of what crosses crates.
const ACROSS: &[&str] = &["test", "--package", "tests"];

/// What needs no site.
const SOURCES: &[Group] = &[
    Group { name: "formatting", arguments: &["fmt", "--all", "--check"], files: &[] },
    Group {
        name: "lints",
        arguments: &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
        files: &[],
    },
    Group {
        name: "unit tests",
        arguments: &["test", "--workspace", "--exclude", "tests"],
        files: &[],
    },
    Group { name: "properties", arguments: ACROSS, files: &["properties"] },
    Group {
        name: "conformance",
        arguments: ACROSS,
        files: &["conformance", "slots", "rest", "memory"],
    },
    Group { name: "documents and tiny books", arguments: ACROSS, files: &["docs", "preprocessor"] },
];

/// What looks at the built site.
const SITE: &[Group] = &[
    Group { name: "built book", arguments: ACROSS, files: &["book"] },
    Group {
        name: "browser",
        arguments: ACROSS,
        files: &[
            "browser", "pages", "predict", "practice", "lab", "compare", "terminal", "acts",
            "stopped", "ears",
        ],
    },
    Group { name: "accessibility", arguments: ACROSS, files: &["access", "screens"] },
];

/// Runs the subcommand.
///
/// # Errors
/// The first group that fails.
pub fn run(rest: &[String]) -> Result<()> {
    expect_no_arguments("test", rest)?;
    let root = root();
    let mut passed = 0;
    for group in SOURCES {
        passed += run_group(&root, group)?;
    }
    build::build(&root)?;
    step("find a browser", machine::ensure_browser)?;
    for group in SITE {
        passed += run_group(&root, group)?;
    }
    println!("{passed} passed, 0 failed");
    Ok(())
}

/// Runs a group and counts its tests.
fn run_group(root: &Path, group: &Group) -> Result<usize> {
    step(group.name, || {
        let output = as_typed(Command::new(cargo()))
            .args(group.arguments)
            .args(group.files.iter().flat_map(|file| ["--test", file]))
            .current_dir(root)
            .output()?;
        let told = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            bail!("{}\n{told}\n{}", errors.trim(), lines_to_type(group, &told, &errors).join("\n"));
        }
        Ok(passed(&told))
    })
}

/// Without what cargo tells the program that it runs, which is us: some build scripts of others (ring's) read the same
/// variables, and would run again, with everything above them compiled anew, when a reader types the line that we print.
fn as_typed(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// What to type to see it fail again: a line for each test that failed, or the whole group where cargo names none.
fn lines_to_type(group: &Group, told: &str, errors: &str) -> Vec<String> {
    let arguments = group.arguments.join(" ");
    let target = failed_target(errors).unwrap_or_default();
    let lines: Vec<String> = failed(told)
        .iter()
        .map(|test| format!("cargo {arguments} {target} -- --exact {test}"))
        .collect();
    if !lines.is_empty() {
        return lines;
    }
    let files: String = group.files.iter().map(|file| format!(" --test {file}")).collect();
    vec![format!("cargo {arguments}{files}")]
}

/// Which program of tests failed, as cargo's options name it: "--test access", "--lib". Cargo stops at the first one.
fn failed_target(errors: &str) -> Option<&str> {
    let (_, named) = errors.split_once("to rerun pass `")?;
    let (named, _) = named.split_once('`')?;
    named.find("--").map(|start| &named[start..])
}

/// The names in the list at the end of what a program of tests prints; what each test printed comes before it, under the
/// same heading.
fn failed(told: &str) -> Vec<&str> {
    let (_, list) = told.rsplit_once("\nfailures:\n").unwrap_or_default();
    list.lines().map_while(|line| line.strip_prefix("    ")).collect()
}

/// The sum of "test result: ok. N passed" lines.
fn passed(told: &str) -> usize {
    told.lines()
        .filter_map(|line| line.strip_prefix("test result: ok. "))
        .filter_map(|rest| rest.split(' ').next()?.parse::<usize>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::{ACROSS, Group, SITE, SOURCES, lines_to_type, passed};

    #[test]
    fn every_file_of_tests_is_in_a_group() {
        let named: Vec<&str> =
            SOURCES.iter().chain(SITE).flat_map(|group| group.files).copied().collect();
        for entry in std::fs::read_dir(crate::root().join("tests/tests")).expect("the tests") {
            let path = entry.expect("a readable folder").path();
            if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
                assert!(named.contains(&name.as_str()), "no group runs tests/tests/{name}.rs");
            }
        }
    }

    #[test]
    fn passed_tests_are_summed_over_binaries() {
        let told =
            "x\ntest result: ok. 12 passed; 0 failed\ny\ntest result: ok. 3 passed; 0 failed\n";
        assert_eq!(passed(told), 15);
    }

    #[test]
    fn each_failed_test_has_a_line_that_compiles_nothing_anew() {
        let group = Group { name: "", arguments: ACROSS, files: &["lab", "access"] };
        let told = "test result: ok. 11 passed\n\n\
            failures:\n\n---- c stdout ----\nfailures:\n    printed by c\n\n\
            \nfailures:\n    a::b\n    c\n\n\
            test result: FAILED. 4 passed; 2 failed\n";
        let errors =
            "Running tests/access.rs\nerror: test failed, to rerun pass `-p tests --test access`\n";
        assert_eq!(
            lines_to_type(&group, told, errors),
            [
                "cargo test --package tests --test access -- --exact a::b",
                "cargo test --package tests --test access -- --exact c",
            ]
        );
        assert_eq!(
            lines_to_type(&group, "", "error: could not compile `tests`"),
            ["cargo test --package tests --test lab --test access"]
        );
    }
}
