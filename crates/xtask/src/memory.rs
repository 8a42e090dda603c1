//! `cargo xtask memory FILE...`: the model's division of memory against what Flink's own code prints.
//!
//! In: sheets, plain or as `.gz`, a row for each setting and version: version, `JM` or `TM`, `key=value` pairs with blanks
//! between them, and what `BashJavaUtils` prints: JVM parameters, `|`, dynamic settings, or `ERROR` and the messages of the
//! exception and its causes with `<-` between them. Out: the agreement of each version and the first difference.
//! Deliberately absent: everything that divides memory (`model::memory`).

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use model::memory::{Memory, Process};
use model::{Config, FlinkVersion};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// Runs the subcommand.
///
/// # Errors
/// When a sheet cannot be read or a row disagrees with the model.
pub fn run(files: &[String]) -> Result<()> {
    if files.is_empty() {
        bail!("name sheets of what Flink prints");
    }
    let mut different = 0;
    for file in files {
        let agreement = compare(Path::new(file))?;
        println!("{file}\n{}", agreement.told());
        different += agreement.differences.len();
    }
    if different > 0 {
        bail!("{different} rows and the model disagree");
    }
    Ok(())
}

/// How many rows of each version agree.
#[derive(Default)]
pub struct Agreement {
    /// Agreeing rows and all rows, by version.
    pub rows: BTreeMap<FlinkVersion, (usize, usize)>,
    /// What is different, in order of the rows.
    pub differences: Vec<String>,
}

impl Agreement {
    /// A line for each version, then the first difference.
    pub fn told(&self) -> String {
        let line = |(version, (same, all)): (&FlinkVersion, &(usize, usize))| {
            format!("  {:<5} {same} of {all} rows agree", version.name())
        };
        let lines = self.rows.iter().map(line).chain(self.differences.first().cloned());
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Compares the rows of a sheet with the model.
///
/// # Errors
/// When the sheet cannot be read.
pub fn compare(file: &Path) -> Result<Agreement> {
    let shown = file.display();
    let mut agreement = Agreement::default();
    let text = read(file).with_context(|| format!("reading {shown}"))?;
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let row =
            Row::of(line).with_context(|| format!("{shown}:{} is no row of a sheet", at + 1))?;
        let ours = row.ours();
        let (same, all) = agreement.rows.entry(row.version).or_default();
        *all += 1;
        if sorted(&ours) == sorted(row.printed) {
            *same += 1;
        } else {
            let asked = line.rsplit_once('\t').map_or(line, |(asked, _)| asked);
            agreement
                .differences
                .push(format!("{asked}\n  Flink: {}\n  model: {ours}", row.printed));
        }
    }
    Ok(agreement)
}

fn read(file: &Path) -> Result<String> {
    let bytes = std::fs::read(file)?;
    if file.extension().is_none_or(|ending| ending != "gz") {
        return Ok(String::from_utf8(bytes)?);
    }
    let mut text = String::new();
    GzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    Ok(text)
}

/// A row of a sheet.
struct Row<'a> {
    version: FlinkVersion,
    process: Process,
    config: Config,
    printed: &'a str,
}

impl<'a> Row<'a> {
    fn of(line: &'a str) -> Result<Row<'a>> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [version, process, settings, printed] = columns[..] else {
            bail!("it has {} columns instead of four", columns.len());
        };
        let release =
            |it: &FlinkVersion| version.rsplit_once('.').is_some_and(|(line, _)| line == it.name());
        let version = FlinkVersion::ALL.into_iter().find(release);
        let process = match process {
            "JM" => Process::JobManager,
            "TM" => Process::TaskManager,
            other => bail!("\"{other}\" is neither JM nor TM"),
        };
        let version = version.context("the model does not know its version")?;
        Ok(Row { version, process, config: config(settings), printed })
    }

    /// What the model prints.
    fn ours(&self) -> String {
        match Memory::of(self.process, &self.config, self.version) {
            Ok(memory) => {
                [memory.jvm_parameters(), memory.dynamic_parameters(self.version)].join(" | ")
            }
            Err(refusal) => ["ERROR ", &refusal.messages().join(" <- ")].concat(),
        }
    }
}

/// The settings of a row. What has no `=` goes on with the value before it: `key=1 gb`.
fn config(settings: &str) -> Config {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    for piece in settings.split(' ') {
        match (piece.split_once('='), pairs.last_mut()) {
            (Some((key, value)), _) => pairs.push((key, value.to_owned())),
            (None, Some((_, value))) => {
                value.push(' ');
                value.push_str(piece);
            }
            (None, None) => {}
        }
    }
    let mut config = Config::default();
    for (key, value) in pairs {
        config.set(key, &value);
    }
    config
}

/// The same with its dynamic settings in order of their names: whoever reads them takes them in any.
fn sorted(printed: &str) -> (&str, Vec<&str>) {
    match printed.split_once(" | ") {
        Some((parameters, settings)) if !parameters.starts_with("ERROR") => {
            let mut settings: Vec<&str> = settings.split("-D ").map(str::trim).collect();
            settings.sort_unstable();
            (parameters, settings)
        }
        _ => (printed, Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::{config, sorted};

    #[test]
    fn a_value_may_have_blanks() {
        let config = config("a.size=1 gb b=2 c=x=y");
        let pairs: Vec<_> = config.pairs().collect();
        assert_eq!(pairs, [("a.size", "1 gb"), ("b", "2"), ("c", "x=y")]);
    }

    #[test]
    fn dynamic_settings_come_in_any_order() {
        assert_eq!(sorted("-Xmx1 | -D a=1 -D b=2"), sorted("-Xmx1 | -D b=2 -D a=1"));
        assert_ne!(sorted("-Xmx1 | -D a=1"), sorted("-Xmx2 | -D a=1"));
        assert_ne!(sorted("-Xmx1 | -D a=1"), sorted("-Xmx1 | -D a=1 -D b=2"));
        assert_ne!(sorted("ERROR x | -D a"), sorted("ERROR x | -D b"));
    }
}
