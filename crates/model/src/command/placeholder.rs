//! What an author leaves open in a printed command, filled in from the cluster.
//!
//! In: a line of the book. Out: the line as a reader would type it.

use crate::cluster::Cluster;
use crate::console::application_id;

/// `<jobId>` becomes the newest job's id (one that is not over, if there is one), `application_XXXX_YY` the
/// newest application's. Without a job or an application they stay as they are.
pub fn filled(line: &str, cluster: &Cluster) -> String {
    let newest =
        |over: bool| cluster.jobs.iter().rev().find(|job| job.status.is_terminal() == over);
    let job = newest(false).or_else(|| newest(true)).map(|job| job.id.hex());
    let application = cluster.clusters.last().map(|last| application_id(last.id));
    let mut line = line.to_owned();
    for (open, value) in [("<jobId>", job), ("application_XXXX_YY", application)] {
        let at = line.as_bytes().windows(open.len()).position(|part| part == open.as_bytes());
        if let (Some(at), Some(value)) = (at, value) {
            line.replace_range(at..at + open.len(), &value);
        }
    }
    line
}
