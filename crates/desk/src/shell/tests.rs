use super::*;

/// Words in brackets, what joins commands before them, faults behind.
fn said(paste: &str) -> String {
    let script = read(paste);
    let mut said = Vec::new();
    for statement in &script.statements {
        let joint = match statement.joint {
            Joint::Line => "",
            Joint::Semicolon => "; ",
            Joint::And => "&& ",
            Joint::Or => "|| ",
            Joint::Pipe => "| ",
            Joint::Background => "& ",
        };
        let words: Vec<_> = statement.words.iter().map(|word| format!("[{}]", word.text)).collect();
        let mut line = format!("{joint}{}", words.join(""));
        for redirection in &statement.redirections {
            line.push_str(&format!(" {}", redirection.at.of(paste)));
        }
        for (at, fault) in &statement.faults {
            line.push_str(&format!(" !{fault:?} {}", at.of(paste)));
        }
        said.push(line);
    }
    said.join("\n")
}

#[test]
fn what_a_shell_makes_of_a_paste() {
    let rows = [
        ("flink list", "[flink][list]"),
        ("$ flink list # all", "[flink][list]"),
        ("flink run \\\n  -d \\\r\n  a.jar", "[flink][run][-d][a.jar]"),
        (
            "cd /opt && bin/flink list; ls | wc || x & y",
            "[cd][/opt]\n&& [bin/flink][list]\n; [ls]\n| [wc]\n|| [x]\n& [y]",
        ),
        ("a \"b c\"'d' e\\ f", "[a][b cd][e f]"),
        (
            "f -Da=\"$X y\" ${HOME}/z $(ls | wc) `x y`",
            "[f][-Da=$X y][${HOME}/z][$(ls | wc)][`x y`]",
        ),
        ("f > out.txt 2>&1 < in", "[f] > out.txt 2>&1 < in"),
        ("f <jobId>", "[f][jobId] !Placeholder <jobId>"),
        ("f \"x", "[f][x] !OpenQuote \"x"),
        ("f –d", "[f][–d] !WidePunctuation('–') –"),
        ("f \\ \n -d", "[f] !BlankBehindBackslash \\ \n[-d]"),
        ("cat <<EOF > x\na: b | c\nEOF\nls", "[cat] <<EOF > x\n[ls]"),
        ("a &&\n b", "[a]\n&& [b]"),
        ("", ""),
        ("CMD [\"standalone-job\", \"-Da=b\"]", "[standalone-job][-Da=b]"),
        (
            "ENTRYPOINT [\"/docker-entrypoint.sh\"]\nCMD [\"jobmanager\"]",
            "[/docker-entrypoint.sh][jobmanager]",
        ),
        ("  args: ['taskmanager', x]\nls", "[taskmanager][x]\n[ls]"),
        (
            "args:\n  - standalone-job\n  - \"-Da=b\"\nimage: x",
            "[standalone-job][-Da=b]\n[image:][x]",
        ),
    ];
    for (paste, expected) in rows {
        assert_eq!(said(paste), expected, "{paste}");
    }
}

#[test]
fn a_word_says_whether_its_value_is_known() {
    let script = read("a $X \"${Y}\" '$Z' \\$W");
    let open: Vec<bool> = script.statements[0].words.iter().map(|word| word.open).collect();
    assert_eq!(open, [false, true, true, false, false]);
}
