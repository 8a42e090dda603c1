//! What the beats of a run are called. The names stand on a time line: six Chinese characters, fourteen Latin ones.

use super::text::{Text, t};
use super::{Lang, time};
use model::{Beat, BeatKind, Time};

/// A beat's name, unless its author knows a better one.
pub fn beat(lang: Lang, beat: &Beat) -> String {
    row(beat.kind).fill(lang, &[&beat_span(beat.lasts)])
}

/// The length of a silence, to a tenth of a second.
pub fn beat_span(lasts: Time) -> String {
    time::span(Time::ms((lasts.as_ms() + 50) / 100 * 100))
}

const fn row(kind: BeatKind) -> Text {
    use BeatKind as K;
    match kind {
        K::Deploy => t("部署", "deploy"),
        K::Submit => t("提交", "submit"),
        K::Add => t("加一个进程", "add a process"),
        K::Cancel => t("取消", "cancel"),
        K::Savepoint => t("savepoint", "savepoint"),
        K::Stop => t("停下作业", "stop the job"),
        K::Terminate => t("关掉进程", "shut down"),
        K::Thaw => t("解冻", "thaw"),
        K::Heal => t("网络恢复", "network back"),
        K::Interrupt => t("Ctrl-C", "Ctrl-C"),
        K::StopCluster => t("停掉集群", "stop cluster"),
        K::Kill => t("杀死", "kill"),
        K::Freeze => t("冻结", "freeze"),
        K::Cut => t("断网", "network cut"),
        K::PowerOff => t("断电", "power off"),
        K::OutOfMemory => t("内存超限", "out of memory"),
        K::KillApplication => t("杀死应用", "kill the app"),
        K::Exception => t("抛异常", "exception"),
        K::Silence => t("没人知道 {0}", "silence {0}"),
        K::Noticed => t("发觉", "noticed"),
        K::Lost => t("失去联系", "contact lost"),
        K::NewLeader => t("换 leader", "new leader"),
        K::Restart => t("重新启动", "started again"),
        K::Recovered => t("找回作业", "job recovered"),
        K::Failover => t("重启任务", "restarting"),
        K::Rescale => t("换并行度", "rescale"),
        K::Again => t("又跑起来", "runs again"),
        K::Moved => t("搬到别处", "moved"),
        K::Boot => t("启动", "boot"),
        K::Upload => t("上传文件", "upload"),
        K::Main => t("跑 main()", "main() runs"),
        K::Received => t("收到作业", "job received"),
        K::ClientLeft => t("客户端退出", "client leaves"),
        K::Pending => t("等空位", "no room"),
        K::Workers => t("容器到位", "containers"),
        K::Joined => t("前来注册", "registered"),
        K::Shortage => t("slot 不够", "too few slots"),
        K::Running => t("运行", "run"),
        K::Saved => t("状态存好", "state saved"),
        K::Failed => t("失败", "failed"),
        K::Canceled => t("已取消", "canceled"),
        K::Finished => t("跑完", "finished"),
        K::Suspended => t("作业挂起", "suspended"),
        K::Refused => t("被拒绝", "refused"),
        K::Expired => t("等到超时", "timed out"),
        K::ClusterEnded => t("集群结束", "cluster ends"),
        K::SlotsFree => t("归还 slot", "slots free"),
        K::GivenBack => t("空闲归还", "given back"),
    }
}
