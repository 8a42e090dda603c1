//! Every option of every program of Flink that starts something or talks to it, in each version: one table, which the
//! parser, `-h` and whatever explains a line read.
//!
//! In: nothing. Out: [`Opt`]s, by the sets that a program takes. Text, because that is what costs a page least.
//! Source: `CliFrontendParser`, `GenericCLI`, `DefaultCLI`, `FlinkYarnSessionCli` and the `…ParserFactory` of each entry
//! point, read by reflection out of the five distributions, and `flink-clients` of the releases between.
//! Deliberately absent: sentences about an option, which a stage does not need.

use crate::FlinkVersion;

/// An option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opt {
    /// The sets that have it, a letter each: see [`of`].
    pub sets_of: &'static str,
    /// "-c"; "" where there is none.
    pub short: &'static str,
    /// "--class"; "" where there is none.
    pub long: &'static str,
    /// What follows it.
    pub takes: Takes,
    /// The first release that has it; `None`: 1.13 or one before.
    pub since: Option<Release>,
    /// The last release that has it; `None`: it is still there.
    pub until: Option<Release>,
    /// The configuration key that it sets, by its newest name; "" if there is none.
    pub key: &'static str,
}

/// What follows an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// A value.
    Value,
    /// A value, which may be left out.
    Perhaps,
    /// Values up to the next option.
    Values,
    /// `key=value`
    Property,
}

/// A release line: (1, 20).
pub type Release = (u8, u8);

/// Sets: `r` of `run` and `run-application`, `i` of `info`, `l` of `list`, `c` of `cancel`, `s` of `stop`, `p` of
/// `savepoint`, `k` of `checkpoint`; `g` generic, `d` the default mode's, `y` YARN's old command line; `Y` of
/// `yarn-session.sh`, `a` of `standalone-job.sh`, `j` of `jobmanager.sh`, `t` of `taskmanager.sh`.
///
/// Columns: sets; names, with `=` (a value), `?` (perhaps), `*` (several) or `:` (`key=value`) behind them; releases; key.
const TABLE: &str = "\
ri -a,--arguments* - -
ri -c,--class= - $internal.application.main
ri -C,--classpath= - pipeline.classpaths
r -cm,--claimMode= 1.20- execution.state-recovery.claim-mode
riyY -d,--detached - execution.attached
rilcspkY -h,--help - -
ri -j,--jarfile= - pipeline.jars
r -n,--allowNonRestoredState - execution.state-recovery.ignore-unclaimed-state
ri -p,--parallelism= - parallelism.default
ri -py,--python= - -
ri -pyarch,--pyArchives= - python.archives
ri -pyclientexec,--pyClientExecutable= 1.14- python.client.executable
ri -pyexec,--pyExecutable= - python.executable
ri -pyfs,--pyFiles= - python.files
ri -pym,--pyModule= - -
ri -pypath,--pyPythonPath= 1.18- python.pythonpath
ri -pyreq,--pyRequirements= - python.requirements
r -rm,--restoreMode= 1.15- execution.state-recovery.claim-mode
r -s,--fromSavepoint= - execution.state-recovery.path
ri -sae,--shutdownOnAttachedExit - execution.shutdown-on-attached-exit
rilcspk -v,--verbose - -
riyY -yd,--yarndetached -1.20 execution.attached
l -a,--all - -
l -r,--running - -
l -s,--scheduled - -
c -s,--withSavepoint? - -
csp -type,--type= 1.15- -
s -d,--drain - -
sp -detached, 1.19- -
s -p,--savepointPath? - -
p -d,--dispose= - -
p -j,--jarfile= - -
k -full,--full 1.19- -
gdYajt -D,: - -
g -e,--executor= - execution.target
g -t,--target= - execution.target
dyY -m,--jobmanager= - rest.address
dyY -z,--zookeeperNamespace= - high-availability.cluster-id
y -yat,--yarnapplicationType= - yarn.application.type
y -yD,: - -
y -yh,--yarnhelp - -
y -yid,--yarnapplicationId= - yarn.application.id
y -yj,--yarnjar= - yarn.flink-dist-jar
y -yjm,--yarnjobManagerMemory= - jobmanager.memory.process.size
y -ynl,--yarnnodeLabel= - yarn.application.node-label
y -ynm,--yarnname= - yarn.application.name
y -yq,--yarnquery - -
y -yqu,--yarnqueue= - yarn.application.queue
y -ys,--yarnslots= - taskmanager.numberOfTaskSlots
y -yt,--yarnship= - yarn.ship-files
y -ytm,--yarntaskManagerMemory= - taskmanager.memory.process.size
y -yz,--yarnzookeeperNamespace= - high-availability.cluster-id
Y -at,--applicationType= - yarn.application.type
Y -id,--applicationId= - yarn.application.id
Y -j,--jar= - yarn.flink-dist-jar
Y -jm,--jobManagerMemory= - jobmanager.memory.process.size
Y -nl,--nodeLabel= - yarn.application.node-label
Y -nm,--name= - yarn.application.name
Y -q,--query - -
Y -qu,--queue= - yarn.application.queue
Y -s,--slots= - taskmanager.numberOfTaskSlots
Y -t,--ship= - yarn.ship-files
Y -tm,--taskManagerMemory= - taskmanager.memory.process.size
ajt -c,--configDir= - -
aj -h,--host= -1.20 jobmanager.rpc.address
a -j,--job-classname= - $internal.application.main
a -jars,--jars* 1.19- pipeline.jars
a -jid,--job-id= - $internal.pipeline.job-id
a -n,--allowNonRestoredState - execution.state-recovery.ignore-unclaimed-state
aj -r,--webui-port= -1.20 rest.port
a -s,--fromSavepoint= - execution.state-recovery.path
j -x,--executionMode= -1.20 internal.cluster.execution-mode
";

/// `yarn-session.sh`.
pub const YARN_SESSION: &str = "Y";
/// `kubernetes-session.sh`, which has no help.
pub const KUBERNETES_SESSION: &str = "g";
/// `standalone-job.sh start`.
pub const STANDALONE_JOB: &str = "a";
/// `jobmanager.sh start`.
pub const JOB_MANAGER: &str = "j";
/// `taskmanager.sh start`.
pub const TASK_MANAGER: &str = "t";

/// An action of `flink`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// "run".
    pub name: &'static str,
    /// The sets of options that it takes.
    pub sets: &'static str,
    /// The first release that has it; `None`: 1.13 or one before.
    pub since: Option<Release>,
    /// The last release that has it; `None`: it is still there.
    pub until: Option<Release>,
}

impl Action {
    /// Whether the first word that is no option of it ends the options (`stopAtNonOptions`): what follows the jar is the
    /// program's. The other actions read on, and refuse what they do not know.
    pub fn hands_on(&self) -> bool {
        matches!(self.name, "run" | "run-application" | "info")
    }

    /// Whether a version has it.
    pub fn exists_in(&self, version: FlinkVersion) -> bool {
        exists(self.since, self.until, version)
    }

    /// The sets of options that it takes in a version.
    pub fn sets_in(&self, version: FlinkVersion) -> &'static str {
        match self.name {
            "info" if version.traits().info_reads_targets => "igdy",
            _ => self.sets,
        }
    }
}

/// Every action of `flink`.
pub const ACTIONS: &[Action] = &[
    action("run", "rgdy"),
    Action { until: Some((1, 20)), ..action("run-application", "rgdy") },
    action("info", "i"),
    action("list", "lgdy"),
    action("cancel", "cgdy"),
    action("stop", "sgdy"),
    action("savepoint", "pgdy"),
    Action { since: Some((1, 19)), ..action("checkpoint", "kgdy") },
];

const fn action(name: &'static str, sets: &'static str) -> Action {
    Action { name, sets, since: None, until: None }
}

/// The options of some sets, whatever the version: the first set's first, each once.
pub fn of(sets: &'static str) -> impl Iterator<Item = Opt> {
    sets.bytes().enumerate().flat_map(move |(at, set)| {
        let earlier = &sets.as_bytes()[..at];
        every().filter(move |opt| {
            let mut of = opt.sets_of.bytes();
            of.clone().any(|it| it == set) && !of.any(|it| earlier.contains(&it))
        })
    })
}

/// Every option, a row each.
pub fn every() -> impl Iterator<Item = Opt> {
    TABLE.split('\n').filter_map(row)
}

impl Opt {
    /// Whether a version has it.
    pub fn exists_in(&self, version: FlinkVersion) -> bool {
        exists(self.since, self.until, version)
    }
}

fn exists(since: Option<Release>, until: Option<Release>, version: FlinkVersion) -> bool {
    let release = Some(version.release());
    since <= release && (until.is_none() || until >= release)
}

fn row(row: &'static str) -> Option<Opt> {
    let mut columns = row.split(' ');
    let (sets_of, names) = (columns.next()?, columns.next()?);
    let (releases, key) = (columns.next()?, columns.next()?);
    let (takes, end) = match names.as_bytes().last()? {
        b'=' => (Takes::Value, 1),
        b'?' => (Takes::Perhaps, 1),
        b'*' => (Takes::Values, 1),
        b':' => (Takes::Property, 1),
        _ => (Takes::Nothing, 0),
    };
    let (short, long) = names[..names.len() - end].split_once(',')?;
    let (since, until) = releases.split_once('-')?;
    let key = if key == "-" { "" } else { key };
    Some(Opt { sets_of, short, long, takes, since: release(since), until: release(until), key })
}

fn release(text: &str) -> Option<Release> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests;
