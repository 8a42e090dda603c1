//! What stands around a program: a prompt that was copied along, programs that run another one, and the container or the
//! machine in which it runs.

/// Programs that run what stands behind them: their name, those of their options that take a value, and how many words of
/// their own stand before the program.
const WRAPPERS: &[(&str, &str, usize)] = &[
    ("sudo", " -u -g -h --user --group ", 0),
    ("nohup", "", 0),
    ("time", " -f -o ", 0),
    ("exec", " -a ", 0),
    ("env", " -u -C ", 0),
    ("nice", " -n ", 0),
    ("ionice", " -c -n ", 0),
    ("timeout", " -s -k --signal --kill-after ", 1),
    ("watch", " -n --interval ", 0),
    ("setsid", "", 0),
    ("stdbuf", " -i -o -e ", 0),
];

/// How many of these words belong to a program that runs another one: its name, its options, their values; 0 if the
/// first is none.
pub fn wrapper(words: &mut dyn Iterator<Item = &str>) -> usize {
    let first = words.next().unwrap_or_default();
    let Some((_, valued, own)) = WRAPPERS.iter().find(|(name, ..)| *name == first) else {
        return 0;
    };
    let (mut count, mut own, mut is_value) = (1, *own, false);
    for word in words {
        let is_option = word.len() > 1 && word.starts_with('-');
        if is_value || is_option {
            is_value = !is_value && valued.contains(&[" ", word, " "].concat());
        } else if own > 0 {
            own -= 1;
        } else {
            break;
        }
        count += 1;
    }
    count
}

/// How many bytes of a line are a prompt, or a number of the shell's history or of a runbook, that was copied along.
pub fn prompt(line: &str) -> usize {
    let text = line.trim_start();
    let before = line.len() - text.len();
    let first = text.split(' ').next().unwrap_or_default();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let behind = text.get(digits..).unwrap_or_default();
    let length = if text.starts_with('[') {
        // "[root@hadoop102 flink]# "
        let end = text.find(']').filter(|end| text[..*end].contains('@'));
        end.filter(|end| text[end + 1..].starts_with(['#', '$'])).map(|end| end + 2)
    } else if digits > 0 {
        let listed = behind.starts_with(". ") || behind.starts_with(") ");
        let numbered = behind.starts_with("  ") || behind.starts_with("* ");
        (listed || numbered).then(|| digits + usize::from(listed || behind.starts_with('*')))
    } else {
        // "flink@jm-0:/opt/flink$ ", "bash-4.4# "
        let named = first.contains('@') || first.starts_with("bash-") || first.starts_with("sh-");
        (named && first.len() > 1 && first.ends_with(['$', '#', '%', '>'])).then_some(first.len())
    };
    let Some(length) = length else { return 0 };
    let rest = text.get(length..).unwrap_or_default();
    let begun = rest.trim_start();
    if begun.is_empty() || begun.len() == rest.len() {
        0
    } else {
        before + text.len() - begun.len()
    }
}

/// Where a command runs that is handed over to another program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside<'a> {
    /// `kubectl exec NAME -- …`
    Pod(&'a str),
    /// `docker exec NAME …`
    Container(&'a str),
    /// `ssh HOST …`
    Machine(&'a str),
    /// `bash -c '…'`, `su - flink -c '…'`
    Shell,
}

/// A command that is handed over to another program, and where it runs then.
pub fn inside(command: &str) -> Option<(Inside<'_>, &str)> {
    let mut words = Words { text: command, at: 0 };
    let first = words.next()?;
    let name = first.rsplit('/').next().unwrap_or_default();
    match name {
        "kubectl" => {
            let exec = command.find(" exec ")?;
            let dashes = command.find(" -- ")?;
            let target =
                options_of(command.get(exec + 6..dashes)?, " -c --container -n --namespace ")
                    .next()?;
            Some((Inside::Pod(target), command[dashes + 4..].trim()))
        }
        "docker" | "podman" | "docker-compose" | "nerdctl" => {
            let verb = words.next()?;
            let verb = if verb == "compose" { words.next()? } else { verb };
            let valued = " -u --user -w --workdir -e --env --env-file --index ";
            let mut rest = options_of(command.get(words.at..)?, valued);
            let target = rest.next().filter(|_| verb == "exec")?;
            Some((Inside::Container(target), rest.text.get(rest.at..)?.trim()))
        }
        "ssh" => {
            let mut rest = options_of(command.get(words.at..)?, " -p -i -l -o -J -F ");
            let target = rest.next()?;
            let host = target.rsplit('@').next().unwrap_or_default();
            Some((Inside::Machine(host), unquoted(rest.text.get(rest.at..)?)))
        }
        "bash" | "sh" | "su" | "zsh" => {
            let option = words.find(|word| matches!(*word, "-c" | "-lc" | "-ic" | "-xc"))?;
            let rest = command.get(words.at..)?.trim();
            (!option.is_empty() && rest.starts_with(['"', '\'']))
                .then(|| (Inside::Shell, unquoted(rest)))
        }
        _ => None,
    }
    .filter(|(_, inner)| !inner.is_empty())
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let inner = inner.or_else(|| text.strip_prefix('\'')?.strip_suffix('\''));
    inner.unwrap_or(text)
}

/// Words between blanks, and the byte behind the last one.
#[derive(Clone, Copy)]
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.text.get(self.at..)?;
        let word = rest.trim_start();
        let start = self.at + rest.len() - word.len();
        let word = word.split(' ').next().filter(|word| !word.is_empty())?;
        self.at = start + word.len();
        Some(word)
    }
}

/// The words behind the options of a program, some of which take a value.
fn options_of<'a>(text: &'a str, valued: &str) -> Words<'a> {
    let mut words = Words { text, at: 0 };
    loop {
        let before = words;
        match words.next() {
            Some(option) if option.starts_with('-') => {
                if valued.contains(&[" ", option, " "].concat()) {
                    words.next();
                }
            }
            _ => return before,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prompt_that_was_copied_is_no_part_of_a_line() {
        for (line, command) in [
            ("[root@hadoop102 flink]# bin/flink list", "bin/flink list"),
            ("root@host:/opt/flink# flink list", "flink list"),
            ("flink@jm-0:~$ flink list", "flink list"),
            ("bash-4.4$ flink list", "flink list"),
            ("  142  flink list", "flink list"),
            ("1. flink list", "flink list"),
            ("flink list", "flink list"),
            ("[ -f x ]", "[ -f x ]"),
            ("8081", "8081"),
            ("ssh a@b ls", "ssh a@b ls"),
        ] {
            assert_eq!(&line[prompt(line)..], command, "{line}");
        }
    }

    #[test]
    fn a_command_is_handed_over() {
        for (line, expected) in [
            ("docker exec -it jm flink list", Some((Inside::Container("jm"), "flink list"))),
            (
                "docker compose exec -T jm ./bin/flink list -a",
                Some((Inside::Container("jm"), "./bin/flink list -a")),
            ),
            (
                "kubectl exec -it deploy/a -- flink list",
                Some((Inside::Pod("deploy/a"), "flink list")),
            ),
            ("kubectl exec -n x a-1 -c main -- ls /opt", Some((Inside::Pod("a-1"), "ls /opt"))),
            (
                "ssh flink@worker-1 'kill -9 12912'",
                Some((Inside::Machine("worker-1"), "kill -9 12912")),
            ),
            ("ssh -p 22 worker-1 jps", Some((Inside::Machine("worker-1"), "jps"))),
            ("bash -c \"flink list\"", Some((Inside::Shell, "flink list"))),
            ("su - flink -c 'flink list'", Some((Inside::Shell, "flink list"))),
            ("docker run flink:1.20 jobmanager", None),
            ("ssh worker-1", None),
            ("bash x.sh", None),
        ] {
            assert_eq!(inside(line), expected, "{line}");
        }
    }
}
