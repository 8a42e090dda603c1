//! What a reader might do next: everything, and what is near at hand more often.

use super::{NEW_LINE, Panel, Speed, Stage};
use model::FlinkVersion;
use reader::Dice;

/// What people type: what works, what works elsewhere, what never does.
const LINES: &[&str] = &[
    "help",
    "bin/start-cluster.sh",
    "bin/stop-cluster.sh",
    "jobmanager.sh start",
    "taskmanager.sh start",
    "flink list",
    "flink list -a",
    "flink run -d app.jar",
    "flink run -d -p 3 -c com.x.Main app.jar --in a",
    "flink run -t yarn-per-job -d app.jar",
    "flink run-application -t yarn-application app.jar",
    "flink run-application -t kubernetes-application -Dkubernetes.cluster-id=x local:///a.jar",
    "flink run -t kubernetes-session -Dkubernetes.cluster-id=my-session app.jar",
    "flink cancel <jobId>",
    "flink cancel 0000000000000000000000000000000a",
    "flink stop -p /tmp/s <jobId>",
    "flink savepoint <jobId> hdfs:///s",
    "flink run -s <savepointPath> -d app.jar",
    "yarn-session.sh -d -s 2 -tm 2g -qu prod",
    "yarn-session.sh -id application_1 < stop",
    "echo \"stop\" | yarn-session.sh -id <applicationId>",
    "yarn application -list",
    "yarn application -kill <applicationId>",
    "kubernetes-session.sh -Dkubernetes.cluster-id=my-session",
    "kubectl get pods",
    "kubectl delete deployment/my-session",
    "kubectl delete pod x",
    "kill -9 1",
    "hdfs dfs -mkdir /x",
    "^C",
    "flnk run",
    "flink run",
    "flink run -p 0 app.jar",
    "flink run -p 99999999999999999999 app.jar",
    "flink run 'unclosed",
    "flink run -Da.b=c -Dkey app.jar",
    "作业 列表",
    "\\",
    "flink \\⏎ list",
    "flink list⏎flink run -d app.jar⏎flink list",
];

const TAGS: &[&str] = &["DIV", "BUTTON", "SELECT", "tab", "listbox", "g"];

const KEYS: &[&str] = &[
    " ",
    "ArrowRight",
    "ArrowLeft",
    "Shift+ArrowRight",
    "Shift+ArrowLeft",
    "ArrowUp",
    "ArrowDown",
    "Home",
    "End",
    "n",
    "+",
    "-",
    "r",
    "k",
    "f",
    "g",
    "c",
    "u",
    "Escape",
    "?",
    "Enter",
    "x",
];

const PLAIN: &[&str] = &[
    "forward",
    "forward",
    "back",
    "back",
    "next",
    "next-beat",
    "next-beat",
    "previous-beat",
    "restart",
    "end",
    "play",
    "pause",
    "toggle",
    "faster",
    "slower",
    "dismiss",
    "help",
    "escape",
    "picture",
    "web",
    "web",
    "wide",
    "upright",
    "narrow",
    "fold",
    "older",
    "newer",
    "link",
    "copied",
    "not-copied",
    "calm",
    "lively",
    "detached",
    "attached",
    "attached-for-life",
    "reload",
    "reset",
];

pub(super) fn of(stage: &Stage, dice: &mut Dice) -> String {
    let live = &stage.en;
    let count = live.player().entries().len();
    let total = usize::try_from(live.player().show().1).unwrap_or(usize::MAX);
    match dice.roll(100) {
        0..35 => (*dice.pick(PLAIN)).to_owned(),
        35..43 => format!("scrub {}", dice.roll(total + total / 8 + 1)),
        43..46 => format!("goto {}", dice.roll(count + 2)),
        46..48 => format!("beat {}", dice.roll(11)),
        48..54 => format!("tick {}", dice.roll(100_000)),
        54..57 => format!("there-and-back {}", dice.roll(6)),
        57..73 => {
            let keys: Vec<&String> = stage.things.keys().collect();
            format!("select {}", dice.pick(&keys))
        }
        73..77 => format!("show {}", dice.pick(&Panel::ALL).name()),
        77..84 => {
            let offers = stage.offers();
            match offers.len() {
                0 => "next".to_owned(),
                _ => format!("do {}", dice.pick(&offers).to_text()),
            }
        }
        84..88 => format!("type {}", line(dice)),
        88..90 => format!("{} {}", dice.pick(&["tab", "tab", "seek", "older"]), begun(dice)),
        90..92 => format!("run {}", line(dice)),
        92..94 => format!("follow {}", link(&live.link(), dice)),
        94 => format!("imitate {}", dice.pick(&FlinkVersion::ALL).name()),
        95 => format!("pace {}", dice.pick(&Speed::ALL).name()),
        96..98 => {
            let verb = dice.pick(&["scroll", "scroll", "measure"]);
            format!("{verb} {} {}", dice.roll(count * 50 + 1), dice.roll(900))
        }
        _ => format!("key {} {}", dice.pick(TAGS), dice.pick(KEYS)),
    }
}

/// The beginning of one.
fn begun(dice: &mut Dice) -> String {
    let line = line(dice);
    line.chars().take(dice.roll(line.chars().count() + 1)).collect()
}

/// One of them, mostly whole, sometimes mangled.
fn line(dice: &mut Dice) -> String {
    let line = *dice.pick(LINES);
    if dice.roll(4) > 0 {
        return line.to_owned();
    }
    let mut chars: Vec<char> = line.chars().collect();
    for _ in 0..=dice.roll(3) {
        let at = dice.roll(chars.len() + 1);
        match dice.roll(3) {
            0 if at < chars.len() => drop(chars.remove(at)),
            1 => chars.truncate(at),
            _ => {
                chars.insert(at, *dice.pick(&['"', '\'', '-', ' ', '=', '<', '源', '\u{301}', '0']))
            }
        }
    }
    chars.into_iter().collect::<String>().replace('\n', NEW_LINE)
}

/// A link to this moment, mostly with a part of it changed.
fn link(link: &str, dice: &mut Dice) -> String {
    let mut parts: Vec<String> = link.split('&').map(str::to_owned).collect();
    let at = dice.roll(parts.len());
    match dice.roll(6) {
        0 => parts.truncate(at + 1),
        1 => drop(parts.remove(at)),
        2 => parts.push(format!("n={}", dice.roll(10_000))),
        3 => parts.push(format!("t={}", dice.roll(usize::MAX))),
        4 => parts.push(format!(
            "do={}.{}.{}",
            dice.roll(90_000_000),
            dice.pick(&["kill", "cancel", "start", "stop", "cut", "kill-jm", "memory"]),
            dice.roll(9)
        )),
        _ => {}
    }
    ["#", &parts.join("&")].concat()
}
