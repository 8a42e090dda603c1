//! What a reader does with a page and sees on it: mouse, finger and keys; lists, texts, live parts.

use super::Page;
use anyhow::{Context, Result, bail};
use headless_chrome::protocol::cdp::Input;
use headless_chrome::types::PrintToPdfOptions;
use serde_json::Value;

impl Page {
    /// The text that an expression gives.
    ///
    /// # Errors
    /// When it is no text.
    pub fn text(&self, expression: &str) -> Result<String> {
        let value = self.ask(expression)?;
        value.as_str().map(str::to_owned).with_context(|| format!("{expression} is {value}"))
    }

    /// The number that an expression gives.
    ///
    /// # Errors
    /// When it is no number.
    pub fn number(&self, expression: &str) -> Result<f64> {
        let value = self.ask(expression)?;
        value.as_f64().with_context(|| format!("{expression} is {value}"))
    }

    /// The text in an element.
    ///
    /// # Errors
    /// When there is none.
    pub fn text_of(&self, selector: &str) -> Result<String> {
        self.text(&format!("document.querySelector({selector:?}).textContent"))
    }

    /// How high an element is, in whole CSS pixels.
    ///
    /// # Errors
    /// When there is none of that id.
    pub fn height(&self, id: &str) -> Result<f64> {
        self.number(&format!(
            "Math.round(document.getElementById({id:?}).getBoundingClientRect().height)"
        ))
    }

    /// Chooses a value in a list, whatever the page makes of it.
    ///
    /// # Errors
    /// When there is no such list.
    pub fn choose(&self, selector: &str, value: &str) -> Result<()> {
        self.ask(&format!(
            "(() => {{ const select = document.querySelector({selector:?}); select.value = {value:?};
               select.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()"
        ))?;
        Ok(())
    }

    /// Chooses a value in a list and waits until the page shows it there.
    ///
    /// # Errors
    /// When there is no such list, or it never shows the value.
    pub fn turn(&self, selector: &str, value: &str) -> Result<()> {
        self.choose(selector, value)?;
        self.until(&format!("document.querySelector({selector:?}).value === {value:?}"))
    }

    /// Chooses one of the book's themes and waits until the page has it.
    ///
    /// # Errors
    /// When there is no such theme.
    pub fn choose_theme(&self, theme: &str) -> Result<()> {
        self.choose("#theme", theme)?;
        self.until(&format!("document.documentElement.classList.contains({theme:?})"))
    }

    /// Moves the mouse onto the middle of an element.
    ///
    /// # Errors
    /// When there is none.
    pub fn point_at(&self, selector: &str) -> Result<()> {
        let element = self.tab.find_element(selector).with_context(|| selector.to_owned())?;
        element.scroll_into_view()?;
        element.move_mouse_over().with_context(|| selector.to_owned())?;
        Ok(())
    }

    /// Clicks the middle of an element with the mouse.
    ///
    /// # Errors
    /// When there is none.
    pub fn click(&self, selector: &str) -> Result<()> {
        // Until it stands where a click would hit it: what is above may still be coming to life.
        self.until(&format!(
            "(() => {{ const it = document.querySelector({selector:?});
               if (it === null) return false;
               it.scrollIntoView({{ block: 'center', behavior: 'instant' }});
               // Of a link on several lines the mouse meets the first.
               const [box] = it.getClientRects();
               if (box === undefined) return false;
               const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
               return it.contains(hit); }})()"
        ))?;
        let element = self.tab.find_element(selector).with_context(|| selector.to_owned())?;
        element.click().with_context(|| selector.to_owned())?;
        Ok(())
    }

    /// Taps the middle of an element with a finger.
    ///
    /// # Errors
    /// When there is none.
    pub fn tap(&self, selector: &str) -> Result<()> {
        let place = self.ask(&format!(
            "(() => {{ const it = document.querySelector({selector:?});
               it.scrollIntoView({{ block: 'center', behavior: 'instant' }});
               const box = it.getBoundingClientRect();
               return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        ))?;
        let at = |index: usize| place[index].as_f64().with_context(|| selector.to_owned());
        let finger = Input::TouchPoint {
            x: at(0)?,
            y: at(1)?,
            radius_x: None,
            radius_y: None,
            rotation_angle: None,
            force: None,
            tangential_pressure: None,
            tilt_x: None,
            tilt_y: None,
            twist: None,
            id: None,
        };
        for (kind, touch_points) in [
            (Input::DispatchTouchEventTypeOption::TouchStart, vec![finger]),
            (Input::DispatchTouchEventTypeOption::TouchEnd, Vec::new()),
        ] {
            self.tab.call_method(Input::DispatchTouchEvent {
                Type: kind,
                touch_points,
                modifiers: None,
                timestamp: None,
            })?;
        }
        Ok(())
    }

    /// Presses a key where the focus is: "ArrowRight", "Tab", " ".
    ///
    /// # Errors
    /// When there is no such key.
    pub fn press(&self, key: &str) -> Result<()> {
        self.tab.press_key(key)?;
        Ok(())
    }

    /// Types a text where the focus is, key by key.
    ///
    /// # Errors
    /// When a character has no key.
    pub fn type_text(&self, text: &str) -> Result<()> {
        self.tab.type_str(text)?;
        Ok(())
    }

    /// Presses Tab until the focus is on an element that matches.
    ///
    /// # Errors
    /// When it never gets there.
    pub fn tab_to(&self, selector: &str) -> Result<()> {
        const MOST: usize = 200;
        for _ in 0..MOST {
            if self.ask(&format!("document.activeElement.matches({selector:?})"))?
                == Value::Bool(true)
            {
                return Ok(());
            }
            self.press("Tab")?;
        }
        bail!("{MOST} times Tab and never on {selector}")
    }

    /// How many sheets the page is, as the browser prints it.
    ///
    /// # Errors
    /// When it does not print.
    pub fn sheets(&self) -> Result<usize> {
        const SHEET: &str = "/Type /Page";
        let as_styled =
            PrintToPdfOptions { prefer_css_page_size: Some(true), ..PrintToPdfOptions::default() };
        let file = self.tab.print_to_pdf(Some(as_styled))?;
        // Chromium does not compress what is no content; the list of all sheets is called "/Pages".
        let text = String::from_utf8_lossy(&file);
        Ok(text.split(SHEET).skip(1).filter(|rest| !rest.starts_with('s')).count())
    }

    /// Scrolls to a stage and waits until it lives.
    ///
    /// # Errors
    /// When it does not come to life.
    pub fn bring_to_life(&self, scenario: &str) -> Result<()> {
        self.until(&format!("document.getElementById('stage-{scenario}') !== null"))?;
        self.ask(&format!("document.getElementById('stage-{scenario}').scrollIntoView()"))?;
        self.until(&format!(
            "document.getElementById('stage-{scenario}').dataset.live === 'true'
             && document.querySelector('#stage-{scenario} [data-control=play]') !== null
             && document.querySelector('#stage-{scenario} .live-later') === null"
        ))
    }

    /// Scrolls to a lab and waits until it lives.
    ///
    /// # Errors
    /// When it does not come to life.
    pub fn bring_lab_to_life(&self, id: &str) -> Result<()> {
        self.until(&format!("document.getElementById('lab-{id}') !== null"))?;
        self.ask(&format!("document.getElementById('lab-{id}').scrollIntoView()"))?;
        self.until(&format!("document.querySelector('#lab-{id} [data-control=slots]') !== null"))
    }

    /// Scrolls to a comparison of the modes and waits until it lives.
    ///
    /// # Errors
    /// When it does not come to life.
    pub fn bring_comparison_to_life(&self, id: &str) -> Result<()> {
        self.until(&format!("document.getElementById('compare-{id}') !== null"))?;
        self.ask(&format!("document.getElementById('compare-{id}').scrollIntoView()"))?;
        self.until(&format!(
            "document.querySelector('#compare-{id} .cmp-live [data-control=clock]') !== null"
        ))
    }
}
