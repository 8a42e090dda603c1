//! Which known name a misspelt one stands for.

/// What one says elsewhere, or in another program, for a name of Flink's.
const MEANT: &[(&str, &str)] = &[
    ("submit", "run"),
    ("start", "run"),
    ("execute", "run"),
    ("deploy", "run-application"),
    ("kill", "cancel"),
    ("delete", "cancel"),
    ("abort", "cancel"),
    ("jobs", "list"),
    ("ps", "list"),
    ("ls", "list"),
    ("status", "list"),
    ("show", "list"),
    ("plan", "info"),
    ("drain", "stop"),
    ("backup", "savepoint"),
    ("snapshot", "savepoint"),
    ("start-all.sh", "start-cluster.sh"),
    ("stop-all.sh", "stop-cluster.sh"),
    ("start-session.sh", "yarn-session.sh"),
    ("start-local.sh", "start-cluster.sh"),
    ("mapred", "yarn"),
    ("k", "kubectl"),
    ("oc", "kubectl"),
    ("hadoop", "hdfs"),
    ("wget", "curl"),
    ("ps", "jps"),
    ("yarn", "yarn-session"),
    ("kubernetes", "kubernetes-session"),
    ("standalone", "remote"),
    ("parallel", "--parallelism"),
    ("main", "--class"),
    ("background", "--detached"),
    ("queue", "--yarnqueue"),
];

/// The known name that is meant by another one, or else differs least, if it differs little.
pub(super) fn similar(
    name: &str,
    known: &mut dyn Iterator<Item = &'static str>,
) -> Option<&'static str> {
    let known: Vec<&'static str> = known.collect();
    let plain = name.trim_start_matches('-').to_ascii_lowercase();
    let meant = MEANT.iter().find(|(said, meant)| *said == plain && known.contains(meant));
    // Of a single letter, or none, everything short would be a neighbour.
    let least = if plain.len() < 2 { 0 } else { (plain.len() / 3).max(1) + 1 };
    meant.map(|(_, meant)| *meant).or_else(|| nearest(&plain, &mut known.into_iter(), least))
}

/// The known name that differs by fewer than so many bytes, and least.
pub(super) fn nearest(
    name: &str,
    known: &mut dyn Iterator<Item = &'static str>,
    mut least: usize,
) -> Option<&'static str> {
    let mut nearest = None;
    for known in known {
        let far = distance(name, known.trim_start_matches('-'));
        if far < least {
            (nearest, least) = (Some(known), far);
        }
    }
    nearest
}

/// Edit distance (Levenshtein) in bytes, small and slow: names are short and ASCII.
fn distance(a: &str, b: &str) -> usize {
    let b = b.as_bytes();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
