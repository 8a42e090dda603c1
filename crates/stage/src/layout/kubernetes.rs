//! What a client has the API server make besides the Deployment: Services and a ConfigMap. They belong to the
//! Deployment and go with it.
//!
//! Flink: `ExternalServiceDecorator`, `InternalServiceDecorator` (not with high availability, where the leader is
//! looked up), `FlinkConfMountDecorator`.

use super::Pen;
use super::sizes::LISTED_HEIGHT;
use crate::extent::Extent;
use crate::measure::{Face, width};
use crate::scene::{Look, Shape};
use crate::stroke::{Line, Rect, Strokes};
use model::Provider;
use model::cluster::YarnApplicationState;

/// So many of them are listed: those of one cluster. Of several only the clusters are.
pub(super) fn objects(extent: &Extent) -> i32 {
    match (extent.kubernetes && extent.clusters.len() < 2, extent.highly_available) {
        (false, _) => 0,
        (true, true) => 2,
        (true, false) => 3,
    }
}

impl Pen<'_> {
    /// A row for each, as long as it is there.
    pub(super) fn objects(&self, shape: &mut Shape, place: Rect, top: i32) {
        let [cluster] = self.cluster.clusters.as_slice() else { return };
        if !matches!(self.cluster.provider, Provider::Kubernetes { .. }) {
            return;
        }
        let gone = match cluster.application_state {
            YarnApplicationState::New => return,
            YarnApplicationState::Submitted
            | YarnApplicationState::Accepted
            | YarnApplicationState::Running => false,
            YarnApplicationState::Finished
            | YarnApplicationState::Failed
            | YarnApplicationState::Killed => true,
        };
        let rows = [
            ("Service …-rest", "REST :8081"),
            ("ConfigMap flink-config-…", self.say("配置", "configuration")),
            ("Service", "RPC :6123"),
        ];
        let size = self.sizes.text;
        let shown = usize::try_from((place.h - top + 13) / LISTED_HEIGHT).unwrap_or(0);
        for ((name, what), row) in rows.into_iter().take(shown).zip(0..) {
            let what = if gone { self.say("已删除", "deleted") } else { what };
            let wide = width(what, size, Face::Plain);
            let y = top + row * LISTED_HEIGHT;
            let line = Line { look: Look::Fact, size, x: place.w - 10, y, room: wide };
            shape.text_end(line, what);
            shape.text(Line { x: 10, room: place.w - 32 - wide, ..line }, name);
        }
    }
}
