//! What can be chosen: a row for each thing, with what it can be, why it is there and where the book tells of it.

use model::FlinkVersion;
use model::percent::{escape, unescape};
use stage::words::{Text, t};

/// A thing that is chosen.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in a link.
    pub name: &'static str,
    /// What it is called.
    pub label: Text,
    /// Why it is there.
    pub why: Text,
    /// Where the book tells of it.
    pub chapter: &'static str,
    /// What it can be.
    pub kind: Kind,
    /// What it is at first.
    pub first: &'static str,
}

/// What a field can be.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// One of these: the value, and what it is called.
    One(&'static [(&'static str, Text)]),
    /// A name: letters, digits and a few signs.
    Name,
}

const fn same(value: &'static str) -> (&'static str, Text) {
    (value, t(value, value))
}

macro_rules! fields {
    ($($name:literal: $zh:literal, $en:literal, $why_zh:literal, $why_en:literal, $chapter:literal, $kind:expr, $first:literal;)*) => {
        /// Everything that is chosen, in order.
        pub const FIELDS: &[Field] = &[$(Field {
            name: $name,
            label: t($zh, $en),
            why: t($why_zh, $why_en),
            chapter: $chapter,
            kind: $kind,
            first: $first,
        },)*];
    };
}

fields! {
    "version": "Flink 版本", "Flink version",
        "命令、键名和配置文件都跟着版本变。", "Commands, the names of keys and the configuration file change with it.",
        "versions.md", Kind::One(&[same("1.13"), same("1.17"), same("1.20"), same("2.0"), same("2.3")]), "1.20";
    "platform": "平台", "Platform",
        "谁来启动进程，进程没了谁再起一个。", "Who starts the processes, and who starts another when one is gone.",
        "choose.md", Kind::One(&[same("standalone"), same("yarn"), same("kubernetes")]), "yarn";
    "mode": "模式", "Mode",
        "集群归谁：几个作业共用一个会话，还是一个应用自己一个。", "Whose the cluster is: a session for several jobs, or one for each application.",
        "modes.md", Kind::One(&[
            ("application", t("应用：自己一个集群", "application: a cluster of its own")),
            ("session", t("会话：先开集群", "session: the cluster first")),
            ("job", t("把作业交给会话", "a job for a session")),
            ("per-job", t("单作业（YARN，1.x）", "per-job (YARN, 1.x)")),
        ]), "application";
    "jm": "JobManager 内存", "JobManager memory",
        "整个进程的大小，堆只是其中一块。作业多、checkpoint 大，就多给。", "The size of the whole process, of which the heap is a part. Many jobs or large checkpoints want more.",
        "yarn.md#memory", Kind::One(&[same("1g"), same("1600m"), same("2g"), same("4g")]), "1600m";
    "tm": "TaskManager 内存", "TaskManager memory",
        "它的 slot 平分其中的托管内存，别的共用。", "Its slots divide the managed memory among them and share the rest.",
        "slots.md#what-a-slot-is", Kind::One(&[same("1728m"), same("2g"), same("4g"), same("8g")]), "4g";
    "slots": "每个 TaskManager 的 slot", "Slots of a TaskManager",
        "slot 多，TaskManager 就少：省内存，但一个没了牵连也多。", "More slots make fewer TaskManagers: less memory, and more is lost with one.",
        "slots.md#how-many", Kind::One(&[same("1"), same("2"), same("4"), same("8")]), "2";
    "parallelism": "并行度", "Parallelism",
        "算子没有自己设的就用它；它和 slot 一起决定要几个 TaskManager。", "For operators that set none themselves; with the slots it says how many TaskManagers there are.",
        "slots.md#how-many", Kind::One(&[same("1"), same("2"), same("4"), same("8"), same("16"), same("64")]), "4";
    "ha": "高可用", "High availability",
        "JobManager 没了，新的从哪里知道有哪些作业、最后一个 checkpoint 在哪里。", "Where a new JobManager learns which jobs there are, and where their last checkpoint is.",
        "ha.md", Kind::One(&[("off", t("不开", "off")), ("on", t("开", "on"))]), "on";
    "checkpoints": "checkpoint 间隔", "Checkpoint interval",
        "不开 checkpoint，默认就不重启：一个任务失败，作业就失败。", "Without checkpoints the default is not to restart: when a task fails, the job fails.",
        "ha.md#checkpoints", Kind::One(&[("off", t("不开", "off")), same("10s"), same("1min"), same("5min")]), "1min";
    "restart": "重启策略", "Restart strategy",
        "任务失败以后隔多久再来，来几次才算作业失败。", "How long after a failure it tries again, and how often before the job fails.",
        "session.md#failures", Kind::One(&[
            ("default", t("默认的", "the default")),
            ("none", t("不重启", "none")),
            ("fixed-delay", t("固定间隔，3 次", "fixed delay, 3 times")),
            ("exponential-delay", t("间隔越来越长", "exponential delay")),
            ("failure-rate", t("按失败的频率", "failure rate")),
        ]), "default";
    "name": "名字", "Name",
        "YARN 列表里的应用名；Kubernetes 上是集群的编号，以后全靠它找集群。", "The application's name in YARN's list; on Kubernetes the cluster's id, by which it is found ever after.",
        "kubernetes.md#session", Kind::Name, "my-app";
    "class": "主类", "Main class",
        "main() 在哪里；jar 的清单里写了就可以空着。", "Where main() is; may be empty if the jar's manifest says it.",
        "commands.md#run", Kind::Name, "com.example.Main";
    "jar": "jar", "Jar",
        "客户端机器上的文件；Kubernetes 的应用模式里是镜像里的。", "A file of the client's machine; in application mode on Kubernetes, of the image.",
        "kubernetes.md#application", Kind::Name, "app.jar";
}

/// A value for each field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    values: Vec<String>,
}

impl Default for Choices {
    fn default() -> Choices {
        Choices { values: FIELDS.iter().map(|field| field.first.to_owned()).collect() }
    }
}

/// So many characters a name has.
const LONGEST_NAME: usize = 60;

impl Field {
    /// Whether it can be that.
    pub fn takes(&self, value: &str) -> bool {
        match self.kind {
            Kind::One(values) => values.iter().any(|(known, _)| *known == value),
            Kind::Name => {
                let sign = |c: char| c.is_ascii_alphanumeric() || "._/-".contains(c);
                value.len() <= LONGEST_NAME
                    && !value.starts_with('-')
                    && value.chars().all(sign)
                    && (self.name == "class" || !value.is_empty())
            }
        }
    }
}

impl Choices {
    /// The value of a field.
    pub fn get(&self, name: &str) -> &str {
        let at = FIELDS.iter().position(|field| field.name == name);
        at.and_then(|at| self.values.get(at)).map_or("", String::as_str)
    }

    /// Chooses, if the field can be that. Whether it can.
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        let Some(at) = FIELDS.iter().position(|field| field.name == name && field.takes(value))
        else {
            return false;
        };
        match self.values.get_mut(at) {
            Some(place) => value.clone_into(place),
            None => return false,
        }
        true
    }

    /// Whether a value goes with the others.
    pub fn goes(&self, name: &str, value: &str) -> bool {
        let per_job = FlinkVersion::named(self.get("version"))
            .is_some_and(|version| version.traits().has_per_job_mode);
        match (name, value) {
            ("mode", "per-job") => self.get("platform") == "yarn" && per_job,
            _ => true,
        }
    }

    /// The same with what does not go replaced.
    #[must_use]
    pub fn fitting(mut self) -> Choices {
        if !self.goes("mode", self.get("mode")) {
            self.set("mode", "application");
        }
        self
    }

    /// As a link has them: `version=1.20&platform=yarn&…`.
    pub fn to_link(&self) -> String {
        // A dot needs no escape, and versions are easier to read with it.
        let value = |field: &Field| escape(self.get(field.name)).replace("%2e", ".");
        let pairs = FIELDS.iter().map(|field| [field.name, "=", &value(field)].concat());
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Out of a link; what it does not say, or says wrongly, is as at first.
    pub fn from_link(link: &str) -> Choices {
        let mut choices = Choices::default();
        for (name, value) in link.split('&').filter_map(|pair| pair.split_once('=')) {
            if let Some(value) = unescape(value) {
                choices.set(name, &value);
            }
        }
        choices.fitting()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_survive_their_link_and_what_cannot_be_chosen_is_left_out() {
        let mut choices = Choices::default();
        assert!(choices.set("jar", "jobs/a-1.0.jar") && choices.set("version", "2.3"));
        assert!(
            !choices.set("jar", "a b.jar") && !choices.set("jar", "-p") && !choices.set("tm", "3")
        );
        assert_eq!(Choices::from_link(&choices.to_link()), choices);
        assert_eq!(Choices::from_link("tm=lots&jar=%zz&x=y&slots"), Choices::default());
    }

    #[test]
    fn per_job_mode_is_for_yarn_and_1_x() {
        let of = |link| Choices::from_link(link).get("mode").to_owned();
        assert_eq!(of("mode=per-job&platform=yarn&version=1.17"), "per-job");
        assert_eq!(of("mode=per-job&platform=yarn&version=2.0"), "application");
        assert_eq!(of("mode=per-job&platform=kubernetes&version=1.17"), "application");
    }
}
