//! One real cluster on this machine: its folder, its processes, and what was done to them, written down.
//!
//! In: a distribution and a configuration. Out: a folder with `actions.jsonl`, `config.yaml`, `rest.jsonl` and `logs`.
//! Processes are started with the classes that Flink's scripts start; what is written down is the script's line, which says
//! the same. Everything is bound to 127.0.0.1, on ports that were free. Deliberately absent: when something is done (`play`).

use super::distribution::{Distribution, OPENS, tool};
use super::guard::{Guard, Pid};
use super::watch::{View, Watch};
use super::{rest, stamp};
use anyhow::{Context, Result, ensure};
use model::FlinkVersion;
use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const SESSION: &str = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
const APPLICATION: &str =
    "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint";
const WORKER: &str = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
const CLIENT: &str = "org.apache.flink.client.cli.CliFrontend";
/// The class of our program.
pub(super) const PROGRAM: &str = "parity.ParityJob";

/// Where a run finds what it needs.
pub(super) struct Place<'a> {
    pub(super) distribution: &'a Distribution,
    /// Our program.
    pub(super) jar: &'a Path,
    /// An empty folder.
    pub(super) folder: PathBuf,
}

/// A running cluster. Dropping it ends its processes.
pub(super) struct Machine<'a> {
    place: &'a Place<'a>,
    /// The REST API's.
    port: u16,
    guard: Guard,
    actions: File,
    watch: Option<Watch>,
    commands: u64,
    job_managers: Vec<Pid>,
    task_managers: Vec<Pid>,
    /// Clients that run: the number of their command, and the process.
    clients: Vec<(u64, Pid)>,
}

impl<'a> Machine<'a> {
    /// Prepares the folder; nothing runs yet.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(super) fn prepare(
        place: &'a Place<'a>,
        name: &str,
        config: &[(String, String)],
    ) -> Result<Machine<'a>> {
        for folder in ["conf", "logs", "out", "tmp", "throw", "savepoints"] {
            std::fs::create_dir_all(place.folder.join(folder))?;
        }
        let (port, rpc_port) = free_ports()?;
        let settings = settings(place, port, rpc_port, config);
        let version = place.distribution.version;
        let file = if version >= FlinkVersion::V2_0 { "config.yaml" } else { "flink-conf.yaml" };
        let quoted = version >= FlinkVersion::V2_0;
        std::fs::write(place.folder.join("conf").join(file), written(&settings, quoted))?;
        let shown = written(&settings, true).replace(&place.folder.display().to_string(), "$RUN");
        std::fs::write(place.folder.join("config.yaml"), shown)?;
        std::fs::write(place.folder.join("conf/log4j.properties"), LOGGING)?;
        let mut machine = Machine {
            place,
            port,
            guard: Guard::new()?,
            actions: File::create(place.folder.join("actions.jsonl"))?,
            watch: None,
            commands: 0,
            job_managers: Vec::new(),
            task_managers: Vec::new(),
            clients: Vec::new(),
        };
        let number = &place.distribution.number;
        machine.act("run_start", json!({ "ver": version.name(), "flink": number, "run": name }))?;
        let notes = File::create(place.folder.join("rest.jsonl"))?;
        machine.watch = Some(Watch::start(port, notes));
        Ok(machine)
    }

    /// Writes down what was done.
    pub(super) fn act(&mut self, action: &str, fields: Value) -> Result<()> {
        let mut row = Map::new();
        row.insert("t_ms".to_owned(), json!(stamp::now()));
        row.insert("action".to_owned(), json!(action));
        if let Value::Object(fields) = fields {
            row.extend(fields);
        }
        writeln!(self.actions, "{}", Value::Object(row)).context("actions.jsonl")
    }

    /// What the REST API says.
    pub(super) fn view(&self) -> View {
        self.watch.as_ref().map(Watch::view).unwrap_or_default()
    }

    /// `jobmanager.sh start`, or `standalone-job.sh start` with the program's words.
    pub(super) fn start_job_manager(&mut self, program: Option<&[String]>) -> Result<()> {
        let index = self.job_managers.len();
        let (class, script) = match program {
            Some(_) => (APPLICATION, "standalone-job.sh"),
            None => (SESSION, "jobmanager.sh"),
        };
        let mut words = vec!["start".to_owned()];
        if let Some(program) = program {
            words.extend(["--job-classname".to_owned(), PROGRAM.to_owned()]);
            words.extend(program.iter().cloned());
        }
        let name = if program.is_some() { "standalone-job-start" } else { "jobmanager-start" };
        let number = self.command(script, name, &words)?;
        let mut java = self.java(&format!("jm-{index}"), 320, program.is_some())?;
        java.arg(class).arg("--configDir").arg(self.place.folder.join("conf"));
        java.args(words.get(1..).unwrap_or_default());
        let pid = self.guard.start(&mut java)?;
        self.job_managers.push(pid);
        self.act("cmd_done", json!({ "n": number, "name": name, "rc": 0 }))?;
        let started = if program.is_some() { "app_jm_started" } else { "jm_started" };
        self.act(started, json!({ "pid": pid }))
    }

    /// `taskmanager.sh start`.
    pub(super) fn start_task_manager(&mut self) -> Result<()> {
        let index = self.task_managers.len();
        let name = "taskmanager-start";
        let number = self.command("taskmanager.sh", name, &["start".to_owned()])?;
        let mut java = self.java(&format!("tm-{index}"), 192, true)?;
        java.arg(WORKER).arg("--configDir").arg(self.place.folder.join("conf"));
        let pid = self.guard.start(&mut java)?;
        self.task_managers.push(pid);
        self.act("cmd_done", json!({ "n": number, "name": name, "rc": 0 }))?;
        self.act("tm_started", json!({ "tm": index, "pid": pid }))
    }

    /// `flink run` with these options and the program's words; the client goes on by itself.
    pub(super) fn run_client(&mut self, options: &[String], program: &[String]) -> Result<()> {
        let mut words = vec!["run".to_owned()];
        words.extend(options.iter().cloned());
        words.extend(["-c".to_owned(), PROGRAM.to_owned()]);
        let mut shown = words.clone();
        let jar = self.place.jar.file_name().unwrap_or_default().to_string_lossy().into_owned();
        shown.push(format!("$REC/{jar}"));
        shown.extend(program.iter().cloned());
        let number = self.command("flink", "run", &shown)?;
        let mut java = self.java(&format!("client-{number}"), 192, false)?;
        java.arg(CLIENT).args(&words).arg(self.place.jar).args(program);
        let pid = self.guard.start(&mut java)?;
        self.clients.push((number, pid));
        Ok(())
    }

    /// A signal to a TaskManager, by its number.
    pub(super) fn signal_task_manager(&mut self, index: usize, signal: u8) -> Result<()> {
        let pid = self.task_managers.get(index).copied();
        let pid = pid.with_context(|| format!("there is no TaskManager {index}"))?;
        self.kill(pid, signal, &format!("tm-{index}"))
    }

    /// A signal to a JobManager, by its number.
    pub(super) fn signal_job_manager(&mut self, index: usize, signal: u8) -> Result<()> {
        let pid = self.job_managers.get(index).copied();
        let pid = pid.with_context(|| format!("there is no JobManager {index}"))?;
        self.kill(pid, signal, &format!("jm-{index}"))
    }

    /// Ctrl-C in the newest client that runs.
    pub(super) fn interrupt_client(&mut self) -> Result<()> {
        self.tick()?;
        let newest = self.clients.last().copied();
        let (number, pid) = newest.context("no client runs")?;
        self.kill(pid, 2, &format!("client {number}"))
    }

    fn kill(&mut self, pid: Pid, signal: u8, what: &str) -> Result<()> {
        self.act("kill", json!({ "pid": pid, "signal": signal, "what": what }))?;
        self.guard.signal(pid, signal)
    }

    /// `stop-cluster.sh`: SIGTERM to the TaskManagers, then to the JobManagers.
    pub(super) fn stop_cluster(&mut self) -> Result<()> {
        self.command("stop-cluster.sh", "stop-cluster", &[])?;
        for pid in self.task_managers.iter().chain(&self.job_managers).copied().collect::<Vec<_>>()
        {
            if self.guard.ended(pid).is_none() {
                self.guard.signal(pid, 15)?;
            }
        }
        Ok(())
    }

    /// A call of the REST API that changes something.
    pub(super) fn call(
        &mut self,
        action: &str,
        job: &str,
        (method, path): (&str, &str),
        body: Option<Value>,
    ) -> Result<Value> {
        self.act(action, json!({ "job": job, "body": body }))?;
        let (status, answer) = rest::ask(self.port, method, path, body.as_ref())?;
        self.act(&format!("{action}_done"), json!({ "status": status, "body": answer }))?;
        Ok(answer)
    }

    /// Asks without changing anything.
    pub(super) fn ask(&self, path: &str) -> Option<Value> {
        rest::ask(self.port, "GET", path, None).ok().map(|(_, answer)| answer)
    }

    /// Notes clients that have ended.
    pub(super) fn tick(&mut self) -> Result<()> {
        for (number, pid) in std::mem::take(&mut self.clients) {
            match self.guard.ended(pid) {
                Some(status) => {
                    let code = status.code().unwrap_or(-1);
                    self.act("cmd_done", json!({ "n": number, "name": "run", "rc": code }))?;
                }
                None => self.clients.push((number, pid)),
            }
        }
        Ok(())
    }

    /// Waits for a condition, at most so long, and notes whether it came.
    pub(super) fn wait(
        &mut self,
        what: &str,
        most: Duration,
        holds: impl Fn(&View) -> bool,
    ) -> Result<bool> {
        let begun = stamp::now();
        let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
        loop {
            self.tick()?;
            let after_ms = stamp::now().saturating_sub(begun);
            let came = holds(&self.view());
            if came || after_ms > most {
                let action = if came { "reached" } else { "NOT_REACHED" };
                self.act(action, json!({ "what": what, "after_ms": after_ms }))?;
                return Ok(came);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Lets time pass.
    pub(super) fn sleep(&mut self, time: Duration) -> Result<()> {
        self.act("sleep", json!({ "s": time.as_secs_f64() }))?;
        let until = stamp::now() + u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        while stamp::now() < until {
            self.tick()?;
            let left = Duration::from_millis(until.saturating_sub(stamp::now()));
            std::thread::sleep(left.min(Duration::from_millis(100)));
        }
        Ok(())
    }

    /// The end of the scenario; everything that runs is ended.
    pub(super) fn finish(mut self) -> Result<()> {
        self.tick()?;
        self.act("scenario_end", Value::Null)?;
        drop(self.watch.take());
        let folder = self.place.folder.clone();
        drop(self);
        for scratch in ["tmp", "throw", "savepoints"] {
            // What a process left behind says nothing about the run.
            let _ = std::fs::remove_dir_all(folder.join(scratch));
        }
        Ok(())
    }

    fn command(&mut self, script: &str, name: &str, words: &[String]) -> Result<u64> {
        self.commands += 1;
        let mut argv = vec![format!("$FLINK_HOME/bin/{script}")];
        argv.extend(words.iter().cloned());
        let number = self.commands;
        let folder = self.place.folder.display().to_string();
        let argv: Vec<String> = argv.iter().map(|word| word.replace(&folder, "$RUN")).collect();
        self.act("cmd", json!({ "n": number, "name": name, "argv": argv }))?;
        Ok(number)
    }

    /// A JVM with Flink's classes: small, quick to start, and with a log of its own.
    fn java(&self, label: &str, heap_mib: u32, with_program: bool) -> Result<Command> {
        let folder = &self.place.folder;
        let out = File::create(folder.join("out").join(format!("{label}.out")))?;
        let mut java = Command::new(tool("java"));
        java.arg(format!("-Xmx{heap_mib}m")).args(["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]);
        java.args(OPENS.iter().map(|package| format!("--add-opens={package}=ALL-UNNAMED")));
        java.args(OPENS.iter().map(|package| format!("--add-exports={package}=ALL-UNNAMED")));
        java.arg(format!("-Djava.io.tmpdir={}", folder.join("tmp").display()));
        java.arg(format!("-Dlog.file={}", folder.join(format!("logs/{label}.log")).display()));
        let logging = folder.join("conf/log4j.properties");
        java.arg(format!("-Dlog4j.configurationFile=file:{}", logging.display()));
        let first: &[&Path] = if with_program { &[self.place.jar] } else { &[] };
        java.arg("-cp").arg(self.place.distribution.classpath(first));
        for variable in ["HADOOP_CONF_DIR", "HADOOP_CLASSPATH", "FLINK_HOME", "JAVA_TOOL_OPTIONS"] {
            java.env_remove(variable);
        }
        java.env("FLINK_CONF_DIR", folder.join("conf")).env("TZ", "UTC");
        java.env("FLINK_LIB_DIR", self.place.distribution.home.join("lib"));
        java.env("FLINK_PLUGINS_DIR", self.place.distribution.home.join("plugins"));
        java.current_dir(folder).stdout(out.try_clone()?).stderr(out);
        ensure!(folder.is_dir(), "{} is gone", folder.display());
        Ok(java)
    }
}

/// Two ports of 127.0.0.1 that nobody uses, below those that the system gives to whoever asks for any: one of the cluster's
/// own processes would take them.
fn free_ports() -> Result<(u16, u16)> {
    const FIRST: u64 = 20_000;
    const COUNT: u64 = 12_000;
    let begin = stamp::now().wrapping_mul(7_919) ^ u64::from(std::process::id());
    let ports = (0..COUNT).map(|step| FIRST + (begin + step) % COUNT);
    let ports = ports.filter_map(|port| u16::try_from(port).ok());
    let mut free = ports.filter(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok());
    free.next().zip(free.next()).context("no port of 127.0.0.1 is free")
}

/// What the scenario sets, over what a small cluster on one machine needs. A TaskManager's memory is set piece by piece, as
/// the scripts work it out before they start its JVM.
fn settings(
    place: &Place<'_>,
    port: u16,
    rpc_port: u16,
    config: &[(String, String)],
) -> Vec<(String, String)> {
    let in_folder = |name: &str| place.folder.join(name).display().to_string();
    let own = [
        ("jobmanager.rpc.address", "127.0.0.1".to_owned()),
        ("jobmanager.rpc.port", rpc_port.to_string()),
        ("jobmanager.bind-host", "127.0.0.1".to_owned()),
        ("jobmanager.memory.process.size", "1024m".to_owned()),
        ("taskmanager.bind-host", "127.0.0.1".to_owned()),
        ("taskmanager.host", "127.0.0.1".to_owned()),
        ("taskmanager.cpu.cores", "2.0".to_owned()),
        ("taskmanager.memory.framework.heap.size", "64m".to_owned()),
        ("taskmanager.memory.task.heap.size", "96m".to_owned()),
        ("taskmanager.memory.framework.off-heap.size", "64m".to_owned()),
        ("taskmanager.memory.task.off-heap.size", "0b".to_owned()),
        ("taskmanager.memory.managed.size", "32m".to_owned()),
        ("taskmanager.memory.network.min", "48m".to_owned()),
        ("taskmanager.memory.network.max", "48m".to_owned()),
        ("taskmanager.memory.jvm-metaspace.size", "128m".to_owned()),
        ("taskmanager.memory.jvm-overhead.min", "64m".to_owned()),
        ("taskmanager.memory.jvm-overhead.max", "64m".to_owned()),
        ("taskmanager.numberOfTaskSlots", "1".to_owned()),
        ("parallelism.default", "1".to_owned()),
        ("rest.address", "127.0.0.1".to_owned()),
        ("rest.bind-address", "127.0.0.1".to_owned()),
        ("rest.port", port.to_string()),
        ("rest.bind-port", port.to_string()),
        ("io.tmp.dirs", in_folder("tmp")),
        ("web.tmpdir", in_folder("tmp")),
        ("web.refresh-interval", "100".to_owned()),
    ];
    let mut settings: Vec<(String, String)> =
        own.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    for (key, value) in config {
        settings.retain(|(known, _)| known != key);
        settings.push((key.clone(), value.clone()));
    }
    settings
}

fn written(settings: &[(String, String)], quoted: bool) -> String {
    let line = |(key, value): &(String, String)| {
        if quoted { format!("{key}: '{value}'\n") } else { format!("{key}: {value}\n") }
    };
    settings.iter().map(line).collect()
}

/// As Flink's own file has it (log4j begins anew after a SIGTERM, so it has to append); up to 1.17 the slot manager says on DEBUG what later versions say on INFO.
const LOGGING: &str = "rootLogger.level = INFO
rootLogger.appenderRef.file.ref = main
appender.main.name = main
appender.main.type = FILE
appender.main.append = true
appender.main.fileName = ${sys:log.file}
appender.main.layout.type = PatternLayout
appender.main.layout.pattern = %d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - %m%n
logger.slots.name = org.apache.flink.runtime.resourcemanager.slotmanager.DeclarativeSlotManager
logger.slots.level = DEBUG
";
