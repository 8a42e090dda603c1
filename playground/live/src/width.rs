//! How wide a live part is.

use stage::WidthClass;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Watches the width of an element as long as it lives.
pub struct Width {
    host: Element,
    wide_from: i32,
    observer: Option<ResizeObserver>,
    _resized: Closure<dyn FnMut()>,
}

impl Width {
    /// Begins to watch; `tell` hears which arrangement fits whenever the width changes. From `wide_from` CSS pixels on it is the
    /// wide one.
    pub fn watch(host: &Element, wide_from: i32, tell: impl Fn(WidthClass) + 'static) -> Width {
        let measured = host.clone();
        let resized = Closure::<dyn FnMut()>::new(move || {
            // What is not shown, as on paper, has no width and keeps its arrangement.
            if measured.client_width() > 0 {
                tell(class(&measured, wide_from));
            }
        });
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(host);
        }
        Width { host: host.clone(), wide_from, observer, _resized: resized }
    }

    /// Which arrangement fits now.
    pub fn class(&self) -> WidthClass {
        class(&self.host, self.wide_from)
    }
}

impl Drop for Width {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

fn class(host: &Element, wide_from: i32) -> WidthClass {
    if host.client_width() >= wide_from { WidthClass::Wide } else { WidthClass::Narrow }
}
