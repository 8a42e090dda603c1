//! What a `main()` does: `[[programs]]` of a scenario file.
//!
//! A step is a text: `execute JOB`, `executeAsync JOB`, `work 2 s`, `await`, `throw`.

use super::actions::unknown_job;
use super::fields::{Reader, similar};
use crate::config::parse_duration;
use crate::job::JobSpec;
use crate::program::{Program, Step};
use toml::Spanned;
use toml::de::DeValue;

/// Reads the programs; their jobs must be there already.
pub(super) fn read(
    reader: &mut Reader<'_>,
    value: &Spanned<DeValue<'_>>,
    jobs: &[JobSpec],
) -> Vec<Program> {
    let mut programs: Vec<Program> = Vec::new();
    for mut fields in reader.tables("programs", value) {
        let span = fields.span();
        let name = fields.required(reader, "name").and_then(|value| reader.text("name", value));
        let steps = fields.required(reader, "steps");
        let steps = steps.map_or_else(Vec::new, |value| read_steps(reader, value, jobs));
        let separate = fields.optional("environment-per-job");
        let separate = separate.and_then(|value| reader.switch("environment-per-job", value));
        let environment_per_job = separate.unwrap_or(false);
        fields.finish(reader);
        let Some(name) = name else { continue };
        let taken =
            jobs.iter().map(|job| &job.name).chain(programs.iter().map(|other| &other.name));
        if taken.into_iter().any(|other| *other == name) {
            reader.wrong(&span, format!("a second job or program is called \"{name}\""), None);
        }
        programs.push(Program { name, steps, environment_per_job });
    }
    programs
}

fn read_steps(
    reader: &mut Reader<'_>,
    value: &Spanned<DeValue<'_>>,
    jobs: &[JobSpec],
) -> Vec<Step> {
    let Some(steps) = value.get_ref().as_array() else {
        reader.wrong(&value.span(), "steps is a list of texts".to_owned(), None);
        return Vec::new();
    };
    steps.iter().filter_map(|step| read_step(reader, step, jobs)).collect()
}

fn read_step(
    reader: &mut Reader<'_>,
    value: &Spanned<DeValue<'_>>,
    jobs: &[JobSpec],
) -> Option<Step> {
    let text = reader.text("steps", value)?;
    let (verb, rest) = text.split_once(' ').unwrap_or((&text, ""));
    let rest = rest.trim();
    match verb {
        "throw" if rest.is_empty() => return Some(Step::Throw),
        "await" if rest.is_empty() => return Some(Step::Await),
        "work" => {
            if let Some(time) = parse_duration(rest) {
                return Some(Step::Work(time));
            }
        }
        "execute" | "executeAsync" => {
            if !jobs.iter().any(|job| job.name == rest) {
                let hint = similar(rest, jobs.iter().map(|job| job.name.as_str()));
                unknown_job(reader, &value.span(), rest, hint);
                return None;
            }
            let job = rest.to_owned();
            let step = if verb == "execute" { Step::Execute(job) } else { Step::ExecuteAsync(job) };
            return Some(step);
        }
        _ => {}
    }
    let hint = "execute JOB, executeAsync JOB, work 2 s, or throw".to_owned();
    reader.wrong(&value.span(), format!("\"{text}\" is no step of a program"), Some(hint));
    None
}
