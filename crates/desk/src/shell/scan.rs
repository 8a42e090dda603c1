//! The scanner.

use super::listed;
use super::{Fault, Joint, Redirection, Script, Statement, Token};
use model::command::Place;
use model::command::line::prompt;

/// What input methods and word processors make of a shell's punctuation: dashes, quotes, a blank.
const WIDE: &str = "–—‐‑−－“”‘’＂＇，。；：（）｜＝＜＞＄＃／\u{3000}\u{a0}\u{200b}\u{feff}";

/// Reads a paste. What is longer than [`super::LONGEST`] is the caller's to refuse.
pub fn read(paste: &str) -> Script {
    let mut scanner = Scanner {
        paste,
        at: 0,
        script: Script::default(),
        now: Statement::default(),
        ends: Vec::new(),
        open_list: false,
    };
    scanner.prompt();
    scanner.list();
    while scanner.at < paste.len() {
        scanner.step();
    }
    scanner.finish(Joint::Line, paste.len(), 0);
    scanner.script
}

struct Scanner<'a> {
    paste: &'a str,
    at: usize,
    script: Script,
    now: Statement,
    /// What ends the texts that begin on the next line: `<<EOF`.
    ends: Vec<&'a str>,
    /// A list began that does not end: no later one does.
    open_list: bool,
}

impl<'a> Scanner<'a> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.paste.as_bytes().get(self.at + ahead).copied()
    }

    fn char(&self) -> Option<char> {
        self.paste.get(self.at..).and_then(|rest| rest.chars().next())
    }

    /// What stands next, outside of a word.
    fn step(&mut self) {
        self.script.steps += 1;
        let Some(c) = self.char() else {
            self.at = self.paste.len();
            return;
        };
        let fresh = self.now.words.is_empty() && self.now.redirections.is_empty();
        match c {
            '\n' => {
                self.finish(Joint::Line, self.at, 1);
                self.texts();
                self.prompt();
                self.list();
            }
            ' ' | '\t' | '\r' => self.at += 1,
            '\\' if self.continued() => {}
            '#' => {
                let start = self.at;
                self.at = self.line_end();
                self.script.comments.push(Place { start, end: self.at });
            }
            ';' => self.finish(
                Joint::Semicolon,
                self.at,
                if self.peek(1) == Some(b';') { 2 } else { 1 },
            ),
            '(' | ')' => self.finish(Joint::Line, self.at, 1),
            '|' if self.peek(1) == Some(b'|') => self.finish(Joint::Or, self.at, 2),
            '|' => {
                self.finish(Joint::Pipe, self.at, if self.peek(1) == Some(b'&') { 2 } else { 1 })
            }
            '&' if self.peek(1) == Some(b'&') => self.finish(Joint::And, self.at, 2),
            '&' if self.peek(1) == Some(b'>') => self.redirection(1),
            '&' => self.finish(Joint::Background, self.at, 1),
            '$' | '%' | '>' if fresh && self.is_prompt() => self.at += 1,
            '<' | '>' => self.redirection(0),
            '0'..='9' if matches!(self.peek(1), Some(b'<' | b'>')) => self.redirection(1),
            _ => self.word(),
        }
    }

    /// A prompt, or a number of the history, at the beginning of a line that does not go on with the one before.
    fn prompt(&mut self) {
        if self.now.joint == Joint::Line {
            let line = self.paste.get(self.at..self.line_end()).unwrap_or_default();
            // A prompt is short; a line need not be.
            let end = line.char_indices().nth(200).map_or(line.len(), |(at, _)| at);
            self.at += prompt(&line[..end]);
        }
    }

    /// A sign that stands alone before the first word was copied with the line.
    fn is_prompt(&self) -> bool {
        let line = self.paste[..self.at].bytes().rev().take_while(|byte| *byte != b'\n');
        let alone = line.take(8).all(|byte| byte == b' ');
        alone && matches!(self.peek(1), Some(b' '))
    }

    fn line_end(&self) -> usize {
        let rest = &self.paste[self.at..];
        self.at + rest.find('\n').unwrap_or(rest.len())
    }

    /// A backslash at the end of the line.
    fn continued(&mut self) -> bool {
        let rest = &self.paste.as_bytes()[self.at + 1..];
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        let returns = rest[..blanks] == *b"\r";
        self.script.steps += blanks;
        match rest.get(blanks) {
            Some(b'\n') | None => {
                let ends = rest.get(blanks).is_none();
                let broken = blanks > 0 && !returns && !ends;
                if broken {
                    // The blank is escaped, not the end of the line, which ends the command.
                    let place = Place { start: self.at, end: self.at + 1 + blanks };
                    self.now.faults.push((place, Fault::BlankBehindBackslash));
                }
                self.at += 1 + blanks + usize::from(!ends && !broken);
                true
            }
            Some(_) => false,
        }
    }

    /// Ends a command; what joins it to the next takes so many bytes.
    fn finish(&mut self, joint: Joint, at: usize, size: usize) {
        let joint_at = Place { start: at, end: at + size };
        let bytes = self.paste.as_bytes();
        let blank = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let glued = !blank(before) && !blank(bytes.get(at + size));
        let next = Statement { joint, joint_at, glued, ..Statement::default() };
        let done = std::mem::replace(&mut self.now, next);
        let empty = done.words.is_empty() && done.redirections.is_empty() && done.faults.is_empty();
        if !empty {
            self.script.statements.push(done);
        } else if joint == Joint::Line {
            // `a &&` goes on with the next line.
            self.now.joint = done.joint;
            self.now.joint_at = done.joint_at;
        }
        self.at = at + size;
    }

    /// Texts within the paste: `<<EOF`.
    fn texts(&mut self) {
        for end in std::mem::take(&mut self.ends) {
            while self.at < self.paste.len() {
                let line = self.line_end();
                let text = &self.paste[self.at..line];
                self.script.steps += text.len();
                self.at = (line + 1).min(self.paste.len());
                if text.trim() == end {
                    break;
                }
            }
        }
    }

    /// `CMD [...]`, `args: [...]` and the like, at the beginning of a line.
    fn list(&mut self) {
        if self.open_list {
            return;
        }
        let Some(found) = listed::at(self.paste, self.at) else { return };
        let Some(found) = found else {
            self.open_list = true;
            return;
        };
        self.script.steps += found.end - self.at;
        self.at = found.end;
        let before = self.script.statements.last_mut();
        match before.filter(|before| found.goes_on && before.list.is_some()) {
            Some(before) => before.words.extend(found.words),
            None => {
                self.now.list = Some(found.keyword);
                self.now.words = found.words;
                self.finish(Joint::Line, found.end, 0);
            }
        }
    }

    fn redirection(&mut self, before: usize) {
        let start = self.at;
        if before == 0 && self.placeholder() {
            return;
        }
        self.at += before;
        let writes = self.peek(0) == Some(b'>');
        let signs =
            self.paste[self.at..].bytes().take_while(|byte| matches!(byte, b'<' | b'>')).count();
        let text = !writes && signs == 2;
        self.at += signs;
        if self.peek(0) == Some(b'&') {
            self.at += 1;
        }
        while matches!(self.peek(0), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        let (from, mut file) = (self.at, String::new());
        self.script.steps += self.at - start;
        if !matches!(
            self.peek(0),
            None | Some(b'\n' | b';' | b'|' | b'&' | b'<' | b'>' | b'(' | b')')
        ) {
            self.word();
            file = self.now.words.pop().map(|word| word.text).unwrap_or_default();
        }
        if text {
            self.ends.push(self.paste[from..self.at].trim_matches(['-', '"', '\'']));
        }
        self.now.redirections.push(Redirection { at: Place { start, end: self.at }, writes, file });
    }

    /// `<jobId>`: an author's, to be replaced.
    fn placeholder(&mut self) -> bool {
        let rest = &self.paste[self.at..];
        let Some(inside) = rest.strip_prefix('<') else { return false };
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        let size = inside.find(|c| !is_name(c)).unwrap_or(inside.len());
        self.script.steps += size;
        if size == 0 || !inside[size..].starts_with('>') {
            return false;
        }
        let place = Place { start: self.at, end: self.at + size + 2 };
        self.at = place.end;
        self.now.faults.push((place, Fault::Placeholder));
        let text = inside[..size].to_owned();
        self.now.words.push(Token { text, at: place, open: true, placeholder: true });
        true
    }

    /// A word, up to the blank or the sign that ends it.
    fn word(&mut self) {
        let mut word = Token { at: Place { start: self.at, end: self.at }, ..Token::default() };
        while let Some(c) = self.char() {
            self.script.steps += 1;
            match c {
                ' ' | '\t' | '\n' | ';' | '|' | '&' | '(' | ')' | '<' | '>' => break,
                '\r' if self.peek(1) == Some(b'\n') => break,
                '\\' => {
                    if self.continued() {
                        continue;
                    }
                    self.at += 1;
                    let escaped = self.char();
                    word.text.extend(escaped);
                    self.at += escaped.map_or(0, char::len_utf8);
                }
                '\'' | '"' => self.quoted(c, &mut word),
                '$' | '`' => self.variable(&mut word),
                c => {
                    if WIDE.contains(c) {
                        let place = Place { start: self.at, end: self.at + c.len_utf8() };
                        self.now.faults.push((place, Fault::WidePunctuation(c)));
                    }
                    word.text.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
        word.at.end = self.at.max(word.at.start);
        if word.at.end == word.at.start {
            // Nothing else takes this character.
            self.at += self.char().map_or(1, char::len_utf8);
            return;
        }
        self.now.words.push(word);
    }

    fn quoted(&mut self, quote: char, word: &mut Token) {
        let start = self.at;
        self.at += 1;
        while let Some(c) = self.char() {
            self.script.steps += 1;
            match c {
                c if c == quote => {
                    self.at += 1;
                    return;
                }
                '\\' if quote == '"' => {
                    self.at += 1;
                    let escaped = self.char();
                    if !matches!(escaped, Some('"' | '\\' | '$' | '`' | '\n')) {
                        word.text.push('\\');
                    }
                    word.text.extend(escaped.filter(|c| *c != '\n'));
                    self.at += escaped.map_or(0, char::len_utf8);
                }
                '$' | '`' if quote == '"' => self.variable(word),
                c => {
                    word.text.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
        self.now.faults.push((Place { start, end: self.at }, Fault::OpenQuote));
    }

    /// `$NAME`, `${NAME}`, `$(command)`, `` `command` ``: kept as written.
    fn variable(&mut self, word: &mut Token) {
        let start = self.at;
        let bytes = self.paste.as_bytes();
        let close = match (bytes[self.at], self.peek(1)) {
            (b'$', Some(b'{')) => Some((b'{', b'}')),
            (b'$', Some(b'(')) => Some((b'(', b')')),
            (b'`', _) => Some((b'`', b'`')),
            _ => None,
        };
        self.at += 1;
        match close {
            None => {
                let name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
                let size = bytes[self.at..].iter().take_while(|byte| name(byte)).count();
                word.open |= size > 0;
                self.at += size;
            }
            Some((open, close)) => {
                word.open = true;
                let mut depth = usize::from(open == close);
                while let Some(byte) = self.peek(0) {
                    self.at += 1;
                    match byte {
                        byte if byte == close => depth = depth.saturating_sub(1),
                        byte if byte == open => depth += 1,
                        _ => continue,
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
        }
        self.script.steps += self.at - start;
        word.text.push_str(self.paste.get(start..self.at).unwrap_or_default());
    }
}
