//! `hdfs dfs`: what Flink keeps there, and what was put there by hand.
//!
//! In: words, and the world with what was put so far. Out: what is printed, and what changes ([`Answer::Kept`]).
//! Deliberately absent: the contents of what Flink writes.

use super::super::jars;
use super::super::{Answer, Mistake, MistakeKind, Word};
use super::files::{children, distributed, own_lines};
use super::{World, line, missing, not_simulated, text, wrong};

/// A folder that was made, or a file that was put, begins with this; one that was removed with [`REMOVED`].
const ADDED: &str = "+";
const REMOVED: &str = "-";

/// The folder of whoever types, to which paths without a slash at the beginning belong.
const HOME: &str = "/user/root";

/// What was put by hand, of all that was changed so far. A folder ends with a slash.
fn by_hand(changes: &[String]) -> Vec<String> {
    let mut there: Vec<String> = Vec::new();
    for change in changes.iter().flat_map(|it| it.split('\n')) {
        if let Some(path) = change.strip_prefix(ADDED) {
            there.push(path.to_owned());
        } else if let Some(gone) = change.strip_prefix(REMOVED) {
            let below = [gone, "/"].concat();
            there.retain(|path| path != gone && !path.starts_with(&below));
        }
    }
    there
}

/// A path as it stands in the list: `hdfs://host:8020/a/` is `/a`.
fn plain(path: &str) -> String {
    let rest = path.strip_prefix("hdfs://").map(|rest| rest.get(rest.find('/').unwrap_or(0)..));
    let path = rest.flatten().unwrap_or(path).trim_end_matches('/');
    match path {
        "" => "/".to_owned(),
        _ if path.starts_with('/') => path.to_owned(),
        _ => [HOME, "/", path].concat(),
    }
}

/// `hdfs dfs -ls|-mkdir|-put|-cat|-rm …`, `hadoop fs …`
pub(super) fn hdfs<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    if !matches!(text(words, 1), "dfs" | "fs") {
        return Err(not_simulated(words, 1));
    }
    let hand = by_hand(world.kept);
    let mut files = distributed(world);
    files.extend(hand.iter().map(|path| (path.clone(), Vec::new())));
    let is_folder = |path: &str| {
        path == "/"
            || path == HOME
            || children(&files, path).is_some()
            || hand.iter().any(|it| it.strip_suffix('/') == Some(path))
    };
    let is_file = |path: &str| files.iter().any(|(file, _)| file == path);
    let verb = text(words, 2);
    let option = |name: &str| words.iter().skip(3).any(|word| word.text == name);
    let paths: Vec<&Word> =
        words.iter().skip(3).filter(|word| !word.text.starts_with('-')).collect();
    let refuse = |name: &str, why: &str| {
        Ok(Answer::Refused(line(&[verb.trim_start_matches('-'), ": `", name, "': ", why])))
    };
    let first = || paths.first().copied().ok_or_else(|| missing(words, "<path>"));
    match verb {
        "-ls" => {
            let path = plain(paths.last().map_or(HOME, |word| word.text));
            match listed(&path, &files) {
                Some(out) => Ok(Answer::Print(out)),
                None if is_folder(&path) => Ok(Answer::Print(Vec::new())),
                None => refuse(&path, NOT_THERE),
            }
        }
        "-mkdir" => {
            first()?;
            let mut made = Vec::new();
            for path in paths.iter().map(|word| plain(word.text)) {
                match is_folder(&path) || is_file(&path) {
                    true if option("-p") => {}
                    true => return refuse(&path, "File exists"),
                    false if !option("-p") && !is_folder(parent(&path)) => {
                        return refuse(&path, NOT_THERE);
                    }
                    false => made.push([ADDED, &path, "/"].concat()),
                }
            }
            Ok(Answer::Kept(made.join("\n"), Vec::new()))
        }
        "-put" | "-copyFromLocal" => {
            first()?;
            let Some((to, from)) = paths.split_last().filter(|(_, from)| !from.is_empty()) else {
                return Err(missing(words, "<path>"));
            };
            let (to, mut put) = (plain(to.text), Vec::new());
            for source in from {
                let folder = FOLDERS.contains(&source.text.trim_end_matches('/'));
                let there = folder
                    || own_lines(source.text, world).is_some()
                    || jars::check_jar(source, world.scenario).is_ok();
                if !there {
                    return refuse(source.text, NOT_THERE);
                }
                let name = source.text.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                let path = match is_folder(&to) {
                    true => [to.trim_end_matches('/'), "/", name].concat(),
                    false => to.clone(),
                };
                if (is_file(&path) || (folder && is_folder(&path))) && !option("-f") {
                    return refuse(&path, "File exists");
                }
                if !is_folder(parent(&path)) {
                    return refuse(&path, NOT_THERE);
                }
                put.push([ADDED, &path, if folder { "/" } else { "" }].concat());
            }
            Ok(Answer::Kept(put.join("\n"), Vec::new()))
        }
        "-cat" => {
            let name = first()?;
            let path = plain(name.text);
            match (is_file(&path), path.ends_with("/flink-conf.yaml")) {
                (true, true) => Ok(Answer::Print(world.settings())),
                (true, false) => Err(wrong(name, MistakeKind::NotSimulated)),
                (false, _) => refuse(&path, NOT_THERE),
            }
        }
        "-rm" | "-rmr" => {
            let name = first()?;
            let path = plain(name.text);
            let recursive = verb == "-rmr" || option("-r") || option("-R");
            let owned = |it: &String| *it == path || it.strip_suffix('/') == Some(&path);
            match (hand.iter().any(owned), is_folder(&path)) {
                (false, false) if !is_file(&path) => refuse(&path, NOT_THERE),
                // What Flink keeps is not lost here.
                (false, _) => Err(wrong(name, MistakeKind::NotSimulated)),
                (true, true) if !recursive => refuse(&path, "Is a directory"),
                (true, _) => {
                    Ok(Answer::Kept([REMOVED, &path].concat(), line(&["Deleted ", &path])))
                }
            }
        }
        _ => Err(not_simulated(words, 2)),
    }
}

/// Folders of Flink's own.
const FOLDERS: [&str; 6] = ["bin", "conf", "examples", "lib", "opt", "plugins"];

/// The folder of a path.
fn parent(path: &str) -> &str {
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    if parent.is_empty() { "/" } else { parent }
}

const NOT_THERE: &str = "No such file or directory";

fn listed(path: &str, files: &[(String, Vec<String>)]) -> Option<Vec<String>> {
    let names = children(files, path)?;
    let mut out = line(&["Found ", &names.len().to_string(), " items"]);
    for name in names {
        let full = [path.trim_end_matches('/'), "/", &name].concat();
        let is_file = files.iter().any(|(file, _)| *file == full);
        let rights = if is_file { "-rw-r--r--   3" } else { "drwxr-xr-x   -" };
        out.push([rights, " root supergroup  ", &full].concat());
    }
    Some(out)
}
