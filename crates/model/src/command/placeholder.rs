//! What an author leaves open in a printed command, filled in from the cluster.
//!
//! In: a line of the book. Out: the line as a reader would type it.

use crate::cluster::Cluster;
use crate::console::application_id;

/// The session that the notes stop. Here, as wherever they are typed anew, it has another id.
const OF_THE_NOTES: &str = "application_1699415564762_0001";

/// `<jobId>` becomes the newest job's id (one that is not over, if there is one), `application_XXXX_YY` the
/// newest application's. Without a job or an application they stay as they are.
pub fn filled(line: &str, cluster: &Cluster) -> String {
    let newest =
        |over: bool| cluster.jobs.iter().rev().find(|job| job.status.is_terminal() == over);
    let job = newest(false).or_else(|| newest(true)).map(|job| job.id.hex());
    let application = cluster.clusters.last().map(|last| application_id(last.id));
    let session = cluster.session().map(|session| application_id(session.id));
    let mut line = line.to_owned();
    let open = [("<jobId>", job), ("application_XXXX_YY", application), (OF_THE_NOTES, session)];
    for (open, value) in open {
        let at = line.as_bytes().windows(open.len()).position(|part| part == open.as_bytes());
        if let (Some(at), Some(value)) = (at, value) {
            line.replace_range(at..at + open.len(), &value);
        }
    }
    line
}
