//! What a shell makes of the line.

use super::{Line, found, told};
use crate::found::{Effect, Found, Kind};
use crate::keys::distance;
use crate::program::Program;
use crate::shell::base;
use crate::shell::{Fault, Joint};
use model::command::{Place, Platform};

/// Quotes, punctuation, placeholders, backslashes.
pub(super) fn faults(line: &Line<'_>, out: &mut Vec<Found>) {
    let last = line.statement.words.last();
    for (at, fault) in &line.statement.faults {
        out.push(match fault {
            Fault::OpenQuote => found(Kind::OpenQuote, *at, Effect::Fails, &[]),
            Fault::WidePunctuation(sign) => {
                found(Kind::WidePunctuation, *at, Effect::Differs, &[&sign.to_string()])
            }
            Fault::BlankBehindBackslash => {
                found(Kind::BlankBehindBackslash, *at, Effect::Fails, &[])
            }
            Fault::Placeholder => {
                let name = line.statement.words.iter().find(|word| word.at == *at);
                let name = name.map_or("", |word| word.text.as_str());
                // `<` reads a file of that name, `>` wants one: at the end of the line there is none.
                let message = match last.is_some_and(|last| last.at == *at) {
                    true => "bash: syntax error near unexpected token `newline'".to_owned(),
                    false => format!("bash: {name}: No such file or directory"),
                };
                told(Kind::Placeholder, *at, &[&format!("<{name}>")], &message)
            }
        });
    }
}

/// A command that begins like an option goes on with the line before.
pub(super) fn broken_lines(line: &Line<'_>, out: &mut Vec<Found>) {
    let Some(first) = line.statement.words.first() else { return };
    let joined = line.statement.joint != Joint::Line || line.statement.list.is_some();
    let Some(before) = line.before.filter(|_| !joined) else { return };
    if !crate::program::call(before).is_flinks() && !begins_like_option(before) {
        return;
    }
    let jar = line.statement.words.len() == 1 && is_file(&first.text);
    if begins_like_option(line.statement) || jar {
        let message = match first.text.contains('/') {
            true => format!("bash: {}: No such file or directory", first.text),
            false => format!("bash: {}: command not found", first.text),
        };
        out.push(told(Kind::BrokenLine, first.at, &[&first.text], &message));
    }
}

fn begins_like_option(statement: &crate::shell::Statement) -> bool {
    statement
        .words
        .first()
        .is_some_and(|word| word.text.len() > 1 && word.text.starts_with('-') && word.text != "--")
}

fn is_file(text: &str) -> bool {
    text.ends_with(".jar") || text.ends_with(".py")
}

/// `;` and `&` within a word: a list of values, an address with parameters.
pub(super) fn cuts(line: &Line<'_>, out: &mut Vec<Found>) {
    let statement = line.statement;
    let sign = match statement.joint {
        Joint::Semicolon => ";",
        Joint::Background => "&",
        Joint::Line | Joint::And | Joint::Or | Joint::Pipe => return,
    };
    let flinks = line.before.is_some_and(|it| crate::program::call(it).is_flinks());
    // A command may begin right behind; a known one is meant as one.
    if statement.glued && flinks && line.call.program == Program::Other {
        out.push(found(Kind::Cut, statement.joint_at, Effect::Differs, &[sign]));
    }
}

/// Programs that Flink has under a name that differs a little.
pub(super) fn unknown_programs(line: &Line<'_>, out: &mut Vec<Found>) {
    let Some(name) = line.call.name.filter(|_| line.call.program == Program::Other) else { return };
    let text = base(&name.text);
    let names = [
        "flink",
        "yarn-session.sh",
        "kubernetes-session.sh",
        "standalone-job.sh",
        "jobmanager.sh",
        "taskmanager.sh",
        "start-cluster.sh",
        "stop-cluster.sh",
    ];
    let small = text.to_ascii_lowercase();
    let near = |known: &&&str| {
        let stem = known.trim_end_matches(".sh");
        let most = if stem.len() > 6 { 2 } else { 1 };
        // Without its ending a script is another file, unless the image's entry point knows it.
        let far = distance(text.trim_end_matches(".sh").as_bytes(), stem.as_bytes());
        let far = if small == **known { 1 } else { far };
        text.len() <= 40 && (far <= most) && text.len() + 1 >= stem.len()
    };
    if let Some(known) = names.iter().find(near).filter(|_| is_word(text)) {
        let message = match name.text.contains('/') {
            true => format!("bash: {}: No such file or directory", name.text),
            false => format!("bash: {}: command not found", name.text),
        };
        out.push(told(Kind::UnknownProgram, name.at, &[&name.text, known], &message));
    }
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
}

/// `echo stop | …-session.sh`
pub(super) fn stops(line: &Line<'_>, out: &mut Vec<Found>) {
    let Program::Session(platform) = line.call.program else { return };
    let echoes = |it: &crate::shell::Statement| matches!(it.words.as_slice(), [echo, .., stop] if matches!(base(&echo.text), "echo" | "printf") && matches!(stop.text.trim_end_matches("\\n"), "stop" | "quit"));
    let piped = line.statement.joint == Joint::Pipe && line.before.is_some_and(echoes);
    let says = line.reading.settings.iter().rev().find(|it| it.key == "execution.attached");
    let says = says.map(|it| it.value.eq_ignore_ascii_case("true"));
    let detached = platform != Platform::Yarn || line.reading.option("--detached").is_some();
    let attached = says.unwrap_or(!detached);
    let name = line.call.name.map_or(Place::default(), |name| name.at);
    let has_id = line.reading.option("--applicationId").is_some();
    let helps = line.reading.option("--help").is_some();
    match (piped, attached) {
        (true, false) => out.push(found(Kind::NobodyListens, name, Effect::Differs, &[])),
        (true, true) if platform == Platform::Yarn && !has_id => {
            out.push(found(Kind::StopsItsOwn, name, Effect::Differs, &[]));
        }
        (false, true) if !helps => {
            out.push(found(Kind::AttachedSession, name, Effect::Works, &[]));
        }
        (true | false, _) => {}
    }
}
