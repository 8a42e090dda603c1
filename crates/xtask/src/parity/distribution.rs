//! An unpacked Flink distribution: which version it is, its jars, and our program compiled against them.
//!
//! In: a folder: a distribution as it is downloaded, or the `apache-flink-libraries` package, which has the same jars
//! (`deps/lib`) and no scripts. Out: what a JVM needs. The classes are started as the scripts do, without the scripts, so
//! that both kinds of folder will do. Deliberately absent: any other program's jars.

use crate::root;
use anyhow::{Context, Result, bail};
use model::FlinkVersion;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A distribution.
#[derive(Clone, Debug)]
pub(super) struct Distribution {
    /// The folder with `lib`.
    pub(super) home: PathBuf,
    /// "1.20.3".
    pub(super) number: String,
    /// Whose rules it is judged by.
    pub(super) version: FlinkVersion,
    /// Whether the book knows this version; else the newest rules are used.
    pub(super) is_known: bool,
    /// Everything in `lib`.
    jars: Vec<PathBuf>,
}

impl Distribution {
    /// Looks into a folder.
    ///
    /// # Errors
    /// When there is no `flink-dist` jar in it.
    pub(super) fn open(folder: &Path) -> Result<Distribution> {
        let folder = std::path::absolute(folder)?;
        let homes = [folder.clone(), folder.join("deps")];
        let homes = homes.into_iter().chain(below(&folder));
        let with_jars = |home: PathBuf| Some((jars(&home.join("lib"))?, home));
        let (jars, home) = homes.filter_map(with_jars).next().with_context(|| {
            format!(
                "{} has no lib/flink-dist-*.jar: name an unpacked Flink distribution",
                folder.display()
            )
        })?;
        let number = jars.iter().find_map(|jar| number(jar)).context("no flink-dist jar")?;
        let known = recording::derive::version(&number);
        let version = known.unwrap_or(FlinkVersion::NEWEST);
        Ok(Distribution { home, number, version, is_known: known.is_some(), jars })
    }

    /// The classpath of a process, with these first.
    pub(super) fn classpath(&self, first: &[&Path]) -> String {
        let all = first.iter().map(|path| path.display().to_string());
        all.chain(self.jars.iter().map(|jar| jar.display().to_string()))
            .collect::<Vec<_>>()
            .join(":")
    }

    /// Compiles our program into a jar in this folder.
    ///
    /// # Errors
    /// When there is no Java compiler: the line to type; when it does not compile: what the compiler says.
    pub(super) fn compile(&self, into: &Path) -> Result<PathBuf> {
        let source = root().join("crates/xtask/parity/ParityJob.java");
        let classes = into.join(format!("classes-{}", self.number));
        let jar = into.join(format!("parity-job-{}.jar", self.number));
        std::fs::create_dir_all(&classes)?;
        let mut javac = Command::new(tool("javac"));
        javac.args(["--release", "11", "-nowarn", "-cp"]).arg(self.classpath(&[])).arg("-d");
        run(javac.arg(&classes).arg(&source))?;
        let mut pack = Command::new(tool("jar"));
        run(pack.arg("--create").arg("--file").arg(&jar).arg("-C").arg(&classes).arg("."))?;
        Ok(jar)
    }
}

/// `flink-1.20.3` in a folder of downloads.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    found.retain(|path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("flink-"))
    });
    found.sort();
    found
}

/// The jars of a `lib`, if Flink is among them.
fn jars(lib: &Path) -> Option<Vec<PathBuf>> {
    let mut jars: Vec<PathBuf> = std::fs::read_dir(lib).ok()?.flatten().map(|e| e.path()).collect();
    jars.retain(|path| path.extension().is_some_and(|end| end == "jar"));
    jars.sort();
    jars.iter().any(|jar| number(jar).is_some()).then_some(jars)
}

/// `flink-dist_2.12-1.13.6.jar`, `flink-dist-2.3.0.jar`.
fn number(jar: &Path) -> Option<String> {
    let name = jar.file_stem()?.to_string_lossy().into_owned();
    let rest = name.strip_prefix("flink-dist")?;
    // `_2.12` is Scala's version.
    let (scala, number) = rest.split_once('-')?;
    (scala.is_empty() || scala.starts_with('_')).then_some(())?;
    number.starts_with(|first: char| first.is_ascii_digit()).then(|| number.to_owned())
}

/// A program of the JDK: that of `JAVA_HOME`, else the one on the path.
pub(super) fn tool(name: &str) -> PathBuf {
    let home = std::env::var_os("JAVA_HOME").map(PathBuf::from);
    let own = home.map(|home| home.join("bin").join(name)).filter(|path| path.is_file());
    own.unwrap_or_else(|| PathBuf::from(name))
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let missing = || {
        format!(
            "there is no {name}: install a JDK (Debian: apt-get install openjdk-17-jdk-headless) or say where it \
             is: JAVA_HOME=/usr/lib/jvm/… cargo xtask parity …"
        )
    };
    let output = command.output().with_context(missing)?;
    if !output.status.success() {
        bail!("{name} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// What newer JVMs need to be told so that old Flinks can look into them; Flink's own configuration has the same list.
pub(super) const OPENS: [&str; 16] = [
    "java.base/java.lang",
    "java.base/java.lang.reflect",
    "java.base/java.io",
    "java.base/java.net",
    "java.base/java.nio",
    "java.base/java.text",
    "java.base/java.time",
    "java.base/java.util",
    "java.base/java.util.concurrent",
    "java.base/java.util.concurrent.atomic",
    "java.base/java.util.concurrent.locks",
    "java.base/sun.net.util",
    "java.base/sun.nio.ch",
    "java.base/sun.security.util",
    "java.management/sun.management",
    "java.rmi/sun.rmi.registry",
];

#[cfg(test)]
mod tests {
    use super::number;
    use std::path::Path;

    #[test]
    fn the_version_stands_in_the_jars_name() {
        let of = |name: &str| number(Path::new(name));
        assert_eq!(of("lib/flink-dist_2.12-1.13.6.jar").as_deref(), Some("1.13.6"));
        assert_eq!(of("lib/flink-dist-2.3.0.jar").as_deref(), Some("2.3.0"));
        assert_eq!(of("lib/flink-distributed-1.0.jar"), None);
    }
}
