//! Labels of knobs, buttons and columns, and the names of a knob's values.

use super::{fault, gib};
use crate::words::{Lang, labels, t};
use model::FlinkVersion;
use model::compare::{
    Availability, FAULT_TIMES, Fault, LENGTHS, MEMORY_MIB, MOST_JOBS, MOST_SLOTS, Packing,
    Platform, Switch, Workload,
};

labels! {
    /// The whole: {0} is its title.
    Compare = "对比：{0}", "Comparison: {0}";
    /// The group of knobs.
    Knobs = "换成你的作业", "Your own jobs";
    /// Knob.
    Platform = "平台", "Platform";
    /// Knob.
    Version = "Flink 版本", "Flink version";
    /// Knob.
    Jobs = "作业", "Jobs";
    /// Knob: {0} is a job.
    Parallelism = "{0} 的并行度", "Parallelism of {0}";
    /// Knob.
    Length = "作业跑多久", "Jobs run for";
    /// Knob.
    Slots = "每个 TaskManager 的 slot", "Slots of a TaskManager";
    /// Knob.
    Memory = "每个 TaskManager 的内存", "Memory of a TaskManager";
    /// Knob.
    Spare = "多开一个 TaskManager", "A spare TaskManager";
    /// Knob.
    Packing = "应用模式里", "Application mode";
    /// Knob.
    Availability = "高可用", "High availability";
    /// Knob.
    Checkpoints = "checkpoint", "Checkpoints";
    /// Knob.
    Fault = "出什么事", "What goes wrong";
    /// Knob.
    After = "提交之后多久", "After the submission";
    /// Behind this are the other knobs.
    More = "更多旋钮", "More knobs";
    /// Heading of what is true at one moment: {0} is the time, {1} when that is.
    Moment = "{0}（{1}）", "{0} ({1})";
    /// Button.
    Reset = "复原", "Start over";
    /// Button.
    CopyLink = "复制此刻的链接", "Copy a link to this moment";
    /// After it.
    LinkCopied = "链接已复制。", "Link copied.";
    /// After it, where the browser does not allow copying.
    LinkInBar = "链接已放进地址栏。", "The link is in the address bar.";
    /// The link that led here: {0} is the part that means nothing.
    BadLink = "链接里的“{0}”无法理解，所以这里是原来的样子。", "The link's “{0}” cannot be understood, so this is as the page has it.";
    /// Slider.
    Clock = "时钟：一条线，三种模式", "The clock: one line through all modes";
    /// Button.
    Play = "让时钟走", "Let the clock run";
    /// Button.
    Pause = "停住", "Stop it";
    /// Button: with Shift it goes to what changed last in any mode.
    Back = "前一幕（Shift：前一个变化）", "The beat before (Shift: the change before)";
    /// Button: with Shift it goes to what changes next.
    Forward = "后一幕（Shift：后一个变化）", "The next beat (Shift: the next change)";
    /// What the slider says: {0} is the time, {1} the end, {2} the beat that it stands in.
    ClockValue = "{0}，共 {1}，{2}", "{0} of {1}, {2}";
    /// In the slider's text: {0} is a time.
    AfterSubmission = "提交后 {0}", "{0} after the submission";
    /// In the slider's text: {0} is a time.
    BeforeSubmission = "提交前 {0}", "{0} before the submission";
    /// Heading of the table: {0} is the end.
    Table = "从 0 到 {0}，模型数出来的", "From 0 to {0}, counted by the model";
    /// Heading of the table of blows: {0} is how many jobs there are.
    Blows = "{0} 个作业，{1} 之后出事，模型跑出来的", "{0} job{0s}, hit after {1}; as the model ran it";
    /// A cell of the table where the mode does not exist.
    NoSuchMode = "没有这种模式", "no such mode";
    /// Column of row names.
    What = "比什么", "What";
    /// Under the chart.
    Legend = "实心：跑着任务，颜色和编号是哪个作业；空心：占着，还没有或不再有任务；虚线：启动中，或找不到 JobManager；淡掉的竖条：这么长的时间里什么都没变，三张图一起压窄。", "Solid: tasks run, of the job with that colour and number. Hollow: held, with no task yet or any more. Dashed: starting, or looking for a JobManager. A faded strip: so long nothing changes in any of them, and all are narrowed alike.";
}

/// The label of a knob of [`Workload::KNOBS`].
pub fn knob(lang: Lang, name: &str) -> &'static str {
    let which = match name {
        "platform" => Label::Platform,
        "version" => Label::Version,
        "jobs" => Label::Jobs,
        "length" => Label::Length,
        "slots" => Label::Slots,
        "memory" => Label::Memory,
        "spare" => Label::Spare,
        "packing" => Label::Packing,
        "ha" => Label::Availability,
        "checkpoints" => Label::Checkpoints,
        "fault" => Label::Fault,
        _ => Label::After,
    };
    label(lang, which)
}

/// The knobs that everybody turns first; the others are behind them.
pub const FIRST: [&str; 4] = ["platform", "jobs", "fault", "after"];

/// Whether a knob means something in a workload.
pub fn matters(workload: &Workload, name: &str) -> bool {
    match name {
        "spare" => workload.platform == Platform::Standalone,
        "packing" => workload.platform != Platform::Standalone && workload.jobs.len() > 1,
        "after" => workload.fault != Fault::None,
        _ => true,
    }
}

/// The values that a knob offers, as [`Workload::set`] takes them. Of "jobs": how many.
pub fn choices(name: &str) -> Vec<String> {
    fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<String> {
        all.iter().map(|each| word(*each).to_owned()).collect()
    }
    fn numbers<T: ToString>(all: impl IntoIterator<Item = T>) -> Vec<String> {
        all.into_iter().map(|each| each.to_string()).collect()
    }
    match name {
        "platform" => words(Platform::ALL, Platform::word),
        "version" => words(&FlinkVersion::ALL, FlinkVersion::name),
        "jobs" => numbers(1..=MOST_JOBS),
        "length" => {
            let mut all = vec!["unbounded".to_owned()];
            all.extend(numbers(LENGTHS));
            all
        }
        "slots" => numbers(1..=MOST_SLOTS),
        "memory" => numbers(MEMORY_MIB),
        "packing" => words(Packing::ALL, Packing::word),
        "ha" => words(Availability::ALL, Availability::word),
        "fault" => words(Fault::ALL, Fault::word),
        "after" => numbers(FAULT_TIMES),
        _ => words(Switch::ALL, Switch::word),
    }
}

/// A knob's value in words.
pub fn value(lang: Lang, name: &str, value: &str) -> String {
    let text = match (name, value) {
        ("platform", "standalone") => t("Standalone", "standalone"),
        ("platform", "yarn") => t("YARN", "YARN"),
        ("platform", "kubernetes") => t("Kubernetes", "Kubernetes"),
        ("length", "unbounded") => t("不停", "for ever"),
        ("packing", "together") => t("一个应用装所有作业", "one application for all"),
        ("packing", "apart") => t("一个作业一个应用", "one for each job"),
        ("fault", word) => {
            let known = Fault::ALL.iter().find(|each| each.word() == word);
            return known.map_or_else(String::new, |each| fault(lang, *each).to_owned());
        }
        ("memory", mib) => return mib.parse().map_or_else(|_| String::new(), gib),
        ("length" | "after", seconds) => return [seconds, " s"].concat(),
        (_, "on") => t("有", "on"),
        (_, "off") => t("没有", "off"),
        (_, other) => return other.to_owned(),
    };
    text.text(lang).to_owned()
}
