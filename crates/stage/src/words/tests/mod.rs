//! Registry tests: everything has words in both languages, and they read as that language.

mod samples;
mod stories;
mod style;

use super::{
    EventKind, Label, Lang, Names, action, beat, event, event_kind, event_title, keys, label,
};
use super::{console, event_log_line, states};
use model::event::EVENT_NAMES;
use model::{Beat, BeatKind, Entry, Key, Signal, Time};
use samples::{actions, every_event, refusals, world};
use style::{check, check_sentence};

#[test]
fn every_event_is_explained_in_both_languages() {
    let cluster = world();
    let samples = every_event();
    let mut names: Vec<&str> = samples.iter().map(model::Event::name).collect();
    names.dedup();
    assert_eq!(names, EVENT_NAMES, "one group of samples for each event, in the same order");
    for what in samples {
        let name = what.name();
        let entry =
            Entry { at: Time::ZERO, sent: Time::ZERO, route: None, cause: None, event: what };
        for lang in Lang::ALL {
            check_sentence(lang, name, &event(lang, &entry, &cluster));
            let title = event_title(lang, &entry.event);
            check(lang, name, &title);
            assert!(title.chars().count() <= 30, "{name}: a title is a few words: {title}");
        }
        if let Some(line) = event_log_line(&entry, &cluster) {
            check(Lang::En, name, &line);
        }
        assert!(EventKind::ALL.contains(&event_kind(&entry.event)));
    }
}

#[test]
fn every_label_reads_as_its_language() {
    for it in Label::ALL {
        for lang in Lang::ALL {
            check(lang, &format!("{it:?}"), &style::filled(label(lang, *it)));
        }
    }
}

#[test]
fn every_beat_has_a_short_name() {
    for kind in BeatKind::ALL {
        let (at, lasts) = (Time::ZERO, Time::ms(10_890));
        let told = Beat { kind: *kind, at, happened: 0, began: 0, lasts };
        for lang in Lang::ALL {
            let name = beat(lang, &told);
            check(lang, kind.name(), &name);
            let room: usize = name.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            assert!(room <= 15, "{name} takes the room of {room} letters");
        }
    }
}

#[test]
fn both_languages_of_a_label_have_the_same_placeholders() {
    for it in Label::ALL {
        let placeholders = |lang| {
            let text = label(lang, *it);
            (0..4).map(|n| text.contains(&format!("{{{n}}}"))).collect::<Vec<_>>()
        };
        assert_eq!(placeholders(Lang::Zh), placeholders(Lang::En), "{it:?}");
    }
}

#[test]
fn every_configuration_key_has_a_sentence() {
    for key in Key::ALL {
        for lang in Lang::ALL {
            check_sentence(lang, key.name(), keys::sentence(lang, *key));
        }
    }
}

#[test]
fn every_action_has_a_button_a_question_and_a_command() {
    let cluster = world();
    for lang in Lang::ALL {
        let n = Names::new(lang, &cluster);
        for it in actions() {
            let what = format!("{it:?}");
            check(lang, &what, &action::button(&n, &it));
            check(Lang::En, &what, &action::command(&n, &it));
        }
        for signal in Signal::ALL {
            check(lang, &format!("{signal:?}"), action::signal(lang, signal));
        }
        for refusal in refusals() {
            check_sentence(lang, &format!("{refusal:?}"), action::refusal(lang, refusal));
        }
    }
}

#[test]
fn every_hint_of_the_terminal_reads_as_its_language() {
    let scenario = samples::scenario(model::FlinkVersion::V2_3, samples::STANDALONE);
    let lines = [
        "flnk run x.jar",
        "frobnicate",
        "flink dance x.jar",
        "flink run -foo x.jar",
        "flink run -c",
        "flink cancel",
        "flink cancel <jobId>",
        "flink run \"x.jar",
        "flink savepoint",
        "echo stop | kubernetes-session.sh",
    ];
    for line in lines {
        let mistake = model::command::parse(line, model::FlinkVersion::V1_20)
            .expect_err("each of these is a mistake");
        for lang in Lang::ALL {
            check(lang, line, &console::hint(lang, &mistake, line, &scenario));
        }
    }
}

#[test]
fn what_a_standalone_application_is_started_with_can_be_typed_in_every_version() {
    for version in model::FlinkVersion::ALL {
        let scenario = samples::scenario(version, samples::STANDALONE);
        let cluster = model::Trace::run(scenario.clone()).cluster_after(0);
        for attached in [false, true] {
            let program = scenario.jobs[0].name.clone();
            let run = model::Action::RunApplication { program, attached, in_session: false };
            let line = action::command(&Names::new(Lang::En, &cluster), &run);
            let command = model::command::parse(&line, version).expect("a command");
            let answer = model::command::resolve(&command, &cluster, &scenario);
            assert_eq!(answer, Ok(model::command::Answer::Do(run)), "{line}");
            let left = model::command::left_out(&command, &cluster);
            assert_eq!(left, model::command::LeftOut::default(), "{line}");
        }
    }
}

#[test]
fn every_state_has_a_meaning() {
    for lang in Lang::ALL {
        for text in samples::every_state() {
            check(lang, "a state", text.text(lang));
        }
    }
    assert_eq!(states::application_name(model::event::ApplicationState::Created), "CREATED");
}

#[test]
fn templates_fill_by_number_and_know_english_plurals() {
    let fill = super::text::fill;
    assert_eq!(fill("{1} of {0}", &["a", "b"]), "b of a");
    assert_eq!(fill("{0} slot{0s}", &["1"]), "1 slot");
    assert_eq!(fill("{0} slot{0s}", &["2"]), "2 slots");
    assert_eq!(fill("X{a=b}, n={0}}", &["{0}"]), "X{a=b}, n={0}}");
    assert_eq!(fill("{2}", &["a"]), "{2}");
}

#[test]
fn times_are_short_and_plain() {
    use super::time::{clock, span};
    assert_eq!(clock(Time::ZERO), "0.000 s");
    assert_eq!(clock(Time::ms(12_345)), "12.345 s");
    assert_eq!(clock(Time::ms(303_250)), "5 min 03.250 s");
    for (ms, text) in [
        (0, "0 ms"),
        (50, "50 ms"),
        (1_500, "1.5 s"),
        (2_000, "2 s"),
        (300_000, "5 min"),
        (303_000, "5 min 03 s"),
        (3_600_000, "1 h"),
    ] {
        assert_eq!(span(Time::ms(ms)), text);
    }
}
