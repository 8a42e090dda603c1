//! Which modules of a crate use each other in a circle: to understand one of them is to read them all.
//!
//! In: the folder of a crate's sources. Out: for each module that has some, the groups of its children in which every one
//! comes back to itself. Read off `use` and paths, so a name that only reaches its module through a third one may be missed.
//! Deliberately absent: what a parent and its own children use of each other, and tests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A module as its names from the crate's root on.
type Module = Vec<String>;

/// Modules of one parent, named as that, that form a circle.
pub(crate) type Circle = (String, Vec<String>);

struct Crate {
    tokens: BTreeMap<Module, Vec<String>>,
    /// What a module calls by its own what one of its children has: the name, and the child's way to it.
    taken_up: BTreeMap<Module, BTreeMap<String, Module>>,
}

/// The circles of a crate.
pub(crate) fn circles(src: &Path) -> Vec<Circle> {
    let mut tokens = BTreeMap::new();
    read(src, &mut Vec::new(), &mut tokens);
    let mut it = Crate { tokens, taken_up: BTreeMap::new() };
    it.take_up();
    let mut edges = BTreeSet::new();
    for module in it.tokens.keys() {
        let named = it.paths(module).into_iter().filter_map(|path| it.found(module, &path));
        edges.extend(named.map(|other| (module.clone(), other)));
    }
    let parents: BTreeSet<Module> = it.tokens.keys().filter_map(|own| parent(own)).collect();
    parents.iter().flat_map(|parent| it.circles_in(parent, &edges)).collect()
}

fn parent(module: &[String]) -> Option<Module> {
    module.split_last().map(|(_, parent)| parent.to_vec())
}

/// Reads the files below a folder, without tests.
fn read(folder: &Path, module: &mut Module, tokens: &mut BTreeMap<Module, Vec<String>>) {
    let mut only_tests = BTreeSet::new();
    let mut entries: Vec<_> = std::fs::read_dir(folder).expect("a folder").flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::path);
    for path in entries.iter().map(std::fs::DirEntry::path).filter(|path| path.is_file()) {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if path.extension().is_none_or(|it| it != "rs") || name == "main" {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a source is text");
        let own = match name.as_str() {
            "lib" | "mod" => module.clone(),
            _ => [&module[..], &[name]].concat(),
        };
        let (code, tests) = without_tests(&text);
        only_tests.extend(tests.into_iter().map(|name| [&own[..], &[name]].concat()));
        tokens.insert(own, code);
    }
    for path in entries.iter().map(std::fs::DirEntry::path).filter(|path| path.is_dir()) {
        module.push(path.file_name().expect("a name").to_string_lossy().into_owned());
        read(&path, module, tokens);
        module.pop();
    }
    tokens.retain(|own, _| !only_tests.iter().any(|test| own.starts_with(test)));
}

/// The words and signs of a file up to its tests, and the names of files that are nothing but tests.
fn without_tests(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut code, mut tests) = (String::new(), Vec::new());
    let mut for_tests = false;
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default();
        match line.trim().trim_start_matches("pub(crate) ").strip_prefix("mod ") {
            Some(name) if for_tests && name.ends_with('{') => break,
            Some(name) if for_tests => tests.push(name.trim_end_matches(';').to_owned()),
            _ => code.extend([line, "\n"]),
        }
        for_tests = line.trim().starts_with("#[cfg(") && line.contains("test");
    }
    (tokens(&code), tests)
}

fn tokens(code: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut before = ' ';
    for c in code.chars() {
        let goes_on = is_word(before) && is_word(c) || before == ':' && c == ':';
        match tokens.last_mut() {
            Some(last) if goes_on && last != "::" => last.push(c),
            _ if c.is_whitespace() => {}
            _ => tokens.push(c.to_string()),
        }
        before = c;
    }
    tokens
}

/// What a `use` names, each with its whole path; gives the place behind it.
fn tree(tokens: &[String], mut at: usize, before: &[String], named: &mut Vec<Module>) -> usize {
    let mut path = before.to_vec();
    while let Some(token) = tokens.get(at) {
        match token.as_str() {
            "::" => {}
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|it| it != "}") {
                    at = tree(tokens, at, &path, named);
                    at += usize::from(tokens.get(at).is_some_and(|it| it == ","));
                }
                return at + 1;
            }
            "as" => {
                named.push(path);
                return at + 2;
            }
            "," | ";" | "}" => {
                named.push(path);
                return at;
            }
            word => path.push(word.to_owned()),
        }
        at += 1;
    }
    at
}

impl Crate {
    fn is_module(&self, module: &[String]) -> bool {
        self.tokens.keys().any(|known| known.starts_with(module))
    }

    /// The paths that a module names.
    fn paths(&self, module: &Module) -> Vec<Module> {
        let tokens = &self.tokens[module];
        let (mut named, mut at) = (Vec::new(), 0);
        while at < tokens.len() {
            if tokens[at] == "use" {
                at = tree(tokens, at + 1, &[], &mut named);
                continue;
            }
            let mut path = vec![tokens[at].clone()];
            while tokens.get(at + 1).is_some_and(|it| it == "::") {
                at += 2;
                path.extend(tokens.get(at).cloned());
            }
            if path.len() > 1 {
                named.push(path);
            }
            at += 1;
        }
        named
    }

    /// A path as one from the root on; `None`: it is another crate's, or a name of the module itself.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Module> {
        let mut own = module.clone();
        let rest = match path.first()?.as_str() {
            "crate" => return Some(path[1..].to_vec()),
            "super" => {
                let up = path.iter().take_while(|it| *it == "super").count();
                own.truncate(own.len().checked_sub(up)?);
                &path[up..]
            }
            "self" => &path[1..],
            child => {
                let child = [&own[..], &[child.to_owned()]].concat();
                self.is_module(&child).then_some(path)?
            }
        };
        Some([&own[..], rest].concat())
    }

    /// The module that a path leads to.
    fn found(&self, module: &Module, path: &[String]) -> Option<Module> {
        let path = self.absolute(module, path)?;
        let mut own = Vec::new();
        for name in &path {
            let below = [&own[..], std::slice::from_ref(name)].concat();
            if self.is_module(&below) {
                own = below;
            } else if let Some(way) = self.taken_up.get(&own).and_then(|names| names.get(name)) {
                return Some(way.clone());
            } else {
                break;
            }
        }
        (own != *module).then_some(own)
    }

    fn take_up(&mut self) {
        let mut taken_up: BTreeMap<Module, BTreeMap<String, Module>> = BTreeMap::new();
        for module in self.tokens.keys() {
            for path in self.paths(module) {
                let whole = self.absolute(module, &path).filter(|it| it.starts_with(module));
                let Some((name, mut way)) = whole.as_deref().and_then(<[_]>::split_last) else {
                    continue;
                };
                while !self.is_module(way) {
                    way = way.split_last().expect("the root is one").1;
                }
                if way.len() > module.len() {
                    let names = taken_up.entry(module.clone()).or_default();
                    names.insert(name.clone(), way.to_vec());
                }
            }
        }
        self.taken_up = taken_up;
    }

    /// The circles among the children of a module.
    fn circles_in(&self, parent: &Module, edges: &BTreeSet<(Module, Module)>) -> Vec<Circle> {
        let child = |module: &Module| {
            module.starts_with(parent).then(|| module.get(parent.len()).cloned()).flatten()
        };
        let edges = edges.iter().filter_map(|(from, to)| Some((child(from)?, child(to)?)));
        let edges: BTreeSet<(String, String)> = edges.filter(|(from, to)| from != to).collect();
        let reached = |from: &String| {
            let (mut reached, mut open) = (BTreeSet::new(), vec![from.clone()]);
            while let Some(one) = open.pop() {
                let next = edges.iter().filter(|(from, _)| *from == one).map(|(_, to)| to);
                open.extend(next.filter(|to| reached.insert((*to).clone())).cloned());
            }
            reached
        };
        let children: BTreeSet<String> = self.tokens.keys().filter_map(child).collect();
        let all: BTreeMap<&String, BTreeSet<String>> =
            children.iter().map(|one| (one, reached(one))).collect();
        let mut found = BTreeSet::new();
        for (one, reached) in all.iter().filter(|(one, reached)| reached.contains(**one)) {
            let back = reached.iter().filter(|other| all[other].contains(*one));
            found.insert((parent.join("/"), back.cloned().collect::<Vec<_>>()));
        }
        found.into_iter().collect()
    }
}
