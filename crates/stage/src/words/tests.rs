//! Registry tests: every text exists in both languages and reads as such.

use super::{Label, Lang, label};

#[test]
fn every_label_has_both_languages() {
    for it in Label::ALL {
        for lang in Lang::ALL {
            assert!(!label(lang, *it).is_empty(), "{it:?} in {lang:?}");
        }
    }
}
