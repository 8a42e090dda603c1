//! A page in a real browser.
//!
//! In: a page of the built site, served under a path that is not the root. Out: answers to questions in
//! JavaScript, and everything that went wrong meanwhile. What a reader does with it: `reader`.
//! Waiting is for conditions, never for seconds; the deadline only ends a wait that is in vain.

mod heard;
mod reader;

pub use heard::{Ear, Heard};

use crate::site;
use anyhow::{Context, Result, bail};
use headless_chrome::protocol::cdp::Page::AddScriptToEvaluateOnNewDocument;
use headless_chrome::protocol::cdp::types::Event;
use headless_chrome::protocol::cdp::{Emulation, Log, Network, Runtime};
use headless_chrome::{Browser, LaunchOptions, Tab};
use serde_json::Value;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use xtask::server::Server;

/// A site that works here works on any host.
const PREFIX: &str = "/any/path/";

/// A wait that takes this long is in vain.
const DEADLINE: Duration = Duration::from_secs(30);

/// The window of a test.
#[derive(Clone, Copy, Debug)]
pub enum Screen {
    /// 1280 by 900.
    Desk,
    /// 360 by 740.
    Phone,
}

/// Whether pages may run scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scripts {
    /// As usual.
    On,
    /// Switched off by the reader.
    Off,
}

/// What happened in the page.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The address of each request.
    pub requests: Vec<String>,
    /// Each error in the console, each uncaught exception.
    pub errors: Vec<String>,
}

/// A browser with one page in it.
pub struct Page {
    tab: Arc<Tab>,
    browser: Arc<Browser>,
    server: Option<Server>,
    base: String,
    seen: Arc<Mutex<Seen>>,
}

impl Page {
    /// Opens a page of the site, "session.html", on a desk.
    ///
    /// # Errors
    /// When there is no browser, or it does not get there.
    pub fn open(path: &str) -> Result<Page> {
        Page::open_on(path, Screen::Desk, Scripts::On)
    }

    /// Opens a page of the site.
    ///
    /// # Errors
    /// When there is no browser, or it does not get there.
    pub fn open_on(path: &str, screen: Screen, scripts: Scripts) -> Result<Page> {
        Page::open_in(&site::folder(), path, screen, scripts)
    }

    /// Opens a page of a site in another folder.
    ///
    /// # Errors
    /// When there is no browser, or it does not get there.
    pub fn open_in(folder: &Path, path: &str, screen: Screen, scripts: Scripts) -> Result<Page> {
        let server = Server::start(folder, PREFIX, 0)?;
        let browser = Arc::new(launch()?);
        let tab = browser.new_tab()?;
        tab.set_default_timeout(DEADLINE);
        let seen = watch(&tab)?;
        let (width, height) = match screen {
            Screen::Desk => (1280, 900),
            Screen::Phone => (360, 740),
        };
        tab.call_method(metrics(width, height))?;
        tab.call_method(Emulation::SetScriptExecutionDisabled { value: scripts == Scripts::Off })?;
        let base = server.address();
        let address = format!("{base}{path}");
        tab.navigate_to(&address)?;
        let page = Page { tab, browser, server: Some(server), base, seen };
        page.until(&format!(
            "document.readyState === 'complete' && location.href === {address:?}"
        ))?;
        Ok(page)
    }

    /// Goes to another page of the site in the same browser.
    ///
    /// # Errors
    /// When it does not get there.
    pub fn go_to(&self, path: &str) -> Result<()> {
        let address = format!("{}{path}", self.base);
        self.tab.navigate_to(&address)?;
        self.until(&format!("document.readyState === 'complete' && location.href === {address:?}"))
    }

    /// Gives the window another size, in CSS pixels.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.tab.call_method(metrics(width, height))?;
        Ok(())
    }

    /// Opens a page of the same site in another tab of the same browser.
    ///
    /// # Errors
    /// When it does not get there.
    pub fn another(&self, path: &str) -> Result<Page> {
        let tab = self.browser.new_tab()?;
        tab.set_default_timeout(DEADLINE);
        let seen = watch(&tab)?;
        let browser = Arc::clone(&self.browser);
        let page = Page { tab, browser, server: None, base: self.base.clone(), seen };
        page.go_to(path)?;
        Ok(page)
    }

    /// Runs a script at the start of each page from the next one on, before those of the page.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub fn at_every_start(&self, script: &str) -> Result<()> {
        self.tab.call_method(AddScriptToEvaluateOnNewDocument {
            source: script.to_owned(),
            world_name: None,
            include_command_line_api: None,
            run_immediately: None,
        })?;
        Ok(())
    }

    /// Runs a script as the browser's tools do, outside the page's policy, and waits for its promise.
    ///
    /// # Errors
    /// When it throws.
    pub fn run(&self, script: &str) -> Result<Value> {
        let answer = self.tab.evaluate(script, true)?;
        Ok(answer.value.unwrap_or(Value::Null))
    }

    /// The value of an expression in the page.
    ///
    /// # Errors
    /// When it throws.
    pub fn ask(&self, expression: &str) -> Result<Value> {
        // As text, since the protocol hands over plain values only.
        let wrapped = format!("JSON.stringify((() => ({expression}))() ?? null)");
        let answer = self.tab.evaluate(&wrapped, false).with_context(|| expression.to_owned())?;
        let text = answer.value.as_ref().and_then(Value::as_str).context(expression.to_owned())?;
        Ok(serde_json::from_str(text)?)
    }

    /// Waits until a condition in the page holds.
    ///
    /// # Errors
    /// When it does not in time.
    // A deadline needs a clock; no test depends on what it says.
    #[allow(clippy::disallowed_methods)]
    pub fn until(&self, condition: &str) -> Result<()> {
        let start = Instant::now();
        loop {
            // While a page is being replaced there is nobody to answer.
            if self.ask(condition).is_ok_and(|value| value == Value::Bool(true)) {
                return Ok(());
            }
            if start.elapsed() > DEADLINE {
                let seen = self.seen();
                bail!("it never came to: {condition}\nerrors: {:?}", seen.errors);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// From now on nothing answers, as without a network.
    pub fn go_offline(&mut self) {
        self.server = None;
    }

    /// What happened so far.
    pub fn seen(&self) -> Seen {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The address that all requests must begin with.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Fails when the page complained or went to another host.
    ///
    /// # Errors
    /// With what it did.
    pub fn is_clean(&self) -> Result<()> {
        let seen = self.seen();
        if !seen.errors.is_empty() {
            bail!("errors in the page: {:#?}", seen.errors);
        }
        let foreign =
            |request: &&String| !request.starts_with(&self.base) && !request.starts_with("data:");
        if let Some(foreign) = seen.requests.iter().find(foreign) {
            bail!("the page asks another host: {foreign}");
        }
        Ok(())
    }
}

fn launch() -> Result<Browser> {
    let path = xtask::machine::chromium().context("no Chromium; cargo xtask test installs it")?;
    let options = LaunchOptions::default_builder()
        .path(Some(path))
        // Chromium refuses its sandbox to root; containers have no other user.
        .sandbox(false)
        .idle_browser_timeout(Duration::from_secs(300))
        .build()?;
    Browser::new(options)
}

fn metrics(width: u32, height: u32) -> Emulation::SetDeviceMetricsOverride {
    Emulation::SetDeviceMetricsOverride {
        width,
        height,
        device_scale_factor: 1.0,
        mobile: false,
        scale: None,
        screen_width: None,
        screen_height: None,
        position_x: None,
        position_y: None,
        dont_set_visible_size: None,
        screen_orientation: None,
        viewport: None,
        display_feature: None,
        device_posture: None,
    }
}

/// Writes down what happens in the tab.
fn watch(tab: &Arc<Tab>) -> Result<Arc<Mutex<Seen>>> {
    let seen = Arc::new(Mutex::new(Seen::default()));
    let written = Arc::clone(&seen);
    tab.add_event_listener(Arc::new(move |event: &Event| {
        let mut seen = written.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::NetworkRequestWillBeSent(sent) => {
                seen.requests.push(sent.params.request.url.clone());
            }
            Event::RuntimeExceptionThrown(thrown) => {
                let details = &thrown.params.exception_details;
                let what = details.exception.as_ref().and_then(|what| what.description.clone());
                seen.errors.push(what.unwrap_or_else(|| details.text.clone()));
            }
            Event::RuntimeConsoleAPICalled(called)
                if matches!(
                    called.params.Type,
                    Runtime::ConsoleAPICalledEventTypeOption::Error
                ) =>
            {
                seen.errors.push(format!("{:?}", called.params.args));
            }
            Event::LogEntryAdded(added)
                if matches!(added.params.entry.level, Log::LogEntryLevel::Error) =>
            {
                let entry = &added.params.entry;
                seen.errors.push(format!("{} {}", entry.text, entry.url.as_deref().unwrap_or("")));
            }
            _ => {}
        }
    }))?;
    tab.call_method(Network::Enable {
        max_total_buffer_size: None,
        max_resource_buffer_size: None,
        max_post_data_size: None,
        report_direct_socket_traffic: None,
        enable_durable_messages: None,
    })?;
    tab.enable_runtime()?;
    tab.enable_log()?;
    Ok(seen)
}
