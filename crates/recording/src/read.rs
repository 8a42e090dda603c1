//! Reads a recording: a folder as the recorder left it, or a compact copy (`*.jsonl.gz`).
//!
//! In: a path. Out: [`Recording`]. Deliberately absent: judgement.

use crate::plan::{self, JobPlan};
use crate::row::Row;
use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use yaml_rust2::{Yaml, YamlLoader};

/// A recording, read.
#[derive(Clone, Debug)]
pub struct Recording {
    /// "1.20/S1-session-basic".
    pub name: String,
    /// Flink's release line as the recorder named it.
    pub version: String,
    /// The cluster's configuration file, nested keys joined by dots.
    pub config: BTreeMap<String, String>,
    /// Every row, in order of time.
    pub rows: Vec<Row>,
    /// The job graph of each job, by Flink's JobID, out of the REST answers.
    pub plans: BTreeMap<String, JobPlan>,
    /// On YARN: the container of each JobManager process, by the recorder's label.
    pub containers: BTreeMap<String, String>,
}

/// The first row of a compact copy has this kind.
pub(crate) const HEADER: &str = "recording";

impl Recording {
    /// Whether there is a recording at this path.
    pub fn is_at(path: &Path) -> bool {
        path.join("events.jsonl").is_file()
            || path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".jsonl.gz"))
    }

    /// Every recording at a path or in the folders below it, in order of their names.
    pub fn find(path: &Path) -> Result<Vec<PathBuf>> {
        if Recording::is_at(path) {
            return Ok(vec![path.to_owned()]);
        }
        let entries = std::fs::read_dir(path)
            .with_context(|| format!("{} is neither a recording nor a folder", path.display()))?;
        let mut below: Vec<PathBuf> =
            entries.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
        below.sort();
        let mut found = Vec::new();
        for entry in below.iter().filter(|entry| entry.is_dir() || Recording::is_at(entry)) {
            found.extend(Recording::find(entry)?);
        }
        Ok(found)
    }

    /// Reads a folder or a compact copy.
    pub fn read(path: &Path) -> Result<Recording> {
        let recording = if path.is_dir() { read_folder(path) } else { read_compact(path) };
        recording.with_context(|| format!("reading the recording {}", path.display()))
    }

    /// When the recording began; all times count from here.
    pub fn begin_ms(&self) -> u64 {
        self.rows.first().map_or(0, |row| row.t_ms)
    }

    /// Rows of this kind, in order.
    pub fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Row> + 'a {
        self.rows.iter().filter(move |row| row.kind == kind)
    }

    /// Whether leaders are elected (`high-availability.type`).
    pub fn is_highly_available(&self) -> bool {
        let kinds = ["high-availability.type", "high-availability"];
        let kind = kinds.into_iter().find_map(|key| self.config.get(key));
        kind.is_some_and(|kind| !kind.is_empty() && !kind.eq_ignore_ascii_case("none"))
    }

    /// Whether processes run in YARN's containers.
    pub fn is_on_yarn(&self) -> bool {
        !self.containers.is_empty() || self.of("yarn.start_tm").next().is_some()
    }

    /// The YARN application of a JobManager, out of its container's id
    /// (`container_<cluster>_<application>_<attempt>_<container>`), or out of those it asked for.
    pub fn application_of(&self, label: &str) -> Option<String> {
        let own = self.containers.get(label).map(String::as_str);
        let asked = || self.of("worker.requested").find(|row| row.src == label)?.text("rid");
        let container = own.or_else(asked)?.strip_prefix("container_")?;
        let parts: Vec<&str> = container.split('_').collect();
        // `container_e17_…` names the epoch of YARN's ResourceManager first.
        let skipped = usize::from(parts.first().is_some_and(|part| part.starts_with('e')));
        Some(parts.get(skipped..skipped + 2)?.join("_"))
    }

    /// When the scenario was over and the recorder began to clean up.
    pub fn end_ms(&self) -> u64 {
        let last = self.rows.last().map_or(0, |row| row.t_ms);
        self.of("action.scenario_end").next().map_or(last, |row| row.t_ms)
    }
}

fn read_folder(folder: &Path) -> Result<Recording> {
    let file = |name: &str| {
        std::fs::read_to_string(folder.join(name)).with_context(|| format!("reading {name}"))
    };
    let rows = parse_rows(&file("events.jsonl")?)?;
    let start = rows.iter().find(|row| row.kind == "action.run_start").context("no run_start")?;
    let version = start.text("ver").context("run_start names no version")?.to_owned();
    let run = folder.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    Ok(Recording {
        name: format!("{version}/{run}"),
        config: parse_config(&file("config.yaml")?)?,
        plans: read_plans(folder)?,
        containers: read_containers(folder)?,
        version,
        rows,
    })
}

/// The names of the JobManagers' log files end with their containers.
fn read_containers(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut containers = BTreeMap::new();
    let logs = folder.join("logs");
    if logs.is_dir() {
        for entry in std::fs::read_dir(&logs)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let stem = name.split('.').next().unwrap_or_default();
            let parts = stem.split_once("-jm-").and_then(|(_, rest)| rest.split_once('-'));
            if let Some((number, container)) = parts
                && container.starts_with("container_")
            {
                containers.insert(format!("jm-{number}"), container.to_owned());
            }
        }
    }
    Ok(containers)
}

fn parse_rows(text: &str) -> Result<Vec<Row>> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| Row::parse(line).with_context(|| format!("row {}", number + 1)))
        .collect()
}

/// Flink's configuration file: flat keys (all versions), or nested ones (1.19 and later).
fn parse_config(text: &str) -> Result<BTreeMap<String, String>> {
    let documents = YamlLoader::load_from_str(text).context("config.yaml is not YAML")?;
    let mut config = BTreeMap::new();
    for document in &documents {
        flatten("", document, &mut config);
    }
    Ok(config)
}

fn flatten(prefix: &str, yaml: &Yaml, into: &mut BTreeMap<String, String>) {
    let value = match yaml {
        Yaml::Hash(entries) => {
            for (key, value) in entries {
                let key = scalar(key);
                let path = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
                flatten(&path, value, into);
            }
            return;
        }
        Yaml::Array(items) => items.iter().map(scalar).collect::<Vec<_>>().join(";"),
        Yaml::Null | Yaml::BadValue | Yaml::Alias(_) => return,
        Yaml::Real(_) | Yaml::Integer(_) | Yaml::String(_) | Yaml::Boolean(_) => scalar(yaml),
    };
    into.insert(prefix.to_owned(), value);
}

fn scalar(yaml: &Yaml) -> String {
    match yaml {
        Yaml::Real(text) | Yaml::String(text) => text.clone(),
        Yaml::Integer(number) => number.to_string(),
        Yaml::Boolean(switch) => switch.to_string(),
        Yaml::Array(_) | Yaml::Hash(_) | Yaml::Alias(_) | Yaml::Null | Yaml::BadValue => {
            String::new()
        }
    }
}

/// Job graphs out of every answer to `/jobs/:jobid`: the recorder's poll and its snapshots.
fn read_plans(folder: &Path) -> Result<BTreeMap<String, JobPlan>> {
    let mut plans = BTreeMap::new();
    let polled = folder.join("rest.jsonl.gz");
    if polled.is_file() {
        for line in gunzip(&polled)?.lines() {
            let answer: Value = serde_json::from_str(line).context("rest.jsonl.gz")?;
            if let (Some(path), Some(body)) = (answer["path"].as_str(), answer.get("body")) {
                plan::merge(&mut plans, path, body);
            }
        }
    }
    let snapshots = folder.join("snapshots");
    if snapshots.is_dir() {
        let mut files: Vec<_> = std::fs::read_dir(&snapshots)?
            .map(|entry| entry.map(|e| e.path()))
            .collect::<Result<_, _>>()?;
        files.sort();
        for file in files {
            let snapshot: Value = serde_json::from_str(&gunzip(&file)?).context("a snapshot")?;
            for (path, body) in snapshot["data"].as_object().into_iter().flatten() {
                plan::merge(&mut plans, path, body);
            }
        }
    }
    Ok(plans)
}

fn gunzip(path: &Path) -> Result<String> {
    let mut text = String::new();
    let file = std::fs::File::open(path).with_context(|| format!("opening {}", path.display()))?;
    GzDecoder::new(file)
        .read_to_string(&mut text)
        .with_context(|| format!("unpacking {}", path.display()))?;
    Ok(text)
}

fn read_compact(path: &Path) -> Result<Recording> {
    let text = gunzip(path)?;
    let (header, rows) = text.split_once('\n').context("an empty file")?;
    let header: Value = serde_json::from_str(header).context("the header row")?;
    if header["kind"] != HEADER {
        bail!("the first row is not the header of a compact recording");
    }
    let text = |name: &str| header[name].as_str().with_context(|| format!("no {name}"));
    let config = header["config"].as_object().context("no config")?;
    let config = config
        .iter()
        .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
        .collect();
    let mut plans = BTreeMap::new();
    for (jid, body) in header["plans"].as_object().context("no plans")? {
        plan::merge(&mut plans, &format!("/jobs/{jid}"), body);
    }
    let containers = header["containers"].as_object().into_iter().flatten();
    let containers = containers
        .map(|(label, id)| (label.clone(), id.as_str().unwrap_or_default().to_owned()))
        .collect();
    Ok(Recording {
        containers,
        name: text("name")?.to_owned(),
        version: text("version")?.to_owned(),
        config,
        plans,
        rows: parse_rows(rows)?,
    })
}

#[cfg(test)]
mod tests {
    use super::parse_config;

    #[test]
    fn flat_and_nested_configuration_are_the_same() {
        let flat = parse_config("taskmanager.numberOfTaskSlots: 2\nslot.request.timeout: 10000\n");
        let nested = parse_config(
            "taskmanager:\n  numberOfTaskSlots: 2\nslot:\n  request:\n    timeout: 10000\n",
        );
        assert_eq!(flat.unwrap(), nested.unwrap());
    }
}
