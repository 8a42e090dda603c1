//! What is typed, and what the terminal then shows.

use super::*;
use crate::player::state::Control;
use crate::player::testing::scenario;
use model::Time;
use model::command::{complete, table};

fn player() -> Player {
    Player::standing_at(scenario(), Time::s(10))
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
    assert_eq!(tail, ["$ flink rum x.jar", "\"rum\" is not a valid action.", "Did you mean run?"]);
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
    assert_eq!(rows[at + 1], "Real Flink obeys these, the model does not: -C file:///a");
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
    let mut seek = |seek, written: &str| terminal.recall(seek, written);
    assert_eq!(seek(Seek::Older, ""), "flink list");
    assert_eq!(seek(Seek::Older, "flink list"), "help");
    assert_eq!(seek(Seek::Older, "help"), "help", "there is none before");
    assert_eq!(seek(Seek::Newer, "help"), "flink list");
    assert_eq!(seek(Seek::Newer, "flink list"), "");
    // What is written says what is sought.
    assert_eq!(seek(Seek::Older, "he"), "help");
    assert_eq!(seek(Seek::Newer, "help"), "he");
    assert_eq!(seek(Seek::Anywhere, "list"), "flink list");
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
            "actions": ["0.start-cluster", "20000000.submit.WordCount", "60000000.stop-cluster"] }}"#
    );
    let scenario: model::Scenario = serde_json::from_str(&text).expect("a valid scenario");
    [0, 10, 40, 90].map(|at| Player::standing_at(scenario.clone(), Time::s(at))).into()
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
                        // What shells say nothing to, either.
                        let silent = line.starts_with('#')
                            || matches!(line, "\\" | "clear" | "cd /opt/flink")
                            || line.contains("| grep");
                        assert!(said || silent, "{line:.60} in {}: {rows:?}", version.name());
                    }
                }
            }
        }
    }
}

#[test]
fn tab_goes_on_with_what_exists() {
    let player = player();
    let (cluster, scenario) = (player.frame().cluster, player.trace().scenario().clone());
    let world = World { cluster: &cluster, scenario: &scenario, history: &[], kept: &[] };
    let job = cluster.jobs[0].id.hex();
    let whole = |line: &str| complete(line, &world).map(|it| (it.line, it.choices.join(" ")));
    let line = |text: &str| Some((text.to_owned(), String::new()));
    assert_eq!(whole("bin/fl"), line("bin/flink "));
    assert_eq!(whole("flink can"), line("flink cancel "));
    assert_eq!(whole("flink cancel "), line(&["flink cancel ", &job, " "].concat()));
    assert_eq!(whole("flink run --paral"), line("flink run --parallelism "));
    assert_eq!(whole("flink run -Dparallel"), line("flink run -Dparallelism.default="));
    assert_eq!(whole("flink run -t rem"), line("flink run -t remote "));
    assert_eq!(whole("kill -9 job"), line("kill -9 jobmanager "));
    assert_eq!(whole("cd /x && flink li"), line("cd /x && flink list "));
    let several = whole("flink s").expect("there are two");
    assert_eq!(several, ("flink s".to_owned(), "savepoint stop".to_owned()));
    // Nothing goes on: Tab leaves.
    for nothing in ["", " ", "flink run x.jar ", "flink cancel zz", "no-such ", "flink list ", "—"]
    {
        assert_eq!(whole(nothing), None, "{nothing}");
    }
}

#[test]
fn whatever_tab_completes_is_understood() {
    let player = player();
    let (cluster, scenario) = (player.frame().cluster, player.trace().scenario().clone());
    let world = World { cluster: &cluster, scenario: &scenario, history: &[], kept: &[] };
    for action in table::ACTIONS.iter().filter(|it| it.exists_in(cluster.version)) {
        let begun = ["flink ", action.name, " -"].concat();
        let options = complete(&begun, &world).expect("each has options").choices;
        for option in
            table::of(action.sets_in(cluster.version)).filter(|it| it.exists_in(cluster.version))
        {
            let known = |name: &str| name.is_empty() || options.iter().any(|it| it == name);
            assert!(known(option.short) && known(option.long), "{begun}: {option:?}");
        }
    }
}
