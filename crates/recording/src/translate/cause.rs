//! Flink's exception texts as the model's causes.

use super::{Names, UNKNOWN_TM, loss_reason};
use crate::row::Row;
use model::event::Cause;

/// The cause that a state row names, if any.
pub(super) fn of(row: &Row, names: &Names) -> Option<Cause> {
    let text = row.text("exception")?;
    let tm = names.tm_in(text).or_else(|| names.tm(row.text("tm")?)).unwrap_or(UNKNOWN_TM);
    let class = text.split(':').next().unwrap_or(text);
    Some(match class {
        "NoResourceAvailableException" if text.contains("bulk is not fulfillable") => {
            Cause::SlotRequestTimeout
        }
        "NoResourceAvailableException" => Cause::NotEnoughResources,
        "RemoteTransportException" | "PartitionConnectionException" | "LocalTransportException" => {
            Cause::ConnectionLost(tm)
        }
        "RecipientUnreachableException" => Cause::RecipientUnreachable(tm),
        // The call to deploy it was not answered.
        _ if text.contains("not responding after a") => Cause::RecipientUnreachable(tm),
        "JobException" if text.contains("Recovery is suppressed") => Cause::RecoverySuppressed,
        "FlinkException" if text.contains("being stopped") => Cause::ClusterShutdown,
        // Several classes carry the reason for which a TaskManager was dropped.
        _ => match loss_reason(text) {
            Some(reason) => Cause::TaskManagerLost(tm, reason),
            None => Cause::UserException,
        },
    })
}
