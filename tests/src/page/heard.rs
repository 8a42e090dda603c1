//! What a page is to whoever hears it: the browser's accessibility tree, and nothing else.

use super::Page;
use anyhow::{Context, Result, bail};
use headless_chrome::protocol::cdp::DOM;
use headless_chrome::protocol::cdp::types::Method;
use serde::Serialize;
use serde_json::Value;
use std::time::Duration;

/// So often a thing is listened for before it is said to be missing.
const PATIENCE: usize = 300;

/// One thing that is said.
#[derive(Clone, Debug)]
pub struct Heard {
    /// "button", "StaticText".
    pub role: String,
    /// Its name.
    pub name: String,
    node: Option<DOM::BackendNodeId>,
}

/// A part of a page, found by its name, as whoever hears the page finds it.
pub struct Ear<'a> {
    page: &'a Page,
    within: Option<DOM::BackendNodeId>,
}

// The protocol as the browser's library knows it has no word for some properties that Chromium names: answers are taken as
// they come.

#[derive(Debug, Serialize)]
struct GetFullAxTree {}

impl Method for GetFullAxTree {
    const NAME: &'static str = "Accessibility.getFullAXTree";
    type ReturnObject = Value;
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct QueryAxTree {
    backend_node_id: Option<DOM::BackendNodeId>,
}

impl Method for QueryAxTree {
    const NAME: &'static str = "Accessibility.queryAXTree";
    type ReturnObject = Value;
}

impl Page {
    /// The group of this name.
    ///
    /// # Errors
    /// When there is none.
    pub fn listen_to(&self, group: &str) -> Result<Ear<'_>> {
        let all = heard(&self.tab.call_method(GetFullAxTree {})?);
        let found = all.into_iter().find(|it| it.role == "group" && it.name.starts_with(group));
        let found = found.with_context(|| format!("no group \"{group}…\" is said"))?;
        Ok(Ear { page: self, within: found.node })
    }
}

impl Ear<'_> {
    /// Everything that is said in it.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub fn all(&self) -> Result<Vec<Heard>> {
        let within = QueryAxTree { backend_node_id: self.within };
        Ok(heard(&self.page.tab.call_method(within)?))
    }

    /// The names that begin like this.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub fn said(&self, beginning: &str) -> Result<Vec<String>> {
        let names = self.all()?.into_iter().map(|it| it.name);
        Ok(names.filter(|name| name.starts_with(beginning)).collect())
    }

    /// Waits until something of a role is said whose name begins like this, and goes to it.
    ///
    /// # Errors
    /// When it never comes to that.
    pub fn go_to(&self, role: &str, beginning: &str) -> Result<()> {
        for _ in 0..PATIENCE {
            let mut all = self.all()?.into_iter();
            if let Some(found) = all.find(|it| it.role == role && it.name.starts_with(beginning)) {
                self.page.tab.call_method(DOM::Focus {
                    node_id: None,
                    backend_node_id: found.node,
                    object_id: None,
                })?;
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("nobody says a {role} \"{beginning}…\": {:#?}", self.all()?)
    }
}

fn heard(tree: &Value) -> Vec<Heard> {
    let nodes = tree["nodes"].as_array().into_iter().flatten();
    let said = |node: &Value, what| node[what]["value"].as_str().unwrap_or_default().to_owned();
    nodes
        .filter(|node| node["ignored"] != true)
        .map(|node| Heard {
            role: said(node, "role"),
            name: said(node, "name"),
            node: node["backendDOMNodeId"].as_u64().and_then(|id| u32::try_from(id).ok()),
        })
        .collect()
}
