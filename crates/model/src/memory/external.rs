//! External resources of a TaskManager (GPUs): no memory, but among what a start script hands over.
//!
//! Flink: `ExternalResourceUtils`. Deliberately absent: names in quotes, and lists as YAML writes them (`[gpu, fpga]`).

use super::options::EXTERNAL_RESOURCES;
use super::refusal::Reason;
use super::settings::Settings;

/// The configuration key of how many there are of a resource.
pub(super) fn amount_key(name: &str) -> String {
    ["external-resource.", name, ".amount"].concat()
}

/// Every resource that is listed and has a positive amount; Flink ignores the others.
pub(super) fn resources(settings: &Settings<'_>) -> Result<Vec<(String, i64)>, Reason> {
    let listed =
        settings.text(&EXTERNAL_RESOURCES).filter(|list| *list != "none").unwrap_or_default();
    let mut resources: Vec<(String, i64)> = Vec::new();
    for name in listed.split(';').map(str::trim) {
        let known = resources.iter().any(|(other, _)| other == name);
        if let Some(amount) =
            settings.amount(&amount_key(name))?.filter(|amount| *amount > 0 && !known)
        {
            resources.push((name.to_owned(), amount));
        }
    }
    Ok(resources)
}
