//! Ends every process that was started here, whatever becomes of us.
//!
//! In: commands. Out: running processes, each in a group of its own, so that Ctrl-C reaches only us. Dropping the guard
//! ends them; where nothing can be dropped (Ctrl-C, `kill -9`, a panic that aborts) a small shell does it: it is told each
//! number through a pipe, and the pipe is closed when we are gone. Deliberately absent: signals to anybody else's process.

use anyhow::{Context, Result};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};

/// What the shell does: it keeps a list, and ends what is on it when nobody speaks any more.
const WATCH: &str = r#"
pids=" "
while read -r sign pid; do
  case $sign in
    +) pids="$pids$pid " ;;
    -) pids=$(printf %s "$pids" | sed "s/ $pid / /") ;;
  esac
done
for pid in $pids; do kill -9 "-$pid" 2>/dev/null; done
"#;

/// Processes that end with it.
pub(super) struct Guard {
    watch: Child,
    tell: Option<ChildStdin>,
    children: Vec<Child>,
}

/// The number of a process.
pub(super) type Pid = u32;

impl Guard {
    /// Starts the shell that watches over us.
    ///
    /// # Errors
    /// When there is no `sh`.
    pub(super) fn new() -> Result<Guard> {
        let mut watch = Command::new("sh");
        watch.args(["-c", WATCH]).process_group(0);
        let mut watch = watch
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("there is no sh")?;
        let tell = watch.stdin.take();
        Ok(Guard { watch, tell, children: Vec::new() })
    }

    /// Starts a process.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(super) fn start(&mut self, command: &mut Command) -> Result<Pid> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .process_group(0)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("starting {name}"))?;
        let pid = child.id();
        self.children.push(child);
        self.tell('+', pid);
        Ok(pid)
    }

    /// How a process ended, if it did.
    pub(super) fn ended(&mut self, pid: Pid) -> Option<ExitStatus> {
        let child = self.children.iter_mut().find(|child| child.id() == pid)?;
        let status = child.try_wait().ok()??;
        self.tell('-', pid);
        Some(status)
    }

    /// Sends a signal to a process that was started here and still runs.
    ///
    /// # Errors
    /// When there is no such process.
    pub(super) fn signal(&mut self, pid: Pid, signal: u8) -> Result<()> {
        let own = self.children.iter().any(|child| child.id() == pid);
        anyhow::ensure!(own && self.ended(pid).is_none(), "process {pid} does not run");
        send(signal, &pid.to_string())
    }

    fn tell(&mut self, sign: char, pid: Pid) {
        if let Some(tell) = &mut self.tell {
            // A shell that is gone cannot be helped; dropping still ends everything.
            let _ = writeln!(tell, "{sign} {pid}").and_then(|()| tell.flush());
        }
    }
}

fn send(signal: u8, target: &str) -> Result<()> {
    let mut kill = Command::new("kill");
    kill.args([&format!("-{signal}"), "--", target]).stderr(Stdio::null());
    kill.status().context("there is no kill").map(drop)
}

impl Drop for Guard {
    fn drop(&mut self) {
        for child in &mut self.children {
            if matches!(child.try_wait(), Ok(None)) {
                // Its group is its own, and holds what it started.
                let _ = send(9, &format!("-{}", child.id()));
                let _ = child.kill();
            }
            let _ = child.wait();
        }
        drop(self.tell.take());
        let _ = self.watch.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::{Guard, WATCH};
    use std::io::Write;
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};

    /// Whether a process runs; one that ended and was not waited for does not.
    fn runs(pid: u32) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with(['Z', 'X']))
    }

    fn sleeps() -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & wait"]);
        command
    }

    #[test]
    fn what_it_started_ends_with_it_and_nothing_else() {
        let mut other = Command::new("sleep").arg("600").spawn().unwrap();
        let mut guard = Guard::new().unwrap();
        let pids = [guard.start(&mut sleeps()).unwrap(), guard.start(&mut sleeps()).unwrap()];
        assert!(pids.iter().all(|pid| runs(*pid)));
        assert!(guard.signal(other.id(), 9).is_err());
        drop(guard);
        assert!(!pids.iter().any(|pid| runs(*pid)));
        assert!(runs(other.id()));
        other.kill().unwrap();
        other.wait().unwrap();
    }

    #[test]
    fn a_signal_ends_one_and_its_end_is_known() {
        let mut guard = Guard::new().unwrap();
        let pid = guard.start(Command::new("sleep").arg("600")).unwrap();
        assert!(guard.ended(pid).is_none());
        guard.signal(pid, 15).unwrap();
        while guard.ended(pid).is_none() {
            std::thread::yield_now();
        }
        assert!(guard.signal(pid, 15).is_err());
    }

    #[test]
    fn a_panic_ends_them_too() {
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let mut guard = Guard::new().unwrap();
            tell.send(guard.start(&mut sleeps()).unwrap()).unwrap();
            panic!("on purpose");
        });
        let pid = told.recv().unwrap();
        assert!(thread.join().is_err());
        assert!(!runs(pid));
    }

    #[test]
    fn the_shell_ends_what_it_was_told_when_its_pipe_closes() {
        let mut kept = Command::new("sleep").arg("600").process_group(0).spawn().unwrap();
        let mut lost = Command::new("sleep").arg("600").process_group(0).spawn().unwrap();
        let mut watch =
            Command::new("sh").args(["-c", WATCH]).stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = watch.stdin.take().unwrap();
        writeln!(pipe, "+ {}\n+ {}\n- {}", kept.id(), lost.id(), kept.id()).unwrap();
        drop(pipe);
        watch.wait().unwrap();
        lost.wait().unwrap();
        assert!(runs(kept.id()));
        kept.kill().unwrap();
        kept.wait().unwrap();
    }
}
