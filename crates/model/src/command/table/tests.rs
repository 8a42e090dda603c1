//! The table against what real Flink takes and prints.

use super::*;
use std::collections::BTreeSet;

/// Rows of a sheet: versions, a name, options between blanks.
fn rows(
    sheet: &'static str,
) -> impl Iterator<Item = (FlinkVersion, &'static str, BTreeSet<String>)> {
    let rows = sheet.lines().filter(|line| !line.starts_with('#'));
    rows.flat_map(|row| {
        let columns: Vec<&str> = row.split('\t').collect();
        let [versions, name, options] = columns[..] else { panic!("no row: {row}") };
        versions.split(',').map(move |version| {
            let version = FlinkVersion::ALL.into_iter().find(|it| it.name() == version);
            let options = options.split(' ').map(str::to_owned).collect();
            (version.expect("one of the five"), name, options)
        })
    })
}

/// Our options of some sets, written like the sheet's.
fn ours(
    sets: &'static str,
    version: FlinkVersion,
    sign: fn(Takes) -> &'static str,
) -> BTreeSet<String> {
    let there = of(sets).filter(|opt| opt.exists_in(version));
    there.map(|opt| [opt.short, ",", opt.long, sign(opt.takes)].concat()).collect()
}

fn exactly(takes: Takes) -> &'static str {
    match takes {
        Takes::Nothing => "",
        Takes::Value => "=",
        Takes::Perhaps => "?",
        Takes::Values => "*",
        Takes::Property => ":",
    }
}

/// Help texts print `<arg>` for whatever takes something.
fn roughly(takes: Takes) -> &'static str {
    if takes == Takes::Nothing { "" } else { "=" }
}

#[test]
fn what_the_parsers_of_each_version_take() {
    let mut seen = BTreeSet::new();
    for (version, set, theirs) in rows(include_str!("parsers.tsv")) {
        assert_eq!(ours(set, version, exactly), theirs, "set {set} in {}", version.name());
        seen.insert((version, set));
    }
    for version in FlinkVersion::ALL {
        for set in every().flat_map(|opt| opt.sets_of.split("")).filter(|set| !set.is_empty()) {
            let there = of(set).any(|opt| opt.exists_in(version) && opt.long != "--help");
            // `checkpoint` came with 1.19: before, nobody asks for its set.
            let asked = ACTIONS.iter().find(|it| it.sets.starts_with(set));
            let asked = asked.is_none_or(|action| action.exists_in(version));
            assert!(!there || !asked || seen.contains(&(version, set)), "{set} {}", version.name());
        }
    }
}

/// What the parsers take and no help text shows: for help itself, what is deprecated, and what an action takes over
/// from `run` (`getProgramSpecificOptions`) or from another (`cancel -type`).
const HIDDEN: &[&str] =
    &["-h,--help", "-v,--verbose", "-a,--arguments=", "-j,--jarfile=", "-yd,--yarndetached"];
const HIDDEN_OF_INFO: &[&str] =
    &["-C,--classpath=", "-d,--detached", "-sae,--shutdownOnAttachedExit"];

#[test]
fn what_the_help_texts_print() {
    for (version, name, printed) in rows(include_str!("help.tsv")) {
        let (action, group) = name.split_once('/').unwrap_or((name, "own"));
        let known = ACTIONS.iter().find(|it| it.name == action);
        assert!(known.is_none_or(|it| it.exists_in(version)), "{action} {}", version.name());
        let set = match (group, known) {
            ("generic", _) => "g",
            ("default", _) => "d",
            ("yarn", _) => "y",
            (_, Some(action)) => &action.sets[..1],
            (_, None) => YARN_SESSION,
        };
        let ours = ours(set, version, roughly);
        let invented: Vec<_> = printed.difference(&ours).collect();
        assert!(invented.is_empty(), "missing here: {invented:?} of {name} in {}", version.name());
        // Only `run` and the session script list YARN's whole command line.
        let whole = matches!(name, "run/yarn" | "run-application/generic" | "yarn-session")
            || matches!(group, "own" | "generic" | "default");
        let hidden = |option: &&String| {
            let of_info = action == "info"
                && (HIDDEN_OF_INFO.contains(&option.as_str()) || option.starts_with("-py"));
            let of_cancel = action == "cancel" && *option == "-type,--type=";
            HIDDEN.contains(&option.as_str()) || of_info || of_cancel
        };
        let more: Vec<_> = ours.difference(&printed).filter(|option| !hidden(option)).collect();
        assert!(!whole || more.is_empty(), "invented: {more:?} of {name} in {}", version.name());
    }
}

#[test]
fn every_row_can_be_read() {
    let rows = TABLE.lines().count();
    assert_eq!(every().count(), rows);
    for opt in every() {
        let names = [opt.short, opt.long];
        assert!(names[0].starts_with('-') || names[1].starts_with("--"), "{opt:?}");
        assert!(opt.until.is_none() || opt.since < opt.until, "{opt:?}");
    }
}
