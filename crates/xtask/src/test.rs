//! `cargo xtask test`: every check of the project, in groups, one line each.
//!
//! The first group that fails ends it. What a group prints is shown only when it fails.

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
    arguments: &'static [&'static str],
}

/// What needs no site.
const SOURCES: &[Group] = &[
    Group { name: "formatting", arguments: &["fmt", "--all", "--check"] },
    Group {
        name: "lints",
        arguments: &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
    },
    Group { name: "unit tests", arguments: &["test", "--workspace", "--exclude", "tests"] },
    Group {
        name: "properties",
        arguments: &["test", "--package", "tests", "--test", "properties"],
    },
    Group {
        name: "conformance",
        arguments: &[
            "test",
            "--package",
            "tests",
            "--test",
            "conformance",
            "--test",
            "slots",
            "--test",
            "rest",
            "--test",
            "memory",
        ],
    },
    Group {
        name: "documents and tiny books",
        arguments: &["test", "--package", "tests", "--test", "docs", "--test", "preprocessor"],
    },
];

/// What looks at the built site.
const SITE: &[Group] = &[
    Group { name: "built book", arguments: &["test", "--package", "tests", "--test", "book"] },
    Group {
        name: "browser",
        arguments: &[
            "test",
            "--package",
            "tests",
            "--test",
            "browser",
            "--test",
            "pages",
            "--test",
            "lab",
            "--test",
            "compare",
            "--test",
            "terminal",
        ],
    },
    Group { name: "accessibility", arguments: &["test", "--package", "tests", "--test", "access"] },
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
        let output = Command::new(cargo()).args(group.arguments).current_dir(root).output()?;
        let told = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            bail!(
                "{}\n{told}\ncargo {}",
                String::from_utf8_lossy(&output.stderr).trim(),
                group.arguments.join(" ")
            );
        }
        Ok(passed(&told))
    })
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
    use super::{SITE, SOURCES, passed};

    #[test]
    fn every_file_of_tests_is_in_a_group() {
        let named: Vec<&str> =
            SOURCES.iter().chain(SITE).flat_map(|group| group.arguments).copied().collect();
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
}
