//! The page that holds the whole book, to print or to read in one go.
//!
//! In: mdBook's `print.html`, every chapter one after the other. Out: the same page without what would bring its
//! pictures to life (fifty stages on one page are too many for a phone, and on paper nothing moves), and without the
//! lists of events, which are two thirds of the sheets: who wants one prints its chapter.
//! Deliberately absent: how it looks on paper (`book/theme/print.css`), as every chapter does.

use anyhow::{Context, Result};
use lol_html::{RewriteStrSettings, element, rewrite_str};

/// Its name in the folder of each language.
pub const PAGE: &str = "print.html";

/// What a stage needs to live, the buttons that would send a command to one, and its events; what a prediction or a drill is answered
/// with, what knows the answers, what leads a session or is taken along, and the list of sections at the head of a chapter. The words of
/// the glossary stay explained.
const LIVE: &str = "main script[type=module], main script.stage-cell, main button[data-run], main .stage-log, \
     .predict input, .predict-act, .progress-today, .progress-act, .progress button, .drill button, .drill-act, .present, .take, \
     main details.chapter-head, main noscript";

/// The page with its still pictures only.
///
/// # Errors
/// When it is no HTML.
pub fn still(html: &str) -> Result<String> {
    let live = element!(LIVE, |part| {
        part.remove();
        Ok(())
    });
    let figure = element!("figure[data-part]", |figure| {
        figure.remove_attribute("data-part");
        Ok(())
    });
    // Paper cannot be asked.
    let claim = element!("details.claim", |claim| Ok(claim.set_attribute("open", "")?));
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(live)
        .append_element_content_handler(figure)
        .append_element_content_handler(claim);
    rewrite_str(html, settings).with_context(|| format!("{PAGE} is no HTML"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_stay_and_scripts_go() -> Result<()> {
        let page = still(
            "<head><script src=\"book.js\"></script></head><main><details class=\"chapter-head\"><summary>1</summary></details>\
             <details class=\"claim\"><p>2</p></details><figure class=\"stage\" data-part=\"playground\"><svg></svg>\
             <ol class=\"stage-log\"><li>1</li></ol>\
             <script type=\"application/json\" class=\"stage-cell\">{}</script></figure>\
             <figure class=\"predict\"><form><input type=\"radio\">A<div class=\"predict-act\"><button>?</button></div></form></figure>\
             <script type=\"module\" src=\"live/loader.js\"></script>\
             <script type=\"application/json\" class=\"terms\">{}</script></main>",
        )?;
        assert_eq!(
            page,
            "<head><script src=\"book.js\"></script></head><main><details class=\"claim\" open=\"\"><p>2</p></details><figure class=\"stage\"><svg></svg></figure>\
             <figure class=\"predict\"><form>A</form></figure>\
             <script type=\"application/json\" class=\"terms\">{}</script></main>"
        );
        Ok(())
    }
}
