//! `cargo xtask explain [--version V] LINE`: a deployment line taken apart, as JSON.
//!
//! In: a line, or a whole paste; `-` reads it from standard input. Out: what each part is and what is wrong, as the version
//! understands it (1.20 if none is named, as in the book), and without `--version` the verdict of each of the five.
//! Deliberately absent: everything that explains (`desk`).

use anyhow::{Context, Result, bail};
use desk::keys::ReadBy;
use desk::{Effect, Explained, Explanation, Found, Part, explain, verdicts};
use model::FlinkVersion;
use model::command::Place;
use serde_json::{Value, json};
use stage::words::{Lang, Text};
use std::io::Read;

/// Runs the subcommand.
///
/// # Errors
/// When no line is given, the version is unknown, or the paste is too long to be read.
pub fn run(arguments: &[String]) -> Result<()> {
    let (version, line) = match arguments {
        [flag, version, line] if flag == "--version" => (Some(named(version)?), line),
        [line] => (None, line),
        _ => bail!("cargo xtask explain [--version V] 'LINE'"),
    };
    let mut paste = line.clone();
    if line == "-" {
        paste.clear();
        std::io::stdin().read_to_string(&mut paste).context("reading standard input")?;
    }
    println!("{:#}", told(&paste, version)?);
    Ok(())
}

fn named(name: &str) -> Result<FlinkVersion> {
    FlinkVersion::named(name).with_context(|| {
        format!(
            "no version \"{name}\"; there are {}",
            FlinkVersion::ALL.map(FlinkVersion::name).join(", ")
        )
    })
}

/// What is said of a paste.
///
/// # Errors
/// When it is too long to be read.
pub fn told(paste: &str, version: Option<FlinkVersion>) -> Result<Value> {
    let shown = version.unwrap_or(FlinkVersion::V1_20);
    let explanation = explain(paste, shown)?;
    let commands: Vec<Value> =
        explanation.commands.iter().map(|command| self::command(paste, command)).collect();
    let mut told = json!({
        "version": shown.name(),
        "verdict": explanation.effect().name(),
        "commands": commands,
        "comments": explanation.comments.iter().map(|it| span(*it)).collect::<Vec<_>>(),
    });
    if version.is_none() {
        told["verdicts"] = verdicts(paste)?
            .iter()
            .map(|(version, explanation)| (version.name().to_owned(), verdict(paste, explanation)))
            .collect();
    }
    Ok(told)
}

fn verdict(paste: &str, explanation: &Explanation) -> Value {
    let wrong = explanation.found().filter(|found| found.effect != Effect::Works);
    let wrong: Vec<Value> = wrong.map(|found| self::found(paste, found)).collect();
    json!({ "verdict": explanation.effect().name(), "mistakes": wrong })
}

fn command(paste: &str, command: &Explained) -> Value {
    let of = |works: bool| -> Vec<Value> {
        let some = command.found.iter().filter(|it| (it.effect == Effect::Works) == works);
        some.map(|it| found(paste, it)).collect()
    };
    json!({
        "text": command.at.of(paste),
        "span": span(command.at),
        "verdict": command.effect.name(),
        "parts": command.parts.iter().map(|it| part(paste, it)).collect::<Vec<_>>(),
        "mistakes": of(false),
        "remarks": of(true),
    })
}

fn span(at: Place) -> Value {
    json!([at.start, at.end])
}

fn both(text: Text, args: &[String]) -> Value {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let said = |lang| text.fill(lang, &args).trim_end().to_owned();
    json!({ "zh": said(Lang::Zh), "en": said(Lang::En) })
}

fn found(paste: &str, found: &Found) -> Value {
    json!({
        "kind": found.kind.name(),
        "text": found.at.of(paste),
        "span": span(found.at),
        "happens": found.effect.name(),
        "says": both(found.kind.text(), &found.args),
        "message": found.message,
        "source": found.kind.source(),
    })
}

fn part(paste: &str, part: &Part) -> Value {
    let release =
        |release: Option<(u8, u8)>| release.map(|(major, minor)| format!("{major}.{minor}"));
    let of_key = part.of_key.map(|text| both(text, &[]));
    json!({
        "text": part.at.of(paste),
        "span": span(part.at),
        "kind": part.kind.name(),
        "says": both(part.text, &[]),
        "ofKey": of_key,
        "key": part.key,
        "value": part.value,
        "default": part.default,
        "since": release(part.since),
        "until": release(part.until),
        "readBy": part.read_by.iter().map(|it| reader(*it)).collect::<Vec<_>>(),
        "chapter": part.chapter,
        "example": part.example,
    })
}

fn reader(reader: ReadBy) -> &'static str {
    match reader {
        ReadBy::Shell => "shell",
        ReadBy::Client => "client",
        ReadBy::Main => "main()",
        ReadBy::JobManager => "JobManager",
        ReadBy::TaskManager => "TaskManager",
        ReadBy::Yarn => "YARN",
        ReadBy::Kubernetes => "Kubernetes",
        ReadBy::HistoryServer => "HistoryServer",
        ReadBy::Nobody => "nobody",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_told_with_the_verdict_of_each_version() {
        let told = told("flink run -p 2 -t yarn-application app.jar", None).expect("short enough");
        let verdict =
            |version: &str| told["verdicts"][version]["verdict"].as_str().map(str::to_owned);
        let verdicts = ["1.13", "1.20", "2.0"].map(|version| verdict(version).unwrap_or_default());
        assert_eq!(verdicts, ["fails", "fails", "works"]);
        let mistake = &told["commands"][0]["mistakes"][0];
        assert_eq!(mistake["kind"], "WantsRunApplication");
        assert_eq!(mistake["message"], "No ExecutorFactory found to execute the application.");
        let parts = told["commands"][0]["parts"].as_array().expect("a list");
        let option = parts.iter().find(|part| part["text"] == "-p 2").expect("an option");
        assert_eq!(
            (&option["key"], &option["default"]),
            (&json!("parallelism.default"), &json!("1"))
        );
    }

    #[test]
    fn ten_megabytes_are_refused_with_the_limit() {
        let refused = told(&"a".repeat(10_000_000), None).expect_err("too long");
        assert_eq!(
            refused.to_string(),
            "a paste of 10000000 bytes was not read: 100000 at most are"
        );
    }
}
