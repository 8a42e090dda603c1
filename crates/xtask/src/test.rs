//! `cargo xtask test [--quick]`: every check of the project, in groups, one line each; or those that take little time.
//!
//! The first group that fails ends it. What a group prints is shown only when it fails, with a line to type for each test
//! that did not pass: it runs that test alone, and compiles nothing anew. At the end, the tests that took longest.

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
    /// Whether `--quick` runs it, without [`LONG`].
    quick: bool,
}

impl Group {
    /// Whether its tests can be timed: it is cargo's own harness that runs them, not rustdoc.
    fn is_timed(&self) -> bool {
        self.arguments.first() == Some(&"test") && !self.arguments.contains(&"--doc")
    }

    /// The same group as arguments of cargo.
    fn call(&self, quick: bool) -> Vec<String> {
        let mut call: Vec<String> = self.arguments.iter().map(|it| (*it).to_owned()).collect();
        if !self.is_timed() {
            return call;
        }
        let files = self.files.iter().flat_map(|file| ["--test", file]);
        call.extend(files.map(str::to_owned));
        if self.files.is_empty() {
            call.extend(["--lib", "--bins", "--tests"].map(str::to_owned));
        }
        call.extend(TIMED.map(str::to_owned));
        let long = if quick { LONG } else { &[] };
        call.extend(long.iter().flat_map(|test| ["--skip", test]).map(str::to_owned));
        call
    }
}

/// Has each test say how long it took. The harness of a stable Rust does so only for who sets this variable, and whoever
/// sets it for cargo has everything compiled anew: so it is set for the tests alone, by what runs them.
const TIMED: [&str; 5] = [
    "--config",
    "target.'cfg(all())'.runner = ['env', 'RUSTC_BOOTSTRAP=1']",
    "--",
    "-Zunstable-options",
    "--report-time",
];

/// What `--quick` leaves out of the groups that it runs, by parts of names: what tries out everything, or very much at
/// random.
const LONG: &[&str] = &[
    "no_two_faults_break_a_rule",
    "random_scenarios_keep_the_rules",
    "whatever_a_reader_does",
    "whatever_a_recording_says",
    "every_lie_is_noticed",
    "is_derived_and_agrees",
    "are_derived_and_agree",
    "change_nothing",
    "changes_nothing",
    "an_event_costs_the_same",
];

/// So many of the tests that took longest are named.
const SLOWEST: usize = 20;

/// The package of what crosses crates.
const ACROSS: &[&str] = &["test", "--package", "tests"];

/// What needs no site.
const SOURCES: &[Group] = &[
    Group { name: "formatting", arguments: &["fmt", "--all", "--check"], files: &[], quick: true },
    Group {
        name: "lints",
        arguments: &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
        files: &[],
        quick: true,
    },
    Group {
        name: "unit tests",
        arguments: &["test", "--workspace", "--exclude", "tests"],
        files: &[],
        quick: true,
    },
    Group {
        name: "examples in documentation",
        arguments: &["test", "--workspace", "--exclude", "tests", "--doc"],
        files: &[],
        quick: false,
    },
    Group { name: "properties", arguments: ACROSS, files: &["properties"], quick: false },
    Group {
        name: "conformance",
        arguments: ACROSS,
        files: &["conformance", "slots", "rest", "memory", "drills"],
        quick: true,
    },
    Group {
        name: "documents and tiny books",
        arguments: ACROSS,
        files: &["docs", "house", "preprocessor"],
        quick: true,
    },
];

/// What looks at the built site.
const SITE: &[Group] = &[
    Group { name: "built book", arguments: ACROSS, files: &["book"], quick: false },
    Group {
        name: "browser",
        arguments: ACROSS,
        files: &[
            "browser", "pages", "predict", "practice", "drill", "present", "take", "lab",
            "compare", "desk", "terminal", "acts", "stopped", "ears",
        ],
        quick: false,
    },
    Group { name: "accessibility", arguments: ACROSS, files: &["access", "screens"], quick: false },
];

/// Runs the subcommand.
///
/// # Errors
/// The first group that fails.
pub fn run(rest: &[String]) -> Result<()> {
    let quick = match rest {
        [option] if option == "--quick" => true,
        others => expect_no_arguments("test", others).map(|()| false)?,
    };
    let root = root();
    let mut ran = Ran::default();
    for group in SOURCES.iter().filter(|group| group.quick || !quick) {
        ran.add(run_group(&root, group, quick)?);
    }
    if !quick {
        build::build(&root)?;
        step("find a browser", machine::ensure_browser)?;
        for group in SITE {
            ran.add(run_group(&root, group, quick)?);
        }
    }
    println!("the slowest tests:");
    for (seconds, test) in ran.slowest() {
        println!("      {seconds:>7.1} s  {test}");
    }
    let left_out = if quick { "; --quick leaves out what CONTRIBUTING.md says" } else { "" };
    println!("{} passed, 0 failed{left_out}", ran.passed);
    Ok(())
}

/// What ran.
#[derive(Default)]
struct Ran {
    /// How many tests passed.
    passed: usize,
    /// Seconds and name of each.
    times: Vec<(f64, String)>,
}

impl Ran {
    fn add(&mut self, other: Ran) {
        self.passed += other.passed;
        self.times.extend(other.times);
    }

    /// Those that took longest, longest first.
    fn slowest(&self) -> Vec<&(f64, String)> {
        let mut all: Vec<_> = self.times.iter().collect();
        all.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        all.truncate(SLOWEST);
        all
    }
}

/// Runs a group; what it says of its tests.
fn run_group(root: &Path, group: &Group, quick: bool) -> Result<Ran> {
    step(group.name, || {
        let output =
            as_typed(Command::new(cargo())).args(group.call(quick)).current_dir(root).output()?;
        let told = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            bail!("{}\n{told}\n{}", errors.trim(), lines_to_type(group, &told, &errors).join("\n"));
        }
        Ok(Ran { passed: passed(&told), times: times(&told) })
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

/// The seconds in lines like "test a::b ... ok <0.123s>".
fn times(told: &str) -> Vec<(f64, String)> {
    let time = |line: &str| {
        let (name, took) = line.strip_prefix("test ")?.split_once(" ... ok <")?;
        Some((took.strip_suffix("s>")?.parse().ok()?, name.to_owned()))
    };
    told.lines().filter_map(time).collect()
}

#[cfg(test)]
mod tests {
    use super::{ACROSS, Group, LONG, Ran, SITE, SOURCES, lines_to_type, passed, times};
    use std::path::PathBuf;

    #[test]
    fn every_file_of_tests_is_in_a_group() {
        let named: Vec<&str> =
            SOURCES.iter().chain(SITE).flat_map(|group| group.files).copied().collect();
        for entry in std::fs::read_dir(crate::root().join("tests/tests")).expect("the tests") {
            let path = entry.expect("a readable folder").path();
            if path.extension().is_some_and(|it| it == "rs") || path.join("main.rs").is_file() {
                let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
                assert!(named.contains(&name.as_str()), "no group runs tests/tests/{name}");
            }
        }
    }

    #[test]
    fn what_quick_leaves_out_is_there() {
        let root = crate::root();
        let sources = crate::site::files(&root.join("crates")).expect("readable").into_iter();
        let sources = sources.map(|file| root.join("crates").join(file));
        let live = crate::site::files(&root.join("playground")).expect("readable").into_iter();
        let all: Vec<PathBuf> =
            sources.chain(live.map(|file| root.join("playground").join(file))).collect();
        let rust = all.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs"));
        let text: String =
            rust.map(|file| std::fs::read_to_string(file).expect("readable")).collect();
        for long in LONG {
            let is_there = text.split("#[test]\n").skip(1).any(|test| {
                let name = test.trim_start().lines().find(|line| line.contains("fn "));
                name.is_some_and(|name| name.contains(long))
            });
            assert!(is_there, "no test is called {long}");
        }
    }

    #[test]
    fn times_are_read_and_the_longest_come_first() {
        let told = "test a::b ... ok <0.005s>\ntest c ... ok <12.500s>\ntest d ... ignored\nx";
        let mut ran = Ran { passed: 2, times: times(told) };
        ran.add(Ran { passed: 1, times: vec![(3.0, "e".to_owned())] });
        let names: Vec<_> = ran.slowest().iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!((ran.passed, names), (3, vec!["c", "e", "a::b"]));
    }

    #[test]
    fn quick_skips_what_is_long() {
        let group = Group { name: "", arguments: ACROSS, files: &["lab"], quick: true };
        let call = group.call(true).join(" ");
        assert!(call.starts_with("test --package tests --test lab --config"), "{call}");
        assert!(call.contains("--report-time --skip"), "{call}");
        assert!(!group.call(false).join(" ").contains("--skip"));
    }

    #[test]
    fn passed_tests_are_summed_over_binaries() {
        let told =
            "x\ntest result: ok. 12 passed; 0 failed\ny\ntest result: ok. 3 passed; 0 failed\n";
        assert_eq!(passed(told), 15);
    }

    #[test]
    fn each_failed_test_has_a_line_that_compiles_nothing_anew() {
        let group = Group { name: "", arguments: ACROSS, files: &["lab", "access"], quick: false };
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
