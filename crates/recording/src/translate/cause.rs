//! Flink's exception texts as the model's causes.

use super::{Names, UNKNOWN_TM, loss_reason};
use crate::row::Row;
use model::event::Cause;

/// What happened, without the wrapper in which a future hands it on (1.13:
/// `CompletionException: org.apache.flink….NoResourceAvailableException: Could not acquire …`).
pub(crate) fn itself(text: &str) -> &str {
    const WRAPPERS: [&str; 2] = ["CompletionException: ", "ExecutionException: "];
    let mut text = text;
    while let Some(inner) = WRAPPERS.iter().find_map(|wrapper| text.strip_prefix(wrapper)) {
        let class = inner.split(':').next().unwrap_or(inner);
        let package = class.rfind('.').map_or(0, |dot| dot + 1);
        text = inner.get(package..).unwrap_or(inner);
    }
    text
}

/// The cause that a state row names, if any.
pub(super) fn of(row: &Row, names: &Names) -> Option<Cause> {
    let text = itself(row.text("exception")?);
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

#[cfg(test)]
mod tests {
    use super::itself;

    #[test]
    fn a_wrapper_says_nothing() {
        let inner =
            "NoResourceAvailableException: Could not acquire the minimum required resources.";
        let text = format!("CompletionException: org.apache.flink.runtime.{inner}");
        assert_eq!(itself(&text), inner);
        assert_eq!(itself(inner), inner);
        assert_eq!(itself("CompletionException: "), "");
    }
}
