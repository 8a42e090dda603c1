//! What a command asks for, drawn: a bar for each kind of process, as long as what the platform gives, with the parts of its
//! memory inside. What each part is stands below with its number, so that nothing is told by colour alone.
//!
//! In: [`Asks`]. Out: a [`Node`].
//! Deliberately absent: how memory is divided (`model::memory`).

use crate::asks::{Asks, Count, Started, YARN_STEP_MIB};
use crate::markup::{Node, element, text};
use model::command::Platform;
use model::memory::{Memory, Part, Process};
use stage::words::{Lang, Text, t};

/// The picture of a command.
pub fn picture(asks: &Asks, lang: Lang) -> Node {
    let say = |what: Text, args: &[&str]| what.fill(lang, args);
    let largest = asks.processes.iter().filter_map(whole).max().unwrap_or(1);
    let mut inside: Vec<Node> = Vec::new();
    if let Some(sum) = sum(asks, lang) {
        inside.push(element("p", "asked-sum", vec![text(sum)]));
    }
    for started in &asks.processes {
        let mut of = vec![element("h3", "", vec![text(title(started, lang))])];
        let facts = facts(asks, started, lang).into_iter();
        let facts = facts.map(|fact| element("span", "", vec![text(fact)])).collect();
        of.push(element("p", "desk-facts", facts));
        match &started.memory {
            Ok(memory) => of.extend(bar(memory, started.given, largest, lang)),
            Err(refusal) => {
                let told = say(t("Flink 不肯启动它：", "Flink refuses to start it:"), &[]);
                of.push(element("p", "", vec![text(told)]));
                of.push(element("p", "desk-message", vec![text(refusal.to_string())]));
            }
        }
        inside.push(element("div", "asked-process", of));
    }
    element("div", "asked", inside)
}

/// Bytes that count for a bar's length.
fn whole(started: &Started) -> Option<u64> {
    let memory = started.memory.as_ref().ok()?.process().bytes();
    Some(started.given.unwrap_or(memory).max(memory))
}

fn title(started: &Started, lang: Lang) -> String {
    let name = match started.process {
        Process::JobManager => "JobManager",
        Process::TaskManager => "TaskManager",
    };
    match started.count {
        Count::Exactly(number) => format!("{name} × {number}"),
        Count::ForJobs | Count::Listed => {
            let text = match (started.count, started.process) {
                (Count::Listed, Process::JobManager) => {
                    t("{0}（conf/masters 里一行一个）", "{0} (one for each line of conf/masters)")
                }
                (Count::Listed, _) => {
                    t("{0}（conf/workers 里一行一个）", "{0} (one for each line of conf/workers)")
                }
                _ => t("{0} × 0，有了作业才来", "{0} × 0: they come with jobs"),
            };
            text.fill(lang, &[name])
        }
    }
}

/// Where it runs, what it gets, how many slots it has.
fn facts(asks: &Asks, started: &Started, lang: Lang) -> Vec<String> {
    let mut facts = Vec::new();
    let say = |text: Text, args: &[&str]| text.fill(lang, args);
    let size = started.memory.as_ref().ok().map(|memory| mebibytes(memory.process().bytes()));
    let given = started.given.map(mebibytes);
    match (asks.on, size.as_deref(), given.as_deref()) {
        (Platform::Yarn, Some(size), Some(given)) if size != given => facts.push(say(
            t(
                "YARN 容器 {1} MiB：要了 {0}，按 {2} 的倍数往上取整（yarn.scheduler.minimum-allocation-mb 的默认值）",
                "a YARN container of {1} MiB: {0} is rounded up to a multiple of {2} (yarn.scheduler.minimum-allocation-mb by default)",
            ),
            &[size, given, &YARN_STEP_MIB.to_string()],
        )),
        (Platform::Yarn, _, Some(given)) => {
            facts.push(say(t("YARN 容器 {0} MiB", "a YARN container of {0} MiB"), &[given]));
        }
        (Platform::Kubernetes, _, Some(given)) => facts.push(say(
            t("pod：内存的 request 和 limit 都是 {0}Mi", "a pod: request and limit of memory are {0}Mi"),
            &[given],
        )),
        _ => facts.push(say(
            t(
                "机器上的一个进程：没有人替它留内存",
                "a process of the machine: nobody keeps memory for it",
            ),
            &[],
        )),
    }
    if let Some(cores) = &started.cores {
        let text = match asks.on {
            Platform::Yarn => t("{0} 个 vcore", "{0} vcore{0s}"),
            Platform::Kubernetes | Platform::Standalone => t("{0} 个 CPU", "{0} CPU{0s}"),
        };
        facts.push(say(text, &[cores]));
    }
    if started.process == Process::TaskManager {
        let slots = asks.slots.to_string();
        facts.push(say(t("{0} 个 slot", "{0} slot{0s}"), &[&slots]));
        if started.count == Count::ForJobs {
            facts.push(say(
                t(
                    "并行度为 p 的作业要 ⌈p/{0}⌉ 个（它的算子都在一个共享组里）",
                    "a job of parallelism p brings ⌈p/{0}⌉ (with one slot sharing group)",
                ),
                &[&slots],
            ));
        }
    }
    facts
}

/// How many processes, and what all of them take.
fn sum(asks: &Asks, lang: Lang) -> Option<String> {
    let parallelism = asks.parallelism?.to_string();
    let (mut terms, mut total, mut task_managers) = (Vec::new(), 0_u64, 0);
    for started in &asks.processes {
        let Count::Exactly(count) = started.count else { return None };
        let each = started.given? >> 20;
        terms.push(format!("{count} × {each}"));
        total += u64::from(count) * each;
        if started.process == Process::TaskManager {
            task_managers = count;
        }
    }
    let text = t(
        "并行度 {0}，每个 TaskManager {1} 个 slot，所以要 {2} 个 TaskManager（算子都在一个共享组里）。一共 {3} = {4} MiB。",
        "Parallelism {0} and {1} slot{1s} in a TaskManager make {2} TaskManager{2s} (with one slot sharing group). All in all {3} = {4} MiB.",
    );
    let (slots, count) = (asks.slots.to_string(), task_managers.to_string());
    Some(text.fill(lang, &[&parallelism, &slots, &count, &terms.join(" + "), &total.to_string()]))
}

/// The bar, and the list of its parts.
fn bar(memory: &Memory, given: Option<u64>, largest: u64, lang: Lang) -> [Node; 2] {
    let size = memory.process().bytes();
    let container = given.unwrap_or(size).max(size);
    let mut segments = Vec::new();
    let mut rows = Vec::new();
    let parts = memory.parts().into_iter().filter(|(_, size)| size.bytes() > 0);
    for (number, (part, size)) in (1_u32..).zip(parts) {
        let number = number.to_string();
        let class = ["asked-part is-", kind(part)].concat();
        segments.push(segment(&class, &number, size.bytes(), container));
        rows.push(row(&class, &number, &name(part).fill(lang, &[]), size.bytes()));
    }
    let rest = container - size;
    let say = |text: Text| text.fill(lang, &[]);
    if rest > 0 {
        segments.push(segment("asked-part is-rest", "", rest, container));
    }
    rows.push(row("asked-whole", "", &say(t("整个进程", "The whole process")), size));
    if rest > 0 {
        let says = t("取整多出来的，没有人用", "Rounded up: nobody uses it");
        rows.push(row("asked-part is-rest", "", &say(says), rest));
    }
    let label = say(t("内存怎么分", "How its memory is divided"));
    let share = permille(container, largest);
    let bar = element("div", "asked-bar", segments)
        .with("role", "img")
        .with("aria-label", label)
        .with("style", format!("inline-size:{}%", decimal(share)));
    [bar, element("ul", "asked-parts", rows)]
}

fn segment(class: &str, number: &str, bytes: u64, of: u64) -> Node {
    let share = permille(bytes, of);
    element("i", class, vec![text(number)])
        .with("style", format!("inline-size:{}%", decimal(share)))
}

fn row(class: &str, number: &str, name: &str, bytes: u64) -> Node {
    let cells = vec![
        element("i", class, vec![text(number)]),
        element("span", "", vec![text(name)]),
        element("b", "", vec![text([&mebibytes(bytes), " MiB"].concat())]),
        element("small", "", vec![text(grouped(bytes))]),
    ];
    element("li", "", cells)
}

fn permille(part: u64, whole: u64) -> u64 {
    part.saturating_mul(1_000) / whole.max(1)
}

/// Tenths as a number.
fn decimal(permille: u64) -> String {
    format!("{}.{}", permille / 10, permille % 10)
}

/// "384", "57.6"
fn mebibytes(bytes: u64) -> String {
    let tenths = ((bytes as u128 * 10 + (1 << 19)) >> 20) as u64;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

/// "402,653,174 B"
fn grouped(bytes: u64) -> String {
    let digits = bytes.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + " B"
}

/// What a part is to the eye.
const fn kind(part: Part) -> &'static str {
    match part {
        Part::Heap | Part::TaskHeap | Part::FrameworkHeap => "heap",
        Part::OffHeap | Part::TaskOffHeap | Part::FrameworkOffHeap => "off-heap",
        Part::Managed => "managed",
        Part::Network => "network",
        Part::Metaspace | Part::Overhead => "jvm",
    }
}

const fn name(part: Part) -> Text {
    match part {
        Part::Heap => t("JVM 堆", "JVM heap"),
        Part::OffHeap => t("堆外", "Off-heap"),
        Part::FrameworkHeap => t("框架的堆", "Framework heap"),
        Part::TaskHeap => t("任务的堆", "Task heap"),
        Part::Managed => t("托管内存", "Managed memory"),
        Part::FrameworkOffHeap => t("框架的堆外", "Framework off-heap"),
        Part::TaskOffHeap => t("任务的堆外", "Task off-heap"),
        Part::Network => t("网络缓冲", "Network buffers"),
        Part::Metaspace => t("JVM 元空间", "JVM metaspace"),
        Part::Overhead => t("JVM 开销", "JVM overhead"),
    }
}
