//! As much of a shell as stands around a command: what is joined by `;`, `&&` and `||`, variables before a program,
//! filters behind a `|`, and a `>`.
//!
//! In: a typed line. Out: its commands as they are parsed, and what is to be done with what they print.
//! Deliberately absent: doing it.

mod around;
mod filter;
mod quotes;

pub use around::{Inside, inside, prompt, wrapper};
pub use filter::filtered;
pub use quotes::{requoted, told};

use super::Place;

/// When a command of a line is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Whatever the one before came to.
    Always,
    /// `&&`: the one before succeeded.
    Succeeded,
    /// `||`: the one before failed.
    Failed,
}

/// One command of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// When it is run.
    pub when: When,
    /// As written, with all that belongs to it.
    pub text: &'a str,
}

/// What stands around one command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piped<'a> {
    /// The command itself, and where in the line it begins.
    pub command: &'a str,
    /// In bytes.
    pub start: usize,
    /// `VAR=value` before it.
    pub variables: &'a str,
    /// What its output goes through: `grep x`.
    pub filters: Vec<&'a str>,
    /// The file that its output goes to instead of the terminal.
    pub file: Option<&'a str>,
}

/// What a shell takes for more than a letter, where it stands, outside of quotes and before a comment.
fn signs(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = line.as_bytes();
    let (mut quote, mut at, mut over) = (None, 0, false);
    std::iter::from_fn(move || {
        while let Some(byte) = bytes.get(at).copied().filter(|_| !over) {
            let (start, blank_before) = (at, at == 0 || bytes[at - 1].is_ascii_whitespace());
            at += 1;
            match (quote, byte) {
                (Some(open), _) if byte == open => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'#') if blank_before => over = true,
                (None, b'|' | b'&' | b'>') if bytes.get(at) == Some(&byte) => {
                    at += 1;
                    return Some((start, &line[start..at]));
                }
                (None, b'|' | b'&' | b'>' | b';' | b'<') => {
                    return Some((start, &line[start..at]));
                }
                _ => {}
            }
        }
        None
    })
}

/// Words of the shell that begin more than a command.
pub(super) const LOOPS: [&str; 6] = ["for", "while", "until", "if", "case", "function"];

/// The commands of a line, in their order.
pub fn parts(line: &str) -> Vec<Part<'_>> {
    let (mut parts, mut begun, mut when) = (Vec::new(), 0, When::Always);
    let mut last = "";
    // A loop is one command, which nothing here runs.
    if LOOPS.contains(&line.split(' ').next().unwrap_or_default()) {
        return vec![Part { when, text: line.trim() }];
    }
    for (at, sign) in signs(line) {
        // "2>&1" and "&>" belong to a redirection.
        let redirects = sign == "&" && (last.ends_with('>') || line[at..].starts_with("&>"));
        last = if line[at + sign.len()..].starts_with('&') { sign } else { "" };
        let next = match sign {
            ";" | "&" if !redirects => When::Always,
            "&&" => When::Succeeded,
            "||" => When::Failed,
            _ => continue,
        };
        parts.push(Part { when, text: line[begun..at].trim() });
        (begun, when) = (at + sign.len(), next);
    }
    parts.push(Part { when, text: line[begun..].trim() });
    let several = parts.len() > 1;
    parts.retain(|part| !several || !part.text.is_empty());
    parts
}

/// What stands around a command. `echo … | script` stays one: the script reads what is said.
pub fn piped(text: &str) -> Piped<'_> {
    let text = in_front(text);
    let mut piped = Piped { command: text, ..Piped::default() };
    // An angle bracket that opens is a placeholder somebody left in: the parser tells.
    let opens = |at: usize| text[at..].trim_start_matches('<').starts_with(char::is_alphabetic);
    let doubled = |at: usize| text[at..].starts_with("<<") || text[..at].ends_with('<');
    if signs(text).any(|(at, sign)| sign == "<" && opens(at) && !doubled(at)) {
        return piped;
    }
    let prompt = text.strip_prefix("> ").map_or(0, |_| 2);
    let mut stages = Vec::new();
    // Where a stage begins, and where a redirection ends it.
    let (mut begun, mut cut) = (0, None);
    let stage = |begun: usize, cut: Option<usize>, end: usize| match cut {
        Some(cut) => text[begun..cut].trim_end_matches(['1', '2', '&']).trim(),
        None => text[begun..end].trim(),
    };
    for (at, sign) in signs(text).filter(|(at, _)| *at >= prompt) {
        if sign == "<" {
            // What it reads is nothing here, and ends what it prints.
            cut = cut.or(Some(at));
        } else if sign.starts_with('>') {
            let name = text[at..].trim_start_matches(['>', '&', ' ']).split(' ').next();
            // What a program complains of goes elsewhere, not what it prints.
            let errors = text[begun..at].ends_with(" 2");
            let name = name.filter(|name| !errors && !matches!(*name, "" | "1" | "2"));
            piped.file = piped.file.or(name);
            cut = cut.or(Some(at));
        } else if sign == "|" {
            stages.push(stage(begun, cut.take(), at));
            begun = at + 1;
        }
    }
    let redirected = cut.is_some();
    stages.push(stage(begun, cut, text.len()));
    let spoken = stages[0].split(' ').next() == Some("echo") && stages.len() > 1;
    if spoken || stages[0].is_empty() || (stages.len() == 1 && !redirected) {
        return bare(text);
    }
    piped.filters = stages[1..].iter().copied().filter(|stage| !stage.is_empty()).collect();
    let Piped { command, start, variables, .. } = bare(stages[0]);
    Piped { command, start, variables, ..piped }.in_line(text)
}

impl<'a> Piped<'a> {
    /// Where the command stands in the line.
    fn in_line(mut self, line: &'a str) -> Piped<'a> {
        self.start = self.command.as_ptr() as usize - line.as_ptr() as usize;
        self
    }

    /// A place of the command as a place of the line.
    pub const fn place(&self, at: Place) -> Place {
        Place { start: at.start + self.start, end: at.end + self.start }
    }
}

/// Without the sign at the end that leaves a program in the background, or ends a command that nothing follows.
fn in_front(text: &str) -> &str {
    let ends = |left: &&str| left.trim().is_empty() || left.ends_with(['&', ';', '>', '\\']);
    let left = text.strip_suffix(['&', ';']).filter(|left| !ends(left));
    left.map_or(text, str::trim_end)
}

/// `tail -5 FILE`, `grep X FILE`: the file, and the filter that its lines go through.
pub fn reading(command: &str) -> Option<(&str, &str)> {
    let (filter, file) = command.rsplit_once(' ')?;
    let program = filter.split(' ').next()?;
    let least = match program {
        "grep" | "egrep" | "fgrep" => 2,
        "tail" | "head" | "less" | "more" | "wc" => 1,
        _ => return None,
    };
    let words = filter.split(' ').filter(|word| !word.is_empty()).count();
    let number = file.bytes().all(|byte| byte.is_ascii_digit());
    (words >= least && !file.is_empty() && !file.starts_with('-') && !number)
        .then_some((file, filter.trim_end()))
}

/// A command without variables and wrappers before it.
fn bare(text: &str) -> Piped<'_> {
    let mut rest = text;
    let mut variables: Option<(usize, usize)> = None;
    loop {
        let word = rest.split(' ').next().unwrap_or_default();
        let name = word.split_once('=').map(|(name, _)| name);
        let is_name = |name: &str| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        let assigns = name.is_some_and(is_name);
        let mut words = rest.split(' ').filter(|word| !word.is_empty());
        let before = if assigns { 1 } else { wrapper(&mut words) };
        if before == 0 {
            break;
        }
        for _ in 0..before {
            rest = rest.trim_start();
            rest = rest.get(rest.find(' ').unwrap_or(rest.len())..).unwrap_or_default();
        }
        let end = text.len() - rest.len();
        rest = rest.trim_start();
        if assigns {
            variables = Some((variables.map_or(end - word.len(), |(first, _)| first), end));
        }
    }
    Piped {
        command: rest,
        start: text.len() - rest.len(),
        variables: variables.map_or("", |(start, end)| text[start..end].trim()),
        ..Piped::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_falls_into_its_commands() {
        use When::{Always, Failed, Succeeded};
        let rows: &[(&str, &[(When, &str)])] = &[
            ("flink list", &[(Always, "flink list")]),
            ("cd /a && flink list", &[(Always, "cd /a"), (Succeeded, "flink list")]),
            ("a; b || c ;", &[(Always, "a"), (Always, "b"), (Failed, "c")]),
            ("flink run x.jar &", &[(Always, "flink run x.jar")]),
            ("a > f 2>&1", &[(Always, "a > f 2>&1")]),
            ("a &> f", &[(Always, "a &> f")]),
            ("echo 'a;b' # c; d", &[(Always, "echo 'a;b' # c; d")]),
            ("", &[(Always, "")]),
            ("for i in 1 2; do a; done", &[(Always, "for i in 1 2; do a; done")]),
        ];
        for (line, expected) in rows {
            let found: Vec<_> = parts(line).iter().map(|part| (part.when, part.text)).collect();
            assert_eq!(found, *expected, "{line}");
        }
    }

    #[test]
    fn what_stands_around_a_command_is_no_part_of_it() {
        type Row = (
            &'static str,
            &'static str,
            &'static str,
            &'static [&'static str],
            Option<&'static str>,
        );
        let rows: &[Row] = &[
            ("flink list", "flink list", "", &[], None),
            ("A=b C=d flink list", "flink list", "A=b C=d", &[], None),
            ("sudo flink list", "flink list", "", &[], None),
            ("sudo -u flink -H env A=b flink list", "flink list", "A=b", &[], None),
            ("nice -n 10 timeout 60 flink list", "flink list", "", &[], None),
            ("flink list < /dev/null", "flink list", "", &[], None),
            ("cat > f <<EOF", "cat", "", &[], Some("f")),
            ("flink list | grep x|head -1", "flink list", "", &["grep x", "head -1"], None),
            ("flink list -a > jobs.txt 2>&1", "flink list -a", "", &[], Some("jobs.txt")),
            ("flink list 2>&1 | tee a", "flink list", "", &["tee a"], None),
            (
                "echo stop | yarn-session.sh -id a",
                "echo stop | yarn-session.sh -id a",
                "",
                &[],
                None,
            ),
            ("flink cancel <jobId>", "flink cancel <jobId>", "", &[], None),
            ("A=b", "", "A=b", &[], None),
        ];
        for (line, command, variables, filters, file) in rows {
            let found = piped(line);
            assert_eq!(found.command, *command, "{line}");
            assert_eq!((found.variables, found.file), (*variables, *file), "{line}");
            assert_eq!(found.filters, *filters, "{line}");
            assert!(line[found.start..].starts_with(command), "{line}");
        }
    }
}
