//! What a stage leaves with its page, so that it can be started again where it was.
//!
//! In: a stage; a message that it is about to take. Out: a text with all that the reader has set, and what the
//! message does, in words. And back. The text is words with spaces between, first of all a link to the moment:
//!
//! `stage-<id>&v=1.20&n=57&t=12345678 web attached at=tm-1 actions log 2× typed=flink%20list.…`
//!
//! Deliberately absent: where the page keeps it, and which one it hands back (`book/theme/stage-loader.js`).

use super::{Live, Msg};
use crate::cell::View;
use crate::player::desk::{Ask, Panel};
use crate::player::later::later;
use crate::player::offers::Attachment;
use crate::player::state::{Control, Speed};
use model::percent::{escape, unescape};
use stage::words::{Label, Names, action, inspector, keyboard, label};
use std::borrow::Cow;

impl Live {
    /// All that the reader has set.
    pub fn kept(&self) -> String {
        let desk = &self.desk;
        let mut kept = self.link();
        let mut add = |parts: &[&str]| {
            kept.push(' ');
            parts.iter().for_each(|part| kept.push_str(part));
        };
        add(&[view_name(desk.view)]);
        add(&[attachment_name(desk.attachment)]);
        let shapes = self.scene.shapes.iter();
        let mut selected = shapes.filter(|it| it.target.is_some() && it.target == desk.selected);
        if let Some(shape) = selected.next() {
            add(&["at=", &shape.key]);
        }
        if let Some(panel) = desk.drawer {
            add(&[panel.name()]);
        }
        add(&[self.player.speed().name()]);
        for line in self.terminal.history() {
            add(&["typed=", &escape(line)]);
        }
        kept
    }

    /// Sets it again. What cannot be understood stays as the page has it; so does a selection that the picture does not show
    /// before it is made.
    pub fn give_back(&mut self, kept: &str) {
        for word in kept.split(' ') {
            if let Some(ask) = self.asked_by(word) {
                self.update(Msg::Ask(ask));
            } else if let Some(speed) = Speed::ALL.into_iter().find(|it| it.name() == word) {
                self.update(Msg::Control(Control::Pace(speed)));
            } else if let Some(line) = word.strip_prefix("typed=").and_then(unescape) {
                self.terminal.remember(&line);
            } else {
                self.update(Msg::Followed(word.to_owned()));
            }
        }
    }

    fn asked_by(&self, word: &str) -> Option<Ask> {
        let panel = Panel::ALL.into_iter().find(|it| it.name() == word).map(Ask::Show);
        let views = || [View::Picture, View::Web].into_iter();
        let view = || views().find(|it| view_name(*it) == word).map(Ask::View);
        let ways = || [Attachment::Detached, Attachment::Attached, Attachment::AttachedForLife];
        let way = || ways().into_iter().find(|it| attachment_name(*it) == word).map(Ask::Attach);
        let shape = || {
            let key = word.strip_prefix("at=")?;
            self.scene.shapes.iter().find(|it| it.key == key)?.target.map(Ask::Select)
        };
        panel.or_else(view).or_else(way).or_else(shape)
    }

    /// What a message does, in the reader's words; nothing where it is not something that a reader does on purpose, or where
    /// the words have not come yet.
    pub fn act(&self, msg: &Msg) -> Option<String> {
        (later()?.act)(self, msg)
    }

    /// The same, with the words.
    pub(in crate::player) fn act_in_words(&self, msg: &Msg) -> Option<String> {
        let lang = self.lang();
        let names = Names::new(lang, &self.frame.cluster);
        let say = |words| Cow::Borrowed(label(lang, words));
        let words = match msg {
            Msg::Control(Control::Tick(_) | Control::Move(_))
            | Msg::Resized(_)
            | Msg::LogMeasured(_)
            | Msg::LogScrolled(_)
            | Msg::Recall(..)
            | Msg::Complete(_)
            | Msg::Came
            | Msg::Copied(_) => return None,
            Msg::Control(control) => match control {
                Control::Act(action) => Cow::Owned(action::button(&names, action)),
                Control::Imitate(version) => Cow::Borrowed(version.name()),
                Control::Pause => say(Label::Pause),
                Control::Forward | Control::GoTo(_) => say(Label::StepForward),
                Control::Back => say(Label::StepBack),
                Control::NextBeat | Control::Beat(_) => say(Label::BeatForward),
                Control::PreviousBeat => say(Label::BeatBack),
                Control::Next => say(Label::JumpNext),
                Control::Restart => say(Label::ToStart),
                Control::Scrub(_) | Control::End => say(Label::Scrub),
                Control::Faster | Control::Slower | Control::Pace(_) => say(Label::Speed),
                Control::Reset => say(Label::Restart),
                Control::Dismiss => say(Label::Close),
                Control::Toggle | Control::Play | Control::Tick(_) | Control::Move(_) => {
                    say(Label::Play)
                }
            },
            Msg::Ask(ask) => match ask {
                Ask::Select(target) => Cow::Owned(inspector::name(&names, *target)),
                Ask::Show(panel) => say(panel.heading()),
                Ask::Fold => say(Label::Close),
                Ask::View(_) => say(Label::ViewWeb),
                Ask::Attach(_) => say(Label::Attached),
                Ask::Help => say(Label::KeyboardHelp),
                Ask::Escape => Cow::Borrowed(keyboard::ESCAPE.text(lang)),
            },
            Msg::Typed(text) | Msg::Run(text) | Msg::Followed(text) => Cow::Borrowed(text.as_str()),
            Msg::CopyLink => say(Label::CopyLink),
        };
        Some(words.chars().take(LONGEST_ACT).collect())
    }
}

/// Characters of an act at most: a pasted text is known by its beginning.
const LONGEST_ACT: usize = 120;

const fn view_name(view: View) -> &'static str {
    match view {
        View::Picture => "picture",
        View::Web => "web",
    }
}

const fn attachment_name(attachment: Attachment) -> &'static str {
    match attachment {
        Attachment::Detached => "detached",
        Attachment::Attached => "attached",
        Attachment::AttachedForLife => "attached-for-life",
    }
}
