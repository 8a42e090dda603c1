//! Printed commands: every line of a `bash` block is one that the stages' terminal understands, and what a
//! stage of the page can do gets a control that does it there.
//!
//! In: a chapter's Markdown, and where its stages stand. Out: mistakes with file and line; or the Markdown with
//! each block that has something to run as HTML, a button before each such line.
//! Deliberately absent: what a button does. The page's loader tells the stage; without scripts the buttons are
//! not shown, and the block is a plain one.
//!
//! A block is written for 1.20 unless its fence names another version: ```` ```bash,2.0 ````.

use crate::inline::{Both, escaped};
use crate::problem::{Problem, line_of};
use model::authoring::ScenarioFile;
use model::cluster::DeploymentTarget;
use model::command::{
    Answer, Command, Mistake, MistakeKind, check as allowed, filled, parse, resolve,
};
use model::{Action, FlinkVersion, Trace};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use stage::Lang;
use stage::words::{Label, console, label_with};
use std::ops::Range;

/// What the book's commands are written for.
const USUAL: FlinkVersion = FlinkVersion::V1_20;

/// A block of shell lines.
struct Block {
    /// The bytes of the fenced block.
    range: Range<usize>,
    version: Option<FlinkVersion>,
    body: String,
}

/// One command of a block, over as many lines as it takes; or what stands between commands.
struct Piece<'a> {
    /// The lines, without the last line break.
    text: &'a str,
    /// The first of them, counted from 0.
    line: usize,
    /// As one line, if it is a command.
    command: Option<String>,
}

/// A stage of the page.
pub(crate) struct Place<'a> {
    /// Where it stands in the Markdown.
    pub at: usize,
    /// What it plays.
    pub file: &'a ScenarioFile,
}

/// Every command line of a chapter parses, and its version's client takes it.
pub(crate) fn check(file: &str, markdown: &str, problems: &mut Vec<Problem>) {
    for block in blocks(markdown) {
        let Some(version) = block.version else {
            problems.push(Problem {
                file: file.to_owned(),
                line: line_of(markdown, block.range.start),
                column: None,
                message: "no such Flink version behind \"bash\"".to_owned(),
                hint: Some(format!(
                    "there are: {}",
                    FlinkVersion::ALL.map(|it| it.name()).join(", ")
                )),
            });
            continue;
        };
        // The line after the fence is the first of the body.
        let first = line_of(markdown, block.range.start) + 1;
        for piece in pieces(&block.body) {
            let Some(line) = piece.command else { continue };
            let line = opened(&line);
            let Err(mistake) = parse(&line, version).and_then(|command| allowed(&command, version))
            else {
                continue;
            };
            // Flink knows it; that the stages do not is no mistake of the book.
            if mistake.kind == MistakeKind::NotSimulated {
                continue;
            }
            let (message, hint) = told(&mistake, &line);
            let hint = hint.or_else(|| other_version(&mistake, version));
            let line = first + piece.line;
            problems.push(Problem { file: file.to_owned(), line, column: None, message, hint });
        }
    }
}

/// What is wrong with a line, and perhaps what to do about it.
pub(crate) fn told(mistake: &Mistake, line: &str) -> (String, Option<String>) {
    let said = console::real_message(mistake, line);
    let written = mistake.at.of(line);
    let said = said.unwrap_or_else(|| format!("the terminal does not understand \"{written}\""));
    let hint = match mistake.kind {
        MistakeKind::UnknownProgram { similar }
        | MistakeKind::UnknownAction { similar }
        | MistakeKind::UnknownOption { similar }
        | MistakeKind::UnknownTarget { similar } => {
            similar.map(|similar| format!("did you mean {similar}?"))
        }
        _ => None,
    };
    (format!("this command does not work: {said}"), hint)
}

/// How a block is written for another version, where that is what a line needs.
fn other_version(mistake: &Mistake, version: FlinkVersion) -> Option<String> {
    let MistakeKind::OtherVersion(_) = mistake.kind else { return None };
    let version = version.name();
    Some(format!("this block is for {version}; another one stands behind the fence: ```bash,2.0"))
}

/// The Markdown with a button before each line that a stage of the page can run.
pub(crate) fn dress(markdown: &str, stages: &[Place<'_>], lang: Lang) -> String {
    let worlds: Vec<World<'_>> = stages.iter().map(World::of).collect();
    let mut out = markdown.to_owned();
    for block in blocks(markdown).into_iter().rev() {
        if let Some(html) = block_html(&block, &worlds, lang) {
            out.replace_range(block.range.clone(), &html);
        }
    }
    out
}

/// A stage's scenario and the moments at which lines are tried.
struct World<'a> {
    place: &'a Place<'a>,
    trace: Trace,
}

impl<'a> World<'a> {
    fn of(place: &'a Place<'a>) -> World<'a> {
        World { place, trace: Trace::run(place.file.scenario.clone()) }
    }

    /// Whether a line does something here at one of the moments that a reader may be at, and if so, the mode
    /// that this belongs to, if it belongs to one.
    fn mode(&self, line: &str, written_for: FlinkVersion) -> Option<Option<DeploymentTarget>> {
        let scenario = &self.place.file.scenario;
        let telling = self.trace.happened_at(self.place.file.telling);
        allowed(&parse(&opened(line), written_for).ok()?, written_for).ok()?;
        [telling, 0, self.trace.entries().len()].into_iter().find_map(|happened| {
            let cluster = self.trace.cluster_after(happened);
            let line = filled(line, &cluster);
            let command = parse(&line, cluster.version).ok()?;
            match resolve(&command, &cluster, scenario).ok()? {
                Answer::Do(action) | Answer::DoSaying(action, _) => {
                    let done = model::refusal(&cluster, &action, scenario).is_none();
                    done.then(|| mode_of(&action))
                }
                Answer::List(..) | Answer::Print(_) | Answer::Log(_) => Some(None),
                Answer::Refused(_)
                | Answer::Help
                | Answer::Usage(_)
                | Answer::Outside(_)
                | Answer::Kept(..)
                | Answer::Nothing => None,
            }
        })
    }

    /// Whether the scenario itself does things in that mode.
    fn has_mode(&self, mode: DeploymentTarget) -> bool {
        let actions = &self.place.file.scenario.actions;
        actions.iter().any(|timed| mode_of(&timed.action) == Some(mode))
    }
}

/// The mode that an action belongs to, if it belongs to one.
fn mode_of(action: &Action) -> Option<DeploymentTarget> {
    match action.itself() {
        Action::StartCluster | Action::StopCluster | Action::Submit { .. } => {
            Some(DeploymentTarget::Session)
        }
        Action::RunPerJob { .. } => Some(DeploymentTarget::PerJob),
        Action::RunApplication { .. } | Action::StartStandaloneJob { .. } => {
            Some(DeploymentTarget::Application)
        }
        _ => None,
    }
}

/// The stage that runs a line: of its mode if there is one, then the nearest.
fn stage_for<'a, 'w>(
    line: &str,
    block: &Block,
    worlds: &'w [World<'a>],
) -> Option<&'w ScenarioFile> {
    let version = block.version?;
    let targeted = match parse(&opened(line), version).ok()? {
        Command::Flink(_, options) => options.target.map(|target| target.mode),
        _ => None,
    };
    let fitting = worlds.iter().filter_map(|world| {
        let mode = world.mode(line, version)?.or(targeted);
        let other_mode = mode.is_some_and(|mode| !world.has_mode(mode));
        Some((other_mode, world.place.at.abs_diff(block.range.start), world))
    });
    let best = fitting.min_by_key(|(other_mode, distance, _)| (*other_mode, *distance));
    best.map(|(.., world)| world.place.file)
}

fn block_html(block: &Block, worlds: &[World<'_>], lang: Lang) -> Option<String> {
    let mut runs = Vec::new();
    let mut html = String::new();
    for piece in pieces(&block.body) {
        let text = escaped(piece.text);
        let file = piece.command.as_ref().and_then(|line| stage_for(line, block, worlds));
        match (file, piece.command) {
            (Some(file), Some(line)) => {
                let title = file.title.text(lang);
                let words = label_with(lang, Label::RunHere, &[title]);
                html.push_str(&format!(
                    // The line break inside: a block's last one makes no line.
                    "<span class=\"command\">{}{text}\n</span>",
                    button(&file.id, &line, &words)
                ));
                runs.push((file.id.as_str(), line));
            }
            _ => {
                html.push_str(&text);
                html.push('\n');
            }
        }
    }
    let (stage, _) = runs.first()?;
    let together = runs.len() > 1 && runs.iter().all(|(id, _)| id == stage);
    let all = together.then(|| {
        let lines: Vec<&str> = runs.iter().map(|(_, line)| line.as_str()).collect();
        button(stage, &lines.join("\n"), &label_with(lang, Label::RunAll, &[]))
    });
    Some(format!(
        "<pre class=\"commands\">{}<code class=\"language-bash\">{html}</code></pre>\n",
        all.unwrap_or_default()
    ))
}

/// A newline within an attribute is written as a reference: mdBook's parser would take it for a blank.
fn button(stage: &str, lines: &str, words: &str) -> String {
    let kind = if lines.contains('\n') { "run run-all" } else { "run" };
    format!(
        "<button type=\"button\" class=\"{kind}\" data-stage=\"{stage}\" data-run=\"{}\" aria-label=\"{words}\" title=\"{words}\"></button>",
        escaped(lines).replace('\n', "&#10;"),
        words = escaped(words),
    )
}

/// The `bash` blocks of a chapter.
fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (event, range) in Parser::new_ext(markdown, Options::all()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let mut words = info.split([',', ' ']).filter(|word| !word.is_empty());
                if words.next() == Some("bash") {
                    let version = match words.next() {
                        None => Some(USUAL),
                        Some(name) => FlinkVersion::named(name),
                    };
                    open = Some(Block { range, version, body: String::new() });
                }
            }
            Event::Text(text) => {
                if let Some(block) = &mut open {
                    block.body.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

/// The commands of a block and what stands between them.
fn pieces(body: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut first = 0;
    let mut number = 0;
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        at += line.len();
        number += 1;
        if line.trim_end().ends_with('\\') && at < body.len() {
            continue;
        }
        let text = body[start..at].trim_end_matches('\n');
        let is_command = !text.trim().is_empty() && !text.trim_start().starts_with('#');
        let command = is_command.then(|| {
            let parts = text.lines().map(|line| line.trim_end_matches(['\\', ' ', '\t']).trim());
            parts.collect::<Vec<_>>().join(" ")
        });
        pieces.push(Piece { text, line: first, command });
        (start, first) = (at, number);
    }
    pieces
}

/// A line whose `<placeholders>` are plain words: a shell would take them for redirections.
fn opened(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('<') {
        match after.split_once('>') {
            Some((name, after)) if !name.is_empty() && !name.contains(char::is_whitespace) => {
                out.push_str(before);
                out.push_str(name);
                rest = after;
            }
            _ => break,
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(markdown: &str) -> String {
        let mut problems = Vec::new();
        check("c.md", markdown, &mut problems);
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn lines_that_no_client_takes_fail_with_their_place() {
        let rows = [
            ("a\n\n```bash\nbin/start-cluster.sh\n# 说明\nbin/flink run x.jar\n```\n", ""),
            ("```text\nflnk\n```\n", ""),
            (
                "```bash\nbin/flink cancel <jobId>\nhdfs dfs -put x /y\nflink stop <jobId>\n```\n",
                "",
            ),
            (
                "a\n\n```bash\n# one\nbin/flink \\\n  rum x.jar\n```\n",
                "c.md:5: this command does not work: \"rum\" is not a valid action.\n    did you mean run?",
            ),
            (
                "```bash\nbin/flink run -t yarn-application x.jar\n```\n",
                "c.md:2: this command does not work: No ExecutorFactory found to execute the application.\n    this block is for 1.20; another one stands behind the fence: ```bash,2.0",
            ),
            ("```bash,2.0\nbin/flink run -t yarn-application x.jar\n```\n", ""),
            (
                "```bash,9.0\nbin/flink list\n```\n",
                "c.md:1: no such Flink version behind \"bash\"\n    there are: 1.13, 1.17, 1.20, 2.0, 2.3",
            ),
        ];
        for (markdown, expected) in rows {
            assert_eq!(problems(markdown), expected, "in {markdown}");
        }
    }

    fn file(id: &str, start: &str) -> ScenarioFile {
        let source = format!(
            "version = \"1.20\"\ntelling = \"20 s\"\ntitle = {{ zh = \"甲\", en = \"A\" }}\npoint = {{ zh = \"乙。\", en = \"B.\" }}\n{start}\n[[jobs]]\nname = \"J\"\nvertices = [{{ name = \"v\", parallelism = 1 }}]\n"
        );
        model::authoring::parse(id, &source).expect("a valid scenario")
    }

    #[test]
    fn a_line_runs_on_the_nearest_stage_that_can_and_a_better_mode_wins() {
        let standalone = "provider = { kind = \"standalone\", task_managers = 1 }";
        let session = "[[actions]]\nat = \"0 s\"\ndo = \"start-cluster\"";
        let application = "[[actions]]\nat = \"0 s\"\ndo = \"run-application\"\nprogram = \"J\"";
        let (near, far) = (
            file("application", &format!("{standalone}\n{application}")),
            file("session", &format!("{standalone}\n{session}")),
        );
        let markdown = "```bash\n# 说明\nbin/flink run x.jar\nbin/flink cancel <jobId>\nmvn package\nbin/yarn-session.sh\nbin/standalone-job.sh start\n```\n";
        let places = [Place { at: 400, file: &near }, Place { at: 900, file: &far }];
        let dressed = dress(markdown, &places, Lang::En);
        let runs: Vec<&str> = dressed
            .split("data-stage=\"")
            .skip(1)
            .map(|rest| rest.split_once("\" aria").map_or("", |(run, _)| run))
            .collect();
        assert_eq!(
            runs,
            [
                "session\" data-run=\"bin/flink run x.jar",
                "application\" data-run=\"bin/flink cancel &lt;jobId&gt;",
                "application\" data-run=\"bin/standalone-job.sh start",
            ],
            "{dressed}"
        );
        assert_eq!(dress(markdown, &[], Lang::En), markdown);
    }
}
