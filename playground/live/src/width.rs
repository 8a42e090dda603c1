//! How wide a live part is.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Watches the width of an element as long as it lives.
pub struct Width<T: 'static> {
    host: Element,
    fits: fn(i32) -> T,
    observer: Option<ResizeObserver>,
    _resized: Closure<dyn FnMut()>,
}

impl<T> Width<T> {
    /// Begins to watch; `tell` hears what `fits` into so many CSS pixels whenever the width changes.
    pub fn watch(host: &Element, fits: fn(i32) -> T, tell: impl Fn(T) + 'static) -> Width<T> {
        let measured = host.clone();
        let resized = Closure::<dyn FnMut()>::new(move || {
            // What is not shown, as on paper, has no width and keeps its arrangement.
            if measured.client_width() > 0 {
                tell(fits(measured.client_width()));
            }
        });
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(host);
        }
        Width { host: host.clone(), fits, observer, _resized: resized }
    }

    /// What fits now.
    pub fn now(&self) -> T {
        (self.fits)(self.host.client_width())
    }
}

impl<T> Drop for Width<T> {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
