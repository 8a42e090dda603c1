//! What the model itself knows of a version, by name and as text.
//!
//! In: a name that a row gives and a version. Out: the value there, for the build to compare. In: versions as authors
//! write them. Out: those that the model knows.

use model::FlinkVersion;
use model::config::Key;
use model::version::VersionTraits;

/// A trait of a version, as text.
type Reading = fn(&VersionTraits) -> String;

/// The traits of a version that a row may name, each with its value as text.
const TRAITS: [(&str, Reading); 11] = [
    ("submitted_plan", |it| format!("{:?}", it.submitted_plan)),
    ("default_restart", |it| format!("{:?}", it.default_restart)),
    ("rpc_failures_until_unreachable", |it| {
        it.rpc_failures_until_unreachable.map_or_else(unset, |count| count.to_string())
    }),
    ("wraps_jobs_in_applications", |it| it.wraps_jobs_in_applications.to_string()),
    ("has_per_job_mode", |it| it.has_per_job_mode.to_string()),
    ("has_run_application", |it| it.has_run_application.to_string()),
    ("balances_tasks_and_resources", |it| it.balances_tasks_and_resources.to_string()),
    ("most_network_memory", |it| match it.most_network_memory {
        u64::MAX => unset(),
        bytes => bytes.to_string(),
    }),
    ("cancels_other_jobs_of_application", |it| it.cancels_other_jobs_of_application.to_string()),
    ("throwing_main_is_fatal", |it| it.throwing_main_is_fatal.to_string()),
    ("cancels_surplus_worker_requests", |it| it.cancels_surplus_worker_requests.to_string()),
];

fn unset() -> String {
    "unset".to_owned()
}

/// The value of a trait, or the default of a configuration key; `None` when the model has neither.
pub(super) fn value(name: &str, version: FlinkVersion) -> Option<String> {
    if let Some((_, read)) = TRAITS.iter().find(|(known, _)| *known == name) {
        return Some(read(version.traits()));
    }
    let key = Key::ALL.iter().find(|key| key.name() == name)?;
    Some(key.default_in(version).map_or_else(unset, str::to_owned))
}

/// Every name, for hints.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let keys = Key::ALL.iter().map(|key| key.name());
    TRAITS.iter().map(|(name, _)| *name).chain(keys)
}

/// A version by its name.
///
/// # Errors
/// What is wrong, and a hint.
pub(crate) fn version(name: &str) -> Result<FlinkVersion, (String, String)> {
    FlinkVersion::named(name).ok_or_else(|| {
        let names = FlinkVersion::ALL.map(FlinkVersion::name).join(", ");
        (format!("no version \"{name}\""), format!("there are: {names}"))
    })
}

/// The versions of a range: `1.13 to 2.3`.
///
/// # Errors
/// What is wrong, and a hint.
pub(crate) fn range(written: &str) -> Result<Vec<FlinkVersion>, (String, String)> {
    let Some((from, to)) = written.split_once(" to ") else {
        let hint = "for example versions = \"1.13 to 2.3\"".to_owned();
        return Err(("not a range of versions".to_owned(), hint));
    };
    let all = version(from)?..=version(to)?;
    Ok(FlinkVersion::ALL.into_iter().filter(|version| all.contains(version)).collect())
}
