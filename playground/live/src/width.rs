//! How wide a live part is.

use stage::WidthClass;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// From this width on, in CSS pixels, the wide arrangement is readable.
const WIDE_FROM: i32 = 680;

/// Watches the width of an element as long as it lives.
pub struct Width {
    host: Element,
    observer: Option<ResizeObserver>,
    _resized: Closure<dyn FnMut()>,
}

impl Width {
    /// Begins to watch; `tell` hears which arrangement fits whenever the width changes.
    pub fn watch(host: &Element, tell: impl Fn(WidthClass) + 'static) -> Width {
        let measured = host.clone();
        let resized = Closure::<dyn FnMut()>::new(move || {
            // What is not shown, as on paper, has no width and keeps its arrangement.
            if measured.client_width() > 0 {
                tell(class(&measured));
            }
        });
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(host);
        }
        Width { host: host.clone(), observer, _resized: resized }
    }

    /// Which arrangement fits now.
    pub fn class(&self) -> WidthClass {
        class(&self.host)
    }
}

impl Drop for Width {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

fn class(host: &Element) -> WidthClass {
    if host.client_width() >= WIDE_FROM { WidthClass::Wide } else { WidthClass::Narrow }
}
