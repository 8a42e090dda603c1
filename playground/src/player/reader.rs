//! A reader at random in front of a stage: every message that a page can send, and all that a page draws.
//!
//! Both languages are driven side by side: what is said differs, what is there must not.

use super::desk::{Ask, Panel};
use super::keys::Focus;
use super::live::{Line, Live, Msg};
use super::offers::{Attachment, Offers};
use super::state::{Control, Speed};
use super::terminal::{MAX_ROWS, Seek};
use super::verbs;
use super::window::Window;
use crate::cell::{Cell, View};
use crate::player::view::{Refs, Tell, whole, words};
use model::command::{World, complete};
use model::{Action, FlinkVersion, authoring};
use reader::{Dice, LivePart, costing, drawn, read_at_random};
use stage::sound::faults;
use stage::words as said;

use stage::{Arrangement, Extent, Lang, Motion, Options, Scene, Target};
use std::collections::BTreeMap;
use std::rc::Rc;

/// As many as take about half a minute on two cores.
const STEPS: u64 = 60_000;

/// Moments of a run from which things to select are taken.
const MOMENTS: usize = 10;

/// What stands for a new line in a step, which is one line.
const NEW_LINE: &str = "⏎";

struct Stage {
    zh: Live,
    en: Live,
    /// Everything that any moment of any run so far has drawn.
    things: BTreeMap<String, Target>,
    /// What was drawn of a state, to be drawn the same when it comes back.
    pictures: BTreeMap<String, String>,
    panels: BTreeMap<String, String>,
}

fn scenario(id: &str) -> authoring::ScenarioFile {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../book/scenarios/");
    let source = std::fs::read_to_string([root, id, ".toml"].concat()).expect("it is there");
    authoring::parse(id, &source).expect("the book's scenarios are valid")
}

fn live(id: &str, lang: Lang, arrangement: Arrangement) -> Live {
    let file = scenario(id);
    let title = match lang {
        Lang::Zh => file.title.zh,
        Lang::En => file.title.en,
    };
    let beats = file.beats.into_iter().map(|(key, name)| match lang {
        Lang::Zh => (key, name.zh),
        Lang::En => (key, name.en),
    });
    let (beats, scenario, view) = (beats.collect(), file.scenario, View::Picture);
    let cell = Cell { id: id.to_owned(), lang, title, beats, view, plays: false, scenario };
    Live::new(Rc::new(cell), arrangement, Motion::Full)
}

impl LivePart for Stage {
    const NAME: &'static str = "Stage";

    fn all() -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../book/scenarios");
        let files = std::fs::read_dir(folder).expect("the book has scenarios");
        let name = |file: std::io::Result<std::fs::DirEntry>| {
            let path = file.expect("the folder is readable").path();
            path.file_stem().expect("a file has a name").to_string_lossy().into_owned()
        };
        let mut names: Vec<String> = files.map(name).collect();
        names.sort();
        names
    }

    fn open(name: &str) -> Stage {
        let of = |lang| live(name, lang, Arrangement::Wide);
        let mut stage = Stage {
            zh: of(Lang::Zh),
            en: of(Lang::En),
            things: BTreeMap::new(),
            pictures: BTreeMap::new(),
            panels: BTreeMap::new(),
        };
        stage.look_around();
        stage
    }

    fn idea(&mut self, dice: &mut Dice) -> String {
        idea::of(self, dice)
    }

    fn step(&mut self, step: &str) -> Result<(), String> {
        let run = self.en.player().run();
        let (verb, object) = step.split_once(' ').unwrap_or((step, ""));
        if verb == "reload" {
            self.reload()?;
        } else if verb == "there-and-back" {
            self.there_and_back(object.parse().unwrap_or(0))?;
        } else if let Some(msg) = self.msg(verb, object) {
            let place = format!("{} {step}", self.en.cell().id);
            for live in [&mut self.zh, &mut self.en] {
                live.act(&msg);
                costing(verb, || place.clone(), || live.update(msg.clone()));
                live.wishes();
            }
        }
        if self.en.player().run() != run {
            self.look_around();
            self.pictures.clear();
            self.panels.clear();
            // What a reader types or does adds to a run; anything else replaces it, with all that was typed into it.
            let replaced = !matches!(verb, "do" | "type" | "run" | "key");
            [&self.zh, &self.en].into_iter().try_for_each(|live| anew(live, replaced))?;
        }
        self.check()
    }
}

impl Stage {
    /// What a step means now.
    fn msg(&self, verb: &str, object: &str) -> Option<Msg> {
        let number = || object.parse::<u64>().ok();
        let control = match verb {
            "toggle" => Control::Toggle,
            "play" => Control::Play,
            "pause" => Control::Pause,
            "forward" => Control::Forward,
            "back" => Control::Back,
            "next" => Control::Next,
            "next-beat" => Control::NextBeat,
            "previous-beat" => Control::PreviousBeat,
            "beat" => Control::Beat(usize::try_from(number()?).ok()?),
            "restart" => Control::Restart,
            "end" => Control::End,
            "faster" => Control::Faster,
            "slower" => Control::Slower,
            "reset" => Control::Reset,
            "dismiss" => Control::Dismiss,
            "scrub" => Control::Scrub(number()?),
            "goto" => Control::GoTo(usize::try_from(number()?).ok()?),
            "tick" => Control::Tick(number()?),
            "pace" => Control::Pace(Speed::ALL.into_iter().find(|it| it.name() == object)?),
            "calm" => Control::Move(Motion::Reduced),
            "lively" => Control::Move(Motion::Full),
            "imitate" => {
                let mut versions = FlinkVersion::ALL.into_iter();
                Control::Imitate(versions.find(|it| it.name() == object)?)
            }
            "do" => Control::Act(Action::from_text(object)?),
            _ => return self.other_msg(verb, object),
        };
        Some(Msg::Control(control))
    }

    fn other_msg(&self, verb: &str, object: &str) -> Option<Msg> {
        let text = || object.replace(NEW_LINE, "\n");
        Some(match verb {
            "select" => Msg::Ask(Ask::Select(*self.things.get(object)?)),
            "show" => Msg::Ask(Ask::Show(Panel::ALL.into_iter().find(|it| it.name() == object)?)),
            "fold" => Msg::Ask(Ask::Fold),
            "help" => Msg::Ask(Ask::Help),
            "escape" => Msg::Ask(Ask::Escape),
            "picture" => Msg::Ask(Ask::View(View::Picture)),
            "web" => Msg::Ask(Ask::View(View::Web)),
            "detached" => Msg::Ask(Ask::Attach(Attachment::Detached)),
            "attached" => Msg::Ask(Ask::Attach(Attachment::Attached)),
            "attached-for-life" => Msg::Ask(Ask::Attach(Attachment::AttachedForLife)),
            "wide" => Msg::Resized(Arrangement::Wide),
            "upright" => Msg::Resized(Arrangement::Upright),
            "narrow" => Msg::Resized(Arrangement::Narrow),
            "scroll" | "measure" => {
                let (top, height) = object.split_once(' ')?;
                let window = Window { top: top.parse().ok()?, height: height.parse().ok()? };
                if verb == "scroll" { Msg::LogScrolled(window) } else { Msg::LogMeasured(window) }
            }
            "type" => Msg::Typed(text()),
            "run" => Msg::Run(text()),
            "older" => Msg::Recall(Seek::Older, text()),
            "newer" => Msg::Recall(Seek::Newer, text()),
            "seek" => Msg::Recall(Seek::Anywhere, text()),
            "tab" => {
                let (cluster, scenario) = (&self.en.frame().cluster, self.en.player().scenario());
                let world = World { cluster, scenario, history: &[], kept: &[] };
                Msg::Complete(complete(&text(), &world)?)
            }
            "link" => Msg::CopyLink,
            "copied" => Msg::Copied(true),
            "not-copied" => Msg::Copied(false),
            "follow" => Msg::Followed(object.to_owned()),
            "key" => {
                let (tag, key) = object.split_once(' ')?;
                let role = matches!(tag, "tab" | "listbox").then_some(tag);
                let (shift, key) = match key.strip_prefix("Shift+") {
                    Some(key) => (true, key),
                    None => (false, key),
                };
                return verbs::meaning(&self.en.verbs(), key, shift, Focus::of(tag, role));
            }
            _ => return None,
        })
    }

    fn offers(&self) -> Vec<Action> {
        let live = &self.en;
        let scenario = live.player().scenario();
        let offers = Offers::of(&live.frame().cluster, scenario, live.desk().attachment);
        let Offers { submit, jobs, task_managers, clients, cluster } = offers;
        let mut all: Vec<Action> = submit.into_iter().chain(cluster).collect();
        all.extend(jobs.into_iter().flat_map(|(_, actions)| actions));
        all.extend(task_managers.into_iter().flat_map(|(_, actions)| actions));
        all.extend(clients.into_iter().flat_map(|(_, actions)| actions));
        if let Some(target) = live.desk().selected {
            let offers = Offers::of(&live.frame().cluster, scenario, live.desk().attachment);
            all.extend(offers.to(target));
        }
        all
    }

    /// Notes what can be selected at some moments of this run, in the picture and in the web pages.
    fn look_around(&mut self) {
        let player = self.en.player();
        let extent = Extent::of(player.trace());
        let count = player.entries().len();
        for moment in 0..=MOMENTS {
            let happened = count * moment / MOMENTS;
            let time = happened.checked_sub(1).and_then(|last| player.entries().get(last));
            let frame =
                player.trace().frame(time.map_or_else(Default::default, |it| it.at), happened);
            let options = Options {
                lang: Lang::En,
                arrangement: Arrangement::Wide,
                selected: None,
                motion: Motion::Full,
                extent: &extent,
                last: None,
            };
            for scene in [stage::layout(&frame, &options), stage::web(&frame, &options)] {
                let selectable = scene.shapes.into_iter();
                self.things.extend(selectable.filter_map(|it| Some((it.key, it.target?))));
            }
        }
    }

    /// A stage that is started again from what it left with its page.
    fn reload(&mut self) -> Result<(), String> {
        for live in [&mut self.zh, &mut self.en] {
            let cell = Rc::new(live.cell().clone());
            let mut again = Live::new(cell, live.arrangement(), live.player().motion());
            let kept = live.kept();
            again.give_back(&kept);
            again.wishes();
            let [one, other] = [kept, again.kept()].map(|kept| without_selection(&kept));
            same("a stage that was started again", &one, &other)?;
            anew(live, false)?;
        }
        Ok(())
    }

    /// Some events forward and as many back.
    fn there_and_back(&mut self, steps: usize) -> Result<(), String> {
        self.zh.update(Msg::Control(Control::Pause));
        self.en.update(Msg::Control(Control::Pause));
        let happened = self.en.player().position().happened;
        // Between two events, the way back ends at the earlier of the two.
        let steps = steps.min(self.en.player().entries().len() - happened);
        for (control, times) in [(Control::Forward, steps), (Control::Back, steps)] {
            for _ in 0..times {
                for live in [&mut self.zh, &mut self.en] {
                    live.update(Msg::Control(control.clone()));
                    live.wishes();
                }
                self.check()?;
            }
        }
        Ok(())
    }

    /// Draws everything in both languages.
    fn check(&mut self) -> Result<(), String> {
        for live in [&self.zh, &self.en] {
            let lang = live.lang();
            if let Some(fault) = faults(live.scene()).into_iter().chain(untrue(live)).next() {
                return Err(format!("{lang:?}: {fault}"));
            }
            let (refs, tell) = (Refs::default(), Tell::noop());
            let place = || live.cell().id.clone();
            let told = costing("(words)", place, || words(live, &refs, &tell));
            let panels = [&told.sentence, &told.drawer].map(|part| drawn(part).text).concat();
            let page = drawn(&costing("(drawing)", place, || whole(live, &told, &tell)));
            if let Some(nameless) = page.nameless.first() {
                return Err(format!("{lang:?}: {nameless} has no name"));
            }
            let (player, desk) = (live.player(), live.desk());
            let state = format!(
                "{lang:?} {:?} {:?} {:?} {:?} {:?}",
                player.position(),
                desk.selected,
                desk.view,
                live.arrangement(),
                player.motion()
            );
            let picture = stage::svg::to_svg(live.scene());
            if let Some(before) = self.pictures.insert(state, picture.clone()) {
                same("a moment that comes back", &before, &picture)?;
            }
            let state = format!("{lang:?} {:?}", live.below());
            if let Some(before) = self.panels.insert(state, panels.clone()) {
                same("panels that need not be drawn again", &before, &panels)?;
            }
        }
        same(
            "what is there in Chinese and in English",
            &things(self.zh.scene()),
            &things(self.en.scene()),
        )
    }
}

/// A selection comes back where the picture that comes back has it: which cluster is drawn whole hangs on the selection.
fn without_selection(kept: &str) -> String {
    kept.split(' ').filter(|word| !word.starts_with("at=")).collect::<Vec<_>>().join(" ")
}

/// The same run and moment on a stage that has seen nothing else: it shows the same.
fn anew(live: &Live, with_terminal: bool) -> Result<(), String> {
    let cell = Rc::new(live.cell().clone());
    let mut again = Live::new(cell, live.arrangement(), live.player().motion());
    again.update(Msg::Followed(live.link()));
    again.update(Msg::Ask(Ask::View(live.desk().view)));
    if let Some(target) = live.desk().selected {
        again.update(Msg::Ask(Ask::Select(target)));
    }
    // A link names whole moments; between two events a message is somewhere on its way.
    if live.player().position() == again.player().position() {
        let [one, other] = [live, &again].map(|live| stage::svg::to_svg(live.scene()));
        same("the same moment on a new stage", &one, &other)?;
    }
    if with_terminal {
        // Lines that were answered before anything happened stay; they stand first.
        let (rows, of_run) = (live.rows(), again.rows());
        if !rows.ends_with(&of_run) && rows.len() < MAX_ROWS {
            return Err(format!("the terminal tells of another run: {rows:?}, not {of_run:?}"));
        }
    }
    Ok(())
}

/// What must hold of every moment, wherever the stage has been before.
fn untrue(live: &Live) -> Vec<String> {
    let (player, desk, scene) = (live.player(), live.desk(), live.scene());
    let entries = player.entries();
    let (show, total) = player.show();
    let lines = live.lines();
    let is_of_this_run = |line: &Rc<Line>| {
        let entry = entries.get(line.index);
        entry.is_some_and(|entry| {
            let sentence = said::event(live.lang(), entry, &player.cluster_after(line.index));
            line.clock == said::time::clock(entry.at) && line.sentence == sentence
        })
    };
    let marks = scene
        .shapes
        .iter()
        .all(|it| it.selected == (desk.selected.is_some() && it.target == desk.selected));
    let newest = live.frame().cluster.clients.last().map(|it| Target::Client(it.id));
    let drawn = newest.is_none() || scene.shapes.iter().any(|it| it.target == newest);
    let wide = desk.view == View::Picture;
    let ticks = live.ticks();
    let current = ticks.iter().filter(|tick| tick.now).count();
    let rising = ticks.iter().zip(ticks.iter().skip(1)).all(|(one, next)| one.place <= next.place);
    let rules = [
        (ticks.len() == player.beats().len(), "a beat has no tick"),
        (
            rising && ticks.iter().all(|tick| tick.place <= 1_000),
            "ticks stand beside the time line",
        ),
        (current == usize::from(player.beat().is_some()), "not one beat is the one that is shown"),
        (show <= total, "the show is beyond its end"),
        (
            lines.first().into_iter().chain(lines.last()).all(is_of_this_run),
            "the log tells of another run",
        ),
        (lines.is_empty() == entries.is_empty() || live.is_scrolled_away(), "the log is empty"),
        (marks, "what is selected is not what is marked"),
        (drawn || !wide, "the newest client is not there"),
    ];
    rules.into_iter().filter(|(holds, _)| !holds).map(|(_, told)| told.to_owned()).collect()
}

/// Keys and targets of a picture, but for words on messages: those are left out where there is no room.
fn things(scene: &Scene) -> String {
    let shapes = scene.shapes.iter().filter(|shape| !shape.key.starts_with("label-"));
    let selectable = shapes.filter(|shape| shape.target.is_some());
    selectable.map(|shape| format!("{} {:?}\n", shape.key, shape.target)).collect()
}

fn same(what: &str, one: &str, other: &str) -> Result<(), String> {
    if one == other {
        return Ok(());
    }
    let at = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let near = |text: &str| -> String {
        let start = (0..=at.saturating_sub(40)).rev().find(|it| text.is_char_boundary(*it));
        text.get(start.unwrap_or(0)..).unwrap_or_default().chars().take(120).collect()
    };
    Err(format!("{what} differs: …{}… and …{}…", near(one), near(other)))
}

mod idea;

#[test]
fn whatever_a_reader_does_a_stage_goes_on() {
    read_at_random::<Stage>(STEPS);
}

/// Something selected at a moment that the one shown does not know yet: the two ways on which that once stopped a stage.
#[test]
fn a_selection_waits_for_its_moment() {
    for (name, steps) in [
        ("yarn-session", "end web select:application- restart"),
        ("per-job-one", "restart do:start-cluster end select:job-manager-1 restart web"),
    ] {
        let mut stage = Stage::open(name);
        for step in steps.split(' ') {
            let step = match step.split_once("select:") {
                None => step.replace(':', " "),
                Some((_, prefix)) => {
                    let mut keys = stage.things.keys();
                    let key = keys.rfind(|key| key.starts_with(prefix));
                    format!("select {}", key.unwrap_or_else(|| panic!("no {prefix} in {name}")))
                }
            };
            assert_eq!(stage.step(&step), Ok(()), "{name}: {step}");
        }
        assert!(stage.en.desk().selected.is_some(), "{name}: the selection stays");
        assert_eq!(stage.en.player().position().happened, 0, "{name}: at the start");
        assert!(
            !stage.en.scene().shapes.iter().any(|shape| shape.selected),
            "{name}: not there yet"
        );
    }
}
