//! A label for each process.
//!
//! In: rows as the recorder wrote them. Out: the same with labels that no two processes share. The recorder takes
//! a label from the number in a log file's name, and Flink's scripts give the number of a process that was
//! stopped by a script to the next one (the old file is only moved aside).
//! Deliberately absent: everything where the labels already differ, as they do after a signal.

use crate::row::Row;
use serde_json::json;
use std::collections::BTreeMap;

/// Gives processes of one label different ones: the order in which they began, as everywhere.
pub(crate) fn separate(rows: &mut [Row]) {
    for role in ["jm", "tm"] {
        let start = format!("{role}.process_start");
        let mut begun: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let starts = rows.iter().filter(|row| row.kind == start);
        for (number, row) in starts.enumerate() {
            begun.entry(row.src.clone()).or_default().push(number);
        }
        if begun.values().any(|numbers| numbers.len() > 1) {
            relabel(rows, role, &start, &begun);
        }
    }
}

fn relabel(rows: &mut [Row], role: &str, start: &str, begun: &BTreeMap<String, Vec<usize>>) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut resources: BTreeMap<String, String> = BTreeMap::new();
    // A line of a process before its first one belongs to the first.
    let label = |src: &str, seen: &BTreeMap<String, usize>| {
        let nth = seen.get(src).map_or(0, |count| count - 1);
        Some(format!("{role}-{}", begun.get(src)?.get(nth)?))
    };
    for row in rows {
        if row.kind == start {
            *seen.entry(row.src.clone()).or_default() += 1;
        }
        let of_field = row.text("tm").filter(|_| role == "tm").and_then(|tm| {
            let known = row.text("rid").and_then(|rid| resources.get(rid).cloned());
            known.or_else(|| label(tm, &seen))
        });
        if let Some(of_field) = of_field {
            row.fields.insert("tm".to_owned(), json!(of_field));
        }
        if let Some(own) = label(&row.src, &seen) {
            row.src = own;
        }
        if row.kind == "tm.resource_id"
            && let Some(rid) = row.text("rid")
        {
            resources.insert(rid.to_owned(), row.src.clone());
        }
    }
}
