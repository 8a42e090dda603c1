//! Filters behind a pipe: what is left of lines that a program printed.

/// What a filter leaves of lines; `None`: no such filter here.
pub fn filtered(filter: &str, lines: &[String]) -> Option<Vec<String>> {
    let (program, arguments) = filter.split_once(' ').unwrap_or((filter, ""));
    let arguments = arguments.trim();
    let (options, plain): (Vec<&str>, Vec<&str>) = arguments
        .split(' ')
        .filter(|word| !word.is_empty())
        .partition(|word| word.starts_with('-') && word.len() > 1);
    let has = |letter: char| options.iter().any(|it| !it.starts_with("--") && it.contains(letter));
    let count = || {
        let digits = options.iter().chain(&plain).map(|it| it.trim_start_matches(['-', 'n']));
        digits.filter_map(|it| it.parse::<usize>().ok()).next().unwrap_or(10)
    };
    Some(match program {
        "grep" | "egrep" | "fgrep" => grep(&plain.join(" "), has, lines),
        "head" => lines.iter().take(count()).cloned().collect(),
        "tail" => {
            let skipped = lines.len().saturating_sub(count());
            lines.iter().skip(skipped).cloned().collect()
        }
        "wc" if has('l') => vec![lines.len().to_string()],
        "cat" | "less" | "more" | "tee" | "jq" => lines.to_vec(),
        "awk" => awk(arguments, lines)?,
        "cut" => cut(arguments, lines)?,
        "sort" => {
            let mut sorted = lines.to_vec();
            sorted.sort();
            if has('r') {
                sorted.reverse();
            }
            if has('u') {
                sorted.dedup();
            }
            sorted
        }
        "uniq" if options.is_empty() => {
            let mut left = lines.to_vec();
            left.dedup();
            left
        }
        _ => return None,
    })
}

/// What `grep` leaves: a text, or several between `|`.
fn grep(pattern: &str, has: impl Fn(char) -> bool, lines: &[String]) -> Vec<String> {
    let pattern = pattern.trim_matches(['"', '\'']);
    let lower = |text: &str| if has('i') { text.to_lowercase() } else { text.to_owned() };
    let alternatives: Vec<String> =
        lower(pattern).split('|').map(|it| it.trim_end_matches('\\').to_owned()).collect();
    let matches = |line: &String| {
        let line = lower(line);
        alternatives.iter().any(|it| line.contains(it.as_str())) != has('v')
    };
    let found: Vec<String> = lines.iter().filter(|line| matches(line)).cloned().collect();
    match (has('q'), has('c')) {
        (true, _) => Vec::new(),
        (_, true) => vec![found.len().to_string()],
        (false, false) => found,
    }
}

/// `[-F x] '[/text/] {print $4}'`: one column, where the columns lie between blanks.
fn awk(arguments: &str, lines: &[String]) -> Option<Vec<String>> {
    let (separator, program) = separated(arguments, "-F");
    let program = program.trim().trim_matches(['\'', '"']).trim();
    let (text, action) = match program.strip_prefix('/') {
        Some(rest) => rest.split_once('/')?,
        None => ("", program),
    };
    let column = action.trim().strip_prefix('{')?.strip_suffix('}')?;
    let column = column.trim().trim_end_matches(';').strip_prefix("print")?.trim();
    let number = match column.trim_start_matches('\\') {
        "" | "$0" => Some(0),
        "$NF" => None,
        column => Some(column.strip_prefix('$')?.parse().ok()?),
    };
    let chosen = lines.iter().filter(|line| line.contains(text));
    Some(chosen.map(|line| column_of(line, separator, number)).collect())
}

/// `-d x -f 2`
fn cut(arguments: &str, lines: &[String]) -> Option<Vec<String>> {
    let (separator, rest) = separated(arguments, "-d");
    let number: usize = rest.trim().strip_prefix("-f")?.trim().parse().ok()?;
    let separator = separator.unwrap_or('\t');
    let column = |line: &String| {
        let found = line.split(separator).nth(number.saturating_sub(1));
        found.filter(|_| line.contains(separator)).unwrap_or(line).to_owned()
    };
    Some(lines.iter().map(column).collect())
}

/// The sign that an option names, and what stands behind it.
fn separated<'a>(arguments: &'a str, option: &str) -> (Option<char>, &'a str) {
    let Some(rest) = arguments.strip_prefix(option) else { return (None, arguments) };
    let rest = rest.trim_start();
    let quoted = rest.strip_prefix(['\'', '"']);
    let sign = quoted.unwrap_or(rest).chars().next();
    let end = sign.map_or(0, char::len_utf8) + if quoted.is_some() { 2 } else { 0 };
    (sign, rest.get(end..).unwrap_or_default())
}

/// A column of a line, counted from 1; 0 is all of it, none is the last.
fn column_of(line: &str, separator: Option<char>, number: Option<usize>) -> String {
    let columns: Vec<&str> = match separator {
        Some(separator) => line.split(separator).collect(),
        None => line.split_whitespace().collect(),
    };
    let column = match number {
        Some(0) => Some(line),
        Some(number) => columns.get(number - 1).copied(),
        None => columns.last().copied(),
    };
    column.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_choose_among_lines() {
        let lines = ["ab", "Bc", "cd"].map(str::to_owned);
        for (filter, left) in [
            ("grep b", vec!["ab"]),
            ("grep -i b", vec!["ab", "Bc"]),
            ("grep -v b", vec!["Bc", "cd"]),
            ("grep -E 'a|d'", vec!["ab", "cd"]),
            ("grep -c c", vec!["2"]),
            ("grep -q c", vec![]),
            ("head -n 1", vec!["ab"]),
            ("tail -2", vec!["Bc", "cd"]),
            ("wc -l", vec!["3"]),
            ("sort -r", vec!["cd", "ab", "Bc"]),
        ] {
            assert_eq!(filtered(filter, &lines).expect("a filter"), left, "{filter}");
        }
        assert_eq!(filtered("sed s/a/b/", &lines), None);
    }

    #[test]
    fn columns_are_chosen() {
        let lines = ["00:09 : 6e78 : Word (RUNNING)", "x"].map(str::to_owned);
        for (filter, left) in [
            ("awk '{print $3}'", Some(vec!["6e78", ""])),
            ("awk '/RUNNING/ {print $3}'", Some(vec!["6e78"])),
            ("awk '{ print $NF }'", Some(vec!["(RUNNING)", "x"])),
            ("awk -F: '{print $2}'", Some(vec!["09 ", ""])),
            ("awk -F ':' '{print $2}'", Some(vec!["09 ", ""])),
            ("awk 'NR>1'", None),
            ("cut -d: -f2", Some(vec!["09 ", "x"])),
            ("cut -d ' ' -f 3", Some(vec!["6e78", "x"])),
            ("cut -c1-3", None),
        ] {
            let left = left.map(|it| it.into_iter().map(str::to_owned).collect());
            assert_eq!(filtered(filter, &lines), left, "{filter}");
        }
    }
}
