//! Scenario files: what an author of the book writes, read with places.
//!
//! In: the text of `book/scenarios/<id>.toml`. Out: a [`ScenarioFile`], or every [`Mistake`] in it
//! with line, column and hint.
//! Deliberately absent: files and folders (the preprocessor's), and wasm (pages get JSON; this module
//! exists only with the feature `authoring`).

mod actions;
mod beats;
mod fields;
mod flow;
mod programs;
#[cfg(test)]
mod tests;

pub use fields::{Mistake, similar};

use crate::beats::BeatKey;
use crate::config::{Config, Key};
use crate::ids::VertexId;
use crate::job::{Behaviour, Input, JobSpec, Pattern, Throw, VertexSpec};
use crate::profile::Profile;
use crate::scenario::{Provider, Queue, Scenario};
use crate::time::Time;
use crate::version::FlinkVersion;
use fields::{Fields, Reader};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A scenario as the book shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioFile {
    /// The file's name without its ending; also the cell's id in the page.
    pub id: String,
    /// A few words.
    pub title: Bilingual,
    /// The one point that the scenario makes, one sentence.
    pub point: Bilingual,
    /// The moment that the static picture shows.
    pub telling: Time,
    /// Beats that the author names better than the rules do.
    pub beats: Vec<(BeatKey, Bilingual)>,
    /// What runs.
    pub scenario: Scenario,
}

/// A text in both languages of the book.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// Reads a scenario file.
///
/// # Errors
/// Every mistake of the text, in the order of its lines.
pub fn parse(id: &str, source: &str) -> Result<ScenarioFile, Vec<Mistake>> {
    let mut reader = Reader::new(source);
    let (document, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            reader.wrong(&span, error.message().trim().replace('\n', ", "), None);
        }
        return Err(reader.into_mistakes());
    }
    let fields = Fields::new(document.get_ref(), 0..0);
    let file = read_file(&mut reader, fields, id);
    let mistakes = reader.into_mistakes();
    match file {
        Some(file) if mistakes.is_empty() => Ok(file),
        _ => Err(mistakes),
    }
}

fn read_file(reader: &mut Reader<'_>, mut file: Fields<'_, '_>, id: &str) -> Option<ScenarioFile> {
    let version = file.required(reader, "version");
    let telling = file.required(reader, "telling");
    let title = file.required(reader, "title");
    let point = file.required(reader, "point");
    let beats = file.optional("beats");
    let provider = file.required(reader, "provider");
    let config = file.optional("config");
    let jobs = file.optional("jobs");
    let programs = file.optional("programs");
    let actions = file.optional("actions");
    let flow = file.optional("flow");
    let seed = file.optional("seed");
    let horizon = file.optional("horizon");
    file.finish(reader);

    let versions = FlinkVersion::ALL.map(|version| (version.name(), version));
    let version = version.and_then(|value| reader.choice("version", value, &versions));
    let telling = telling.and_then(|value| reader.duration("telling", value));
    let title = title.and_then(|value| read_bilingual(reader, "title", value));
    let point = point.and_then(|value| read_bilingual(reader, "point", value));
    let beats = beats.map_or_else(Vec::new, |value| beats::read(reader, value));
    let provider = provider.and_then(|value| read_provider(reader, value));
    let config = config.map_or_else(Config::default, |value| read_config(reader, "config", value));
    let jobs = jobs.map_or_else(Vec::new, |value| read_jobs(reader, value));
    let programs = programs.map_or_else(Vec::new, |value| programs::read(reader, value, &jobs));
    let names = || {
        let programs = programs.iter().map(|program| program.name.as_str());
        jobs.iter().map(|job| job.name.as_str()).chain(programs).collect::<Vec<_>>()
    };
    let actions = actions.map_or_else(Vec::new, |value| actions::read(reader, value, &names()));
    let flow = flow.and_then(|value| flow::read(reader, value, &jobs));
    let seed = seed.and_then(|value| reader.number("seed", value)).unwrap_or(0);
    let horizon = horizon.and_then(|value| reader.duration("horizon", value));
    let scenario = Scenario {
        version: version?,
        provider: provider?,
        config,
        jobs,
        programs,
        actions,
        flow,
        profile: Profile::CALM,
        seed,
        horizon: horizon.unwrap_or(Scenario::HORIZON),
    };
    Some(ScenarioFile {
        id: id.to_owned(),
        title: title?,
        point: point?,
        telling: telling?,
        beats,
        scenario,
    })
}

fn read_bilingual(
    reader: &mut Reader<'_>,
    key: &str,
    value: &Spanned<DeValue<'_>>,
) -> Option<Bilingual> {
    let mut both = reader.table(key, value)?;
    let zh = both.required(reader, "zh").and_then(|value| reader.text("zh", value));
    let en = both.required(reader, "en").and_then(|value| reader.text("en", value));
    both.finish(reader);
    Some(Bilingual { zh: zh?, en: en? })
}

#[derive(Clone, Copy)]
enum ProviderKind {
    Standalone,
    Yarn,
    Kubernetes,
}

fn read_provider(reader: &mut Reader<'_>, value: &Spanned<DeValue<'_>>) -> Option<Provider> {
    const KINDS: &[(&str, ProviderKind)] = &[
        ("standalone", ProviderKind::Standalone),
        ("yarn", ProviderKind::Yarn),
        ("kubernetes", ProviderKind::Kubernetes),
    ];
    let mut fields = reader.table("provider", value)?;
    let kind = fields.required(reader, "kind")?;
    let provider = match reader.choice("kind", kind, KINDS)? {
        ProviderKind::Standalone => {
            let count = fields.required(reader, "task_managers");
            let count = count.and_then(|value| reader.number("task_managers", value));
            let job_managers = read_job_managers(reader, &mut fields);
            count.map(|task_managers| Provider::Standalone { task_managers, job_managers })
        }
        ProviderKind::Yarn => {
            let nodes = fields.required(reader, "nodes");
            let nodes = nodes.and_then(|value| reader.number("nodes", value));
            let memory = fields.required(reader, "node_memory_mib");
            let memory = memory.and_then(|value| reader.number("node_memory_mib", value));
            let minimum = fields.required(reader, "minimum_allocation_mib");
            let minimum = minimum.and_then(|value| reader.number("minimum_allocation_mib", value));
            let queues = fields.optional("queues");
            let queues = queues.map_or_else(Vec::new, |value| read_queues(reader, value));
            nodes.zip(memory).zip(minimum).map(|((nodes, node_memory_mib), minimum)| {
                let minimum_allocation_mib = minimum;
                Provider::Yarn { nodes, node_memory_mib, minimum_allocation_mib, queues }
            })
        }
        ProviderKind::Kubernetes => {
            let nodes = fields.required(reader, "nodes");
            let nodes = nodes.and_then(|value| reader.number("nodes", value));
            let memory = fields.required(reader, "node_memory_mib");
            let memory = memory.and_then(|value| reader.number("node_memory_mib", value));
            let job_managers = read_job_managers(reader, &mut fields);
            nodes.zip(memory).map(|(nodes, node_memory_mib)| Provider::Kubernetes {
                nodes,
                node_memory_mib,
                job_managers,
            })
        }
    };
    fields.finish(reader);
    provider
}

/// The shares of a parent's queues add up to 100, as the scheduler demands.
fn read_queues(reader: &mut Reader<'_>, value: &Spanned<DeValue<'_>>) -> Vec<Queue> {
    let mut queues = Vec::new();
    for mut fields in reader.tables("queues", value) {
        let name = fields.required(reader, "name").and_then(|value| reader.text("name", value));
        let capacity = fields.required(reader, "capacity");
        let capacity = capacity.and_then(|value| reader.number("capacity", value));
        let maximum = fields.optional("maximum");
        let maximum = maximum.and_then(|value| reader.number("maximum", value));
        fields.finish(reader);
        if let (Some(name), Some(capacity)) = (name, capacity) {
            queues.push(Queue { name, capacity, maximum: maximum.unwrap_or(100) });
        }
    }
    if queues.iter().map(|queue| u32::from(queue.capacity)).sum::<u32>() != 100 {
        reader.wrong(&value.span(), "the capacities of all queues are 100 together".into(), None);
    }
    queues
}

fn read_job_managers(reader: &mut Reader<'_>, fields: &mut Fields<'_, '_>) -> u16 {
    let count = fields.optional("job_managers");
    count.and_then(|value| reader.number("job_managers", value)).unwrap_or(1)
}

/// Options by Flink's own keys. A key that the model does not obey would silently do nothing, so it is
/// a mistake here although a real cluster accepts it.
fn read_config(reader: &mut Reader<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> Config {
    let mut config = Config::default();
    let Some(fields) = reader.table(key, value) else { return config };
    for (name, span, value) in fields.all() {
        if Key::from_name(name).is_none() {
            let hint = similar(name, Key::ALL.iter().map(|key| key.name()));
            reader.wrong(&span, format!("the model knows no option \"{name}\""), hint);
        } else if let Some(text) = reader.text(name, value) {
            let mut alone = Config::default();
            alone.set(name, &text);
            for error in alone.check() {
                reader.wrong(&value.span(), error.to_string(), None);
            }
            config.set(name, &text);
        }
    }
    config
}

fn read_jobs(reader: &mut Reader<'_>, value: &Spanned<DeValue<'_>>) -> Vec<JobSpec> {
    let mut jobs: Vec<JobSpec> = Vec::new();
    for fields in reader.tables("jobs", value) {
        let span = fields.span();
        let Some(job) = read_job(reader, fields) else { continue };
        if jobs.iter().any(|other| other.name == job.name) {
            reader.wrong(&span, format!("a second job is called \"{}\"", job.name), None);
        }
        jobs.push(job);
    }
    jobs
}

fn read_job(reader: &mut Reader<'_>, mut fields: Fields<'_, '_>) -> Option<JobSpec> {
    let name = fields.required(reader, "name").and_then(|value| reader.text("name", value));
    let batch = fields.optional("batch").and_then(|value| reader.switch("batch", value));
    let vertices = fields.required(reader, "vertices");
    let vertices = vertices.map_or_else(Vec::new, |value| read_vertices(reader, value));
    let options = fields.optional("options");
    let options =
        options.map_or_else(Config::default, |value| read_config(reader, "options", value));
    let finishes = fields.optional("finishes_after");
    let finishes_after = finishes.and_then(|value| reader.duration("finishes_after", value));
    let throws = fields.optional("throws");
    let throws = throws.and_then(|value| read_throw(reader, value, &vertices));
    fields.finish(reader);
    let behaviour = Behaviour { finishes_after, throws, ..Behaviour::default() };
    Some(JobSpec { name: name?, vertices, options, batch: batch.unwrap_or(false), behaviour })
}

fn read_vertices(reader: &mut Reader<'_>, value: &Spanned<DeValue<'_>>) -> Vec<VertexSpec> {
    let mut vertices = Vec::new();
    for mut fields in reader.tables("vertices", value) {
        let name = fields.required(reader, "name").and_then(|value| reader.text("name", value));
        let parallelism = fields.required(reader, "parallelism");
        let parallelism = parallelism.and_then(|value| reader.number("parallelism", value));
        let inputs = fields.optional("inputs");
        let known = vertices.len();
        let inputs = inputs.map_or_else(Vec::new, |value| read_inputs(reader, value, known));
        let group = fields.optional("slot_sharing_group");
        let group = group.and_then(|value| reader.text("slot_sharing_group", value));
        fields.finish(reader);
        vertices.push(VertexSpec {
            name: name.unwrap_or_default(),
            parallelism: parallelism.unwrap_or(1),
            inputs,
            slot_sharing_group: group.unwrap_or_else(|| "default".to_owned()),
        });
    }
    if vertices.is_empty() {
        reader.wrong(&value.span(), "a job has at least one vertex".to_owned(), None);
    }
    vertices
}

fn read_inputs(
    reader: &mut Reader<'_>,
    value: &Spanned<DeValue<'_>>,
    producers: usize,
) -> Vec<Input> {
    const PATTERNS: &[(&str, Pattern)] =
        &[("all-to-all", Pattern::AllToAll), ("pointwise", Pattern::Pointwise)];
    let mut inputs = Vec::new();
    for mut fields in reader.tables("inputs", value) {
        let from = fields.required(reader, "from");
        let from = from.and_then(|value| read_position(reader, "from", value, producers));
        let pattern = fields.required(reader, "pattern");
        let pattern = pattern.and_then(|value| reader.choice("pattern", value, PATTERNS));
        let blocking = fields.optional("blocking");
        let blocking = blocking.and_then(|value| reader.switch("blocking", value));
        fields.finish(reader);
        if let (Some(from), Some(pattern)) = (from, pattern) {
            inputs.push(Input {
                from: VertexId(from),
                pattern,
                blocking: blocking.unwrap_or(false),
            });
        }
    }
    inputs
}

/// A 0-based position in a list of that many vertices.
fn read_position(
    reader: &mut Reader<'_>,
    key: &str,
    value: &Spanned<DeValue<'_>>,
    length: usize,
) -> Option<u16> {
    let position: u16 = reader.number(key, value)?;
    if usize::from(position) < length {
        return Some(position);
    }
    let hint = Some("vertices are counted from 0, producers stand before consumers".to_owned());
    reader.wrong(&value.span(), format!("there is no vertex {position} to refer to here"), hint);
    None
}

fn read_throw(
    reader: &mut Reader<'_>,
    value: &Spanned<DeValue<'_>>,
    vertices: &[VertexSpec],
) -> Option<Throw> {
    let mut fields = reader.table("throws", value)?;
    let vertex = fields.required(reader, "vertex");
    let vertex = vertex.and_then(|value| read_position(reader, "vertex", value, vertices.len()));
    let subtask = fields.required(reader, "subtask");
    let subtask = subtask.and_then(|value| reader.number("subtask", value));
    let after = fields.required(reader, "after");
    let after = after.and_then(|value| reader.duration("after", value));
    let below = fields.optional("in_attempts_below");
    let in_attempts_below = below.and_then(|value| reader.number("in_attempts_below", value));
    fields.finish(reader);
    Some(Throw { vertex: VertexId(vertex?), subtask: subtask?, after: after?, in_attempts_below })
}
