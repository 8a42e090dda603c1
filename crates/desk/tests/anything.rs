//! Whatever is pasted: no panic, every place inside of the text, and work that grows with its length.

use desk::compose::{Choices, FIELDS, Kind, composed};
use desk::shell::LONGEST;
use desk::{Effect, explain};
use model::FlinkVersion;
use model::command::line;

/// As many as the tests take; `FUZZ_PASTES=1000000` for longer, as `cargo xtask fuzz` does.
const PASTES: u64 = 4_000;

/// Numbers that are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most.max(1)).expect("small")).expect("small")
    }
}

fn corpus() -> Vec<String> {
    let lines = include_str!("lines.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut corpus: Vec<String> = lines
        .filter_map(|row| row.splitn(3, '\t').nth(2))
        .map(|line| line.replace('␤', "\n"))
        .collect();
    corpus.extend(
        [
            "args:\n  - x\n  - \"y\"\n",
            "cat <<EOF\nx\nEOF\n",
            "f 2>&1 | g &> h",
            "a $(b $(c) `d`) ${e}",
            "—“x”",
            "\r\n\\\r\n",
        ]
        .map(str::to_owned),
    );
    corpus
}

/// A line of the corpus, torn and mended at random.
fn paste(dice: &mut Dice, corpus: &[String]) -> String {
    const PIECES: [&str; 24] = [
        " ", "\n", "\\", "\"", "'", "$", "`", "<", ">", "|", "&", ";", "-", "--", "=", "[", "]",
        ",", "-D", "#", "测", "é", "-D a", "\0",
    ];
    let mut text: Vec<char> = corpus[dice.below(corpus.len())].chars().collect();
    for _ in 0..dice.below(6) {
        let at = dice.below(text.len() + 1);
        match dice.below(4) {
            0 => drop(text.drain(at.min(text.len())..(at + dice.below(8)).min(text.len()))),
            1 => drop(text.splice(at..at, PIECES[dice.below(PIECES.len())].chars())),
            2 => {
                let other: Vec<char> = corpus[dice.below(corpus.len())].chars().collect();
                let from = dice.below(other.len() + 1);
                let some = other[from..(from + dice.below(30)).min(other.len())].to_vec();
                drop(text.splice(at..at, some));
            }
            _ => text.truncate(text.len() - dice.below(4).min(text.len())),
        }
    }
    text.into_iter().collect()
}

#[test]
fn no_paste_breaks_it_and_every_place_is_inside() {
    let corpus = corpus();
    let asked = std::env::var("FUZZ_PASTES").ok().and_then(|it| it.parse().ok());
    for seed in 1..=asked.unwrap_or(PASTES) {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let paste = paste(&mut dice, &corpus);
        let version = FlinkVersion::ALL[dice.below(5)];
        let explanation = explain(&paste, version).expect("short enough");
        for command in &explanation.commands {
            let places = command.parts.iter().map(|part| part.at);
            for at in places.chain(command.found.iter().map(|found| found.at)).chain([command.at]) {
                assert!(paste.get(at.start..at.end).is_some(), "{at:?} in {paste:?}, seed {seed}");
            }
            let worst = command.found.iter().map(|found| found.effect).max();
            assert_eq!(command.effect, worst.unwrap_or(Effect::Works));
        }
        in_a_terminal(&paste, version);
        in_the_composer(&mut dice, &paste);
    }
    println!("measured: {} pastes, no panic", asked.unwrap_or(PASTES));
}

/// The terminal's own reader sees the same lines, and each mistake has its place.
fn in_a_terminal(paste: &str, version: FlinkVersion) {
    for text in paste.lines() {
        assert!(text.get(line::prompt(text)..).is_some(), "{text:?}");
        for part in line::parts(text) {
            for other in [line::requoted(part.text), line::told(part.text)].iter().flatten() {
                let _ = line::piped(other);
            }
            let piped = line::piped(part.text);
            let _ = line::inside(piped.command);
            if let Err(mistake) = model::command::parse(piped.command, version) {
                let at = mistake.at;
                assert!(piped.command.get(at.start..at.end).is_some(), "{at:?} in {text:?}");
                let at = piped.place(at);
                assert!(part.text.get(at.start..at.end).is_some(), "{at:?} in {text:?}");
            }
            for filter in &piped.filters {
                drop(line::filtered(filter, &["a b".to_owned()]));
            }
            let _ = line::reading(piped.command);
        }
    }
}

/// Whatever a link or a field says: what is composed of it is explained, and its link brings it back.
fn in_the_composer(dice: &mut Dice, paste: &str) {
    let mut choices = Choices::from_link(paste);
    for _ in 0..dice.below(5) {
        let field = &FIELDS[dice.below(FIELDS.len())];
        let torn: String = paste.chars().take(dice.below(70)).collect();
        let value = match field.kind {
            Kind::One(values) if dice.below(4) > 0 => values[dice.below(values.len())].0,
            Kind::One(_) | Kind::Name => &torn,
        };
        choices.set(field.name, value);
    }
    let choices = choices.fitting();
    let version = FlinkVersion::named(choices.get("version")).expect("one of the five");
    let line = composed(&choices).line;
    assert!(explain(&line, version).is_ok(), "{line:?}");
    assert_eq!(Choices::from_link(&choices.to_link()), choices, "{line:?}");
}

#[test]
fn what_is_twice_as_long_is_twice_the_work() {
    let tails = [
        "\\",
        "<a",
        "CMD [",
        "$(",
        "-Da=b ",
        "f ; ",
        "'",
        "<<E\n",
        "args:\n - a\n",
        "\\ \n",
        "`",
        "a",
        "x=y ",
        "flink run -D a = b c\n",
    ];
    for piece in
        tails.iter().map(|it| (*it).to_owned()).chain(corpus().into_iter().map(|it| it + "\n"))
    {
        let steps = |size: usize| {
            let paste = piece.repeat(size / piece.len());
            explain(&paste, FlinkVersion::V1_20).expect("short enough").steps
        };
        let (short, long) = (steps(2_500), steps(25_000));
        assert!(
            long <= 10 * short + short && long <= 25_000 * 8,
            "{piece:?}: {short}, then {long}"
        );
    }
}

#[test]
fn what_is_too_long_is_refused_with_the_limit() {
    let refused =
        explain(&"flink list\n".repeat(1_000_000), FlinkVersion::V2_3).expect_err("10 MB");
    assert_eq!((refused.bytes, refused.most), (11_000_000, LONGEST));
    let most = "flink run -Da.b.c.d=e ".repeat(LONGEST / 22);
    assert!(explain(&most, FlinkVersion::V2_3).is_ok());
}
