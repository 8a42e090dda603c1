//! One typed line to a [`Command`]. Parsing checks what is written and never acts.

use super::shell::words;
use super::{Command, Listing, Mistake, MistakeKind, Run, Switch, Word};
use crate::Signal;

const PROGRAMS: &[&str] = &[
    "flink",
    "start-cluster.sh",
    "stop-cluster.sh",
    "taskmanager.sh",
    "jobmanager.sh",
    "yarn-session.sh",
    "kill",
    "help",
];

/// Actions of `flink` that are simulated.
const ACTIONS: &[&str] = &["run", "list", "cancel", "stop", "savepoint"];

/// Actions and programs that exist and are not simulated.
const ELSEWHERE: &[&str] = &[
    "run-application",
    "info",
    "checkpoint",
    "standalone-job.sh",
    "kubernetes-session.sh",
    "sql-client.sh",
    "historyserver.sh",
    "yarn",
    "kubectl",
    "hdfs",
];

/// (short, long, takes a value) of `flink run` and of the options that every action takes.
const RUN_OPTIONS: &[(&str, &str, bool)] = &[
    ("-d", "--detached", false),
    ("-sae", "--shutdownOnAttachedExit", false),
    ("-c", "--class", true),
    ("-t", "--target", true),
    ("-p", "--parallelism", true),
    ("-m", "--jobmanager", true),
    ("-s", "--fromSavepoint", true),
    ("-n", "--allowNonRestoredState", false),
    ("-C", "--classpath", true),
    ("-e", "--executor", true),
    ("-z", "--zookeeperNamespace", true),
    ("-yid", "--yarnapplicationId", true),
    ("-D", "-D", true),
];

const LIST_OPTIONS: &[(&str, &str, bool)] = &[
    ("-a", "--all", false),
    ("-r", "--running", false),
    ("-s", "--scheduled", false),
    ("-t", "--target", true),
    ("-m", "--jobmanager", true),
    ("-D", "-D", true),
];

/// (short, long, takes a value) of `flink stop`: see the help texts of 1.13 to 2.3.
const STOP_OPTIONS: &[(&str, &str, bool)] = &[
    ("-d", "--drain", false),
    ("-detached", "--detached", false),
    ("-p", "--savepointPath", true),
    ("-type", "--type", true),
    ("-t", "--target", true),
    ("-m", "--jobmanager", true),
    ("-z", "--zookeeperNamespace", true),
    ("-yid", "--yarnapplicationId", true),
    ("-D", "-D", true),
];

/// (short, long, takes a value) of `flink savepoint`.
const SAVEPOINT_OPTIONS: &[(&str, &str, bool)] = &[
    ("-d", "--dispose", true),
    ("-detached", "--detached", false),
    ("-j", "--jarfile", true),
    ("-type", "--type", true),
    ("-t", "--target", true),
    ("-m", "--jobmanager", true),
    ("-z", "--zookeeperNamespace", true),
    ("-yid", "--yarnapplicationId", true),
    ("-D", "-D", true),
];

/// What a line says.
///
/// # Errors
/// The first mistake, with its place.
pub fn parse(line: &str) -> Result<Command, Mistake> {
    let pipeline = words(line.trim_end())?;
    let mut commands = pipeline.iter().filter(|words| !words.is_empty());
    let Some(first) = commands.next().map(Vec::as_slice) else { return Ok(Command::Nothing) };
    let first = match first {
        // A prompt that was copied along.
        [prompt, rest @ ..] if prompt.text == "$" && !rest.is_empty() => rest,
        all => all,
    };
    match commands.next() {
        Some(second) => piped(first, second),
        None => simple(first),
    }
}

fn piped(first: &[Word], second: &[Word]) -> Result<Command, Mistake> {
    let says_stop = first.len() == 2 && first[0].text == "echo" && first[1].text == "stop";
    let to_session = second.first().is_some_and(|word| program(word) == "yarn-session.sh");
    if says_stop && to_session {
        match value_of(second, &["-id", "--applicationId"])? {
            Some(_) => Ok(Command::YarnSessionStop),
            None => Err(missing(second, "-id <applicationId>")),
        }
    } else {
        let at = first[0].at.start..second.last().map_or(first[0].at.end, |word| word.at.end);
        Err(Mistake { at, kind: MistakeKind::NotSimulated })
    }
}

fn simple(words: &[Word]) -> Result<Command, Mistake> {
    let name = program(&words[0]);
    match name {
        "help" => Ok(Command::Help),
        "start-cluster.sh" => Ok(Command::StartCluster),
        "stop-cluster.sh" => Ok(Command::StopCluster),
        "taskmanager.sh" => switch(words).map(Command::TaskManager),
        "jobmanager.sh" => switch(words).map(Command::JobManager),
        // The real script ignores an option that it does not know, and everything after it.
        "yarn-session.sh" => Ok(Command::YarnSession { queue: queue_of(words)? }),
        "kill" => kill(words),
        "flink" => flink(words),
        _ if ELSEWHERE.contains(&name) => Err(wrong(&words[0], MistakeKind::NotSimulated)),
        _ => {
            let similar = similar(name, PROGRAMS);
            Err(wrong(&words[0], MistakeKind::UnknownProgram { similar }))
        }
    }
}

fn switch(words: &[Word]) -> Result<Switch, Mistake> {
    match words.get(1).map(|word| word.text.as_str()) {
        Some("start") => Ok(Switch::Start),
        Some("stop") => Ok(Switch::Stop),
        Some(_) => Err(unknown_option(&words[1], &["start", "stop"])),
        None => Err(missing(words, "start|stop")),
    }
}

/// A program's name without the way to it.
fn program(word: &Word) -> &str {
    let name = word.text.rsplit('/').next().unwrap_or_default();
    PROGRAMS.iter().copied().find(|known| *known == name).unwrap_or(name)
}

fn flink(words: &[Word]) -> Result<Command, Mistake> {
    let Some(action) = words.get(1) else {
        return Err(missing(words, "run|list|cancel|stop|savepoint"));
    };
    let rest = &words[2..];
    match action.text.as_str() {
        "run" => run(words, rest),
        "list" => list(rest),
        "cancel" => {
            let (_, arguments) = options(rest, LIST_OPTIONS)?;
            let job = arguments.into_iter().next().ok_or_else(|| missing(words, "<jobId>"))?;
            Ok(Command::Cancel { job })
        }
        "stop" => stop(words, rest),
        "savepoint" => savepoint(words, rest),
        other if ELSEWHERE.contains(&other) => Err(wrong(action, MistakeKind::NotSimulated)),
        other => {
            let similar = similar(other, ACTIONS);
            Err(wrong(action, MistakeKind::UnknownAction { similar }))
        }
    }
}

fn run(words: &[Word], rest: &[Word]) -> Result<Command, Mistake> {
    let (given, arguments) = options(rest, RUN_OPTIONS)?;
    let value = |short: &str| {
        given.iter().find(|(option, _)| *option == short).and_then(|(_, value)| value.clone())
    };
    let has = |short: &str| given.iter().any(|(option, _)| *option == short);
    let behind = arguments.len();
    let jar = arguments.into_iter().next().ok_or_else(|| missing(words, "<jar-file>"))?;
    Ok(Command::Run(Run {
        detached: has("-d"),
        shutdown_on_attached_exit: has("-sae"),
        main_class: value("-c"),
        target: value("-t").or_else(|| value("-e")),
        from_savepoint: value("-s"),
        queue: queue_of(&rest[..rest.len() - behind])?,
        jar: Some(jar),
    }))
}

fn stop(words: &[Word], rest: &[Word]) -> Result<Command, Mistake> {
    let (given, arguments) = options(rest, STOP_OPTIONS)?;
    let drain = given.iter().any(|(option, _)| *option == "-d");
    let directory = given.into_iter().find(|(option, _)| *option == "-p");
    let job = arguments.into_iter().next().ok_or_else(|| missing(words, "<jobId>"))?;
    Ok(Command::Stop { job, drain, directory: directory.and_then(|(_, path)| path) })
}

fn savepoint(words: &[Word], rest: &[Word]) -> Result<Command, Mistake> {
    let (given, arguments) = options(rest, SAVEPOINT_OPTIONS)?;
    if let Some((_, Some(path))) = given.into_iter().find(|(option, _)| *option == "-d") {
        return Err(wrong(&path, MistakeKind::NotSimulated));
    }
    let mut arguments = arguments.into_iter();
    let job = arguments.next().ok_or_else(|| missing(words, "<jobId>"))?;
    Ok(Command::Savepoint { job, directory: arguments.next() })
}

fn list(rest: &[Word]) -> Result<Command, Mistake> {
    let (given, _) = options(rest, LIST_OPTIONS)?;
    let has = |short: &str| given.iter().any(|(option, _)| *option == short);
    Ok(Command::List(match (has("-a"), has("-r"), has("-s")) {
        (true, _, _) => Listing::All,
        (false, true, false) => Listing::Running,
        (false, false, true) => Listing::Scheduled,
        (false, _, _) => Listing::RunningAndScheduled,
    }))
}

fn kill(words: &[Word]) -> Result<Command, Mistake> {
    let (signal, process) = match &words[1..] {
        [] => return Err(missing(words, "tm-0")),
        [option, rest @ ..] if option.text.starts_with('-') => {
            let name = option.text.trim_start_matches('-').trim_start_matches("SIG");
            let signal = match name {
                "9" | "KILL" => Signal::Kill,
                "15" | "TERM" => Signal::Term,
                "19" | "STOP" => Signal::Stop,
                "18" | "CONT" => Signal::Cont,
                _ => return Err(unknown_option(option, &["-9", "-TERM", "-STOP", "-CONT"])),
            };
            (signal, rest.first())
        }
        [process, ..] => (Signal::Term, Some(process)),
    };
    let process = process.cloned().ok_or_else(|| missing(words, "tm-0"))?;
    Ok(Command::Kill { signal, process })
}

type Given = Vec<(&'static str, Option<Word>)>;

/// Options (by their short form) and what is left over. The first plain word ends the options: what
/// follows the jar belongs to the program.
fn options(
    words: &[Word],
    known: &'static [(&str, &str, bool)],
) -> Result<(Given, Vec<Word>), Mistake> {
    let mut given = Vec::new();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if !word.text.starts_with('-') {
            let arguments = std::iter::once(word).chain(rest).cloned().collect();
            return Ok((given, arguments));
        }
        // -Dkey=value and --class=X carry their value with them.
        if word.text.starts_with("-D") && word.text.len() > 2 {
            continue;
        }
        // Commons CLI also accepts long names with one dash.
        let (name, inline) = match word.text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (word.text.as_str(), None),
        };
        let long = format!("--{}", name.trim_start_matches('-'));
        let found = known.iter().find(|(short, full, _)| *short == name || *full == long);
        let Some((short, _, takes_value)) = found else {
            let names: Vec<&'static str> =
                known.iter().flat_map(|(short, full, _)| [*short, *full]).collect();
            return Err(unknown_option(word, &names));
        };
        let value = match (takes_value, inline) {
            (false, _) => None,
            (true, Some(value)) => Some(Word { text: value.to_owned(), at: word.at.clone() }),
            (true, None) => {
                let next = rest.next().cloned();
                Some(next.ok_or_else(|| wrong(word, MistakeKind::MissingValue))?)
            }
        };
        given.push((*short, value));
    }
    Ok((given, Vec::new()))
}

fn value_of(words: &[Word], names: &[&str]) -> Result<Option<Word>, Mistake> {
    let Some(at) = words.iter().position(|word| names.contains(&word.text.as_str())) else {
        return Ok(None);
    };
    match words.get(at + 1) {
        Some(value) => Ok(Some(value.clone())),
        None => Err(wrong(&words[at], MistakeKind::MissingValue)),
    }
}

/// The queue of YARN that a line names: `-qu prod`, `-Dyarn.application.queue=prod`.
fn queue_of(words: &[Word]) -> Result<Option<Word>, Mistake> {
    const KEY: &str = "yarn.application.queue=";
    if let Some(queue) = value_of(words, &["-qu", "--queue"])? {
        return Ok(Some(queue));
    }
    let named = words.iter().find_map(|word| {
        let text = word.text.strip_prefix("-D").unwrap_or(&word.text).strip_prefix(KEY)?;
        Some(Word { text: text.to_owned(), at: word.at.clone() })
    });
    Ok(named)
}

fn wrong(word: &Word, kind: MistakeKind) -> Mistake {
    Mistake { at: word.at.clone(), kind }
}

fn missing(words: &[Word], what: &'static str) -> Mistake {
    let end = words.last().map_or(0, |word| word.at.end);
    Mistake { at: end..end, kind: MistakeKind::MissingArgument(what) }
}

fn unknown_option(word: &Word, known: &[&'static str]) -> Mistake {
    wrong(word, MistakeKind::UnknownOption { similar: similar(&word.text, known) })
}

/// The known name that differs least, if it differs little.
fn similar(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let letters = |text: &'_ str| text.trim_start_matches('-').to_owned();
    let name = letters(name);
    let far = |known: &&'static str| distance(&name, &letters(known));
    let nearest = known.iter().copied().min_by_key(far)?;
    (far(&nearest) <= (name.chars().count() / 3).max(1)).then_some(nearest)
}

/// Edit distance (Levenshtein), small and slow: names are short.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row a typed line: what it says, or the place and the kind of its mistake.
    fn said(line: &str) -> String {
        let text =
            |word: &Option<Word>| word.as_ref().map_or("-".to_owned(), |word| word.text.clone());
        match parse(line) {
            Ok(Command::Stop { job, drain, directory }) => {
                let drain = if drain { "d" } else { "" };
                format!("stop {} [{drain}] {}", job.text, text(&directory))
            }
            Ok(Command::Savepoint { job, directory }) => {
                format!("savepoint {} {}", job.text, text(&directory))
            }
            Ok(Command::Run(run)) => {
                let flags = [(run.detached, "d"), (run.shutdown_on_attached_exit, "sae")];
                let flags: Vec<&str> =
                    flags.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
                let flags = flags.join("+");
                let [class, target, jar] = [&run.main_class, &run.target, &run.jar].map(text);
                let from = run
                    .from_savepoint
                    .map_or(String::new(), |path| " from ".to_owned() + &path.text);
                let queue =
                    run.queue.map_or(String::new(), |queue| format!(" queue {}", queue.text));
                format!("run [{flags}] class {class} target {target} jar {jar}{from}{queue}")
            }
            Ok(Command::YarnSession { queue }) => {
                format!("YarnSession {:?}", queue.map(|queue| queue.text))
            }
            Ok(command) => format!("{command:?}"),
            Err(mistake) => format!("\"{}\": {:?}", &line[mistake.at.clone()], mistake.kind),
        }
    }

    #[test]
    fn the_commands_of_the_notes() {
        let rows = [
            ("", "Nothing"),
            ("  # a comment", "Nothing"),
            ("bin/start-cluster.sh", "StartCluster"),
            ("$ ./bin/stop-cluster.sh", "StopCluster"),
            ("bin/taskmanager.sh start", "TaskManager(Start)"),
            ("bin/jobmanager.sh start", "JobManager(Start)"),
            ("bin/yarn-session.sh -nm test", "YarnSession None"),
            ("bin/yarn-session.sh -d -qu prod", "YarnSession Some(\"prod\")"),
            ("yarn-session.sh -Dyarn.application.queue=dev", "YarnSession Some(\"dev\")"),
            (
                "flink run -d -t yarn-per-job -Dyarn.application.queue=prod x.jar -qu no",
                "run [d] class - target yarn-per-job jar x.jar queue prod",
            ),
            (
                "echo \"stop\" | ./bin/yarn-session.sh -id application_1699415564762_0001",
                "YarnSessionStop",
            ),
            (
                "bin/flink run -c com.atguigu.wc.StreamWordCount FlinkTutorial-1.0-SNAPSHOT.jar",
                "run [] class com.atguigu.wc.StreamWordCount target - jar FlinkTutorial-1.0-SNAPSHOT.jar",
            ),
            (
                "flink run -d -sae --target yarn-session -Dyarn.application.id=a_1 x.jar --input y",
                "run [d+sae] class - target yarn-session jar x.jar",
            ),
            ("flink run -m hadoop102:8081 -p 2 x.jar", "run [] class - target - jar x.jar"),
            ("flink run -jobmanager h:1 x.jar", "run [] class - target - jar x.jar"),
            ("flink run --class=A x.jar", "run [] class A target - jar x.jar"),
            ("flink stop A", "stop A [] -"),
            ("flink stop --drain -p hdfs:///sp A", "stop A [d] hdfs:///sp"),
            ("flink stop --savepointPath=/sp -t yarn-application A", "stop A [] /sp"),
            ("flink savepoint A", "savepoint A -"),
            ("flink savepoint -type canonical A /sp", "savepoint A /sp"),
            (
                "flink run -s /sp/savepoint-1 x.jar",
                "run [] class - target - jar x.jar from /sp/savepoint-1",
            ),
            ("flink list", "List(RunningAndScheduled)"),
            ("flink list -a", "List(All)"),
            ("help", "Help"),
        ];
        for (line, expected) in rows {
            assert_eq!(said(line), expected, "{line}");
        }
    }

    #[test]
    fn mistakes_have_a_place_and_a_hint() {
        let rows = [
            ("flnk run x.jar", "\"flnk\": UnknownProgram { similar: Some(\"flink\") }"),
            ("flink rum x.jar", "\"rum\": UnknownAction { similar: Some(\"run\") }"),
            ("flink run-application x.jar", "\"run-application\": NotSimulated"),
            (
                "flink run -detach x.jar",
                "\"-detach\": UnknownOption { similar: Some(\"--detached\") }",
            ),
            ("flink run -c", "\"-c\": MissingValue"),
            ("flink run -d", "\"\": MissingArgument(\"<jar-file>\")"),
            ("flink stop -p /sp", "\"\": MissingArgument(\"<jobId>\")"),
            ("flink savepoint -d /sp", "\"/sp\": NotSimulated"),
            ("flink cancel", "\"\": MissingArgument(\"<jobId>\")"),
            ("flink cancel <jobId>", "\"<jobId>\": Redirection"),
            ("flink run \"x.jar", "\"\"x.jar\": OpenQuote"),
            ("kill -HUP tm-0", "\"-HUP\": UnknownOption { similar: None }"),
            ("kill", "\"\": MissingArgument(\"tm-0\")"),
            ("taskmanager.sh", "\"\": MissingArgument(\"start|stop\")"),
            ("rm -rf /", "\"rm\": UnknownProgram { similar: None }"),
            ("启动集群", "\"启动集群\": UnknownProgram { similar: None }"),
        ];
        for (line, expected) in rows {
            assert_eq!(said(line), expected, "{line}");
        }
    }

    #[test]
    fn no_line_panics() {
        for line in ["|", "| |", "\\", "'", "\"\"", "$", "$ $", "flink \\", "\u{0}", "é|é\\é"] {
            let _ = said(line);
        }
    }
}
