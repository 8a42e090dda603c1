//! Reads a recording: a folder as the recorder left it, or a compact copy (`*.jsonl.gz`).
//!
//! In: a path. Out: [`Recording`]. Deliberately absent: judgement.

use crate::labels;
use crate::plan::{self, JobPlan};
use crate::row::Row;
use anyhow::{Context, Result};
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
    /// On YARN: the machine of each container, by the name of its NodeManager; empty where nobody noted it.
    pub nodes: BTreeMap<String, String>,
    /// Whether the configuration is known. Without it nothing can be derived.
    pub is_configured: bool,
}

/// The first row of a compact copy has this kind.
pub(crate) const HEADER: &str = "recording";

/// What the recorder calls its files; each may be packed.
const EVENTS: &str = "events.jsonl";
const ACTIONS: &str = "actions.jsonl";
const ANSWERS: &str = "rest.jsonl";
const CONFIG: &str = "config.yaml";

impl Recording {
    /// Whether there is a recording at this path: a folder with a recorder's files, or a compact copy,
    /// packed or not. A file that belongs to a folder is none by itself.
    pub fn is_at(path: &Path) -> bool {
        if path.is_dir() {
            return [EVENTS, ACTIONS].iter().any(|name| file_in(path, name).is_some());
        }
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        if !plain.ends_with(".jsonl") || [EVENTS, ACTIONS, ANSWERS].contains(&plain) {
            return false;
        }
        // Other lists of lines are called so, too.
        plain != name || text_of(path).is_ok_and(|text| header_of(&text).is_some())
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

    /// Whether processes run in Kubernetes' pods.
    pub fn is_on_kubernetes(&self) -> bool {
        self.of("action.container_start").next().is_some()
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

    /// The Deployment of a JobManager on Kubernetes, out of its pod's name
    /// (`<cluster-id>-<hash of the template>-<pod>`).
    pub fn deployment_of(&self, label: &str) -> Option<String> {
        let start = self.of("action.container_start").find(|row| {
            row.text("role") == Some("jm")
                && row.number("index").is_some_and(|index| label == format!("jm-{index}"))
        })?;
        let (of_pod, _) = start.text("pod")?.rsplit_once('-')?;
        of_pod.rsplit_once('-').map(|(deployment, _)| deployment.to_owned())
    }

    /// When the scenario was over and the recorder began to clean up.
    pub fn end_ms(&self) -> u64 {
        let last = self.rows.last().map_or(0, |row| row.t_ms);
        self.of("action.scenario_end").next().map_or(last, |row| row.t_ms)
    }
}

/// A file of a folder, plain or packed.
fn file_in(folder: &Path, name: &str) -> Option<PathBuf> {
    [folder.join(name), folder.join(format!("{name}.gz"))].into_iter().find(|path| path.is_file())
}

fn read_folder(folder: &Path) -> Result<Recording> {
    let file = |name: &str| file_in(folder, name).map(|path| text_of(&path)).transpose();
    let events = file(EVENTS)?.with_context(|| format!("there is no {EVENTS}"))?;
    let mut rows = parse_rows(&events).context(EVENTS)?;
    labels::separate(&mut rows);
    let start = rows.iter().find(|row| row.kind == "action.run_start").context("no run_start")?;
    let version = start.text("ver").context("run_start names no version")?.to_owned();
    let run = folder.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let config = file(CONFIG)?;
    Ok(Recording {
        name: format!("{version}/{run}"),
        is_configured: config.is_some(),
        config: parse_config(&config.unwrap_or_default())?,
        plans: read_plans(folder)?,
        containers: read_containers(folder)?,
        nodes: read_nodes(folder)?,
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

/// What ran where: "0 log container_1_0001_01_000002 nm-1 …".
fn read_nodes(folder: &Path) -> Result<BTreeMap<String, String>> {
    let Some(path) = file_in(&folder.join("yarn"), "containers.txt") else {
        return Ok(BTreeMap::new());
    };
    let text = text_of(&path)?;
    let of_line = |line: &str| {
        let mut words = line.split_whitespace().skip_while(|word| !word.starts_with("container_"));
        let (container, node) = (words.next()?, words.next()?);
        node.starts_with("nm-").then(|| (container.to_owned(), node.to_owned()))
    };
    Ok(text.lines().filter_map(of_line).collect())
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
    if let Some(polled) = file_in(folder, ANSWERS) {
        for line in text_of(&polled)?.lines() {
            let answer: Value = serde_json::from_str(line).context(ANSWERS)?;
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
        for file in files.iter().filter(|file| is_snapshot(file)) {
            let snapshot: Value = serde_json::from_str(&text_of(file)?)
                .with_context(|| format!("the snapshot {}", file.display()))?;
            for (path, body) in snapshot["data"].as_object().into_iter().flatten() {
                plan::merge(&mut plans, path, body);
            }
        }
    }
    Ok(plans)
}

fn is_snapshot(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.strip_suffix(".gz").unwrap_or(&name).ends_with(".json")
}

/// A text, unpacked where its first two bytes are those of gzip.
pub(crate) fn text_of(path: &Path) -> Result<String> {
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    if !bytes.starts_with(&GZIP) {
        return String::from_utf8(bytes).with_context(|| format!("{} is no text", path.display()));
    }
    let mut text = String::new();
    GzDecoder::new(&bytes[..])
        .read_to_string(&mut text)
        .with_context(|| format!("unpacking {}", path.display()))?;
    Ok(text)
}

/// The first row of a compact copy, and the others.
fn header_of(text: &str) -> Option<(Value, &str)> {
    let (header, rows) = text.split_once('\n').unwrap_or((text, ""));
    let header: Value = serde_json::from_str(header).ok()?;
    (header["kind"] == HEADER).then_some((header, rows))
}

fn read_compact(path: &Path) -> Result<Recording> {
    let text = text_of(path)?;
    let (header, rows) =
        header_of(&text).context("the first row is not the header of a compact recording")?;
    let text = |name: &str| header[name].as_str().with_context(|| format!("no {name}"));
    let is_configured = header["config"].is_object();
    let config = header["config"].as_object().into_iter().flatten();
    let config = config
        .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
        .collect();
    let mut plans = BTreeMap::new();
    for (jid, body) in header["plans"].as_object().context("no plans")? {
        plan::merge(&mut plans, &format!("/jobs/{jid}"), body);
    }
    let names = |of: &str| {
        let names = header[of].as_object().into_iter().flatten();
        let pair = |(one, other): (&String, &Value)| {
            (one.clone(), other.as_str().unwrap_or_default().to_owned())
        };
        names.map(pair).collect()
    };
    Ok(Recording {
        containers: names("containers"),
        nodes: names("nodes"),
        is_configured,
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
