//! Where the book and its sources live, for the parts of a page that must know.
//!
//! In: `book.toml`, variables of the environment as mdBook reads them (`MDBOOK_OUTPUT__HTML__SITE_URL`), and the address
//! that this checkout was cloned from. Out: a configuration whose site has an address that ends in a slash, if it has
//! one, and whose pages have a link "edit this page" if the sources are at a forge that has such pages.
//! Deliberately absent: asking any host, so a link is as good as the remote's name.

use anyhow::Result;
use mdbook_driver::config::Config;
use std::path::Path;
use std::process::Command;

/// Completes the configuration; what its author set stays.
///
/// # Errors
/// When a variable of the environment is no value of that setting.
pub fn complete(config: &mut Config, root: &Path) -> Result<()> {
    config.update_from_env()?;
    let html = config.html_config().unwrap_or_default();
    // A base without the slash would be the folder above.
    if let Some(site) = html.site_url.filter(|site| !site.ends_with('/')) {
        config.set("output.html.site-url", format!("{site}/"))?;
    }
    if html.edit_url_template.is_none()
        && let Some(template) = edit_template(root)
    {
        config.set("output.html.edit-url-template", template)?;
    }
    Ok(())
}

/// The edit page of a file, with `{path}` for its place below the root.
fn edit_template(root: &Path) -> Option<String> {
    let remote = git(root, &["remote", "get-url", "origin"])?;
    let branch = git(root, &["symbolic-ref", "--short", "refs/remotes/origin/HEAD"]);
    let branch = branch.as_deref().and_then(|name| name.strip_prefix("origin/")).unwrap_or("main");
    forge_edit(&remote, branch)
}

fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// "git@github.com:owner/name.git" and its relatives. A folder, or a host whose pages nobody knows, has no edit page.
fn forge_edit(remote: &str, branch: &str) -> Option<String> {
    let place = match remote.split_once("://") {
        Some(("https" | "http" | "ssh", place)) => place.to_owned(),
        Some(_) => return None,
        None => remote.replacen(':', "/", 1),
    };
    // What is before "@" is who clones: a name, perhaps a password.
    let place = place.rsplit_once('@').map_or(place.as_str(), |(_, place)| place);
    let place = place.trim_end_matches('/');
    let (host, repository) = place.strip_suffix(".git").unwrap_or(place).split_once('/')?;
    let folder = match host {
        "github.com" => "edit",
        "gitlab.com" => "-/edit",
        "codeberg.org" => "_edit",
        _ => return None,
    };
    Some(format!("https://{host}/{repository}/{folder}/{branch}/{{path}}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkout_of_a_forge_has_edit_pages() {
        let github = "https://github.com/a/b/edit/main/{path}";
        for remote in [
            "https://github.com/a/b",
            "https://github.com/a/b.git",
            "https://someone:secret@github.com/a/b.git/",
            "git@github.com:a/b.git",
            "ssh://git@github.com/a/b.git",
        ] {
            assert_eq!(forge_edit(remote, "main").as_deref(), Some(github), "{remote}");
        }
        let gitlab = "https://gitlab.com/a/b/c/-/edit/trunk/{path}";
        assert_eq!(forge_edit("git@gitlab.com:a/b/c.git", "trunk").as_deref(), Some(gitlab));
    }

    #[test]
    fn a_folder_or_an_unknown_host_has_none() {
        for remote in
            ["/srv/git/book", "../book", "file:///srv/book", "https://example.org/a/b", ""]
        {
            assert_eq!(forge_edit(remote, "main"), None, "{remote}");
        }
    }
}
