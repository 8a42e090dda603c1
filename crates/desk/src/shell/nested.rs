//! Commands that stand in quotes behind another program: `bash -c "…"`, `ssh host '…'`.

use super::{Script, Statement, Token, base, read};
use model::command::Place;

/// The script with such commands behind the ones that run them.
pub(crate) fn unfolded(script: Script, paste: &str) -> Script {
    let Script { statements, comments, mut steps } = script;
    let mut all = Vec::new();
    for statement in statements {
        let inner = handed(&statement).and_then(|word| inside(word, paste));
        all.push(statement);
        let Some((start, text)) = inner else { continue };
        let Script { statements, steps: more, .. } = read(text);
        steps += more;
        all.extend(statements.into_iter().map(|inner| moved(inner, start)));
    }
    Script { statements: all, comments, steps }
}

/// The word that a program hands over to a shell.
fn handed(statement: &Statement) -> Option<&Token> {
    let words = statement.words.get(..statement.words.len().min(20))?;
    let program = words
        .iter()
        .position(|word| matches!(base(&word.text), "bash" | "sh" | "zsh" | "su" | "ssh"))?;
    let behind = words.get(program + 1..)?;
    match base(&words.get(program)?.text) {
        "ssh" => behind.get(1..)?.iter().find(|word| word.text.contains(' ')),
        _ => {
            let option = |word: &Token| matches!(word.text.as_str(), "-c" | "-lc" | "-ic" | "-xc");
            behind.get(behind.iter().position(option)? + 1)
        }
    }
}

/// What stands in the quotes of a word, and where; nothing where a backslash or another quote is in it.
fn inside<'p>(word: &Token, paste: &'p str) -> Option<(usize, &'p str)> {
    let written = word.at.of(paste);
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = written.get(1..)?.strip_suffix(quote)?;
    (inner == word.text).then_some((word.at.start + 1, inner))
}

fn moved(statement: Statement, by: usize) -> Statement {
    let place = |at: Place| Place { start: at.start + by, end: at.end + by };
    let mut moved = statement;
    moved.joint_at = place(moved.joint_at);
    moved.list = moved.list.map(place);
    moved.words.iter_mut().for_each(|word| word.at = place(word.at));
    moved.redirections.iter_mut().for_each(|it| it.at = place(it.at));
    moved.faults.iter_mut().for_each(|(at, _)| *at = place(*at));
    moved
}
