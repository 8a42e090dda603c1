//! The terminal: what the reader types, and what stands above it.
//!
//! In: typed lines and the player. Out: an [`Action`] to do, and the [`Row`]s to show.
//! Deliberately absent: doing the action (the player's), Yew, the browser.
//!
//! What commands and programs printed is a function of the trace (`model::console`), so stepping back
//! takes it away again. Lines that did nothing to the cluster (a list, a mistake) are kept here with
//! the place in the trace at which they were typed, and come and go with it.

use super::state::Player;
use model::command::{Answer, Mistake, Place, left_out, parse, resolve};
use model::event::Refusal;
use model::{Action, Cluster, Event, console};
use stage::Lang;
use stage::words::{self, Names};

/// Rows that are shown at most; older ones are left out.
const MAX_ROWS: usize = 200;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A command, behind a prompt.
    Command,
    /// What a program printed.
    Output,
    /// What is wrong, or a hint, in the reader's language.
    Hint,
}

/// One row of the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub kind: Kind,
    /// Its text.
    pub text: String,
    /// The part of it that is wrong, in bytes; an empty one is a place where something is missing.
    pub wrong: Option<Place>,
}

impl Row {
    fn new(kind: Kind, text: String) -> Row {
        Row { kind, text, wrong: None }
    }
}

/// A line that did nothing to the cluster, and the answer to it.
#[derive(Clone, Debug)]
struct Note {
    happened: usize,
    rows: Vec<Row>,
}

/// The reader's side of the terminal.
#[derive(Clone, Debug, Default)]
pub struct Terminal {
    notes: Vec<Note>,
    /// Lines that became actions: position of the action in the trace, and the line as typed.
    typed: Vec<(usize, String)>,
    /// Every line that was entered, oldest first.
    history: Vec<String>,
    /// Which line of the history is being looked at, counted from the end.
    recalled: usize,
    /// What of the last line had no effect: told behind its command, once that is done.
    aside: Vec<Row>,
}

impl Terminal {
    /// A line was entered. What is to be done to the cluster, if anything.
    pub fn enter(&mut self, line: &str, lang: Lang, player: &Player) -> Option<Action> {
        let line = line.trim();
        self.recalled = 0;
        if line.is_empty() {
            return None;
        }
        self.history.push(line.to_owned());
        let cluster = player.frame().cluster;
        let scenario = player.trace().scenario();
        let mut aside = Vec::new();
        let answer = parse(line, cluster.version).and_then(|command| {
            aside = words::console::left_out(lang, &left_out(&command, &cluster));
            resolve(&command, &cluster, scenario)
        });
        let aside = rows(Kind::Hint, aside);
        let mut wrong = None;
        let mut rows = match answer {
            Ok(Answer::Do(action)) => {
                self.aside = aside;
                return Some(action);
            }
            Ok(Answer::Nothing) => Vec::new(),
            Ok(Answer::Usage(table)) => rows(Kind::Output, words::console::usage(table)),
            Ok(Answer::List(listing, of)) => {
                rows(Kind::Output, console::list(&cluster, of, listing))
            }
            Ok(Answer::ListApplications) => rows(Kind::Output, console::applications(&cluster)),
            Ok(Answer::Help) => rows(Kind::Output, words::console::help(scenario)),
            Ok(Answer::Outside(word)) => {
                rows(Kind::Hint, vec![words::console::outside(lang, word.text)])
            }
            Err(mistake) => {
                wrong = Some(mistake.at);
                complaint(&mistake, line, lang, player)
            }
        };
        if wrong.is_none() {
            rows.extend(aside);
        }
        self.note(line, wrong, player, rows);
        None
    }

    /// How many lines were entered so far.
    pub fn entered(&self) -> usize {
        self.history.len()
    }

    /// The action of the last line was done: it stands at this position of the trace.
    pub fn done(&mut self, entry: usize) {
        let line = self.history.last().cloned().unwrap_or_default();
        self.forget_after(entry);
        self.typed.push((entry, line));
        let rows = std::mem::take(&mut self.aside);
        self.insert(Note { happened: entry + 1, rows });
    }

    /// The action of the last line could not be done.
    pub fn refused(&mut self, lang: Lang, refusal: Refusal, player: &Player) {
        let line = self.history.last().cloned().unwrap_or_default();
        let words = words::action::refusal(lang, refusal).to_owned();
        self.note(&line, None, player, rows(Kind::Hint, vec![words]));
    }

    /// The future after this many events was dropped.
    pub fn forget_after(&mut self, happened: usize) {
        self.notes.retain(|note| note.happened <= happened);
        self.typed.retain(|(entry, _)| *entry < happened);
    }

    /// An earlier line, or a later one; `None` at the end of the history.
    pub fn recall(&mut self, older: bool) -> Option<String> {
        self.recalled = match older {
            true => (self.recalled + 1).min(self.history.len()),
            false => self.recalled.saturating_sub(1),
        };
        let at = self.history.len().checked_sub(self.recalled)?;
        Some(self.history.get(at).cloned().unwrap_or_default())
    }

    /// What stands in the terminal at the player's moment, oldest first.
    pub fn rows(&self, lang: Lang, player: &Player) -> Vec<Row> {
        let happened = player.position().happened;
        let cluster = player.frame().cluster;
        let mut all = Vec::new();
        let mut notes = self.notes.iter().filter(|note| note.happened <= happened).peekable();
        for line in console::transcript(player.trace(), &cluster, happened) {
            let (entry, row) = match line {
                console::Line::Command { entry } => {
                    (entry, self.command(lang, player, &cluster, entry))
                }
                console::Line::Output { entry, text } => (entry, Row::new(Kind::Output, text)),
            };
            while let Some(note) = notes.next_if(|note| note.happened <= entry) {
                all.extend(note.rows.iter().cloned());
            }
            all.push(row);
        }
        all.extend(notes.flat_map(|note| note.rows.iter().cloned()));
        all.split_off(all.len().saturating_sub(MAX_ROWS))
    }

    /// The command of an action: as typed, or as one would type it.
    fn command(&self, lang: Lang, player: &Player, cluster: &Cluster, entry: usize) -> Row {
        let typed = self.typed.iter().find(|(at, _)| *at == entry);
        let text = match (typed, &player.entries()[entry].event) {
            (Some((_, line)), _) => line.clone(),
            (None, Event::ActionTaken(action)) => {
                words::action::command(&Names::new(lang, cluster), action)
            }
            (None, _) => String::new(),
        };
        Row::new(Kind::Command, text)
    }

    fn note(&mut self, line: &str, wrong: Option<Place>, player: &Player, answer: Vec<Row>) {
        let mut rows = vec![Row { wrong, ..Row::new(Kind::Command, line.to_owned()) }];
        rows.extend(answer);
        self.insert(Note { happened: player.position().happened, rows });
    }

    /// A note belongs behind the notes of earlier moments.
    fn insert(&mut self, note: Note) {
        let at = self.notes.partition_point(|other| other.happened <= note.happened);
        self.notes.insert(at, note);
    }
}

/// A text as lines to run: what a backslash continues is one line, and empty lines are left out.
pub fn joined(text: &str) -> String {
    let mut lines = String::new();
    for line in text.split('\n') {
        let line = line.trim();
        match line.strip_suffix('\\') {
            Some(begun) => {
                lines.push_str(begun.trim_end());
                lines.push(' ');
            }
            None if line.is_empty() => {}
            None => {
                lines.push_str(line);
                lines.push('\n');
            }
        }
    }
    lines.truncate(lines.trim_end_matches('\n').len());
    lines
}

fn rows(kind: Kind, lines: Vec<String>) -> Vec<Row> {
    lines.into_iter().map(|text| Row::new(kind, text)).collect()
}

/// What the real program prints, then what to do instead.
fn complaint(mistake: &Mistake, line: &str, lang: Lang, player: &Player) -> Vec<Row> {
    let scenario = player.trace().scenario();
    let real = words::console::real_message(mistake, line);
    let mut all = rows(Kind::Output, real.into_iter().collect());
    let hint = words::console::hint(lang, mistake, line, scenario);
    all.push(Row::new(Kind::Hint, hint));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::state::Control;
    use crate::player::testing::scenario;
    use model::Time;

    fn player() -> Player {
        Player::new(scenario(), Time::s(10))
    }

    fn shown(terminal: &Terminal, player: &Player) -> Vec<String> {
        let prompt = |row: Row| match row.kind {
            Kind::Command => format!("$ {}", row.text),
            Kind::Output | Kind::Hint => row.text,
        };
        terminal.rows(Lang::En, player).into_iter().map(prompt).collect()
    }

    #[test]
    fn the_terminal_tells_the_scenario_and_takes_it_back() {
        let (mut player, terminal) = (player(), Terminal::default());
        player.update(Control::Restart);
        assert_eq!(shown(&terminal, &player), Vec::<String>::new());
        player.update(Control::Forward);
        assert_eq!(shown(&terminal, &player), ["$ start-cluster.sh"]);
        player.update(Control::End);
        let rows = shown(&terminal, &player);
        assert!(
            rows.iter().any(|row| row.starts_with("Job has been submitted with JobID")),
            "{rows:?}"
        );
        player.update(Control::Restart);
        assert_eq!(shown(&terminal, &player), Vec::<String>::new());
    }

    #[test]
    fn a_mistake_is_answered_at_its_place_and_changes_nothing() {
        let (mut player, mut terminal) = (player(), Terminal::default());
        player.update(Control::End);
        let before = player.entries().len();
        assert_eq!(terminal.enter("flink rum x.jar", Lang::En, &player), None);
        let rows = shown(&terminal, &player);
        let tail: Vec<&str> = rows.iter().rev().take(3).rev().map(String::as_str).collect();
        assert_eq!(
            tail,
            ["$ flink rum x.jar", "\"rum\" is not a valid action.", "Did you mean run?"]
        );
        assert_eq!(player.entries().len(), before);
        player.update(Control::Restart);
        assert_eq!(shown(&terminal, &player), Vec::<String>::new());
    }

    #[test]
    fn a_typed_action_stands_as_typed() {
        let (mut player, mut terminal) = (player(), Terminal::default());
        player.update(Control::End);
        let action = terminal.enter("kill -9 tm-0", Lang::En, &player).expect("tm-0 is alive");
        player.update(Control::Act(action));
        terminal.done(player.position().happened - 1);
        assert!(shown(&terminal, &player).contains(&"$ kill -9 tm-0".to_owned()));
    }

    #[test]
    fn lines_that_go_on_are_one() {
        let rows = [
            ("flink list", "flink list"),
            ("  $ flink list \r\n\r\n", "$ flink list"),
            ("flink run \\", "flink run "),
            ("flink run \\\n  -d \\\r\n  x.jar\nhelp\n", "flink run -d x.jar\nhelp"),
            ("", ""),
        ];
        for (text, expected) in rows {
            assert_eq!(joined(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_has_no_effect_is_told_behind_its_command() {
        let (mut player, mut terminal) = (player(), Terminal::default());
        player.update(Control::End);
        let line = "flink run -d -p 2 -C file:///a -ys 2 x.jar";
        let action = terminal.enter(line, Lang::En, &player).expect("it submits");
        player.update(Control::Act(action));
        terminal.done(player.position().happened - 1);
        let rows = shown(&terminal, &player);
        let at = rows.iter().position(|row| row == &format!("$ {line}")).expect("it is there");
        assert_eq!(rows[at + 1], "Real Flink obeys these, the model does not: -C");
        assert_eq!(rows[at + 2], "Real Flink overlooks these, too, and does not say so: -ys");
        player.update(Control::Restart);
        assert_eq!(shown(&terminal, &player), Vec::<String>::new());
    }

    #[test]
    fn the_history_is_walked_in_both_directions() {
        let (player, mut terminal) = (player(), Terminal::default());
        for line in ["help", "flink list"] {
            terminal.enter(line, Lang::Zh, &player);
        }
        assert_eq!(terminal.recall(true).as_deref(), Some("flink list"));
        assert_eq!(terminal.recall(true).as_deref(), Some("help"));
        assert_eq!(terminal.recall(true).as_deref(), Some("help"));
        assert_eq!(terminal.recall(false).as_deref(), Some("flink list"));
        assert_eq!(terminal.recall(false).as_deref(), Some(""));
    }

    /// What a hostile reader types.
    const HOSTILE: &[&str] = &[
        "flink",
        "flink run",
        "flink run -c",
        "flink run -t",
        "flink run -t yarn x.jar",
        "flink cancel",
        "flink cancel 0",
        "flink run –d x.jar",
        "flink run “x.jar”",
        "flink run 'x.jar",
        "flink　list",
        "启动集群",
        "帮助",
        "、",
        "“”",
        "yarn-session.sh",
        "yarn-session.sh -n 2",
        "yarn-session.sh -nm",
        "yarn-session.sh -nm a -nm b -d -d",
        "yarn-session.sh -tm 1 -s 64 -jm 1",
        "yarn-session.sh -s 65",
        "yarn-session.sh -tm 99999999999999999999g",
        "yarn-session.sh -id application_1622535605178_0003",
        "echo stop | yarn-session.sh -id x",
        "kubernetes-session.sh -h",
        "kubernetes-session.sh -Dkubernetes.cluster-id=",
        "kubectl delete deployment/a",
        "kubectl delete deployment/",
        "start-cluster.sh",
        "start-cluster.sh now",
        "stop-cluster.sh",
        "taskmanager.sh",
        "taskmanager.sh start",
        "taskmanager.sh stop",
        "jobmanager.sh start",
        "jobmanager.sh stop",
        "standalone-job.sh start",
        "standalone-job.sh start -s /sp/1",
        "standalone-job.sh stop -x",
        "flink list -a -r -s -a",
        "flink savepoint WordCount",
        "flink savepoint WordCount /a /b /c",
        "flink stop WordCount -p /sp",
        "flink stop -p /sp WordCount",
        "flink run -d -p 64 -Dparallelism.default=1 x.jar",
        "flink run -p 0 x.jar",
        "flink run -p four x.jar",
        "flink run-application -t yarn-application x.jar",
        "flink run -t yarn-application x.jar",
        "flink run -m yarn-cluster -ys 3 -ynm n x.jar",
        "flink run -t kubernetes-application local:///x.jar",
        "flink run-application -t kubernetes-application x.jar",
        "flink run -s /no/where x.jar",
        "flink run -D x.jar",
        "flink run -D= x.jar",
        "flink run -D=a x.jar",
        "flink run -Da x.jar",
        "flink run - x.jar",
        "flink run -- x.jar",
        "flink run --= x.jar",
        "flink run -=a x.jar",
        "flink run -1 x.jar",
        "flink list --",
        "yarn-session.sh - --",
        "kill",
        "kill -9",
        "kill -9 tm-",
        "kill -9 tm-99999999999999999999",
        "kill -9 tm--1",
        "kill -STOP tm-0",
        "kill -0 tm-0",
        "kill -9 jobmanager",
        "yarn",
        "yarn application",
        "yarn application -list",
        "yarn application -kill a",
        "flink list | grep x",
        "|",
        "||",
        "a && b",
        ";",
        "&",
        ">",
        "<jobId>",
        "flink cancel <jobId>",
        "$",
        "$ $",
        "$ flink list",
        "# only a remark",
        "\\",
        "flink run \\",
        "^C",
        "help",
        "help me",
        "HELP",
        "Flink list",
        "FLINK",
        "flink Run x.jar",
        "\u{0}",
        "\u{7f}",
        "🦀",
        "é|é",
        "flink cancel é",
        "flink cancel 🦀🦀",
        "flink run -é x.jar",
        "flink -v",
        "flink --version",
        "./",
        "/",
        "bin/",
        "../flink",
        "http://localhost:8081",
        "exit",
        "clear",
        "cd /opt/flink",
        "ls",
        "sudo flink list",
    ];

    /// A session on a platform, before it is there, while it runs, and when it is over.
    fn moments(provider: &str, version: &str) -> Vec<Player> {
        let text = format!(
            r#"{{ "version": "{version}", "provider": {{ {provider} }},
                "jobs": [{{ "name": "WordCount", "vertices": [{{ "name": "Source", "parallelism": 2 }}] }}],
                "actions": [
                    {{ "at": 0, "action": {{ "do": "start-cluster" }} }},
                    {{ "at": 20000000, "action": {{ "do": "submit", "job": "WordCount" }} }},
                    {{ "at": 60000000, "action": {{ "do": "stop-cluster" }} }}
                ] }}"#
        );
        let scenario: model::Scenario = serde_json::from_str(&text).expect("a valid scenario");
        [0, 10, 40, 90].map(|at| Player::new(scenario.clone(), Time::s(at))).into()
    }

    #[test]
    fn whatever_is_typed_is_answered() {
        let long = ["flink run -c ", &"很长的类名".repeat(5_000), " x.jar"].concat();
        let platforms = [
            "\"kind\": \"standalone\", \"task_managers\": 2",
            "\"kind\": \"yarn\", \"nodes\": 2, \"node_memory_mib\": 8192, \"minimum_allocation_mib\": 1024",
            "\"kind\": \"kubernetes\", \"nodes\": 2, \"node_memory_mib\": 8192",
        ];
        for version in model::FlinkVersion::ALL {
            for mut player in platforms.iter().flat_map(|it| moments(it, version.name())) {
                let start = player.session();
                for line in HOSTILE.iter().copied().chain([long.as_str()]) {
                    let mut terminal = Terminal::default();
                    let before = terminal.rows(Lang::Zh, &player).len();
                    match terminal.enter(line, Lang::Zh, &player) {
                        Some(action) => {
                            player.update(Control::Act(action));
                            player.update(Control::End);
                            player.restore(&start);
                        }
                        None => {
                            let rows = terminal.rows(Lang::Zh, &player);
                            let said = rows.len() >= MAX_ROWS || rows.len() > before + 1;
                            let remark = line.starts_with('#') || line == "\\";
                            assert!(said || remark, "{line:.60} in {}: {rows:?}", version.name());
                        }
                    }
                }
            }
        }
    }
}
