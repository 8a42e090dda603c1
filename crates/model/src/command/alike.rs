//! Which known name a misspelt one stands for.

/// The known name that differs least, if it differs little.
pub(super) fn similar(
    name: &str,
    known: &mut dyn Iterator<Item = &'static str>,
) -> Option<&'static str> {
    let name = name.trim_start_matches('-').to_ascii_lowercase();
    let mut nearest = None;
    // Of a single letter, or none, everything short would be a neighbour.
    let mut least = if name.len() < 2 { 0 } else { (name.len() / 3).max(1) + 1 };
    for known in known {
        let far = distance(&name, known.trim_start_matches('-'));
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
