//! A reader at random at a desk, and at a composer: every message that a page can send, and all that a page draws.

use crate::composer::Composer;
use crate::part::Part;
use crate::state::Desk;
use crate::state::tests::cell;
use desk::compose::{Choices, FIELDS, Kind, sheet};
use desk::markup::{Element, Node};
use model::FlinkVersion;
use reader::{Dice, LivePart, read_at_random};
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
            3 => (*dice.pick(&["copied yes", "copied no", "long"])).to_owned(),
            4 => {
                let link = self.en.link();
                let end = dice.roll(link.len() + 1);
                format!("follow {}", link.get(..end).unwrap_or(&link))
            }
            _ => format!("write {}", text(&self.en.asked.lines, dice)),
        }
    }

    fn step(&mut self, step: &str) -> Result<(), String> {
        let (verb, object) = step.split_once(' ').unwrap_or((step, ""));
        let long = "flink run ".repeat(1_000);
        let (verb, object) = match verb {
            "long" => ("write", long),
            verb => (verb, object.replace('⏎', "\n")),
        };
        for desk in [&mut self.zh, &mut self.en] {
            does(desk, verb, &object)?;
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

/// Does something to a part and looks at all that is drawn.
fn does(part: &mut impl Part, verb: &str, object: &str) -> Result<(), String> {
    part.act(verb, object);
    part.tell(verb, object);
    part.notice();
    let nodes = part.above().into_iter().chain(part.below());
    nodes.into_iter().try_for_each(|node| named(&node))
}

/// Whatever is used by hand has a name: words inside, a label for it or around it.
fn named(node: &Node) -> Result<(), String> {
    let Node::Element(Element { tag, attributes, inside }) = node else { return Ok(()) };
    let says = |node: &Node| node.to_html().split(['<', '>']).step_by(2).any(|it| !it.is_empty());
    let labelled = attributes.iter().any(|(name, _)| matches!(*name, "aria-label" | "id"));
    if matches!(*tag, "button" | "a" | "select" | "input") && !labelled && !inside.iter().any(says)
    {
        return Err(format!("{} has no name", node.to_html()));
    }
    inside.iter().try_for_each(named)
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

fn composer(lang: Lang) -> Composer {
    let (id, title, choices) = ("a".to_owned(), "t".to_owned(), Choices::default());
    Composer::new(sheet::Cell { id, lang, title, choices })
}

/// A reader at random who composes.
struct Chooser {
    zh: Composer,
    en: Composer,
}

impl LivePart for Chooser {
    const NAME: &'static str = "Chooser";

    fn all() -> Vec<String> {
        vec!["a".to_owned()]
    }

    fn open(_: &str) -> Chooser {
        Chooser { zh: composer(Lang::Zh), en: composer(Lang::En) }
    }

    fn idea(&mut self, dice: &mut Dice) -> String {
        let field = dice.pick(FIELDS);
        match (dice.roll(6), field.kind) {
            (0, _) => "copied no".to_owned(),
            (1, _) => {
                let link = self.en.link();
                let end = dice.roll(link.len() + 1);
                format!("follow {}", link.get(..end).unwrap_or(&link))
            }
            (_, Kind::One(values)) => {
                let (value, _) = dice.pick(values);
                format!("choose {} {value}", field.name)
            }
            (_, Kind::Name) => {
                let names = ["", "a", "-p", "a b", "源.jar", "x/y-1.0.jar", "conf/config.yaml"];
                format!("choose {} {}", field.name, dice.pick(&names))
            }
        }
    }

    fn step(&mut self, step: &str) -> Result<(), String> {
        let (verb, object) = step.split_once(' ').unwrap_or((step, ""));
        for composer in [&mut self.zh, &mut self.en] {
            does(composer, verb, object)?;
        }
        (self.zh.link() == self.en.link()).then_some(()).ok_or("the links differ".to_owned())
    }
}

#[test]
fn whatever_a_reader_chooses_a_composer_goes_on() {
    read_at_random::<Chooser>(STEPS / 10);
}

#[test]
fn whatever_a_reader_does_a_desk_goes_on() {
    read_at_random::<Reader>(STEPS);
}
