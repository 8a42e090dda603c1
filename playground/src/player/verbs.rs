//! What can be done to the selected thing, with a key for each.
//!
//! In: the actions that are offered for it. Out: [`Verb`]s. Deliberately absent: their words (`stage::words::action`), and
//! whether the cluster accepts them.

use super::keys::{self, Focus};
use super::live::Msg;
use super::state::Control;
use model::{Action, Signal};

/// One thing that can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verb {
    /// What is done.
    pub action: Action,
    /// The letter that does it while the card is open; nothing where an earlier verb of the card has it.
    pub key: Option<char>,
}

/// The verbs of one card, in the order of the offers.
pub fn verbs(offers: Vec<Action>) -> Vec<Verb> {
    let mut verbs: Vec<Verb> = Vec::with_capacity(offers.len());
    for action in offers {
        let key = Some(letter(&action));
        let taken = verbs.iter().any(|verb| verb.key == key);
        verbs.push(Verb { action, key: key.filter(|_| !taken) });
    }
    verbs
}

/// What a key means beside an open card: one of its verbs, else what it means anywhere. Where something has the focus that
/// takes letters itself, no verb is meant.
pub fn meaning(verbs: &[Verb], key: &str, shift: bool, focus: Focus) -> Option<Msg> {
    let free = matches!(focus, Focus::Plain | Focus::Button | Focus::Slider);
    let letter = key.to_lowercase();
    let is_meant = |verb: &&Verb| free && verb.key.is_some_and(|it| letter == it.to_string());
    match verbs.iter().find(is_meant) {
        Some(verb) => Some(Msg::Control(Control::Act(verb.action.clone()))),
        None => keys::meaning(key, shift, focus),
    }
}

/// Its letter. The letters that are the stage's at any time, N and R, are nobody's.
fn letter(action: &Action) -> char {
    match action {
        Action::Submit { .. }
        | Action::RunApplication { .. }
        | Action::StartStandaloneJob { .. }
        | Action::RunPerJob { .. } => 'u',
        Action::FromSavepoint { .. } => 'v',
        Action::Configured { action, .. } => letter(action),
        Action::Cancel { .. } => 'c',
        Action::Savepoint { .. } => 's',
        Action::Stop { .. } => 'p',
        Action::ThrowException { .. } => 'e',
        Action::SignalTaskManager { signal, .. } => match signal {
            Signal::Kill => 'k',
            Signal::Term => 't',
            Signal::Stop => 'f',
            Signal::Cont => 'g',
        },
        Action::KillJobManager { .. } => 'k',
        Action::StopJobManager { .. } => 'd',
        Action::CutNetwork { .. } => 'x',
        Action::HealNetwork { .. } => 'h',
        Action::KillMachine { .. } => 'm',
        Action::KillNodeManager { .. } => 'k',
        Action::ExceedMemory { .. } => 'o',
        Action::KillApplication { .. } => 'y',
        Action::InterruptClient { .. } => 'i',
        Action::StartCluster => 'b',
        Action::StartTaskManager => 'w',
        Action::StartJobManager => 'j',
        Action::StopCluster => 'q',
    }
}

/// Whether it takes something away that was alive.
pub fn is_grave(action: &Action) -> bool {
    match action {
        Action::Cancel { .. }
        | Action::ThrowException { .. }
        | Action::KillJobManager { .. }
        | Action::StopJobManager { .. }
        | Action::CutNetwork { .. }
        | Action::KillMachine { .. }
        | Action::KillNodeManager { .. }
        | Action::ExceedMemory { .. }
        | Action::KillApplication { .. }
        | Action::StopCluster => true,
        Action::SignalTaskManager { signal, .. } => *signal != Signal::Cont,
        Action::Configured { action, .. } => is_grave(action),
        Action::Submit { .. }
        | Action::RunApplication { .. }
        | Action::StartStandaloneJob { .. }
        | Action::RunPerJob { .. }
        | Action::FromSavepoint { .. }
        | Action::Savepoint { .. }
        | Action::Stop { .. }
        | Action::HealNetwork { .. }
        | Action::InterruptClient { .. }
        | Action::StartCluster
        | Action::StartTaskManager
        | Action::StartJobManager => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{JmId, JobId, TmId};

    #[test]
    fn each_key_of_a_card_does_one_thing() {
        let kill = |jm| Action::KillJobManager { jm: JmId(jm) };
        let card = verbs(vec![kill(0), kill(1), Action::StopCluster]);
        let keys: Vec<_> = card.iter().map(|verb| verb.key).collect();
        assert_eq!(keys, [Some('k'), None, Some('q')]);
    }

    #[test]
    fn no_verb_takes_a_key_of_the_stage() {
        for action in Action::every("Orders", 0) {
            let key = letter(&action).to_string();
            assert_eq!(keys::meaning(&key, false, Focus::Plain), None, "{action:?}");
        }
    }

    #[test]
    fn a_letter_is_a_verb_unless_something_takes_letters_itself() {
        let kill = Action::KillJobManager { jm: JmId(0) };
        let card = verbs(vec![kill.clone()]);
        let act = Some(Msg::Control(Control::Act(kill)));
        for key in ["k", "K"] {
            assert_eq!(meaning(&card, key, false, Focus::Button), act);
            assert_eq!(meaning(&card, key, false, Focus::Text), None);
            assert_eq!(meaning(&[], key, false, Focus::Plain), None);
        }
        let next = Some(Msg::Control(Control::Next));
        assert_eq!(meaning(&card, "n", false, Focus::Plain), next);
    }

    #[test]
    fn going_on_is_not_grave_and_freezing_is() {
        let signal = |signal| Action::SignalTaskManager { tm: TmId(0), signal };
        assert!(is_grave(&signal(Signal::Stop)) && !is_grave(&signal(Signal::Cont)));
        assert!(is_grave(&Action::Cancel { job: JobId(0) }));
    }
}
