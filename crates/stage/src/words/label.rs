//! Fixed texts of the widgets: player controls, log, inspector, keyboard help. Those of a stage that
//! stopped are the loader's (`book/theme/stage-loader.js`): nothing of this crate runs then.
//!
//! In: a [`Label`]. Out: its text. One table, both languages in each row.

use super::text::labels;
use super::{Lang, time};
use model::Trace;
use model::trace::Stop;

/// What is said behind the last event of a trace.
pub fn ending(lang: Lang, trace: &Trace) -> String {
    match trace.stop() {
        Stop::Quiet => label(lang, Label::AtEnd).to_owned(),
        Stop::Horizon => label_with(lang, Label::Horizon, &[&time::span(trace.scenario().horizon)]),
        Stop::Limit => label(lang, Label::TooMany).to_owned(),
    }
}

labels! {
    // --- Player ------------------------------------------------------------------------
    /// Button.
    Play = "播放", "Play";
    /// Button.
    Pause = "暂停", "Pause";
    /// Button: to the next beat.
    BeatForward = "下一步（按住 Shift：一个事件）", "Next step (with Shift: one event)";
    /// Button: to the beat before.
    BeatBack = "上一步（按住 Shift：一个事件）", "Step before (with Shift: one event)";
    /// What was done: one event forward.
    StepForward = "前进一个事件", "One event forward";
    /// What was done: one event back.
    StepBack = "后退一个事件", "One event back";
    /// Button: skips a gap in which nothing happens.
    JumpNext = "跳到下一件事", "Jump to the next thing that happens";
    /// Button: back to the beginning.
    ToStart = "回到开头", "Back to the beginning";
    /// Button: the scenario as the book tells it, without the reader's actions.
    Restart = "重新开始（撤销你做过的操作）", "Start over (undo what you did)";
    /// Select.
    Speed = "速度", "Speed";
    /// Slider.
    Scrub = "时间轴", "Timeline";
    /// What the slider says: {0} is the time, {1} the end.
    ScrubValue = "{0}，共 {1}", "{0} of {1}";
    /// {0} is the number of the event, {1} how many there are.
    EventOf = "事件 {0} / {1}", "Event {0} / {1}";
    /// Before the first event.
    BeforeStart = "还什么都没有发生。", "Nothing has happened yet.";
    /// Instead of the last event, while nobody knows of a fault: {0} is a span.
    Silence = "还没有人知道：从出事到有人发觉要 {0}，在那以前别处照旧当它好好的。", "Nobody knows yet: it takes {0} until somebody notices, and until then all others go on as if it were well.";
    /// At the end of a trace in which nothing is left to happen.
    AtEnd = "此后不再有事件。", "Nothing more happens.";
    /// The trace was cut at its horizon: {0} is a time.
    Horizon = "模拟只到 {0}；真实的集群会这样继续下去。", "The simulation ends at {0}; a real cluster would go on like this.";
    /// The trace has as many events as it may have.
    TooMany = "事件太多，模拟到此为止。", "That is as many events as this simulation keeps.";
    /// Button, at the end.
    PlayFromStart = "从头播放", "Play from the start";
    /// Over the picture while a long wait is shortened: {0} is a span.
    Passes = "… {0} 过去 …", "… {0} pass …";
    /// Button: a link that shows this run and this moment to somebody else.
    CopyLink = "复制此刻的链接", "Copy a link to this moment";
    /// After it.
    LinkCopied = "链接已复制。", "Link copied.";
    /// After it, where the browser does not allow copying.
    LinkInBar = "链接已放进地址栏。", "The link is in the address bar.";
    /// The link that led here names something unknown: {0} is that part.
    BadLink = "链接里的“{0}”无法理解，所以这里显示的是原来的场景。", "The link's “{0}” cannot be understood, so you see the scenario as it is.";
    /// The link that led here was made when other events happened until then.
    OldLink = "书改过了，这条链接说的事件换了位置：这里停在同一时刻。", "The book has changed since this link was made: this is the same time, perhaps not the same event.";
    /// Select: which Flink is simulated.
    Version = "Flink 版本", "Flink version";
    /// The group of player controls.
    PlayerControls = "播放控制", "Player controls";

    // --- Stage -------------------------------------------------------------------------
    /// What the picture is: {0} is the scenario's title.
    StageOf = "模拟：{0}", "Simulation: {0}";
    /// The picture.
    Picture = "集群此刻的样子", "The cluster at this moment";
    /// Which Flink is simulated: {0} is the version.
    FlinkVersion = "Flink {0}", "Flink {0}";
    /// No job yet.
    NoJobs = "还没有作业。", "No jobs yet.";
    /// {0} of {1} slots are used.
    SlotsUsed = "{0} / {1} 个 slot 在用", "{0} of {1} slots in use";

    // --- Actions -----------------------------------------------------------------------
    /// Heading.
    Actions = "动手", "Actions";
    /// Under the heading.
    ActionsHint = "操作发生在当前时刻，之后的故事重新推演。", "It is done at the time shown, and the story goes on anew from there.";
    /// Submit: checkbox.
    Attached = "客户端等结果（不带 -d）", "The client waits for the result (no -d)";
    /// Submit: checkbox.
    ShutdownOnAttachedExit = "客户端退出时取消作业（-sae）", "A client that leaves takes the job along (-sae)";

    // --- Terminal ----------------------------------------------------------------------
    /// Heading.
    Terminal = "终端", "Terminal";

    /// Button at a printed command: {0} is the title of the stage that runs it.
    RunHere = "在“{0}”里运行", "Run it in “{0}”";
    /// Button at a block of commands.
    RunAll = "依次运行这一段", "Run all of these, one after the other";

    // --- Web pages ---------------------------------------------------------------------
    /// Switch: the cluster's web pages instead of the picture.
    ViewWeb = "Web UI", "Web UI";
    /// What the pages are.
    WebPicture = "集群的网页此刻显示的内容", "What the cluster’s web pages show at this moment";
    /// Heading of YARN's page.
    WebYarn = "YARN 的网页", "YARN’s web page";
    /// Heading of Flink's pages.
    WebFlink = "Flink 的 Web UI", "Flink’s web UI";
    /// Instead of Flink's pages.
    WebNoLeader = "此刻没有 leader，这个地址没人应答。", "There is no leader now: nobody answers here.";
    /// An empty table.
    WebNothing = "空", "empty";
    /// Table.
    WebApplications = "应用", "Applications";
    /// Column.
    WebId = "ID", "ID";
    /// Column.
    WebName = "名称", "Name";
    /// Column.
    WebType = "类型", "Type";
    /// Column.
    WebQueue = "队列", "Queue";
    /// Column.
    WebState = "状态", "State";
    /// Column.
    WebFinalStatus = "最终状态", "FinalStatus";
    /// Column.
    WebContainers = "容器", "Containers";
    /// Tile.
    WebAvailableSlots = "空闲的 slot", "Available Task Slots";
    /// Line of a tile.
    WebTotalSlots = "slot 共 {0} 个", "Total Task Slots {0}";
    /// Line of a tile.
    WebCountTaskManagers = "TaskManager {0} 个", "Task Managers {0}";
    /// Tile and table.
    WebRunningJobs = "运行中的作业", "Running Jobs";
    /// Table.
    WebCompletedJobs = "已结束的作业", "Completed Jobs";
    /// Table.
    WebTaskManagers = "TaskManager", "Task Managers";
    /// Column.
    WebJobName = "作业", "Job Name";
    /// Column.
    WebStart = "开始", "Start";
    /// Column.
    WebDuration = "时长", "Duration";
    /// Column.
    WebStatus = "状态", "Status";
    /// Column.
    WebAllSlots = "slot", "All Slots";
    /// Column.
    WebFreeSlots = "空闲", "Free Slots";

    // --- Log ---------------------------------------------------------------------------
    /// Heading.
    Log = "事件", "Events";

    // --- Inspector ---------------------------------------------------------------------
    /// Heading.
    Inspector = "查看", "Inspector";
    /// Nothing is selected.
    InspectorEmpty = "在图上点选一样东西，这里会说明它是什么、处于什么状态、受哪些配置项控制。", "Click something in the picture: here you read what it is, what state it is in, and which configuration keys govern it.";
    /// Class names.
    Classes = "Flink 里的类", "Classes in Flink";
    /// Configuration.
    Configuration = "有关的配置项", "Configuration keys";
    /// Column: the version's default.
    Default = "默认值", "Default";
    /// A key without a value.
    Unset = "未设置", "unset";
    /// The value is the scenario's, not the default.
    SetHere = "此处设置", "set here";
    /// Opens the inspector.
    More = "更多", "More";
    /// Closes.
    Close = "关闭", "Close";
    /// It existed at another time than the one shown.
    GoneNow = "此刻没有它。", "It does not exist at this moment.";
    /// Row.
    Slots = "slot", "Slots";
    /// Row.
    Tasks = "任务", "Tasks";
    /// Row.
    Job = "作业", "Job";
    /// Row.
    Jobs = "作业", "Jobs";
    /// Row.
    JobId = "JobID", "JobID";
    /// Row.
    Process = "进程", "Process";
    /// Row.
    Container = "容器", "Container";
    /// Row: which JobManager leads.
    Leader = "leader", "Leader";
    /// Row: how many there are.
    Containers = "未结束的容器", "Live containers";
    /// Row: what a message says.
    Content = "内容", "What it says";
    /// Row.
    Node = "机器", "Machine";
    /// Row.
    Memory = "内存", "Memory";
    /// Row.
    Client = "客户端", "Client";
    /// Row.
    Cause = "原因", "Cause";
    /// Row: slots that the job declared.
    Required = "声明需要的 slot", "Slots declared";
    /// Row: slots that the job holds.
    Held = "得到的 slot", "Slots held";
    /// Row: how often the job failed.
    Failures = "失败次数", "Failures";
    /// Row: the last completed checkpoint.
    LastCheckpoint = "最近的 checkpoint", "Last checkpoint";
    /// Row: the state of the adaptive scheduler.
    Scheduler = "adaptive 调度器", "Adaptive scheduler";
    /// Row: what a job's tasks began with.
    BeganWith = "起始状态", "Began with";
    /// What a job's tasks began with: nothing.
    EmptyState = "空", "nothing";
    /// What a job's tasks began with: {0} is the number.
    CheckpointNumber = "checkpoint {0}", "checkpoint {0}";
    /// Row: the savepoints that were taken of a job.
    Savepoints = "savepoint", "Savepoints";
    /// Row: the attempt's number.
    Attempt = "尝试（attempt）", "Attempt";
    /// Row: the slot that a subtask runs in.
    Slot = "slot", "Slot";
    /// Row: who shares the slot.
    SharedBy = "共用此 slot 的子任务", "Subtasks that share it";
    /// Row: a message's sender.
    From = "发送方", "From";
    /// Row: a message's receiver.
    To = "接收方", "To";
    /// Row: when it left.
    Sent = "发出", "Sent";
    /// Row: when it arrives.
    Arrives = "到达", "Arrives";
    /// Row: when the state was entered.
    Since = "从何时起", "Since";

    // --- Keyboard ----------------------------------------------------------------------
    /// Heading and button.
    KeyboardHelp = "键盘", "Keyboard";
}
