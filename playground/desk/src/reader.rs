//! A reader at random at a desk: every message that a page can send, and all that a page draws.

use crate::state::tests::cell;
use crate::state::{Desk, Msg};
use crate::view::{Tell, act, whole};
use model::FlinkVersion;
use reader::{Dice, LivePart, drawn, read_at_random};
use stage::Lang;

/// As many as take a few seconds on two cores: each explains lines in five versions, twice.
const STEPS: u64 = 6_000;

struct Reader {
    zh: Desk,
    en: Desk,
}

impl LivePart for Reader {
    const NAME: &'static str = "Reader";

    fn all() -> Vec<String> {
        vec!["a".to_owned()]
    }

    fn open(_: &str) -> Reader {
        Reader { zh: Desk::new(cell(Lang::Zh)), en: Desk::new(cell(Lang::En)) }
    }

    fn idea(&mut self, dice: &mut Dice) -> String {
        match dice.roll(8) {
            0 => format!("point {}", dice.roll(20)),
            1 => format!("example {}", dice.roll(3)),
            2 => format!("version {}", dice.pick(&FlinkVersion::ALL).name()),
            3 => (*dice.pick(&["link", "copied", "long"])).to_owned(),
            4 => {
                let link = self.en.link();
                let end = dice.roll(link.len() + 1);
                format!("follow {}", link.get(..end).unwrap_or(&link))
            }
            _ => format!("write {}", text(&self.en.asked.lines, dice)),
        }
    }

    fn step(&mut self, step: &str) -> Result<(), String> {
        if let Some(msg) = msg(step) {
            for desk in [&mut self.zh, &mut self.en] {
                act(&msg, desk.cell().lang);
                desk.update(msg.clone());
            }
        }
        for desk in [&self.zh, &self.en] {
            let page = drawn(&whole(desk, &Tell::noop()));
            if let Some(nameless) = page.nameless.first() {
                return Err(format!("{nameless} has no name"));
            }
            if let Ok(shown) = &desk.shown {
                let all: String = shown.pieces.iter().map(|piece| piece.text.as_str()).collect();
                if all != desk.asked.lines {
                    return Err(format!("{all:?} is shown"));
                }
            }
        }
        (self.zh.link() == self.en.link()).then_some(()).ok_or("the links differ".to_owned())
    }
}

fn msg(step: &str) -> Option<Msg> {
    let (verb, object) = step.split_once(' ').unwrap_or((step, ""));
    Some(match verb {
        "point" => Msg::Point(object.parse().ok()?),
        "example" => Msg::Example(object.parse().ok()?),
        "version" => Msg::Version(FlinkVersion::named(object)?),
        "link" => Msg::CopyLink,
        "copied" => Msg::Copied(true),
        "long" => Msg::Write("flink run ".repeat(1_000)),
        "follow" => Msg::Follow(object.to_owned()),
        "write" => Msg::Write(object.replace('⏎', "\n")),
        _ => return None,
    })
}

/// Lines with something changed in them.
fn text(text: &str, dice: &mut Dice) -> String {
    const WORDS: &[&str] = &[
        "'",
        "\"",
        "\\",
        "⏎",
        " ",
        "#",
        "；",
        "$X",
        " -p 2",
        " -t ",
        "yarn-application",
        " -D",
        "=",
        "taskmanager.memory.process.size=1m",
        " && ",
        "|",
        "> f",
        " <jobId>",
        "-y",
        "源",
        "app.jar",
        "docker run flink:1.20 ",
        "standalone-job.sh ",
        "-",
    ];
    let mut chars: Vec<char> = text.chars().take(600).collect();
    for _ in 0..=dice.roll(3) {
        let at = dice.roll(chars.len() + 1);
        match dice.roll(5) {
            0 => chars.truncate(at),
            1 if at < chars.len() => drop(chars.remove(at)),
            _ => drop(chars.splice(at..at, dice.pick(WORDS).chars())),
        }
    }
    chars.into_iter().collect::<String>().replace('\n', "⏎")
}

#[test]
fn whatever_a_reader_does_a_desk_goes_on() {
    read_at_random::<Reader>(STEPS);
}
