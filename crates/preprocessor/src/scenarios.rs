//! The scenario files of a book.
//!
//! In: the folder `scenarios` beside the book's source folder. Out: its scenarios by id, and every
//! mistake in them.

use crate::problem::Problem;
use anyhow::{Context, Result};
use model::authoring::{self, ScenarioFile};
use std::collections::BTreeMap;
use std::path::Path;

/// All scenarios. A file with mistakes is known by name, so that its cells are not reported too.
pub(crate) struct Scenarios {
    files: BTreeMap<String, Option<ScenarioFile>>,
    /// Mistakes in the files.
    pub problems: Vec<Problem>,
}

impl Scenarios {
    pub(crate) fn load(root: &Path, sources: &Path) -> Result<Scenarios> {
        let folder = sources.parent().unwrap_or_else(|| Path::new("")).join("scenarios");
        let mut all = Scenarios { files: BTreeMap::new(), problems: Vec::new() };
        let Ok(entries) = std::fs::read_dir(root.join(&folder)) else { return Ok(all) };
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_none_or(|ending| ending != "toml") {
                continue;
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let id = name.trim_end_matches(".toml");
            let source = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            let file = folder.join(&name).display().to_string();
            all.add(id, &file, &source);
        }
        Ok(all)
    }

    fn add(&mut self, id: &str, file: &str, source: &str) {
        let parsed = match authoring::parse(id, source) {
            Ok(scenario) => Some(scenario),
            Err(mistakes) => {
                self.problems.extend(mistakes.into_iter().map(|mistake| Problem {
                    file: file.to_owned(),
                    line: mistake.line,
                    column: Some(mistake.column),
                    message: mistake.message,
                    hint: mistake.hint,
                }));
                None
            }
        };
        self.files.insert(id.to_owned(), parsed);
    }

    /// The names of all files.
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).collect()
    }

    /// A scenario of that name. Call it only when there were no problems.
    pub(crate) fn get(&self, id: &str) -> &ScenarioFile {
        self.files
            .get(id)
            .and_then(Option::as_ref)
            .expect("cells name known scenarios, and a book with mistakes is not drawn")
    }
}
