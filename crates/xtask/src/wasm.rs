//! The live parts of pages as files that a page loads: the stages' player, the slot lab, the comparison.
//!
//! In: the crates [`PARTS`] and what [`FILES`] names. Out: `book/src/live/` (not committed), which mdBook
//! copies into the site: the scripts and their styles, the glue, the wasm, and what of a wasm comes later
//! ([`split`]).

use crate::machine::call;
use crate::shorten::{self, Names, short_name};
use crate::site::{files, remove_folder};
use crate::split;
use crate::toolchain::Toolchain;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// Each page has one language, and loads the words of that one only.
pub const LANGUAGES: [&str; 2] = ["zh", "en"];

/// The crates that become wasm. A figure of the book names the one that it needs (`data-part`).
/// The judge of drills has no words, so that one file serves every language.
const PARTS: &[(&str, &[&str])] = &[
    ("playground", &LANGUAGES),
    ("slot-lab", &LANGUAGES),
    ("compare", &LANGUAGES),
    ("line-desk", &LANGUAGES),
    ("link-code", &LANGUAGES),
    ("drill", &["any"]),
];

/// What of `book/theme` only some pages load, and the names under which they do.
const FILES: &[(&str, &str)] = &[
    ("stage-loader.js", "loader.js"),
    ("drawer.css", "drawer.css"),
    ("desk.css", "desk.css"),
    ("flow.css", "flow.css"),
    ("predict.js", "predict.js"),
    ("predict.css", "predict.css"),
    ("pick.js", "pick.js"),
    ("contents.js", "contents.js"),
    ("drill.js", "drill.js"),
    ("drill.css", "drill.css"),
    ("practice.js", "practice.js"),
    ("practice.css", "practice.css"),
    ("progress.js", "progress.js"),
    ("present.js", "present.js"),
    ("present.css", "present.css"),
    ("handout.js", "handout.js"),
    ("take.js", "take.js"),
    ("take.css", "take.css"),
];

/// The folder that pages load from, relative to the root.
pub const LIVE: &str = "book/src/live";

/// Compiles all parts and lays their files where mdBook finds them.
///
/// # Errors
/// When there is no compiler for wasm, or it finds mistakes.
pub fn build(root: &Path) -> Result<()> {
    let toolchain = Toolchain::pick()?;
    let live = root.join(LIVE);
    remove_folder(&live)?;
    std::fs::create_dir_all(&live)?;
    for (part, lang) in
        PARTS.iter().flat_map(|(part, all)| all.iter().map(move |lang| (part, lang)))
    {
        let wasm = compile(root, &toolchain, part, lang)?;
        for file in served(&wasm, part, lang)? {
            std::fs::copy(&file, live.join(file.file_name().unwrap_or_default()))?;
        }
    }
    for (source, name) in FILES {
        let file = root.join("book/theme").join(source);
        let long = std::fs::read_to_string(&file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        let short = if name.ends_with(".css") { shorten::style } else { shorten::script };
        std::fs::write(live.join(name), short(&long)?)?;
    }
    Ok(())
}

/// Compiles a part with the words of one language.
fn compile(root: &Path, toolchain: &Toolchain, part: &str, lang: &str) -> Result<PathBuf> {
    // A folder of its own: the compiler may be another one than the host's, and one language would
    // make the other be compiled anew each time.
    let target = root.join("target/wasm").join(lang);
    call(&mut toolchain.compile(root, part, &format!("only-{lang}"), &target))?;
    let name = part.replace('-', "_");
    Ok(target.join(format!("wasm32-unknown-unknown/wasm/{name}.wasm")))
}

/// The files of a part, in a folder beside the compiled one: those of the last build, if neither the program nor we have changed.
fn served(wasm: &Path, part: &str, lang: &str) -> Result<Vec<PathBuf>> {
    let folder = wasm.with_extension("served");
    let made = |file: &Path| std::fs::metadata(file).and_then(|file| file.modified());
    let sources = [made(wasm)?, made(&std::env::current_exe()?)?];
    if !made(&folder).is_ok_and(|at| sources.iter().all(|source| at > *source)) {
        // What was stopped half-way is no folder of that name.
        let fresh = wasm.with_extension("serving");
        remove_folder(&fresh)?;
        std::fs::create_dir_all(&fresh)?;
        bind(wasm, &fresh, part, lang)?;
        remove_folder(&folder)?;
        std::fs::rename(&fresh, &folder)?;
    }
    Ok(files(&folder)?.iter().map(|file| folder.join(file)).collect())
}

/// Lets JavaScript call it: the glue and the wasm that belong together, and what of the wasm comes later.
fn bind(wasm: &Path, live: &Path, part: &str, lang: &str) -> Result<()> {
    let divided = split::divide(wasm, &wasm.with_extension("split"))?;
    let mut output = Bindgen::new()
        .input_path(&divided.first)
        .no_modules(true)?
        .typescript(false)
        .omit_default_module_path(true)
        // The table of functions, which parts of a program share.
        .keep_lld_exports(!divided.later.is_empty())
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("wasm-bindgen cannot read {part}"))?;
    let mut names = Names::new();
    let module = output.wasm_mut();
    module.imports.iter_mut().for_each(|import| short_name(&mut names, &mut import.name));
    module.exports.iter_mut().for_each(|export| short_name(&mut names, &mut export.name));
    split::forget(module);
    let first = module.emit_wasm();
    let edition = split::edition(&first);
    let shares = divided.later.iter().any(|(part, _)| part == "shared");
    std::fs::write(live.join(format!("{part}-{lang}.wasm")), first)?;
    for (later, file) in divided.later {
        let wasm = split::served(&file, &names, &edition)?;
        std::fs::write(live.join(format!("{part}-{later}-{lang}.wasm")), wasm)?;
    }
    let glue = shorten::instance(output.js(), &names, &edition, shares)?;
    std::fs::write(live.join(format!("{part}-{lang}.js")), glue)?;
    Ok(())
}
