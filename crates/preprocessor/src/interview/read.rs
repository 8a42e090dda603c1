//! What an author writes in an interview cell, checked.
//!
//! In: the TOML of the block. Out: the tree, put together; or every mistake with its line: choices that lead nowhere,
//! in circles or too far, questions and answers that nobody gets to, combinations without a command, commands that
//! Flink's command line would not take.

use super::{
    Answer, CommandLines, FIRST_QUESTIONS, Interview, MOST_QUESTIONS, Mode, Next, Platform,
    Question, ReleaseLine,
};
use crate::commands;
use crate::inline::{Bilingual, Both};
use crate::problem::{Wrong, line_of, read_block};
use model::FlinkVersion;
use model::authoring::similar;
use model::command::{MistakeKind, parse};
use std::collections::BTreeSet;
use toml::Spanned;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: String,
    title: Bilingual,
    point: Bilingual,
    first: Spanned<String>,
    commands: Vec<CommandLines>,
    questions: Vec<Spanned<Asked>>,
    answers: Vec<Spanned<Answer>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    id: String,
    ask: Bilingual,
    choices: Vec<Choice>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    say: Bilingual,
    to: Spanned<String>,
}

/// Reads and checks an interview.
pub(crate) fn read(body: &str) -> Result<Interview, Vec<Wrong>> {
    let hint = "an interview holds id, title, point, first, commands, questions and answers";
    let parsed: Body = read_block(body, hint)?;
    let mut planting =
        Planting { body, parsed: &parsed, reached: BTreeSet::new(), wrong: Vec::new() };
    let tree = planting.follow(&parsed.first, &mut Vec::new());
    planting.expect_all_reached();
    planting.check_commands();
    planting.expect_stages();
    let wrong = planting.wrong;
    let tree = match tree {
        Some(Next::Question(question)) if wrong.is_empty() => question,
        Some(Next::Answer(_)) if wrong.is_empty() => {
            let hint = "name a question";
            return Err(vec![at(body, &parsed.first, "nothing is asked", Some(hint.to_owned()))]);
        }
        _ => return Err(wrong),
    };
    let links = links(body, &parsed);
    let Body { id, title, point, commands, .. } = parsed;
    Ok(Interview { id, title, point, commands, tree, links })
}

fn at<T>(body: &str, value: &Spanned<T>, message: &str, hint: Option<String>) -> Wrong {
    let line = line_of(body, value.span().start);
    Wrong { line, message: message.to_owned(), hint }
}

/// The links of answers, each with its line.
fn links(body: &str, parsed: &Body) -> Vec<(usize, String)> {
    let mut all = Vec::new();
    for answer in parsed.answers.iter().map(Spanned::get_ref) {
        for reason in &answer.reasons {
            let line = line_of(body, reason.why.span().start);
            let found = reason.why.get_ref().destinations();
            all.extend(found.into_iter().map(|link| (line, link)));
        }
        all.push((line_of(body, answer.see.span().start), answer.see.get_ref().clone()));
    }
    all
}

/// Grows the tree out of its parts, and notes what is wrong with them.
struct Planting<'a> {
    body: &'a str,
    parsed: &'a Body,
    reached: BTreeSet<&'a str>,
    wrong: Vec<Wrong>,
}

impl<'a> Planting<'a> {
    /// What `to` names; `asked` are the questions on the way there.
    fn follow(&mut self, to: &'a Spanned<String>, asked: &mut Vec<&'a str>) -> Option<Next> {
        let Body { questions, answers, .. } = self.parsed;
        let name = to.get_ref().as_str();
        if let Some(answer) = answers.iter().map(Spanned::get_ref).find(|it| it.id == name) {
            self.reached.insert(&answer.id);
            return Some(Next::Answer(answer.clone()));
        }
        let Some(found) = questions.iter().map(Spanned::get_ref).find(|it| it.id == name) else {
            let names = questions.iter().map(|it| it.get_ref().id.as_str());
            let names = names.chain(answers.iter().map(|it| it.get_ref().id.as_str()));
            let hint = similar(name, names);
            self.tell(to, &format!("no question or answer is called \"{name}\""), hint);
            return None;
        };
        if asked.contains(&name) {
            self.tell(to, &format!("this asks \"{name}\" again"), None);
            return None;
        }
        self.reached.insert(&found.id);
        if FIRST_QUESTIONS + asked.len() == MOST_QUESTIONS {
            let message = format!("more than {MOST_QUESTIONS} questions on this path");
            let hint = format!("where Flink runs and its version are {FIRST_QUESTIONS} of them");
            self.tell(to, &message, Some(hint));
            return None;
        }
        asked.push(name);
        let mut choices = Vec::new();
        for choice in &found.choices {
            if let Some(next) = self.follow(&choice.to, asked) {
                choices.push((choice.say.clone(), next));
            }
        }
        asked.pop();
        Some(Next::Question(Question { ask: found.ask.clone(), choices }))
    }

    fn expect_all_reached(&mut self) {
        let Body { questions, answers, .. } = self.parsed;
        let places = questions.iter().map(|it| (it.span().start, it.get_ref().id.as_str()));
        let places =
            places.chain(answers.iter().map(|it| (it.span().start, it.get_ref().id.as_str())));
        for (start, id) in places {
            if !self.reached.contains(id) && self.wrong.is_empty() {
                let message = format!("nobody gets to \"{id}\"");
                self.wrong.push(Wrong { line: line_of(self.body, start), message, hint: None });
            }
        }
    }

    /// That the stage exists is the matter of links.
    fn expect_stages(&mut self) {
        for answer in &self.parsed.answers {
            let see = &answer.get_ref().see;
            if !see.get_ref().contains("#stage-") {
                let hint = "write: see = \"page.md#stage-<scenario>\"";
                self.tell(see, "not a link to a stage", Some(hint.to_owned()));
            }
        }
    }

    /// Each mode that is recommended has its command everywhere, once.
    fn check_commands(&mut self) {
        let Body { commands, answers, first, .. } = self.parsed;
        let modes: BTreeSet<Mode> = answers.iter().map(|it| it.get_ref().mode).collect();
        for mode in modes {
            for on in Platform::ALL {
                for line in ReleaseLine::ALL {
                    let fits = |it: &&CommandLines| {
                        it.mode == mode && it.on == on && it.line.is_none_or(|one| one == line)
                    };
                    let count = commands.iter().filter(fits).count();
                    if count != 1 {
                        let (on, line) = (on.word(), line.word());
                        let message = format!("{count} commands for {mode:?} on {on} in {line}");
                        self.tell(first, &message, Some("there must be one".to_owned()));
                    }
                }
            }
        }
        for command in commands {
            let joined = command.run.get_ref().replace("\\\n", " ");
            for line in joined.lines() {
                let version = match command.line {
                    Some(ReleaseLine::Two) => FlinkVersion::NEWEST,
                    Some(ReleaseLine::One) | None => FlinkVersion::V1_20,
                };
                let Err(mistake) = parse(line, version) else { continue };
                // Programs that exist and that no stage plays.
                if !matches!(mistake.kind, MistakeKind::NotSimulated) {
                    let (message, hint) = commands::told(&mistake, line);
                    self.tell(&command.run, &message, hint);
                }
            }
        }
    }

    fn tell<T>(&mut self, value: &Spanned<T>, message: &str, hint: Option<String>) {
        let wrong = at(self.body, value, message, hint);
        if !self.wrong.contains(&wrong) {
            self.wrong.push(wrong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::told;

    const GOOD: &str = "id = \"i\"
title = { zh = \"t\", en = \"t\" }
point = { zh = \"p\", en = \"p\" }
first = \"one\"
[[commands]]
mode = \"session\"
on = \"standalone\"
run = \"bin/start-cluster.sh\"
[[commands]]
mode = \"session\"
on = \"yarn\"
run = \"bin/yarn-session.sh -d\"
[[commands]]
mode = \"session\"
on = \"kubernetes\"
run = \"bin/kubernetes-session.sh\"
[[questions]]
id = \"one\"
ask = { zh = \"q\", en = \"q\" }
choices = [
  { say = { zh = \"a\", en = \"a\" }, to = \"two\" },
  { say = { zh = \"b\", en = \"b\" }, to = \"end\" },
]
[[questions]]
id = \"two\"
ask = { zh = \"q\", en = \"q\" }
choices = [{ say = { zh = \"a\", en = \"a\" }, to = \"end\" }]
[[answers]]
id = \"end\"
mode = \"session\"
answer = { zh = \"x\", en = \"x\" }
reasons = [{ why = { zh = \"[w](a.md)\", en = \"[w](a.md)\" } }]
see = \"b.md#stage-c\"
";

    #[test]
    fn a_good_interview_knows_its_links() {
        let interview = read(GOOD).expect("a good interview");
        assert_eq!(
            interview.links,
            [(32, "a.md".to_owned()), (32, "a.md".to_owned()), (33, "b.md#stage-c".to_owned())]
        );
    }

    #[test]
    fn mistakes_have_lines() {
        let rows = [
            (GOOD.to_owned(), ""),
            (
                GOOD.replace("to = \"two\"", "to = \"tow\""),
                "21: no question or answer is called \"tow\"",
            ),
            (GOOD.replace("to = \"two\"", "to = \"end\""), "24: nobody gets to \"two\""),
            (
                GOOD.replace("en = \"a\" }, to = \"end\"", "en = \"a\" }, to = \"one\""),
                "27: this asks \"one\" again",
            ),
            (
                GOOD.replace("on = \"yarn\"", "on = \"yarn\"\nline = \"1.x\""),
                "4: 0 commands for Session on yarn in 2.x",
            ),
            (
                GOOD.replace("bin/start-cluster.sh", "bin/start-clutser.sh"),
                "8: this command does not work: ",
            ),
            (GOOD.replace("first = \"one\"", "first = \"end\""), "17: nobody gets to \"one\""),
            (GOOD.replace("#stage-c", "#c"), "33: not a link to a stage"),
            (GOOD.replace("see =", "sea ="), "33: unknown field `sea`"),
        ];
        for (body, expected) in rows {
            let told = told(read(&body));
            assert!(
                told.starts_with(expected) && told.is_empty() == expected.is_empty(),
                "expected {expected}, told {told}"
            );
        }
    }

    #[test]
    fn a_third_question_of_the_tree_is_one_too_many() {
        let third = "[[questions]]
id = \"three\"
ask = { zh = \"q\", en = \"q\" }
choices = [{ say = { zh = \"a\", en = \"a\" }, to = \"end\" }]
[[answers]]";
        let body = GOOD
            .replace("en = \"a\" }, to = \"end\"", "en = \"a\" }, to = \"three\"")
            .replace("[[answers]]", third);
        assert_eq!(told(read(&body)), "27: more than 4 questions on this path");
    }
}
