//! The options of `yarn-session.sh` and `kubernetes-session.sh`, as `FlinkYarnSessionCli` and
//! `KubernetesSessionCli` read them in each version.
//!
//! In: the words behind the script's name. Out: what it was told, and what it overlooks.
//! Deliberately absent: starting anything.

use super::options::{Known, Next, Reader};
use super::table::{KUBERNETES_SESSION, YARN_SESSION};
use super::{Mistake, MistakeKind, Platform, Setting, Word};
use crate::FlinkVersion;
use crate::config::Key;

/// What a session script was told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionOptions<'a> {
    /// `-d`: the client leaves when the session is up. Without it Ctrl-C in the client ends the session.
    pub detached: bool,
    /// `-id`: no new session, but this one.
    pub id: Option<Word<'a>>,
    /// `-h`: nothing but its own options is printed.
    pub help: bool,
    /// What goes to the configuration: `-nm`, `-qu`, `-jm`, `-tm`, `-s` and `-D`.
    pub settings: Vec<Setting<'a>>,
    /// Known to the script and nothing to the model: `-at`, `-j`, `-m`, `-nl`, `-t`, `-z`.
    pub aside: Vec<Word<'a>>,
    /// From the first word that the script does not know to the end of the line: it obeys none of that and
    /// says nothing.
    pub overlooked: Vec<Word<'a>>,
}

impl<'a> SessionOptions<'a> {
    /// Reads the words behind the script's name.
    ///
    /// # Errors
    /// A value is missing, or an option is not simulated.
    pub(super) fn read(
        words: &[Word<'a>],
        platform: Platform,
        version: FlinkVersion,
    ) -> Result<SessionOptions<'a>, Mistake> {
        let sets = match platform {
            Platform::Yarn => YARN_SESSION,
            Platform::Standalone | Platform::Kubernetes => KUBERNETES_SESSION,
        };
        let mut options =
            SessionOptions { detached: platform != Platform::Yarn, ..SessionOptions::default() };
        let mut reader = Reader::of(words, sets, version);
        loop {
            let rest = reader.rest();
            match reader.read()? {
                None => return Ok(options),
                Some(Next::Setting(setting)) => options.settings.push(setting),
                Some(Next::Known(known)) => options.set(known)?,
                Some(Next::Unknown(_) | Next::Plain(_)) => {
                    options.overlooked = rest.to_vec();
                    return Ok(options);
                }
            }
        }
    }

    /// The client stays and reads its input: `-d` leaves it off, `execution.attached` has the last word.
    pub(super) fn is_attached(&self) -> bool {
        says_attached(&self.settings).unwrap_or(!self.detached)
    }

    fn set(&mut self, known: Known<'a>) -> Result<(), Mistake> {
        match known.opt.short {
            "-d" | "-yd" => self.detached = true,
            "-h" => self.help = true,
            "-id" => self.id = known.value,
            "-q" => {
                return Err(Mistake { at: known.written.at, kind: MistakeKind::NotSimulated });
            }
            _ => match setting(known) {
                Some(setting) => self.settings.push(setting),
                None => self.aside.push(known.whole()),
            },
        }
        Ok(())
    }
}

/// What `-Dexecution.attached=…` says, if it is written.
pub(super) fn says_attached(settings: &[Setting]) -> Option<bool> {
    let named = |it: &&Setting| it.key == Key::ExecutionAttached.name();
    settings.iter().rev().find(named).map(|it| it.value.eq_ignore_ascii_case("true"))
}

/// What an option of YARN's command line (`-jm`, `-yjm`) sets of what the model obeys.
pub(super) fn setting(known: Known<'_>) -> Option<Setting<'_>> {
    let key = Key::from_name(known.opt.key)?;
    let (word, Word { text: value, at }) = (known.written, known.value?);
    // A bare number is megabytes here, unlike in the configuration file.
    let bare = value.bytes().all(|byte| byte.is_ascii_digit());
    let memory = matches!(key, Key::JobManagerMemory | Key::TaskManagerMemory);
    let unit = if bare && memory { "m" } else { "" };
    Some(Setting { key: key.name(), value, unit, word, at })
}
