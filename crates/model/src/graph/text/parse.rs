//! Text to program, line by line. Reading goes on after a mistake, so that all of them are told at once.

use super::{Mistake, MistakeKind, is_name};
use crate::graph::{
    Chaining, ChainingStrategy, Connection, Edge, MAX_OPERATORS, MAX_PARALLELISM, Operator,
    OperatorId, OperatorKind, StreamGraph,
};

/// Reads a program.
///
/// # Errors
/// Every mistake, in the order of lines.
pub fn parse(text: &str) -> Result<StreamGraph, Vec<Mistake>> {
    let mut reader = Reader {
        graph: StreamGraph { name: String::new(), chaining: Chaining::On, operators: Vec::new() },
        below: text.lines().map(words).filter_map(|words| named_by(&words)).collect(),
        mistakes: Vec::new(),
    };
    let mut first = true;
    for (index, line) in text.lines().enumerate() {
        let words = words(line);
        if words.is_empty() {
            continue;
        }
        let line = Line { number: index + 1, words: &words };
        if let Err(mistake) = reader.line(line, std::mem::take(&mut first)) {
            reader.mistakes.push(mistake);
        }
    }
    if reader.mistakes.is_empty() && reader.graph.operators.is_empty() {
        let kind = if first { MistakeKind::NoJob } else { MistakeKind::NoOperator };
        reader.mistakes.push(Mistake { line: text.lines().count().max(1), column: 1, kind });
    }
    if reader.mistakes.is_empty() { Ok(reader.graph) } else { Err(reader.mistakes) }
}

/// A word and its 1-based column.
struct Word {
    text: String,
    column: usize,
}

/// The words of a line up to a comment; "<-" and "," are words of their own.
fn words(line: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    let mut chars = line.chars().enumerate().peekable();
    while let Some((index, c)) = chars.next() {
        let column = index + 1;
        let mark = match c {
            '#' => break,
            ',' | '，' => ",",
            '<' if chars.peek().is_some_and(|(_, next)| *next == '-') => {
                chars.next();
                "<-"
            }
            _ if c.is_whitespace() => {
                open = false;
                continue;
            }
            _ => "",
        };
        if !mark.is_empty() {
            words.push(Word { text: mark.to_owned(), column });
            open = false;
        } else if let (true, Some(word)) = (open, words.last_mut()) {
            word.text.push(c);
        } else {
            words.push(Word { text: String::from(c), column });
            open = true;
        }
    }
    words
}

/// The operator that a line is about, if it is about one.
fn named_by(words: &[Word]) -> Option<String> {
    let at = |index: usize| words.get(index).map(|word| word.text.as_str());
    match (at(0)?, at(1)) {
        ("job" | "chaining", Some(_)) => None,
        ("source" | "sink", Some(name)) => Some(name.to_owned()),
        (name, _) => Some(name.to_owned()),
    }
}

#[derive(Clone, Copy)]
struct Line<'a> {
    number: usize,
    words: &'a [Word],
}

impl Line<'_> {
    fn wrong(self, word: usize, kind: MistakeKind) -> Mistake {
        let after = || self.words.last().map_or(1, |last| last.column + last.text.chars().count());
        let column = self.words.get(word).map_or_else(after, |word| word.column);
        Mistake { line: self.number, column, kind }
    }

    fn text(&self, word: usize) -> Option<&str> {
        self.words.get(word).map(|word| word.text.as_str())
    }
}

struct Reader {
    graph: StreamGraph,
    /// Every operator of the text, also those whose lines have mistakes: one mistake is told once.
    below: Vec<String>,
    mistakes: Vec<Mistake>,
}

impl Reader {
    fn line(&mut self, line: Line<'_>, first: bool) -> Result<(), Mistake> {
        match (line.text(0), line.text(1)) {
            (Some("job"), name) if first => {
                let name = name.ok_or_else(|| line.wrong(1, MistakeKind::MissingName))?;
                check_name(line, 1, name)?;
                name.clone_into(&mut self.graph.name);
                nothing_after(line, 2)
            }
            _ if first => {
                self.operator(line)?;
                Err(line.wrong(0, MistakeKind::NoJob))
            }
            (Some("chaining"), Some("off")) => {
                self.graph.chaining = Chaining::Off;
                nothing_after(line, 2)
            }
            _ => self.operator(line),
        }
    }

    fn operator(&mut self, line: Line<'_>) -> Result<(), Mistake> {
        let (kind, at) = match line.text(0) {
            Some("source") => (OperatorKind::Source, 1),
            Some("sink") => (OperatorKind::Sink, 1),
            _ => (OperatorKind::Transform, 0),
        };
        let name = line.text(at).ok_or_else(|| line.wrong(at, MistakeKind::MissingName))?;
        let known = self.position(name).is_some();
        let mut operator = Operator {
            name: name.to_owned(),
            kind,
            parallelism: None,
            group: None,
            strategy: ChainingStrategy::Always,
            inputs: Vec::new(),
        };
        let read = check_name(line, at, name).and_then(|()| self.rest(line, at + 1, &mut operator));
        if known {
            return Err(line.wrong(at, MistakeKind::SecondOperator(operator.name)));
        }
        if self.graph.operators.len() == MAX_OPERATORS {
            return Err(line.wrong(0, MistakeKind::TooManyOperators));
        }
        // Also with a mistake in it: lines below may name it.
        self.graph.operators.push(operator);
        read
    }

    /// Inputs and settings.
    fn rest(&self, line: Line<'_>, from: usize, operator: &mut Operator) -> Result<(), Mistake> {
        let mut at = from;
        if line.text(at) == Some("<-") {
            if operator.kind == OperatorKind::Source {
                return Err(line.wrong(at, MistakeKind::SourceWithInput));
            }
            loop {
                at = self.input(line, at + 1, operator)?;
                if line.text(at) != Some(",") {
                    break;
                }
            }
        } else if operator.kind != OperatorKind::Source {
            return Err(line.wrong(at, MistakeKind::NoInput));
        }
        for at in at..line.words.len() {
            setting(line, at, operator)?;
        }
        Ok(())
    }

    /// One input; returns where the next word is.
    fn input(&self, line: Line<'_>, at: usize, operator: &mut Operator) -> Result<usize, Mistake> {
        let first = line.text(at).ok_or_else(|| line.wrong(at, MistakeKind::MissingInput))?;
        let said = Connection::ALL.into_iter().find(|c| c.word() == first);
        let (connection, at) = said.map_or((Connection::Direct, at), |said| (said, at + 1));
        let name = line.text(at).filter(|name| !matches!(*name, "," | "<-"));
        let name = name.ok_or_else(|| line.wrong(at, MistakeKind::MissingInput))?;
        let Some(from) = self.position(name) else {
            return Err(line.wrong(at, self.unknown(name)));
        };
        if self.graph.operator(from).kind == OperatorKind::Sink {
            return Err(line.wrong(at, MistakeKind::SinkAsInput(name.to_owned())));
        }
        if operator.inputs.len() == MAX_OPERATORS {
            return Err(line.wrong(at, MistakeKind::TooManyOperators));
        }
        operator.inputs.push(Edge { from, connection });
        Ok(at + 1)
    }

    fn unknown(&self, name: &str) -> MistakeKind {
        if self.below.iter().any(|below| below == name) {
            return MistakeKind::InputBelow(name.to_owned());
        }
        let known = self.graph.operators.iter().map(|operator| operator.name.as_str());
        // A mistyped connection stands where a name could.
        let known = known.chain(Connection::ALL.map(Connection::word));
        MistakeKind::UnknownInput { name: name.to_owned(), similar: similar(name, known) }
    }

    fn position(&self, name: &str) -> Option<OperatorId> {
        let known = self.graph.operators.iter().position(|operator| operator.name == name);
        known.map(OperatorId::at)
    }
}

fn setting(line: Line<'_>, at: usize, operator: &mut Operator) -> Result<(), Mistake> {
    let word = line.text(at).unwrap_or_default();
    let repeated = || Err(line.wrong(at, MistakeKind::Repeated(word.to_owned())));
    if let Some(number) = word.strip_prefix("p=") {
        let parallelism = number.parse().ok().filter(|n| (1..=MAX_PARALLELISM).contains(n));
        let bad = || line.wrong(at, MistakeKind::BadParallelism(number.to_owned()));
        if operator.parallelism.replace(parallelism.ok_or_else(bad)?).is_some() {
            return repeated();
        }
    } else if let Some(group) = word.strip_prefix("group=") {
        check_name(line, at, group)?;
        if operator.group.replace(group.to_owned()).is_some() {
            return repeated();
        }
    } else {
        let strategies = [ChainingStrategy::Head, ChainingStrategy::Never];
        let Some(strategy) = strategies.into_iter().find(|each| each.word() == word) else {
            let known = strategies.iter().map(|each| each.word()).chain(["p=2", "group=a", "<-"]);
            let similar = similar(word, known);
            return Err(line.wrong(at, MistakeKind::UnknownWord { word: word.to_owned(), similar }));
        };
        if operator.strategy != ChainingStrategy::Always {
            return repeated();
        }
        operator.strategy = strategy;
    }
    Ok(())
}

fn nothing_after(line: Line<'_>, at: usize) -> Result<(), Mistake> {
    match line.text(at) {
        None => Ok(()),
        Some(word) => {
            let kind = MistakeKind::UnknownWord { word: word.to_owned(), similar: None };
            Err(line.wrong(at, kind))
        }
    }
}

fn check_name(line: Line<'_>, at: usize, name: &str) -> Result<(), Mistake> {
    if is_name(name) {
        return Ok(());
    }
    Err(line.wrong(at, MistakeKind::BadName(name.to_owned())))
}

/// The known word that begins and ends most like this one, if half of it does.
fn similar<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let letters = |text: &str| -> Vec<char> { text.to_lowercase().chars().collect() };
    let word = letters(word);
    let alike = |other: &str| {
        let other = letters(other);
        let same = |pairs: &mut dyn Iterator<Item = (&char, &char)>| {
            pairs.take_while(|(a, b)| a == b).count()
        };
        let begin = same(&mut word.iter().zip(&other));
        let end = same(&mut word[begin..].iter().rev().zip(other[begin..].iter().rev()));
        (begin + end) * 200 / (word.len() + other.len())
    };
    let best = known.map(|other| (alike(other), other)).max_by_key(|(alike, _)| *alike)?;
    (best.0 >= 50).then(|| best.1.to_owned())
}
