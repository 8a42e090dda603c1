//! `cargo xtask translate`: new and changed texts of the book into `book/po/<language>.po`.

use crate::{book, expect_no_arguments, root, site};
use anyhow::Result;
use mdbook_driver::MDBook;
use mdbook_flink::Flink;

/// Runs the subcommand.
///
/// # Errors
/// When the book cannot be read or a catalog cannot be written.
pub fn run(rest: &[String]) -> Result<()> {
    expect_no_arguments("translate", rest)?;
    let root = root();
    let config = book::load_config(&root)?;
    let loaded = MDBook::load_with_config(&root, config.clone())?;
    for language in site::TRANSLATIONS {
        let updated = Flink.update_catalog(&root, &config, loaded.book.clone(), language)?;
        println!(
            "{}: {} messages, {} to translate, {} fuzzy",
            updated.file, updated.all, updated.missing, updated.fuzzy
        );
    }
    Ok(())
}
