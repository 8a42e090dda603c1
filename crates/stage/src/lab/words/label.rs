//! Headings, knobs, buttons and tasks.
//!
//! In: a [`Label`] or a [`Task`]. Out: its text. One table, both languages in each row.

use crate::words::{Lang, labels, t};

labels! {
    /// The whole widget: {0} is its title.
    Lab = "slot 实验室：{0}", "Slot lab: {0}";
    /// The group of knobs.
    Knobs = "旋钮", "Knobs";
    /// Knob: which program.
    Example = "作业", "Job";
    /// The reader's own program in that list.
    Own = "自己写的", "your own";
    /// Knob.
    Version = "Flink 版本", "Flink version";
    /// Knob.
    Cluster = "集群", "Cluster";
    /// One of its values.
    Standalone = "Standalone", "Standalone";
    /// One of its values.
    Yarn = "YARN", "YARN";
    /// Knob.
    TaskManagers = "TaskManager 个数", "TaskManagers";
    /// Knob: `taskmanager.numberOfTaskSlots`.
    Slots = "每个的 slot 数", "Slots of each";
    /// Knob: `parallelism.default`.
    Parallelism = "默认并行度", "Default parallelism";
    /// Knob.
    Strategy = "挑 slot 的策略", "Choice of slots";
    /// Knob.
    Sharing = "slot 共享", "Slot sharing";
    /// One of its values.
    Shared = "照程序写的", "as written";
    /// One of its values.
    Apart = "一个算子一组", "one per operator";
    /// Knob.
    Scheduler = "调度器", "Scheduler";
    /// Knob.
    Checkpoints = "checkpoint", "Checkpoints";
    /// One of its values.
    Off = "不开", "off";
    /// One of its values.
    On = "每 30 秒", "every 30 s";
    /// Knob: `taskmanager.memory.process.size`.
    Memory = "进程内存", "Process memory";
    /// One of the values of the knob for the lost TaskManager.
    NobodyLost = "都活着", "all alive";
    /// Knob.
    Lost = "kill -9", "kill -9";
    /// Heading: the program's text.
    Program = "程序", "Program";
    /// Under it.
    ProgramHint = "一行一个算子，上游写在前面：名字 <- keyBy 上游 p=2 group=组名", "One operator a line, inputs above: name <- keyBy input p=2 group=name";
    /// A mistake: line, column, what.
    MistakeAt = "第 {0} 行第 {1} 列：{2}", "line {0}, column {1}: {2}";
    /// While the text has a mistake.
    LastGood = "图上还是上一个没有错误的程序。", "The pictures show the last program without mistakes.";
    /// Heading: what is selected.
    Selected = "选中的", "Selected";
    /// Nothing is selected.
    NothingSelected = "指一指图上的任何一样东西，它在另外三张图里的样子会一起亮起来。点一个算子，可以在这里改它。下面是每一条边为什么链着，或者为什么断了：", "Point at anything: what it is in the other three pictures lights up with it. Click an operator to change it here. Why each edge is chained or not:";
    /// Heading: memory.
    MemoryHeading = "一个 slot 有什么", "What a slot has";
    /// Heading: tasks for the reader.
    Tasks = "试试看", "Try this";
    /// A task that is done.
    Done = "做到了", "done";
    /// A task that is not done.
    NotDone = "还没有", "not yet";
    /// Heading: subtasks as a list.
    Places = "谁在哪里", "Who is where";
    /// Operator: knob.
    OfOperator = "并行度", "Parallelism";
    /// The operator's parallelism is the default.
    AsDefault = "默认", "default";
    /// Operator: knob.
    Group = "slot 共享组", "Slot sharing group";
    /// The operator's group is that of its inputs.
    Inherited = "随上游", "as its inputs";
    /// Operator: knob.
    Chain = "链化", "Chaining";
    /// One of its values.
    ChainAlways = "照规则", "by the rules";
    /// Operator: what is between it and its input {0}.
    From = "来自 {0}", "From {0}";
    /// One of its values.
    Direct = "什么也不写", "nothing said";
    /// Button: takes the input away.
    RemoveInput = "断开", "Disconnect";
    /// Select: one more input.
    AddInput = "再接一个上游", "Another input";
    /// Button.
    AddAfter = "在后面加一个算子", "Add an operator after it";
    /// Button.
    Remove = "删掉它", "Remove it";
    /// Button.
    AddSource = "加一个 source", "Add a source";
    /// Button.
    Reset = "回到开头", "Start over";
    /// Button: a link that shows this lab as it is now.
    CopyLink = "复制链接", "Copy link";
    /// After it.
    LinkCopied = "链接已复制，打开它就是现在这个样子。", "Link copied: it shows the lab as it is now.";
    /// After it, where the browser does not allow copying.
    LinkInBar = "链接已放进地址栏，打开它就是现在这个样子。", "The link is in the address bar: it shows the lab as it is now.";
    /// The link that led here names something unknown: {0} is that part.
    BadLink = "链接里的“{0}”无法理解，所以这里什么也没有改。", "The link's “{0}” cannot be understood, so nothing is changed here.";
}

/// Something for the reader to bring about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// "Make this job fit into 4 slots": all its subtasks run, and no more than four slots are there.
    FitInFour,
    /// "Make two operators never share a slot."
    NeverShare,
    /// "Lose one TaskManager and keep running."
    LoseOne,
}

impl Task {
    /// All of them.
    pub const ALL: [Task; 3] = [Self::FitInFour, Self::NeverShare, Self::LoseOne];

    /// As cells write it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::FitInFour => "fit-in-four",
            Self::NeverShare => "never-share",
            Self::LoseOne => "lose-one",
        }
    }

    /// What to do.
    pub const fn text(self, lang: Lang) -> &'static str {
        let text = match self {
            Self::FitInFour => t(
                "让这个作业在 4 个 slot 里跑起来，一个算子也不删",
                "Make this job run in 4 slots without removing an operator",
            ),
            Self::NeverShare => t(
                "让 source 和 sink 永远不住同一个 slot，作业照样跑",
                "Make sources and sinks never share a slot, and the job still run",
            ),
            Self::LoseOne => t(
                "杀掉一个 TaskManager，让作业自己好起来",
                "Kill a TaskManager and have the job recover by itself",
            ),
        };
        text.text(lang)
    }
}
