//! A compiled program in parts: what a page needs first, and what comes behind it.
//!
//! In: a wasm with its relocations, in which pairs of functions say where to divide it (`playground/src/player/later.rs`).
//! Out: the first part, which wasm-bindgen takes for the whole, and the others, which share its memory and its table of
//! functions. A program without such pairs is one part.
//! Deliberately absent: the script that comes with the division; it makes one instance for a page, and a page has one for
//! each stage ([`crate::shorten::instance`]).

use crate::shorten::Names;
use crate::site::remove_folder;
use anyhow::{Context, Result, anyhow, bail, ensure};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use walrus::Module;
use wasm_split_cli_support::{Options, transform};

/// What a file of a part begins with; its name follows.
const PREFIX: &str = "split_";

/// What a file begins with that several parts need, and the part that it becomes: it comes with the first of them, which the
/// others wait for.
const SHARED: (&str, &str) = ("chunk_", "shared");

/// A divided program, as files.
pub struct Divided {
    /// For wasm-bindgen.
    pub first: PathBuf,
    /// The others: name and file.
    pub later: Vec<(String, PathBuf)>,
}

/// Divides a program into files of a folder, which is replaced.
///
/// # Errors
/// When the compiler wrote something that cannot be divided, or a part whose name nobody knows.
pub fn divide(wasm: &Path, folder: &Path) -> Result<Divided> {
    let whole = std::fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    remove_folder(folder)?;
    let first = folder.join("first.wasm");
    let mut options = Options::new(&whole);
    options.output_dir = folder;
    options.main_out_path = &first;
    let split = transform(options)
        .map_err(|error| anyhow!("{error:#}"))
        .with_context(|| format!("cannot divide {}", wasm.display()))?;
    let mut later = Vec::new();
    for file in split.split_modules {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = match stem.strip_prefix(PREFIX) {
            Some(name) => name,
            None if stem.starts_with(SHARED.0) => SHARED.1,
            None => bail!("nobody knows what {stem} is for"),
        };
        ensure!(later.iter().all(|(known, _)| known != name), "two files are {name}");
        later.push((name.to_owned(), file));
    }
    Ok(Divided { first, later })
}

/// A part as it is served: it knows what it shares by the names that the first part gives it, and the first part by its
/// edition; nothing else has a name. Places in the shared table mean something in one edition only.
///
/// # Errors
/// When it is no wasm, or wants something that the first part does not have.
pub fn served(part: &Path, names: &Names, edition: &str) -> Result<Vec<u8>> {
    let mut config = walrus::ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    let mut module: Module =
        config.parse_file(part).with_context(|| format!("{} is no wasm", part.display()))?;
    for import in module.imports.iter_mut() {
        match names.get(&import.name) {
            Some(short) => import.name.clone_from(short),
            None if import.name == "memory" => {}
            None => bail!("the first part of the program does not share {}", import.name),
        }
        edition.clone_into(&mut import.module);
    }
    forget(&mut module);
    Ok(module.emit_wasm())
}

/// Takes out what the compiler notes for tools about the features that it used: browsers do not read it.
pub fn forget(module: &mut Module) {
    module.customs.remove_raw("target_features");
}

/// A word for what the first part is, byte for byte.
pub fn edition(first: &[u8]) -> String {
    let hash = Sha256::digest(first);
    let word = hash.iter().take(4).map(|byte| format!("{byte:02x}"));
    ["e", &word.collect::<String>()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_knows_what_it_shares_by_edition_and_short_name() -> Result<()> {
        let mut module = Module::default();
        module.add_import_memory("__wasm_split", "memory", false, false, 1, None, None);
        module.add_import_table(
            "__wasm_split",
            "__table",
            false,
            1,
            None,
            walrus::RefType::FUNCREF,
        );
        let file = std::env::temp_dir().join(format!("part-{}.wasm", std::process::id()));
        module.emit_wasm_file(&file)?;
        let names = Names::from([("__table".to_owned(), "_1".to_owned())]);
        let part = Module::from_buffer(&served(&file, &names, "e1")?)?;
        let imports: Vec<_> =
            part.imports.iter().map(|it| (it.module.as_str(), it.name.as_str())).collect();
        assert_eq!(imports, [("e1", "memory"), ("e1", "_1")]);
        assert!(served(&file, &Names::new(), "e1").is_err(), "nobody shares a table");
        Ok(std::fs::remove_file(&file)?)
    }

    #[test]
    fn another_byte_is_another_edition() {
        assert_ne!(edition(b"1"), edition(b"2"));
        assert_eq!(edition(b"1").len(), 9);
    }
}
