//! The words of a call as the program of a version reads them.
//!
//! In: a [`Call`], a version. Out: a [`Reading`]: its options with their values, what is left, where it gave up.
//! Deliberately absent: any judgement.

use crate::program::{Call, Program};
use model::FlinkVersion;
use model::command::options::{Known, Next, Reader};
use model::command::table::{self, Action, Opt};
use model::command::{MistakeKind, Place, Setting, Word};

/// What `-t` can name.
pub const TARGETS: [&str; 7] = [
    "remote",
    "local",
    "yarn-session",
    "yarn-per-job",
    "yarn-application",
    "kubernetes-session",
    "kubernetes-application",
];

/// What a program of a version reads.
#[derive(Clone, Debug, Default)]
pub struct Reading<'s> {
    /// The action of `flink`, if it is one, whatever the version.
    pub action: Option<&'static Action>,
    /// `start`, `stop`, … of a script, or the word in the action's place.
    pub verb: Option<Word<'s>>,
    /// Options in order.
    pub options: Vec<Known<'s>>,
    /// `-Dkey=value` in order.
    pub settings: Vec<Setting<'s>>,
    /// Words that are no options: the jar, a job's id.
    pub plain: Vec<Word<'s>>,
    /// What looks like an option and is none; reading ended there, or the program refuses it.
    pub unknown: Option<Word<'s>>,
    /// What is behind the words that were read: for `main()`, or for nobody.
    pub rest: Vec<Word<'s>>,
    /// Where reading failed.
    pub failed: Option<(Place, MistakeKind)>,
    /// How many words were looked at.
    pub steps: usize,
}

impl<'s> Reading<'s> {
    /// Reads a call's words.
    pub fn of(call: &Call<'s>, version: FlinkVersion) -> Reading<'s> {
        let words: Vec<Word<'s>> = call
            .words
            .iter()
            .map(|token| Word { text: token.text.as_str(), at: token.at })
            .collect();
        let mut reading = Reading { steps: words.len(), ..Reading::default() };
        let (sets, from, hands_on) = match call.program {
            Program::Flink => {
                reading.verb = words.first().copied();
                let named = |it: &&Action| words.first().is_some_and(|word| word.text == it.name);
                reading.action = table::ACTIONS.iter().find(named);
                let Some(action) = reading.action else {
                    reading.rest = words.get(1..).unwrap_or_default().to_vec();
                    return reading;
                };
                (action.sets_in(version), 1, action.hands_on())
            }
            Program::StandaloneJob | Program::JobManager | Program::TaskManager => {
                let verb = words.first().copied().filter(|_| !call.in_image);
                // A copied image's command may have the verb, too.
                let verb = verb.or_else(|| words.first().copied().filter(|it| is_verb(it.text)));
                reading.verb = verb;
                (call.sets().unwrap_or_default(), usize::from(verb.is_some()), true)
            }
            Program::File => {
                reading.of_file(call);
                reading.rest = words;
                return reading;
            }
            _ => match call.sets() {
                Some(sets) => (sets, 0, true),
                None => {
                    reading.rest = words;
                    return reading;
                }
            },
        };
        reading.read(words.get(from..).unwrap_or_default(), sets, hands_on, version);
        reading
    }

    fn read(
        &mut self,
        words: &[Word<'s>],
        sets: &'static str,
        hands_on: bool,
        version: FlinkVersion,
    ) {
        let mut reader = Reader::of(words, sets, version);
        loop {
            match reader.read() {
                Ok(None) => return,
                Ok(Some(Next::Setting(setting))) => self.settings.push(setting),
                Ok(Some(Next::Known(known))) => self.options.push(known),
                Ok(Some(Next::Unknown(word))) => {
                    self.unknown = Some(word);
                    self.rest = reader.rest().to_vec();
                    return;
                }
                Ok(Some(Next::Plain(word))) => {
                    self.plain.push(word);
                    if hands_on {
                        self.rest = reader.rest().to_vec();
                        return;
                    }
                }
                Err(mistake) => {
                    self.failed = Some((mistake.at, mistake.kind));
                    self.rest = reader.rest().to_vec();
                    return;
                }
            }
        }
    }

    /// A line of a configuration file: `key: value`.
    fn of_file(&mut self, call: &Call<'s>) {
        let Some(name) = call.name.and_then(|name| name.text.strip_suffix(':')) else { return };
        let [value] = call.words else { return };
        if name.contains('.') {
            let word = Word { text: value.text.as_str(), at: value.at };
            let (key, at) = (name, value.at);
            self.settings.push(Setting { key, value: word.text, unit: "", word, at });
        }
    }

    /// The last option of this long name.
    pub fn option(&self, long: &str) -> Option<&Known<'s>> {
        self.options.iter().rev().find(|known| known.opt.long == long)
    }

    /// The value of a key, by `-D` or by an option that sets it; the last one of each, options first.
    pub fn value(&self, key: &str) -> Option<Word<'s>> {
        let option = self.options.iter().rev().find(|known| known.opt.key == key);
        let setting = self.settings.iter().rev().find(|setting| setting.key == key);
        let of_setting = setting.map(|it| Word { text: it.value, at: it.at });
        option.and_then(|known| known.value).or(of_setting)
    }

    /// What `-t` or `execution.target` names; a known one as the book writes it, since Flink reads it in any case.
    pub fn target(&self) -> Option<Word<'s>> {
        // `-Dexecution.target` is laid over what `-t` says (runs of 1.13, 1.20 and 2.3).
        let laid = self.settings.iter().rev().find(|it| it.key == "execution.target");
        let laid = laid.map(|it| Word { text: it.value, at: it.at });
        let option = || self.option("--target").or(self.option("--executor"))?.value;
        let written = laid.or_else(option)?;
        let known = TARGETS.into_iter().find(|name| name.eq_ignore_ascii_case(written.text));
        Some(Word { text: known.unwrap_or(written.text), at: written.at })
    }
}

/// Whether an option is only obeyed with `-m yarn-cluster`.
pub fn is_old_yarn(opt: &Opt) -> bool {
    opt.short.starts_with("-y") && !matches!(opt.short, "-yh" | "-yq")
}

fn is_verb(text: &str) -> bool {
    matches!(text, "start" | "start-foreground" | "stop" | "stop-all")
}
