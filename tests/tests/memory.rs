//! Flink's memory model against Flink's own code: every row of the sheets in `tests/memory` is what the model prints.

use model::FlinkVersion;
use std::path::{Path, PathBuf};
use xtask::memory::{Agreement, compare};

fn sheet(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("memory").join(name)
}

#[test]
fn the_model_divides_memory_as_flink_does() {
    for name in ["settings.tsv.gz", "edges.tsv.gz"] {
        let agreement = compare(&sheet(name)).expect("a sheet");
        assert!(agreement.differences.is_empty(), "{name}\n{}", agreement.told());
        let versions: Vec<FlinkVersion> = agreement.rows.keys().copied().collect();
        assert_eq!(versions, FlinkVersion::ALL, "{name} has rows of every version");
        assert!(agreement.rows.values().all(|(_, all)| *all >= 260), "{name} has lost rows");
    }
}

/// A sheet with one row, written for a test.
fn compared(row: &str) -> Agreement {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("sheet.tsv");
    std::fs::write(&file, row).expect("a file");
    compare(&file).expect("a sheet")
}

#[test]
fn a_byte_too_many_is_noticed() {
    let row = |heap: u64| {
        format!(
            "2.0.1\tJM\tjobmanager.memory.heap.size=1g\t-Xmx{heap} -Xms{heap} -XX:MaxMetaspaceSize=268435456 | \
             -D jobmanager.memory.heap.size={heap}b -D jobmanager.memory.off-heap.size=134217728b \
             -D jobmanager.memory.jvm-metaspace.size=268435456b \
             -D jobmanager.memory.jvm-overhead.min=201326592b -D jobmanager.memory.jvm-overhead.max=201326592b\n"
        )
    };
    assert!(compared(&row(1 << 30)).differences.is_empty());
    let told = compared(&row((1 << 30) + 1)).told();
    assert!(told.starts_with("  2.0   0 of 1 rows agree\n2.0.1\tJM\t"), "{told}");
    assert!(told.contains("model: -Xmx1073741824 "), "{told}");
}
