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
    let dfs = Dfs::new(words, world);
    match dfs.verb {
        "-ls" => Ok(dfs.ls()),
        "-mkdir" => dfs.mkdir(),
        "-put" | "-copyFromLocal" => dfs.put(),
        "-cat" => dfs.cat(),
        "-rm" | "-rmr" => dfs.rm(),
        _ => Err(not_simulated(words, 2)),
    }
}

/// One line, and what is there when it is typed.
struct Dfs<'a, 'b> {
    words: &'b [Word<'a>],
    world: &'b World<'b>,
    verb: &'a str,
    /// All words behind the verb that are no options.
    paths: Vec<&'b Word<'a>>,
    hand: Vec<String>,
    files: Vec<(String, Vec<String>)>,
}

type Told<'a> = Result<Answer<'a>, Mistake>;

impl<'a, 'b> Dfs<'a, 'b> {
    fn new(words: &'b [Word<'a>], world: &'b World<'b>) -> Self {
        let hand = by_hand(world.kept);
        let mut files = distributed(world);
        files.extend(hand.iter().map(|path| (path.clone(), Vec::new())));
        let behind = words.iter().skip(3);
        let paths = behind.filter(|word| !word.text.starts_with('-')).collect();
        Dfs { words, world, verb: text(words, 2), paths, hand, files }
    }

    fn is_folder(&self, path: &str) -> bool {
        path == "/"
            || path == HOME
            || children(&self.files, path).is_some()
            || self.hand.iter().any(|it| it.strip_suffix('/') == Some(path))
    }

    fn is_file(&self, path: &str) -> bool {
        self.files.iter().any(|(file, _)| file == path)
    }

    fn option(&self, name: &str) -> bool {
        self.words.iter().skip(3).any(|word| word.text == name)
    }

    fn refuse(&self, name: &str, why: &str) -> Answer<'a> {
        Answer::Refused(line(&[self.verb.trim_start_matches('-'), ": `", name, "': ", why]))
    }

    fn first(&self) -> Result<&'b Word<'a>, Mistake> {
        self.paths.first().copied().ok_or_else(|| missing(self.words, "<path>"))
    }

    fn ls(&self) -> Answer<'a> {
        let path = plain(self.paths.last().map_or(HOME, |word| word.text));
        match listed(&path, &self.files) {
            Some(out) => Answer::Print(out),
            None if self.is_folder(&path) => Answer::Print(Vec::new()),
            None => self.refuse(&path, NOT_THERE),
        }
    }

    fn mkdir(&self) -> Told<'a> {
        self.first()?;
        let mut made = Vec::new();
        for path in self.paths.iter().map(|word| plain(word.text)) {
            match self.is_folder(&path) || self.is_file(&path) {
                true if self.option("-p") => {}
                true => return Ok(self.refuse(&path, "File exists")),
                false if !self.option("-p") && !self.is_folder(parent(&path)) => {
                    return Ok(self.refuse(&path, NOT_THERE));
                }
                false => made.push([ADDED, &path, "/"].concat()),
            }
        }
        Ok(Answer::Kept(made.join("\n"), Vec::new()))
    }

    fn put(&self) -> Told<'a> {
        self.first()?;
        let split = self.paths.split_last().filter(|(_, from)| !from.is_empty());
        let (to, from) = split.ok_or_else(|| missing(self.words, "<path>"))?;
        let (to, mut put) = (plain(to.text), Vec::new());
        for source in from {
            let bare = source.text.trim_end_matches('/');
            let folder = FOLDERS.contains(&bare);
            let there = folder
                || own_lines(source.text, self.world).is_some()
                || jars::check_jar(source, self.world.scenario).is_ok();
            if !there {
                return Ok(self.refuse(source.text, NOT_THERE));
            }
            let path = match self.is_folder(&to) {
                true => {
                    let name = bare.rsplit('/').next().unwrap_or_default();
                    [to.trim_end_matches('/'), "/", name].concat()
                }
                false => to.clone(),
            };
            let taken = self.is_file(&path) || (folder && self.is_folder(&path));
            if taken && !self.option("-f") {
                return Ok(self.refuse(&path, "File exists"));
            }
            if !self.is_folder(parent(&path)) {
                return Ok(self.refuse(&path, NOT_THERE));
            }
            put.push([ADDED, &path, if folder { "/" } else { "" }].concat());
        }
        Ok(Answer::Kept(put.join("\n"), Vec::new()))
    }

    fn cat(&self) -> Told<'a> {
        let name = self.first()?;
        let path = plain(name.text);
        match (self.is_file(&path), path.ends_with("/flink-conf.yaml")) {
            (true, true) => Ok(Answer::Print(self.world.settings())),
            (true, false) => Err(wrong(name, MistakeKind::NotSimulated)),
            (false, _) => Ok(self.refuse(&path, NOT_THERE)),
        }
    }

    fn rm(&self) -> Told<'a> {
        let name = self.first()?;
        let path = plain(name.text);
        let recursive = self.verb == "-rmr" || self.option("-r") || self.option("-R");
        let owned = |it: &String| *it == path || it.strip_suffix('/') == Some(&path);
        match (self.hand.iter().any(owned), self.is_folder(&path)) {
            (false, false) if !self.is_file(&path) => Ok(self.refuse(&path, NOT_THERE)),
            // What Flink keeps is not lost here.
            (false, _) => Err(wrong(name, MistakeKind::NotSimulated)),
            (true, true) if !recursive => Ok(self.refuse(&path, "Is a directory")),
            (true, _) => Ok(Answer::Kept([REMOVED, &path].concat(), line(&["Deleted ", &path]))),
        }
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
