//! What a page loads, without what only people read.
//!
//! In: the glue of wasm-bindgen, the loader, the stylesheets. Out: the same for a browser, without comments
//! and blanks, the glue also without long names and without its ways to fetch a module.
//! Deliberately absent: the wasm's code. Binaryen makes it smaller, but not once it is compressed.

use anyhow::{Context, Result, anyhow, bail};
use std::collections::BTreeMap;
use std::path::Path;

/// What the browser knows an import or an export by: the name wasm-bindgen gave it, and ours.
pub type Names = BTreeMap<String, String>;

/// Where the glue begins to care for how a module is fetched. The loader brings a compiled one.
const FETCHES: &str = "async function __wbg_load(";

/// What a program calls for another part of itself, which shares memory and functions with the first. With `later` comes
/// what others use of it.
const BRING: &str = "
function bring(part) {
const link = (module) => WebAssembly.instantiate(module, { [EDITION]: wasm });
return Promise.all([part, ...(part === 'later' ? [SHARED] : [])].map((name) => later(name, link)));
}";

/// The end of [`instance`]: what is called with a compiled module and answers with what it exports.
const END: &str = "
return async (module) => {
const running = await WebAssembly.instantiate(module, __wbg_get_imports());
__wbg_finalize_init(running, module);
return exports;
};
})({ __proto__: null });
return wasm_bindgen;";

/// Gives a name of four characters at most to what needs a long one only to be told apart: wasm-bindgen's own
/// begin with an underscore or end in a hash. They stand in the wasm and again in the glue.
pub fn short_name(names: &mut Names, long: &mut String) {
    let next = format!("_{}", names.len());
    let public = !long.starts_with("__") && !long.contains("___");
    if !public {
        *long = names.entry(std::mem::take(long)).or_insert(next).clone();
    }
}

/// Makes the glue a module with one function, that returns a fresh instance of itself. A page calls it once
/// for each stage, so that a panic in one leaves the others alive; a plain module would be shared by all. The page's
/// `later` gets a part's name, and a function that links its compiled module to the first part; it answers with a promise. A
/// program that `shares` has a part that comes with its part `later`.
/// Parts of another `edition` cannot be linked.
///
/// # Errors
/// When the glue is not as this version of wasm-bindgen writes it.
pub fn instance(glue: &str, names: &Names, edition: &str, shares: bool) -> Result<String> {
    let (needed, _) = glue
        .split_once(FETCHES)
        .ok_or_else(|| anyhow!("the glue of wasm-bindgen has no \"{FETCHES}\""))?;
    let needed = renamed(&untold(needed), names)?;
    let shared = if shares { "['shared']" } else { "[]" };
    let bring = BRING.replace("[EDITION]", edition).replace("[SHARED]", shared);
    let bring = if needed.contains(" bring(") { bring.as_str() } else { "" };
    script(&format!("export default function instance(later) {{\n{needed}{bring}{END}\n}}\n"))
}

/// How wasm-bindgen's glue tells a value of JavaScript's as `{:?}`, which no page prints (`SMALL` in `toolchain`).
const TELLS: &str = "function debugString(val) {";

/// The same glue with a shorter way to tell a value.
fn untold(glue: &str) -> String {
    let Some((before, telling)) = glue.split_once(TELLS) else { return glue.to_owned() };
    let mut open = 1;
    let end = telling.find(|letter| {
        open += i32::from(letter == '{') - i32::from(letter == '}');
        open == 0
    });
    let Some(end) = end else { return glue.to_owned() };
    [before, TELLS, "return typeof val;", &telling[end..]].concat()
}

/// Replaces whole words.
fn renamed(code: &str, names: &Names) -> Result<String> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find(is_part) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|c| !is_part(c)).unwrap_or(word.len()));
        if names.values().any(|short| short == word) {
            bail!("the glue of wasm-bindgen has a name \"{word}\" already");
        }
        out.push_str(before);
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// A script without comments and blanks.
///
/// # Errors
/// When it is no script.
pub fn script(source: &str) -> Result<String> {
    let short = minifier::js::minify(source).map_err(|error| anyhow!("no script: {error}"))?;
    Ok(short.to_string())
}

/// Takes comments and blanks out of a stylesheet.
///
/// # Errors
/// When it is none.
pub fn style(source: &str) -> Result<String> {
    let short = minifier::css::minify(source).map_err(|error| anyhow!("no stylesheet: {error}"))?;
    Ok(short.to_string())
}

/// The same with those in a folder.
///
/// # Errors
/// When one cannot be read, understood or written.
pub fn stylesheets(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|ending| ending != "css") {
            continue;
        }
        let source = std::fs::read_to_string(&path)?;
        let short =
            style(&source).with_context(|| format!("cannot understand {}", path.display()))?;
        std::fs::write(&path, short)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Names, instance, short_name};

    fn named(long: &[&str]) -> (Names, Vec<String>) {
        let mut names = Names::new();
        let mut short: Vec<String> = long.iter().map(|name| (*name).to_owned()).collect();
        short.iter_mut().for_each(|name| short_name(&mut names, name));
        (names, short)
    }

    #[test]
    fn names_that_nobody_types_are_shortened() {
        let (_, short) = named(&["__wbg_key_76125", "mount", "__wbg_get_2080", "core___f__h19"]);
        assert_eq!(short, ["_0", "mount", "_1", "_2"]);
    }

    #[test]
    fn the_glue_knows_them_by_their_short_names() {
        let (names, _) = named(&["__wbg_get", "__wbg_get_a"]);
        let glue = "let f = {\n__wbg_get_a: function() {},\n};\nwasm.__wbg_get(1);\nasync function __wbg_load(x)";
        let out = instance(glue, &names, "e1", false).expect("glue as wasm-bindgen writes it");
        assert!(out.contains("{_1:function(){},}") && out.contains("wasm._0(1)"), "{out}");
    }

    #[test]
    fn a_program_in_parts_can_call_for_the_next_one() {
        let glue = "let wasm;\nfunction f(a) {\nconst ret = bring(a);\nreturn ret;\n}\nasync function __wbg_load(x)";
        let out =
            instance(glue, &Names::new(), "e1", true).expect("glue as wasm-bindgen writes it");
        assert!(out.contains("function bring(part)") && out.contains("{e1:wasm}"), "{out}");
        let whole = instance(&glue.replace("bring", "other"), &Names::new(), "e1", true);
        assert!(!whole.expect("the same").contains("e1"));
    }

    #[test]
    fn what_no_page_prints_is_left_out() {
        let glue = "    function debugString(val) {\n        if (val) {\n            long();\n        }\n    }\n    function next() {}\nasync function __wbg_load(x)";
        let out =
            instance(glue, &Names::new(), "e1", true).expect("glue as wasm-bindgen writes it");
        assert!(out.contains("debugString(val){return typeof val;}"), "{out}");
        assert!(out.contains("function next") && !out.contains("long"), "{out}");
    }

    #[test]
    fn glue_of_another_shape_is_an_error() {
        let (names, _) = named(&["__wbg_get"]);
        assert!(instance("let wasm_bindgen = 1;", &names, "e1", false).is_err());
        assert!(instance("let _0; async function __wbg_load(", &names, "e1", false).is_err());
    }
}
