//! The live parts of pages as files that a page loads: the stages' player, and the slot lab.
//!
//! In: the crates [`PARTS`] and `book/theme/stage-loader.js`. Out: `book/src/live/` (not committed), which mdBook
//! copies into the site: the loader, the glue, the wasm.

use crate::book::remove_folder;
use crate::machine::call;
use crate::toolchain::Toolchain;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// Each page has one language, and loads the words of that one only.
pub const LANGUAGES: [&str; 2] = ["zh", "en"];

/// The crates that become wasm. A figure of the book names the one that it needs (`data-part`).
pub const PARTS: [&str; 2] = ["playground", "slot-lab"];

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
    for (part, lang) in PARTS.iter().flat_map(|part| LANGUAGES.map(|lang| (part, lang))) {
        let wasm = compile(root, &toolchain, part, lang)?;
        bind(&wasm, &live, part, lang)?;
    }
    let loader = root.join("book/theme/stage-loader.js");
    std::fs::copy(&loader, live.join("loader.js"))
        .with_context(|| format!("cannot copy {}", loader.display()))?;
    Ok(())
}

/// Compiles a part with the words of one language.
fn compile(root: &Path, toolchain: &Toolchain, part: &str, lang: &str) -> Result<PathBuf> {
    // A folder of its own: the compiler may be another one than the host's, and one language would
    // make the other be compiled anew each time.
    let target = root.join("target/wasm").join(lang);
    call(toolchain.compile(root, part, &target).arg("--features").arg(format!("only-{lang}")))?;
    let name = part.replace('-', "_");
    Ok(target.join(format!("wasm32-unknown-unknown/wasm/{name}.wasm")))
}

/// Makes the glue a function that returns a fresh instance of itself. A page calls it once for each
/// stage, so that a panic in one leaves the others alive; a plain module would be shared by all.
fn bind(wasm: &Path, live: &Path, part: &str, lang: &str) -> Result<()> {
    let mut output = Bindgen::new()
        .input_path(wasm)
        .no_modules(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("wasm-bindgen cannot read {part}"))?;
    let glue = format!(
        "export default function instance() {{\n{}\nreturn wasm_bindgen;\n}}\n",
        without_comments(output.js())
    );
    std::fs::write(live.join(format!("{part}-{lang}.js")), glue)?;
    let wasm = output.wasm_mut().emit_wasm();
    std::fs::write(live.join(format!("{part}-{lang}.wasm")), wasm)?;
    Ok(())
}

/// The glue without its indentation and its lines of comment, an eighth of it. They stand on lines of
/// their own, and no text of the glue spans lines.
fn without_comments(glue: &str) -> String {
    let lines = glue.lines().map(str::trim);
    let code = lines.filter(|line| !["//", "/*", "*"].iter().any(|mark| line.starts_with(mark)));
    code.collect::<Vec<_>>().join("\n").trim().to_owned()
}
