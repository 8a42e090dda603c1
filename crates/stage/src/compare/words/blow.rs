//! What a blow does in each mode, in a few words.

use super::{fault, job};
use crate::words::{Lang, listed, t};
use model::compare::{Blow, Facts, Switch};

/// What happens.
pub fn blow(lang: Lang, blow: Blow) -> String {
    let what = fault(lang, blow.fault);
    match blow.checkpoints {
        Switch::On => what.to_owned(),
        Switch::Off => t("{0}，没有 checkpoint", "{0}, no checkpoints").fill(lang, &[what]),
    }
}

/// Whom it hits: jobs that are gone for good, and jobs that came back.
pub fn damage(lang: Lang, facts: &Facts) -> String {
    let named = |numbers: Vec<u8>| listed(lang, &numbers.into_iter().map(job).collect::<Vec<_>>());
    let gone: Vec<u8> = facts.gone.iter().map(|(number, _)| *number).collect();
    let back: Vec<u8> = facts.hit.iter().copied().filter(|n| facts.running.contains(n)).collect();
    let mut parts = Vec::new();
    if !gone.is_empty() {
        parts.push(t("没了：{0}", "gone: {0}").fill(lang, &[&named(gone)]));
    }
    if !back.is_empty() {
        parts.push(t("停一阵：{0}", "down for a while: {0}").fill(lang, &[&named(back)]));
    }
    if parts.is_empty() {
        return t("没事", "nobody").text(lang).to_owned();
    }
    parts.join(t("；", "; ").text(lang))
}
