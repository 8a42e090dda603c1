//! Every action, for tests that promise it: [`grammar`] is read with all possible answers, so that a new action, or a
//! new switch of one, cannot be missing.

use super::grammar::{self, NAMES, Source};
use super::{Action, Signal};
use crate::config::Config;

impl Action {
    /// Each action with each of its switches on and off, each signal, with and without what may be left out, and in
    /// each action that can hold it. Jobs and programs are called `name`, everything else has the number `id`.
    pub fn every(name: &str, id: u16) -> Vec<Action> {
        let mut answers = Answers { name, id, given: Vec::new(), at: 0 };
        let mut every = Vec::new();
        loop {
            every.push(answers.action("", NAMES));
            if !answers.advance() {
                return every;
            }
        }
    }
}

/// Which answers are given in this turn; the next turn gives others.
struct Answers<'a> {
    name: &'a str,
    id: u16,
    /// For each question: the answer's number, and how many there are.
    given: Vec<(usize, usize)>,
    /// So many questions have been asked in this turn.
    at: usize,
}

impl Answers<'_> {
    fn choose<T: Copy>(&mut self, among: &[T]) -> T {
        if self.at == self.given.len() {
            self.given.push((0, among.len()));
        }
        self.at += 1;
        among[self.given[self.at - 1].0]
    }

    /// Another answer to the last question that has one left; `false`: all have been given.
    fn advance(&mut self) -> bool {
        self.at = 0;
        while let Some((answer, count)) = self.given.pop() {
            if answer + 1 < count {
                self.given.push((answer + 1, count));
                return true;
            }
        }
        false
    }
}

impl Source for Answers<'_> {
    fn switch(&mut self, _: &'static str) -> bool {
        self.choose(&[false, true])
    }

    fn signal(&mut self, _: &'static str) -> Signal {
        self.choose(&Signal::ALL)
    }

    fn name(&mut self, _: &'static str) -> String {
        self.name.to_owned()
    }

    fn id(&mut self, _: &'static str) -> u16 {
        self.id
    }

    fn first(&mut self, _: &'static str) -> u16 {
        self.id
    }

    fn directory(&mut self, _: &'static str) -> Option<String> {
        self.choose(&[None, Some("hdfs:///savepoints")]).map(str::to_owned)
    }

    fn options(&mut self, _: &'static str) -> Config {
        let mut options = Config::default();
        options.set("parallelism.default", "4");
        options.set("yarn.application.queue", "prod");
        options
    }

    fn action(&mut self, _: &'static str, among: &'static [&'static str]) -> Action {
        grammar::read(self.choose(among), self).expect("only actions are among them")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_missing_and_none_comes_twice() {
        let every = Action::every("a", 0);
        for name in NAMES {
            assert!(
                every.iter().any(|action| action.to_text().split(['.', '+']).next() == Some(name))
            );
        }
        for (at, action) in every.iter().enumerate() {
            assert!(!every[..at].contains(action), "{action:?}");
        }
        let signals = every.iter().filter(|it| matches!(it, Action::SignalTaskManager { .. }));
        assert_eq!(signals.count(), Signal::ALL.len());
    }
}
